"""威海市技能大师工作室申报表 (工作室通知附件1): what every box has to say, and the team inside it.

The form has no box for the leader's kind and post: where they are not added (领办人类别, 岗位类别), a leader below 高级技师 and
a woman between 50 and 55 are for a person to judge.
"""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from jineng.validators.columns import (
    COLUMNS,
    applicant_unit,
    area,
    bank,
    birth_month,
    business,
    certificate_trade,
    certified_on,
    contact_person,
    count_others,
    count_senior,
    count_senior_technician,
    count_special,
    count_technician,
    count_total,
    cover_host,
    cover_leader,
    cover_level,
    district,
    email,
    employer,
    held_level,
    host_address,
    id_number,
    leader_kind,
    leader_level,
    leader_name,
    leader_phone,
    manager,
    members,
    merits,
    name,
    nation,
    occupation,
    phone,
    plan_words,
    political,
    pro_title,
    strengths,
    studio,
    trade,
    unit_post,
    venue,
    work_since,
    workstation,
)
from jineng.validators.context import Context
from jineng.validators.expressions import Expr, call, cell, choose, filled, first_known, known, parameter
from jineng.validators.levels import SENIOR
from jineng.validators.programmes import people
from jineng.validators.programmes.studios import FRONTLINE, LEADER, TEAM, WITHIN_AGE, day
from jineng.validators.rules import Remark, Requirement, Severity, requirement
from jineng.validators.values import fold


def _blank(
    id: str, of: Expr, severity: Severity = "error", when: Expr | None = None, suggestion: str = ""
) -> Requirement:
    title = COLUMNS[of.key].header
    return requirement(
        id, filled(of), f"{title}为空", severity=severity, when=when, suggestion=suggestion or f"填写{title}"
    )


def _same(cover: Expr, inner: Expr) -> Requirement:
    alike = call("fold", cell(cover)).equals(call("fold", cell(inner)))
    return requirement(
        "S-F-01", alike, f"封面“{{{cover.key}}}”与表内“{{{inner.key}}}”不同", when=filled(cover) & filled(inner), at=cover.key,
        suggestion="封面和表内写法一致",
    )  # fmt: skip


_BORN = call("id_birth", cell(id_number))
_COUNTS = (count_special, count_senior_technician, count_technician, count_senior, count_others)
_SUM = call("head_sum", *(choose(filled(count), count, 0) for count in _COUNTS))
_ANY_COUNT = reduce(or_, (filled(count) for count in (*_COUNTS, count_total)))
_CERTIFIED = ~first_known(leader_kind.equals("乡土技能大师"), False)


def _phone(id: str, of: Expr) -> Requirement:
    return requirement(
        id, call("phone_fits", cell(of), parameter("plan.phones")), f"{COLUMNS[of.key].header}“{{{of.key}}}”不是0631-7位号码或11位手机号",
        when=filled(of), at=of.key, severity="warning", suggestion="核对号码",
    )  # fmt: skip


