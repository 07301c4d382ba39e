"""What the notices leave open and the official decides: the rows of the 设置 sheet, or of `jineng.toml`.

A setting without a value is never replaced by a guess: what depends on it answers 未设置，未校验. The few that have a
default state a reading of the notice; where a default lets somebody pass, the row carries a reminder. The report shows
those that were given.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from jineng.validators.policy import UnknownPlace, place_code
from jineng.validators.values import day, filled_text, fold, is_blank, number, text, whole_number, yes_no


class Setting(NamedTuple):
    """key for programs and jineng.toml, title for the 设置 sheet; options: the words allowed."""

    key: str
    title: str
    kind: str  # text, day, yes_no, number, whole_number
    default: Any = None
    options: tuple[str, ...] = ()
    about: str = ""
    other_titles: tuple[str, ...] = ()


SETTINGS: dict[str, Setting] = {
    s.key: s
    for s in (
        Setting("place", "地区", "text", "威海", about="按哪个地区的通知校验", other_titles=("城市", "地市")),
        Setting("as_of", "校验日期", "day", about="按哪一天有效的通知校验；不填则按每行的决赛日期"),
        Setting("plan_year", "计划年度", "number", about="本工作簿中“竞赛计划表”的年度；与通知年度相同才核对项数"),
        Setting("age_day", "年龄计算日", "day", about="通知未写明周岁算到哪一天；不填则算到决赛当日，首席技师算到申报截止日"),
        Setting("birthday_counts", "生日当天计入周岁", "yes_no", True, about="通知未写明；“否”则从生日次日起算"),
        Setting("blank_level_is_none", "原等级空白按无证", "yes_no", True, about="通知未写明无证是否“低于高级工”；“否”则空白需复核"),
        Setting("prior_level_scope", "原等级比较范围", "text", "同一职业", ("同一职业", "任何职业"),
                about="三（二）1 未写“同一职业”而三（二）2 写明；他职业已有高级工的按哪种读法"),
        Setting("full_mark", "满分", "number", 100, about="成绩按百分制；不是百分制的请先折算，或在此填满分"),
        Setting("award_base", "获奖比例口径", "text", "两者", ("赛项", "竞赛", "两者"),
                about="三（一）未写明60%按赛项还是按整个竞赛计算，也未写明参赛人数按哪一轮"),
        Setting("contest_end", "竞赛结束日期", "day", about="通知未定义“竞赛结束”；不填则为决赛最后一天，可填结果通报日期"),
        Setting("contest_time_style", "竞赛时间写法", "text", "年", ("年", "年月"), about="填表说明2的例子只写年，申请书写年月"),
        Setting("required_contestants", "规定人数", "whole_number", about="三（三）“规定人数”通知未给出，见威政办发〔2023〕17号；"
                "请向市人社局确认后填写，不填则规模未校验"),
        Setting("required_class_one", "规定人数（一类）", "whole_number", about="一类竞赛的规定人数与二类不同时填写；不填则按“规定人数”"),
        Setting("required_class_two", "规定人数（二类）", "whole_number", about="二类竞赛的规定人数与一类不同时填写；不填则按“规定人数”"),
        Setting("teachers_are_workers", "教师按职工", "yes_no", True, about="三（三）只说“职工选手”；“否”则教师不推荐"),
        Setting("leader_in_team", "团队人数含领办人", "yes_no", about="一（一）2“不少于3人”未写明是否含领办人；成员恰好2人时"
                "才用到，请向市人社局确认后填写，不填则需复核"),
        Setting("studio_name", "工作室命名格式", "text", "威海市+领办人姓名+技能大师工作室", about="通知没有写明；出自2020年管理办法的公开解读，"
                "确有变化的在此填写"),
        Setting("evaluation_full", "绩效评估满分", "number", 100, about="二（一）只说“低于50分”，没有说满分；评估表另有满分的在此填写"),
        Setting("expert_mean", "专家评分合成", "text", "平均", ("平均", "去掉最高最低后平均"),
                about="二（二）组织专家组评估，没有说几位专家的评分怎样合成；每位专家先合计，再合成"),
        Setting("result_day", "结果公布日期", "day", about="评估表没有结果公布日期；填了才算得出整改截止日期"),
        Setting("excellent_line", "优秀分数线", "number", about="二（一）按得分确定优秀，通知没有给出分数；请向市人社局确认后填写，"
                "不填则不区分优秀和合格"),
        Setting("excellent_places", "优秀名额", "whole_number", about="通知没有说优秀最多几家；确有名额的在此填写，按得分从高到低"),
        Setting("excellent_percent", "优秀比例上限（%）", "number", about="通知没有说优秀的比例；确有比例的在此填写，按表中有专家得分的"
                "工作室计算，不足一家的不计"),
        Setting("chief_list", "首席技师名单", "text", "推荐人选", ("推荐人选", "候选人"), about="二“拟选拔10名”是全市的数，各区市推荐不限名额；"
                "汇总表是全市候选人名单的填“候选人”，才核对人数"),
        Setting("story_tolerance", "事迹材料字数允许偏差", "whole_number", about="申报表“篇幅控制在1000字左右”没有说差多少算左右；填如 200，"
                "即 800 至 1200 字；不填则只数字数"),
        Setting("photo_side", "照片短边下限（像素）", "whole_number", 100, about="平台照片须知没有公布；再小看不清人脸，只提醒"),
        Setting("photo_kb", "照片大小上限（KB）", "number", about="平台照片须知没有公布；填了才核对，只提醒"),
        Setting("file_mb", "单个文件上限（MB）", "number", about="通知没有规定报送文件的大小；填了才核对，只提醒"),
        Setting("pdf_pages", "PDF页数上限", "whole_number", about="通知没有规定扫描件的页数；填了才核对，只提醒"),
        Setting("stage", "填报阶段", "text", "申请", ("申请", "归档"), about="申请阶段证书编号和发证日期不用填写，归档阶段必填"),
        Setting("account_asked", "账号申请日期", "day", about="哪天电话申请账号；填了才核对5个工作日"),
        Setting("apply_contacted", "申领联系日期", "day", about="哪天联系评价服务科申领；填了才核对10个工作日"),
        Setting("materials_sent", "材料报送日期", "day", about="哪天报送总结材料；填了才核对15天"),
        Setting("contest_name", "竞赛名称", "text", about="整个工作簿只有一个竞赛、成绩表没有“竞赛名称”列时填写"),
        Setting("final_day", "决赛日期", "day", about="整个工作簿同一天决赛、成绩表没有“决赛日期”列时填写"),
        Setting("applicant", "申请单位", "text", about="信息表表尾和申请书落款"),
        Setting("contact", "联系人", "text", about="信息表表尾和申请书"),
        Setting("phone", "联系电话", "text", about="信息表表尾和申请书"),
        Setting("apply_day", "申请日期", "day", about="信息表表尾和申请书落款的年月日"),
    )
}  # fmt: skip

_READERS = {"text": filled_text, "day": day, "yes_no": yes_no, "number": number, "whole_number": whole_number}
_TITLES = {fold(t): s.key for s in SETTINGS.values() for t in (s.key, s.title, *s.other_titles)}


class Settings(Mapping[str, Any]):
    """Every setting's value: what the official gave, else the default, else None.

    given  only what was set, by key
    """

    def __init__(self, given: Mapping[str, Any] | None = None) -> None:
        self.given = dict(given or {})

    def __getitem__(self, key: str) -> Any:
        return self.given.get(key, SETTINGS[key].default)

    def __iter__(self) -> Any:
        return iter(SETTINGS)

    def __len__(self) -> int:
        return len(SETTINGS)

    def __eq__(self, other: object) -> bool:  # that of Mapping goes through every setting, in every cell of a column
        return isinstance(other, Settings) and self.given == other.given

    def __hash__(self) -> int:
        return hash(frozenset(self.given.items()))


def setting_key(title: Any) -> str | None:
    """The setting of that title or key; None when there is none."""
    return _TITLES.get(fold(title))


def read_setting(key: str, cell: Any) -> tuple[Any, str]:
    """A setting's value from a cell, and what is wrong with it ("" when nothing is).

    >>> read_setting("excellent_percent", 20), read_setting("excellent_percent", 0.2)[1]
    ((20, ''), '设置项“优秀比例上限（%）”的值“0.2”应在1至100之间，20% 写 20')
    """
    setting = SETTINGS[key]
    if is_blank(cell):
        return None, ""
    value: Any = _READERS[setting.kind](cell)
    wanted = {
        "day": "日期，如 2024-10-20",
        "yes_no": "“是”或“否”",
        "number": "数字",
        "whole_number": "1以上的整数",
    }.get(setting.kind, "文字")
    if value is None:
        return None, f"设置项“{setting.title}”的值“{text(cell)}”不能识别，应为{wanted}"
    if key == "place":
        try:
            place_code(str(value))
        except UnknownPlace as problem:
            return None, f"设置项“{setting.title}”：{problem}"
    if setting.kind == "number" and value <= 0:
        return None, f"设置项“{setting.title}”的值“{text(cell)}”应大于0"
    if key == "excellent_percent" and not 1 <= value <= 100:
        return None, f"设置项“{setting.title}”的值“{text(cell)}”应在1至100之间，20% 写 20"
    if setting.options and value not in setting.options:
        return None, f"设置项“{setting.title}”的值“{text(cell)}”不在可选范围：{'、'.join(setting.options)}"
    return value, ""


def read_settings(pairs: Iterable[tuple[Any, Any]]) -> tuple[dict[str, Any], list[str]]:
    """Settings from (title, value) pairs, and what could not be understood."""
    given: dict[str, Any] = {}
    problems = []
    for title, cell in pairs:
        key = setting_key(title)
        if key is None:
            problems.append(f"没有名为“{text(title)}”的设置项")
            continue
        value, problem = read_setting(key, cell)
        if problem:
            problems.append(problem)
        elif value is not None:
            given[key] = value
    return given, problems


def shown(value: Any) -> str:
    """A setting's value as a person reads it."""
    if value is None:
        return "未设置"
    return (
        ("是" if value else "否")
        if isinstance(value, bool)
        else value.isoformat()
        if isinstance(value, date)
        else str(value)
    )
