"""读不了的文件：坏的、加密的、不是工作簿的、大得不像话的，各有一句话说明；文件一个字节也不改。"""

import random
import zipfile
from pathlib import Path
from struct import pack as pack_bytes

import pytest
from books import RESULTS, cell, pack, parts_of, raw, results, row_xml, sheet_xml, write
from reading import checked, refusal, rows

from jineng.workbooks.parts import MAX_CELLS
from jineng.workbooks.sheets import MAX_BYTES, MAX_SHEETS, Unreadable, read_sheets


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
