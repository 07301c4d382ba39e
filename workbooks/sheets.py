"""Workbook files in: every sheet as a stream of rows, with the addresses and the kinds of the cells kept.

Read by calamine, which is fast but silent about two things that matter: it gives an error value (#N/A) and a formula
that was never calculated as blank. Both are looked for in the sheet's XML and put back.
"""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from jineng.validators.values import UNCALCULATED

#: Beyond these a file is refused: no table of ours is that large, and a zip bomb is.
MAX_BYTES = 200_000_000
MAX_INFLATED = 4_000_000_000
MAX_SHEETS = 500
SUFFIXES = (".xlsx", ".xlsm")

_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]+)(\d+)"')


class Unreadable(Exception):
    """A file that cannot be checked; the message says what is wrong and what to do."""


@dataclass
class Sheet:
    """One sheet. rows() starts anew at sheet row 1 and column A each time.

    merged  (first row, first column, last row, last column), 1-based
    """

    name: str
    rows: Callable[[], Iterator[Sequence[Any]]]
    hidden: bool = False
    merged: Sequence[tuple[int, int, int, int]] = ()
    odd: Mapping[tuple[int, int], str] = field(default_factory=dict)


def read_sheets(path: Path) -> Iterator[Sheet]:
    """The sheets of an .xlsx or .xlsm file; raises Unreadable with one clear sentence when it cannot be read."""
    refuse_odd_files(path)
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(str(path))
        parts = _sheet_parts(path)
    except (CalamineError, OSError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError) as problem:
        raise Unreadable(
            f"文件已损坏，不能读取（{_brief(problem)}）。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试"
        ) from problem
    sheets = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    if len(sheets) > MAX_SHEETS:
        raise Unreadable(f"工作表有 {len(sheets)} 张，超过 {MAX_SHEETS} 张。请拆分后再校验")
    with zipfile.ZipFile(path) as package:
        for meta in sheets:
            try:
                sheet = book.get_sheet_by_name(meta.name)
                odd = _odd_cells(package, parts.get(meta.name, ""))
            except (CalamineError, OSError, zipfile.BadZipFile, KeyError, EOFError) as problem:
                raise Unreadable(f"工作表“{meta.name}”已损坏，不能读取（{_brief(problem)}）") from problem
            merged = [(r1 + 1, c1 + 1, r2 + 1, c2 + 1) for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or ()]
            yield Sheet(meta.name, partial(_rows, sheet, odd), meta.visible != SheetVisibleEnum.Visible, merged, odd)


def refuse_odd_files(path: Path) -> None:
    """Say in one sentence why a file is none of ours, before anything tries to open it."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
            body = head + (file.read(1 << 20) if head.startswith(b"\xd0\xcf\x11\xe0") else b"")
    except FileNotFoundError:
        raise Unreadable("文件不存在，请核对路径") from None
    except OSError as problem:
        raise Unreadable(f"文件打不开（{_brief(problem)}）。可能正被占用，请关闭后再试") from problem
    if size == 0:
        raise Unreadable("文件是空的（0 字节）。请重新取得该文件")
    if size > MAX_BYTES:
        raise Unreadable(f"文件有 {size // 1_000_000} MB，超过 {MAX_BYTES // 1_000_000} MB。请拆分后再校验")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in body:
            raise Unreadable("文件设有打开密码，不能读取。请在 Excel 或 WPS 中取消密码后再试")
        raise Unreadable("这是旧格式（.xls）文件。请在 Excel 或 WPS 中另存为 .xlsx 后再试")
    if not head.startswith(b"PK"):
        raise Unreadable("这不是 Excel 工作簿（内容不是 .xlsx 格式）。请在 Excel 或 WPS 中另存为 .xlsx 后再试")
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            inflated = sum(i.file_size for i in package.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise Unreadable("文件不完整或已损坏（可能没有下载或复制完）。请重新取得该文件") from problem
    if "xl/workbook.xml" not in names:
        raise Unreadable("这不是 Excel 工作簿（缺少工作簿内容）。请在 Excel 或 WPS 中另存为 .xlsx 后再试")
    if inflated > MAX_INFLATED:
        raise Unreadable("文件展开后过大，不像正常的工作簿。请检查文件来源")


def _rows(sheet: Any, odd: Mapping[tuple[int, int], str]) -> Iterator[Sequence[Any]]:
    """Rows from row 1, column A on: calamine leaves out the empty columns on the left."""
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = left + row if left else row
        if odd:
            for (at, column), word in odd.items() if len(odd) < 8 else _of_row(odd, number, len(cells)):
                if at == number and column <= len(cells):
                    cells[column - 1] = word
        yield cells


def _of_row(odd: Mapping[tuple[int, int], str], row: int, width: int) -> Iterator[tuple[tuple[int, int], str]]:
    return (((row, column), odd[row, column]) for column in range(1, width + 1) if (row, column) in odd)


def _odd_cells(package: zipfile.ZipFile, part: str) -> dict[tuple[int, int], str]:
    """Cells of a sheet that hold an error value, or a formula without a result: (row, column) → word."""
    if part not in package.NameToInfo:
        return {}
    found: dict[tuple[int, int], str] = {}
    rest = b""
    with package.open(part) as file:
        while chunk := file.read(1 << 20):
            rest += chunk
            cut = rest.rfind(b"</c>") + 4
            if cut < 4:
                rest = rest[-(1 << 16) :] if b"<c " not in rest else rest
                continue
            whole, rest = rest[:cut], rest[cut:]
            if b't="e"' in whole or b"<f" in whole:
                found.update(_odd_in(whole))
    return found


def _odd_in(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for attributes, body in _CELL.findall(xml):
        if b't="e"' not in attributes and b"<f" not in body:
            continue
        value = re.search(rb"<v>([^<]+)</v>", body)
        where = _REFERENCE.search(attributes)
        has_result = value or b't="str"' in attributes
        if not where or (has_result and b't="e"' not in attributes):
            continue
        column = 0
        for letter in where[1]:
            column = column * 26 + letter - 64
        yield (int(where[2]), column), value[1].decode() if value else UNCALCULATED


def _sheet_parts(path: Path) -> dict[str, str]:
    """Sheet name → the part of the package that holds it."""
    with zipfile.ZipFile(path) as package:
        relations = {
            r.get("Id"): r.get("Target", "") for r in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
        }
        parts = {}
        for sheet in ElementTree.fromstring(package.read("xl/workbook.xml")).iter():
            if sheet.tag.endswith("}sheet"):
                relation = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
                target = relations.get(relation, "")
                parts[sheet.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return parts


def _brief(problem: Exception) -> str:
    return str(problem).splitlines()[0][:80] if str(problem) else type(problem).__name__
