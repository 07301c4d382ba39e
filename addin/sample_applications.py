"""示例工作簿里的推荐和申报：首席技师的汇总表、申报表，技能大师工作室申报表；人员、单位、事迹全部虚构，有意留了差错。"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from jineng.addin.sample_people import PEOPLE, id_number, phone
from jineng.addin.sample_sheets import Found, Wrong, fill, write_settings
from jineng.workbooks.chief_form_documents import lay_form
from jineng.workbooks.studio_documents import Application, lay_studio_form

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MADE_UP = "示例数据：人员、单位、证书、荣誉均为虚构"

# --- 首席技师 ------------------------------------------------------------------------------------------------------------

_CHIEF_WIDTHS = {
    "序号": 6, "推荐单位（区市）": 11, "姓名": 9, "性别": 6, "出生年月": 10, "年龄（周岁）": 8, "身份证号码": 22, "政治面貌": 9, "文化程度": 8,
    "参加工作时间": 11, "工作单位": 16, "单位性质": 7, "工作岗位": 12, "是否生产一线": 8, "职业（工种）": 15, "职业资格/职业技能等级": 15, "证书编号": 14,
    "联网查询核对": 8, "所属产业领域": 13, "最高荣誉层次": 9, "该层次荣誉数量": 9, "主要荣誉称号": 14, "主要业绩成果（摘要）": 22,
    "是否曾获市首席技师及年度": 12, "近四年新成果": 16, "是否涉密": 6, "公示无异议": 8, "联系电话": 14, "备注": 7,
}  # fmt: skip
_NO_FORM = "同一工作簿中还没有此人的申报表"
#: Name → what differs from one person to the next, by header; what all have alike stands in `_ALIKE`.
_NOMINEES: dict[str, dict[str, Any]] = {
    "虚海涛": {
        "推荐单位（区市）": "环翠区", "年龄（周岁）": 46, "参加工作时间": "1998年7月", "工作单位": "示例机械有限公司", "工作岗位": "数控车间装调班班长",
        "职业（工种）": "数控机床装调维修工", "所属产业领域": "先进制造业", "最高荣誉层次": "国家级", "该层次荣誉数量": 2, "主要荣誉称号": "示例国家级荣誉两项",
        "主要业绩成果（摘要）": "解决主轴热变形等难题6项，获实用新型专利3项",
    },
    "虚淑芬": {
        "推荐单位（区市）": "文登区", "年龄（周岁）": Wrong(41, "C-007", "到2024-07-31应为40周岁"), "参加工作时间": "2004.8",
        "工作单位": "示例海洋食品有限公司", "工作岗位": "水产加工技术员", "职业（工种）": "水产品加工工", "文化程度": "本科",
        "职业资格/职业技能等级": "一级/高级技师", "所属产业领域": "海洋产业", "最高荣誉层次": "省级", "该层次荣誉数量": "3项", "主要荣誉称号": "示例省级荣誉三项",
        "主要业绩成果（摘要）": "改进海参加工工艺，年节约成本80万元",
        "联系电话": Wrong(phone("虚永刚"), "C-027", "与申报表的联系电话不同"),
    },
    "虚德胜": {
        "推荐单位（区市）": "荣成市", "出生年月": Wrong("1966.5", "C-007", "到2024-07-31已58周岁，一般不超过55周岁"), "年龄（周岁）": 58,
        "参加工作时间": "1985年12月", "工作单位": "示例造船有限公司", "工作岗位": "电焊工", "职业（工种）": "焊工", "所属产业领域": "海洋产业", "政治面貌": "中共党员",
        "最高荣誉层次": "省级", "该层次荣誉数量": 2, "主要荣誉称号": "示例省级荣誉两项", "主要业绩成果（摘要）": "大型构件焊接变形控制方法",
    },
    "虚立新": {
        "推荐单位（区市）": "乳山市", "年龄（周岁）": 39, "参加工作时间": "2006年7月", "工作单位": "示例电机有限公司", "工作岗位": "电机装配工",
        "职业（工种）": "电工", "职业资格/职业技能等级": Wrong("技师（二级）", "C-003", "低于高级技师（一级）"), "所属产业领域": "先进制造业",
        "最高荣誉层次": "市级", "该层次荣誉数量": 1, "主要荣誉称号": "示例市级荣誉", "主要业绩成果（摘要）": "电机定子嵌线工装改进",
    },
    "虚振华": {
        "推荐单位（区市）": "经济技术开发区", "年龄（周岁）": 44, "参加工作时间": "2000年9月", "工作单位": "示例轮胎有限公司", "工作岗位": "设备维修钳工",
        "职业（工种）": "钳工", "所属产业领域": "先进制造业", "最高荣誉层次": "市级", "该层次荣誉数量": 3, "主要荣誉称号": "示例市级荣誉三项",
        "主要业绩成果（摘要）": "成型机快速换模装置", "是否曾获市首席技师及年度": "是（2018年）",
        "近四年新成果": Wrong("2019年6月获省级技术创新奖", "C-009", "早于近四年"),
    },
    "虚玉洁": {
        "推荐单位（区市）": "高新区", "年龄（周岁）": 36, "参加工作时间": "2008年7月", "工作单位": "示例信息技术有限公司", "文化程度": "本科",
        "工作岗位": Wrong("运维部经理", "C-005", "像是管理岗位"), "职业（工种）": "信息通信网络运行管理员", "所属产业领域": "战略性新兴产业",
        "最高荣誉层次": "市级", "该层次荣誉数量": 2, "主要荣誉称号": "示例市级荣誉两项", "主要业绩成果（摘要）": "机房能耗监测系统",
        "公示无异议": Wrong("否", "C-021", "未经公示无异议"),
    },
}  # fmt: skip
_ALIKE = {
    "政治面貌": "群众", "文化程度": "大专", "单位性质": "企业", "是否生产一线": "是", "职业资格/职业技能等级": "高级技师（一级）", "联网查询核对": "是",
    "是否曾获市首席技师及年度": "否", "近四年新成果": "无", "是否涉密": "否", "公示无异议": "是",
}  # fmt: skip
_HELD_WIDTHS = {"姓名": 14, "身份证号": 22, "授予首席技师年度": 18, "授予文号": 24}

_STORY = (
    "虚海涛，示例机械有限公司数控车间装调班班长，高级技师。参加工作二十六年来，他一直在生产一线从事数控机床的装配、调试和维修，从一名普通学徒成长为企业"
    "公认的技术带头人。他常说，机床不会说话，但每一声异响、每一丝振动都是它的语言。为了听懂这种语言，他坚持每天记录维修笔记，二十多年写下四十余本，"
    "整理出常见故障案例三百多个，成为车间新员工人手一册的学习资料。",
    "刻苦钻研，练就过硬本领。他从看懂一张电气图起步，自学机械制图、液压传动和可编程控制器，先后考取五个工种的职业技能等级证书。凭着这股韧劲，他掌握了"
    "听音辨位、手感测隙等绝技，不借助仪器就能判断主轴轴承的磨损部位，误差不超过百分之一毫米。在全市数控机床装调维修比武中，他连续三届名列前茅，"
    "所带的班组被评为优秀班组。",
    "攻坚克难，解决生产难题。企业引进的大型加工中心曾因主轴热变形，批量零件精度超差，外请专家三次没有解决。他带领班组连续奋战二十天，逐项排查温升曲线，"
    "提出分段预热加动态补偿的办法，使加工精度稳定在要求以内，每年减少废品损失一百多万元。近五年来，他主持完成技术改造项目二十一项，解决关键难题六项，"
    "获得实用新型专利三项，累计创造经济效益八百余万元。",
    "倾囊相授，培养技能人才。他牵头成立班组课堂，把绝活拆成步骤、编成口诀，每周利用两个晚上给青年员工授课。为了让徒弟学得会、用得上，他自制了十二套"
    "教学装置，编写企业培训教材两本。几年来，他先后带徒二十六人，其中九人取得技师以上证书，五人在市级以上竞赛中获奖，三人已成为车间骨干。"
    "他还到示例技师学院担任兼职教师，累计授课一百二十课时。",
    "甘于奉献，弘扬工匠精神。设备出现故障，他随叫随到；节假日设备检修，他总是主动留下值班。有企业以高薪聘请他，他婉言谢绝，说自己的根在车间。"
    "面对智能制造带来的新课题，他又报名学习工业机器人的运行维护，带领班组完成了三条生产线的自动化改造，让老设备焕发了新活力。"
    "他用实际行动诠释了一名技能工人的执着与担当，多次被评为优秀员工和先进工作者。",
)  # fmt: skip
_SHORT_STORY = (
    "虚淑芬，示例海洋食品有限公司水产加工技术员，高级技师。她扎根一线二十年，改进海参低温加工工艺，使出成率提高四个百分点，年节约成本八十万元。"
    "她牵头制定企业标准三项，带徒十一人，其中四人取得技师证书；所在班组连续五年质量投诉为零。",
)
_PROFILE = (
    "示例机械有限公司成立于2001年，主要从事数控机床的研发和制造，现有职工620人，其中技能人才410人。以上均为虚构。"
)
#: Of each form: what it says besides the 汇总表, the story, the career, the year it pledges.
_FORMS: dict[str, tuple[dict[str, Any], tuple[str, ...], tuple[tuple[str, str, str], ...], int]] = {
    "虚海涛": (
        {"unit_address": "威海市环翠区示例路1号", "own_skills": "听音辨位诊断法，手感测隙调整法", "inventions": "实用新型专利3项，解决难题6项",
         "teaching": "编写培训教材2本，带徒26人", "benefits": "五年累计创造经济效益800余万元", "skill_awards": "示例技能竞赛第二名",
         "honours": "示例国家级荣誉两项", "unit_profile": _PROFILE},
        _STORY,
        (("1995.9-1998.7", "示例技工学校学习", "虚永刚"), ("1998年7月至今", "示例机械有限公司工作", "虚德胜")), 2024,
    ),
    "虚淑芬": (
        {"unit_address": "威海市文登区示例街8号", "own_skills": "海参低温锁鲜加工法", "inventions": "改进工艺5项", "teaching": "带徒11人",
         "benefits": "年节约成本80万元", "skill_awards": "示例技能竞赛第三名", "honours": "示例省级荣誉三项",
         "unit_profile": _PROFILE.replace("机械", "海洋食品").replace("数控机床的研发和制造", "海洋食品的加工和销售")},
        _SHORT_STORY,
        (("2004.7-2000.9", "示例水产学院学习", "虚文静"),
         ("2004.8至今", "示例海洋食品有限公司工作", "虚玉洁")), 2023,
    ),
}  # fmt: skip
#: Sheet → words of the cell, rule, what is wrong.
_CHIEF_FAULTS = {
    "申报表 虚淑芬": (
        ("2004.7-2000.9", "C-F-09", "起止年月写颠倒了"),
        ("她扎根一线二十年", "C-F-12", "事迹材料太短"),
        ("申报的 2023 年威海市首席技师项目", "C-F-15", "用了上一年的申报表"),
    ),
}


def fill_chiefs(book: "Workbook") -> Found:
    """首席技师汇总表、两人的申报表、首席技师名册、设置。"""
    rows = [_nominee(n, name) for n, name in enumerate(_NOMINEES, 1)]
    table = [[row.get(header) for header in _CHIEF_WIDTHS] for row in rows]
    faults = fill(book, "汇总表", _CHIEF_WIDTHS, table, f"推荐呈报部门（盖章）：示例区市人社局　　　　{_MADE_UP}",
                  "威海市首席技师申报人员基本情况汇总表", paper=8)  # fmt: skip
    for row in rows[: len(_FORMS)]:
        _chief_form(book, row)
    faults += _located(book, _CHIEF_FAULTS)
    held = [
        ("虚振华", id_number("虚振华"), 2018, "示例〔2018〕1号"),
        ("虚永刚", id_number("虚永刚"), 2020, "示例〔2020〕1号"),
    ]
    fill(book, "首席技师名册", _HELD_WIDTHS, held, _MADE_UP)
    write_settings(book, (
        ("地区", "威海", "按哪个地区的通知校验"),
        ("事迹材料字数允许偏差", 200, "示例值：通知只说“1000字左右”，请向市人社局确认后填写"),
        ("申请单位", "示例区市人力资源和社会保障局", "推荐呈报部门，用于汇总表表尾"),
        ("联系人", "虚永刚", "虚构"), ("联系电话", "13900009999", "虚构"), ("申请日期", date(2024, 7, 29), "示例值"),
    ))  # fmt: skip
    return faults


def _nominee(number: int, name: str) -> dict[str, Any]:
    sex, born = PEOPLE[name]
    shown = name if name in _FORMS else Wrong(name, "C-028", _NO_FORM)
    own = {"序号": number, "姓名": shown, "性别": sex, "出生年月": f"{born:%Y.%m}", "身份证号码": id_number(name),
           "证书编号": f"示例证书{number:04}", "联系电话": phone(name)}  # fmt: skip
    return own | _ALIKE | _NOMINEES[name]


def _chief_form(book: "Workbook", row: Mapping[str, Any]) -> None:
    """一人的申报表：汇总表里的各项照写。"""
    name, (sex, born) = row["姓名"], PEOPLE[row["姓名"]]
    own, story, career, year = _FORMS[name]
    known = {
        "name": name, "sex": sex, "birth_month": f"{born.year}年{born.month}月", "id_number": id_number(name), "phone": phone(name),
        "unit": row["工作单位"], "work_since": row["参加工作时间"], "political": row["政治面貌"], "education": row["文化程度"],
        "occupation": row["职业（工种）"], "skill_level": row["职业资格/职业技能等级"], "post": row["工作岗位"],
        "story": "\n".join(f"　　{paragraph}" for paragraph in story), **own,
    }  # fmt: skip
    lay_form(book.create_sheet(f"申报表 {name}"), known, career, year)


# --- 技能大师工作室 ------------------------------------------------------------------------------------------------------

_COUNTED = ("special", "senior_technician", "technician", "senior", "others", "total")
_TEAM = (
    ("虚建军", "焊工", "高级工（三级）", "机器人焊接，获示例竞赛第一名"), ("虚晓东", "焊工", "技师（二级）", "薄板焊接变形控制"),
    ("虚永刚", "电工", "高级技师（一级）", "焊接设备改造"), ("虚明远", "数控铣工", "高级工", "工装夹具设计"),
)  # fmt: skip
#: Leader → what the form says, by column key, how many of each level, and the team.
_APPLICATIONS: dict[str, tuple[dict[str, str], str, tuple[tuple[str, ...], ...]]] = {
    "虚国栋": (
        {"applicant_unit": "示例重工有限公司", "cover_host": "示例重工有限公司", "trade": "装备制造", "leader_level": "高级技师（一级）",
         "cover_level": "高级技师（一级）", "employer": "民营企业", "host_address": "威海市经济技术开发区示例路9号", "workstation": "是",
         "certificate_trade": "焊工", "certified_on": "2021年5月", "unit_post": "示例重工有限公司　电焊班班长",
         "studio": "威海市虚国栋技能大师工作室", "venue": "焊接车间实训中心", "area": "150㎡", "district": "经济技术开发区"},
        "1 12 46 138 205 402", _TEAM,
    ),
    "虚雪梅": (
        {"applicant_unit": "示例养老服务有限公司", "cover_host": "示例养老院", "trade": "养老服务", "leader_level": "技师（二级）",
         "cover_level": "技师（二级）", "employer": "民营企业", "host_address": "威海市环翠区示例街3号", "workstation": "否",
         "certificate_trade": "养老护理员", "certified_on": "2020年11月", "unit_post": "示例养老服务有限公司　护理组长", "post_kind": "女工人",
         "studio": "威海市雪梅护理技能大师工作室", "venue": "护理实训室", "area": "待定", "district": "环翠区"},
        "0 2 9 21 40 82",
        (("虚秀兰", "养老护理员", "高级工（三级）", "失智老人照护"), ("虚桂英", "养老护理员", "高级工（三级）", "康复训练"),
         ("虚美玲", "养老护理员", "初级工（五级）", "活动策划")),
    ),
}  # fmt: skip
_STUDIO_FAULTS = {
    "申报表 虚雪梅": (
        ("示例养老院", "S-F-01", "封面的单位与表内不同"), ("82", "S-F-03", "合计不等于各等级人数之和72"),
        ("技师（二级）", "S-006", "领办人类别写高级技师，等级只是技师"), ("威海市雪梅护理技能大师工作室", "S-F-10", "没有用领办人姓名命名"),
        ("待定", "S-013", "看不出面积"), ("初级工（五级）", "S-009", "看不出是高级技能人才"),
    ),
}  # fmt: skip


def fill_studios(book: "Workbook") -> Found:
    """两份工作室申报表和设置。"""
    for leader, (said, counts, team) in _APPLICATIONS.items():
        sex, born = PEOPLE[leader]
        values = {
            "cover_leader": leader, "leader_phone": phone(leader), "manager": "虚德胜", "contact_person": "虚海燕", "phone": phone("虚海燕"),
            "email": "shili@example.com", "bank": "示例银行威海分行 37000000000000000001", "leader_name": leader, "sex": sex, "nation": "汉族",
            "birth_month": f"{born:%Y.%m}", "work_since": "2010年8月", "political": "群众", "id_number": id_number(leader), "frontline": "是",
            "leader_kind": "高级技师", "business": "近两年经营平稳，示例数据。", "deeds": "解决生产难题多项，示例数据。",
            "strengths": "有固定场所和设备，已带徒多人，示例数据。", "plan_words": "当年带徒6人；三年内攻关课题5项，示例数据。",
            **{f"count_{level}": count for level, count in zip(_COUNTED, counts.split(), strict=True)}, **said,
        }  # fmt: skip
        lay_studio_form(book.create_sheet(f"申报表 {leader}"), Application("威海市", values, team))
    write_settings(book, (("地区", "威海", "按哪个地区的通知校验"),))
    return _located(book, _STUDIO_FAULTS)


# --- 申报表中有差错的格 --------------------------------------------------------------------------------------------------


def _located(book: "Workbook", faults: Mapping[str, Iterable[tuple[str, str, str]]]) -> Found:
    """申报表的版式由写表的一方定，差错所在的格按里面的字找：表内在后，以后面的为准。"""
    return [
        (title, _cell_of(book[title], words), rule, what)
        for title, found in faults.items()
        for words, rule, what in found
    ]


def _cell_of(sheet: "Worksheet", words: str) -> str:
    *_, last = (cell.coordinate for row in sheet.iter_rows() for cell in row if words in str(cell.value))
    return last
