"""What the handlers do, over two engines: ours, and xlwings' remote engine, which needs a licence key of the user's own.

A workbook is handed to the remote engine as the clients of xlwings hand it over; what it would have them do is compared
with what our engine did. Run with XLWINGS_LICENSE_KEY set; without it the comparison is passed over, and says so.

The remote engine answers nothing about merged cells, colours, notes and the status bar: 校验's marks and 清除标记 cannot
run there, and reading is compared on a book without merged cells.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from books import RESULTS, contestant
from test_ribbon import make

from jineng.addin.ribbon import BUTTONS
from jineng.workbooks.engine import register

KEY = "XLWINGS_LICENSE_KEY"
#: Runs where xlwings is imported anew: with a key it takes its engines from elsewhere.
REMOTE = """
import json, sys
import xlwings as xw
from jineng.addin.ribbon import about, exports, lists
from jineng.workbooks import books
books._merged = lambda used, values: []
for module in (exports, lists):
    module.show = lambda book, words: None
done = {}
for name, work in WORK.items():
    book = xw.Book(json=json.load(open(sys.argv[1], encoding="utf-8")))
    outcome, said = eval(work)(book)
    done[name] = said, [a["values"] for a in book.json()["actions"] if a["func"] == "setValues" and len(a["values"]) > 1]
print(json.dumps(done, default=str))
"""
#: Buttons → the work behind them.
WORK = {"list_levels": "lists._levels", "list_deadlines": "lists._deadlines", "edit_settings": "about._settings"}


def payload(path: Path) -> dict[str, Any]:
    """A workbook as the clients of xlwings send it."""
    workbook = openpyxl.load_workbook(path)
    sheets = [
        {
            "name": sheet.title, "pictures": [], "tables": [], "notes": [], "visibility": "visible", "used_range_address": sheet.dimensions,
            "values": [["" if c is None else f"{c.isoformat()}.000Z" if hasattr(c, "isoformat") else c for c in row]
                       for row in sheet.iter_rows(values_only=True)],
        }
        for sheet in workbook.worksheets
    ]  # fmt: skip
    book = {"name": path.name, "active_sheet_index": 0, "selection": "A1"}
    return {"client": "Office.js", "version": "0.37.8", "book": book, "names": [], "sheets": sheets}


def test_lists_and_settings_are_the_same_over_the_remote_engine(tmp_path: Path) -> None:
    if not os.environ.get(KEY):
        pytest.skip(f"没有设置 {KEY}，没有和 xlwings 的远程引擎比较")
    path = make(
        tmp_path / "成绩.xlsx",
        {"成绩": [RESULTS, contestant(1, 获得奖项="一等奖"), contestant(2, 获得奖项="二等奖", 理论成绩=59.5)]},
    )
    (tmp_path / "book.json").write_text(json.dumps(payload(path), default=str), encoding="utf-8")
    program = f"WORK = {WORK}\n{REMOTE}"

    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "book.json")], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    for button, (said, written) in json.loads(done.stdout).items():
        before = set(openpyxl.load_workbook(path).sheetnames)
        assert pressed(button, path) == said
        workbook = openpyxl.load_workbook(path)
        (new,) = (workbook[name] for name in workbook.sheetnames if name not in before)
        rows = [[cell.value or "" for cell in row] for row in new.iter_rows()]
        (expected,) = ([[cell or "" for cell in row] for row in rows] for rows in written)
        assert rows[-len(expected) :] == expected


def pressed(button: str, path: Path) -> str:
    """Press a button over our engine; what it says."""
    before = xw.engines.active
    app = register().apps.active.impl
    book = xw.Book(path)
    BUTTONS[button](book)
    book.save()
    said: str = app.alerts[-1][1]
    xw.apps.active.quit()
    xw.engines.active = before
    return said
