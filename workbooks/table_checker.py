"""Apply a form's checks to the rows of one table."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any, NamedTuple

from jineng.validators.columns import COLUMNS
from jineng.validators.compiler import Hit, RowFunction
from jineng.validators.context import Context
from jineng.validators.expressions import Expr, call, parameter
from jineng.validators.findings import (
    Finding,
    absent_columns,
    cell_name,
    cite,
    error_cells,
    sentence,
    sources,
    unknown_column,
    unset,
)
from jineng.validators.programmes import CHECKS
from jineng.validators.repeats import Repeats
from jineng.validators.rules import Checks, Remark, Requirement, Severity
from jineng.validators.values import UNCALCULATED, day, text
from jineng.workbooks.tables import FoundTable

#: Settings that stand in for a column the sheet lacks: one contest, one day of the final for the whole workbook.
_WHOLE_SHEET = {
    "contest": ("contest_name", call("read_contest", parameter("contest_name"))),
    "final_date": ("final_day", parameter("final_day")),
}
_REGISTERS = {
    "certificates": "已有证书",
    "filings": "职业目录（已备案栏）",
    "holders": "技术能手名册",
    "chiefs": "首席技师名册",
}


class CheckedRow(NamedTuple):
    """One row of a table with what was found in it, for those who want to do more with it (export, comparison).

    blocked  what is wrong with the table as a whole, so that none of its rows can be relied on
    """

    table: FoundTable
    number: int
    cells: Sequence[Any]
    facts: Any
    findings: Sequence[Finding]
    context: Context
    blocked: Sequence[str] = ()

    def text(self, key: str) -> str:
        """A cell's words by column key, "" where the sheet has no such column."""
        at = self.table.columns.get(key)
        return text(self.cells[at]) if at is not None else ""

    @property
    def why_not(self) -> str:
        """Why this row cannot be passed on, "" when it can: its own faults, else those of its table."""
        own = [f.message for f in self.findings if f.severity != "warning"] if self.findings else ()
        return "；".join(own or self.blocked)


Sink = Callable[[CheckedRow], None]


class Part(NamedTuple):
    """What another process found in a part of a table's rows; alike, gaps as of TableChecker.

    gathered  by each rule over the whole table
    """

    rows: int
    findings: list[Finding]
    alike: list[list[Any]]
    gaps: dict[str, Finding]
    gathered: list[Repeats]


