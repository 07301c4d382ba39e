"""Words stay whole however many they are: rows of Excel as high as can be, then smaller letters or more rows; rows of Word."""

from pathlib import Path

import studio_forms
from docx import Document
from docx.oxml.ns import qn
from openpyxl import Workbook, load_workbook

from jineng.workbooks.boxes import Box, boxes, columns_of
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.documents import HIGHEST, grid, height
from jineng.workbooks.letters import letter, numbered, repeated, row, save_letter, table
from jineng.workbooks.studio_export import export_studios
from jineng.workbooks.table_checker import CheckedRow


def test_letters_of_a_table_shrink_where_no_row_is_high_enough() -> None:
    sheet = Workbook().worksheets[0]
    few, many = "字" * 100, "字" * 1800
    grid(sheet, {"工作落实情况": 60.0, "备注": 16.0}, [[few, ""], [many, "短"]], top=1)
    assert [sheet.cell(n, 1).font.size for n in (1, 2, 3)] == [10, 10, 6]
    assert sheet.cell(3, 2).font.size == 10 and sheet.row_dimensions[3].height == HIGHEST
    assert height([(many, 60.0)], 6) <= HIGHEST < height([(many, 60.0)], 7)


def test_a_box_that_is_higher_than_a_row_stands_over_several() -> None:
    sheet = Workbook().worksheets[0]
    columns_of(sheet, [10.0] * 4)
    after = boxes(sheet, 1, [Box("说明", 1, label=True), Box("字" * 3000, 3, long=True)])
    assert boxes(sheet, after, [Box("短", 4)]) == after + 1 > 4
    heights = [sheet.row_dimensions[n].height for n in range(1, after)]
    assert max(heights) <= HIGHEST and sum(heights) >= height([("字" * 3000, 30.0)], 11)
    assert {str(area) for area in sheet.merged_cells.ranges} == {
        f"A1:A{after - 1}",
        f"B1:D{after - 1}",
        f"A{after}:D{after}",
    }


def test_a_form_filled_to_the_brim_is_read_as_it_was_written(tmp_path: Path) -> None:
    plan, deeds = "第一年带徒三人，" * 400, "完成技术革新一项，\n" * 120
    book = studio_forms.workbook(tmp_path / "申报.xlsx", {"plan_words": plan, "deeds": deeds.strip()})
    for file in export_studios(book, tmp_path / "出", Aids()).files:
        rows: list[CheckedRow] = []
        report, _ = check_file(file, Aids(), rows.append)
        (form,) = (one for one in rows if one.table.form.key == "studio")
        assert (form.text("plan_words"), form.text("deeds")) == (plan, deeds.strip()), file.name
        assert [f for f in report.findings if f.severity == "error"] == []


def test_a_long_unit_is_whole_on_the_cover(tmp_path: Path) -> None:
    unit = "某某（威海）海洋智能装备研究院有限责任公司第三分公司" * 3
    book = studio_forms.workbook(
        tmp_path / "申报.xlsx", {"cover_host": unit, "applicant_unit": unit, "unit_post": f"{unit} 车工"}
    )
    sheet = load_workbook(export_studios(book, tmp_path / "出", Aids()).files[1]).active
    (place,) = (cell for line in sheet.iter_rows(1, 18) for cell in line if cell.value == unit)
    assert sheet.row_dimensions[place.row].height >= height([(unit, 6 * 7.2)], 14) > 44


def test_rows_in_word_do_not_break_and_the_header_comes_again(tmp_path: Path) -> None:
    document = letter("表", a3=True)
    made = table(document, [30, 30])
    row(made, [("姓名", 1), ("单位", 1)])
    row(made, [("张三", 2)])
    row(made, [("很长的材料", 2)], broken=True)
    repeated(made)
    numbered(document, cover=True)
    save_letter(tmp_path / "表.docx", document)

    written = Document(str(tmp_path / "表.docx"))
    lines = written.tables[0]._tbl.tr_lst
    assert [line.find(f".//{qn('w:cantSplit')}") is not None for line in lines] == [True, True, False]
    assert [line.find(f".//{qn('w:tblHeader')}") is not None for line in lines] == [True, False, False]
    assert [[cell.grid_span for cell in line.tc_lst] for line in lines] == [[1, 1], [2], [2]]
    foot = written.sections[0].footer._element
    assert [field.text for field in foot.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert written.sections[0].different_first_page_header_footer, "a cover has no number"


def test_documents_speak_chinese_and_name_fonts_to_fall_back_on(tmp_path: Path) -> None:
    save_letter(tmp_path / "信.docx", letter("信"))
    written = Document(str(tmp_path / "信.docx"))
    assert {lang.get(qn("w:eastAsia")) for lang in written.styles.element.iter(qn("w:lang"))} == {"zh-CN"}
    fonts = next(
        part for part in written.part.package.iter_parts() if part.partname == "/word/fontTable.xml"
    ).blob.decode()
    for name, other in (("仿宋", "仿宋_GB2312"), ("黑体", "SimHei"), ("宋体", "SimSun")):
        assert f'w:name="{name}"><w:altName w:val="{other}"/>' in fonts
