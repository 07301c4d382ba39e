"""Workbook files in: every sheet as a stream of rows, with the addresses and the kinds of the cells kept.

Where the XML is written in the usual way it is read by `plain_xml`, as it streams by; anything else by calamine.
"""

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jineng.workbooks.parts import DAMAGE, names_of
from jineng.workbooks.plain_book import PlainBook, PlainSheet, Streamed
from jineng.workbooks.xml_text import Unusual

if TYPE_CHECKING:
    from jineng.workbooks.by_calamine import Calamine

#: Beyond these a file is refused: no table of ours is that large, and a zip bomb is.
MAX_BYTES = 200_000_000
MAX_INFLATED = 2_000_000_000
MAX_RATIO = 100
MAX_SHEETS = 500
SUFFIXES = (".xlsx", ".xlsm")
#: What is looked at in a folder: old workbooks are told what to do.
_LOOKED_AT = (*SUFFIXES, ".xls", ".docx")
#: Sheets that we write into a book, and the words that their second row begins with: no tables of the user's.
COMPUTED_TITLES = ("晋升等级", "评估等次", "排序建议", "期限")
COMPUTED = "【技能兴威计算】"
#: The rows that are looked at to see what a sheet holds.
HEAD = 300

_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0"
RESAVE = "请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试"


class Unreadable(Exception):
    """A file that cannot be checked; the message says what is wrong and what to do."""


class Sheet:
    """One sheet. rows() starts anew at sheet row 1 and column A each time.

    merged  (first row, first column, last row, last column), 1-based
    odd     (row, column) → the word of an error value, or UNCALCULATED
    labels  what find_forms saw in its head, for the second time it looks
    headers what find_tables took a row for, likewise
    book    the XML of the workbook's own part, none for a document
    streamed how the rows are read, of a sheet too large to be kept
    """

    def __init__(
        self,
        name: str,
        rows: Callable[[], Iterator[Sequence[Any]]],
        hidden: bool = False,
        merged: Sequence[tuple[int, int, int, int]] = (),
        odd: Mapping[tuple[int, int], str] | None = None,
        book: bytes = b"",
        streamed: Streamed | None = None,
    ) -> None:
        self.name, self.rows, self.hidden, self.merged = name, rows, hidden, merged
        self.odd: Mapping[tuple[int, int], str] = {} if odd is None else odd  # filled while the rows are read
        self.book, self.streamed = book, streamed
        self.labels: Any = None
        self.headers: dict[int, Any] = {}

    def with_rows(self, rows: Callable[[], Iterator[Sequence[Any]]]) -> "Sheet":
        """The same with other rows, of which nobody has seen anything yet."""
        return Sheet(self.name, rows, self.hidden, self.merged, self.odd, self.book, self.streamed)

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


def is_looked_at(name: str) -> bool:
    """Whether a file in a folder may be a workbook or a Word document, by its name: not hidden, no lock of an open one.

    >>> [is_looked_at(name) for name in ("成绩.XLSX", "~$成绩.xlsx", ".成绩.xlsx", "成绩.pdf")]
    [True, False, False, False]
    """
    return name.lower().endswith(_LOOKED_AT) and not name.startswith(("~$", "."))


def read_sheets(path: Path) -> Iterator[Sheet]:
    """The sheets of an .xlsx or .xlsm file, or a .docx as one; raises Unreadable with one clear sentence otherwise."""
    with _opened(path) as package:
        if _holds_document(package):
            from jineng.workbooks.word import read_document

            yield read_document(path)
            return
        from jineng.workbooks.by_calamine import Calamine

        calamine = Calamine(path)
        try:
            book = PlainBook(package)
        except (Unusual, *DAMAGE):
            book = None
        names = [sheet.name for sheet in book.sheets] if book else calamine.names()
        if len(names) > MAX_SHEETS:
            raise Unreadable(f"工作表有 {len(names)} 张，超过 {MAX_SHEETS} 张。请拆分后再校验")
        for at, name in enumerate(names):
            try:
                plain = book and book.sheet(book.sheets[at])
            except (Unusual, *DAMAGE):
                plain = None
            sheet = _plain_sheet(plain, calamine) if plain else calamine.sheet(name)
            sheet.book = book.xml if book else calamine.xml
            yield sheet


def _plain_sheet(plain: PlainSheet, calamine: "Calamine") -> Sheet:
    def rows() -> Iterator[Sequence[Any]]:
        count = 0
        try:
            for cells in plain.rows():
                yield cells
                count += 1
            return
        except (Unusual, *DAMAGE):
            pass
        yield from islice(calamine.sheet(plain.name).rows(), count, None)

    if plain.kept:
        return Sheet(plain.name, plain.rows, plain.hidden, plain.merged, plain.odd)
    return Sheet(plain.name, rows, plain.hidden, plain.merged, plain.odd, streamed=plain.rows)


def is_word(path: Path) -> bool:
    """Whether a file is a .docx rather than a workbook; one that is neither is refused before anything opens it."""
    with _opened(path) as package:
        return _holds_document(package)


def _opened(path: Path) -> zipfile.ZipFile:
    """The package, or why there is none."""
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
        raise Unreadable(f"这不是 Excel 工作簿：内容不是 .xlsx 格式，或被加密软件加密。{RESAVE}")
    try:
        return zipfile.ZipFile(path)
    except DAMAGE as problem:
        raise Unreadable("文件不完整或已损坏（可能没有下载或复制完）。请重新取得该文件") from problem


def _holds_document(package: zipfile.ZipFile) -> bool:
    """Whether a package is a document rather than a workbook; refused when it is neither, or out of all proportion."""
    names, parts = names_of(package), package.infolist()
    word = "word/document.xml" in names
    if not word and "xl/workbook.xml" not in names:
        raise Unreadable(
            "这是演示文稿，不是 Excel 工作簿" if "ppt/presentation.xml" in names
            else f"这不是 .xlsx 工作簿（缺少工作簿内容）。{RESAVE}"
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
