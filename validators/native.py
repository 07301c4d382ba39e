"""From requirements to formulas of a worksheet: the third reader of the tree, beside `compiler`.

Formulas use functions of Excel 2007 only. An unknown value (None in Python) is #N/A, which spreads through a formula by
itself; any other error means that the formula does not dare to say, and then 需用“校验”按钮复核: what no formula foresaw,
a deleted cell or name among it, is never taken for 符合. Every shared value gets a helper cell of its own, as every value
of the Python function gets a local variable.

A reference to a helper cell of the same row ends in § where the row's number goes.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

from jineng.validators.columns import COLUMNS
from jineng.validators.context import Context
from jineng.validators.expressions import COLUMN_OPS, Expr

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
    """Writes expressions as formulas.

    cells      column key → reference of its raw cell ("" where empty, “#N/A” for an error value)
    derived    column key → expression, for columns that the form lacks
    place      puts a formula into a helper cell, given a title, and answers its reference
    words      name of a list of words → what each stands for; the workbook keeps them on a sheet, `list_names` names them
    parameters keys of the parameters read, each a name of the workbook
    """

    def __init__(
        self,
        context: Context,
        cells: Mapping[str, str],
        derived: Mapping[str, Expr],
        place: Callable[[str, str], str],
    ) -> None:
        self.context, self.cells, self.derived, self._place = context, cells, derived, place
        self.words: dict[str, Mapping[Any, Any]] = {}
        self.parameters: dict[str, None] = {}
        self._placed: dict[str, str] = {}
        self._values: dict[Expr, str] = {}

    def node(self, formula: str, title: str = "") -> str:
        """The reference of a helper cell with this formula; the same formula has one cell."""
        if formula not in self._placed:
            if len(formula) > LONGEST - 50:
                raise Unsupported(f"{title}的公式太长")
            self._placed[formula] = self._place(formula, title)
        return self._placed[formula]

    def value(self, node: Expr) -> str:
        """A node as formula text: a literal, a name or the reference of its helper cell."""
        if node not in self._values:
            self._values[node] = self._write(node)
        return self._values[node]

    def _write(self, node: Expr) -> str:
        match node.op:
            case "constant":
                return literal(node.args[0])
            case "parameter":
                return self.parameter(node.key)
            case op if op in COLUMN_OPS:
                return self._column(node)
            case "known":
                value = self.value(node.args[0])
                return self.node(f"IF(ISNA({value}),FALSE,IF(ISERROR({value}),{value},TRUE))", "已知")
            case "choose":
                condition, then, otherwise = (self.value(a) for a in node.args)
                return self.node(f"IF({condition},{then},{otherwise})", "选择")
            case "first_known":
                return self._first_known([self.value(a) for a in node.args])
            case "and" | "or":
                return self._logic(node.op, *(self.value(a) for a in node.args))
            case "not":
                return self.node(f"NOT({self.value(node.args[0])})", "非")
            case "call":
                return self._call(node)
            case comparison:
                left, right = (self.value(a) for a in node.args)
                if comparison == "==":
                    alike = "text" in map(self.kind, node.args)
                    return self.node(f"EXACT({left},{right})" if alike else f"{left}={right}", "相等")
                return self.node(f"{left}{comparison}{right}", "比较")

    def _column(self, node: Expr) -> str:
        from jineng.validators.native_cells import blank, read

        key = node.key
        if key not in self.cells:
            derived = self.derived.get(key)
            if node.op == "filled":
                return "FALSE" if derived is None else self.value(Expr("known", (derived,)))
            if derived is None:
                return '""' if node.op == "cell" else UNKNOWN
            return self.value(derived)
        raw = self.cells[key]
        if node.op == "cell":
            return raw
        if node.op == "filled":
            return self.node(f"NOT({blank(raw)})", f"填了{COLUMNS[key].header}")
        return read(self, COLUMNS[key].kind, raw, COLUMNS[key].header)

    def _call(self, node: Expr) -> str:
        from jineng.validators.native_functions import NATIVE

        function, *args = node.args
        twin = NATIVE.get(function)
        if twin is None:
            raise Unsupported(function)
        formula = twin.write(self, *(self.value(a) for a in args))
        for arg in args:  # FIND and COUNTIF inside a formula would swallow what is unknown
            if arg.op not in ("cell", "constant") and not (
                arg.op == "parameter" and self.context.value(arg.key) is not None
            ):
                formula = f"IF(ISERROR({self.value(arg)}),{self.value(arg)},{formula})"
        return self.node(formula, twin.title or function)

    def _first_known(self, options: list[str]) -> str:
        text = options[-1]
        for option in reversed(options[:-1]):
            text = f"IF(ISNA({option}),{text},{option})"
        return self.node(text, "先知")

    def _logic(self, op: str, left: str, right: str) -> str:
        """Three-valued: one side decides as soon as it can, whatever the other is."""
        absorbs, leaves = ("FALSE", "TRUE") if op == "and" else ("TRUE", "FALSE")
        if absorbs in (left, right):
            return absorbs
        if leaves in (left, right):
            return right if left == leaves else left
        sure = f"IF(ISERROR({right}),IF(ISNA({left}),{right},{left}),"
        if op == "and":
            text = f"IF(ISERROR({left}),{sure}IF({right},{left},FALSE)),IF({left},{right},FALSE))"
        else:
            text = f"IF(ISERROR({left}),{sure}IF({right},TRUE,{left})),IF({left},TRUE,{right}))"
        return self.node(text, "且" if op == "and" else "或")

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

    def kind(self, node: Expr) -> Kind:
        """What a node's values are."""
        from jineng.validators.native_functions import NATIVE

        match node.op:
            case "constant" | "parameter":
                value = node.args[0] if node.op == "constant" else self.context.value(node.key)
                if isinstance(value, bool):
                    return "truth"
                return "text" if isinstance(value, str) else "day" if isinstance(value, date) else "number"
            case "column" if node.key not in self.cells and node.key in self.derived:
                return self.kind(self.derived[node.key])
            case "column":
                kind = COLUMNS[node.key].kind
                if kind in ("day", "birth"):
                    return "day"
                return "truth" if kind in ("yes_no", "employer", "was_held") else "text" if kind in _TEXTS else "number"
            case "cell":
                return "text"
            case "choose" | "first_known":
                found = [self.kind(a) for a in node.args[node.op == "choose" :]]
                return next((k for k in found if k != "number"), "number")
            case "call":
                twin = NATIVE.get(node.args[0])
                return twin.kind if twin else "text"
        return "truth"


_TEXTS = frozenset({"filled_text", "id_number", "contest_grade", "grade", "studio_state", "honour_tier", "leader_kind",
                    "post_kind", "contest_level", "dates"})  # fmt: skip


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
