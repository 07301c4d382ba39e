"""Take the pictures of the tables in docs/templates.md anew: `python docs/pictures/templates.py`, then look at every one.

Needs LibreOffice, pdftoppm and pngquant.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "tests"))

import office  # noqa: E402
from native_forms import forms_of  # noqa: E402
from native_rows import rows_of  # noqa: E402
from test_templates import VERDICTS  # noqa: E402

from jineng.validators.context import Context  # noqa: E402
from jineng.validators.settings import Settings  # noqa: E402
from jineng.workbooks.self_checking.looks import LOOKS  # noqa: E402
from jineng.workbooks.self_checking.settings import write_settings_template  # noqa: E402
from jineng.workbooks.self_checking.tables import write_table_template  # noqa: E402

#: Picture → the workbook, the page of what is printed of it, and how much of that from above, in pixels; behind 填表说明
#: stands the form itself, then 表内校验结果.
PICTURES = {form: (form, 2, 520) for form in LOOKS} | {
    "guide": ("results", 1, 700), "findings": ("verdicts", 3, 260), "studio": ("studio", 3, 790), "settings": ("settings", 1, 560),
}  # fmt: skip


def take() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        calc = office.Office(folder, extension=False)
        books = {form: (form, rows_of(form, 12)[6:]) for form in LOOKS}
        books["verdicts"] = "results", [row for row, _ in VERDICTS]
        for book, (form, rows) in books.items():
            write_table_template(folder / f"{book}.xlsx", form, Context.of(Settings()), rows=12, filled=rows)
        forms_of(1)[0].write(folder / "studio.xlsx")
        write_settings_template(folder / "settings.xlsx", Context.of(Settings()))
        printed = {book: calc.convert(folder / f"{book}.xlsx", folder, "pdf") for book, *_ in PICTURES.values()}
        for picture, (book, page, high) in PICTURES.items():
            part = ["-f", str(page), "-l", str(page), "-singlefile", "-y", "0", "-H", str(high)]
            target = HERE / f"template-{picture}"
            subprocess.run(["pdftoppm", "-png", "-r", "67", *part, printed[book], target], check=True)
            subprocess.run(["pngquant", "--force", "--ext", ".png", "16", target.with_suffix(".png")], check=True)


if __name__ == "__main__":
    take()
