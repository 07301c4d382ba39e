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
        "是否已获威海市技术能手": "否", "联系电话": "13900000000", "备注": "",
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
    whole = {"P-009", "P-024", "P-T-01", "X-03", "P-A2-01", "P-012", "P-036", "P-003", "P-005",
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
