"""The cells of a worksheet given other styles: rows and cells that are missing are put in where they belong."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from jineng.validators.findings import cell_name
from jineng.workbooks.marking.places import MAIN, STRICT, Node, Patch, attribute_of, parse
from jineng.workbooks.marks import Refused

At = tuple[int, int]  # row, column, from 1

_SHEET_DATA = re.compile(rb"<(?:[\w.-]+:)?sheetData(?=[\s/>])")
_NUMBER = attribute_of(b"r")
_STYLE = attribute_of(b"s")
_SPANS = attribute_of(b"spans")
_ADDRESS = re.compile(r"\$?([A-Z]+)\$?(\d+)")


def at_of(address: str) -> At:
    """Row and column of an address such as B7, of the first cell of an area such as B7:C9."""
    found = _ADDRESS.match(address.upper())
    if not found:
        raise ValueError(address)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A worksheet's XML: all elements but the rows, which are too many to be looked at one by one."""

    patch: Patch
    root: Node
    data: Node

    @staticmethod
    def of(patch: Patch, name: str) -> "Worksheet":
        what = f"工作表“{name}”"
        body = patch.body
        first = _SHEET_DATA.search(body)
        last = body.rfind(b"sheetData")
        if first is None:
            raise Refused(f"{what}的写法特殊，不能标记。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试")
        end = body.index(b">", first.start()) + 1
        filled = body[last - 1 : last] != b"<" and last > end  # </sheetData>, not <sheetData/>
        hole = (end, body.rfind(b"<", 0, last)) if filled else (0, 0)
        root = parse(body, 2, what, hole)
        data = root.child("sheetData")
        if root.space == STRICT:
            raise Refused("这是“Strict Open XML”格式，不能标记。请在 Excel 中另存为普通的 .xlsx 后再试")
        strange = any(body.find(mark, *hole) >= 0 for mark in (b"<!", b"<?"))
        if root.space != MAIN or data is None or data.start != first.start() or strange:
            raise Refused(f"{what}的写法特殊，不能标记。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试")
        return Worksheet(patch, root, data)

    def merged(self) -> dict[At, str]:
        """Every cell of merged areas that begin elsewhere → the first cell of the area."""
        anchors: dict[At, str] = {}
        areas = self.root.child("mergeCells")
        for area in areas.children if areas else ():
            first, _, last = area.attributes.get("ref", "").partition(":")
            (top, left), (bottom, right) = at_of(first), at_of(last or first)
            if (bottom - top + 1) * (right - left + 1) <= 100_000:  # no more: that is no table's cell
                for row in range(top, bottom + 1):
                    for column in range(left, right + 1):
                        anchors[row, column] = cell_name(top, left)
        return anchors

    def widths(self) -> Callable[[int], float]:
        """The width of each column, in characters."""
        form = self.root.child("sheetFormatPr")
        usual = float((form.attributes.get("defaultColWidth") if form else None) or 8.43)
        columns = self._columns()

        def width(column: int) -> float:
            given = next((a for low, high, a in columns if low <= column <= high), {})
            return 0.0 if given.get("hidden") in ("1", "true") else float(given.get("width", usual))

        return width

    def _columns(self) -> list[tuple[int, int, dict[str, str]]]:
        return [
            (int(c.attributes.get("min", 1)), int(c.attributes.get("max", 16384)), c.attributes)
            for group in self.root.all("cols")
            for c in group.children
        ]

    def restyle(self, places: Collection[At], style_for: Callable[[At, int], int]) -> None:
        """Give cells the style that style_for answers for the one they have; a missing cell has its row's or column's."""
        wanted: dict[int, set[int]] = {}
        for row, column in places:
            wanted.setdefault(row, set()).add(column)
        columns = [(low, high, int(given.get("style", 0))) for low, high, given in self._columns()]
        writer = _Writer(self.patch, self.data.prefix, style_for, columns)
        pending = sorted(wanted)
        last = 0
        for number, start, inside, close, end in _rows(self.patch.body, self.data):
            if number <= last:
                raise Refused(f"第{number}行的次序不对，不能标记。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试")
            last = number
            while pending and pending[0] < number:
                missing = pending.pop(0)
                self.patch.insert(start, writer.row(missing, wanted[missing]))
            if pending and pending[0] == number:
                pending.pop(0)
                writer.patch_row(number, wanted[number], (start, inside, close, end))
            if not pending:
                return
        new = b"".join(writer.row(missing, wanted[missing]) for missing in pending)
        if new:
            self.patch.append(self.data, new)


