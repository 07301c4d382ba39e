"""The worksheet functions as Excel calls them: through the real xlwings.udfs, with values as COM gives them."""

import io
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from classic import MISSING, classic_xlwings, excel_book, excel_range, formula_in
from generated import ODD, rows_for

from jineng.validators.calls import is_day
from jineng.validators.functions import FUNCTIONS, REVIEW, Function
from jineng.validators.settings import Settings
from jineng.workbooks.engine import register

SETTINGS = [("设置项", "值", "说明")]
#: A winner who may rise to 高级工 where the notice of 威海 is in force: the arguments of ELIGIBLE_SENIOR.
SENIOR = (85.0, 90.0, "中级工", "371099198508261387", datetime(2024, 9, 15), "一等奖")
ALL_ABOUT_SENIOR = (*SENIOR[:3], "焊工", "焊工", "高级技师", *SENIOR[3:])
#: Reserved in VBA, or names of its own statements and functions that an argument would hide.
VBA_WORDS = """and any as boolean byref byte byval call case cdate close const currency date debug decimal declare dim do
    double each else elseif empty end enum eqv erase err error event exit explicit false for friend function get global
    gosub goto if imp implements in input integer is let lib like line lock long loop lset me mod name new next not
    nothing null object on open option optional or paramarray preserve print private property public put raiseevent
    redim rem resume return rset seek select set single static step stop string sub then time to true type until variant
    wend while with withevents write xor"""


@pytest.fixture(scope="module")
def classic() -> Iterator[tuple[ModuleType, ModuleType]]:
    with classic_xlwings() as modules:
        yield modules


@pytest.fixture
def call(classic: tuple[ModuleType, ModuleType]) -> Callable[..., Any]:
    """Call a function as the generated VBA does: missing arguments filled up, `Nothing` for the caller."""

    def call(name: str, *args: Any, cell: Any = None) -> Any:
        xlwings_udfs, ours = classic
        width = len(getattr(ours, name).__xlfunc__["args"]) - 1
        given = [*args, *[MISSING] * (width - len(args)), None]
        cell = cell or formula_in(excel_book("成绩.xlsx", {}))
        answer = xlwings_udfs.call_udf("jineng.udfs", name, tuple(given), None, cell)
        matrix = answer if isinstance(answer, list) else [[answer]]
        plain = [[c.replace(tzinfo=None) if isinstance(c, datetime) else c for c in row] for row in matrix]
        return plain if len(plain) > 1 else plain[0][0]

    return call


def expected(function: Function, row: Any, settings: Settings | None = None) -> Any:
    """The answer for one row, as the function itself gives it; days as Excel knows them, at midnight."""
    answer = function.answer(row, None, None, settings)
    return datetime(answer.year, answer.month, answer.day) if type(answer) is date else answer


def arguments(function: Function) -> int:
    return len(function.args) + 2 * function.by_place


# registered with Excel


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_registered_with_its_arguments_and_its_chinese_help(
    name: str, classic: tuple[ModuleType, ModuleType]
) -> None:
    function, registered = FUNCTIONS[name], getattr(classic[1], name).__xlfunc__

    *shown, caller = registered["args"]
    optional = ["place", "as_of"] if function.by_place else []
    assert (registered["name"], registered["category"], registered["sub"]) == (name, "技能兴威", False)
    assert [arg["name"] for arg in shown] == [arg for arg, _ in function.args] + optional
    assert [arg["name"] for arg in shown if "optional" in arg] == optional
    assert [arg["options"]["convert"].__name__ for arg in shown] == [
        "_Days" if is_day(arg["name"]) else "_Cells" for arg in shown
    ]
    assert not getattr(classic[1], name).__annotations__  # xlwings would take them for converters of its own
    assert (caller["name"], caller["optional"]) == ("caller", None)
    for words in (registered["ret"]["doc"], *(arg["doc"] for arg in shown)):
        assert 2 <= len(words) <= 255 and any("\u4e00" <= letter <= "\u9fff" for letter in words)


