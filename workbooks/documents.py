"""竞赛主办单位报送的表（Excel）：信息表，格式与通知附件2一致；技术能手情况表，建议格式；和各种表共用的写法。"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, cast
from unicodedata import east_asian_width

from jineng.validators.values import NOT_XML
from jineng.workbooks.atomic import replacing

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.worksheet import Worksheet

TITLE = "职业技能竞赛获奖选手颁发职业技能等级证书信息表"

# In Excel's unit, about one digit: 18 digits fit in any font, and A4 landscape prints all 15 columns at 7 to 8 points.
_CERTIFICATE_WIDTHS = {
    "序号": 5.0,
    "姓名": 9.0,
    "性别": 5.0,
    "工作单位": 17.0,
    "身份证号": 23.0,
    "竞赛名称": 19.0,
    "竞赛时间": 9.0,
    "职业（工种）": 12.0,
    "晋升职业技能等级": 11.0,
    "获得奖项": 9.0,
    "证书编号": 12.0,
    "评价机构": 20.0,
    "发证机构": 25.0,
    "发证日期": 11.0,
    "备注": 9.0,
}
# The notice lists this table as 附件3 and does not print it: every header is a field of another form or needed by a rule.
_EXPERT_WIDTHS = {
    "序号": 5.0, "竞赛类别": 4.4, "竞赛名称": 18.0, "竞赛项目（工种）": 12.0, "组别": 8.0, "决赛日期": 11.5,
    "该赛项决赛参赛人数": 7.5, "名次": 5.0, "姓名": 9.0, "性别": 5.0, "身份证号": 21.0, "身份": 7.0, "工作单位": 16.0,
    "现职业技能等级": 11.0, "理论成绩": 7.0, "实操成绩": 7.0, "总成绩": 7.0, "是否已获市技术能手": 11.0, "联系电话": 13.5,
    "备注": 9.0,
}  # fmt: skip
#: Of those of a results sheet who are not listed.
LEFT_OUT_WIDTHS = {
    "工作表": 14.0,
    "行号": 6.0,
    "竞赛名称": 34.0,
    "姓名": 12.0,
    "身份证号": 23.0,
    "职业（工种）": 16.0,
    "未列入原因": 60.0,
}

CERTIFICATE_HEADERS: tuple[str, ...] = tuple(_CERTIFICATE_WIDTHS)
EXPERT_HEADERS: tuple[str, ...] = tuple(_EXPERT_WIDTHS)

# 附件2 to the letter, “市社局” included.
NOTES = (
    "填表说明：",
    "1.竞赛名称为列入市社局年度“技能兴威”职业技能竞赛计划安排表中的竞赛名称。",
    "2.竞赛时间为举办决赛的时间，例如2021年6月举办的竞赛，2022年7月举办的该竞赛的决赛，竞赛时间就应为2022年。",
    "3.获得奖项为竞赛奖项，例如一等奖、二等奖、三等奖、优秀奖；也可以是竞赛排名名次，例如第一名、第二名等。",
    "4.评价机构应为XXX职业技能竞赛组委会（办公室），例如2023年“技能兴威”第一届威海市职业技能大赛组委会(办公室)。",
    "5.发证机构和评价机构名称应当一致，例如“技能兴威”威海市特色餐饮职业技能大赛组委会"
    "（威海市人力资源和社会保障局技能竞赛专用章）。括号中内容不需要修改。",
    "6.申请单位填表时，证书编号和发证日期不用填写。",
)

EXPERT_NOTE = "说明：本表为建议格式，通知没有附表样，以市人力资源和社会保障局的要求为准；决赛参赛人数为成绩表中该赛项（组别）的人数。"

#: Points: no row of Excel can be higher.
HIGHEST = 409.0
PAGE_NUMBER = "第 &P 页，共 &N 页"
_SIZES = (10, 9, 8, 7, 6, 5)
_PRINTED_ROWS = 5  # the form in the notice has five, filled or not
_TEXT_HEADERS = {"身份证号", "身份证号码", "证书编号"}  # long numbers, also when somebody types them in later
_NUMBER_HEADERS = {"序号", "该赛项决赛参赛人数", "名次", "理论成绩", "实操成绩", "总成绩", "批准年度", "评估年度", "自评得分",
                   "专家得分", "复评得分", "奖励金额", "分值", "年龄（周岁）", "该层次荣誉数量", "建议次序", *(f"专家{n}评分" for n in range(1, 10))}  # fmt: skip
_NUMBER = re.compile(r"(\d{1,9})(\.\d{1,6})?", re.ASCII)
_BLANK_DAY = "    年   月   日"


@dataclass(frozen=True)
class Applicant:
    """申请单位一栏：两份材料落款处共用，没有的项留空。附件2信息表表尾、申请书落款。"""

    name: str = ""
    contact: str = ""
    phone: str = ""
    day: date | None = None


def write_certificate_table(path: Path, rows: Sequence[Sequence[str]], applicant: Applicant) -> None:
    """生成“职业技能竞赛获奖选手颁发职业技能等级证书信息表”，不足五人时补空行。

    附件2。`rows`: one text per column of `CERTIFICATE_HEADERS`.
    """
    blank = [""] * len(CERTIFICATE_HEADERS)
    printed = [*rows, *[blank] * (_PRINTED_ROWS - len(rows))]
    foot: list[Mapping[tuple[int, int], str]] = [
        {(1, 11): f"申请单位：{applicant.name}", (12, 15): written_day(applicant.day)},
        {(1, 6): f"联系人：{applicant.contact}", (7, 15): f"联系电话：{applicant.phone}"},
    ]
    _write_table(path, (TITLE, "信息表", applicant.name), _CERTIFICATE_WIDTHS, printed, foot, NOTES)


def write_expert_table(path: Path, rows: Sequence[Sequence[str]], lead: Applicant, honour: str) -> None:
    """生成“拟推荐授予‘威海市技术能手’人员情况表”（建议格式），落款为牵头主办单位。

    计划通知四（三）、附件3。`rows`: one text per column of `EXPERT_HEADERS`; `honour`: what the city calls the title.
    """
    foot: list[Mapping[tuple[int, int], str]] = [
        {(1, 12): f"牵头主办单位（盖章）：{lead.name}", (13, 20): written_day(lead.day)},
        {(1, 6): f"填表人：{lead.contact}", (7, 20): f"联系电话：{lead.phone}"},
    ]
    title = f"拟推荐授予“{honour}”人员情况表"
    _write_table(path, (title, "情况表（建议格式）", lead.name), _EXPERT_WIDTHS, rows, foot, (EXPERT_NOTE,))


def write_left_out(path: Path, widths: Mapping[str, float], rows: Sequence[Sequence[str]]) -> None:
    """生成“未列入”名单：谁没有列入，各是什么原因。单独成文件，不随材料报送。

    `widths`: heading → width of its column; `rows`: one text per column.
    """
    book = new_book("未列入名单", "未列入")
    grid(book.worksheets[0], widths, rows, top=1)
    save_book(path, book)


def _write_table(
    path: Path,
    titles: tuple[str, str, str],
    widths: Mapping[str, float],
    rows: Sequence[Sequence[str]],
    foot: Sequence[Mapping[tuple[int, int], str]],
    notes: Sequence[str],
) -> None:
    """标题、带框线的表格、落款、说明。`titles`: title, name of the sheet, creator."""
    title, sheet_name, creator = titles
    workbook = new_book(title, sheet_name)
    workbook.properties.creator = creator or None
    sheet = workbook.worksheets[0]
    grid(sheet, widths, rows, top=2)
    line(sheet, 1, {(1, len(widths)): title}, size=16, bold=True)
    below = len(rows) + 3
    for row, spans in enumerate(foot, below):
        line(sheet, row, spans, size=11)
    for row, note in enumerate(notes, below + len(foot)):
        line(sheet, row, {(1, len(widths)): note}, size=10)
    save_book(path, workbook)


def new_book(title: str, sheet: str) -> "Workbook":
    """A workbook with one sheet of that name."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.title = title
    book.worksheets[0].title = sheet
    return book


