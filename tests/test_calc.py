"""The worksheet functions in a real spreadsheet program: LibreOffice Calc loads, recalculates and saves real .xlsx files."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import office
import openpyxl
import pytest
from books import RESULTS, contestant, write
from click.testing import CliRunner
from generated import rows_for
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from jineng.addin.calc.backend import answer, is_number
from jineng.addin.calc.extension import COMMANDS, IDENTIFIER, write_extension
from jineng.addin.cli import main
from jineng.validators.calls import is_day
from jineng.validators.functions import FUNCTIONS

ROWS = 60
WINNER = [80, 75, "无", date(2000, 1, 1), date(2024, 10, 20), "一等奖"]
#: What no cell of an .xlsx file holds, or what Calc hands over as something else: TRUE as 1, 0 as an empty cell.
_NOT_IN_CELLS = (True, False, "\x00", " ", datetime(1899, 12, 30, 9, 30), 1e308)


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[office.Office]:
    office.required()
    yield office.Office(tmp_path_factory.mktemp("office"))


def recalculated(
    calc: office.Office, folder: Path, *sheets: tuple[str, list[list[Any]]], epoch: datetime = WINDOWS_EPOCH
) -> Any:
    """A workbook of these sheets, as LibreOffice calculates it: sheet name → rows of values."""
    book = openpyxl.Workbook()
    book.epoch = epoch
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "表.xlsx")
    (folder / "out").mkdir(exist_ok=True)
    saved = openpyxl.load_workbook(calc.recalculated(folder / "表.xlsx", folder / "out"), data_only=True)
    return {s.title: [list(row) for row in s.iter_rows(values_only=True)] for s in saved}


def formula(name: str, row: int, width: int) -> str:
    return f"={name}({','.join(f'{chr(65 + i)}{row}' for i in range(width))})"


def last(rows: list[list[Any]]) -> list[Any]:
    return [row[-1] for row in rows]


def test_plain_names_are_calculated_and_an_empty_cell_is_not_0(calc: office.Office, tmp_path: Path) -> None:
    rows = [[*first, *WINNER[1:]] for first in ([80], [None], [0], [59.99], [60])]
    for number, row in enumerate(rows, 1):
        row.append(formula("ELIGIBLE_SENIOR", number, 6))
    found = recalculated(calc, tmp_path, ("表", rows))
    assert last(found["表"]) == ["符合", "需复核", "不符合", "不符合", "符合"]


def test_answers_can_be_calculated_with(calc: office.Office, tmp_path: Path) -> None:
    rows = [
        [*WINNER, formula("ELIGIBLE_SENIOR", 1, 6)],
        [*WINNER, formula("ELIGIBLE_SENIOR", 2, 6)],
        ['=COUNTIF(G1:G2,"符合")', '=IF(ELIGIBLE_SENIOR(A1,B1,C1,D1,E1,F1)="符合",1,0)', "=AGE_AT(D1,E1)+1",
         '=TEXT(DEADLINE("材料",E1),"yyyy-mm-dd")', '=MATCH("符合",G1:G2,0)'],
    ]  # fmt: skip
    found = recalculated(calc, tmp_path, ("表", rows))
    assert found["表"][2][:5] == [2, 1, 25, "2024-11-04", 1]


def test_the_settings_of_the_workbook_decide(calc: office.Office, tmp_path: Path) -> None:
    rows = [["一类", 1, "职工", 30, "否", formula("ELIGIBLE_EXPERT", 1, 5)]]
    unset = recalculated(calc, tmp_path, ("表", rows))
    settings = [["设置项", "值"], ["规定人数", 30], ["校验日期", date(2024, 10, 20)]]
    given = recalculated(calc, tmp_path, ("表", rows), ("设置", settings))
    assert (last(unset["表"]), last(given["表"])) == (["需复核"], ["符合"])


def test_a_workbook_that_counts_its_days_from_1904_means_the_same_days(calc: office.Office, tmp_path: Path) -> None:
    rows = [[date(2000, 1, 1), date(2024, 10, 20), "=AGE_AT(A1,B1)", '=TEXT(DEADLINE("材料",B1),"yyyy-mm-dd")']]
    found = recalculated(calc, tmp_path, ("表", rows), epoch=MAC_EPOCH)
    assert found["表"][0][2:] == [24, "2024-11-04"]


def test_every_function_answers_in_calc_as_in_python(calc: office.Office, tmp_path: Path) -> None:
    sheets, wanted = [], {}
    for name, function in FUNCTIONS.items():
        rows = [
            [cell_of(c, a) for c, (a, _) in zip(row, function.args, strict=True)] for row in rows_for(function, ROWS)
        ]
        wanted[name] = [function.answer(row) for row in rows]
        width = len(function.args)
        sheets.append((name, [[*row, formula(name, n, width)] for n, row in enumerate(rows, 1)]))

    found = recalculated(calc, tmp_path, *sheets)

    wrong = {
        name: [(row, mine) for row, mine in zip(found[name], answers, strict=True) if not same(row[-1], mine)]
        for name, answers in wanted.items()
    }
    assert {name: cases for name, cases in wrong.items() if cases} == {}


def cell_of(cell: Any, argument: str) -> Any:
    """A generated cell as an .xlsx file can hold it and Calc tells it from others: a day from a number it does not."""
    odd = any(cell is x or (type(cell) is type(x) and cell == x) for x in _NOT_IN_CELLS) or cell == "#N/A"
    lost = cell == 0 and not is_number(argument)
    mistaken = isinstance(cell, datetime) != is_day(argument) if isinstance(cell, (float, datetime)) else False
    return None if odd or lost or mistaken else cell


def same(seen: Any, wanted: Any) -> bool:
    """Whether a cell shows an answer: Calc keeps days as numbers and a blank text as nothing."""
    if isinstance(wanted, date):
        wanted = (wanted - date(1899, 12, 30)).days
    return seen in ("", None) if wanted == "" else seen == wanted


class TestBackend:
    """What Calc hands over, without Calc."""

    def test_a_day_comes_as_its_number_and_goes_as_one(self) -> None:
        start = (date(2024, 10, 20) - date(1899, 12, 30)).days
        assert answer("DEADLINE", ["材料", float(start), None, None], []) == start + 15

    def test_a_column_of_texts_comes_back_as_rows(self) -> None:
        answers = answer("SKILL_LEVEL", [[["三级"], ["技师"], [""]]], [])
        assert answers == [["高级工（三级）"], ["技师（二级）"], [""]]


class TestExtension:
    def test_the_command_writes_it(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(main, ["addin", "calc", str(tmp_path / "技能兴威.oxt")])
        assert result.exit_code == 0 and zipfile.is_zipfile(tmp_path / "技能兴威.oxt")

    def test_another_kind_of_file_is_refused(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(main, ["addin", "calc", str(tmp_path / "技能兴威.xlsx")])
        assert (result.exit_code, "应以 .oxt 结尾" in result.output) == (2, True)

    def test_it_holds_every_function_with_its_chinese_help(self, tmp_path: Path) -> None:
        write_extension(tmp_path / "jineng.oxt", "1.0")
        with zipfile.ZipFile(tmp_path / "jineng.oxt") as package:
            texts = {name: package.read(name).decode() for name in package.namelist()}
        assert all(
            f'"name": "{name}"' in texts["functions.json"] and f" {name}([in] " in texts["types.idl"]
            for name in FUNCTIONS
        )
        assert FUNCTIONS["ELIGIBLE_SENIOR"].help in texts["functions.json"]
        assert all(title in texts["Addons.xcu"] for title in COMMANDS)

    def test_the_same_input_gives_the_same_bytes(self, tmp_path: Path) -> None:
        for name in ("甲", "乙"):
            write_extension(tmp_path / name, "1.0", "python3")
        assert (tmp_path / "甲").read_bytes() == (tmp_path / "乙").read_bytes()


class TestMenu:
    """校验 and 导出 of the menu, dispatched in a running office as a click dispatches them."""

    def test_checking_writes_a_marked_copy_beside_the_workbook(self, calc: office.Office, tmp_path: Path) -> None:
        path = write(tmp_path / "成绩.xlsx", {"成绩": [RESULTS, contestant(1, 理论成绩=59.99)]})
        before = path.read_bytes()

        calc.choose(path, f"service:{IDENTIFIER}.Commands?check_all")

        marked = openpyxl.load_workbook(tmp_path / "成绩_已校验.xlsx")
        assert "校验结果" in marked.sheetnames and path.read_bytes() == before

    def test_exporting_writes_the_forms_beside_the_workbook(self, calc: office.Office, tmp_path: Path) -> None:
        path = write(tmp_path / "成绩.xlsx", {"成绩": [RESULTS, contestant(1, 获得奖项="一等奖")]})
        calc.choose(path, f"service:{IDENTIFIER}.Commands?export_certificate")
        assert any(made.name.endswith("_信息表.xlsx") for made in (tmp_path / "导出").iterdir())
