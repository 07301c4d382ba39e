"""Check workbooks: tables found, rules applied, findings in sheet order. The same for files and for open books."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jineng.validators.columns import COLUMNS
from jineng.validators.contests import Catalogue, contest
from jineng.validators.context import Context
from jineng.validators.findings import FileReport, Finding, Report, Table, cell_name, cite
from jineng.validators.programmes import CHECKS, chief_cross
from jineng.validators.programmes.chief_cross import Nominee
from jineng.validators.programmes.cross import Entry, compare, repeated
from jineng.validators.registers import Registers
from jineng.validators.repeats import Repeats
from jineng.validators.rules import Remark, Severity
from jineng.validators.settings import SETTINGS, Settings, read_settings, shown
from jineng.workbooks.copies import copies_in
from jineng.workbooks.labels import find_forms
from jineng.workbooks.marks import RESULT_SHEET
from jineng.workbooks.sheets import Sheet, Unreadable, read_sheets
from jineng.workbooks.side_tables import SIDE_FORMS, SideTable, divide, register_faults
from jineng.workbooks.table_checker import CheckedRow, Sink, TableChecker
from jineng.workbooks.tables import FoundTable, NearMiss

if TYPE_CHECKING:
    from jineng.workbooks.shares import Looked, Spread

#: Forms whose people may be named in another file too.
ACROSS = frozenset({"certificate", "chief", "chief_form"})
#: Those whose rows are compared with one another's at all.
_NAMED = ACROSS | {"results"}


class Aids:
    """What is known besides a workbook's own sheets: settings and registers given for the whole run.

    base     settings of a file, weaker than a workbook's 设置 sheet
    options  settings of the command line, stronger than both
    """

    def __init__(
        self,
        base: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
        registers: Sequence[tuple[str, Sequence[Mapping[str, Any]]]] = (),
        today: date | None = None,
    ) -> None:
        self.base, self.options, self.registers = base or {}, options or {}, registers
        self.today = today or date.today()


def _of_file(report: FileReport, message: str, suggestion: str) -> Finding:
    """A finding about a file as a whole, at its first table."""
    table = report.tables[0] if report.tables else None
    cited = cite("X-05", Context.of().clause("X-05"))
    sheet, row = (table.sheet, table.header_row) if table else ("", 1)
    return Finding(sheet, cell_name(row, 1), row, "", "X-05", "warning", message, suggestion, *cited)


class People(NamedTuple):
    """Whom a workbook names: in its certificate tables, and in 首席技师汇总表 or 申报表 that it does not compare itself."""

    applied: Sequence[Entry] = ()
    listed: Sequence[Nominee] = ()
    forms: Sequence[Nominee] = ()


#: What became of one file.
Checked = tuple[FileReport, People]


def check_paths(
    paths: Sequence[Path], aids: Aids, each: Callable[[Iterable[Path]], Iterable[Checked]] | None = None
) -> Report:
    """Check workbook files, then what only shows across them.

    each  paths → what became of them, in the same order; without it they are checked one after another, here
    """
    checked = list(each(paths) if each else (check_one(path, aids) for path in paths))
    report = Report([file for file, _ in checked])
    applied: list[Entry] = []
    listed: list[Nominee] = []
    forms: list[Nominee] = []
    labels = list(_labels(paths))
    copies = copies_in(paths, [tuple((e.sheet, e.row, e.number) for e in people.applied) for _, people in checked])
    for number, (file, people) in enumerate(checked):
        label = file.file = labels[number]
        if number in copies:
            said = f"与“{labels[copies[number]]}”内容相同，其中的人只比较一次"
            file.findings.insert(0, _of_file(file, said, "是留存的副本的不必管；不是的，核对是否重复报送"))
        else:
            applied += [e._replace(file=label) for e in people.applied]
        listed += [n._replace(file=label) for n in people.listed]
        forms += [n._replace(file=label) for n in people.forms]
    by_name = {file.file: file for file in report.files}
    context = Context.of(Settings({**aids.base, **aids.options}))
    for entry, remark in repeated(applied, lambda e: e.file, "error"):
        by_name[entry.file].findings.append(_finding(entry, remark, Context.of()))
    for nominee, remark in chief_cross.compare(listed, forms):
        if context.clause(remark.id):
            by_name[nominee.file].findings.append(_about(nominee.source, remark, context))
    return report


def _labels(paths: Sequence[Path]) -> Iterator[str]:
    """Each file's name, with as many folders in front as it takes to tell it from the others."""
    named: dict[str, list[Path]] = {}
    for path in paths:
        named.setdefault(path.name, []).append(path)
    for path in paths:
        if len(named[path.name]) == 1:
            yield path.name
            continue
        parts = path.absolute().parts
        others = [other.absolute().parts for other in named[path.name] if other != path]
        depth = next((n for n in range(1, len(parts)) if all(o[-n:] != parts[-n:] for o in others)), len(parts))
        yield "/".join(parts[-depth:])


