"""What is due when, of everything that a workbook is about: contests by their finals, applications by their notice."""

from collections.abc import Iterator, Sequence
from datetime import date

from jineng.validators.context import Context
from jineng.validators.deadlines import DEADLINES, due_words
from jineng.validators.findings import FileReport
from jineng.validators.materials import SUBMISSIONS
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.checklist import Line
from jineng.workbooks.folders import Seen, contest_due
from jineng.workbooks.sheets import Sheet


def due_lines(sheets: Sequence[Sheet], name: str, aids: Aids) -> tuple[FileReport, list[tuple[str, Line]]]:
    """What it is about → when it is due, for all of a workbook."""
    seen = Seen()
    report, _ = check_sheets(sheets, aids, seen.see, name)
    if report.error or seen.context is None:
        report.error = report.error or "没有找到竞赛成绩表、首席技师、工作室或绩效评估的表"
        return report, []
    lines = list(_lines(seen, seen.context, report, seen.context.settings["as_of"] or aids.today))
    if not lines:
        report.error = "没有可以列出的期限" + ("：竞赛名称不在年度竞赛计划内" if seen.outside else "")
    return report, lines


def _lines(seen: Seen, context: Context, report: FileReport, today: date) -> Iterator[tuple[str, Line]]:
    for name, one in seen.contests.items():
        for kind in DEADLINES:
            yield name, contest_due(one, kind, len(seen.contests), today)
    there = {table.form for table in report.tables if table.rows}
    for submission in SUBMISSIONS:
        if there & {form for form, _ in submission.forms}:
            for kind in submission.deadlines:
                yield submission.title, Line(*due_words(context.on(today), kind, today))
