"""What the calendar and the charts tell, gathered while a workbook's rows are checked."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jineng.validators.calendar import NoCalendar
from jineng.validators.contests import Contest
from jineng.validators.deadlines import CLOSINGS, due
from jineng.validators.findings import FileReport
from jineng.validators.programmes.promotion import PASSED, THEORY
from jineng.validators.targets import percent
from jineng.validators.values import text
from jineng.workbooks.dues import Due, dues_of
from jineng.workbooks.evaluation_export import graded
from jineng.workbooks.folders import Seen
from jineng.workbooks.table_checker import CheckedRow
from jineng.workbooks.target_export import progress_of


@dataclass
class Scores:
    """How many of a contest took part, passed in both scores, and have scores that cannot be read."""

    contest: str
    contestants: int = 0
    passed: int = 0
    unread: int = 0


@dataclass
class Overview:
    """Gathers while rows stream by; `told` gives what was gathered as plain data."""

    seen: Seen = field(default_factory=Seen)
    studios: list[CheckedRow] = field(default_factory=list)
    targets: list[CheckedRow] = field(default_factory=list)
    scores: dict[str, Scores] = field(default_factory=dict)

    def see(self, row: CheckedRow) -> None:
        self.seen.see(row)
        if row.table.form.key in ("evaluation", "score_sheet", "score_items"):
            self.studios.append(row)
        if row.table.form.key == "targets":
            self.targets.append(row)
        if row.table.form.key == "results" and isinstance(row.facts.contest, Contest):
            self._score(row)

    def _score(self, row: CheckedRow) -> None:
        one = self.scores.setdefault(row.facts.contest.name, Scores(row.facts.contest.name))
        one.contestants += 1
        if not {"theory", "practical"} <= set(row.table.columns) or row.context.clause(THEORY.id) is None:
            one.unread += 1
            return
        hits, _ = row.context.judge(PASSED, [row.cells[row.table.columns[key]] for key in PASSED.args])
        one.passed += not hits
        one.unread += bool(hits) and all(hit[1] is None for hit in hits)

    def told(self, report: FileReport, today: date) -> dict[str, Any]:
        """Deadlines, scores by contest, grades of studios, targets: for JSON; today, unless the settings say another day."""
        on = (self.seen.context and self.seen.context.settings["as_of"]) or today
        return {
            "dues": [{**_due(one), "on": on.isoformat()} for one in dues_of(self.seen, report, on)],
            "scores": [vars(one) for one in self.scores.values()],
            **self._grades(report),
            **self._progress(report),
        }

    def _grades(self, report: FileReport) -> dict[str, Any]:
        if not self.studios:
            return {"studios": [], "studio_notes": []}
        outcome = graded(self.studios, _without_error(report))
        studios = [
            {"studio": one.name, "year": text(one.year), "grade": one.grade or "待定", "state": one.state or "",
             "score": None if one.expert_score is None else float(one.expert_score),
             "full": float(one.row.context.settings["evaluation_full"])}
            for one in outcome.studios
        ]  # fmt: skip
        return {"studios": studios, "studio_notes": [outcome.report.error] if outcome.report.error else outcome.summary}

    def _progress(self, report: FileReport) -> dict[str, Any]:
        if not self.targets:
            return {"targets": [], "target_notes": []}
        outcome = progress_of(self.targets, _without_error(report))
        targets = [
            {"id": one.target.id, "indicator": one.target.indicator, "wanted": one.target.shown, "period": one.target.period,
             "actual": "" if one.actual is None else f"{one.actual}{one.target.unit}", "firm": one.target.firm,
             "share": None if one.share is None else float(one.share), "percent": percent(one.share) if one.share is not None else "",
             "remark": one.remark}
            for one in outcome.progress
        ]  # fmt: skip
        return {
            "targets": targets,
            "target_notes": [outcome.report.error] if outcome.report.error else outcome.problems,
        }


def _without_error(report: FileReport) -> FileReport:
    """A report of its own, for those who write down there what they cannot do."""
    return FileReport(report.file, report.tables, report.findings, report.settings)


def _due(one: Due) -> dict[str, Any]:
    """One thing that is due, with its day where that can be told."""
    day = None
    if one.end or one.kind in CLOSINGS:
        with suppress(NoCalendar):
            day = due(one.context, one.kind, one.end)
    return {
        "owner": one.owner, "kind": one.kind, "words": one.line.words, "late": one.line.late,
        "day": day.strict.isoformat() if day else None, "last": day.last.isoformat() if day else None,
    }  # fmt: skip
