"""没有 Excel 时的引擎：全部经 xlwings 的公开接口使用，存盘后由 openpyxl 单独打开核对。"""

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
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Color, Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from jineng.workbooks.engine import register

RED = (255, 199, 206)
IDENTITIES = "371099199001010014", "371099198808080027"
QUICKSTART = Path(xw.__file__).with_name("quickstart.xlsm")

Fill = Callable[[Any], None]


@pytest.fixture(autouse=True)
def engine() -> Iterator[xw.Engine]:
    """启用引擎，测完关掉打开的工作簿，恢复原来的引擎。"""
    before = xw.engines.active
    yield register()
    for app in list(xw.apps):
        app.quit()
    xw.engines.active = before
    if hasattr(xw.Book, "_mock_caller"):
        del xw.Book._mock_caller


@pytest.fixture
def scores(tmp_path: Path) -> Path:
    """两名选手的成绩表，总成绩是公式，文件里存着第一名选手的结果。"""
    path = tmp_path / "成绩.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "成绩"
    sheet.append(["姓名", "身份证号", "理论", "实操", "总成绩", "报名日期"])
    sheet.append(["张三", IDENTITIES[0], 80, 90.5, "=C2*0.3+D2*0.7", date(2024, 10, 20)])
    sheet.append(["李四", IDENTITIES[1], None, 70, "=C3*0.3+D3*0.7", datetime(2024, 10, 21, 9, 30)])
    workbook.create_sheet("说明")["B2"] = "填表说明"
    workbook.defined_names["满分"] = DefinedName("满分", attr_text="成绩!$C$2:$D$3")
    workbook.save(path)
    store_result(path, "E2", "<v>87.35</v>")
    return path


def make(path: Path, fill: Fill | None = None) -> xw.Book:
    """由 openpyxl 写一个只有一张表的文件，再经 xlwings 打开。"""
    workbook = openpyxl.Workbook()
    if fill:
        fill(workbook.active)
    workbook.save(path)
    return xw.Book(path)


def store_result(path: Path, address: str, result: str, type: str = "n") -> None:
    """像 Excel 那样，在第一张表的公式旁存上结果。"""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    head, found, tail = sheet.partition(f'<c r="{address}"')
    attributes, _, rest = tail.partition(">")
    formula, _, rest = rest.partition("</f>")
    after = rest.partition("</c>")[2]
    assert found
    parts["xl/worksheets/sheet1.xml"] = f'{head}{found}{attributes} t="{type}">{formula}</f>{result}</c>{after}'
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def saved(book: xw.Book) -> Any:
    """存盘，再由 openpyxl 打开。"""
    book.save()
    return openpyxl.load_workbook(book.fullname)


# 启用


def test_registering_twice_adds_one_engine(engine: xw.Engine) -> None:
    register()

    assert [each.name for each in xw.engines].count("openpyxl") == 1
    assert xw.engines.active.name == "openpyxl"
    assert len(engine.apps) == 1


def test_no_licence_key_is_needed_and_nothing_of_xlwings_pro_runs(scores: Path, tmp_path: Path) -> None:
    program = f"""
import sys
import xlwings as xw
before = [name for name in sys.modules if name.startswith("xlwings.pro")]
from jineng.workbooks.engine import register
register()
book = xw.Book({str(scores)!r})
book.sheets[0]["A1"].color = {RED}
book.save()
assert book.sheets[0]["C2"].value == 80
after = [name for name in sys.modules if name.startswith("xlwings.pro")]
# xlwings looks for a key when it is imported, finds none and gives up on its package `pro`.
assert before == after == ["xlwings.pro.utils"], (before, after)
assert not xw.__pro__ and not hasattr(xw, "pro")
assert [engine.name for engine in xw.engines] == ["openpyxl"]
"""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XLWINGS_")}
    environment["HOME"] = str(tmp_path)  # where xlwings keeps the key of its user

    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=tmp_path, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr


def test_what_is_not_offered_says_so(scores: Path) -> None:
    with pytest.raises(NotImplementedError):
        xw.Book(scores).sheets[0].charts.add()


