"""标记的工作簿在 Excel 里改过、存过，或本来就是加载项标记的：凭批注和“校验结果”去掉标记，自己写的都留着。"""

from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from books import RESULTS, contestant, pack, write
from openpyxl.comments import Comment
from openpyxl.styles import Color, PatternFill
from test_marking import fill_of, marked, parts, report_of

from jineng.workbooks.books import clear, mark
from jineng.workbooks.engine import register
from jineng.workbooks.marking import Refused, clear_copy, mark_copy
from jineng.workbooks.marks import RESULT_SHEET


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    rows = [RESULTS, contestant(1, 理论成绩=159), contestant(2, 姓名="虚1"), contestant(3)]
    return write(tmp_path / "成绩.xlsx", {"成绩": rows})


def test_marks_made_in_an_open_book_are_replaced_and_cleared(faulty: Path, tmp_path: Path) -> None:
    before = xw.engines.active
    register()
    try:
        book = xw.Book(faulty)
        book.sheets[0]["J2"].color = (0, 255, 0)
        book.sheets[0]["A3"].add_note("我写的\n【甲】第二行")
        book.save(tmp_path / "绿.xlsx")
        mark(book, report_of(faulty))
        book.save(tmp_path / "开着标记.xlsx")
        book.close()
    finally:
        xw.engines.active = before
    report = report_of(faulty)
    report.findings = report.findings[:0]
    mark_copy(tmp_path / "开着标记.xlsx", report, tmp_path / "无问题.xlsx")
    assert clear_copy(tmp_path / "开着标记.xlsx", tmp_path / "清.xlsx") == 2
    assert clear_copy(tmp_path / "无问题.xlsx", tmp_path / "再清.xlsx") == 0

    assert parts(tmp_path / "再清.xlsx") == parts(tmp_path / "清.xlsx")
    green, cleared = (openpyxl.load_workbook(tmp_path / f"{name}.xlsx") for name in ("绿", "清"))
    assert cleared.sheetnames == green.sheetnames
    for cell in (c for row in green["成绩"].iter_rows() for c in row):
        same = cleared["成绩"][cell.coordinate]
        assert (same.value, fill_of(same), same.number_format) == (cell.value, fill_of(cell), cell.number_format)
    assert cleared["成绩"]["J2"].comment is None and cleared["成绩"]["A3"].comment.text == "我写的\n【甲】第二行"


@pytest.mark.parametrize(
    "record", ["", "[]", '{"version":1}', '{"version":1,"changed":{"xl/styles.xml":3},"cells":1,"added":[]}']
)
def test_a_copy_that_was_changed_since_is_cleared_without_its_record(faulty: Path, tmp_path: Path, record: str) -> None:
    """Some programs keep parts that they do not know: our record is no longer true then."""
    inside = parts(marked(faulty, tmp_path))
    inside["xl/worksheets/sheet1.xml"] = inside["xl/worksheets/sheet1.xml"].replace(b"<v>159</v>", b"<v>95</v>")
    inside["xl/jineng.json"] = record.encode() or inside["xl/jineng.json"]
    changed = pack(tmp_path / "改过.xlsx", inside)
    assert clear_copy(changed, tmp_path / "清.xlsx") == 2

    assert "xl/jineng.json" not in parts(tmp_path / "清.xlsx")
    assert b"definedName" not in parts(tmp_path / "清.xlsx")["xl/workbook.xml"]
    assert b"jineng" not in parts(tmp_path / "清.xlsx")["xl/_rels/workbook.xml.rels"]
    cleared = openpyxl.load_workbook(tmp_path / "清.xlsx")
    assert cleared.sheetnames == ["成绩"] and cleared["成绩"]["J2"].value == 95
    assert not any(cell.comment or fill_of(cell) for row in cleared["成绩"].iter_rows() for cell in row)


def test_a_copy_that_is_damaged_is_refused_in_one_sentence(faulty: Path, tmp_path: Path) -> None:
    inside = parts(marked(faulty, tmp_path))
    lost = '<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="丢" sheetId="9" r:id="no"/>'
    inside["xl/workbook.xml"] = inside["xl/workbook.xml"].replace(b"</sheets>", f"{lost}</sheets>".encode())
    inside["xl/jineng.json"] = b"{}"
    with pytest.raises(Refused, match="文件已损坏，不能清除标记"):
        clear_copy(pack(tmp_path / "坏.xlsx", inside), tmp_path / "清.xlsx")
    assert not (tmp_path / "清.xlsx").exists()


