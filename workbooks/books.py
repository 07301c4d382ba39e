"""Open books in and out, over the ordinary xlwings API: sheets as streams of rows, marks on cells, the 校验结果 sheet.

What a mark is, `marks.py` says; `marking/` marks files.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import xlwings as xw

from jineng.validators.findings import FileReport
from jineng.validators.values import is_error
from jineng.workbooks.marks import (
    CELL,
    COLOURS,
    HEADER_ROW,
    HEADING_COLOUR,
    MARKED,
    MAX_LINKS,
    MESSAGE,
    RESULT_COLUMNS,
    RESULT_SHEET,
    Place,
    Refused,
    colour,
    colours_before,
    guilty,
    headline,
    is_note_line,
    link_to,
    note_lines,
    result_rows,
    scope,
)
from jineng.workbooks.sheets import Sheet

#: What Excel gives for an error that xlwings has no word for: a number in this range.
_ERROR_NUMBERS = range(-2146826300, -2146826200)
_ERRORS = {-2146826243: "#SPILL!", -2146826245: "#GETTING_DATA"}


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
    return _ERRORS.get(cell, "#VALUE!") if type(cell) is int and cell in _ERROR_NUMBERS else cell


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
    wrong = guilty(report, _anchor(book))
    cells = {(sheet, address): book.sheets[sheet][address] for sheet, address in wrong}
    before = {place: cell.color for place, cell in cells.items()}
    progress("正在写“校验结果”表")
    _write_result(result, report, result_rows(report, wrong, before))
    refused = 0
    for number, (place, findings) in enumerate(wrong.items(), start=1):
        if number % 20 == 1:
            progress(f"正在标记 {number}/{len(wrong)}")
        try:
            _add_lines(cells[place], note_lines(findings))
            cells[place].color = colour(findings)
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


def _anchor(book: xw.Book) -> Callable[[str, str], str]:
    """Names the cell that stands for a merged one."""

    @cache
    def anchor(sheet: str, address: str) -> str:
        cell = book.sheets[sheet][address]
        return _address(cell.merge_area[0, 0] if cell.merge_cells else cell)

    return anchor


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
    # Excel shows four short lines of a note; only its own objects, which not every host has, can enlarge it.
    with suppress(NotImplementedError, AttributeError):
        box = note.api.Shape
        box.Width, box.Height = 220, 15 * sum(2 + len(line) // 18 for line in lines)


def _remove_lines(note: xw.Note) -> None:
    kept = [line for line in note.text.split("\n") if not is_note_line(line)]
    if kept:
        note.text = "\n".join(kept)
    else:
        note.delete()


def _is_marked(words: str) -> bool:
    """Whether a line of a note is of 校验."""
    return any(map(is_note_line, words.split("\n")))


def _address(cell: xw.Range) -> str:
    return cell.address.replace("$", "")


# the result sheet


def _find_result(book: xw.Book) -> xw.Sheet | None:
    """The result sheet, if it is ours."""
    for sheet in book.sheets:
        if sheet.name == RESULT_SHEET:
            heading = sheet.range((HEADER_ROW, 1), (HEADER_ROW, len(RESULT_COLUMNS))).value
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


def _colours_before(book: xw.Book) -> dict[Place, str | None]:
    result = _find_result(book)
    return colours_before(result.used_range.options(ndim=2).value[HEADER_ROW:]) if result else {}


def _write_result(sheet: xw.Sheet, report: FileReport, rows: list[list[str]]) -> None:
    sheet.clear()
    for column, width in enumerate(RESULT_COLUMNS.values()):
        sheet[0, column].column_width = width
    sheet["A1"].value = headline(report)
    sheet["A1"].font.bold = True
    sheet["A1"].font.size = 14
    sheet["A2"].value = scope(report)
    area = sheet.range((HEADER_ROW, 1), (HEADER_ROW + len(rows), len(RESULT_COLUMNS)))
    area.number_format = "@"  # before the values: what looks like a formula or a number stays text
    area.vertical_alignment = "top"
    area[:, :MARKED].wrap_text = True
    area.value = [list(RESULT_COLUMNS), *rows]
    heading = area[0, :]
    heading.font.bold = True
    heading.color = HEADING_COLOUR
    for number, row in enumerate(rows[:MAX_LINKS], start=1):
        area[number, CELL].add_hyperlink(f"#{link_to(row)}", row[CELL], row[MESSAGE][:255])
    area.rows.autofit()
