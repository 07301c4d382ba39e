"""技术能手: who of a results sheet is recommended and who is left out; what is said once for a whole table."""

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from expert_rows import COOKING, HEADER, LIFTS, expert, export, holders, listed, number, person, settings, sheet, why

from jineng.validators.functions import FUNCTIONS
from jineng.validators.settings import Settings
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.sheets import Sheet

# --- who is listed (F6) ----------------------------------------------------------------------------------------------


def test_the_first_three_of_class_one_and_the_first_of_class_two(tmp_path: Path) -> None:
    lifts = [person(n + 4, n, contest=LIFTS, occupation="电梯安装维修工") for n in (1, 2, 3)]
    outcome = export(tmp_path, [*(person(n, n) for n in (1, 2, 3, 4)), *lifts])

    assert listed(outcome, "serial", "contest_class", "place_won", "contestants") == [
        ("1", "一类", "1", "4"), ("2", "一类", "2", "4"), ("3", "一类", "3", "4"), ("1", "二类", "1", "3"),
    ]  # fmt: skip
    assert [c.contest.name for c in outcome.contests] == [COOKING, LIFTS]
    assert outcome.left_out == [] and "另有 3 人名次不在推荐范围，不再列出" in outcome.notes


def test_nobody_moves_up_behind_a_student(tmp_path: Path) -> None:
    outcome = export(tmp_path, [person(1, 1, identity="学生"), person(2, 2), person(4, 4)])

    assert listed(outcome, "place_won") == [("2",)]
    assert why(outcome) == {"张乙": "身份“学生”不属于职工选手，不能推荐威海市技术能手"}


def test_scores_and_levels_do_not_matter_for_the_title(tmp_path: Path) -> None:
    outcome = export(
        tmp_path, [person(1, 1, theory=40), person(2, 2, prior_level="高级技师"), person(3, 3, award="无")]
    )
    assert len(listed(outcome)) == 3


def test_who_shares_a_place_is_left_out_with_the_others_named(tmp_path: Path) -> None:
    outcome = export(tmp_path, [person(1, 1), person(2, "并列第1", award="一等奖"), person(3, 3)])

    assert listed(outcome, "place_won") == [("3",)]
    assert why(outcome)["张乙"] == "与“成绩”第3行同为“中式烹调师”第1名，每个赛项每个名次限报1人"
    assert "“成绩”第2行" in why(outcome)["张丙"]


def test_a_student_beside_a_worker_on_one_place_does_not_keep_him_out(tmp_path: Path) -> None:
    outcome = export(tmp_path, [person(1, 1), person(2, 1, identity="学生")])
    assert listed(outcome) == [("张乙",)] and list(why(outcome)) == ["张丙"]


def test_one_person_is_recommended_once_for_the_best_place(tmp_path: Path) -> None:
    rows = [person(1, 2), person(2, 1), person(1, 1, occupation="西式烹调师"), person(2, 1, occupation="中式面点师")]
    outcome = export(tmp_path, rows)

    assert listed(outcome, "name", "occupation") == [("张丙", "中式烹调师"), ("张乙", "西式烹调师")]
    assert [row[1] for row in outcome.left_out] == ["2", "5"]
    assert why(outcome) == {
        "张乙": "同一人已在“成绩”第4行推荐，不重复推荐",
        "张丙": "同一人已在“成绩”第3行推荐，不重复推荐",
    }


def test_once_also_over_contests_and_sheets(tmp_path: Path) -> None:
    other = [HEADER, person(1, 1, contest=LIFTS, occupation="电梯安装维修工")]
    outcome = export(tmp_path, [person(1, 1)], Sheet("另一张", lambda: iter(other)))
    assert listed(outcome, "contest") == [(COOKING,)] and "“成绩”第2行" in why(outcome)["张乙"]


def test_the_same_person_twice_in_one_item_has_to_be_put_right_first(tmp_path: Path) -> None:
    outcome = export(tmp_path, [person(1, 1), person(1, 2), person(3, 3)])
    assert listed(outcome, "place_won") == [("3",)]
    assert [row[-1] for row in outcome.left_out] == [f"与“成绩”第{n}行是同一人、同一赛项，重复" for n in (3, 2)]


def test_one_number_under_two_names_is_left_out(tmp_path: Path) -> None:
    outcome = export(tmp_path, [person(1, 1), person(2, 2, id_number=number(1), occupation="西式烹调师")])
    assert listed(outcome) == [] and all("身份证号相同而姓名不同" in reason for reason in why(outcome).values())


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"place_won": ""}, "名次为空，无法判断"),
        ({"place_won": "一等奖"}, "名次“一等奖”不能识别，无法判断"),
        ({"award": "第二名"}, "获得奖项“第二名”与名次 1 不一致"),
        ({"identity": ""}, "身份为空，无法判断"),
        ({"identity": "其他"}, "身份“其他”是否职工选手，须人工确认"),
        ({"id_number": ""}, "身份证号为空"),
        ({"id_number": 371099199001010030}, "身份证号"),
        ({"name": ""}, "姓名为空"),
        ({"contest": "某区职业技能竞赛"}, "不在年度竞赛计划内"),
        ({"contest": LIFTS}, "“中式烹调师”不在该竞赛的竞赛项目内"),
        ({"final_date": "10月底"}, "决赛日期“10月底”读不出年月日"),
    ],
)
def test_who_is_left_out_and_why(tmp_path: Path, cells: dict[str, Any], reason: str) -> None:
    outcome = export(tmp_path, [person(1, **{"place": 1, "award": "一等奖", **cells})])
    assert listed(outcome) == [] and reason in outcome.left_out[0][-1]


