"""What a check has to say: findings, tables, files, and the words for them.

Tuples and plain classes: dataclasses takes as long to import and to make classes as a small workbook takes to check.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from jineng.validators.columns import COLUMNS
from jineng.validators.compiler import Hit
from jineng.validators.context import Context
from jineng.validators.expressions import Expr, columns_of
from jineng.validators.identity import mask_id
from jineng.validators.policy import Clause
from jineng.validators.rules import Requirement, Severity
from jineng.validators.settings import SETTINGS
from jineng.validators.values import is_blank, is_error, text


class Finding(NamedTuple):
    """One thing to look at: where, which rule, how grave, what is wrong, what to do, and the clause that says so."""

    sheet: str
    cell: str
    row: int
    column: str
    rule: str
    severity: Severity
    message: str
    suggestion: str
    clause: str
    quote: str
    notice: str

    def masked(self) -> "Finding":
        """The same with ID numbers hidden, for whatever leaves the workbook (X-08)."""
        return self._replace(message=mask_id(self.message), suggestion=mask_id(self.suggestion))


class Table(NamedTuple):
    """A table that was recognised and read."""

    sheet: str
    form: str
    header_row: int
    rows: int = 0
    hidden: bool = False


class FileReport:
    """One workbook: its tables, what was found, the settings that decided something, or why it could not be read."""

    def __init__(
        self,
        file: str,
        tables: Iterable[Table] = (),
        findings: Iterable[Finding] = (),
        settings: Mapping[str, str] | None = None,
        error: str | None = None,
    ) -> None:
        self.file = file
        self.tables, self.findings, self.settings = list(tables), list(findings), dict(settings or {})
        self.error = error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FileReport) and vars(self) == vars(other)

    def __repr__(self) -> str:
        return f"FileReport({vars(self)})"


class Report:
    """A whole run."""

    #: Of the shape of a report as data.
    version = 1

    def __init__(self, files: Iterable[FileReport] = ()) -> None:
        self.files = list(files)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Report) and self.files == other.files

    def __repr__(self) -> str:
        return f"Report({self.files})"

    def summary(self) -> dict[str, int]:
        counts = {"error": 0, "warning": 0, "unchecked": 0}
        for file in self.files:
            for finding in file.findings:
                counts[finding.severity] += 1
        return {
            "files": len(self.files),
            "rows": sum(t.rows for f in self.files for t in f.tables),
            "errors": counts["error"],
            "warnings": counts["warning"],
            "unchecked": counts["unchecked"],
        }

    def exit_code(self) -> int:
        """0 nothing wrong, 1 errors in the tables, 2 something could not be checked."""
        if any(f.error for f in self.files):
            return 2
        return 1 if any(x.severity == "error" for f in self.files for x in f.findings) else 0


def told_once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings as people read them: what several rules without a clause say of one table alike comes once, with their ids."""
    told: dict[object, list[Finding]] = {}
    for number, f in enumerate(findings):
        alike = not f.notice and not f.column
        told.setdefault((f.sheet, f.cell, f.message, f.suggestion) if alike else number, []).append(f)
    return [_together(several) for several in told.values()]


def _together(findings: Sequence[Finding]) -> Finding:
    first, *others = findings
    if not others:
        return first
    ids = sorted(f.rule for f in findings)
    return first._replace(rule="", message=f"{first.message}：{'、'.join(ids)}（{len(ids)} 条）")


def cell_name(row: int, column: int) -> str:
    """A1 address from 1-based row and column numbers."""
    return f"{column_name(column)}{row}"


@cache
def column_name(column: int) -> str:
    """Letters of a column from its 1-based number."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cite(id: str, clause: Clause | None) -> tuple[str, str, str]:
    """Clause, quoted words and notice of a rule in the place at hand."""
    return (clause.where, clause.quote, str(clause.notice)) if clause else ("", "", "")


def shown(cell: Any) -> str:
    """A cell in a message; （空） for nothing."""
    return text(cell) or "（空）"


def sentence(
    requirement: Requirement,
    hit: Hit,
    row: Sequence[Any],
    layout: Mapping[str, int],
    context: Context,
    derived: Mapping[str, Expr] | None = None,
) -> str:
    """The sentence of a requirement that does not hold, with the values seen and the values required."""
    _, ok, say, _ = hit
    values = _Said({name: text(value) for (name, _), value in zip(requirement.say, say, strict=False)})
    values.row, values.layout = row, layout
    if ok is False:
        return requirement.fails.format_map(values)
    if context.clause(requirement.id) is None:
        return f"{context.policy.place}没有相应规定（未设置），未校验"
    cause = unknown_column(requirement, hit, row, layout, context, derived)
    if titles := unset(requirement, cause, context):
        return f"{titles}未设置，未校验"
    if cause is None or (requirement.unknown_says and not is_blank(row[layout[cause]])):
        return (requirement.unknown_says or "缺少数据，无法判断").format_map(values)
    header = COLUMNS[cause].header
    if is_blank(row[layout[cause]]):
        return f"{header}为空，无法判断"
    return f"{header}“{shown(row[layout[cause]])}”不能识别，无法判断"


def unknown_column(
    requirement: Requirement,
    hit: Hit,
    row: Sequence[Any],
    layout: Mapping[str, int],
    context: Context,
    derived: Mapping[str, Expr] | None = None,
) -> str | None:
    """The column to blame for a None: the first that is there but blank or unreadable; None when there is none."""
    doubtful = requirement.test if hit[3] else requirement.when
    for key in sources(doubtful, layout, derived or {}):
        if key in layout and context.functions[f"read_{COLUMNS[key].kind}"](row[layout[key]]) is None:
            return key
    return None


def sources(node: Expr | None, layout: Mapping[str, Any], derived: Mapping[str, Expr]) -> tuple[str, ...]:
    """The columns an expression rests on; a derived one stands for those it is derived from."""
    return tuple(
        source
        for key in columns_of(node)
        for source in (columns_of(derived[key]) if key in derived and key not in layout else (key,))
    )


def unset(requirement: Requirement, cause: str | None, context: Context) -> str:
    """What neither a notice nor a setting gives a requirement; "" where a cell that it tests is to blame first."""
    if cause in requirement.tested:
        return ""
    keys = [p for p in requirement.parameters if context.value(p) is None and p not in MAY_BE_EMPTY]
    return "、".join(SETTINGS[p].title if p in SETTINGS else "通知的数值" for p in keys)


def absent_columns(requirement: Requirement, layout: Mapping[str, int], derived: Mapping[str, Expr]) -> list[str]:
    """Columns a requirement reads that the sheet does not have."""
    return [k for k in requirement.columns if k not in layout and k not in derived]


def error_cells(row: Sequence[Any]) -> Iterator[int]:
    """Positions of cells with an error value."""
    return (i for i, cell in enumerate(row) if is_error(cell))


#: Settings whose being empty is itself an answer.
MAY_BE_EMPTY = frozenset({"as_of", "age_day", "required_class_one", "required_class_two"})


class _Said(dict[str, str]):
    """What a sentence may name: its own values, else the cells of the row."""

    row: Sequence[Any]
    layout: Mapping[str, int]

    def __missing__(self, key: str) -> str:
        return shown(self.row[self.layout[key]]) if key in self.layout else "（空）"
