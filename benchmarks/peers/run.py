"""jineng beside its peers: the same checks, the same workbooks, one run; prints a Markdown table.

    python -m venv peers && peers/bin/pip install -r benchmarks/peers/requirements.txt .
    peers/bin/python benchmarks/peers/run.py                     500 workbooks × 200 rows × 15 columns; 500000 rows × 20 columns
    peers/bin/python benchmarks/peers/run.py --small 50 --big 20000 --million 0 --rounds 1

Every peer is a process of its own, from start to end, in turn with the others; a figure is the median of the rounds. What
each finds is compared: jineng prints whole sentences with clauses, of which the checks that all peers have are counted.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from plain import COMPARED
from workload import make

HERE = Path(__file__).parent
JINENG = [sys.executable, "-m", "jineng.addin", "check", "--format", "json", "--jobs"]
READING, OURS = "只读取（calamine）", "**jineng，一个核**"
#: Name → command, and on how many cores.
PEERS = {
    READING: ("calamine_reading", 1),
    OURS: ("1", 1),
    "**jineng，两个核**": ("2", 2),
    "polars，一个核": ("polars_columns", 1),
    "polars，两个核": ("polars_columns", 2),
    "pydantic 逐行": ("pydantic_rows", 1),
    "pandas 整列": ("pandas_columns", 1),
    "openpyxl 循环": ("openpyxl_loop", 1),
    "pandera": ("pandera_columns", 1),
    "frictionless": ("frictionless_table", 1),
}
PACKAGES = [
    "jineng",
    "python-calamine",
    "polars",
    "fastexcel",
    "pydantic",
    "pandas",
    "numpy",
    "pandera",
    "frictionless",
    "openpyxl",
]


class Spent(NamedTuple):
    """Wall seconds, seconds of processor time, peak megabytes of the process with its children."""

    wall: float
    processor: float
    memory: float


def run(command: list[str], cores: int, output: Path, limit: float) -> Spent | None:
    """What a process took on some cores; None when it was not done within the limit."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "spent.py", str(limit), str(cores), str(output), *command],
        stdout=subprocess.PIPE, cwd=HERE, check=True,
    )  # fmt: skip
    took = json.loads(done.stdout)
    return took and Spent(**took)


def found(output: Path, ours: bool) -> set[tuple[str, ...]]:
    """(file, row, column, rule) of the checks that are compared."""
    if not ours:
        return {tuple(line.split("\t")) for line in output.read_text(encoding="utf-8").splitlines() if line}
    files = json.loads(output.read_text(encoding="utf-8"))["files"]
    return {
        (file["file"], str(f["row"]), f["column"], f["rule"])
        for file in files for f in file["findings"]
        if f["severity"] != "unchecked" and (f["column"], f["rule"]) in COMPARED
    }  # fmt: skip


def table(
    title: str, folder: Path, files: list[Path], peers: dict[str, tuple[str, int]], rounds: int, limit: float
) -> None:
    """One round after another; who is too slow once is not asked again."""
    spent: dict[str, list[Spent]] = {name: [] for name in peers}
    results: dict[str, set[tuple[str, ...]]] = {}
    late: set[str] = set()
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch) / "out"
        for number in range(rounds):
            for name, (what, cores) in peers.items():
                if name in late:
                    continue
                ours = what.isdigit()
                where = str(files[0].parent if len(files) > 1 else files[0])
                command = (
                    [*JINENG, what, where] if ours else [sys.executable, f"{what}.py", str(folder), *map(str, files)]
                )
                once = run(command, cores, output, limit)
                took = f"{once.wall:.2f} 秒" if once else f"超过 {limit:.0f} 秒"
                print(f"{title} {number + 1}/{rounds} {name} {took}", file=sys.stderr)
                if once is None:
                    late.add(name)
                    continue
                spent[name].append(once)
                if number == 0 and "calamine_reading" not in what:
                    results[name] = found(output, ours)
    middle = {name: Spent(*map(statistics.median, zip(*of, strict=True))) for name, of in spent.items() if of}
    ours, reading = middle.get(OURS), middle.get(READING)
    right = results.get(OURS, set())
    print(f"\n{title}（中位数，{rounds} 轮；相同的检查共 {len(right)} 处问题）\n")
    print(
        "| | 秒 | 处理器秒 | 与 jineng 一个核之比 | 与只读取之比 | 内存峰值 MB | 漏报 | 多报 |\n|---|---|---|---|---|---|---|---|"
    )
    for name in sorted(peers, key=lambda name: middle[name].wall if name in middle else limit):
        if name not in middle:
            print(f"| {name} | 超过 {limit:.0f} 秒 | – | – | – | – | – | – |")
            continue
        one = middle[name]
        compared = f"{len(right - results[name])} | {len(results[name] - right)}" if name in results else "– | –"
        ratios = [f"{one.wall / base.wall:.2f}" if base else "–" for base in (ours, reading)]
        print(
            f"| {name} | {one.wall:.2f} | {one.processor:.2f} | {' | '.join(ratios)} | {one.memory:.0f} | {compared} |"
        )


