"""The engine that stands in for Excel: used through the public API of xlwings, what it saved checked by openpyxl."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlwings as xw
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Color, Font, PatternFill

from jineng.workbooks.engine import register

RED = (255, 199, 206)
IDENTITIES = "371099199001010014", "371099198808080027"
MACROS = Path(xw.__file__).with_name("quickstart.xlsm")


@pytest.fixture(autouse=True)
def app() -> Iterator[xw.App]:
    """An application without open books, for each test its own."""
    before = xw.engines.active
    yield register().apps.active
    xw.apps.active.quit()
    xw.engines.active = before


@pytest.fixture
def scores(tmp_path: Path) -> Path:
    """Scores of two contestants; the totals are formulas, and the file holds the result of the first."""
    path = tmp_path / "成绩.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "成绩"
    sheet.append(["姓名", "身份证号", "理论", "实操", "总成绩", "报名日期"])
    sheet.append(["张三", IDENTITIES[0], 80, 90.5, "=C2*0.3+D2*0.7", date(2024, 10, 20)])
    sheet.append(["李四", IDENTITIES[1], None, 70, "=C3*0.3+D3*0.7", datetime(2024, 10, 21, 9, 30)])
    workbook.create_sheet("说明")["B2"] = "填表说明"
    workbook.calculation.fullCalcOnLoad = False
    workbook.save(path)
    store_result(path, "E2", "<v>87.35</v>")
    return path


def make(path: Path, fill: Callable[[Any], Any] = lambda sheet: None) -> xw.Book:
    """A file with one sheet, written by openpyxl and opened through xlwings."""
    workbook = openpyxl.Workbook()
    fill(workbook.active)
    workbook.save(path)
    return xw.Book(path)


def store_result(path: Path, address: str, result: str, type: str = "n") -> None:
    """Put the result of a formula beside it, as Excel does when it saves."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    head, found, tail = parts["xl/worksheets/sheet1.xml"].partition(f'<c r="{address}"')
    attributes, _, rest = tail.partition(">")
    formula, _, rest = rest.partition("</f>")
    after = rest.partition("</c>")[2]
    parts["xl/worksheets/sheet1.xml"] = f'{head}{found}{attributes} t="{type}">{formula}</f>{result}</c>{after}'
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def saved(book: xw.Book) -> Any:
    book.save()
    return openpyxl.load_workbook(book.fullname)


# the application


def test_no_licence_key_is_needed_and_nothing_of_xlwings_pro_runs(scores: Path, tmp_path: Path) -> None:
    program = f"""
import sys
import xlwings as xw
from jineng.workbooks.engine import register
register()
book = xw.Book({str(scores)!r})
assert book.sheets[0]["C2"].value == 80
book.save()
# xlwings looks for a key when it is imported, finds none and gives up on its package `pro`.
assert [name for name in sys.modules if name.startswith("xlwings.pro")] == ["xlwings.pro.utils"]
assert not xw.__pro__
"""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XLWINGS_")}
    environment["HOME"] = str(tmp_path)  # where xlwings keeps the key of its user

    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


def test_messages_and_the_status_bar_are_written_down(app: xw.App) -> None:
    assert app.alert("发现2处问题", title="校验") == "ok"
    assert app.alert("继续？", buttons="yes_no") == "yes"
    with app.properties(status_bar="正在校验……", screen_updating=False):
        assert (app.status_bar, app.screen_updating) == ("正在校验……", False)

    assert app.impl.alerts == [("校验", "发现2处问题"), (None, "继续？")]
    assert app.impl.status_history == [False, "正在校验……", False]
    assert app.screen_updating


# books


