"""One large sheet looked at by several processes: the report is that of one, wherever the shares are cut and whatever stands there."""

import os
import pickle
import signal
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from books import RESULTS, contestant, id_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from terminal import invoke

from jineng.addin.jobs import spread
from jineng.validators import repeats
from jineng.validators.context import Context
from jineng.validators.programmes import CHECKS
from jineng.validators.repeats import Repeats
from jineng.workbooks import plain_book, plain_xml, shared_strings, shares
from jineng.workbooks.checker import Aids, check_file

Rows = list[list[Any]]

#: A sheet of a few rows is a large one with many shares.
SMALL = [
    (plain_book, "KEPT", 0), (plain_book, "_CHUNK", 1 << 10), (shares, "LEAST", 1 << 11), (shares, "_CHUNK", 1 << 11),
    (repeats, "BATCH", 4), (shared_strings, "_LARGE", 0),
]  # fmt: skip
HEADING = [["竞赛成绩", *[None] * 14], RESULTS]
TWO_LINES = [
    [None] * 9 + ["成绩", "成绩", None, None, "原", "原"],
    [*RESULTS[:9], "理论", "实操", *RESULTS[11:13], "职业（工种）", "职业技能等级"],
]
#: What may stand between the rows, and what ends a table.
BETWEEN: list[Rows] = [
    [[]], [["合计", None, None, None, "虚构公司"]], [["裁判长：虚甲子"]], [["虚甲子"]], HEADING, [RESULTS], TWO_LINES,
    [["（签字）"]], [[None, None, id_of(5)]],
]  # fmt: skip
ODD = {
    "姓名": ["虚甲子", None, "=1+1"],
    "身份证号": [None, id_of(1), id_of(2), 3.71099199003070e17, "#N/A", "37109919900307", id_of(1)[:17] + "０"],
    "工作单位": ["别处", None], "决赛日期": ["10月底", None, date(2019, 5, 6), date(2024, 3, 5)], "理论成绩": ["缺考", 59.99, None],
    "获得奖项": ["一等奖", "二等奖", "金牌", "无"], "组别": ["学生组", "职工组"], "职业（工种）": ["电工", "钳工"],
}  # fmt: skip
PEOPLE = st.builds(
    lambda number, of: contestant(number, **of),
    st.integers(1, 60),
    st.fixed_dictionaries({}, optional={column: st.sampled_from(cells) for column, cells in ODD.items()}) | st.just({}),
)


@st.composite
def sheets(draw: st.DrawFn) -> Rows:
    rows: Rows = [list(row) for row in draw(st.sampled_from([HEADING, TWO_LINES, [RESULTS], [[], *HEADING]]))]
    for _ in range(draw(st.integers(1, 8))):
        rows += draw(st.lists(PEOPLE, max_size=12))
        rows += [list(row) for row in draw(st.sampled_from([[], [], *BETWEEN]))]
    return rows


def write(path: Path, rows: Rows, *merged: str) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    book.create_sheet("设置").append(["设置项", "值"])
    book["设置"].append(["申请日期", "2024-10-01"])
    book.save(path)
    return path


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, value in SMALL:
        monkeypatch.setattr(module, name, value)


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each table was looked at by several."""
    seen: list[bool] = []
    look = shares.looked_apart

    def noted(*given: Any) -> Any:
        found = look(*given)
        seen.append(bool(found))
        return found

    monkeypatch.setattr(shares, "looked_apart", noted)
    return seen


def elsewhere(task: Callable[[tuple[int, int]], Any], most: int) -> Iterator[Any]:
    """What other processes would answer: all that goes there and comes back is pickled."""
    sent = pickle.dumps(task)
    for number in range(most):
        yield pickle.loads(pickle.dumps(pickle.loads(sent)((number, most))))


def test_wherever_it_is_cut(apart: list[bool], tmp_path: Path) -> None:
    @settings(deadline=None, max_examples=60, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(rows=sheets())
    def alike(rows: Rows) -> None:
        path = write(tmp_path / "成绩.xlsx", rows)
        assert check_file(path, Aids(), spread=elsewhere)[0] == check_file(path, Aids())[0]

    alike()
    assert apart.count(True) > 40 and apart.count(False) > 3


#: Fifty people, some of them thrice; of the winners some with a score that they did not have before.
MANY = [
    *HEADING,
    *(
        contestant(n % 50, 获得奖项="一等奖" if n % 5 == 0 else None, 理论成绩=70 if n < 60 else 59.5)
        for n in range(120)
    ),
]
WITH_TIME = contestant(7, 决赛日期=datetime(2024, 10, 20, 9, 30))


@pytest.mark.parametrize(
    "shared, rows, merged",
    [
        (True, MANY, []),
        (True, MANY, ["A1:O1"]),
        (True, [line for at in range(2, 120, 3) for line in TWO_LINES + MANY[at : at + 3]], []),  # on every page again
        (False, MANY, ["E100:E101"]),  # one employer for two rows
        (False, [*MANY, ["设置项", "值"], ["地区", "威海"]], []),  # another table below
        (False, [*MANY[:90], WITH_TIME, *MANY[90:]], []),  # from here on it is for calamine to read
        (False, [[cell for cell, title in zip(row, RESULTS, strict=True) if title != "身份证号"] for row in MANY], []),
    ],
)
@pytest.mark.parametrize("form", ["json", "text"])
def test_in_processes(
    form: str, shared: bool, rows: Rows, merged: list[str], apart: list[bool], tmp_path: Path
) -> None:
    path = write(tmp_path / "成绩.xlsx", rows, *merged)
    alone, together = (invoke(["check", str(path), "--format", form, "--jobs", str(n)]) for n in (1, 3))
    assert together.stdout == alone.stdout
    assert all(words in alone.stdout for words in ("同一人", "成绩或奖项不同")) or "身份证号" not in rows[1]
    assert (together.exit_code, together.stderr) == (alone.exit_code, alone.stderr) == (1, "")
    assert (
        check_file(path, Aids(), spread=elsewhere)[0] == check_file(path, Aids())[0]
    )  # in as many shares as there are
    assert apart.count(True) == 2 * shared


def test_a_row_too_wide_for_the_rows_of_another_share(
    apart: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (plain_xml, shares):
        monkeypatch.setattr(module, "MAX_CELLS", 30 * 100)  # from row 101 on it is for calamine to read
    path = write(tmp_path / "成绩.xlsx", [["竞赛成绩"] * 30, *MANY[1:]])
    assert check_file(path, Aids(), spread=elsewhere)[0] == check_file(path, Aids())[0]
    assert apart == [False]


def test_the_rules_of_shared_forms_can_be_put_together() -> None:
    for form in shares.SHARED:
        checks = CHECKS[form]
        assert all(isinstance(make(Context.of()).everybody, Repeats) for make in checks.whole)
        assert not checks.totals and not checks.foot  # they need what stands between the rows


def test_what_is_for_one_process_to_do() -> None:
    assert [list(spread(len, most, jobs)) for most, jobs in ((9, 1), (1, 9), (0, 9))] == [[], [], []]
    assert list(spread(sum, 3, 2)) == [0 + 3, 1 + 3, 2 + 3]


def test_a_process_that_dies_leaves_the_work_to_one(
    apart: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "成绩.xlsx", MANY)
    alone = invoke(["check", str(path), "--jobs", "1"])
    monkeypatch.setattr(shares.Share, "__init__", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    together = invoke(["check", str(path), "--jobs", "2"])
    assert (together.stdout, together.exit_code) == (alone.stdout, alone.exit_code) and not any(apart)
