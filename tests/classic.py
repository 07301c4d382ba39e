"""xlwings as it is on Windows, beside an Excel that is not there.

Real are the decorators, `call_udf`, the generator of VBA, the wrappers over Excel's objects and the conversion of values.
Stand-ins are the modules of pywin32, which only exist on Windows, and the few objects of Excel that a function meets.
"""

import ctypes
import datetime as dt
import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
import xlwings as xw

#: What VBA hands over for an optional argument that was left out.
MISSING = -2147352572
_RANGE = "{00020846-0000-0000-C000-000000000046}"

Rows = Sequence[Sequence[Any]]


@contextmanager
def classic_xlwings() -> Iterator[tuple[ModuleType, ModuleType]]:
    """The real `xlwings.udfs`, and `jineng.udfs` imported anew so that its functions are registered with it."""
    import jineng

    before = set(sys.modules)
    with pytest.MonkeyPatch.context() as patch:
        for name, module in _pywin32().items():
            patch.setitem(sys.modules, name, module)
        for name in ("PyDLL", "oledll", "windll"):
            patch.setattr(ctypes, name, MagicMock(), raising=False)
        for name in [name for name in sys.modules if name.startswith("jineng.udfs")]:
            patch.delitem(sys.modules, name)
        windows = importlib.import_module("xlwings._xlwindows")
        patch.setattr(xw, "_xlwindows", windows, raising=False)
        patch.setitem(xw.engines.engines_by_name, "excel", xw.Engine(impl=windows.engine))
        patch.setitem(sys.modules, "xlwings.com_server", SimpleNamespace(loop=None))
        classic = importlib.import_module("xlwings.udfs")
        patch.setattr(xw, "udfs", classic, raising=False)
        patch.setattr(xw, "func", classic.xlfunc)
        patch.setattr(xw, "arg", classic.xlarg)
        patch.setattr(xw, "ret", classic.xlret)
        patch.setattr(jineng, "udfs", importlib.import_module("jineng.udfs"), raising=False)
        yield classic, sys.modules["jineng.udfs"]
    for name in set(sys.modules) - before:
        if name.startswith(("xlwings.", "jineng.udfs")):
            del sys.modules[name]


def _pywin32() -> dict[str, Any]:
    """Modules that accept everything; the few types that xlwings compares with are types of their own."""
    names = (
        "pythoncom pywintypes win32api win32com win32com.client win32con win32event win32gui win32process win32timezone"
    )
    modules: dict[str, Any] = {name: MagicMock(name=name) for name in names.split()}
    com = type("com_error", (Exception,), {})
    modules["pywintypes"].configure_mock(com_error=com, error=com, TimeType=dt.datetime, IID=str)
    modules["pythoncom"].configure_mock(com_error=com, ole_error=com, __file__="pythoncom")
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(modules["win32com.client"], name, type(name, (), {}))
    modules["win32com"].client = modules["win32com.client"]
    modules["win32timezone"].TimeZoneInfo.utc = lambda: dt.UTC
    return modules


def excel_range(values: Rows, sheet: Any = None) -> Any:
    """Excel's object for cells with these values, as a function is given it."""
    kind = SimpleNamespace(GetTypeInfo=lambda: SimpleNamespace(GetTypeAttr=lambda: SimpleNamespace(iid=_RANGE)))
    matrix = tuple(tuple(row) for row in values)
    return SimpleNamespace(
        _oleobj_=kind, CLSID=_RANGE, Worksheet=sheet or _sheet("成绩", excel_book("成绩.xlsx", {})), Row=1, Column=1,
        Rows=SimpleNamespace(Count=len(matrix)), Columns=SimpleNamespace(Count=len(matrix[0])),
        Value=matrix if len(matrix) * len(matrix[0]) > 1 else matrix[0][0],
    )  # fmt: skip


def excel_book(fullname: str, sheets: Mapping[str, Rows]) -> Any:
    """Excel's object for a workbook; how often its sheets were gone through is kept in `reads`."""
    book = SimpleNamespace(
        Name=fullname.rpartition("\\")[2], FullName=fullname, Application=MagicMock(Hwnd=1), Date1904=False, reads=[]
    )

    def worksheets() -> Iterator[Any]:
        book.reads.append(fullname)
        for name, rows in sheets.items():
            sheet = _sheet(name, book)
            sheet.UsedRange = excel_range(rows, sheet)
            yield sheet

    book.Worksheets = type("Worksheets", (), {"__iter__": lambda self: worksheets()})()
    return book


def formula_in(book: Any) -> Any:
    """The cell of a formula in that workbook."""
    return excel_range([[None]], _sheet("成绩", book))


def _sheet(name: str, book: Any) -> Any:
    return SimpleNamespace(Name=name, Parent=book)
