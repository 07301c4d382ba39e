"""年度绩效评估: grades at their boundaries, and what becomes of those that fail (F4)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jineng.udfs import STUDIO_GRADE
from jineng.validators.context import Context
from jineng.validators.grades import (
    excellent_places,
    grade_of,
    grades_of,
    line_fault,
    mean_of,
    settled,
    shown_score,
    state_of,
)
from jineng.validators.policy import Policy
from jineng.validators.programmes.evaluations import Places
from jineng.validators.programmes.score_sheets import EXPERT_KEYS, expert_totals

WEIHAI = Policy("威海", date(2024, 10, 20))
UNTIL = date(2025, 9, 30)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("evaluation.pass_mark", 50, "低于50分为不合格"),
        ("evaluation.left_out_year", 2023, "不包含2023年度新评选的5家"),
        ("evaluation.year", 2023, "2023年1月1日至12月31日"),
        ("evaluation.rectify_years", 1, "一年整改时间"),
        ("studio.reward", 20000, "2万元奖励资金"),
        ("studio.team", 3, "不少于3人"),
        ("studio.closing", date(2024, 7, 31), "7月31日前"),
    ],
)
def test_a_parameter_stands_in_the_words_of_its_clause(key: str, value: Any, words: str) -> None:
    found, clause = WEIHAI.setting(key) or (None, None)
    assert found == value and clause and words in clause.quote and clause.notice.short == "工作室通知"


# --- grades ----------------------------------------------------------------------------------------------------------

SCORES = st.decimals(0, 100, places=2)


@given(SCORES, SCORES)
def test_more_score_is_never_a_lower_grade(one: Decimal, other: Decimal) -> None:
    order = ["不合格", "合格", "优秀"]
    low, high = (order.index(grade_of(score, 50, 85)) for score in sorted((one, other)))
    assert low <= high


@given(SCORES, st.none() | SCORES)
def test_below_the_pass_mark_no_setting_helps(score: Decimal, line: Decimal | None) -> None:
    assert (grade_of(score, 50, line) == "不合格") == (score < 50)


@given(st.lists(SCORES, max_size=12), st.none() | SCORES, st.integers(0, 5))
def test_there_are_no_more_excellent_studios_than_places_and_equals_are_treated_alike(
    scores: list[Decimal], line: Decimal | None, places: int
) -> None:
    found = grades_of(scores, 50, line, places)
    assert found.count("优秀") <= places
    assert len({(score, grade) for score, grade in zip(scores, found, strict=True)}) == len(set(scores))
    if None in found:
        assert found.count("优秀") < places < found.count("优秀") + found.count(None), "a tie over the last place"


def test_with_a_line_and_places_the_pass_mark_is_the_same() -> None:
    assert grades_of([50, Decimal("49.99"), 90], 50, 85, 1) == ["合格", "不合格", "优秀"]


def test_the_line_itself_is_excellent_and_without_one_the_pass_mark_counts() -> None:
    assert grades_of([85, Decimal("84.99")], 50, 85, 2) == ["优秀", "合格"]
    assert grades_of([50, Decimal("49.99")], 50, None, 2) == ["优秀", "不合格"]


def test_a_share_that_comes_to_less_than_one_studio_gives_no_place() -> None:
    assert [excellent_places(n, None, 1) for n in (99, 100, 199, 200)] == [0, 1, 1, 2]


@pytest.mark.parametrize(
    ("line", "fault"),
    [("49", "应高于"), ("50", "应高于"), ("50.01", ""), ("100", ""), ("100.01", "高于绩效评估满分 100")],
)
def test_the_line_lies_above_the_pass_mark_and_within_the_full_mark(line: str, fault: str) -> None:
    said = line_fault(Decimal(line), 50, 100)
    assert fault in said and bool(said) == bool(fault)
    assert line_fault(Decimal(line), None, 100) == (said if "满分" in said else "")


@pytest.mark.parametrize(
    ("stated", "grades"),
    [
        (["优秀", "合格"], ["优秀", "合格"]),
        (["合格", "合格"], ["合格", "合格"]),
        (["优秀", None], ["优秀", None]),
        (["优秀", "优秀"], [None, None]),
        (["不合格", "合格"], [None, "合格"]),
    ],
)
def test_a_tie_is_decided_by_the_bureau_within_the_places(stated: Any, grades: Any) -> None:
    assert settled(["优秀", None, None, "合格"], ["合格", *stated, "优秀"], 2) == ["优秀", *grades, "合格"]


def test_the_bureau_may_leave_a_place_empty() -> None:
    stated = ["优秀", "优秀", "合格", "合格"]
    assert settled(["优秀", None, None, None], stated, 3) == stated


def test_a_score_is_shown_as_it_is_whatever_its_sign() -> None:
    assert [shown_score(Decimal(score)) for score in ("-0.5", "0", "0.5")] == ["-0.5", "0", "0.5"]


def test_only_a_studio_graded_good_is_said_to_lie_above_an_excellent_one() -> None:
    context = Context.of(on=date(2024, 10, 20))
    for grade, rows in (("合格", [3]), ("合格（优秀线未设置）", []), ("未评", []), ("不合格", []), ("", [])):
        places = Places(context)
        for row, (score, said) in enumerate([(88, "优秀"), (90, grade)], 2):
            facts = SimpleNamespace(
                approved_year=(2021, None), evaluated_year=(2023, None), expert_score=score, grade=said
            )
            places.see(row, facts)
        assert [remark.row for remark in places.end()] == rows, grade


def test_the_one_column_of_the_experts_counts_where_none_has_one_of_his_own() -> None:
    def item(**scores: int) -> SimpleNamespace:
        return SimpleNamespace(**dict.fromkeys(EXPERT_KEYS) | scores)

    assert expert_totals([item(expert_score=40), item(expert_score=45)]) == [85]
    assert expert_totals([item(expert_score=40, expert_1=30), item(expert_score=45, expert_1=30)]) == [60]
    assert expert_totals([item(expert_1=30, expert_2=50), item(expert_1=30)]) == [60], "one who left an item out"
    assert expert_totals([]) == []


def test_a_score_shown_as_50_which_is_less_fails() -> None:
    assert STUDIO_GRADE(49.996) == "不合格"
    mean = mean_of([50, 50, Decimal("49.9999")], "平均")
    assert (shown_score(mean), grade_of(mean, 50, None)) == ("49.9999", "不合格")


@pytest.mark.parametrize(
    ("totals", "plain", "trimmed"),
    [
        ([80], 80, 80),
        ([80, 90], 85, 85),
        ([10, 80, 96], 62, 80),
        ([70, 80, 81, 100], Fraction(331, 4), Fraction(161, 2)),
    ],
)
def test_the_highest_and_lowest_are_left_out_only_of_three_or_more(totals: Any, plain: Any, trimmed: Any) -> None:
    assert mean_of(totals, "平均") == plain and mean_of(totals, "去掉最高最低后平均") == trimmed


# --- states over the years -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grade", "re_score", "today", "state"),
    [
        ("优秀", None, UNTIL, "优秀"),
        ("合格", None, UNTIL, "合格"),
        ("未评", None, UNTIL, None),
        ("不合格", None, date(2024, 9, 30), "整改中"),
        ("不合格", None, date(2025, 9, 29), "整改中"),
        ("不合格", None, UNTIL, "整改中"),
        ("不合格", None, date(2025, 10, 1), "待复评"),
        ("不合格", Decimal("49.99"), date(2025, 11, 1), "拟撤销"),
        ("不合格", 50, date(2025, 11, 1), "恢复"),
        ("不合格", 50, date(2030, 1, 1), "恢复"),
    ],
)
def test_what_becomes_of_a_studio(grade: str, re_score: Any, today: date, state: str | None) -> None:
    assert state_of(grade, UNTIL, re_score, 50, today) == state


def test_without_the_day_of_the_result_it_is_not_known_whether_the_year_is_over() -> None:
    assert state_of("不合格", None, None, 50, UNTIL) is None
    assert state_of("不合格", None, 60, 50, UNTIL) == "恢复"
