"""From a function of ours to a worksheet function: cells or columns in, a value or a column out, never an error."""

import inspect
import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import xlwings as xw

from jineng.udfs._book import settings_of
from jineng.validators.functions import REVIEW, Function
from jineng.validators.settings import Settings

log = logging.getLogger(__name__)

_PLACE = ("place", "地区，可不填；不填按“设置”表，再按威海")
_AS_OF = ("as_of", "按哪天有效的通知，可不填；不填按“设置”表，再按本行日期")
#: Where COM's numbers for error values lie; xlwings has words for the older ones only.
_ERRORS = range(-2146826300, -2146826200)


def excel(function: Function) -> Callable[..., Any]:
    """=NAME(cell or column, …): one answer for cells, a column of answers for columns; single cells are repeated."""
    arguments = [*function.args, *([_PLACE, _AS_OF] if function.by_place else [])]
    required = len(function.args)

    def udf(*cells: Any, caller: Any = None) -> Any:
        if any(_is_block(c) for c in cells):
            return f"{REVIEW}：每个参数应为一个单元格或一列"
        settings = settings_of(caller)
        columns = [_column(c) for c in cells]
        rows = [
            [column[0] if len(column) == 1 else column[i] if i < len(column) else None for column in columns]
            for i in range(max(map(len, columns)))
        ]
        if function.whole:
            answers = _answers(function, rows, required, settings)
        else:
            answers = [_answer(function, row[:required], row[required:], settings) for row in rows]
        return [[a] for a in answers] if any(_is_list(c) for c in cells) else answers[0]

    return _registered(udf, function.name, function.help, arguments, required)


def _answers(function: Function, rows: Sequence[Sequence[Any]], required: int, settings: Settings) -> list[Any]:
    """Of a function that compares rows, under the place and day of the first."""
    place, as_of = rows[0][required:] or (None, None)
    try:
        return function.answer_all([row[:required] for row in rows], place, as_of, settings)
    except Exception:
        return [_our_fault(function)] * len(rows)


def _our_fault(function: Function) -> str:
    """A fault of ours, not of the row's: said in the cell, kept in the log; the sheet goes on."""
    log.exception("%s failed", function.name)
    return f"{REVIEW}：程序内部错误，请把公式和数据报给维护者" if function.says_why else REVIEW


def _answer(function: Function, cells: Sequence[Any], tail: Sequence[Any], settings: Settings) -> Any:
    place, as_of = tail or (None, None)
    try:
        answer = function.answer(cells, place, as_of, settings)
    except Exception:
        return _our_fault(function)
    return datetime(answer.year, answer.month, answer.day) if type(answer) is date else answer


def _column(cells: Any) -> list[Any]:
    """The values of an argument: one, or those of a column (or row) of cells."""
    if not isinstance(cells, (list, tuple)):
        cells = [cells]
    elif cells and isinstance(cells[0], (list, tuple)):
        cells = cells[0] if len(cells) == 1 else [row[0] if row else None for row in cells]
    return ["#VALUE!" if type(cell) is int and cell in _ERRORS else cell for cell in cells] or [None]


def _is_list(cells: Any) -> bool:
    """Whether a column was asked for: Excel gives [[x]] for a single cell, Python [x] for a column of one."""
    return isinstance(cells, (list, tuple)) and not (
        len(cells) == 1 and isinstance(cells[0], (list, tuple)) and len(cells[0]) <= 1
    )


def _is_block(cells: Any) -> bool:
    """Whether there are several columns of several cells."""
    return isinstance(cells, (list, tuple)) and len(cells) > 1 and any(
        isinstance(row, (list, tuple)) and len(row) > 1 for row in cells
    )  # fmt: skip


def _registered(
    udf: Callable[..., Any], name: str, help: str, arguments: Sequence[tuple[str, str]], required: int
) -> Callable[..., Any]:
    """The function under its own name, with the signature and the help that xlwings shows in Excel.

    xlwings fills in `caller`, the cell of the formula, itself.
    """
    kind, none = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.empty
    defaults = [none] * required + [None] * (len(arguments) - required)
    parameters = [inspect.Parameter(a, kind, default=d) for (a, _), d in zip(arguments, defaults, strict=True)]
    signature = inspect.Signature([*parameters, inspect.Parameter("caller", kind, default=None)])

    def worksheet_function(*given, **named):  # no annotations: xlwings would take them for converters
        bound = signature.bind(*given, **named)
        bound.apply_defaults()
        return udf(*bound.args[:-1], caller=bound.args[-1])

    worksheet_function.__name__ = worksheet_function.__qualname__ = name
    worksheet_function.__doc__ = help
    worksheet_function.__signature__ = signature  # type: ignore[attr-defined]
    for argument, about in arguments:
        worksheet_function = xw.arg(argument, ndim=2, err_to_str=True, doc=about)(worksheet_function)
    return xw.func(category="技能兴威")(worksheet_function)
