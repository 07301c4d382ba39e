"""威海市首席技师申报表（附件2）：版式与通知一致，知道的先填好，其余留给本人和各单位填写；Excel 和 Word 出自同一版式。"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jineng.workbooks.boxes import Box, boxes, columns_of, page
from jineng.workbooks.documents import line, new_book, save_book
from jineng.workbooks.letters import HEADING, letter, numbered, paragraph, row, save_letter, table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from openpyxl.worksheet.worksheet import Worksheet

TITLE = "威海市首席技师申报表"
OFFICE = "威海市首席技师选拔管理办公室"
ADVICE = ("一、本表一律用 A4 纸双面打印。", "二、填表内容要真实、不得有虚假。", "三、照片为近期 2 寸正面免冠彩色。")
_PLEDGE = (
    "　　本部门（单位）及本人，就申报的 {year} 年威海市首席技师项目相关材料作出如下承诺，并愿承担相关法律责任：\n"
    "　　所填报的 {year} 年度威海市首席技师申报表、威海市首席技师申报人员基本情况汇总表，以及身份证、职业资格证书（职业技能等级证书）、"
    "主要技术成果或论文、获奖证书等材料，内容信息真实、准确，无谎报、虚报、错报等情况。\n\n"
    "　　　　　　　　　　　申报人签名：　　　　　　　　年　　月　　日"
)
_SEAL = "\n\n\n　　　　　　　　　　　　　　　　　　盖　章\n　　　　　　　　　　　　　　　　　年　　月　　日"
#: Millimetres across an A4 page within its margins, and how many characters of Excel's unit a millimetre is.
_WIDTHS = (22.0, 21.0, 20.0, 24.0, 21.0, 33.0, 22.0)
_CHARACTERS = 0.55
_CAREER_ROWS = 9
_POINTS = 2.83  # in a millimetre
_PHOTO = "照　片"


class Line(NamedTuple):
    """A line of boxes, at least so many millimetres high."""

    boxes: tuple[Box, ...]
    least: float = 11.0


def pages(known: Mapping[str, str], career: Sequence[Sequence[str]], year: int) -> Iterator[tuple[Line, ...]]:
    """The pages after the cover. `known`: column key → text; `career`: 起止年月, 何校何单位, 证明人 of each row."""

    def pair(label: str, key: str, columns: int = 1, of: int = 1) -> tuple[Box, Box]:
        return Box(label, of, label=True), Box(known.get(key, ""), columns)

    def long(label: str, key: str, least: float) -> Line:
        return Line((Box(label, 2, label=True), Box(known.get(key, ""), 5, long=True)), least)

    rows = [*career, *[("", "", "")] * (_CAREER_ROWS - len(career))]
    yield (
        Line(
            (
                *pair("姓　名", "name"),
                *pair("性　别", "sex"),
                *pair("出生年月", "birth_month"),
                Box(_PHOTO, 1, label=True),
            ),
            14,
        ),
        Line(
            (
                *pair("参加工作\n时间", "work_since"),
                *pair("政治面貌", "political"),
                *pair("文化程度", "education"),
                Box("", 1),
            ),
            14,
        ),
        Line(
            (
                *pair("职业\n（工种）", "occupation"),
                *pair("职业资格\n或职业技\n能等级", "skill_level"),
                *pair("联系电话", "phone"),
                Box("", 1),
            ),
            18,
        ),
        Line((*pair("工作岗位", "post", 2), *pair("身份证号码", "id_number", 3))),
        Line(pair("所在单位详细地址", "unit_address", 5, of=2)),
        Line((Box("主要学习和工作经历（包括技术培训和进修）", 7, label=True),)),
        Line(
            (Box("起止年月", 2, label=True), Box("何校、何单位学习、工作", 4, label=True), Box("证明人", 1, label=True))
        ),
        *(Line((Box(when, 2), Box(where, 4), Box(who, 1))) for when, where, who in rows),
    )
    yield (
        Line((Box("主要技术简况、贡献成果登记", 7, label=True),)),
        Line((Box("项　目", 2, label=True), Box("内　容", 5, label=True))),
        long("本专业技术绝技绝活或先进工作法情况", "own_skills", 32),
        long("技术发明革新或论文成果及解决技术难题情况", "inventions", 32),
        long("编制工艺标准及带徒传技情况", "teaching", 32),
        long("提高劳动效率及创造经济效益情况", "benefits", 32),
        long("获得技术技能奖项情况", "skill_awards", 32),
        long("获得荣誉称号情况", "honours", 32),
    )
    for label, key in (("申报人事迹材料\n（篇幅控制在 1000 字左右）", "story"),
                       ("当前工作单位（企业）基本情况简介\n（字数控制在一页以内）", "unit_profile")):  # fmt: skip
        yield Line((Box(label, 7, label=True),), 14), Line((Box(known.get(key, ""), 7, long=True),), 210)
    yield (
        Line((Box("真实性\n承　诺", 1, label=True), Box(_PLEDGE.format(year=year), 6, long=True)), 62),
        Line((Box("所在单位\n推荐意见", 1, label=True), Box(_SEAL, 6, long=True)), 38),
        Line((Box("区市人力\n资源社会\n保障部门", 1, label=True), Box(_SEAL, 6, long=True)), 38),
        Line((Box("区市人才\n工作领导\n小组意见", 1, label=True), Box(_SEAL, 6, long=True)), 38),
        Line((Box("备　注", 1, label=True), Box(known.get("remark", ""), 6, long=True)), 30),
    )


def write_form(path: Path, known: Mapping[str, str], career: Sequence[Sequence[str]], year: int) -> None:
    """生成一人的“申报表”，Excel。"""
    book = new_book(TITLE, "申报表")
    lay_form(book.worksheets[0], known, career, year)
    save_book(path, book)


def lay_form(sheet: "Worksheet", known: Mapping[str, str], career: Sequence[Sequence[str]], year: int) -> None:
    """在空工作表上排出一人的“申报表”，A4，封面和填表说明在前。"""
    from openpyxl.worksheet.pagebreak import Break

    columns_of(sheet, [width * _CHARACTERS for width in _WIDTHS])
    line(sheet, 2, {(1, 7): TITLE}, size=28, bold=True)
    sheet.row_dimensions[1].height, sheet.row_dimensions[3].height = 90, 150
    for number, (label, key) in enumerate((("姓　名", "name"), ("单　位", "unit")), 4):
        line(sheet, number, {(2, 2): label, (3, 6): known.get(key, "")}, size=16)
    sheet.row_dimensions[6].height = 150
    line(sheet, 7, {(2, 6): f"　　　　　{OFFICE}"}, size=14)
    line(sheet, 8, {(2, 6): "　　　　　　　　　　年　　月　　日填"}, size=14)
    sheet.row_breaks.append(Break(id=8))
    line(sheet, 9, {(1, 7): "填 表 说 明"}, size=20, bold=True)
    for number, words in enumerate(ADVICE, 10):
        line(sheet, number, {(1, 7): f"　　{words}"}, size=14)
    at = 10 + len(ADVICE)
    for first, lines in enumerate(pages(known, career, year)):
        sheet.row_breaks.append(Break(id=at - 1))
        if not first:
            photo = at
        for one in lines:
            at = boxes(sheet, at, one.boxes, least=one.least * _POINTS)
    sheet.merge_cells(start_row=photo, start_column=7, end_row=photo + 2, end_column=7)
    page(sheet, paper=9)


def write_form_letter(path: Path, known: Mapping[str, str], career: Sequence[Sequence[str]], year: int) -> None:
    """生成一人的“申报表”，Word，A4，封面和填表说明在前。"""
    from docx.enum.table import WD_TABLE_ALIGNMENT

    document = letter(TITLE)
    for _ in range(5):
        paragraph(document, "")
    paragraph(document, TITLE, size=32, font=HEADING, align="center")
    for _ in range(6):
        paragraph(document, "")
    cover = table(document, [40, 110])
    cover.style, cover.alignment = None, WD_TABLE_ALIGNMENT.CENTER
    for label, key in (("姓　名", "name"), ("单　位", "unit")):
        _, value = row(cover, [(label, 1), (known.get(key, ""), 1)], size=18, least=16)
        _underline(value)
    for _ in range(7):
        paragraph(document, "")
    paragraph(document, OFFICE, align="center")
    paragraph(document, "年　　月　　日填", align="center")
    document.add_page_break()
    paragraph(document, "填 表 说 明", size=22, font=HEADING, align="center")
    for words in ("", *ADVICE):
        paragraph(document, words, indent=2)
    for lines in pages(known, career, year):
        document.add_page_break()
        _page(document, lines)
    numbered(document, cover=True)
    save_letter(path, document)


def _page(document: "Document", lines: Sequence[Line]) -> None:
    """A page of the form as one table."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    made = table(document, _WIDTHS)
    for one in lines:
        cells = row(
            made,
            [(box.words, box.columns) for box in one.boxes],
            size=11,
            least=one.least,
            broken=any(box.long for box in one.boxes),
        )
        for cell, box in zip(cells, one.boxes, strict=True):
            if box.long:
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
                cell.paragraphs[0].paragraph_format.space_before = Pt(4)
    if lines[0].boxes[-1].words == _PHOTO:
        made.cell(0, 6).merge(made.cell(2, 6))


def _underline(cell: "_Cell") -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    below = f'<w:tcBorders {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:tcBorders>'
    cell._tc.get_or_add_tcPr().append(parse_xml(below))
