"""The worksheet functions: each with its arguments, its help and its answer, derived from rules and columns.

Hosts (Excel, LibreOffice, Python) call `answer`; nothing here knows a spreadsheet. A function never raises: what cannot
be decided is 需复核, with the reason where the answer is a sentence, a number or a day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Literal

from jineng.validators import calendar, facts, grades, levels
from jineng.validators.columns import COLUMNS
from jineng.validators.compiler import Hit
from jineng.validators.contests import contest_grade
from jineng.validators.context import Context
from jineng.validators.findings import sentence
from jineng.validators.policy import Policy, UnknownPlace
from jineng.validators.programmes import evaluations, indicators, measures
from jineng.validators.programmes.chief_order import suggested_order
from jineng.validators.programmes.chiefs import ELIGIBLE_CHIEF, why_recommended
from jineng.validators.programmes.experts import ELIGIBLE_EXPERT
from jineng.validators.programmes.promotion import ELIGIBLE_SENIOR, ELIGIBLE_TECHNICIAN, PROMOTED_LEVEL
from jineng.validators.programmes.studios import ELIGIBLE_STUDIO, why_eligible
from jineng.validators.rules import Requirement, Rule, Undecided
from jineng.validators.settings import Settings
from jineng.validators.values import day, is_blank, text, whole_number

PASS, FAIL, REVIEW = "符合", "不符合", "需复核"
_VERDICTS = {True: PASS, False: FAIL, None: REVIEW}
NOT_PROMOTED = "不晋升"
_UNDECIDED = (Undecided, UnknownPlace, calendar.NoCalendar)


@dataclass(frozen=True)
class Function:
    """A worksheet function.

    args      (ASCII name, Chinese help) of each argument
    compute   (context, cells) → answer; may raise Undecided
    clauses   where the notices say so
    says_why  whether 需复核 is followed by the reason (numbers, days and sentences) or stands alone (verdicts)
    gives     what an answer is: a text, or a number or a day (which may be a sentence instead)
    by_place  whether the answer depends on place and day; such functions take place and as_of as last arguments
    dated     the argument whose day picks the notice when no as_of is given
    on_day    whether the answer depends on as_of itself, such as an age, and not only on the notices in force then
    blank     the answer for a row with nothing in it
    whole     (context, rows) → one answer each, for functions that compare the rows of a column with each other
    """

    name: str
    help: str
    args: tuple[tuple[str, str], ...]
    compute: Callable[[Context, Sequence[Any]], Any]
    clauses: tuple[str, ...]
    says_why: bool = False
    gives: Literal["text", "number", "day"] = "text"
    by_place: bool = True
    dated: str = ""
    on_day: bool = False
    blank: str = ""
    whole: Callable[[Context, Sequence[Sequence[Any]]], Sequence[Any]] | None = None

    def answer_all(
        self, rows: Sequence[Sequence[Any]], place: Any = None, as_of: Any = None, settings: Settings | None = None
    ) -> list[Any]:
        """One answer a row, of a function that compares rows; blank rows are left out of the comparison."""
        assert self.whole
        filled = [cells for cells in rows if not _is_blank_row(cells)]
        try:
            answers = iter(
                self.whole(self._context((), place, as_of, Settings() if settings is None else settings), filled)
            )
        except _UNDECIDED as reason:
            answers = iter([f"{REVIEW}：{reason}"] * len(filled))
        return ["" if _is_blank_row(cells) else next(answers) for cells in rows]

    def answer(
        self, cells: Sequence[Any], place: Any = None, as_of: Any = None, settings: Settings | None = None
    ) -> Any:
        """The answer for one row."""
        if _is_blank_row(cells):
            return self.blank
        try:
            return self.compute(self._context(cells, place, as_of, Settings() if settings is None else settings), cells)
        except _UNDECIDED as reason:
            return f"{REVIEW}：{reason}" if self.says_why else REVIEW

    def _context(self, cells: Sequence[Any], place: Any, as_of: Any, settings: Settings) -> Context:
        dated, today = cells[self._dated_at] if self.dated else None, date.today()
        try:
            return _context_for(self.on_day, dated, place, as_of, settings, today)
        except TypeError:  # what a host handed over cannot be looked up: its words can
            return _context_for(self.on_day, text(dated), text(place), text(as_of), settings, today)

    @cached_property
    def _dated_at(self) -> int:
        return [name for name, _ in self.args].index(self.dated)


@lru_cache(maxsize=4096)  # a column has few days
def _context_for(on_day: bool, dated: Any, place: Any, as_of: Any, settings: Settings, today: date) -> Context:
    """The context of a place and a day, as the last arguments, the settings or the row itself state them."""
    on = settings["as_of"]
    if not is_blank(as_of):
        on = day(as_of)
        if on is None:
            raise Undecided(f"日期“{text(as_of)}”不能识别，请写如 2024-10-20")
    if on is None:
        on = day(dated)
    name = settings["place"] if is_blank(place) else text(place)
    if on_day and on:
        settings = Settings({**settings.given, "as_of": on})
    return _context(name, Policy(name, on or today).span[0], settings)


def _is_blank_row(cells: Sequence[Any]) -> bool:
    for cell in cells:  # noqa: SIM110 – asked of every row, and settled by the first cell
        if cell is not None and (type(cell) is not str or cell.strip()):
            return False
    return True


@lru_cache(maxsize=256)
def _context(place: str, on: date, settings: Settings) -> Context:
    """One context, and so one set of compiled rules, for all days under the same notices."""
    return Context(Policy(place, on), settings)


# --- functions that are rules ------------------------------------------------------------------------------------------


#: Columns whose argument has a name of its own.
_CALLED = {"chief_before": "held_before"}


def _columns(*keys: str) -> tuple[tuple[str, str], ...]:
    return tuple((_CALLED.get(key, key), COLUMNS[key].about or COLUMNS[key].header) for key in keys)


def verdict(rule: Rule) -> Function:
    """符合, 不符合 or 需复核, from a rule; what a notice says softly (一般) leads to 需复核 at most."""

    def compute(context: Context, cells: Sequence[Any]) -> str:
        return _outcome([_fails(rule, hit) for hit in context.judge(rule, cells)[0]])

    return Function(rule.name, rule.title, _columns(*rule.args), compute, _clauses(rule), dated=_dated(rule),
                    on_day=_on_day(rule))  # fmt: skip


def _fails(rule: Rule, hit: Hit) -> bool | None:
    return None if rule.requires[hit[0]].severity == "warning" else hit[1]


def _outcome(misses: Sequence[bool | None]) -> str:
    return FAIL if False in misses else REVIEW if misses else PASS


def _clauses(rule: Rule) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.id for r in rule.requires))


def _dated(rule: Rule) -> str:
    return "final_date" if "final_date" in rule.args else ""


def _on_day(rule: Rule) -> bool:
    return any("as_of" in r.parameters for r in rule.requires)


def _promoted_level(context: Context, cells: Sequence[Any]) -> str:
    hits, (level,) = context.judge(PROMOTED_LEVEL, cells)
    outcome = _outcome([hit[1] for hit in hits])
    return {PASS: levels.level_name(level or 0), FAIL: NOT_PROMOTED, REVIEW: REVIEW}[outcome]


def reason(name: str, help: str, rule: Rule, passed: Callable[[Context, Sequence[Any], Any], str]) -> Function:
    """Why a rule answers as it does, one sentence with the clause; `passed` (context, cells, value) speaks for 符合."""

    def compute(context: Context, cells: Sequence[Any]) -> str:
        hits, values = context.judge(rule, cells)
        if not hits:
            return passed(context, cells, values[0] if values else None)
        failed = [h for h in hits if _fails(rule, h) is False] or hits
        layout = {key: i for i, key in enumerate(rule.args)}
        said: dict[str, None] = {}
        for hit in failed:
            requirement = rule.requires[hit[0]]
            if clause := context.clause(requirement.id):
                said[f"{sentence(requirement, hit, cells, layout, context)}（{clause}）"] = None
        if _fails(rule, failed[0]) is False:
            return "；".join(said)
        without = [r for r in rule.requires if context.clause(r.id) is None]
        if without and not said and len(without) < len(rule.requires):
            met = dict.fromkeys(str(context.clause(r.id)) for r in rule.requires if r not in without)
            said[f"其余符合（{'、'.join(met)}）"] = None
        return f"{REVIEW}：" + "；".join([*_not_ruled(context, rule, without), *said])

    return Function(name, help, _columns(*rule.args), compute, _clauses(rule), says_why=True, dated=_dated(rule),
                    on_day=_on_day(rule))  # fmt: skip


def _not_ruled(context: Context, rule: Rule, without: Sequence[Requirement]) -> list[str]:
    """What the place has no clause for: nothing at all, or nothing on some of the columns."""
    if not without:
        return []
    columns = "".join(dict.fromkeys(f"“{COLUMNS[r.blames].header}”" for r in without))
    what = "相应规定" if len(without) == len(rule.requires) else f"关于{columns}的规定"
    return [f"{context.policy.place}没有{what}（未设置），未校验"]


def _why_promoted(context: Context, cells: Sequence[Any], level: int) -> str:
    senior = level == levels.SENIOR
    scores = f"理论、实操成绩均达到 {context.value('promotion.pass_mark')} 分"
    standing = (f"原等级低于高级工（三级），年满 {context.value('promotion.min_age')} 周岁" if senior
                else "已有同一职业高级工（三级）")  # fmt: skip
    return f"{scores}，{standing}，可晋升{levels.level_name(level)}（{context.clause('P-017' if senior else 'P-019')}）"


def _why_expert(context: Context, cells: Sequence[Any], required: int) -> str:
    grade, place, identity, contestants, _ = cells
    scale = f"决赛参赛 {whole_number(contestants)} 人，不少于规定人数 {required} 人"
    return (f"市级{contest_grade(grade)}竞赛第{whole_number(place)}名，身份为{text(identity)}，{scale}，未获得过该称号，"
            f"可推荐{context.value('expert.title')}（{context.clause('P-022')}）")  # fmt: skip


_BONUS = ("M-18", "M-18b", "M-18c", "M-18d")
_TARGETS = ("M-01", "M-04", "M-05", "M-05b", "M-07", "M-08", "M-08c", "M-08d", "M-09", "M-10", "M-11", "M-17b")

FUNCTIONS: dict[str, Function] = {
    f.name: f
    for f in (
        verdict(ELIGIBLE_SENIOR),
        verdict(ELIGIBLE_TECHNICIAN),
        Function("PROMOTED_LEVEL", PROMOTED_LEVEL.title, _columns(*PROMOTED_LEVEL.args), _promoted_level,
                 _clauses(PROMOTED_LEVEL), dated="final_date"),
        reason("PROMOTION_REASON", "晋升结论的理由，一句话，附通知条款", PROMOTED_LEVEL, _why_promoted),
        verdict(ELIGIBLE_EXPERT),
        reason("EXPERT_REASON", "可否推荐技术能手的理由，一句话，附通知条款", ELIGIBLE_EXPERT, _why_expert),
        Function("AWARD_LIMIT", "参赛人数的60%以内最多可设多少个奖", _columns("contestants"), facts.most_awards, ("P-009",),
                 gives="number", says_why=True),
        Function("CONTEST_BONUS", "竞赛奖励金额（元）；是定额、上限还是下限，见 CONTEST_BONUS_NOTE",
                 _columns("contest_level", "place_won"), measures.contest_bonus, _BONUS, gives="number", says_why=True),
        Function("CONTEST_BONUS_NOTE", "竞赛奖励金额是定额、上限还是下限，由谁给予，附条款",
                 _columns("contest_level", "place_won"), measures.contest_bonus_note, _BONUS, says_why=True),
        Function("HONOUR_GRANT", "荣誉或平台的一次性资助、奖励（元）", (("honour", "荣誉或平台的名称，如中华技能大奖"),),
                 measures.honour_grant, ("M-13",), gives="number", says_why=True),
        Function("TALENT_CARD", "荣誉是否纳入“威海英才卡”保障范围", (("honour", "荣誉的名称，如全国技术能手"),),
                 lambda c, cells: PASS if measures.talent_card(c, cells) else FAIL, ("M-15",)),
        Function("TARGET_PROGRESS", "若干措施的指标完成了多少（1 为全部完成），区间按低值计算", _columns("target_id", "actual"),
                 indicators.target_progress, _TARGETS, gives="number", says_why=True),
        verdict(ELIGIBLE_CHIEF),
        reason("CHIEF_REASON", "可否推荐市首席技师的理由，一句话，附通知条款", ELIGIBLE_CHIEF, why_recommended),
        Function("CHIEF_ORDER", "市首席技师人选的建议次序：荣誉层次、数量、45周岁以下、产业领域；整列一起比较",
                 _columns("honour_tier", "honour_count", "birth", "industry"),
                 lambda c, cells: suggested_order(c, [cells])[0], ("C-008", "C-010", "C-012", "C-013"), gives="number", says_why=True,
                 on_day=True, whole=suggested_order),
        verdict(ELIGIBLE_STUDIO),
        reason("STUDIO_REASON", "可否申报技能大师工作室的理由，一句话，附通知条款", ELIGIBLE_STUDIO, why_eligible),
        Function("STUDIO_GRADE", "年度绩效评估的等次；优秀分数线在“设置”中填写", (("score", "专家得分"),),
                 evaluations.studio_grade, ("S-027",), blank=grades.UNRATED),
        Function("STUDIO_REWARD", "年度绩效评估等次对应的领办人奖励资金（元）", _columns("grade"),
                 evaluations.studio_reward, ("S-031",), gives="number", says_why=True),
        Function("RECTIFY_UNTIL", "不合格的工作室整改到哪一天", _columns("result_date"), evaluations.rectify_until,
                 ("S-032",), gives="day", says_why=True),
        Function("ID_CHECK", "身份证号是否正确：通过，或错在哪里", (("id", COLUMNS["id_number"].about),), facts.id_check,
                 ("P-T-05", "X-01", "X-02"), says_why=True, by_place=False),
        Function("ID_BIRTH", "身份证号中的出生日期", (("id", COLUMNS["id_number"].about),), facts.id_birth, ("X-04",),
                 gives="day", says_why=True, by_place=False),
        Function("ID_SEX", "身份证号中的性别", (("id", COLUMNS["id_number"].about),), facts.id_sex, ("X-04",), says_why=True,
                 by_place=False),
        Function("AGE_AT", "某日的周岁数，生日当天计入", (*_columns("birth"), ("as_of", "计算到哪一天")), facts.age_at, ("P-016",),
                 gives="number", says_why=True, by_place=False),
        Function("RETIREMENT_DATE", "达到法定退休年龄的日期：2024年底前60、55、50周岁，2025年起逐步延迟",
                 (*_columns("birth"), ("category", "男、女干部或女工人")), facts.retirement_date, ("S-007",), gives="day", says_why=True,
                 by_place=False),
        Function("SKILL_LEVEL", "职业技能等级的规范名称", (("text", "等级的任何写法，如三级、高级工"),), facts.skill_level, ("P-015",),
                 by_place=False),
        Function("WORKDAYS_AFTER", "某日之后第几个工作日是哪天，当日不计，按国务院放假安排",
                 (("start", "起始日期"), ("days", "工作日天数")), facts.workdays_after, ("P-012", "P-A2-01"), gives="day", says_why=True,
                 by_place=False),
        Function("DEADLINE", "竞赛结束后办事的最后期限，或公示的最后一天",
                 (("kind", "账号、申领、材料，或首席技师公示、工作室公示、评估公示"), ("final_end", "决赛最后一天，或公示开始的一天")),
                 facts.deadline, ("P-012", "P-036", "P-A2-01", "C-023", "S-018", "S-030"), gives="day", says_why=True, dated="final_end"),
        Function("CONTEST_CLASS", "竞赛是市级一类还是二类", _columns("contest"),
                 lambda c, cells: facts.contest(c, cells[0]).grade, ("P-A1-02",)),
        Function("CONTEST_LEAD", "竞赛的牵头主办单位", _columns("contest"), lambda c, cells: facts.contest(c, cells[0]).lead,
                 ("P-A1-03",)),
        Function("CONTEST_HAS", "竞赛是否包括某项目；计划以“等”结尾而未列出的需复核",
                 (*_columns("contest"), ("item", "竞赛项目或职业（工种）")), lambda c, cells: _VERDICTS[facts.contest_has(c, cells)], ("P-A1-04",)),
        Function("CERT_BODY", "证书信息表的评价机构", _columns("contest"), lambda c, cells: facts.contest(c, cells[0]).assessor,
                 ("P-T-13",)),
        Function("CERT_ISSUER", "证书信息表的发证机构", _columns("contest"),
                 lambda c, cells: facts.contest(c, cells[0]).issuer(c.given("certificate.seal")), ("P-T-16",)),
    )
}  # fmt: skip
