"""From requirements to one plain Python function over a row, as dataclasses compile `__init__`.

The generated function reads each column once, computes each derived value once, and appends a hit for every
requirement that does not hold. Print it with `jineng rules ID --source`.
"""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any

from jineng.validators.expressions import COLUMN_OPS, Expr
from jineng.validators.rules import Requirement
from jineng.validators.values import is_blank

#: (requirement's position, False or None, values for its message, whether it applied: None when even that is unknown)
Hit = tuple[int, bool | None, tuple[Any, ...], bool | None]
_Items = tuple[tuple[str, Any], ...]
RowFunction = Callable[[Sequence[Any]], tuple[list[Hit], tuple[Any, ...]]]

_COMPARISONS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "==": operator.eq}


def compile_rows(
    requirements: Sequence[Requirement],
    facts: Iterable[Expr],
    *,
    layout: Mapping[str, int],
    readers: Mapping[str, str],
    values: Mapping[str, Any],
    functions: Mapping[str, Callable[..., Any]],
    derived: Mapping[str, Expr] | None = None,
    unset: frozenset[str] = frozenset(),
) -> RowFunction:
    """A function row → (hits, facts).

    layout     column key → position in the row; a column that is not there is unknown
    readers    column key → name of the function that reads its cell
    values     parameter key → value, or None when neither a notice nor a setting gives one
    functions  what the generated code may call, by name; one called is_… answers yes or no whatever it is given
    derived    column key → expression, for columns the sheet lacks and the tables supply
    unset      ids of requirements whose clause the place does not have: never decided
    """
    tables = (tuple(m.items()) for m in (layout, readers, values, derived or {}))
    source, code, constants = _generate(tuple(requirements), tuple(facts), *tables, unset)
    scope: dict[str, Any] = {**functions, **constants, "is_blank": is_blank, "both": both, "either": either}
    exec(code, scope)
    check: RowFunction = scope["check"]
    check.source = source  # type: ignore[attr-defined]
    return check


@lru_cache(maxsize=256)  # a folder of workbooks has few layouts
def _generate(
    requirements: tuple[Requirement, ...], facts: tuple[Expr, ...], layout: _Items, readers: _Items, values: _Items,
    derived: _Items, unset: frozenset[str],
) -> tuple[str, CodeType, Mapping[str, Any]]:  # fmt: skip
    """The text of the function, the same compiled, and the constants it names."""
    writer = _Writer(dict(layout), dict(readers), dict(values), dict(derived))
    for number, requirement in enumerate(requirements):
        writer.requirement(number, requirement, requirement.id in unset)
    answers = [writer.value(fact) for fact in facts]
    body = ["hits = []", *writer.lines, f"return hits, {_tuple(answers)}"]
    source = "def check(row):\n" + "".join(f"    {line}\n" for line in body)
    return source, compile(source, "<requirements>", "exec"), writer.constants


