"""测试用的工作簿：正常的由 openpyxl 写出，其余的逐个部件写成压缩包。人员全部虚构。"""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

from jineng.validators.identity import check_digit

RESULTS = [
    "姓名", "性别", "身份证号", "身份", "工作单位", "竞赛名称", "职业（工种）", "组别", "决赛日期", "理论成绩", "实操成绩",
    "名次", "获得奖项", "原职业（工种）", "原职业技能等级",
]  # fmt: skip
CONTEST = "“技能兴威”2024年度威海市电梯职业技能竞赛"
ITEM = "电梯安装维修工"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def id_of(number: int, birth: str = "19900307") -> str:
    """虚构的身份证号：地区码371099不存在，number 为奇数是男。"""
    first = f"371099{birth}{number:03d}"
    return first + check_digit(first)


def contestant(number: int, **changes: Any) -> list[Any]:
    """一名没有差错、没有获奖的选手，按 RESULTS 的列；changes 按列名改。"""
    name = "甲乙丙丁戊己庚辛"[number % 8] + "子丑寅卯辰巳午未申酉戌亥"[number // 8 % 12]
    row = {
        "姓名": "虚" + name, "性别": "男" if number % 2 else "女", "身份证号": id_of(number), "身份": "职工",
        "工作单位": "虚构公司", "竞赛名称": CONTEST, "职业（工种）": ITEM, "组别": "职工组", "决赛日期": date(2024, 10, 20),
        "理论成绩": 70, "实操成绩": 75, "名次": number, "获得奖项": None, "原职业（工种）": ITEM, "原职业技能等级": "中级工",
    }  # fmt: skip
    return [{**row, **changes}[header] for header in RESULTS]


def results(count: int = 3) -> list[list[Any]]:
    return [RESULTS, *(contestant(number) for number in range(1, count + 1))]


def write(path: Path, sheets: Mapping[str, Iterable[Sequence[Any]]]) -> Path:
    """用 openpyxl 写出。"""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def column_name(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell(reference: str, value: Any) -> str:
    if isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, date):
        return f'<c r="{reference}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    return f'<c r="{reference}"><v>{value}</v></c>'


def row_xml(number: int, values: Iterable[Any]) -> str:
    cells = (cell(f"{column_name(at)}{number}", v) for at, v in enumerate(values, 1) if v is not None)
    return f'<row r="{number}">{"".join(cells)}</row>'


def sheet_xml(rows: str | Iterable[Sequence[Any]], after: str = "") -> str:
    data = rows if isinstance(rows, str) else "".join(row_xml(n, row) for n, row in enumerate(rows, 1))
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData>{after}</worksheet>'


def parts_of(
    sheets: Mapping[str, str], before_sheets: str = "", states: Mapping[str, str] | None = None
) -> dict[str, str]:
    """一个工作簿的各个部件，可以再改。"""
    states = states or {}
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" state="{states.get(name, "visible")}" r:id="rId{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in enumerate(sheets, 1)
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{before_sheets}'
        f"<sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{targets}'
        f'<Relationship Id="rId900" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        **{f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets.values(), 1)},
    }  # fmt: skip


def pack(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def raw(path: Path, rows: str | Iterable[Sequence[Any]], after: str = "") -> Path:
    """只有一张工作表“成绩”的工作簿，工作表的XML照给定的写。"""
    return pack(path, parts_of({"成绩": sheet_xml(rows, after)}))
