"""From a results sheet to the certificate table and its letter: who gets one, who is left out and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jineng.validators import calendar
from jineng.validators.contests import Contest
from jineng.validators.context import Context
from jineng.validators.findings import FileReport
from jineng.validators.levels import level_name
from jineng.validators.programmes.lists import DEADLINES, due_day
from jineng.workbooks.checker import Aids, check_file, check_sheets
from jineng.workbooks.forms import Applicant, write_application, write_certificate_table, write_left_out
from jineng.workbooks.sheets import Sheet
from jineng.workbooks.table_checker import CheckedRow, Sink

_UNSAFE = re.compile(r'[\\/:*?"<>|“”\s]+')


@dataclass
class ContestExport:
    """What one contest's submission holds. rows: the 15 columns; due: kind of deadline → day or why there is none."""

    contest: Contest
    context: Context
    rows: list[list[str]] = field(default_factory=list)
    finals: list[date] = field(default_factory=list)
    due: dict[str, str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)


@dataclass
class CertificateExport:
    """The outcome of an export: by contest, the winners left out with the reason, and the check it rests on."""

    report: FileReport
    contests: list[ContestExport] = field(default_factory=list)
    left_out: list[tuple[str, ...]] = field(default_factory=list)
    left_out_file: Path | None = None


def export_certificates(path: Path, folder: Path, aids: Aids, template: Path | None = None) -> CertificateExport:
    """Write 信息表 and 申请书 for every contest of a workbook; the workbook itself is only read."""
    winners: list[CheckedRow] = []
    report, _ = check_file(path, aids, _keep_winners(winners))
    return _write(winners, report, folder, template)


def export_sheets(sheets: Sequence[Sheet], name: str, folder: Path, aids: Aids) -> CertificateExport:
    """The same from the sheets of an open book."""
    winners: list[CheckedRow] = []
    report, _ = check_sheets(sheets, aids, _keep_winners(winners), name)
    return _write(winners, report, folder)


def _keep_winners(winners: list[CheckedRow]) -> Sink:
    def see(row: CheckedRow) -> None:
        if row.table.form.key == "results" and row.facts.winner:
            winners.append(row)

    return see


def _divide(winners: Sequence[CheckedRow], report: FileReport) -> CertificateExport:
    """Winners' rows by contest, in sheet order; those with an error or an open question are left out."""
    outcome = CertificateExport(report)
    contests: dict[str, ContestExport] = {}
    why_not: dict[tuple[str, int], list[str]] = {}
    for finding in report.findings:
        if finding.severity != "warning":
            why_not.setdefault((finding.sheet, finding.row), []).append(finding.message)
    for row in winners:
        reasons = why_not.get((row.table.sheet, row.number))
        if reasons:
            cells = (row.text(k) for k in ("contest", "name", "id_number", "occupation"))
            outcome.left_out.append((row.table.sheet, str(row.number), *cells, "；".join(reasons)))
            continue
        contest: Contest = row.facts.contest
        export = contests.setdefault(contest.name, ContestExport(contest, row.context))
        export.finals.append(row.facts.final_date)
        export.rows.append(_certificate_row(row, len(export.rows) + 1))
    outcome.contests = list(contests.values())
    return outcome


def _certificate_row(row: CheckedRow, number: int) -> list[str]:
    """The 15 columns of 信息表, computed from a winner's row."""
    facts, context = row.facts, row.context
    contest: Contest = facts.contest
    final: date = facts.final_date
    when = f"{final.year}年{final.month}月" if context.settings["contest_time_style"] == "年月" else f"{final.year}年"
    return [
        str(number), row.text("name"), row.text("sex"), row.text("unit"), facts.id_number, contest.name, when,
        row.text("occupation"), level_name(facts.promoted), row.text("award"), "", contest.assessor,
        contest.issuer(context.value("certificate.seal")), "", row.text("remark"),
    ]  # fmt: skip


def _write(
    winners: Sequence[CheckedRow], report: FileReport, folder: Path, template: Path | None = None
) -> CertificateExport:
    outcome = _divide(winners, report)
    if report.error:
        return outcome
    folder.mkdir(parents=True, exist_ok=True)
    for export in outcome.contests:
        settings = export.context.settings
        applicant = Applicant(
            settings["applicant"] or f"{export.contest.name}组委会（办公室）",
            settings["contact"] or "", settings["phone"] or "", settings["apply_day"],
        )  # fmt: skip
        name = _UNSAFE.sub("", export.contest.name)
        table, letter = folder / f"{name}_信息表.xlsx", folder / f"{name}_申请书.docx"
        write_certificate_table(table, export.rows, applicant)
        write_application(
            letter, final=max(export.finals), contest=export.contest.name, first_winner=export.rows[0][1],
            winners=len(export.rows), applicant=applicant, template=template,
        )  # fmt: skip
        export.files += [table, letter]
        export.due = _due(export)
    if outcome.left_out:
        outcome.left_out_file = folder / f"{Path(report.file).stem}_未列入人员.xlsx"
        write_left_out(outcome.left_out_file, outcome.left_out)
    return outcome


def _due(export: ContestExport) -> dict[str, str]:
    """The days by which the contest's steps are due, for those who read the summary."""
    context = export.context
    end = context.settings["contest_end"] or max(export.finals)
    due = {}
    for kind in DEADLINES:
        try:
            day = due_day(context, kind, end)
            due[kind] = day.isoformat() if day else "未设置"
        except calendar.NoCalendar as gap:
            due[kind] = str(gap)
    return due
