"""Excel's part played by openpyxl: the add-in's functions run unchanged on workbook files, on any computer.

`register()` adds the engine to those of xlwings, without a licence key; from then on `xw.Book(path)` works as beside
Excel. It offers what such functions need; anything else raises NotImplementedError, from xlwings' base classes.
Nothing is calculated: a formula reads as the result that the file holds, or as an error value where it holds none.
"""

import itertools
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import xlwings as xw
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook.properties import CalcProperties
from xlwings import base_classes

from jineng.workbooks.atomic import replacing
from jineng.workbooks.engine_range import UNKNOWN, Note, Range, as_excel, cleaned, note_of, prepared


def register() -> xw.Engine:
    """Make this the engine that xlwings works with, for the whole process; may be called again."""
    if Engine.name not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=Engine()))
    engine = xw.engines[Engine.name]
    if not len(engine.apps):
        engine.apps.add()
    engine.activate()
    return engine


class Engine:
    """What xlwings asks an engine for: its applications, and values converted on their way in and out."""

    name = "openpyxl"
    type = "desktop"  # xlwings then does as with Excel: a file is open once, a single value fills a range
    clean_value_data = staticmethod(cleaned)
    prepare_xl_data_element = staticmethod(prepared)

    def __init__(self) -> None:
        self.apps = Apps(self)


class _Listed:
    """The things in `all`, counted, gone through and looked up as xlwings does."""

    all: Any

    def __iter__(self) -> Iterator[Any]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def __call__(self, name_or_index: str | int) -> Any:
        for index, one in enumerate(self.all, start=1):
            if name_or_index == index or str(name_or_index).lower() == one.name.lower():
                return one
        raise KeyError(name_or_index)


