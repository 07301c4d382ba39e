"""Read forms of labels and boxes, such as 申报表: one a sheet, each value beside its label, wherever that stands.

A form becomes a table of one row, so that the same requirements apply; each value keeps the address of its own cell. The
value stands to the right of its label, up to the next label, or behind its colon, or below it where the label fills its
row or stands in a strip of labels above their values. Tables inside the form end where its labels go on.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Any, NamedTuple

from jineng.validators.columns import COLUMNS
from jineng.validators.forms import FORMS, Form, spellings
from jineng.validators.values import fold, is_blank, text
from jineng.workbooks.headers import matches, trimmed
from jineng.workbooks.sheets import HEAD, Sheet
from jineng.workbooks.tables import FoundTable, NearMiss, find_tables

#: A form ends within so many rows, those of Sheet.head, and columns.
MAX_ROWS, MAX_COLUMNS = HEAD, 64
#: Labels of a form stand over at least so many rows: a table has all its headers in one or two.
LEAST_ROWS = 3

#: What stands between a label and its value in one cell or paragraph: a colon, a line to write on, a wide space.
_BEHIND = re.compile(r"[:：]|[\s_]{2,}")

_MOST_KNOWN = 20_000
_Place = tuple[int, int]
#: (folded label, what is said behind it), the likeliest first.
_Readings = Sequence[tuple[str, str]]


def find_forms(sheet: Sheet, misses: list[NearMiss] | None = None) -> Iterator[FoundTable]:
    """The form of labels that a sheet holds, with the tables inside it; else the sheet's tables, top to bottom."""
    labels, forms = sheet.labels = sheet.labels or _labels_in(sheet)
    seen = [
        (row, column, labels[cell])
        for row, cells in enumerate(sheet.head if forms else (), 1)
        for column, cell in enumerate(cells[:MAX_COLUMNS], 1)
        if type(cell) is str and cell in labels
    ]
    if len({row for row, *_ in seen}) >= LEAST_ROWS:
        for form in forms:
            if holds := _Labels.of(sheet, seen, form):
                yield from holds.tables()
                return
    yield from find_tables(sheet, misses)


class _Label(NamedTuple):
    """row and column, 1-based, of its first and last cell; said: what stands behind its colon."""

    key: str
    top: int
    left: int
    bottom: int
    right: int
    said: str = ""


