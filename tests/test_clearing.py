"""清除标记: what 校验 set goes, what the user set stays, whatever was changed in between."""

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Color, PatternFill
from test_ribbon import BAD, GOOD, HEADERS, change, make, press, rgb

from jineng.addin.ribbon import check_all, clear_marks
from jineng.workbooks.books import COLOURS

pytestmark = pytest.mark.usefixtures("app")
YELLOW, GREEN = "FFFFFF00", "FF00FF00"


def paint(sheet: Any, cell: str, colour: str) -> None:
    sheet[cell].fill = PatternFill("solid", fgColor=colour)


def write(sheet: Any, cell: str, words: str) -> None:
    sheet[cell].comment = Comment(words, "李四")


def left(path: Path) -> dict[str, tuple[str | None, str | None]]:
    """Cells with a note or a colour: note, colour."""
    sheet = openpyxl.load_workbook(path)["成绩"]
    return {
        cell.coordinate: (cell.comment and cell.comment.text, cell.fill.fgColor.rgb if cell.fill.fill_type else None)
        for row in sheet for cell in row if cell.comment or cell.fill.fill_type
    }  # fmt: skip


@pytest.mark.parametrize("times", [1, 2])
def test_notes_and_colours_changed_between_check_and_clear_stay_as_changed(tmp_path: Path, times: int) -> None:
    """F2 to F6 are marked; the user has been there before, and is there again between the checks and clearing."""
    numbers = (
        "371099196604151410",
        "371099198508261387",
        "371099199001011236",
        "371099199202021251",
        "371099199303031277",
    )

    def before(workbook: Any) -> None:
        sheet = workbook["成绩"]
        for cell in ("F2", "F3", "A5"):
            paint(sheet, cell, YELLOW)
        write(sheet, "F2", "已电话核实")
        write(sheet, "F5", "见原件")
        write(sheet, "A4", "组长")

    def between(workbook: Any) -> None:
        sheet = workbook["成绩"]
        paint(sheet, "F2", GREEN)
        sheet["F2"].comment.text += "\n以成绩单为准"
        sheet["F3"].comment = None  # the note only: the colour is still that of 校验
        write(sheet, "F4", "我的批注")  # in the place of the note of 校验
        sheet["F4"].fill = PatternFill()
        sheet["F5"].comment.text = sheet["F5"].comment.text.replace("见原件", "原件已收回")
        sheet["F6"].value = 90
        write(sheet, "A2", "新批注")
        paint(sheet, "A2", rgb(COLOURS["error"]))  # a colour that 校验 uses as well
        sheet["A4"].comment = None
        sheet["A5"].fill = PatternFill()

    people = [[f"虚{n}", number, *BAD[2:]] for n, number in zip("甲乙丙丁戊", numbers, strict=True)]
    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, *people]}, before)
    press(check_all, path)
    assert {"F2", "F3", "F4", "F5", "F6"} <= set(left(path))
    change(path, between)
    for _ in range(times - 1):
        press(check_all, path)
        assert left(path)["F3"][1] == left(path)["F4"][1] == rgb(COLOURS["error"])
    press(clear_marks, path)

    assert left(path) == {
        "F2": ("已电话核实\n以成绩单为准", GREEN), "F3": (None, YELLOW), "F4": ("我的批注", None), "F5": ("原件已收回", None),
        "A2": ("新批注", rgb(COLOURS["error"])),
    }  # fmt: skip


def test_what_users_wrote_and_coloured_themselves_stays(tmp_path: Path) -> None:
    def decorate(workbook: Any) -> None:
        sheet = workbook["成绩"]
        sheet["F2"].comment = Comment("已电话核实\n", "李四")
        sheet["F2"].fill = PatternFill("solid", fgColor="FFFFFF00")
        sheet["F3"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.6))
        sheet["A2"].comment = Comment("组长，见【校验】", "李四")
        sheet["A3"].fill = PatternFill("solid", fgColor=rgb(COLOURS["error"]))  # Excel's own style “差” has this colour

    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, BAD, [*BAD[:1], GOOD[1], *BAD[2:]]]}, decorate)
    press(check_all, path)
    marked = openpyxl.load_workbook(path)["成绩"]
    assert marked["F2"].comment.text.startswith("已电话核实\n\n【校验】理论成绩 59.5")
    assert marked["F2"].fill.fgColor.rgb == marked["F3"].fill.fgColor.rgb == rgb(COLOURS["error"])

    assert press(clear_marks, path) == sum(
        "【校验】理论成绩" in cell.comment.text or cell.comment.text.startswith("【校验】")
        for row in marked for cell in row if cell.comment
    )  # fmt: skip

    sheet = openpyxl.load_workbook(path)["成绩"]
    notes = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    fills = {cell.coordinate: cell.fill.fgColor.rgb for row in sheet for cell in row if cell.fill.fill_type}
    assert notes == {"F2": "已电话核实\n", "A2": "组长，见【校验】"}
    assert fills == {"F2": "FFFFFF00", "F3": "FFB9CDE5", "A3": rgb(COLOURS["error"])}


def test_words_added_to_our_note_stay_when_it_goes(tmp_path: Path) -> None:
    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, BAD]})
    press(check_all, path)
    change(path, lambda w: setattr(w["成绩"]["F2"].comment, "text", w["成绩"]["F2"].comment.text + "\n已改正"))

    press(clear_marks, path)

    assert openpyxl.load_workbook(path)["成绩"]["F2"].comment.text == "已改正"


def test_a_colour_changed_after_the_check_stays_and_one_without_its_note_goes(tmp_path: Path) -> None:
    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, BAD, [*BAD[:1], GOOD[1], *BAD[2:]]]})
    press(check_all, path)

    def edit(workbook: Any) -> None:
        workbook["成绩"]["F2"].fill = PatternFill("solid", fgColor="FF00FF00")
        workbook["成绩"]["F3"].comment = None

    press(clear_marks, change(path, edit))

    sheet = openpyxl.load_workbook(path)["成绩"]
    fills = {cell.coordinate: cell.fill.fgColor.rgb for row in sheet for cell in row if cell.fill.fill_type}
    assert fills == {"F2": "FF00FF00"}


def test_marks_are_found_where_rows_were_inserted_after_the_check(tmp_path: Path, app: Any) -> None:
    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, GOOD, BAD]})
    press(check_all, path)
    change(path, lambda w: w["成绩"].insert_rows(2, 3))

    assert press(clear_marks, path) > 0

    assert re.fullmatch(r"已清除 [1-9] 个单元格的标记", app.alerts[-1][1])
    sheet = openpyxl.load_workbook(path)["成绩"]
    assert not any(cell.comment or cell.fill.fill_type for row in sheet for cell in row)


def test_the_result_sheet_goes_and_comes_and_is_not_checked_itself(tmp_path: Path) -> None:
    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, BAD]})
    press(check_all, path)
    change(path, lambda w: setattr(w, "active", w["校验结果"]))

    press(clear_marks, path)
    assert openpyxl.load_workbook(path).sheetnames == ["成绩"]
    assert press(clear_marks, path) == 0
    assert [t.sheet for t in press(check_all, path).tables] == ["成绩"]