class _Writer:
    """Writes expressions as Python text; every derived value becomes a local variable, written once.

    named  expression → the text that holds its value
    sure   texts that are never None
    """

    def __init__(
        self,
        layout: Mapping[str, int],
        readers: Mapping[str, str],
        values: Mapping[str, Any],
        derived: Mapping[str, Expr],
    ) -> None:
        self.layout, self.readers, self.values, self.derived = layout, readers, values, derived
        self.lines: list[str] = []
        self.constants: dict[str, Any] = {}
        self.named: dict[Expr, str] = {}
        self.sure: set[str] = set()
        self.count = 0

    def requirement(self, number: int, requirement: Requirement, unset: bool) -> None:
        if unset:
            self.lines.append(f"hits.append(({number}, None, (), True))  # {requirement.id}: no such clause here")
            return
        when = "True" if requirement.when is None else self.value(requirement.when)
        if when == "False":
            return
        test = self.value(requirement.test)
        if when == "True":
            self.lines.append(f"ok = {test}")
        elif when in self.sure:
            self.lines.append(f"ok = not {when} or {test}")
        else:
            self.lines.append(f"ok = {when} is False or ({test} if {when} else None)")
        self.lines.append("if ok is not True:")
        self.lines += [f"    {line}" for line in self._hit(number, requirement, when)]

    def _hit(self, number: int, requirement: Requirement, when: str) -> list[str]:
        """The lines of a failing branch: values only its message needs are computed there, and forgotten after it."""
        outside, named = self.lines, dict(self.named)
        self.lines = []
        say = [self.value(value) for _, value in requirement.say]
        lines = [*self.lines, f"hits.append(({number}, ok, {_tuple(say)}, {when}))  # {requirement.id}"]
        self.lines, self.named = outside, named
        return lines

    def value(self, node: Expr) -> str:
        """Python text for a node: a literal, or the name of the local that holds its value."""
        if node not in self.named:
            self.named[node] = self._write(node)
        return self.named[node]

    def _write(self, node: Expr) -> str:
        match node.op:
            case "constant":
                return self._constant(node.args[0])
            case "parameter":
                return self._constant(self.values[node.key])
            case op if op in COLUMN_OPS:
                return self._column(node)
            case "known":
                value = self.value(node.args[0])
                if value == "None" or value in self.sure:
                    return repr(value != "None")
                return self._local(f"{value} is not None", sure=True)
            case "choose":
                return self._choose(*(self.value(a) for a in node.args))
            case "first_known":
                return self._first_known([self.value(a) for a in node.args])
            case "and" | "or":
                return self._logic(node.op, *(self.value(a) for a in node.args))
            case "not":
                value = self.value(node.args[0])
                literal = {"True": "False", "False": "True", "None": "None"}.get(value)
                return literal or self._when_known([value], f"not {value}")
            case "call":
                return self._call(node)
            case comparison:
                left, right = (self.value(a) for a in node.args)
                known = [self._literal(t) for t in (left, right)]
                if all(found for found, _ in known):
                    return self._constant(_COMPARISONS[comparison](known[0][1], known[1][1]))
                return self._when_known([left, right], f"{left} {comparison} {right}")

    def _column(self, node: Expr) -> str:
        key = node.key
        if key not in self.layout:
            if key not in self.derived:
                return "False" if node.op == "filled" else "None"
            derived = self.derived[key]
            return self.value(Expr("known", (derived,)) if node.op == "filled" else derived)
        if node.op == "cell":
            return self._local(f"row[{self.layout[key]}]", name=f"{key}_cell")
        raw = self.value(Expr("cell", (key,)))
        if node.op == "filled":
            return self._local(f"not is_blank({raw})", name=f"has_{key}", sure=True)
        return self._local(f"read_{self.readers[key]}({raw})", name=f"{key}_value")

    def _call(self, node: Expr) -> str:
        function, *args = node.args
        texts = [self.value(a) for a in args]
        doubtful = [t for a, t in zip(args, texts, strict=True) if a.op != "cell"]
        return self._when_known(doubtful, f"{function}({', '.join(texts)})", sure=function.startswith("is_"))

    def _choose(self, condition: str, then: str, otherwise: str) -> str:
        if condition in ("True", "False", "None"):
            return {"True": then, "False": otherwise, "None": "None"}[condition]
        sure = {condition, then, otherwise} <= self.sure
        return self._when_known([condition], f"{then} if {condition} else {otherwise}", sure=sure)

    def _first_known(self, options: list[str]) -> str:
        options = [o for o in options if o != "None"] or ["None"]
        last = next((i for i, o in enumerate(options) if o in self.sure), len(options) - 1)
        options = options[: last + 1]
        if len(options) == 1:
            return options[0]
        text = " else ".join([*(f"{o} if {o} is not None" for o in options[:-1]), options[-1]])
        return self._local(text, sure=options[-1] in self.sure)

    def _logic(self, op: str, left: str, right: str) -> str:
        absorbs, leaves = ("False", "True") if op == "and" else ("True", "False")
        if absorbs in (left, right):
            return absorbs
        if left in (leaves, right):
            return right
        if right == leaves:
            return left
        if {left, right} <= self.sure:
            return self._local(f"{left} {op} {right}", sure=True)
        return self._local(f"{'both' if op == 'and' else 'either'}({left}, {right})")

    def _when_known(self, operands: list[str], text: str, sure: bool = True) -> str:
        """The text where all operands are known, else None."""
        if "None" in operands:
            return "None"
        doubtful = [o for o in dict.fromkeys(operands) if o not in self.sure]
        if doubtful:
            return self._local(f"None if {' or '.join(f'{d} is None' for d in doubtful)} else {text}")
        return self._local(text, sure=sure)

    def _constant(self, value: Any) -> str:
        if value is None:
            return "None"
        text = repr(value)
        if not isinstance(value, (bool, int, str)):
            text = f"K{len(self.constants)}"
            self.constants[text] = value
        self.sure.add(text)
        return text

    def _literal(self, text: str) -> tuple[bool, Any]:
        """Whether a text is a constant, and which."""
        if text in self.constants:
            return True, self.constants[text]
        known = text in self.sure and not text.isidentifier()
        return known, eval(text) if known else None

    def _local(self, text: str, name: str = "", sure: bool = False) -> str:
        if not name:
            name, self.count = f"v{self.count}", self.count + 1
        self.lines.append(f"{name} = {text}")
        if sure:
            self.sure.add(name)
        return name


def _tuple(texts: Sequence[str]) -> str:
    return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"


def both(left: bool | None, right: bool | None) -> bool | None:
    """Three-valued and.

    >>> both(None, False), both(None, True), both(True, True)
    (False, None, True)
    """
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left: bool | None, right: bool | None) -> bool | None:
    """Three-valued or.

    >>> either(None, True), either(None, False), either(False, False)
    (True, None, False)
    """
    if left is True or right is True:
        return True
    return None if left is None or right is None else False
