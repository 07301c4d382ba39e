"""Rows for templates, and what a template and `jineng check` say of them.

The template's own findings are read from its helper cells, after a real spreadsheet program has calculated them.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import formualizer
import openpyxl
from books import id_of

from jineng.validators.findings import cell_name
from jineng.validators.forms import FORMS
from jineng.validators.native.findings import BUTTON, CODES
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.self_checking.calculation import HEAD
from jineng.workbooks.sheets import read_sheets

#: What the first character of a finding stands for.
_SEVERITIES = {code: severity for severity, code in CODES.items()}
ELEVATORS = "“技能兴威”2024年度威海市电梯职业技能竞赛"
OPEN = "“技能兴威”第一届威海市职业技能大赛"
ODD = (None, None, "", " ", "/", "无", "—", "不详", "#N/A", "１２", "①", 0, -1, 3.5, "3")
#: The 18th birthday on the day of the final, a day after it, a day before.
_BIRTHS = ("20061020", "20061021", "20061019", "20040229", "19900307", "20080101")
_SCORES = (
    60,
    59.99,
    59.996,
    59.995,
    60.01,
    31.05,
    0.1 + 0.2,
    100,
    100.5,
    0,
    -1,
    88,
    88,
    "60分",
    "59.99 分",
    "缺考",
    "60.0",
    "六十",
    60.0,
)
_DAYS = (datetime(2024, 10, 20),) * 6 + ("2024-10-20", "2024年10月20日", "2024.10.20", "20241020", "2024/9/5", "2024年10月",
         datetime(2024, 9, 15), datetime(2031, 1, 1), "2024-13-01", "2024-2-30")  # fmt: skip


def _ids(number: int) -> tuple[Any, ...]:
    """ID numbers that differ from row to row, on the birthdays that matter; and what is none."""
    good = [id_of(number % 1000, birth) for birth in _BIRTHS] if number < 1000 else [_later(number)]
    bad = good[0][:17] + ("1" if good[0][17] != "1" else "2")
    odd = (bad, good[0][:17], good[0].lower(), f" {good[0]} ", "371099900101123", float(good[0][:17]) * 10, "37109919901332123X",
           "371099189912311234", id_of(number % 1000, "20300101"), "E12345678", "12345678", f"{good[0][:6]} {good[0][6:]}",
           good[0].replace("9", "９"), None, "/", "#N/A")  # fmt: skip
    return (*good, *good, *good, *good, *odd) if len(good) > 1 else (*good * 24, *odd)


def _later(number: int) -> str:
    """The number of somebody born on a day of 2006, another for each row."""
    born = date(2006, 1, 1) + timedelta(days=number // 1000 * 29 + 292 - 29)
    return id_of(number % 1000, f"{born:%Y%m%d}")


_LEVELS = ("无", "初级工", "中级工（四级）", "中级工", "高级工（三级）", "高级工", "三级", "技师（二级）", "技师", "高级技师", "一级/高级技师", "高级",
           "特级技师", "首席技师", "国家职业资格三级", "高级工（二级）", "学徒工", "三级 ")  # fmt: skip
_TRADES = (
    "电梯安装维修工",
    "电梯安装维修工",
    "电梯安装维修工",
    "焊工",
    "电工",
    "西式面点师",
    "焊工 ",
    "车工",
    "焊工",
    "电工",
    "钳工",
    "钳工（产业链）",
)
_NAMES = ("虚甲", "虚乙丙", "虚·丁", "虚a", "虚", "虚㐂", "虚Ａ", "虚 戊", "虚己庚", "虚辛壬", "·虚")
LIKELY: dict[str, tuple[Any, ...]] = {
    "serial": (1, 2, 3, "4", None), "name": _NAMES, "sex": ("男", "女", "男", "女", "男性", "男 "),"birth": (None,),
    "identity": ("职工", "职工", "学生", "教师", "企业职工", "中职学生", "院校教师", "其他", "职工 "), "unit": ("虚构公司", "虚构学院", "自由职业", "自由 职业"),
    "contest": (ELEVATORS,) * 5 + (OPEN, OPEN, "技能兴威2024年度威海市电梯职业技能竞赛", "2024年" + OPEN, "2023年" + OPEN, "某区竞赛", "“技能兴威”某大赛"),
    "occupation": _TRADES, "prior_occupation": (*_TRADES, "无"), "group": ("职工组", "学生组", "甲组", "教师组", "师生组", None),
    "final_date": _DAYS, "theory": _SCORES, "practical": _SCORES, "total": (70, 80), "place_won": (1, 2, 3, 4, "第一名", "第二名", "三", "并列第3", 0, 2.5, "优"),
    "award": ("一等奖", "一等奖", "二等奖", "金牌", "银奖", "优胜奖", "优秀奖", "无", "未获奖", "一等奖（第1名）", "第二名", "参与奖", "3等", "是", "第三", None),
    "prior_level": _LEVELS, "prior_certificate": ("Z1", None), "phone": ("0631-5211111", "13800000000", "1380000000", "5211111"), "remark": (None, "备注"),
    "contest_time": ("2024年", "2024", 2024, "2024年10月", "202410", "2024-10", "2023年", "10月", datetime(2024, 10, 20), "2024年13月", "2024-10-20"),
    "promoted_level": ("高级工（三级）", "技师（二级）", "高级工", "二级", "高级技师", "高级", "无"), "certificate_number": (None, None, "S1"),
    "assessor": ("“技能兴威”2024年度威海市电梯职业技能竞赛组委会（办公室）", "技能兴威2024年度威海市电梯职业技能竞赛组委会", OPEN + "组委会（办公室）",
                 "2024年" + OPEN + "组委会（办公室）", "某公司", "竞赛组委会"),
    "issuer": (OPEN + "组委会（威海市人力资源和社会保障局技能竞赛专用章）", ELEVATORS + "组委会（威海市人力资源和社会保障局技能竞赛专用章）",
               OPEN + "组委会（某章）", OPEN + "组委会", "某某（办公室）"), "issue_date": (None, None, datetime(2024, 11, 1), "2024-11-01"),
    "contest_class": ("一类", "二类", "市级一类", "省级一类", "三类", "一类二类"), "contestants": (30, 29, 31, "30", 0, "三十"),
    "held_before": ("否", "是", "无", "有", "√", "不详"), "organisers": ("威海市总工会", "无"), "items": ("焊工", None), "enquiry_phone": ("0631-5211111", "13800000000", "521"),
    "planned_final": ("2024年10月", "10月", "202410", "2024.10", "2024年0月"),
    "studio": ("虚构技能大师工作室", "虚构二工作室"), "leader": _NAMES, "host": ("虚构公司",), "district": ("荣成",),
    "approved_year": ("2022", "2023年", 2022, 2023, "2021年5月", "不详"), "evaluated_year": ("2023", 2023, "2024年", "2022"),
    "self_score": (*_SCORES, 50, 49.99, 49.995), "expert_score": (*_SCORES, 50, 49.99, 49.995, 85, 84.99), "re_score": (None, None, 50, 49.99, "50分", 101),
    "grade": ("优秀", "合格", "不合格", "不合格", "未评", "合格（优秀线未设置）", "良好", "不合格等次"),
    "result_date": (datetime(2024, 2, 29), datetime(2024, 10, 15), "2024年10月15日", "2023-01-31", None), "rectify_day": (datetime(2025, 2, 28), datetime(2025, 10, 15), None, None, "2025-10-15"),
    "re_date": (None, None, datetime(2025, 10, 15), datetime(2025, 10, 14), "2025年10月16日"), "state": ("优秀", "合格", "整改中", "待复评", "恢复", "拟撤销", "撤销", None, "其他"),
    "reward": (20000, 0, None, "20000元", "2,0", 10000, -1), "recommender": ("荣成市", "某公司", "虚构集团"), "birth_month": ("1990-03", "1990年3月", "199003", 1990, "1990", datetime(1990, 3, 7), "1968年7月", "1969-08"),
    "age_stated": (34, 33, 55, 56, "34"), "political": ("党员", None), "education": ("大专", None), "work_since": ("2010-07", "1989年1月", "2025年1月", "不详", "2012"),
    "employer": ("企业", "国有企业", "学校", "机关", "民办非企业", "某厂", "个体"), "post": ("车工", "总经理", "处长"), "frontline": ("是", "否", "是", "不详"),
    "skill_level": (*_LEVELS, "高级工程师", "高级技师、高级工程师"), "verified": ("是", "否"), "industry": ("先进制造业",),
    "honour_tier": ("国家级", "省级", "市级", "无", "区级", "国家"), "honour_count": (1, "3项", 0, "若干", 2.5, "２"), "honours": ("某奖",), "achievements": ("某成果",),
    "chief_before": ("否", "是", "2019年", "是（2019年）", "未获得", "未核实", "不详"), "new_achievement_date": ("2023-06-01", "2020-07-31", "2020-07-30", "2020年7月", "无", "2019年", "若干", datetime(2022, 1, 1)),
    "secret": ("否", "是", "不详"), "unobjected": ("是", "否"),
}  # fmt: skip


#: Rows that formulas and Python once judged otherwise; among those of results what is no row: a sum, a signature, a remark.
ONCE_UNLIKE = {
    "results": [
        ["合 计", *[None] * 8, "共3人", 240, *[None] * 9],
        [None, "填表人：虚甲", None, None, None, "审核人：", *[None] * 14],
        [*[None] * 5, "以上均为本单位职工", *[None] * 14],
        [None, "裁判长签字", None, "371099", *[None] * 16],
        [None, "第1页", "共2页", *[None] * 17],
        [None, "虚甲", *[None] * 18],
    ],
    "evaluation": [
        [1, "虚构技能大师工作室", "虚甲", "虚构公司", "荣成", "2021年5月", "2024年", 100, 59.996, "不合格", None, "2025-10-15", None, 0,
         "整改中", 10000, None],
        [1, "虚构二工作室", "虚乙", "虚构公司", "荣成", "2021年5月", "2022", 50, 49, "不合格", None, "①", 50, None, "待复评", "2,0", None],
    ],
}  # fmt: skip


def rows_of(form: str, count: int, seed: str = "") -> list[list[Any]]:
    """Rows as officials fill them in: mostly likely, on the boundaries more than their share, here and there odd."""
    chance = Random(form + seed)
    keys = FORMS[form].keys
    rows = [list(row) for row in ONCE_UNLIKE.get(form, ())]
    for number in range(len(rows), count):
        oddness = chance.choice((0.0, 0.02, 0.1))
        likely = LIKELY | {"id_number": _ids(number)}
        rows.append([chance.choice(ODD if chance.random() < oddness else likely.get(key, ODD)) for key in keys])
    return rows


class Said(NamedTuple):
    cell: str
    rule: str
    severity: str


def values(path: Path, sheet: str) -> list[list[Any]]:
    """All cells of a sheet from A1, with the values that the program that saved it calculated; "" for nothing."""
    return next([list(row) for row in found.rows()] for found in read_sheets(path) if found.name == sheet)


def by_template(path: Path, calculation: str = "计算") -> dict[int, dict[Said, str]]:
    """Row → what the template's own formulas found there, with the sentences, as the program that saved it calculated."""
    rows = values(path, calculation)
    return _said(rows[1], rows)


