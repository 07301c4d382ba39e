"""From a 首席技师汇总表 to what is handed in: 汇总表 and 申报表 in Excel and Word, and a suggested order; no decision."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jineng.validators.context import Context
from jineng.validators.findings import FileReport, Finding
from jineng.validators.forms import CAREER, CHIEF_FORM
from jineng.validators.nominees import in_industries
from jineng.validators.programmes.chief_order import suggested_order
from jineng.validators.programmes.chiefs import reckoned_on
from jineng.validators.values import fold, month, text
from jineng.workbooks.checker import Aids, check_file, check_sheets
from jineng.workbooks.chief_documents import KEYS, LEFT_OUT_WIDTHS, write_order, write_summary, write_summary_letter
from jineng.workbooks.chief_form_documents import write_form, write_form_letter
from jineng.workbooks.documents import Applicant
from jineng.workbooks.export import Export, safe_name, unusable_settings
from jineng.workbooks.owners import Person, named
from jineng.workbooks.sheets import Sheet
from jineng.workbooks.table_checker import CheckedRow

_ORDER_NOTE = (
    "说明：按通知一的次序建议：荣誉称号的层次，同层次荣誉称号的数量，{age}周岁以下，所列产业领域；并列的次序相同。"
    "人选是否条件相当由专家评审，本表不是选拔结果。年龄算到 {day}。"
)


#: What is signed and stamped on paper: never copied from one form to another.
_BY_HAND = frozenset({"pledge", "unit_opinion", "bureau_opinion", "group_opinion", "cover_name", "cover_unit"})


@dataclass
class ChiefExport(Export):
    """people: those the 汇总表 has."""

    people: list[Person] = field(default_factory=list)

    def leave_out(self, row: CheckedRow, reasons: Any) -> None:
        cells = (row.text(k) for k in ("recommender", "name", "id_number", "occupation"))
        self.left_out.append((row.table.sheet, str(row.number), *cells, "；".join(dict.fromkeys(reasons))))


def export_chiefs(path: Path, folder: Path, aids: Aids) -> ChiefExport:
    """Write 汇总表, 申报表 and 建议排序 of a workbook; the workbook itself is only read."""
    rows: list[CheckedRow] = []
    report, _ = check_file(path, aids, rows.append)
    return _write(rows, report, folder)


def export_chief_sheets(sheets: Sequence[Sheet], name: str, folder: Path, aids: Aids) -> ChiefExport:
    """The same from the sheets of an open book."""
    rows: list[CheckedRow] = []
    report, _ = check_sheets(sheets, aids, rows.append, name)
    return _write(rows, report, folder)


def nominated(
    rows: Sequence[CheckedRow], report: FileReport, later: Collection[str] = ()
) -> tuple[ChiefExport, list[tuple[CheckedRow, CheckedRow | None]]]:
    """Those who can be put forward, each with his own 申报表, and who is left out; nothing is written.

    later: ids of rules that are not yet to be met.
    """
    outcome = ChiefExport(report)
    nominees = [row for row in rows if row.table.form.key == "chief"]
    forms = [row for row in rows if row.table.form.key == "chief_form"]
    report.error = report.error or unusable_settings(report) or _nothing_to_write(nominees)
    if report.error:
        return outcome, []
    own = [_own_forms(row, forms) for row in nominees]
    findings = [finding for finding in report.findings if finding.rule not in later]
    return outcome, _listed(nominees, own, findings, outcome)


def _write(rows: Sequence[CheckedRow], report: FileReport, folder: Path) -> ChiefExport:
    outcome, listed = nominated(rows, report)
    if report.error:
        return outcome
    careers = [row for row in rows if row.table.form.key == "career"]
    folder.mkdir(parents=True, exist_ok=True)
    if listed:
        outcome.files += _write_tables(folder, report, [row for row, _ in listed])
        for serial, (row, form) in enumerate(listed, 1):
            outcome.files += _write_forms(folder / "申报表", serial, row, form, careers)
        outcome.listed = len(listed)
        outcome.people = [named(row) for row, _ in listed]
    outcome.write_left_out(folder / f"{_name(report, '首席技师_未列入人员')}.xlsx", LEFT_OUT_WIDTHS)
    return outcome


def _own_forms(row: CheckedRow, forms: Sequence[CheckedRow]) -> list[CheckedRow]:
    """A person's 申报表, by ID number; by name where a form has no number that can be read."""
    number, name = row.facts.id_number, fold(row.text("name"))
    return [
        form for form in forms
        if (form.facts.id_number == number if form.facts.id_number else name and fold(form.text("name")) == name)
    ]  # fmt: skip


