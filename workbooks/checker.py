"""Check workbooks: tables found, rules applied, findings in sheet order. The same for files and for open books."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from jineng.validators.columns import COLUMNS
from jineng.validators.contests import Catalogue, contest
from jineng.validators.context import Context
from jineng.validators.findings import FileReport, Finding, Report, Table, cell_name, cite
from jineng.validators.identity import id_number
from jineng.validators.levels import level
from jineng.validators.programmes import CHECKS
from jineng.validators.programmes.cross import Entry, compare, repeated
from jineng.validators.registers import Registers, ceiling
from jineng.validators.rules import Remark, Severity
from jineng.validators.settings import SETTINGS, Settings, read_settings, shown
from jineng.validators.values import day, is_blank, text
from jineng.workbooks.labels import find_forms
from jineng.workbooks.sheets import Sheet, Unreadable, read_sheets
from jineng.workbooks.table_checker import CheckedRow, Sink, TableChecker
from jineng.workbooks.tables import FoundTable, NearMiss

#: Tables that tell something about the others; a plan is checked besides.
_SIDE_FORMS = frozenset({"settings", "occupations", "certificates_held", "experts_held", "holidays", "plan"})


@dataclass
class Aids:
    """What is known besides a workbook's own sheets: settings and registers given for the whole run.

    base     settings of a file, weaker than a workbook's 设置 sheet
    options  settings of the command line, stronger than both
    """

    base: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    registers: Sequence[tuple[str, Sequence[Mapping[str, Any]]]] = ()
    today: date = field(default_factory=date.today)


def check_paths(paths: Iterable[Path], aids: Aids) -> Report:
    """Check workbook files one after another, then what only shows across them."""
    checked = [(path, *check_file(path, aids)) for path in paths]
    report = Report([file for _, file, _ in checked])
    applied: list[Entry] = []
    for label, (_, file, entries) in zip(_labels([path for path, *_ in checked]), checked, strict=True):
        file.file = label
        applied += [replace(e, file=label) for e in entries]
    by_name = {file.file: file for file in report.files}
    for entry, remark in repeated(applied, lambda e: e.file, "error"):
        by_name[entry.file].findings.append(_finding(entry, remark, Context.of()))
    return report


def _labels(paths: Sequence[Path]) -> Iterator[str]:
    """Each file's name, with as many folders in front as it takes to tell it from the others."""
    for path in paths:
        parts = path.absolute().parts
        others = [other.absolute().parts for other in paths if other.name == path.name and other != path]
        depth = next((n for n in range(1, len(parts)) if all(o[-n:] != parts[-n:] for o in others)), len(parts))
        yield "/".join(parts[-depth:])


def check_file(path: Path, aids: Aids, sink: Sink | None = None) -> tuple[FileReport, list[Entry]]:
    """Check one file, and name the people in its certificate tables; an unreadable file is reported, never raised."""
    try:
        return check_sheets(list(read_sheets(path)), aids, sink, path.name)
    except Unreadable as problem:
        return FileReport(path.name, error=str(problem)), []


def check_sheets(
    sheets: Sequence[Sheet], aids: Aids, sink: Sink | None = None, name: str = ""
) -> tuple[FileReport, list[Entry]]:
    """Check the sheets of one workbook together."""
    side, main = _divide(sheets)
    while True:
        run = _Workbook(name, aids, side, sink)
        late = [found for sheet in main for found in run.check(sheet)]
        if not late:
            return run.close()
        side = [*side, *late]  # a register stood below a table: once more, with it


def read_registers(paths: Iterable[Path]) -> list[tuple[str, Sequence[Mapping[str, Any]]]]:
    """The registers in workbooks given for a whole run; raises Unreadable when one holds none."""
    found: list[tuple[str, Sequence[Mapping[str, Any]]]] = []
    for path in paths:
        try:
            side, _ = _divide(list(read_sheets(path)))
        except Unreadable as problem:
            raise Unreadable(f"登记表“{path.name}”：{problem}") from problem
        for table in side:
            if table.missing and table.form not in CHECKS:
                raise Unreadable(f"登记表“{path.name}”的工作表“{table.sheet}”缺少{'、'.join(table.missing)}列")
        tables = [(t.form, [row for _, row in t.rows]) for t in side if t.form != "settings"]
        if not tables:
            raise Unreadable(f"登记表“{path.name}”中没有找到职业目录、已有证书、技术能手名册、节假日表或竞赛计划表")
        found += tables
    return found


