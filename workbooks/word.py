"""Word documents in: the paragraphs and tables of a .docx as the rows of one sheet, so that 申报表 is read as in Excel.

A paragraph is a row of one cell; a table's row is a row, each cell at its place in the table's grid.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jineng.workbooks.labels import find_forms
from jineng.workbooks.sheets import Sheet, Unreadable, read_sheets

if TYPE_CHECKING:
    from docx.table import Table

#: The one sheet of a document.
NAME = "正文"
#: A form ends long before; what comes after is not read.
MAX_ROWS = 5000

_Area = tuple[int, int, int, int]


def read_document(path: Path) -> Sheet:
    """The document as a sheet; raises Unreadable with one clear sentence when it cannot be read."""
    from docx import Document
    from docx.table import Table

    rows: list[list[Any]] = []
    merged: list[_Area] = []
    try:
        for part in Document(str(path)).iter_inner_content():
            if isinstance(part, Table):
                _add_table(part, rows, merged)
            else:
                rows.append([part.text])
            if len(rows) > MAX_ROWS:
                raise Unreadable(f"Word 文档超过 {MAX_ROWS} 行，不像申报表或汇总表。请拆分后再校验")
    except Unreadable:
        raise
    except Exception as problem:  # python-docx raises whatever its parser meets in a damaged part
        raise Unreadable("Word 文档已损坏，不能读取。请在 Word 或 WPS 中打开并另存为 .docx 后再试") from problem
    return Sheet(NAME, lambda: iter(rows), merged=merged)


def _add_table(table: "Table", rows: list[list[Any]], merged: list[_Area]) -> None:
    """The rows of a table, cells merged downwards or sideways once, at the upper left of their area."""
    open_areas: dict[int, _Area] = {}  # left column → the area that goes on in the next row
    for line in table._tbl.tr_lst:
        number, cells = len(rows) + 1, []
        column = line.grid_before
        cells += [""] * column
        areas: dict[int, _Area] = {}
        for cell in line.tc_lst:
            left, right = column + 1, column + cell.grid_span
            above = open_areas.get(left)
            if cell.vMerge == "continue" and above and above[3] == right:
                areas[left] = above[0], left, number, right
                words = ""
            else:
                areas[left] = number, left, number, right
                words = "\n".join(_texts(cell)).strip()
            cells += [words, *[""] * (cell.grid_span - 1)]
            column = right
        merged += [area for left, area in open_areas.items() if areas.get(left, area)[0] != area[0] and _wide(area)]
        open_areas = areas
        rows.append(cells)
    merged += filter(_wide, open_areas.values())


def _texts(cell: Any) -> Iterator[str]:
    """The paragraphs of a cell, those of a table inside it too."""
    from docx.oxml.ns import qn

    for paragraph in cell.iter(qn("w:p")):
        yield paragraph.text


def _wide(area: _Area) -> bool:
    return area[:2] != area[2:]


def holds_tables_of_ours(path: Path) -> bool:
    """Whether a document has a form or a table to be checked; a letter has none. One that is damaged is to be told of."""
    try:
        return any(True for sheet in read_sheets(path) for _ in find_forms(sheet))
    except Unreadable:
        return True
