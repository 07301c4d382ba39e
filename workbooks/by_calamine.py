"""Sheets by calamine, for workbooks that `plain_xml` leaves alone.

calamine is fast but silent about two things that matter: it gives an error value (#N/A) and a formula that was never
calculated as blank. Both are looked for in the sheet's XML and put back.
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from jineng.workbooks.parts import DAMAGE, names_of, workbook_parts
from jineng.workbooks.sheets import RESAVE, Sheet, Unreadable

_CHUNK = 1 << 20


class Calamine:
    """A workbook, opened when the first of its sheets is asked for."""

    def __init__(self, path: Path) -> None:
        self.path, self.xml = path, b""

    @cached_property
    def _book(self) -> tuple[Any, dict[str, zipfile.ZipInfo]]:
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            with zipfile.ZipFile(self.path) as package:
                listed = workbook_parts(package)
                self.xml = listed.xml
                parts = {sheet.name: sheet.part for sheet in listed.sheets if sheet.part}
                _verify(package, parts.values())
            return CalamineWorkbook.from_path(str(self.path)), parts
        except (CalamineError, *DAMAGE) as problem:
            raise Unreadable(f"文件已损坏，不能读取。{RESAVE}") from problem

    def names(self) -> list[str]:
        """The worksheets, charts left out."""
        from python_calamine import SheetTypeEnum

        return [m.name for m in self._book[0].sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]

    def sheet(self, name: str) -> Sheet:
        from python_calamine import CalamineError, SheetVisibleEnum

        from jineng.workbooks.odd_cells import Scattered, odd_cells

        book, parts = self._book
        try:
            with zipfile.ZipFile(self.path) as package:
                odd = odd_cells(package, parts[name])
            sheet = book.get_sheet_by_name(name)
        except Scattered as problem:
            raise Unreadable(
                f"工作表“{name}”的内容散布到了{problem}，数据区过大。请删除多余的行和列后再校验"
            ) from problem
        except (CalamineError, *DAMAGE) as problem:
            unknown = str(problem).partition("Unsupported cell error value ")[2]
            if unknown:
                raise Unreadable(f"工作表“{name}”中有不认识的错误值 {unknown}。请改正公式后再试") from problem
            raise Unreadable(f"工作表“{name}”已损坏，不能读取。{RESAVE}") from problem
        visible = next(m.visible for m in book.sheets_metadata if m.name == name)
        merged = [(r1 + 1, c1 + 1, r2 + 1, c2 + 1) for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or ()]
        return Sheet(name, partial(_rows, sheet, odd), visible != SheetVisibleEnum.Visible, merged, odd)


def _verify(package: zipfile.ZipFile, sheets: Iterable[zipfile.ZipInfo]) -> None:
    """Read the parts that calamine takes whole, such as the strings, to see that their stated sizes are true."""
    scanned = {id(part) for part in sheets}
    for name, part in names_of(package).items():
        if name.startswith("xl/") and name.endswith(".xml") and id(part) not in scanned:
            with package.open(part) as file:
                while file.read(_CHUNK):
                    pass


def _rows(sheet: Any, odd: Mapping[tuple[int, int], str]) -> Iterator[Sequence[Any]]:
    """Rows from row 1, column A on: calamine leaves out the empty columns on the left."""
    rows: Iterator[list[Any]] = sheet.iter_rows()
    if sheet.start and sheet.start[1]:
        left = [""] * sheet.start[1]
        rows = (left + row for row in rows)
    return _with_odd(rows, odd) if odd else rows


def _with_odd(rows: Iterator[list[Any]], odd: Mapping[tuple[int, int], str]) -> Iterator[Sequence[Any]]:
    """The rows with the words of odd cells in place, also beyond the last cell that calamine takes for filled."""
    words: dict[int, dict[int, str]] = {}
    for (at, column), word in odd.items():
        words.setdefault(at, {})[column - 1] = word
    number = 0
    for number, cells in enumerate(rows, start=1):
        yield _filled(cells, words[number]) if number in words else cells
    for beyond in range(number + 1, max(words) + 1):
        yield _filled([], words[beyond]) if beyond in words else []


def _filled(cells: list[Any], words: Mapping[int, str]) -> list[Any]:
    cells += [""] * (max(words) + 1 - len(cells))
    for position, word in words.items():
        cells[position] = word
    return cells
