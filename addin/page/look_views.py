"""Pages to look at: deadlines, charts, rules, help."""

from calendar import Calendar
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from jineng.addin.coverage import clauses, cover, data_quality, requirements
from jineng.addin.page.charts import Bar, bars
from jineng.addin.page.desk import Desk
from jineng.addin.page.list_views import desk_of, page
from jineng.addin.rulebook import rule_lines
from jineng.validators.calendar import NoCalendar, is_workday
from jineng.validators.forms import FORMS
from jineng.validators.policy import Clause, UnknownPlace
from jineng.validators.settings import SETTINGS

#: Grades as the charts colour them.
_KINDS = {"优秀": "best", "不合格": "bad"}


class Day(NamedTuple):
    """A day of a month's grid; dues: what is due on it; number 0 stands for a day of another month."""

    number: int
    dues: list[Mapping[str, Any]]
    rest: bool = False
    today: bool = False


async def deadlines(request: Request) -> Response:
    dues = _gathered(desk_of(request), "dues")
    dated = sorted((due for due in dues if due["day"]), key=lambda due: str(due["day"]))
    months = list(_months(dated))
    undated = [due for due in dues if not due["day"]]
    return page(request, "deadlines.html", months=months, dated=dated, undated=undated)


def _gathered(desk: Desk, what: str) -> list[dict[str, Any]]:
    """What the files' checks gathered, each with its file."""
    files = (one for one in desk.files.values() if one.overview)
    return [{**told, "file": one} for one in files for told in (one.overview or {})[what]]


def _months(dues: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, list[list[Day]]]]:
    """The months in which something is due, week by week from Monday."""
    by_day: dict[date, list[Mapping[str, Any]]] = {}
    for due in dues:
        by_day.setdefault(date.fromisoformat(due["day"]), []).append(due)
    for year, month in dict.fromkeys((day.year, day.month) for day in by_day):
        weeks = [
            [Day(day.day if day.month == month else 0, by_day.get(day, []) if day.month == month else [],
                 _is_rest(day), day == date.today()) for day in week]
            for week in Calendar().monthdatescalendar(year, month)
        ]  # fmt: skip
        yield f"{year}年{month}月", weeks


def _is_rest(day: date) -> bool:
    try:
        return not is_workday(day)
    except NoCalendar:
        return day.weekday() > 4


async def charts(request: Request) -> Response:
    desk = desk_of(request)
    scores, studios, targets = (_gathered(desk, what) for what in ("scores", "studios", "targets"))
    rates = [Bar(s["contest"], s["passed"] / s["contestants"], _rate(s)) for s in scores]
    graded = [Bar(s["studio"], None if s["score"] is None else s["score"] / s["full"], f"{_figure(s['score'])} {s['grade']}",
                  _KINDS.get(s["grade"], "plain")) for s in studios]  # fmt: skip
    reached = [Bar(f"{t['id']} {t['indicator']}", t["share"], t["percent"] or "未填报", _reached(t)) for t in targets]
    pictures = {
        "scores": bars("各竞赛理论和实操均合格的比例", rates),
        "studios": bars("各工作室的得分和等次", graded),
        "targets": bars("指标完成进度", reached, 1.0),
    }
    notes = {what: _notes(desk, f"{what}_notes") for what in ("studio", "target")}
    grades = {grade: sum(s["grade"] == grade for s in studios) for grade in dict.fromkeys(s["grade"] for s in studios)}
    return page(request, "charts.html", scores=scores, studios=studios, targets=targets, pictures=pictures, notes=notes,
                grades=grades)  # fmt: skip


def _rate(score: Mapping[str, Any]) -> str:
    percent = score["passed"] * 1000 // score["contestants"] / 10  # cut: what falls short never reads 100%
    return f"{percent:g}%（{score['passed']}/{score['contestants']}人）"


def _figure(score: float | None) -> str:
    return "" if score is None else f"{score:g} 分"


def _reached(target: Mapping[str, Any]) -> str:
    """Only what can be passed at all is coloured as passed: 力争 and 左右 cannot."""
    return "best" if target["firm"] and target["share"] is not None and target["share"] >= 1 else "plain"


def _notes(desk: Desk, what: str) -> list[str]:
    return [note for one in desk.files.values() if one.overview for note in one.overview[what]]


async def rules(request: Request) -> Response:
    """Every clause with what carries it out; only those that have the words looked for."""
    words = request.query_params.get("find", "").strip()[:60]
    only = request.query_params.get("only", "")
    found: dict[Any, list[Any]] = {}
    for clause in (*clauses(), *data_quality()):
        covered = cover(clause)
        lines = list(covered.lines())
        checks = [(FORMS[form].title, one.severity) for form, one in requirements().get(clause.id, ())]
        if (only == "reason" and not covered.reason) or (only == "rule" and not checks):
            continue
        if words.lower() in " ".join((clause.id, clause.where, clause.quote, *lines)).lower():
            found.setdefault(clause.notice, []).append((clause, lines, covered.reason))
    name = "rules_list.html" if "hx-request" in request.headers else "rules.html"
    return page(request, name, found=found, words=words, only=only, total=sum(map(len, found.values())))


async def rule(request: Request) -> Response:
    """One clause in full, as `jineng rules` tells it, in the place that the settings name."""
    id = request.path_params["id"]
    place = desk_of(request).settings.get(SETTINGS["place"].title, SETTINGS["place"].default)
    try:
        lines = list(rule_lines(id, place, source=False))
    except UnknownPlace as problem:
        raise HTTPException(422, str(problem)) from problem
    if not lines:
        raise HTTPException(404)
    clause: Clause | None = next((c for c in clauses() if c.id.upper() == id.upper()), None)
    return page(request, "rule.html", lines=lines, clause=clause, place=place)


async def help_page(request: Request) -> Response:
    return page(request, "help.html")


ROUTES = [
    Route("/deadlines", deadlines),
    Route("/charts", charts),
    Route("/rules", rules),
    Route("/rules/{id}", rule),
    Route("/help", help_page),
]
