"""示例成绩表的样子：标题、两行表头、合并单元格、异写、合计和签名行。"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from jineng.addin.sample_rows import Row
from jineng.workbooks.documents import height

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: Column → width in characters.
_WIDTHS = {
    "序号": 6, "姓名": 16, "性别": 6, "身份证号": 22, "身份": 7, "工作单位": 26, "竞赛名称": 34, "职业（工种）": 21,
    "组别": 9, "决赛日期": 15, "理论成绩": 10, "实操成绩": 10, "总成绩": 9, "名次": 8, "获得奖项": 10,
    "原职业（工种）": 21, "原职业技能等级": 16, "原证书编号": 16, "联系电话": 14, "备注": 11,
}  # fmt: skip
HEADERS: tuple[str, ...] = tuple(_WIDTHS)
_TEXT = {"身份证号", "身份证号码", "原证书编号", "证书编号", "联系电话"}
_SETTINGS = {"设置项": 20, "值": 60, "说明": 48}
#: Upper line of a header over two rows → the columns it spans.
_UPPER = {"成绩": ("理论成绩", "实操成绩"), "原持证书": ("原职业（工种）", "原职业技能等级", "原证书编号")}
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Layout:
    """一张成绩表的样子。

    corner    第一个表头在第几行、第几列
    titles    表头以上的标题行，横向合并
    two_rows  表头占两行，“成绩”“原持证书”横向合并，其余上下合并
    spelling  表头的异写
    merged    内容相同就上下合并的列，只有合并区的第一格有值
    gap       各竞赛之间空一行
    restart   每项竞赛的序号从1起
    shuffled  不按名次排列
    dates     各竞赛依次采用的日期写法，空的是真正的日期
    nothing   没有原证书的格写什么，“/”也用于组别
    places    名次的写法，空的是数字
    odd_ids   末位x小写，少数号码是全角数字
    odd_scores       有些成绩写成“85分”
    padded_names     两个字的姓名中间空一格
    number_phones    电话存为数字
    straight_quotes  竞赛名称用直引号
    total     合计行的第一格，空的没有合计行
    foot      表下的说明和签名
    """

    corner: tuple[int, int] = (1, 1)
    titles: tuple[str, ...] = ()
    two_rows: bool = False
    spelling: tuple[tuple[str, str], ...] = ()
    merged: str = ""
    gap: bool = False
    restart: bool = False
    shuffled: bool = False
    dates: tuple[str, ...] = ("",)
    nothing: str | None = None
    places: str = ""
    odd_ids: bool = False
    odd_scores: bool = False
    padded_names: bool = False
    number_phones: bool = False
    straight_quotes: bool = False
    total: str = ""
    foot: tuple[str, ...] = ()


_TITLE = "2024年“技能兴威”职业技能竞赛决赛成绩汇总表"
_UNIT = "填报单位（盖章）：                                        填报日期：2024年11月"
_SIGNED = "裁判长签名：                         监督员签名：                         2024年    月    日"
_DOTS, _STROKES, _HAN = "{0.year}.{0.month}.{0.day}", "{0.year}/{0.month}/{0.day}", "{0.year}年{0.month}月{0.day}日"
_SPACED = (("姓名", "姓  名"), ("性别", "性 别"), ("备注", "备  注"))
_BROKEN = (("性别", "性\n别"), ("身份证号", "身份证\n号"), ("工作单位", "工作\n单位"), ("获得奖项", "获得\n奖项"))

PLAIN = Layout(nothing="无")
TITLED = Layout((3, 1), (_TITLE, _UNIT), spelling=_SPACED, merged="竞赛名称", gap=True, restart=True, dates=("", _DOTS),
                nothing="/", padded_names=True, total="合计", foot=(_SIGNED,))  # fmt: skip
DOUBLE = Layout((2, 1), (_TITLE,), two_rows=True, spelling=_BROKEN, merged="工作单位", dates=(_HAN, ""), odd_ids=True,
                total="合  计", foot=("注：总成绩＝理论成绩×30%＋实操成绩×70%。", _SIGNED))  # fmt: skip
OFFSET = Layout((4, 3), gap=True, dates=(_STROKES, _DOTS), nothing="无", places="第{}名", odd_scores=True,
                number_phones=True, foot=("说明：缺考的选手不计名次。",))  # fmt: skip
LISTED = Layout(dates=("", _HAN, _STROKES), straight_quotes=True, odd_ids=True, odd_scores=True, total="合计")


def write_results(sheet: "Worksheet", layout: Layout, blocks: Sequence[Sequence[Row]]) -> list[tuple[str, str, str]]:
    """写一张成绩表，每项竞赛一段；返回有差错的单元格。"""
    _head(sheet, layout)
    top, left = layout.corner
    line, number, faults = top + 1 + layout.two_rows, 0, []
    for turn, block in enumerate(blocks):
        start, number = line, 0 if layout.restart else number
        for row in block:
            number += 1
            for column, header in enumerate(HEADERS, left):
                value = number if header == "序号" else _shown(layout, turn, header, row)
                _put(sheet, line, column, header, value)
                if header in row.faults:
                    faults.append((sheet.cell(line, column).coordinate, *row.faults[header]))
            sheet.row_dimensions[line].height = 30
            line += 1
        if layout.merged:
            _merge_equal(sheet, left + HEADERS.index(layout.merged), start, line - 1)
        line += layout.gap
    rows = [row for block in blocks for row in block]
    if layout.total:
        won = sum(row.winner for row in rows)
        said = {"序号": layout.total, "工作单位": f"参赛{len(rows)}人", "获得奖项": f"{won}人"}
        for column, header in enumerate(HEADERS, left):
            _put(sheet, line, column, header, said.get(header))
        sheet.row_dimensions[line].height = 24
        line += 1
    for below, words in enumerate(layout.foot, 1):
        _across(sheet, line + below, left, words, 11)
    return faults


def _head(sheet: "Worksheet", layout: Layout) -> None:
    """标题行和表头，列宽，打印时横向占一页宽。"""
    from openpyxl.utils import get_column_letter

    (top, left), spelling = layout.corner, dict(layout.spelling)
    if left > 1:
        sheet["A1"] = "附件3"
    for line, words in enumerate(layout.titles, top - len(layout.titles)):
        _across(sheet, line, left, words, 11 if words == _UNIT else 18)
    for column, header in enumerate(HEADERS, left):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[header]
        words = spelling.get(header, header)
        upper = next((upper for upper, headers in _UPPER.items() if layout.two_rows and header in headers), None)
        _put(sheet, top, column, "", upper or words, bold=True)
        if layout.two_rows:
            _put(sheet, top + 1, column, "", words if upper else None, bold=True)
            if not upper:
                sheet.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)
    for headers in _UPPER.values() if layout.two_rows else ():
        first = left + HEADERS.index(headers[0])
        sheet.merge_cells(start_row=top, end_row=top, start_column=first, end_column=first + len(headers) - 1)
    sheet.row_dimensions[top].height = 32
    sheet.freeze_panes = sheet.cell(top + 1 + layout.two_rows, left).coordinate
    _one_page_wide(sheet, paper=8)


def _shown(layout: Layout, turn: int, header: str, row: Row) -> Any:
    """按这张表的习惯写一格；有差错的格原样不动。"""
    value = row[header]
    if header in row.faults:
        return value
    if value is None:
        return layout.nothing if header in {"原职业（工种）", "原证书编号"} else None
    match header:
        case "姓名" if layout.padded_names and len(value) == 2:
            return "　".join(value)
        case "身份证号" if layout.odd_ids:
            return (value.translate(_FULL_WIDTH) if row.place == 3 and value[-1] in "24" else value).lower()
        case "竞赛名称" if layout.straight_quotes:
            return value.replace("“", '"').replace("”", '"')
        case "组别":
            return value or ("/" if layout.nothing == "/" else None)
        case "决赛日期" if style := layout.dates[turn % len(layout.dates)]:
            return style.format(value)
        case "理论成绩" if layout.odd_scores and row.place % 3 == 2:
            return f"{value:g}分"
        case "名次" if layout.places:
            return layout.places.format(value)
        case "原职业技能等级" if value == "无" and layout.nothing == "/" and not row.winner:
            return "/"
        case "联系电话" if layout.number_phones:
            return int(value)
    return value


def _merge_equal(sheet: "Worksheet", column: int, first: int, last: int) -> None:
    for _, lines in groupby(range(first, last + 1), key=lambda line: sheet.cell(line, column).value):
        run = list(lines)
        if len(run) > 1:
            sheet.merge_cells(start_row=run[0], end_row=run[-1], start_column=column, end_column=column)


#: Sheet, cell, rule, what is wrong.
Found = list[tuple[str, str, str, str]]


class Wrong(NamedTuple):
    """有意写错的一格：写的是什么，违反哪条规则，错在哪里。"""

    value: Any
    rule: str
    what: str


def write_table(
    sheet: "Worksheet", widths: dict[str, int], rows: Iterable[Sequence[Any]], note: str = "", title: str = "",
    merged: str = "", paper: int = 9,
) -> list[tuple[str, str, str]]:  # fmt: skip
    """写一张普通的表，表头以上可有标题和一行说明，merged 列内容相同就上下合并；返回有差错的单元格。"""
    from openpyxl.utils import get_column_letter

    top, faults = 1, []
    for words, size in ((title, 18), (note, 11)):
        if words:
            _across(sheet, top, 1, words, size, len(widths))
            top += 1
    for column, (header, width) in enumerate(widths.items(), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        _put(sheet, top, column, "", header, bold=True)
    line = top
    sheet.row_dimensions[top].height = height(zip(widths, widths.values(), strict=True), 11)
    for line, row in enumerate(rows, top + 1):
        for column, (header, value) in enumerate(zip(widths, row, strict=True), 1):
            if isinstance(value, Wrong):
                faults.append((sheet.cell(line, column).coordinate, value.rule, value.what))
                value = value.value
            _put(sheet, line, column, header, value)
        parts = zip((str(cell.value or "") for cell in sheet[line]), widths.values(), strict=True)
        sheet.row_dimensions[line].height = height(parts, 11)
    if merged:
        _merge_equal(sheet, list(widths).index(merged) + 1, top + 1, line)
    sheet.freeze_panes = sheet.cell(top + 1, 1).coordinate
    _one_page_wide(sheet, paper)
    return faults


def fill(book: "Workbook", title: str, *table: Any, **layout: Any) -> Found:
    """在新工作表中写一张普通的表。"""
    return [(title, *fault) for fault in write_table(book.create_sheet(title), *table, **layout)]


def write_settings(book: "Workbook", rows: Iterable[Sequence[Any]]) -> None:
    """写“设置”表：设置项、值、说明。"""
    write_table(book.create_sheet("设置"), _SETTINGS, rows)


def _one_page_wide(sheet: "Worksheet", paper: int) -> None:
    """横向打印，占一页宽：8 是A3，9 是A4。"""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", paper
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


def _put(sheet: "Worksheet", line: int, column: int, header: str, value: Any, bold: bool = False) -> None:
    cell = sheet.cell(line, column, value)
    cell.font, cell.border, cell.alignment = _style(bold)
    if isinstance(value, date):
        cell.number_format = "yyyy/m/d"
    elif header in _TEXT and not isinstance(value, int):
        cell.number_format = "@"


@cache
def _style(bold: bool) -> tuple[Any, Any, Any]:
    from openpyxl.styles import Alignment, Border, Font, Side

    side = Side(style="thin")
    font = Font(name="黑体" if bold else "宋体", size=11, bold=bold)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return font, Border(left=side, right=side, top=side, bottom=side), middle


def _across(sheet: "Worksheet", line: int, left: int, words: str, size: int, columns: int = len(HEADERS)) -> None:
    """横向合并的一行字：大字是标题，居中。"""
    from openpyxl.styles import Alignment, Font

    sheet.merge_cells(start_row=line, end_row=line, start_column=left, end_column=left + columns - 1)
    cell = sheet.cell(line, left, words)
    cell.font = Font(name="黑体" if size > 11 else "仿宋", size=size)
    cell.alignment = Alignment(horizontal="center" if size > 11 else "left", vertical="center")
    sheet.row_dimensions[line].height = size * 2
