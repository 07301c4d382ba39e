"""The studios of a workbook with their scores, from 等次汇总表 and from their own 评估表, and the grades these come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jineng.validators import grades
from jineng.validators.context import Context
from jineng.validators.grades import Score, shown_score
from jineng.validators.programmes.score_sheets import expert_totals
from jineng.validators.values import fold
from jineng.workbooks.table_checker import CheckedRow


@dataclass
class Studio:
    """One studio in one year.

    row      where it stands
    items    the items of its own 评估表
    grade    None where two or more share the last place for 优秀 and the table does not say who has it
    reasons  why it is not listed
    """

    row: CheckedRow
    items: list[CheckedRow] = field(default_factory=list)
    self_score: Score | None = None
    expert_score: Score | None = None
    experts: int = 0
    result: date | None = None
    re_score: Score | None = None
    grade: str | None = grades.UNRATED
    until: date | None = None
    state: str | None = None
    reward: int | None = None
    reasons: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.row.text("studio")

    @property
    def year(self) -> int | None:
        found = self.row.facts.evaluated_year
        return found[0] if found else None

    @property
    def key(self) -> tuple[str, int | None]:
        return fold(self.name), self.year


def studio_of(row: CheckedRow, items: Mapping[str, list[CheckedRow]]) -> Studio:
    """A studio as a row of the summary or as its own sheet tells of it."""
    settings, facts = row.context.settings, row.facts
    if row.table.form.key == "evaluation":
        return Studio(row, self_score=facts.self_score, expert_score=facts.expert_score, result=facts.result_date,
                      re_score=facts.re_score)  # fmt: skip
    mine = items.get(row.table.sheet, [])
    totals = expert_totals([item.facts for item in mine])
    own = [item.facts.self_score for item in mine]
    return Studio(
        row, mine, sum(own) if own and None not in own else None,
        grades.mean_of(totals, settings["expert_mean"]) if totals else None, len(totals), settings["result_day"],
    )  # fmt: skip


def merged(studios: Sequence[Studio]) -> list[Studio]:
    """A studio with a row and a sheet of its own is one: the sheet gives the items, and scores that the row lacks."""
    found: list[Studio] = []
    rows = {s.key: s for s in studios if not s.items}
    for one in studios:
        row = rows.get(one.key)
        if not one.items or row is None or row.items:
            found.append(one)
            continue
        row.items, row.experts = one.items, one.experts
        row.self_score = one.self_score if row.self_score is None else row.self_score
        row.result = row.result or one.result
        if row.expert_score is not None and one.expert_score is not None:
            stated, computed = shown_score(row.expert_score), shown_score(one.expert_score)
            if stated != computed:
                row.reasons.append(f"汇总表的专家得分 {stated} 与评估表的 {computed} 不一致")
        row.expert_score = one.expert_score if row.expert_score is None else row.expert_score
    return found


def grade_all(studios: Sequence[Studio], context: Context) -> None:
    """Grades year by year, and what follows from them."""
    settings, mark = context.settings, context.given("evaluation.pass_mark")
    for year in dict.fromkeys(s.year for s in studios):
        assessed = [s for s in studios if s.year == year and s.expert_score is not None]
        places = grades.excellent_places(len(assessed), settings["excellent_places"], settings["excellent_percent"])
        scores = [s.expert_score for s in assessed if s.expert_score is not None]
        found = grades.grades_of(scores, mark, settings["excellent_line"], places)
        stated = [s.row.facts.grade for s in assessed]
        for one, grade in zip(assessed, grades.settled(found, stated, places), strict=True):
            one.grade = grade
    for one in studios:
        if one.grade == grades.FAILED and one.result:
            one.until = grades.rectify_until(one.result, context.given("evaluation.rectify_years"))
        if one.grade in (grades.EXCELLENT, grades.GOOD, grades.FAILED):
            one.state = grades.state_of(one.grade, one.until, one.re_score, mark, context.policy.on)
            one.reward = context.given("studio.reward") if one.grade == grades.EXCELLENT else 0
