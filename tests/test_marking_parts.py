"""标记副本：图表、图片、透视表、宏……除了必须改的几个部件，每个部件连压缩后的字节都不变，各种软件照样打开。"""

import re
import warnings
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import office
import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from rich_books import SHEET, rich_workbook
from test_marking import marked, parts, raw_parts, report_of

from jineng.workbooks.marking import clear_copy, mark_copy
from jineng.workbooks.marks import RESULT_SHEET

CHANGED = {
    "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "xl/worksheets/sheet1.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
}  # fmt: skip
ADDED = ["xl/worksheets/sheet4.xml", "xl/jineng.json"]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich_workbook(tmp_path_factory.mktemp("原件") / "成绩.xlsm")


@pytest.fixture(scope="module")
def copy(rich: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return marked(rich, tmp_path_factory.mktemp("副本"))


def read(path: Path, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(parts(path)[name])


def cells(path: Path) -> dict[str, str]:
    """Each cell of the scores with all that it holds but its style."""
    found = {}
    for cell in read(path, "xl/worksheets/sheet1.xml").iter(f"{MAIN}c"):
        cell.attrib.pop("s", None)
        found[cell.get("r", "")] = ElementTree.tostring(cell, encoding="unicode")
    return found


def test_the_workbook_has_one_of_each(rich: Path) -> None:
    names = " ".join(parts(rich))
    for kind in ("charts/chart3", "media/image2", "drawings/drawing1", "chartsheets", "tables/table1", "pivotTable1",
                 "pivotCacheRecords1", "vbaProject.bin", "customUI", "printerSettings1", "theme1", "customXml/item1",
                 "threadedComment1", "persons", "richData", "metadata", "custom.xml"):  # fmt: skip
        assert kind in names, kind
    sheet = parts(rich)["xl/worksheets/sheet1.xml"].decode()
    for element in ("x14:dataValidation ", "x14:conditionalFormatting>", "x14:sparkline>", "<sheetProtection", "<f>",
                    "ignoredErrors", 'cm="1"'):  # fmt: skip
        assert element in sheet, element
    assert "xdr:txBody" in parts(rich)["xl/drawings/drawing1.xml"].decode()


def test_no_part_is_lost_and_every_other_part_keeps_its_compressed_bytes(rich: Path, copy: Path) -> None:
    before, after = raw_parts(rich), raw_parts(copy)

    assert {name for name in before if before[name] != after.get(name)} == CHANGED
    assert list(after) == [*before, *ADDED]
    assert len(before) > 45 and before["xl/vbaProject.bin"] == after["xl/vbaProject.bin"]


def test_what_changed_parts_held_before_they_still_hold(rich: Path, copy: Path) -> None:
    """Bytes were put in and numbers of styles set; nothing was taken away or written in another way."""
    for name in CHANGED:
        before, after = parts(rich)[name].decode(), parts(copy)[name].decode()
        rest = iter(after)
        odd = re.sub(r'(?: s="\d+"|count="\d+")', "", before)
        assert all(letter in rest for letter in odd), name
    assert cells(copy) == cells(rich)


def test_cleared_it_is_what_it_was(rich: Path, copy: Path, tmp_path: Path) -> None:
    assert clear_copy(copy, tmp_path / "清.xlsm") == 3
    assert parts(tmp_path / "清.xlsm") == parts(rich)
    assert list(parts(tmp_path / "清.xlsm")) == list(parts(rich))


def test_marking_again_gives_the_same_bytes(copy: Path, tmp_path: Path) -> None:
    mark_copy(copy, report_of(copy), tmp_path / "再.xlsm")
    assert (tmp_path / "再.xlsm").read_bytes() == copy.read_bytes()


def test_marking_with_other_findings_leaves_none_of_the_first(rich: Path, copy: Path, tmp_path: Path) -> None:
    report = report_of(rich)
    report.findings = [f for f in report.findings if f.cell == "A3"]
    mark_copy(rich, report, tmp_path / "直接.xlsm")
    mark_copy(copy, report, tmp_path / "再.xlsm")
    assert parts(tmp_path / "再.xlsm") == parts(tmp_path / "直接.xlsm")


def test_existing_notes_stay_and_ours_stand_below(copy: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(copy, keep_vba=True)[SHEET]
    first, *ours = sheet["A3"].comment.text.split("\n")
    assert first == "原有批注：请核对"
    assert len(ours) == 1 and ours[0].startswith("【校验】姓名“虚1”")
    assert sheet["J3"].comment.text.startswith("【校验】理论成绩 159")
    assert (sheet["J3"].number_format, sheet["J3"].fill.fgColor.rgb) == ("0.00", "FFFFC7CE")


def test_a_conversation_is_left_alone_and_that_is_said(rich: Path, tmp_path: Path) -> None:
    outcome = mark_copy(rich, report_of(rich), tmp_path / "副本.xlsm")
    assert outcome.remarks == ("1 个单元格已有会话批注，只着色，没有加批注",)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cell = openpyxl.load_workbook(tmp_path / "副本.xlsm")[SHEET]["K3"]
    assert (cell.comment.text, cell.fill.fgColor.rgb) == ("[线程批注]", "FFFFC7CE")


def test_boxes_of_notes_have_numbers_of_their_own(copy: Path) -> None:
    drawing = parts(copy)["xl/drawings/vmlDrawing1.vml"].decode()
    numbers = re.findall(r'<v:shape id="_x0000_s(\d+)"', drawing)
    assert len(set(numbers)) == len(numbers) == 4  # two notes and a button, and ours
    (data,) = re.findall(r'<o:idmap v:ext="edit" data="([\d,]+)"', drawing)
    assert {int(n) // 1024 for n in numbers} == set(map(int, data.split(",")))


def test_every_relation_leads_to_a_part_and_every_part_has_a_kind(copy: Path) -> None:
    names = parts(copy)
    types = read(copy, "[Content_Types].xml")
    kinds = {t.get("PartName", "").lstrip("/") for t in types} | {f".{t.get('Extension')}" for t in types}
    for name in names:
        assert name in kinds or f".{name.rpartition('.')[2]}" in kinds or name == "[Content_Types].xml", name
    for name in filter(lambda n: n.endswith(".rels"), names):
        ids = [r.get("Id") for r in read(copy, name)]
        assert len(set(ids)) == len(ids)
    assert "jineng.json" in str(names["xl/_rels/workbook.xml.rels"])


def test_a_digital_signature_is_kept_and_said_to_be_void(rich: Path, tmp_path: Path) -> None:
    signed = tmp_path / "签名.xlsm"
    with zipfile.ZipFile(rich) as old, zipfile.ZipFile(signed, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info))
        new.writestr("_xmlsignatures/origin.sigs", b"")
        new.writestr("xl/vbaProjectSignature.bin", b"signature of the macros")
    outcome = mark_copy(signed, report_of(signed), tmp_path / "副本.xlsm")
    assert "原工作簿有数字签名，副本改动过，签名在副本中无效" in outcome.remarks
    before, after = raw_parts(signed), raw_parts(tmp_path / "副本.xlsm")
    assert {n for n in before if before[n] != after.get(n)} == CHANGED


def test_calamine_reads_the_same_values(rich: Path, copy: Path) -> None:
    before, after = CalamineWorkbook.from_path(str(rich)), CalamineWorkbook.from_path(str(copy))
    assert after.sheet_names == [*before.sheet_names, RESULT_SHEET]
    for name in (SHEET, "统计", "代码表"):
        assert after.get_sheet_by_name(name).to_python() == before.get_sheet_by_name(name).to_python()


def test_libreoffice_opens_it_and_keeps_values_notes_and_colours(rich: Path, copy: Path, tmp_path: Path) -> None:
    office.required()
    saved = office.Office(tmp_path / "office").convert(copy, tmp_path, "xlsx:Calc MS Excel 2007 XML")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book, plain = openpyxl.load_workbook(saved), openpyxl.load_workbook(rich)
    assert book.sheetnames == [*plain.sheetnames[:3], "图表页", RESULT_SHEET]
    assert [[c.value for c in row[:15]] for row in book[SHEET].iter_rows(max_row=10)] == [
        [c.value for c in row[:15]] for row in plain[SHEET].iter_rows(max_row=10)
    ]
    sheet = book[SHEET]
    assert sheet["A3"].comment.text.startswith("原有批注：请核对\n【校验】")
    assert sheet["J3"].fill.fgColor.rgb == "FFFFC7CE"
    assert book[RESULT_SHEET]["C4"].hyperlink.location == f"'{SHEET}'!{book[RESULT_SHEET]['C4'].value}"
    assert book[RESULT_SHEET].column_dimensions["K"].hidden

    # what another program has saved is cleared by its notes and by what 校验结果 remembers
    assert clear_copy(saved, tmp_path / "清.xlsx") == 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cleared = openpyxl.load_workbook(tmp_path / "清.xlsx")
    assert cleared.sheetnames == [*plain.sheetnames[:3], "图表页"]
    sheet = cleared[SHEET]
    assert (sheet["A3"].comment.text, sheet["J3"].comment) == ("原有批注：请核对", None)
    assert sheet["J3"].fill.fgColor.rgb == "FFFFFF00" and sheet["A3"].fill.fill_type is None
    assert sheet["K3"].fill.fill_type is None

    # and a file that LibreOffice has written, with its charts, picture, pivot table …, is marked like any other
    names = " ".join(parts(tmp_path / "清.xlsx"))
    for kind in ("charts/chart3", "media/image1", "drawings/drawing1", "vmlDrawing1", "ctrlProps", "tables/table1", "pivotTable1",
                 "pivotCacheRecords1", "customUI", "theme1"):  # fmt: skip
        assert kind in names, kind
    again = marked(tmp_path / "清.xlsx", tmp_path)
    before, after = raw_parts(tmp_path / "清.xlsx"), raw_parts(again)
    assert {n for n in before if before[n] != after[n]} <= {n for n in before if n[3:] in ("workbook.xml", "styles.xml")
        or n.endswith((".rels", "Types].xml", "comments1.xml", "vmlDrawing1.vml", "sheet1.xml"))}  # fmt: skip
    assert clear_copy(again, tmp_path / "再清.xlsx") == 3 and parts(tmp_path / "再清.xlsx") == parts(
        tmp_path / "清.xlsx"
    )
