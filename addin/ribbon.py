"""One plain function per ribbon button, over the ordinary xlwings book.

Excel calls them without arguments (`RunPython "from jineng.addin.ribbon import check_all; check_all()"`); anybody else
hands over a book. Each shows its progress in the status bar and ends in one plain message.
"""

from collections.abc import Callable
from pathlib import Path

import xlwings as xw

from jineng.validators.findings import FileReport
from jineng.workbooks.books import book_sheets, clear, mark
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.export import CertificateExport, export_sheets

TITLE = "技能兴威"


def check_sheet(book: xw.Book | None = None) -> FileReport:
    """校验本表：registers and settings of the whole book count, findings of the active sheet are marked."""
    book = book or xw.Book.caller()
    active = book.sheets.active.name
    return _check(book, lambda report: _only(report, active))


def check_all(book: xw.Book | None = None) -> FileReport:
    """校验全部：every table of the book."""
    return _check(book or xw.Book.caller(), lambda report: report)


def clear_marks(book: xw.Book | None = None) -> int:
    """清除标记：take off the colours and notes that 校验 set, and no others."""
    book = book or xw.Book.caller()
    cells = clear(book)
    _say(book, f"已清除 {cells} 个单元格的标记" if cells else "没有需要清除的标记")
    return cells


def export_certificate(book: xw.Book | None = None, folder: Path | None = None) -> CertificateExport | None:
    """导出信息表：write 信息表 and 申请书 beside the workbook, into the folder 导出."""
    book = book or xw.Book.caller()
    if folder is None and not Path(book.fullname).is_absolute():
        _say(book, "请先保存工作簿，导出的文件写在工作簿旁边的“导出”文件夹中")
        return None
    folder = folder or Path(book.fullname).parent / "导出"
    _show(book, "正在导出……")
    try:
        outcome = export_sheets(book_sheets(book), book.name, folder, Aids())
    except (OSError, ValueError) as problem:
        _say(book, f"不能写到“{folder}”：{problem}。请关闭已打开的导出文件后再试")
        return None
    if outcome.report.error:
        _say(book, outcome.report.error)
        return outcome
    listed = sum(len(c.rows) for c in outcome.contests)
    left_out = (
        f"；未列入 {len(outcome.left_out)} 人，原因见“{outcome.left_out_file.name}”" if outcome.left_out_file else ""
    )
    _say(book, f"已导出 {len(outcome.contests)} 个竞赛、{listed} 人，写在 {folder}{left_out}")
    return outcome


def _check(book: xw.Book, select: Callable[[FileReport], FileReport]) -> FileReport:
    _show(book, "正在读取……")
    report, _ = check_sheets(book_sheets(book), Aids())
    report.file = book.name
    report = select(report)
    if report.error:
        _say(book, report.error)
        return report
    mark(book, report, lambda words: _show(book, words))
    errors = sum(f.severity == "error" for f in report.findings)
    others = len(report.findings) - errors
    _say(
        book, f"发现 {errors} 处错误、{others} 处提醒或未校验，详见“校验结果”表" if report.findings else "没有发现问题"
    )
    return report


def _only(report: FileReport, sheet: str) -> FileReport:
    report.tables = [t for t in report.tables if t.sheet == sheet]
    report.findings = [f for f in report.findings if f.sheet == sheet]
    if not report.tables and not report.error:
        report.error = f"工作表“{sheet}”中没有找到可以校验的表"
    return report


def _show(book: xw.Book, words: str) -> None:
    book.app.status_bar = f"{TITLE}：{words}"


def _say(book: xw.Book, words: str) -> None:
    book.app.status_bar = False
    book.app.alert(words, title=TITLE)
