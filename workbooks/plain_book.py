"""A workbook whose sheets are read straight from their XML: its parts, and what is to be known of a sheet beforehand."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from jineng.workbooks.parts import SheetPart, content, names_of, workbook_parts
from jineng.workbooks.plain_xml import Cells, position_of, rows_of, styles
from jineng.workbooks.shared_strings import shared_strings
from jineng.workbooks.xml_text import Unusual

#: The rows of a sheet whose XML is no larger are kept; a larger one is read anew whenever its rows are asked for.
KEPT = 8 << 20
_CHUNK = 1 << 20

_HEAD = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml(?:(?!encoding)[^>])*(?:encoding="(?i:utf-8)"[^>]*)?\?>)?\s*<worksheet [^>]*xmlns="[^"]*/main"'
)
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"')
#: What makes it worth looking for errors and for formulas without a result, and what is not usual at all; with a letter
#: of it that is rare, for one letter is found ten times as fast as two.
_DOUBTFUL = ((b"e", b'"e"'), (b"f", b"<f"))
_UNUSUAL = ((b"!", b"<!"), (b"'", b"='"))


class PlainSheet(NamedTuple):
    """A sheet; see `sheets.Sheet`. kept: its rows are all read, and nothing in them is unusual."""

    name: str
    rows: Any
    hidden: bool
    merged: Sequence[tuple[int, int, int, int]]
    odd: Mapping[tuple[int, int], str]
    kept: bool


class PlainBook:
    """The worksheets of a workbook, and how its cells are read; raises Unusual where that is for calamine to say."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package, names = package, names_of(package)
        listed, old_days, self.xml = workbook_parts(package)
        self.sheets = [sheet for sheet in listed if sheet.kind == "worksheet"]
        if old_days or any(sheet.part is None or "sheet" not in sheet.kind for sheet in listed):
            raise Unusual
        strings, formats = names.get("xl/sharedstrings.xml"), names.get("xl/styles.xml")
        self.cells = Cells(
            shared_strings(package, strings) if strings else {},
            styles(content(package, formats)) if formats else styles(),
        )

    def sheet(self, listed: SheetPart) -> PlainSheet:
        part = listed.part
        assert part
        if part.file_size <= KEPT:
            data = content(self.package, part)
            start, end = _ends(data)
            self.cells.odd = False
            read = list(rows_of([data[start:end]], self.cells))
            width = max(map(len, read), default=0)
            rows: Any = partial(iter, [row + [""] * (width - len(row)) if len(row) < width else row for row in read])
            doubtful, tail = self.cells.odd, data[end:]
        else:
            with self.package.open(part) as file:
                doubtful, tail = _looked_at(iter(partial(file.read, _CHUNK), b""))
            rows = Streamed(Path(str(self.package.filename)), part, self.cells)
        odd = self._odd_cells(part) if doubtful else {}
        merged = [
            (int(top), position_of(left) + 1, int(bottom or top), position_of(right or left) + 1)
            for left, top, right, bottom in _MERGED.findall(tail)
        ]
        return PlainSheet(listed.name, rows, listed.hidden, merged, odd, part.file_size <= KEPT)

    def _odd_cells(self, part: zipfile.ZipInfo) -> Mapping[tuple[int, int], str]:
        from jineng.workbooks.odd_cells import Scattered, odd_cells  # few sheets have any

        try:
            return odd_cells(self.package, part)
        except Scattered:
            raise Unusual from None


def _ends(data: bytes) -> tuple[int, int]:
    """Where the rows begin and end in the XML of a sheet."""
    start, end = data.find(b"<sheetData>") + 11, data.rfind(b"</sheetData>")
    if end < 0 and (end := data.find(b"<sheetData/>")) >= 0:
        start = end
    head, tail = data[: max(start, 0)], data[end:]
    if not _HEAD.match(head) or end < start or not tail.rstrip().endswith(b"</worksheet>") or b"<!" in head + tail:
        raise Unusual
    return start, end


def _looked_at(pieces: Iterator[bytes]) -> tuple[bool, bytes]:
    """Whether there may be odd cells, and what stands behind the rows; looks at all of the XML once."""
    doubtful, known = False, next(pieces, b"")
    _ends(known[: known.find(b"<sheetData>") + 11] + b"</sheetData></worksheet>")
    for piece in chain([b""], pieces):
        known = (known[-64:] if (end := known.rfind(b"</sheetData>")) < 0 else known[end:]) + piece if piece else known
        if any(rare in known and mark in known for rare, mark in _UNUSUAL):
            raise Unusual
        doubtful = doubtful or any(rare in known and mark in known for rare, mark in _DOUBTFUL)
    if (end := known.rfind(b"</sheetData>")) < 0 or not known.rstrip().endswith(b"</worksheet>"):
        raise Unusual
    return doubtful, known[end:]


class Streamed:
    """The rows of a large sheet, read anew whenever they are asked for; in another process the workbook is opened anew."""

    def __init__(self, path: Path, part: zipfile.ZipInfo, cells: Cells) -> None:
        self.path, self.part, self.cells = path, part, cells

    def __call__(self) -> Iterator[Sequence[Any]]:
        with zipfile.ZipFile(self.path) as package, package.open(self.part) as file:
            first = file.read(_CHUNK)
            start = first.find(b"<sheetData>") + 11
            yield from rows_of(chain([first[start:]], iter(partial(file.read, _CHUNK), b"")), self.cells)

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopened, (self.path, self.part.filename)


def _reopened(path: Path, name: str) -> Streamed:
    with zipfile.ZipFile(path) as package:
        return Streamed(path, package.getinfo(name), PlainBook(package).cells)
