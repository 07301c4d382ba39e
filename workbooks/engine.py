"""没有 Excel 时的 xlwings 引擎：用 openpyxl 打开真实的工作簿，让加载项的按钮程序原样运行。

`register()` adds it to the engines of xlwings; from then on `xw.Book(path)`, `xw.books` and `Book.caller()` work as
they do beside Excel. It needs no licence key. What it does not offer raises NotImplementedError in the base classes.

Nothing is calculated: a formula reads as the value that Excel stored in the file, or as its own text where there is
none (it was just written, or the file was last saved by a program that does not calculate, such as this one).
Text stays text: Excel would make a number of "0123" in a cell that is not formatted as text.
A property of a range of several cells is that of its first cell.
What openpyxl does not read is lost on saving: shapes, and pictures where Pillow is missing.
"""

import colorsys
import datetime as dt
import itertools
import re
import shutil
from collections.abc import Iterator
from copy import copy
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import numpy as np
import pandas as pd
import xlwings as xw
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formula.translate import Translator
from openpyxl.styles import Color, PatternFill
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import get_column_letter, quote_sheetname, range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.theme import theme_xml
from xlwings import base_classes, utils

from jineng.workbooks.atomic import replacing

NAME = "openpyxl"
AUTHOR = "jineng"
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384

_DAY_ZERO = dt.datetime(1899, 12, 30)  # the date Excel gives to a time of day
_STEPS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{i}" for i in range(1, 7)), "hlink", "folHlink")
_THEME_COLOR = re.compile(r'<a:(\w+)>\s*<a:(?:sysClr[^>]*?lastClr|srgbClr val)="(\w{6})"')


def register() -> xw.Engine:
    """登记并启用本引擎；可重复调用。

    It takes the place of Excel for the whole process: call it only where handlers are to run without Excel.
    """
    engine = xw.engines.engines_by_name.get(NAME)
    if engine is None:
        engine = xw.Engine(impl=Engine())
        xw.engines.add(engine)
    if not len(engine.apps):
        engine.apps.add(add_book=False)
    engine.activate()
    return engine


class CellError(str):
    """单元格里的错误值（如 #N/A），与内容恰好相同的文本区分开。"""


def _as_excel(value: Any, data_type: str) -> Any:
    """把 openpyxl 的值换成 Excel 经 COM 给出的值。"""
    if value is None or value == "":
        return None
    if data_type == "e":
        return CellError(value)
    if isinstance(value, dt.time):
        return dt.datetime.combine(_DAY_ZERO, value)
    if isinstance(value, dt.timedelta):
        return _DAY_ZERO + value
    if isinstance(value, (bool, dt.datetime)):
        return value
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    return str(value) if isinstance(value, (str, list)) else float(value)  # a list is text in several fonts


def _width(value: Any) -> int:
    """值在单元格里大约占多宽，汉字算两格；有换行的取最长一行。"""
    text = f"{value:.10g}" if isinstance(value, float) else str(value).removesuffix(" 00:00:00")
    return max(sum(2 if east_asian_width(char) in "WFA" else 1 for char in line) for line in text.split("\n"))


