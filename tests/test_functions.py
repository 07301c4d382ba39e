"""Every worksheet function against its page of cases, tests/functions/<NAME>.md; columns, odd cells and settings for all.

Columns of a page are the arguments by their Chinese names, 设置：… what the 设置 sheet says; 结果 is the whole answer, 含有 a
part of it.
"""

from datetime import date, datetime, timedelta
from inspect import signature
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pages import tables, value

import jineng.udfs
from jineng.udfs import AGE_AT, AWARD_LIMIT, DEADLINE, ID_BIRTH, ID_CHECK, ID_SEX, PROMOTED_LEVEL, WORKDAYS_AFTER
from jineng.udfs._excel import excel
from jineng.validators.columns import COLUMNS
from jineng.validators.functions import FUNCTIONS, Function
from jineng.validators.identity import check_digit
from jineng.validators.levels import LEVELS
from jineng.validators.settings import Settings, read_settings

PAGES = Path(__file__).parent / "functions"
OTHERS = {"id": "身份证号", "as_of": "日期", "text": "等级", "start": "起始日期", "days": "工作日天数", "kind": "期限种类",
          "final_end": "决赛最后一天", "score": "得分", "category": "类别", "item": "项目", "honour": "荣誉", "place": "地区"}  # fmt: skip
TITLES = {**{key: column.header for key, column in COLUMNS.items()}, **OTHERS}
#: held_before is one title for the one rule and another for the other.
CHIEF = {"held_before": COLUMNS["chief_before"].header}


def cases() -> Any:
    for page in sorted(PAGES.glob("*.md")):
        for table in tables(page):
            for row in table.rows:
                yield pytest.param(page.stem, row, id=f"{page.stem}-{row['说明']}")


def shown(answer: Any) -> str:
    return answer.strftime("%Y-%m-%d") if isinstance(answer, (date, datetime)) else str(answer)


def workbook(settings: dict[str, Any]) -> SimpleNamespace:
    """A calling cell, in a workbook with that 设置 sheet."""
    rows = [["设置项", "值"], *map(list, settings.items())]
    used = SimpleNamespace(options=lambda **_: SimpleNamespace(value=rows))
    book = SimpleNamespace(fullname=str(settings), sheets=[SimpleNamespace(name="设置", used_range=used)])
    return SimpleNamespace(sheet=SimpleNamespace(book=book))


@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_case(name: str, case: dict[str, str]) -> None:
    function = FUNCTIONS[name]
    named = [a for a, _ in function.args] + (["place", "as_of"] if function.by_place else [])
    titles = TITLES | (CHIEF if "CHIEF" in name else {})
    given = {a: value(case[titles[a]]) for a in named if titles[a] in case}
    sheet = {h.removeprefix("设置："): value(w) for h, w in case.items() if h.startswith("设置：")}
    settings, problems = read_settings(sheet.items())
    assert problems == []
    wanted = {titles[a] for a in named} | {"说明", "结果", "含有"} | {f"设置：{title}" for title in sheet}
    assert set(case) <= wanted, "a column that is no argument"

    caller = workbook(sheet) if settings else None
    answer = getattr(jineng.udfs, name)(**{**dict.fromkeys([a for a, _ in function.args], ""), **given}, caller=caller)

    if "结果" in case:
        assert shown(answer) == case["结果"]
    assert case.get("含有", "") in shown(answer)


def test_every_function_has_its_page() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == set(FUNCTIONS)


def test_every_function_is_a_module_attribute_and_nothing_else_is() -> None:
    found = {name for name, what in vars(jineng.udfs).items() if name.isupper() and callable(what)}
    assert set(jineng.udfs.__all__) == set(FUNCTIONS) == found


