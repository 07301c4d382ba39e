"""威海市技能大师工作室的申报 (工作室通知一): who may lead one, with whom.

Ages are those on the closing day, unless a day is given. Whether a woman may still lead one depends on her post, and
whether a team of two counts depends on the leader's being one of the three: the notice leaves both open.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from jineng.validators import names
from jineng.validators.columns import birth, frontline, id_number, leader_kind, leader_level, members, post_kind, sex
from jineng.validators.context import Context
from jineng.validators.expressions import Expr, call, cell, choose, filled, first_known, known, parameter
from jineng.validators.levels import SENIOR_TECHNICIAN
from jineng.validators.retirement import ANYBODY, MAN, WOMAN
from jineng.validators.rules import Requirement, Rule, requirement
from jineng.validators.values import head_count

day = first_known(parameter("as_of"), parameter("studio.closing"))
least = parameter("studio.team")
_SEX = call("agreed_sex", cell(sex), cell(birth), cell(id_number), cell(post_kind))

# --- what 一（一） demands --------------------------------------------------------------------------------------------

_SENIOR = leader_level >= SENIOR_TECHNICIAN
LEADER = requirement(
    "S-006",
    choose(filled(leader_kind), choose(leader_kind.equals("高级技师"), _SENIOR, True), choose(_SENIOR, True, None)),
    "领办人类别为高级技师，职业技能等级“{leader_level}”低于高级技师（一级）", at="leader_level",
    suggestion="核对等级证书；属于企业认定的技能带头人或乡土技能大师的，写明领办人类别并附证明材料",
)  # fmt: skip
FRONTLINE = requirement(
    "S-007", frontline, "领办人不在生产一线从事技术技能工作", suggestion="核对岗位；确不在生产一线的不能申报",
)  # fmt: skip


def _within_age(kind: Any, when: Expr) -> Requirement:
    return requirement(
        "S-007", call("working_age", birth, kind, day), "领办人 {born} 出生，{retires} 达到法定退休年龄，到 {day} 不在法定退休年龄内",
        when=when, at="birth", unknown_says="{doubt}，须人工确认",
        suggestion="核对出生日期和岗位类别；已达到法定退休年龄的不能申报",
        say={"born": birth, "retires": call("retirement_date", birth, kind), "day": day,
             "doubt": first_known(call("age_doubt", birth, kind, day), "出生日期不能识别")},
    )  # fmt: skip


#: What would settle it comes first to be blamed where it is blank: for a woman her post, else the sex.
WITHIN_AGE = (
    _within_age(MAN, first_known(_SEX, "").equals(MAN)),
    _within_age(first_known(call("womans_post", cell(post_kind)), WOMAN), first_known(_SEX, "").equals(WOMAN)),
    _within_age(first_known(_SEX, ANYBODY), ~known(_SEX)),
)
TEAM = requirement(
    "S-008",
    (members >= least) | ((call("with_leader", members) >= least) & parameter("leader_in_team")),
    "团队成员 {count} 人，少于 {least} 人", suggestion="核对团队成员状况", say={"count": members, "least": least},
)  # fmt: skip

ELIGIBLE_STUDIO = Rule(
    "ELIGIBLE_STUDIO", "可否申报威海市技能大师工作室：领办人类别和等级，在法定退休年龄内且在生产一线，团队不少于3人",
    ("leader_kind", "leader_level", "frontline", "birth", "sex", "post_kind", "members"),
    (LEADER, FRONTLINE, *WITHIN_AGE, TEAM),
    day,
)  # fmt: skip


def why_eligible(context: Context, cells: Sequence[Any], on: Any) -> str:
    """What speaks for an application, in one sentence."""
    kind = names.leader_kind(cells[0]) or "高级技师"
    return (f"领办人为{kind}，在生产一线，到 {on} 在法定退休年龄内，团队成员 {head_count(cells[6])} 人，"
            f"可申报（{context.clause('S-006')}）")  # fmt: skip


def about_places(context: Context, applications: int, native: int) -> Iterator[str]:
    """How many are to be chosen, beside how many apply: only a final list could have too many of them (S-014, S-015)."""
    places, rural, closing = map(context.value, ("studio.places", "studio.rural_places", "studio.closing"))
    if None not in (places, rural, closing):
        led = f"（乡土技能大师领办的 {native} 个）" if native else ""
        yield (f"申报 {applications} 个{led}，不限名额；本次拟评选 {places} 个，可含 {rural} 个乡村特色技能大师工作室"
               f"（{context.clause('S-014')}）；{closing} 前报送")  # fmt: skip
