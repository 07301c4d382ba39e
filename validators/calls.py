"""A worksheet function called with cells or columns, the same in every host: a value or a column out, never an error."""

import logging
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from jineng.validators.columns import COLUMNS
from jineng.validators.functions import REVIEW, Function
from jineng.validators.settings import Settings

log = logging.getLogger(__name__)

#: The last two arguments, which may be left out, of functions that depend on place and day.
PLACE = ("place", "地区，可不填；不填按“设置”表，再按威海")
AS_OF = ("as_of", "按哪天有效的通知，可不填；不填按“设置”表，再按本行日期")

#: Arguments that are days, by the kinds of their columns; others by name: no columns, or words that may be a date.
_DAY_KINDS = frozenset({"day", "birth", "month"})
_DAYS = frozenset({"as_of", "start", "final_end", "new_achievement_date"})
#: From where a spreadsheet counts its days, and which numbers are taken for days: 1927 to 2099. Smaller ones may be
#: years, larger ones 202410 or 20241020.
DAY_ZERO = date(1899, 12, 30)
_DAY_NUMBERS = 10_000, 73_051


def is_day(argument: str) -> bool:
    """Whether an argument is a day, or may be one."""
    column = COLUMNS.get(argument)
    return argument in _DAYS or (column is not None and column.kind in _DAY_KINDS)


def counted_day(number: float, zero: date = DAY_ZERO) -> date | None:
    """The day that a spreadsheet has a number for; None where the number may be something else.

    Only for arguments that are days, and only where the host hands over days as numbers; in a table a bare number is no day.
    """
    first, end = _DAY_NUMBERS
    return zero + timedelta(days=int(number)) if first <= number < end else None


def called(function: Function, arguments: Sequence[Any], settings: Settings) -> Any:
    """One answer for cells, [[answer], …] for columns; single cells are repeated down the column.

    An argument is a cell, or a list of cells, or the rows of a range of one column or one row.
    """
    required = len(function.args)
    if not function.whole and not any(isinstance(cells, (list, tuple)) for cells in arguments):
        return _answer(function, arguments[:required], *_place_and_day(arguments[required:]), settings)
    if any(_is_block(cells) for cells in arguments):
        return f"{REVIEW}：每个参数应为一个单元格或一列"
    columns = [_column(cells) for cells in (*arguments[:required], *_place_and_day(arguments[required:]))]
    height = max(map(len, columns))
    even = [column * height if len(column) == 1 else column + [None] * (height - len(column)) for column in columns]
    *cells, places, days = even
    rows = list(zip(*cells, strict=True))
    if function.whole:
        answers = _answers(function, rows, places[0], days[0], settings)
    else:
        answers = [
            _answer(function, row, place, as_of, settings) for row, place, as_of in zip(rows, places, days, strict=True)
        ]
    return [[a] for a in answers] if any(_is_list(cells) for cells in arguments) else answers[0]


def _answers(
    function: Function, rows: Sequence[Sequence[Any]], place: Any, as_of: Any, settings: Settings
) -> list[Any]:
    """Of a function that compares rows, under the place and day of the first."""
    try:
        return function.answer_all(rows, place, as_of, settings)
    except Exception:
        return [_our_fault(function)] * len(rows)


def _answer(function: Function, cells: Sequence[Any], place: Any, as_of: Any, settings: Settings) -> Any:
    try:
        return function.answer(cells, place, as_of, settings)
    except Exception:
        return _our_fault(function)


def _place_and_day(tail: Sequence[Any]) -> tuple[Any, Any]:
    place, as_of, *_ = (*tail, None, None)
    return place, as_of


def _our_fault(function: Function) -> str:
    """A fault of ours, not of the row's: said in the cell, kept in the log; the sheet goes on."""
    log.exception("%s failed", function.name)
    return f"{REVIEW}：程序内部错误，请把公式和数据报给维护者" if function.says_why else REVIEW


def _column(cells: Any) -> list[Any]:
    """The values of an argument: one, or those of a column (or row) of cells."""
    if not isinstance(cells, (list, tuple)):
        cells = [cells]
    elif cells and isinstance(cells[0], (list, tuple)):
        cells = cells[0] if len(cells) == 1 else [row[0] if row else None for row in cells]
    return list(cells) or [None]


def _is_list(cells: Any) -> bool:
    """Whether a column was asked for: Excel gives [[x]] for a single cell, Python [x] for a column of one."""
    return isinstance(cells, (list, tuple)) and not (
        len(cells) == 1 and isinstance(cells[0], (list, tuple)) and len(cells[0]) <= 1
    )


def _is_block(cells: Any) -> bool:
    """Whether there are several columns of several cells."""
    if not isinstance(cells, (list, tuple)) or len(cells) < 2:
        return False
    kinds = tuple(kind for kind in set(map(type, cells)) if issubclass(kind, (list, tuple)))
    return bool(kinds) and any(isinstance(row, kinds) and len(row) > 1 for row in cells)
