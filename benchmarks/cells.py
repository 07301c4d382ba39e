"""单元格函数的用时：Python 直接调用，一次一格、一次一列；经 xlwings 的 call_udf（pywin32 用替身）；经 LibreOffice 重新计算。

    .venv/bin/python benchmarks/cells.py            10 万行；LibreOffice 5000 格
    .venv/bin/python benchmarks/cells.py 2000 0     2000 行，不启动 LibreOffice

每项取几次里最快的一次；Python 各项是处理器秒，别的程序在跑也可比；LibreOffice 一项已减去打开、保存同样大小而没有公式的工作簿的用时。
"""

import platform
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
try:
    import conftest  # noqa: F401
    import office
    import openpyxl
    from classic import MISSING, classic_xlwings, excel_book, excel_range, formula_in

    from jineng.addin.sample_rows import id_of
    from jineng.validators.calls import called
    from jineng.validators.functions import FUNCTIONS
    from jineng.validators.settings import Settings
except ModuleNotFoundError as lacking:
    sys.exit(f"没有安装 {lacking.name}，请先在 jineng 的文件夹里运行 pip install -c constraints.txt -e '.[test]'")

NAME = "ELIGIBLE_SENIOR"
HEADER = "| | 每格（行）微秒 | 共秒 |\n|---|---|---|"


def rows(many: int) -> list[list[Any]]:
    """理论成绩, 实操成绩, 原等级, 身份证号, 决赛日期, 获得奖项；号码各不相同。"""
    rng = Random(1)
    levels, awards = ("无", "初级工（五级）", "中级工（四级）", "三级"), ("一等奖", "二等奖", "三等奖", "无")
    days = [datetime(2024, 6, 1 + n) for n in range(28)]
    return [
        [rng.randrange(80, 200) / 2, rng.randrange(80, 200) / 2, rng.choice(levels),
         id_of(date(1966 + n % 40, 1 + n % 12, 1 + n % 28), "男女"[n % 2], n // 7), rng.choice(days), rng.choice(awards)]
        for n in range(many)
    ]  # fmt: skip


def best(work: Callable[[], Any], times: int = 3, clock: Callable[[], float] = time.process_time) -> float:
    spent = []
    for _ in range(times):
        start = clock()
        work()
        spent.append(clock() - start)
    return min(spent)


def line(what: str, seconds: float, many: int) -> str:
    return f"| {what} | {seconds / many * 1e6:.1f} | {seconds:.2f} |"


def in_python(table: list[list[Any]]) -> list[str]:
    function, settings = FUNCTIONS[NAME], Settings()
    columns = [[[row[at]] for row in table] for at in range(len(table[0]))]
    some = table[:5000]
    context = function._context(some[0], None, None, settings)
    return [
        line("规则本身（编译出的程序）", best(lambda: [function.compute(context, row) for row in some]), len(some)),
        line("函数，一次一格", best(lambda: [called(function, row, settings) for row in some]), len(some)),
        line("函数，一次一列", best(lambda: called(function, columns, settings)), len(table)),
    ]


def through_xlwings(table: list[list[Any]]) -> list[str]:
    """Values as COM gives them, converted by xlwings, answered, and converted back."""
    with classic_xlwings() as (xlwings_udfs, _):
        cell = formula_in(excel_book("成绩.xlsx", {}))

        def call(arguments: list[Any]) -> Any:
            return xlwings_udfs.call_udf("jineng.udfs", NAME, (*arguments, MISSING, MISSING, None), None, cell)

        some = table[:500]
        columns = [excel_range([[row[at]] for row in table]) for at in range(len(table[0]))]
        return [
            line("call_udf，一次一格", best(lambda: [call(list(row)) for row in some]), len(some)),
            line("call_udf，一次一列", best(lambda: call(columns), 2), len(table)),
        ]


def through_calc(table: list[list[Any]]) -> list[str]:
    """A workbook opened, recalculated and saved by LibreOffice, less the same without formulas."""
    with tempfile.TemporaryDirectory() as folder:
        calc = office.Office(Path(folder))
        spent = {}
        for kind in ("plain", "formulas"):
            book = openpyxl.Workbook()
            for n, row in enumerate(table, 1):
                formula = f"={NAME}({','.join(f'{c}{n}' for c in 'ABCDEF')})" if kind == "formulas" else "符合"
                book.worksheets[0].append([*row, formula])
            path = Path(folder) / f"{kind}.xlsx"
            book.save(path)
            out = Path(folder) / kind
            out.mkdir()
            spent[kind] = best(lambda path=path, out=out: calc.recalculated(path, out), 2, time.perf_counter)
        return [line("LibreOffice，一次一格", spent["formulas"] - spent["plain"], len(table))]


def main() -> None:
    many, cells = [*map(int, sys.argv[1:]), 100_000, 5_000][:2] if len(sys.argv) < 3 else map(int, sys.argv[1:3])
    table = rows(many)
    print(f"Python {platform.python_version()}，xlwings {version('xlwings')}；{NAME}，{many} 行\n\n{HEADER}")
    for made in (
        in_python(table),
        through_xlwings(table),
        through_calc(table[:cells]) if cells and office.found() else [],
    ):
        print("\n".join(made), flush=True)


if __name__ == "__main__":
    main()
