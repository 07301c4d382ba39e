"""Find what is there twice among very many, without keeping all of it as it is."""

import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any

#: So many are kept as they are; then as many again are packed together.
BATCH = 4096


class Repeats:
    """Tuples, all of them or those that have a key in common with another, in the order in which they were added.

    keys  tuples → the keys of each: first keys, second keys …
    """

    def __init__(self, keys: Callable[[Sequence[Any]], Sequence[Iterable[Hashable]]]) -> None:
        self.keys = keys
        self.last: list[tuple[Any, ...]] = []
        self.packed: list[bytes] = []
        self.hashes: list[array[int]] = []  # of the keys of what is packed: of first keys, of second keys …

    def add(self, one: tuple[Any, ...]) -> None:
        self.last.append(one)
        if len(self.last) == BATCH:
            self._pack()

    def _pack(self) -> None:
        import pickle

        for at, keys in enumerate(self.keys(self.last)):
            if not self.packed:
                self.hashes.append(array("q"))
            self.hashes[at].extend(map(hash, keys))
        self.packed.append(zlib.compress(pickle.dumps([tuple(one) for one in self.last]), 1))
        self.last = []

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for number in range(len(self.packed)):
            yield from self._batch(number)
        yield from self.last

    def repeated(self) -> Iterator[tuple[Any, ...]]:
        """Those that may have a key in common with another: all, where they are few."""
        if not self.packed:
            yield from self.last
            return
        if self.last:
            self._pack()
        wanted: dict[int, set[int]] = {}
        for hashes in self.hashes:
            again = _again(hashes)
            for at in [at for at, one in enumerate(hashes) if one in again]:
                wanted.setdefault(at // BATCH, set()).add(at % BATCH)
        for number, places in sorted(wanted.items()):
            batch = self._batch(number)
            yield from (batch[at] for at in sorted(places))

    def _batch(self, number: int) -> list[tuple[Any, ...]]:
        import pickle

        found: list[tuple[Any, ...]] = pickle.loads(zlib.decompress(self.packed[number]))
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
