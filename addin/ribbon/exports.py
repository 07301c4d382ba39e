"""导出: what is handed in, written beside the workbook; the book itself is only read."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlwings as xw

from jineng.addin.ribbon.pressing import folder_beside, pressed, show, words_of
from jineng.workbooks.books import Refused, book_sheets
from jineng.workbooks.bundle import Bundle, export_bundle_sheets
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.checklist import CHECKLIST
from jineng.workbooks.chief_export import export_chief_sheets
from jineng.workbooks.evaluation_export import export_evaluation_sheets
from jineng.workbooks.expert_export import export_expert_sheets
from jineng.workbooks.export import Export, export_sheets
from jineng.workbooks.sheets import Sheet
from jineng.workbooks.studio_export import export_studio_sheets

#: What 汇总表 exports: its title, the forms of tables it is made of, and what writes it.
_SUMMARIES: tuple[tuple[str, set[str], Callable[..., Any]], ...] = (
    ("首席技师汇总表", {"chief"}, export_chief_sheets),
    ("工作室申报表", {"studio"}, export_studio_sheets),
    ("绩效评估等次汇总表", {"evaluation", "score_sheet"}, export_evaluation_sheets),
)


def export_certificate(book: xw.Book | None = None, folder: Path | None = None) -> Export | None:
    """导出信息表：write 信息表 of every contest beside the workbook, into the folder 导出."""
    return pressed(book, lambda book: _people(book, folder, "信息表", _forms("信息表")))


def export_application(book: xw.Book | None = None, folder: Path | None = None) -> Export | None:
    """导出申请书：the letter that goes with 信息表."""
    return pressed(book, lambda book: _people(book, folder, "申请书", _forms("申请书")))


def export_expert(book: xw.Book | None = None, folder: Path | None = None) -> Export | None:
    """导出技术能手表：who may be recommended as 技术能手."""
    return pressed(book, lambda book: _people(book, folder, "技术能手情况表", export_expert_sheets))


def export_summary(book: xw.Book | None = None, folder: Path | None = None) -> list[Any] | None:
    """导出汇总表：whichever the book has of 首席技师汇总表, 工作室申报表 and 绩效评估等次汇总表."""
    return pressed(book, lambda book: _summaries(book, folder))


def export_bundle(book: xw.Book | None = None, folder: Path | None = None) -> Bundle | None:
    """导出材料包：a folder for each submission with its 材料清单, beside the workbook, in the folder 导出."""
    return pressed(book, lambda book: _bundle(book, folder))


def _forms(form: str) -> Callable[[Sequence[Sheet], str, Path, Aids], Export]:
    return lambda sheets, name, folder, aids: export_sheets(sheets, name, folder, aids, (form,))


def _written(book: xw.Book, folder: Path | None, export: Callable[..., Any]) -> tuple[Any, Path]:
    """What an export wrote, and where; Refused when it could not."""
    folder = folder or folder_beside(book)
    show(book, "正在导出")
    try:
        outcome = export(book_sheets(book), book.name, folder, Aids())
    except OSError as problem:
        raise Refused(f"不能写到“{folder}”：{words_of(problem)}。请关闭已打开的导出文件后再试") from problem
    if outcome.report.error:
        raise Refused(outcome.report.error)
    return outcome, folder


def _people(book: xw.Book, folder: Path | None, form: str, export: Callable[..., Export]) -> tuple[Export, str]:
    outcome, folder = _written(book, folder, export)
    listed = sum(len(c.rows) for c in outcome.contests)
    said = (
        f"已导出 {len(outcome.contests)} 个竞赛、{listed} 人，写在 {folder}" if listed else f"没有可以列入{form}的选手"
    )
    if outcome.left_out_file:
        said += f"；未列入 {len(outcome.left_out)} 人，原因见“{outcome.left_out_file.name}”"
    return outcome, said


def _summaries(book: xw.Book, folder: Path | None) -> tuple[list[Any], str]:
    report, _ = check_sheets(book_sheets(book), Aids(), name=book.name)
    there = {table.form for table in report.tables if table.rows}
    found = [(title, export) for title, forms, export in _SUMMARIES if forms & there]
    if not found:
        raise Refused(report.error or "没有找到首席技师汇总表、工作室申报表或绩效评估表")
    outcomes, said = [], []
    for title, export in found:
        outcome, folder = _written(book, folder, export)
        outcomes.append(outcome)
        left = f"，未列入 {len(outcome.left_out)}" if outcome.left_out else ""
        said.append(f"{title}：已写出 {len(outcome.files)} 个文件{left}")
    return outcomes, "；".join([*said, f"在 {folder}"])


def _bundle(book: xw.Book, folder: Path | None) -> tuple[Bundle, str]:
    outcome, folder = _written(book, folder, export_bundle_sheets)
    lacking = sum(len(one.lacking) for one in outcome.folders)
    said = f"还缺 {lacking} 项，见各文件夹的“{CHECKLIST}”" if lacking else "材料不缺"
    return outcome, "；".join([f"已写出 {len(outcome.folders)} 份材料清单，在 {folder}；{said}", *outcome.problems])
