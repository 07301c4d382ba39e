"""Find the tables of a sheet by their headers, wherever they stand, and stream their rows.

Real sheets have title rows, headers over two or three rows with line breaks in them, merged cells, blank rows, headers
printed again on every page, 合计 rows, notes below, and one table under another; none of these is data.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from jineng.validators.columns import COLUMNS
from jineng.validators.forms import FORMS, Form
from jineng.validators.values import fold, is_blank, text
from jineng.workbooks.headers import Match, is_wording, matches, names_columns
from jineng.workbooks.sheets import Sheet
from jineng.workbooks.xml_text import Unusual

#: A header row is looked for in this many rows before the sheet is given up, once the first cell is filled.
SEARCHED_ROWS = 60
#: A header stands over at most this many rows and within this many columns.
HEADER_ROWS = 3
HEADER_COLUMNS = 512

_Area = tuple[int, int, int, int]
_Row = tuple[int, Sequence[Any]]
_Texts = tuple[str, ...]

#: First words of rows that are no data: sums, statistics, signatures, the end of the page.
_NOTE = re.compile(
    r"(合计|总计|小计|共计|平均分?|最高分|最低分|及格率|以下空白|以下无)|.*(签名|签字|签章|盖章)|第\d+页|共\d+页"
)
_SUM = re.compile(r"合计|总计")
#: A label with a colon, such as 裁判长： or 注1：
_LABEL = re.compile(r"[^:]{1,12}:")
#: Columns that are often filled in advance for rows nobody stands in.
FORERUNNERS = frozenset({"serial", "total"})


class FoundTable:
    """A table.

    columns  column key → position in a row
    rows     (sheet row number, cells), merged cells filled in, blank rows and notes left out
    missing  keys of required columns without a header
    repeated headers that name a column a second time
    notes    text lines beside and below the data: the foot of a form
    sums     rows of 合计 (sheet row number, cells), known once the rows are read
    places   of a form of labels: position → (row, column) of the value's own cell
    """

    def __init__(
        self,
        sheet: str,
        form: Form,
        header_row: int,
        columns: Mapping[str, int],
        rows: Iterator[_Row],
        hidden: bool = False,
        missing: Sequence[str] = (),
        repeated: Sequence[str] = (),
        notes: list[str] | None = None,
        sums: list[_Row] | None = None,
        places: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.sheet, self.form, self.header_row, self.columns, self.rows = sheet, form, header_row, columns, rows
        self.hidden, self.missing, self.repeated, self.places = hidden, missing, repeated, places
        self.notes: list[str] = [] if notes is None else notes  # filled while the rows are read
        self.sums: list[_Row] = [] if sums is None else sums

    def __getstate__(self) -> dict[str, Any]:
        """To another process it goes without its rows, which are a stream."""
        return {**self.__dict__, "rows": iter(())}

    def place(self, row: int, at: int | None) -> tuple[int, int]:
        """Row and column, 1-based, of the cell at a position; without one, where the table begins."""
        if self.places:
            return (row, 1) if at is None else self.places[at]
        return row, (min(self.columns.values()) if at is None else at) + 1


class NearMiss(NamedTuple):
    """A row that looks like the header of a form but lacks something."""

    sheet: str
    row: int
    form: Form
    found: tuple[str, ...]
    lacking: tuple[str, ...]

    def __str__(self) -> str:
        return f"像“{self.form.title}”的表头（有{'、'.join(self.found[:6])}），但缺少{'、'.join(self.lacking)}列"


def find_tables(sheet: Sheet, misses: list[NearMiss] | None = None) -> Iterator[FoundTable]:
    """The tables of a sheet, top to bottom. Read each table's rows before asking for the next."""
    rows = _Rows(sheet)
    searched = 0
    for number, cells in rows:
        if not any(cell is not None and cell != "" for cell in cells):
            continue
        searched += 1
        if searched > SEARCHED_ROWS:
            return
        header = rows.header(number, cells)
        if header is None:
            if misses is not None and (miss := rows.near_miss(sheet.name, number, cells)):
                misses.append(miss)
            continue
        rows.skip(header.height - 1)
        searched = 0
        form, columns = header.match.form, dict(header.match.columns)
        data = _Data(rows, header.match)
        yield FoundTable(
            sheet.name, form, number + header.height - 1, columns, iter(data), sheet.hidden,
            [c.key for c in form.required if c.key not in columns], header.match.repeated, data.notes, data.sums,
        )  # fmt: skip
        for _ in data:  # whatever the caller did not read is not searched for headers
            pass