def by_formualizer(path: Path, calculation: str = "计算") -> dict[int, dict[Said, str]]:
    """The same as another engine calculates it, which nobody of ours wrote either."""
    sheet = openpyxl.load_workbook(path)[calculation]
    rules = [cell.value for cell in sheet[2]]
    engine = formualizer.load_workbook(str(path))
    engine.evaluate_all()
    rows = [
        [engine.get_value(calculation, row, at + 1) if rule else None for at, rule in enumerate(rules)]
        for row in range(1, sheet.max_row + 1)
    ]
    return _said(rules, rows)


def _said(rules: Sequence[Any], rows: Sequence[Sequence[Any]]) -> dict[int, dict[Said, str]]:
    found: dict[int, dict[Said, str]] = {}
    for number, row in enumerate(rows[HEAD:], HEAD + 1):
        for rule, text in zip(rules, row, strict=False):
            if rule and text:
                assert isinstance(text, str), (number, rule, text)
                cell = cell_name(number, int(text[1:3]))
                found.setdefault(number, {})[Said(cell, str(rule), _SEVERITIES[text[0]])] = text[3:]
    return found


def by_button(path: Path, sheet: str, aids: Aids | None = None) -> dict[int, dict[Said, str]]:
    """Row → what `jineng check` finds there."""
    report, _ = check_file(path, aids or Aids())
    found: dict[int, dict[Said, str]] = {}
    for finding in report.findings:
        if finding.sheet == sheet and finding.row > HEAD:
            found.setdefault(finding.row, {})[Said(finding.cell, finding.rule, finding.severity)] = finding.message
    return found


