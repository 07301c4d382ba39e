"""读工作簿：坏文件各有一句话说明，好文件的内容和地址一格不差。"""

import random
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from struct import pack as pack_bytes
from typing import Any

import openpyxl
import pytest
from books import RESULTS, cell, column_name, contestant, id_of, pack, parts_of, raw, results, row_xml, sheet_xml, write
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart

from jineng.validators.findings import FileReport, Finding
from jineng.validators.values import UNCALCULATED, text
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.odd_cells import MAX_CELLS
from jineng.workbooks.sheets import MAX_BYTES, MAX_SHEETS, Sheet, Unreadable, read_sheets


def refusal(path: Path) -> str:
    """读取被拒绝的那句话；文件一个字节也没有改。"""
    before = sha256(path.read_bytes()).hexdigest()
    with pytest.raises(Unreadable) as caught:
        list(read_sheets(path))
    assert sha256(path.read_bytes()).hexdigest() == before
    message = str(caught.value)
    assert "\n" not in message and any("一" <= letter <= "鿿" for letter in message)
    return message


def rows(path: Path, sheet: int = 0) -> list[list[Any]]:
    return [list(row) for row in list(read_sheets(path))[sheet].rows()]


def checked(path: Path) -> FileReport:
    return check_file(path, Aids(today=date(2024, 11, 1)))[0]


def on_rows(report: FileReport) -> list[Finding]:
    """没有提供名册的说明除外。"""
    return [f for f in report.findings if "没有提供" not in f.message]


def compound_file(*streams: str) -> bytes:
    """一个最小的OLE复合文件，目录里有这些名字的流。"""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack_bytes("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(478)
    entries = b"".join(name.encode("utf-16-le").ljust(64, b"\0") + bytes(64) for name in ("Root Entry", *streams))
    return header + b"\xff" * 512 + entries


# 不是工作簿的文件


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "0 字节", id="空文件"),
        pytest.param("姓名,身份证号\n张三,1\n".encode("gbk"), "不是 Excel 工作簿", id="改名的CSV"),
        pytest.param("姓名\t身份证号\n".encode("utf-16"), "不是 Excel 工作簿", id="改名的文本"),
        pytest.param(b"<html><table><tr><td>1</td></tr></table></html>", "不是 Excel 工作簿", id="改名的网页"),
        pytest.param(b"%PDF-1.7\n", "不是 Excel 工作簿", id="改名的PDF"),
        pytest.param(b"PK", "不完整或已损坏", id="只有两个字节"),
        pytest.param(b"PK\x03\x04" + bytes(100), "不完整或已损坏", id="压缩包头"),
        pytest.param(compound_file("EncryptedPackage", "EncryptionInfo"), "打开密码", id="有打开密码"),
        pytest.param(compound_file("Workbook"), "旧格式（.xls", id="旧格式"),
        pytest.param(compound_file("WordDocument"), "Word 文档", id="旧格式的Word文档"),
    ],
)
def test_what_is_no_workbook_is_refused_in_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "成绩 表.xlsx"
    path.write_bytes(content)

    assert words in refusal(path)
    assert words in (checked(path).error or "")


def test_the_encrypted_stream_is_found_wherever_its_name_stands(tmp_path: Path) -> None:
    path = tmp_path / "加密.xlsx"
    path.write_bytes(compound_file() + bytes(3_000_000) + "EncryptedPackage".encode("utf-16-le"))

    assert "打开密码" in refusal(path)


def test_a_missing_path_and_a_folder_are_named(tmp_path: Path) -> None:
    assert "不存在" in (checked(tmp_path / "没有.xlsx").error or "")
    assert "文件夹中没有" in (checked(tmp_path).error or "")


def test_another_kind_of_office_file_is_named(tmp_path: Path) -> None:
    slides = pack(tmp_path / "汇报.xlsx", {"ppt/presentation.xml": "<p/>"})
    binary = pack(tmp_path / "二进制.xlsx", {"xl/workbook.bin": b"\0"})

    assert "演示文稿" in refusal(slides) and "另存为 .xlsx" in refusal(binary)