def with_rows(table: FoundTable, sheet: Sheet, numbered: Iterator[_Row], is_end: Callable[[int], bool]) -> FoundTable:
    """The same table with some of its sheet's rows only, up to one that no longer counts; raises Unusual if it ends before."""
    rows = _Rows(sheet.with_rows(sheet.rows), numbered)  # of whose headers nothing is remembered
    data = _Data(rows, Match(FORMS[table.form.key], table.columns, table.repeated))  # itself, in another process too

    def own() -> Iterator[_Row]:
        for number, cells in data:
            if is_end(number):
                return
            yield number, cells
        if next(iter(rows), None):
            raise Unusual

    return FoundTable(
        table.sheet, table.form, table.header_row, table.columns, own(), table.hidden,
        table.missing, table.repeated, data.notes, data.sums, table.places,
    )  # fmt: skip


class _Header(NamedTuple):
    match: Match
    height: int


class _Rows:
    """A sheet's numbered rows, with a look at those ahead, and its merged areas by their first row."""

    def __init__(self, sheet: Sheet, numbered: Iterator[_Row] | None = None) -> None:
        self._rows = numbered or enumerate(sheet.rows(), start=1)
        self._headers = sheet.headers
        self._ahead: deque[_Row] = deque()
        self.merged: dict[int, list[_Area]] = {}
        for area in sheet.merged:
            self.merged.setdefault(area[0], []).append(area)

    def __iter__(self) -> Iterator[_Row]:
        while True:
            while self._ahead:
                yield self._ahead.popleft()
            for row in self._rows:
                yield row
                if self._ahead:
                    break
            else:
                return

    def ahead(self, count: int) -> list[_Row]:
        """The next rows, not yet taken."""
        while len(self._ahead) < count and (row := next(self._rows, None)):
            self._ahead.append(row)
        return [self._ahead[i] for i in range(min(count, len(self._ahead)))]

    def skip(self, count: int) -> None:
        for _ in self.ahead(count):
            self._ahead.popleft()

    def put_back(self, number: int, cells: Sequence[Any]) -> None:
        self._ahead.appendleft((number, cells))

    def header(self, number: int, cells: Sequence[Any]) -> _Header | None:
        """The header of a form that begins in this row."""
        if number not in self._headers:
            window = [(number, cells), *self.ahead(HEADER_ROWS)]
            found = self._find(window, _complete)
            self._headers[number] = found and _Header(found.match, self._whole_height(window, found.height))
        return self._headers[number]

    def near_miss(self, sheet: str, number: int, cells: Sequence[Any]) -> NearMiss | None:
        """The form that most of this row's texts are headers of, and what it lacks."""
        found = self._find([(number, cells), *self.ahead(HEADER_ROWS - 1)], _nearly)
        if found is None:
            return None
        form, columns = found.match.form, found.match.columns
        lacking = [g for g in form.needs if not any(c.key in columns for c in g)]
        return NearMiss(
            sheet, number + found.height - 1, form, tuple(COLUMNS[k].header for k in columns),
            tuple("或".join(f"“{COLUMNS[c.key].header}”" for c in group) for group in lacking),
        )  # fmt: skip

    def _find(self, window: Sequence[_Row], best_of: Callable[[tuple[_Texts, ...]], Match | None]) -> _Header | None:
        """The best match over one row or several; a line above a header is not taken for part of it."""
        found: _Header | None = None
        for height in range(1, min(len(window), HEADER_ROWS) + 1):
            if height > 1 and not is_wording(window[height - 1][1]):
                break  # data stands below
            best = best_of(self._labels(window[:height]))
            if best is None or (found and len(best.columns) <= len(found.match.columns)):
                continue
            below = (best_of(self._labels(window[top:height])) for top in range(1, height))
            if all(other is None or len(other.columns) < len(best.columns) for other in below):
                found = _Header(best, height)
        return found

    def _whole_height(self, window: Sequence[_Row], height: int) -> int:
        """A header reaches down to where its merged cells end, and takes in a line of units in brackets."""
        number = window[0][0]
        merged = max((bottom for _, _, bottom, _ in self.merged.get(number, ())), default=number) - number + 1
        if height < merged <= HEADER_ROWS and all(not c or is_wording(c) for c in map(_texts, window[height:merged])):
            height = merged
        if height < len(window) and (units := _texts(window[height])) and all(words[0] in "(（" for words in units):
            height += 1
        return min(height, len(window))

    def _labels(self, rows: Sequence[_Row]) -> tuple[_Texts, ...]:
        """For each column the texts of a header over these rows, top to bottom."""
        width = min(max(len(cells) for _, cells in rows), HEADER_COLUMNS)
        lines = []
        for place, (number, cells) in enumerate(rows, start=1):
            line = [fold(cell) for cell in cells[:width]] + [""] * (width - len(cells))
            if place < len(rows):  # a group's name stands for all columns below it
                for _, first, _, last in self.merged.get(number, ()):
                    for at in range(first, min(last, width)):
                        line[at] = line[first - 1]
            lines.append(line)
        if len(lines) == 1:
            return tuple([(words,) if words else () for words in lines[0]])
        return tuple([tuple(filter(None, dict.fromkeys(texts))) for texts in zip(*lines, strict=True)])


