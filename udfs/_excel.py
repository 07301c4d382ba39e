"""From a function of ours to a worksheet function: cells or columns in, a value or a column out, never an error."""

import inspect
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import xlwings as xw
from xlwings.conversion import Accessor, ValueAccessor

from jineng.udfs._book import day_zero, settings_of
from jineng.validators.calls import AS_OF, PLACE, called, counted_day, is_day
from jineng.validators.functions import Function

#: Where COM's numbers for error values lie; xlwings has words for the older ones only.
_ERRORS = range(-2146826300, -2146826200)


class _WorkedOut(float):
    """A number that stands in no cell: what DATE(2024,10,20), written in a formula, hands over in the place of a day."""


class _Days(Accessor):
    """Cells that are days have come as days, and a number in a cell is none; only what a formula works out is left."""

    @staticmethod
    def reader(options: Any) -> Any:
        return ValueAccessor.reader(options).append_stage(_mark_worked_out)


def _mark_worked_out(read: Any) -> None:
    if read.range is None:
        read.value = [[_WorkedOut(cell) if type(cell) is float else cell for cell in row] for row in read.value]


def excel(function: Function) -> Callable[..., Any]:
    """=NAME(cell or column, …): one answer for cells, a column of answers for columns; single cells are repeated."""
    arguments = [*function.args, *([PLACE, AS_OF] if function.by_place else [])]

    def udf(*cells: Any, caller: Any = None) -> Any:
        zero = cache(lambda: day_zero(caller))  # the book is asked once, and only if need be
        answers = called(function, [_plain(c, zero) for c in cells], settings_of(caller))
        if isinstance(answers, list):
            return [[_midnight(a)] for [a] in answers]
        return _midnight(answers)

    return _registered(udf, function.name, function.help, arguments, len(function.args))


def _plain(cells: Any, zero: Callable[[], date | None]) -> Any:
    """Cells with words for errors and days for their numbers."""
    if isinstance(cells, (list, tuple)):
        return [_plain(c, zero) for c in cells]
    if type(cells) is _WorkedOut:
        first = zero()
        return (first and counted_day(cells, first)) or float(cells)
    return "#VALUE!" if type(cells) is int and cells in _ERRORS else cells


def _midnight(answer: Any) -> Any:
    return datetime(answer.year, answer.month, answer.day) if type(answer) is date else answer


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
        convert = _Days if is_day(argument) else None
        worksheet_function = xw.arg(argument, convert, ndim=2, err_to_str=True, doc=about)(worksheet_function)
    return xw.func(category="技能兴威")(worksheet_function)