def check_one(path: Path, aids: Aids, spread: "Spread | None" = None) -> Checked:
    """Check one file of many: a fault of ours is told as the file's, and the others go on.

    spread  for its large sheets
    """
    try:
        return check_file(path, aids, spread=spread)
    except Exception as problem:
        return failed(path, f"{type(problem).__name__}: {problem}")


def failed(path: Path, why: str) -> Checked:
    """A file whose check came to nothing through no fault of its own."""
    return FileReport(path.name, error=f"程序内部错误（{why}），请把这个文件报给维护者"), People()


def check_file(path: Path, aids: Aids, sink: Sink | None = None, spread: "Spread | None" = None) -> Checked:
    """Check one file, and name the people to be compared with other files'; an unreadable file is reported, never raised."""
    try:
        sheets = list(read_sheets(path))
        report, people = check_sheets(sheets, aids, sink, path.name, spread)
        xml = sheets[0].book if sheets else b""
        if b"<definedName " in xml:  # else no template of ours
            from jineng.workbooks.self_checking.stamps import template_faults

            report.findings[:0] = [_of_file(report, *fault) for fault in template_faults(xml)]
        return report, people
    except Unreadable as problem:
        return FileReport(path.name, error=str(problem)), People()


def check_sheets(
    sheets: Sequence[Sheet], aids: Aids, sink: Sink | None = None, name: str = "", spread: "Spread | None" = None
) -> tuple[FileReport, People]:
    """Check the sheets of one workbook together; what was written by an earlier check or by a button is none of them."""
    side, main = divide([sheet for sheet in sheets if sheet.name != RESULT_SHEET and not sheet.computed])
    while True:
        run = _Workbook(name, aids, side, sink, spread)
        late = [found for sheet in main for found in run.check(sheet)]
        if not late:
            return run.close()
        side = [*side, *late]  # a register stood below a table: once more, with it


@lru_cache(maxsize=64)
def _plain_context(settings: Settings, on: date, today: date) -> Context:
    """One context, with its compiled rules and what they remember, for all workbooks of a day that bring no registers."""
    return Context.of(settings, on=on)


