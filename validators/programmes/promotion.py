"""竞赛获奖选手晋升职业技能等级 (计划通知三（二）): who may rise to 高级工（三级） or 技师（二级）, and the results sheet.

The closing sentence of 三（二） taken literally (“不再重复颁发相应证书”) would undo its second rule; 相应证书 is read as a
certificate of a level already held.
"""

from jineng.validators.columns import (
    award,
    birth,
    contest,
    final_date,
    group,
    id_number,
    identity,
    max_level,
    name,
    occupation,
    place_won,
    practical,
    prior_level,
    prior_occupation,
    remark,
    theory,
    unit,
)
from jineng.validators.expressions import (
    Expr,
    call,
    cell,
    choose,
    filled,
    first_known,
    known,
    parameter,
    together,
)
from jineng.validators.levels import NONE, SENIOR, TECHNICIAN
from jineng.validators.programmes.people import ANYONE, CANDIDATE
from jineng.validators.rules import Requirement, Rule, holds, requirement

pass_mark = parameter("promotion.pass_mark")
min_age = parameter("promotion.min_age")
age_day = first_known(parameter("age_day"), final_date)
age = call("age", birth, age_day)
on_words = choose(known(parameter("age_day")), call("on_words", parameter("age_day")), "决赛当日")
same_occupation = call("same_occupation", prior_occupation, occupation)
any_occupation = parameter("prior_level_scope").equals("任何职业")

#: The level held in the contest's own occupation: from 高级工 on, a certificate in another one does not count (Z-04).
standing = choose(prior_level < SENIOR, prior_level, choose(same_occupation, prior_level, NONE))
below_senior = standing < SENIOR
holds_senior = standing.equals(SENIOR)
#: A score on the scale of 100; what lies outside its own scale is no score.
theory_score = call("scored", theory, parameter("full_mark"))
scale = call("scale_words", parameter("full_mark"))
practical_score = call("scored", practical, parameter("full_mark"))

# --- what 三（二） demands -------------------------------------------------------------------------------------------

AWARDED = requirement(
    "P-010", call("awarded", cell(award)), "获得奖项“{award}”：非获奖选手不得晋升",
    unknown_says="获得奖项“{award}”看不出是否获奖", suggestion="照竞赛结果通报填写奖项，未获奖写“无”",
)  # fmt: skip
THEORY = requirement(
    "P-014", theory_score >= pass_mark, "理论成绩 {theory} 未达到 {pass_mark} 分{scale}，不能晋升", unknown="error",
    unknown_says="理论成绩“{theory}”不是分数，无法确认达到 {pass_mark} 分",
    suggestion="核对成绩；确未达到的不列入证书信息表", say={"pass_mark": pass_mark, "scale": scale},
)  # fmt: skip
PRACTICAL = requirement(
    "P-014", practical_score >= pass_mark, "实操成绩 {practical} 未达到 {pass_mark} 分{scale}，不能晋升", unknown="error",
    unknown_says="实操成绩“{practical}”不是分数，无法确认达到 {pass_mark} 分",
    suggestion="核对成绩；确未达到的不列入证书信息表", say={"pass_mark": pass_mark, "scale": scale},
)  # fmt: skip
BELOW_SENIOR = requirement(
    "P-015", prior_level < SENIOR, "原等级“{prior_level}”不低于高级工（三级）",
    suggestion="已有高级工的，看能否晋升技师（二级）",
)  # fmt: skip
ADULT = requirement(
    "P-016", age >= min_age, "{on} {age} 周岁，须年满 {min_age} 周岁",
    suggestion="核对出生日期（身份证号）和决赛日期；确未年满的不列入证书信息表", say={"age": age, "min_age": min_age, "on": on_words},
)  # fmt: skip
HOLDS_SENIOR = requirement(
    "P-018", prior_level.equals(SENIOR), "原等级“{prior_level}”不是高级工（三级），不能晋升技师（二级）",
    suggestion="低于高级工的，看能否晋升高级工（三级）",
)  # fmt: skip
SAME_OCCUPATION = requirement(
    "P-018", same_occupation, "原职业“{prior_occupation}”与本次职业“{occupation}”不是同一职业", at="prior_occupation",
    suggestion="如属同一职业，请在“职业目录”的别名栏登记",
)  # fmt: skip
HAS_TECHNICIAN = requirement(
    "P-020", max_level >= TECHNICIAN, "本职业现行最高等级为{ceiling}，不再晋升", at="occupation",
    unknown_says="本职业现行最高等级未知，须确认后才能晋升技师（二级）",
    suggestion="在“职业目录”表中填写该职业的最高等级", say={"ceiling": call("level_name", max_level)},
)  # fmt: skip
NOT_HELD_YET = requirement(
    "P-021", standing < TECHNICIAN, "已有同一职业“{prior_level}”证书，不再重复颁发", at="prior_level",
    suggestion="不列入证书信息表",
)  # fmt: skip
ONE_LADDER = requirement(
    "P-015", same_occupation, "已有他职业“{prior_occupation}”{prior_level}证书，不低于高级工（三级）",
    when=any_occupation & (prior_level >= SENIOR), at="prior_occupation",
    suggestion="“设置”中原等级比较范围为任何职业；如属同一职业，请在“职业目录”的别名栏登记",
)  # fmt: skip
HAS_SENIOR = requirement(
    "P-A2-05", max_level >= SENIOR, "本职业最高等级为{ceiling}，没有高级工（三级）可发", at="occupation",
    when=filled(max_level), suggestion="对不确定发证工种，联系市人社局", say={"ceiling": call("level_name", max_level)},
)  # fmt: skip

