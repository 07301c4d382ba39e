"""Every column, in one place: key, header, accepted spellings, and how its cells are read.

A header is compared after folding (full/half width, white space, line breaks and punctuation do not matter). The key is
what requirements, worksheet functions and their argument names use.
"""

from typing import NamedTuple

from jineng.validators.expressions import Expr, column


class Column(NamedTuple):
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
held_before = _column("held_before", "是否已获市技术能手", "yes_no", "已获技术能手", "是否已获技术能手",
    "是否已获威海市技术能手", "是否已获济南市技术能手",
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

leader_kind = _column("leader_kind", "领办人类别", "leader_kind", "领办人类型", "领办人身份",
    about="高级技师、技能带头人或乡土技能大师")
leader_level = _column("leader_level", "职业技能等级", "level", about="领办人的职业技能等级")
frontline = _column("frontline", "是否一线工作人员", "yes_no", "是否生产一线", "是否一线", "是否在生产一线",
    about="是否在生产一线：是或否")
post_kind = _column("post_kind", "岗位类别", "post_kind", about="男、女干部或女工人；男的、50岁以下的可不写")
members = _column("members", "工作室团队成员状况", "head_count", "团队成员", "团队人数", about="团队人数，不含领办人")
cover_host = _column("cover_host", "申报单位名称（盖章）", "filled_text", "申报单位名称")
trade = _column("trade", "所属行业")
cover_leader = _column("cover_leader", "工作室领办人（签字）", "filled_text", "工作室领办人")
cover_level = _column("cover_level", "领办人职业技能等级", "level")
leader_phone = _column("leader_phone", "领办人联系电话")
applicant_unit = _column("applicant_unit", "申报单位名称")
manager = _column("manager", "负责人", "filled_text", "单位负责人")
host_address = _column("host_address", "单位地址")
contact_person = _column("contact_person", "联系人", "filled_text", "单位联系人")
workstation = _column("workstation", "是否技师工作站", "yes_no", "是否为技师工作站")
email = _column("email", "电子邮箱", "filled_text", "邮箱", "电子信箱", "E-mail")
count_special = _column("count_special", "特级技师", "head_count")
count_senior_technician = _column("count_senior_technician", "高级技师", "head_count")
count_technician = _column("count_technician", "技师", "head_count")
count_senior = _column("count_senior", "高级工", "head_count")
count_others = _column("count_others", "其他技能人才", "head_count")
count_total = _column("count_total", "总量合计", "head_count")
bank = _column("bank", "开户银行及账号", "filled_text", "开户行及账号", "开户银行和账号")
business = _column("business", "近两年单位经营状况", "filled_text", "近两年经营状况", "近两年单位经营情况")
leader_name = _column("leader_name", "领办人姓名")
nation = _column("nation", "民族")
unit_post = _column("unit_post", "工作单位及岗位", "filled_text", "工作单位和岗位")
certificate_trade = _column("certificate_trade", "职业资格证书（职业技能等级证书）工种", "filled_text", "职业资格证书工种",
    "职业技能等级证书工种", "职业资格（职业技能等级）证书工种")
certified_on = _column("certified_on", "取证时间", "month", "取证日期", "发证时间")
deeds = _column("deeds", "领办人工作业绩获得奖励或国家专利情况、主要创新发明等情况", "filled_text", "领办人工作业绩、获得奖励或国家专利情况、主要创新发明等情况",
    "领办人工作业绩")
venue = _column("venue", "工作室设立场所", "filled_text", "设立场所")
area = _column("area", "工作室面积", "area", "工作室面积（㎡）", "面积")
strengths = _column("strengths", "拟设立工作室具备的申报条件或优势", "filled_text", "具备的申报条件或优势")
plan_words = _column("plan_words", "拟设立工作室当年工作计划及未来三年规划", "filled_text", "当年工作计划及未来三年规划")
host_opinion = _column("host_opinion", "申报单位意见")
merits = _column("merits", "专长、研究成果应用及获奖情况", "filled_text", "专长、研究成果、应用及获奖情况", "专长及获奖情况", "专长")
pro_title = _column("pro_title", "职称", "filled_text", "专业技术职务", "专业技术职称")
studio = _column("studio", "工作室名称", "filled_text", "工作室", "技能大师工作室名称", "工作室命名")
leader = _column("leader", "领办人", "filled_text", "领办人姓名", "工作室领办人")
host = _column("host", "所在单位", "filled_text", "依托单位", "工作单位", "单位名称")
district = _column("district", "区市", "filled_text", "所在区市", "推荐区市", "所属区市")
approved_year = _column("approved_year", "批准年度", "month", "批准年份", "评选年度", "认定年度", "设立年度")
evaluated_year = _column("evaluated_year", "评估年度", "month", "考核年度", "评估年份")
self_score = _column("self_score", "自评得分", "number", "自评分", "自评分数", "自评")
expert_score = _column("expert_score", "专家得分", "number", "专家评分", "评估得分", "专家组得分", "得分")
grade = _column("grade", "等次", "grade", "评估等次", "评估结果", "考核等次", about="等次：优秀、合格、不合格")
result_date = _column("result_date", "结果公布日期", "day", "公布日期", "结果公布时间", about="评估结果公布日期")
rectify_day = _column("rectify_day", "整改截止日期", "day", "整改期限", "整改到期日", "整改截止日")
re_score = _column("re_score", "复评得分", "number", "重新考核评估得分", "复评分数")
re_date = _column("re_date", "复评日期", "day", "复评时间", "重新考核评估日期")
state = _column("state", "状态", "studio_state", "工作室状态", "现状态")
scored_items = _column("scored_items", "评估项目表", "head_count")
item_title = _column("item_title", "评估项目", "filled_text", "一级指标", "评估指标", "项目")
item_content = _column("item_content", "评估内容", "filled_text", "评估内容/标准", "评估标准", "评估内容及标准", "二级指标")
item_max = _column("item_max", "分值", "number", "标准分", "标准分值", "满分值")
done = _column("done", "工作落实情况", "filled_text", "落实情况", "工作开展情况")
evidence = _column("evidence", "佐证材料序号", "filled_text", "佐证材料", "佐证材料编号", "材料序号")
experts = tuple(
    _column(f"expert_{n}", f"专家{n}评分", "number", f"专家{n}", f"专家{n}得分", f"专家{'一二三四五六七八九'[n - 1]}评分")
    for n in range(1, 10)
)
reward = _column("reward", "奖励金额", "money", "奖励资金", "领办人奖励资金", "奖励金额（元）")

recommender = _column("recommender", "推荐单位", "filled_text", "推荐区市", "推荐呈报部门", "推荐单位（区市）")
birth_month = _column("birth_month", "出生年月", "month", "出生日期", "出生年月日")
age_stated = _column("age_stated", "年龄", "whole_number", "周岁", "年龄（周岁）")
political = _column("political", "政治面貌")
education = _column("education", "文化程度", "filled_text", "学历")
work_since = _column("work_since", "参加工作时间", "month", "参加工作年月", "参加工作日期")
employer = _column("employer", "单位性质", "employer", "单位类型", "单位类别", about="单位性质，如企业、学校、机关、事业单位")
post = _column("post", "工作岗位", "filled_text", "岗位", "现工作岗位")
skill_level = _column("skill_level", "职业资格/职业技能等级", "level", "职业资格或职业技能等级", "职业资格（职业技能等级）", "职业技能等级",
    "职业资格等级", "技能等级", "等级", "职业资格（职业技能）等级", about="职业资格或职业技能等级")
verified = _column("verified", "联网查询核对", "yes_no", "联网查询", "是否联网查询核对", "证书联网核对")
industry = _column("industry", "所属产业领域", "filled_text", "产业领域", "所属领域", "所属产业", "所属行业", about="所属产业领域，如先进制造业")
honour_tier = _column("honour_tier", "最高荣誉层次", "honour_tier", "荣誉层次", "最高荣誉级别", "荣誉级别",
    about="最高荣誉称号的层次：国家级、省级、市级；没有写“无”")
honour_count = _column("honour_count", "该层次荣誉数量", "honour_count", "荣誉数量", "该层次荣誉称号数量", about="该层次荣誉称号的个数")
honours = _column("honours", "主要荣誉称号", "filled_text", "荣誉称号", "获得荣誉称号情况")
achievements = _column("achievements", "主要业绩成果", "filled_text", "业绩成果", "主要业绩", "主要业绩成果（摘要）")
chief_before = _column("chief_before", "是否曾获市首席技师及年度", "was_held", "是否曾获市首席技师", "是否曾获威海市首席技师", "曾获市首席技师年度",
    "是否曾获首席技师", about="以前是否已获市首席技师称号：是或否，可写年度")
new_achievement_date = _column("new_achievement_date", "近四年新成果", "filled_text", "近四年新的重大成果", "近四年新的重大成果和突出贡献", "新成果日期",
    "近四年新成果及日期", about="新的重大成果或突出贡献的日期，如 2023-06-01；没有写“无”")
secret = _column("secret", "是否涉密", "yes_no", "涉密", "是否涉密人员", "涉密人员")
unobjected = _column("unobjected", "公示无异议", "yes_no", "公示是否无异议", "区市公示无异议", "是否公示无异议")
cover_name = _column("cover_name", "封面姓名", "filled_text", "姓名")
cover_unit = _column("cover_unit", "封面单位", "filled_text", "单位", "工作单位", "所在单位")
cover_office = _column("cover_office", "威海市首席技师选拔管理办公室", "filled_text", "威海市首席技师选拔管理工作办公室")
photo = _column("photo", "照片")
unit_address = _column("unit_address", "所在单位详细地址", "filled_text", "单位详细地址", "单位地址")
career_heading = _column("career_heading", "主要学习和工作经历", "filled_text", "主要学习和工作经历（包括技术培训和进修）")
career = _column("career", "学习和工作经历", "head_count")
period = _column("period", "起止年月", "period", "起止时间", "起止日期")
career_place = _column("career_place", "何校、何单位学习、工作", "filled_text", "何校何单位学习工作", "何校、何单位学习或工作", "何校、何单位学习工作",
    "在何校、何单位学习、工作")
witness = _column("witness", "证明人")
contributions = _column("contributions", "主要技术简况、贡献成果登记", "filled_text", "主要技术简况及贡献成果登记", "主要技术简况和贡献成果登记")
own_skills = _column("own_skills", "本专业技术绝技绝活或先进工作法情况", "filled_text", "本专业技术绝技绝活、先进工作法情况")
inventions = _column("inventions", "技术发明革新或论文成果及解决技术难题情况", "filled_text", "技术发明、革新或论文成果及解决技术难题情况")
teaching = _column("teaching", "编制工艺标准及带徒传技情况", "filled_text", "编制工艺、标准及带徒传技情况")
benefits = _column("benefits", "提高劳动效率及创造经济效益情况", "filled_text", "提高劳动效率、创造经济效益情况")
skill_awards = _column("skill_awards", "获得技术技能奖项情况", "filled_text", "获得技术、技能奖项情况")
story = _column("story", "申报人事迹材料", "filled_text", "事迹材料")
unit_profile = _column("unit_profile", "当前工作单位（企业）基本情况简介", "filled_text", "当前工作单位基本情况简介", "工作单位（企业）基本情况简介")
pledge = _column("pledge", "真实性承诺")
unit_opinion = _column("unit_opinion", "所在单位推荐意见")
bureau_opinion = _column("bureau_opinion", "区市人力资源社会保障部门", "filled_text", "区市人力资源社会保障部门意见", "区市人社部门意见",
    "区市人力资源和社会保障部门意见")
group_opinion = _column("group_opinion", "区市人才工作领导小组意见")
chief_year = _column("chief_year", "授予首席技师年度", "month", "首席技师授予年度", "首席技师年度", "获首席技师年度")

setting_title = _column("setting_title", "设置项", "filled_text", "设置", "设置项目", "参数")
setting_value = _column("setting_value", "值", "filled_text", "设置值", "参数值", "内容")
holiday = _column("holiday", "日期", "day", "放假日期")
arrangement = _column("arrangement", "安排", "filled_text", "放假或上班", "休/班", about="放假或上班")

why_left_out = _column("why_left_out", "未列入原因")
suggested_place = _column("suggested_place", "建议次序")
clause_quoted = _column("clause_quoted", "条款原文")
to_confirm = _column("to_confirm", "要确认的")
# fmt: on

#: Columns whose cells repeat down a table: 1 where most rows are like another one, 2 where the cells are more varied.
#: Answers about them are worth remembering.
REPEATING = {
    **dict.fromkeys(
        [
            "identity",
            "contest",
            "occupation",
            "group",
            "final_date",
            "award",
            "prior_occupation",
            "prior_level",
            "max_level",
            "contest_time",
            "promoted_level",
            "assessor",
            "issuer",
            "contest_class",
            "contestants",
            "held_before",
            "contest_level",
            "item",
            "payer",
            "paid",
        ],
        1,
    ),
    **dict.fromkeys(["sex", "place_won", "theory", "practical", "total"], 2),
}
