"""Open books in and out, over the ordinary xlwings API: sheets as streams of rows, marks on cells, the 校验结果 sheet.

Formats are written, never read, so that any host of xlwings can do it. What was marked is written down on the 校验结果
sheet, and is all that is taken off again.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from jineng.validators.findings import FileReport, Finding
from jineng.validators.rules import SEVERITIES
from jineng.validators.values import is_error
from jineng.workbooks.sheets import Sheet

if TYPE_CHECKING:
    import xlwings as xw

RESULT_SHEET = "校验结果"
RESULT_HEADERS = ("程度", "工作表", "单元格", "列", "说明", "建议", "规则", "条款", "原文", "通知")
COLOURS = {"error": (255, 199, 206), "warning": (255, 235, 156), "unchecked": (221, 235, 247)}

_NOTE_HEAD = "【校验】"
_FIRST_RESULT_ROW = 4
_WIDTHS = (8, 14, 9, 16, 60, 44, 9, 16, 60, 40)


def book_sheets(book: "xw.Book") -> list[Sheet]:
    """The sheets of an open book, the result sheet left out."""
    return [_sheet(sheet) for sheet in book.sheets if sheet.name != RESULT_SHEET]


def _sheet(sheet: "xw.Sheet") -> Sheet:
    used = sheet.used_range
    values = used.options(ndim=2, err_to_str=True).value or []
    top, left = used.row - 1, used.column - 1

    def rows() -> Iterator[Sequence[Any]]:
        for _ in range(top):
            yield ()
        for row in values:
            yield [""] * left + ["" if cell is None else cell for cell in row]

    odd = {(0, 0): "#"} if any(is_error(cell) for row in values for cell in row) else {}
    return Sheet(sheet.name, rows, not sheet.visible, _vertical_merges(used, values), odd)


def _vertical_merges(used: "xw.Range", values: Sequence[Sequence[Any]]) -> list[tuple[int, int, int, int]]:
    """Merged areas that begin in a filled cell with a blank one below; only columns with merged cells are looked at."""
    if used.merge_cells is False:
        return []
    found = []
    for column in range(used.shape[1]):
        if used[:, column].merge_cells is False:
            continue
        for row in range(used.shape[0] - 1):
            if values[row][column] not in (None, "") and values[row + 1][column] in (None, ""):
                area = used[row, column].merge_area
                first, left = area.row, area.column
                found.append((first, left, first + area.shape[0] - 1, left + area.shape[1] - 1))
    return found


def mark(book: "xw.Book", report: FileReport, progress: Callable[[str], None] = lambda _: None) -> None:
    """Colour the guilty cells, put message and clause into a note on each, list all findings on 校验结果.

    Earlier marks of ours are taken off first: marking twice leaves the same book as once.
    """
    clear(book)
    header_rows = {(t.sheet, t.header_row) for t in report.tables}
    by_cell: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        if (finding.sheet, finding.row) not in header_rows:
            by_cell.setdefault((finding.sheet, finding.cell), []).append(finding)
    for number, ((sheet, cell), findings) in enumerate(by_cell.items()):
        if number % 20 == 0:
            progress(f"正在标记 {number + 1}/{len(by_cell)}")
        target = book.sheets[sheet][cell]
        target.color = COLOURS[min(findings, key=lambda f: list(COLOURS).index(f.severity)).severity]
        _add_note(target, "\n".join(f"{f.message}（{f.rule} {f.clause}）建议：{f.suggestion}" for f in findings))
    _write_results(book, report, by_cell)


def clear(book: "xw.Book") -> int:
    """Take our marks off again, and no others; answers how many cells were marked."""
    if RESULT_SHEET not in [sheet.name for sheet in book.sheets]:
        return 0
    names = {sheet.name for sheet in book.sheets}
    result = book.sheets[RESULT_SHEET]
    marked = [row for row in result.used_range.options(ndim=2).value or [] if len(row) > 10 and row[10] == "标"]
    cells = dict.fromkeys((str(row[1]), str(row[2])) for row in marked)
    for sheet, cell in cells:
        if sheet in names:
            target = book.sheets[sheet][cell]
            target.color = None
            _remove_note(target)
    result.clear()
    return len(cells)


def _add_note(cell: "xw.Range", words: str) -> None:
    note = cell.note
    if note is None:
        cell.add_note(_NOTE_HEAD + words)
    else:
        note.text = f"{note.text}\n{_NOTE_HEAD}{words}"


def _remove_note(cell: "xw.Range") -> None:
    note = cell.note
    if note is None or _NOTE_HEAD not in note.text:
        return
    kept = note.text.partition(_NOTE_HEAD)[0].rstrip("\n")
    if kept:
        note.text = kept
    else:
        note.delete()


def _write_results(book: "xw.Book", report: FileReport, marked: dict[tuple[str, str], list[Finding]]) -> None:
    names = [sheet.name for sheet in book.sheets]
    sheet = book.sheets[RESULT_SHEET] if RESULT_SHEET in names else book.sheets.add(RESULT_SHEET, after=book.sheets[-1])
    counts = {s: sum(f.severity == s for f in report.findings) for s in SEVERITIES}
    verdict = "可上报" if not counts["error"] else "不可上报"
    sheet["A1"].value = f"{verdict}：" + "，".join(f"{SEVERITIES[s]} {n} 处" for s, n in counts.items())
    sheet["A1"].font.bold = True
    sheet["A1"].font.size = 14
    sheet["A2"].value = "设置：" + ("，".join(f"{k}={v}" for k, v in report.settings.items()) or "没有“设置”表，按默认")
    rows = [
        [SEVERITIES[f.severity], f.sheet, f.cell, f.column, f.message, f.suggestion, f.rule, f.clause, f.quote, f.notice,
         "标" if (f.sheet, f.cell) in marked else ""]
        for f in report.findings
    ]  # fmt: skip
    area = sheet.range((3, 1), (3 + len(rows), 11))
    area.number_format = "@"  # before the values: what looks like a formula or a number stays text
    area.value = [[*RESULT_HEADERS, ""], *rows]
    area.wrap_text = True
    sheet["A3:J3"].font.bold = True
    sheet["A3:J3"].color = (217, 217, 217)
    for column, width in enumerate(_WIDTHS):
        sheet[0, column].column_width = width
    sheet[0, 10].column_width = 0
    for number, finding in enumerate(report.findings, start=_FIRST_RESULT_ROW):
        quoted = finding.sheet.replace("'", "''")
        sheet[number - 1, 2].add_hyperlink(f"#'{quoted}'!{finding.cell}", finding.cell, finding.message)
