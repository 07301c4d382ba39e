"""读工作簿：坏文件各有一句话说明，好文件的内容和地址一格不差。"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from books import RESULTS, cell, column_name, contestant, id_of, pack, parts_of, raw, results, row_xml, sheet_xml, write
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from reading import checked, refusal, rows

from jineng.validators.findings import FileReport, Finding
from jineng.validators.values import UNCALCULATED, text
from jineng.workbooks.sheets import Sheet, read_sheets


def on_rows(report: FileReport) -> list[Finding]:
    """没有提供名册的说明除外。"""
    return [f for f in report.findings if "没有提供" not in f.message]


# 大而无害的文件


def test_a_million_empty_formatted_rows_hide_nothing(tmp_path: Path) -> None:
    data = row_xml(1, RESULTS) + row_xml(2, contestant(1))
    data += "".join(f'<row r="{n}" s="1" customFormat="1" ht="14.25"/>' for n in range(3, 500_000))
    data += "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(500_000, 1_000_003))
    path = raw(tmp_path / "空行.xlsx", data)

    report = checked(path)
    assert report.tables[0].rows == 1 and not on_rows(report)


def test_a_sheet_of_all_16384_columns_is_read(tmp_path: Path) -> None:
    wide = [[*RESULTS, *range(16384 - len(RESULTS))], [*contestant(1), *range(16384 - len(RESULTS))]]
    path = raw(tmp_path / "宽.xlsx", "".join(row_xml(n, row) for n, row in enumerate(wide, 1)))

    report = checked(path)
    assert report.tables[0].rows == 1 and not on_rows(report)


def test_rows_beyond_65536_are_checked(tmp_path: Path) -> None:
    data = row_xml(1, RESULTS) + row_xml(66_000, contestant(1, 身份证号="371099199003070000"))
    report = checked(raw(tmp_path / "长.xlsx", data))

    assert ("C66000", "P-T-05") in {(f.cell, f.rule) for f in report.findings}


# 单元格


def test_kinds_of_cells_are_kept(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(
        ["文字", 1, 2.5, True, date(2024, 10, 20), datetime(2024, 10, 20, 9, 30), "2024.10.20", "371099", None, "尾"]
    )
    sheet["A2"] = CellRichText("张", TextBlock(InlineFont(b=True), "三"))
    book.save(tmp_path / "种类.xlsx")

    first, second = rows(tmp_path / "种类.xlsx")
    assert first == [
        "文字",
        1,
        2.5,
        True,
        date(2024, 10, 20),
        datetime(2024, 10, 20, 9, 30),
        "2024.10.20",
        "371099",
        "",
        "尾",
    ]
    assert second[0] == "张三" and type(first[7]) is str and type(first[3]) is bool


def test_shared_inline_and_formula_strings_are_read(tmp_path: Path) -> None:
    parts = parts_of({"成绩": sheet_xml(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="inlineStr"><is><r><t>内</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 联</t></r></is></c>'
        '<c r="D1" t="str"><f>"a"</f><v>算</v></c><c r="E1" t="inlineStr"><is><t>换_x000D_\n行</t></is></c></row>'
    )})  # fmt: skip
    parts["xl/sharedStrings.xml"] = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>共享</t></si>'
        "<si><r><t>多</t></r><r><t>色</t></r><rPh sb='0' eb='1'><t>duo</t></rPh></si></sst>"
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="rId901" Target="/xl/sharedStrings.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>',
    )

    assert rows(pack(tmp_path / "字符串.xlsx", parts)) == [["共享", "多色", "内 联", "算", "换\r\n行"]]


def test_carriage_returns_written_as_x000d_do_no_harm(tmp_path: Path) -> None:
    header = [h.replace("竞赛名称", "竞赛_x000D_\n名称") for h in RESULTS]
    report = checked(raw(tmp_path / "回车.xlsx", [header, contestant(1, 姓名="虚_x000D_\n甲")]))

    assert not on_rows(report)


def test_both_date_systems_give_the_same_day(tmp_path: Path) -> None:
    days = (date(2024, 10, 20) - date(1899, 12, 30)).days
    for properties, serial in (("", days), ('<workbookPr date1904="1"/>', days - 1462)):
        sheet = sheet_xml(f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c><c r="B1" t="d"><v>2024-10-20</v></c></row>')
        path = pack(tmp_path / "日期.xlsx", parts_of({"成绩": sheet}, properties))
        assert rows(path) == [[date(2024, 10, 20), date(2024, 10, 20)]]


def test_days_written_as_text_are_days(tmp_path: Path) -> None:
    spellings = ("2024-10-20", "2024.10.20", "2024/10/20", "2024年10月20日", "20241020", 20241020)
    people = [contestant(n, 决赛日期=spelling) for n, spelling in enumerate(spellings, 1)]

    assert not on_rows(checked(write(tmp_path / "日期.xlsx", {"成绩": [RESULTS, *people]})))


def test_ids_stored_as_numbers_are_lost_and_scores_stored_as_text_are_read(tmp_path: Path) -> None:
    number = 371099199003070058
    people = [
        contestant(1, 身份证号=number),
        contestant(2, 身份证号="3.71099E+17"),
        contestant(3, 理论成绩="85", 实操成绩="90分"),
    ]
    report = checked(write(tmp_path / "数字.xlsx", {"成绩": [RESULTS, *people]}))

    assert {(f.cell, f.rule) for f in on_rows(report) if f.severity == "error"} == {("C2", "X-01"), ("C3", "P-T-05")}
    assert all("不能修复" in f.message for f in on_rows(report) if f.severity == "error")


# 错误值和没有计算的公式


def test_errors_and_formulas_without_a_result_blame_their_cell_and_no_other(tmp_path: Path) -> None:
    people = [
        contestant(1, 理论成绩="=1+1"),
        contestant(2, 实操成绩="#N/A", 身份证号=id_of(2)[:17]),
        contestant(3, 名次="#DIV/0!"),
        contestant(4),
    ]
    report = checked(write(tmp_path / "公式.xlsx", {"成绩": [RESULTS, *people]}))

    found = {(f.cell, f.rule, f.severity) for f in on_rows(report)}
    assert {f for f in found if f[1] == "X-07"} == {(c, "X-07", "error") for c in ("J2", "K3", "L4")}
    assert ("C3", "P-T-05", "error") in found  # the rest of the row is checked
    assert report.tables[0].rows == 4


def test_an_error_value_the_reader_does_not_know_is_named(tmp_path: Path) -> None:
    path = raw(tmp_path / "新.xlsx", '<row r="1"><c r="A1" t="e"><v>#CALC!</v></c></row>')

    assert "工作表“成绩”中有不认识的错误值 '#CALC!'" in refusal(path)


def test_an_encrypted_part_is_damage(tmp_path: Path) -> None:
    path = write(tmp_path / "密.xlsx", {"成绩": results()})
    data = path.read_bytes()
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in list(re.finditer(re.escape(sign), data)):
            at = found.start() + flags
            data = data[:at] + bytes([data[at] | 1]) + data[at + 1 :]
    path.write_bytes(data)

    assert "已损坏" in refusal(path)


def test_formulas_in_the_last_row_and_column_are_not_lost(tmp_path: Path) -> None:
    """calamine 认为没有结果的公式是空格，最后的行和列会被去掉。"""
    path = raw(
        tmp_path / "末尾.xlsx",
        row_xml(2, ["", "甲"]).replace("</row>", '<c r="C2"><f>1+1</f></c></row>')
        + '<row r="4"><c r="E4"><f>A1</f><v></v></c></row>',
    )

    filled = {(r, c): value for r, row in enumerate(rows(path), 1) for c, value in enumerate(row, 1) if value}
    assert filled == {(2, 2): "甲", (2, 3): UNCALCULATED, (4, 5): UNCALCULATED}


ODD = (
    '<c r="A1" t="inlineStr"><is><t>看 t="e" 和 &lt;f&gt;</t></is></c>'
    '<c r="B1" t="e"><v>#N/A</v></c><c r="C1" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1" t="e"><v>#NUM!</v></c>'
    '<c r="E1"><f>1+1</f></c><c r="F1"><f>1+1</f><v/></c><c r="G1"><f>1+1</f><v></v></c>'
    '<c r="H1"><f t="shared" ref="H1:J1" si="0">A1</f><v>2</v></c><c r="I1"><f t="shared" si="0"/><v>2</v></c>'
    '<c r="J1"><f t="shared" si="0"/></c>'
    '<c r="K1" t="str"><f>""</f><v></v></c><c r="L1" t="b"><f>TRUE()</f><v>1</v></c><c r="M1" t="e"/><c r="N1" s="1"/>'
)
FOUND = {2: "#N/A", 3: "#DIV/0!", 4: "#NUM!", 5: UNCALCULATED, 6: UNCALCULATED, 7: UNCALCULATED, 10: UNCALCULATED}


def _prefixed(xml: str) -> str:
    head, _, body = xml.partition("?>\n")
    return f"{head}?>\n" + body.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")


@pytest.mark.parametrize(
    "spelling",
    [
        pytest.param(lambda xml: xml, id="通常的写法"),
        pytest.param(_prefixed, id="命名空间前缀"),
        pytest.param(lambda xml: xml.replace('"', "'").replace("t='e' 和", 't="e" 和'), id="单引号"),
        pytest.param(lambda xml: re.sub(r' r="[A-Z]*\d+"', "", xml), id="没有地址"),
        pytest.param(lambda xml: xml.replace("><", ">\n  <").replace("<v>\n  </v>", "<v></v>"), id="换行缩进"),
        pytest.param(lambda xml: xml.replace('r="', 'ph="1" r="'), id="多余的属性"),
    ],
)
def test_odd_cells_are_found_however_the_xml_is_written(tmp_path: Path, spelling: Any) -> None:
    xml = spelling(sheet_xml(f'<row r="1">{ODD}</row>'))
    sheet = next(read_sheets(pack(tmp_path / "怪.xlsx", parts_of({"成绩": xml}))))

    assert sheet.odd == {(1, column): word for column, word in FOUND.items()}
    assert next(sheet.rows())[1:12] == [*list(FOUND.values())[:6], 2, 2, UNCALCULATED, "", True]


def test_odd_cells_are_found_across_the_pieces_a_long_sheet_is_read_in(tmp_path: Path) -> None:
    every = 500
    data = "".join(
        f'<row r="{n}">' + "".join(cell(f"{column_name(c)}{n}", "虚构" * 8) for c in range(1, 12))
        + (f'<c r="L{n}"><f>A{n}</f></c><c r="M{n}" t="e"><v>#REF!</v></c></row>' if n % every == 0 else "</row>")
        for n in range(1, 8001)
    )  # fmt: skip
    path = raw(tmp_path / "长.xlsx", data)
    sheet = next(read_sheets(path))

    assert len(data) > 5_000_000
    assert sheet.odd == {(n, c): w for n in range(every, 8001, every) for c, w in ((12, UNCALCULATED), (13, "#REF!"))}


# 地址


def test_addresses_are_right_when_the_sheet_starts_in_the_middle(tmp_path: Path) -> None:
    path = write(
        tmp_path / "中间.xlsx", {"成绩": [[]] * 4 + [[None, None, *row] for row in (RESULTS, contestant(1, 性别="女"))]}
    )

    report = checked(path)
    assert report.tables[0].header_row == 5
    assert [(f.cell, f.rule, f.row) for f in on_rows(report)] == [("D6", "X-04", 6)]


def test_merged_areas_count_from_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["甲"])
    book.worksheets[0].merge_cells("A1:C2")
    book.save(tmp_path / "合并.xlsx")

    assert list(next(read_sheets(tmp_path / "合并.xlsx")).merged) == [(1, 1, 2, 3)]


# 工作表


def test_hidden_sheets_are_checked_and_marked(tmp_path: Path) -> None:
    sheets = {"甲": sheet_xml(results(1)), "乙": sheet_xml(results(1)), "丙": sheet_xml(results(1))}
    path = pack(tmp_path / "隐藏.xlsx", parts_of(sheets, states={"乙": "hidden", "丙": "veryHidden"}))

    assert [(t.sheet, t.hidden) for t in checked(path).tables] == [("甲", False), ("乙", True), ("丙", True)]


def test_chart_sheets_are_passed_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in results(2):
        book.worksheets[0].append(row)
    book.create_chartsheet("图表", 0).add_chart(BarChart())
    book.save(tmp_path / "图表.xlsx")

    assert [t.sheet for t in checked(tmp_path / "图表.xlsx").tables] == ["Sheet"]


def test_a_workbook_of_charts_only_has_no_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet("图表").add_chart(BarChart())
    book.remove(book.worksheets[0])
    book.save(tmp_path / "图表.xlsx")

    assert "没有找到可以校验的表" in (checked(tmp_path / "图表.xlsx").error or "")


def test_workbooks_with_macros_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "宏.xlsm", {"成绩": results(2)})

    assert checked(path).tables[0].rows == 2


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    strict = {
        name: content.replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, content in parts_of({"成绩": sheet_xml([RESULTS, contestant(1, 性别="女")])}).items()
    }  # fmt: skip

    assert [(f.cell, f.rule) for f in on_rows(checked(pack(tmp_path / "严格.xlsx", strict)))] == [("B2", "X-04")]


@pytest.mark.parametrize("target", ["/xl/worksheets/sheet1.xml", "Worksheets/Sheet1.xml"])
def test_parts_are_found_however_the_package_names_them(tmp_path: Path, target: str) -> None:
    parts = parts_of({"成绩": sheet_xml([[*RESULTS], contestant(1, 名次="#N/A")])})
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
        cell("L2", "#N/A"), '<c r="L2" t="e"><v>#N/A</v></c>'
    )
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace("worksheets/sheet1.xml", target)
    sheet = next(read_sheets(pack(tmp_path / "路径.xlsx", parts)))

    assert sheet.odd == {(2, 12): "#N/A"}


def test_names_with_signs_of_xml_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "名.xlsx", {"甲&乙 <1>“组”": results(1)})

    assert [s.name for s in read_sheets(path)] == ["甲&乙 <1>“组”"]


def test_rows_start_anew_each_time(tmp_path: Path) -> None:
    sheet: Sheet = next(read_sheets(write(tmp_path / "两次.xlsx", {"成绩": results(2)})))
    first: Sequence[Sequence[Any]] = list(sheet.rows())

    assert list(sheet.rows()) == first and [text(row[0]) for row in first] == ["姓名", "虚乙子", "虚丙子"]