class _Labels(NamedTuple):
    """The labels of one form in a sheet.

    cells   what the form's area holds, by 1-based place
    labels  in sheet order
    twice   headers of labels that stand once more than the form has them
    inside  form key → first row (the header) and the row after the last of a table inside
    """

    sheet: Sheet
    form: Form
    cells: Mapping[_Place, Any]
    labels: Sequence[_Label]
    twice: Sequence[str]
    inside: Mapping[str, tuple[int, int]]

    @classmethod
    def of(cls, sheet: Sheet, labels: Sequence[tuple[int, int, _Readings]], form: Form) -> "_Labels | None":
        """The labels, or None when the sheet is not of this form."""
        words, head = _words(form), sheet.head
        seen = [
            (words[label], row, column, label, said)
            for row, column, readings in labels
            for label, said in [r for r in readings if r[0] in words][:1]
        ]
        keys = {key for options, *_ in seen for key in options}
        if len({row for _, row, *_ in seen}) < LEAST_ROWS or any(
            keys.isdisjoint(c.key for c in group) for group in form.needs
        ):
            return None
        cells = {
            (row, column): cell
            for row, line in enumerate(head, 1)
            for column, cell in enumerate(line[:MAX_COLUMNS], 1)
            if text(cell)
        }
        inside = {inner: _area(FORMS[inner], head, seen) for _, inner in form.inside}
        held = {row for first, end in inside.values() for row in range(first, end)}
        assigned, twice = _assigned(form, [s for s in seen if s[1] not in held], sheet)
        return cls(sheet, form, cells, assigned, twice, {k: v for k, v in inside.items() if v[0]})

    def tables(self) -> Iterator[FoundTable]:
        """The form as a table of one row, then the tables inside it."""
        inner = {form: self._inside(form) for form in self.inside}
        values: dict[str, tuple[Any, _Place]] = {label.key: self._value(label) for label in self.labels}
        for key, form in self.form.inside:
            if form in inner:
                table, rows = inner[form]
                at = table.columns.get("name")
                names = "、".join(text(cells[at]) or "？" for _, cells in rows) if at is not None else str(len(rows))
                values[key] = names, (table.header_row, min(table.columns.values()) + 1)
        keys = [key for key in self.form.keys if key in values]
        row = self.labels[0].top
        filled = [(row, [values[key][0] for key in keys])] if any(values[key][0] != "" for key in keys) else []
        yield FoundTable(
            self.sheet.name, self.form, row, {key: at for at, key in enumerate(keys)}, iter(filled), self.sheet.hidden,
            [c.key for c in self.form.required if c.key not in values], self.twice,
            places=[values[key][1] for key in keys],
        )  # fmt: skip
        for table, rows in inner.values():
            table.rows = iter(rows)
            yield table

    def _inside(self, form: str) -> tuple[FoundTable, list[tuple[int, Sequence[Any]]]]:
        first, end = self.inside[form]

        def rows() -> Iterator[Sequence[Any]]:
            return (line if first <= n else () for n, line in enumerate(islice(self.sheet.rows(), end - 1), 1))

        table = next(find_tables(self.sheet.with_rows(rows)))
        return table, list(table.rows)

    def _value(self, label: _Label) -> tuple[Any, _Place]:
        """What a label's box holds, and where."""
        if label.said:
            return label.said, (label.top, label.left)
        if label.key in self.form.strip:
            place = label.bottom + 1, label.left
            return self.cells.get(place, ""), place
        others = [o for o in self.labels if o is not label and o.top <= label.bottom and label.top <= o.bottom]
        limit = min((o.left for o in others if o.left > label.left), default=MAX_COLUMNS + 1)
        beside = self._box(label.top, label.bottom, label.right + 1, limit - 1)
        # An empty box beside, or a colon with nothing behind it, is left blank: what stands below belongs to something else.
        boxed = any(area[:2] == (label.top, label.right + 1) for area in self.sheet.merged)
        if not (beside or others or boxed) and not fold(self.cells[label.top, label.left]).rstrip("_").endswith(":"):
            below = min((o.top for o in self.labels if o.top > label.bottom), default=MAX_ROWS)
            below = min([below, *(first for first, _ in self.inside.values() if first > label.bottom)])
            beside = self._box(label.bottom + 1, below - 1, 1, MAX_COLUMNS)
        if not beside and label.right == max(o.right for o in self.labels):
            return "", (label.bottom + 1, label.left)
        if not beside:
            return "", (label.top, label.left if limit == label.right + 1 else label.right + 1)
        if len(beside) == 1:
            return next(iter(beside.values())), next(iter(beside))
        lines: dict[int, list[str]] = {}
        for (row, _), cell in beside.items():
            lines.setdefault(row, []).append(text(cell))
        return "\n".join("".join(parts) for parts in lines.values()), next(iter(beside))

    def _box(self, top: int, bottom: int, left: int, right: int) -> dict[_Place, Any]:
        """What stands between those rows and columns; where that is nothing but “无” or dashes, the first of them."""
        found = {p: c for p, c in self.cells.items() if top <= p[0] <= bottom and left <= p[1] <= right}
        return {p: c for p, c in found.items() if not is_blank(c)} or dict(list(found.items())[:1])


@cache
def _words(form: Form) -> Mapping[str, tuple[str, ...]]:
    """Folded label → the keys it may stand for, in the order of the form: a cover repeats what stands inside."""
    inside = {key for key, _ in form.inside}
    found: dict[str, list[str]] = {}
    for key in form.keys:
        for spelling in spellings(key) if key not in inside else ():
            keys = found.setdefault(spelling, [])
            if key not in keys:
                keys.append(key)
    return {label: tuple(keys) for label, keys in found.items()}


def _labels_in(sheet: Sheet) -> tuple[Mapping[str, _Readings], Sequence[Form]]:
    """The texts of a sheet's head that may be labels, and the forms that have all they need among them; most sheets have neither."""
    forms, telling, vocabulary = _vocabularies(tuple([key for key, form in FORMS.items() if form.labels]))
    cells: set[Any] = set().union(*sheet.head)
    if not _labels_among(cells, telling):
        return {}, ()
    labels = _labels_among(cells, vocabulary)
    said = {label for readings in labels.values() for label, _ in readings}
    complete = []
    for form in forms:
        meant = _words(form)
        keys = {key for label in said for key in meant.get(label, ())}
        if not any(keys.isdisjoint(c.key for c in group) for group in form.needs):
            complete.append(form)
    return labels, complete


def _labels_among(cells: Iterable[Any], vocabulary: "_Vocabulary") -> dict[str, _Readings]:
    words, letters, beginnings = vocabulary
    likely = [cell for cell in cells if type(cell) is str and letters[cell[:1]]]  # few of the texts
    return {c: found for c in likely if beginnings[c[:3]] and (found := [r for r in _readings(c) if r[0] in words])}