def _comment(text: str, author: str) -> Comment:
    """建一个容得下全文的批注，至少放四行汉字。"""
    lines = sum(max(1, -(-_width(line) // 36)) for line in text.split("\n"))
    return Comment(text, author, height=max(lines, 4) * 20 + 10, width=280)


def _argb(color: Any) -> str:
    """把 xlwings 接受的颜色（元组、"#RRGGBB"、整数）换成 openpyxl 的。"""
    if isinstance(color, str):
        color = utils.hex_to_rgb(color)
    return "FF{:02X}{:02X}{:02X}".format(*(utils.int_to_rgb(color) if isinstance(color, int) else color))


def _rgb(color: Color | None, workbook: Workbook) -> tuple[int, int, int]:
    """把 openpyxl 的颜色换成 xlwings 的；主题色按主题和深浅算出，自动颜色算黑色。"""
    if color is None or color.type == "auto" or (color.type == "indexed" and color.indexed > 63):
        return 0, 0, 0
    if color.type == "theme":
        theme = workbook.loaded_theme.decode() if workbook.loaded_theme else theme_xml
        value = dict(_THEME_COLOR.findall(theme)).get(_THEME[color.theme], "000000")
    else:
        value = COLOR_INDEX[color.indexed] if color.type == "indexed" else color.rgb
    red, green, blue = utils.hex_to_rgb(value[-6:])
    if color.tint:
        hue, light, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
        light = light * (1 + color.tint) if color.tint < 0 else light * (1 - color.tint) + color.tint
        red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, light, saturation))
    return red, green, blue


class Engine:
    """xlwings 从引擎取的东西，以及读写时对每个值的换算。"""

    name = NAME
    type = "desktop"  # so that xlwings does what it does for Excel: one open book per file, a scalar fills a range

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool) -> Any:
        """按 `.options(...)` 换算读出的值。"""

        def clean(value: Any) -> Any:
            if value is None:
                return empty_as
            if isinstance(value, CellError):
                return str(value) if err_to_str else None
            if isinstance(value, dt.datetime):
                fields = ("year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo")
                return datetime_builder(**{field: getattr(value, field) for field in fields})
            return number_builder(value) if number_builder and isinstance(value, float) else value

        return [[clean(value) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """把要写入的值换成 openpyxl 认得的类型；空文本和缺失值都是空单元格。"""
        if value == "" if isinstance(value, str) else pd.api.types.is_scalar(value) and pd.isna(value):
            return None
        if isinstance(value, np.datetime64):
            value = pd.Timestamp(value)
        if isinstance(value, pd.Timestamp):
            value = value.to_pydatetime()
        if isinstance(value, dt.datetime):  # openpyxl shows a date without the time, a datetime with it
            value = value.replace(tzinfo=None)
            return value if value.time() != dt.time() else value.date()
        return value.item() if isinstance(value, np.generic) else value


class _List:
    """xlwings 用到的一组对象，放在 all 里。"""

    all: list[Any]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)


class Apps(_List, base_classes.Apps):
    """打开的应用，第一个是当前的。"""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.all = []

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> "App":
        app = App(self)
        self.all.insert(0, app)
        if add_book:
            app.books.add()
        return app


class App(base_classes.App):
    """一个应用：记下提示框和状态栏的内容，其余设置只存不用。"""

    books: Any = None
    calculation = "automatic"
    display_alerts = True
    enable_events = True
    pid = 0
    screen_updating = True
    visible = False
    _pids = itertools.count(1)

    def __init__(self, apps: Apps) -> None:
        self.apps = apps
        self.engine = apps.engine
        self.books = Books(self)
        self.pid = next(self._pids)
        self.alerts: list[tuple[str | None, str]] = []
        self.status_history: list[Any] = []

    @property
    def status_bar(self) -> Any:
        return self.status_history[-1] if self.status_history else False

    @status_bar.setter
    def status_bar(self, value: Any) -> None:
        self.status_history.append(value)

    def alert(self, prompt: str, title: str | None, buttons: str, mode: Any, callback: Any) -> str:
        """记下提示，答“确定”或“是”。"""
        self.alerts.append((title, prompt))
        return "yes" if buttons.startswith("yes") else "ok"

    def calculate(self) -> None:
        """什么也不算。"""

    def activate(self, steal_focus: bool = False) -> None:
        self.apps.all.remove(self)
        self.apps.all.insert(0, self)

    def quit(self) -> None:
        self.books.all.clear()
        self.apps.all.remove(self)


class Books(_List, base_classes.Books):
    """打开的工作簿，最后一个是当前的。"""

    def __init__(self, app: App) -> None:
        self.app = app
        self.all = []
        self._numbers = itertools.count(1)

    @property
    def active(self) -> "Book":
        if not self.all:
            raise xw.XlwingsError("没有打开的工作簿")
        return self.all[-1]

    def add(self) -> "Book":
        self.all.append(Book(self, Workbook(), f"Book{next(self._numbers)}"))
        return self.all[-1]

    def open(self, fullname: str, *args: Any, **kwargs: Any) -> "Book":
        data = Path(fullname).read_bytes()
        keep_vba = fullname.lower().endswith((".xlsm", ".xltm"))
        book = Book(self, load_workbook(BytesIO(data), keep_vba=keep_vba, rich_text=True), fullname)
        book.read_stored_values(data)
        self.all.append(book)
        return book

    def __call__(self, name_or_index: Any) -> "Book":
        if isinstance(name_or_index, int):
            return self.all[name_or_index - 1]
        for book in self.all:
            if book.name.lower() == name_or_index.lower():
                return book
        raise KeyError(name_or_index)  # xlwings goes by this type


class Book(base_classes.Book):
    """一个工作簿：存盘的那份留着公式，文件里存着的公式结果另记在 stored 里。"""

    app: Any = None
    fullname = ""
    sheets: Any = None

    def __init__(self, books: Books, workbook: Workbook, fullname: str) -> None:
        self.books = books
        self.app = books.app
        self.workbook = workbook
        self.fullname = fullname
        self.sheets = Sheets(self)
        self.stored: dict[tuple[Worksheet, int, int], Any] = {}

    def read_stored_values(self, data: bytes) -> None:
        """取出文件里存着的公式结果；openpyxl 不读批注的大小，按内容重算。"""
        cells: list[Any] = [
            cell for ws in self.workbook.worksheets for cell in ws._cells.values() if isinstance(cell, Cell)
        ]
        for cell in cells:
            if cell.comment is not None:
                cell.comment = _comment(cell.comment.text, cell.comment.author)
        formulas = [cell for cell in cells if cell.data_type == "f"]
        values: Any = load_workbook(BytesIO(data), data_only=True) if formulas else None
        for cell in formulas:
            value = values[cell.parent.title][cell.coordinate]
            if value.value is not None or value.data_type != "n":  # an empty text is a result, an empty number is none
                self.stored[cell.parent, cell.row, cell.column] = _as_excel(value.value, value.data_type)

    @property
    def name(self) -> str:
        return Path(self.fullname).name

    @property
    def names(self) -> "Names":
        return Names(self)

    def activate(self) -> None:
        self.books.all.remove(self)
        self.books.all.append(self)

    def close(self) -> None:
        self.books.all.remove(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """存盘；写不完整就不动原文件。Excel 下次打开时会重算公式。"""
        if password:
            raise NotImplementedError("不能加密码保存")
        suffix = Path(self.fullname).suffix.lower() or ".xlsx"
        target = Path(path or self.fullname).resolve()
        target = target if target.suffix else target.with_suffix(suffix)
        if target.suffix.lower() != suffix:
            raise ValueError(f"不能把 {suffix} 另存为 {target.suffix}：{target.name}")
        self.workbook.calculation = self.workbook.calculation or CalcProperties()
        self.workbook.calculation.fullCalcOnLoad = True
        drawings: list[tuple[Any, Any]] = [(ws, ws.legacy_drawing) for ws in self.workbook.worksheets]
        pictures = [(picture, picture.ref.getvalue()) for ws, _ in drawings for picture in ws._images]
        for ws, drawing in drawings:  # openpyxl would go on referring to the drawing of notes that are gone
            if drawing and not any(cell.comment for cell in ws._cells.values()) and self._draws_only_notes(drawing):
                ws.legacy_drawing = None
        try:
            with replacing(target) as temporary:
                self.workbook.save(temporary)
                if target.exists():
                    shutil.copymode(target, temporary)
        finally:  # openpyxl closes the pictures, and would look for the drawing it wrote in the old file next time
            for ws, drawing in drawings:
                ws.legacy_drawing = drawing
            for picture, content in pictures:
                picture.ref = BytesIO(content)
        self.fullname = str(target)

    def _draws_only_notes(self, drawing: str) -> bool:
        """带宏的工作簿里，这个绘图文件是不是只画批注框，没有按钮之类的控件。"""
        archive: Any = self.workbook.vba_archive
        shapes = re.findall(rb'ObjectType="(\w+)"', archive.read(drawing))
        return set(shapes) <= {b"Note"}

    def show(self, ws: Any) -> None:
        """把工作表设为当前的，并只选中它：同时选中几张时，在 Excel 里填的内容会写进每一张。"""
        self.workbook.active = ws
        for other in self.workbook.worksheets:
            other.sheet_view.tabSelected = other is ws

    def leave(self, ws: Worksheet) -> None:
        """隐藏或删除工作表之前，让另一张可见的工作表成为当前的。"""
        others = [other for other in self.workbook.worksheets if other is not ws and other.sheet_state == "visible"]
        if not others:
            raise ValueError("工作簿至少要有一张可见的工作表")
        if self.workbook.active is ws:
            index = self.workbook.index(ws)
            self.show(next((other for other in others if self.workbook.index(other) > index), others[-1]))


class Sheets(base_classes.Sheets):
    """工作簿的各张工作表。"""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def active(self) -> "Sheet":
        return Sheet(self.book, self.book.workbook.active)

    def __call__(self, name_or_index: Any) -> "Sheet":
        for index, sheet in enumerate(self, start=1):
            if name_or_index == index or str(name_or_index).lower() == sheet.name.lower():
                return sheet
        raise KeyError(f"没有工作表：{name_or_index}")

    def __len__(self) -> int:
        return len(self.book.workbook.worksheets)

    def __iter__(self) -> Iterator["Sheet"]:
        return (Sheet(self.book, ws) for ws in self.book.workbook.worksheets)

    def add(self, before: "Sheet | None" = None, after: "Sheet | None" = None, name: str | None = None) -> "Sheet":
        """加一张工作表并切换过去；不指明位置时放在当前工作表之前。"""
        workbook = self.book.workbook
        index = workbook.index(after.ws) + 1 if after else workbook.index((before or self.active).ws)
        sheet = Sheet(self.book, workbook.create_sheet(index=index))
        if name is not None:
            sheet.name = name
        sheet.activate()
        return sheet


class Sheet(base_classes.Sheet):
    """一张工作表。"""

    book: Any = None

    def __init__(self, book: Book, ws: Any) -> None:
        self.book = book
        self.ws: Worksheet = ws

    @property
    def name(self) -> str:
        return self.ws.title

    @name.setter
    def name(self, value: str) -> None:
        taken = {ws.title.lower() for ws in self.book.workbook.worksheets if ws is not self.ws}
        if value.lower() in taken or len(value) > 31:  # openpyxl would number the one and only warn of the other
            raise ValueError(f"工作表不能取名为：{value}")
        self.ws.title = value

    @property
    def index(self) -> int:
        return self.book.workbook.worksheets.index(self.ws) + 1

    @property
    def visible(self) -> bool:
        return self.ws.sheet_state == "visible"

    @visible.setter
    def visible(self, value: bool) -> None:
        if not value:
            self.book.leave(self.ws)
        self.ws.sheet_state = "visible" if value else "hidden"

    @property
    def cells(self) -> "Range":
        return Range(self, 1, 1, MAX_ROWS, MAX_COLUMNS)

    @property
    def used_range(self) -> "Range":
        return Range(self, self.ws.min_row, self.ws.min_column).until(self.ws.max_row, self.ws.max_column)

    def range(self, arg1: Any, arg2: Any = None) -> "Range":
        """取区域：地址、(行, 列)、(行, 列, 行数, 列数)、定义的名称，或从 arg1 到 arg2。"""
        if arg2 is not None:
            one, other = self.range(arg1), self.range(arg2)
            corner = Range(self, min(one.row, other.row), min(one.column, other.column))
            return corner.until(max(one.bottom, other.bottom), max(one.right, other.right))
        if isinstance(arg1, Range):
            return arg1
        if isinstance(arg1, tuple):
            if 0 in arg1[:2]:
                raise IndexError("行号和列号从 1 开始")
            return Range(self, *arg1)
        try:
            left, top, right, bottom = range_boundaries(arg1.upper())
        except ValueError:
            return self.book.names(arg1).refers_to_range
        return Range(self, top or 1, left or 1).until(bottom or MAX_ROWS, right or MAX_COLUMNS)

    def read(self, row: int, column: int) -> Any:
        """读一个单元格，像 Excel 那样给出值。"""
        cell = self.ws._cells.get((row, column))  # ws.cell() would make an empty cell, and the used range grow
        if cell is None or cell.data_type != "f":
            return None if cell is None else _as_excel(cell.value, cell.data_type)
        formula = getattr(cell.value, "text", cell.value)  # an array formula keeps its text in an object
        return self.book.stored.get((self.ws, row, column), formula)

    def write(self, row: int, column: int, value: Any) -> None:
        """写一个单元格；合并区域里左上角以外的格子不写，Excel 也不理会。

        As in Excel, a text beginning with "=" is a formula unless the cell is formatted as text or "'" comes first.
        """
        if value is None and (row, column) not in self.ws._cells:
            return
        cell = self.ws.cell(row, column)
        if isinstance(cell, Cell):
            quoted = isinstance(value, str) and value.startswith("'")
            cell.value = value[1:] if quoted else value
            if quoted or (isinstance(value, str) and cell.number_format == "@"):
                cell.data_type = "s"
            if quoted or cell.quotePrefix:
                cell.quotePrefix = quoted
            self.book.stored.pop((self.ws, row, column), None)

    def activate(self) -> None:
        self.book.show(self.ws)

    def delete(self) -> None:
        self.book.leave(self.ws)
        active = self.book.workbook.active
        self.book.workbook.remove(self.ws)
        self.book.show(active)

    def clear(self) -> None:
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def find_column(self, index: int) -> Any:
        """找出管着这一列的设置；文件里一条设置可以管相邻的许多列。"""
        for dimension in self.ws.column_dimensions.values():
            dimension.reindex()
            if (dimension.min or 0) <= index <= (dimension.max or 0):
                return dimension
        return None

    def own_column(self, index: int) -> Any:
        """给出只管这一列的设置，必要时从几列共用的设置里分出来。"""
        columns = self.ws.column_dimensions
        shared = self.find_column(index)
        parts = [(shared.min, index - 1), (index + 1, shared.max), (index, index)] if shared else []
        for first, last in parts:
            if first <= last:
                part = copy(shared)
                part.index, part.min, part.max = get_column_letter(first), first, last
                columns[part.index] = part
        return columns[get_column_letter(index)]


class Range(base_classes.Range):
    """一块单元格区域。"""

    has_array = False
    max_cells_per_read: Any = None
    max_cells_per_write: Any = None
    row = column = 0
    shape = (0, 0)

    def __init__(self, sheet: Sheet, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        self.sheet = sheet
        self.row, self.column, self.shape = row, column, (rows, columns)
        self.bottom, self.right = row + rows - 1, column + columns - 1

    def until(self, bottom: int, right: int) -> "Range":
        """从左上角到这一行这一列的区域。"""
        return Range(self.sheet, self.row, self.column, bottom - self.row + 1, right - self.column + 1)

    @property
    def api(self) -> Worksheet:
        return self.sheet.ws

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> "Range":
        """取一个单元格，从 1 数起；只给一个数时逐行数。"""
        if column is None:
            row, column = (number + 1 for number in divmod(row - 1, self.shape[1]))
        return Range(self.sheet, self.row + row - 1, self.column + (column or 0) - 1)

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, column_absolute: bool, external: bool) -> str:
        corners = [(self.row, self.column), (self.bottom, self.right)][: 1 if self.shape == (1, 1) else 2]
        before_column, before_row = "$" * column_absolute, "$" * row_absolute
        address = ":".join(f"{before_column}{get_column_letter(c)}{before_row}{r}" for r, c in corners)
        sheet = quote_sheetname(f"[{self.sheet.book.name}]{self.sheet.name}")
        return f"{sheet}!{address}" if external else address

    def _existing(self) -> list[Any]:
        """区域里表中已有的单元格；区域可以是整行整列。"""
        cells = self.sheet.ws._cells
        rows, columns = range(self.row, self.bottom + 1), range(self.column, self.right + 1)
        if len(self) <= len(cells):
            return [cells[row, column] for row in rows for column in columns if (row, column) in cells]
        return [cell for (row, column), cell in cells.items() if row in rows and column in columns]

    def _all(self) -> list[Any]:
        """区域里的全部单元格，表中没有的就新建。"""
        if MAX_ROWS in self.shape or MAX_COLUMNS in self.shape:
            raise NotImplementedError(f"不能填写或设置整行整列：{self.address}")
        rows, columns = range(self.row, self.bottom + 1), range(self.column, self.right + 1)
        return [self.sheet.ws.cell(row, column) for row in rows for column in columns]

    def _first(self) -> Any:
        """左上角的单元格；表中没有时给一个不进表的空单元格。"""
        return self.sheet.ws._cells.get((self.row, self.column)) or Cell(self.sheet.ws, self.row, self.column)

    @property
    def raw_value(self) -> Any:
        columns = range(self.column, self.right + 1)
        rows = [[self.sheet.read(row, column) for column in columns] for row in range(self.row, self.bottom + 1)]
        return rows if len(self) > 1 else next((row[0] for row in rows if row), None)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if isinstance(data, (list, tuple)):
            for row, values in enumerate(data, start=self.row):
                for column, value in enumerate(values, start=self.column):
                    self.sheet.write(row, column, value)
            return
        origin = self._first().coordinate
        for cell in self._existing() if data is None else self._all():
            moved = isinstance(data, str) and data.startswith("=") and cell.coordinate != origin
            value = Translator(data, origin).translate_formula(cell.coordinate) if moved else data
            self.sheet.write(cell.row, cell.column, value)

    def clear_contents(self) -> None:
        for cell in self._existing():
            self.sheet.write(cell.row, cell.column, None)
            if isinstance(cell, Cell):
                cell.hyperlink = None

    def clear(self) -> None:
        """清除内容、格式、批注和合并。"""
        for merged in self._merged():
            self.sheet.ws.unmerge_cells(merged.coord)
        for cell in self._existing():
            del self.sheet.ws._cells[cell.row, cell.column]
            self.sheet.book.stored.pop((self.sheet.ws, cell.row, cell.column), None)

    def end(self, direction: str) -> "Range":
        """同 Ctrl+方向键：走到连续一段的尽头，或下一个有内容的单元格，或表的边上。"""
        down, right = _STEPS[direction]
        step, axis = down + right, 0 if down else 1
        position = [self.row, self.column]
        here, line = position[axis], position[1 - axis]
        cells = self.sheet.ws._cells.items()
        filled = {place[axis] for place, cell in cells if place[1 - axis] == line and cell.value is not None}
        if here in filled and here + step in filled:
            while here + step in filled:
                here += step
        else:
            edge = 1 if step < 0 else (MAX_ROWS, MAX_COLUMNS)[axis]
            here = min((i for i in filled if (i - here) * step > 0), key=lambda i: i * step, default=edge)
        position[axis] = here
        return Range(self.sheet, *position)

    @property
    def color(self) -> tuple[int, int, int] | None:
        fill = self._first().fill
        return _rgb(fill.fgColor, self.sheet.book.workbook) if fill.fill_type == "solid" else None

    @color.setter
    def color(self, value: Any) -> None:
        fill = PatternFill() if value is None else PatternFill("solid", fgColor=_argb(value))
        for cell in self._all() if value is not None else self._existing():
            if value is not None or cell.fill.fill_type:
                cell.fill = fill

    @property
    def font(self) -> "Font":
        return Font(self)

    def change_style(self, part: str, **settings: Any) -> None:
        """改字体或对齐的几项，其余不动。"""
        for cell in self._all():
            style = copy(getattr(cell, part))
            for name, value in settings.items():
                setattr(style, name, value)
            setattr(cell, part, style)

    @property
    def number_format(self) -> str:
        return self._first().number_format

    @number_format.setter
    def number_format(self, value: str) -> None:
        for cell in self._all():
            cell.number_format = value

    @property
    def wrap_text(self) -> bool:
        return bool(self._first().alignment.wrap_text)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.change_style("alignment", wrap_text=value)

    @property
    def note(self) -> "Note | None":
        return Note(self._first()) if self._first().comment else None

    def add_note(self, text: str) -> "Note":
        (cell,) = self._all()
        cell.comment = _comment(text, AUTHOR)
        return Note(cell)

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:
        """加超链接；“#'表名'!A1”在本工作簿内跳转。"""
        (cell,) = self._all()
        target, _, location = address.partition("#")
        tip = screen_tip and screen_tip[:255]  # Excel calls a file with a longer one damaged
        cell.hyperlink = Hyperlink(ref="", target=target or None, location=location or None, tooltip=tip)
        self.sheet.write(self.row, self.column, text_to_display or address)
        self.change_style("font", u="single", color=Color(theme=_THEME.index("hlink")))

    def _merged(self) -> list[Any]:
        """与本区域相交的合并区域。"""
        bottom, right = self.bottom, self.right
        areas = [area for area in self.sheet.ws.merged_cells.ranges if area.min_row <= bottom and area.min_col <= right]
        return [area for area in areas if area.max_row >= self.row and area.max_col >= self.column]

    @property
    def merge_cells(self) -> bool | None:
        """是否合并；只有一部分合并时为 None。"""
        merged = self._merged()
        whole = len(merged) == 1 and self.sheet.range(self.merge_area, self).shape == self.merge_area.shape
        return True if whole else None if merged else False

    @property
    def merge_area(self) -> "Range":
        """左上角的单元格所在的合并区域，没有合并就是它自己。"""
        merged = self(1, 1)._merged()
        return self.sheet.range(merged[0].coord) if merged else self(1, 1)

    @property
    def column_width(self) -> float:
        found = self.sheet.find_column(self.column)
        return found.width if found else self.sheet.ws.sheet_format.defaultColWidth or 8.43

    @column_width.setter
    def column_width(self, value: float) -> None:
        for column in range(self.column, self.right + 1):
            self.sheet.own_column(column).width = value

    @property
    def row_height(self) -> float:
        rows = self.sheet.ws.row_dimensions
        return (self.row in rows and rows[self.row].height) or self.sheet.ws.sheet_format.defaultRowHeight

    @row_height.setter
    def row_height(self, value: float) -> None:
        for row in range(self.row, self.bottom + 1):
            self.sheet.ws.row_dimensions[row].height = value

    def autofit(self, axis: str | None = None) -> None:
        """列宽按内容估计，不看合并的单元格；行高不再指定，由 Excel 打开时定。"""
        if axis in (None, "c", "columns"):
            merged = {(area.min_row, area.min_col) for area in self.sheet.ws.merged_cells.ranges}
            widths: dict[int, int] = {}
            for cell in self._existing():
                value = self.sheet.read(cell.row, cell.column)
                if value is not None and (cell.row, cell.column) not in merged:
                    widths[cell.column] = max(widths.get(cell.column, 0), _width(value))
            for column, width in widths.items():
                self.sheet.own_column(column).width = min(width + 2, 60)
        if axis in (None, "r", "rows"):
            for row, dimension in self.sheet.ws.row_dimensions.items():
                if self.row <= row <= self.bottom:
                    dimension.height = None


def _font_setting(name: str) -> Any:
    """字体的一项：读第一个单元格的，写全部单元格的。"""

    def read(font: "Font") -> Any:
        return getattr(font.range._first().font, name)

    def write(font: "Font", value: Any) -> None:
        font.range.change_style("font", **{name: value})

    return property(read, write)


class Font(base_classes.Font):
    """区域的字体。"""

    bold = _font_setting("b")
    italic = _font_setting("i")
    size = _font_setting("sz")

    def __init__(self, range: Range) -> None:
        self.range = range

    @property
    def name(self) -> str:
        return self.range._first().font.name

    @name.setter
    def name(self, value: str) -> None:
        self.range.change_style("font", name=value, scheme=None)  # with a scheme Excel takes the font of the theme

    @property
    def color(self) -> tuple[int, int, int]:
        return _rgb(self.range._first().font.color, self.range.sheet.book.workbook)

    @color.setter
    def color(self, value: Any) -> None:
        self.range.change_style("font", color=_argb(value))


class Note(base_classes.Note):
    """单元格的批注。"""

    def __init__(self, cell: Any) -> None:
        self.cell = cell

    @property
    def text(self) -> str:
        return self.cell.comment.text

    @text.setter
    def text(self, value: str) -> None:
        self.cell.comment = _comment(value, self.cell.comment.author)

    def delete(self) -> None:
        self.cell.comment = None


class Names(_List, base_classes.Names):
    """工作簿里定义的名称，包括只属于某张工作表的；只读。"""

    def __init__(self, book: Book) -> None:
        scopes: list[tuple[str, Any]] = [("", book.workbook.defined_names)]
        scopes += [(quote_sheetname(ws.title) + "!", ws.defined_names) for ws in book.workbook.worksheets]
        self.all = [Name(book, scope + name, defined) for scope, names in scopes for name, defined in names.items()]

    def __call__(self, name_or_index: Any) -> "Name":
        if isinstance(name_or_index, int):
            return self.all[name_or_index - 1]
        for name in self.all:
            if name.name.lower() == name_or_index.lower():
                return name
        raise KeyError(f"没有这个地址或名称：{name_or_index}")

    def contains(self, name_or_index: Any) -> bool:
        return name_or_index.lower() in (name.name.lower() for name in self.all)


class Name(base_classes.Name):
    """一个定义的名称。"""

    name = refers_to = ""

    def __init__(self, book: Book, name: str, defined: DefinedName) -> None:
        self.book = book
        self.name = name
        self.refers_to = f"={defined.value}"
        self.places = list(defined.destinations)

    @property
    def refers_to_range(self) -> Range:
        if len(self.places) != 1:
            raise ValueError(f"名称 {self.name} 不是一块区域：{self.refers_to}")
        sheet, address = self.places[0]
        return self.book.sheets(sheet).range(address)
