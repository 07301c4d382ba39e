"""Cells that calamine gives as blank although they are not: error values, and formulas that were never calculated.

The sheet's XML is looked through for them alone, at a fraction of the time that reading the cells takes.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from jineng.validators.values import UNCALCULATED
from jineng.workbooks.parts import MAX_CELLS, MAX_ROWS

_CHUNK = 1 << 20
_LONGEST = 64 * _CHUNK

# Sheet XML as Excel, WPS, LibreOffice and the usual libraries write it; anything else is read by position.
_FIRST_CELL = re.compile(rb"<(?:\w+:)?c[\s>/][^>]*")
_USUAL_CELL = re.compile(rb'<c [^>]*?r="')
_REFERENCE = re.compile(rb'\br="([A-Za-z]+)(\d+)"')
_UNCALCULATED = tuple(
    re.compile(formula_end + rb"\s*(?:<v ?/>|<v>\s*</v>)?\s*</c>") for formula_end in (rb"</f>", rb"<f[^>]*/>")
)
_VALUE = re.compile(rb"<v[^>]*>\s*([^<\s]+)\s*</v>")
_ROW = re.compile(rb'<row [^>]*?\br="(\d+)"')
_COLUMN = re.compile(rb'r="([A-Za-z]+)\d')
_UNUSUAL = re.compile(rb'r="[A-Za-z](?:[A-Za-z]|\d{8})')
_FAR = re.compile(rb'r="[A-Za-z]+\d{8}')


class Scattered(Exception):
    """A sheet whose cells stand too far apart; the message is its last cell."""


def odd_cells(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> dict[tuple[int, int], str]:
    """Cells of a sheet that hold an error value, or a formula without a result: (row, column) → word."""
    with package.open(part) as file:
        head = file.read(_CHUNK)
        first = _FIRST_CELL.search(head)
        usual = b"<worksheet" in head and (not first or _USUAL_CELL.match(first[0]))
        found = _scan(head, file) if usual else None
    if found is None:
        with package.open(part) as file:
            found = _scan_by_position(file)
    return found


def _scan(head: bytes, file: Any) -> dict[tuple[int, int], str] | None:
    """Odd cells by looking at nothing else; None when the sheet has to be read cell by cell."""
    found: dict[tuple[int, int], str] = {}
    wide: set[bytes] = set()
    last = 0
    rest = head
    while rest:
        chunk = file.read(_CHUNK)
        cut = rest.rfind(b"<row") if chunk else len(rest)  # whole rows at a time
        if cut > 0:
            whole, rest = rest[:cut], rest[cut:]
            if row := _ROW.match(whole, max(whole.rfind(b"<row"), 0)):
                last = max(last, int(row[1]))
            if _UNUSUAL.search(whole):
                if _FAR.search(whole):
                    return None
                wide.update(_COLUMN.findall(whole))
            for start in _odd_starts(whole):
                where = _REFERENCE.search(whole, start, whole.find(b">", start))
                if not where:
                    return None
                value = _VALUE.search(whole, start, whole.find(b"</c>", start))
                found[int(where[2]), _column(where[1])] = value[1].decode() if value else UNCALCULATED
        rest += chunk
        if len(rest) > _LONGEST:
            return None
    if last > MAX_ROWS or last * max(map(_column, wide), default=0) > MAX_CELLS:
        return None
    return found


def _odd_starts(whole: bytes) -> Iterator[int]:
    """Where the odd cells' tags begin."""
    at = whole.find(b' t="e"')
    while at >= 0:
        start = whole.rfind(b"<c ", 0, at)
        end = whole.find(b">", start)
        if at < end and whole[end - 1 : end] != b"/":
            yield start
        at = whole.find(b' t="e"', at + 1)
    if b"<f" in whole:
        for pattern in _UNCALCULATED:
            for match in pattern.finditer(whole):
                start = whole.rfind(b"<c ", 0, match.start())
                if b' t="str"' not in whole[start : whole.find(b">", start)]:
                    yield start


def _scan_by_position(file: Any) -> dict[tuple[int, int], str]:
    """The same for any spelling of the XML, cell by cell; refuses a sheet whose grid would not fit into memory."""
    found: dict[tuple[int, int], str] = {}
    row = column = rows = columns = 0
    for event, element in ElementTree.iterparse(file, ("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            if tag == "row":
                row, column = int(element.get("r", row + 1)), 0
            elif tag == "c":
                where = re.match(r"([A-Za-z]+)(\d+)", element.get("r", ""))
                row, column = (int(where[2]), _column(where[1].encode())) if where else (row, column + 1)
        elif tag == "c":
            inside = {child.tag.rpartition("}")[2]: child.text for child in element}
            if inside:
                rows, columns = max(rows, row), max(columns, column)
                kind, value = element.get("t"), (inside.get("v") or "").strip()
                if kind == "e" or ("f" in inside and not value and kind != "str"):
                    found[row, column] = value or UNCALCULATED
        elif tag == "row":
            element.clear()
    if rows > MAX_ROWS or rows * columns > MAX_CELLS:
        raise Scattered(f"第{rows}行第{columns}列")
    return found


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column