class _Workbook:
    """One pass over a workbook's sheets."""

    def __init__(
        self, name: str, aids: Aids, side: Sequence[SideTable], sink: Sink | None = None, spread: "Spread | None" = None
    ) -> None:
        self.aids, self.side, self.sink, self.spread = aids, side, sink, spread
        self.report = FileReport(name)
        self.misses: list[NearMiss] = []
        self.winners = Repeats(_numbers)
        self.contests: set[str] = set()
        self.rows: list[CheckedRow] = []
        self.applied: list[Entry] = []
        self.nominees: dict[str, list[Nominee]] = {"chief": [], "chief_form": []}
        self.context = self._context()
        self.key_of = cache(self.context.registers.occupation_key)

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
                Table(table.sheet, table.form, table.header_row, table.filled, table.hidden)
            )  # fmt: skip
            self.report.findings += register_faults(table)
            if table.form == "settings":
                given |= self._settings(table)
        settings = Settings({**given, **self.aids.options})
        self.report.settings = {SETTINGS[k].title: shown(v) for k, v in settings.given.items()}
        on = settings["final_day"] or self.aids.today
        if not plan and not registers.filled:
            return _plain_context(settings, on, self.aids.today)
        keys = ("contest_class", "serial", "contest", "organisers", "items", "enquiry_phone", "planned_final")
        catalogue = Catalogue(contest(*(r.get(k) for k in keys)) for r in plan) if plan else None
        return Context.of(settings, registers, catalogue, on)

    def _settings(self, table: SideTable) -> dict[str, Any]:
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

    def check(self, sheet: Sheet) -> Iterator[SideTable]:
        """Check a sheet's tables; registers met here for the first time are handed back."""
        seen = {(t.sheet, t.header_row) for t in self.side}
        for table in find_forms(sheet, self.misses):
            form = table.form.key
            if form in SIDE_FORMS and (table.sheet, table.header_row) not in seen:
                yield SideTable.read(table)
            elif form in CHECKS or form not in SIDE_FORMS:
                checker = TableChecker(table, self.context)
                parts = self._looked_apart(table, sheet)
                for looked in parts:
                    checker.take(looked.part)
                    self.winners.extend(looked.winners)
                if not parts:
                    self.look(checker, bool(sheet.odd))
                self.report.findings += checker.end()
                self.contests.update(common[0].name for _, common, _ in checker.alike.values() if common[0])
                if form not in SIDE_FORMS:
                    self.report.tables.append(
                        Table(table.sheet, form, table.header_row, checker.count, table.hidden)
                    )  # fmt: skip
                if parts:
                    return

    def _looked_apart(self, table: FoundTable, sheet: Sheet) -> "list[Looked]":
        """What several processes found in the shares of a large table; nothing where one has to look."""
        if self.sink or not self.spread or not sheet.streamed:
            return []
        from jineng.workbooks.shares import looked_apart  # few sheets are so large

        return looked_apart(partial(_Workbook, self.report.file, self.aids, self.side), table, sheet, self.spread)

    def look(self, checker: TableChecker, odd_cells: bool) -> None:
        """Look at the rows of a table."""
        form = checker.table.form.key
        sink = self._row if form in _NAMED or self.sink else None
        checker.look(sink, odd_cells, "winner" if form == "results" and not self.sink else "")

    def _row(self, row: CheckedRow) -> None:
        form, facts = row.table.form.key, row.facts
        if form == "certificate" or (form == "results" and facts.winner):
            when = facts.final_date if form == "results" else facts.contest_time
            why_not = ""
            if form == "results":
                why_not = row.why_not or ("" if facts.eligible else "晋升条件没有全部校验")
            entry = Entry(
                self.report.file, row.table.sheet, row.table.header_row, row.number, facts.name or "", facts.id_number,
                self.key_of(facts.occupation), facts.contest and facts.contest.name,
                facts.promoted, when, facts.remark or "", why_not, row.table.columns, row.text("award"),
            )  # fmt: skip
            keep = self.winners.add if form == "results" else self.applied.append
            keep(entry)
        if form in self.nominees:
            self.nominees[form].append(Nominee(row.table, "", row.table.sheet, row.number, facts))
        if self.sink:
            self.rows.append(row)

    def close(self) -> tuple[FileReport, People]:
        winners = [Entry._make(e) for e in (self.winners if self.applied else self.winners.repeated())]
        across = [
            *repeated(winners, _table_and_contest, "warning"),
            *repeated(self.applied, _table_and_contest, "error"),
            *compare(winners, self.applied, self.contests, self.aids.today, self.context),
        ]
        self.report.findings += [_finding(e, r, self.context) for e, r in across if self.context.clause(r.id)]
        listed, forms = self.nominees.values()
        chiefs = chief_cross.compare(listed, forms)
        self.report.findings += [_about(n.source, r, self.context) for n, r in chiefs if self.context.clause(r.id)]
        for row in self.rows:  # only now: a register below the table may have made the pass start anew
            if self.sink:
                self.sink(row)
        if not any(t.form == "results" for t in self.report.tables):
            self.report.findings += [self._not_compared(t) for t in self.report.tables if t.form == "certificate"]
        if not self.report.tables:
            self.report.error = self._nothing_found()
        else:
            self.report.findings += [self._missed(miss) for miss in self.misses]
        if listed and forms:
            listed, forms = [], []
        return self.report, People(self.applied, listed, forms)

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


def _numbers(entries: Sequence[Entry]) -> Sequence[Iterable[str]]:
    """Their ID numbers, for want of one their rows."""
    return [[e.number or str(e.row) for e in entries]]


def _table_and_contest(entry: Entry) -> tuple[str, int, str | None]:
    return entry.sheet, entry.header, entry.contest


def _finding(entry: Entry, remark: Remark, context: Context) -> Finding:
    """A finding about a person named in a table."""
    at = entry.columns.get(remark.column, min(entry.columns.values()))
    return _at(entry.sheet, (remark.row, at + 1), remark, context)


def _about(table: FoundTable, remark: Remark, context: Context) -> Finding:
    """A finding about somebody in a table or in a form of labels."""
    return _at(table.sheet, table.place(remark.row, table.columns.get(remark.column)), remark, context)


def _at(sheet: str, place: tuple[int, int], remark: Remark, context: Context) -> Finding:
    row, column = place
    return Finding(
        sheet, cell_name(row, column), row, COLUMNS[remark.column].header, remark.id, remark.severity, remark.message,
        remark.suggestion, *cite(remark.id, context.clause(remark.id)),
    )  # fmt: skip
