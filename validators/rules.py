"""Requirements and rules: one expression each, with the clause that demands it and the sentence shown when it fails."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_
from typing import Any, Literal, NamedTuple, Protocol

from jineng.validators.expressions import Expr, columns_of, expr, parameters_of

Severity = Literal["error", "warning", "unchecked"]
SEVERITIES: dict[str, str] = {"error": "错误", "warning": "提醒", "unchecked": "未校验"}


class Requirement(NamedTuple):
    """One thing a row must satisfy.

    id          the clause's, as in the notices' TOML; permanent
    test        True: satisfied, False: not, None: cannot be known
    fails       the sentence when False; {names} are columns (as written in the sheet) or `say` values
    when        only rows for which this is True are tested
    at          the column to blame; without it the first column of the test
    severity    how grave a False is
    unknown     how grave a None is: by default it is only said that the check could not be made
    unknown_says  the sentence when None; without it the blank or unreadable columns are named
    suggestion  what to do about it
    say         name → expression, further values for the sentences
    register    a register without which the requirement is not tested at all
    """

    id: str
    test: Expr
    fails: str
    when: Expr | None = None
    at: str | None = None
    severity: Severity = "error"
    unknown: Severity = "unchecked"
    unknown_says: str = ""
    suggestion: str = ""
    say: tuple[tuple[str, Expr], ...] = ()
    register: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return columns_of(self.test, self.when)

    @property
    def tested(self) -> tuple[str, ...]:
        return self.test.columns

    @property
    def parameters(self) -> tuple[str, ...]:
        return parameters_of(self.test, self.when, *(value for _, value in self.say))

    @property
    def blames(self) -> str:
        return self.at or (self.test.columns or self.columns)[0]


def requirement(id: str, test: Expr, fails: str, *, say: dict[str, Any] | None = None, **options: Any) -> Requirement:
    """A requirement, with its `say` values as plain keywords."""
    values = tuple((name, expr(value)) for name, value in (say or {}).items())
    return Requirement(id, test, fails, say=values, **options)


def holds(*requirements: Requirement) -> Expr:
    """Whether all of the requirements hold."""
    return reduce(and_, (r.test if r.when is None else ~r.when | r.test for r in requirements))


class Rule(NamedTuple):
    """A question asked of one row, answered 符合, 不符合 or 需复核.

    name      the worksheet function, such as ELIGIBLE_SENIOR
    title     one sentence an official understands; the function's help
    args      the columns it is given, in the order of the worksheet function
    requires  all must hold
    value     what the answer states besides, such as the level risen to
    """

    name: str
    title: str
    args: tuple[str, ...]
    requires: tuple[Requirement, ...]
    value: Expr | None = None


class Undecided(Exception):
    """A question cannot be answered; the message says why."""


class Remark(NamedTuple):
    """What a rule over a whole table has to say about one of its rows."""

    row: int
    column: str
    id: str
    severity: Severity
    message: str
    suggestion: str


class WholeTable(Protocol):
    """A rule over a whole table: it gathers keys while the rows stream by and speaks at the end."""

    def see(self, row: int, facts: Any) -> None: ...

    def end(self) -> Iterator[Remark]: ...


class OverAlike(Protocol):
    """One that needs of a row only its fact `common`: it sees that once, with the first row and the number of such rows."""

    def see(self, row: int, common: Any, rows: int) -> None: ...

    def end(self) -> Iterator[Remark]: ...


class WithTotals(WholeTable, Protocol):
    """One that looks at the 合计 rows too, after all others."""

    def total(self, row: int, facts: Any) -> None: ...


class Checks(NamedTuple):
    """All that is checked of one form.

    facts    what whole-table rules and exports get to know of a row, by name
    derived  column key → expression, for columns the form lacks and the registers supply
    whole    makers of whole-table rules, given the context
    alike    makers of those that need only the fact `common`
    totals   makers of those that look at the 合计 rows too
    foot     what to say of the lines below the rows, given them and the context
    """

    form: str
    requirements: tuple[Requirement, ...]
    facts: Mapping[str, Expr]
    derived: Mapping[str, Expr] = {}
    whole: tuple[Callable[[Any], WholeTable], ...] = ()
    alike: tuple[Callable[[Any], OverAlike], ...] = ()
    totals: tuple[Callable[[Any], WithTotals], ...] = ()
    foot: Callable[[Sequence[str], Any], Iterator[Remark]] | None = None
