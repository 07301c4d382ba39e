"""标记时改单元格：各种软件写法不同的工作表，缺行缺格的补在该在的地方，认不准的拒绝，不写坏。"""

import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from books import pack, parts_of, sheet_xml
from hypothesis import given
from hypothesis import strategies as st
from test_marking import fill_of, parts

from jineng.validators.findings import FileReport, Finding, cell_name
from jineng.workbooks.marking import Refused, clear_copy, mark_copy
from jineng.workbooks.marking.cells import Worksheet, at_of
from jineng.workbooks.marking.places import Patch, checksum, spliced
from jineng.workbooks.marks import RESULT_SHEET

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # the handmade ones lack a default style

RED = "FFFFC7CE"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def finding(cell: str, sheet: str = "成绩", message: str = "不对") -> Finding:
    row = int(re.sub(r"\D", "", cell))
    return Finding(sheet, cell, row, "列", "P-1", "error", message, "改", "一", "原文", "通知")


def original(tmp_path: Path, book: Mapping[str, str | bytes]) -> Path:
    """写成文件，各部件的类型都注明，openpyxl 才读。"""
    kinds = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles", "xl/worksheets/sheet1.xml": "worksheet",
             "xl/comments1.xml": "comments"}  # fmt: skip
    declared = "".join(
        f'<Override PartName="/{n}" ContentType="{KIND}.{k}+xml"/>' for n, k in kinds.items() if n in book
    )
    types = str(book["[Content_Types].xml"]).replace("</Types>", f"{declared}</Types>")
    return pack(tmp_path / "原件.xlsx", {**book, "[Content_Types].xml": types})


def mark(tmp_path: Path, book: Mapping[str, str | bytes], *cells: str) -> Path:
    """标记这些单元格；顺便核对：再标记字节不变，清除后和原来一样。"""
    source = original(tmp_path, book)
    report = FileReport("原件.xlsx", findings=[finding(cell) for cell in cells])
    mark_copy(source, report, tmp_path / "副本.xlsx")
    mark_copy(tmp_path / "副本.xlsx", report, tmp_path / "再.xlsx")
    assert (tmp_path / "再.xlsx").read_bytes() == (tmp_path / "副本.xlsx").read_bytes()
    clear_copy(tmp_path / "副本.xlsx", tmp_path / "清.xlsx")
    assert parts(tmp_path / "清.xlsx") == parts(source)
    return tmp_path / "副本.xlsx"


def sheet_of(path: Path) -> str:
    return parts(path)["xl/worksheets/sheet1.xml"].decode()


def book(rows: str, **more: str) -> dict[str, str]:
    return parts_of({"成绩": sheet_xml(rows)}) | more


def layout(path: Path) -> list[tuple[str, list[str]]]:
    """Rows with the addresses of their cells, in the order in which they stand."""
    rows = ElementTree.fromstring(sheet_of(path)).iter(f"{{{MAIN}}}row")
    return [(row.get("r", ""), [cell.get("r", "") for cell in row]) for row in rows]


@pytest.mark.parametrize("row", [
    '<row r="2"><c r="B2"><v>1</v></c></row>',
    '<row r="2"><c r="B2" s="1"><v>1</v></c></row>',
    "<row r='2' ><c  r='B2'  s='1' ><v>1</v></c></row >",
    '<row r="2" spans="1:9"><c r="A2"/><c r="B2" t="inlineStr"><is><t>&lt;c r="B2"&gt;</t></is></c><c r="C2"/></row>',
    '<row r="2"><c r="B2"><f>SUM(A1:A1)</f><v>3</v></c></row>',
    '<row r="1"/><row><c/><c><v>1</v></c></row>',
    '<row r="2" x="1"><c r="A2"><v>1</v></c></row><row r="3"/>',
    '<row r="2"/>',
    '<row r="2"></row>',
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>',
    "",
])  # fmt: skip
def test_the_cell_is_coloured_however_its_row_is_written(tmp_path: Path, row: str) -> None:
    copy = mark(tmp_path, book(row), "B2")

    cell = openpyxl.load_workbook(copy)["成绩"]["B2"]
    assert fill_of(cell) == RED and cell.comment.text.startswith("【校验】不对")
    before = openpyxl.load_workbook(tmp_path / "原件.xlsx")["成绩"]["B2"]
    assert (cell.value, cell.number_format) == (before.value, before.number_format)


