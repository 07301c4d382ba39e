"""A large certificate table is looked at in batches, the tables of a workbook in parts: the report is that of a small one."""

import pickle
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from books import write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from terminal import invoke
from test_cross import CLEANER, CONTEST, ELECTRICIAN, PASTRY, RONGCHENG, RUSHAN, result, row, table
from test_rules import number

from jineng.validators import repeats
from jineng.validators.context import Context
from jineng.validators.findings import FileReport
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.people import AcrossFiles

Rows = list[dict[str, Any]]

TODAY = Aids(today=date(2024, 12, 20))
NUMBERS = [number("19990307", f"{n:03d}") for n in range(1, 30, 2)]
#: What the two tables have in common, and what may differ.
WHO = {
    "身份证号": st.sampled_from([*NUMBERS, *NUMBERS, None, NUMBERS[0][:17]]),
    "姓名": st.sampled_from(["张三", "张三", "李四", "王 五", None]),
    "竞赛名称": st.sampled_from([CONTEST, RONGCHENG, None]),
    "职业（工种）": st.sampled_from([o["职业（工种）"] for o in (ELECTRICIAN, CLEANER, PASTRY)]),
    "获得奖项": st.sampled_from(["一等奖", "一等奖", "二等奖", None]),
}
ELSEWHERE = {"竞赛名称": st.sampled_from([CONTEST, RONGCHENG, RUSHAN])}  # of the last nobody asks for a certificate
WON = st.fixed_dictionaries(WHO | ELSEWHERE, optional={
    "理论成绩": st.sampled_from([59, "缺考"]), "备注": st.sampled_from(["本人放弃", "替补"]),
    "决赛日期": st.sampled_from([date(2024, 11, 3), date(2024, 10, 20), "10月"]),
}).map(lambda cells: result(**cells))  # fmt: skip
ASKED = st.fixed_dictionaries(WHO, optional={
    "竞赛时间": st.sampled_from(["2024年11月", "2023年", "去年"]), "晋升职业技能等级": st.sampled_from(["技师", "二级", None]),
}).map(lambda cells: row(**cells))  # fmt: skip
TABLES = st.lists(
    st.one_of(st.lists(WON, min_size=1, max_size=25), st.lists(ASKED, min_size=1, max_size=25)), min_size=1, max_size=4
)


#: Everybody is in the results, and asks for a certificate; some twice, in the same file or in another.
WINNERS = [
    result(姓名=f"张{n % 7}", 身份证号=NUMBERS[n % 14], 获得奖项="一等奖" if n % 5 else "二等奖", **CLEANER)
    for n in range(40)
]
SOME = [
    row(序号=n + 1, 姓名=f"张{n % 9}", 身份证号=NUMBERS[n % 13], **(CLEANER if n % 4 else PASTRY)) for n in range(40)
]


@pytest.fixture(params=[1, 5])
def batch(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def packed_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    return lambda batch: monkeypatch.setattr(repeats, "BATCH", batch)


def test_the_tables_of_a_workbook(packed_by: Callable[[int], None], batch: int) -> None:
    rules: set[str] = set()

    def checked(batch: int, tables: list[Rows]) -> FileReport:
        packed_by(batch)
        return check_sheets([table(f"表{n}", *rows) for n, rows in enumerate(tables)], TODAY)[0]

    @settings(deadline=None, max_examples=120, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(tables=TABLES)
    def alike(tables: list[Rows]) -> None:
        whole = checked(4096, tables)
        assert checked(batch, tables) == whole
        rules.update(f.rule for f in whole.findings)

    alike()
    assert rules >= {"P-010", "P-011", "P-013", "P-A2-09", "P-T-05", "P-T-07", "P-T-10", "P-T-11", "X-03"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Workbooks of two districts, with results and without, one of them sent twice."""
    (folder := tmp_path / "各区市").mkdir()
    for district, sheets in {
        "环翠": {"成绩": WINNERS, "信息表": SOME[:25]}, "文登": {"信息表": SOME[5:30], "第二批": SOME[30:]},
        "乳山": {"信息表": SOME[-3:]}, "荣成": {"成绩": WINNERS},
    }.items():  # fmt: skip
        (folder / district).mkdir()
        write(
            folder / district / "上报.xlsx",
            {name: [[*rows[0]], *([*r.values()] for r in rows)] for name, rows in sheets.items()},
        )
    shutil.copy(folder / "文登" / "上报.xlsx", folder / "文登" / "上报（再次）.xlsx")
    return folder


@pytest.mark.parametrize("form", ["json", "text"])
def test_files(form: str, folder: Path, packed_by: Callable[[int], None], batch: int) -> None:
    whole, packed, apart = (
        (packed_by(size), invoke(["check", str(folder), "--jobs", str(jobs), "--format", form]))[1]
        for size, jobs in ((4096, 1), (batch, 1), (batch, 2))
    )
    assert packed.stdout == apart.stdout == whole.stdout
    assert packed.exit_code == apart.exit_code == whole.exit_code == 1
    assert whole.stdout.count("内容相同，其中的人只比较一次") == 1
    for words in ("“乳山/上报.xlsx”“信息表”第", "应晋未晋", "身份证号相同而姓名不同"):
        assert words in whole.stdout


def test_who_is_named_in_one_file_only_stays_packed(
    tmp_path: Path, packed_by: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    packed_by(100)
    sheets = [
        table("信息表", *(row(序号=n, 身份证号=number(f"{year}0307", f"{n:03d}")) for n in range(1, 1000, 2)))
        for year in (1990, 1991)
    ]
    across = AcrossFiles()
    for number_of, one in enumerate(sheets):
        _, people = check_sheets([one], TODAY)
        assert len(people.applied) == 500 and len(pickle.dumps(people)) < 500 * 40
        across.add(tmp_path / f"{number_of}.xlsx", f"{number_of}.xlsx", people)
    monkeypatch.setattr(repeats, "_unpacked", lambda packed: pytest.fail("somebody was unpacked"))
    assert list(across.findings(Context.of())) == []
