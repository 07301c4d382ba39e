"""Forms of labels and boxes, as people fill them in: the value is found wherever it stands, and keeps its own cell."""

from dataclasses import dataclass
from typing import Any

import pytest

from jineng.validators import forms
from jineng.validators.forms import CHIEF_FORM, FORMS, Form
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.labels import find_forms
from jineng.workbooks.sheets import Sheet

#: The official 申报表 of a 首席技师 as a sheet: some labels merged downwards, the story below its heading.
FILLED: list[list[Any]] = [
    ["威海市首席技师申报表"],
    ["姓 名：张三"],
    ["单  位", "", "某机械公司"],
    ["姓 名", "张三", "性 别", "男", "出生年月", "1980.05", "照 片"],
    ["参加工作\n时间", "2000.07", "政治面貌", "中共党员", "文化程度", "大专"],
    ["职业\n(工种)", "车工", "职业资格\n或职业技\n能等级", "高级技师", "联系电话", "13900000000"],
    ["工作岗位", "数控班组", "", "身份证号码", "371099198005010012"],
    ["所在单位", "某机械公司"],
    ["主要学习和工作经历"],
    ["起止年月", "何校、何单位学习、工作", "", "", "证明人"],
    ["2000.07-2010.06", "某机械公司车工", "", "", "李四"],
    ["2010.07-今", "某机械公司班组长", "", "", "王五"],
    ["本专业技术绝技绝活或先进工作法情况", "一刀成形法"],
    ["技术发明革新或论文成果及解决技术难题情况", "三项"],
    ["编制工艺标准及带徒传技情况", "带徒五人"],
    ["提高劳动效率及创造经济效益情况", "两成"],
    ["获得技术技能奖项情况", ""],
    ["获得荣誉称号情况", "市级一项"],
    ["申报人事迹材料（篇幅控制在1000字左右）"],
    ["第一段。"],
    ["第二段。"],
    ["当前工作单位（企业）基本情况简介（字数控制在一页以内）"],
    ["公司简介。"],
]


@dataclass
class Read:
    """What was read: key → value, key → cell, keys of missing labels, headers seen twice, the tables inside."""

    values: dict[str, Any]
    places: dict[str, tuple[int, int]]
    missing: list[str]
    repeated: list[str]
    inside: dict[str, list[list[Any]]]


def read(rows: list[list[Any]], merged: list[tuple[int, int, int, int]] | None = None) -> Read:
    form, *tables = (
        (t, [list(cells) for _, cells in t.rows])
        for t in find_forms(Sheet("表", lambda: iter(rows), merged=merged or []))
    )
    table, cells = form
    row = cells[0] if cells else [""] * len(table.columns)
    return Read(
        {key: row[at] for key, at in table.columns.items()}, {key: table.place(0, at) for key, at in table.columns.items()},
        list(table.missing), list(table.repeated), {t.form.key: [row[:5] for row in rows] for t, rows in tables},
    )  # fmt: skip


def changed(label: str, *cells: Any) -> list[list[Any]]:
    """The form with another row where that label stands first."""
    return [list(cells) if row[0] == label else row for row in FILLED]


def test_each_value_is_found_with_its_own_cell() -> None:
    found = read(FILLED)
    assert {k: found.values[k] for k in ("name", "sex", "birth_month", "skill_level", "post", "id_number")} == {
        "name": "张三", "sex": "男", "birth_month": "1980.05", "skill_level": "高级技师", "post": "数控班组",
        "id_number": "371099198005010012",
    }  # fmt: skip
    assert found.places["skill_level"] == (6, 4) and found.places["id_number"] == (7, 5)
    assert found.missing == ["pledge"] and found.repeated == []


def test_of_a_label_met_twice_the_first_is_the_covers() -> None:
    found = read(FILLED)
    assert (found.values["cover_name"], found.places["cover_name"]) == ("张三", (2, 1))
    assert (found.values["name"], found.places["name"]) == ("张三", (4, 2))


def test_without_a_cover_the_one_label_is_the_inner_one() -> None:
    found = read(FILLED[3:])
    assert "cover_name" not in found.values and found.values["name"] == "张三"


def test_a_text_below_its_heading_is_read_whole() -> None:
    found = read(FILLED)
    assert (found.values["story"], found.places["story"]) == ("第一段。\n第二段。", (20, 1))
    assert found.values["unit_profile"] == "公司简介。"


def test_a_table_inside_ends_where_the_labels_go_on() -> None:
    found = read(FILLED)
    assert found.inside["career"] == [
        ["2000.07-2010.06", "某机械公司车工", "", "", "李四"], ["2010.07-今", "某机械公司班组长", "", "", "王五"],
    ]  # fmt: skip
    assert found.values["career"] == "2"  # how many rows there are


def test_an_empty_box_keeps_its_place_and_takes_nothing_from_its_neighbour() -> None:
    found = read(changed("参加工作\n时间", "参加工作\n时间", "", "政治面貌", "", "文化程度", "大专"))
    assert (found.values["work_since"], found.values["political"], found.values["education"]) == ("", "", "大专")
    assert found.places["work_since"] == (5, 2) and found.places["political"] == (5, 4)