def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole = write(tmp_path / "整.xlsx", {"成绩": results(20)}).read_bytes()
    path = tmp_path / "断.xlsx"
    for length in (4, 30, 100, len(whole) // 3, len(whole) // 2, len(whole) - 100, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert "不完整或已损坏" in refusal(path)


def test_damage_anywhere_ends_in_a_sentence_or_in_a_reading(tmp_path: Path) -> None:
    """随机改动三百次：要么读出来，要么一句话，绝不抛出别的。"""
    whole = write(tmp_path / "整.xlsx", {"成绩": results(5)}).read_bytes()
    names = zipfile.ZipFile(tmp_path / "整.xlsx").namelist()
    contents = {name: zipfile.ZipFile(tmp_path / "整.xlsx").read(name) for name in names}
    change = random.Random(371099)
    path = tmp_path / "坏.xlsx"
    refused = 0
    for attempt in range(300):
        if attempt % 2:
            data = bytearray(whole)
            for _ in range(change.randrange(1, 8)):
                data[change.randrange(len(data))] = change.randrange(256)
            path.write_bytes(data)
        else:
            name = change.choice([n for n in names if n.startswith("xl/")])
            part = bytearray(contents[name])
            at = change.randrange(len(part))
            part[at : at + change.randrange(8)] = change.choice(
                [b"", b"<", b"&x;", b'r="ZZZZZ9"', b"99999999999", b"\0"]
            )
            pack(path, {**contents, name: bytes(part)})
        try:
            for sheet in read_sheets(path):
                for _ in sheet.rows():
                    pass
        except Unreadable:
            refused += 1
    assert refused > 100


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param("<worksheet><sheetData><row r='1'><c", id="标签断开"),
        pytest.param(sheet_xml(results())[:600], id="内容断开"),
        pytest.param(sheet_xml('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), id="没有的字符串"),
        pytest.param(sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>&foo;</t></is></c></row>'), id="没有的实体"),
        pytest.param(sheet_xml(results()).encode("utf-16"), id="另一种编码"),
        pytest.param(b"\0" * 100, id="全是零"),
    ],
)
def test_a_broken_sheet_is_refused_by_name(tmp_path: Path, broken: str | bytes) -> None:
    parts: dict[str, str | bytes] = dict(parts_of({"好的": sheet_xml(results()), "坏的": ""}))
    parts["xl/worksheets/sheet2.xml"] = broken

    assert "工作表“坏的”已损坏" in refusal(pack(tmp_path / "坏.xlsx", parts))


def test_a_part_that_is_not_there_is_damage(tmp_path: Path) -> None:
    for missing in ("xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):
        parts = parts_of({"成绩": sheet_xml(results())})
        del parts[missing]
        assert "已损坏" in refusal(pack(tmp_path / "缺.xlsx", parts))


# 不像话的文件


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    parts = parts_of({"成绩": sheet_xml(results())})
    bomb = pack(tmp_path / "炸弹.xlsx", {**parts, "xl/sharedStrings.xml": b" " * 100_000_000})

    assert "异常庞大" in refusal(bomb)
    lying = bytearray(pack(tmp_path / "谎.xlsx", parts).read_bytes())
    at = lying.rindex(b"PK\x01\x02")
    lying[at + 24 : at + 28] = pack_bytes("<I", 4_000_000_000)
    (tmp_path / "谎.xlsx").write_bytes(lying)
    assert "异常庞大" in refusal(tmp_path / "谎.xlsx")


def test_a_part_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    parts = parts_of({"成绩": sheet_xml(results())})
    path = pack(tmp_path / "谎.xlsx", {**parts, "xl/sharedStrings.xml": "<sst>" + " " * 100_000 + "</sst>"})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = pack_bytes("<I", 100)
    path.write_bytes(data)

    assert "已损坏" in refusal(path)


def test_multiplying_entities_are_refused(tmp_path: Path) -> None:
    entities = '<!ENTITY a "哈哈哈哈">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    parts = parts_of({"成绩": sheet_xml(results())})
    head, _, tail = parts["xl/workbook.xml"].partition("<workbook")
    for name, content in (
        ("xl/workbook.xml", f"{head}<!DOCTYPE x [{entities}]><workbook{tail}".replace("成绩", "&j;")),
        (
            "xl/worksheets/sheet1.xml",
            f"<!DOCTYPE x [{entities}]>" + sheet_xml(results()).partition("?>")[2].replace("虚", "&j;"),
        ),
    ):
        assert "已损坏" in refusal(pack(tmp_path / "实体.xlsx", {**parts, name: content}))


def test_a_file_of_hundreds_of_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "巨大.xlsx"
    with path.open("wb") as file:
        file.write(b"PK")
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(Unreadable, match="超过 200 MB"):
        list(read_sheets(path))


def test_cells_scattered_to_the_ends_of_the_sheet_are_refused(tmp_path: Path) -> None:
    """读出来要占几百GB内存的，不读。"""
    far = row_xml(1, RESULTS) + f'<row r="1048576">{cell("XFD1048576", 1)}</row>'

    assert "第1048576行第16384列" in refusal(raw(tmp_path / "远.xlsx", far))
    empty = far.replace("<v>1</v></c>", "</c>")  # formatted only: not in the way
    assert rows(raw(tmp_path / "空.xlsx", empty)) == [RESULTS]
    assert 26 * 1_048_576 < MAX_CELLS < 100_000_000


def test_many_sheets_are_read_and_too_many_refused(tmp_path: Path) -> None:
    one = sheet_xml([["说明"]])
    many = {f"表{n}": one for n in range(199)} | {"成绩": sheet_xml(results())}
    report = checked(pack(tmp_path / "两百张.xlsx", parts_of(many)))
    assert report.error is None and [t.sheet for t in report.tables] == ["成绩"]

    too_many = {f"表{n}": one for n in range(MAX_SHEETS + 1)}
    assert "工作表有 501 张" in refusal(pack(tmp_path / "太多.xlsx", parts_of(too_many)))


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