_RISING = "theory practical prior_level prior_occupation occupation max_level birth final_date award"
_EXPERT = "contest_class place_won identity contestants held_before"
_CHIEF = "skill_level frontline birth held_before new_achievement_date employer"
_STUDIO = "leader_kind leader_level frontline birth sex post_kind members"
#: Names and order, which formulas in officials' workbooks depend on: only ever added to.
ARGUMENTS = {
    "ELIGIBLE_SENIOR": "theory practical prior_level birth final_date award place as_of",
    "ELIGIBLE_TECHNICIAN": "theory practical prior_level prior_occupation occupation max_level award place as_of",
    "PROMOTED_LEVEL": f"{_RISING} place as_of", "PROMOTION_REASON": f"{_RISING} place as_of",
    "ELIGIBLE_EXPERT": f"{_EXPERT} place as_of", "EXPERT_REASON": f"{_EXPERT} place as_of",
    "AWARD_LIMIT": "contestants place as_of", "CONTEST_BONUS": "contest_level place_won place as_of",
    "HONOUR_GRANT": "honour place as_of", "TALENT_CARD": "honour place as_of", "TARGET_PROGRESS": "target_id actual place as_of",
    "ID_CHECK": "id", "ID_BIRTH": "id", "ID_SEX": "id", "AGE_AT": "birth as_of", "SKILL_LEVEL": "text",
    "WORKDAYS_AFTER": "start days", "DEADLINE": "kind final_end place as_of", "CONTEST_CLASS": "contest place as_of",
    "CONTEST_LEAD": "contest place as_of", "CONTEST_HAS": "contest item place as_of", "CERT_BODY": "contest place as_of",
    "CERT_ISSUER": "contest place as_of",
    "ELIGIBLE_CHIEF": f"{_CHIEF} place as_of", "CHIEF_REASON": f"{_CHIEF} place as_of",
    "CHIEF_ORDER": "honour_tier honour_count birth industry place as_of",
    "ELIGIBLE_STUDIO": f"{_STUDIO} place as_of", "STUDIO_REASON": f"{_STUDIO} place as_of",
    "STUDIO_GRADE": "score place as_of", "STUDIO_REWARD": "grade place as_of", "RECTIFY_UNTIL": "result_date place as_of",
    "RETIREMENT_DATE": "birth category",
}  # fmt: skip


@pytest.mark.parametrize(("name", "arguments"), ARGUMENTS.items())
def test_arguments_keep_their_names_and_their_order(name: str, arguments: str) -> None:
    assert list(signature(getattr(jineng.udfs, name)).parameters) == [*arguments.split(), "caller"]


def test_a_fault_of_ours_is_said_in_the_cell() -> None:
    def fault(context: Any, cells: Any) -> Any:
        raise ZeroDivisionError

    given = "X", "", (("text", ""),), fault, ()
    assert excel(Function(*given))("x") == "需复核"
    assert excel(Function(*given, says_why=True))(["x", ""]) == [
        ["需复核：程序内部错误，请把公式和数据报给维护者"],
        [""],
    ]


# --- columns in, column out ------------------------------------------------------------------------------------------

BORN = ["2006-10-20", "2006-10-21"]


def test_a_column_answers_a_column() -> None:
    assert AGE_AT(BORN, ["2024-10-20", "2024-10-20"]) == [[18], [17]]


def test_excel_gives_a_column_as_rows_of_one_cell() -> None:
    assert AGE_AT([[b] for b in BORN], [["2024-10-20"], ["2025-10-20"]]) == [[18], [18]]


def test_a_range_in_one_row_answers_a_column_too() -> None:
    assert AGE_AT([BORN], [["2024-10-20", "2025-10-20"]]) == [[18], [18]]


def test_a_single_cell_is_repeated_down_the_column() -> None:
    assert AGE_AT([[b] for b in BORN], "2024-10-20") == [[18], [17]]
    assert AGE_AT([[b] for b in BORN], [["2024-10-20"]]) == [[18], [17]], "as Excel gives a single cell"
    assert AGE_AT("2006-10-20", ["2024-10-19", "2024-10-20"]) == [[17], [18]]


def test_place_and_day_may_be_columns_as_well() -> None:
    assert AWARD_LIMIT(50, ["威海", "荣成"]) == [[30], [30]]
    assert AWARD_LIMIT([[10], [20]], "威海", "2024-01-01") == [[6], [12]]
    assert [a.startswith("需复核：") for (a,) in AWARD_LIMIT([50, 50], "威海", ["2023-12-31", "今天"])] == [True, True]


def test_a_block_of_several_columns_is_asked_back() -> None:
    assert AGE_AT([BORN, BORN], "2024-10-20").startswith("需复核")


def test_one_cell_answers_one_cell() -> None:
    assert AGE_AT("2006-10-20", "2024-10-20") == 18
    assert AGE_AT([["2006-10-20"]], [["2024-10-20"]]) == 18, "Excel gives a single cell as a range of one"
    assert AGE_AT(["2006-10-20"], ["2024-10-20"]) == [[18]], "Python asked for a column of one"


