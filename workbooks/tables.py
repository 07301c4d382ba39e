"""Find the tables of a sheet by their headers, wherever they stand, and stream their rows.

Real sheets have title rows, headers over two rows with line breaks in them, merged cells, blank rows, 合计 rows and
notes below; none of these is data.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any

from jineng.validators.columns import COLUMNS, FORMS, Form
from jineng.validators.values import fold, is_blank, text
from jineng.workbooks.sheets import Sheet

#: A header row is looked for in this many rows before the sheet is given up, once the first cell is filled.
SEARCHED_ROWS = 60

_NOTE = re.compile(
    r"^(合计|总计|小计|共计|(备注|注|说明|填表说明|填表人|制表|制表人|审核|审核人|复核人|裁判长|裁判长签名|申请单位|联系人|联系电话|日期):)"
)
_TRIMMINGS = re.compile(r"^[*＊]+|[*＊]+$|\([^()]*\)$")


@dataclass
class FoundTable:
    """A table: layout says at which position of a row each column stands (stand-ins included).

    rows     (sheet row number, cells), merged cells filled in, blank rows and notes left out
    missing  keys of required columns without a header
    repeated headers that name a column a second time
    notes    text lines beside and below the data: the foot of a form
    """

    sheet: str
    form: Form
    header_row: int
    layout: Mapping[str, int]
    columns: Mapping[str, int]
    rows: Iterator[tuple[int, Sequence[Any]]]
    hidden: bool = False
    missing: Sequence[str] = ()
    repeated: Sequence[str] = ()
    notes: list[str] = field(default_factory=list)


@dataclass
class NearMiss:
    """A row that looks like the header of a form but lacks something."""

    sheet: str
    row: int
    form: Form
    found: tuple[str, ...]
    lacking: tuple[str, ...]


def find_tables(sheet: Sheet, misses: list[NearMiss] | None = None) -> Iterator[FoundTable]:
    """The tables of a sheet, top to bottom. Read each table's rows before asking for the next."""
    rows = _Rows(sheet)
    searched = 0
    while (row := rows.next()) is not None:
        number, cells = row
        if all(cell is None or cell == "" for cell in cells):
            continue
        searched += 1
        if searched > SEARCHED_ROWS:
            return
        header = _header(number, cells, rows.peek(), sheet.merged)
        if header is None:
            if misses is not None and (miss := _near_miss(sheet.name, number, cells)):
                misses.append(miss)
            continue
        form, columns, repeated, height = header
        for _ in range(height - 1):
            rows.next()
        searched = 0
        layout = dict(columns)
        for key, other in form.stand_ins.items():
            if other in columns:
                layout.setdefault(key, columns[other])
        notes: list[str] = []
        missing = [c.key for c in form.required if c.key not in columns]
        data = _data(rows, columns, form, notes, sheet.merged)
        yield FoundTable(
            sheet.name, form, number + height - 1, layout, columns, data, sheet.hidden, missing, repeated, notes
        )
        for _ in data:  # whatever the caller did not read is not searched for headers
            pass


class _Rows:
    """A sheet's numbered rows with one row of look-ahead and the possibility to put one back."""

    def __init__(self, sheet: Sheet) -> None:
        self._rows: Iterator[tuple[int, Sequence[Any]]] = iter(enumerate(sheet.rows(), start=1))

    def next(self) -> tuple[int, Sequence[Any]] | None:
        return next(self._rows, None)

    def peek(self) -> Sequence[Any]:
        row = self.next()
        if row is None:
            return ()
        self.put_back(row)
        return row[1]

    def put_back(self, row: tuple[int, Sequence[Any]]) -> None:
        self._rows = chain([row], self._rows)

    def __iter__(self) -> Iterator[tuple[int, Sequence[Any]]]:
        while (row := self.next()) is not None:
            yield row


def _header(
    number: int, cells: Sequence[Any], below: Sequence[Any], merged: Sequence[tuple[int, int, int, int]]
) -> tuple[Form, dict[str, int], list[str], int] | None:
    """The form whose header stands in this row, or in this row and the next one together."""
    best: tuple[Form, dict[str, int], list[str], int] | None = None
    for height, labels in ((1, [[fold(c)] for c in cells]), (2, _two_rows(number, cells, below, merged))):
        for form in FORMS.values():
            columns, repeated = _match(form, labels)
            if all(any(c.key in columns for c in group) for group in form.needs) and (
                best is None or len(columns) > len(best[1])
            ):
                best = form, columns, repeated, height
    return best


