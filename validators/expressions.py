"""The small expression tree in which every requirement is written.

    theory >= pass_mark
    (prior_level < SENIOR) & (age >= min_age)

Leaves are columns, constants and parameters of a notice; inner nodes are comparisons, and/or/not and calls of named
functions. The tree does nothing by itself: `compiler` turns it into Python.

Three outcomes: True, False and None (not known). A comparison with something unknown is unknown; `&` is False as soon
as one side is False, `|` True as soon as one side is True, whatever the other side is.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any


class Expr:
    """One node: an operator's or function's name, and what it is applied to."""

    def __init__(self, op: str, args: tuple[Any, ...]) -> None:
        self.op, self.args = op, args

    def __repr__(self) -> str:
        return f"{self.op}{self.args}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expr) and self.op == other.op and self.args == other.args

    def __ge__(self, other: Any) -> "Expr":
        return Expr(">=", (self, expr(other)))

    def __gt__(self, other: Any) -> "Expr":
        return Expr(">", (self, expr(other)))

    def __le__(self, other: Any) -> "Expr":
        return Expr("<=", (self, expr(other)))

    def __lt__(self, other: Any) -> "Expr":
        return Expr("<", (self, expr(other)))

    def equals(self, other: Any) -> "Expr":
        return Expr("==", (self, expr(other)))

    def __and__(self, other: "Expr") -> "Expr":
        return Expr("and", (self, other))

    def __or__(self, other: "Expr") -> "Expr":
        return Expr("or", (self, other))

    def __invert__(self) -> "Expr":
        return Expr("not", (self,))

    def __bool__(self) -> bool:
        raise TypeError("an expression has no truth value yet: write & | ~ instead of and, or, not and 0 <= x <= 100")

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.op, self.args))

    def __reduce__(self) -> Any:
        """Hashes are another process's own."""
        return Expr, (self.op, self.args)

    @property
    def key(self) -> str:
        """The name of a column, cell or parameter."""
        return str(self.args[0])

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The keys of the columns read, in reading order, each once."""
        return (self.key,) if self.op in COLUMN_OPS else columns_of(*self._nodes)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The keys of the parameters read, in reading order, each once."""
        return (self.key,) if self.op == "parameter" else parameters_of(*self._nodes)

    @property
    def _nodes(self) -> Iterator["Expr"]:
        return (arg for arg in self.args if isinstance(arg, Expr))


def column(key: str) -> Expr:
    """A column's value as its reader understands it; None when blank or unreadable."""
    return Expr("column", (key,))


def cell(of: Expr) -> Expr:
    """The raw cell of a column, for functions that judge how a thing is written."""
    return Expr("cell", of.args)


def filled(of: Expr) -> Expr:
    """Whether anything is filled in; always known."""
    return Expr("filled", of.args)


def known(value: Expr) -> Expr:
    """Whether a value could be read or computed; always known."""
    return Expr("known", (value,))


def parameter(key: str) -> Expr:
    """A value that a notice or a setting gives; None when neither does."""
    return Expr("parameter", (key,))


def call(function: str, *args: Any) -> Expr:
    """A named function; unknown as soon as an argument is unknown (raw cells are handed over as they are)."""
    return Expr("call", (function, *map(expr, args)))


def choose(condition: Expr, then: Any, otherwise: Any) -> Expr:
    """One of two values; unknown when the condition is."""
    return Expr("choose", (condition, expr(then), expr(otherwise)))


def first_known(*options: Any) -> Expr:
    """The first of several values that is known."""
    return Expr("first_known", tuple(map(expr, options)))


def together(*values: Expr) -> Expr:
    """Several values as one; always known."""
    return Expr("together", values)


def expr(value: Any) -> Expr:
    return value if isinstance(value, Expr) else Expr("constant", (value,))


def columns_of(*nodes: Expr | None) -> tuple[str, ...]:
    """The keys of all columns read, in reading order, each once."""
    return tuple(dict.fromkeys(key for node in nodes if node is not None for key in node.columns))


def parameters_of(*nodes: Expr | None) -> tuple[str, ...]:
    """The keys of all parameters read, each once."""
    return tuple(dict.fromkeys(key for node in nodes if node is not None for key in node.parameters))


COLUMN_OPS = frozenset({"column", "cell", "filled"})
