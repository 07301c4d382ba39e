"""免安装模板：表内公式由真正的表格软件（LibreOffice）重新计算，与 jineng check 逐格比对。"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import office
import openpyxl
import pytest
from books import id_of
from click.testing import CliRunner
from native_rows import BUTTON, Said, by_button, by_template, differences, passed_on, rows_of

from jineng.addin.cli import main
from jineng.addin.new_command import FORMS as NEW
from jineng.validators.context import Context
from jineng.validators.forms import FORMS
from jineng.validators.settings import SETTINGS, Settings
from jineng.workbooks.self_checking import HEAD
from jineng.workbooks.template_looks import LOOKS
from jineng.workbooks.template_tables import write_table_template

#: Functions of Excel 2007 and before that the formulas may use; a new one is looked up before it is added.
KNOWN = frozenset(
    "ABS ADDRESS AND CHAR CHOOSE COLUMNS COUNT COUNTA COUNTIF COUNTIFS DATE DAY EXACT FIND HYPERLINK IF INDEX INT ISERROR ISLOGICAL"
    " ISNA ISNUMBER ISTEXT LEFT LEN MATCH MID MIN MOD MONTH NA NOT OR RIGHT ROUND ROW SUBSTITUTE SUM SUMPRODUCT TEXT TODAY TRIM UPPER"
    " VALUE YEAR".split()
)
CONTEST, ITEM = "“技能兴威”2024年度威海市电梯职业技能竞赛", "电梯安装维修工"


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[office.Office]:
    office.required()
    yield office.Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every template as the command writes it."""
    folder = tmp_path_factory.mktemp("模板")
    for form in NEW:
        result = CliRunner().invoke(main, ["new", form, str(folder / f"{form}.xlsx")])
        assert result.exit_code == 0, result.output
    return {form: folder / f"{form}.xlsx" for form in NEW}


def calculated(calc: office.Office, path: Path) -> Path:
    (path.parent / "out").mkdir(exist_ok=True)
    return calc.recalculated(path, path.parent / "out")


def filled(path: Path, form: str, rows: list[list[Any]], **settings: Any) -> Path:
    write_table_template(path, form, Context.of(Settings(settings)), rows=len(rows), filled=rows)
    return path


def winner(number: int = 1, **changes: Any) -> list[Any]:
    """A row of results with nothing wrong: a prize, scores enough, no certificate yet."""
    row = {
        "serial": 1, "name": "虚甲子", "sex": "男" if number % 2 else "女", "id_number": id_of(number), "identity": "职工", "unit": "虚构公司",
        "contest": CONTEST, "occupation": ITEM, "group": "职工组", "final_date": datetime(2024, 10, 20), "theory": 80, "practical": 75,
        "place_won": 1, "award": "一等奖", "prior_occupation": ITEM, "prior_level": "中级工（四级）",
    }  # fmt: skip
    return [{**row, **changes}.get(key) for key in FORMS["results"].keys]


def shown(path: Path, sheet: str, area: str) -> list[list[Any]]:
    book = openpyxl.load_workbook(path, data_only=True)
    return [[cell.value for cell in row] for row in book[sheet][area]]


class TestAgainstTheButton:
    """The same rows, on the boundaries more often than not: every cell that one of the two blames, the other blames too."""

    @pytest.mark.parametrize("form", LOOKS)
    def test_every_row_is_judged_alike(self, calc: office.Office, tmp_path: Path, form: str) -> None:
        count = 60
        path = filled(tmp_path / "表.xlsx", form, rows_of(form, count))
        ours, theirs = by_template(calculated(calc, path), form), by_button(path, LOOKS[form].sheet)
        assert differences(ours, theirs, form) == []
        assert sum(map(len, ours.values())) > count  # they have much to say
        assert passed_on(ours) < count / 3  # and do not say it by passing all on

    def test_one_person_twice_and_one_number_with_two_names(self, calc: office.Office, tmp_path: Path) -> None:
        other = winner(2, place_won=2, award="二等奖")
        rows = [winner(), other, winner(place_won=3, award="三等奖"), winner(2, occupation="焊工", name="虚乙丑")]
        found = by_template(calculated(calc, filled(tmp_path / "表.xlsx", "results", rows)), "results")
        said = {(number, s.rule) for number, cells in found.items() for s in cells if s.rule in ("P-T-05", "X-03")}
        assert said == {(HEAD + 3, "P-T-05"), (HEAD + 2, "X-03"), (HEAD + 4, "X-03")}


