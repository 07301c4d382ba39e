"""The patterns that find all cells of a row: one for whatever cells there are, and one for rows of a shape seen often."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from jineng.validators.findings import column_name

#: Rows with cells further to the right are looked at cell by cell.
_WIDEST = 64
#: A pattern for one shape takes about as long to compile as it saves in so many rows; so many are kept.
_OFTEN, _KEPT = 1000, 16

_ROW = r'\s*<row r="([0-9]{1,7})"[^>]*>'
_START = re.compile(_ROW.encode())
#: What the tag of a cell with its text inside is taken to end with.
INSIDE = b"><is"
#: Column, row, attributes and value of a cell; or, from something else on, all the rest.
_CELLS = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*(><is)?)>(?:(?(4)<t>|(?:<f[^>]*>(?:[^<]*</f>|)|)<v>)([^<]+)</(?(4)t></is|v)></c>|(?<=/>))|(\S[\s\S]*)'
)
#: What stands in the tags of a row's cells, None for a cell that is not there.
Shape = tuple[bytes | None, ...]
Find = Callable[[bytes, int], re.Match[bytes] | None]


def any_cells(row: bytes) -> tuple[bytes, Shape, Sequence[bytes | None]] | None:
    """A row's number, and the attributes and the value of each cell from column A on; None for a row that is unusual."""
    start = _START.match(row)
    cells = start and _CELLS.findall(row, start.end())
    if not start or not cells:
        return None
    columns, numbers, attributes, _, values, strays = zip(*cells, strict=True)
    if any(strays) or numbers.count(start[1]) != len(numbers):
        return None
    places = _places(columns)
    if not places:
        return None
    if len(places) == places[-1] + 1:
        return start[1], attributes, values
    shape: list[bytes | None] = [None] * (places[-1] + 1)
    spread = shape.copy()
    for place, tag, value in zip(places, attributes, values, strict=True):
        shape[place], spread[place] = tag, value
    return start[1], tuple(shape), spread


@lru_cache(maxsize=1024)
def _places(columns: tuple[bytes, ...]) -> tuple[int, ...] | None:
    """The positions of columns by their letters, from left to right, all different; None where they are not so."""
    places = tuple(map(position_of, columns))
    return places if places[-1] < _WIDEST and list(places) == sorted(set(places)) else None


@lru_cache(maxsize=1024)
def position_of(letters: bytes) -> int:
    """The position, from 0, of a column by its letters."""
    position = 0
    for letter in letters:
        position = position * 26 + letter - 64
    return position - 1


class Shapes:
    """The shapes that most rows have, found as rows go by; sheets of the same program have few."""

    def __init__(self) -> None:
        self.seen: dict[Shape, int] = {}
        self.usual: dict[Shape, Find] = {}

    def around(self, shape: Shape) -> tuple[Shape, Find] | None:
        """A usual shape that has these cells and perhaps more, with its pattern: number, then the value of each cell."""
        for usual, find in self.usual.items():
            if len(usual) >= len(shape) and all(a == b or is_blank(a) for a, b in zip(shape, usual, strict=False)):
                return usual, find
        seen = self.seen[shape] = self.seen.get(shape, 0) + 1
        if seen == _OFTEN and len(self.usual) < _KEPT:
            self.usual[shape] = _of_shape(shape)
        elif len(self.seen) > _OFTEN:
            self.seen.clear()
        return None


def _of_shape(shape: Shape) -> Find:
    """A row with these cells; any of them may be missing or blank."""
    cells = ""
    for column, attributes in enumerate(shape, 1):
        cell = rf'<c r="{column_name(column)}\1"'
        value = "((?!))"
        if attributes is not None and not is_blank(attributes):
            begin, end = ("<t>", "</t></is>") if attributes.endswith(INSIDE) else ("<v>", "</v>")
            value = rf"{cell}{re.escape(attributes.decode())}>{begin}([^<]++){end}</c>"
        cells += f"(?:{value}|{cell}[^>]*/>|)"
    return re.compile(rf"{_ROW}{cells}\s*</row>".encode()).match


def is_blank(attributes: bytes | None) -> bool:
    """Whether a cell is not there, or holds nothing."""
    return attributes is None or attributes.endswith(b"/")