def test_the_generated_vba_has_every_function_and_no_keyword_for_a_name(
    classic: tuple[ModuleType, ModuleType],
) -> None:
    xlwings_udfs, ours = classic
    written = io.StringIO()
    xlwings_udfs.generate_vba_wrapper("jineng.udfs", ours, written, SimpleNamespace(Name="jineng.xlam"))

    vba = written.getvalue()
    for name, function in FUNCTIONS.items():
        names = [arg for arg, _ in function.args]
        optional = ["place", "as_of"] if function.by_place else []
        header = ", ".join([*names, *(f"Optional {arg}" for arg in optional)])
        handed_over = ", ".join([*names, *optional, "Nothing"])
        assert f"Function {name}({header})" in vba
        assert f'XLPy.CallUDF("jineng.udfs", "{name}", Array({handed_over}), ActiveWorkbook, Application.Caller)' in vba
        assert not {arg.lower() for arg in (name, *names, *optional)} & set(VBA_WORDS.split())
    assert vba.count("End Function") == len(FUNCTIONS)
    assert vba.isascii()


# the same answers as from Python


def as_com(cell: Any) -> Any:
    """The value in COM's own form: errors are numbers."""
    return -2146826246 if cell == "#N/A" else cell


@pytest.mark.parametrize("name", FUNCTIONS)
def test_columns_are_answered_row_by_row_as_from_python(name: str, call: Callable[..., Any]) -> None:
    function = FUNCTIONS[name]
    rows = rows_for(function, 300)
    columns = [tuple((as_com(row[i]),) for row in rows) for i in range(len(function.args))]

    answers = call(name, *columns)

    compared = function.answer_all(rows) if function.whole else [expected(function, row) for row in rows]
    assert answers == [[answer] for answer in compared]
    assert answers[-1] == [function.blank]
    assert all(isinstance(a, (str, int, float, datetime)) for (a,) in answers)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_single_cells_are_answered_as_from_python(name: str, call: Callable[..., Any]) -> None:
    function = FUNCTIONS[name]
    for row in rows_for(function, 40):
        values = [as_com(cell) for cell in row]
        ranges = [excel_range([[cell]]) for cell in values]  # =NAME(A1), where the one above is =NAME("…")

        assert call(name, *values) == call(name, *ranges) == expected(function, row)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_whatever_is_handed_over_no_function_raises(name: str, call: Callable[..., Any]) -> None:
    width = arguments(FUNCTIONS[name])
    for odd in (*ODD, object(), b"bytes", -2146826246, -2146826243, float("nan"), float("inf"), 10**400, {}, MISSING):
        answer = call(name, *[odd] * width)
        assert isinstance(answer, (str, int, datetime)), odd


@pytest.mark.parametrize("name", [n for n, f in FUNCTIONS.items() if any(is_day(a) for a, _ in f.args)])
def test_a_day_that_a_formula_works_out_comes_as_a_number_and_is_a_day(name: str, call: Callable[..., Any]) -> None:
    """=NAME(DATE(2024,10,20)), where =NAME(A1) gives the day of a cell, or its bare number, which is no day."""
    function = FUNCTIONS[name]
    for row in rows_for(function, 20):
        numbers = [days_since(cell) if is_day(a) else cell for (a, _), cell in zip(function.args, row, strict=True)]

        assert call(name, *map(as_com, numbers)) == expected(function, row)
        assert call(name, *(excel_range([[as_com(cell)]]) for cell in numbers)) == expected(function, numbers)


def days_since(cell: Any, zero: datetime = datetime(1899, 12, 30)) -> Any:
    """The number that Excel has for a day of our time; anything else as it is."""
    return float((cell - zero).days) if isinstance(cell, datetime) and cell.year > 1927 else cell


def test_where_days_are_counted_from_1904_they_are_in_formulas_too(call: Callable[..., Any]) -> None:
    old_mac, silent = excel_book("旧.xlsx", {}), excel_book("忙.xlsx", {})
    old_mac.Date1904 = True
    del silent.Date1904
    birth, day = days_since(datetime(2000, 1, 1), datetime(1904, 1, 1)), datetime(2024, 10, 20)

    assert call("AGE_AT", birth, day, cell=formula_in(old_mac)) == 24
    assert call("AGE_AT", birth, day) == 28  # the same number in a book of today
    assert call("AGE_AT", birth, day, cell=formula_in(silent)).startswith("需复核：")


