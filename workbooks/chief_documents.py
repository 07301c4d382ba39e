"""首席技师的汇总表（附件1，A3 横向，Excel 和 Word）和建议排序表；通知没有印出附件1，都是建议格式。"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jineng.workbooks.boxes import page
from jineng.workbooks.documents import Applicant, grid, line, new_book, save_book, written_day
from jineng.workbooks.letters import (
    HEADING,
    end_together,
    letter,
    numbered,
    paragraph,
    repeated,
    row,
    save_letter,
    table,
)

if TYPE_CHECKING:
    from docx.document import Document

TITLE = "威海市首席技师申报人员基本情况汇总表"
ORDER_TITLE = "首席技师推荐人选建议排序"

#: Column key → header and width in characters: A3 landscape prints all of them at 8 to 9 points.
_COLUMNS: dict[str, tuple[str, float]] = {
    "serial": ("序号", 4.5), "recommender": ("推荐单位（区市）", 9), "name": ("姓名", 7.5), "sex": ("性别", 4.5),
    "birth_month": ("出生年月", 9), "age_stated": ("年龄（周岁）", 6), "id_number": ("身份证号码", 22.5), "political": ("政治面貌", 7),
    "education": ("文化程度", 7), "work_since": ("参加工作时间", 9), "unit": ("工作单位", 14), "employer": ("单位性质", 6),
    "post": ("工作岗位", 9), "frontline": ("是否生产一线", 5), "occupation": ("职业（工种）", 8),
    "skill_level": ("职业资格/职业技能等级", 9), "certificate_number": ("证书编号", 11), "verified": ("联网查询核对（是/否）", 7),
    "industry": ("所属产业领域", 9), "honour_tier": ("最高荣誉层次（国家/省/市）", 8), "honour_count": ("该层次荣誉数量", 6),
    "honours": ("主要荣誉称号", 15), "achievements": ("主要业绩成果（摘要）", 20),
    "chief_before": ("是否曾获市首席技师及年度", 8), "new_achievement_date": ("近四年新成果", 14), "secret": ("是否涉密", 4.5),
    "unobjected": ("公示无异议（是/否）", 7), "phone": ("联系电话", 14), "remark": ("备注", 7),
}  # fmt: skip
KEYS: tuple[str, ...] = tuple(_COLUMNS)
_WIDTHS = dict(_COLUMNS.values())
_ORDER_WIDTHS = {
    "建议次序": 9.0, "推荐单位": 14.0, "姓名": 10.0, "工作单位": 26.0, "最高荣誉层次": 10.0, "该层次荣誉数量": 9.0, "主要荣誉称号": 34.0,
    "年龄（周岁）": 8.0, "45周岁以下": 9.0, "所属产业领域": 18.0, "通知所列领域": 9.0, "说明": 34.0,
}  # fmt: skip
ORDER_HEADERS: tuple[str, ...] = tuple(_ORDER_WIDTHS)
LEFT_OUT_WIDTHS = {
    "工作表": 14.0, "行号": 6.0, "推荐单位": 16.0, "姓名": 12.0, "身份证号": 23.0, "职业（工种）": 16.0, "未列入原因": 70.0,
}  # fmt: skip
_PRINTED = 400.0  # millimetres across, on A3 landscape


def summary_note(day: str) -> str:
    return f"说明：本表为建议格式，通知列有附件1而没有附表样，以市人力资源和社会保障局的要求为准；年龄算到 {day}。"


def write_summary(path: Path, rows: Sequence[Sequence[str]], department: Applicant, day: str) -> None:
    """生成“汇总表”，Excel，A3 横向。`rows`: one text per key of `KEYS`; `day`: to which the ages are counted."""
    book = new_book(TITLE, "汇总表（建议格式）")
    sheet = book.worksheets[0]
    grid(sheet, _WIDTHS, rows, top=2)
    last = len(_WIDTHS)
    line(sheet, 1, {(1, last): TITLE}, size=18, bold=True)
    below = len(rows) + 3
    foot = dict(zip(((1, 10), (11, 15), (16, 22), (23, last)), _foot(department), strict=True))
    line(sheet, below, foot, size=10)
    line(sheet, below + 1, {(1, last): summary_note(day)}, size=10)
    page(sheet, paper=8, landscape=True)
    save_book(path, book)


def write_summary_letter(path: Path, rows: Sequence[Sequence[str]], department: Applicant, day: str) -> None:
    """生成“汇总表”，Word，A3 横向，表头每页重复：通知要求报 WORD 格式电子版。"""
    document = letter(TITLE, a3=True)
    _narrow_margins(document)
    paragraph(document, TITLE, size=20, font=HEADING, align="center")
    made = table(document, [width * _PRINTED / sum(_WIDTHS.values()) for width in _WIDTHS.values()], sides=0.5)
    for line_ in [tuple(_WIDTHS), *rows]:
        row(made, [(words, 1) for words in line_], size=8, least=8)
    repeated(made)
    for words in ("　　　　".join(_foot(department)), summary_note(day)):
        paragraph(document, words, size=8, align="left", above=6)
    end_together(document)
    numbered(document)
    save_letter(path, document)


def write_order(path: Path, rows: Sequence[Mapping[str, str]], note: str) -> None:
    """生成“建议排序”，Excel。`rows`: header → text."""
    book = new_book(ORDER_TITLE, "建议排序")
    sheet = book.worksheets[0]
    grid(sheet, _ORDER_WIDTHS, [[cells.get(h, "") for h in ORDER_HEADERS] for cells in rows], top=2)
    line(sheet, 1, {(1, len(ORDER_HEADERS)): ORDER_TITLE}, size=16, bold=True)
    line(sheet, len(rows) + 3, {(1, len(ORDER_HEADERS)): note}, size=10)
    save_book(path, book)


def _foot(department: Applicant) -> list[str]:
    return [f"推荐呈报部门（盖章）：{department.name}", f"填表人：{department.contact}", f"联系电话：{department.phone}",
            written_day(department.day)]  # fmt: skip


def _narrow_margins(document: "Document") -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(10)
    section.top_margin = section.bottom_margin = Mm(15)