# 工作簿


def test_a_handler_gets_the_book_of_its_caller(scores: Path) -> None:
    xw.Book(scores).set_mock_caller()

    assert xw.Book.caller().name == "成绩.xlsx"
    assert xw.Book.caller().fullname == str(scores)


def test_a_file_opens_once(scores: Path) -> None:
    book = xw.Book(scores)

    assert xw.Book(scores) == xw.Book("成绩.xlsx") == xw.books["成绩.xlsx"] == xw.books.active == book
    assert len(xw.books) == 1
    book.close()
    assert len(xw.books) == 0


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        xw.Book(tmp_path / "没有.xlsx")


def test_the_file_is_left_alone_until_the_book_is_saved(scores: Path) -> None:
    before = scores.read_bytes()
    book = xw.Book(scores)
    book.sheets["成绩"]["C3"].value = 60

    assert scores.read_bytes() == before
    assert saved(book)["成绩"]["C3"].value == 60


def test_a_save_that_fails_leaves_the_old_file_and_nothing_else(
    scores: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = scores.read_bytes()
    book = xw.Book(scores)

    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("磁盘已满")

    monkeypatch.setattr(book.impl.workbook, "save", fail)

    with pytest.raises(OSError, match="磁盘已满"):
        book.save()
    assert scores.read_bytes() == before
    assert list(tmp_path.iterdir()) == [scores]


def test_saving_keeps_who_may_read_the_file(scores: Path) -> None:
    scores.chmod(0o640)

    xw.Book(scores).save()

    assert scores.stat().st_mode & 0o777 == 0o640


def test_saving_under_another_name_goes_on_with_the_new_file(scores: Path, tmp_path: Path) -> None:
    before = scores.read_bytes()
    book = xw.Book(scores)
    book.sheets[0]["A2"].value = "王五"
    book.save(tmp_path / "成绩（标注）.xlsx")

    assert scores.read_bytes() == before
    assert book.name == "成绩（标注）.xlsx"
    assert openpyxl.load_workbook(tmp_path / "成绩（标注）.xlsx")["成绩"]["A2"].value == "王五"


def test_a_new_book_is_saved_as_xlsx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    book = xw.Book()

    assert book.fullname == "Book1"
    assert saved(book).sheetnames == ["Sheet"]
    assert book.fullname == str(tmp_path / "Book1.xlsx")


def test_a_file_type_is_not_changed(scores: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="另存为"):
        xw.Book(scores).save(tmp_path / "成绩.xlsm")


def test_macros_are_kept_however_often_the_book_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "加载项.xlsm"
    path.write_bytes(QUICKSTART.read_bytes())
    book = xw.Book(path)
    cell = book.sheets[0]["A1"]

    cell.add_note("成绩应在0到100之间")
    book.save()
    book.save()

    with zipfile.ZipFile(QUICKSTART) as original, zipfile.ZipFile(path) as written:
        assert written.read("xl/vbaProject.bin") == original.read("xl/vbaProject.bin")
    assert openpyxl.load_workbook(path)["Sheet1"]["A1"].comment.text == "成绩应在0到100之间"


def test_pictures_are_kept_however_often_the_book_is_saved_where_pillow_is_installed(tmp_path: Path) -> None:
    pillow = pytest.importorskip("PIL.Image", reason="without Pillow openpyxl drops the pictures")
    drawing = pytest.importorskip("openpyxl.drawing.image")
    pillow.new("RGB", (20, 20)).save(tmp_path / "章.png")
    book = make(tmp_path / "图.xlsx", lambda sheet: sheet.add_image(drawing.Image(tmp_path / "章.png"), "B2"))

    book.save()
    book.save()

    with zipfile.ZipFile(book.fullname) as archive:
        assert "xl/media/image1.png" in archive.namelist()


def test_the_last_note_of_a_book_with_macros_leaves_no_broken_link(tmp_path: Path) -> None:
    path = tmp_path / "加载项.xlsm"
    path.write_bytes(QUICKSTART.read_bytes())
    book = xw.Book(path)
    book.sheets[0]["A1"].add_note("成绩应在0到100之间")
    book.save()
    book.close()

    book = xw.Book(path)
    book.sheets[0]["A1"].note.delete()
    book.save()

    with zipfile.ZipFile(path) as written:
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in written.namelist()


# 工作表


def test_sheets_are_found_by_number_and_by_name(scores: Path) -> None:
    book = xw.Book(scores)

    assert [sheet.name for sheet in book.sheets] == book.sheet_names == ["成绩", "说明"]
    assert book.sheets[1] == book.sheets["说明"] == book.sheets[-1]
    assert book.sheets["说明"].index == 2
    with pytest.raises(KeyError, match="没有工作表：公示"):
        book.sheets["公示"]


def test_an_added_sheet_becomes_the_active_and_only_selected_one(scores: Path) -> None:
    book = xw.Book(scores)

    book.sheets.add("校验结果", after=book.sheets[-1])
    book.sheets.add("封面", before=book.sheets[0])
    assert book.sheet_names == ["封面", "成绩", "说明", "校验结果"]
    assert book.sheets.active.name == "封面"

    book.sheets["校验结果"].activate()
    sheets = saved(book)
    assert sheets.active.title == "校验结果"
    assert [sheet.title for sheet in sheets if sheet.sheet_view.tabSelected] == ["校验结果"]


def test_a_name_excel_refuses_is_refused(scores: Path) -> None:
    book = xw.Book(scores)

    with pytest.raises(ValueError, match="不能取名为：说明"):
        book.sheets["成绩"].name = "说明"
    with pytest.raises(ValueError, match="不能取名为：长"):
        book.sheets.add("长" * 32)


def test_a_sheet_can_be_renamed_hidden_and_deleted(scores: Path) -> None:
    book = xw.Book(scores)

    book.sheets["成绩"].name = "决赛成绩"
    assert book.sheets["决赛成绩"]["E2"].value == 87.35
    book.sheets["决赛成绩"].visible = False
    assert book.sheets.active.name == "说明"
    with pytest.raises(ValueError, match="至少要有一张可见的工作表"):
        book.sheets["说明"].delete()
    book.sheets["决赛成绩"].visible = True
    book.sheets["说明"].delete()

    assert book.sheets.active.name == "决赛成绩"
    assert saved(book).sheetnames == ["决赛成绩"]


def test_the_used_range_begins_at_the_first_used_cell_and_reading_does_not_extend_it(scores: Path) -> None:
    sheet = xw.Book(scores).sheets["说明"]

    assert sheet["A1:H50"].options(ndim=2).value[1][1] == "填表说明"
    assert sheet["Z99"].color is None and sheet["Z99"].note is None and not sheet["Z99"].font.bold
    used = sheet.used_range
    assert (used.row, used.column, used.shape, used.address) == (2, 2, (1, 1), "$B$2")
    assert sheet.book.sheets["成绩"].used_range.address == "$A$1:$F$3"


# 读


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (80, 80.0),
        (90.5, 90.5),
        (IDENTITIES[0], IDENTITIES[0]),
        (True, True),
        (None, None),
        (date(2024, 10, 20), datetime(2024, 10, 20)),
        (datetime(2024, 10, 21, 9, 30), datetime(2024, 10, 21, 9, 30)),
        (time(9, 30), datetime(1899, 12, 30, 9, 30)),
        (timedelta(hours=25), datetime(1899, 12, 31, 1)),
        ("#N/A", None),
    ],
)
def test_values_read_as_excel_gives_them(tmp_path: Path, written: Any, read: Any) -> None:
    book = make(tmp_path / "值.xlsx", lambda sheet: sheet.append([written, "末"]))

    value = book.sheets[0]["A1"].value

    assert (value, type(value)) == (read, type(read))


