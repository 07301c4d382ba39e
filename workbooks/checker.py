"""Check workbooks: tables found, rules applied, findings in sheet order. The same for files and for open books."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jineng.validators.columns import COLUMNS
from jineng.validators.compiler import Hit, RowFunction
from jineng.validators.contests import Catalogue, contest
from jineng.validators.context import Context
from jineng.validators.expressions import columns_of
from jineng.validators.findings import (
    FileReport,
    Finding,
    Report,
    Table,
    absent_columns,
    cell_name,
    cite,
    error_cells,
    sentence,
    unknown_column,
)
from jineng.validators.programmes import CHECKS
from jineng.validators.programmes.cross import Entry, compare
from jineng.validators.registers import Registers
from jineng.validators.rules import Checks, Remark, Requirement, Severity
from jineng.validators.settings import SETTINGS, Settings, read_settings, shown
from jineng.validators.values import day, text
from jineng.workbooks.sheets import Sheet, Unreadable, read_sheets
from jineng.workbooks.tables import FoundTable, NearMiss, find_tables

_SIDE_FORMS = frozenset({"settings", "occupations", "certificates_held", "experts_held", "holidays", "plan"})


@dataclass
class Aids:
    """What is known besides a workbook's own sheets: settings and registers given for the whole run.

    base      settings of a file, weaker than a workbook's 设置 sheet
    options   settings of the command line, stronger than both
    """

    base: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    registers: Sequence[tuple[str, Sequence[Mapping[str, Any]]]] = ()
    today: date = field(default_factory=date.today)


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One row of a table with what was found in it, for those who want to do more with it (export, marking)."""

    table: FoundTable
    number: int
    cells: Sequence[Any]
    facts: Any
    findings: Sequence[Finding]
    context: Context

    def text(self, key: str) -> str:
        """A cell's words by column key, "" where the sheet has no such column."""
        at = self.table.columns.get(key)
        return text(self.cells[at]) if at is not None else ""

    @property
    def why_not(self) -> str:
        """Why this row cannot be passed on, "" when it can."""
        return "；".join(f.message for f in self.findings if f.severity != "warning")


Sink = Callable[[CheckedRow], None]


def check_paths(paths: Iterable[Path], aids: Aids, progress: Callable[[Path], None] | None = None) -> Report:
    """Check workbook files one after another, then what only shows across them."""
    report, applied = Report(), []
    for path in paths:
        if progress:
            progress(path)
        file, entries = check_file(path, aids)
        report.files.append(file)
        applied.append((file, entries))
    across_files(applied)
    return report


def check_file(path: Path, aids: Aids, sink: Sink | None = None) -> tuple[FileReport, list["Applied"]]:
    """Check one file; an unreadable file is reported as such, never raised."""
    try:
        sheets = list(read_sheets(path))
        report, applied = check_sheets(sheets, aids, sink)
    except Unreadable as problem:
        return FileReport(path.name, error=str(problem)), []
    report.file = path.name
    return report, applied


def check_sheets(sheets: Sequence[Sheet], aids: Aids, sink: Sink | None = None) -> tuple[FileReport, list["Applied"]]:
    """Check the sheets of one workbook together."""
    side, main = _divide(sheets)
    while True:
        run = _Workbook(aids, side, sink)
        late = [found for sheet in main for found in run.check(sheet)]
        if not late:
            return run.close()
        side = [*side, *late]  # a register stood below a table: once more, with it


def _divide(sheets: Sequence[Sheet]) -> tuple[list["SideTable"], list[Sheet]]:
    """Registers and settings read at once; sheets with other tables are left for later."""
    side: list[SideTable] = []
    main = []
    for sheet in sheets:
        first = next(find_tables(sheet), None)
        if first and first.form.key in _SIDE_FORMS:
            side += [SideTable.read(t) for t in find_tables(sheet) if t.form.key in _SIDE_FORMS]
        if not first or first.form.key in CHECKS or first.form.key not in _SIDE_FORMS:
            main.append(sheet)
    return side, main


@dataclass(frozen=True)
class SideTable:
    """A register, a plan or the settings, with its rows in memory."""

    sheet: str
    form: str
    header_row: int
    rows: tuple[tuple[int, Mapping[str, Any]], ...]
    columns: Mapping[str, int]

    @classmethod
    def read(cls, table: FoundTable) -> "SideTable":
        rows = tuple((n, {k: cells[at] for k, at in table.columns.items()}) for n, cells in table.rows)
        return cls(table.sheet, table.form.key, table.header_row, rows, dict(table.columns))


