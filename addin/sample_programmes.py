"""示例工作簿的另一半：奖励、津贴、指标，技能大师工作室的绩效评估；人员、单位、金额全部虚构，有意留了差错。"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from jineng.addin.sample_applications import fill_chiefs, fill_studios
from jineng.addin.sample_people import id_number
from jineng.addin.sample_sheets import Found, Wrong, fill, write_settings
from jineng.workbooks.evaluation_documents import lay_score_sheet

if TYPE_CHECKING:
    from openpyxl import Workbook

_MADE_UP = "示例数据：人员、单位、金额均为虚构"


# --- 奖励津贴指标 --------------------------------------------------------------------------------------------------------

_BONUS_WIDTHS = {
    "序号": 6, "姓名": 10, "身份证号": 22, "竞赛名称": 36, "竞赛级别": 16, "竞赛项目（工种）": 18, "名次": 10, "发放单位": 22, "发放金额": 12,
    "备注": 12,
}  # fmt: skip
_BUREAU = "示例市人力资源和社会保障局"
_WORLD, _CHINA, _PROVINCE, _CITY = (
    "示例第47届世界技能大赛", "示例2024年全国行业职业技能竞赛", "示例2024年山东省职业技能大赛", "示例2024年“技能兴威”职业技能竞赛",
)  # fmt: skip
_FALSE_ID = id_number("虚佳慧")[:-1] + str((int(id_number("虚佳慧")[-1].replace("X", "9")) + 3) % 10)
_BONUSES: tuple[tuple[Any, ...], ...] = (
    ("虚建军", _WORLD, "世界技能大赛", "焊接", "优胜奖", _BUREAU, 100000),
    ("虚明远", _WORLD, "国家集训队", "数控铣", None, _BUREAU, 10000),
    ("虚丽华", _WORLD, "山东集训队", "美容", None, _BUREAU,
     Wrong(10000, "M-18b", "山东集训队的奖励是5000元，按国家集训队发了")),
    ("虚志强", _CHINA, "国家级一类", "电工", "第二名", _BUREAU, Wrong("12万元", "M-18", "超过国家级一类的最高金额")),
    ("虚文博", _PROVINCE, "省级一类", "车工", "第一名", _BUREAU, 5000),
    ("虚海燕", _PROVINCE, "省级一类", "西式面点师", 2, _BUREAU, Wrong(2000, "M-18c", "省级一类第2名应为3000元")),
    ("虚晓东", _PROVINCE, "省级一类", "茶艺师", Wrong("第4名", "M-18c", "通知只规定前3名"), _BUREAU, 1000),
    ("虚雪梅", _CITY, "市级一类", "养老护理员", "1", "示例市民政局", "2,000元"),
    ("虚国栋", _CITY, "市级一类", "电工", 3, "示例市总工会", Wrong(800, "M-18d", "低于市级一类第3名的1000元")),
    ("虚文博", _CITY, "市级一类", "车工", 1, "示例市总工会",
     Wrong(2000, "M-18e", "同一人同一项目已按省级一类奖励")),
    ("虚佳慧", _CITY, "市级一类", "保育员", 2, "示例市教育局", 1500),
)  # fmt: skip

_ALLOWANCE_WIDTHS = {"序号": 6, "姓名": 12, "身份证号": 22, "工作单位": 28, "发放月份": 14, "月津贴": 12, "备注": 14}
_ALLOWANCES: tuple[tuple[Any, ...], ...] = (
    ("虚海涛", "示例机械有限公司", "2024年10月", 1000),
    ("虚淑芬", "示例海洋食品有限公司", "2024年10月", "1200元"),
    ("虚永刚", "示例造船有限公司", "2024.10", Wrong(800, "M-13b", "低于每人每月1000元")),
    ("虚文静", "示例纺织有限公司", "2024.10", Wrong("见说明", "M-13b", "月津贴不是金额")),
)

_TARGET_WIDTHS = {"指标编号": 12, "指标": 40, "目标值": 18, "完成值": 14, "单位": 10, "备注": 20}
_TARGETS: tuple[tuple[Any, ...], ...] = (
    ("T-01", "全市高技能人才总量", "10万人以上", 96800, "人", None),
    ("T-02", "参加高级工以上等级培养的企业职工", Wrong("不少于2000人次", "M-04", "通知的目标是1000人次"), 1260, "人次", None),
    ("T-03", "培养企业新型学徒职工", "不少于2000名", 2130, "名", None),
    ("T-04", "“威海工匠后备人才”", "2500名左右", "2380名", "名", "力争年底补足"),
    ("T-05", "高水平中职学校", "3—5所左右", 4, "所", None),
    ("T-06", "高水平高职院校", "1—2所左右", 1, "所", None),
    ("T-07", "高水平中职专业（群）", "10—15个左右", 12, "个", None),
    ("T-08", "高水平高职专业（群）", "10个左右", 9, Wrong("所", "M-07", "该指标的单位是“个”"), None),
    ("T-09", "新建技能大师工作室", "25家左右", 21, "家", None),
    (Wrong("T-10", "M-00", "是建设补助的金额，不是指标"), "每个工作室建设补助", None, 50000, "元", None),
    ("T-12", "市级劳模（工匠人才）创新工作室", 50, 50, "家", None),
    ("T-13", "市级全员创新企业", 10, 10, "家", None),
    ("T-14", "规模以上企业自主评价覆盖率", "全覆盖", Wrong("待统计", "M-09", "完成值不是数"), "%", None),
    ("T-15", "遴选第三方评价机构", "8家", 8, "家", None),
    ("T-16", "公布专项职业能力考核项目", "不少于50项", Wrong(45, "M-11", "没有达到50项"), "项", None),
    ("T-24", "每年举办“技能兴威”竞赛", 1, 1, "届", None),
    (Wrong("T-13", "M-08d", "前面已有这一指标"), "市级全员创新企业", 10, 10, "家", "重复"),
)  # fmt: skip


def fill_payments(book: "Workbook") -> Found:
    """奖励发放表、津贴发放表、指标完成表。"""
    bonuses: list[tuple[Any, ...]] = [
        (n, name, id_number(name), contest, grade, item, place, payer, paid, None)
        for n, (name, contest, grade, item, place, payer, paid) in enumerate(_BONUSES, 1)
    ]
    number = Wrong(_FALSE_ID, "P-T-05", "身份证号校验码不对")
    bonuses[-1] = (*bonuses[-1][:2], number, *bonuses[-1][3:])
    bonuses.append(("合计", *[None] * 7, 254300, None))
    allowances: list[tuple[Any, ...]] = [
        (n, name, id_number(name), unit, month, paid, None)
        for n, (name, unit, month, paid) in enumerate(_ALLOWANCES, 1)
    ]
    allowances.append(("合计", *[None] * 4, "3000元", None))
    return [
        *fill(book, "奖励发放", _BONUS_WIDTHS, bonuses, f"填报单位：示例市人社局　　　　单位：元　　　　{_MADE_UP}",
              "2024年职业技能竞赛奖励资金发放表", merged="发放单位"),
        *fill(book, "首席技师津贴", _ALLOWANCE_WIDTHS, allowances, _MADE_UP, "2024年10月首席技师津贴发放表", merged="发放月份"),
        *fill(book, "指标完成", _TARGET_WIDTHS, _TARGETS, f"截至2024年9月　　　　{_MADE_UP}", "“技能兴威”行动指标完成情况统计表"),
    ]  # fmt: skip


# --- 绩效评估 ------------------------------------------------------------------------------------------------------------

_EVALUATION_WIDTHS = {
    "序号": 6, "工作室名称": 30, "领办人": 10, "所在单位": 24, "区市": 10, "批准年度": 10, "评估年度": 10, "自评得分": 10, "专家得分": 10,
    "等次": 10, "结果公布日期": 14, "整改截止日期": 17, "复评得分": 10, "复评日期": 12, "状态": 10, "奖励金额": 12, "备注": 14,
}  # fmt: skip
#: Leader, unit, district, approved in, own score, experts' score, grade, to be put right by, state, reward.
_STUDIOS: tuple[tuple[Any, ...], ...] = (
    ("虚海涛", "示例机械有限公司", "环翠区", 2020, 95, 91.5, "优秀", None, None, 20000),
    ("虚淑芬", "示例海洋食品有限公司", "文登区", "2021年", 88, 84.6, Wrong("优秀", "S-027", "低于优秀分数线85分"), None, None, 20000),
    ("虚德胜", "示例造船有限公司", "荣成市", 2019, 82, 76, "合格", None, None, None),
    ("虚文静", "示例纺织有限公司", "乳山市", "2018年", 80, 79.5, "合格", None, None, Wrong(20000, "S-031", "合格等次没有奖励资金")),
    ("虚立新", "示例电机有限公司", "高新区", 2022, 60, 49.99, "不合格", "2025年9月30日", "整改中", None),
    ("虚振华", "示例轮胎有限公司", "经开区", 2021, 55, 45, "不合格", Wrong("2024.12.31", "S-032", "一年整改时间应到2025年9月30日"), None, 0),
    ("虚玉洁", "示例信息技术有限公司", "临港区", Wrong(2023, "S-025", "2023年度新评选的不参加本次评估"), 90, 88, "优秀", None, None, 20000),
)  # fmt: skip
#: What each item is about, and its full mark.
_ITEMS = (
    ("技能传承", "带徒传技，培养高技能人才", 30), ("技术攻关", "解决生产一线技术难题", 30), ("技术革新", "技术革新、发明创造和成果转化", 20),
    ("推广交流", "推广绝技绝活和先进操作法", 20),
)  # fmt: skip
#: Leader → for each item: done, own score, evidence; then what the experts gave; sums that are wrong: header → cell.
_SHEETS: tuple[tuple[str, Sequence[tuple[Any, ...]], Sequence[Sequence[float]], Mapping[str, Wrong]], ...] = (
    ("虚海涛", (("带徒12人，其中5人取得技师证书", 28, "1—3"), ("解决难题6项", 29, "4—9"), ("取得实用新型专利2项", 19, "10"),
              ("到示例技师学院授课8次", 19, "11—12")),
     ((28, 27, 18, 18), (29, 27.5, 18, 18), (28, 27, 18, 18)), {}),
    ("虚德胜", (("带徒6人", 25, "1"), ("解决难题3项", 25, "2—4"), ("改进工装1项", 15, Wrong("", "S-038", "有自评得分而没有写佐证材料序号")),
              ("参加交流2次", 17, "6")),
     ((23, 22, 15, 16), (23, 22, 15, 16)), {"自评得分": Wrong("85", "S-028", "各项自评之和是82")}),
    ("虚文静", (("带徒8人", 26, "1—2"), ("解决难题4项", 24, "3—6"), ("小改小革5项", Wrong("22", "S-028", "该项最高20分"), "7"),
              ("举办观摩会1次", 8, "8")),
     ((25, 24, 15, 15), (26, 24, 15, 15)), {}),
)  # fmt: skip


def fill_evaluation(book: "Workbook") -> Found:
    """等次汇总、三个工作室的绩效评估表、设置。"""
    rows = [
        (n, f"威海市{leader}技能大师工作室", leader, unit, district, year, "2023年", own, score, grade,
         date(2024, 9, 30), until, None, None, state, reward, None)
        for n, (leader, unit, district, year, own, score, grade, until, state, reward) in enumerate(_STUDIOS, 1)
    ]  # fmt: skip
    faults = fill(book, "等次汇总", _EVALUATION_WIDTHS, rows, _MADE_UP, "2023年度技能大师工作室绩效评估等次汇总表",
                  merged="结果公布日期", paper=8)  # fmt: skip
    known = {row[2]: row for row in rows}
    for leader, items, experts, wrong in _SHEETS:
        faults += _score_sheet(book, known[leader], items, experts, wrong)
    write_settings(book, (
        ("地区", "威海", "按哪个地区的通知校验"),
        ("校验日期", date(2024, 11, 20), "示例值：整改期满没有、状态是什么按这一天看；用自己的表时删去，按当天看"),
        ("优秀分数线", 85, "示例值：通知没有给出分数，请向市人社局确认后填写"),
        ("结果公布日期", date(2024, 9, 30), "示例值：只有评估表、没有汇总表时，由它算整改截止日期"),
    ))  # fmt: skip
    return faults


def _score_sheet(
    book: "Workbook", row: Sequence[Any], items: Sequence[tuple[Any, ...]], experts: Sequence[Sequence[float]],
    wrong: Mapping[str, Wrong],
) -> Found:  # fmt: skip
    """一个工作室的绩效评估表：版式与导出的一样，有差错的格按所在的行和列找到。"""
    headers = [f"专家{n}评分" for n in range(1, len(experts) + 1)]
    lines: list[dict[str, Any]] = [
        {"序号": n, "评估项目": title, "评估内容": content, "分值": most, "工作落实情况": done, "自评得分": own,
         "佐证材料序号": evidence, **dict(zip(headers, scores, strict=True))}
        for n, ((title, content, most), (done, own, evidence), scores)
        in enumerate(zip(_ITEMS, items, zip(*experts, strict=True), strict=True), 1)
    ]  # fmt: skip
    sums = {h: sum(float(_bare(line[h])) for line in lines) for h in ("分值", "自评得分", *headers)} | dict(wrong)
    sheet = book.create_sheet(f"评估表 {row[2]}")
    head = dict(zip(("工作室名称", "领办人", "所在单位", "区市", "批准年度", "评估年度"), row[1:7], strict=True))
    foot = {"等次": _bare(row[9]), "专家得分": row[8]}
    title = "威海市技能大师工作室年度绩效评估表"
    lay_score_sheet(sheet, title, _texts(head), [_texts(line) for line in lines], _texts(sums), _texts(foot))
    top = next(cells for cells in sheet.iter_rows() if cells[0].value == "序号")
    return [
        (sheet.title, sheet.cell(top[0].row + down, cell.column).coordinate, value.rule, value.what)
        for down, line in enumerate((*lines, sums), 1)
        for cell in top
        if isinstance(value := line.get(str(cell.value)), Wrong)
    ]


def _bare(value: Any) -> Any:
    return value.value if isinstance(value, Wrong) else value


def _texts(cells: Mapping[str, Any]) -> dict[str, str]:
    """每格写成文字：整数不带小数点。"""
    return {h: f"{v:g}" if isinstance(v, float) else str(v) for h, v in ((h, _bare(v)) for h, v in cells.items())}


#: File → what fills it.
PROGRAMMES: dict[str, Callable[["Workbook"], Found]] = {
    "奖励津贴指标.xlsx": fill_payments, "首席技师.xlsx": fill_chiefs, "绩效评估.xlsx": fill_evaluation,
    "技能大师工作室.xlsx": fill_studios,
}  # fmt: skip