ELIGIBLE_SENIOR = Rule(
    "ELIGIBLE_SENIOR", "获奖选手可否晋升高级工（三级）：理论、实操均达标，原等级低于高级工，年满周岁",
    ("theory", "practical", "prior_level", "birth", "final_date", "award"),
    (AWARDED, THEORY, PRACTICAL, BELOW_SENIOR, ADULT),
)  # fmt: skip
ELIGIBLE_TECHNICIAN = Rule(
    "ELIGIBLE_TECHNICIAN", "获奖选手可否晋升技师（二级）：理论、实操均达标，已有同一职业高级工（三级）",
    ("theory", "practical", "prior_level", "prior_occupation", "occupation", "max_level", "award"),
    (AWARDED, THEORY, PRACTICAL, HOLDS_SENIOR, SAME_OCCUPATION, HAS_TECHNICIAN),
)  # fmt: skip
#: Counted of whoever took part, with a prize or without.
PASSED = Rule("PASSED", "理论成绩和实操成绩均达到及格线", ("theory", "practical"), (THEORY, PRACTICAL))


def given(when: Expr, *requirements: Requirement) -> tuple[Requirement, ...]:
    """The same requirements, for those rows only."""
    return tuple(r._replace(when=when if r.when is None else when & r.when) for r in requirements)


#: Table F1: which level, by the level held in the same occupation.
promoted = choose(below_senior, SENIOR, TECHNICIAN)
PROMOTED_LEVEL = Rule(
    "PROMOTED_LEVEL", "获奖选手晋升到哪一级：高级工（三级）、技师（二级）或不晋升",
    ("theory", "practical", "prior_level", "prior_occupation", "occupation", "max_level", "birth", "final_date", "award"),
    (
        AWARDED, THEORY, PRACTICAL, ONE_LADDER, NOT_HELD_YET,
        *given(below_senior, ADULT, HAS_SENIOR),
        *given(any_occupation & prior_level.equals(SENIOR), SAME_OCCUPATION),
        *given(holds_senior, HAS_TECHNICIAN),
    ),
    promoted,
)  # fmt: skip

# --- the results sheet -----------------------------------------------------------------------------------------------

winner = call("is_winner", cell(award))
full_mark = parameter("full_mark")
award_place = call("award_place", cell(award))


