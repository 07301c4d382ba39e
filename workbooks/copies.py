"""Office files that are copies of one another."""

import zipfile
from collections.abc import Hashable, Sequence
from pathlib import Path

_WRITTEN = "docProps/core.xml"


def same(one: Path, other: Path) -> bool:
    """Whether two Office files say the same: all parts are equal but the one that holds the time of writing."""
    try:
        with zipfile.ZipFile(one) as a, zipfile.ZipFile(other) as b:
            names = set(a.namelist()) - {_WRITTEN}
            return names == set(b.namelist()) - {_WRITTEN} and all(a.read(n) == b.read(n) for n in names)
    except (zipfile.BadZipFile, OSError):
        return False


def copies_in(paths: Sequence[Path], keys: Sequence[Hashable]) -> dict[int, int]:
    """Which files say the same as an earlier one: its number → that one's; only those with equal keys are opened.

    keys: something known of each; files with an empty one are left alone.
    """
    originals: dict[Hashable, list[int]] = {}
    copies = {}
    for number, (path, key) in enumerate(zip(paths, keys, strict=True)):
        alike = originals.setdefault(key, []) if key else []
        first = next((n for n in alike if same(paths[n], path)), None)
        if first is None:
            alike.append(number)
        else:
            copies[number] = first
    return copies