def _two_rows(
    number: int, upper: Sequence[Any], lower: Sequence[Any], merged: Sequence[tuple[int, int, int, int]]
) -> list[list[str]]:
    """For each column the spellings a header over two rows may mean: both together, the lower, the upper."""
    spread = list(upper) + [""] * (len(lower) - len(upper))
    for first_row, first, last_row, last in merged:
        if first_row == number == last_row:
            for column in range(first, min(last, len(spread)) + 1):
                spread[column - 1] = upper[first - 1]
    below = list(lower) + [""] * (len(spread) - len(lower))
    return [[fold(a) + fold(b), fold(b), fold(a)] for a, b in zip(spread, below, strict=True)]


def _match(form: Form, labels: list[list[str]]) -> tuple[dict[str, int], list[str]]:
    """Column key → position, for the labels that this form knows, and the headers that come twice."""
    headers = _headers(form.key)
    columns: dict[str, int] = {}
    repeated = []
    for position, spellings in enumerate(labels):
        key = next((k for s in spellings if s and (k := headers.get(s) or headers.get(_bare(s)))), None)
        if key is None:
            continue
        if key in columns:
            repeated.append(COLUMNS[key].header)
        columns.setdefault(key, position)
    return columns, repeated


@cache
def _headers(form: str) -> dict[str, str]:
    return FORMS[form].headers()


def _bare(label: str) -> str:
    """A header without the asterisk of required columns and a unit in brackets behind it."""
    return _TRIMMINGS.sub("", _TRIMMINGS.sub("", label))


def _near_miss(sheet: str, number: int, cells: Sequence[Any]) -> NearMiss | None:
    labels = [[fold(c)] for c in cells]
    best: NearMiss | None = None
    for form in FORMS.values():
        columns, _ = _match(form, labels)
        if len(columns) >= 3 and (best is None or len(columns) > len(best.found)):
            lacking = [g for g in form.needs if not any(c.key in columns for c in g)]
            best = NearMiss(
                sheet, number, form, tuple(COLUMNS[k].header for k in columns),
                tuple("或".join(f"“{COLUMNS[c.key].header}”" for c in group) for group in lacking),
            )  # fmt: skip
    return best


def _data(
    rows: _Rows,
    columns: Mapping[str, int],
    form: Form,
    notes: list[str],
    merged: Sequence[tuple[int, int, int, int]],
) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows of data below a header, up to the next header or the end of the sheet."""
    positions = sorted(columns.values())
    width = positions[-1] + 1
    names = {columns[k] for k in ("name", "id_number") if k in columns}
    fills = _vertical_merges(merged, positions)
    headers = _headers(form.key)
    lead = columns.get("name", positions[0])
    for number, row in rows:
        cells: Sequence[Any] = row if len(row) >= width else [*row, *[""] * (width - len(row))]
        filled = [p for p in positions if cells[p] is not None and cells[p] != ""]
        if not filled:
            if any(not is_blank(c) for c in cells):
                notes.extend(text(c) for c in cells if not is_blank(c))
            continue
        if (
            type(cells[lead]) is str
            and headers.get(fold(cells[lead]))
            and len(filled) > 1
            and _is_header(cells, headers)
        ):
            rows.put_back((number, row))
            return
        if _is_note(cells, filled, names):
            notes.extend(text(c) for c in cells if not is_blank(c))
            continue
        if number in fills:
            cells = list(cells)
            for position, (top, value) in fills[number].items():
                if top == number:
                    value.append(cells[position])
                elif value and (cells[position] is None or cells[position] == ""):
                    cells[position] = value[0]
        yield number, cells


def _is_header(cells: Sequence[Any], headers: Mapping[str, str]) -> bool:
    return sum(1 for c in cells if type(c) is str and fold(c) in headers) >= 3


def _is_note(cells: Sequence[Any], filled: Sequence[int], names: set[int]) -> bool:
    """A sum, a signature, a remark: its first words say so, or it is one lone text that is no name."""
    first = cells[filled[0]]
    if type(first) is str and _NOTE.match(fold(first)):
        return True
    return bool(names) and len(filled) == 1 and filled[0] not in names and type(first) is str


def _vertical_merges(
    merged: Sequence[tuple[int, int, int, int]], positions: Sequence[int]
) -> dict[int, dict[int, tuple[int, list[Any]]]]:
    """Row → position → (first row of the merge, its value once read): one cell standing for several rows."""
    found: dict[int, dict[int, tuple[int, list[Any]]]] = {}
    wanted = set(positions)
    for first_row, first, last_row, last in merged:
        if last_row > first_row and last == first and first - 1 in wanted:
            value: list[Any] = []
            for row in range(first_row, last_row + 1):
                found.setdefault(row, {})[first - 1] = (first_row, value)
    return found
