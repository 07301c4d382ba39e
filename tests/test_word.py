"""Word documents read like sheets: 申报表 and 汇总表 come as .docx as often as .xlsx."""

import zipfile
from pathlib import Path

import pytest
from docx import Document

from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.sheets import Unreadable, read_sheets
from jineng.workbooks.word import holds_tables_of_ours


def document(path: Path, *parts: str | list[list[str]]) -> Path:
    """A Word document of paragraphs and tables."""
    made = Document()
    for part in parts:
        if isinstance(part, str):
            made.add_paragraph(part)
            continue
        table = made.add_table(len(part), len(part[0]))
        for row, cells in zip(table.rows, part, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    made.save(str(path))
    return path


def rows(path: Path) -> list[list[str]]:
    (sheet,) = read_sheets(path)
    return [list(row) for row in sheet.rows()]


def test_paragraphs_and_tables_are_rows_in_their_order(tmp_path: Path) -> None:
    path = document(tmp_path / "表.docx", "首席技师申报表", [["姓名", "张三"], ["性别", "男"]], "附注")
    assert rows(path) == [["首席技师申报表"], ["姓名", "张三"], ["性别", "男"], ["附注"]]


def test_merged_cells_stand_once_and_their_area_is_known(tmp_path: Path) -> None:
    made = Document()
    table = made.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "照片"
    table.cell(2, 0).merge(table.cell(2, 1)).text = "事迹"
    table.cell(2, 2).text = "甲"
    made.save(str(tmp_path / "表.docx"))

    (sheet,) = read_sheets(tmp_path / "表.docx")

    assert list(sheet.rows()) == [["照片", "", ""], ["", "", ""], ["事迹", "", "甲"]]
    assert sorted(sheet.merged) == [(1, 1, 2, 1), (3, 1, 3, 2)]


def test_a_table_in_word_is_checked_as_one_in_excel(tmp_path: Path) -> None:
    path = document(tmp_path / "津贴.docx", "津贴发放表", [["姓名", "身份证号", "月津贴"], ["张三", "1", "999"]])
    report, _ = check_file(path, Aids())
    assert {(f.sheet, f.cell, f.rule) for f in report.findings} >= {("正文", "B3", "P-T-05"), ("正文", "C3", "M-13b")}


def test_a_letter_has_nothing_to_check(tmp_path: Path) -> None:
    path = document(tmp_path / "通知.docx", "关于报送材料的通知")
    assert not holds_tables_of_ours(path)
    report, _ = check_file(path, Aids())
    assert "没有找到可以校验的表" in (report.error or "")


def test_a_damaged_document_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "坏.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    with pytest.raises(Unreadable, match="Word 文档已损坏"):
        list(read_sheets(path))
    assert holds_tables_of_ours(path)  # in a folder it is told of, not passed over
