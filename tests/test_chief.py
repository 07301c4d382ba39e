"""首席技师: the order among nominees, the day on which ages are counted, what is said once for a whole table."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from chief_rows import chiefs_held, found, listed, nominee, number, said, settings

from jineng.udfs import CHIEF_ORDER, CHIEF_REASON, ELIGIBLE_CHIEF
from jineng.validators.context import Context
from jineng.validators.functions import FUNCTIONS
from jineng.validators.nominees import age_by, is_between
from jineng.validators.programmes.chief_order import standing
from jineng.validators.settings import Settings

YOUNG, OLD = "1979-07-31", "1978-07-31"  # 45 and 46 on the closing day, 2024-07-31


def order(*rows: tuple[Any, Any, Any, Any], **more: Any) -> list[Any]:
    return [
        answer
        for (answer,) in CHIEF_ORDER(*([[cell] for cell in column] for column in zip(*rows, strict=True)), **more)
    ]


# --- the order (C-008, C-010, C-012, C-013) --------------------------------------------------------------------------


def test_the_tier_of_the_highest_honour_comes_first() -> None:
    rows = [(tier, 9 - n, YOUNG, "先进制造业") for n, tier in enumerate(["无", "市级", "省级", "国家级"])]
    assert order(*rows) == [4, 3, 2, 1]


def test_of_one_tier_whoever_has_more_honours() -> None:
    assert order(("省级", 1, YOUNG, "海洋产业"), ("省级", 3, OLD, "其他"), ("省级", 2, YOUNG, "海洋产业")) == [3, 1, 2]


@pytest.mark.parametrize("tier", ["国家级", "省级", "市级"])
def test_the_number_decides_within_every_tier(tier: str) -> None:
    assert order((tier, 1, YOUNG, "海洋产业"), (tier, 3, YOUNG, "海洋产业"), (tier, 2, YOUNG, "海洋产业")) == [3, 1, 2]


def test_then_45_and_under_then_the_industries_listed() -> None:
    rows = [(OLD, "现代服务业"), (YOUNG, "其他"), (YOUNG, "战略性新兴产业"), (OLD, "其他")]
    assert order(*(("市级", 1, *row) for row in rows)) == [3, 2, 1, 4]


@pytest.mark.parametrize(("birth", "place"), [("1979-07-31", 1), ("1978-08-01", 1), ("1978-07-31", 2)])
def test_45_is_counted_on_the_closing_day(birth: str, place: int) -> None:
    """F5: 45 and 364 days is still 45."""
    assert order(("省级", 1, birth, "其他"), ("省级", 1, "1990-01-01", "其他"))[0] == place


def test_a_younger_man_with_fewer_honours_does_not_pass_an_older_one() -> None:
    assert order(("省级", 1, YOUNG, "先进制造业"), ("省级", 2, OLD, "其他"), ("国家级", 1, OLD, "其他")) == [3, 2, 1]


def test_equals_share_a_place_and_the_next_is_counted_on() -> None:
    same = ("省级", 1, YOUNG, "先进制造业")
    assert order(same, same, ("市级", 1, YOUNG, "先进制造业"), ("国家级", 1, YOUNG, "")) == [2, 2, 4, 1]


def test_who_has_no_honour_has_none_whatever_the_number_says() -> None:
    assert order(("无", "", YOUNG, "先进制造业"), ("无", 5, YOUNG, "先进制造业")) == [1, 1]


def test_a_row_that_cannot_be_read_says_why_and_the_others_are_counted_without_it() -> None:
    first, bad, last = order(("省级", 1, YOUNG, "其他"), ("区级", 5, YOUNG, "其他"), ("市级", 1, YOUNG, "其他"))
    assert (first, last) == (1, 2) and bad.startswith("需复核：最高荣誉层次“区级”")


def test_a_blank_matters_only_where_it_would_decide() -> None:
    assert order(("国家级", 1, "", ""), ("省级", 2, "", ""), ("省级", 1, YOUNG, "")) == [1, 2, 3]
    blank, other = order(("省级", 1, "", "其他"), ("省级", 1, YOUNG, "其他"))
    assert (blank, other) == ("需复核：出生日期为空，与他人分不出先后", 1)
    blank, other = order(("省级", 1, YOUNG, ""), ("省级", 1, YOUNG, "其他"))
    assert (blank, other) == ("需复核：所属产业领域为空，与他人分不出先后", 1)


@pytest.mark.parametrize("first", [True, False])
def test_a_blank_is_said_wherever_the_other_row_stands(first: bool) -> None:
    rows = [("省级", 1, "", "其他"), ("省级", 1, YOUNG, "其他")]
    answers = order(*rows) if first else order(*reversed(rows))
    assert answers[not first] == "需复核：出生日期为空，与他人分不出先后" and answers[first] == 1


def test_no_honour_counts_as_none() -> None:
    assert standing(Context.of(on=date(2024, 7, 20)), ["无", 5, "", ""]) == (3, 0, None, None)


def test_blank_rows_stay_blank_and_do_not_count() -> None:
    assert order(("", "", "", ""), ("省级", 1, YOUNG, "其他"), (None, None, None, None)) == ["", 1, ""]


def test_the_day_may_be_given() -> None:
    rows = [("省级", 1, "1978-07-31", "其他"), ("省级", 1, "1990-01-01", "其他")]
    assert order(*rows) == [2, 1] and order(*rows, as_of="2024-07-30") == [1, 1]


def test_a_place_without_the_notice_orders_nobody() -> None:
    assert all(
        answer.startswith("需复核：济南")
        for answer in order(("省级", 1, YOUNG, "其他"), ("市级", 1, YOUNG, ""), place="济南")
    )


# --- who may be recommended ------------------------------------------------------------------------------------------

SOUND = {"skill_level": "高级技师", "frontline": "是", "birth": "1980-05-07", "held_before": "否", "new_achievement_date": "",
         "employer": "企业"}  # fmt: skip


def test_a_blank_passes_only_where_it_does_not_matter() -> None:
    assert ELIGIBLE_CHIEF(**SOUND) == "符合"
    for argument, blank in product(SOUND.keys() - {"new_achievement_date"}, ("", None, " ", "#N/A")):
        assert ELIGIBLE_CHIEF(**{**SOUND, argument: blank}) == "需复核", argument


def test_what_is_said_softly_never_fails_anybody_by_itself() -> None:
    for soft in ({"birth": "1950-01-01"}, {"held_before": "是"}, {"employer": "学校"}):
        assert ELIGIBLE_CHIEF(**SOUND | soft) == "需复核"
        assert ELIGIBLE_CHIEF(**SOUND | soft | {"frontline": "否"}) == "不符合"
        assert CHIEF_REASON(**SOUND | soft | {"frontline": "否"}).startswith("不在生产一线")


def test_the_day_given_is_stronger_than_the_closing_day_and_the_day_set_for_ages_than_both() -> None:
    function, row = FUNCTIONS["ELIGIBLE_CHIEF"], ["高级技师", "是", "1968-07-31", "否", "", "企业"]
    assert function.answer(row) == "需复核"
    assert function.answer(row, as_of="2024-07-30") == "符合"
    assert function.answer(row, settings=Settings({"age_day": date(2024, 1, 1)})) == "符合"
    assert function.answer(row, as_of="2024-12-31", settings=Settings({"age_day": date(2024, 1, 1)})) == "符合"


# --- 汇总表 ----------------------------------------------------------------------------------------------------------


def test_a_sound_table_has_nothing_to_find() -> None:
    assert found(listed([nominee(n) for n in range(3)])) == []


def test_a_district_recommends_as_many_as_it_sees_fit() -> None:
    rows = [nominee(n, recommender="环翠区") for n in range(12)]
    assert found(listed(rows)) == []
    assert said(listed(rows), settings(首席技师名单="候选人")) == [("汇总!A12", "C-014", "warning")]


def test_one_number_under_two_names() -> None:
    rows = [nominee(1), nominee(2, id_number=number(1))]
    assert said(listed(rows)) == [("汇总!G3", "C-027", "error"), ("汇总!G3", "X-03", "error")]


@pytest.mark.parametrize(
    ("first", "again", "differ"),
    [
        ("张乙", "张丙", True),
        ("张丙", "张乙", True),
        ("张乙", "张　乙", False),
        ("", "张乙", False),
        ("张乙", "", False),
    ],
)
def test_names_differ_only_where_there_are_two(first: str, again: str, differ: bool) -> None:
    rows = [nominee(1, name=first), nominee(2, name=again, id_number=number(1))]
    assert (
        ("汇总!G3", "X-03", "error") in said(listed(rows))
        if differ
        else "X-03" not in {r for _, r, _ in said(listed(rows))}
    )


@pytest.mark.parametrize(("month", "after_birth"), [((1980, 4), False), ((1980, 5), False), ((1980, 6), True)])
def test_nobody_works_in_the_month_that_ends_with_his_birth(month: tuple[int, int], after_birth: bool) -> None:
    assert is_between(month, date(1980, 5, 31), date(2024, 7, 31)) is after_birth
    assert is_between((1980, 5), date(1980, 5, 30), date(2024, 7, 31))


def test_a_month_that_begins_on_the_closing_day_does_not_lie_after_it() -> None:
    assert is_between((2024, 7), "", date(2024, 7, 1)) and not is_between((2024, 8), "", date(2024, 7, 31))


@pytest.mark.parametrize(("birth", "age"), [("2024-07-30", 0), ("2024-07-31", 0), ("2024-08-01", None)])
def test_nobody_has_an_age_before_he_is_born(birth: str, age: int | None) -> None:
    assert age_by(birth, date(2024, 7, 31), True) == age


def test_columns_of_the_proposed_form_may_be_left_out_and_what_needs_them_is_said_once() -> None:
    findings = found(listed([nominee(1), nominee(2)], leave=["secret", "unobjected", "verified"]))
    assert [(f.row, f.rule, f.severity) for f in findings] == [
        (1, "C-021", "unchecked"),
        (1, "C-026", "unchecked"),
        (1, "C-029", "unchecked"),
    ]
    assert all(f.message.startswith("没有“") for f in findings)


def test_a_table_without_its_main_columns_is_an_error() -> None:
    findings = found(listed([nominee(1)], leave=["recommender", "skill_level"]))
    assert {f.message for f in findings if f.rule == "X-05"} == {
        "没有“推荐单位”列，相关内容不能校验",
        "没有“职业资格/职业技能等级”列，相关内容不能校验",
    }


def test_the_register_is_asked_by_number_and_its_absence_is_said() -> None:
    from jineng.workbooks.checker import Aids, check_sheets

    rows = [nominee(1), nominee(2, chief_before="2016年", new_achievement_date="2023-06-01")]
    assert said(listed(rows), chiefs_held(number(1), number(2))) == [("汇总!X2", "C-009", "warning")]
    report, _ = check_sheets([listed(rows)], Aids())
    assert [(f.cell, f.rule, f.severity, f.message) for f in report.findings] == [
        ("A1", "C-009", "unchecked", "没有提供“首席技师名册”表，未核对")
    ]


def test_the_register_of_chiefs_is_not_taken_for_that_of_experts() -> None:
    from jineng.workbooks.checker import Aids, check_sheets

    report, _ = check_sheets([listed([nominee(1)]), chiefs_held()], Aids())
    assert [t.form for t in report.tables] == ["chiefs_held", "chief"]