class _Workbook:
    """One pass over a workbook's sheets."""

    def __init__(self, aids: Aids, side: Sequence[SideTable], sink: Sink | None) -> None:
        self.aids, self.side, self.sink = aids, side, sink
        self.report = FileReport("")
        self.misses: list[NearMiss] = []
        self.winners: list[Entry] = []
        self.applied: list[Applied] = []
        self.seen = {(t.sheet, t.header_row) for t in side}
        self.context = self._context()

    def _context(self) -> Context:
        given = dict(self.aids.base)
        registers = Registers()
        plan: list[Mapping[str, Any]] = []
        tables = [*self.aids.registers, *((t.form, [r for _, r in t.rows]) for t in self.side)]
        for form, rows in tables:
            if form == "plan":
                plan += rows
            elif form != "settings":
                registers.add(form, rows)
        for table in self.side:
            self.report.tables.append(Table(table.sheet, table.form, table.header_row, len(table.rows)))
            if table.form == "settings":
                given |= self._settings(table)
        settings = Settings({**given, **self.aids.options})
        self.report.settings = {SETTINGS[k].title: shown(v) for k, v in settings.given.items()}
        keys = ("contest_class", "serial", "contest", "organisers", "items", "enquiry_phone", "planned_final")
        catalogue = Catalogue((contest(*(r.get(k) for k in keys)) for r in plan), "竞赛计划表") if plan else None
        return Context.of(settings, registers, catalogue, self.aids.today)

    def _settings(self, table: SideTable) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for number, row in table.rows:
            found, problems = read_settings([(row["setting_title"], row["setting_value"])])
            given |= found
            at = cell_name(number, table.columns["setting_value"] + 1)
            self.report.findings += [
                Finding(table.sheet, at, number, "值", "X-05", "error" if "不能识别" in p or "可选" in p else "warning", p,
                        "照“说明”改正；不需要的行可删去", "设置", "", "") for p in problems
            ]  # fmt: skip
        return given

    def check(self, sheet: Sheet) -> Iterator[SideTable]:
        """Check a sheet's tables; registers met here for the first time are handed back."""
        for table in find_tables(sheet, self.misses):
            if table.form.key in _SIDE_FORMS:
                if (table.sheet, table.header_row) not in self.seen and table.form.key != "plan":
                    yield SideTable.read(table)
                if table.form.key not in CHECKS:
                    continue
            checker = TableChecker(table, self.context)
            self.report.findings += checker.run(self._row, bool(sheet.odd))
            if table.form.key in _SIDE_FORMS:
                continue
            self.report.tables.append(
                Table(table.sheet, table.form.key, table.header_row, checker.count, table.hidden)
            )  # fmt: skip

    def _row(self, row: CheckedRow) -> None:
        form, facts = row.table.form.key, row.facts
        key = row.context.registers.occupation_key
        if form == "results" and facts.winner:
            self.winners.append(Entry(
                row.table.sheet, row.number, facts.id_number, key(facts.occupation), facts.contest and facts.contest.name,
                facts.promoted, facts.final_date, facts.remark or "", row.why_not,
            ))  # fmt: skip
        elif form == "certificate":
            entry = Entry(row.table.sheet, row.number, facts.id_number, key(facts.occupation),
                          facts.contest and facts.contest.name, facts.promoted, facts.contest_time, facts.remark or "")  # fmt: skip
            at = row.table.columns.get("id_number", 0)
            self.applied.append(Applied(entry, facts.name or "", cell_name(row.number, at + 1)))
        if self.sink:
            self.sink(row)

    def close(self) -> tuple[FileReport, list["Applied"]]:
        entries = [a.entry for a in self.applied]
        for sheet, remark in compare(self.winners, entries, self.aids.today, self.context):
            self.report.findings.append(_remark(remark, sheet, {}, self.context))
        if not self.report.tables:
            self.report.error = self._nothing_found()
        return self.report, self.applied

    def _nothing_found(self) -> str:
        if not self.misses:
            return "没有找到可以校验的表：没有一行像表头（如“姓名、身份证号、理论成绩、实操成绩……”）"
        best = max(self.misses, key=lambda m: len(m.found))
        return (f"没有找到可以校验的表。工作表“{best.sheet}”第{best.row}行像“{best.form.title}”的表头"
                f"（有{'、'.join(best.found[:6])}），但缺少{'、'.join(best.lacking)}列")  # fmt: skip