def test_an_empty_box_takes_nothing_from_the_heading_below() -> None:
    rows = [*FILLED[:12], ["本专业技术绝技绝活或先进工作法情况", "", ""], ["二、技术工作"], *FILLED[13:]]
    found = read(rows, [(13, 2, 13, 3)])
    assert found.values["own_skills"] == "" and found.places["own_skills"] == (13, 2)


def test_none_is_an_answer_and_dashes_beside_an_answer_are_not() -> None:
    assert read(changed("姓 名", "姓 名", "张三", "性 别", "无")).values["sex"] == "无"
    assert read(changed("所在单位", "所在单位", "/", "某机械公司", "—")).values["unit"] == "某机械公司"
    assert read(changed("所在单位", "所在单位", "/", "—", "")).values["unit"] == "/"


@pytest.mark.parametrize(
    ("row", "merged"),
    [
        pytest.param(
            ["姓名", "", "张三", "", "性别", "男", "出生年月", "1980.05"], [(4, 1, 4, 2), (4, 3, 4, 4)], id="合并"
        ),
        pytest.param(["姓名", "", "张三", "", "性别", "男", "出生年月", "1980.05"], [], id="没有合并而空着"),
        pytest.param(["姓名：张三", "性别：男", "出生年月：1980.05"], [], id="写在冒号后面"),
        pytest.param(["＊姓　名：", "张三", "性别:", "男", "出生年月（年月）", "1980.05"], [], id="带星号冒号括号"),
    ],
)
def test_labels_stand_wherever_they_like(row: list[Any], merged: list[tuple[int, int, int, int]]) -> None:
    found = read([*FILLED[:3], row, *FILLED[4:]], merged)
    assert (found.values["name"], found.values["sex"], found.values["birth_month"]) == ("张三", "男", "1980.05")


def test_a_merged_label_takes_all_the_rows_beside_it() -> None:
    rows = [*FILLED[:12], ["本专业技术绝技绝活或先进工作法情况", "一刀成形法"], ["", "二刀成形法"], *FILLED[13:]]
    assert read(rows, [(13, 1, 14, 1)]).values["own_skills"] == "一刀成形法\n二刀成形法"


def test_the_form_may_begin_anywhere_in_the_sheet() -> None:
    found = read([[], [], *[["", "", *row] for row in FILLED]])
    assert found.values["phone"] == "13900000000" and found.places["phone"] == (8, 8)


def test_a_number_stays_a_number() -> None:
    assert read(changed("工作岗位", "工作岗位", "班组", "", "身份证号码", 3.71e17)).values["id_number"] == 3.71e17


def test_a_form_of_which_every_box_is_empty_says_so() -> None:
    labels = [["姓名", "", "性别", ""], ["政治面貌", "", "文化程度", ""], ["联系电话", ""]]
    empty = [*labels, ["申报人事迹材料"], ["当前工作单位（企业）基本情况简介"]]
    report, _ = check_sheets([Sheet("表", lambda: iter(empty))], Aids())
    assert any(f.message == "各栏都空着，未校验" for f in report.findings)


def test_a_missing_label_is_named() -> None:
    report, _ = check_sheets([Sheet("表", lambda: iter(changed("工作岗位", "工作岗位", "数控班组")))], Aids())
    assert "没有“身份证号”栏，相关内容不能校验" in [f.message for f in report.findings]


def test_two_forms_on_one_sheet_are_not_taken_for_one() -> None:
    report, _ = check_sheets([Sheet("表", lambda: iter([*FILLED[3:], *FILLED[3:]]))], Aids())
    assert any("“政治面貌”栏有两栏，只校验了第一栏" in f.message for f in report.findings)


def test_a_table_with_the_same_headers_in_one_row_is_no_such_form() -> None:
    header = [label for row in FILLED for label in row if isinstance(label, str) and label]
    found = [t.form.key for t in find_forms(Sheet("表", lambda: iter([header, ["x"] * len(header)])))]
    assert CHIEF_FORM.key not in found


def test_labels_side_by_side_stand_above_their_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """As 技能人才数量 of a 工作室: 高级技师 is a label there, and a value beside 职业资格或职业技能等级."""
    form = Form("strip", "带一行标签的表", forms._columns("name sex skill_level phone item_max self_score"),
                needs=forms._needs("item_max", "self_score"), labels=True, strip=("item_max", "self_score"))  # fmt: skip
    monkeypatch.setattr("jineng.workbooks.labels.FORMS", {"strip": form, **FORMS})
    found = read(
        [["姓名", "张三"], ["性别", "男"], ["技能人才数量", "分值", "自评得分"], ["", 3, 0], ["联系电话", "1"]]
    )
    assert (found.values["item_max"], found.values["self_score"]) == (3, 0) and found.places["self_score"] == (4, 3)