class Apps(_Listed, base_classes.Apps):
    """Running applications, the current one first."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.all = engine, []

    def add(self, *args: Any, **kwargs: Any) -> "App":
        self.all.insert(0, App(self))
        return self.all[0]


class App(base_classes.App):
    """An application nobody looks at: switches are kept, and everything said is written down.

    alerts          (title, message) of each message box; each is answered with 确定 or 是
    status_history  whatever the status bar has shown
    """

    books: Any = None
    pid: Any = None
    calculation, display_alerts, enable_events, screen_updating, visible = "automatic", True, True, True, False
    status_bar = property(lambda self: self.status_history[-1], lambda self, words: self.status_history.append(words))
    _pids = itertools.count(1)

    def __init__(self, apps: Apps) -> None:
        self.apps, self.engine, self.books, self.pid = apps, apps.engine, Books(self), next(self._pids)
        self.alerts: list[tuple[str, str]] = []
        self.status_history: list[str | bool] = [False]

    def alert(self, prompt: Any, title: Any, buttons: Any, mode: Any, callback: Any) -> str:
        self.alerts.append((title, prompt))
        return "yes" if "yes" in buttons else "ok"

    def activate(self, steal_focus: Any = False) -> None:
        """There is no window to bring to the front."""

    def quit(self) -> None:
        self.books.all.clear()
        self.apps.all.remove(self)


class Books(_Listed, base_classes.Books):
    """Open books, the current one last."""

    active = property(lambda self: self.all[-1])

    def __init__(self, app: App) -> None:
        self.app, self.all = app, []

    def add(self) -> "Book":
        self.all.append(Book(self.app, Workbook(), f"Book{len(self) + 1}"))
        return self.all[-1]

    def open(self, fullname: Any, *args: Any, **kwargs: Any) -> "Book":
        data = Path(fullname).read_bytes()
        workbook = load_workbook(BytesIO(data), keep_vba=fullname.lower().endswith(".xlsm"), rich_text=True)
        self.all.append(Book(self.app, workbook, fullname))
        self.all[-1].complete(load_workbook(BytesIO(data), data_only=True))
        return self.all[-1]


class Book(base_classes.Book):
    """A workbook; the results that its formulas have in the file are kept beside it, by sheet, row and column."""

    app: Any = None
    fullname: Any = None
    sheets: Any = None
    name = property(lambda self: Path(self.fullname).name)

    def __init__(self, app: App, workbook: Workbook, fullname: str) -> None:
        self.app, self.workbook, self.fullname, self.sheets = app, workbook, fullname, Sheets(self)
        self.results: dict[tuple[Any, int, int], Any] = {}

    def complete(self, calculated: Any) -> None:
        """Take the results of formulas from the workbook read a second time; size notes, which openpyxl does not."""
        for ws in self.workbook.worksheets:
            for place, cell in ws._cells.items():
                if cell.comment:
                    cell.comment = note_of(cell.comment.text, cell.comment.author)
                if cell.data_type == "f":
                    found = calculated[ws.title].cell(*place)  # an empty text is a result, an empty number is none
                    known = found.value is not None or found.data_type != "n"
                    self.results[ws, *place] = as_excel(found.value, found.data_type) if known else UNKNOWN

    def activate(self) -> None:
        self.app.books.all.sort(key=lambda book: book is self)

    def close(self) -> None:
        self.app.books.all.remove(self)

    def save(self, path: Any = None, password: Any = None) -> None:
        """Write the file whole or not at all; Excel calculates it anew when it opens it."""
        target, suffix = Path(path or self.fullname).resolve(), Path(self.fullname).suffix.lower() or ".xlsx"
        if password or target.suffix.lower() != suffix:
            raise NotImplementedError(f"只能存为不加密码的 {suffix} 文件：{target.name}")
        self.workbook.calculation = self.workbook.calculation or CalcProperties()
        self.workbook.calculation.fullCalcOnLoad = True
        drawings: list[tuple[Any, Any]] = [(ws, ws.legacy_drawing) for ws in self.workbook.worksheets]
        try:
            for ws, drawing in drawings:
                ws.legacy_drawing = drawing if self._has_controls(drawing) else None
            file = BytesIO()
            self.workbook.save(file)
            with replacing(target) as temporary:
                temporary.write_bytes(file.getvalue())
                if target.exists():
                    shutil.copymode(target, temporary)
        finally:  # openpyxl has put in its place the name that the drawing got in the new file
            for ws, drawing in drawings:
                ws.legacy_drawing = drawing
        self.fullname = str(target)

    def _has_controls(self, drawing: str | None) -> bool:
        """Whether a drawing kept with the macros holds more than notes, which openpyxl draws itself."""
        archive: Any = self.workbook.vba_archive
        return bool(drawing) and not set(re.findall(rb'ObjectType="(\w+)"', archive.read(drawing))) <= {b"Note"}


class Sheets(_Listed, base_classes.Sheets):
    """The worksheets of a book; a sheet that is one chart is none of them."""

    all = property(lambda self: [Sheet(self.book, ws) for ws in self.book.workbook.worksheets])
    active = property(lambda self: Sheet(self.book, self.book.workbook.active))

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(self, before: Any = None, after: Any = None, name: Any = None) -> "Sheet":
        workbook = self.book.workbook
        if workbook.security and workbook.security.lockStructure:
            raise PermissionError("工作簿的结构受保护，不能添加工作表")
        index = workbook.index(after.ws) + 1 if after else workbook.index((before or self.active).ws)
        sheet = Sheet(self.book, workbook.create_sheet(name, index))
        sheet.activate()
        return sheet


class Sheet(base_classes.Sheet):
    """A worksheet."""

    book: Any = None
    name = property(lambda self: self.ws.title)
    index = property(lambda self: self.book.workbook.worksheets.index(self.ws) + 1)
    cells = property(lambda self: Range(self, 1, 1, 1_048_576, 16_384))
    used_range = property(lambda self: self.range(self.ws.dimensions))
    visible = property(lambda self: self.ws.sheet_state == "visible")
    notes = property(lambda self: [Note(Range(self, *at)) for at, cell in self.ws._cells.items() if cell.comment])

    def __init__(self, book: Book, ws: Any) -> None:
        self.book, self.ws = book, ws

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """By address, (row, column), (row, column, rows, columns), or from one of these to another."""
        if isinstance(arg1, str):
            left, top, right, bottom = (number or 0 for number in range_boundaries(arg1.upper()))
            arg1 = top, left, bottom - top + 1, right - left + 1
        one = Range(self, *arg1) if isinstance(arg1, tuple) else arg1
        other = self.range(arg2) if arg2 is not None else one
        return Range(self, one.row, one.column, other.bottom - one.row + 1, other.right - one.column + 1)

    def activate(self) -> None:
        """Make this the current and only selected sheet: what is typed goes into every selected one."""
        self.book.workbook.active = self.ws
        for other in self.book.workbook.worksheets:
            other.sheet_view.tabSelected = other is self.ws

    def delete(self) -> None:
        others = [sheet for sheet in self.book.sheets if sheet.visible and sheet.ws is not self.ws]
        if not others:
            raise ValueError("工作簿至少要有一张可见的工作表")
        current = self.book.sheets.active
        self.book.workbook.remove(self.ws)
        (others[0] if current.ws is self.ws else current).activate()

    def clear(self) -> None:
        self.used_range.clear()

    def autofit(self, axis: Any = None) -> None:
        self.used_range.autofit(axis)

    def column(self, index: int) -> Any:
        """The settings of one column; those that the file gives to several neighbours together are divided first."""
        columns = self.ws.column_dimensions
        for shared in list(columns.values()):
            shared.reindex()
            if shared.min <= index <= shared.max:
                for other in range(shared.min + 1, shared.max + 1):
                    columns[get_column_letter(other)].width = shared.width
                shared.max = shared.min
        return columns[get_column_letter(index)]