def _divide(sheets: Sequence[Sheet]) -> tuple[list["_SideTable"], list[Sheet]]:
    """Registers and settings read at once; sheets with other tables are left for later."""
    side: list[_SideTable] = []
    main = []
    for sheet in sheets:
        first = next(find_forms(sheet), None)
        if not first or first.form.key not in _SIDE_FORMS:
            main.append(sheet)
            continue
        forms = set()
        for table in find_forms(sheet):
            forms.add(table.form.key)
            if table.form.key in _SIDE_FORMS:
                side.append(_SideTable.read(table))
        if any(form in CHECKS or form not in _SIDE_FORMS for form in forms):
            main.append(sheet)
    return side, main


@dataclass(frozen=True)
class _SideTable:
    """A register, a plan or the settings, with its rows in memory."""

    sheet: str
    form: str
    header_row: int
    rows: tuple[tuple[int, Mapping[str, Any]], ...]
    columns: Mapping[str, int]
    hidden: bool
    missing: tuple[str, ...]

    @classmethod
    def read(cls, table: FoundTable) -> "_SideTable":
        rows = tuple((n, {k: cells[at] for k, at in table.columns.items()}) for n, cells in table.rows)
        return cls(table.sheet, table.form.key, table.header_row, rows, dict(table.columns), table.hidden,
                   tuple(COLUMNS[k].header for k in table.missing))  # fmt: skip


def _register_faults(table: _SideTable) -> Iterator[Finding]:
    """A register that cannot be used, and rows of it that say nothing: they are told, not passed over."""
    cited = cite("X-05", Context.of().clause("X-05"))
    if table.form in CHECKS or table.form == "settings":
        return
    if table.missing:
        yield Finding(table.sheet, cell_name(table.header_row, 1), table.header_row, "", "X-05", "error",
                      f"没有{'、'.join(table.missing)}列，这张登记表没有使用", "补上该列", *cited)  # fmt: skip
        return
    for number, row in table.rows:
        for key, read in (("id_number", id_number), ("held_level", level), ("max_level", ceiling), ("holiday", day)):
            if key in row and read(row[key]) is None and not (key == "max_level" and is_blank(row[key])):
                yield Finding(table.sheet, cell_name(number, table.columns[key] + 1), number, COLUMNS[key].header, "X-05",
                              "unchecked", f"{COLUMNS[key].header}“{text(row[key])}”读不出，这一行没有用来核对", "更正后再校验",
                              *cited)  # fmt: skip