def _within(score: Expr, title: str) -> Requirement:
    return requirement(
        "P-014", (score >= 0) & (score <= full_mark), f"{title} {{{score.key}}} 不在 0 至 {{full_mark}} 分之间",
        when=known(score), suggestion="核对成绩；不是百分制的，先折算，或在“设置”中填写满分",
        say={"full_mark": full_mark},
    )  # fmt: skip


IN_PLAN = requirement(
    "P-T-06", known(contest), "竞赛名称“{contest}”不在年度竞赛计划内{hint}", when=filled(contest), at="contest",
    suggestion="照计划安排表填写全称；区市级竞赛不适用本规定",
    say={"hint": call("nearest_hint", cell(contest))},
)  # fmt: skip
CONTEST_FILLED = requirement("P-T-06", filled(contest), "竞赛名称为空", at="contest", suggestion="照计划安排表填写全称")
ITEM_FILLED = requirement("P-T-09", filled(occupation), "职业（工种）为空", suggestion="填写参赛的职业（工种）")
_HAS_ITEM = call("has_item", contest, occupation, cell(group))
ITEM_IN_CONTEST = requirement(
    "P-T-09", first_known(_HAS_ITEM, True), "“{occupation}”不在该竞赛的竞赛项目内（{listed}）",
    at="occupation", suggestion="核对项目名称；确有变更的，联系市人社局",
    say={"listed": call("items_listed", contest)},
)  # fmt: skip
ITEM_LISTED = requirement(
    "P-A1-04", known(_HAS_ITEM), "计划表没有列出“{occupation}”（该竞赛的项目以“等”结尾，可能包括）",
    when=known(contest) & filled(occupation), at="occupation", severity="warning",
    suggestion="确认该项目已备案；不确定的联系市人社局",
)  # fmt: skip
GROUP_FITS = requirement(
    "P-A1-11", call("group_fits", identity, cell(group)), "“{identity}”参加“{group}”，身份与组别不符",
    when=call("is_group_of_people", cell(group)), at="group", suggestion="核对身份和组别",
)  # fmt: skip
PLANNED_MONTH = requirement(
    "P-A1-09", first_known(call("in_planned_month", contest, final_date), True),
    "决赛日期 {final_date} 不在计划的 {planned}", at="final_date",
    severity="warning", suggestion="核对日期；确已改期的不必改", say={"planned": call("planned_month", contest)},
)  # fmt: skip
FINAL_DATE = requirement(
    "X-06", known(final_date), "决赛日期“{final_date}”读不出年月日", at="final_date",
    suggestion="填写决赛最后一天，如 2024-10-20",
)  # fmt: skip
FINAL_HELD = requirement(
    "X-06", call("is_past", final_date), "决赛日期 {final_date} 在今天之后", when=known(final_date), at="final_date",
    suggestion="核对年份；还没有举行的竞赛没有成绩",
)  # fmt: skip
LEVEL_CLEAR = requirement(
    "P-015", known(prior_level), "原等级“{prior_level}”不是规定的等级名称，无法判断", at="prior_level",
    when=filled(prior_level), suggestion="写全称，如“高级工（三级）”；没有证书写“无”",
)  # fmt: skip
LEVEL_FILLED = requirement(
    "P-015", call("is_written", cell(prior_level)), "原职业技能等级为空，按无证处理", severity="warning",
    suggestion="没有证书请写“无”", when=parameter("blank_level_is_none"),
)  # fmt: skip
OTHER_OCCUPATION = requirement(
    "P-015", same_occupation, "已有他职业“{prior_occupation}”高级工及以上证书，按本职业无证计算，需人工复核",
    when=~any_occupation & (prior_level >= SENIOR), at="prior_occupation", severity="warning",
    suggestion="如属同一职业，请在“职业目录”的别名栏登记",
)  # fmt: skip
MINOR_TECHNICIAN = requirement(
    "P-019", age >= min_age, "{on} {age} 周岁，已有高级工（三级），请核对", when=holds_senior & known(age),
    at="id_number", severity="warning", suggestion="核对身份证号和原证书", say={"age": age, "on": on_words},
)  # fmt: skip
MINOR_AT_FINAL = requirement(
    "P-016", call("age", birth, final_date) >= min_age, "决赛当日 {age} 周岁，到所设年龄计算日才满 {min_age} 周岁",
    when=known(parameter("age_day")) & (age >= min_age), severity="warning", suggestion="确认年龄计算到哪一天",
    say={"age": call("age", birth, final_date), "min_age": min_age},
)  # fmt: skip
AWARD_WORD = requirement(
    "P-T-11", call("is_listed", cell(award), parameter("award.prizes"), parameter("award.more_prizes")), "获得奖项“{award}”不是通知所列奖项",
    severity="warning", at="award", suggestion="写一、二、三等奖，金、银、铜牌，优胜奖，优秀奖，或第几名",
)  # fmt: skip
PLACE_GIVEN = requirement(
    "P-008", known(place_won) | known(award_place), "获奖选手没有标注名次", at="place_won", severity="warning",
    suggestion="填写决赛名次",
)  # fmt: skip
PLACE_AGREES = requirement(
    "P-T-11", place_won.equals(award_place), "获得奖项“{award}”与名次 {place_won} 不一致",
    when=known(award_place) & known(place_won), at="award", severity="warning", suggestion="核对名次",
)  # fmt: skip
NOT_REGISTERED = requirement(
    "P-A2-09", call("highest_held", id_number, occupation) < promoted, "“已有证书”表显示已有同一职业{held}证书，不再重复颁发",
    when=filled(id_number) & filled(occupation) & known(promoted), at="id_number", suggestion="不列入证书信息表",
    say={"held": call("level_name", call("highest_held", id_number, occupation))},
    register="certificates", unknown_says="“已有证书”表中该人的等级或身份证号看不清，无法核对",
)  # fmt: skip
ON_FILE = requirement(
    "P-A2-05", call("occupation_on_file", occupation), "“{occupation}”不在大赛备案清单内",
    when=filled(occupation), suggestion="对不确定发证工种，联系市人社局", register="filings",
)  # fmt: skip

