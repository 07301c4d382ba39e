"""Take the pictures of the tables in docs/templates.md anew: `python docs/pictures/templates.py`, then look at every one.

Needs LibreOffice and pdftoppm.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "tests"))

import office  # noqa: E402
from native_rows import rows_of  # noqa: E402

from jineng.validators.context import Context  # noqa: E402
from jineng.validators.settings import Settings  # noqa: E402
from jineng.workbooks.self_checking.looks import LOOKS  # noqa: E402
from jineng.workbooks.self_checking.tables import write_table_template  # noqa: E402


def take() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        calc = office.Office(folder, extension=False)
        for form in LOOKS:
            path = folder / f"{form}.xlsx"
            write_table_template(path, form, Context.of(Settings()), rows=12, filled=rows_of(form, 6))
            printed = calc.convert(path, folder, "pdf")
            picture = HERE / f"template-{form}"
            page = ["-f", "2", "-l", "2", "-singlefile"]  # behind 填表说明
            subprocess.run(["pdftoppm", "-png", "-r", "67", *page, printed, picture], check=True)


if __name__ == "__main__":
    take()