def test_where_a_column_ends_the_cells_are_blank() -> None:
    (first,), (second,), (third,) = AGE_AT([*BORN, "2006-10-22"], ["2024-10-20", "2024-10-20"])
    assert (first, second) == (18, 17)
    assert third == "需复核：日期“”不能识别，请写如 2024-10-20"
    assert ID_CHECK([[""], [None], ["110105194912310021"]])[:2] == [[""], [""]]


def test_a_blank_row_within_a_column_is_blank() -> None:
    rows = AGE_AT([["2006-10-20"], [""], [None], ["2006-10-20"]], [["2024-10-20"], [None], [""], ["2024-10-19"]])
    assert rows == [[18], [""], [""], [17]]


def test_one_bad_cell_does_not_disturb_the_others() -> None:
    (first,), (bad,), (last,) = AGE_AT(["2006-10-20", "#N/A", "2006-10-20"], "2024-10-20")
    assert (first, last) == (18, 18)
    assert bad.startswith("需复核：")


def test_arguments_have_names() -> None:
    assert DEADLINE(kind="账号", final_end="2024-06-14") == datetime(2024, 6, 21)
    assert AGE_AT(as_of="2024-10-20", birth="2006-10-20") == 18


# --- cells as Excel gives them ---------------------------------------------------------------------------------------


def test_date_cells() -> None:
    assert AGE_AT(datetime(2006, 10, 20), datetime(2024, 10, 20)) == 18
    assert AGE_AT(datetime(2006, 10, 20, 23, 59), datetime(2024, 10, 20, 0, 1)) == 18, "the hour does not matter"
    assert AGE_AT(date(2006, 10, 20), date(2024, 10, 20)) == 18
    assert WORKDAYS_AFTER(datetime(2024, 6, 14, 9, 30), 5.0) == datetime(2024, 6, 21)
    days = datetime(2006, 10, 20), datetime(2024, 10, 20)
    assert PROMOTED_LEVEL(80, 75, "无", "", "电工", "", *days, "一等奖") == "高级工（三级）"


def test_a_number_cell_is_no_date() -> None:
    assert AGE_AT(39010.0, "2024-10-20").startswith("需复核："), "an unformatted date number"
    assert AGE_AT("2006-10-20", 45585).startswith("需复核：")


def test_error_cells_as_words_or_as_the_numbers_excel_has_for_them() -> None:
    for error in ("#N/A", "#SPILL!", "#未计算", -2146826246, -2146826273):
        assert AGE_AT(error, "2024-10-20").startswith("需复核："), error
        assert AWARD_LIMIT([[10], [error]])[1][0].startswith("需复核："), error
        assert ID_CHECK(error) not in ("", "通过"), error


def test_a_tick_is_no_id_number() -> None:
    assert ID_CHECK(True) == "“是”不是身份证号"


def test_days_are_answered_as_date_cells() -> None:
    assert ID_BIRTH("11010519491231002X") == datetime(1949, 12, 31)
    assert WORKDAYS_AFTER("2024-06-14", 5) == datetime(2024, 6, 21)
    assert DEADLINE("材料", "2024-06-14") == datetime(2024, 6, 29)


def test_somebody_born_today_has_an_id_number_and_somebody_born_tomorrow_has_none() -> None:
    today, tomorrow = (f"371099{date.today() + timedelta(days=n):%Y%m%d}123" for n in (0, 1))
    assert ID_CHECK(today + check_digit(today)) == "通过"
    assert "在今天之后" in ID_CHECK(tomorrow + check_digit(tomorrow))
    assert ID_SEX(tomorrow + check_digit(tomorrow)).startswith("需复核：")


# --- odd cells -------------------------------------------------------------------------------------------------------

#: What no person writes into a cell on purpose: all arguments of a function are taken from these.
ODD: list[Any] = [
    None, "", " ", "　", "#N/A", "#REF!", "#未计算", "=1+1", "+86", "@x", True, False, 1e300, -1e300, 0, -1, 1e-9, float("nan"),
    float("inf"), -float("inf"), 10**40, "9" * 5000, "-" + "9" * 5000, "长" * 40_000, "(" * 1000, "\x00", "\ud800", "{name}",
    "%s", "2024-13-45", "0000-00-00", "99999999", "9999-12-31", date.max, date.min, datetime.max, datetime.min,
    timedelta(days=1), b"bytes", {"a": 1}, {1}, object(), ["x"], [["x"]], [[["x"]]], [], [[]], (), ((),),
]  # fmt: skip
#: Each of them beside itself and beside some of the others.
PAIRS = [(one, ODD[(at + shift) % len(ODD)]) for at, one in enumerate(ODD) for shift in (0, 1, 7, 19)]
PASSES = {"符合", "通过", *LEVELS[1:]}


