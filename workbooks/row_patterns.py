"""The patterns that find all cells of a row at once: one for whatever cells there are, and one for rows of a shape seen often."""

import re
from collections.abc import Callable
from functools import lru_cache

from jineng.validators.findings import column_name

#: So many columns are found by one pattern; cells further to the right are looked at one by one.
WIDEST = 64
#: A pattern for one shape takes about as long to compile as it saves in so many rows; so many are kept.
_OFTEN, _KEPT = 1000, 16

_ROW = r'\s*<row r="([0-9]{1,7})"[^>]*>'
#: What stands in the tags of a row's cells, None for a cell that is not there.
Shape = tuple[bytes | None, ...]
Find = Callable[[bytes], re.Match[bytes] | None]


@lru_cache(maxsize=WIDEST)
def any_cells(width: int) -> Find:
    """A row of cells from column A on, each there or not: number, then attributes and value of each cell."""
    cell = r'(?:<c r="{}\1"([^>]*)>(?:(?:<f[^>]*>(?:[^<]*</f>|)|)<v>([^<_\s]+)</v></c>|(?<=/>))|)'
    cells = "".join(cell.format(column_name(n)) for n in range(1, width + 1))
    return re.compile(f"{_ROW}{cells}".encode()).match


class Shapes:
    """The shapes that most rows have, found as rows go by; sheets of the same program have few."""

    def __init__(self) -> None:
        self.seen: dict[Shape, int] = {}
        self.usual: dict[Shape, Find] = {}

    def around(self, shape: Shape) -> tuple[Shape, Find] | None:
        """A usual shape that has these cells and perhaps more, with its pattern: number, then the value of each cell."""
        for usual, find in self.usual.items():
            if len(usual) == len(shape) and all(a == b or is_blank(a) for a, b in zip(shape, usual, strict=True)):
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
        value = (
            "((?!))"
            if attributes is None or is_blank(attributes)
            else rf"{cell}{re.escape(attributes.decode())}><v>([^<_\s]+)</v></c>"
        )
        cells += f"(?:{value}|{cell}[^>]*/>|)"
    return re.compile(f"{_ROW}{cells}".encode()).match


def is_blank(attributes: bytes | None) -> bool:
    """Whether a cell is not there, or holds nothing."""
    return attributes is None or attributes.endswith(b"/")
