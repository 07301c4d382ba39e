"""A workbook whose sheets are read straight from their XML: its parts, and what is to be known of a sheet beforehand."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from jineng.workbooks.odd_cells import Scattered, odd_cells
from jineng.workbooks.parts import SheetPart, has_old_days, names_of, sheet_parts
from jineng.workbooks.plain_xml import Cells, Unusual, position_of, rows_of, shared_strings, styles

#: The rows of a sheet whose XML is no larger are kept; a larger one is read anew whenever its rows are asked for.
KEPT = 8 << 20
_CHUNK = 1 << 20

_HEAD = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml(?:(?!encoding)[^>])*(?:encoding="(?i:utf-8)"[^>]*)?\?>)?\s*<worksheet [^>]*xmlns="[^"]*/main"'
)
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"')
#: What makes it worth looking for errors and for formulas without a result, and what is not usual at all.
_DOUBTFUL = (b'"e"', b"<f")
_UNUSUAL = (b"<!", b"='")


@dataclass(frozen=True)
class PlainSheet:
    """A sheet; see `sheets.Sheet`."""

    name: str
    rows: Any
    hidden: bool
    merged: Sequence[tuple[int, int, int, int]]
    odd: Mapping[tuple[int, int], str]


class PlainBook:
    """The worksheets of a workbook, and how its cells are read; raises Unusual where that is for calamine to say."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package, names = package, names_of(package)
        listed = sheet_parts(package)
        self.sheets = [sheet for sheet in listed if sheet.kind == "worksheet"]
        if has_old_days(package) or any(sheet.part is None or "sheet" not in sheet.kind for sheet in listed):
            raise Unusual
        strings, formats = names.get("xl/sharedstrings.xml"), names.get("xl/styles.xml")
        self.cells = Cells(
            shared_strings(package.read(strings)) if strings else {},
            styles(package.read(formats)) if formats else styles(),
        )

    def sheet(self, listed: SheetPart) -> PlainSheet:
        part = listed.part
        assert part
        if part.file_size <= KEPT:
            data = self.package.read(part)
            doubtful, tail = _looked_at([data])
            rows: Any = partial(iter, list(rows_of([_data(data)], self.cells)))
        else:
            with self.package.open(part) as file:
                doubtful, tail = _looked_at(iter(partial(file.read, _CHUNK), b""))
            rows = partial(_streamed, Path(str(self.package.filename)), part, self.cells)
        try:
            odd = odd_cells(self.package, part) if doubtful else {}
        except Scattered:
            raise Unusual from None
        merged = [
            (int(top), position_of(left) + 1, int(bottom or top), position_of(right or left) + 1)
            for left, top, right, bottom in _MERGED.findall(tail)
        ]
        return PlainSheet(listed.name, rows, listed.hidden, merged, odd)


def _looked_at(pieces: Any) -> tuple[bool, bytes]:
    """Whether there may be odd cells, and what stands behind the rows; looks at all of the XML once."""
    doubtful, before = False, b""
    for number, piece in enumerate(pieces):
        if number == 0 and not _HEAD.match(piece):
            raise Unusual
        before = before[-64:] + piece if (end := before.rfind(b"</sheetData>")) < 0 else before[end:] + piece
        if any(mark in before for mark in _UNUSUAL):
            raise Unusual
        doubtful = doubtful or any(mark in before for mark in _DOUBTFUL)
    end = max(before.rfind(b"</sheetData>"), before.rfind(b"<sheetData/>"))
    if end < 0 or not before.rstrip().endswith(b"</worksheet>"):
        raise Unusual
    return doubtful, before[end:]


def _data(piece: bytes) -> bytes:
    """What stands behind the opening tag of the rows."""
    start = piece.find(b"<sheetData>")
    return piece[start + 11 :] if start >= 0 else b""


def _streamed(path: Path, part: zipfile.ZipInfo, cells: Cells) -> Iterator[Sequence[Any]]:
    with zipfile.ZipFile(path) as package, package.open(part) as file:
        first = file.read(_CHUNK)
        if b"<sheetData>" not in first:
            raise Unusual
        yield from rows_of(chain([_data(first)], iter(partial(file.read, _CHUNK), b"")), cells)
