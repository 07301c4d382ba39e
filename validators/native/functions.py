"""The named functions that a formula can say, each by the name under which requirements call it.

What is not here is for the “校验” button.
"""

from collections.abc import Callable
from dataclasses import dataclass

from jineng.validators.levels import LEVELS
from jineng.validators.native import applications, contests, identity, people, retirement
from jineng.validators.native.cells import fold
from jineng.validators.native.formulas import UNKNOWN, Formulas, Kind, quoted

Write = Callable[..., str]


@dataclass(frozen=True)
class Twin:
    """A formula that answers as a function does: what it answers, how it is written, and a title for its helper cell."""

    kind: Kind
    write: Write
    title: str = ""


def _scored(formulas: Formulas, score: str, full: str) -> str:
    exact = f"IF({full}=100,{score},IF(ABS({score}*100/{full}-ROUND({score}*100/{full},6))<1E-9,ROUND({score}*100/{full},6),{score}*100/{full}))"
    return f"IF({score}<0,{UNKNOWN},IF({score}>{full},{UNKNOWN},{exact}))"


def _level_name(formulas: Formulas, rank: str) -> str:
    return f"CHOOSE({rank}+1,{','.join(quoted(name) for name in LEVELS)})"


def _plain(text: str) -> Write:
    """A formula whose places {0}, {1} … take the arguments."""
    return lambda formulas, *args: text.format(*args)


#: Name of the function → its twin.
NATIVE: dict[str, Twin] = {
    "fold": Twin("text", fold, "折叠"),
    "is_number_cell": Twin("truth", _plain("ISNUMBER({0})"), "数字格式"),
    "is_written": Twin("truth", _plain('IF(ISTEXT({0}),TRIM({0})<>"",TRUE)'), "写了"),
    "card": Twin("text", _plain("{0}"), "身份证号单元格"),
    "fault_of": Twin("text", identity.fault, "身份证号错在哪里"),
    "doubt_of": Twin("text", identity.doubt, "证件号码要看的"),
    "sex_of": Twin("text", identity.sex, "号码中的性别"),
    "birth_of": Twin("day", identity.born, "出生日期"),
    "id_fault": Twin("text", identity.fault, "身份证号错在哪里"),
    "id_doubt": Twin("text", identity.doubt, "证件号码要看的"),
    "id_sex": Twin("text", identity.sex, "号码中的性别"),
    "id_birth": Twin("day", identity.born, "出生日期"),
    "name_doubt": Twin("text", people.name_doubt, "姓名要看的"),
    "is_group_of_people": Twin(
        "truth", lambda f, raw: f"ISNUMBER(IF({people.students_only(f, raw)},1,1))", "分职工学生的组别"
    ),
    "group_fits": Twin("truth", people.group_fits, "身份合组别"),
    "awarded": Twin("truth", people.awarded, "获奖"),
    "is_winner": Twin("truth", people.is_winner, "获奖选手"),
    "is_listed": Twin("truth", people.is_listed, "通知所列奖项"),
    "award_place": Twin("number", people.award_place, "奖项中的名次"),
    "age": Twin("number", applications.age_between, "周岁"),
    "scored": Twin("number", _scored, "百分制成绩"),
    "is_past": Twin("truth", _plain("{0}<=" + identity.TODAY), "已过"),
    "on_words": Twin("text", lambda f, day: f'"到 "&{identity.written_day(day)}&" "', "到哪天"),
    "scale_words": Twin("text", _plain('IF({0}=100,"","（满分 "&{0}&"，折合百分制）")'), "满分"),
    "level_name": Twin("text", _level_name, "等级名称"),
    "same_occupation": Twin("truth", contests.same_occupation, "同一职业"),
    "occupation_ceiling": Twin("number", contests.of_occupation("O_ceiling"), "本职业最高等级"),
    "occupation_on_file": Twin("truth", contests.on_file, "已备案"),
    "has_item": Twin("truth", contests.has_item, "在竞赛项目内"),
    "items_listed": Twin("text", contests.items_listed, "竞赛项目"),
    "in_planned_month": Twin("truth", contests.in_planned_month, "在计划的月份"),
    "planned_month": Twin("text", contests.planned_words, "计划的决赛年月"),
    "planned_year": Twin("number", lambda f, contest: f"INT({contests.planned(f, contest)}/100)", "计划的年份"),
    "year_of": Twin("number", _plain("INT({0}/100)"), "年"),
    "class_of": Twin("text", contests.class_of, "计划中的类别"),
    "is_body": Twin("truth", contests.is_body, "竞赛组委会"),
    "body_name": Twin("text", contests.body_name, "组委会名称"),
    "seal_of": Twin("text", contests.seal_of, "括号中的印章"),
    "same_body": Twin("truth", contests.same_body, "与竞赛名称对应"),
    "is_branded": Twin("truth", contests.is_branded, "统一冠名"),
    "phone_fits": Twin("truth", contests.phone_fits, "电话号码"),
    "first_places": Twin("text", contests.first_places, "前几名"),
    "worker": Twin("truth", people.worker, "职工选手"),
    "rectify_until": Twin("day", applications.rectify_until, "整改截止日期"),
    "state_of": Twin("text", applications.state_of, "应有的状态"),
    "today": Twin("day", lambda f: f.parameter("policy_day"), "校验日期"),
    "age_by": Twin("number", applications.age_by, "周岁"),
    "is_between": Twin("truth", applications.is_between, "先后合理"),
    "dated_within": Twin("truth", applications.dated_within, "近几年"),
    "month_of": Twin("number", _plain("YEAR({0})*100+MONTH({0})"), "年月"),
    "month_words": Twin("text", _plain('YEAR({0})&"年"&MONTH({0})&"月"'), "年月"),
    "is_manager": Twin("truth", applications.has_any_of("经理|董事长|处长"), "管理岗位"),
    "is_company": Twin("truth", applications.is_company, "企业名称"),
    "is_professional_title": Twin("truth", applications.has_any_of(applications.TITLES), "职称"),
    "is_only_professional_title": Twin("truth", applications.is_only_professional_title, "只是职称"),
    "is_nobodys_employer": Twin("truth", applications.is_nobodys_employer, "个人申请"),
    "head_sum": Twin("number", lambda f, *counts: "+".join(counts), "人数之和"),
    "is_listed_place": Twin("truth", applications.is_listed_place, "通知所列单位或场所"),
    "is_named_so": Twin("truth", applications.is_named_so, "命名"),
    "is_email": Twin("truth", applications.is_email, "邮箱地址"),
    "is_among": Twin("truth", applications.is_among, "列在其中"),
    "is_account": Twin("truth", applications.is_account, "账号"),
    "agreed_sex": Twin("text", retirement.agreed_sex, "性别"),
    "womans_post": Twin("text", retirement.womans_post, "女性的岗位"),
    "working_age": Twin("truth", retirement.working_age, "在法定退休年龄内"),
    "retirement_date": Twin("day", retirement.retirement_date, "达到法定退休年龄的日期"),
    "age_doubt": Twin("text", retirement.age_doubt, "年龄要看的"),
    "with_leader": Twin("number", _plain("{0}+1"), "连领办人"),
}