def _name(report: FileReport, title: str) -> str:
    """A file's name: the workbook's and the title, said once where one is part of the other; never the workbook's own.

    >>> _name(FileReport("首席技师.xlsx"), "首席技师汇总表"), _name(FileReport("上报_首席技师汇总表.xlsx"), "首席技师建议排序")
    ('首席技师汇总表', '上报_首席技师建议排序')
    >>> _name(FileReport("上报_首席技师汇总表.xlsx"), "首席技师汇总表")
    '导出_上报_首席技师汇总表'
    """
    stem = Path(report.file).stem
    before = (
        stem.removesuffix("汇总表").removesuffix("首席技师") if stem.endswith(("首席技师", "首席技师汇总表")) else stem
    )
    name = "_".join(filter(None, (before.rstrip("_"), title)))
    return f"导出_{name}" if name == stem else name


def _write_tables(folder: Path, report: FileReport, listed: Sequence[CheckedRow]) -> list[Path]:
    """汇总表 in Excel and Word, and 建议排序."""
    summary = _name(report, "首席技师汇总表")
    workbook, document = folder / f"{summary}.xlsx", folder / f"{summary}.docx"
    order = folder / f"{_name(report, '首席技师建议排序')}.xlsx"
    context = listed[0].context
    settings, day = context.settings, reckoned_on(context).isoformat()
    department = Applicant(
        settings["applicant"] or "", settings["contact"] or "", settings["phone"] or "", settings["apply_day"]
    )
    cells = [_cells(row, serial) for serial, row in enumerate(listed, 1)]
    write_summary(workbook, cells, department, day)
    write_summary_letter(document, cells, department, day)
    write_order(order, order_rows(listed, context), order_note(context))
    return [workbook, document, order]


def _nothing_to_write(nominees: Sequence[CheckedRow]) -> str | None:
    if not nominees:
        return "没有找到有数据的首席技师汇总表（要有“姓名”“是否生产一线”等列）"
    context = nominees[0].context
    if context.clause("C-027") is None:
        return f"{context.policy.place}在该日没有相应规定（未设置），不能导出首席技师汇总表"
    return None


def _listed(
    nominees: Sequence[CheckedRow], own: Sequence[Sequence[CheckedRow]], said: Sequence[Finding], outcome: ChiefExport
) -> list[tuple[CheckedRow, CheckedRow | None]]:
    """Those without an error, in sheet order, each with his own form; what else was found keeps nobody out and is noted.

    Everything on the sheet of a form is said of its person, what is said of his 学习工作经历 too.
    """
    tables = {row.table.sheet for row in nominees}
    found: dict[tuple[str, int], list[Finding]] = {}
    for finding in said:
        found.setdefault((finding.sheet, finding.row if finding.sheet in tables else 0), []).append(finding)
    listed: list[tuple[CheckedRow, CheckedRow | None]] = []
    for row, forms in zip(nominees, own, strict=True):
        findings = list(found.get((row.table.sheet, row.number), ()))
        errors = [*row.blocked, *(f.message for f in findings if f.severity == "error")]
        for form in forms:
            sheet = form.table.sheet
            of_form = found.get((sheet, form.number if sheet in tables else 0), [])
            errors += [f"申报表“{sheet}”{f.cell}：{f.message}" for f in of_form if f.severity == "error"]
            findings += of_form
        if errors:
            outcome.leave_out(row, errors)
            continue
        listed.append((row, forms[-1] if forms else None))
        for finding in findings:
            kind = "提醒" if finding.severity == "warning" else "未校验"
            outcome.note(f"{kind}：{finding.sheet}!{finding.cell} {row.text('name')}：{finding.message}")
    for finding in said:
        if finding.sheet in tables and finding.severity == "unchecked" and finding.message.startswith("没有"):
            outcome.note(f"{finding.sheet}：{finding.message}")
    return listed


