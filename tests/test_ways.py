"""Whichever way a folder is checked, the report is the same byte for byte: rows kept or streamed, in processes, on a cluster."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from books import RESULTS, contestant, id_of, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from terminal import Result, invoke

from jineng.validators import repeats
from jineng.workbooks import plain_book, shared_strings

distributed = pytest.importorskip("distributed", reason="没有安装 jineng[dask]")

Rows = list[list[Any]]

#: What stands in a cell now and then: nothing, an ID number as a number, a formula never calculated, a time of day …
ODD = [
    None, "", " ", "#N/A", "#DIV/0!", "=1+1", "缺考", "合计", 0, 1, -1, True, 59.996, 3.71099199003070e17, "１００", id_of(1), "虚甲子",
    "“A&B”\n<c>", "10月底", datetime(2024, 10, 20), datetime(2024, 10, 20, 9, 30), datetime(1899, 12, 31), "一等奖", "无", "中级工",
]  # fmt: skip
#: What is wrong in every folder, and what is said of it.
WRONG = [
    {"理论成绩": "#N/A"}, {"理论成绩": "=1+1"}, {"身份证号": 3.71099199003070e17}, {"身份证号": id_of(1), "性别": "男"},
    {"身份证号": id_of(1), "性别": "男", "姓名": "虚乙丑", "工作单位": "别处"},
]  # fmt: skip
SAID = [
    "“#N/A”",
    "公式没有计算结果",
    "第16位起已丢失",
    "同一人、同一职业（工种），重复",
    "身份证号相同而姓名不同",
    "证书不重复申领",
]
#: Every table is taken for a large one: read in a stream, its strings in a file, its people packed.
ALL_LARGE = [
    (plain_book, "KEPT", 0), (plain_book, "_CHUNK", 1 << 10), (repeats, "BATCH", 4),
    (shared_strings, "_LARGE", 0), (shared_strings, "_CHUNK", 100), (shared_strings, "_REMEMBERED", 9),
]  # fmt: skip


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(scope="module")
def tables(demo: tuple[Path, Result]) -> dict[str, Rows]:
    """Tables of every programme, settings and registers, by the name of their sheet; those of people named across files thrice."""
    files = sorted((demo[0] / "示例工作簿").iterdir())
    files += [next(demo[0].rglob(f"*_{kind}.xlsx")) for kind in ("信息表", "技术能手情况表")]
    found = {sheet.title: [list(row) for row in sheet.values] for file in files for sheet in load_workbook(file)}
    found |= {f"{title}{n}": found[title] for title in ("信息表", "汇总表", "申报表 虚海涛") for n in "二三"}
    return {title: rows[:40] for title, rows in found.items()} | {"空": []}


def changed(draw: st.DrawFn, rows: Rows) -> Rows:
    """A table with some cells odd, some rows twice, some empty rows above."""
    rows = [list(row) for row in rows]
    for _ in range(draw(st.integers(0, 6)) if rows else 0):
        row = draw(st.sampled_from(rows))
        row[draw(st.integers(0, len(row) - 1))] = draw(st.sampled_from(ODD))
    if rows:
        rows += draw(st.lists(st.sampled_from(rows[-8:]), max_size=2))
    return [[]] * draw(st.integers(0, 2)) + rows


@st.composite
def workbooks(draw: st.DrawFn, tables: dict[str, Rows]) -> dict[str, Rows]:
    people = draw(st.lists(st.integers(1, 60), max_size=20))
    known = {**tables, "成绩": [RESULTS, *map(contestant, people)], "成绩二": [RESULTS, *map(contestant, people[::-1])]}
    titles = draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=4, unique=True))
    return {title: changed(draw, known[title]) for title in titles}


@st.composite
def folders(draw: st.DrawFn, tables: dict[str, Rows]) -> dict[str, dict[str, Rows]]:
    """File name → sheets. Some files have the same name in two folders, some name the same people."""
    wrong = [RESULTS, *(contestant(n, **changes) for n, changes in enumerate([{}, *WRONG], 1))]
    names = st.sampled_from([f"{folder}/{name}.xlsx" for folder in ("环翠", "文登") for name in ("成绩", "申领")])
    always = {"错.xlsx": {"成绩": wrong, "信息表": tables["信息表"]}, "重.xlsx": {"信息表": tables["信息表"]}}
    return draw(st.dictionaries(names, workbooks(tables), min_size=1, max_size=3)) | always


def check(*args: object) -> tuple[str, str, int]:
    """Standard output, standard error, exit code."""
    done = invoke(["check", *map(str, args)])
    return done.stdout, done.stderr, done.exit_code


def test_the_report_is_the_same_whichever_way(
    tables: dict[str, Rows], address: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    @settings(deadline=None, max_examples=10, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(files=folders(tables))
    def alike(files: dict[str, dict[str, Rows]]) -> None:
        folder = tmp_path_factory.mktemp("各区市")
        for name, sheets in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            write(folder / name, sheets)
        (folder / "坏.xlsx").write_bytes((folder / "错.xlsx").read_bytes()[:3000])
        for form in ("json", "text"):
            alone = check(folder, "--jobs", 1, "--format", form)
            assert check(folder, "--jobs", 2, "--format", form) == alone
            assert check(folder, "--cluster", address, "--format", form) == alone
            with pytest.MonkeyPatch.context() as patch:
                for module, name, small in ALL_LARGE:
                    patch.setattr(module, name, small)
                assert check(folder, "--jobs", 1, "--format", form) == alone
            said, problems, code = alone
            assert all(words in said for words in SAID) and code == 2
            assert problems.startswith("坏.xlsx：") and problems.count("\n") <= 1 + len(files)
            assert "程序内部错误" not in problems

    alike()