def test_options_change_what_is_read(tmp_path: Path) -> None:
    book = make(tmp_path / "值.xlsx", lambda sheet: sheet.append([80, "#N/A", date(2024, 10, 20), None]))
    row = book.sheets[0]["A1:D1"]

    assert row.value == [80.0, None, datetime(2024, 10, 20), None]
    assert row.options(ndim=2, err_to_str=True).value == [[80.0, "#N/A", datetime(2024, 10, 20), None]]
    assert row.options(numbers=int, dates=date, empty="").value == [80, None, date(2024, 10, 20), ""]


def test_a_text_that_looks_like_an_error_is_a_text(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = "#N/A"
        sheet["A1"].data_type = "s"

    assert make(tmp_path / "值.xlsx", fill).sheets[0]["A1"].value == "#N/A"


def test_a_table_reads_as_a_frame(scores: Path) -> None:
    frame = xw.Book(scores).sheets[0]["A1"].options(pd.DataFrame, index=False, expand="table").value

    assert list(frame["身份证号"]) == list(IDENTITIES)
    assert frame["实操"].sum() == 160.5


@pytest.mark.parametrize(
    ("result", "type", "read"),
    [
        ("<v>87.35</v>", "n", 87.35),
        ("<v>合格</v>", "str", "合格"),
        ("<v></v>", "str", None),  # =IF(C2="","",...)
        ("<v>1</v>", "b", True),
        ("<v>#DIV/0!</v>", "e", "#DIV/0!"),
    ],
)
def test_a_formula_reads_as_the_result_stored_in_the_file(tmp_path: Path, result: str, type: str, read: Any) -> None:
    path = tmp_path / "公式.xlsx"
    make(path, lambda sheet: sheet.append(["=1+1"])).close()
    store_result(path, "A1", result, type)

    assert xw.Book(path).sheets[0]["A1"].options(err_to_str=True).value == read


def test_a_formula_without_a_stored_result_reads_as_its_text(scores: Path, tmp_path: Path) -> None:
    sheet = xw.Book(scores).sheets[0]
    array = make(tmp_path / "数组.xlsx", lambda sheet: sheet.append([ArrayFormula("A1", "=SUM(B1:B9*C1:C9)")]))

    assert sheet["E2:E3"].value == [87.35, "=C3*0.3+D3*0.7"]
    assert array.sheets[0]["A1"].value == "=SUM(B1:B9*C1:C9)"


def test_formulas_survive_unless_overwritten(scores: Path) -> None:
    book = xw.Book(scores)
    sheet = book.sheets["成绩"]
    sheet["E3"].value = 70
    assert sheet["E2:E3"].value == [87.35, 70.0]

    written = saved(book)

    assert written["成绩"]["E2"].value == "=C2*0.3+D2*0.7"
    assert written["成绩"]["E3"].value == 70
    assert written.calculation.fullCalcOnLoad  # the results are not saved: Excel is to calculate them


def test_text_in_several_fonts_reads_as_text_and_keeps_its_fonts(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = CellRichText("成绩", TextBlock(InlineFont(b=True), "公示"))

    book = make(tmp_path / "富文本.xlsx", fill)
    assert book.sheets[0]["A1"].value == "成绩公示"
    book.save()

    text = openpyxl.load_workbook(book.fullname, rich_text=True).active["A1"].value
    assert isinstance(text[1], TextBlock) and text[1].font.b


# 写


def test_values_are_written_one_by_one_by_rows_and_by_tables(tmp_path: Path) -> None:
    book = make(tmp_path / "写.xlsx")
    sheet = book.sheets[0]

    sheet["A1"].value = "姓名"
    sheet["B1"].value = ["理论", "实操"]
    sheet["A2"].value = [["张三", 80, 90.5], ["李四", None, np.int64(70)]]
    sheet["E1"].options(transpose=True).value = [1, 2, 3]
    sheet["G1:H2"].value = "同"
    sheet[4, 0].value = date(2024, 10, 20)

    assert sheet["A2:C3"].value == [["张三", 80.0, 90.5], ["李四", None, 70.0]]
    assert sheet["A5"].value == datetime(2024, 10, 20)
    rows = [[cell.value for cell in row] for row in saved(book).active["A1:H3"]]
    assert rows == [
        ["姓名", "理论", "实操", None, 1, None, "同", "同"],
        ["张三", 80, 90.5, None, 2, None, "同", "同"],
        ["李四", None, 70, None, 3, None, None, None],
    ]


def test_a_frame_is_written_with_its_blanks_and_dates(tmp_path: Path) -> None:
    book = make(tmp_path / "写.xlsx")
    frame = pd.DataFrame(
        {
            "姓名": ["张三", None],
            "成绩": [87.35, float("nan")],
            "日期": [pd.Timestamp(2024, 10, 20), pd.NaT],
            "合格": pd.array([True, None], dtype="boolean"),
        }
    )

    book.sheets[0]["A1"].options(index=False).value = frame

    sheet = saved(book).active
    assert [cell.value for cell in sheet[2]] == ["张三", 87.35, datetime(2024, 10, 20), True]
    assert [cell.value for cell in sheet[3]] == [None] * 4
    assert sheet["C2"].number_format == "yyyy-mm-dd"


def test_an_empty_text_and_none_empty_a_cell(scores: Path) -> None:
    book = xw.Book(scores)
    book.sheets["成绩"]["A2"].value = ""
    book.sheets["成绩"]["C2:E3"].value = None

    rows = [[cell.value for cell in row] for row in saved(book)["成绩"]["A2:E3"]]
    assert rows == [[None, IDENTITIES[0], None, None, None], ["李四", IDENTITIES[1], None, None, None]]


def test_text_beginning_with_an_equals_sign_is_a_formula_unless_the_cell_is_text(tmp_path: Path) -> None:
    book = make(tmp_path / "公式.xlsx")
    sheet = book.sheets[0]

    sheet["A1:A2"].value = "=B1*2"  # Excel adjusts what it fills in
    sheet["A3"].number_format = "@"
    sheet["A3"].value = "=B3*2"
    sheet["A4"].value = "'=B4*2"
    sheet["A5"].value = "'文本"
    sheet["A5"].value = "=B5*2"

    assert sheet["A1:A4"].value == ["=B1*2", "=B2*2", "=B3*2", "=B4*2"]
    cells = saved(book).active["A"]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [
        ("=B1*2", "f", False),
        ("=B2*2", "f", False),
        ("=B3*2", "s", False),
        ("=B4*2", "s", True),
        ("=B5*2", "f", False),
    ]


def test_whole_rows_and_columns_can_be_read_and_emptied_but_not_filled(scores: Path) -> None:
    sheet = xw.Book(scores).sheets["成绩"]

    assert sheet["2:2"].value == ["张三", IDENTITIES[0], 80, 90.5, 87.35, datetime(2024, 10, 20)] + [None] * 16378
    sheet["A:A"].clear_contents()
    assert sheet["A1:A3"].value == [None, None, None]
    with pytest.raises(NotImplementedError, match="整行整列"):
        sheet["A:A"].number_format = "@"


# 区域


def test_ranges_are_addressed_as_in_xlwings(scores: Path) -> None:
    sheet = xw.Book(scores).sheets["成绩"]
    body = sheet["A2:E3"]

    assert (body.row, body.column, body.shape, body.count) == (2, 1, (2, 5), 10)
    assert body[1, 0].value == sheet[2, 0].value == sheet.range((3, 1)).value == sheet["$a$3"].value == "李四"
    assert body[-1, :2].value == ["李四", IDENTITIES[1]]
    assert [row[0].value for row in body.rows] == ["张三", "李四"]
    assert body.columns[0].value == ["张三", "李四"]
    assert sheet.range(body[0, 0], body[1, 1]).address == "$A$2:$B$3"
    assert body.offset(0, 1).resize(1, 2).get_address(False, False) == "B2:C2"
    assert body[0, 0].get_address(include_sheetname=True) == "'成绩'!$A$2"
    assert body[0, 0].get_address(external=True) == "'[成绩.xlsx]成绩'!$A$2"
    with pytest.raises(IndexError):
        sheet.range((0, 1))


def test_a_range_expands_as_far_as_it_is_filled(scores: Path) -> None:
    sheet = xw.Book(scores).sheets["成绩"]

    assert sheet["A1"].expand().address == "$A$1:$F$3"
    assert sheet["C1"].expand("down").address == "$C$1:$C$2"
    assert sheet["A3"].expand("right").address == "$A$3:$B$3"


@pytest.mark.parametrize(
    ("start", "direction", "stop"),
    [
        ("A1", "down", "$A$3"),
        ("B3", "right", "$D$3"),  # over the gap to the next filled cell
        ("F3", "left", "$D$3"),
        ("A3", "down", "$A$1048576"),
        ("A1048576", "up", "$A$3"),
        ("Z5", "left", "$A$5"),
    ],
)
def test_end_goes_where_control_and_an_arrow_key_go(scores: Path, start: str, direction: str, stop: str) -> None:
    assert xw.Book(scores).sheets["成绩"][start].end(direction).address == stop


def test_named_ranges_are_found(scores: Path) -> None:
    book = xw.Book(scores)

    assert "满分" in book.names and "及格线" not in book.names
    assert [(name.name, name.refers_to) for name in book.names] == [("满分", "=成绩!$C$2:$D$3")]
    assert book.names["满分"].refers_to_range == book.sheets["成绩"]["满分"] == book.sheets["成绩"]["C2:D3"]
    with pytest.raises(KeyError, match="没有这个地址或名称：及格线"):
        book.sheets["成绩"]["及格线"]


def test_merged_cells_are_found_and_filled_as_in_excel(tmp_path: Path) -> None:
    book = make(tmp_path / "合并.xlsx", lambda sheet: sheet.merge_cells("B2:D3"))
    sheet = book.sheets[0]

    assert [sheet[cells].merge_cells for cells in ("A1", "C3", "B2:D3", "A1:D3")] == [False, True, True, None]
    assert sheet["C3"].merge_area.address == "$B$2:$D$3"
    assert sheet["A1"].merge_area.address == "$A$1"
    sheet["B2"].value = [["标题", "不见了"]]
    assert sheet["B2:C2"].value == ["标题", None]


def test_clearing_a_sheet_leaves_nothing(scores: Path) -> None:
    book = xw.Book(scores)
    sheet = book.sheets["成绩"]
    sheet["A1"].add_note("批注")
    sheet["B5:C6"].color = RED
    sheet["A9"].add_hyperlink("https://example.invalid", "链接")

    sheet.clear()

    assert sheet.used_range.address == "$A$1"
    written = saved(book)["成绩"]
    assert list(written.values) == []
    assert written["A1"].comment is None and written["B5"].fill.fill_type is None and written["A9"].hyperlink is None


def test_clearing_contents_keeps_the_formats(scores: Path) -> None:
    book = xw.Book(scores)
    cells = book.sheets["成绩"]["A2:A3"]
    cells.color = RED
    cells.clear_contents()

    assert cells.value == [None, None]
    assert saved(book)["成绩"]["A2"].fill.fgColor.rgb == "FFFFC7CE"


# 格式


@pytest.mark.parametrize("color", [RED, "#FFC7CE", 0xCEC7FF])
def test_a_color_is_set_and_taken_away(scores: Path, color: Any) -> None:
    book = xw.Book(scores)
    cells = book.sheets["成绩"]["C2:D3"]

    cells.color = color
    assert cells[1, 1].color == RED
    cells[0, 0].color = None

    sheet = saved(book)["成绩"]
    assert sheet["C2"].fill.fill_type is None
    assert (sheet["D3"].fill.fill_type, sheet["D3"].fill.fgColor.rgb) == ("solid", "FFFFC7CE")


def test_colors_of_the_theme_and_of_the_old_palette_are_worked_out(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        for row, color in enumerate([Color(theme=4), Color(theme=4, tint=0.6), Color(theme=1, tint=0.5)], start=1):
            sheet.cell(row, 1).fill = PatternFill("solid", fgColor=color)
        sheet["A4"].fill = PatternFill("solid", fgColor=Color(indexed=10))
        sheet["A5"].fill = PatternFill("gray125")

    sheet = make(tmp_path / "颜色.xlsx", fill).sheets[0]

    # 79,129,189 is accent 1 of the theme openpyxl writes; Excel shows 184,204,228 for it "60% lighter".
    colors = [sheet.cells[row, 0].color for row in range(5)]
    assert colors == [(79, 129, 189), (185, 205, 229), (128, 128, 128), (255, 0, 0), None]
    assert sheet["A1"].font.color == (0, 0, 0)


def test_a_change_of_font_keeps_the_rest_of_it(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"].font = Font(
            name="Calibri", size=11, u="double", vertAlign="superscript", strike=True, scheme="minor"
        )

    book = make(tmp_path / "字体.xlsx", fill)
    font = book.sheets[0]["A1"].font
    font.bold = True
    font.size = 14
    font.color = (192, 0, 0)
    font.name = "宋体"
    assert (font.bold, font.italic, font.size, font.color, font.name) == (True, False, 14, (192, 0, 0), "宋体")

    written = saved(book).active["A1"].font
    assert (written.b, written.sz, written.color.rgb, written.name) == (True, 14, "FFC00000", "宋体")
    assert (written.u, written.vertAlign, written.strike) == ("double", "superscript", True)
    assert written.scheme is None  # or Excel would show the font of the theme


def test_number_formats_and_wrapping_are_set_for_every_cell(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"].alignment = Alignment(horizontal="center")

    book = make(tmp_path / "格式.xlsx", fill)
    cells = book.sheets[0]["A1:B2"]
    assert (cells.number_format, cells.wrap_text) == ("General", False)
    cells.number_format = "@"
    cells.wrap_text = True
    assert (cells.number_format, cells.wrap_text) == ("@", True)

    sheet = saved(book).active
    assert {cell.number_format for row in sheet["A1:B2"] for cell in row} == {"@"}
    assert sheet["B2"].alignment.wrap_text
    assert (sheet["A1"].alignment.horizontal, sheet["A1"].alignment.wrap_text) == ("center", True)


def test_a_width_shared_by_several_columns_is_changed_for_one(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.column_dimensions.group("A", "E", outline_level=0)
        sheet.column_dimensions["A"].width = 20

    book = make(tmp_path / "列宽.xlsx", fill)
    sheet = book.sheets[0]
    assert [sheet[0, column].column_width for column in (0, 4, 5)] == [20, 20, 8.43]
    sheet["C1"].column_width = 7.5

    columns = saved(book).active.column_dimensions
    widths = {name: (column.min, column.max, column.width) for name, column in columns.items()}
    assert widths == {"A": (1, 2, 20), "C": (3, 3, 7.5), "D": (4, 5, 20)}


def test_row_heights_are_set(tmp_path: Path) -> None:
    book = make(tmp_path / "行高.xlsx")
    book.sheets[0]["A1:A2"].row_height = 30

    assert [book.sheets[0][row, 0].row_height for row in (1, 2)] == [30, 15]
    assert saved(book).active.row_dimensions[2].height == 30


def test_columns_fit_what_they_show(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = "“技能兴威”第一届威海市职业技能大赛成绩公示"
        sheet.merge_cells("A1:C1")
        sheet.append(["姓名", 87.35, date(2024, 10, 20)])
        sheet["D2"] = "长" * 99
        sheet.row_dimensions[2].height = 50

    book = make(tmp_path / "列宽.xlsx", fill)
    book.sheets[0].autofit()

    sheet = saved(book).active
    assert {name: column.width for name, column in sheet.column_dimensions.items()} == {
        "A": 6,
        "B": 7,
        "C": 12,
        "D": 60,
    }
    assert sheet.row_dimensions[2].height is None


# 批注和链接


def test_notes_are_added_changed_and_deleted(scores: Path) -> None:
    book = xw.Book(scores)
    sheet = book.sheets["成绩"]

    for cell in sheet["C2:C3"]:
        cell.add_note("理论成绩应在0到100之间")
    sheet["C3"].note.text = "缺理论成绩"
    sheet["D2"].add_note("临时")
    sheet["D2"].note.delete()

    assert sheet["C2"].note.text == "理论成绩应在0到100之间"
    assert sheet["D2"].note is None
    written = saved(book)["成绩"]
    assert written["C2"].comment.text == "理论成绩应在0到100之间"
    assert written["C3"].comment.text == "缺理论成绩"
    assert written["D2"].comment is None


def test_a_note_has_room_for_four_lines_and_for_longer_text(scores: Path) -> None:
    sheet = xw.Book(scores).sheets["成绩"]
    short, long = sheet["C2"].add_note("缺成绩"), sheet["C3"].add_note("理论成绩应在零到一百之间\n" * 9)

    def size(note: xw.main.Note) -> tuple[int, int]:
        return note.impl.cell.comment.width, note.impl.cell.comment.height

    # About 12 pixels to a Chinese character, 20 to a line: 18 characters side by side and 4 lines with the margins.
    assert size(short) == (280, 90)
    assert size(long) == (280, 210)


def test_the_notes_in_the_file_stay_readable_and_keep_their_author(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"].comment = Comment("请核对\n身份证号\n与报名表\n是否一致\n后再提交", "李四")

    book = make(tmp_path / "批注.xlsx", fill)
    book.sheets[0]["A1"].note.text += "。"
    book.save()

    assert saved(book).active["A1"].comment.author == "李四"
    with zipfile.ZipFile(book.fullname) as archive:
        assert b"width:280px;height:110px" in archive.read("xl/drawings/commentsDrawing1.vml")


def test_links_lead_into_the_book_and_out_of_it(scores: Path) -> None:
    book = xw.Book(scores)
    sheet = book.sheets["说明"]
    sheet["A1"].add_hyperlink("#'成绩'!C3", "第3行：缺理论成绩", "转到出错的单元格")
    sheet["A2"].add_hyperlink("https://example.invalid/notice#part2", "通知")
    book.save()

    written = saved(book)["说明"]  # saved twice, so that doubled links would show
    inner, outer = written["A1"].hyperlink, written["A2"].hyperlink
    assert (inner.location, inner.target, inner.tooltip) == ("'成绩'!C3", None, "转到出错的单元格")
    assert (outer.location, outer.target) == ("part2", "https://example.invalid/notice")
    assert [cell.value for cell in written["A"]] == ["第3行：缺理论成绩", "通知"]
    assert written["A1"].font.u == "single"


# 应用


def test_alerts_and_the_status_bar_are_recorded(scores: Path) -> None:
    app = xw.Book(scores).app

    assert app.alert("发现2处问题", title="校验") == "ok"
    assert app.alert("继续？", buttons="yes_no") == "yes"
    assert app.impl.alerts == [("校验", "发现2处问题"), (None, "继续？")]

    assert app.status_bar is False
    with app.properties(status_bar="正在校验……", screen_updating=False, calculation="manual"):
        assert (app.status_bar, app.screen_updating, app.calculation) == ("正在校验……", False, "manual")
        app.calculate()
    assert (app.status_bar, app.screen_updating, app.calculation) == (False, True, "automatic")
    assert app.impl.status_history == ["正在校验……", False]


def test_quitting_closes_the_books_and_the_next_book_starts_anew(scores: Path) -> None:
    first = xw.Book(scores).app
    first.quit()
    assert len(xw.apps) == 0

    second = xw.Book(scores).app
    assert second != first
    assert second.impl.alerts == []


def test_an_app_of_its_own_is_active_until_it_quits(scores: Path) -> None:
    book = xw.Book(scores)

    with xw.App(visible=False) as app:
        assert xw.apps.active == app
        assert [each.name for each in xw.books] == ["Book1"]

    assert xw.apps.active == book.app
    assert xw.books.active == book