def test_the_add_in_clears_what_was_marked_in_the_file(faulty: Path, tmp_path: Path) -> None:
    copy = marked(faulty, tmp_path)
    before = xw.engines.active
    register()
    try:
        book = xw.Book(copy)
        assert clear(book) == 2
        book.save(tmp_path / "清.xlsx")
        book.close()
    finally:
        xw.engines.active = before
    cleared = openpyxl.load_workbook(tmp_path / "清.xlsx")
    assert cleared.sheetnames == ["成绩"]
    assert not any(cell.comment or fill_of(cell) for row in cleared["成绩"].iter_rows() for cell in row)


def test_a_result_sheet_moved_to_the_front_leaves_the_others_as_they_were(faulty: Path, tmp_path: Path) -> None:
    """Sheets are counted by their place: by the names of print areas, and by which one is shown."""
    book = openpyxl.load_workbook(marked(faulty, tmp_path))
    book.create_sheet("说明").print_area = "A1:B2"
    book.move_sheet(RESULT_SHEET, -1)
    book["成绩"].print_area = "A1:O4"
    book[RESULT_SHEET].print_area = "A1:J5"
    book.active = 2
    book.save(tmp_path / "移动.xlsx")
    assert book.sheetnames == [RESULT_SHEET, "成绩", "说明"]

    clear_copy(tmp_path / "移动.xlsx", tmp_path / "清.xlsx")
    cleared = openpyxl.load_workbook(tmp_path / "清.xlsx")
    assert (cleared.sheetnames, cleared.active.title) == (["成绩", "说明"], "说明")
    assert cleared["成绩"].print_area == "'成绩'!$A$1:$O$4" and cleared["说明"].print_area == "'说明'!$A$1:$B$2"


@pytest.mark.parametrize(("note", "left"), [
    ("【校验】一\n我补的", "我补的"),
    ("我写的\n【校验】一\n我补的\n【校验】二", "我写的\n我补的"),
    ("说到【校验】一词", "说到【校验】一词"),
    ("【校验】<一>&二", None),
    ("我写的 <&>\n\n【校验】一", "我写的 <&>\n"),
])  # fmt: skip
def test_only_our_lines_leave_a_note(faulty: Path, tmp_path: Path, note: str, left: str | None) -> None:
    book = openpyxl.load_workbook(faulty)
    book["成绩"]["A2"].comment = Comment(note, "张三")
    book.save(tmp_path / "批注.xlsx")
    clear_copy(tmp_path / "批注.xlsx", tmp_path / "清.xlsx")

    comment = openpyxl.load_workbook(tmp_path / "清.xlsx")["成绩"]["A2"].comment
    assert (comment.text if comment else None) == left


def test_colours_that_somebody_has_changed_since_stay(faulty: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(marked(faulty, tmp_path))
    book["成绩"]["J2"].fill = PatternFill("solid", fgColor="FF00FF00")
    book.save(tmp_path / "改色.xlsx")
    clear_copy(tmp_path / "改色.xlsx", tmp_path / "清.xlsx")
    assert fill_of(openpyxl.load_workbook(tmp_path / "清.xlsx")["成绩"]["J2"]) == "FF00FF00"


def test_the_colour_of_a_theme_comes_back(faulty: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(faulty)
    book["成绩"]["J2"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.5))
    book["成绩"]["A3"].fill = PatternFill("solid", fgColor=Color(indexed=13))
    book.save(faulty)
    resaved = tmp_path / "另存.xlsx"
    openpyxl.load_workbook(marked(faulty, tmp_path)).save(resaved)
    clear_copy(resaved, tmp_path / "清.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "清.xlsx")["成绩"]
    assert (fill_of(sheet["J2"]), fill_of(sheet["A3"])) == ("FFA7C0DE", "FFFFFF00")


def test_a_colour_that_no_theme_has_is_told_in_one_sentence(faulty: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(faulty)
    book["成绩"]["J2"].fill = PatternFill("solid", fgColor=Color(theme=40))
    book.save(faulty)
    with pytest.raises(Refused, match="文件已损坏"):
        mark_copy(faulty, report_of(faulty), tmp_path / "副本.xlsx")
