"""Tables that tell something about the others: registers, a plan, the settings, read into memory before the checks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jineng.validators.columns import COLUMNS
from jineng.validators.context import Context
from jineng.validators.findings import Finding, cell_name, cite
from jineng.validators.identity import id_number
from jineng.validators.levels import level
from jineng.validators.programmes import CHECKS
from jineng.validators.registers import ceiling
from jineng.validators.values import day, is_blank, text
from jineng.workbooks.labels import find_forms
from jineng.workbooks.sheets import Sheet, Unreadable, read_sheets
from jineng.workbooks.tables import FoundTable

#: Tables that tell something about the others; a plan is checked besides.
SIDE_FORMS = frozenset(
    {"settings", "occupations", "certificates_held", "experts_held", "chiefs_held", "holidays", "plan"}
)


def read_registers(paths: Iterable[Path]) -> list[tuple[str, Sequence[Mapping[str, Any]]]]:
    """The registers in workbooks given for a whole run; raises Unreadable when one holds none."""
    found: list[tuple[str, Sequence[Mapping[str, Any]]]] = []
    for path in paths:
        try:
            side, _ = divide(list(read_sheets(path)))
        except Unreadable as problem:
            raise Unreadable(f"登记表“{path.name}”：{problem}") from problem
        for table in side:
            if table.missing and table.form not in CHECKS:
                raise Unreadable(f"登记表“{path.name}”的工作表“{table.sheet}”缺少{'、'.join(table.missing)}列")
        tables = [(t.form, [row for _, row in t.rows]) for t in side if t.form != "settings"]
        if not tables:
            raise Unreadable(
                f"登记表“{path.name}”中没有找到职业目录、已有证书、技术能手名册、首席技师名册、节假日表或竞赛计划表"
            )
        found += tables
    return found


def divide(sheets: Sequence[Sheet]) -> tuple[list["SideTable"], list[Sheet]]:
    """Registers and settings read at once; sheets with other tables are left for later."""
    side: list[SideTable] = []
    main = []
    for sheet in sheets:
        first = next(find_forms(sheet), None)
        if not first or first.form.key not in SIDE_FORMS:
            main.append(sheet)
            continue
        forms = set()
        for table in find_forms(sheet):
            forms.add(table.form.key)
            if table.form.key in SIDE_FORMS:
                side.append(SideTable.read(table))
        if any(form in CHECKS or form not in SIDE_FORMS for form in forms):
            main.append(sheet)
    return side, main


class SideTable(NamedTuple):
    """A register, a plan or the settings, with its rows in memory."""

    sheet: str
    form: str
    header_row: int
    rows: tuple[tuple[int, Mapping[str, Any]], ...]
    columns: Mapping[str, int]
    hidden: bool
    missing: tuple[str, ...]

    @property
    def filled(self) -> int:
        """How many rows say something: a setting without a value does not."""
        if self.form != "settings":
            return len(self.rows)
        return sum(1 for _, row in self.rows if not is_blank(row.get("setting_value")))

    @classmethod
    def read(cls, table: FoundTable) -> "SideTable":
        rows = tuple((n, {k: cells[at] for k, at in table.columns.items()}) for n, cells in table.rows)
        return cls(table.sheet, table.form.key, table.header_row, rows, dict(table.columns), table.hidden,
                   tuple(COLUMNS[k].header for k in table.missing))  # fmt: skip


def register_faults(table: SideTable) -> Iterator[Finding]:
    """A register that cannot be used, and rows of it that say nothing: they are told, not passed over."""
    cited = cite("X-05", Context.of().clause("X-05"))
    if table.form in CHECKS or table.form == "settings":
        return
    if table.missing:
        yield Finding(table.sheet, cell_name(table.header_row, 1), table.header_row, "", "X-05", "error",
                      f"没有{'、'.join(table.missing)}列，这张登记表没有使用", "补上该列", *cited)  # fmt: skip
        return
    for number, row in table.rows:
        for key, read in (("id_number", id_number), ("held_level", level), ("max_level", ceiling), ("holiday", day)):
            if key in row and read(row[key]) is None and not (key == "max_level" and is_blank(row[key])):
                yield Finding(table.sheet, cell_name(number, table.columns[key] + 1), number, COLUMNS[key].header, "X-05",
                              "unchecked", f"{COLUMNS[key].header}“{text(row[key])}”读不出，这一行没有用来核对", "更正后再校验",
                              *cited)  # fmt: skip