class _Beginnings(dict[str, bool]):
    """Whether a label may begin like a cell, remembered by the first characters of the cell."""

    def __init__(self, labels: Iterable[str], length: int) -> None:
        super().__init__()
        self.length, self.begun = length, {label[:length] for label in labels}

    def __missing__(self, begun: str) -> bool:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[begun] = may = begun in self.begun or not (len(begun) == self.length and _is_kept(begun))
        return may


def _is_kept(letters: str) -> bool:
    """Whether these are the same however a cell is folded: one that begins so is a label that begins so, or none."""
    return all("0" <= letter <= "9" or "\u4e00" <= letter <= "\u9fff" for letter in letters)


class _Vocabulary(NamedTuple):
    """Labels, and how one may begin: with one character, with three."""

    words: frozenset[str]
    letters: _Beginnings
    beginnings: _Beginnings

    @classmethod
    def of(cls, labels: Iterable[str]) -> "_Vocabulary":
        words = frozenset(labels)
        return cls(words, _Beginnings(words, 1), _Beginnings(words, 3))


@cache
def _vocabularies(keys: Sequence[str]) -> tuple[Sequence[Form], _Vocabulary, _Vocabulary]:
    """Forms by their keys; what each needs last, which tables have too the least; and every label."""
    forms = [FORMS[key] for key in keys]
    last = (
        label for f in forms for label, meant in _words(f).items() if not {c.key for c in f.needs[-1]}.isdisjoint(meant)
    )
    return forms, _Vocabulary.of(last), _Vocabulary.of(label for form in forms for label in _words(form))


@lru_cache(maxsize=4096)
def _readings(cell: str) -> _Readings:
    """The labels that a cell may be taken for, and what is said behind their colon or on their line."""
    if len(cell) > 60 and not _BEHIND.search(cell[:40]):
        return ()
    folded = fold(cell).rstrip("_")
    found = [(folded, ""), (trimmed(folded), "")]
    for gap in _BEHIND.finditer(cell[:40]):
        label, said = fold(cell[: gap.start()]), cell[gap.end() :].strip(" _\u3000\n")
        found += [(label, said), (trimmed(label), said)]
    return tuple(found)


def _area(form: Form, head: Sequence[Sequence[Any]], seen: Sequence[tuple[Any, int, int, str, str]]) -> tuple[int, int]:
    """The header's row of a table inside, and the row after its last: where a row begins with a label of the outer form."""
    for row, cells in enumerate(head, 1):
        labels = [(fold(cell),) if type(cell) is str and cell.strip() else () for cell in cells[:MAX_COLUMNS]]
        for match in matches(labels):
            if match.form is form and all(any(c.key in match.columns for c in group) for group in form.needs):
                left = min(match.columns.values()) + 1
                end = min((r for _, r, column, *_ in seen if r > row and column <= left), default=len(head) + 1)
                return row, end
    return 0, 0


def _assigned(
    form: Form, seen: Sequence[tuple[tuple[str, ...], int, int, str, str]], sheet: Sheet
) -> tuple[list[_Label], list[str]]:
    """Which label is which: of one that the form has twice, a single one is the inner; words of a strip count only there."""
    strips = _strip_rows(form, seen)
    areas = {(area[0], area[1]): area for area in sheet.merged}
    places: dict[str, list[tuple[int, int, tuple[str, ...], str]]] = {}
    for keys, row, column, label, said in seen:
        if not set(keys) & set(form.strip) or row in strips:
            places.setdefault(label, []).append((row, column, keys, said))
    labels, twice = [], []
    for found in places.values():
        keys = found[0][2]
        if len(found) > len(keys):
            twice.append(COLUMNS[keys[-1]].header)
        for (row, column, _, said), key in zip(found, keys[-len(found) :], strict=False):
            top, left, bottom, right = areas.get((row, column), (row, column, row, column))
            labels.append(_Label(key, top, left, bottom, right, said))
    return sorted(labels, key=lambda label: (label.top, label.left)), twice


def _strip_rows(form: Form, seen: Sequence[tuple[tuple[str, ...], int, int, str, str]]) -> set[int]:
    """Rows with at least half of the strip's labels: one alone is a value that happens to read the same."""
    count: dict[int, int] = {}
    for keys, row, *_ in seen:
        if set(keys) & set(form.strip):
            count[row] = count.get(row, 0) + 1
    return {row for row, n in count.items() if 2 * n >= len(form.strip)}
