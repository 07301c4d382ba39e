"""推荐选拔威海市首席技师 (首席技师通知): who may be recommended, in which order, and 汇总表 (附件1).

What the notice says softly (一般, 优先) never rules anybody out. The title 威海市首席技师 and the eighth grade of the same
name are two things: the first stands in 是否曾获, the second among the levels.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from jineng.validators import nominees
from jineng.validators.columns import (
    age_stated,
    birth,
    birth_month,
    certificate_number,
    chief_before,
    education,
    employer,
    frontline,
    honour_count,
    honour_tier,
    id_number,
    name,
    new_achievement_date,
    occupation,
    phone,
    political,
    post,
    recommender,
    secret,
    sex,
    skill_level,
    unit,
    unobjected,
    verified,
    work_since,
)
from jineng.validators.context import Context
from jineng.validators.expressions import Expr, call, cell, filled, first_known, known, parameter
from jineng.validators.levels import SENIOR_TECHNICIAN
from jineng.validators.programmes import people
from jineng.validators.rules import Remark, Requirement, Rule, requirement
from jineng.validators.values import fold

#: The notice does not say when somebody has to be 55: on the closing day, unless a day is given.
day = first_known(parameter("age_day"), parameter("as_of"), parameter("chief.closing"))
age = call("age_by", cell(birth), day)
max_age, years = parameter("chief.max_age"), parameter("chief.title_years")

# --- what 一 demands -------------------------------------------------------------------------------------------------

NO_TITLE = requirement(
    "C-003", ~call("is_only_professional_title", cell(skill_level)), "“{skill_level}”是职称，不是职业资格或职业技能等级",
    suggestion="填写职业资格或职业技能等级证书上的等级",
)  # fmt: skip
SENIOR = requirement(
    "C-003", skill_level >= SENIOR_TECHNICIAN, "职业技能等级“{skill_level}”低于高级技师（一级），不能推荐",
    suggestion="核对等级证书；确低于高级技师的从表中删除",
)  # fmt: skip
FRONTLINE = requirement(
    "C-005", frontline, "不在生产一线岗位从事技术技能工作，不能推荐", suggestion="核对岗位；确不在生产一线的从表中删除",
)  # fmt: skip
ENTERPRISE = requirement(
    "C-006", employer, "单位性质“{employer}”不是企业（通知为“全市各类行业企业”）", severity="warning",
    unknown_says="单位性质“{employer}”看不出是否企业", suggestion="与市首席技师选拔管理工作办公室确认可否推荐",
)  # fmt: skip
AGE = requirement(
    "C-007", age <= max_age, "到 {day} {age} 周岁，超过 {max_age} 周岁（“一般不超过”）", at="birth", severity="warning",
    unknown_says="算不出到 {day} 的周岁",
    suggestion="确有突出贡献的说明理由", say={"age": age, "max_age": max_age, "day": day},
)  # fmt: skip
STILL_NEW = requirement(
    "C-009", ~chief_before | call("dated_within", cell(new_achievement_date), years, day),
    "已获得威海市首席技师称号，近四年内（{day} 以前{years}年）没有新的重大成果，一般不再推荐", severity="warning",
    at="new_achievement_date", unknown_says="看不出是否曾获该称号、{day} 以前{years}年内有没有新成果",
    suggestion="写明新的重大成果或突出贡献及其日期", say={"years": years, "day": day},
)  # fmt: skip

ELIGIBLE_CHIEF = Rule(
    "ELIGIBLE_CHIEF", "可否推荐威海市首席技师：高级技师以上，在企业生产一线，一般不超过55周岁；曾获称号的近四年有新成果",
    ("skill_level", "frontline", "birth", "chief_before", "new_achievement_date", "employer"),
    (NO_TITLE, SENIOR, FRONTLINE, ENTERPRISE, AGE, STILL_NEW),
    age,
)  # fmt: skip


def reckoned_on(context: Context) -> date:
    """The day on which ages are counted."""
    on: date = context.settings["age_day"] or context.settings["as_of"] or context.given("chief.closing")
    return on


def why_recommended(context: Context, cells: Sequence[Any], years_old: int) -> str:
    """What speaks for a nominee, in one sentence."""
    held = "未获得过该称号" if nominees.was_held(cells[3]) is False else "近四年有新的重大成果"
    return (f"高级技师以上，在企业生产一线，到 {reckoned_on(context)} {years_old} 周岁，{held}，可推荐（{context.clause('C-003')}）")  # fmt: skip


# --- 汇总表 ----------------------------------------------------------------------------------------------------------


def _cited(id: str, *requirements: Requirement) -> tuple[Requirement, ...]:
    """The same requirements under the clause of this notice."""
    return tuple(r._replace(id=id) for r in requirements)


BORN = call("id_birth", cell(id_number))
PERSON: tuple[Requirement, ...] = (
    *_cited("C-F-05", people.NAME, people.NAME_DOUBT, people.SEX_FILLED, people.SEX, people.SEX_AGREES),
    *_cited("C-F-08", people.ID_FILLED, people.ID_RIGHT, people.ID_DOUBT),
    people.ID_AS_NUMBER,
    requirement(
        "C-F-05", birth_month.equals(call("month_of", BORN)), "出生年月“{birth_month}”与身份证号（{by_id}）不符", when=known(BORN),
        at="birth_month", suggestion="核对身份证，改正出生年月或号码", say={"by_id": call("month_words", BORN)},
    ),
    requirement("C-F-06", filled(political), "政治面貌为空", severity="warning", suggestion="填写政治面貌"),
    requirement("C-F-06", filled(education), "文化程度为空", severity="warning", suggestion="填写文化程度"),
    requirement(
        "C-F-06", call("is_between", work_since, cell(birth), day), "参加工作时间“{work_since}”早于出生或晚于 {day}", severity="warning",
        unknown="warning", at="work_since", suggestion="填写参加工作的年月，如 1995-07", say={"day": day},
    ),
    requirement("C-F-07", filled(occupation), "职业（工种）为空", suggestion="照等级证书填写"),
    requirement("C-F-07", filled(skill_level), "职业资格或职业技能等级为空", suggestion="照等级证书填写"),
    requirement(
        "C-F-07", known(skill_level), "“{skill_level}”不是职业资格或职业技能等级的名称",
        when=filled(skill_level) & ~call("is_only_professional_title", cell(skill_level)),
        at="skill_level", suggestion="写等级全称，如高级技师（一级）",
    ),
    NO_TITLE,
    SENIOR,
    requirement("C-F-08", filled(post), "工作岗位为空", suggestion="填写工作岗位"),
    requirement("C-F-08", filled(phone), "联系电话为空", suggestion="填写联系电话"),
    requirement(
        "C-F-08", call("phone_fits", cell(phone), parameter("plan.phones")), "联系电话“{phone}”不是0631-7位号码或11位手机号",
        when=filled(phone), at="phone", severity="warning", suggestion="核对号码",
    ),
    AGE._replace(at="birth_month"),
)  # fmt: skip

OWN_EMPLOYER = requirement(
    "C-018", ~call("is_nobodys_employer", cell(unit), cell(name)), "工作单位写“{unit}”，不受理个人申请", when=filled(unit), at="unit",
    suggestion="填写申报的用人单位全称",
)  # fmt: skip
CHIEF_REQUIREMENTS: tuple[Requirement, ...] = (
    *PERSON,
    FRONTLINE,
    requirement(
        "C-005", ~call("is_manager", cell(post)), "工作岗位“{post}”像是管理岗位", when=filled(post), at="post", severity="warning",
        suggestion="确认在生产一线岗位从事技术技能工作",
    ),
    ENTERPRISE,
    requirement(
        "C-007", age_stated.equals(age), "年龄写 {age_stated}，到 {day} 应为 {age} 周岁", when=filled(age_stated) & known(age),
        at="age_stated", severity="warning", suggestion="照计算的改正，或在“设置”中填写年龄计算日", say={"age": age, "day": day},
    ),
    STILL_NEW,
    requirement(
        "C-009", chief_before, "“首席技师名册”中有此人，本表写“{chief_before}”",
        when=known(id_number) & call("is_chief", id_number), severity="warning",
        suggestion="核对后更正，并写明近四年的新成果", register="chiefs",
    ),
    requirement(
        "C-012", known(honour_tier), "最高荣誉层次“{honour_tier}”不是国家级、省级、市级或无，不能排序", severity="warning",
        suggestion="写国家级、省级、市级；没有的写“无”",
    ),
    requirement(
        "C-013", known(honour_count), "该层次荣誉数量“{honour_count}”不是个数，不能排序",
        when=known(honour_tier) & ~honour_tier.equals(nominees.NO_HONOUR),
        at="honour_count", severity="warning", suggestion="填写该层次荣誉称号的个数，奖项不计",
    ),
    requirement("C-016", filled(recommender), "推荐单位为空", suggestion="填写所在区市；市直企业填驻地区市"),
    requirement(
        "C-016", ~call("is_company", cell(recommender)), "推荐单位“{recommender}”是企业，应由驻地区市推荐", when=filled(recommender),
        at="recommender", suggestion="填写所在区市；市直企业到驻地区市申报",
    ),
    requirement("C-018", filled(unit), "工作单位为空，不受理个人申请", suggestion="填写申报的用人单位全称"),
    OWN_EMPLOYER,
    requirement(
        "C-021", unobjected, "未经公示无异议，不能上报", suggestion="公示无异议后再报；区市公示多少天通知没有规定",
    ),
    requirement(
        "C-026", ~secret, "涉密人员：勿在联网机上处理，推荐报告中要注明", severity="warning", suggestion="按保密规定处理",
    ),
    requirement(
        "C-029", filled(certificate_number), "证书编号为空，无法联网查询核对", severity="warning", suggestion="照证书填写",
    ),
    requirement(
        "C-029", verified, "没有联网查询核对证书", severity="warning", suggestion="由推荐单位登录通知所列网站查询，并报送页面截图",
    ),
)  # fmt: skip
#: What 汇总表 and 申报表 say alike of a person.
CHIEF_FACTS: dict[str, Expr] = {
    "name": name, "id_number": id_number, "age": age, "born": BORN, "sex": sex, "birth_month": birth_month, "unit": unit,
    "occupation": occupation, "skill_level": skill_level, "phone": phone, "recommender": recommender,
}  # fmt: skip
#: The birth date is that of the ID number; where there is none, the month that is filled in.
CHIEF_DERIVED: dict[str, Expr] = {"birth": first_known(BORN, cell(birth_month))}


class Nominees:
    """One person once (C-027), one number one name (X-03); a list of 候选人 within the number planned (C-014).

    Districts recommend as many as they see fit (C-015): their tables are never counted.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.people: dict[str, tuple[int, str]] = {}
        self.rows: list[int] = []
        self.found: list[Remark] = []

    def see(self, row: int, facts: Any) -> None:
        self.rows.append(row)
        if not facts.id_number:
            return
        first, called = self.people.setdefault(facts.id_number, (row, fold(facts.name)))
        if first == row:
            return
        self.found.append(
            Remark(row, "id_number", "C-027", "error", f"与第{first}行是同一人，重复", "保留一行，删除多余的")
        )
        if called and facts.name and called != fold(facts.name):
            self.found.append(
                Remark(row, "id_number", "X-03", "error", f"与第{first}行身份证号相同而姓名不同", "照身份证改正")
            )

    def end(self) -> Iterator[Remark]:
        yield from self.found
        planned = self.context.value("chief.planned")
        if self.context.settings["chief_list"] == "候选人" and planned and len(self.rows) > planned:
            yield Remark(self.rows[planned], "serial", "C-014", "warning",
                         f"候选人 {len(self.rows)} 名，超过拟选拔的 {planned} 名", "核对名单；“拟选拔”，确需增加的说明理由")  # fmt: skip
