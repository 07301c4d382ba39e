"""Templates against `jineng check`, row by row, at full size: python benchmarks/templates/run.py [FORM …] [--rows 10000].

Each form's rows are generated with the boundaries over-sampled (`tests/native_rows.py`), written into templates of 1,000
rows, calculated by LibreOffice and compared cell by cell. Ends with 1 when any row differs.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

import native_rows
import office

from jineng.validators.context import Context
from jineng.validators.settings import Settings
from jineng.workbooks.self_checking.looks import LOOKS
from jineng.workbooks.self_checking.tables import write_table_template

CHUNK = 1000


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


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("forms", nargs="*", default=list(LOOKS))
    arguments.add_argument("--rows", type=int, default=10_000)
    given = arguments.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        calc = office.Office(Path(name), extension=False, seconds=1800)
        for form in given.forms:
            total = [0, 0, 0]
            rows = native_rows.rows_of(form, given.rows)
            for start in range(0, len(rows), CHUNK):
                found = compare(form, rows[start : start + CHUNK], calc, Path(name))
                total = [a + b for a, b in zip(total, found, strict=True)]
            print(
                f"{form}: {len(rows)} rows, {total[2]} findings, {total[0]} rows differ, {total[1]} rows passed on",
                flush=True,
            )
            bad += total[0]
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
