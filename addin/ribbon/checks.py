"""校验 and 清除标记: findings marked in the book, and marks taken off again."""

import xlwings as xw

from jineng.addin.ribbon.pressing import pressed, show
from jineng.validators.findings import FileReport
from jineng.workbooks.books import Refused, book_sheets, clear, mark
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.marks import outcome


def check_sheet(book: xw.Book | None = None) -> FileReport | None:
    """校验本表：registers and settings of the whole book count, findings of the active sheet are marked."""
    return pressed(book, lambda book: _check(book, book.sheets.active.name))


def check_all(book: xw.Book | None = None) -> FileReport | None:
    """校验全部：every table of the book."""
    return pressed(book, _check)


def clear_marks(book: xw.Book | None = None) -> int | None:
    """清除标记：take off what 校验 marked and wrote, and nothing else."""
    return pressed(book, _clear)


def _check(book: xw.Book, only: str = "") -> tuple[FileReport, str]:
    show(book, "正在读取")
    report, _ = check_sheets(book_sheets(book), Aids(), name=book.name)
    if report.error:
        raise Refused(report.error)
    if only:
        _keep(report, only)
    refused = mark(book, report, lambda words: show(book, words))
    return report, outcome(report) + (
        f"。有 {refused} 个单元格不能标记：工作表受保护，或已有新式批注" if refused else ""
    )


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
