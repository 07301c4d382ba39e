"""Find what is there twice among very many, without keeping all of it as it is."""

import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

#: So many are kept as they are; then as many again are packed together.
BATCH = 4096
#: So many batches are looked at together, where all have to be looked at.
_TOGETHER = 4


class Repeats:
    """Tuples, all of them or those that have a key in common with another, in the order in which they were added.

    keys   tuples → the keys of each, as texts: first keys, second keys …; of very many, two keys may now and then be
           taken for one
    make   makes of a plain tuple what was added
    batch  how many are packed together
    """

    def __init__(
        self,
        keys: Callable[[Sequence[Any]], Sequence[Iterable[str]]],
        make: Callable[[tuple[Any, ...]], Any] = tuple,
        batch: int = 0,
    ) -> None:
        self.keys, self.make, self.batch = keys, make, batch or BATCH
        self.last: list[Any] = []
        self.packed: list[tuple[int, bytes]] = []  # how many, and these
        self.hashes: list[array[int]] = []  # of the keys of what is packed: of first keys, of second keys …

    def __len__(self) -> int:
        return sum(count for count, _ in self.packed) + len(self.last)

    def add(self, one: tuple[Any, ...]) -> None:
        self.last.append(one)
        if len(self.last) == self.batch:
            self._pack()

    def extend(self, others: "Repeats") -> None:
        """Add what was gathered elsewhere."""
        if others.packed:
            if self.last:
                self._pack()
            self._take(others.packed, others.hashes)
        for one in others.last:
            self.add(one)

    def _pack(self) -> None:
        import pickle

        packed = zlib.compress(pickle.dumps([tuple(one) for one in self.last]), 1)
        self._take([(len(self.last), packed)], self._hashed())
        self.last = []

    def _take(self, packed: Sequence[tuple[int, bytes]], hashes: "Sequence[array[int]]") -> None:
        self.packed += packed
        self.hashes = self.hashes or [array("I") for _ in hashes]
        for mine, theirs in zip(self.hashes, hashes, strict=True):
            mine.extend(theirs)

    def _hashed(self) -> "list[array[int]]":
        """Of the keys of what is not packed."""
        return [
            array("I", (zlib.crc32(key.encode("utf-8", "surrogatepass")) for key in keys))
            for keys in self.keys(self.last)
        ]

    def __iter__(self) -> Iterator[Any]:
        for _, packed in self.packed:
            yield from map(self.make, _unpacked(packed))
        yield from self.last

    def repeated(self) -> Iterator[Any]:
        """Those that have a key in common with another."""
        return (one for _, one in self.placed())

    def placed(self) -> Iterator[tuple[int, Any]]:
        """The same, each with its place in the order in which they were added."""
        if not self.packed:
            counted = [(keys, Counter(keys)) for keys in map(list, self.keys(self.last))]
            places = {
                at for keys, count in counted if len(count) < len(keys) for at, key in enumerate(keys) if count[key] > 1
            }
            yield from ((at, self.last[at]) for at in sorted(places))
            return
        if self.last:
            self._pack()
        again = [(hashes, _again(hashes)) for hashes in self.hashes]
        start = 0
        for count, packed in self.packed:
            end = start + count
            places = {at for hashes, twice in again for at, one in enumerate(hashes[start:end]) if one in twice}
            if places:
                batch = _unpacked(packed)
                yield from ((start + at, self.make(batch[at])) for at in sorted(places))
            start = end

    def digest(self) -> int:
        """A number that is the same for the same keys in the same order."""
        found = len(self)
        for packed, others in zip_longest(self.hashes, self._hashed(), fillvalue=b""):
            found = zlib.crc32(others, zlib.crc32(packed, found))
        return found


def in_parts(key: Callable[[Any], str | None], *several: Repeats) -> Iterator[Sequence[Sequence[tuple[int, Any]]]]:
    """Of several those that have a key, in parts that fit into memory: who has the same key is in the same part.

    In the order in which they were added, each with its place in it: one part, where they are few.
    """
    of = -(-sum(map(len, several)) // (_TOGETHER * BATCH))
    if of <= 1:
        yield [[(place, one) for place, one in enumerate(kept) if key(one)] for kept in several]
        return
    parts = [[Repeats(_no_keys, batch=max(1, _TOGETHER * BATCH // of)) for _ in several] for _ in range(of)]
    for number, kept in enumerate(several):
        for place, one in enumerate(kept):
            if known := key(one):
                parts[zlib.crc32(known.encode("utf-8", "surrogatepass")) % of][number].add((place, tuple(one)))
    while parts:
        yield [
            [(place, kept.make(one)) for place, one in part] for part, kept in zip(parts.pop(), several, strict=True)
        ]


def _no_keys(_: Sequence[Any]) -> Sequence[Iterable[str]]:
    return ()


def _unpacked(packed: bytes) -> list[tuple[Any, ...]]:
    import pickle

    found: list[tuple[Any, ...]] = pickle.loads(zlib.decompress(packed))
    return found


def _again(hashes: "array[int]") -> set[int]:
    """Those that are there more than once."""
    size = 8 * len(hashes)
    taken, perhaps = bytearray(size), set()
    for one in hashes:
        place = one % size
        if taken[place]:
            perhaps.add(one)
        taken[place] = 1
    counts = Counter(one for one in hashes if one in perhaps)
    return {one for one, count in counts.items() if count > 1}