@dataclass(frozen=True)
class Applied:
    """A person in a certificate table, for the comparison across files."""

    entry: Entry
    name: str
    cell: str


class TableChecker:
    """Applies a form's checks to the rows of one table."""

    def __init__(self, table: FoundTable, context: Context) -> None:
        self.table, self.base = table, context
        self.checks = CHECKS.get(table.form.key) or Checks(table.form.key, (), {})
        self.facts = _facts_type(self.checks.form)
        self.count = 0
        self.gaps: dict[str, Finding] = {}
        self.versions: dict[Any, tuple[RowFunction, Context]] = {}
        self.requirements = tuple(r for r in self.checks.requirements if self._has_register(r))

    def run(self, sink: Sink | None = None, odd_cells: bool = False) -> list[Finding]:
        """All findings of the table, in sheet order."""
        findings = self._header_findings()
        whole = [make(self.base) for make in self.checks.whole]
        function, context = self._version(self.base)
        final = None if self.base.settings["as_of"] else self.table.layout.get("final_date")
        since, until = context.policy.span
        for number, cells in self.table.rows:
            self.count += 1
            if final is not None and (on := day(cells[final])) and not since <= on < until:
                function, context = self._version(self.base.on(on))
                since, until = context.policy.span
            hits, values = function(cells)
            found: list[Finding] = []
            if hits or odd_cells:
                found = self._row_findings(number, cells, hits, context, odd_cells)
                findings += found
            facts = self.facts._make(values)
            for rule in whole:
                rule.see(number, facts)
            if sink:
                sink(CheckedRow(self.table, number, cells, facts, found, context))
        for rule in whole:
            findings += [_remark(r, self.table.sheet, self.table.columns, self.base) for r in rule.end()]
        if not self.count:
            findings.append(self._finding(self.table.header_row, None, "X-05", "unchecked", "只有表头，没有数据行，未校验",
                                          "填写数据后再校验"))  # fmt: skip
        findings += self.gaps.values()
        order = {cell_name(0, at + 1): at for at in self.table.columns.values()}
        return sorted(findings, key=lambda f: (f.row, order.get(f.cell.rstrip("0123456789") + "0", -1)))

    def _version(self, context: Context) -> tuple[RowFunction, Context]:
        """The row function for the notices in force; compiled once for each set of them."""
        notices = context.policy.notices
        if notices not in self.versions:
            compiled = context.compile(
                self.requirements, tuple(self.checks.facts.values()), self.table.layout, self.checks.derived
            )  # fmt: skip
            self.versions[notices] = compiled, context
        return self.versions[notices][0], context

    def _has_register(self, requirement: Requirement) -> bool:
        name = requirement.register
        if not name or getattr(self.base.registers, name) is not None:
            return True
        title = {"certificates": "已有证书", "filings": "职业目录（已备案栏）", "holders": "技能手名册"}[name]
        self.gaps[name] = self._finding(self.table.header_row, None, requirement.id, "unchecked",
                                        f"没有提供“{title}”表，未核对", "在工作簿中加一张该表，或用 --register 指定")  # fmt: skip
        return False

    def _header_findings(self) -> list[Finding]:
        table, row = self.table, self.table.header_row
        found = [self._finding(row, None, "X-05", "error", f"没有“{COLUMNS[key].header}”列，相关内容不能校验",
                               "补上该列") for key in table.missing]  # fmt: skip
        found += [self._finding(row, None, "X-05", "error", f"“{header}”列有两列，只校验了第一列",
                                "保留一列，另一列改名") for header in table.repeated]  # fmt: skip
        if table.form.key not in CHECKS:
            found.append(
                self._finding(
                    row, None, "X-05", "unchecked", f"{table.form.title}的评选条件本版本还不校验", "请人工审核"
                )
            )
        return found

    def _row_findings(
        self, number: int, cells: Sequence[Any], hits: Sequence[Hit], context: Context, odd_cells: bool
    ) -> list[Finding]:
        """Findings of one row; what follows only from a cell already blamed is not said twice."""
        found: list[Finding] = []
        blamed: set[int] = set()
        odd: set[int] = set()
        if odd_cells:
            odd = set(self.table.columns.values()).intersection(error_cells(cells))
            for at in sorted(odd):
                found.append(self._finding(number, at, "X-07", "error", f"单元格为“{cells[at]}”，不能校验",
                                               "改正公式，或填写数值"))  # fmt: skip
        layout = self.table.layout
        for hit in sorted(hits, key=lambda h: h[1] is None):
            requirement = self.requirements[hit[0]]
            cause = None
            if hit[1] is False:
                if not any(key in layout for key in columns_of(requirement.test)):
                    continue
                severity = requirement.severity
            else:
                severity = requirement.unknown
                cause = unknown_column(requirement, cells, layout, context)
                if cause is None and (absent := absent_columns(requirement, layout, self.checks.derived)):
                    self._gap(requirement, absent)
                    continue
            at = next(layout[key] for key in (cause or requirement.blames, *requirement.columns) if key in layout)
            if at in odd or (hit[1] is None and at in blamed):
                continue
            if severity != "warning":
                blamed.add(at)
            message = sentence(requirement, hit, cells, layout, context)
            found.append(self._finding(number, at, requirement.id, severity, message, requirement.suggestion, context))
        return found

    def _gap(self, requirement: Requirement, absent: Sequence[str]) -> None:
        """A check that a missing optional column prevents, said once a table."""
        headers = "、".join(f"“{COLUMNS[k].header}”" for k in absent)
        if not set(absent) & set(self.table.missing):
            self.gaps.setdefault(requirement.id + headers, self._finding(
                self.table.header_row, None, requirement.id, "unchecked", f"没有{headers}列，未校验", "需要时补上该列"))  # fmt: skip

    def _finding(
        self, row: int, at: int | None, id: str, severity: Severity, message: str, suggestion: str,
        context: Context | None = None,
    ) -> Finding:  # fmt: skip
        context = context or self.base
        column = next((COLUMNS[k].header for k, p in self.table.columns.items() if p == at), "")
        where = cell_name(row, (at if at is not None else min(self.table.columns.values())) + 1)
        return Finding(self.table.sheet, where, row, column, id, severity, message, suggestion,
                       *cite(id, context.clause(id)))  # fmt: skip


