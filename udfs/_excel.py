"""From a function of ours to a worksheet function: cells or columns in, a value or a column out, never an error."""

import inspect
import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import xlwings as xw

from jineng.udfs._book import settings_of
from jineng.validators.functions import REVIEW, Function

log = logging.getLogger(__name__)

_PLACE = ("place", "地区，可不填；不填按“设置”表，再按威海")
_AS_OF = ("as_of", "按哪天有效的通知，可不填；不填按“设置”表，再按本行日期")


def excel(function: Function) -> Callable[..., Any]:
    """=NAME(cell or column, …): one answer for cells, a column of answers for columns; single cells are repeated."""
    arguments = [*function.args, *([_PLACE, _AS_OF] if function.by_place else [])]
    required = len(function.args)

    def udf(*cells: Any, caller: Any = None) -> Any:
        settings = settings_of(caller)
        columns = [_column(c) for c in cells]
        columns += [[None]] * (len(arguments) - len(columns))
        height = max(map(len, columns))
        answers = []
        for i in range(height):
            row = [column[0] if len(column) == 1 else column[i] if i < len(column) else None for column in columns]
            answers.append(_answer(function, row[:required], row[required:], settings))
        return [[a] for a in answers] if height > 1 or any(_is_list(c) for c in cells) else answers[0]

    return _decorated(udf, function.name, function.help, arguments, required)


def _answer(function: Function, cells: list[Any], tail: list[Any], settings: Any) -> Any:
    try:
        place, as_of = tail or (None, None)
        answer = function.answer(cells, place, as_of, settings)
    except Exception:  # a fault of ours, not of the row's: said in one cell, kept in the log; the sheet goes on
        log.exception("%s failed", function.name)
        return f"{REVIEW}：程序内部错误，请把公式和数据报给维护者" if function.says_why else REVIEW
    return datetime(answer.year, answer.month, answer.day) if type(answer) is date else answer


def _column(cells: Any) -> list[Any]:
    """The values of an argument: one, or those of a column (or row) of cells."""
    if not isinstance(cells, (list, tuple)):
        return [cells]
    if cells and isinstance(cells[0], (list, tuple)):
        return list(cells[0]) if len(cells) == 1 else [row[0] if row else None for row in cells]
    return list(cells) or [None]


def _is_list(cells: Any) -> bool:
    """Whether a column was asked for: Python gives [x] for one; Excel gives [[x]] for a single cell too."""
    return isinstance(cells, (list, tuple)) and not (len(cells) == 1 and isinstance(cells[0], (list, tuple)))


def _decorated(
    udf: Callable[..., Any], name: str, help: str, arguments: list[tuple[str, str]], required: int
) -> Callable[..., Any]:
    """The function under its own name, signature and help, registered with xlwings where Excel is."""
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    empty = inspect.Parameter.empty
    parameters = [
        inspect.Parameter(a, kind, default=empty if i < required else None) for i, (a, _) in enumerate(arguments)
    ]
    signature = inspect.Signature([*parameters, inspect.Parameter("caller", kind, default=None)])

    def worksheet_function(*given: Any, **named: Any) -> Any:
        bound = signature.bind(*given, **named)
        caller = bound.arguments.pop("caller", None)
        bound.apply_defaults()
        return udf(*(bound.arguments[a] for a, _ in arguments), caller=caller)

    worksheet_function.__name__ = worksheet_function.__qualname__ = name
    worksheet_function.__doc__ = help
    worksheet_function.__signature__ = signature  # type: ignore[attr-defined]
    for argument, about in arguments:
        worksheet_function = xw.arg(argument, ndim=2, err_to_str=True, doc=about)(worksheet_function)
    return xw.func(category="技能兴威")(worksheet_function)
