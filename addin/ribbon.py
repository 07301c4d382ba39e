"""One plain function per ribbon button, over the ordinary xlwings book.

Excel calls them without arguments (`RunPython "from jineng.addin.ribbon import check_all; check_all()"`); anybody else
hands over a book. Each shows its progress in the status bar and ends in one plain message, whatever happens.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import xlwings as xw

from jineng.validators.findings import FileReport
from jineng.workbooks.books import Refused, book_sheets, clear, mark
from jineng.workbooks.bundle import Bundle, export_bundle_sheets
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.checklist import CHECKLIST
from jineng.workbooks.export import Export, export_sheets

TITLE = "技能兴威"

log = logging.getLogger(__name__)
_Outcome = TypeVar("_Outcome")


def check_sheet(book: xw.Book | None = None) -> FileReport | None:
    """校验本表：registers and settings of the whole book count, findings of the active sheet are marked."""
    return _press(book, lambda book: _check(book, book.sheets.active.name))


def check_all(book: xw.Book | None = None) -> FileReport | None:
    """校验全部：every table of the book."""
    return _press(book, _check)


def clear_marks(book: xw.Book | None = None) -> int | None:
    """清除标记：take off what 校验 marked and wrote, and nothing else."""
    return _press(book, _clear)


def export_certificate(book: xw.Book | None = None, folder: Path | None = None) -> Export | None:
    """导出信息表：write 信息表 and 申请书 beside the workbook, into the folder 导出."""
    return _press(book, lambda book: _export(book, folder))


def export_bundle(book: xw.Book | None = None, folder: Path | None = None) -> Bundle | None:
    """导出材料包：a folder for each submission with its 材料清单, beside the workbook, in the folder 导出."""
    return _press(book, lambda book: _export_bundle(book, folder))


def _press(book: xw.Book | None, work: Callable[[xw.Book], tuple[_Outcome, str]]) -> _Outcome | None:
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
        message = f"没有完成：{_words(problem)}。请查看工作簿或工作表是否受保护、只读或正被占用"
    book.app.status_bar = False
    book.app.alert(message, title=TITLE)
    return outcome


def _check(book: xw.Book, only: str = "") -> tuple[FileReport, str]:
    _show(book, "正在读取")
    report, _ = check_sheets(book_sheets(book), Aids(), name=book.name)
    if report.error:
        raise Refused(report.error)
    if only:
        _keep(report, only)
    refused = mark(book, report, lambda words: _show(book, words))
    if not report.findings:
        return report, "没有发现问题"
    errors = sum(f.severity == "error" for f in report.findings)
    message = f"发现 {errors} 处错误、{len(report.findings) - errors} 处提醒或未校验，详见“校验结果”表"
    return report, message + (f"。有 {refused} 个单元格不能标记：工作表受保护，或已有新式批注" if refused else "")


def _keep(report: FileReport, sheet: str) -> None:
    """Leave one sheet in the report, and the settings, which decide about it too."""
    tables = [t for t in report.tables if t.sheet == sheet]
    if not tables:
        raise Refused(f"工作表“{sheet}”中没有找到可以校验的表")
    report.tables = tables + [t for t in report.tables if t.form == "settings" and t.sheet != sheet]
    kept = {t.sheet for t in report.tables}
    report.findings = [f for f in report.findings if f.sheet in kept]


def _clear(book: xw.Book) -> tuple[int, str]:
    cells = clear(book)
    return cells, f"已清除 {cells} 个单元格的标记" if cells else "没有需要清除的标记"


def _export(book: xw.Book, folder: Path | None) -> tuple[Export, str]:
    folder = folder or _folder_beside(book)
    _show(book, "正在导出")
    try:
        outcome = export_sheets(book_sheets(book), book.name, folder, Aids())
    except OSError as problem:
        raise Refused(f"不能写到“{folder}”：{_words(problem)}。请关闭已打开的导出文件后再试") from problem
    if outcome.report.error:
        raise Refused(outcome.report.error)
    listed = sum(len(c.rows) for c in outcome.contests)
    message = (
        f"已导出 {len(outcome.contests)} 个竞赛、{listed} 人，写在 {folder}" if listed else "没有可以列入信息表的选手"
    )
    if outcome.left_out_file:
        message += f"；未列入 {len(outcome.left_out)} 人，原因见“{outcome.left_out_file.name}”"
    return outcome, message


def _export_bundle(book: xw.Book, folder: Path | None) -> tuple[Bundle, str]:
    folder = folder or _folder_beside(book)
    _show(book, "正在导出")
    try:
        outcome = export_bundle_sheets(book_sheets(book), book.name, folder, Aids())
    except OSError as problem:
        raise Refused(f"不能写到“{folder}”：{_words(problem)}。请关闭已打开的材料清单后再试") from problem
    if outcome.report.error:
        raise Refused(outcome.report.error)
    lacking = sum(len(one.lacking) for one in outcome.folders)
    said = f"还缺 {lacking} 项，见各文件夹的“{CHECKLIST}”" if lacking else "材料不缺"
    return outcome, "；".join([f"已写出 {len(outcome.folders)} 份材料清单，在 {folder}；{said}", *outcome.problems])


def _folder_beside(book: xw.Book) -> Path:
    try:
        path = Path(book.fullname)
    except xw.XlwingsError as problem:  # a book in the cloud that has no copy on this computer
        raise Refused("请先把工作簿另存到本机，导出的文件写在工作簿旁边的“导出”文件夹中") from problem
    if not path.is_absolute():
        raise Refused("请先保存工作簿，导出的文件写在工作簿旁边的“导出”文件夹中")
    return path.parent / "导出"


def _show(book: xw.Book, words: str) -> None:
    book.app.status_bar = f"{TITLE}：{words}……"


def _words(problem: Exception) -> str:
    """What went wrong, in the words of Excel or of the system where they have any."""
    if isinstance(problem, PermissionError) and problem.strerror:
        return "没有写入权限，或文件正被占用"
    told = getattr(problem, "excepinfo", None)
    return (told and told[2]) or getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
