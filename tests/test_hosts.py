"""Every button over two engines: ours, and xlwings' remote engine, which needs a licence key of the user's own.

A workbook is handed to the remote engine as the clients of xlwings hand it over; what it would have them do is compared
with what our engine did: what is said, values, colours and notes on every sheet, files. Run with XLWINGS_LICENSE_KEY set;
without it the comparison is passed over, and says so.

The remote engine does not read merged cells, colours, notes and the status bar. It is told what holds of a book with
nothing merged, coloured or noted. Only 清除标记, which goes by notes and colours, cannot be compared on a marked book.
"""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from books import RESULTS, contestant
from test_ribbon import make

from jineng.addin.ribbon import BUTTONS
from jineng.addin.samples import write_samples
from jineng.workbooks.engine import register

KEY = "XLWINGS_LICENSE_KEY"
NOT_READ = """
xw.App.properties = lambda app, **what: nullcontext()
xw.App.status_bar = property(lambda app: None, lambda app, words: None)
xw.Range.merge_cells = property(lambda cells: False)
xw.Range.color = property(lambda cells: None, xw.Range.color.fset)
"""
#: Runs where xlwings is imported anew: with a key it takes its engines from elsewhere.
REMOTE = f"""
import json, sys
from contextlib import nullcontext
from pathlib import Path
import xlwings as xw
from jineng.addin.ribbon import BUTTONS
{NOT_READ}
done = {{}}
for path in map(Path, sys.argv[1:]):
    for name, button in BUTTONS.items():
        book = xw.Book(json=json.loads(path.read_text(encoding="utf-8")))
        button(book, *[path.with_suffix("") / name / "导出"] * name.startswith("export"))
        done[path.stem + " " + name] = book.json()["actions"]
print(json.dumps(done, default=str))
"""


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Books with something in them for every button, nothing merged, coloured or noted."""
    folder = tmp_path_factory.mktemp("工作簿")
    results = [contestant(1, 获得奖项="一等奖"), contestant(2, 获得奖项="二等奖", 理论成绩=59.5)]
    (folder / "示例").mkdir()
    write_samples(folder / "示例")
    made = [make(folder / "成绩.xlsx", {"成绩": [RESULTS, *results]})]
    for name in ("首席技师", "技能大师工作室", "绩效评估"):
        sample = openpyxl.load_workbook(folder / "示例" / f"{name}.xlsx")
        sheets = {s.title: [list(row) for row in s.iter_rows(values_only=True)] for s in sample.worksheets}
        made.append(make(folder / f"{name}.xlsx", sheets))
    return made


@pytest.mark.skipif(not os.environ.get(KEY), reason=f"没有设置 {KEY}，没有和 xlwings 的远程引擎比较")
def test_every_button_does_the_same_over_the_remote_engine(books: list[Path]) -> None:
    for path in books:
        path.with_suffix(".json").write_text(json.dumps(payload(path), default=str), encoding="utf-8")
    found = subprocess.run(
        [sys.executable, "-c", REMOTE, *(str(path.with_suffix(".json")) for path in books)],
        capture_output=True, text=True,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    actions = json.loads(found.stdout)
    assert len(actions) == len(books) * len(BUTTONS)

    wrote = set()
    for path in books:
        for button in BUTTONS:
            theirs = path.with_suffix("") / button / "导出"
            remote = carried_out(path, actions[f"{path.stem} {button}"])
            exported = files(theirs)
            for file in sorted(theirs.rglob("*"), reverse=True):  # ours go to the same place, of which they speak
                file.unlink() if file.is_file() else file.rmdir()
            assert pressed(button, path, theirs) == remote, (path.stem, button)
            assert files(theirs) == exported, (path.stem, button)
            if exported or remote[1:] != carried_out(path, [])[1:]:
                wrote.add(button)
    assert set(BUTTONS) - wrote == {"clear_marks", "show_help"}


Picture = tuple[list[str], dict[str, dict[str, Any]], dict[str, dict[str, str]], dict[str, dict[str, str]]]


def payload(path: Path) -> dict[str, Any]:
    """A workbook as the clients of xlwings send it."""
    workbook = openpyxl.load_workbook(path)
    sheets = [
        {
            "name": sheet.title, "pictures": [], "tables": [], "notes": [], "visibility": "Visible", "used_range_address": sheet.dimensions,
            "values": [["" if c is None else f"{c.isoformat()}.000Z" if hasattr(c, "isoformat") else c for c in row]
                       for row in sheet.iter_rows(values_only=True)],
        }
        for sheet in workbook.worksheets
    ]  # fmt: skip
    book = {"name": path.name, "active_sheet_index": 0, "selection": "A1"}
    return {"client": "Office.js", "version": "0.37.8", "book": book, "names": [], "sheets": sheets}


def carried_out(path: Path, actions: list[dict[str, Any]]) -> Picture:
    """What is said, and the book as a client of xlwings leaves it: new values, colours and notes by sheet and cell."""
    names = openpyxl.load_workbook(path).sheetnames
    said: list[str] = []
    values, colours, notes = ({name: {} for name in names} for _ in range(3))  # type: dict[str, dict[str, Any]]
    for action in actions:
        match action["func"]:
            case "alert":
                said.append(action["args"][0])
            case "addSheet":
                position, name = action["args"]
                names.insert(position, name)
                values[name], colours[name], notes[name] = {}, {}, {}
            case "setValues":
                place = names[action["sheet_position"]]
                for cell, value in zip(cells(action), (v for row in action["values"] for v in row), strict=True):
                    values[place][cell] = value
            case "setRangeColor":
                colours[names[action["sheet_position"]]] |= dict.fromkeys(
                    cells(action), action["args"][0].lstrip("#").upper()
                )
            case "addNote":
                address, words = action["args"]
                notes[names[action["sheet_position"]]][address.replace("$", "")] = words
    filled = {
        name: {cell: value for cell, value in found.items() if value not in ("", None)}
        for name, found in values.items()
    }
    return said, filled, colours, notes


def cells(action: dict[str, Any]) -> Iterator[str]:
    first, left = action["start_row"] + 1, action["start_column"] + 1
    for row in range(first, first + action["row_count"]):
        for column in range(left, left + action["column_count"]):
            yield f"{openpyxl.utils.get_column_letter(column)}{row}"


def pressed(button: str, path: Path, folder: Path) -> Picture:
    """Press a button over our engine: the same."""
    before = xw.engines.active
    app = register().apps.active.impl
    book = xw.Book(path)
    BUTTONS[button](book, *[folder] * button.startswith("export"))
    book.save(path.with_name("ours.xlsx"))
    said = [words for _, words in app.alerts]
    xw.apps.active.quit()
    xw.engines.active = before
    workbook, known = openpyxl.load_workbook(path.with_name("ours.xlsx")), openpyxl.load_workbook(path).sheetnames
    values, colours, notes = ({name: {} for name in workbook.sheetnames} for _ in range(3))  # type: dict[str, dict[str, Any]]
    for sheet in workbook.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if sheet.title not in known and cell.value not in ("", None):
                values[sheet.title][cell.coordinate] = cell.value
            if cell.fill.fill_type:
                colours[sheet.title][cell.coordinate] = cell.fill.fgColor.rgb[2:]
            if cell.comment:
                notes[sheet.title][cell.coordinate] = cell.comment.text
    return said, values, colours, notes


def files(folder: Path) -> dict[str, Any]:
    """Exported files by name: the parts of documents, but for those that say when they were written."""
    found: dict[str, Any] = {}
    for file in (file for file in folder.rglob("*") if file.is_file()):
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as parts:
                found[str(file.relative_to(folder))] = {
                    n: parts.read(n) for n in parts.namelist() if "docProps" not in n
                }
        else:
            found[str(file.relative_to(folder))] = file.suffix
    return found
