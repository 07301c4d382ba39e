"""Forms of labels and boxes in a worksheet, as 申报表 are printed."""

from collections.abc import Sequence
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING, NamedTuple, cast

from jineng.workbooks.documents import HIGHEST, PAGE_NUMBER, height, put

if TYPE_CHECKING:
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.worksheet import Worksheet


class Box(NamedTuple):
    """Words in so many columns.

    label  whether it says what stands beside it
    long   whether its words are many and begin at the upper left
    down   how many rows it reaches down; 0 for what belongs to the box above
    """

    words: str
    columns: int
    label: bool = False
    long: bool = False
    down: int = 1


def columns_of(sheet: "Worksheet", widths: Sequence[float]) -> None:
    """The widths of the columns that boxes are laid over."""
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def boxes(sheet: "Worksheet", row: int, line: Sequence[Box], size: int = 11, least: float = 28.0) -> int:
    """A line of boxes with borders, as high as its words need; returns the row after it.

    A line that is higher than a row can be stands over several rows.
    """
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    side = Side(style="thin")
    border = Border(left=side, right=side, top=side, bottom=side)
    letters = [get_column_letter(column) for column in range(1, sum(box.columns for box in line) + 1)]
    lasts = list(accumulate(box.columns for box in line))
    parts = [
        (box.words, sum(sheet.column_dimensions[letter].width for letter in letters[last - box.columns : last]))
        for box, last in zip(line, lasts, strict=True)
        if box.down == 1
    ]
    needed = max(least, height(parts, size))
    rows = ceil(needed / HIGHEST)
    for box, last in zip(line, lasts, strict=True):
        first, bottom = last - box.columns + 1, row + max(box.down, rows) - 1
        for number in range(row, row + rows):
            for column in range(first, last + 1):
                sheet.cell(number, column).border = border
        if not box.down:
            continue
        if last > first or bottom > row:
            sheet.merge_cells(start_row=row, start_column=first, end_row=bottom, end_column=last)
        cell = put(sheet, row, first, box.words)
        cell.font = Font(name="黑体" if box.label else "宋体", size=size)
        across, down = ("left", "top") if box.long else ("center", "center")
        cell.alignment = Alignment(horizontal=across, vertical=down, wrap_text=True)
        if not box.label:
            cell.number_format = "@"  # an account or ID number typed in later stays whole
    for number in range(row, row + rows):
        sheet.row_dimensions[number].height = needed / rows
    return row + rows


def page(sheet: "Worksheet", paper: int, landscape: bool = False) -> None:
    """One page wide on that paper: 9 is A4, 8 is A3."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.paperSize = paper
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.6
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.print_options.horizontalCentered = True
    cast("HeaderFooterItem", sheet.oddFooter).center.text = PAGE_NUMBER
