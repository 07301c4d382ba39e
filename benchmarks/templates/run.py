"""Templates against `jineng check`, row by row, at full size: python benchmarks/templates/run.py [FORM …] [--rows 10000].

Each form's rows are generated with the boundaries over-sampled (`tests/native_rows.py`), written into templates of 1,000
rows, calculated by LibreOffice and compared cell by cell. Of the studio's form, which has some 40 boxes and a team, each
row is a workbook of its own (`tests/native_forms.py`), of which there are 1,000; so it is with the days that 设置 asks for,
which each table of results has its own of (`tests/native_days.py`): 300. Ends with 1 when any row differs.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

import native_days
import native_forms
import native_rows
import office

from jineng.validators.context import Context
from jineng.validators.settings import Settings
from jineng.workbooks.self_checking.looks import LOOKS
from jineng.workbooks.self_checking.tables import write_table_template

CHUNK, BOOKS = 1000, 50
ROWS, STUDIOS, DAYS = 10_000, 1_000, 300


def compare(form: str, rows: Sequence[Sequence[object]], calc: office.Office, folder: Path) -> tuple[int, int, int]:
    """How many rows differ, were passed on to the button, and how many findings there were."""
    path = folder / f"{form}.xlsx"
    write_table_template(path, form, Context.of(Settings()), rows=len(rows), filled=rows)
    (folder / "out").mkdir(exist_ok=True)
    ours = native_rows.by_template(calc.recalculated(path, folder / "out"))
    theirs = native_rows.by_button(path, LOOKS[form].sheet)
    wrong = native_rows.differences(ours, theirs, form)
    for row, more, less in wrong[:5]:
        print(f"  {form} row {row}: only the template {more}, only the button {less}: {rows[row - 5]}")
    return len(wrong), native_rows.passed_on(ours), sum(map(len, ours.values()))


def compare_forms(forms: Sequence[native_forms.Filled], calc: office.Office, folder: Path) -> tuple[int, int, int]:
    """The same for some of the studio's forms."""
    paths = [folder / f"studio{number}.xlsx" for number in range(len(forms))]
    for form, path in zip(forms, paths, strict=True):
        form.write(path)
    calc.recalculated_all(paths, folder / "out")
    differ = passed = findings = 0
    for form, path in zip(forms, paths, strict=True):
        ours, theirs = native_forms.by_template(folder / "out" / path.name), native_forms.by_button(path)
        if wrong := native_forms.differences(ours, theirs):
            print("  studio", *wrong, form, sep="\n    ", flush=True)
        differ, passed = differ + bool(wrong), passed + bool(native_forms.passed_on(ours))
        findings += sum(map(len, ours.said.values()))
    return differ, passed, findings


def compare_days(tables: Sequence[native_days.Table], calc: office.Office, folder: Path) -> tuple[int, int, int]:
    """The same for what is said of the organiser's days in some tables, word by word."""
    paths = [folder / f"days{number}.xlsx" for number in range(len(tables))]
    for table, path in zip(tables, paths, strict=True):
        table.write(path)
    calc.recalculated_all(paths, folder / "out")
    differ = passed = findings = 0
    for table, path in zip(tables, paths, strict=True):
        wrong, said, button = native_days.unlike(path, folder / "out" / path.name)
        if wrong:
            print("  days", table.settings, *wrong, sep="\n    ", flush=True)
        differ, passed, findings = differ + bool(wrong), passed + button, findings + said
    return differ, passed, findings


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("forms", nargs="*", default=[*LOOKS, "studio", "days"])
    arguments.add_argument(
        "--rows",
        type=int,
        help=f"{ROWS} of a table, {STUDIOS} forms of a studio, {DAYS} tables of days where not given",
    )
    given = arguments.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        calc = office.Office(folder, extension=False, seconds=1800)
        for form in given.forms:
            parts: Iterator[tuple[int, int, int]]
            if form == "studio":
                forms = native_forms.forms_of(given.rows or STUDIOS)
                parts = (compare_forms(forms[at : at + BOOKS], calc, folder) for at in range(0, len(forms), BOOKS))
                count, what = len(forms), "forms"
            elif form == "days":
                tables = list(native_days.tables_of(given.rows or DAYS))
                parts = (compare_days(tables[at : at + BOOKS], calc, folder) for at in range(0, len(tables), BOOKS))
                print(f"days: {sum(len(table.rows) for table in tables)} rows in {len(tables)} tables")
                count, what = len(tables), "tables"
            else:
                rows = native_rows.rows_of(form, given.rows or ROWS)
                parts = (compare(form, rows[at : at + CHUNK], calc, folder) for at in range(0, len(rows), CHUNK))
                count, what = len(rows), "rows"
            wrong, passed, findings = (sum(numbers) for numbers in zip(*parts, strict=True))
            print(
                f"{form}: {count} {what}, {findings} findings, {wrong} {what} differ, {passed} {what} passed on",
                flush=True,
            )
            bad += wrong
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
