"""`jineng new` 写出的模板：填好以后用 `jineng check`、校验按钮、`jineng clear`。"""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from native_rows import rows_of
from terminal import Result, invoke

from jineng.addin.ribbon import check_all, clear_marks
from jineng.validators.context import Context
from jineng.validators.settings import Settings
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.marks import RESULT_SHEET
from jineng.workbooks.self_checking.results import RESULTS_TITLE
from jineng.workbooks.self_checking.tables import write_table_template


def run(*words: object) -> Result:
    return invoke([str(word) for word in words])


@pytest.fixture
def filled_in(tmp_path: Path) -> Path:
    """A template with some rows typed into its table."""
    path = tmp_path / "等次.xlsx"
    write_table_template(path, "evaluation", Context.of(Settings()), rows=4, filled=rows_of("evaluation", 4))
    return path


class TestFilledIn:
    """The template's own sheet of findings and the one that marking adds stand side by side."""

    def test_settings_that_nobody_filled_in_are_no_rows(self, filled_in: Path) -> None:
        report, _ = check_file(filled_in, Aids())
        assert {table.sheet: table.rows for table in report.tables} == {"设置": 0, "等次汇总表": 4}

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


class TestGuide:
    """填表说明 tells what the template rests on, and how it is used."""

    def lines(self, path: Path, form: str) -> list[str]:
        write_table_template(path, form, Context.of(Settings(), on=date(2026, 11, 21)), rows=1)
        rows = openpyxl.load_workbook(path, read_only=True)["填表说明"].iter_rows(values_only=True)
        return [str(row[0]) for row in rows]

    @pytest.mark.parametrize(("form", "notices"), [("plan", ["“技能兴威”"]), ("chief", ["首席技师", "“技能兴威”"])])
    def test_only_the_notices_that_it_uses_are_named(self, tmp_path: Path, form: str, notices: list[str]) -> None:
        _, when, rests_on, *steps = self.lines(tmp_path / "表.xlsx", form)
        assert when.endswith("按 2026-11-21 有效的通知")
        named = rests_on.removeprefix("依据：").split("、《")
        assert len(named) == len(notices) + 1 and named[-1].startswith("数据质量规则")
        assert all(words in name for words, name in zip(notices, named, strict=False))
        numbers = [step.partition(".")[0] for step in steps if step[0].isdigit()]
        assert numbers == [
            *("1234567" if form == "plan" else "12345678")
        ]  # neither has 职业目录, and of a plan nothing is left


class TestCommand:
    def test_the_help_is_chinese(self) -> None:
        said = run("new", "--help").output
        assert "用法：" in said and "选项：" in said and "Usage" not in said and "、 " not in said

    def test_a_form_is_named_in_english_or_in_chinese(self, tmp_path: Path) -> None:
        english, chinese = (run("new", form, tmp_path / f"{form}.xlsx") for form in ("settings", "设置"))
        assert english.exit_code == chinese.exit_code == 0 and "能否识别写在 D 列" in chinese.output
        sheets = [openpyxl.load_workbook(tmp_path / f"{form}.xlsx").sheetnames for form in ("settings", "设置")]
        assert sheets[0] == sheets[1]

    def test_one_that_there_is_not_is_refused_with_those_that_there_are(self, tmp_path: Path) -> None:
        said = run("new", "成绩", tmp_path / "表.xlsx")
        assert said.exit_code == 2 and "results 成绩表、certificate 证书信息表" in said.output

    def test_a_folder_that_is_missing_is_named(self, tmp_path: Path) -> None:
        said = run("new", "settings", tmp_path / "模板/表.xlsx")
        assert said.exit_code == 2 and "模板”不存在，请先新建" in said.output

    def test_what_lies_there_already_is_not_overwritten(self, tmp_path: Path) -> None:
        path = tmp_path / "成绩.xlsx"
        path.write_bytes(b"mine")
        result = invoke(["new", "results", str(path)])
        assert (result.exit_code, path.read_bytes(), "已经存在" in result.output) == (2, b"mine", True)

    def test_what_another_city_does_not_regulate_is_never_right(self, tmp_path: Path) -> None:
        path = tmp_path / "表.xlsx"
        assert invoke(["new", "expert", str(path), "--place", "济南"]).exit_code == 0
        sheet = openpyxl.load_workbook(path)["填表说明"]
        words = "\n".join(str(row[0].value) for row in sheet.iter_rows() if row[0].value)
        assert "济南没有相应规定（未设置），未校验" in words
