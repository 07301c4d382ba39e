"""The findings of one file as the page shows them: filtered, row by row, each with a picture of its place."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jineng.addin.page.pictures import Pictures
from jineng.validators.findings import FileReport, Finding, cell_name, told_once
from jineng.validators.forms import FORMS
from jineng.validators.identity import mask_id
from jineng.validators.rules import SEVERITIES
from jineng.workbooks.marking.cells import at_of

#: Rows shown at a time.
AT_A_TIME = 30
#: Of a wide table only the first columns that hold anything and those around the guilty cells are shown.
_FIRST, _BESIDE, _WIDE = 3, 2, 10


class Filter(NamedTuple):
    """What is to be shown; an empty one shows everything. sheet: its name as it stands in addresses, ID numbers hidden."""

    severity: str = ""
    rule: str = ""
    sheet: str = ""

    def passes(self, finding: Finding) -> bool:
        mine = finding.severity, finding.rule, mask_id(finding.sheet)
        return all(not wanted or wanted == has for wanted, has in zip(self, mine, strict=True))


class Box(NamedTuple):
    """A cell of a picture. severity: of the gravest finding about it."""

    words: str
    severity: str = ""
    header: bool = False


class Line(NamedTuple):
    """A row of a picture; number 0 stands for rows left out."""

    number: int
    boxes: Sequence[Box] = ()


@dataclass
class Group:
    """The findings of one row. letters: column letters of its picture, "…" where columns are left out."""

    sheet: str
    row: int
    findings: list[Finding]
    letters: Sequence[str] = ()
    lines: Sequence[Line] = ()


def groups(report: FileReport, wanted: Filter) -> list[Group]:
    """The rows with findings, sheet by sheet in the order of the workbook; what was not checked of whole tables last."""
    sheets = [t.sheet for t in report.tables] + [f.sheet for f in report.findings]
    order = {sheet: place for place, sheet in enumerate(dict.fromkeys(sheets))}
    found: dict[tuple[bool, int, int], Group] = {}
    for finding in filter(wanted.passes, report.findings):
        key = finding.severity == "unchecked" and not finding.column, order[finding.sheet], finding.row
        found.setdefault(key, Group(finding.sheet, finding.row, [])).findings.append(finding)
    for group in found.values():
        group.findings = told_once(group.findings)
    return [found[key] for key in sorted(found)]


def choices(report: FileReport) -> dict[str, list[tuple[str, str, int]]]:
    """Severities, rules and sheets to filter by: each value, the words for it, how many findings it has."""
    found = report.findings
    clauses = {f.rule: f"{f.rule} {f.clause}" for f in found}
    return {
        "severity": [(key, name, sum(f.severity == key for f in found)) for key, name in SEVERITIES.items()],
        "rule": [(rule, clauses[rule], n) for rule, n in Counter(f.rule for f in found).items()],
        "sheet": [(mask_id(sheet), sheet, n) for sheet, n in Counter(f.sheet for f in found).items()],
    }


def draw(shown: Sequence[Group], report: FileReport, pictures: Path | None) -> None:
    """Put a picture into each group: the header, the row and its neighbours, the guilty cells marked."""
    sheets = _read(pictures) if pictures and pictures.exists() else {}
    near = {(group.sheet, group.row + step) for group in shown for step in (-1, 0, 1)}
    guilty: dict[str, dict[tuple[int, int], str]] = {}
    for finding in sorted(report.findings, key=lambda f: list(SEVERITIES).index(f.severity), reverse=True):
        if (finding.sheet, finding.row) in near:  # of two about one cell the graver comes last
            guilty.setdefault(finding.sheet, {})[at_of(finding.cell)] = finding.severity
    for group in shown:
        _draw(group, report, sheets.get(group.sheet, {}), guilty.get(group.sheet, {}))


def _draw(
    group: Group, report: FileReport, rows: Mapping[int, Sequence[str]], guilty: Mapping[tuple[int, int], str]
) -> None:
    if group.row not in rows:
        return
    header = _header(report, group)
    near = [n for n in range(max(group.row - 1, header + 1), group.row + 2) if n in rows]
    mine = {column for row, column in guilty if row == group.row}
    shown = [rows[n] for n in (*([header] if header in rows else []), *near)]
    width = max(map(len, shown))
    filled = [c for c in range(1, width + 1) if any(c <= len(cells) and cells[c - 1] for cells in shown)]
    columns = _columns(max(width, *mine), mine, filled[:_FIRST])
    lines = [Line(header, _boxes(rows[header], columns, {}, header, True))] if header in rows else []
    if lines and near[0] > header + 1:
        lines.append(Line(0))
    lines += [Line(n, _boxes(rows[n], columns, guilty, n, False)) for n in near]
    group.letters = [cell_name(0, column)[:-1] if column else "…" for column in columns]
    group.lines = lines


def _header(report: FileReport, group: Group) -> int:
    """The header row above a group, 0 where there is none: a form of labels has one only for the table inside it."""
    tables = [t for t in report.tables if t.sheet == group.sheet and t.header_row < group.row]
    if any(FORMS[t.form].labels for t in tables):
        tables = [t for t in tables if not FORMS[t.form].labels and group.row <= t.header_row + t.rows]
    return max((t.header_row for t in tables), default=0)


def _columns(width: int, mine: set[int], first: Sequence[int]) -> list[int]:
    """Which columns are shown; 0 stands for some left out."""
    if width <= _WIDE:
        return list(range(1, width + 1))
    shown: list[int] = []
    for beside in range(_BESIDE, -1, -1):  # closer around several guilty cells, so that all are in sight
        near = {c for at in mine for c in range(at - beside, at + beside + 1)}
        shown = [c for c in range(1, width + 1) if c in first or c in near]
        if len(shown) < _WIDE:
            break
    columns = []
    for column, before in zip(shown, [0, *shown], strict=False):
        columns += [0, column] if column > before + 1 else [column]
    return columns


def _boxes(
    cells: Sequence[str], columns: Sequence[int], guilty: Mapping[tuple[int, int], str], row: int, header: bool
) -> list[Box]:
    return [
        Box(cells[c - 1] if 0 < c <= len(cells) else "", guilty.get((row, c), "") if c else "", header) for c in columns
    ]


@lru_cache(maxsize=2)
def _read(path: Path) -> Pictures:
    data = json.loads(path.read_text(encoding="utf-8"))
    return {sheet: {int(n): words for n, words in rows.items()} for sheet, rows in data.items()}
