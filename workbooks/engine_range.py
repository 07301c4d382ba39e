"""Cells of the openpyxl engine: ranges with their values, colours, fonts, notes and links."""

import datetime as dt
from collections.abc import Callable
from copy import copy
from typing import Any
from unicodedata import east_asian_width

import numpy as np
import pandas as pd
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Color, PatternFill
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.writer.theme import theme_xml
from xlwings import base_classes, utils

from jineng.validators.values import UNCALCULATED
from jineng.workbooks.colours import THEME, theme_colour, tinted

_DAY_ZERO = dt.datetime(1899, 12, 30)  # the date Excel gives to a time of day
_TIME = ("year", "month", "day", "hour", "minute", "second", "microsecond")


class CellError(str):
    """An error value such as #N/A, as against text that says the same."""


UNKNOWN = CellError(UNCALCULATED)


def as_excel(value: Any, data_type: str) -> Any:
    """A value of openpyxl's as Excel gives it."""
    if value is None or value == "":
        return None
    if data_type == "e":
        return CellError(value)
    if isinstance(value, dt.time):
        return dt.datetime.combine(_DAY_ZERO, value)
    if isinstance(value, dt.timedelta):
        return _DAY_ZERO + value
    if isinstance(value, (bool, dt.datetime)):
        return value
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    return str(value) if isinstance(value, (str, list)) else float(value)  # a list is text in several fonts


def cleaned(rows: Any, date: Callable[..., Any], empty: Any, number: Any, err_to_str: bool) -> list[list[Any]]:
    """Values read, as `.options(…)` wants them."""

    def clean(value: Any) -> Any:
        if value is None:
            return empty
        if isinstance(value, CellError):
            return str(value) if err_to_str else None
        if isinstance(value, dt.datetime):
            return date(**{part: getattr(value, part) for part in _TIME})
        return number(value) if number is not None and isinstance(value, float) else value

    return [[clean(value) for value in row] for row in rows]


def prepared(value: Any, options: Any) -> Any:
    """A value to be written, as openpyxl takes it; an empty text or a missing value empties the cell."""
    if (pd.api.types.is_scalar(value) and pd.isna(value)) or value == "":
        return None
    if isinstance(value, dt.datetime):  # openpyxl shows a date without the time, a datetime with it
        return value.replace(tzinfo=None) if value.time() != dt.time() else value.date()
    return value.item() if isinstance(value, np.generic) else value


def _argb(color: Any) -> str:
    if isinstance(color, str):
        color = utils.hex_to_rgb(color)
    return "FF{:02X}{:02X}{:02X}".format(*(utils.int_to_rgb(color) if isinstance(color, int) else color))


def _rgb(color: Color, workbook: Any) -> tuple[int, int, int]:
    """Red, green and blue; worked out from the theme where the colour is a shade of one of its own."""
    if color.type == "theme":
        value = theme_colour((workbook.loaded_theme or theme_xml.encode()).decode(), color.theme)
    else:
        value = COLOR_INDEX[min(color.indexed, 63)] if color.type == "indexed" else color.rgb
    return tinted(value, color.tint)


def _width(value: Any) -> int:
    """About how wide a value is shown; a Chinese character takes two places."""
    shown = f"{value:.10g}" if isinstance(value, float) else str(value).removesuffix(" 00:00:00")
    return max(sum(2 if east_asian_width(c) in "WFA" else 1 for c in line) for line in shown.split("\n"))


