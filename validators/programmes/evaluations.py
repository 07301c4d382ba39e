"""年度绩效评估 of 技能大师工作室 (工作室通知二): grades, rewards, and what becomes of those that failed."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from jineng.validators import grades
from jineng.validators.columns import (
    approved_year,
    evaluated_year,
    expert_score,
    grade,
    re_date,
    re_score,
    rectify_day,
    result_date,
    reward,
    self_score,
    state,
    studio,
)
from jineng.validators.context import Context
from jineng.validators.expressions import Expr, call, choose, filled, first_known, known, parameter
from jineng.validators.rules import Remark, Requirement, Undecided, requirement
from jineng.validators.values import day, fold, is_blank, number, text


def _in_time(of: Expr) -> Expr:
    return of.equals(grades.RECTIFYING) | of.equals(grades.OVERDUE)


pass_mark, full = parameter("evaluation.pass_mark"), parameter("evaluation_full")
_LINE = parameter("excellent_line")
_RATIONED = known(parameter("excellent_places")) | known(parameter("excellent_percent"))
_FAILED, _EXCELLENT, _GOOD = (grade.equals(g) for g in (grades.FAILED, grades.EXCELLENT, grades.GOOD))
_PASSED = expert_score >= pass_mark
_UNTIL = call("rectify_until", result_date, parameter("evaluation.rectify_years"))
_STATE = call("state_of", grade, first_known(_UNTIL, ""), first_known(re_score, ""), pass_mark, call("today"))
#: 整改中 turns into 待复评 as time goes by, with nothing wrong in the table.
_TIMED = first_known(_in_time(state) & _in_time(_STATE), False)
_REWARD = parameter("studio.reward")
_LEFT_OUT, _YEAR = parameter("evaluation.left_out_year"), parameter("evaluation.year")

# --- 等次汇总表 ------------------------------------------------------------------------------------------------------


def in_scale(id: str, score: Expr, title: str) -> Requirement:
    return requirement(
        id, (score >= 0) & (score <= full), f"{title} {{score}} 不在 0 至 {{full}} 分以内",
        suggestion="核对得分；满分不是100的，在“设置”中填写绩效评估满分", say={"score": score, "full": full},
    )  # fmt: skip


_GRADE = (
    requirement(
        "S-027", filled(grade), "等次为空", severity="unchecked", suggestion="照专家得分填写等次，单元格函数 STUDIO_GRADE 可以算出",
    ),
    requirement(
        "S-027", known(grade), "等次“{grade}”应为优秀、合格或不合格", when=filled(grade), suggestion="照得分填写等次",
    ),
    requirement(
        "S-027", _PASSED | _FAILED, "专家得分 {score} 低于 {mark} 分，等次应为不合格", at="grade",
        suggestion="核对得分和等次", say={"score": expert_score, "mark": pass_mark},
    ),
    requirement(
        "S-027", ~_PASSED | ~(_FAILED | grade.equals(grades.UNRATED)), "专家得分 {score} 不低于 {mark} 分，等次不应为{grade}",
        at="grade", suggestion="核对得分和等次", say={"score": expert_score, "mark": pass_mark},
    ),
    requirement(
        "S-027", ~_EXCELLENT | first_known(expert_score >= _LINE, choose(_RATIONED, True, None)),
        "专家得分 {score} 低于优秀分数线 {line}，等次不应为优秀", at="grade", suggestion="核对得分、等次和“设置”中的优秀分数线",
        say={"score": expert_score, "line": _LINE},
    ),
    requirement(
        "S-027", ~_GOOD | (expert_score < _LINE) | _RATIONED, "专家得分 {score} 达到优秀分数线 {line}，等次应为优秀",
        at="grade", suggestion="核对得分、等次和“设置”中的优秀分数线", say={"score": expert_score, "line": _LINE},
    ),
    requirement(
        "S-027", ~grade.equals(grades.LINE_UNSET), "等次没有区分优秀和合格", at="grade", when=known(grade), severity="unchecked",
        suggestion="向市人社局确认后，在“设置”中填写优秀分数线或优秀名额，再填等次",
    ),
)  # fmt: skip
_AFTER_FAILING = (
    requirement(
        "S-032", rectify_day.equals(_UNTIL), "整改截止日期“{rectify_day}”不是结果公布日期满一年的 {until}（从哪天起通知没有写明）", when=_FAILED,
        at="rectify_day", severity="warning", suggestion="照通知给予的整改时间，从结果公布日期起算；另有起算日的由市人社局确定",
        say={"until": _UNTIL},
    ),
    requirement(
        "S-032", _FAILED, "等次为{grade}，不需要整改截止日期", when=known(grade) & filled(rectify_day), at="rectify_day",
        severity="warning", suggestion="核对等次；不是不合格的，删去整改截止日期",
    ),
    requirement(
        "S-033", call("today") <= _UNTIL, "整改期到 {until} 已满，没有复评得分", when=_FAILED & ~filled(re_score), at="re_score",
        severity="warning", suggestion="由所在单位向所在地人社部门提交重新考核评估的书面申请", say={"until": _UNTIL},
    ),
    requirement(
        "S-033", re_date >= _UNTIL, "复评日期 {on} 在整改期满（{until}）之前", when=_FAILED & filled(re_date), at="re_date",
        severity="warning", suggestion="核对日期；整改期满后再重新考核评估", say={"on": re_date, "until": _UNTIL},
    ),
    requirement(
        "S-034", _FAILED, "等次为{grade}，不应有复评得分", when=known(grade) & filled(re_score), at="re_score",
        suggestion="核对等次和复评得分；只有不合格的才复评",
    ),
    requirement(
        "S-034", (re_score >= 0) & (re_score <= full), "复评得分 {score} 不在 0 至 {full} 分以内", when=filled(re_score),
        suggestion="核对复评得分", say={"score": re_score, "full": full},
    ),
    requirement(
        "S-034", re_score >= pass_mark, "复评得分 {score} 仍低于 {mark} 分，拟撤销称号", when=_FAILED & filled(re_score),
        severity="warning", suggestion="报市人社局决定", say={"score": re_score, "mark": pass_mark},
    ),
    *(requirement(
        "S-034", state.equals(_STATE), "状态“{state}”应为{due}", when=when, at="state", severity=severity,
        suggestion="照等次、整改截止日期和复评得分填写", say={"due": _STATE},
    ) for severity, when in (("warning", filled(state) & _TIMED), ("error", filled(state) & ~_TIMED))),
)  # fmt: skip
#: Whether a studio is to be assessed at all, and for which year.
OF_THIS_EVALUATION: tuple[Requirement, ...] = (
    requirement("S-025", filled(studio), "工作室名称为空", suggestion="填写工作室名称"),
    requirement(
        "S-025", call("year_of", approved_year) < _LEFT_OUT, "批准年度 {year}，不是本次评估对象（{left_out} 年度及以后评选的不参加）",
        at="approved_year", suggestion="核对批准年度；确是的从表中删除",
        say={"year": call("year_of", approved_year), "left_out": _LEFT_OUT},
    ),
    requirement(
        "S-026", call("year_of", evaluated_year).equals(_YEAR), "评估年度“{evaluated_year}”应为 {year} 年", at="evaluated_year",
        severity="warning", suggestion="通知印发于次年，评估的是上一年的工作", say={"year": _YEAR},
    ),
)  # fmt: skip
EVALUATION_REQUIREMENTS: tuple[Requirement, ...] = (
    *OF_THIS_EVALUATION,
    in_scale("S-028", self_score, "自评得分"),
    in_scale("S-027", expert_score, "专家得分"),
    *_GRADE,
    requirement(
        "S-031", choose(_EXCELLENT, reward.equals(_REWARD), choose(filled(reward), reward, 0).equals(0)),
        "等次为{grade}，奖励金额“{reward}”应为 {due} 元", when=known(grade) & ~grade.equals(grades.LINE_UNSET), at="reward",
        suggestion="优秀的给予领办人2万元，其余不给", say={"due": choose(_EXCELLENT, _REWARD, 0)},
    ),
    *_AFTER_FAILING,
)  # fmt: skip
EVALUATION_FACTS: dict[str, Expr] = {
    "studio": studio, "approved_year": approved_year, "evaluated_year": evaluated_year, "self_score": self_score, "expert_score": expert_score,
    "grade": grade, "result_date": result_date, "re_score": re_score, "re_date": re_date,
}  # fmt: skip


class OncePerYear:
    """One studio once a year (S-025)."""

    def __init__(self, context: Context) -> None:
        self.first: dict[tuple[str, Any], int] = {}
        self.found: list[Remark] = []

    def see(self, row: int, facts: Any) -> None:
        if facts.studio:
            first = self.first.setdefault((fold(facts.studio), facts.evaluated_year), row)
            if first != row:
                self.found.append(
                    Remark(
                        row, "studio", "S-025", "error", f"与第{first}行是同一工作室、同一评估年度，重复", "保留一行"
                    )
                )

    def end(self) -> Iterator[Remark]:
        yield from self.found


class _Graded(NamedTuple):
    row: int
    score: grades.Score
    grade: str


class Places:
    """优秀 goes by score, and to no more studios than there are places, where a number or a share is set (S-027).

    Each year by itself; studios that are not assessed (S-025) do not count.
    """

    def __init__(self, context: Context) -> None:
        self.settings = context.settings
        self.left_out = context.value("evaluation.left_out_year")
        self.assessed: dict[Any, list[_Graded]] = {}

    def see(self, row: int, facts: Any) -> None:
        approved = facts.approved_year and facts.approved_year[0]
        if facts.expert_score is not None and not (approved and self.left_out and approved >= self.left_out):
            year = facts.evaluated_year and facts.evaluated_year[0]
            self.assessed.setdefault(year, []).append(_Graded(row, facts.expert_score, facts.grade or ""))

    def end(self) -> Iterator[Remark]:
        for assessed in self.assessed.values():
            yield from self._of_year(assessed)

    def _of_year(self, assessed: Sequence[_Graded]) -> Iterator[Remark]:
        best = [one for one in assessed if one.grade == grades.EXCELLENT]
        places = grades.excellent_places(
            len(assessed), self.settings["excellent_places"], self.settings["excellent_percent"]
        )
        for one in best:
            if places is not None and sum(other.score >= one.score for other in best) > places:
                yield Remark(one.row, "grade", "S-027", "error", f"优秀 {len(best)} 家，超过名额 {places} 家（参评 {len(assessed)} 家）",
                             "按得分从高到低确定；同分的由市人社局确定")  # fmt: skip
        lowest = min(best, key=lambda one: one.score, default=None)
        for one in assessed if lowest else ():
            if lowest and one.grade == grades.GOOD and one.score > lowest.score:
                yield Remark(one.row, "grade", "S-027", "warning", f"专家得分 {text(one.score)} 高于第{lowest.row}行（{text(lowest.score)}，优秀），"
                             "等次为合格", "按得分确定等次；确有原因的在备注中说明")  # fmt: skip


def line_in_scale(_: Sequence[str], context: Context) -> Iterator[Remark]:
    """优秀分数线 as set lies above the pass mark and within the full mark (S-027)."""
    settings = context.settings
    if fault := grades.line_fault(
        settings["excellent_line"], context.value("evaluation.pass_mark"), settings["evaluation_full"]
    ):
        yield Remark(0, "grade", "S-027", "error", fault, "向市人社局核对后，改正“设置”中的优秀分数线、绩效评估满分")


# --- worksheet functions ---------------------------------------------------------------------------------------------


def studio_grade(context: Context, cells: Sequence[Any]) -> str:
    """The grade of a score; 未评 where there is none."""
    mark, most = context.given("evaluation.pass_mark"), context.settings["evaluation_full"]
    if is_blank(cells[0]):
        return grades.UNRATED
    score = number(cells[0])
    if score is None or not 0 <= score <= most:
        raise Undecided(f"得分“{text(cells[0])}”不是 0 至 {text(most)} 的数")
    found = grades.grade_of(score, mark, context.settings["excellent_line"])
    if found == grades.EXCELLENT and any(context.settings[key] for key in ("excellent_places", "excellent_percent")):
        raise Undecided("优秀另有名额，要与其他工作室一起比较")
    return found


def studio_reward(context: Context, cells: Sequence[Any]) -> int:
    """What the leader of a studio with that grade is given."""
    due: int = context.given("studio.reward")
    known_grade = grades.grade(cells[0])
    if known_grade is None:
        raise Undecided(f"等次“{text(cells[0])}”不能识别，请写优秀、合格或不合格")
    if known_grade == grades.LINE_UNSET:
        raise Undecided("优秀分数线未设置，不能确定是否优秀")
    return due if known_grade == grades.EXCELLENT else 0


def rectify_until(context: Context, cells: Sequence[Any]) -> date:
    """Until when a studio that failed may put things right."""
    years = context.given("evaluation.rectify_years")
    result = day(cells[0])
    if result is None:
        raise Undecided(f"结果公布日期“{text(cells[0])}”不能识别，请写如 2024-10-20")
    return grades.rectify_until(result, years)
