"""The process behind the Calc add-in: a line of JSON in, [function, arguments, rows of 设置, day 0]; a line out, the answer.

A name that begins with # is a command of the menu; its arguments are the copy of the workbook and where that came from.
"""

import json
import sys
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from jineng.validators.calls import DAY_ZERO, called, counted_day, is_day
from jineng.validators.columns import COLUMNS
from jineng.validators.functions import FUNCTIONS
from jineng.validators.settings import SETTINGS, Settings, setting_key
from jineng.validators.settings_sheet import settings_of_rows

#: Kinds of arguments where 0 is an answer and not an empty cell; extension.py makes Calc hand them over as ranges.
NUMBERS = frozenset({"number", "head_count", "honour_count", "money"})
_MORE_NUMBERS = frozenset({"score", "actual"})


def main() -> None:
    """Answer until nobody asks any more."""
    for line in sys.stdin.buffer:
        name, arguments, *book = json.loads(line)
        found = commanded(name[1:], *map(Path, arguments)) if name[0] == "#" else answer(name, arguments, *book)
        sys.stdout.buffer.write(json.dumps(found).encode() + b"\n")
        sys.stdout.buffer.flush()


def answer(name: str, arguments: list[Any], rows: list[list[Any]], day_zero: str = DAY_ZERO.isoformat()) -> Any:
    """What a function answers: a number, a day as the document counts them, a text, or a column of texts."""
    zero = date.fromisoformat(day_zero)
    function = FUNCTIONS[name]
    names = [*(a for a, _ in function.args), "place", "as_of"]
    cells = [_each(cell, argument, zero) for cell, argument in zip(arguments, names, strict=False)]
    found = called(function, cells, _settings(json.dumps(rows), zero))
    return [[_out(a, zero) for a in row] for row in found] if isinstance(found, list) else _out(found, zero)


def commanded(command: str, copy: Path, original: Path) -> dict[str, str]:
    """Do what a button does on a copy of a workbook: what is to be said, and the file to be opened, if any."""
    return _check(copy, original) if command == "check_all" else _export(copy, original)


def _check(copy: Path, original: Path) -> dict[str, str]:
    """校验: a marked copy beside the workbook; of a workbook as it was saved all that is not marked stays as it is."""
    from jineng.addin.chinese import reason
    from jineng.workbooks.checker import Aids, check_file
    from jineng.workbooks.marking import Refused, mark_copy
    from jineng.workbooks.marks import outcome

    report, _ = check_file(copy, Aids())
    if report.error:
        return {"said": report.error}
    target = original.with_name(f"{original.stem}_已校验{copy.suffix}")
    try:
        marked = mark_copy(copy, report, target)
    except Refused as problem:
        return {"said": f"没有写出标记副本，{problem}"}
    except OSError as problem:
        return {"said": f"标记副本不能写到“{target}”，{reason(problem)}"}
    return {"said": "；".join([outcome(report), *marked.remarks]), "open": str(target)}


def _export(copy: Path, original: Path) -> dict[str, str]:
    """导出信息表, into a folder beside the workbook."""
    import xlwings as xw

    from jineng.addin import ribbon
    from jineng.workbooks.engine import register

    register()
    book = xw.Book(str(copy))
    ribbon.export_certificate(book, original.parent / "导出")
    return {"said": book.app.impl.alerts[-1][1]}


def is_number(argument: str) -> bool:
    """Whether an argument is a number of which 0 is one."""
    column = COLUMNS.get(argument)
    return argument in _MORE_NUMBERS or (column is not None and column.kind in NUMBERS)


def _each(cells: Any, argument: str, zero: date) -> Any:
    if isinstance(cells, list):
        return [_each(c, argument, zero) for c in cells]
    return _in(cells, argument, zero)


def _in(cell: Any, argument: str, zero: date) -> Any:
    """A cell as Excel would give it: Calc hands over an empty cell as 0 and a day as its number."""
    if not isinstance(cell, (int, float)) or is_number(argument):
        return cell
    if is_day(argument) and (day := counted_day(cell, zero)):
        return day
    return None if cell == 0 else cell


def _out(value: Any, zero: date) -> Any:
    if isinstance(value, date):
        return float((value - zero).days)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


@lru_cache(maxsize=64)
def _settings(rows: str, zero: date) -> Settings:
    return settings_of_rows([[_setting(row, cell, zero) for cell in row] for row in json.loads(rows)])


def _setting(row: list[Any], cell: Any, zero: date) -> Any:
    """A cell of the 设置 sheet; the number beside the title of a day is a day."""
    days = {
        key for title in row if isinstance(title, str) and (key := setting_key(title)) and SETTINGS[key].kind == "day"
    }
    return (days and isinstance(cell, float) and counted_day(cell, zero)) or cell


if __name__ == "__main__":
    main()
