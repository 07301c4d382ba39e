"""Word documents out, line by line, in the fonts of official letters."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jineng.workbooks.documents import printable, save

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

BODY, HEADING = "仿宋", "黑体"


def letter(title: str, a3: bool = False) -> "Document":
    """An empty A4 document with the margins of official letters, or A3 landscape for a wide table."""
    from docx import Document as new
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    document = new()
    document.core_properties.title = title
    document.core_properties.author = ""
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(420), Mm(297)) if a3 else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if a3 else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = Mm(25), Mm(22)
    section.top_margin, section.bottom_margin = Mm(28), Mm(25)
    return document


def paragraph(
    document: "Document | _Cell",
    words: str,
    size: float = 16,
    font: str = BODY,
    align: str = "both",
    indent: int = 0,
    above: float = 0,
) -> "Paragraph":
    """A paragraph; align: left, right, center, both; indent: the first line, in characters; above: points left free."""
    from docx.shared import Pt

    written = document.add_paragraph()
    _write(written, words, size, font, align)
    if above:
        written.paragraph_format.space_before = Pt(above)
    if indent:
        written.paragraph_format.first_line_indent = Pt(size * indent)
    return written


def table(document: "Document", widths: Sequence[float]) -> "Table":
    """A table with borders and columns of those widths in millimetres; rows are added with `row`."""
    from docx.shared import Mm

    made = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    return made


def row(made: "Table", line: Sequence[tuple[str, int]], size: float = 12, least: float = 9) -> list["_Cell"]:
    """A row of cells, each of words over so many columns; `least` is its least height in millimetres."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
    from docx.shared import Mm

    added = made.add_row()
    added.height, added.height_rule = Mm(least), WD_ROW_HEIGHT_RULE.AT_LEAST
    widths, every = [column.width for column in made.columns], added.cells
    cells, first = [], 0
    for words, columns in line:
        cell = every[first]
        if columns > 1:
            cell = cell.merge(every[first + columns - 1])
        cell.width = sum(int(w or 0) for w in widths[first : first + columns])
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _write(cell.paragraphs[0], words, size, BODY, "center")
        cells.append(cell)
        first += columns
    return cells


def _write(written: "Paragraph", words: str, size: float, font: str, align: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    written.alignment = {
        "left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER,
        "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
    }[align]  # fmt: skip
    written.paragraph_format.space_after = Pt(0)
    run = written.add_run(printable(words))
    run.font.size, run.font.name = Pt(size), font
    properties: Any = run._element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), font)


def save_letter(path: Path, document: "Document") -> None:
    file = BytesIO()
    document.save(file)
    save(path, file)
