"""期限：模板按“设置”里填的日期和“节假日表”数工作日，由 LibreOffice 重新计算，与 jineng check 逐句比对。"""

import re
from datetime import date, timedelta
from pathlib import Path

import office
import pytest
from native_days import CONTESTS, Table, result_row, unlike
from native_rows import BUTTON, by_template, values

from jineng.workbooks.self_checking.calculation import HEAD

ACCOUNT, APPLY, MATERIALS = "账号申请日期", "申领联系日期", "材料报送日期"

SEVERAL = "本表有几个竞赛，“设置”的竞赛结束日期只能用于一个，期限未校验"
#: Last days of contests, what 设置 says, and what is said: of which contest, how grave, and the words behind its name.
CASES: dict[str, tuple[list[str], dict[str, str], list[tuple[int, str, str]]]] = {
    "a day late, on the limits, in time": (
        ["2024-11-28", "2024-11-29", "2024-12-02"],
        {"account_asked": "2024-12-06", "apply_contacted": "2024-12-13", "materials_sent": "2024-12-16", "apply_day": "2024-12-01", "phone": "138"},
        [(1, "warning", f"{ACCOUNT}为 2024-12-06，已过期限 2024-12-05"), (1, "error", f"{APPLY}为 2024-12-13，已过期限 2024-12-12"),
         (1, "error", f"{MATERIALS}为 2024-12-16，已过期限 2024-12-13"),
         (2, "warning", f"{MATERIALS}为 2024-12-16，过了第15天 2024-12-14（休息日，顺延至 2024-12-16）"),
         (3, "error", "申请日期 2024-12-01 早于决赛日期 2024-12-02"), (3, "warning", "申请书联系电话“138”不是0631-7位号码或11位手机号")],
    ),
    "after the National Day, with make-up days": (
        ["2024-09-27"], {"account_asked": "2024-10-10", "apply_contacted": "2024-10-17", "materials_sent": "2024-10-13"},
        [(1, "error", f"{APPLY}为 2024-10-17，已过期限 2024-10-16"), (1, "error", f"{MATERIALS}为 2024-10-13，已过期限 2024-10-12")],
    ),
    "from the day set": (["2024-11-01"], {"contest_end": "2024-11-30", "account_asked": "2024-12-06", "materials_sent": "2024-12-17"},
                         [(1, "error", f"{MATERIALS}为 2024-12-17，已过期限 2024-12-15")]),
    "one day set for several contests": (["2024-11-30", "2024-11-29"], {"contest_end": "2024-11-30", "account_asked": "2024-12-30"},
                                         [(1, "unchecked", SEVERAL)]),
    "past the table": (["2026-12-28"], {"account_asked": "2027-01-06", "materials_sent": "2027-01-13"},
                       [(1, "unchecked", f"{ACCOUNT}的期限：{BUTTON}"), (1, "unchecked", f"{MATERIALS}的期限：{BUTTON}")]),
}  # fmt: skip
#: The official's own entries for the year after the table: the Monday after New Year is free too.
NEXT_YEAR = [("2027-01-01", "放假"), ("2027-01-04", "放假"), ("2027-10-01", "放假")]


def table(days: list[str], given: dict[str, str]) -> Table:
    """For each contest two rows, on the day before its last and on that."""
    rows = [
        result_row(2 * n + eve, CONTESTS[n], date.fromisoformat(day) - timedelta(days=eve))
        for n, day in enumerate(days)
        for eve in (1, 0)
    ]
    return Table(rows, {key: words if key == "phone" else date.fromisoformat(words) for key, words in given.items()})


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all workbooks of this page; what LibreOffice made of them lies in its folder out, extended in added."""
    office.required()
    folder = tmp_path_factory.mktemp("期限")
    for name, (days, given, _) in CASES.items():
        table(days, given).write(folder / f"{name}.xlsx")
    calc = office.Office(tmp_path_factory.mktemp("office"), extension=False)
    calc.recalculated_all(sorted(folder.glob("*.xlsx")), folder / "out")
    past = folder / "past the table.xlsx"
    free = len([row for row in values(past, "节假日表") if row[0] != ""]) + 1
    typed = "|".join(f"A{row}={day}|B{row}={what}" for row, (day, what) in enumerate(NEXT_YEAR, free))
    (folder / "added").mkdir()
    calc.edit(folder / "added", f"{past}:节假日表:{typed}")
    return folder


def said(path: Path) -> list[tuple[int, str, str]]:
    """What the template says of the organiser's days: of which contest, without its name."""
    rules = ("P-A2-01", "P-012", "P-036", "P-L-08", "P-L-07")
    found = [((row - HEAD) // 2, rules.index(place.rule), place.severity, words) for row, cells in by_template(path).items()
             for place, words in cells.items() if place.rule in rules]  # fmt: skip
    return [(n, severity, words.removeprefix(CONTESTS[n - 1])) for n, _, severity, words in sorted(found)]


@pytest.mark.parametrize("name", CASES)
def test_each_limit_on_the_day_and_the_day_after(calculated: Path, name: str) -> None:
    assert said(calculated / f"out/{name}.xlsx") == CASES[name][2]
    assert unlike(calculated / f"{name}.xlsx", calculated / f"out/{name}.xlsx")[0] == []


def test_a_year_that_the_official_adds_counts(calculated: Path) -> None:
    path = calculated / "added/past the table.xlsx"
    assert said(path) == [(1, "error", f"{MATERIALS}为 2027-01-13，已过期限 2027-01-12")]
    assert unlike(path, path)[0] == []


def test_no_contestant_is_the_worse_for_it(calculated: Path) -> None:
    rows = values(calculated / "out/a day late, on the limits, in time.xlsx", "成绩表")
    assert rows[HEAD + 1][20] == "符合"
    assert re.search("；另有全表的问题：.*申领联系日期为 2024-12-13.*[^；]$", rows[HEAD + 1][21])
