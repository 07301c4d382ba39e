"""From requirements to formulas of a worksheet: the third reader of the tree, beside `compiler`."""

from collections.abc import Mapping
from datetime import date

from jineng.validators.columns import COLUMNS
from jineng.validators.expressions import COLUMN_OPS, Expr
from jineng.validators.native.cells import blank
from jineng.validators.native.formulas import UNKNOWN, Formulas, Kind, Unsupported, literal
from jineng.validators.native.functions import NATIVE
from jineng.validators.native.readers import read


class Tree:
    """Writes expressions as formulas.

    cells      column key → reference of its raw cell ("" where empty, “#N/A” for an error value)
    derived    column key → expression, for columns that the form lacks
    """

    def __init__(self, formulas: Formulas, cells: Mapping[str, str], derived: Mapping[str, Expr]) -> None:
        self.formulas, self.cells, self.derived = formulas, cells, derived
        self._values: dict[Expr, str] = {}

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
                return self.formulas.parameter(node.key)
            case op if op in COLUMN_OPS:
                return self._column(node)
            case "known":
                value = self.value(node.args[0])
                return self.formulas.node(f"IF(ISNA({value}),FALSE,IF(ISERROR({value}),{value},TRUE))", "已知")
            case "choose":
                condition, then, otherwise = (self.value(a) for a in node.args)
                return self.formulas.node(f"IF({condition},{then},{otherwise})", "选择")
            case "first_known":
                return self._first_known([self.value(a) for a in node.args])
            case "and" | "or":
                return self._logic(node.op, *(self.value(a) for a in node.args))
            case "not":
                return self.formulas.node(f"NOT({self.value(node.args[0])})", "非")
            case "call":
                return self._call(node)
            case comparison:
                left, right = (self.value(a) for a in node.args)
                if comparison == "==":
                    alike = "text" in map(self.kind, node.args)
                    return self.formulas.node(f"EXACT({left},{right})" if alike else f"{left}={right}", "相等")
                return self.formulas.node(f"{left}{comparison}{right}", "比较")

    def _column(self, node: Expr) -> str:
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
            return self.formulas.node(f"NOT({blank(raw)})", f"填了{COLUMNS[key].header}")
        return read(self.formulas, COLUMNS[key].kind, raw, COLUMNS[key].header)

    def _call(self, node: Expr) -> str:
        function, *args = node.args
        twin = NATIVE.get(function)
        if twin is None:
            raise Unsupported(function)
        formula = twin.write(self.formulas, *(self.value(a) for a in args))
        for arg in args:  # FIND and COUNTIF inside a formula would swallow an error
            value = self.value(arg)
            if arg.op == "cell":
                if arg.key not in self.cells:  # unknown is an empty cell
                    formula = f"IF(ISERR({value}),{value},{formula})"
            elif arg.op != "constant" and (arg.op != "parameter" or self.formulas.context.value(arg.key) is None):
                formula = f"IF(ISERROR({value}),{value},{formula})"
        return self.formulas.node(formula, twin.title or function)

    def _first_known(self, options: list[str]) -> str:
        text = options[-1]
        for option in reversed(options[:-1]):
            text = f"IF(ISNA({option}),{text},{option})"
        return self.formulas.node(text, "先知")

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
        return self.formulas.node(text, "且" if op == "and" else "或")

    def kind(self, node: Expr) -> Kind:
        """What a node's values are."""
        match node.op:
            case "constant" | "parameter":
                value = node.args[0] if node.op == "constant" else self.formulas.context.value(node.key)
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
                    "post_kind", "contest_level"})  # fmt: skip
