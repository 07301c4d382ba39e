"""A sheet of our own in an open book: a summary, remarks, a heading and rows, such as 评估等次 and 期限 (`sheets.COMPUTED_TITLES`).

It is written anew each time; a sheet of the user's own by that name is left alone.
"""

from collections.abc import Mapping, Sequence

import xlwings as xw

from jineng.validators.findings import FileReport
from jineng.workbooks.marks import HEADING_COLOUR, Refused
from jineng.workbooks.sheets import COMPUTED

_HEADER_ROW = 3


def is_ours(sheet: xw.Sheet) -> bool:
    """Whether a sheet was written by `show_list`."""
    said = sheet["A2"].value
    return isinstance(said, str) and said.startswith(COMPUTED)


def show_list(book: xw.Book, title: str, summary: str, remarks: Sequence[str], columns: Mapping[str, int],
              rows: Sequence[Sequence[str]]) -> None:  # fmt: skip
    """Write a list on the sheet of that title, at the end of the book, and show it.

    remarks: the first stands above the list, the others below; columns: headings and widths
    """
    sheet = next((s for s in book.sheets if s.name == title), None)
    if sheet is None:
        sheet = book.sheets.add(title, after=book.sheets[-1])
    elif not is_ours(sheet):
        raise Refused(f"工作簿中已另有一张“{title}”表，请先把它改名")
    sheet.clear()
    for column, width in enumerate(columns.values()):
        sheet[0, column].column_width = width
    sheet["A1"].value = summary
    sheet["A1"].font.bold = True
    sheet["A1"].font.size = 14
    sheet["A2"].value = COMPUTED + "".join(remarks[:1])
    area = sheet.range((_HEADER_ROW, 1), (_HEADER_ROW + len(rows), len(columns)))
    area.number_format = "@"  # before the values: what looks like a formula or a number stays text
    area.vertical_alignment = "top"
    area.wrap_text = True
    area.value = [list(columns), *rows]
    area[0, :].font.bold = True
    area[0, :].color = HEADING_COLOUR
    area.rows.autofit()
    if remarks[1:]:
        first = _HEADER_ROW + len(rows) + 2
        below = sheet.range((first, 1), (first + len(remarks) - 2, 1))
        below.number_format = "@"
        below.value = [[words] for words in remarks[1:]]
    sheet.activate()


def usable(report: FileReport) -> None:
    """Refuse to go on from a report that says why nothing can be done."""
    if report.error:
        raise Refused(report.error)
