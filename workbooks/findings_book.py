"""The findings of one or several files as a workbook, to be sent to those who filled the tables in."""

from collections.abc import Sequence
from pathlib import Path

from jineng.validators.findings import FileReport, told_once
from jineng.validators.identity import mask_id
from jineng.validators.rules import SEVERITIES
from jineng.workbooks.documents import grid, line, save_book

_WIDTHS = {
    "文件": 14.0, "程度": 7.0, "工作表": 11.0, "单元格": 7.0, "列": 10.0, "说明": 30.0, "建议": 22.0, "规则": 8.0, "条款": 9.0,
    "原文": 22.0, "通知": 14.0,
}  # fmt: skip


def write_findings(path: Path, reports: Sequence[FileReport], masked: bool) -> None:
    """Write the list of findings, file by file; files that cannot be checked stand in it with the reason."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "校验结果"
    shown = mask_id if masked else str
    rows: list[list[str]] = []
    for report in reports:
        if report.error:
            rows.append([report.file, "不能校验", *[""] * 3, report.error, *[""] * 5])
        for f in told_once(report.findings):
            rows.append([
                report.file, SEVERITIES[f.severity], f.sheet, f.cell, f.column, shown(f.message), shown(f.suggestion),
                f.rule, f.clause, f.quote, f.notice,
            ])  # fmt: skip
    grid(sheet, _WIDTHS, rows, 2)
    line(sheet, 1, {(1, len(_WIDTHS)): "校验结果"}, 16, bold=True)
    sheet.auto_filter.ref = f"A2:K{len(rows) + 2}"
    save_book(path, book)