def test_a_file_opens_once_and_a_handler_gets_the_book_of_its_caller(
    scores: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = xw.Book(scores)
    monkeypatch.setattr(xw.Book, "_mock_caller", None, raising=False)
    book.set_mock_caller()

    assert xw.Book(scores) == xw.Book("成绩.xlsx") == xw.books["成绩.xlsx"] == xw.Book.caller() == book
    assert (len(xw.books), book.fullname) == (1, str(scores))
    book.close()
    assert len(xw.books) == 0


def test_the_file_is_left_alone_until_the_book_is_saved_under_its_own_name(scores: Path, tmp_path: Path) -> None:
    before = scores.read_bytes()
    book = xw.Book(scores)
    book.sheets["成绩"]["C3"].value = 60

    book.save(tmp_path / "另存.xlsx")
    assert scores.read_bytes() == before
    assert (book.name, saved(book)["成绩"]["C3"].value) == ("另存.xlsx", 60)


def test_macros_and_notes_are_kept_and_the_last_note_leaves_no_broken_link(tmp_path: Path) -> None:
    path = tmp_path / "带宏.xlsm"
    path.write_bytes(MACROS.read_bytes())
    book = xw.Book(path)
    book.sheets[0]["A1"].add_note("成绩应在0到100之间")
    book.save()
    book.save()
    assert openpyxl.load_workbook(path)["Sheet1"]["A1"].comment.text == "成绩应在0到100之间"

    book.close()
    book = xw.Book(path)
    book.sheets[0]["A1"].note.delete()
    book.save()
    with zipfile.ZipFile(MACROS) as original, zipfile.ZipFile(path) as written:
        assert written.read("xl/vbaProject.bin") == original.read("xl/vbaProject.bin")
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in written.namelist()


# sheets


def test_sheets_are_added_deleted_and_found_by_number_and_by_name(scores: Path) -> None:
    book = xw.Book(scores)
    book.sheets.add("校验结果", after=book.sheets[-1])
    book.sheets.add("封面", before=book.sheets[0])
    assert [sheet.name for sheet in book.sheets] == ["封面", "成绩", "说明", "校验结果"]
    assert (book.sheets.active.name, book.sheets["说明"].index, book.sheets[-1].name) == ("封面", 3, "校验结果")

    book.sheets["成绩"].activate()
    for name in ("封面", "说明", "成绩"):
        book.sheets[name].delete()
    with pytest.raises(ValueError, match="至少要有一张可见的工作表"):
        book.sheets["校验结果"].delete()
    with pytest.raises(KeyError, match="说明"):
        book.sheets["说明"]
    written = saved(book)
    assert [sheet.title for sheet in written if sheet.sheet_view.tabSelected] == [written.active.title] == ["校验结果"]


def test_the_used_range_begins_at_the_first_used_cell_and_looking_does_not_extend_it(scores: Path) -> None:
    sheet = xw.Book(scores).sheets["说明"]

    assert sheet["A1:H50"].options(ndim=2).value[1][1] == "填表说明"
    assert sheet["Z99"].color is None and sheet["Z99"].note is None and not sheet["Z99"].font.bold
    assert (sheet.used_range.address, sheet.used_range.shape) == ("$B$2", (1, 1))


# values


def test_values_read_as_excel_gives_them_or_as_the_options_want_them(tmp_path: Path) -> None:
    moments = [date(2024, 10, 20), datetime(2024, 10, 21, 9, 30), time(9, 30), timedelta(hours=25)]
    book = make(tmp_path / "值.xlsx", lambda sheet: sheet.append([80, IDENTITIES[0], True, None, "#N/A", *moments]))
    row = book.sheets[0]["A1:I1"]

    assert row.value == [80.0, IDENTITIES[0], True, None, None, datetime(2024, 10, 20), datetime(2024, 10, 21, 9, 30),
                         datetime(1899, 12, 30, 9, 30), datetime(1899, 12, 31, 1)]  # fmt: skip
    assert [type(row.value[0]), type(row.value[2])] == [float, bool]
    assert row[:6].options(ndim=2, err_to_str=True, numbers=int, dates=date, empty="").value == [
        [80, IDENTITIES[0], True, "", "#N/A", date(2024, 10, 20)]]  # fmt: skip


@pytest.mark.parametrize(
    ("result", "type", "read"),
    [
        ("<v>87.35</v>", "n", 87.35),
        ("<v>合格</v>", "str", "合格"),
        ("<v></v>", "str", None),  # =IF(C2="","",...)
        ("<v>1</v>", "b", True),
        ("<v>#DIV/0!</v>", "e", "#DIV/0!"),
        ("", "n", "#未计算"),
    ],
)
def test_a_formula_reads_as_the_result_stored_in_the_file(tmp_path: Path, result: str, type: str, read: Any) -> None:
    path = tmp_path / "公式.xlsx"
    make(path, lambda sheet: sheet.append(["=1+1"])).close()
    store_result(path, "A1", result, type)

    assert xw.Book(path).sheets[0]["A1"].options(err_to_str=True).value == read


def test_formulas_are_kept_unless_overwritten_and_excel_is_told_to_calculate(scores: Path) -> None:
    book = xw.Book(scores)
    book.sheets["成绩"]["E3"].value = 70
    book.sheets["成绩"]["F1"].value = "=E2"

    assert book.sheets["成绩"]["E2:E3"].value == [87.35, 70.0]
    written = saved(book)
    assert [cell.value for cell in written["成绩"]["E"]] == ["总成绩", "=C2*0.3+D2*0.7", 70]
    assert written["成绩"]["F1"].data_type == "f"
    assert written.calculation.fullCalcOnLoad


def test_text_in_several_fonts_reads_as_text_and_keeps_them(tmp_path: Path) -> None:
    rich = CellRichText("成绩", TextBlock(InlineFont(b=True), "公示"))
    book = make(tmp_path / "富文本.xlsx", lambda sheet: sheet.append([rich]))

    assert book.sheets[0]["A1"].value == "成绩公示"
    book.save()
    assert openpyxl.load_workbook(book.fullname, rich_text=True).active["A1"].value[1].font.b


def test_values_are_written_one_by_one_by_rows_and_by_frames(tmp_path: Path) -> None:
    book = make(tmp_path / "写.xlsx")
    sheet = book.sheets[0]
    frame = pd.DataFrame({
        "姓名": ["张三", None],
        "成绩": [87.35, float("nan")],
        "日期": [pd.Timestamp(2024, 10, 20), pd.NaT],
        "合格": pd.array([True, None], dtype="boolean"),
    })  # fmt: skip

    sheet["A1"].value = "姓名"
    sheet["B1"].value = ["理论", date(2024, 10, 20)]
    sheet["A2"].value = [["张三", 80], ["李四", None], ["王五", np.int64(70)]]
    sheet["C3:D4"].value = "同"
    sheet["A5"].options(index=False, header=False).value = frame

    assert sheet["A1:D6"].value == [
        ["姓名", "理论", datetime(2024, 10, 20), None], ["张三", 80.0, None, None], ["李四", None, "同", "同"],
        ["王五", 70.0, "同", "同"], ["张三", 87.35, datetime(2024, 10, 20), True], [None] * 4]  # fmt: skip
    written = saved(book).active
    assert [cell.number_format for cell in written["C"]][:5] == ["yyyy-mm-dd", *["General"] * 3, "yyyy-mm-dd"]


def test_emptying_leaves_the_formats_and_clearing_leaves_nothing(scores: Path) -> None:
    book = xw.Book(scores)
    sheet = book.sheets["成绩"]
    sheet["A2:A3"].color = RED
    sheet["A2:A3"].clear_contents()
    assert (sheet["A2"].value, sheet["A2"].color) == (None, RED)

    sheet["A9"].add_hyperlink("https://example.invalid/notice#part2", "链接")
    link = saved(book)["成绩"]["A9"].hyperlink
    assert (link.target, link.location) == ("https://example.invalid/notice", "part2")
    sheet.clear()
    written = saved(book)["成绩"]
    assert (sheet.used_range.address, list(written.values)) == ("$A$1", [])
    assert (written["A2"].fill.fill_type, written["A9"].hyperlink) == (None, None)


# ranges and their formats


def test_ranges_are_addressed_as_in_xlwings(scores: Path) -> None:
    sheet = xw.Book(scores).sheets["成绩"]
    body = sheet["A2:E3"]

    assert (body.row, body.column, body.shape, body.count) == (2, 1, (2, 5), 10)
    assert body[1, 0].value == sheet[2, 0].value == sheet.range((3, 1)).value == sheet["$a$3"].value == "李四"
    assert [row[0].value for row in body.rows] == body.columns[0].value == ["张三", "李四"]
    assert [cell.address for cell in body[-1, :2]] == ["$A$3", "$B$3"]
    assert sheet.range(body[0, 0], (3, 2)).get_address(False, False) == "A2:B3"


def test_merged_cells_are_found_and_filled_as_in_excel(tmp_path: Path) -> None:
    sheet = make(tmp_path / "合并.xlsx", lambda sheet: sheet.merge_cells("B2:D3")).sheets[0]

    assert [sheet[cells].merge_cells for cells in ("A1", "C3", "B2:D3", "A1:D3")] == [False, True, True, None]
    assert [sheet[cell].merge_area.address for cell in ("C3", "A1")] == ["$B$2:$D$3", "$A$1"]
    sheet["B2"].value = [["标题", "不见了"]]
    assert sheet["B2:C2"].value == ["标题", None]


def test_colors_of_the_theme_and_of_the_old_palette_are_worked_out(tmp_path: Path) -> None:
    colors = [Color(theme=4), Color(theme=4, tint=0.6), Color(theme=1, tint=0.5), Color(indexed=10)]
    fills = [*(PatternFill("solid", fgColor=color) for color in colors), PatternFill("gray125")]

    def fill(sheet: Any) -> None:
        for row, each in enumerate(fills, start=1):
            sheet.cell(row, 1).fill = each

    read = [cell.color for cell in make(tmp_path / "颜色.xlsx", fill).sheets[0]["A1:A5"]]

    # 79,129,189 is accent 1 of the theme openpyxl writes; Excel shows 184,204,228 for it "60% lighter".
    assert read == [(79, 129, 189), (185, 205, 229), (128, 128, 128), (255, 0, 0), None]


def test_a_change_of_format_keeps_the_rest_of_it(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"].font = Font(name="Calibri", u="double", strike=True, scheme="minor")
        sheet["A1"].alignment = Alignment(horizontal="center")

    book = make(tmp_path / "格式.xlsx", fill)
    cell = book.sheets[0]["A1"]
    font = cell.font
    font.bold, font.size, font.color, font.name, cell.wrap_text = True, 14, (192, 0, 0), "宋体", True
    assert (font.bold, font.size, font.color, font.name, cell.wrap_text) == (True, 14, (192, 0, 0), "宋体", True)

    written = saved(book).active["A1"]
    assert (written.font.u, written.font.strike, written.alignment.horizontal) == ("double", True, "center")
    assert written.font.scheme is None  # or Excel would show the font of the theme


def test_widths_and_heights_are_set_or_fitted_to_what_is_shown(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = "“技能兴威”第一届威海市职业技能大赛成绩公示"
        sheet.merge_cells("A1:C1")
        sheet.append(["姓名", 87.35, date(2024, 10, 20), "长" * 99])
        sheet.column_dimensions.group("F", "H", outline_level=0)
        sheet.column_dimensions["F"].width = 20

    book = make(tmp_path / "列宽.xlsx", fill)
    sheet = book.sheets[0]
    sheet.autofit()
    sheet["D2"].wrap_text = True
    sheet["A2:D2"].rows.autofit()
    sheet["G1"].column_width, sheet["I1"].column_width, sheet["A1"].row_height = 7.5, 0, 30

    written = saved(book).active
    columns = written.column_dimensions
    assert {name: c.width for name, c in columns.items() if not c.hidden} == {
        "A": 8, "B": 8, "C": 12, "D": 60, "F": 20, "G": 7.5, "H": 20}  # fmt: skip
    assert [name for name, c in columns.items() if c.hidden] == ["I"]
    assert [written.row_dimensions[row].height for row in (1, 2)] == [30, 64]


def test_notes_are_added_changed_found_and_deleted_and_have_room_for_their_words(scores: Path) -> None:
    book = xw.Book(scores)
    sheet = book.sheets["成绩"]
    for cell in sheet["C2:D3"]:
        cell.add_note("理论成绩应在0到100之间\n" * 5)
    sheet["C3"].note.text = "缺理论成绩"
    sheet["D2"].note.delete()
    sheet["D3"].note.delete()

    assert {note.location.address: note.text for note in sheet.notes}["$C$3"] == "缺理论成绩"
    written = saved(book)["成绩"]
    assert [cell.coordinate for row in written for cell in row if cell.comment] == ["C2", "C3"]
    with zipfile.ZipFile(book.fullname) as archive:
        drawing = archive.read("xl/drawings/commentsDrawing1.vml")
    assert b"height:130px" in drawing and b"height:90px" in drawing