class TestResults:
    """结论, 原因 and 校验结果 of the results sheet."""

    def test_the_verdict_and_the_reason_of_each_row(self, calc: office.Office, tmp_path: Path) -> None:
        rows = [
            winner(), winner(3, theory=59.996), winner(5, award="无", place_won=None), winner(7, prior_level="高级工"),
            winner(9, name="虚㐂"), [None] * 20, winner(11, theory=0.1 + 0.2, practical=60), winner(13, theory="缺考"),
        ]  # fmt: skip
        path = calculated(calc, filled(tmp_path / "表.xlsx", "results", rows))
        found = shown(path, "成绩表", f"U{HEAD + 1}:V{HEAD + len(rows)}")
        assert found == [
            ["符合", "可晋升高级工（三级）"],
            ["不符合", "理论成绩 59.996 未达到 60 分，不能晋升（P-014）"],
            ["符合", "未获奖，不晋升"],
            ["需复核", "本职业现行最高等级未知，须确认后才能晋升技师（二级）（P-020）"],
            ["需复核", f"姓名：{BUTTON}（P-T-02）"],
            [None, None],
            ["不符合", "理论成绩 0.3 未达到 60 分，不能晋升（P-014）"],
            ["不符合", "理论成绩“缺考”不是分数，无法确认达到 60 分（P-014）"],
        ]

    def test_the_list_names_each_cell_and_one_line_says_whether_to_report(
        self, calc: office.Office, tmp_path: Path
    ) -> None:
        path = filled(
            tmp_path / "表.xlsx", "results", [winner(), winner(3, theory=59.99), winner(5, sex="女", theory=50)]
        )
        path = calculated(calc, path)
        lines = shown(path, "校验结果", "A1:E9")
        assert lines[0][0] == "不可上报：3 处错误"
        assert [line[1:5:3] + line[2:3] for line in lines[4:7]] == [
            ["K6", "P-014", "错误"], ["C7", "X-04", "错误"], ["K7", "P-014", "错误"]]  # fmt: skip
        link = openpyxl.load_workbook(path)["校验结果"]["B5"]
        assert "HYPERLINK" in str(link.value)

    def test_all_is_well_except_what_only_the_button_sees(self, calc: office.Office, tmp_path: Path) -> None:
        path = calculated(calc, filled(tmp_path / "表.xlsx", "results", [winner()]))
        assert shown(path, "校验结果", "A1:A1") == [[f"可上报；另有下面列出的几项{BUTTON}"]]

    def test_a_day_outside_the_notices_is_passed_on(self, calc: office.Office, tmp_path: Path) -> None:
        path = calculated(calc, filled(tmp_path / "表.xlsx", "results", [winner(final_date=datetime(2023, 10, 20))]))
        ((verdict, reason),) = shown(path, "成绩表", f"U{HEAD + 1}:V{HEAD + 1}")
        assert (verdict, BUTTON in reason) == ("需复核", True)

    def test_another_place_in_the_settings_is_noticed(self, calc: office.Office, tmp_path: Path) -> None:
        path = filled(tmp_path / "表.xlsx", "results", [winner()])
        book = openpyxl.load_workbook(path)
        book["设置"]["B2"] = "济南"
        book.save(path)
        ((answer,),) = shown(calculated(calc, path), "校验结果", "A1:A1")
        assert answer.startswith("不可上报：设置的地区或校验日期改过")

    def test_the_settings_decide_at_once(self, calc: office.Office, tmp_path: Path) -> None:
        path = filled(
            tmp_path / "表.xlsx", "results", [winner(theory=89, practical=90), winner(3, theory=151, practical=120)]
        )
        book = openpyxl.load_workbook(path)
        sheet = book["设置"]
        row = next(r for r in range(2, 40) if sheet.cell(r, 1).value == SETTINGS["full_mark"].title)
        sheet.cell(row, 2).value = 150
        book.save(path)
        found = by_template(calculated(calc, path), "results")
        assert differences(found, by_button(path, "成绩表"), "results") == []
        assert [(s.cell, s.rule) for cells in found.values() for s in cells] == [
            ("K5", "P-014"),
            ("K6", "P-014"),
            ("K6", "P-014"),
        ][:2] or found

    def test_the_list_of_occupations_travels_along(self, calc: office.Office, tmp_path: Path) -> None:
        rows = [
            winner(prior_level="高级工", prior_occupation="电梯工"),
            winner(3, prior_level="高级工", occupation=ITEM, prior_occupation="焊工"),
        ]
        path = filled(tmp_path / "表.xlsx", "results", rows)
        book = openpyxl.load_workbook(path)
        for at, value in enumerate((ITEM, None, "技师（二级）", "电梯工；电梯修理工", "是"), 1):
            book["职业目录"].cell(2, at).value = value
        book.save(path)
        path = calculated(calc, path)
        assert shown(path, "成绩表", f"U{HEAD + 1}:V{HEAD + 1}") == [["符合", "可晋升技师（二级）"]]
        assert differences(by_template(path, "results"), by_button(path, "成绩表"), "results") == []


