"""Forms of labels and boxes in a worksheet, as 申报表 are printed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from jineng.workbooks.documents import height, put

if TYPE_CHECKING:
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


def boxes(sheet: "Worksheet", row: int, line: Sequence[Box], size: int = 11, least: float = 28.0) -> None:
    """A line of boxes with borders, as high as its words need."""
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    side = Side(style="thin")
    border = Border(left=side, right=side, top=side, bottom=side)
    first, parts = 1, []
    for box in line:
        last = first + box.columns - 1
        for column in range(first, last + 1):
            sheet.cell(row, column).border = border
        if box.down:
            if last > first or box.down > 1:
                sheet.merge_cells(
                    start_row=row, start_column=first, end_row=row + box.down - 1, end_column=last
                )  # fmt: skip
            cell = put(sheet, row, first, box.words)
            cell.font = Font(name="黑体" if box.label else "宋体", size=size)
            across, down = ("left", "top") if box.long else ("center", "center")
            cell.alignment = Alignment(horizontal=across, vertical=down, wrap_text=True)
            if not box.label:
                cell.number_format = "@"  # an account or ID number typed in later stays whole
            if box.down == 1:
                letters = map(get_column_letter, range(first, last + 1))
                parts.append((box.words, sum(sheet.column_dimensions[letter].width for letter in letters)))
        first = last + 1
    sheet.row_dimensions[row].height = max(least, height(parts, size))


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
