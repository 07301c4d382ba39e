"""From a function of ours to a worksheet function: cells or columns in, a value or a column out, never an error.

xlwings would look at each cell and each answer; here it is handed only those columns that hold what needs it.
"""

import inspect
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import xlwings as xw
from xlwings.conversion import Accessor, Pipeline, RawValueAccessor

from jineng.udfs._book import day_zero, settings_of
from jineng.validators.calls import AS_OF, PLACE, called, counted_day, is_day
from jineng.validators.functions import Function

#: Where COM's numbers for error values lie; xlwings has words for the older ones only.
_ERRORS = range(-2146826300, -2146826200)
#: What COM hands over as it stands in the cell; others are days and numbers of errors.
_AS_THEY_ARE = frozenset({str, float, bool, type(None)})


class _Cells(Accessor):
    """A cell, the cells of a column (or row) as a list, or the rows of a block."""

    @staticmethod
    def reader(options: Any) -> Any:
        return RawValueAccessor.reader(options).append_stage(_read)


class _Days(Accessor):
    """Cells that are days have come as days, and a number in a cell is none; only what a formula works out is left."""

    @staticmethod
    def reader(options: Any) -> Any:
        return _Cells.reader(options).append_stage(_mark_worked_out)


class _Answers(Accessor):
    """One answer, or [[answer], …]."""

    @classmethod
    def router(cls, value: Any, rng: Any, options: Any) -> Any:
        return cls

    @staticmethod
    def writer(options: Any) -> Any:
        return Pipeline([_write])


class _WorkedOut(list[Any]):
    """Cells that stand in no sheet: what DATE(2024,10,20), written in a formula, hands over in the place of a day."""


def _read(read: Any) -> None:
    rows = read.value if isinstance(read.value, (list, tuple)) else [[read.value]]
    if rows and not isinstance(rows[0], (list, tuple)):
        rows = [rows]
    if len(rows) > 1 and len(rows[0]) > 1:
        return
    cells = list(rows[0]) if len(rows) == 1 else [cell for row in rows for cell in row]
    if "" in cells or not _AS_THEY_ARE.issuperset(map(type, cells)):
        [cells] = read.engine.impl.clean_value_data([cells], datetime, None, None, True)
        cells = ["#VALUE!" if type(cell) is int and cell in _ERRORS else cell for cell in cells]
    read.value = cells[0] if len(cells) == 1 else cells


def _mark_worked_out(read: Any) -> None:
    cells = read.value if isinstance(read.value, list) else [read.value]
    if read.range is None and float in map(type, cells):
        read.value = _WorkedOut(cells)


def _counted(cells: _WorkedOut, first: date | None) -> Any:
    """Days for their numbers, where the book says from which day it counts."""
    days = [(type(cell) is float and first and counted_day(cell, first)) or cell for cell in cells]
    return days if len(days) > 1 else days[0]


def _write(written: Any) -> None:
    rows = written.value if isinstance(written.value, list) else [[written.value]]
    ready = written.engine.impl.prepare_xl_data_element
    written.value = [[ready(a, {})] if isinstance(a, date) else [a] for [a] in rows]


def excel(function: Function) -> Callable[..., Any]:
    """=NAME(cell or column, …): one answer for cells, a column of answers for columns; single cells are repeated."""
    arguments = [*function.args, *([PLACE, AS_OF] if function.by_place else [])]

    def udf(*cells: Any, caller: Any = None) -> Any:
        if any(type(argument) is _WorkedOut for argument in cells):
            first = day_zero(caller)
            cells = tuple(_counted(c, first) if type(c) is _WorkedOut else c for c in cells)
        answers = called(function, cells, settings_of(caller))
        if function.gives != "day":
            return answers
        return [[_midnight(a)] for [a] in answers] if isinstance(answers, list) else _midnight(answers)

    return _registered(udf, function.name, function.help, arguments, len(function.args))


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
        if named or len(given) < len(parameters) + 1:  # not by xlwings
            bound = signature.bind(*given, **named)
            bound.apply_defaults()
            given = bound.args
        return udf(*given[:-1], caller=given[-1])

    worksheet_function.__name__ = worksheet_function.__qualname__ = name
    worksheet_function.__doc__ = help
    worksheet_function.__signature__ = signature  # type: ignore[attr-defined]
    for argument, about in arguments:
        convert = _Days if is_day(argument) else _Cells
        worksheet_function = xw.arg(argument, convert, doc=about)(worksheet_function)
    return xw.func(category="技能兴威")(xw.ret(_Answers)(worksheet_function))
