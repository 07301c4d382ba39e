"""文件校验.txt: the SHA-256 of every file of a folder, and which of them we wrote ourselves.

What we wrote is written again when the workbook changed, but never once somebody has touched it; and nothing that
somebody else put there is ever touched.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from jineng.workbooks.atomic import replacing
from jineng.workbooks.copies import same
from jineng.workbooks.file_kinds import digest_of, paths_in

MANIFEST = "文件校验.txt"
_HEAD = "文件校验（SHA-256）：前64位是校验值，后面是文件。"
_OURS = "【本工具写出的文件】改动过的不再覆盖；要重新生成，请先移走。"
_OTHERS = "【放入的文件】"
_ENTRY = re.compile(r"([0-9a-f]{64})  (.+)")


class Manifest:
    """One folder's. notes: what was not written, and why."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ours = _read(folder / MANIFEST)
        self.fresh: set[str] = set()
        self.notes: list[str] = []

    def put(self, document: Path, target: Path) -> Path:
        """A document that we wrote, into its place; not over one that somebody has changed."""
        name = self._name(target)
        self.fresh.add(name)
        if target.exists():
            if self.ours.get(name) != digest_of(target):
                if same(document, target):  # written by a run that was stopped before it could note it
                    self.ours[name] = digest_of(target)
                    return target
                self.ours.pop(name, None)
                self.notes.append(f"“{name}”改动过或不是本工具写的，没有覆盖；要重新生成，请先移走")
                return target
            if same(document, target):
                return target
        with replacing(target) as temporary:
            temporary.write_bytes(document.read_bytes())
        self.ours[name] = digest_of(target)
        return target

    def remember(self) -> None:
        """Note what was written so far: the run is being stopped."""
        with suppress(OSError):
            self._save([f"{digest}  {name}" for name, digest in sorted(self.ours.items())], [])

    def write(self, leave_out: frozenset[str]) -> None:
        """Write the list. leave_out: names of files that are not handed in."""
        ours: list[str] = []
        others: list[str] = []
        for path in paths_in(self.folder):
            if path.name in leave_out or path.name == MANIFEST:
                continue
            name = self._name(path)
            with suppress(OSError):  # one that cannot be read is told in its checklist
                digest = digest_of(path)
                mine = self.ours.get(name) == digest
                (ours if mine else others).append(f"{digest}  {name}")
                if mine and name not in self.fresh:
                    self.notes.append(f"“{name}”是以前写的，这次没有可以写的内容；不需要的请自行删去")
        self._save(ours, others)

    def _save(self, ours: Sequence[str], others: Sequence[str]) -> None:
        with replacing(self.folder / MANIFEST) as temporary:
            temporary.write_text("\n".join([_HEAD, _OURS, *ours, _OTHERS, *others, ""]), encoding="utf-8-sig")

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


def _read(path: Path) -> dict[str, str]:
    """File → digest, of those we wrote; none where there is no list that can be read."""
    found: dict[str, str] = {}
    with suppress(OSError):
        for line in path.read_text(encoding="utf-8-sig", errors="replace").splitlines():
            if line == _OTHERS:
                break
            if entry := _ENTRY.fullmatch(line):
                found[entry[2]] = entry[1]
    return found