def save_book(path: Path, workbook: "Workbook") -> None:
    file = BytesIO()
    workbook.save(file)
    save(path, file)


def save(path: Path, file: BytesIO) -> None:
    # Built in memory first: openpyxl leaves a file open that it cannot write, which Windows cannot delete and Python complains about.
    with replacing(path) as temporary:
        temporary.write_bytes(file.getvalue())


def written_day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else _BLANK_DAY


def grid(sheet: "Worksheet", widths: Mapping[str, float], rows: Iterable[Sequence[str]], top: int) -> None:
    """带框线的表格：表头在第 top 行，打印时每页重复，屏幕上不随数据滚动。"""
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    side = Side(style="thin")
    border = Border(left=side, right=side, top=side, bottom=side)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for column, width in enumerate(widths.values(), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    heads, bodies = ({size: Font(name=name, size=size) for size in _SIZES} for name in ("黑体", "宋体"))
    for number, row in enumerate([tuple(widths), *rows], top):
        fonts = heads if number == top else bodies
        for column, (header, text) in enumerate(zip(widths, row, strict=True), 1):
            cell = put(sheet, number, column, text)
            size = _fitting(text, widths[header])
            if header in _NUMBER_HEADERS and (figure := _NUMBER.fullmatch(text)):
                cell.value = float(text) if figure[2] else int(text)
            if header in _TEXT_HEADERS:
                cell.number_format = "@"
            cell.font, cell.border, cell.alignment = fonts[size], border, middle
        sheet.row_dimensions[number].height = min(
            HIGHEST, max(30.0, height(zip(row, widths.values(), strict=True), size=10))
        )

    sheet.freeze_panes = f"A{top + 1}"
    sheet.print_title_rows = f"1:{top}"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.print_options.horizontalCentered = True
    cast("HeaderFooterItem", sheet.oddFooter).center.text = PAGE_NUMBER


def line(sheet: "Worksheet", row: int, spans: Mapping[tuple[int, int], str], size: int, bold: bool = False) -> None:
    """表格以外的一行字，每段占合并后的几列。"""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    parts = []
    for (first, last), text in spans.items():
        if last > first:  # Excel takes a single merged cell for damage
            sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
        cell = put(sheet, row, first, text)
        cell.font = Font(name="黑体" if bold else "仿宋", size=size, bold=bold)
        cell.alignment = Alignment(horizontal="center" if bold else "left", vertical="center", wrap_text=True)
        columns = (get_column_letter(column) for column in range(first, last + 1))
        parts.append((text, sum(sheet.column_dimensions[column].width for column in columns)))
    sheet.row_dimensions[row].height = min(HIGHEST, height(parts, size))


def put(sheet: "Worksheet", row: int, column: int, text: str) -> "Cell":
    """原样写成文本：身份证号不变成数字，以 = + - @ 开头的不变成公式。"""
    cell = cast("Cell", sheet.cell(row, column))
    text = printable(text)
    if text:
        cell.value = text
        cell.data_type = "s"  # openpyxl takes “=…” for a formula and “#N/A” for an error
        cell.quotePrefix = text[0] in "=+-@\t\r"  # and Excel would, once somebody edits the cell
    return cell


def printable(text: str) -> str:
    """The text without characters that no Office file can hold."""
    return re.sub(NOT_XML, "", text)


def height(parts: Iterable[tuple[str, float]], size: int) -> float:
    """一行的高度，以最长的一格折行后放得下为准：openpyxl 不会自动调整行高。"""
    lines = 1
    for text, width in parts:
        room = width * 7 / (size * 2 / 3) - 2  # half-width characters in a line; two lost before “（” or after “）”
        taken = (sum(2 if east_asian_width(c) in "WFA" else 1 for c in line) for line in text.splitlines())
        lines = max(lines, sum(max(1, ceil(length / room)) for length in taken))
    return lines * size * 1.45 + 6


def _fitting(text: str, width: float) -> int:
    """The size of letters, 10 points unless words are so many that no row could be high enough."""
    return next((size for size in _SIZES if height([(text, width)], size) <= HIGHEST), _SIZES[-1])