def across_files(files: Sequence[tuple[FileReport, Sequence[Applied]]]) -> None:
    """A certificate asked for twice in different files (P-A2-09), one ID number with two names (X-03)."""
    asked: dict[tuple[str, str], str] = {}
    names: dict[str, tuple[str, str]] = {}
    for report, applied in files:
        for one in applied:
            number = one.entry.number
            if not number:
                continue
            first = asked.setdefault((number, one.entry.occupation), report.file)
            if first != report.file:
                report.findings.append(
                    _across(one, "P-A2-09", f"“{first}”中已申领同一职业（工种）的证书", "核对后只保留一处")
                )
            known, first = names.setdefault(number, (one.name, report.file))
            if known != one.name:
                report.findings.append(_across(one, "X-03", f"与“{first}”中身份证号相同而姓名不同", "照身份证改正"))


def _across(one: Applied, id: str, message: str, suggestion: str) -> Finding:
    entry = one.entry
    clause = Context.of().clause(id)
    return Finding(entry.sheet, one.cell, entry.row, COLUMNS["id_number"].header, id, "error", message, suggestion,
                   *cite(id, clause))  # fmt: skip


def _remark(remark: Remark, sheet: str, columns: Mapping[str, int], context: Context) -> Finding:
    at = columns.get(remark.column, min(columns.values(), default=0))
    return Finding(
        sheet, cell_name(remark.row, at + 1), remark.row, COLUMNS[remark.column].header, remark.id, remark.severity,
        remark.message, remark.suggestion, *cite(remark.id, context.clause(remark.id)),
    )  # fmt: skip


@cache
def _facts_type(form: str) -> Any:
    """A named tuple of the form's facts."""
    checks = CHECKS.get(form)
    return namedtuple("Facts", tuple(checks.facts) if checks else ())


def read_registers(paths: Iterable[Path]) -> list[tuple[str, Sequence[Mapping[str, Any]]]]:
    """The registers in workbooks given for a whole run; raises Unreadable when one holds none."""
    found: list[tuple[str, Sequence[Mapping[str, Any]]]] = []
    for path in paths:
        try:
            side, _ = _divide(list(read_sheets(path)))
        except Unreadable as problem:
            raise Unreadable(f"登记表“{path.name}”：{problem}") from problem
        tables = [(t.form, [row for _, row in t.rows]) for t in side if t.form != "settings"]
        if not tables:
            raise Unreadable(f"登记表“{path.name}”中没有找到职业目录、已有证书、技术能手名册、节假日表或竞赛计划表")
        found += tables
    return found
