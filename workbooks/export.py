"""From a results sheet to what is handed in, contest by contest; here, the certificate table and its letter."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jineng.validators import calendar
from jineng.validators.contests import Contest
from jineng.validators.context import Context, same_body
from jineng.validators.deadlines import DEADLINES, due
from jineng.validators.findings import FileReport, Finding
from jineng.validators.levels import level_name
from jineng.validators.names import is_body
from jineng.validators.programmes.lists import ABOUT_ORGANISER
from jineng.validators.programmes.promotion import PROMOTED_LEVEL
from jineng.validators.values import fold
from jineng.workbooks.application import write_application
from jineng.workbooks.checker import Aids, check_file, check_sheets
from jineng.workbooks.documents import LEFT_OUT_WIDTHS, Applicant, write_certificate_table, write_left_out
from jineng.workbooks.sheets import Sheet
from jineng.workbooks.table_checker import CheckedRow, Sink

_UNSAFE = re.compile(r'[\\/:*?"<>|“”\s\x00-\x1f]+')


@dataclass
class ContestExport:
    """What one contest hands in. rows: those of its table; due: kind of deadline → day or why there is none."""

    contest: Contest
    context: Context
    rows: list[list[str]] = field(default_factory=list)
    finals: list[date] = field(default_factory=list)
    due: dict[str, str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)


@dataclass
class Outcome:
    """What became of an export: the check it rests on and what was written to be handed in.

    left_out       who or what is not in it: where it stands, its name, and the reason last
    left_out_file  the list of these, where it is a file of its own
    notes          what could not be checked, and what else is to be known
    listed         how many people or studios are in it, where it is not by contest
    """

    report: FileReport
    files: list[Path] = field(default_factory=list)
    left_out: list[tuple[str, ...]] = field(default_factory=list)
    left_out_file: Path | None = None
    notes: list[str] = field(default_factory=list)
    listed: int = 0

    def note(self, words: str) -> None:
        if words not in self.notes:
            self.notes.append(words)

    def write_left_out(self, path: Path, widths: Mapping[str, float]) -> None:
        """The list of those left out, where there are any; widths: of its columns, by heading."""
        if self.left_out:
            self.left_out_file = path
            write_left_out(path, widths, self.left_out)


@dataclass
class Export(Outcome):
    """The outcome by contest."""

    contests: list[ContestExport] = field(default_factory=list)

    def contest_of(self, row: CheckedRow) -> ContestExport:
        """What the contest of a row hands in, begun with its first row."""
        contest: Contest = row.facts.contest
        found = next((c for c in self.contests if c.contest.name == contest.name), None)
        if found is None:
            found = ContestExport(contest, row.context)
            self.contests.append(found)
        return found

    def leave_out(self, row: CheckedRow, reasons: Iterable[str]) -> None:
        """Somebody who is not listed, with the reasons, each once."""
        cells = (row.text(k) for k in ("contest", "name", "id_number", "occupation"))
        self.left_out.append((row.table.sheet, str(row.number), *cells, "；".join(dict.fromkeys(reasons))))


def export_certificates(path: Path, folder: Path, aids: Aids, template: Path | None = None) -> Export:
    """Write 信息表 and 申请书 for every contest of a workbook; the workbook itself is only read."""
    winners: list[CheckedRow] = []
    report, _ = check_file(path, aids, _keep_winners(winners))
    return _write(winners, report, folder, template)


def export_sheets(
    sheets: Sequence[Sheet], name: str, folder: Path, aids: Aids, forms: Collection[str] = ("信息表", "申请书")
) -> Export:
    """The same from the sheets of an open book; forms: which to write."""
    winners: list[CheckedRow] = []
    report, _ = check_sheets(sheets, aids, _keep_winners(winners), name)
    return _write(winners, report, folder, forms=forms)


def _keep_winners(winners: list[CheckedRow]) -> Sink:
    def see(row: CheckedRow) -> None:
        if row.table.form.key == "results" and row.facts.winner:
            winners.append(row)

    return see


def _divide(winners: Sequence[CheckedRow], report: FileReport) -> Export:
    """Winners' rows by contest, in sheet order; those with an error or an open question are left out."""
    outcome = Export(report)
    found: dict[tuple[str, int], list[Finding]] = {}
    for finding in report.findings:
        if finding.rule not in ABOUT_ORGANISER:
            found.setdefault((finding.sheet, finding.row), []).append(finding)
    listed: dict[tuple[str, str], CheckedRow] = {}
    for row in winners:
        findings = found.get((row.table.sheet, row.number), [])
        own = [f.message for f in findings if f.severity != "warning"]
        reasons = [*row.blocked, *own] or _open_questions(row)
        key = (row.facts.id_number, row.context.registers.occupation_key(row.facts.occupation))
        if not reasons and key in listed:
            first = listed[key]
            reasons = [f"“{first.table.sheet}”第{first.number}行已列入同一人的同一职业（工种），证书只申领一次"]
        if reasons:
            outcome.leave_out(row, reasons)
            continue
        listed[key] = row
        export = outcome.contest_of(row)
        export.finals.append(row.facts.final_date)
        export.rows.append(_certificate_row(row, len(export.rows) + 1))
        for finding in findings:
            outcome.note(f"提醒：{finding.sheet}!{finding.cell} {row.text('name')}：{finding.message}")
    for finding in report.findings:
        if finding.severity == "unchecked" and finding.message.startswith("没有提供"):
            outcome.note(f"{finding.sheet}：{finding.message}")
    return outcome


