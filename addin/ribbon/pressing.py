"""What all buttons have in common: the book, the status bar, the message at the end."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import xlwings as xw

from jineng.workbooks.books import Refused

TITLE = "技能兴威"

log = logging.getLogger(__name__)
_Outcome = TypeVar("_Outcome")


def pressed(book: xw.Book | None, work: Callable[[xw.Book], tuple[_Outcome, str]]) -> _Outcome | None:
    """Do a button's work and say how it ended; None when it could not be done."""
    book = book or xw.Book.caller()
    outcome = None
    try:
        with book.app.properties(screen_updating=False):
            outcome, message = work(book)
    except Refused as reason:
        message = str(reason)
    except Exception as problem:  # the user is told in words; the trace is in the log
        log.exception("a button failed")
        message = f"没有完成：{words_of(problem)}。请查看工作簿或工作表是否受保护、只读或正被占用"
    book.app.status_bar = False
    book.app.alert(message, title=TITLE)
    return outcome


def show(book: xw.Book, words: str) -> None:
    """What is being done, in the status bar."""
    book.app.status_bar = f"{TITLE}：{words}……"


def folder_beside(book: xw.Book) -> Path:
    """Where exports go: the folder 导出 beside the workbook."""
    try:
        path = Path(book.fullname)
    except xw.XlwingsError as problem:  # a book in the cloud that has no copy on this computer
        raise Refused("请先把工作簿另存到本机，导出的文件写在工作簿旁边的“导出”文件夹中") from problem
    if not path.is_absolute():
        raise Refused("请先保存工作簿，导出的文件写在工作簿旁边的“导出”文件夹中")
    return path.parent / "导出"


def words_of(problem: Exception) -> str:
    """What went wrong, in the words of Excel or of the system where they have any."""
    if isinstance(problem, PermissionError) and problem.strerror:
        return "没有写入权限，或文件正被占用"
    told = getattr(problem, "excepinfo", None)
    return (told and told[2]) or getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
