"""Rows read straight from the XML are those that calamine reads, cell by cell, value and kind; what is unusual it reads."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import office
import pytest
import xlsxwriter
from books import RESULTS, contestant, pack, parts_of, sheet_xml, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from terminal import Result

from jineng.workbooks import plain_book, plain_xml, row_patterns, shared_strings
from jineng.workbooks.by_calamine import Calamine
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.plain_book import PlainBook
from jineng.workbooks.sheets import Unreadable, read_sheets
from jineng.workbooks.xml_text import Unusual


def trimmed(rows: Iterator[Sequence[Any]]) -> list[str]:
    """Rows as they print, with the kind of every cell; how far blank cells and rows reach on at the end is no matter."""
    found = []
    for row in rows:
        cells = list(row)
        while cells and cells[-1] == "":
            del cells[-1]
        found.append(repr(cells))
    while found and found[-1] == "[]":
        del found[-1]
    return found


def compare(path: Path) -> int:
    """How many sheets of a workbook are read plainly; those, and what anybody gets, are as calamine reads them."""
    calamine, plain = Calamine(path), 0
    with zipfile.ZipFile(path) as package:
        book = PlainBook(package)
        assert [s.name for s in book.sheets] == calamine.names()
        for listed, sheet in zip(book.sheets, read_sheets(path), strict=True):
            other = calamine.sheet(listed.name)
            assert (sheet.odd, sorted(sheet.merged), sheet.hidden) == (other.odd, sorted(other.merged), other.hidden)
            assert trimmed(sheet.rows()) == trimmed(other.rows())
            try:
                plain += trimmed(book.sheet(listed).rows()) == trimmed(other.rows())
            except Unusual:
                continue
    return plain


@pytest.fixture(params=["kept", "streamed", "usual"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "streamed":
        monkeypatch.setattr(plain_book, "KEPT", 0)
        monkeypatch.setattr(plain_book, "_CHUNK", 1 << 12)
        monkeypatch.setattr(shared_strings, "_LARGE", 0)
        monkeypatch.setattr(shared_strings, "_CHUNK", 50)
        monkeypatch.setattr(shared_strings, "_REMEMBERED", 2)
    if request.param == "usual":  # every shape of a row that comes twice has a pattern of its own
        monkeypatch.setattr(row_patterns, "_OFTEN", 2)
        monkeypatch.setattr(row_patterns, "_KEPT", 200)
        monkeypatch.setattr(plain_xml, "SHAPES", row_patterns.Shapes())
    return str(request.param)


def test_every_sample_is_read_alike(demo: tuple[Path, Result], way: str) -> None:
    files = sorted(demo[0].rglob("*.xlsx"))
    assert sum(compare(path) for path in files) >= len(files) > 20


@pytest.mark.skipif(not office.found(), reason="没有 LibreOffice")
def test_what_libreoffice_saves_is_read_alike(demo: tuple[Path, Result], tmp_path: Path) -> None:
    (tmp_path / "存").mkdir()
    path = office.Office(tmp_path, extension=False).recalculated(
        sorted((demo[0] / "示例工作簿").iterdir())[0], tmp_path / "存"
    )
    assert compare(path)


FORMATS = [
    "General", "0", "0.00", "#,##0.00", "0%", "@", "0.00_ ", "0.00_);(0.00)", '0.00_ ;[Red]\\-0.00\\ ', '0"分"', "# ?/?", "0.00E+00",
    "yyyy-mm-dd", "yyyy/m/d", "yyyy/m/d;@", 'yyyy"年"m"月"d"日"', "yyyy\\-mm\\-dd", "[$-804]yyyy-mm-dd", "mm-dd-yy", "d-mmm-yy",
    "m/d", 'm"月"d"日"', "yyyy-mm-dd hh:mm", "h:mm", "[h]:mm", "aaaa", "yyyymmdd", "[$-F800]dddd, mmmm dd, yyyy", '"d"0', "G/通用格式",
    "yyyy.mm.dd", "yy-m-d", "[>100]0.0;0", "[DBNum1]0", "e", 'General"年"',
]  # fmt: skip


@pytest.mark.parametrize("code", FORMATS)
def test_a_number_is_a_day_by_its_format_only(tmp_path: Path, code: str) -> None:
    path = tmp_path / "格式.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for number in (45460, 59, 0, 45460.5, -3, 0.25, 2958465, 2958466):
            book.add_worksheet().write_number(0, 0, number, book.add_format({"num_format": code}))
    assert compare(path) >= (code in FORMATS[:9])


PIECES = [
    '<c r="{}"><v>1</v></c>', '<c r="{}"><v>59.996</v></c>', '<c r="{}"><v>1E-3</v></c>', '<c r="{}" s="1"><v>45460</v></c>',
    '<c r="{}" t="s"><v>0</v></c>', '<c r="{}" t="s"><v>1</v></c>', '<c r="{}" s="0" t="s"><v>2</v></c>', '<c r="{}" t="b"><v>1</v></c>',
    '<c r="{}" t="str"><f>A1</f><v>算 &lt;出&gt;</v></c>', '<c r="{}" t="str"><f>A1</f><v></v></c>', '<c r="{}"><f>1+1</f><v>2</v></c>',
    '<c r="{}"><f t="shared" si="0"/><v>2</v></c>', '<c r="{}"><f>1+1</f></c>', '<c r="{}" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="{}" t="inlineStr"><is><t>内</t></is></c>', '<c r="{}" t="inlineStr"><is><r><t>多</t></r><r><t xml:space="preserve"> 色</t></r></is></c>',
    '<c r="{}" s="0" t="inlineStr"><is><t>甲&amp;乙 > &#x4e59;</t></is></c>', '<c r="{}" t="inlineStr"><is><t xml:space="preserve"> 空 </t></is></c>',
    '<c r="{}" t="inlineStr"><is><t></t></is></c>', '<c r="{}"/>', '<c r="{}" s="1"/>', '<c r="{}"></c>', "", "",
    '<c r="{}"><v>371099199003070058</v></c>', '<c r="{}" cm="1"><v>3</v></c>', '<c r="{}" t="n"><v>0</v></c>', '<c r="{}" t="b"><v>0</v></c>',
]  # fmt: skip
#: For calamine: another order of attributes, a time, an escape, no address, a phonetic guide.
RARE = [
    '<c t="n" r="{}"><v>1</v></c>', '<c r="{}" s="1"><v>45460.25</v></c>', '<c r="{}" t="str"><v>a_x000D_b</v></c>', "<c><v>1</v></c>",
    '<c r="{}" t="s"><v>-1</v></c>', '<c r="{}" t="d"><v>2024-10-20</v></c>', "<!-- -->", '<c r="{}" t="inlineStr"><is><t>字</t><rPh sb="0" eb="1"><t>zi</t></rPh></is></c>',
    '<c r="{}" t="inlineStr"><is><t>a_x000D_b</t></is></c>', '<c r="{}" t="inlineStr"><v>1</v></c>', '<c r="{}" t="s"><is><t>1</t></is></c>',
]  # fmt: skip
STRINGS = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>共享</t></si>'
    '<si><t xml:space="preserve"> 前后 </t></si><si><t>“A&amp;B” &quot;</t></si></sst>'
)


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """The XML of rows of any kinds of cells, some rows and cells left out; now and then something rare."""
    rows, number = [], 0
    kinds = PIECES + (draw(st.lists(st.sampled_from(RARE), max_size=1)))
    for cells in draw(st.lists(st.lists(st.sampled_from(kinds), max_size=8), min_size=1, max_size=12)):
        number += draw(st.sampled_from([1, 1, 1, 2]))
        inside = "".join(piece.format(f"{'ABCDEFGH'[at]}{number}") for at, piece in enumerate(cells))
        head = f'<row r="{number}"' + draw(st.sampled_from(["", ' spans="1:8"', ' ht="15" customHeight="1"']))
        rows.append(f"{head}>{inside}</row>" if inside else f"{head}/>")
    return "".join(rows)


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(xml=sheets())
def test_any_kinds_of_cells_are_read_alike(tmp_path: Path, xml: str, way: str) -> None:
    parts = parts_of({"成绩": sheet_xml(xml, '<mergeCells count="1"><mergeCell ref="B2:C5"/></mergeCells>')})
    parts["xl/sharedStrings.xml"] = STRINGS
    path = pack(tmp_path / "怪.xlsx", parts)
    try:
        compare(path)
    except Unreadable as problem:
        assert "已损坏" in str(problem)  # calamine has the last word on what nobody understands


def test_a_rare_cell_far_below_is_read_by_calamine_from_there_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_book, "KEPT", 0)
    people = [contestant(n) for n in range(1, 900)]
    people[700] = contestant(701, 决赛日期=datetime(2024, 10, 20, 9, 30), 性别="男")
    path = write(tmp_path / "长.xlsx", {"成绩": [RESULTS, *people]})

    rows = list(next(read_sheets(path)).rows())
    assert trimmed(iter(rows)) == trimmed(Calamine(path).sheet("成绩").rows())
    assert len(rows) == 900 and rows[701][8] == datetime(2024, 10, 20, 9, 30)


def test_one_cell_far_to_the_right_concerns_its_own_sheet_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_xml, "MAX_CELLS", 2000)
    wide = [*[None] * 199, "说明"]
    path = write(tmp_path / "宽.xlsx", {"说明": [wide], "成绩": [RESULTS, *map(contestant, range(1, 30))]})

    assert compare(path) == 2


def test_what_is_usual_in_one_workbook_need_not_be_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """第三列在前一个工作簿里是两位小数，同一个样式号在后一个里是时间，在别的表上。"""
    monkeypatch.setattr(row_patterns, "_OFTEN", 2)
    monkeypatch.setattr(plain_xml, "SHAPES", row_patterns.Shapes())
    paths = [tmp_path / "前.xlsx", tmp_path / "后.xlsx"]
    for path, code, columns in zip(paths, ("0.00", "h:mm"), (3, 2), strict=True):
        with xlsxwriter.Workbook(path) as book:
            style, sheet, other = book.add_format({"num_format": code}), book.add_worksheet(), book.add_worksheet()
            for row, column in ((row, column) for row in range(9) for column in range(columns)):
                sheet.write_number(row, column, row, style if column == 2 else None)
            other.write_number(0, 0, 0.5, style)

    assert compare(paths[0]) == 2
    assert compare(paths[1]) == 1  # but for the time


@pytest.mark.parametrize(
    "inside", ["><t>5</v>", ' t="s"><v>0</t></is>', ' t="inlineStr"><is><v>x</v>', ' t="inlineStr"><is><t>x</v>']
)
def test_tags_that_do_not_fit_are_not_passed_over(inside: str) -> None:
    assert row_patterns.any_cells(f'<row r="7"><c r="A7"{inside}</c>'.encode()) is None


@pytest.mark.parametrize(
    "cells",
    [
        ' t="s"><v>12</v></c><c r="B7"><v>60</v></c><c r="C7" s="3"/><c r="D7" s="2"><v>45460</v></c>',
        ' t="inlineStr"><is><t>张 三_</t></is></c><c r="B7" s="1" t="inlineStr"><is><t>&#22995;</t></is></c><c r="C7"><v>6</v></c>',
    ],
)
def test_what_is_seen_often_has_a_pattern_that_finds_it(cells: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_patterns, "_OFTEN", 1)
    row = f'<row r="7" spans="1:4"><c r="A7"{cells}'.encode()
    number, shape, values = row_patterns.any_cells(row) or pytest.fail()
    shapes = row_patterns.Shapes()
    assert shapes.around(shape) is None
    usual, find = shapes.around(shape) or pytest.fail()

    found = find(row + b"</row>", 0) or pytest.fail()
    assert usual == shape and found.groups() == (number, *(value or None for value in values))


def test_an_error_in_one_sheet_is_an_error_in_the_next(tmp_path: Path) -> None:
    xml = sheet_xml('<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>')
    path = pack(tmp_path / "两张.xlsx", parts_of({"甲": xml, "乙": xml}))
    assert compare(path) == 2
    assert [sheet.odd for sheet in read_sheets(path)] == [{(1, 1): "#DIV/0!"}] * 2


def test_a_streamed_sheet_is_checked_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes: list[dict[str, Any]] = [
        {},
        {"身份证号": 3.71e17},
        {"理论成绩": "缺考"},
        {"决赛日期": "10月底"},
        {"名次": "#N/A"},
        {"性别": "女"},
    ]
    people = [contestant(n, **changes[n % 97] if n % 97 < len(changes) else {}) for n in range(1, 600)]
    path = write(tmp_path / "成绩.xlsx", {"成绩": [RESULTS, *people, [None] * 15, ["合计", 3000]]})
    reports = [check_file(path, Aids())[0]]
    monkeypatch.setattr(plain_book, "KEPT", 0)
    reports.append(check_file(path, Aids())[0])

    def unusual(package: zipfile.ZipFile) -> PlainBook:
        raise Unusual

    monkeypatch.setattr("jineng.workbooks.sheets.PlainBook", unusual)
    reports.append(check_file(path, Aids())[0])
    assert reports[0] == reports[1] == reports[2] and len(reports[0].findings) > 30


def test_a_string_longer_than_any_cell_is_not_waited_for() -> None:
    """However much of it comes, no more is kept than a cell could hold."""
    pieces = iter([b"<sst><si><t>", *[b"x" * (1 << 20)] * 100])
    with pytest.raises(Unusual):
        shared_strings.Spilled(pieces, BytesIO())
    assert len(list(pieces)) > 80