@pytest.mark.parametrize("number", [2000.0, 200001.0, 20000101.0, 0.0, -5.0, float("nan")])
def test_a_year_a_month_and_what_is_no_day_are_not_counted_as_one(number: float, call: Callable[..., Any]) -> None:
    assert call("AGE_AT", number, datetime(2024, 10, 20)) == FUNCTIONS["AGE_AT"].answer([number, date(2024, 10, 20)])


def test_columns_of_different_height_and_single_cells_go_together(call: Callable[..., Any]) -> None:
    theory = excel_range([[85.0], [59.0], [85.0]])
    practical = excel_range([[90.0], [90.0]])

    answers = call("ELIGIBLE_SENIOR", theory, practical, *SENIOR[2:])

    assert answers == [["符合"], ["不符合"], ["需复核"]]


def test_a_row_of_cells_is_answered_like_a_column_and_a_block_not_at_all(call: Callable[..., Any]) -> None:
    assert call("SKILL_LEVEL", excel_range([["三级", "技师"]])) == [["高级工（三级）"], ["技师（二级）"]]
    assert (
        call("SKILL_LEVEL", excel_range([["三级", "技师"], ["三级", "技师"]])) == "需复核：每个参数应为一个单元格或一列"
    )


def test_an_error_value_is_never_taken_for_a_number(call: Callable[..., Any]) -> None:
    not_available, spill, calc = -2146826246, -2146826243, -2146826238

    for error in (not_available, spill, calc):
        assert call("ELIGIBLE_SENIOR", error, *SENIOR[1:]) == "需复核"
        assert call("AWARD_LIMIT", excel_range([[error]])).startswith("需复核：")


def test_place_and_day_may_be_given_or_left_out(call: Callable[..., Any]) -> None:
    assert call("ELIGIBLE_SENIOR", *SENIOR) == call("ELIGIBLE_SENIOR", *SENIOR, "威海", MISSING) == "符合"
    assert call("ELIGIBLE_SENIOR", *SENIOR, MISSING, datetime(2024, 9, 15)) == "符合"
    assert call("ELIGIBLE_SENIOR", *SENIOR, "济南") == call("ELIGIBLE_SENIOR", *SENIOR, "火星") == "需复核"


