"""The add-in's VBA wrappers executed: LibreOffice runs those of a real macro workbook, cell → VBA → xlwings → Python."""

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import office
import openpyxl
import pytest
from calc_functions import formula, same
from generated import rows_for
from pyopenvba import ExcelFile

from jineng.addin.excel.xlam import modules
from jineng.validators.functions import FUNCTIONS

ROWS = int(os.environ.get("JINENG_ROWS", "25"))  # of each function; a call takes milliseconds here
HERE = Path(__file__).parent
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">'
    '<manifest:file-entry manifest:full-path="vba_bridge.py"'
    ' manifest:media-type="application/vnd.sun.star.uno-component;type=Python"/></manifest:manifest>'
)
DESCRIPTION = (
    '<?xml version="1.0" encoding="UTF-8"?><description xmlns="http://openoffice.org/extensions/description/2006">'
    '<identifier value="cn.jineng.test"/><version value="1"/></description>'
)


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> office.Office:
    """An office that has, instead of our extension, the bridge from Basic to Python."""
    office.required()
    calc = office.Office(tmp_path_factory.mktemp("office"), extension=False)
    bridge = calc.extensions / "cn.jineng.test"
    (bridge / "META-INF").mkdir(parents=True)
    (bridge / "META-INF" / "manifest.xml").write_text(MANIFEST)
    (bridge / "description.xml").write_text(DESCRIPTION)
    (bridge / "bridge.json").write_text(json.dumps([sys.executable, str(HERE / "vba_answers.py")]))
    shutil.copy(HERE / "vba_bridge.py", bridge)
    return calc


def macro_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook with these rows and all the VBA of the add-in, but for the module that needs the DLL."""
    with ExcelFile.create_new(path) as empty:
        project = empty.vba_project()
        project.delete_module("Module1")
        for name, text in (modules() | {"JinengPython": (HERE / "JinengPython.bas").read_text()}).items():
            project.add_module(name, text.replace("\n", "\r\n"))
        empty.save()
    book = openpyxl.load_workbook(path, keep_vba=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def cell_of(cell: Any) -> Any:
    """A generated cell as a sheet holds it and Calc's VBA hands it over; an error value comes as 0 there."""
    if isinstance(cell, float):
        return float(f"{cell:.15g}")  # no file of Excel's holds more digits: 0.1+0.2 is 0.3 there
    return None if cell in ("\x00", "#N/A", "") else cell


def test_every_wrapper_answers_as_python_does(calc: office.Office, tmp_path: Path) -> None:
    sheets, wanted = {}, {}
    for name, function in FUNCTIONS.items():
        rows = [[cell_of(cell) for cell in row] for row in rows_for(function, ROWS)]
        width = len(function.args)
        sheets[name] = [[*row, formula(name, number, width)] for number, row in enumerate(rows, 1)]
        wanted[name] = [function.answer(row) for row in rows]

    found = calc.with_macros(macro_workbook(tmp_path / "表.xlsm", sheets))

    wrong = {
        name: [(sheets[name][n], row[-1], mine) for n, (row, mine) in enumerate(zip(found[name], answers, strict=True))
               if not same(row[-1], mine)]
        for name, answers in wanted.items()
    }  # fmt: skip
    assert {name: cases for name, cases in wrong.items() if cases} == {}
    assert sum(map(len, wanted.values())) > ROWS * len(FUNCTIONS)
    assert len({text for rows in found.values() for *_, text in rows}) > 100  # not one and the same answer


def test_place_and_day_may_be_left_out_or_given_and_days_written_in_the_formula(
    calc: office.Office, tmp_path: Path
) -> None:
    more = {
        "": "符合",
        ',"威海"': "符合",
        ',"济南"': "需复核",
        ',"威海","2024-10-20"': "符合",
        ',"威海",DATE(2023,1,1)': "需复核",
    }
    cells = [80, 75, "无", date(2000, 1, 1), date(2024, 10, 20), "一等奖", (date(2000, 1, 1) - date(1899, 12, 30)).days]
    wanted = {f"=ELIGIBLE_SENIOR(A{{0}},B{{0}},C{{0}},D{{0}},E{{0}},F{{0}}{end})": answer for end, answer in more.items()} | {
        '=ELIGIBLE_SENIOR(A{0},B{0},C{0},DATE(2000,1,1),DATE(2024,10,20),F{0})': "符合",
        '=ELIGIBLE_SENIOR(A{0},B{0},C{0},DATE(2010,1,1),E{0},F{0})': "不符合",
        '=ELIGIBLE_SENIOR(A{0},B{0},C{0},G{0},E{0},F{0})': "需复核",  # a bare number in a cell is no day
        "=AGE_AT(DATE(2000,10,21),E{0}-1)": 23, "=AGE_AT(2000,E{0})": "需复核：出生日期“2000”不能识别，请写日期或18位身份证号",
    }  # fmt: skip
    rows = [[*cells, formula.format(number)] for number, formula in enumerate(wanted, 1)]
    found = calc.with_macros(macro_workbook(tmp_path / "表.xlsm", {"表": rows}))
    assert {words: row[-1] for words, row in zip(wanted, found["表"], strict=True)} == wanted
