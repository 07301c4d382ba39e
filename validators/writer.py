"""Writes requirements as the lines of a Python function; `compiler` puts the lines together."""

import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jineng.validators.expressions import COLUMN_OPS, Expr, call, columns_of
from jineng.validators.rules import Requirement

#: Columns remembered together are at most so varied, if any of them is more varied than 1.
_MOST_VARIED = 4
#: Functions that always have an answer, besides those called is_….
_NEVER_NONE = frozenset({"fold"})
#: Readers that answer only where something is filled in, and are asked anyway.
_KNOWN_IF_FILLED = frozenset({"filled_text", "id_number"})
#: Readers of which other expressions want more than the value: what they do is written as a call, and so done once a row.
_READ_BY = {"id_number": lambda cell: call("number_of", call("card", cell))}
#: What `card` answers all at once, and the functions that name one of these.
OF_CARD = {"number_of": "value", "fault_of": "fault", "doubt_of": "doubt", "birth_of": "birth", "sex_of": "sex"}
_COMPARISONS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "==": operator.eq}


class Writer:
    """Writes expressions as Python text; every derived value becomes a local variable, written once.

    layout   column key → the name that holds the cell
    named    expression → the text that holds its value
    sure     texts that are never None
    literals text of a constant → the constant
    fetched  expressions whose values another function remembers, with the columns they depend on
    """

    def __init__(
        self,
        layout: Mapping[str, str],
        readers: Mapping[str, str],
        values: Mapping[str, Any],
        derived: Mapping[str, Expr],
        repeating: Mapping[str, int],
    ) -> None:
        self.layout, self.readers, self.values, self.derived, self.repeating = (
            layout,
            readers,
            values,
            derived,
            repeating,
        )
        self.lines: list[str] = []
        self.constants: dict[str, Any] = {}
        self.literals: dict[str, Any] = {}
        self.fetched: dict[Expr, frozenset[str]] = {}
        self.named: dict[Expr, str] = {}
        self.sure: set[str] = set()
        self.count = 0

    def inner(self, columns: Iterable[str]) -> "Writer":
        """A writer of a function that is given the cells of these columns; constants are shared."""
        inner = Writer({key: self.layout[key] for key in columns}, self.readers, self.values, self.derived, {})
        inner.constants, inner.literals = self.constants, self.literals
        return inner

    def repeated(self, *nodes: Expr | None) -> frozenset[str]:
        """The columns that some expressions depend on, if their cells repeat; else none."""
        keys = columns_of(*nodes)
        found = {k for key in keys for k in (columns_of(self.derived[key]) if key in self.derived and key not in self.layout
                                             else (key,)) if k in self.layout}  # fmt: skip
        varied = [self.repeating.get(key, _MOST_VARIED + 1) for key in found]
        return frozenset(found) if max(varied, default=0) == 1 or sum(varied) <= _MOST_VARIED else frozenset()

    def requirements(self, asked: Iterable[tuple[int, Requirement, bool]], facts: Iterable[Expr]) -> list[str]:
        """Requirements, each with its position and whether its clause is unset, then the texts of some facts; what only
        some rows are asked comes last, and its values are computed for those rows alone."""
        some: dict[str, list[tuple[int, Requirement]]] = {}
        for number, requirement, unset in asked:
            if unset:
                self.lines.append(f"hits.append(({number}, None, (), True))  # {requirement.id}: no such clause here")
                continue
            when = "True" if requirement.when is None else self.value(requirement.when)
            if when == "True":
                self._ask(number, requirement, when)
            elif when != "False":
                some.setdefault(when, []).append((number, requirement))
        answers = [self.value(fact) for fact in facts]
        for when, group in some.items():
            outside, named, self.lines = self.lines, dict(self.named), []
            for number, requirement in group:
                self._ask(number, requirement, when)
            inside = [f"    {line}" for line in self.lines]
            self.lines = [*outside, f"if {when}:" if when in self.sure else f"if {when} is not False:", *inside]
            self.named = named | {node: name for node, name in self.named.items() if node in self.fetched}
        return answers

    def _ask(self, number: int, requirement: Requirement, when: str) -> None:
        asked, test = when == "True" or when in self.sure, requirement.test
        refuted = self.value(test.args[0]) if test.op == "not" else ""
        ok = "False"
        if asked and refuted in self.sure:
            self.lines.append(f"if {refuted}:")
        elif asked and (holds := self.value(test)) in self.sure:
            self.lines.append(f"if not {holds}:")
        else:
            ok = self.value(test)
            if not asked:
                self.lines.append(f"ok = {ok} if {when} else None")
                ok = "ok"
            self.lines.append(f"if {ok} is not True:")
        self.lines += [f"    {line}" for line in self._hit(number, requirement, when, ok)]

    def _hit(self, number: int, requirement: Requirement, when: str, ok: str) -> list[str]:
        """The lines of a failing branch: values only its message needs are computed there, and forgotten after it."""
        outside, named, repeating = self.lines, dict(self.named), self.repeating
        self.lines, self.repeating = [], {}
        say = [self.value(value) for _, value in requirement.say]
        lines = [
            *self.lines,
            f"hits.append(({number}, {ok}, {as_tuple(say)}, {when}))  # {requirement.id} {requirement.fails}",
        ]
        self.lines, self.named, self.repeating = outside, named, repeating
        return lines

    def value(self, node: Expr) -> str:
        """Python text for a node: a literal, or the name of the local that holds its value."""
        if node not in self.named:
            cells = self.repeated(node) if self.repeating and node.op != "cell" else None
            self.named[node] = self._fetch(node, cells) if cells else self._write(node)
        return self.named[node]

    def _fetch(self, node: Expr, cells: frozenset[str]) -> str:
        """The name under which a remembered value arrives."""
        trial = self.inner(cells)
        text = trial.value(node)
        if not text.isidentifier() or text in ("None", "True", "False"):
            return text
        name = text
        if node.op not in COLUMN_OPS:
            name, self.count = f"w{self.count}", self.count + 1
        self.fetched[node] = cells
        if text in trial.sure:
            self.sure.add(name)
        return name

    def _write(self, node: Expr) -> str:
        match node.op:
            case "constant":
                return self._constant(node.args[0])
            case "parameter":
                return self._constant(self.values[node.key])
            case op if op in COLUMN_OPS:
                return self._column(node)
            case "together":
                return self._local(f"alike({as_tuple([self.value(a) for a in node.args])})", sure=True)
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
                [what] = node.args
                if what.op == "known":
                    value = self.value(what.args[0])
                    if value not in self.sure and value != "None":
                        return self._local(f"{value} is None", sure=True)
                value = self.value(what)
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
            return self.layout[key]
        raw = self.value(Expr("cell", (key,)))
        if node.op == "filled":
            known = (
                f"{self.value(Expr('column', (key,)))} is not None or " if self.readers[key] in _KNOWN_IF_FILLED else ""
            )
            return self._local(f"{known}not is_blank({raw})", name=f"has_{key}", sure=True)
        if self.readers[key] in _READ_BY:
            return self.value(_READ_BY[self.readers[key]](Expr("cell", (key,))))
        return self._local(f"read_{self.readers[key]}({raw})", name=f"{key}_value")

    def _call(self, node: Expr) -> str:
        function, *args = node.args
        texts = [self.value(a) for a in args]
        if function in OF_CARD:
            return f"{texts[0]}_{OF_CARD[function]}"
        if function == "card":
            key = args[0].key
            self.lines.append(f"{', '.join(f'{key}_{field}' for field in OF_CARD.values())} = card({texts[0]})")
            return str(key)
        doubtful = [t for a, t in zip(args, texts, strict=True) if a.op != "cell"]
        return self._when_known(
            doubtful, f"{function}({', '.join(texts)})", sure=function.startswith("is_") or function in _NEVER_NONE
        )

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
        if op == "and":  # what `both` and `either` answer, without calling them
            return self._local(f"{right} if {left} else False if {left} is False or {right} is False else None")
        return self._local(f"True if {left} else {right} if {left} is False or {right} else None")

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
        if not isinstance(value, bool):
            self.literals[text] = value
        self.sure.add(text)
        return text

    def _literal(self, text: str) -> tuple[bool, Any]:
        """Whether a text is a constant, and which."""
        return text in self.literals, self.literals.get(text)

    def _local(self, text: str, name: str = "", sure: bool = False) -> str:
        if not name:
            name, self.count = f"v{self.count}", self.count + 1
        self.lines.append(f"{name} = {text}")
        if sure:
            self.sure.add(name)
        return name


def as_tuple(texts: Sequence[str]) -> str:
    return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"
