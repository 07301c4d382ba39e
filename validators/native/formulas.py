"""What formulas are made of: helper cells, names of the workbook, literals.

Formulas use functions of Excel 2007 only. An unknown value (None in Python) is #N/A, which spreads through a formula by
itself; any other error means that the formula does not dare to say, and then 需用“校验”按钮复核: what no formula foresaw,
a deleted cell or name among it, is never taken for 符合. Every shared value gets a helper cell of its own, as every value
of the Python function gets a local variable.

A reference to a helper cell of the same row ends in § where the row's number goes.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

from jineng.validators.context import Context

#: What a formula answers that cannot tell.
ABSTAIN = "1/0"
UNKNOWN = "NA()"
ROW = "§"
#: Longest formula of Excel 2007.
LONGEST = 8192

Kind = Literal["text", "number", "day", "truth"]


class Unsupported(Exception):
    """A thing that no formula says; the message names it."""


class Formulas:
    """The helper cells of a row, and what else their formulas ask of the workbook.

    place      puts a formula into a helper cell, given a title, and answers its reference
    words      name of a list of words → what each stands for; the workbook keeps them on a sheet, `list_names` names them
    parameters keys of the parameters read, each a name of the workbook
    """

    def __init__(self, context: Context, place: Callable[[str, str], str]) -> None:
        self.context, self._place = context, place
        self.words: dict[str, Mapping[Any, Any]] = {}
        self.parameters: dict[str, None] = {}
        self._placed: dict[str, str] = {}

    def node(self, formula: str, title: str = "") -> str:
        """The reference of a helper cell with this formula; the same formula has one cell."""
        if formula not in self._placed:
            if len(formula) > LONGEST - 50:
                raise Unsupported(f"{title}的公式太长")
            self._placed[formula] = self._place(formula, title)
        return self._placed[formula]

    def parameter(self, key: str) -> str:
        """The name of the cell with a parameter."""
        self.parameters[key] = None
        return name_of(key)

    def lookup(self, folded: str, name: str, words: Mapping[str, Any], other: str = UNKNOWN) -> str:
        """What a folded word of a list stands for; `other` when it is not in the list.

        MATCH takes capital for small letters and * for anything: what it finds is compared once more, exactly.
        """
        self.words.setdefault(name, words)
        keys, values = list_names(name)
        at = self.node(f"MATCH({folded},{keys},0)", f"在{name}中的位置")
        return f"IF(ISNA({at}),{other},IF(EXACT(INDEX({keys},{at}),{folded}),INDEX({values},{at}),{other}))"


def literal(value: Any) -> str:
    """A constant as formula text."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return f"DATE({value.year},{value.month},{value.day})"
    return quoted(value) if isinstance(value, str) else str(value)


def quoted(words: str) -> str:
    """A text as formula text."""
    return '"' + words.replace('"', '""') + '"'


def name_of(parameter: str) -> str:
    """The workbook's name for a parameter's cell, in ASCII: not every program takes Chinese ones."""
    return "P_" + parameter.replace(".", "_")


def list_names(words: str) -> tuple[str, str]:
    """The workbook's names for a list of words, and for what they stand for."""
    return f"W_{words}", f"V_{words}"
