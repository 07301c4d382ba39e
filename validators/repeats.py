"""Find what is there twice among very many, without keeping all of it as it is."""

import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

#: So many are kept as they are; then as many again are packed together.
BATCH = 4096


class Repeats:
    """Tuples, all of them or those that have a key in common with another, in the order in which they were added.

    keys  tuples → the keys of each, as texts: first keys, second keys …; of very many, two keys may now and then be
          taken for one
    """

    def __init__(self, keys: Callable[[Sequence[Any]], Sequence[Iterable[str]]]) -> None:
        self.keys = keys
        self.last: list[tuple[Any, ...]] = []
        self.packed: list[tuple[int, bytes]] = []  # how many, and these
        self.hashes: list[array[int]] = []  # of the keys of what is packed: of first keys, of second keys …

    def add(self, one: tuple[Any, ...]) -> None:
        self.last.append(one)
        if len(self.last) == BATCH:
            self._pack()

    def extend(self, others: "Repeats") -> None:
        """Add what another process has gathered."""
        for kept in (self, others):
            if kept.last:
                kept._pack()
        self.packed += others.packed
        for mine, theirs in zip(self.hashes, others.hashes, strict=False):
            mine.extend(theirs)
        self.hashes = self.hashes or others.hashes

    def _pack(self) -> None:
        import pickle

        for at, keys in enumerate(self.keys(self.last)):
            if not self.packed:
                self.hashes.append(array("I"))
            self.hashes[at].extend(zlib.crc32(key.encode("utf-8", "surrogatepass")) for key in keys)
        self.packed.append((len(self.last), zlib.compress(pickle.dumps([tuple(one) for one in self.last]), 1)))
        self.last = []

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for _, packed in self.packed:
            yield from _unpacked(packed)
        yield from self.last

    def repeated(self) -> Iterator[tuple[Any, ...]]:
        """Those that have a key in common with another."""
        if not self.packed:
            counted = [(keys, Counter(keys)) for keys in map(list, self.keys(self.last))]
            places = {
                at for keys, count in counted if len(count) < len(keys) for at, key in enumerate(keys) if count[key] > 1
            }
            yield from (self.last[at] for at in sorted(places))
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
                yield from (batch[at] for at in sorted(places))
            start = end


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
