"""One module a programme; here, which checks belong to which form."""

from jineng.validators.programmes.certificate import CERTIFICATE_FACTS, CERTIFICATE_REQUIREMENTS, certificate_foot
from jineng.validators.programmes.chief_forms import CAREER_REQUIREMENTS, CHIEF_FORM_REQUIREMENTS
from jineng.validators.programmes.chiefs import CHIEF_DERIVED, CHIEF_FACTS, CHIEF_REQUIREMENTS, Nominees
from jineng.validators.programmes.evaluations import (
    EVALUATION_FACTS,
    EVALUATION_REQUIREMENTS,
    OncePerYear,
    Places,
    line_in_scale,
)
from jineng.validators.programmes.experts import EXPERT_DERIVED, EXPERT_FACTS, EXPERT_REQUIREMENTS, OnlyOnce
from jineng.validators.programmes.indicators import TARGET_FACTS, TargetRows
from jineng.validators.programmes.lists import (
    AwardShare,
    Deadlines,
    Letter,
    Numbering,
    PlanTotals,
    PrizeFamilies,
    SamePerson,
)
from jineng.validators.programmes.measures import ALLOWANCE_REQUIREMENTS, BONUS_FACTS, BONUS_REQUIREMENTS, HighestOnly
from jineng.validators.programmes.plan import PLAN_FACTS, PLAN_REQUIREMENTS
from jineng.validators.programmes.promotion import RESULTS_DERIVED, RESULTS_FACTS, RESULTS_REQUIREMENTS
from jineng.validators.programmes.score_sheets import (
    ITEM_FACTS,
    ITEM_REQUIREMENTS,
    SHEET_FACTS,
    SHEET_REQUIREMENTS,
    Sums,
)
from jineng.validators.programmes.studio_forms import (
    STUDIO_DERIVED,
    STUDIO_FACTS,
    STUDIO_REQUIREMENTS,
    TEAM_FACTS,
    TEAM_REQUIREMENTS,
    Members,
)
from jineng.validators.rules import Checks

#: Rules over whole tables, workbooks and registers, in a few words; requirements speak for themselves.
WHOLE_TABLE_RULES = {
    "P-003": "年度计划的竞赛项数", "P-005": "一类、二类竞赛的项数", "P-009": "获奖人数一般不超过参赛人数的60%",
    "P-011": "应晋未晋：符合晋升条件而未列入信息表", "P-012": "申领联系不超过10个工作日", "P-013": "应申领未申领的竞赛",
    "P-024": "每个赛项每个名次限报1人", "P-036": "材料报送不超过15天", "P-A2-01": "账号申请不超过5个工作日",
    "P-L-07": "申请书联系电话", "P-L-08": "申请日期不早于决赛", "P-T-01": "序号连续", "P-T-19": "信息表表尾",
    "C-014": "候选人名单不超过拟选拔的名额", "C-027": "汇总表一人一行，与申报表一致", "C-028": "每人一份申报表",
    "M-18e": "同一项目只按最高成绩奖励", "X-03": "一个身份证号一个姓名", "X-05": "表格结构：缺列、重复的列、读不出的登记",
    "X-07": "公式错误值、没有计算的公式", "X-11": "“设置”表的写法",
}  # fmt: skip

CHECKS: dict[str, Checks] = {
    c.form: c
    for c in (
        Checks(
            "results",
            RESULTS_REQUIREMENTS,
            RESULTS_FACTS,
            RESULTS_DERIVED,
            (SamePerson, AwardShare, PrizeFamilies, Deadlines, Letter),
        ),
        Checks(
            "certificate",
            CERTIFICATE_REQUIREMENTS,
            CERTIFICATE_FACTS,
            whole=(SamePerson, Numbering),
            foot=certificate_foot,
        ),
        Checks("expert", EXPERT_REQUIREMENTS, EXPERT_FACTS, EXPERT_DERIVED, (SamePerson, OnlyOnce)),
        Checks("plan", PLAN_REQUIREMENTS, PLAN_FACTS, whole=(PlanTotals,)),
        Checks("bonus", BONUS_REQUIREMENTS, BONUS_FACTS, whole=(HighestOnly,)),
        Checks("allowance", ALLOWANCE_REQUIREMENTS, {}),
        Checks("targets", (), TARGET_FACTS, whole=(TargetRows,)),
        Checks(
            "evaluation", EVALUATION_REQUIREMENTS, EVALUATION_FACTS, whole=(OncePerYear, Places), foot=line_in_scale
        ),
        Checks("chief", CHIEF_REQUIREMENTS, CHIEF_FACTS, CHIEF_DERIVED, (Nominees,)),
        Checks("chief_form", CHIEF_FORM_REQUIREMENTS, CHIEF_FACTS, CHIEF_DERIVED),
        Checks("career", CAREER_REQUIREMENTS, {}),
        Checks("score_sheet", SHEET_REQUIREMENTS, SHEET_FACTS),
        Checks("score_items", ITEM_REQUIREMENTS, ITEM_FACTS, totals=(Sums,)),
        Checks("studio", STUDIO_REQUIREMENTS, STUDIO_FACTS, STUDIO_DERIVED),
        Checks("team", TEAM_REQUIREMENTS, TEAM_FACTS, whole=(Members,)),
        Checks("left_out", (), {}),  # our own list of those left out: nothing in it is to be checked
        Checks("suggested_order", (), {}),  # nor in what we suggest
        Checks("checklist", (), {}),  # nor in 材料清单
    )
}
