"""Every column, in one place: key, header, accepted spellings, and how its cells are read.

A header is compared after folding (full/half width, white space, line breaks and punctuation do not matter). The key is
what requirements, worksheet functions and their argument names use.
"""

from dataclasses import dataclass

from jineng.validators.expressions import Expr, column


@dataclass(frozen=True)
class Column:
    """header is the official wording; kind names the reader of its cells; about is the help text of an argument."""

    key: str
    header: str
    kind: str = "filled_text"
    aliases: tuple[str, ...] = ()
    about: str = ""


COLUMNS: dict[str, Column] = {}


def _column(key: str, header: str, kind: str = "filled_text", *aliases: str, about: str = "") -> Expr:
    COLUMNS[key] = Column(key, header, kind, aliases, about)
    return column(key)


# fmt: off
serial = _column("serial", "序号", "whole_number", "编号", "No", "NO.")
name = _column("name", "姓名", "filled_text", "选手姓名", "参赛选手", "选手", "获奖选手")
sex = _column("sex", "性别", "filled_text", about="男或女")
id_number = _column("id_number", "身份证号", "id_number", "身份证号码", "公民身份号码", "身份证", "证件号码", "身份证件号码",
    about="18位居民身份证号，文本格式")
identity = _column("identity", "身份", "filled_text", "参赛身份", "人员身份", "身份类别", "选手身份",
    about="职工、教师、学生")
unit = _column("unit", "工作单位", "filled_text", "单位", "所在单位", "单位名称", "工作单位（学校）", "单位/学校", "学校",
    "参赛单位")
contest = _column("contest", "竞赛名称", "contest", "大赛名称", "赛事名称", "竞赛", about="市赛计划中的竞赛名称")
occupation = _column("occupation", "职业（工种）", "filled_text", "职业", "工种", "职业(工种)名称", "参赛工种", "竞赛工种",
    "参赛项目", "竞赛项目", "赛项", "赛项名称", "竞赛项目（工种）", about="本次竞赛的职业（工种）")
group = _column("group", "组别", "filled_text", "参赛组别", "竞赛组别", about="职工组、学生组")
final_date = _column("final_date", "决赛日期", "day", "决赛时间", "决赛日", "竞赛日期",
    about="决赛最后一天，如 2024-10-20")
theory = _column("theory", "理论成绩", "number", "理论", "理论知识", "理论分数", "理论得分", "理论考试",
    "理论考试成绩", "理论知识成绩", about="理论成绩（分）")
practical = _column("practical", "实操成绩", "number", "实操", "实际操作", "技能成绩", "操作成绩", "实操分数", "实操得分",
    "技能操作", "实操考核", "实际操作成绩", "操作技能成绩", "实操考试成绩", about="实操成绩（分）")
total = _column("total", "总成绩", "number", "总分", "综合成绩", "合计成绩", "最终成绩")
place_won = _column("place_won", "名次", "whole_number", "排名", "获奖名次", "决赛名次", about="决赛名次，如 1")
award = _column("award", "获得奖项", "filled_text", "奖项", "获奖情况", "获奖等次", "所获奖项", "获奖奖项", "获奖",
    about="如一等奖、金牌、优胜奖、第一名；未获奖写“无”")
prior_occupation = _column("prior_occupation", "原职业（工种）", "filled_text", "原职业", "原证书工种", "原证书职业",
    "原持证书职业（工种）", "现持证职业（工种）", "原证书职业（工种）",
    "原工种", "现有证书职业（工种）", "原持证职业（工种）", about="已有证书的职业（工种）")
prior_level = _column("prior_level", "原职业技能等级", "prior_level", "原等级", "原资格等级", "原证书级别",
    "原职业资格等级", "原证书等级", "原技能等级", "现职业技能等级",
    "现有等级", "原职业资格（职业技能等级）", "原持证等级", about="已有的职业资格或职业技能等级；没有写“无”")
prior_certificate = _column("prior_certificate", "原证书编号", "filled_text", "原证书号", "原职业资格证书编号")
phone = _column("phone", "联系电话", "filled_text", "电话", "手机", "手机号", "手机号码", "联系方式")
remark = _column("remark", "备注", "filled_text", "说明备注", "备注说明")