def memory(folder: Path, kind: str, title: str, most: int, limit: float) -> None:
    """What the memory of one large sheet grows with: rows and findings side by side, on one core."""
    print(f"\n{title}，到 {most} 行：内存随什么增长（一个核，1 轮）\n")
    print(
        "| 行 | 查出的问题 | jineng 处理器秒 | jineng 内存峰值 MB | 只读取（calamine）内存峰值 MB |\n|---|---|---|---|---|"
    )
    took: list[tuple[int, Spent]] = []
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch) / "out"
        for rows in (most // 4, most // 2, most):
            [file] = make(folder, kind, rows)
            reading = run([sys.executable, "calamine_reading.py", str(folder), str(file)], 1, output, limit)
            ours = run([*JINENG, "1", str(file)], 1, output, limit)
            read = f"{reading.memory:.0f}" if reading else "–"
            if ours is None:
                print(f"| {rows} | – | 超过 {limit:.0f} 秒 | – | {read} |")
                continue
            summary = json.loads(output.read_text(encoding="utf-8"))["summary"]
            findings = sum(summary[kind] for kind in ("errors", "warnings", "unchecked"))
            print(f"| {rows} | {findings} | {ours.processor:.2f} | {ours.memory:.0f} | {read} |")
            took.append((rows, ours))
    if len(took) > 1:
        (fewer, less), *_, (more, much) = took
        print(f"\n每多一行多 {(much.memory - less.memory) * 2**20 / (more - fewer):.0f} 字节")


def starting(folder: Path, file: Path, times: int = 15) -> None:
    """Processor milliseconds, the least of several runs in turn, of what is done before the first row is seen."""
    bare = "import sys; from python_calamine import CalamineWorkbook as W; list(W.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows())"
    commands = {
        "Python 用 calamine 读一个工作簿": [sys.executable, "-c", bare, str(file)],
        "**jineng --help**": [sys.executable, "-m", "jineng.addin", "--help"],
        "**jineng check**，一个工作簿（200 行）": [sys.executable, "-m", "jineng.addin", "check", str(file)],
        "pydantic 逐行": [sys.executable, "pydantic_rows.py", str(folder), str(file)],
        "polars": [sys.executable, "polars_columns.py", str(folder), str(file)],
        "pandas": [sys.executable, "pandas_columns.py", str(folder), str(file)],
        "frictionless": [sys.executable, "frictionless_table.py", str(folder), str(file)],
    }
    with tempfile.TemporaryDirectory() as scratch:
        rounds = [[run(c, 1, Path(scratch) / "out", 60) for c in commands.values()] for _ in range(times)]
    done = dict(zip(commands, zip(*rounds, strict=True), strict=True))
    least = {name: min(one.processor for one in runs if one) for name, runs in done.items() if any(runs)}
    base = next(iter(least.values()))
    print("\n一个工作簿，整个进程（处理器毫秒，几次里最少的）\n\n| | 毫秒 | 与只读取之比 |\n|---|---|---|")
    for name, seconds in least.items():
        print(f"| {name} | {seconds * 1000:.0f} | {seconds / base:.1f} |")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--limit", type=float, default=60, help="a process that takes more seconds is given up")
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "jineng-benchmark")
    for name, usual in (("--small", 500), ("--big", 500_000), ("--million", 1_000_000), ("--rounds", 3)):
        parser.add_argument(name, type=int, default=usual)
    asked = parser.parse_args()
    print(
        f"Python {platform.python_version()}，{os.cpu_count()} 核，{'，'.join(f'{p} {version(p)}' for p in PACKAGES)}"
    )
    if asked.small:
        files = make(asked.data, "small", asked.small)
        starting(asked.data, files[0])
        table(f"{asked.small} 个工作簿，各 200 行 15 列", asked.data, files, PEERS, asked.rounds, asked.limit)
    if asked.big:
        files = make(asked.data, "big", asked.big)
        table(f"一个工作簿，{asked.big} 行 20 列", asked.data, files, PEERS, 1, asked.limit)
    if asked.million:
        for kind, title in (("big", "一张竞赛成绩表，20 列"), ("certificate", "一张证书信息表，15 列")):
            memory(asked.data, kind, title, asked.million, 4 * asked.limit)


if __name__ == "__main__":
    main()
