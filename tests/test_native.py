"""公式怎样读一个单元格：与 Python 的读法逐个比对，由 formualizer 计算，不用打开办公软件。"""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, get_type_hints

import formualizer
import openpyxl
import pytest
from native_rows import LIKELY, ODD

from jineng.validators.columns import COLUMNS
from jineng.validators.contests import Contest
from jineng.validators.context import Context
from jineng.validators.findings import column_name
from jineng.validators.native.formulas import ROW, Formulas
from jineng.validators.native.functions import NATIVE
from jineng.validators.native.readers import READERS, read
from jineng.validators.settings import Settings
from jineng.validators.writer import OF_CARD
from jineng.workbooks.self_checking.calculation import NativeBook, mirror
from jineng.workbooks.self_checking.sheets import add_lists, add_parameters

MORE = (
    59.995,
    31.05,
    0.1 + 0.2,
    "59.996分",
    "2024年2月30日",
    "2024-2-29",
    "  ",
    "第３名",
    "三级/高级工",
    "１９９０年3月",
)
PASSED_ON = "passed on"


def typed(kind: str) -> list[Any]:
    """What may stand in a column of a kind, and what should not."""
    own = [cell for key, cells in LIKELY.items() if key in COLUMNS and COLUMNS[key].kind == kind for cell in cells]
    return list(dict.fromkeys([*own, *ODD, *MORE]))


def calculated(path: Path, context: Context, kind: str) -> list[Any]:
    """What the formulas of a reader answer for each of them."""
    made = NativeBook(openpyxl.Workbook(), context)
    sheet = made.book.active
    assert sheet is not None
    columns: list[str] = []

    def place(formula: str, title: str) -> str:
        columns.append(formula)
        return f"{column_name(1 + len(columns))}{ROW}"

    formulas = Formulas(context, place)
    read(formulas, kind, place(mirror(f"A{ROW}"), ""), kind)
    for row, cell in enumerate(typed(kind), 1):
        sheet.cell(row, 1).value = cell
        for at, formula in enumerate(columns, 2):
            sheet.cell(row, at).value = "=" + formula.replace(ROW, str(row))
    add_parameters(made, list(formulas.parameters), dict.fromkeys(formulas.parameters, "'设置'!$B$1"))
    made.book.create_sheet("设置")
    add_lists(made, formulas.words)
    made.close()
    made.book.save(path)
    engine = formualizer.load_workbook(str(path))
    engine.evaluate_all()
    return [engine.get_value(sheet.title, row, len(columns) + 1) for row in range(1, len(typed(kind)) + 1)]


def plain(value: Any, context: Context) -> Any:
    """An answer of Python's as a formula gives it: days and months as numbers, a contest as its number in the plan."""
    match value:
        case date():
            return (value - date(1899, 12, 30)).days
        case Decimal():
            return float(f"{value:.15g}")
        case (int(year), month):
            return 100 * year + (month or 0)
        case Contest():
            return context.catalogue.contests.index(value) + 1
    return value


def answer(seen: Any) -> Any:
    """What a formula answers: None for #N/A, PASSED_ON for any other error."""
    if isinstance(seen, dict):
        return None if seen["kind"] == "Na" else PASSED_ON
    return plain(seen.date() if isinstance(seen, datetime) else seen, CONTEXT)


CONTEXT = Context.of(Settings())
#: Texts are taken as they stand, so that there is nothing to compare but whether there is one.
KINDS = [kind for kind in READERS if f"read_{kind}" in CONTEXT.functions and kind != "filled_text"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_formula_reads_a_cell_as_python_does_or_passes_it_on(tmp_path: Path, kind: str) -> None:
    reader = CONTEXT.functions[f"read_{kind}"]
    found = dict(zip(typed(kind), map(answer, calculated(tmp_path / "表.xlsx", CONTEXT, kind)), strict=True))
    wrong = {
        cell: (mine, wanted)
        for cell, mine in found.items()
        if mine != PASSED_ON and mine != (wanted := plain(reader(cell), CONTEXT))
    }
    assert wrong == {}
    assert list(found.values()).count(PASSED_ON) < len(found) / 2


def test_what_is_called_so_is_answered_with_yes_or_no() -> None:
    """compiler.compile_rows takes this for granted: what is_… could leave open would be a fault of the row."""
    asked = {name: function for name, function in CONTEXT.functions.items() if name.startswith("is_")}
    assert len(asked) > 20 and {name for name, f in asked.items() if get_type_hints(f)["return"] is not bool} == set()


def test_every_function_with_a_twin_is_one_that_requirements_call() -> None:
    assert set(NATIVE) <= {name.removeprefix("read_") for name in (*CONTEXT.functions, *OF_CARD)}