def _rows(body: bytes, data: Node) -> Iterator[tuple[int, int, int, int, int]]:
    """Each row's number and where it begins, begins inside, closes and ends; a row without a number follows the last."""
    opening = re.compile(rb"<%srow(?=[\s/>])[^>]*>" % data.prefix)
    closing = b"</" + data.prefix + b"row"
    number, at = 0, data.inside
    while found := opening.search(body, at, data.close):
        tag = found[0]
        given = _NUMBER.search(tag)
        number = int(given[1]) if given else number + 1
        inside = found.end()
        if tag.endswith(b"/>"):
            close = end = inside
        else:
            close = body.index(closing, inside, data.close)
            end = body.index(b">", close) + 1
        yield number, found.start(), inside, close, end
        at = end


@dataclass(frozen=True, slots=True)
class _Writer:
    patch: Patch
    prefix: bytes
    style_for: Callable[[At, int], int]
    columns: list[tuple[int, int, int]]

    def column_style(self, column: int) -> int:
        return next((style for low, high, style in self.columns if low <= column <= high), 0)

    def row(self, number: int, columns: Collection[int]) -> bytes:
        """A row that was missing; nothing when its cells would be as they were without it."""
        cells = b"".join(self._cell(number, c, self.column_style(c)) for c in sorted(columns))
        return b'<%srow r="%d">%s</%srow>' % (self.prefix, number, cells, self.prefix) if cells else b""

    def _cell(self, row: int, column: int, style: int) -> bytes:
        new = self.style_for((row, column), style)
        return b'<%sc r="%s" s="%d"/>' % (self.prefix, cell_name(row, column).encode(), new) if new != style else b""

    def patch_row(self, number: int, columns: Collection[int], where: tuple[int, int, int, int]) -> None:
        """Change the cells of a row; where it begins, begins inside, closes and ends."""
        start, inside, close, _ = where
        body = self.patch.body
        tag = body[start:inside]
        row_style = _STYLE.search(tag) if b"customFormat" in tag else None
        pending = sorted(columns)
        added: list[tuple[int, bytes]] = []

        def insert(at: int, column: int) -> None:
            style = int(row_style[1]) if row_style else self.column_style(column)
            if cell := self._cell(number, column, style):
                added.append((at, cell))
                reached.append(column)

        reached: list[int] = []
        opening = re.compile(rb"<%sc(?=[\s/>])[^>]*>" % self.prefix)
        closing = b"</" + self.prefix + b"c>"
        column, at = 0, inside
        while pending and (found := opening.search(body, at, close)):
            given = _NUMBER.search(found[0])
            column = at_of(given[1].decode())[1] if given else column + 1
            while pending and pending[0] < column:
                insert(found.start(), pending.pop(0))
            if pending and pending[0] == column:
                pending.pop(0)
                present = _STYLE.search(found[0])
                style = int(present[1]) if present else 0
                new = self.style_for((number, column), style)
                if new != style:
                    self.patch.insert_attribute(found.start(), found.end(), b"s", b"%d" % new)
            at = found.end() if found[0].endswith(b"/>") else body.index(closing, found.end(), close) + len(closing)
        for column in pending:
            insert(close, column)
        self._put(added, where)
        self._widen(start, tag, reached)

    def _put(self, added: list[tuple[int, bytes]], where: tuple[int, int, int, int]) -> None:
        start, inside, _, end = where
        if added and inside == end:  # <row/> has to be opened first
            slash = self.patch.body.rindex(b"/", start, end)
            cells = b"".join(cell for _, cell in added)
            self.patch.replace(slash, end, b">" + cells + b"</" + self.prefix + b"row>")
            return
        for at, cell in added:
            self.patch.insert(at, cell)

    def _widen(self, start: int, tag: bytes, columns: Collection[int]) -> None:
        """Let a row's note of which columns it spans be true of the cells put in."""
        spans = _SPANS.search(tag)
        pairs = [tuple(map(int, pair.split(b":"))) for pair in spans[1].split()] if spans else []
        if spans and pairs and columns:
            low, high = min(pairs)[0], max(pair[1] for pair in pairs)
            if min(columns) < low or max(columns) > high:
                new = b"%d:%d" % (min(low, *columns), max(high, *columns))
                self.patch.replace(start + spans.start(1), start + spans.end(1), new)


def anchor_of(merged: Mapping[At, str], address: str) -> str:
    """The cell that stands for a cell: itself, or the first of the merged area that covers it."""
    row, column = at_of(address)
    return merged.get((row, column), cell_name(row, column))
