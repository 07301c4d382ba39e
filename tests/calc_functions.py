"""Worksheet functions in LibreOffice: workbooks with generated rows, calculated there, compared with what Python answers."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import office
import openpyxl
from generated import rows_for
from openpyxl.utils.datetime import WINDOWS_EPOCH

from jineng.addin.calc.backend import is_number
from jineng.validators.calls import is_day
from jineng.validators.functions import FUNCTIONS

#: What no cell of an .xlsx file holds, or what Calc hands over as something else: TRUE as 1, 0 as an empty cell.
_NOT_IN_CELLS = (True, False, "\x00", " ", datetime(1899, 12, 30, 9, 30), 1e308)


def recalculated(
    calc: office.Office, folder: Path, *sheets: tuple[str, list[list[Any]]], epoch: datetime = WINDOWS_EPOCH
) -> Any:
    """A workbook of these sheets, as LibreOffice calculates it: sheet name → rows of values."""
    book = openpyxl.Workbook()
    book.epoch = epoch
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "表.xlsx")
    (folder / "out").mkdir(exist_ok=True)
    saved = openpyxl.load_workbook(calc.recalculated(folder / "表.xlsx", folder / "out"), data_only=True)
    return {s.title: [list(row) for row in s.iter_rows(values_only=True)] for s in saved}


def formula(name: str, row: int, width: int) -> str:
    return f"={name}({','.join(f'{chr(65 + i)}{row}' for i in range(width))})"


def differences(calc: office.Office, folder: Path, names: Iterable[str], count: int) -> dict[str, list[Any]]:
    """Function → the rows for which Calc answers something else, with Python's answer; functions that agree are left out."""
    sheets, wanted = [], {}
    for name in names:
        function = FUNCTIONS[name]
        rows = [
            [cell_of(c, a) for c, (a, _) in zip(row, function.args, strict=True)] for row in rows_for(function, count)
        ]
        wanted[name] = [function.answer(row) for row in rows]
        width = len(function.args)
        sheets.append((name, [[*row, formula(name, n, width)] for n, row in enumerate(rows, 1)]))
    found = recalculated(calc, folder, *sheets)
    wrong = {
        name: [(row, mine) for row, mine in zip(found[name], answers, strict=True) if not same(row[-1], mine)]
        for name, answers in wanted.items()
    }
    return {name: rows for name, rows in wrong.items() if rows}


def cell_of(cell: Any, argument: str) -> Any:
    """A generated cell as an .xlsx file can hold it and Calc tells it from others: a day from a number it does not."""
    odd = any(cell is x or (type(cell) is type(x) and cell == x) for x in _NOT_IN_CELLS) or cell == "#N/A"
    lost = cell == 0 and not is_number(argument)
    mistaken = isinstance(cell, datetime) != is_day(argument) if isinstance(cell, (float, datetime)) else False
    if odd or lost or mistaken:
        return None
    return float(f"{cell:.15g}") if isinstance(cell, float) else cell  # Calc reads 15 digits: 0.1+0.2 is 0.3 there


def same(seen: Any, wanted: Any) -> bool:
    """Whether a cell shows an answer: Calc keeps days as numbers and a blank text as nothing."""
    if isinstance(wanted, date):
        wanted = (wanted - date(1899, 12, 30)).days
    return seen in ("", None) if wanted == "" else seen == wanted