def differences(
    ours: dict[int, dict[Said, str]], theirs: dict[int, dict[Said, str]], form: str
) -> list[tuple[int, set[Said], set[Said]]]:
    """Rows of which the two say different things; what a template leaves to the button it need not say."""
    wrong = []
    for row in sorted(ours.keys() | theirs.keys()):
        mine = ours.get(row, {})
        its = {s for s, words in theirs.get(row, {}).items() if not _left(form, s, words)}
        passed = {s for s, words in mine.items() if words.endswith(BUTTON)}
        more = {s for s in mine.keys() - passed - its if not _first_blamed(s, passed, its)}
        less = {s for s in its - mine.keys() if not _passed(s, passed)}
        if more or less:
            wrong.append((row, more, less))
    return wrong


def _passed(said: Said, passed: set[Said]) -> bool:
    """Whether what the button says is what the template passes on to it: the row, the rule, or what a cell may hold."""
    return any(p.rule in ("X-05", said.rule) or p.cell == said.cell for p in passed)


def _first_blamed(said: Said, passed: set[Said], its: set[Said]) -> bool:
    """Whether the button blames the same cell by a rule that is passed on: a cell that lacks is blamed once only."""
    return any(Said(said.cell, p.rule, said.severity) in its for p in passed)


def _left(form: str, said: Said, words: str) -> bool:
    """Whether a finding comes from a rule over whole tables, registers or several tables, as 校验结果 lists them."""
    if said.rule in ("P-011", "P-A2-09", "P-T-19"):
        return True
    return any(said.rule == rule and part in words for rule, part in (("P-T-05", "与“"), ("X-03", "与“")))


def passed_on(ours: dict[int, dict[Said, str]]) -> int:
    """How many rows the template passes on to the button."""
    return sum(any(words.endswith(BUTTON) for words in found.values()) for found in ours.values())