def test_a_place_may_stand_in_the_award(tmp_path: Path) -> None:
    assert listed(export(tmp_path, [person(1, "", award="第三名")]), "place_won") == [("3",)]


def test_teachers_count_as_the_official_decided(tmp_path: Path) -> None:
    rows = [person(1, 1, identity="教师")]
    assert listed(export(tmp_path, rows)) == [("张乙",)]
    assert why(export(tmp_path, rows, settings(教师按职工="否"))) == {
        "张乙": "身份“教师”不属于职工选手，不能推荐威海市技术能手"
    }


def test_a_place_without_the_rule_recommends_nobody(tmp_path: Path) -> None:
    outcome = export(tmp_path, [person(1, 1)], settings(校验日期=date(2023, 12, 31)))
    assert listed(outcome) == [] and "没有相应规定（未设置），未校验" in why(outcome)["张乙"]


# --- 规定人数 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("required", "count"), [(5, 1), (6, 0), (4, 1)])
def test_the_size_of_an_item_is_that_of_the_sheet(tmp_path: Path, required: int, count: int) -> None:
    """Five contestants in the item; a sixth is in another one."""
    rows = [person(1, 1), *(person(n) for n in (2, 3, 4, 5)), person(6, occupation="西式烹调师")]
    outcome = export(tmp_path, rows, settings(规定人数=required))

    assert len(listed(outcome)) == count
    assert not any("未设置" in note for note in outcome.notes)
    if not count:
        assert why(outcome) == {"张乙": "决赛参赛 5 人，少于规定人数 6 人，不能推荐威海市技术能手"}


def test_groups_of_an_item_are_counted_apart(tmp_path: Path) -> None:
    students = [person(n, n - 1, identity="学生", group="学生组") for n in (2, 3, 4)]
    assert listed(export(tmp_path, [person(1, 1, group="职工组"), *students]), "contestants") == [("1",)]


@pytest.mark.parametrize(
    ("given", "open_"), [({}, True), ({"规定人数（二类）": 30}, True), ({"规定人数（一类）": 1}, False)]
)
def test_without_the_number_the_size_is_said_not_to_be_checked(
    tmp_path: Path, given: dict[str, Any], open_: bool
) -> None:
    outcome = export(tmp_path, [person(1, 1)], settings(**given) if given else holders())
    assert len(listed(outcome)) == 1, "the notice leaves it open, so it keeps nobody out"
    assert ("规定人数未设置，竞赛规模未校验" in outcome.notes) is open_


@pytest.mark.parametrize("value", [0, -5, 1.5, "30人", "若干"])
def test_a_number_that_is_none_is_an_error_and_never_taken(value: Any) -> None:
    report, _ = check_sheets([settings(规定人数=value), sheet([expert(1)])], Aids())
    said = {(f.sheet, f.severity, f.message) for f in report.findings}
    assert ("设置", "error", f"设置项“规定人数”的值“{value}”不能识别，应为1以上的整数") in said
    assert ("情况表", "unchecked", "规定人数未设置，未校验") in said


# --- the register ----------------------------------------------------------------------------------------------------


def test_holders_are_left_out_and_the_others_are_said_not_to_hold_it(tmp_path: Path) -> None:
    outcome = export(tmp_path, [person(1, 1), person(2, 2)], holders(number(1).lower()))
    assert listed(outcome, "name", "held_before") == [("张丙", "否")]
    assert why(outcome) == {"张乙": "已获得威海市技术能手称号，不重复推荐"}


def test_without_a_register_nothing_is_said_of_the_past(tmp_path: Path) -> None:
    outcome = export(tmp_path, [person(1, 1)])
    assert listed(outcome, "held_before") == [("",)]
    assert [note for note in outcome.notes if "未核对" in note]


# --- a table of the official's own -----------------------------------------------------------------------------------


def test_what_is_open_for_the_whole_table_is_said_once() -> None:
    report, _ = check_sheets([sheet([expert(n, place_won=n) for n in (1, 2, 3)])], Aids())
    assert [(f.row, f.rule, f.severity) for f in report.findings] == [
        (1, "P-026", "unchecked"),
        (1, "P-025", "unchecked"),
    ]


def test_a_table_without_the_class_takes_it_from_the_plan() -> None:
    rows = [expert(1, contest=LIFTS, occupation="电梯安装维修工", place_won=2), expert(2, place_won=3)]
    report, _ = check_sheets([sheet(rows, leave=["contest_class"]), holders(), settings(规定人数=30)], Aids())
    assert [(f.cell, f.rule, f.message) for f in report.findings if f.rule != "X-05"] == [
        ("G2", "P-022", "市级二类竞赛推荐第1名，名次“2”不在其内，不能推荐威海市技术能手")
    ]


# --- the functions ---------------------------------------------------------------------------------------------------


def test_a_blank_never_passes() -> None:
    function, row = FUNCTIONS["ELIGIBLE_EXPERT"], ["一类", 1, "职工", 30, "否"]
    assert function.answer(row, settings=Settings({"required_contestants": 30})) == "符合"
    for at, blank in product(range(5), (None, "", " ", "#N/A")):
        cells = [blank if i == at else cell for i, cell in enumerate(row)]
        assert function.answer(cells, settings=Settings({"required_contestants": 30})) == "需复核"