def flat(answer: Any) -> list[Any]:
    return [a for row in answer for a in row] if isinstance(answer, list) else [answer]


@pytest.mark.parametrize("name", list(FUNCTIONS))
def test_odd_cells_never_raise_and_never_pass(name: str) -> None:
    function, count = getattr(jineng.udfs, name), len(FUNCTIONS[name].args)
    for first, second in PAIRS:
        for answer in flat(function(*([first, second] * count)[:count])):
            assert isinstance(answer, (str, int, float, datetime)), (first, second)
            assert answer not in PASSES, (first, second)
            assert "程序内部错误" not in str(answer), (first, second)
            assert not isinstance(answer, (int, float)) or abs(answer) < 1e15, "more than a cell can hold"


@pytest.mark.parametrize("name", list(FUNCTIONS))
def test_the_reason_is_never_a_fault_of_ours(name: str) -> None:
    """The wrapper would hide an exception behind 需复核; the function itself raises none either."""
    function = FUNCTIONS[name]
    for first, second in PAIRS:
        function.answer(([first, second] * 9)[: len(function.args)])


@pytest.mark.parametrize("last", [date.max, datetime.max])
def test_the_last_day_of_the_calendar_has_no_day_after_it(last: Any) -> None:
    asked = [WORKDAYS_AFTER(last, 1), *(DEADLINE(kind, last) for kind in ("账号", "申领", "材料"))]
    assert [a for a in asked if not a.startswith("需复核：") or "程序内部错误" in a] == []


@pytest.mark.parametrize("name", [n for n, f in FUNCTIONS.items() if f.by_place])
def test_an_odd_place_or_day_never_raises(name: str) -> None:
    function = FUNCTIONS[name]
    for place, day in PAIRS:
        function.answer(["x"] * len(function.args), place, day)


#: Rows in which every cell but those named matters.
SENIOR = {"theory": 80, "practical": 75, "prior_level": "无", "birth": "2000-01-01", "final_date": "2024-10-20",
          "award": "一等奖"}  # fmt: skip
TECHNICIAN = {"theory": 80, "practical": 75, "prior_level": "三级", "prior_occupation": "电工", "occupation": "电工",
              "max_level": "一级", "award": "一等奖"}  # fmt: skip
RISING = {"prior_occupation": "", "occupation": "电工", "max_level": "一级"} | SENIOR
SOUND = [
    ("ELIGIBLE_SENIOR", SENIOR, ()), ("ELIGIBLE_TECHNICIAN", TECHNICIAN, ()), ("PROMOTED_LEVEL", RISING, ("prior_occupation", "occupation")),
    ("PROMOTED_LEVEL", TECHNICIAN | {"birth": "", "final_date": "2024-10-20"}, ("birth", "final_date")), ("ID_CHECK", {"id": "11010519491231002X"}, ()),
    ("CONTEST_HAS", {"contest": "“技能兴威”威海市安全员职业技能竞赛", "item": "安全员"}, ()),
]  # fmt: skip
UNREADABLE: list[Any] = [
    "#N/A", "#未计算", "=1+1", 1e300, 10**40, "9" * 5000, float("nan"), float("inf"), "长" * 40_000, {"a": 1},
]  # fmt: skip


@pytest.mark.parametrize(("name", "row", "idle"), SOUND)
def test_one_unreadable_cell_never_passes(name: str, row: dict[str, Any], idle: tuple[str, ...]) -> None:
    function = getattr(jineng.udfs, name)
    assert function(**row) in PASSES
    for argument, odd in product(row.keys() - set(idle), UNREADABLE):
        assert function(**{**row, argument: odd}) not in PASSES, (argument, odd)


@pytest.mark.parametrize("name", ["ELIGIBLE_SENIOR", "ELIGIBLE_TECHNICIAN", "PROMOTED_LEVEL"])
def test_true_and_false_are_no_scores_levels_or_days(name: str) -> None:
    row = next(row for n, row, _ in SOUND if n == name)
    for argument in row.keys() - {"award", "prior_occupation", "occupation"}:
        for answer in (True, False):
            assert getattr(jineng.udfs, name)(**{**row, argument: answer}) == "需复核", argument


