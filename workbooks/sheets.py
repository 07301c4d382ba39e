"""Workbook files in: every sheet as a stream of rows, with the addresses and the kinds of the cells kept.

Read by calamine, which is fast but silent about two things that matter: it gives an error value (#N/A) and a formula
that was never calculated as blank. Both are looked for in the sheet's XML and put back.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from jineng.workbooks.odd_cells import Scattered, odd_cells

#: Beyond these a file is refused: no table of ours is that large, and a zip bomb is.
MAX_BYTES = 200_000_000
MAX_INFLATED = 2_000_000_000
MAX_RATIO = 100
MAX_SHEETS = 500
SUFFIXES = (".xlsx", ".xlsm")
#: Sheets that we write into a book, and the words that their second row begins with: no tables of the user's.
COMPUTED_TITLES = ("晋升等级", "评估等次", "排序建议", "期限")
COMPUTED = "【技能兴威计算】"
#: The rows that are looked at to see what a sheet holds.
HEAD = 300

_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0"
_RESAVE = "请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试"
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    OSError,
    EOFError,
    KeyError,
    ValueError,
    RuntimeError,
)


class Unreadable(Exception):
    """A file that cannot be checked; the message says what is wrong and what to do."""


@dataclass
class Sheet:
    """One sheet. rows() starts anew at sheet row 1 and column A each time.

    merged  (first row, first column, last row, last column), 1-based
    odd     (row, column) → the word of an error value, or UNCALCULATED
    labels  what find_forms saw in its head, for the second time it looks
    """

    name: str
    rows: Callable[[], Iterator[Sequence[Any]]]
    hidden: bool = False
    merged: Sequence[tuple[int, int, int, int]] = ()
    odd: Mapping[tuple[int, int], str] = field(default_factory=dict)
    labels: Any = None

    @property
    def computed(self) -> bool:
        """Whether we wrote it ourselves."""
        if self.name not in COMPUTED_TITLES:
            return False
        second = next(islice(self.rows(), 1, None), ())
        return bool(second) and str(second[0]).startswith(COMPUTED)

    @cached_property
    def head(self) -> list[Sequence[Any]]:
        """The first rows, read once however often they are looked at."""
        return list(islice(self.rows(), HEAD))

    @cached_property
    def texts(self) -> frozenset[str]:
        """The different texts in the head."""
        return frozenset(cell for cells in self.head for cell in cells if type(cell) is str)


def read_sheets(path: Path) -> Iterator[Sheet]:
    """The sheets of an .xlsx or .xlsm file, or a .docx as one; raises Unreadable with one clear sentence otherwise."""
    if is_word(path):
        from jineng.workbooks.word import read_document

        yield read_document(path)
        return
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with zipfile.ZipFile(path) as package:
        try:
            parts = _sheet_parts(package)
            _verify(package, parts.values())
            book = CalamineWorkbook.from_path(str(path))
        except (CalamineError, *_DAMAGE) as problem:
            raise Unreadable(f"文件已损坏，不能读取。{_RESAVE}") from problem
        sheets = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
        if len(sheets) > MAX_SHEETS:
            raise Unreadable(f"工作表有 {len(sheets)} 张，超过 {MAX_SHEETS} 张。请拆分后再校验")
        for meta in sheets:
            try:
                odd = odd_cells(package, parts[meta.name])
                sheet = book.get_sheet_by_name(meta.name)
            except Scattered as problem:
                raise Unreadable(
                    f"工作表“{meta.name}”的内容散布到了{problem}，数据区过大。请删除多余的行和列后再校验"
                ) from problem
            except (CalamineError, *_DAMAGE) as problem:
                unknown = str(problem).partition("Unsupported cell error value ")[2]
                if unknown:
                    raise Unreadable(f"工作表“{meta.name}”中有不认识的错误值 {unknown}。请改正公式后再试") from problem
                raise Unreadable(f"工作表“{meta.name}”已损坏，不能读取。{_RESAVE}") from problem
            merged = [(r1 + 1, c1 + 1, r2 + 1, c2 + 1) for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or ()]
            yield Sheet(meta.name, partial(_rows, sheet, odd), meta.visible != SheetVisibleEnum.Visible, merged, odd)


def is_word(path: Path) -> bool:
    """Whether a file is a .docx rather than a workbook; one that is neither is refused before anything opens it."""
    try:
        if path.is_dir():
            raise Unreadable("文件夹中没有 .xlsx 或 .xlsm 工作簿，也没有可以校验的 Word 文档")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
            old = head + file.read(MAX_BYTES) if head.startswith(_OLE) else b""
    except FileNotFoundError:
        raise Unreadable("文件不存在，请核对路径") from None
    except OSError as problem:
        raise Unreadable("文件打不开：没有读取权限，或正被其他程序占用。请关闭后再试") from problem
    if size == 0:
        raise Unreadable("文件是空的（0 字节）。请重新取得该文件")
    if size > MAX_BYTES:
        raise Unreadable(f"文件有 {size // 1_000_000} MB，超过 {MAX_BYTES // 1_000_000} MB。请拆分后再校验")
    if old:
        raise Unreadable(_old_file(old))
    if not head.startswith(b"PK"):
        raise Unreadable(f"这不是 Excel 工作簿：内容不是 .xlsx 格式，或被加密软件加密。{_RESAVE}")
    try:
        with zipfile.ZipFile(path) as package:
            names = _names(package)
            parts = package.infolist()
    except _DAMAGE as problem:
        raise Unreadable("文件不完整或已损坏（可能没有下载或复制完）。请重新取得该文件") from problem
    word = "word/document.xml" in names
    if not word and "xl/workbook.xml" not in names:
        raise Unreadable(
            "这是演示文稿，不是 Excel 工作簿" if "ppt/presentation.xml" in names
            else f"这不是 .xlsx 工作簿（缺少工作簿内容）。{_RESAVE}"
        )  # fmt: skip
    if sum(p.file_size for p in parts) > MAX_INFLATED or any(
        p.file_size > _CHUNK * 64 and p.file_size > MAX_RATIO * p.compress_size for p in parts
    ):
        raise Unreadable("文件展开后异常庞大，不像正常的工作簿，已拒绝读取。请核对文件来源")
    return word


def _old_file(body: bytes) -> str:
    """Of a compound file: an encrypted workbook, one of before 2007, or none at all."""
    if "EncryptedPackage".encode("utf-16-le") in body:
        return "文件设有打开密码，不能读取。请在 Excel 或 WPS 中取消密码后再试"
    if "WordDocument".encode("utf-16-le") in body:
        return "这是旧格式的 Word 文档，不能读取。请在 Word 或 WPS 中另存为 .docx 后再试"
    return "这是旧格式（.xls 或 .et）文件，不能读取。请在 Excel 或 WPS 中另存为 .xlsx 后再试"


# Rows


def _rows(sheet: Any, odd: Mapping[tuple[int, int], str]) -> Iterator[Sequence[Any]]:
    """Rows from row 1, column A on: calamine leaves out the empty columns on the left."""
    rows: Iterator[list[Any]] = sheet.iter_rows()
    if sheet.start and sheet.start[1]:
        left = [""] * sheet.start[1]
        rows = (left + row for row in rows)
    return _with_odd(rows, odd) if odd else rows


def _with_odd(rows: Iterator[list[Any]], odd: Mapping[tuple[int, int], str]) -> Iterator[Sequence[Any]]:
    """The rows with the words of odd cells in place, also beyond the last cell that calamine takes for filled."""
    words: dict[int, dict[int, str]] = {}
    for (at, column), word in odd.items():
        words.setdefault(at, {})[column - 1] = word
    number = 0
    for number, cells in enumerate(rows, start=1):
        yield _filled(cells, words[number]) if number in words else cells
    for beyond in range(number + 1, max(words) + 1):
        yield _filled([], words[beyond]) if beyond in words else []


def _filled(cells: list[Any], words: Mapping[int, str]) -> list[Any]:
    cells += [""] * (max(words) + 1 - len(cells))
    for position, word in words.items():
        cells[position] = word
    return cells


# The package


def _names(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Parts by name, as OPC compares names: capitals do not matter; some tools write backslashes."""
    return {name.replace("\\", "/").lower(): info for name, info in package.NameToInfo.items()}


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Sheet name → the part of the package that holds it."""
    names = _names(package)
    targets = {r.get("Id"): r.get("Target", "") for r in _xml(package, names["xl/_rels/workbook.xml.rels"])}
    parts = {}
    for sheet in _xml(package, names["xl/workbook.xml"]).iter():
        if sheet.tag.endswith("}sheet"):
            target = targets.get(next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None), "")
            part = names.get(posixpath.normpath(posixpath.join("/xl", target.replace("\\", "/"))).lower()[1:])
            if part:
                parts[sheet.get("name", "")] = part
    return parts


def _xml(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> ElementTree.Element:
    if part.file_size > _CHUNK * 16:
        raise ValueError("implausibly large")
    data = package.read(part)
    if b"<!DOCTYPE" in data:  # no workbook has one; entities that multiply would
        raise ValueError("document type definition")
    return ElementTree.fromstring(data)


def _verify(package: zipfile.ZipFile, sheets: Iterable[zipfile.ZipInfo]) -> None:
    """Read the parts that calamine takes whole, such as the strings, to see that their stated sizes are true."""
    scanned = {id(part) for part in sheets}
    for name, part in _names(package).items():
        if name.startswith("xl/") and name.endswith(".xml") and id(part) not in scanned:
            with package.open(part) as file:
                while file.read(_CHUNK):
                    pass
