"""设置 and 帮助."""

from importlib.metadata import version

import xlwings as xw

from jineng.addin.ribbon.pressing import pressed
from jineng.validators.settings import SETTINGS, shown
from jineng.validators.values import fold
from jineng.workbooks.marks import HEADING_COLOUR

_SHEET = "设置"
_HELP = (
    "校验：问题单元格着色加批注，逐条列在“校验结果”表；清除标记只去掉自己加的。",
    "计算：晋升等级、评估等次、排序建议，写在新表，原表不动。",
    "导出：写在工作簿旁边的“导出”文件夹，先保存工作簿。",
    "设置：通知没有写明的由您填写；不填的显示“未设置，未校验”。",
    "函数：输入 =ELIGIBLE_SENIOR( 后按 Ctrl+A，函数向导里有每个参数的说明（类别“技能兴威”）。",
    "加载项有问题时运行：jineng addin doctor",
)


def edit_settings(book: xw.Book | None = None) -> str | None:
    """设置：show the sheet of settings; where there is none, add one that lists them all, with nothing filled in."""
    return pressed(book, _settings)


def show_help(book: xw.Book | None = None) -> str | None:
    """帮助：the version and what the buttons do."""
    return pressed(book, lambda book: (version("jineng"), "\n".join([f"技能兴威 {version('jineng')}", *_HELP])))


def _settings(book: xw.Book) -> tuple[str, str]:
    for sheet in book.sheets:
        if fold(sheet.name) == _SHEET:
            sheet.activate()
            return sheet.name, "在“值”一列填写，填了的会印在校验结果里"
    sheet = book.sheets.add(_SHEET, after=book.sheets[-1])
    rows = [["设置项", "值", "不填时", "说明"]]
    rows += [[s.title, "", "" if s.default is None else shown(s.default), s.about] for s in SETTINGS.values()]
    area = sheet.range((1, 1), (len(rows), 4))
    area.value = rows
    area.wrap_text = True
    area.vertical_alignment = "top"
    area[0, :].font.bold = True
    area[0, :].color = HEADING_COLOUR
    for column, width in enumerate((24, 24, 16, 80)):
        sheet[0, column].column_width = width
    sheet.activate()
    return sheet.name, "已添加“设置”表，在“值”一列填写；不填的按“不填时”一列，没有的不校验"
