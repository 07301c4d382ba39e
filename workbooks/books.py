"""Open books in and out, over the ordinary xlwings API: sheets as streams of rows, marks on cells, the 校验结果 sheet.

A marked cell is known by its note, which moves along when rows are inserted or sorted. The colour it had before stands in
hidden columns of 校验结果. So marks can be taken off again, and nothing else is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import xlwings as xw

from jineng.validators.findings import FileReport, Finding
from jineng.validators.rules import SEVERITIES
from jineng.validators.values import is_error
from jineng.workbooks.sheets import Sheet

RESULT_SHEET = "校验结果"
#: Heading and width of each column; the last two are hidden.
RESULT_COLUMNS = {
    "程度": 8, "工作表": 20, "单元格": 9, "列": 16, "说明": 60, "建议": 46, "规则": 9, "条款": 16, "原文": 60, "通知": 60,
    "标记": 0, "原底色": 0,
}  # fmt: skip
COLOURS = {"error": (255, 199, 206), "warning": (255, 235, 156), "unchecked": (221, 235, 247)}

_NOTE = "【校验】"
_HEADER_ROW = 3
_MARKED, _BEFORE = 10, 11
_LINKS = 65_000  # Excel allows a few more on a sheet
#: What Excel gives for an error that xlwings has no word for: a whole number, as cells never hold.
_ERRORS = {-2146826243: "#SPILL!", -2146826245: "#GETTING_DATA"}

_Place = tuple[str, str]  # sheet, cell


class Refused(Exception):
    """Something that the user has to change first; the message says what."""


# sheets in


def book_sheets(book: xw.Book) -> list[Sheet]:
    """The sheets of an open book, hidden ones included, the result sheet left out."""
    return [_sheet(sheet) for sheet in book.sheets if sheet.name != RESULT_SHEET]


def _sheet(sheet: xw.Sheet) -> Sheet:
    used = sheet.used_range
    top, left = used.row, used.column
    values = [[_value(cell) for cell in row] for row in used.options(ndim=2, err_to_str=True).value]

    def rows() -> Iterator[Sequence[Any]]:
        for _ in range(top - 1):
            yield ()
        for row in values:
            yield [""] * (left - 1) + row

    odd = {(top + i, left + j): cell for i, row in enumerate(values) for j, cell in enumerate(row) if is_error(cell)}
    return Sheet(sheet.name, rows, sheet.visible not in (True, -1), _merged(used, values), odd)


def _value(cell: Any) -> Any:
    if cell is None:
        return ""
    return _ERRORS.get(cell, "#VALUE!") if type(cell) is int else cell


def _merged(used: xw.Range, values: Sequence[Sequence[Any]]) -> list[tuple[int, int, int, int]]:
    """Merged areas that begin in a filled cell with a blank one below or beside it; others make no difference.

    Excel says of a block whether merged cells are in it. Columns, and halves of columns, without any are passed over.
    """
    if used.merge_cells is False:
        return []
    height, width = used.shape
    blocks = []
    for column in range(width):
        filled = [row for row in range(height) if values[row][column] != ""]
        starts = [r for r in filled if (r + 1 < height and values[r + 1][column] == "")
                  or (column + 1 < width and values[r][column + 1] == "")]  # fmt: skip
        blocks.append((column, starts))
    found = []
    while blocks:
        column, starts = blocks.pop()
        if not starts or used[starts[0] : starts[-1] + 1, column].merge_cells is False:
            continue
        if len(starts) > 4:
            half = len(starts) // 2
            blocks += [(column, starts[:half]), (column, starts[half:])]
            continue
        for row in starts:
            area = used[row, column].merge_area
            (rows, columns), first, left = area.shape, area.row, area.column
            if rows * columns > 1:
                found.append((first, left, first + rows - 1, left + columns - 1))
    return found


# marks out


def mark(book: xw.Book, report: FileReport, progress: Callable[[str], None] = lambda _: None) -> int:
    """List all findings on 校验结果, colour the guilty cells and say in a note on each what is wrong.

    Earlier marks are taken off first: marking twice leaves the same book as once. Answers how many cells could not be
    marked, on protected sheets for instance.
    """
    progress("正在清除以前的标记")
    _unmark(book)
    result = _find_result(book) or _add_result(book)
    guilty = _guilty(book, report)
    before = {place: cell.color for place, (cell, _) in guilty.items()}
    progress("正在写“校验结果”表")
    _write_result(result, report, {id(f): place for place, (_, found) in guilty.items() for f in found}, before)
    refused = 0
    for number, (cell, findings) in enumerate(guilty.values(), start=1):
        if number % 20 == 1:
            progress(f"正在标记 {number}/{len(guilty)}")
        try:
            _add_lines(cell, list(dict.fromkeys(f"{_NOTE}{_one_line(f)}" for f in findings)))
            cell.color = COLOURS[min((f.severity for f in findings), key=list(COLOURS).index)]
        except Exception:  # each host has an exception of its own for protected cells
            refused += 1
    return refused


def clear(book: xw.Book) -> int:
    """Take our marks off again, wherever their cells are now, and 校验结果 away; answers how many cells were marked."""
    cells = _unmark(book)
    result = _find_result(book)
    if result:
        result.delete()
    return cells


def _guilty(book: xw.Book, report: FileReport) -> dict[_Place, tuple[xw.Range, list[Finding]]]:
    """The cells to be marked with what is wrong in each; a merged cell stands for all it covers.

    What is said about a whole table stands at its header, which is not marked.
    """
    headers = {(t.sheet, t.header_row) for t in report.tables}
    cells: dict[_Place, xw.Range] = {}
    guilty: dict[_Place, tuple[xw.Range, list[Finding]]] = {}
    for finding in report.findings:
        if not finding.column and (finding.sheet, finding.row) in headers:
            continue
        place = finding.sheet, finding.cell
        if place not in cells:
            cell = book.sheets[finding.sheet][finding.cell]
            cells[place] = cell.merge_area[0, 0] if cell.merge_cells else cell
        cell = cells[place]
        guilty.setdefault((finding.sheet, _address(cell)), (cell, []))[1].append(finding)
    return guilty


def _unmark(book: xw.Book) -> int:
    before = _colours_before(book)
    cleared = 0
    for sheet in book.sheets:
        if sheet.name == RESULT_SHEET:
            continue
        notes = {_address(note.location): note for note in sheet.notes if _is_marked(note.text)}
        for address in dict.fromkeys([*notes, *(cell for name, cell in before if name == sheet.name)]):
            if address in notes:
                _remove_lines(notes[address])
            cell = sheet[address]
            if cell.color in COLOURS.values():
                cell.color = before.get((sheet.name, address))
        cleared += len(notes)
    return cleared


def _add_lines(cell: xw.Range, lines: Sequence[str]) -> None:
    """Put lines into the cell's note, below what its owner wrote."""
    note = cell.note
    if note:
        note.text = "\n".join([note.text, *lines])
        return
    note = cell.add_note("\n".join(lines))
    with suppress(NotImplementedError):  # Excel shows four short lines of a note; only its own objects can enlarge it
        box = note.api.Shape
        box.Width, box.Height = 220, 15 * sum(2 + len(line) // 18 for line in lines)


def _remove_lines(note: xw.Note) -> None:
    kept = [line for line in note.text.split("\n") if not line.startswith(_NOTE)]
    if kept:
        note.text = "\n".join(kept)
    else:
        note.delete()


def _is_marked(words: str) -> bool:
    """Whether a line of a note is of 校验."""
    return any(line.startswith(_NOTE) for line in words.split("\n"))


def _one_line(finding: Finding) -> str:
    words = f"{finding.message}（{finding.rule} {finding.clause}）建议：{finding.suggestion}"
    return " ".join(words.split())


def _address(cell: xw.Range) -> str:
    return cell.address.replace("$", "")


# the result sheet


def _find_result(book: xw.Book) -> xw.Sheet | None:
    """The result sheet, if it is ours."""
    for sheet in book.sheets:
        if sheet.name == RESULT_SHEET:
            heading = sheet.range((_HEADER_ROW, 1), (_HEADER_ROW, len(RESULT_COLUMNS))).value
            return sheet if heading == list(RESULT_COLUMNS) or sheet.used_range.value is None else None
    return None


def _add_result(book: xw.Book) -> xw.Sheet:
    """A new result sheet at the end; the sheet that is shown stays so."""
    if RESULT_SHEET in [sheet.name for sheet in book.sheets]:
        raise Refused(f"工作簿中已另有一张“{RESULT_SHEET}”表，请先把它改名")
    shown = book.sheets.active
    result = book.sheets.add(RESULT_SHEET, after=book.sheets[-1])
    shown.activate()
    return result


def _colours_before(book: xw.Book) -> dict[_Place, str | None]:
    """Cells written down as marked, and the colour that each had before."""
    result = _find_result(book)
    rows = result.used_range.options(ndim=2).value if result else []
    return {(row[1], row[_MARKED]): row[_BEFORE] for row in rows[_HEADER_ROW:] if row[_MARKED]}


def _write_result(
    sheet: xw.Sheet,
    report: FileReport,
    marked: Mapping[int, _Place],
    before: Mapping[_Place, tuple[int, int, int] | None],
) -> None:
    sheet.clear()
    for column, width in enumerate(RESULT_COLUMNS.values()):
        sheet[0, column].column_width = width
    counts = {s: sum(f.severity == s for f in report.findings) for s in SEVERITIES}
    verdict = "不可上报" if counts["error"] else "可上报"
    tables = "；".join(
        f"{t.sheet}{'（隐藏）' if t.hidden else ''} {t.rows} 行" for t in report.tables if t.form != "settings"
    )
    settings = "，".join(f"{title}={value}" for title, value in report.settings.items())
    sheet["A1"].value = f"{verdict}：" + "，".join(f"{SEVERITIES[s]} {n} 处" for s, n in counts.items())
    sheet["A1"].font.bold = True
    sheet["A1"].font.size = 14
    sheet["A2"].value = f"校验了：{tables}。设置：{settings or '没有“设置”表，按默认'}"
    rows = [list(RESULT_COLUMNS)]
    for f in report.findings:
        place = marked.get(id(f))
        colour = before[place] if place else None
        rows.append([
            SEVERITIES[f.severity], f.sheet, f.cell, f.column, f.message, f.suggestion, f.rule, f.clause, f.quote, f.notice,
            place[1] if place else "", "#{:02X}{:02X}{:02X}".format(*colour) if colour else "",
        ])  # fmt: skip
    area = sheet.range((_HEADER_ROW, 1), (_HEADER_ROW + len(report.findings), len(RESULT_COLUMNS)))
    area.number_format = "@"  # before the values: what looks like a formula or a number stays text
    area.vertical_alignment = "top"
    area[:, :_MARKED].wrap_text = True
    area.value = rows
    heading = area[0, :]
    heading.font.bold = True
    heading.color = (217, 217, 217)
    for row, finding in enumerate(report.findings[:_LINKS], start=1):
        sheet_name = finding.sheet.replace("'", "''")
        area[row, 2].add_hyperlink(f"#'{sheet_name}'!{finding.cell}", finding.cell, finding.message[:255])
    area.rows.autofit()