class TestFiles:
    """What is written, without filling anything in."""

    def test_an_empty_template_shows_what_it_would_calculate(self, calc: office.Office, empty: dict[str, Path]) -> None:
        for form, path in empty.items():
            before = openpyxl.load_workbook(path, data_only=True)
            after = openpyxl.load_workbook(calculated(calc, path), data_only=True)
            different = [
                (form, sheet.title, cell.coordinate, cell.value, after[sheet.title][cell.coordinate].value)
                for sheet in before
                for row in sheet.iter_rows()
                for cell in row
                if (cell.value or None) != (after[sheet.title][cell.coordinate].value or None)
            ]
            assert different == []

    def test_no_formula_is_newer_than_excel_2007_or_too_long(self, empty: dict[str, Path]) -> None:
        for path in empty.values():
            with zipfile.ZipFile(path) as package:
                parts = [
                    package.read(n).decode() for n in package.namelist() if n.startswith("xl/") and n.endswith(".xml")
                ]
            formulas = [
                f
                for part in parts
                for f in re.findall(r"<f[^>]*>([^<]+)</f>|<formula1?>([^<]+)</formula1?>", part)
                for f in f
                if f
            ]
            names = {
                name
                for f in formulas
                for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r"&quot;.*?&quot;|\"[^\"]*\"", "", f))
            }
            assert names <= KNOWN, names - KNOWN
            assert max(map(len, formulas)) < 8192
            assert not any("_xlfn" in part or "_xlpm" in part for part in parts)
            assert not any("externalLink" in part or "vbaProject" in part for part in parts)

    def test_the_same_day_gives_the_same_sheets(self, tmp_path: Path) -> None:
        for name in ("甲", "乙"):
            write_table_template(tmp_path / name, "plan", Context.of(Settings(), on=date(2024, 10, 20)))
        sheets = [zipfile.ZipFile(tmp_path / name).read("xl/worksheets/sheet2.xml") for name in ("甲", "乙")]
        assert sheets[0] == sheets[1]

    def test_what_lies_there_already_is_not_overwritten(self, tmp_path: Path) -> None:
        path = tmp_path / "成绩.xlsx"
        path.write_bytes(b"mine")
        result = CliRunner().invoke(main, ["new", "results", str(path)])
        assert (result.exit_code, path.read_bytes(), "已经存在" in result.output) == (2, b"mine", True)

    def test_another_city_has_its_own_parameters(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(main, ["new", "expert", str(tmp_path / "表.xlsx"), "--place", "济南"])
        assert result.exit_code == 0
        sheet = openpyxl.load_workbook(tmp_path / "表.xlsx")["校验结果"]
        words = "\n".join(str(row[0].value) for row in sheet.iter_rows() if row[0].value)
        assert "济南没有相应规定（未设置），未校验" in words


_ = Said