def note_of(words: str, author: str) -> Comment:
    """A note with room for all its words, and for four lines at least."""
    lines = sum(max(1, -(-_width(line) // 36)) for line in words.split("\n"))
    return Comment(words, author, height=max(lines, 4) * 20 + 10, width=280)


def _change(cell: Any, part: str, **settings: Any) -> None:
    """Change some settings of a part of a cell's format (font, alignment) and keep the others."""
    style = copy(getattr(cell, part))
    for name, value in settings.items():
        setattr(style, name, value)
    setattr(cell, part, style)


def _each(read: Callable[[Any], Any], write: Callable[[Any, Any], None]) -> Any:
    """A property that is read from the first cell of a range and written to all."""

    def write_all(part: Any, value: Any) -> None:
        styles: dict[Any, Any] = {}  # openpyxl takes long over each style; cells of a range mostly have the same
        for cell in part.cells():
            before = copy(cell._style)
            if before in styles:
                cell._style = copy(styles[before])
            else:
                write(cell, value)
                styles[before] = cell._style

    return property(lambda part: read(part.first()), write_all)


def _fill(cell: Any, color: Any) -> None:
    cell.fill = PatternFill() if color is None else PatternFill("solid", fgColor=_argb(color))


class Range(base_classes.Range):
    """A block of cells; what is asked about several is answered for the first."""

    has_array, max_cells_per_read, max_cells_per_write = False, None, None
    row: Any = None
    column: Any = None
    shape: Any = None
    api = property(lambda self: self.sheet.ws)
    address = property(lambda self: self.get_address(True, True, False))
    color = _each(lambda c: _rgb(c.fill.fgColor, c.parent.parent) if c.fill.fill_type == "solid" else None, _fill)
    font = property(lambda self: Font(self))
    merge_area = property(lambda self: next((self.sheet.range(m.coord) for m in self(1)._merged()), self(1)))
    note = property(lambda self: Note(self) if self.first().comment else None)
    number_format = _each(lambda c: c.number_format, lambda c, value: setattr(c, "number_format", value))
    vertical_alignment = _each(lambda c: c.alignment.vertical, lambda c, value: _change(c, "alignment", vertical=value))
    wrap_text = _each(lambda c: bool(c.alignment.wrap_text), lambda c, value: _change(c, "alignment", wrap_text=value))

    def __init__(self, sheet: Any, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        self.sheet, self.row, self.column, self.shape = sheet, row, column, (rows, columns)
        self.bottom, self.right = row + rows - 1, column + columns - 1

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> "Range":
        """One cell, counted from 1; by one number, row after row."""
        down, right = divmod(row - 1, self.shape[1]) if column is None else (row - 1, column - 1)
        return Range(self.sheet, self.row + down, self.column + right)

    def get_address(self, row_absolute: Any, column_absolute: Any, external: Any) -> str:
        corners = [(self.row, self.column), (self.bottom, self.right)][: min(len(self), 2)]
        before_column, before_row = "$" * column_absolute, "$" * row_absolute
        return ":".join(f"{before_column}{get_column_letter(c)}{before_row}{r}" for r, c in corners)

    def first(self) -> Any:
        """The first cell, to be read: looking at an empty one does not put it into the sheet."""
        return self.sheet.ws._cells.get((self.row, self.column)) or Cell(self.sheet.ws, self.row, self.column)

    def cells(self, new: bool = True) -> list[Any]:
        """The cells, to be written: all, or only those the sheet has already."""
        ws = self.sheet.ws
        if ws.protection.sheet:
            raise PermissionError(f"工作表“{ws.title}”受保护，不能更改")
        places = [(r, c) for r in range(self.row, self.bottom + 1) for c in range(self.column, self.right + 1)]
        return [ws.cell(*place) for place in places if new or place in ws._cells]

    def _read(self, row: int, column: int) -> Any:
        cell = self.sheet.ws._cells.get((row, column))
        if cell is not None and cell.data_type == "f":
            return self.sheet.book.results.get((self.sheet.ws, row, column), UNKNOWN)
        return None if cell is None else as_excel(cell.value, cell.data_type)

    def _write(self, data: Any) -> None:
        rows = data if isinstance(data, (list, tuple)) else [[data] * self.shape[1]] * self.shape[0]
        for cell in self.cells(new=data is not None):
            if isinstance(cell, Cell):  # the cells that a merged one covers take nothing
                cell.value = rows[cell.row - self.row][cell.column - self.column]
                if cell.number_format == "@" and cell.data_type == "f":
                    cell.data_type = "s"
                self.sheet.book.results.pop((self.sheet.ws, cell.row, cell.column), None)

    raw_value = property(
        lambda self: [
            [self._read(row, column) for column in range(self.column, self.right + 1)]
            for row in range(self.row, self.bottom + 1)
        ],
        _write,
    )

    def clear_contents(self) -> None:
        self._write(None)

    def clear(self) -> None:
        """Take away contents, formats, notes and links, and undo merging."""
        for merged in self._merged():
            self.sheet.ws.unmerge_cells(merged.coord)
        for cell in self.cells(new=False):
            del self.sheet.ws._cells[cell.row, cell.column]

    def add_note(self, text: str) -> "Note":
        self.cells()[0].comment = note_of(text, "jineng")
        return Note(self)

    def add_hyperlink(self, address: str, text_to_display: Any = None, screen_tip: Any = None) -> None:
        """A link; “#'表名'!A1” leads to a cell of the same book."""
        self._write(text_to_display)
        target, _, location = address.partition("#")
        (cell,) = self.cells()
        cell.hyperlink = Hyperlink(ref="", target=target or None, location=location or None, tooltip=screen_tip)
        _change(cell, "font", u="single", color=Color(theme=THEME.index("hlink")))

    def _merged(self) -> list[Any]:
        """The merged areas that share cells with this block."""
        areas = self.sheet.ws.merged_cells.ranges
        return [a for a in areas if a.min_row <= self.bottom and a.max_row >= self.row
                and a.min_col <= self.right and a.max_col >= self.column]  # fmt: skip

    @property
    def merge_cells(self) -> bool | None:
        """Whether the cells are merged ones; None when only some are."""
        covered = sum(
            (min(a.max_row, self.bottom) - max(a.min_row, self.row) + 1)
            * (min(a.max_col, self.right) - max(a.min_col, self.column) + 1)
            for a in self._merged()
        )
        return None if 0 < covered < len(self) else covered > 0

    def _set_width(self, value: float) -> None:
        for column in range(self.column, self.right + 1):
            settings = self.sheet.column(column)
            settings.width, settings.hidden = value, value == 0

    def _set_height(self, value: float | None) -> None:
        for row in range(self.row, self.bottom + 1):
            self.sheet.ws.row_dimensions[row].height = value

    column_width = property(lambda self: self.sheet.column(self.column).width, _set_width)
    row_height = property(lambda self: self.sheet.ws.row_dimensions[self.row].height, _set_height)

    def autofit(self, axis: Any = None) -> None:
        """Columns as wide as what they show, rows as high as their wrapped texts are long: about, for want of fonts."""
        widths: dict[int, int] = {}
        lines: dict[int, int] = dict.fromkeys(range(self.row, self.bottom + 1), 1)
        merged = {(m.min_row, m.min_col) for m in self._merged()}  # these make no column wider
        for cell in self.cells(new=False):
            shown = None if (cell.row, cell.column) in merged else self._read(cell.row, cell.column)
            width = 0 if shown is None else _width(shown)
            widths[cell.column] = max(widths.get(cell.column, 6), width)
            if cell.alignment.wrap_text:
                space = self.sheet.column(cell.column).width
                lines[cell.row] = max(lines[cell.row], -(-width // max(int(space), 1)))
        if axis in (None, "c", "columns"):
            for column, width in widths.items():
                self.sheet.column(column).width = min(width + 2, 60)
        if axis in (None, "r", "rows"):
            for row, count in lines.items():
                self.sheet.ws.row_dimensions[row].height = 16 * count


class Font(base_classes.Font):
    """The font of a range; with a scheme Excel would show the font of the theme instead of the one named."""

    bold = _each(lambda c: bool(c.font.b), lambda c, value: _change(c, "font", b=value))
    size = _each(lambda c: c.font.sz, lambda c, value: _change(c, "font", sz=value))
    name = _each(lambda c: c.font.name, lambda c, value: _change(c, "font", name=value, scheme=None))
    color = _each(
        lambda c: _rgb(c.font.color, c.parent.parent) if c.font.color else (0, 0, 0),
        lambda c, value: _change(c, "font", color=_argb(value)),
    )

    def __init__(self, range: Range) -> None:
        self.first, self.cells = range.first, range.cells


class Note(base_classes.Note):
    """The note of a cell."""

    location: Any = None
    text = _each(lambda c: c.comment.text, lambda c, words: setattr(c, "comment", note_of(words, c.comment.author)))

    def __init__(self, location: Range) -> None:
        self.location, self.first, self.cells = location, location.first, location.cells

    def delete(self) -> None:
        self.cells()[0].comment = None