class TableChecker:
    """Checks the rows of one table.

    count  rows read so far
    alike  the fact `common` of rows that have it in common, with the first of them and how many they are
    gaps   what could not be checked for the whole table, each said once
    whole  the rules over the whole table
    """

    def __init__(self, table: FoundTable, context: Context) -> None:
        self.table, self.base = table, context
        self.checks = CHECKS.get(table.form.key) or Checks(table.form.key, (), {})
        given = context.settings.given
        stand_ins = {key: value for key, (setting, value) in _WHOLE_SHEET.items()
                     if key not in table.columns and given.get(setting) is not None}  # fmt: skip
        self.derived: Mapping[str, Expr] = {**self.checks.derived, **stand_ins}
        self.count = 0
        self.alike: dict[int, list[Any]] = {}
        self._layout = tuple(table.columns.items())
        #: By the set of notices in force, and by day.
        self._versions = context.row_functions.setdefault((self.checks.form, self._layout), {})
        self.headers: dict[int | None, str] = {
            at: COLUMNS[key].header for key, at in reversed([*table.columns.items()])
        }
        self.gaps: dict[str, Finding] = {}
        self.requirements = tuple(r for r in self.checks.requirements if self._has_register(r))
        self.whole: Sequence[Any] = [make(context) for make in self.checks.whole]
        self.totals = [make(context) for make in self.checks.totals]
        self.findings: list[Finding] = []  # of rows

    def look(self, sink: Sink | None = None, odd_cells: bool = False, only: str = "") -> None:
        """Look at the rows one by one.

        only  a fact: the sink is given the rows for which it is true
        """
        findings = self.findings
        blocked = [f.message for f in self._header_findings() if f.severity == "error"]
        facts_type = _facts_type(self.checks.form)
        make_facts = partial(tuple.__new__, facts_type)
        wanted = facts_type._fields.index(only) if only else None
        common = facts_type._fields.index("common") if self.checks.alike else None
        alike = self.alike
        function, context = self._version(self.base.policy.on)
        final = None if self.base.settings["as_of"] else self.table.columns.get("final_date")
        since, until = context.policy.span
        last: Any = None
        sees = [rule.see for rule in (*self.whole, *self.totals)]
        for number, cells in self.table.rows:
            self.count += 1
            if final is not None and cells[final] is not last:
                last = cells[final]
                on = day(last) or self.base.policy.on
                if not since <= on < until:
                    function, context = self._version(on)
                    since, until = context.policy.span
            hits, values = function(cells)
            found: Sequence[Finding] = ()
            if hits or odd_cells:
                found = self._row_findings(number, cells, hits, context, odd_cells)
                findings += found
            facts = make_facts(values)
            for see in sees:
                see(number, facts)
            if common is not None:
                shared = values[common]
                seen = alike.get(id(shared))
                if seen:
                    seen[2] += 1
                else:
                    alike[id(shared)] = [number, shared, 1]
            if sink and (wanted is None or values[wanted]):
                sink(CheckedRow(self.table, number, cells, facts, found, context, blocked))
        for number, cells in self.table.sums:
            summed = make_facts(function(cells)[1])
            for rule in self.totals:
                rule.total(number, summed)

    def part(self) -> Part:
        """What was found so far, for another process."""
        gathered = [rule.everybody for rule in self.whole]
        return Part(self.count, self.findings, list(self.alike.values()), self.gaps, gathered)

    def take(self, part: Part) -> None:
        """What another process found in the next rows, as if they had been looked at here."""
        self.count += part.rows
        self.findings += part.findings
        self.alike |= {id(seen[1]): seen for seen in part.alike}
        self.gaps |= part.gaps
        for rule, gathered in zip(self.whole, part.gathered, strict=True):
            rule.everybody.extend(gathered)

    def end(self) -> list[Finding]:
        """All findings, in sheet order, once the rows have been looked at."""
        findings = [*self._header_findings(), *self.findings]
        over_alike = [make(self.base) for make in self.checks.alike]
        for one in over_alike:
            for first, facts, rows in self.alike.values():
                one.see(first, facts, rows)
        ends = [*self.whole, *over_alike, *self.totals]
        for rule in ends:
            findings += [self.remark(r) for r in rule.end() if self._has_clause(r.id)]
        if self.checks.foot and self.count:
            foot = self.checks.foot(self.table.notes, self.base)
            findings += [self._of_table(*remark[2:]) for remark in foot if self._has_clause(remark.id)]
        if not self.count:
            empty = "各栏都空着" if self.table.form.labels else "只有表头，没有数据行"
            findings.append(self._of_table("X-05", "unchecked", f"{empty}，未校验", "填写数据后再校验"))
        findings += self.gaps.values()
        return sorted(findings, key=lambda f: (f.row, len(f.cell), f.cell))  # of one row, F7 comes before AA7

    def remark(self, remark: Remark) -> Finding:
        """A finding from a rule over the whole table."""
        at = self.table.columns.get(remark.column)
        return self._finding(remark.row, at, remark.id, remark.severity, remark.message, remark.suggestion, self.base)

    def _has_clause(self, id: str) -> bool:
        if self.base.clause(id) is None:
            self._no_rule(id, self.base)
            return False
        return True

    def _version(self, on: date) -> tuple[RowFunction, Context]:
        """The row function for the notices in force on a day; compiled once for each set of them."""
        if on not in self._versions:
            context = self.base if on == self.base.policy.on else self.base.on(on)
            span = context.policy.span
            if span not in self._versions:
                facts = tuple(self.checks.facts.values())
                function = context.compile(self.requirements, facts, self.table.columns, self.derived)
                self._versions[span] = function, context
            self._versions[on] = self._versions[span]
        return self._versions[on]

    def _has_register(self, requirement: Requirement) -> bool:
        name = requirement.register
        if not name or getattr(self.base.registers, name) is not None:
            return True
        self.gaps[name] = self._of_table(
            requirement.id, "unchecked", f"没有提供“{_REGISTERS[name]}”表，未核对", "在工作簿中加一张该表（命令行也可用 --register 指定）"
        )  # fmt: skip
        return False

    def _header_findings(self) -> list[Finding]:
        table = self.table
        place = "栏" if table.form.labels else "列"
        found = [
            self._of_table("X-05", "error", f"没有“{COLUMNS[key].header}”{place}，相关内容不能校验", f"补上该{place}")
            for key in table.missing if key not in self.derived
        ]  # fmt: skip
        found += [
            self._of_table(
                "X-05", "error", f"“{header}”{place}有两{place}，只校验了第一{place}", f"保留一{place}，另一{place}改名"
            )
            for header in table.repeated
        ]
        if table.form.key not in CHECKS:
            found.append(
                self._of_table("X-05", "unchecked", f"{table.form.title}的评选条件本版本还不校验", "请人工审核")
            )
        return found

    def _row_findings(
        self, number: int, cells: Sequence[Any], hits: Sequence[Hit], context: Context, odd_cells: bool
    ) -> list[Finding]:
        """Findings of one row; what follows only from a cell already blamed is not said twice."""
        found: list[Finding] = []
        layout = self.table.columns
        blamed: set[int] = set()
        odd: set[int] = set()
        if odd_cells:
            odd = set(self.table.columns.values()).intersection(error_cells(cells))
            for cell in sorted(odd):
                said = f"单元格为“{cells[cell]}”，不能校验", "改正公式，或填写数值"
                if cells[cell] == UNCALCULATED:
                    said = "公式没有计算结果，不能校验", "在 Excel 或 WPS 中打开并保存一次，再校验"
                found.append(self._finding(number, cell, "X-07", "error", *said, context))
        for hit in sorted(hits, key=lambda h: h[1] is None):
            requirement = self.requirements[hit[0]]
            cause = None
            if hit[1] is False:
                if not any(key in layout or key in self.derived for key in requirement.tested):
                    continue  # all its columns are absent, which has been said
                severity = requirement.severity
            else:
                severity = requirement.unknown
                cause = unknown_column(requirement, hit, cells, layout, context, self.derived)
                if cause is None and (absent := absent_columns(requirement, layout, self.derived)):
                    self._gap(requirement, absent)
                    continue
                if context.clause(requirement.id) is None:
                    self._no_rule(requirement.id, context)
                    continue
                if titles := unset(requirement, cause, context):
                    self._unset(requirement, titles)
                    continue
            at = layout.get(cause or requirement.blames)
            if at is None:
                at = next((layout[k] for k in self._rests_on(hit[0]) if k in layout), None)
            if at in odd or (hit[1] is None and at in blamed):
                continue
            if severity != "warning" and at is not None:
                blamed.add(at)
            message = sentence(requirement, hit, cells, layout, context, self.derived)
            found.append(self._finding(number, at, requirement.id, severity, message, requirement.suggestion, context))
        return found

    def _rests_on(self, number: int) -> Sequence[str]:
        """The columns that a requirement rests on."""
        known = self.base.rests_on
        key = self.checks.form, self._layout, number
        if key not in known:
            of = self.requirements[number]
            known[key] = tuple(
                key for node in (of.test, of.when) for key in sources(node, self.table.columns, self.derived)
            )
        return known[key]

    def _gap(self, requirement: Requirement, absent: Sequence[str]) -> None:
        """A check that a missing optional column prevents, said once a table."""
        headers = "、".join(f"“{COLUMNS[k].header}”" for k in absent)
        place = "栏" if self.table.form.labels else "列"
        if not set(absent) & set(self.table.missing):
            self.gaps.setdefault(
                requirement.id + headers,
                self._of_table(requirement.id, "unchecked", f"没有{headers}{place}，未校验", f"需要时补上该{place}"),
            )

    def _unset(self, requirement: Requirement, titles: str) -> None:
        """A check that an empty setting prevents, said once a table."""
        self.gaps.setdefault(
            requirement.id + titles,
            self._of_table(
                requirement.id, "unchecked", f"{titles}未设置，未校验", f"向主管部门确认后，在“设置”中填写{titles}"
            ),
        )

    def _no_rule(self, id: str, context: Context) -> None:
        """A check for which the place has no clause, said once a table."""
        said = f"{context.policy.place}没有相应规定（未设置），未校验"
        self.gaps.setdefault(
            id + said, self._of_table(id, "unchecked", said, "确认地区和日期；如确有文件，请联系维护者补入")
        )

    def _of_table(self, id: str, severity: Severity, message: str, suggestion: str) -> Finding:
        """A finding about the table as a whole, at its header."""
        return self._finding(self.table.header_row, None, id, severity, message, suggestion, self.base)

    def _finding(
        self, row: int, at: int | None, id: str, severity: Severity, message: str, suggestion: str, context: Context
    ) -> Finding:
        header = self.headers.get(at, "")
        row, column = self.table.place(row, at)
        cited = cite(id, context.clause(id))
        return Finding(self.table.sheet, cell_name(row, column), row, header, id, severity, message, suggestion, *cited)


@cache
def _facts_type(form: str) -> Any:
    """A named tuple of the form's facts."""
    checks = CHECKS.get(form)
    names = tuple(checks.facts) if checks else ()
    made: Any = namedtuple("Facts", names)  # type: ignore[misc]
    reduce = lambda facts: (_facts_of, (form, tuple(facts)))  # noqa: E731
    return type("Facts", (made,), {"__slots__": (), "__reduce__": reduce})


def _facts_of(form: str, values: Sequence[Any]) -> Any:
    """The facts that another process found."""
    return _facts_type(form)._make(values)
