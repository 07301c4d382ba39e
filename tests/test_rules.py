"""Every rule against its page of cases, tests/rules/<id>.md.

Below a line 表：…，每行一例 each row is a case: a sound row of that form with the page's columns put in. Below one that says
每表一例 each heading is a case: its table is the whole sheet, a row with 行数 standing for so many alike. 结论 is what this
rule says of the row (符合, 错误, 提醒, 未校验), 提示 a part of its sentence. Tables headed 职业目录, 已有证书 … are further
sheets for all cases below the same 表： line.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pages import Table, tables, value

from jineng.validators.columns import COLUMNS
from jineng.validators.forms import FORMS, Form
from jineng.validators.identity import check_digit
from jineng.validators.programmes import CHECKS
from jineng.validators.rules import SEVERITIES
from jineng.validators.settings import setting_key
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.sheets import Sheet

PAGES = sorted((Path(__file__).parent / "rules").glob("*.md"))
TITLES = {form.title: key for key, form in FORMS.items()}
CONTEST = "“技能兴威”威海市特色餐饮职业技能大赛"


def number(birth: str, order: str = "123") -> str:
    """A sound ID number of nobody: area code 371099 was never assigned."""
    return f"371099{birth}{order}" + check_digit(f"371099{birth}{order}")


#: Rows without anything to find; `number` makes the ID.
SOUND: dict[str, dict[str, Any]] = {
    "results": {
        "序号": 1, "姓名": "张三", "性别": "男", "身份证号": number("19990307"), "身份": "职工", "工作单位": "某餐饮公司",
        "竞赛名称": CONTEST, "职业（工种）": "中式烹调师", "组别": "", "决赛日期": date(2024, 10, 20), "理论成绩": 80,
        "实操成绩": 85, "总成绩": 83.5, "名次": 1, "获得奖项": "一等奖", "原职业（工种）": "", "原职业技能等级": "无",
        "原证书编号": "", "联系电话": "13900000000", "备注": "",
    },
    "certificate": {
        "序号": 1, "姓名": "张三", "性别": "男", "工作单位": "某餐饮公司", "身份证号": number("19990307"),
        "竞赛名称": CONTEST, "竞赛时间": "2024年", "职业（工种）": "中式烹调师", "晋升职业技能等级": "高级工（三级）",
        "获得奖项": "一等奖", "证书编号": "", "评价机构": CONTEST + "组委会（办公室）",
        "发证机构": CONTEST + "组委会（威海市人力资源和社会保障局技能竞赛专用章）", "发证日期": "", "备注": "",
    },
    "expert": {
        "序号": 1, "竞赛类别": "一类", "竞赛名称": CONTEST, "职业（工种）": "中式烹调师", "组别": "", "决赛日期": date(2024, 10, 20),
        "决赛参赛人数": 30, "名次": 1, "姓名": "张三", "性别": "男", "身份证号": number("19990307"), "身份": "职工",
        "工作单位": "某餐饮公司", "原职业技能等级": "中级工（四级）", "理论成绩": 80, "实操成绩": 85, "总成绩": 83.5,
        "是否已获市技术能手": "否", "联系电话": "13900000000", "备注": "",
    },
    "plan": {
        "竞赛类别": "一类", "序号": 1, "竞赛名称": CONTEST, "主办单位": "威海市人力资源和社会保障局",
        "竞赛项目（工种）": "中式烹调师、西式烹调师、中式面点师等", "竞赛咨询电话": "0631-5190816", "拟决赛时间": "2024-10",
    },
    "bonus": {
        "序号": 1, "姓名": "张三", "身份证号": number("19990307"), "竞赛名称": CONTEST, "竞赛级别": "市级一类",
        "竞赛项目（工种）": "中式烹调师", "名次": 1, "发放单位": "威海市人力资源和社会保障局", "发放金额": 2000, "备注": "",
    },
    "allowance": {
        "序号": 1, "姓名": "张三", "身份证号": number("19990307"), "工作单位": "某餐饮公司", "发放月份": "2024-10", "月津贴": 1000,
        "备注": "",
    },
    "evaluation": {
        "序号": 1, "工作室名称": "威海市张三技能大师工作室", "领办人": "张三", "所在单位": "某机械公司", "区市": "环翠区", "批准年度": 2021,
        "评估年度": 2023, "自评得分": 80, "专家得分": 75, "等次": "合格", "结果公布日期": date(2024, 9, 30), "整改截止日期": "",
        "复评得分": "", "复评日期": "", "状态": "", "奖励金额": 0, "备注": "",
    },
    "studio": {
        "申报单位名称（盖章）": "某机械有限公司", "所属行业": "装备制造", "工作室领办人（签字）": "张三", "领办人职业技能等级": "高级技师",
        "领办人联系电话": "13900000000", "申报单位名称": "某机械有限公司", "单位性质": "有限责任公司", "负责人": "李四", "单位地址": "环翠区某路1号",
        "联系人": "王五", "联系电话": "0631-5190000", "是否技师工作站": "否", "电子邮箱": "gongzuoshi@example.com", "特级技师": 0,
        "高级技师": 2, "技师": 5, "高级工": 10, "其他技能人才": 20, "总量合计": 37, "开户银行及账号": "某银行威海分行 1614020100001234567",
        "近两年单位经营状况": "经营良好", "领办人姓名": "张三", "性别": "男", "民族": "汉族", "出生年月": "1980-05", "参加工作时间": "2000-07",
        "政治面貌": "中共党员", "身份证号": number("19800507"), "工作单位及岗位": "某机械有限公司 数控车工", "是否一线工作人员": "是",
        "领办人类别": "", "岗位类别": "", "职业资格证书（职业技能等级证书）工种": "车工", "职业技能等级": "高级技师", "取证时间": "2015-06",
        "领办人工作业绩获得奖励或国家专利情况、主要创新发明等情况": "获实用新型专利2项", "工作室名称": "威海市张三技能大师工作室",
        "工作室设立场所": "数控车间班组", "工作室面积": "120㎡", "区市": "环翠区", "工作室团队成员状况": "陈甲、陈乙、陈丙",
        "拟设立工作室具备的申报条件或优势": "设备齐全", "拟设立工作室当年工作计划及未来三年规划": "带徒10人",
        "申报单位意见": "", "区市人力资源社会保障部门": "",
    },
    "team": {"姓名": "陈甲", "职业（工种）": "车工", "职业技能等级": "技师", "职称": "", "专长、研究成果应用及获奖情况": "数控加工"},
    "score_sheet": {
        "工作室名称": "威海市张三技能大师工作室", "领办人": "张三", "所在单位": "某机械公司", "区市": "环翠区", "批准年度": 2021,
        "评估年度": 2023, "评估项目表": "一", "专家得分": "", "等次": "",
    },
    "score_items": {
        "序号": 1, "评估项目": "技能传承", "评估内容": "带徒传艺", "分值": 100, "工作落实情况": "带徒 6 人", "自评得分": 80,
        "佐证材料序号": "1-3", "专家得分": "", **{f"专家{n}评分": "" for n in range(1, 10)}, "备注": "",
    },
    "chief": {
        "序号": 1, "推荐单位": "环翠区", "姓名": "张三", "性别": "男", "出生年月": "1980-05", "年龄": "", "身份证号": number("19800507"),
        "政治面貌": "群众", "文化程度": "大专", "参加工作时间": "2000-07", "工作单位": "某机械有限公司", "单位性质": "企业",
        "工作岗位": "数控车间操作", "是否一线工作人员": "是", "职业（工种）": "车工", "职业资格/职业技能等级": "高级技师（一级）",
        "证书编号": "S0001", "联网查询核对": "是", "所属产业领域": "先进制造业", "最高荣誉层次": "省级", "该层次荣誉数量": 2,
        "主要荣誉称号": "山东省技术能手、齐鲁工匠", "主要业绩成果": "", "是否曾获市首席技师及年度": "否", "近四年新成果": "", "是否涉密": "否",
        "公示无异议": "是", "联系电话": "13900000000", "备注": "",
    },
    "chief_form": {
        "封面姓名": "张三", "封面单位": "某机械有限公司", "威海市首席技师选拔管理办公室": "", "姓名": "张三", "工作单位": "某机械有限公司", "性别": "男", "出生年月": "1980-05",
        "照片": "", "参加工作时间": "2000-07", "政治面貌": "群众", "文化程度": "大专", "职业（工种）": "车工",
        "职业资格/职业技能等级": "高级技师（一级）", "联系电话": "13900000000", "工作岗位": "数控车间操作", "身份证号": number("19800507"),
        "所在单位详细地址": "威海市某路1号", "主要学习和工作经历": "", "学习和工作经历": "一", "主要技术简况、贡献成果登记": "",
        "本专业技术绝技绝活或先进工作法情况": "薄壁件车削法", "技术发明革新或论文成果及解决技术难题情况": "实用新型专利5项",
        "编制工艺标准及带徒传技情况": "带徒21人", "提高劳动效率及创造经济效益情况": "节约180万元", "获得技术技能奖项情况": "全省车工比赛第一名",
        "主要荣誉称号": "山东省技术能手", "申报人事迹材料": "张三，从事车工24年。", "当前工作单位（企业）基本情况简介": "某机械有限公司成立于1998年。",
        "真实性承诺": "就申报的2024年威海市首席技师项目相关材料作出如下承诺", "所在单位推荐意见": "", "区市人力资源社会保障部门": "",
        "区市人才工作领导小组意见": "", "备注": "",
    },
    "career": {"起止年月": "2000年7月至今", "何校、何单位学习、工作": "某机械有限公司", "证明人": "李四"},
    "targets": {"指标编号": "T-16", "指标": "公布考核项目", "目标值": 50, "完成值": 50, "单位": "项", "备注": ""},
}  # fmt: skip


def sheet(name: str, header: list[str], rows: list[list[Any]]) -> Sheet:
    return Sheet(name, lambda: iter([header, *rows]))


def laid_out(form: Form, row: dict[str, Any]) -> list[list[Any]]:
    """A form of labels: each beside its value, a strip above its values, a table inside with its sound rows."""
    inside, lines = dict(form.inside), []
    strip = [COLUMNS[key].header for key in form.strip if COLUMNS[key].header in row]
    for key in form.keys:
        header = COLUMNS[key].header
        if key in inside:
            inner = SOUND[inside[key]]
            lines.append(list(inner))
            lines += [list({**inner, "姓名": name}.values()) for name in str(row[header]).split("、") if name]
        elif header in strip:
            lines += [strip, [row[h] for h in strip]] if header == strip[0] else []
        elif header in row:
            lines.append([header, row[header]])
    return lines


def form_of(table: Table) -> str:
    return TITLES[table.about.removeprefix("表：").split("，")[0].strip()]


def cases() -> Any:
    for page in PAGES:
        every = list(tables(page))
        for table in every:
            if table.heading in TITLES:
                continue
            registers = [t for t in every if t.heading in TITLES and t.about == table.about]
            by_row = "每行一例" in table.about
            for rows in [[row] for row in table.rows] if by_row else [table.rows]:
                name = rows[0]["说明"] if by_row else table.heading
                yield pytest.param(page, replace(table, rows=rows), registers, id=f"{page.stem}-{name}")


@pytest.mark.parametrize(("page", "case", "registers"), list(cases()))
def test_case(page: Path, case: Table, registers: list[Table]) -> None:
    form = FORMS[form_of(case)]
    sound = SOUND[form.key]
    settings = {h.removeprefix("设置："): value(w) for h, w in case.rows[0].items() if h.startswith("设置：")}
    known = {*sound, "说明", "行数", "结论", "提示", *(f"设置：{title}" for title in settings if setting_key(title))}
    assert set(case.columns) <= known, "a column that no form and no setting has"
    times = [int(row.get("行数", 1)) for row in case.rows]
    rows = [[value(row[h]) if h in row else v for h, v in sound.items()] for row in case.rows]
    if form.labels:
        first, *rest = laid_out(form, dict(zip(sound, rows[0], strict=True)))
        sheets = [sheet("表", first, rest)]
    else:
        sheets = [sheet("表", list(sound), [cells for cells, n in zip(rows, times, strict=True) for _ in range(n)])]
    if settings:
        sheets.append(sheet("设置", ["设置项", "值"], [[k, v] for k, v in settings.items()]))
    for register in registers:
        cells = [[value(w) for w in row.values()] for row in register.rows]
        sheets.append(sheet(register.heading, register.columns, cells))

    report, _ = check_sheets(sheets, Aids(today=date(2024, 11, 1)))

    at = 2
    for row, n in zip(case.rows, times, strict=True):
        mine = [f for f in report.findings if f.sheet == "表" and f.rule == page.stem]
        said = [f for f in mine if form.labels or at <= f.row < at + n]
        said = said or [f for f in mine if "没有相应规定" in f.message or f.message.endswith("未设置，未校验")]
        at += n
        outcome = SEVERITIES[said[0].severity] if said else "符合"
        assert outcome == row["结论"], [(f.cell, f.rule, f.message) for f in report.findings]
        assert row.get("提示", "") in "；".join(f.message for f in said), said
        for finding in said:
            cited = finding.clause and finding.quote and finding.notice
            assert finding.suggestion and (cited or "没有相应规定（未设置），未校验" in finding.message)


def outcomes(id: str) -> set[str]:
    page = Path(__file__).parent / "rules" / f"{id}.md"
    return {row["结论"] for table in tables(page) for row in table.rows if "结论" in row}


RULES = sorted({(r.id, r.severity) for checks in CHECKS.values() for r in checks.requirements})


@pytest.mark.parametrize(("id", "severity"), RULES)
def test_every_rule_is_seen_to_pass_and_to_fail(id: str, severity: str) -> None:
    assert {"符合", SEVERITIES[severity]} <= outcomes(id)


def test_every_page_is_a_rule_of_ours() -> None:
    clauses = {r.id for checks in CHECKS.values() for r in checks.requirements}
    whole = {"C-014", "C-027", "P-009", "P-024", "P-T-01", "X-03", "P-A2-01", "P-012", "P-036", "P-003", "P-005",
             "M-00", "M-01", "M-04", "M-05b", "M-07", "M-09", "M-11"}  # fmt: skip
    assert {page.stem for page in PAGES} <= clauses | whole
    assert whole <= {page.stem for page in PAGES}


def test_the_sound_rows_have_nothing_to_find() -> None:
    for form, row in SOUND.items():
        first, *rest = laid_out(FORMS[form], row) if FORMS[form].labels else [list(row), list(row.values())]
        report, _ = check_sheets([sheet("表", first, rest)], Aids())
        assert [f for f in report.findings if f.severity != "unchecked" and f.rule != "P-009"] == [], form
        assert set(row) == {COLUMNS[k].header for k in FORMS[form].keys}


@pytest.mark.parametrize("form", ["results", "certificate"])
def test_a_register_that_is_missing_is_said_once_and_is_no_empty_one(form: str) -> None:
    row = list(SOUND[form].values())
    report, _ = check_sheets([sheet("表", list(SOUND[form]), [row, row])], Aids())
    said = sorted((f.rule, f.row, f.severity, f.message) for f in report.findings if f.rule in ("P-A2-05", "P-A2-09"))
    assert said == [
        ("P-A2-05", 1, "unchecked", "没有提供“职业目录（已备案栏）”表，未核对"),
        ("P-A2-09", 1, "unchecked", "没有提供“已有证书”表，未核对"),
    ]
