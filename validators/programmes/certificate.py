"""职业技能竞赛获奖选手颁发职业技能等级证书信息表 (附件2): the 15 columns and their 填表说明."""

import re
from collections.abc import Iterator, Sequence

from jineng.validators.columns import (
    assessor,
    award,
    certificate_number,
    contest,
    contest_time,
    id_number,
    issue_date,
    issuer,
    name,
    occupation,
    promoted_level,
    remark,
    serial,
    unit,
)
from jineng.validators.context import Context
from jineng.validators.expressions import Expr, call, cell, filled, first_known, known, parameter
from jineng.validators.levels import SENIOR, TECHNICIAN
from jineng.validators.names import is_body, organ_key
from jineng.validators.programmes.people import ANYONE, CANDIDATE
from jineng.validators.programmes.promotion import (
    AWARD_WORD,
    CONTEST_FILLED,
    IN_PLAN,
    ITEM_FILLED,
    ITEM_IN_CONTEST,
    ITEM_LISTED,
    ON_FILE,
    given,
)
from jineng.validators.rules import Remark, Requirement, requirement
from jineng.validators.values import fold

seal = parameter("certificate.seal")
archived = parameter("stage").equals("归档")

TIME = requirement(
    "P-T-07", known(contest_time), "竞赛时间“{contest_time}”读不出年份", suggestion="填写举办决赛的年份，如“2024年”",
)  # fmt: skip
TIME_PLANNED = requirement(
    "P-T-07", call("year_of", contest_time).equals(call("planned_year", contest)),
    "竞赛时间“{contest_time}”不是计划的决赛年份（{planned}）", when=known(contest_time) & known(contest), severity="warning",
    suggestion="竞赛时间为举办决赛的时间；确已改期的不必改", say={"planned": call("planned_month", contest)},
)  # fmt: skip
LEVEL = requirement(
    "P-T-10", promoted_level.equals(SENIOR) | promoted_level.equals(TECHNICIAN),
    "晋升职业技能等级“{promoted_level}”不是高级工（三级）或技师（二级）", unknown="error",
    unknown_says="晋升职业技能等级“{promoted_level}”不是规定的等级名称", suggestion="市赛只晋升高级工（三级）、技师（二级）",
)  # fmt: skip
AWARD_FILLED = requirement("P-T-11", filled(award), "获得奖项为空", suggestion="填写奖项或名次，如一等奖、第一名")
NOT_A_LOSER = requirement(
    "P-010", first_known(call("awarded", cell(award)), True), "获得奖项“{award}”：非获奖选手不得晋升", at="award",
    suggestion="从表中删除该选手",
)  # fmt: skip
LEVEL_ON_FILE = requirement(
    "P-A2-05", call("occupation_ceiling", occupation) >= promoted_level, "本职业最高等级为{ceiling}，没有“{promoted_level}”可发",
    when=known(call("occupation_ceiling", occupation)) & known(promoted_level), at="promoted_level",
    suggestion="核对等级；对不确定发证工种，联系市人社局",
    say={"ceiling": call("level_name", call("occupation_ceiling", occupation))},
)  # fmt: skip
NUMBER_BLANK = requirement(
    "P-T-12", ~filled(certificate_number), "申请单位填表时证书编号不用填写", when=~archived, severity="warning",
    suggestion="申请阶段留空；证书编号由平台生成（附件2一8）。归档时请在“设置”中把填报阶段改为“归档”",
)  # fmt: skip
DATE_BLANK = requirement(
    "P-T-12", ~filled(issue_date), "申请单位填表时发证日期不用填写", when=~archived, severity="warning",
    suggestion="申请阶段留空。归档时请在“设置”中把填报阶段改为“归档”",
)  # fmt: skip
NUMBER_GIVEN = requirement(
    "P-T-12", filled(certificate_number), "归档阶段证书编号为空", when=archived, suggestion="照平台生成的编号填写"
)
DATE_GIVEN = requirement(
    "P-T-12", known(issue_date), "归档阶段发证日期“{issue_date}”不是日期", when=archived, suggestion="照证书填写"
)
ASSESSOR = requirement(
    "P-T-13", filled(assessor) & call("is_body", cell(assessor)), "评价机构“{assessor}”应为×××职业技能竞赛组委会（办公室）",
    at="assessor", suggestion="写竞赛名称加“组委会（办公室）”",
)  # fmt: skip
ASSESSOR_NAMED = requirement(
    "P-T-14", call("same_body", cell(assessor), contest), "评价机构“{assessor}”与竞赛名称不对应",
    when=known(contest) & call("is_body", cell(assessor)), at="assessor", severity="warning",
    suggestion="一般为竞赛名称加“组委会（办公室）”",
)  # fmt: skip
SEAL = requirement(
    "P-T-17", call("fold", call("seal_of", cell(issuer))).equals(call("fold", seal)),
    "发证机构“{issuer}”括号中应为“{seal}”，不需要修改", at="issuer", suggestion="照填表说明5的例子填写", say={"seal": seal},
)  # fmt: skip
SAME_BODY = requirement(
    "P-T-15", call("body_name", cell(issuer)).equals(call("body_name", cell(assessor))),
    "发证机构“{issuer}”与评价机构“{assessor}”名称不一致", when=filled(issuer) & filled(assessor), at="issuer",
    suggestion="两处组委会名称改为一致",
)  # fmt: skip
NOT_REGISTERED = requirement(
    "P-A2-09", call("highest_held", id_number, occupation) < promoted_level,
    "“已有证书”表显示已有同一职业{held}证书，不再重复颁发", when=filled(id_number) & filled(occupation) & known(promoted_level),
    at="id_number", suggestion="从表中删除该选手", register="certificates",
    unknown_says="“已有证书”表中该人的等级或身份证号看不清，无法核对",
    say={"held": call("level_name", call("highest_held", id_number, occupation))},
)  # fmt: skip

