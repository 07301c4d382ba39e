"""What the sheet looks like around the cells that a finding is about: kept while the file is being checked."""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any

from jineng.validators.findings import FileReport
from jineng.validators.values import text
from jineng.workbooks.sheets import Sheet

#: Rows kept above and below each finding.
AROUND = 2
#: Beyond so many rows of a workbook no more are kept: the page would only be slow.
MOST_ROWS = 20_000
_MOST_COLUMNS, _LONGEST = 60, 40

#: Sheet → row number → the cells' words.
Pictures = dict[str, dict[int, list[str]]]


def keep(sheets: Iterable[Sheet], report: FileReport) -> Pictures:
    """The header rows and the rows around every finding, sheet by sheet."""
    headers: dict[str, set[int]] = {}
    for table in report.tables:
        headers.setdefault(table.sheet, set()).add(table.header_row)
    wanted = {sheet: set(rows) for sheet, rows in headers.items()}
    for finding in report.findings:
        near = wanted.setdefault(finding.sheet, set())
        near.update(range(max(finding.row - AROUND, 1), finding.row + AROUND + 1))
    left = MOST_ROWS
    kept: Pictures = {}
    for sheet in sheets:
        if left <= 0 or not any(f.sheet == sheet.name for f in report.findings):
            continue
        tops = _tops(sheet, headers.get(sheet.name, ()))
        rows = wanted[sheet.name].union(tops.values())
        numbered = enumerate(islice(sheet.rows(), max(rows)), 1)
        found = {n: _words(cells) for n, cells in islice(((n, c) for n, c in numbered if n in rows), left)}
        for (row, at), top in tops.items():
            if row in found and top in found and at < len(found[row]):
                found[row][at] = found[top][at]
        kept[sheet.name] = found
        left -= len(found)
    return kept


def _tops(sheet: Sheet, headers: Collection[int]) -> dict[tuple[int, int], int]:
    """Header row and position → the row whose cell reaches down to it: in a header over several rows the words stand there."""
    return {(row, column - 1): top for top, column, bottom, _ in sheet.merged for row in headers if top < row <= bottom}


def _words(cells: Sequence[Any]) -> list[str]:
    return [_short(text(cell)) for cell in cells[:_MOST_COLUMNS]]


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
