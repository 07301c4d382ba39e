"""Made-up 首席技师 nominees: rows of 汇总表, 申报表 and registers for the tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jineng.validators.columns import COLUMNS
from jineng.validators.findings import Finding
from jineng.validators.forms import CHIEF
from jineng.validators.identity import check_digit
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.chief_form_documents import pages
from jineng.workbooks.sheets import Sheet

HEADER = [COLUMNS[key].header for key in CHIEF.keys]


def number(order: int, birth: str = "19800507") -> str:
    """A sound ID number of nobody: area code 371099 was never assigned."""
    first = f"371099{birth}{order * 2 + 1:03}"
    return first + check_digit(first)


def nominee(order: int, birth: str = "19800507", **cells: Any) -> dict[str, Any]:
    """A man whom nothing is wrong with; cells by column key."""
    return {
        "serial": order, "recommender": "环翠区", "name": "张" + "甲乙丙丁戊己庚辛壬癸子丑寅卯"[order], "sex": "男",
        "birth_month": f"{birth[:4]}年{int(birth[4:6])}月", "age_stated": "", "id_number": number(order, birth), "political": "群众",
        "education": "大专", "work_since": "2000-07", "unit": "某机械有限公司", "employer": "企业", "post": "数控车间操作",
        "frontline": "是", "occupation": "车工", "skill_level": "高级技师（一级）", "certificate_number": "S0001", "verified": "是",
        "industry": "先进制造业", "honour_tier": "省级", "honour_count": 1, "honours": "山东省技术能手", "achievements": "工艺改进12项",
        "chief_before": "否", "new_achievement_date": "", "secret": "否", "unobjected": "是", "phone": "13900000000", "remark": "",
        **cells,
    }  # fmt: skip


def listed(rows: Sequence[dict[str, Any]], leave: Sequence[str] = (), name: str = "汇总") -> Sheet:
    """A 汇总表 with those rows, without some of its columns."""
    keys = [key for key in CHIEF.keys if key not in leave]
    cells = [[COLUMNS[k].header for k in keys], *([row[k] for k in keys] for row in rows)]
    return Sheet(name, lambda: iter(cells))


def form(row: dict[str, Any], sheet: str = "申报表", **changes: Any) -> Sheet:
    """A 申报表 as it is printed, filled in for somebody; changes by column key."""
    known = {key: str(value) for key, value in {**row, "honours": "山东省技术能手", "own_skills": "薄壁件车削法", "skill_awards": "第一名",
             "story": "从事车工24年。", "unit_profile": "成立于1998年。", **changes}.items()}  # fmt: skip
    cells: list[list[Any]] = [
        ["威海市首席技师申报表"],
        ["姓　名", known["name"]],
        ["单　位", known["unit"]],
        ["威海市首席技师选拔管理办公室"],
    ]
    for lines in pages(known, [("1997.9-2000.7", "某技师学院", "李四")], 2024):
        for line in lines:
            cells.append([words for box in line.boxes for words in (box.words, *[""] * (box.columns - 1))])
    return Sheet(sheet, lambda: iter(cells))


def chiefs_held(*numbers: str) -> Sheet:
    rows = [["姓名", "身份证号", "授予首席技师年度"], *(["某人", n, 2016] for n in numbers)]
    return Sheet("首席技师名册", lambda: iter(rows))


def settings(**given: Any) -> Sheet:
    return Sheet("设置", lambda: iter([["设置项", "值"], *([title, value] for title, value in given.items())]))


def found(*sheets: Sheet) -> list[Finding]:
    """What there is to find, but for the register that was not supplied."""
    report, _ = check_sheets(sheets, Aids())
    assert report.error is None
    return [f for f in report.findings if not f.message.startswith("没有提供")]


def said(*sheets: Sheet) -> list[tuple[str, str, str]]:
    return [(f"{f.sheet}!{f.cell}", f.rule, f.severity) for f in found(*sheets)]


def write(path: Path, *sheets: Sheet) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        written = book.create_sheet(sheet.name)
        for cells in sheet.rows():
            written.append(list(cells))
    book.save(path)
    return path