def test_a_fault_of_ours_is_said_in_the_cell(call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(Function, "answer", fail)

    assert call("ID_CHECK", "1") == "需复核：程序内部错误，请把公式和数据报给维护者"
    assert call("ELIGIBLE_SENIOR", *SENIOR) == "需复核"


# the 设置 sheet of the calling workbook


def test_the_settings_of_the_workbook_with_the_formula_count(call: Callable[..., Any]) -> None:
    jinan = excel_book(
        r"D:\济南\成绩.xlsx", {"成绩": [["姓名"]], " 设 置 ": [("填写说明",) * 3, *SETTINGS, ("地区", "济南", "")]}
    )
    weihai = excel_book(r"D:\威海\成绩.xlsx", {"成绩": [["姓名"]]})  # a book of the same name elsewhere

    for _ in range(3):
        assert call("ELIGIBLE_SENIOR", *SENIOR, cell=formula_in(jinan)) == "需复核"
        assert call("ELIGIBLE_SENIOR", *SENIOR, cell=formula_in(weihai)) == "符合"
    assert call("ELIGIBLE_SENIOR", *SENIOR, "威海", cell=formula_in(jinan)) == "符合"


def test_a_recalculation_of_thousands_of_cells_reads_the_settings_once_and_the_next_one_anew(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, classic: tuple[ModuleType, ModuleType]
) -> None:
    now = 100.0
    monkeypatch.setattr("jineng.udfs._book.time", SimpleNamespace(monotonic=lambda: now))
    settings = [*SETTINGS, ("地区", "威海", "")]
    book = excel_book("重算.xlsx", {"设置": settings})

    answers = [call("ELIGIBLE_SENIOR", *SENIOR, cell=formula_in(book)) for _ in range(2000)]
    assert (set(answers), len(book.reads)) == ({"符合"}, 1)

    settings[1] = ("地区", "济南", "")
    now += 1.5
    assert call("ELIGIBLE_SENIOR", *SENIOR, cell=formula_in(book)) == "需复核"
    assert len(book.reads) == 2


@pytest.mark.parametrize(
    ("title", "value", "reason"),
    [
        ("生日当天计入周岁", "也许", "设置项“生日当天计入周岁”的值“也许”不能识别，应为“是”或“否”"),
        ("地区", "火星", "设置项“地区”：没有“火星”的规定；可用的地区："),
        ("校验日期", -2146826246, "设置项“校验日期”的值“#N/A”不能识别，应为日期，如 2024-10-20"),
    ],
)
def test_a_setting_that_cannot_be_read_is_not_replaced_by_a_default(
    title: str, value: Any, reason: str, call: Callable[..., Any]
) -> None:
    cell = formula_in(
        excel_book(f"{title}.xlsx", {"设置": [*SETTINGS, (title, value, ""), ("自定的一行", "随便", "")]})
    )

    assert call("PROMOTION_REASON", *ALL_ABOUT_SENIOR, cell=cell).startswith(f"需复核：{reason}")
    assert call("ELIGIBLE_SENIOR", *SENIOR, cell=cell) == "需复核"
    assert call("ELIGIBLE_SENIOR", *[None] * len(SENIOR), cell=cell) == ""


def test_only_what_depends_on_an_unreadable_setting_is_left_open(call: Callable[..., Any]) -> None:
    cell = formula_in(
        excel_book("口径.xlsx", {"设置": [*SETTINGS, ("获奖比例口径", "随便", ""), ("地区", "威海", "")]})
    )

    assert call("ELIGIBLE_SENIOR", *SENIOR, cell=cell) == "符合"
    assert call("ID_CHECK", SENIOR[3], cell=cell) == "通过"


def test_a_workbook_that_does_not_answer_leaves_the_verdict_open(call: Callable[..., Any]) -> None:
    class Busy:
        Application = SimpleNamespace(Hwnd=1)

        @property
        def FullName(self) -> str:
            raise RuntimeError("Call was rejected by callee")

    answer = call("AWARD_LIMIT", 10.0, cell=formula_in(Busy()))

    assert answer == f"{REVIEW}：“设置”表读不到，请重新计算"


@pytest.mark.parametrize(("place", "verdict"), [("济南", "需复核"), ("威海", "符合"), (None, "符合")])
def test_a_cell_of_the_openpyxl_engine_may_be_the_caller_as_well(
    tmp_path: Path, place: str | None, verdict: str
) -> None:
    import jineng.udfs

    workbook = openpyxl.Workbook()
    if place:
        for row in [*SETTINGS, ("地区", place, "")]:
            workbook.create_sheet("设置") if "设置" not in workbook else None
            workbook["设置"].append(row)
    workbook.save(tmp_path / f"{place}.xlsx")
    before = xw.engines.active
    register()
    cell = xw.Book(tmp_path / f"{place}.xlsx").sheets[0]["A1"]

    assert jineng.udfs.ELIGIBLE_SENIOR(*SENIOR, caller=cell) == verdict
    assert jineng.udfs.ELIGIBLE_SENIOR(*SENIOR) == jineng.udfs.ELIGIBLE_SENIOR(*SENIOR, caller=None) == "符合"
    xw.apps.active.quit()
    xw.engines.active = before


def test_other_tests_find_xlwings_as_it_is_on_this_computer() -> None:
    def state() -> Any:
        engines = dict(xw.engines.engines_by_name)
        return xw.func, xw.arg, engines, sys.modules.get("jineng.udfs"), {m for m in sys.modules if "win" in m}

    before = state()
    with classic_xlwings() as (_, ours):
        assert ours is sys.modules["jineng.udfs"] is not before[3]
        assert state()[:3] != before[:3]

    assert state() == before
