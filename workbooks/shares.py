"""The rows of one large sheet in shares, one a process: each reads the sheet anew and passes over the rows of the others.

A share ends before the first row that is surely data behind some place in the XML, where the next one begins. So no
heading is cut in two, and what becomes of a row does not depend on the rows of another share.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import count
from typing import Any, NamedTuple

from jineng.validators.repeats import Repeats
from jineng.workbooks.parts import DAMAGE, MAX_CELLS
from jineng.workbooks.plain_xml import rows_of
from jineng.workbooks.sheets import Sheet
from jineng.workbooks.table_checker import Part, TableChecker
from jineng.workbooks.tables import FoundTable, with_rows
from jineng.workbooks.xml_text import Unusual

#: A share of less XML, about 25,000 rows of 20 columns, is not worth a process.
LEAST = 16 << 20
#: The forms whose rules over the whole table can be put together: what each gathers stands in `everybody`.
SHARED = frozenset({"results"})

#: Has several processes do the shares of a task, at most so many: task((number, of how many)) → what each came to, in
#: order; nothing where one process has to do it.
Spread = Callable[[Callable[[tuple[int, int]], Any], int], Iterable[Any]]

_CHUNK = 1 << 20
_ID_NUMBER = re.compile(r"\d{17}[\dX]", re.ASCII)


class Looked(NamedTuple):
    """What a process found in its share; last: the number of the last row; widest: how many cells the widest has, rows like many others left out."""

    part: Part
    winners: Repeats
    last: int
    widest: int


def looked_apart(make: Callable[[], Any], table: FoundTable, sheet: Sheet, spread: Spread) -> list[Looked]:
    """What several processes found in a large table that its sheet ends with, in order; nothing where one has to look.

    make  makes what looks at a table in another process
    """
    if not sheet.streamed or table.form.key not in SHARED or "id_number" not in table.columns:
        return []
    if any(bottom > max(top, table.header_row) for top, _, bottom, _ in sheet.merged):
        return []  # a cell merged downwards may stand for rows of two shares
    bare = Sheet(sheet.name, sheet.streamed, merged=sheet.merged, streamed=sheet.streamed)
    task = partial(_look_at, make, table, bare, bool(sheet.odd))
    try:
        found: list[Looked] = list(spread(task, sheet.streamed.part.file_size // LEAST))
    except (Unusual, *DAMAGE):  # of a process that died, too
        return []
    cells = max((one.last for one in found), default=0) * max((one.widest for one in found), default=0)
    return found if cells <= MAX_CELLS else []


def _look_at(
    make: Callable[[], Any], table: FoundTable, sheet: Sheet, odd_cells: bool, which: tuple[int, int]
) -> Looked:
    workbook, share = make(), Share(table, sheet, *which)
    checker = TableChecker(share.table(), workbook.context)
    workbook.look(checker, odd_cells)
    return Looked(checker.part(), workbook.people.winners, share.last, share.streamed.cells.widest)


class Share:
    """The rows of one share, the number-th of so many.

    end   the number of the row that the next share begins with, 0 as long as it was not met
    last  the number of the last row read
    """

    def __init__(self, table: FoundTable, sheet: Sheet, number: int, of: int) -> None:
        assert sheet.streamed
        self.whole, self.sheet, self.streamed = table, sheet, sheet.streamed
        chunks = -(-self.streamed.part.file_size // _CHUNK)
        self.start, self.stop = chunks * number // of, chunks * (number + 1) // of
        self.passed, self.end, self.last = False, 0, 0

    def table(self) -> FoundTable:
        """The table with the rows of this share; they raise Unusual where one process has to look at all."""
        return with_rows(self.whole, self.sheet, self._rows(), lambda number: number == self.end)

    def _rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The numbered rows, with the first of the next share for those that look ahead."""
        at, header, begun = self.whole.columns["id_number"], self.whole.header_row, not self.start
        with zipfile.ZipFile(self.streamed.path) as package, package.open(self.streamed.part) as file:
            for number, cells in enumerate(rows_of(self._pieces(file), self.streamed.cells), 1):
                if number <= header:
                    continue
                if self.passed or not begun:
                    sure = len(cells) > at and type(cells[at]) is str and bool(_ID_NUMBER.fullmatch(cells[at]))
                    begun = begun or sure
                    if sure and self.passed:
                        self.end = number
                if begun:
                    self.last = number
                    yield number, cells
                if self.end:
                    return

    def _pieces(self, file: Any) -> Iterator[bytes]:
        """The XML from behind a row on, cut behind a row where the next share begins to look for its first."""
        for _ in range(self.start):  # file.seek would inflate 16 MB at a time
            file.read(_CHUNK)
        for number in count(self.start):
            if not (piece := file.read(_CHUNK)):
                return
            if number == self.start:
                piece = piece[_row_end(piece) if number else piece.find(b"<sheetData>") + 11 :]
            elif number == self.stop:
                end = _row_end(piece)
                yield piece[:end]
                self.passed, piece = True, piece[end:]
            yield piece


def _row_end(piece: bytes) -> int:
    end = piece.find(b"</row>") + 6
    if end < 6:
        raise Unusual
    return end
