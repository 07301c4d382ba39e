"""From a function of ours to a worksheet function: cells or columns in, a value or a column out, never an error."""

import inspect
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import xlwings as xw

from jineng.udfs._book import settings_of
from jineng.validators.calls import AS_OF, PLACE, called
from jineng.validators.functions import Function

#: Where COM's numbers for error values lie; xlwings has words for the older ones only.
_ERRORS = range(-2146826300, -2146826200)


def excel(function: Function) -> Callable[..., Any]:
    """=NAME(cell or column, …): one answer for cells, a column of answers for columns; single cells are repeated."""
    arguments = [*function.args, *([PLACE, AS_OF] if function.by_place else [])]

    def udf(*cells: Any, caller: Any = None) -> Any:
        answers = called(function, [_words_for_errors(c) for c in cells], settings_of(caller))
        if isinstance(answers, list):
            return [[_midnight(a)] for [a] in answers]
        return _midnight(answers)

    return _registered(udf, function.name, function.help, arguments, len(function.args))


def _words_for_errors(cells: Any) -> Any:
    if isinstance(cells, (list, tuple)):
        return [_words_for_errors(c) for c in cells]
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
        worksheet_function = xw.arg(argument, ndim=2, err_to_str=True, doc=about)(worksheet_function)
    return xw.func(category="技能兴威")(worksheet_function)
