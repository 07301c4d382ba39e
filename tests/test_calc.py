"""The worksheet functions in a real spreadsheet program: LibreOffice Calc loads, recalculates and saves real .xlsx files."""

import contextlib
import subprocess
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import office
import openpyxl
import pytest
from books import RESULTS, contestant, write
from calc_functions import differences, formula, recalculated
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.worksheet.formula import ArrayFormula
from terminal import invoke

from jineng.addin.calc.backend import answer
from jineng.addin.calc.extension import COMMANDS, IDENTIFIER, write_extension
from jineng.validators.functions import FUNCTIONS

ROWS = 60
WINNER = [80, 75, "无", date(2000, 1, 1), date(2024, 10, 20), "一等奖"]


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[office.Office]:
    office.required()
    yield office.Office(tmp_path_factory.mktemp("office"))


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


def test_a_column_at_once_gives_words_that_can_be_found(calc: office.Office, tmp_path: Path) -> None:
    rows = [
        ["三级"],
        ["技师"],
        ["三级", None, None, '=COUNTIF(B1:B3,"高级工（三级）")', '=MATCH("技师（二级）",B1:B3,0)'],
    ]
    rows[0] += [ArrayFormula("B1:B3", "=SKILL_LEVEL(A1:A3)"), ArrayFormula("C1:C3", "=SKILL_LEVEL(A:A)")]
    found = recalculated(calc, tmp_path, ("表", rows))["表"]
    assert (
        [row[1] for row in found] == [row[2] for row in found] == ["高级工（三级）", "技师（二级）", "高级工（三级）"]
    )
    assert found[2][3:] == [2, 2]


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
    assert differences(calc, tmp_path, FUNCTIONS, ROWS) == {}


class TestBackend:
    """What Calc hands over, without Calc."""

    def test_a_day_comes_as_its_number_and_goes_as_one(self) -> None:
        start = (date(2024, 10, 20) - date(1899, 12, 30)).days
        assert answer("DEADLINE", ["材料", float(start), None, None], []) == start + 15

    def test_words_that_may_be_a_date_come_as_its_number_too(self) -> None:
        day = (date(2023, 6, 1) - date(1899, 12, 30)).days
        cells = ["高级技师", "是", "1980-05-07", "是", float(day), "企业"]
        assert answer("ELIGIBLE_CHIEF", cells, []) == "符合"

    def test_a_column_of_texts_comes_back_as_rows(self) -> None:
        answers = answer("SKILL_LEVEL", [[["三级"], ["技师"], [""]]], [])
        assert answers == [["高级工（三级）"], ["技师（二级）"], [""]]


class TestExtension:
    def test_the_command_writes_it(self, tmp_path: Path) -> None:
        result = invoke(["addin", "calc", str(tmp_path / "技能兴威.oxt")])
        assert result.exit_code == 0 and zipfile.is_zipfile(tmp_path / "技能兴威.oxt")

    def test_another_kind_of_file_is_refused(self, tmp_path: Path) -> None:
        result = invoke(["addin", "calc", str(tmp_path / "技能兴威.xlsx")])
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
        path = write(tmp_path / "成绩.xlsx", {"成绩": [RESULTS, contestant(1, 理论成绩=59.99)], "别的": [["不动"]]})
        before = path.read_bytes()

        calc.choose(path, f"service:{IDENTIFIER}.Commands?check_all")

        marked = tmp_path / "成绩_已校验.xlsx"
        assert "校验结果" in openpyxl.load_workbook(marked).sheetnames and path.read_bytes() == before
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(marked) as new:  # not what LibreOffice would make of it
            same = [name for name in old.namelist() if new.read(name) == old.read(name)]
        assert {"xl/worksheets/sheet2.xml", "xl/theme/theme1.xml", "docProps/core.xml"} <= set(same)

    def test_another_format_is_checked_as_libreoffice_saves_it(self, calc: office.Office, tmp_path: Path) -> None:
        path = write(tmp_path / "成绩.xlsx", {"成绩": [RESULTS, contestant(1, 理论成绩=59.99)]})
        calc.choose(calc.convert(path, tmp_path / "ods", "ods"), f"service:{IDENTIFIER}.Commands?check_all")
        assert "校验结果" in openpyxl.load_workbook(tmp_path / "ods/成绩_已校验.xlsx").sheetnames

    def test_exporting_writes_the_forms_beside_the_workbook(self, calc: office.Office, tmp_path: Path) -> None:
        path = write(tmp_path / "成绩.xlsx", {"成绩": [RESULTS, contestant(1, 获得奖项="一等奖")]})
        calc.choose(path, f"service:{IDENTIFIER}.Commands?export_certificate")
        assert any(made.name.endswith("_信息表.xlsx") for made in (tmp_path / "导出").iterdir())


def test_an_office_that_hangs_is_killed_with_all_its_processes(tmp_path: Path) -> None:
    office.required()
    hanging = office.Office(tmp_path, extension=False, seconds=4)
    with pytest.raises(subprocess.TimeoutExpired):
        hanging.wait_for_ever()
    for _ in range(100):
        if not running(hanging.profile):
            return
        time.sleep(0.1)
    pytest.fail("still running")


def running(profile: Path) -> bool:
    """Whether a process was started with this profile."""
    for commands in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            if str(profile).encode() in commands.read_bytes():
                return True
    return False