def _open_questions(row: CheckedRow) -> list[str]:
    """Why a winner without a fault of his own cannot be listed all the same."""
    if not row.facts.eligible or any(row.context.clause(r.id) is None for r in PROMOTED_LEVEL.requires):
        return ["没有相应规定，未校验晋升条件"]
    if not row.facts.id_number:
        return ["不是18位居民身份证号，须人工核对证件后填写"]
    if not row.facts.award:
        return [f"获得奖项“{row.text('award')}”不是奖项名称"]
    return []


def _certificate_row(row: CheckedRow, number: int) -> list[str]:
    """The 15 columns of 信息表, computed from a winner's row."""
    facts, context = row.facts, row.context
    contest: Contest = facts.contest
    final: date = facts.final_date
    when = f"{final.year}年{final.month}月" if context.settings["contest_time_style"] == "年月" else f"{final.year}年"
    return [
        str(number), fold(row.text("name")), row.text("sex"), row.text("unit"), facts.id_number, contest.name, when,
        row.text("occupation"), level_name(facts.promoted), row.text("award"), "", contest.assessor,
        contest.issuer(context.value("certificate.seal")), "", row.text("remark"),
    ]  # fmt: skip


def _applicant(given: str | None, contest: Contest) -> str:
    """申请单位 as set; a committee set for one contest does not sign for the others of the workbook."""
    return given if given and (not is_body(given) or same_body(given, contest)) else contest.assessor


def _write(
    winners: Sequence[CheckedRow], report: FileReport, folder: Path, template: Path | None = None,
    forms: Collection[str] = ("信息表", "申请书"),
) -> Export:  # fmt: skip
    report.error = report.error or unusable_settings(report) or no_results(report, anybody=bool(winners))
    if report.error:
        return Export(report)
    outcome = _divide(winners, report)
    folder.mkdir(parents=True, exist_ok=True)
    for export in outcome.contests:
        settings = export.context.settings
        applicant = Applicant(
            _applicant(settings["applicant"], export.contest),
            settings["contact"] or "", settings["phone"] or "", settings["apply_day"],
        )  # fmt: skip
        name = file_name(export.contest)
        table = folder / f"{form_name(report, name, '信息表')}.xlsx"
        letter = folder / f"{form_name(report, name, '申请书')}.docx"
        if "信息表" in forms:
            write_certificate_table(table, export.rows, applicant)
            export.files.append(table)
        if "申请书" in forms:
            write_application(
                letter, final=max(export.finals), contest=export.contest.name, first_winner=export.rows[0][1],
                winners=len(export.rows), applicant=applicant, template=template,
            )  # fmt: skip
            export.files.append(letter)
        outcome.files += export.files
        export.due = due_days(export, DEADLINES)
    outcome.write_left_out(folder / f"{Path(report.file).stem}_未列入人员.xlsx", LEFT_OUT_WIDTHS)
    return outcome


def unusable_settings(report: FileReport) -> str | None:
    """An export does not go on when a row of 设置 cannot be read: the default is not what was meant."""
    sheets = {t.sheet for t in report.tables if t.form == "settings"}
    wrong = [f.message for f in report.findings if f.sheet in sheets and f.column == "值" and f.severity == "error"]
    return f"“设置”表有错误，更正后再导出：{'；'.join(wrong)}" if wrong else None


def no_results(report: FileReport, anybody: bool) -> str | None:
    """Why there is nobody to be listed, where that is no answer: no results sheet, or one that lacks columns."""
    sheets = {(t.sheet, t.header_row) for t in report.tables if t.form == "results"}
    if not sheets:
        return "没有找到竞赛成绩表（要有“姓名”，“理论成绩”或“实操成绩”）"
    lacking = [
        f.message for f in report.findings if f.rule == "X-05" and f.severity == "error" and (f.sheet, f.row) in sheets
    ]
    return None if anybody or not lacking else f"成绩表缺少必需的列，没有导出：{'；'.join(lacking)}"


def file_name(contest: Contest) -> str:
    """A contest's name as part of a file's name."""
    return safe_name(contest.name)


def safe_name(words: str) -> str:
    """Words as part of a file's name.

    >>> safe_name("某某“工作室” 甲/乙\x07")
    '某某工作室甲乙'
    """
    return _UNSAFE.sub("", words)


def form_name(report: FileReport, words: str, form: str) -> str:
    """The name of a form without suffix, never that of the workbook it is written from: they may share a folder.

    >>> form_name(FileReport("某工作室_申报表.xlsx"), "某工作室", "申报表"), form_name(FileReport("表.xlsx"), "某工作室", "申报表")
    ('导出_某工作室_申报表', '某工作室_申报表')
    """
    name = f"{words}_{form}"
    return f"导出_{name}" if name == Path(report.file).stem else name


def due_days(export: ContestExport, kinds: Iterable[str]) -> dict[str, str]:
    """The days by which the contest's steps are due, for those who read the summary."""
    context = export.context
    end = context.settings["contest_end"] or max(export.finals)
    days = {}
    for kind in kinds:
        try:
            found = due(context, kind, end)
            days[kind] = f"{found.strict}{found.rolled}" if found else "未设置"
        except calendar.NoCalendar as gap:
            days[kind] = str(gap)
    return days
