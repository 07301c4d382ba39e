"""What is due when, of everything that a workbook is about: contests by their finals, applications by their notice."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from jineng.validators.context import Context
from jineng.validators.deadlines import DEADLINES, due_words
from jineng.validators.findings import FileReport
from jineng.validators.materials import SUBMISSIONS
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.checklist import Line
from jineng.workbooks.folders import Seen, contest_due
from jineng.workbooks.sheets import Sheet


class Due(NamedTuple):
    """Something due: of what, which deadline, by whose notices, after which end of a contest, and that in words."""

    owner: str
    kind: str
    context: Context
    end: date | None
    line: Line


def due_lines(sheets: Sequence[Sheet], name: str, aids: Aids) -> tuple[FileReport, list[tuple[str, Line]]]:
    """What it is about → when it is due, for all of a workbook."""
    seen = Seen()
    report, _ = check_sheets(sheets, aids, seen.see, name)
    if report.error or seen.context is None:
        report.error = report.error or "没有找到竞赛成绩表、首席技师、工作室或绩效评估的表"
        return report, []
    lines = [(one.owner, one.line) for one in dues_of(seen, report, seen.context.settings["as_of"] or aids.today)]
    if not lines:
        report.error = "没有可以列出的期限" + ("：竞赛名称不在年度竞赛计划内" if seen.outside else "")
    return report, lines


def dues_of(seen: Seen, report: FileReport, today: date) -> Iterator[Due]:
    """All that is due of what a checked workbook holds."""
    contests = len(seen.contests)
    for name, one in seen.contests.items():
        end = one.end(contests)
        for kind in DEADLINES:
            line = contest_due(one, kind, contests, today)
            yield Due(name, kind, one.context, end if isinstance(end, date) else None, line)
    context = seen.context and seen.context.on(today)
    there = {table.form for table in report.tables if table.rows}
    for submission in SUBMISSIONS:
        if context and there & {form for form, _ in submission.forms}:
            for kind in submission.deadlines:
                yield Due(submission.title, kind, context, None, Line(*due_words(context, kind, today)))
