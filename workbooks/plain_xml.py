"""Rows straight from a sheet's XML as it comes out of the package, where that is written in the usual way.

Excel, WPS, LibreOffice and the usual libraries write rows and cells so much alike that one pattern a row finds all values.
Whatever it does not find is looked at cell by cell, and what is not understood even so raises Unusual: calamine reads it.
No sheet is ever held in memory whole, and errors and formulas without a result are cells like others.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from operator import getitem
from typing import Any

from jineng.validators.values import ERROR_VALUES, UNCALCULATED
from jineng.workbooks.parts import MAX_CELLS, MAX_ROWS, elements
from jineng.workbooks.row_patterns import INSIDE, Find, Shape, Shapes, any_cells, position_of
from jineng.workbooks.xml_text import Unusual, rich_text, unescaped

_ROW = re.compile(rb'\s*<row r="(\d{1,7})"[^>]*?(/?)>')
_CELL = re.compile(rb'\s*<c r="([A-Z]{1,3})(\d{1,7})"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_INSIDE = re.compile(rb"(<f[^>]*/>|<f[^>]*>[^<]*</f>)?\s*(?:<v/>|<v(?: [^>]*)?>([^<]*)</v>)?\s*", re.DOTALL)
_ATTRIBUTES = re.compile(rb'(?: (?:s="(?P<style>\d+)"|t="(?P<kind>\w+)"|(?:cm|vm|ph)="\d+"))*')
_MAIN = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
#: Formats of numbers that are days for certain, and no times; and those that are surely neither.
_DAY_FORMATS = frozenset({14, 15, 16, 17})
_PLAIN_FORMATS = frozenset({*range(12), 12, 13, *range(37, 41), 48, 49})
#: The formats of their own that most workbooks have; the patterns of the others are compiled where they are needed.
_USUAL_DAYS, _USUAL_PLAIN = frozenset({"yyyy-mm-dd", "yyyy/m/d", "yyyy/mm/dd"}), frozenset({"@", "General"})
_DAY_CODE = r'(?:\[\$[^\]]*\])?(?:y{2,4}|m{1,4}|d{1,2}|[-/., ]|\\[-/., ]|[年月日]|"[年月日]")+(?:;@)?'
_PLAIN = r'(?:[#0?.,%_\-+() ]|\\.|"[^"]*"|\[(?:Red|Blue|Green|Black)\])*'
_PLAIN_CODE = rf"{_PLAIN}(?:;{_PLAIN})*(?:;@)?|@|General|GENERAL"
_EPOCH = date(1899, 12, 30)


Reader = Callable[[Any], Any]


class _Known(dict[bytes | None, Any]):
    """What some bytes stand for, remembered: few numbers differ. No cell is blank."""

    def __init__(self, read: Callable[[bytes], Any]) -> None:
        super().__init__({None: ""})
        self.read = read

    def __missing__(self, value: bytes) -> Any:
        found = self.read(value)
        if len(self) < _MOST_KNOWN:
            self[value] = found
        return found


def _day(serial: bytes) -> date:
    """The day that a number stands for; before March 1900 and after 9999 there are opinions."""
    if not serial.isdigit() or not 61 <= int(serial) < 2_958_466:
        raise Unusual
    return _EPOCH + timedelta(int(serial))


_MOST_KNOWN = 20_000
_FLOATS, _DAYS, _INTEGERS = _Known(float), _Known(_day), _Known(int)
#: Of this process: its sheets are mostly alike.
SHAPES = Shapes()


def _blank(value: bytes | None) -> str:
    return ""


class Cells:
    """How the cells of a workbook's sheets are read.

    strings  its shared strings, by the bytes of their number
    styles   what each cell style makes of a number
    odd      whether an error or a formula without a result was met
    widest   how many cells the widest row of the sheet read last has, rows like many others left out
    """

    def __init__(self, strings: Mapping[bytes | None, str], styles: Sequence[Reader | None]) -> None:
        self.strings, self.styles, self.texts = strings, styles, _Known(_text)
        self.plans: dict[Shape, tuple[Reader, ...]] = {}
        self.odd, self.widest = False, 1

    def tables(self, shape: Shape) -> Sequence[Mapping[Any, Any]] | None:
        """Where the number of a row and the values of its cells are looked up, if all can be."""
        try:
            readers = self.row(shape)
        except (Unusual, LookupError):  # a shape of another workbook, with cells that this one does not have
            return None
        found: list[Any] = [_FLOATS if read is _blank else getattr(read, "__self__", None) for read in readers]
        return None if None in found else [_INTEGERS, *found]

    def row(self, attributes: Shape) -> tuple[Reader, ...]:
        """The readers of a row's cells, by the attributes of their tags."""
        return tuple(_blank if a is None or a.endswith(b"/") else self.reader(a) for a in attributes)

    def reader(self, attributes: bytes) -> Reader:
        kind, style = _of_tag(attributes)
        match kind:
            case b"inlineStr":
                return self.texts.__getitem__
            case b"s":
                return self.strings.__getitem__
            case None | b"n":
                read = self.styles[style]
                if read is None:
                    raise Unusual
                return read
            case b"str":
                return _text
            case b"b":
                return _BOOLEANS.__getitem__
            case b"e":
                return partial(_error, self)
        raise Unusual

    def cell(self, attributes: bytes, inside: bytes) -> Any:
        """A cell by itself."""
        if inside.startswith(b"<is>"):
            return rich_text(inside.decode())
        found = _INSIDE.fullmatch(inside)
        if not found:
            raise Unusual
        formula, value = found.groups()
        kind = _ATTRIBUTES.fullmatch(attributes)
        if not value and (kind and kind["kind"]) != b"str":
            self.odd = self.odd or bool(formula)
            return UNCALCULATED if formula else ""
        return self.reader(attributes)(value or b"")


