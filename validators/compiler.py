"""From requirements to one plain Python function over a row, as dataclasses compile `__init__`.

The generated function reads each column once, computes each derived value once, and appends a hit for every
requirement that does not hold. Print it with `jineng rules ID --source`.

What depends only on columns whose cells repeat (竞赛名称, 获得奖项 …) goes into functions of its own, whose answers are
remembered: of ten thousand rows few have a combination that was not seen before.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from types import CodeType
from typing import Any

from jineng.validators.expressions import Expr
from jineng.validators.rules import Requirement
from jineng.validators.values import is_blank
from jineng.validators.writer import Writer, as_tuple

#: (requirement's position, False or None, values for its message, whether it applied: None when even that is unknown)
Hit = tuple[int, bool | None, tuple[Any, ...], bool | None]
_Items = tuple[tuple[str, Any], ...]
RowFunction = Callable[[Sequence[Any]], tuple[list[Hit], tuple[Any, ...]]]

#: So many combinations are remembered at most.
MAX_REMEMBERED = 20_000


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
    repeating: Mapping[str, int] | None = None,
) -> RowFunction:
    """A function row → (hits, facts).

    layout     column key → position in the row; a column that is not there is unknown
    readers    column key → name of the function that reads its cell
    values     parameter key → value, or None when neither a notice nor a setting gives one
    functions  what the generated code may call, by name; one called is_… answers yes or no whatever it is given
    derived    column key → expression, for columns the sheet lacks and the tables supply
    unset      ids of requirements whose clause the place does not have: never decided
    repeating  column key → how varied its cells are, 1 or 2, for columns whose cells repeat; without it nothing is remembered
    """
    tables = (tuple(m.items()) for m in (layout, readers, values, derived or {}, repeating or {}))
    source, code, constants = _generate(tuple(requirements), tuple(facts), unset, *tables)
    scope: dict[str, Any] = {**functions, **constants, "is_blank": is_blank, "both": both, "either": either,
                             "remembered": Remembered, "position": itemgetter(0), "alike": _Alike().__getitem__}  # fmt: skip
    exec(code, scope)
    check: RowFunction = scope["check"]
    check.source = source  # type: ignore[attr-defined]
    return check


@lru_cache(maxsize=256)  # a folder of workbooks has few layouts
def _generate(
    requirements: tuple[Requirement, ...], facts: tuple[Expr, ...], unset: frozenset[str], layout: _Items,
    readers: _Items, values: _Items, derived: _Items, repeating: _Items,
) -> tuple[str, CodeType, Mapping[str, Any]]:  # fmt: skip
    """The text of the function, the same compiled, and the constants it names."""
    cells: dict[int, str] = {}
    for key, at in layout:
        cells.setdefault(at, f"{key}_cell")
    named = {key: cells[at] for key, at in layout}
    writer = Writer(named, dict(readers), dict(values), dict(derived), dict(repeating))
    apart: list[tuple[frozenset[str], int]] = []
    together = []
    for number, requirement in enumerate(requirements):
        if depends := writer.repeated(requirement.test, requirement.when, *(value for _, value in requirement.say)):
            apart.append((depends, number))
        else:
            together.append((number, requirement, requirement.id in unset))
    answers = writer.requirements(together, facts)
    parts, head = [], []
    cut = sorted([*apart, *((columns, node) for node, columns in writer.fetched.items())], key=lambda p: -len(p[0]))
    alike = frozenset(key for columns, _ in cut for key in columns if writer.repeating[key] == 1)
    for number, (columns, inside) in enumerate(_blocks(alike, cut)):
        part = writer.inner([key for key in named if key in columns])
        own = sorted(i for i in inside if isinstance(i, int))
        nodes = [i for i in inside if isinstance(i, Expr)]
        texts = part.requirements([(at, requirements[at], requirements[at].id in unset) for at in own], nodes)
        arrive = [writer.named[node] for node in nodes]
        lines = [*part.lines, f"return {as_tuple(texts)}"]
        if own:
            lines, arrive = ["hits = []", *part.lines, f"return {as_tuple(['hits', *texts])}"], ["more", *arrive]
        given = ", ".join(dict.fromkeys(part.layout.values()))
        parts.append("@remembered\n" + _function(f"part_{number}({given})", lines))
        head.append(f"{as_tuple(arrive)} = part_{number}[{given},]")
        head += ["if more:", "    hits += more"] if own else []
    width = max(cells, default=-1) + 1
    body = [
        *([f"{', '.join(cells.get(at, '_') for at in range(width))}, = row[:{width}]"] if cells else []),
        "hits = []",
        *head,
        *writer.lines,
        "if hits:",
        "    hits.sort(key=position)",
        f"return hits, {as_tuple(answers)}",
    ]
    source = "\n".join([*parts, _function("check(row)", body)])
    return source, compile(source, "<requirements>", "exec"), writer.constants


def _function(signature: str, lines: Sequence[str]) -> str:
    return f"def {signature}:\n" + "".join(f"    {line}\n" for line in lines)


def _blocks(alike: frozenset[str], cut: Iterable[tuple[frozenset[str], Any]]) -> list[tuple[frozenset[str], list[Any]]]:
    """What depends on the columns alike in most rows together; of the rest, what depends on the same columns or on some
    of them; the largest come first."""
    blocks: list[tuple[frozenset[str], list[Any]]] = [(alike, [])] if alike else []
    for columns, what in cut:
        for known, inside in blocks:
            if columns <= known:
                inside.append(what)
                break
        else:
            blocks.append((columns, [what]))
    return [block for block in blocks if block[1]]


class Remembered(dict[tuple[Any, ...], Any]):
    """What a part answers for some cells, kept for the next row with the same ones."""

    def __init__(self, part: Callable[..., Any]) -> None:
        super().__init__()
        self.part = part

    def __missing__(self, cells: tuple[Any, ...]) -> Any:
        found = self.part(*cells)
        if len(self) >= MAX_REMEMBERED:
            self.clear()
        if 0 not in cells and 1 not in cells:  # 1, 1.0 and True are one key, but not the same cell
            self[cells] = found
        return found


class _Alike(dict[Any, Any]):
    """Equal values as one object, so that rows are counted by it without comparing them."""

    def __missing__(self, value: Any) -> Any:
        if len(self) >= MAX_REMEMBERED:
            self.clear()
        self[value] = value
        return value


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