def _cells(row: CheckedRow, serial: int) -> list[str]:
    """A row of 汇总表: as filled in, with the number, the age and, where it is blank, the month of birth computed."""
    cells = {key: text(row.cells[at]) for key, at in row.table.columns.items()}
    for key in ("birth_month", "work_since"):
        at = row.table.columns.get(key)
        if at is not None and isinstance(row.cells[at], date) and (found := month(row.cells[at])):
            cells[key] = f"{found[0]}年{found[1]}月"
    if not cells.get("birth_month") and row.facts.born:
        cells["birth_month"] = f"{row.facts.born.year}年{row.facts.born.month}月"
    cells |= {
        "serial": str(serial),
        "age_stated": text(row.facts.age),
        "id_number": row.facts.id_number or cells["id_number"],
    }
    return [cells.get(key, "") for key in KEYS]


def _write_forms(
    folder: Path, serial: int, row: CheckedRow, form: CheckedRow | None, careers: Sequence[CheckedRow]
) -> list[Path]:
    """A person's 申报表 in Excel and Word, with what his own form says, else what 汇总表 says of him."""
    folder.mkdir(exist_ok=True)
    known = dict(zip(KEYS, _cells(row, serial), strict=True))
    known["remark"] = ""
    past: list[list[str]] = []
    if form:
        known |= {key: words for key in CHIEF_FORM.keys if (words := form.text(key)) and key not in _BY_HAND}
        past = [[one.text(key) for key in CAREER.keys] for one in careers if one.table.sheet == form.table.sheet]
    year = row.context.given("chief.year")
    name = f"{serial:02}_{safe_name(known['name'])}_首席技师申报表"
    workbook, document = folder / f"{name}.xlsx", folder / f"{name}.docx"
    write_form(workbook, known, past, year)
    write_form_letter(document, known, past, year)
    return [workbook, document]


def order_note(context: Context) -> str:
    """What the order rests on, and that it decides nothing."""
    return _ORDER_NOTE.format(age=context.given("chief.priority_age"), day=reckoned_on(context).isoformat())


def order_rows(listed: Sequence[CheckedRow], context: Context) -> list[dict[str, str]]:
    """The rows of 建议排序, the preferred first; those that cannot be placed come last and say why."""
    asked = [
        (row.text("honour_tier"), row.text("honour_count"), row.facts.born or row.text("birth_month"), row.text("industry"))
        for row in listed
    ]  # fmt: skip
    places = suggested_order(context, asked)
    industries, priority = context.given("chief.industries"), context.given("chief.priority_age")
    rows = []
    for at in sorted(
        range(len(listed)), key=lambda n: (isinstance(places[n], str), places[n] if isinstance(places[n], int) else 0)
    ):
        row, place = listed[at], places[at]
        age, named = row.facts.age, in_industries(row.text("industry"), industries)
        rows.append({
            "建议次序": text(place) if isinstance(place, int) else "", "说明": place if isinstance(place, str) else "",
            "推荐单位": row.text("recommender"), "姓名": row.text("name"), "工作单位": row.text("unit"),
            "最高荣誉层次": asked[at][0], "该层次荣誉数量": asked[at][1], "主要荣誉称号": row.text("honours"), "年龄（周岁）": text(age),
            "45周岁以下": "" if age is None else "是" if age <= priority else "否", "所属产业领域": asked[at][3],
            "通知所列领域": "" if named is None else "是" if named else "否",
        })  # fmt: skip
    return rows
