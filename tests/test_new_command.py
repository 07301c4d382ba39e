"""`jineng new` 写出的模板：填好以后用 `jineng check`、校验按钮、`jineng clear`。"""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from click.testing import CliRunner, Result
from native_rows import rows_of

from jineng.addin.cli import main
from jineng.addin.ribbon import check_all, clear_marks
from jineng.validators.context import Context
from jineng.validators.settings import Settings
from jineng.workbooks.marks import RESULT_SHEET
from jineng.workbooks.self_checking.results import RESULTS_TITLE
from jineng.workbooks.self_checking.tables import write_table_template


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def filled_in(tmp_path: Path) -> Path:
    """A template with some rows typed into its table."""
    path = tmp_path / "等次.xlsx"
    write_table_template(path, "evaluation", Context.of(Settings()), rows=4, filled=rows_of("evaluation", 4))
    return path


class TestFilledIn:
    """The template's own sheet of findings and the one that marking adds stand side by side."""

    def test_it_is_marked_and_cleared(self, filled_in: Path) -> None:
        said = run("check", filled_in, "--mark", filled_in.parent / "标记")
        copy = filled_in.parent / "标记/等次_已校验.xlsx"
        assert "已写出" in said.output and {RESULT_SHEET, RESULTS_TITLE} <= set(openpyxl.load_workbook(copy).sheetnames)
        said = run("clear", copy, "-o", filled_in.parent / "原样.xlsx")
        assert said.exit_code == 0 and (filled_in.parent / "原样.xlsx").read_bytes() == filled_in.read_bytes()

    def test_the_button_marks_it_and_takes_the_marks_off(self, filled_in: Path, app: Any) -> None:
        book = xw.Book(filled_in)
        report = check_all(book)
        assert report and report.findings and app.alerts[-1][1].startswith("发现 ")
        assert [sheet.name for sheet in book.sheets][-1] == RESULT_SHEET
        assert clear_marks(book) > 0 and RESULT_SHEET not in [sheet.name for sheet in book.sheets]
        assert RESULTS_TITLE in [sheet.name for sheet in book.sheets]
        book.close()