@lru_cache(maxsize=1024)
def _of_tag(attributes: bytes) -> tuple[bytes | None, int]:
    """The kind and the style of a cell."""
    found = _ATTRIBUTES.fullmatch(attributes.removesuffix(INSIDE))
    if not found or (found["kind"] == b"inlineStr") != attributes.endswith(INSIDE):
        raise Unusual
    return found["kind"], int(found["style"] or 0)


_BOOLEANS = {b"1": True, b"0": False}


def _error(cells: Cells, value: bytes) -> str:
    cells.odd = True
    word = value.decode().strip()
    if word not in ERROR_VALUES:
        raise Unusual
    return word


def _text(value: bytes) -> str:
    return unescaped(value.decode())


# The parts of a workbook that its sheets refer to


@lru_cache(maxsize=64)  # of the same program they are the same in many workbooks
def styles(part: bytes = b"") -> Sequence[Reader | None]:
    """What each cell style makes of a number; None for what is not decided here."""
    if not part:
        return [_FLOATS.__getitem__]
    (_, root, _), *inside = elements(part)
    main = next((m for m in _MAIN if root == f"{m}}}styleSheet"), None)
    if main is None:
        raise Unusual

    def listed(parent: str, name: str) -> Iterator[dict[str, str]]:
        wanted = (f"{main}}}{parent}", f"{main}}}{name}")
        return (attributes for *where, attributes in inside if tuple(where) == wanted)

    codes = {int(f.get("numFmtId", -1)): f.get("formatCode", "") for f in listed("numFmts", "numFmt")}
    numbers = [int(style.get("numFmtId", 0)) for style in listed("cellXfs", "xf")]
    return [_of_format(number, codes.get(number)) for number in numbers] or [_FLOATS.__getitem__]


def _of_format(number: int, code: str | None) -> Reader | None:
    """What a number format makes of a number; code: its own, None for one that every program knows."""
    if number in _DAY_FORMATS or code in _USUAL_DAYS:
        return _DAYS.__getitem__
    if code in _USUAL_PLAIN or (code is None and number in _PLAIN_FORMATS):
        return _FLOATS.__getitem__
    if code and re.fullmatch(_DAY_CODE, code.lower()) and "y" in code.lower():
        return _DAYS.__getitem__
    return _FLOATS.__getitem__ if code and re.fullmatch(_PLAIN_CODE, code) else None


# Rows


def rows_of(pieces: Iterable[bytes], cells: Cells) -> Iterator[list[Any]]:
    """The rows of a sheet from row 1, column A on, those without a value as []; after the last one with a value none.

    pieces  the sheet's XML from its first row on, cut anywhere
    """
    last, furthest = 0, MAX_ROWS
    cells.widest = widest = 1
    alike: Find | None = None
    tables: Sequence[Mapping[Any, Any]] | None = None
    for piece in _whole_rows(pieces):
        at = 0
        while at < len(piece):
            row = None
            if tables and alike and (found := alike(piece, at)):
                try:
                    number, *row = map(getitem, tables, found.groups())
                    at = found.end()
                except (LookupError, ValueError):
                    pass
            if row is None:
                end = piece.index(b"</row>", at)
                number, row, shape = _by_itself(piece[at:end], cells)
                at = end + len(b"</row>")
                if shape and (usual := SHAPES.around(shape)) and usual[1] is not alike:
                    tables, alike = cells.tables(usual[0]), usual[1]
                while len(row) > widest and row[-1] == "":
                    row.pop()
                if len(row) > widest:
                    cells.widest = widest = len(row)
                    furthest = min(furthest, MAX_CELLS // widest)
            if not any(row) and all(cell == "" for cell in row):
                continue
            if not last < number <= furthest:
                raise Unusual
            while last < number - 1:
                last += 1
                yield []
            last = number
            yield row


def _whole_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The XML cut behind the end of a row; what stands behind the last one as if it were a row."""
    rest = b""
    for piece in pieces:
        rest += piece
        end = rest.rfind(b"</row>") + 6
        if end > 5:
            piece, rest = rest[:end], rest[end:]
            yield piece
    if rest.strip():
        yield rest + b"</row>"


def _by_itself(piece: bytes, cells: Cells) -> tuple[int, list[Any], Shape | None]:
    """The number and the cells of a row; and what stands in their tags, if the row is usual."""
    if regular := any_cells(piece):
        digits, shape, values = regular
        try:
            plan = cells.plans.get(shape)
            if plan is None:
                plan = cells.plans[shape] = cells.row(shape)
            return int(digits), [read(value) for read, value in zip(plan, values, strict=True)], shape
        except (LookupError, ValueError, TypeError):
            pass
    return *_by_cell(piece, cells), None


def _by_cell(piece: bytes, cells: Cells) -> tuple[int, list[Any]]:
    """The number and the cells of a row whatever it is like; empty rows in front of it are passed over."""
    at = 0
    while (found := _ROW.match(piece, at)) and found[2]:
        at = found.end()
    if not found:
        if piece[at:].strip() and not piece.startswith(b"</sheetData>", at):
            raise Unusual
        return 0, []
    number, at = int(found[1]), found.end()
    row: list[Any] = []
    while one := _CELL.match(piece, at):
        column, of, attributes, inside = one.groups()
        at, position = one.end(), position_of(column)
        if int(of) != number or position < len(row):
            raise Unusual
        try:
            value = cells.cell(attributes, inside.strip()) if inside else ""
        except (LookupError, ValueError) as problem:
            raise Unusual from problem
        if value != "":
            row += [""] * (position - len(row))
            row.append(value)
    if piece[at:].strip():
        raise Unusual
    return number, row