CERTIFICATE_REQUIREMENTS: tuple[Requirement, ...] = (
    *ANYONE,
    *CANDIDATE,
    CONTEST_FILLED,
    *given(filled(contest), IN_PLAN),
    TIME,
    TIME_PLANNED,
    ITEM_FILLED,
    ITEM_IN_CONTEST,
    ITEM_LISTED,
    ON_FILE,
    LEVEL,
    LEVEL_ON_FILE,
    AWARD_FILLED,
    *given(filled(award), AWARD_WORD, NOT_A_LOSER),
    NUMBER_BLANK,
    DATE_BLANK,
    NUMBER_GIVEN,
    DATE_GIVEN,
    ASSESSOR,
    ASSESSOR_NAMED,
    SEAL,
    SAME_BODY,
    NOT_REGISTERED,
)
CERTIFICATE_FACTS: dict[str, Expr] = {
    "serial": serial, "name": name, "id_number": id_number, "unit": unit, "contest": contest,
    "occupation": occupation, "contest_time": contest_time, "promoted": promoted_level, "remark": remark,
}  # fmt: skip


_FOOT = re.compile(r"(申请单位|联系人|联系电话):(.*?)(?=(?:申请单位|联系人|联系电话):|\d*年\d*月\d*日|$)")


def certificate_foot(lines: Sequence[str], context: Context) -> Iterator[Remark]:
    """The foot of the form: 申请单位, 联系人, 联系电话 filled in, and as in the letter (P-T-19)."""
    found = {label: value for line in lines for label, value in _FOOT.findall(fold(line))}
    if not found:
        yield Remark(
            0,
            "serial",
            "P-T-19",
            "unchecked",
            "没有找到表尾（申请单位、联系人、联系电话），未校验",
            "照附件2的格式补上表尾",
        )
        return
    for label, key in (("申请单位", "applicant"), ("联系人", "contact"), ("联系电话", "phone")):
        value, expected = found.get(label, ""), context.settings[key]
        if not value:
            yield Remark(0, "serial", "P-T-19", "warning", f"表尾“{label}”没有填写", "报送前填写，与申请书一致")
        elif expected and organ_key(expected) != organ_key(value):
            yield Remark(
                0,
                "serial",
                "P-T-19",
                "error",
                f"表尾“{label}”为“{value}”，与申请书（设置）的“{expected}”不一致",
                "改为一致",
            )
    applicant = found.get("申请单位", "")
    leads = {organ_key(c.lead) for c in context.catalogue.contests}
    if applicant and not is_body(applicant) and organ_key(applicant) not in leads:
        yield Remark(0, "serial", "P-T-19", "warning", f"申请单位“{applicant}”不是竞赛组委会（办公室）、第一主办单位或牵头单位",
                     "申请书和信息表由这三者之一盖章（附件2一6）")  # fmt: skip