_UNIT: tuple[Requirement, ...] = (
    _same(cover_host, applicant_unit),
    _same(cover_leader, leader_name),
    requirement(
        "S-F-01", cover_level.equals(leader_level), "封面领办人职业技能等级“{cover_level}”与表内“{leader_level}”不同",
        when=known(cover_level) & known(leader_level), suggestion="照等级证书填写，前后一致",
    ),
    *(_blank("S-F-01", box, "warning") for box in (cover_level, trade, leader_phone)),  # host and leader sign and seal
    _phone("S-F-01", leader_phone),
    *(_blank("S-F-02", box) for box in (applicant_unit, employer, manager, host_address, contact_person, phone)),
    _phone("S-F-02", phone),
    requirement("S-F-02", known(workstation), "是否技师工作站“{workstation}”应为是或否", suggestion="写“是”或“否”"),
    _blank("S-F-02", email, "warning"),
    requirement(
        "S-F-02", call("is_email", cell(email)), "电子邮箱“{email}”不像邮箱地址", when=filled(email), at="email", severity="warning",
        suggestion="核对邮箱地址",
    ),
    requirement(
        "S-F-03", _ANY_COUNT, "技能人才数量没有填写", at="count_total", severity="warning", suggestion="填写各等级人数，没有的填0",
    ),
    *(
        requirement(
            "S-F-03", known(count), f"{COLUMNS[count.key].header}“{{{count.key}}}”应为0以上的整数", when=filled(count),
            suggestion="填写人数",
        )
        for count in (*_COUNTS, count_total)
    ),
    _blank("S-F-03", count_total, when=_ANY_COUNT, suggestion="填写各等级人数之和"),
    requirement(
        "S-F-03", count_total.equals(_SUM), "总量合计 {total} 不等于各等级人数之和 {sum}", when=filled(count_total), at="count_total",
        suggestion="核对各等级人数和合计", say={"total": count_total, "sum": _SUM},
    ),
    requirement(
        "S-F-04", call("is_account", cell(bank)), "开户银行及账号“{bank}”中没有8至30位的账号", at="bank", severity="warning",
        suggestion="写开户银行和完整账号，单元格为文本格式",
    ),
    _blank("S-F-05", business, "warning"),
    requirement(
        "S-004", call("is_listed_place", parameter("studio.hosts"), cell(employer), cell(applicant_unit)),
        "申报单位不在通知列举的企业、行业研发中心、技工院校（职业院校）、街道之内，请人工确认", when=filled(employer) | filled(applicant_unit),
        at="employer", severity="warning", suggestion="通知以“等”结尾，没有列举的由人社部门确认",
    ),
)  # fmt: skip
_LEADER: tuple[Requirement, ...] = (
    _blank("S-F-06", leader_name, suggestion="填写与身份证一致的姓名"),
    *(r._replace(id="S-F-06") for r in (people.SEX_FILLED, people.SEX, people.ID_FILLED, people.ID_RIGHT, people.ID_DOUBT)),
    people.ID_AS_NUMBER,
    people.SEX_AGREES,
    requirement(
        "S-F-06", known(birth_month), "出生年月“{birth_month}”不能识别", severity="warning", suggestion="写如 1980-05",
    ),
    requirement(
        "X-04", birth_month.equals(call("month_of", _BORN)), "出生年月“{birth_month}”与身份证号（{by_id}）不符",
        when=known(birth_month) & known(_BORN), at="birth_month", suggestion="核对身份证，改正出生年月或号码",
        say={"by_id": call("month_words", _BORN)},
    ),
    *(_blank("S-F-06", box, "warning") for box in (nation, political)),
    requirement(
        "S-F-06", call("is_between", work_since, cell(id_number), day), "参加工作时间“{work_since}”早于出生或晚于 {day}",
        severity="warning", unknown="warning", at="work_since", suggestion="填写参加工作的年月，如 1995-07", say={"day": day},
    ),
    _blank("S-F-07", unit_post),
    FRONTLINE,
    LEADER,
    *WITHIN_AGE,
    _blank("S-F-08", certificate_trade, "warning", when=_CERTIFIED, suggestion="照等级证书填写；乡土技能大师可不填"),
    requirement(
        "S-F-08", call("is_between", certified_on, cell(id_number), day), "取证时间“{certified_on}”早于出生或晚于 {day}",
        when=_CERTIFIED | filled(certified_on), severity="warning", unknown="warning", at="certified_on",
        suggestion="照等级证书填写取证的年月", say={"day": day},
    ),
)  # fmt: skip
_STUDIO: tuple[Requirement, ...] = (
    _blank("S-F-10", studio),
    requirement(
        "S-F-10", call("is_named_so", cell(studio), cell(leader_name), parameter("studio_name")),
        "工作室命名“{studio}”不是“{pattern}”（2020年管理办法解读，通知没有写明）", when=filled(studio) & filled(leader_name), at="studio",
        severity="warning", suggestion="核对命名", say={"pattern": parameter("studio_name")},
    ),
    _blank("S-F-10", venue, "warning"),
    requirement(
        "S-005", call("is_listed_place", parameter("studio.sites"), cell(venue)),
        "工作室设立场所“{venue}”不在通知列举的企业班组、工段、实训（研发）中心、院校、村居之内，请人工确认", when=filled(venue), at="venue",
        severity="warning", suggestion="写明设在哪个班组、工段、实训（研发）中心、院校或村居",
    ),
    requirement(
        "S-013", area > 0, "工作室面积“{area}”应大于0", severity="warning", unknown="warning",
        unknown_says="工作室面积“{area}”看不出多少平方米", suggestion="写数字，单位为平方米；要有固定的工作场所",
    ),
    _blank("S-016", district, suggestion="填写驻地区市；中央和省驻威企业、市直企业到驻地区市申报"),
    TEAM,
    requirement(
        "S-F-11", ~call("is_among", leader_name, cell(members)), "领办人又列在团队成员中", at="members", severity="warning",
        suggestion="团队成员不含领办人",
    ),
    *(_blank("S-F-12", box, "warning") for box in (strengths, plan_words)),
)  # fmt: skip
STUDIO_REQUIREMENTS = (*_UNIT, *_LEADER, *_STUDIO)
STUDIO_FACTS: dict[str, Expr] = {"studio": studio, "leader_kind": leader_kind}
#: The form states the month of birth; the day comes from the ID number.
STUDIO_DERIVED = {"birth": _BORN}

TEAM_REQUIREMENTS: tuple[Requirement, ...] = (
    _blank("S-F-11", name),
    *(_blank("S-F-11", box, "warning") for box in (occupation, merits)),
    requirement(
        "S-009",
        first_known(held_level >= SENIOR, False) | filled(pro_title) | call("is_professional_title", cell(held_level)),
        "职业技能等级“{held_level}”看不出是高级技能人才或专业技术人才", at="held_level", severity="warning",
        suggestion="写明等级（高级工及以上）或职称；通知没有说明怎样算高级技能人才",
    ),
)  # fmt: skip
TEAM_FACTS: dict[str, Expr] = {"name": name}


class Members:
    """Every member once (S-F-11)."""

    def __init__(self, context: Context) -> None:
        self.first: dict[str, int] = {}
        self.found: list[Remark] = []

    def see(self, row: int, facts: Any) -> None:
        if facts.name:
            first = self.first.setdefault(fold(facts.name), row)
            if first != row:
                self.found.append(
                    Remark(row, "name", "S-F-11", "error", f"与第{first}行同名", "同一人只列一次；确为两人的请注明")
                )

    def end(self) -> Iterator[Remark]:
        yield from self.found
