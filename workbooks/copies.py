"""Office files that are copies of one another."""

import zipfile
from collections.abc import Hashable
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


class Copies:
    """Files met so far, to tell which say the same as an earlier one; only those with equal keys are opened."""

    def __init__(self) -> None:
        self._originals: dict[Hashable, list[tuple[Path, str]]] = {}

    def original(self, path: Path, label: str, key: Hashable) -> str | None:
        """The label of the earlier file that says the same as this one.

        key  something known of what it says
        """
        alike = self._originals.setdefault(key, [])
        for original, its_label in alike:
            if same(original, path):
                return its_label
        alike.append((path, label))
        return None