def _texts(row: _Row) -> list[str]:
    return [text(cell) for cell in row[1] if not is_blank(cell)]


@lru_cache(maxsize=512)  # a folder of workbooks has few headers, and each is looked at several times
def _complete(labels: tuple[_Texts, ...]) -> Match | None:
    """The form with the most columns among those whose needs are met."""
    met = (m for m in matches(labels) if all(any(c.key in m.columns for c in group) for group in m.form.needs))
    return max(met, key=lambda m: len(m.columns), default=None)


@lru_cache(maxsize=512)
def _nearly(labels: tuple[_Texts, ...]) -> Match | None:
    """The form with the most columns, at least three."""
    return max((m for m in matches(labels) if len(m.columns) >= 3), key=lambda m: len(m.columns), default=None)


class _Data:
    """The rows of data below a header, up to the next table's header or the end of the sheet."""

    def __init__(self, rows: _Rows, match: Match) -> None:
        self.rows, self.match = rows, match
        self.notes: list[str] = []
        self.sums: list[_Row] = []
        columns = match.columns
        self.positions = sorted(columns.values())
        self.names = {columns[k] for k in ("name", "id_number") if k in columns}
        self.forerunners = {columns[k] for k in FORERUNNERS if k in columns}
        self._stream = self._read()

    def __iter__(self) -> Iterator[_Row]:
        return self._stream

    def _read(self) -> Iterator[_Row]:
        width = self.positions[-1] + 1
        number_at = self.match.columns.get("id_number", -1)
        open_areas: dict[int, tuple[int, Any]] = {}  # position → last row and value of a cell merged downwards
        merged = self.rows.merged
        for number, cells in self.rows:
            if len(cells) < width:
                cells = [*cells, *[""] * (width - len(cells))]
            id_number = cells[number_at] if number_at >= 0 else ""
            if type(id_number) is not str or len(id_number) < 15 or not id_number[:6].isdigit():  # else surely data
                turn = self._another_header(number, cells)
                if turn == "end":
                    return
                if turn == "again" or not self._is_data(number, cells):
                    continue
            for _, first, last_row, _ in merged.get(number, ()):
                if last_row > number and first <= width:
                    open_areas[first - 1] = last_row, cells[first - 1]
            if open_areas:
                cells = list(cells)
                for position, (last_row, value) in list(open_areas.items()):
                    if number > last_row:
                        del open_areas[position]
                    elif cells[position] is None or cells[position] == "":
                        cells[position] = value
            yield number, cells

    def _another_header(self, number: int, cells: Sequence[Any]) -> Literal["end", "again", ""]:
        """Whether another table begins here, or this header comes again, as on every printed page.

        The same header with the numbers beginning anew below it is another table.
        """
        if not names_columns(cells) and not (is_wording(cells) and self._heading_follows()):
            return ""
        header = self.rows.header(number, cells)
        if header is None:
            return ""
        if header.match.form is self.match.form and header.match.columns == self.match.columns:
            serial = self.match.columns.get("serial")
            below = self.rows.ahead(header.height)[header.height - 1 :]
            if serial is None or not any(text(row[serial]) == "1" for _, row in below if len(row) > serial):
                self.rows.skip(header.height - 1)
                return "again"
        self.rows.put_back(number, cells)
        return "end"

    def _heading_follows(self) -> bool:
        return any(names_columns(cells) for _, cells in self.rows.ahead(1))

    def _is_data(self, number: int, cells: Sequence[Any]) -> bool:
        """Whether a row is data; the texts of one that is not are kept as notes."""
        filled = [p for p in self.positions if cells[p] is not None and cells[p] != ""]
        if self.forerunners.issuperset(filled) and (filled or not any(not is_blank(c) for c in cells)):
            return False
        if not filled or self._is_note(cells, filled):
            self.notes += [text(c) for c in cells if not is_blank(c)]
            if any(type(c) is str and _SUM.match(fold(c)) for c in cells):
                self.sums.append((number, cells))
            return False
        return True

    def _is_note(self, cells: Sequence[Any], filled: Sequence[int]) -> bool:
        """A sum, a signature, a remark: its first words say so, or it is one lone text that is no name."""
        first = cells[filled[0]]
        if type(first) is not str:
            return False
        words = fold(first)
        if _NOTE.match(words):
            return True
        if len(filled) == 1:
            named = self.names.isdisjoint(filled) if self.names else False
            return named or bool(_LABEL.match(words)) or self._heading_follows()
        number = fold(cells[self.match.columns["id_number"]]) if "id_number" in self.match.columns else ""
        return bool(self.names and len(filled) < 5 and _LABEL.match(words) and (not number or _LABEL.match(number)))