class _Workbook:
    """One pass over a workbook's sheets."""

    def __init__(self, name: str, aids: Aids, side: Sequence[_SideTable], sink: Sink | None) -> None:
        self.aids, self.side, self.sink = aids, side, sink
        self.report = FileReport(name)
        self.misses: list[NearMiss] = []
        self.winners: list[Entry] = []
        self.contests: set[str] = set()
        self.rows: list[CheckedRow] = []
        self.applied: list[Entry] = []
        self.context = self._context()

    def _context(self) -> Context:
        given = dict(self.aids.base)
        registers = Registers()
        plan: list[Mapping[str, Any]] = []
        usable = [t for t in self.side if not t.missing]
        for form, rows in [*self.aids.registers, *((t.form, [r for _, r in t.rows]) for t in usable)]:
            if form == "plan":
                plan += rows
            elif form != "settings":
                registers.add(form, rows)
        for table in self.side:
            self.report.tables.append(
                Table(table.sheet, table.form, table.header_row, len(table.rows), table.hidden)
            )  # fmt: skip
            self.report.findings += _register_faults(table)
            if table.form == "settings":
                given |= self._settings(table)
        settings = Settings({**given, **self.aids.options})
        self.report.settings = {SETTINGS[k].title: shown(v) for k, v in settings.given.items()}
        keys = ("contest_class", "serial", "contest", "organisers", "items", "enquiry_phone", "planned_final")
        catalogue = Catalogue(contest(*(r.get(k) for k in keys)) for r in plan) if plan else None
        return Context.of(settings, registers, catalogue, settings["final_day"] or self.aids.today)

    def _settings(self, table: _SideTable) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for number, row in table.rows:
            found, problems = read_settings([(row["setting_title"], row["setting_value"])])
            given |= found
            at = cell_name(number, table.columns["setting_value"] + 1)
            for problem in problems:
                severity: Severity = "warning" if problem.startswith("没有名为") else "error"
                self.report.findings.append(Finding(
                    table.sheet, at, number, "值", "X-11", severity, problem, "改成能识别的写法；不需要的行可删去",
                    *cite("X-11", Context.of().clause("X-11")),
                ))  # fmt: skip
        return given

    def check(self, sheet: Sheet) -> Iterator[_SideTable]:
        """Check a sheet's tables; registers met here for the first time are handed back."""
        seen = {(t.sheet, t.header_row) for t in self.side}
        for table in find_forms(sheet, self.misses):
            form = table.form.key
            if form in _SIDE_FORMS and (table.sheet, table.header_row) not in seen:
                yield _SideTable.read(table)
            elif form in CHECKS or form not in _SIDE_FORMS:
                checker = TableChecker(table, self.context)
                self.report.findings += checker.run(self._row, bool(sheet.odd))
                if form not in _SIDE_FORMS:
                    self.report.tables.append(
                        Table(table.sheet, form, table.header_row, checker.count, table.hidden)
                    )  # fmt: skip

    def _row(self, row: CheckedRow) -> None:
        form, facts = row.table.form.key, row.facts
        if form == "results" and facts.contest:
            self.contests.add(facts.contest.name)
        if form == "certificate" or (form == "results" and facts.winner):
            when = facts.final_date if form == "results" else facts.contest_time
            why_not = ""
            if form == "results":
                why_not = row.why_not or ("" if facts.eligible else "晋升条件没有全部校验")
            entry = Entry(
                self.report.file, row.table.sheet, row.number, facts.name or "", facts.id_number,
                row.context.registers.occupation_key(facts.occupation), facts.contest and facts.contest.name,
                facts.promoted, when, facts.remark or "", why_not, row.table.columns, row.text("award"),
            )  # fmt: skip
            (self.winners if form == "results" else self.applied).append(entry)
        if self.sink:
            self.rows.append(row)

    def close(self) -> tuple[FileReport, list[Entry]]:
        across = [
            *repeated(self.winners, _table_and_contest, "warning"),
            *repeated(self.applied, _table_and_contest, "error"),
            *compare(self.winners, self.applied, self.contests, self.aids.today, self.context),
        ]
        self.report.findings += [_finding(e, r, self.context) for e, r in across if self.context.clause(r.id)]
        for row in self.rows:  # only now: a register below the table may have made the pass start anew
            if self.sink:
                self.sink(row)
        if not any(t.form == "results" for t in self.report.tables):
            self.report.findings += [self._not_compared(t) for t in self.report.tables if t.form == "certificate"]
        if not self.report.tables:
            self.report.error = self._nothing_found()
        else:
            self.report.findings += [self._missed(miss) for miss in self.misses]
        return self.report, self.applied

    def _nothing_found(self) -> str:
        if not self.misses:
            return "没有找到可以校验的表：没有一行像表头（如“姓名、身份证号、理论成绩、实操成绩……”）"
        best = max(self.misses, key=lambda m: len(m.found))
        return f"没有找到可以校验的表。工作表“{best.sheet}”第{best.row}行{best}"

    def _not_compared(self, table: Table) -> Finding:
        """A certificate table without the results it rests on."""
        cited = cite("P-A2-14", self.context.clause("P-A2-14"))
        return Finding(table.sheet, cell_name(table.header_row, 1), table.header_row, "", "P-A2-14", "unchecked",
                       "同一工作簿中没有成绩表，未与成绩核对", "把成绩表放在同一工作簿中再校验", *cited)  # fmt: skip

    def _missed(self, miss: NearMiss) -> Finding:
        cited = cite("X-05", Context.of().clause("X-05"))
        return Finding(miss.sheet, cell_name(miss.row, 1), miss.row, "", "X-05", "unchecked", f"{miss}，未校验",
                       "是要校验的表，请补上表头；不是的不必管", *cited)  # fmt: skip


def _table_and_contest(entry: Entry) -> tuple[int, str | None]:
    return id(entry.columns), entry.contest


def _finding(entry: Entry, remark: Remark, context: Context) -> Finding:
    """A finding about a person named in a table."""
    at = entry.columns.get(remark.column, min(entry.columns.values()))
    return Finding(
        entry.sheet, cell_name(remark.row, at + 1), remark.row, COLUMNS[remark.column].header, remark.id,
        remark.severity, remark.message, remark.suggestion, *cite(remark.id, context.clause(remark.id)),
    )  # fmt: skip