contest_time = _column("contest_time", "竞赛时间", "month", "决赛年月", about="举办决赛的年，或年月")
promoted_level = _column("promoted_level", "晋升职业技能等级", "level", "晋升等级", "申请等级", "申领等级", "拟晋升等级",
    "晋升技能等级", about="高级工（三级）或技师（二级）")
certificate_number = _column("certificate_number", "证书编号", "filled_text", "证书号", "证书号码")
assessor = _column("assessor", "评价机构", "filled_text", "评价机构名称")
issuer = _column("issuer", "发证机构", "filled_text", "发证机构名称", "发证机关", "发证单位")
issue_date = _column("issue_date", "发证日期", "day", "发证时间", "颁证日期")

birth = _column("birth", "出生日期", "birth", "出生年月日", about="出生日期，或18位身份证号")
max_level = _column("max_level", "最高等级", "ceiling", "本职业最高等级", "职业最高等级", "现行最高等级",
    about="本职业现行最高等级")
held_level = _column("held_level", "职业技能等级", "level", "等级", "技能等级", "职业资格等级", "证书等级")
occupation_code = _column("occupation_code", "职业编码", "filled_text", "职业代码", "编码")
other_names = _column("other_names", "别名", "filled_text", "工种别名", "包含工种", "又名")
on_file = _column("on_file", "已备案", "yes_no", "是否备案", "在备案清单", "备案", about="是否在大赛备案清单内")
award_year = _column("award_year", "授予年度", "month", "授予年份", "年度", "授予时间")
award_document = _column("award_document", "授予文号", "filled_text", "文号", "文件号")

contest_class = _column("contest_class", "竞赛类别", "contest_grade", "类别", "竞赛级别", about="一类或二类")
organisers = _column("organisers", "主办单位", "filled_text", "主办部门", "主办")
items = _column("items", "竞赛项目（工种）", "filled_text", "竞赛项目", "竞赛工种", "项目（工种）")
enquiry_phone = _column("enquiry_phone", "竞赛咨询电话", "filled_text", "咨询电话", "联系电话")
planned_final = _column("planned_final", "拟决赛时间", "month", "决赛时间", "计划决赛时间", "拟举办时间")

contestants = _column("contestants", "决赛参赛人数", "whole_number", "参赛人数", "该赛项决赛参赛人数", "决赛人数",
    about="参赛人数")
held_before = _column("held_before", "是否已获威海市技术能手", "yes_no", "已获技术能手", "是否已获技术能手",
    about="以前是否已获该称号：是或否")

contest_level = _column("contest_level", "竞赛级别", "contest_level", "级别", "竞赛等级", "赛事级别", "奖励级别",
    about="世界技能大赛、世赛中国选拔赛、国家集训队、山东集训队、国家级一类、省级一类、市级一类")
item = _column("item", "竞赛项目（工种）", "filled_text", "竞赛项目", "参赛项目", "职业（工种）", "项目（工种）", "项目", "赛项", "工种")
payer = _column("payer", "发放单位", "filled_text", "发放部门", "奖励单位", "支付单位")
paid = _column("paid", "发放金额", "money", "奖励金额", "奖金", "奖金金额", about="元")
allowance_month = _column("allowance_month", "发放月份", "month", "津贴月份", "月份")
monthly_allowance = _column("monthly_allowance", "月津贴", "money", "津贴", "津贴金额", "月津贴金额", "每月津贴", "津贴标准")
target_id = _column("target_id", "指标编号", "filled_text", "指标号", about="若干措施的指标编号，T-01 至 T-16、T-24")
indicator = _column("indicator", "指标", "filled_text", "指标名称")
target_value = _column("target_value", "目标值", "filled_text", "目标", "目标数")
actual = _column("actual", "完成值", "filled_text", "完成数", "实际完成", "完成情况", about="实际完成的数，如 48")
target_unit = _column("target_unit", "单位", "filled_text", "计量单位")

setting_title = _column("setting_title", "设置项", "filled_text", "设置", "设置项目", "参数")
setting_value = _column("setting_value", "值", "filled_text", "设置值", "参数值", "内容")
holiday = _column("holiday", "日期", "day", "放假日期")
arrangement = _column("arrangement", "安排", "filled_text", "放假或上班", "休/班", about="放假或上班")

why_left_out = _column("why_left_out", "未列入原因")
# fmt: on
