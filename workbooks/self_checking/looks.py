"""What each template with its own formulas looks like: title, paper, widths, drop-downs, and what only the button checks."""

from collections.abc import Mapping
from typing import NamedTuple

from jineng.validators.grades import GRADES
from jineng.validators.levels import LEVELS

_SEXES, _YES_NO = ("男", "女"), ("是", "否")
_PRIZES = ("一等奖", "二等奖", "三等奖", "金牌", "银牌", "铜牌", "优胜奖", "优秀奖", "无")


class Look(NamedTuple):
    """form: its key; sheet: the sheet's name; paper: 9 A4, 8 A3; rows: how many are prepared; high: their height in points.

    widths  column key → width, for others 10
    choices column key → words to choose from
    whole   ids of the rules over the whole table or across tables, for the button
    notes   lines below the table
    """

    form: str
    title: str
    sheet: str
    widths: Mapping[str, float]
    choices: Mapping[str, tuple[str, ...]] = {}
    whole: tuple[str, ...] = ()
    paper: int = 9
    rows: int = 200
    high: float = 30.0
    notes: tuple[str, ...] = ()


_PERSON = {"serial": 5.0, "name": 9.0, "sex": 5.0, "id_number": 21.0, "unit": 18.0, "phone": 13.5, "remark": 10.0}
_SUGGESTED = "说明：本表为建议格式，通知没有附表样，以市人力资源和社会保障局的要求为准。"

LOOKS: dict[str, Look] = {
    look.form: look
    for look in (
        Look(
            "results", "职业技能竞赛成绩表", "成绩表",
            _PERSON | {"contest": 24.0, "occupation": 14.0, "group": 8.0, "final_date": 12.0, "theory": 8.0, "practical": 8.0,
                       "total": 8.0, "place_won": 6.0, "award": 9.0, "prior_occupation": 14.0, "prior_level": 14.0,
                       "prior_certificate": 14.0, "identity": 7.0},
            {"sex": _SEXES, "identity": ("职工", "教师", "学生"), "group": ("职工组", "学生组"), "award": _PRIZES, "prior_level": LEVELS},
            ("X-03", "P-008", "P-009", "P-011", "P-012", "P-036", "P-A2-01", "P-L-07", "P-L-08"),
        ),
        Look(
            "certificate", "职业技能竞赛获奖选手颁发职业技能等级证书信息表", "信息表",
            _PERSON | {"contest": 24.0, "contest_time": 10.0, "occupation": 14.0, "promoted_level": 14.0, "award": 9.0,
                       "certificate_number": 14.0, "assessor": 28.0, "issuer": 34.0, "issue_date": 12.0},
            {"sex": _SEXES, "award": _PRIZES[:-1], "promoted_level": (LEVELS[4], LEVELS[5])},
            ("X-03", "P-T-01", "P-T-19", "P-011"), rows=100, high=50.0,
        ),
        Look(
            "expert", "拟推荐授予“威海市技术能手”人员情况表", "情况表",
            _PERSON | {"contest_class": 6.0, "contest": 22.0, "occupation": 13.0, "final_date": 12.0, "contestants": 8.0,
                       "place_won": 6.0, "prior_level": 13.0, "theory": 8.0, "practical": 8.0, "total": 8.0, "held_before": 11.0},
            {"sex": _SEXES, "contest_class": ("一类", "二类"), "identity": ("职工", "教师", "学生"), "group": ("职工组", "学生组"),
             "held_before": _YES_NO, "prior_level": LEVELS},
            ("X-03", "P-024", "P-026"), rows=100, notes=(_SUGGESTED,),
        ),
        Look(
            "plan", "职业技能竞赛计划安排表", "竞赛计划表",
            {"contest_class": 8.0, "serial": 6.0, "contest": 36.0, "organisers": 36.0, "items": 44.0, "enquiry_phone": 16.0,
             "planned_final": 14.0},
            {"contest_class": ("一类", "二类")}, ("P-003", "P-005"), rows=100, high=50.0,
        ),
        Look(
            "evaluation", "技能大师工作室年度绩效评估等次汇总表", "等次汇总表",
            {"serial": 5.0, "studio": 26.0, "leader": 9.0, "host": 20.0, "result_date": 12.0, "rectify_day": 12.0, "re_date": 12.0,
             "grade": 12.0},
            {"grade": GRADES, "state": ("优秀", "合格", "整改中", "待复评", "恢复", "拟撤销")}, ("S-027",), paper=8, rows=100,
            notes=(_SUGGESTED,),
        ),
        Look(
            "chief", "威海市首席技师推荐人选汇总表", "汇总表",
            _PERSON | {"recommender": 12.0, "unit": 20.0, "skill_level": 14.0, "certificate_number": 14.0, "honours": 18.0,
                       "achievements": 26.0, "new_achievement_date": 14.0, "occupation": 12.0, "industry": 14.0, "birth_month": 10.0},
            {"sex": _SEXES, "frontline": _YES_NO, "verified": _YES_NO, "chief_before": _YES_NO, "secret": _YES_NO, "unobjected": _YES_NO,
             "honour_tier": ("国家级", "省级", "市级", "无"), "skill_level": (LEVELS[6], LEVELS[7]), "employer": ("企业", "事业单位", "机关", "学校")},
            ("C-014", "C-027", "C-028", "X-03"), paper=8, rows=100, high=50.0, notes=(_SUGGESTED,),
        ),
    )
}  # fmt: skip