RESULTS_REQUIREMENTS: tuple[Requirement, ...] = (
    *ANYONE,
    _within(theory, "理论成绩"),
    _within(practical, "实操成绩"),
    *given(filled(contest), IN_PLAN),
    ITEM_IN_CONTEST,
    ITEM_LISTED,
    GROUP_FITS,
    PLANNED_MONTH,
    *given(
        winner, *CANDIDATE, CONTEST_FILLED, ITEM_FILLED, FINAL_DATE, FINAL_HELD, AWARD_WORD, PLACE_GIVEN, PLACE_AGREES
    ),
    *given(winner, LEVEL_FILLED, LEVEL_CLEAR, OTHER_OCCUPATION, *PROMOTED_LEVEL.requires),
    *given(winner, MINOR_AT_FINAL, MINOR_TECHNICIAN, NOT_REGISTERED, ON_FILE),
)
#: What the whole-table rules and the export get to know of a row, in this order.
RESULTS_FACTS: dict[str, Expr] = {
    "name": name, "id_number": id_number, "unit": unit, "contest": contest,
    "occupation": occupation, "group": group, "final_date": final_date, "place_won": place_won,
    "award": call("award", cell(award)), "winner": winner, "promoted": promoted, "remark": remark,
    "eligible": holds(*PROMOTED_LEVEL.requires),
    "common": together(contest, occupation, group, final_date, call("award", cell(award)), winner),
}  # fmt: skip
#: What the results sheet has no column for: the register 职业目录 and the ID number say.
RESULTS_DERIVED = {
    "max_level": call("occupation_ceiling", occupation),
    "birth": call("birth_of", call("card", cell(id_number))),
}
