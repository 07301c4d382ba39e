"""找表：表头无论写成什么样、在第几行，都认得；不是数据的行不当作数据，是数据的行一行不少。"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from books import CONTEST, ITEM, RESULTS, contestant, id_of, write

from jineng.validators.columns import COLUMNS
from jineng.validators.findings import FileReport
from jineng.validators.forms import FORMS
from jineng.workbooks.checker import Aids, check_file, check_sheets
from jineng.workbooks.sheets import Sheet
from jineng.workbooks.tables import FoundTable, NearMiss, find_tables

Rows = Sequence[Sequence[Any]]
Merged = Sequence[tuple[int, int, int, int]]

OCCUPATIONS = [["职业（工种）", "职业编码", "最高等级", "别名", "已备案"], [ITEM, "示例-001", "技师（二级）", "", "是"]]
CERTIFICATES = [
    ["姓名", "身份证号", "职业（工种）", "职业技能等级", "证书编号"],
    ["虚乙子", id_of(1), ITEM, "中级工", "虚构-1"],
]


def sheet_of(rows: Rows, merged: Merged = (), name: str = "成绩") -> Sheet:
    return Sheet(name, lambda: iter([list(row) for row in rows]), merged=merged)


def tables(rows: Rows, merged: Merged = ()) -> list[tuple[FoundTable, list[tuple[int, Sequence[Any]]]]]:
    return [(table, list(table.rows)) for table in find_tables(sheet_of(rows, merged))]


def only(rows: Rows, merged: Merged = ()) -> tuple[FoundTable, list[tuple[int, Sequence[Any]]]]:
    ((table, data),) = tables(rows, merged)
    return table, data


def columns(rows: Rows, merged: Merged = ()) -> dict[str, int]:
    return dict(only(rows, merged)[0].columns)


def checked(*sheets: Sheet) -> FileReport:
    return check_sheets(sheets, Aids(today=date(2024, 11, 1)))[0]


def people(*numbers: int, **changes: Any) -> list[list[Any]]:
    return [contestant(number, **changes) for number in numbers]


# 表头的写法


def test_every_official_header_and_every_alias_is_known() -> None:
    for form in (form for form in FORMS.values() if not form.labels):
        for key in form.keys:
            for spelling in (COLUMNS[key].header, *COLUMNS[key].aliases):
                others = [COLUMNS[k].header for k in form.keys if k != key]
                found = tables([[*others, spelling]])
                assert [(t.form.key, t.columns[key]) for t, _ in found] == [(form.key, len(others))], (
                    form.key,
                    spelling,
                )


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("姓  名", "name"), ("姓\n名", "name"), ("姓　名", "name"), ("*姓名", "name"), ("姓名*", "name"), ("＊姓名", "name"),
        ("姓名：", "name"), ("姓名（必填）", "name"), ("姓名_x000D_\n".replace("_x000D_", "\r"), "name"),
        ("理论成绩（分）", "theory"), ("理论成绩(100分)", "theory"), ("* 理论\n成绩（占30%）", "theory"),
        ("理论成绩30%", "theory"), ("实操成绩占 70%", "practical"), ("职业(工种)", "occupation"), ("职业（工种）（必填）", "occupation"), ("职业", "occupation"),
        ("身份证号码（文本格式）", "id_number"), ("获得奖项（如一等奖）", "award"), ("工作单位（学校）", "unit"),
    ],
)  # fmt: skip
def test_spaces_asterisks_and_units_do_not_matter(written: str, key: str) -> None:
    header = [h for h in RESULTS if h != COLUMNS[key].header]

    assert columns([[*header, written], *people(1)])[key] == len(header)


def test_a_header_stands_below_titles_and_blank_rows() -> None:
    title = ["2024年威海市职业技能竞赛成绩表"]
    table, data = only(
        [title, [], ["填报单位：虚构公司", "", "", "填报日期：2024年11月1日"], [], RESULTS, *people(1, 2)]
    )

    assert table.header_row == 5 and [number for number, _ in data] == [6, 7]


def test_a_table_with_few_columns_names_what_it_lacks() -> None:
    table, data = only([["姓名", "理论成绩", "别的"], ["虚甲", 80, 1]])

    assert len(data) == 1
    assert {"id_number", "contest", "occupation", "final_date", "practical"} <= set(table.missing)


def test_a_repeated_header_is_said_and_the_first_one_read() -> None:
    rows = [["姓名", "姓名", *RESULTS[1:]], ["虚甲", "虚乙", *contestant(1)[1:]]]
    table, _ = only(rows)

    assert table.repeated == ["姓名"] and table.columns["name"] == 0
    assert [f.rule for f in checked(sheet_of(rows)).findings if "两列" in f.message] == ["X-05"]


# 表头占几行


GROUPS = {9: "成绩", 10: "成绩", 13: "原持证书", 14: "原持证书"}
PARTS = {13: "职业（工种）", 14: "等级"}


def two_rows() -> tuple[Rows, Merged]:
    """RESULTS 排成两行：GROUPS 中的列上格横向合并，其余的上下合并。"""
    upper = [GROUPS.get(at, header) for at, header in enumerate(RESULTS)]
    lower = [PARTS.get(at, header) if at in GROUPS else "" for at, header in enumerate(RESULTS)]
    upper[10] = upper[14] = ""
    merged = [(1, at + 1, 2, at + 1) for at in range(len(RESULTS)) if at not in GROUPS]
    return [upper, lower], [*merged, (1, 10, 1, 11), (1, 14, 1, 15)]


def shifted(merged: Merged, down: int) -> Merged:
    return [(top + down, left, bottom + down, right) for top, left, bottom, right in merged]


def test_a_header_over_two_rows_with_merged_cells() -> None:
    header, merged = two_rows()
    table, data = only([*header, *people(1)], merged)

    assert table.header_row == 2 and [number for number, _ in data] == [3]
    found = [COLUMNS[key].header for key, _ in sorted(table.columns.items(), key=lambda item: item[1])]
    assert found == RESULTS and not table.repeated


def test_the_certificate_held_is_never_taken_for_the_contests_own_occupation() -> None:
    """“原持证书”下的“职业（工种）”排在前面，也不是本次竞赛的职业（工种）。"""
    for group in ("原持证书", "原证书情况", "现有职业资格证书", "持证情况", "已有证书信息", "证书"):
        upper = ["姓名", group, "", "", "竞赛", "成绩", ""]
        lower = ["", "职业（工种）", "等级", "证书编号", "职业（工种）", "理论", "实操"]
        found = columns([upper, lower], [(1, 2, 1, 4), (1, 6, 1, 7)])
        wanted = {"name": 0, "prior_occupation": 1, "prior_level": 2, "prior_certificate": 3, "occupation": 4}
        assert found == {**wanted, "theory": 5, "practical": 6}, group


def test_a_column_of_the_certificate_held_that_is_not_known_is_nobodys() -> None:
    upper, lower = ["姓名", "原持证书", "", "理论成绩"], ["", "工作单位", "竞赛名称", ""]

    assert columns([upper, lower], [(1, 2, 1, 3)]) == {"name": 0, "theory": 3}


def test_a_group_about_the_new_certificate_is_the_contests_own() -> None:
    upper, lower = ["姓名", "拟发证书", "", "评价机构"], ["", "职业（工种）", "晋升等级", ""]

    assert columns([upper, lower], [(1, 2, 1, 3)]) == {"name": 0, "occupation": 1, "promoted_level": 2, "assessor": 3}


def test_scores_of_another_round_are_not_the_finals() -> None:
    upper, lower = ["姓名", "预赛", "", "决赛", ""], ["", "理论成绩", "实操成绩", "理论成绩", "实操成绩"]
    table, _ = only([upper, lower], [(1, 2, 1, 3), (1, 4, 1, 5)])

    assert table.columns == {"name": 0, "theory": 3, "practical": 4} and not table.repeated


def test_raw_scores_are_scores() -> None:
    assert columns([["姓名", "原始成绩", ""], ["", "理论", "实操"]], [(1, 2, 1, 3)]) == {
        "name": 0,
        "theory": 1,
        "practical": 2,
    }


def test_a_column_of_its_own_counts_more_than_one_in_a_group() -> None:
    upper, lower = ["指导教师", "", "姓名", "理论成绩"], ["姓名", "联系电话", "", ""]
    table, _ = only([upper, lower], [(1, 1, 1, 2), (1, 3, 2, 3), (1, 4, 2, 4)])

    assert table.columns == {"name": 2, "theory": 3, "phone": 1} and not table.repeated


def test_a_header_split_over_two_cells() -> None:
    upper, lower = ["姓", "晋升", "身份", "评价"], ["名", "职业技能等级", "证号", "机构"]

    assert columns([upper, lower]) == {"name": 0, "promoted_level": 1, "id_number": 2, "assessor": 3}


def test_a_line_of_units_below_belongs_to_the_header() -> None:
    table, data = only([["姓名", "理论成绩", "实操成绩"], ["", "（百分制）", "(分)"], ["虚甲", 60, 70]])

    assert table.header_row == 2 and [number for number, _ in data] == [3]


def test_merged_cells_of_a_header_tell_how_far_down_it_reaches() -> None:
    header = ["姓名", "理论成绩", "实操成绩"]
    down = [(1, 1, 2, 1), (1, 2, 2, 2)]
    table, data = only([header, ["", "", "满分一百"], ["虚甲", 60, 70]], down)
    assert table.header_row == 2 and [number for number, _ in data] == [3]

    table, data = only([header, ["虚甲", 60, 70], ["虚乙", 60, 70]], down)  # no header reaches into the data
    assert table.header_row == 1 and [number for number, _ in data] == [2, 3]


def test_a_header_over_three_rows() -> None:
    rows = [
        ["序号", "选手", "", "成绩", "", ""],
        ["", "姓名", "身份证号", "笔试", "实际", ""],
        ["", "", "", "理论成绩", "实操成绩", "名次"],
        [1, "虚甲", id_of(1), 80, 90, 1],
    ]
    table, data = only(rows, [(1, 2, 1, 3), (1, 4, 1, 6), (2, 5, 2, 6), (1, 1, 3, 1), (2, 2, 3, 2), (2, 3, 3, 3)])

    assert table.header_row == 3 and [number for number, _ in data] == [4]
    assert table.columns == {"serial": 0, "name": 1, "id_number": 2, "theory": 3, "practical": 4, "place_won": 5}


def test_a_title_directly_above_is_no_part_of_the_header() -> None:
    for title in ("2024年成绩汇总表", "原持证书核对表", "选拔赛成绩", "姓名"):
        table, data = only([[title], RESULTS, *people(1)], [(1, 1, 1, len(RESULTS))])
        assert table.header_row == 2 and len(table.columns) == len(RESULTS) and len(data) == 1, title


def test_the_first_person_is_never_taken_for_part_of_the_header() -> None:
    """全是文字的一行，也不当作第二行表头。"""
    first = contestant(1, 理论成绩="缺考", 实操成绩="缺考", 决赛日期="待定", 名次=None, 身份证号=None)
    table, data = only([[*RESULTS, "人员类型"], [*first, "选手"], [*contestant(2), "选手"]])

    assert table.header_row == 1 and [number for number, _ in data] == [2, 3]
    assert table.columns["name"] == 0


# 不是数据的行


def test_blank_rows_sums_and_signatures_are_no_data() -> None:
    def row(at: int, words: str) -> list[str]:
        return [""] * at + [words]

    below = [
        [], row(0, "合计"), row(0, "合 计：3人"), row(1, "小计"), ["总计", "", "", "", "", "", "", "", "", 210.0, 225.0],
        row(0, "备注：本表一式两份"), row(0, "注1：成绩为百分制"), row(3, "（此处盖章）"), row(0, "平均分"),
        ["裁判长：", "", "", "监督员：", "", "记分员："], ["审核人：", "虚甲"], row(0, "裁判长签名"), row(0, "以下空白"),
        row(9, "2024年11月1日"), row(0, "第1页"), ["填表说明：1.姓名与身份证一致"], row(20, "表外的一句话"),
    ]  # fmt: skip
    table, data = only([RESULTS, *people(1), [], *people(2), *below, *people(3)])

    assert [number for number, _ in data] == [2, 4, 22]
    assert {"备注：本表一式两份", "表外的一句话", "监督员："} <= set(table.notes)


def test_rows_with_only_a_number_or_a_sum_are_blank() -> None:
    header = ["序号", *RESULTS, "总成绩"]
    rows = [header, [1, *contestant(1), 73.5], [2, *[""] * len(RESULTS), 0], [3, *[""] * len(RESULTS), ""]]

    assert [number for number, _ in only(rows)[1]] == [2]


def test_people_with_gaps_are_data_all_the_same() -> None:
    odd = [
        contestant(1, 身份证号=None),
        contestant(2, 姓名=None),
        contestant(3, 身份证号=371099199003070058),
        ["虚甲"],
        contestant(4, 姓名="合一"),
        contestant(5, 身份证号="护照E12345678"),
        [None, None, id_of(6)],
        contestant(7, 姓名="备注"),
    ]

    assert len(only([RESULTS, *odd])[1]) == len(odd)


def test_a_header_printed_again_on_every_page_goes_on_with_the_table() -> None:
    header, merged = two_rows()
    rows = [*header, *people(1, 2), *header, *people(3, 4), [], *header, *people(5)]
    merged = [area for down in (0, 4, 9) for area in shifted(merged, down)]

    assert [number for number, _ in only(rows, merged)[1]] == [3, 4, 7, 8, 12]
    one_row = [RESULTS, *people(1), RESULTS, *people(2)]
    assert [number for number, _ in only(one_row)[1]] == [2, 4]


def test_numbers_beginning_anew_begin_another_table() -> None:
    header = ["序号", *RESULTS]
    rows = [
        header,
        [1, *contestant(1)],
        [2, *contestant(2)],
        ["第二个竞赛成绩"],
        header,
        [1, *contestant(3)],
        [2, *contestant(4)],
    ]
    found = tables(rows)

    assert [(t.header_row, len(data)) for t, data in found] == [(1, 2), (5, 2)]
    goes_on = [*rows[:3], header, [3, *contestant(3)]]
    assert [(t.header_row, len(data)) for t, data in tables(goes_on)] == [(1, 3)]


# 一张工作表上的几张表


def test_tables_of_different_columns_stand_below_each_other() -> None:
    other = [h for h in RESULTS if h != "名次"]
    rows = [
        RESULTS,
        *people(1),
        [],
        ["第二赛项"],
        other,
        [c for h, c in zip(RESULTS, contestant(2), strict=True) if h != "名次"],
    ]

    assert [(t.header_row, len(data), t.form.key) for t, data in tables(rows)] == [(1, 1, "results"), (5, 1, "results")]


@pytest.mark.parametrize("title", [[], [["职业目录"]], [[], ["职业目录"]], [[None, None, "职业目录"]]])
def test_a_register_below_the_results_is_found_and_used(title: Rows) -> None:
    winner = contestant(1, 获得奖项="一等奖", 名次=1, 原职业技能等级="高级工")
    rows = [RESULTS, winner, *title, *OCCUPATIONS, [], ["已有证书"], *CERTIFICATES]
    report = checked(sheet_of(rows))

    assert {t.form: t.rows for t in report.tables} == {"results": 1, "occupations": 1, "certificates_held": 1}
    assert not [f for f in report.findings if f.severity != "warning"]


def test_results_below_a_register_are_checked() -> None:
    report = checked(sheet_of([*OCCUPATIONS, [], ["成绩"], RESULTS, *people(1), contestant(2, 性别="男")]))

    assert {t.form: t.rows for t in report.tables} == {"results": 2, "occupations": 1}
    assert [f.cell for f in report.findings if f.severity == "error"] == ["B7"]


def test_a_table_beside_the_first_column_is_found_below() -> None:
    rows = [RESULTS, *people(1), [], *([None, None, None, *row] for row in OCCUPATIONS)]

    assert [(t.form.key, t.columns[next(iter(t.columns))]) for t, _ in tables(rows)] == [
        ("results", 0),
        ("occupations", 3),
    ]


def test_reading_only_the_first_table_leaves_the_others_in_place() -> None:
    found = find_tables(sheet_of([RESULTS, *people(1, 2), *OCCUPATIONS]))
    next(found)

    assert next(found).form.key == "occupations"


# 合并的数据格


def test_a_cell_merged_down_a_column_stands_for_all_its_rows() -> None:
    rows = [
        RESULTS,
        contestant(1),
        contestant(2, 竞赛名称=None),
        contestant(3, 竞赛名称=None),
        contestant(4, 竞赛名称="另一竞赛"),
    ]
    _, data = only(rows, [(2, 6, 4, 6), (1, 1, 1, 1)])

    assert [cells[5] for _, cells in data] == [CONTEST, CONTEST, CONTEST, "另一竞赛"]


def test_merged_cells_in_a_real_file(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [RESULTS, *people(1, 2, 3)]:
        book.worksheets[0].append(row)
    book.worksheets[0].merge_cells("F2:F4")
    book.worksheets[0].merge_cells("I2:I3")
    book.save(tmp_path / "合并.xlsx")
    report = check_file(tmp_path / "合并.xlsx", Aids())[0]

    assert [f.cell for f in report.findings if f.row > 1] == []


def test_very_many_merged_cells_take_no_time() -> None:
    rows = [RESULTS, *people(*range(1, 400))]
    merged = [(2, column, 1_048_576, column) for column in range(6, 10)] + [(r, 30, r, 40) for r in range(2, 100_000)]

    assert len(only(rows, merged)[1]) == 399


# 没有表


def misses(rows: Rows) -> list[NearMiss]:
    found: list[NearMiss] = []
    assert not list(find_tables(sheet_of(rows), found))
    return found


def test_a_near_miss_says_what_it_found_and_what_it_lacks(tmp_path: Path) -> None:
    rows = [
        ["成绩表"],
        ["序号", "姓名", "身份证号", "工作单位", "成绩一", "成绩二"],
        [1, "虚甲", id_of(1), "虚构公司", 80, 90],
    ]
    (miss,) = misses(rows)
    assert (miss.row, miss.form.key) == (2, "results") and miss.lacking == ("“理论成绩”或“实操成绩”",)

    error = check_file(write(tmp_path / "差一点.xlsx", {"表": rows}), Aids())[0].error or ""
    assert "第2行像“竞赛成绩表”的表头" in error and "姓名" in error and "缺少“理论成绩”或“实操成绩”列" in error


def test_a_near_miss_over_two_rows_is_seen_once() -> None:
    rows = [["序号", "姓名", "个人信息", ""], ["", "", "身份证号", "工作单位"], [1, "虚甲", id_of(1), "虚构公司"]]
    (miss,) = misses(rows)

    assert miss.row == 2 and miss.found == ("序号", "姓名", "身份证号", "工作单位")


@pytest.mark.parametrize("rows", [[], [[]], [["一句话"]], [[1], [2]], [["甲"], ["乙"]], [["", ""], ["", ""]]])
def test_a_sheet_without_any_header_says_so(tmp_path: Path, rows: Rows) -> None:
    assert not misses(rows)
    error = check_file(write(tmp_path / "无.xlsx", {"表": rows}), Aids())[0].error or ""
    assert error.startswith("没有找到可以校验的表")


def test_a_header_without_rows_is_unchecked(tmp_path: Path) -> None:
    report = check_file(write(tmp_path / "空.xlsx", {"成绩": [RESULTS]}), Aids())[0]

    assert [(t.form, t.rows) for t in report.tables] == [("results", 0)]
    assert ("X-05", "unchecked", "A1") in {
        (f.rule, f.severity, f.cell) for f in report.findings if "没有数据行" in f.message
    }


def test_a_header_far_below_is_not_looked_for() -> None:
    words = [["说明"]] * 100

    assert not tables([*words, RESULTS, *people(1)])
    assert len(tables([*[[]] * 5000, *words[:50], RESULTS, *people(1)])) == 1
