"""竞赛计划安排表 (附件1): the yearly plan, the notice's or the official's own for another year."""

from jineng.validators.columns import contest, contest_class, enquiry_phone, items, organisers, planned_final
from jineng.validators.expressions import Expr, call, cell, filled, known, parameter
from jineng.validators.rules import Requirement, requirement

PLAN_REQUIREMENTS: tuple[Requirement, ...] = (
    requirement("P-A1-01", filled(contest), "竞赛名称为空", at="contest", suggestion="填写竞赛名称"),
    requirement(
        "P-035", call("is_branded", cell(contest), parameter("plan.brand")),
        "竞赛名称“{contest}”没有统一冠名“{brand}”××××职业技能大赛（竞赛）", when=filled(contest), at="contest",
        severity="warning", suggestion="核对名称", say={"brand": parameter("plan.brand")},
    ),
    requirement("P-A1-03", filled(organisers), "主办单位为空", suggestion="第一位为竞赛牵头主办单位"),
    requirement("P-A1-01", filled(items), "竞赛项目（工种）为空", suggestion="列出竞赛项目"),
    requirement(
        "P-A1-10", call("phone_fits", cell(enquiry_phone), parameter("plan.phones")), "咨询电话“{enquiry_phone}”不是0631-7位号码或11位手机号",
        when=filled(enquiry_phone), at="enquiry_phone", severity="warning", suggestion="核对号码",
    ),
    requirement("P-A1-09", known(planned_final), "拟决赛时间“{planned_final}”读不出年月", suggestion="如 2024年10月"),
)  # fmt: skip
PLAN_FACTS: dict[str, Expr] = {"contest_class": call("contest_grade", cell(contest_class))}
