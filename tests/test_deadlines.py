"""Due days: strict and rolled, days left, done in time or late; checked by hand against the holiday notices."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from books import RESULTS, contestant, write

from jineng.validators.calendar import NoCalendar
from jineng.validators.context import Context
from jineng.validators.deadlines import CLOSINGS, DEADLINES, PUBLICITY, Deadline, due, due_words, publicity_words
from jineng.validators.settings import Settings
from jineng.workbooks.checker import Aids, check_file

WEIHAI = Context.of(on=date(2024, 10, 20))


def day(text: str) -> date:
    return date.fromisoformat(text)


# Last day of the final, then 账号, 申领, 材料 as the notice counts, and 材料 rolled to the next working day.
VECTORS = """
2024-04-26  2024-05-07  2024-05-13  2024-05-11  2024-05-11
2024-06-06  2024-06-14  2024-06-21  2024-06-21  2024-06-21
2024-06-14  2024-06-21  2024-06-28  2024-06-29  2024-07-01
2024-06-30  2024-07-05  2024-07-12  2024-07-15  2024-07-15
2024-09-27  2024-10-10  2024-10-16  2024-10-12  2024-10-12
2024-09-28  2024-10-10  2024-10-16  2024-10-13  2024-10-14
2024-10-27  2024-11-01  2024-11-08  2024-11-11  2024-11-11
2024-11-30  2024-12-06  2024-12-13  2024-12-15  2024-12-16
2025-01-24  2025-02-07  2025-02-13  2025-02-08  2025-02-08
2026-02-13  2026-02-27  2026-03-05  2026-02-28  2026-02-28
"""


@pytest.mark.parametrize("vector", [line.split() for line in VECTORS.strip().splitlines()], ids=lambda v: v[0])
def test_the_three_limits_of_a_contest(vector: list[str]) -> None:
    final, account, apply, materials, rolled = map(day, vector)

    assert due(WEIHAI, "账号", final) == (account, account)
    assert due(WEIHAI, "申领", final) == (apply, apply)
    assert due(WEIHAI, "材料", final) == (materials, rolled)


def test_the_closing_days_stand_in_their_notices() -> None:
    assert {kind: due(WEIHAI, kind) for kind in CLOSINGS} == dict.fromkeys(CLOSINGS, (date(2024, 7, 31),) * 2)


def test_a_closing_day_that_is_made_a_day_of_rest_is_rolled() -> None:
    context = Context.of(on=date(2024, 7, 20))
    context.registers.holidays[date(2024, 7, 31)] = False
    assert due(context, "首席技师") == (date(2024, 7, 31), date(2024, 8, 1))


NEXT_YEAR = {date(2027, 1, 1): False, date(2027, 1, 4): False, date(2027, 10, 1): False}


@pytest.mark.parametrize("lacks", [None, *NEXT_YEAR])
def test_a_year_of_the_officials_own_counts_when_it_is_whole(lacks: date | None) -> None:
    listed = {day: worked for day, worked in NEXT_YEAR.items() if day != lacks}
    context = Context.of(on=date(2026, 12, 28))
    context.registers.holidays.update(listed)

    if lacks in (date(2027, 1, 1), date(2027, 10, 1)):  # a table that stops halfway is no year
        with pytest.raises(NoCalendar, match="没有 2027 年的放假安排，请在“节假日表”中补充该年全部"):
            due(context, "申领", date(2026, 12, 28))
        return
    assert due(context, "申领", date(2026, 12, 28)) == (day("2027-01-13" if lacks is None else "2027-01-12"),) * 2


def test_a_place_or_day_without_the_notice_has_no_due_day() -> None:
    early = WEIHAI.on(date(2024, 7, 8))
    assert [due(early, kind) for kind in CLOSINGS] == [None] * 3
    assert due(Context.of(Settings({"place": "济南"}), on=date(2024, 10, 20)), "材料", date(2024, 10, 20)) is None
    assert due_words(early, "工作室", date(2024, 7, 8))[0].endswith("期限未设置，威海没有相应规定")
    assert publicity_words(early, "工作室公示").endswith("期限未设置，威海没有相应规定")


FINAL = date(2024, 11, 30)  # 材料: Sunday 15 December, rolled to Monday the 16th


@pytest.mark.parametrize(
    ("today", "words", "late"),
    [
        ("2024-12-05", "还有 10 天", None),
        ("2024-12-14", "还有 1 天", None),
        ("2024-12-15", "今天到期", None),
        ("2024-12-16", "在顺延期内，今天到期，以主管科室答复为准", None),
        ("2024-12-17", "已过顺延后的期限 1 天", "error"),
    ],
)
def test_days_are_counted_to_the_strict_day_and_from_the_last_one(today: str, words: str, late: str | None) -> None:
    said, grave = due_words(WEIHAI, "材料", day(today), FINAL)

    assert said == f"材料报送：期限 2024-12-15（计划通知四（三）），是休息日，顺延至 2024-12-16；{words}"
    assert grave is late


@pytest.mark.parametrize("today", ["2024-06-30", "2024-07-01"])
def test_every_day_up_to_the_next_working_day_is_still_in_time(today: str) -> None:
    said, grave = due_words(WEIHAI, "材料", day(today), date(2024, 6, 14))
    assert f"在顺延期内，{'今天到期' if today == '2024-07-01' else '还有 1 天'}" in said and grave is None


@pytest.mark.parametrize(
    ("sent", "words", "late"),
    [("2024-12-15", "办理", None), ("2024-12-16", "办理", None), ("2024-12-17", "办理，晚于期限", "error")],
)
def test_what_was_done_is_held_against_the_limit(sent: str, words: str, late: str | None) -> None:
    context = Context.of(Settings({"materials_sent": day(sent)}), on=FINAL)
    said, grave = due_words(context, "材料", date(2025, 1, 1), FINAL)

    assert said.endswith(f"；已于 {sent} {words}") and grave is late


def test_the_account_is_a_target_and_the_application_a_limit() -> None:
    long_after = FINAL + timedelta(days=100)
    said = [due_words(WEIHAI, kind, long_after, FINAL) for kind in DEADLINES]
    assert [late for _, late in said] == ["warning", "error", "error"]
    assert ["，只作提醒" in words for words, _ in said] == [True, False, False]


@pytest.mark.parametrize(
    ("asked", "words", "late"), [("2024-12-06", "办理", None), ("2024-12-07", "办理，晚于期限，只作提醒", "warning")]
)
def test_a_target_that_was_missed_is_a_reminder(asked: str, words: str, late: str | None) -> None:
    context = Context.of(Settings({"account_asked": day(asked)}), on=FINAL)
    said, grave = due_words(context, "账号", date(2025, 1, 1), FINAL)
    assert said.endswith(f"；已于 {asked} {words}") and grave is late


@pytest.mark.parametrize("half", [Deadline("C-025", "no.such_day", "试"), Deadline("X-999", "chief.closing", "试")])
def test_a_day_without_its_clause_or_a_clause_without_its_day_is_not_set(
    half: Deadline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CLOSINGS, "试", half)
    assert due_words(WEIHAI, "试", date(2024, 7, 20)) == ("试：期限未设置，威海没有相应规定", None)
    monkeypatch.setitem(PUBLICITY, "试", half)
    assert publicity_words(WEIHAI, "试") == "试：期限未设置，威海没有相应规定"


def test_a_year_without_holiday_notice_is_not_guessed() -> None:
    said, late = due_words(WEIHAI, "申领", date(2099, 3, 1), date(2099, 3, 2))
    assert "没有 2099 年的放假安排" in said and late is None


def test_a_list_is_posted_for_five_working_days() -> None:
    assert [publicity_words(WEIHAI, kind).partition("（")[0] for kind in PUBLICITY] == [
        "首席技师候选人公示：5个工作日", "技能大师工作室候选名单公示：5个工作日", "年度绩效评估结果公示：5个工作日",
    ]  # fmt: skip


def test_a_process_left_open_overnight_knows_that_a_contest_has_been_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rules of the day of the final are remembered; what day it is today, is not."""
    tomorrow = date.today() + timedelta(days=1)
    book = write(tmp_path / "成绩.xlsx", {"成绩": [RESULTS, contestant(1, 决赛日期=tomorrow, 获得奖项="一等奖")]})
    given: Any = {"final_day": tomorrow}

    def told(today: date) -> list[str]:
        report, _ = check_file(book, Aids(options=given, today=today))
        return [f.message for f in report.findings if f.rule == "X-06"]

    assert told(date.today()) == [f"决赛日期 {tomorrow} 在今天之后"]
    monkeypatch.setattr("jineng.validators.context.date", type("Tomorrow", (date,), {"today": lambda: tomorrow}))
    assert told(tomorrow) == []