def test_a_tick_in_the_award_column_says_whether_an_award_was_won() -> None:
    assert jineng.udfs.ELIGIBLE_SENIOR(**SENIOR | {"award": True}) == "符合"
    assert jineng.udfs.ELIGIBLE_SENIOR(**SENIOR | {"award": False}) == "不符合"


@pytest.mark.parametrize("blank", [None, "", " ", "　"], ids=["None", "empty", "space", "wide space"])
def test_a_blank_row_is_answered_blank(blank: Any) -> None:
    for name, function in FUNCTIONS.items():
        count = len(function.args)
        assert getattr(jineng.udfs, name)(*[blank] * count) == FUNCTIONS[name].blank, name
        assert getattr(jineng.udfs, name)(*[[[blank], [blank]]] * count) == [[FUNCTIONS[name].blank]] * 2, name


# --- settings --------------------------------------------------------------------------------------------------------


def asked(name: str, row: dict[str, Any], **settings: Any) -> Any:
    function = FUNCTIONS[name]
    return function.answer([row.get(a, "") for a, _ in function.args], settings=Settings(settings))


def test_the_birthday_may_count_from_the_next_day_on() -> None:
    row = {"birth": "2006-10-20", "as_of": "2024-10-20"}
    assert asked("AGE_AT", row) == asked("AGE_AT", row, birthday_counts=True) == 18
    assert asked("AGE_AT", row, birthday_counts=False) == 17
    assert asked("AGE_AT", row | {"as_of": "2024-10-21"}, birthday_counts=False) == 18


def test_the_age_may_be_counted_on_another_day_than_the_final() -> None:
    row = SENIOR | {"birth": "2006-10-21"}
    assert asked("ELIGIBLE_SENIOR", row) == "不符合"
    assert asked("ELIGIBLE_SENIOR", row, age_day=date(2024, 10, 21)) == "符合"
    assert asked("ELIGIBLE_SENIOR", SENIOR | {"birth": "2006-10-20"}, age_day=date(2024, 10, 19)) == "不符合"


def test_a_blank_level_may_be_left_open() -> None:
    row = SENIOR | {"prior_level": ""}
    assert asked("ELIGIBLE_SENIOR", row) == "符合"
    assert asked("ELIGIBLE_SENIOR", row, blank_level_is_none=False) == "需复核"
    assert asked("ELIGIBLE_SENIOR", SENIOR, blank_level_is_none=False) == "符合", "无 is said, not left blank"


def test_a_level_in_another_occupation_may_count() -> None:
    row = RISING | {"prior_level": "三级", "prior_occupation": "焊工"}
    assert asked("PROMOTED_LEVEL", row) == "高级工（三级）"
    assert asked("PROMOTED_LEVEL", row, prior_level_scope="任何职业") == "不晋升", "no 技师 either"
    assert asked("PROMOTED_LEVEL", row | {"prior_level": "二级"}, prior_level_scope="任何职业") == "不晋升"
    assert asked("PROMOTED_LEVEL", row | {"prior_level": "四级"}, prior_level_scope="任何职业") == "高级工（三级）"


def test_scores_may_have_another_full_mark() -> None:
    row = SENIOR | {"practical": 90}
    assert asked("ELIGIBLE_SENIOR", row | {"theory": 140}, full_mark=150) == "符合"
    assert asked("ELIGIBLE_SENIOR", row | {"theory": 89.99}, full_mark=150) == "不符合", "90 of 150 are 60 of 100"
    assert asked("ELIGIBLE_SENIOR", row | {"theory": 151}, full_mark=150) == "需复核"


def test_place_and_day_of_the_settings_count_where_the_formula_gives_none() -> None:
    row = {"contestants": 50}
    assert asked("AWARD_LIMIT", row, place="荣成") == 30
    assert asked("AWARD_LIMIT", row, place="济南").startswith("需复核：济南")
    assert asked("AWARD_LIMIT", row, as_of=date(2023, 12, 31)).startswith("需复核：")
    elsewhere = Settings({"place": "济南", "as_of": date(2020, 1, 1)})
    assert FUNCTIONS["AWARD_LIMIT"].answer([50], "威海", "2024-01-01", elsewhere) == 30


def test_the_day_of_the_settings_is_stronger_than_the_day_of_the_row() -> None:
    assert asked("DEADLINE", {"kind": "材料", "final_end": "2023-12-31"}).startswith("需复核：")
    assert asked("DEADLINE", {"kind": "材料", "final_end": "2023-12-31"}, as_of=date(2024, 6, 6)) == date(2024, 1, 15)
