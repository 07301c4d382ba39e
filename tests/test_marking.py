"""标记副本：问题单元格着色、加批注、附“校验结果”表，其余一个字节不变；清除后和原来一样。"""

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from books import RESULTS, contestant, results, write
from python_calamine import CalamineWorkbook

from jineng.addin.samples import FILES
from jineng.validators.findings import FileReport
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.marking import Refused, clear_copy, mark_copy
from jineng.workbooks.marks import COLOURS, RESULT_COLUMNS, RESULT_SHEET


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def raw_parts(path: Path) -> dict[str, bytes]:
    """The compressed bytes of each part, as they lie in the file."""
    data, found = path.read_bytes(), {}
    with zipfile.ZipFile(path) as package:
        for info in package.infolist():
            start = (
                info.header_offset
                + 30
                + sum(int.from_bytes(data[info.header_offset + at :][:2], "little") for at in (26, 28))
            )
            found[info.filename] = data[start : start + info.compress_size]
    return found


def report_of(path: Path) -> FileReport:
    return check_file(path, Aids())[0]


def marked(path: Path, folder: Path) -> Path:
    target = folder / f"{path.stem}_已校验{path.suffix}"
    mark_copy(path, report_of(path), target)
    return target


def fill_of(cell: Any) -> str:
    return cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else ""


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    rows = [RESULTS, contestant(1, 理论成绩=159), contestant(2, 姓名="虚1"), contestant(3)]
    return write(tmp_path / "成绩.xlsx", {"成绩": rows})


@pytest.mark.parametrize("name", FILES)
def test_every_sample_is_marked_marked_again_and_cleared(demo: Any, name: str, tmp_path: Path) -> None:
    source = demo[0] / "示例工作簿" / name
    before = source.read_bytes()
    once = marked(source, tmp_path)
    report = report_of(source)
    assert report_of(once).findings == report.findings  # neither our colours nor our sheet are taken for the user's

    mark_copy(once, report, tmp_path / f"再{source.suffix}")
    assert (tmp_path / f"再{source.suffix}").read_bytes() == once.read_bytes()

    clear_copy(once, tmp_path / f"清{source.suffix}")
    assert parts(tmp_path / f"清{source.suffix}") == parts(source)
    assert list(parts(tmp_path / f"清{source.suffix}")) == list(parts(source))
    assert source.read_bytes() == before

    old, new = CalamineWorkbook.from_path(str(source)), CalamineWorkbook.from_path(str(once))
    assert new.sheet_names == [*old.sheet_names, RESULT_SHEET]
    for sheet in old.sheet_names:
        assert new.get_sheet_by_name(sheet).to_python() == old.get_sheet_by_name(sheet).to_python()


def test_cells_are_coloured_and_their_notes_say_why(faulty: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(marked(faulty, tmp_path))
    wrong, doubtful, right = (book["成绩"][at] for at in ("J2", "A3", "A4"))

    assert fill_of(wrong) == "FF{:02X}{:02X}{:02X}".format(*COLOURS["error"])
    assert fill_of(doubtful) == "FF{:02X}{:02X}{:02X}".format(*COLOURS["warning"])
    assert (fill_of(right), right.comment) == ("", None)
    assert wrong.comment.text.startswith("【校验】") and "P-" in wrong.comment.text and "建议" in wrong.comment.text
    assert (wrong.value, wrong.number_format) == (159, "General")


def test_the_result_sheet_lists_every_finding_with_a_link_and_no_formula(faulty: Path, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(marked(faulty, tmp_path))[RESULT_SHEET]
    report = report_of(faulty)
    lines = list(sheet.iter_rows(min_row=4))

    assert [cell.value for cell in sheet[3]] == list(RESULT_COLUMNS)
    assert [(row[1].value, row[2].value, row[4].value) for row in lines] == [
        (f.sheet, f.cell, f.message) for f in report.findings
    ]
    assert [row[2].hyperlink.location for row in lines] == [f"'成绩'!{f.cell}" for f in report.findings]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert sheet["A1"].value.startswith("不可上报：错误")
    assert sheet.column_dimensions["K"].hidden and sheet.column_dimensions["L"].hidden


def test_the_result_sheet_is_printed_across_a_page_with_its_header_on_each(faulty: Path, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(marked(faulty, tmp_path))[RESULT_SHEET]
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, sheet.print_title_rows) == ("landscape", 9, "$3:$3")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)


def test_names_that_the_workbook_has_stay_beside_ours(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write(tmp_path / "成绩.xlsx", {"成绩": [RESULTS, contestant(1, 理论成绩=159)]}))
    book["成绩"].print_title_rows = "1:1"
    book.save(tmp_path / "成绩.xlsx")
    copy = marked(tmp_path / "成绩.xlsx", tmp_path)
    printed = openpyxl.load_workbook(copy)
    assert [sheet.print_title_rows for sheet in printed] == ["$1:$1", "$3:$3"]
    clear_copy(copy, tmp_path / "清.xlsx")
    assert parts(tmp_path / "清.xlsx") == parts(tmp_path / "成绩.xlsx")


def test_a_clean_workbook_gets_a_result_sheet_and_nothing_else(tmp_path: Path) -> None:
    path = write(tmp_path / "成绩.xlsx", {"成绩": results()})
    report = FileReport("成绩.xlsx", report_of(path).tables)
    mark_copy(path, report, tmp_path / "副本.xlsx")

    assert openpyxl.load_workbook(tmp_path / "副本.xlsx")[RESULT_SHEET]["A1"].value.startswith("可上报")
    before, after = raw_parts(path), raw_parts(tmp_path / "副本.xlsx")
    assert after["xl/worksheets/sheet1.xml"] == before["xl/worksheets/sheet1.xml"]


def test_somebody_elses_result_sheet_is_left_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "成绩.xlsx", {"成绩": results(), RESULT_SHEET: [["我的结果"]]})
    with pytest.raises(Refused, match="已另有一张“校验结果”表"):
        mark_copy(path, report_of(path), tmp_path / "副本.xlsx")
    assert not (tmp_path / "副本.xlsx").exists()
