"""Check workbooks: tables found, rules applied, findings in sheet order. The same for files and for open books."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jineng.validators.contests import Catalogue, contest
from jineng.validators.context import Context
from jineng.validators.findings import FileReport, Finding, Report, Table, cell_name, cite
from jineng.validators.programmes import CHECKS
from jineng.validators.registers import Registers
from jineng.validators.rules import Severity
from jineng.validators.settings import SETTINGS, Settings, read_settings, shown
from jineng.workbooks.labels import find_forms
from jineng.workbooks.marks import RESULT_SHEET
from jineng.workbooks.people import NAMED, AcrossFiles, InWorkbook, People, nobody
from jineng.workbooks.sheets import Sheet, Unreadable, read_sheets
from jineng.workbooks.side_tables import SIDE_FORMS, SideTable, divide, register_faults
from jineng.workbooks.table_checker import CheckedRow, Sink, TableChecker
from jineng.workbooks.tables import FoundTable, NearMiss

if TYPE_CHECKING:
    from jineng.workbooks.shares import Looked, Spread


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


#: What became of one file.
Checked = tuple[FileReport, People]


def check_paths(
    paths: Sequence[Path], aids: Aids, each: Callable[[Iterable[Path]], Iterable[Checked]] | None = None
) -> Report:
    """Check workbook files, then what only shows across them.

    each  paths → what became of them, in the same order; without it they are checked one after another, here
    """
    report, across = Report(), AcrossFiles()
    done = each(paths) if each else (check_one(path, aids) for path in paths)
    for path, label, (file, people) in zip(paths, _labels(paths), done, strict=True):
        file.file = label
        if original := across.add(path, label, people):
            said = f"与“{original}”内容相同，其中的人只比较一次"
            file.findings.insert(0, _of_file(file, said, "是留存的副本的不必管；不是的，核对是否重复报送"))
        report.files.append(file)
    by_name = {file.file: file for file in report.files}
    for label, finding in across.findings(Context.of(Settings({**aids.base, **aids.options}))):
        by_name[label].findings.append(finding)
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
    return FileReport(path.name, error=f"程序内部错误（{why}），请把这个文件报给维护者"), nobody()


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
        return FileReport(path.name, error=str(problem)), nobody()


def check_sheets(
    sheets: Sequence[Sheet], aids: Aids, sink: Sink | None = None, name: str = "", spread: "Spread | None" = None
) -> Checked:
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
        self.rows: list[CheckedRow] = []
        self.context = self._context()
        self.people = InWorkbook(name, self.context)

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
                    self.people.winners.extend(looked.winners)
                if not parts:
                    self.look(checker, bool(sheet.odd))
                self.report.findings += checker.end()
                self.people.contests.update(common[0].name for _, common, _ in checker.alike.values() if common[0])
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
        sink = self._row if form in NAMED or self.sink else None
        checker.look(sink, odd_cells, "winner" if form == "results" and not self.sink else "")

    def _row(self, row: CheckedRow) -> None:
        self.people.see(row)
        if self.sink:
            self.rows.append(row)

    def close(self) -> Checked:
        self.report.findings += self.people.findings(self.aids.today)
        for row in self.rows:  # only now: a register below the table may have made the pass start anew
            if self.sink:
                self.sink(row)
        if not any(t.form == "results" for t in self.report.tables):
            self.report.findings += [self._not_compared(t) for t in self.report.tables if t.form == "certificate"]
        if not self.report.tables:
            self.report.error = self._nothing_found()
        else:
            self.report.findings += [self._missed(miss) for miss in self.misses]
        return self.report, self.people.for_other_files()

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