def test_missing_rows_and_cells_are_put_in_where_they_belong(tmp_path: Path) -> None:
    rows = '<row r="2" spans="2:4"><c r="B2"/><c r="D2"/></row><row r="5"/><row r="7"><c r="A7"/></row>'
    copy = mark(tmp_path, book(rows), "C2", "AA2", "A2", "B1", "C5", "A5", "B6", "B9", "A8")

    assert layout(copy) == [
        ("1", ["B1"]), ("2", ["A2", "B2", "C2", "D2", "AA2"]), ("5", ["A5", "C5"]), ("6", ["B6"]), ("7", ["A7"]),
        ("8", ["A8"]), ("9", ["B9"]),
    ]  # fmt: skip
    assert '<row r="2" spans="1:27">' in sheet_of(copy)


def test_an_empty_sheet_is_marked(tmp_path: Path) -> None:
    empty = parts_of({"成绩": f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'})
    assert layout(mark(tmp_path, empty, "B2")) == [("2", ["B2"])]


def test_a_missing_cell_looks_as_its_row_or_column_does_but_for_the_colour(tmp_path: Path) -> None:
    columns = '<cols><col min="1" max="2" width="9" style="1"/></cols>'
    rows = '<row r="1"><c r="C1"/></row><row r="2" s="1" customFormat="1"/><row r="3" s="1"/>'
    xml = sheet_xml(rows).replace("<sheetData>", f"{columns}<sheetData>")
    sheet = openpyxl.load_workbook(mark(tmp_path, parts_of({"成绩": xml}), "B1", "D1", "D2", "D3"))["成绩"]

    shown = {at: sheet[at].number_format for at in ("B1", "D1", "D2", "D3")}
    assert shown == {"B1": "mm-dd-yy", "D1": "General", "D2": "mm-dd-yy", "D3": "General"}
    assert {fill_of(sheet[at]) for at in shown} == {RED}


def test_a_merged_cell_is_marked_once_where_it_begins(tmp_path: Path) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="B2:C4"/></mergeCells>'
    copy = mark(tmp_path, parts_of({"成绩": sheet_xml('<row r="2"><c r="B2"/></row>', merged)}), "C3", "B4", "B2")

    found = openpyxl.load_workbook(copy)
    assert fill_of(found["成绩"]["B2"]) == RED and len(parts(copy)["xl/comments1.xml"].split(b"<comment ")) == 2
    assert [row[10].value for row in found[RESULT_SHEET].iter_rows(min_row=4)] == ["B2"] * 3


def test_prefixed_parts_stay_prefixed(tmp_path: Path) -> None:
    """As the Open XML SDK writes them."""
    plain = parts_of({"成绩": sheet_xml('<row r="2"><c r="B2" s="1"><v>1</v></c><c r="D2"/></row><row r="3"/>')})
    prefixed = dict(plain)
    for name in ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"):
        prefixed[name] = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", plain[name]).replace("xmlns=", "xmlns:x=")
    copy = mark(tmp_path, prefixed, "B2", "C2", "A3", "A5")

    sheet = openpyxl.load_workbook(copy)["成绩"]
    assert {fill_of(sheet[at]) for at in ("B2", "C2", "A3", "A5")} == {RED}
    assert sheet["B2"].comment and not re.search(r"<(?!/?x:|\?)", sheet_of(copy))


def test_notes_and_drawings_of_others_are_added_to(tmp_path: Path) -> None:
    """Words of a note without runs, as some programs write them; the drawing of a form control without notes."""
    drawing = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
        '</o:shapelayout><v:shape id="_x0000_s1025"/></xml>'
    )
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rest = f'<legacyDrawing xmlns:q="{relations}" q:id="rId7"/><extLst><ext uri="x"><a xmlns="urn:a"/></ext></extLst>'
    base = parts_of({"成绩": sheet_xml('<row r="2"><c r="B2"/></row>', rest)})
    base["xl/comments1.xml"] = (
        f'<comments xmlns="{MAIN}"><authors><author>张三</author></authors><commentList>'
        '<comment ref="B2" authorId="0"><text><t>我写的</t></text></comment></commentList></comments>'
    )
    base["xl/drawings/vmlDrawing1.vml"] = drawing
    base["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId7" Type="{relations}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>'
        f'<Relationship Id="rId8" Type="{relations}/comments" Target="/xl/comments1.xml"/></Relationships>'
    )
    copy = mark(tmp_path, base, "B2", "C2")

    sheet = openpyxl.load_workbook(copy)["成绩"]
    assert sheet["B2"].comment.text.startswith("我写的\n【校验】不对")
    assert (sheet["B2"].comment.author, sheet["C2"].comment.author) == ("张三", "校验")
    assert sheet_of(copy).count("legacyDrawing") == 1
    assert re.findall(r"_x0000_s(\d+)", parts(copy)["xl/drawings/vmlDrawing1.vml"].decode()) == ["1025", "2049"]


def test_the_drawing_is_named_where_the_format_has_its_place(tmp_path: Path) -> None:
    rest = (
        '<conditionalFormatting sqref="A1"><cfRule type="dataBar" priority="1"><dataBar><cfvo type="min"/><cfvo type="max"/>'
        '<color rgb="FF638EC6"/></dataBar><extLst><ext uri="x"/></extLst></cfRule></conditionalFormatting>'
        '<pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>'
        '<tableParts count="0"/><extLst><ext uri="x"/></extLst>'
    )
    copy = mark(tmp_path, parts_of({"成绩": sheet_xml("", rest)}), "B2")
    names = [child.tag.rpartition("}")[2] for child in ElementTree.fromstring(sheet_of(copy))]
    assert names == ["sheetData", "conditionalFormatting", "pageMargins", "legacyDrawing", "tableParts", "extLst"]


def test_texts_never_become_formulas_and_odd_letters_survive(tmp_path: Path) -> None:
    source = original(tmp_path, book('<row r="2"><c r="B2"/></row>'))
    words = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "𠮷·<&>\"'", "_x0041_", "响\x07铃", "长" * 40_000]
    report = FileReport("原件.xlsx", findings=[finding("B2", message=word) for word in words])
    mark_copy(source, report, tmp_path / "副本.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "副本.xlsx")[RESULT_SHEET]
    shown = [row[4] for row in sheet.iter_rows(min_row=4)]
    assert not any(cell.data_type == "f" for cell in shown)
    assert [cell.value for cell in shown][:6] == words[:6]
    assert {cell.number_format for cell in shown} == {"@"}
    assert len(shown[-1].value) <= 32_767
    xml = parts(tmp_path / "副本.xlsx")["xl/worksheets/sheet2.xml"].decode()
    assert "<f>" not in xml and "_x005F_x0041_" in xml and "_x0007_" in xml


def test_without_styles_a_styles_part_is_made(tmp_path: Path) -> None:
    bare = book('<row r="2"><c r="B2"/></row>')
    del bare["xl/styles.xml"]
    bare["xl/_rels/workbook.xml.rels"] = re.sub(
        r"<Relationship [^>]*styles[^>]*/>", "", bare["xl/_rels/workbook.xml.rels"]
    )
    assert fill_of(openpyxl.load_workbook(mark(tmp_path, bare, "B2"))["成绩"]["B2"]) == RED


@given(
    rows=st.dictionaries(st.integers(1, 12), st.tuples(st.sets(st.integers(1, 30)), st.booleans()), max_size=8),
    wanted=st.sets(st.tuples(st.integers(1, 14), st.integers(1, 32)), min_size=1, max_size=12),
)
def test_any_cells_of_any_sheet(rows: dict[int, tuple[set[int], bool]], wanted: set[tuple[int, int]]) -> None:
    """Rows and cells with or without their numbers where these follow; all others keep their style and their value."""

    def written(number: int, columns: set[int], named: bool) -> str:
        cells = "".join(
            f"<c{f' r={chr(34)}{cell_name(number, c)}{chr(34)}' if named or c - 1 not in columns | {0} else ''} s='2'>"
            f"<v>{number * 100 + c}</v></c>" for c in sorted(columns)
        )  # fmt: skip
        name = f' r="{number}"' if named or number - 1 not in rows | {0: 0} else ""
        return f"<row{name}>{cells}</row>" if cells else f"<row{name}/>"

    xml = sheet_xml("".join(written(number, *rows[number]) for number in sorted(rows)))
    patch = Patch(xml.encode())
    Worksheet.of(patch, "成绩").restyle(wanted, lambda at, style: style + 10)

    row, found = 0, {}
    for element in ElementTree.fromstring(b"".join(patch.chunks())).iter(f"{{{MAIN}}}row"):
        before, row = row, int(element.get("r", row + 1))
        assert row > before
        column = 0
        for cell in element:
            before, column = column, at_of(cell.get("r", cell_name(row, column + 1)))[1]
            assert column > before
            found[row, column] = (cell.get("s"), "".join(cell.itertext()))
    had = {(number, c): ("2", str(number * 100 + c)) for number, (columns, _) in rows.items() for c in columns}
    assert found == {**had, **{at: ("12", had[at][1]) if at in had else ("10", "") for at in wanted}}

    crc, back = patch.undo()
    assert crc == checksum(patch.chunks())
    assert b"".join(spliced(b"".join(patch.chunks()), back)) == patch.body


REFUSED = {
    "这是“Strict Open XML”格式": {"xl/workbook.xml": (MAIN, STRICT)},
    "工作表“成绩”的写法特殊": {"xl/worksheets/sheet1.xml": ("<row ", "<!-- <row r='1'/> --><row ")},
    "工作表“成绩”已损坏": {"xl/worksheets/sheet1.xml": ("<sheetData>", "<a><sheetData>")},
    "第1行的次序不对": {"xl/worksheets/sheet1.xml": ('<row r="2">', '<row r="3"/><row r="1"/><row r="2">')},
}


@pytest.mark.parametrize(("says", "where", "old", "new"), [
    (says, name, *change) for says, changes in REFUSED.items() for name, change in changes.items()
])  # fmt: skip
def test_what_cannot_be_marked_safely_is_refused_in_one_sentence(
    tmp_path: Path, says: str, where: str, old: str, new: str
) -> None:
    strange = book('<row r="2"><c r="B2"/></row>')
    strange[where] = strange[where].replace(old, new)
    source = pack(tmp_path / "原件.xlsx", strange)
    with pytest.raises(Refused, match=says):
        mark_copy(source, FileReport("原件.xlsx", findings=[finding("B5")]), tmp_path / "副本.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["原件.xlsx"]


def test_utf16_and_shared_workbooks_are_refused(tmp_path: Path) -> None:
    strange = book("")
    wide = strange | {
        "xl/worksheets/sheet1.xml": strange["xl/worksheets/sheet1.xml"].replace("UTF-8", "UTF-16").encode("utf-16")
    }
    shared = strange | {"xl/revisions/revisionHeaders.xml": "<headers/>"}
    for says, made in (("写法特殊", wide), ("共享工作簿", shared)):
        source = pack(tmp_path / "原件.xlsx", made)
        with pytest.raises(Refused, match=says):
            mark_copy(source, FileReport("", findings=[finding("B2")]), tmp_path / "副本.xlsx")
