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
import time
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

from plain import COMPARED
from workload import make

HERE = Path(__file__).parent
JINENG = [sys.executable, "-m", "jineng.addin", "check", "--format", "json", "--jobs"]
#: Name → command, and on how many cores.
PEERS = {
    "只读取（calamine）": ("calamine_reading", 1),
    "**jineng，一个核**": ("1", 1),
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


def run(command: list[str], cores: int, output: Path) -> tuple[float, float, float]:
    """Wall seconds, seconds of processor time, and peak megabytes of a process on some cores."""
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    with output.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, cwd=HERE, preexec_fn=lambda: os.sched_setaffinity(0, allowed))
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"failed: {command[:4]}")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


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


def table(title: str, folder: Path, files: list[Path], peers: dict[str, tuple[str, int]], rounds: int) -> None:
    seconds, busy, memory = defaultdict(list), defaultdict(list), {}
    results: dict[str, set[tuple[str, ...]]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch) / "out"
        for number in range(rounds):
            for name, (what, cores) in peers.items():
                ours = what.isdigit()
                where = str(files[0].parent if len(files) > 1 else files[0])
                command = (
                    [*JINENG, what, where] if ours else [sys.executable, f"{what}.py", str(folder), *map(str, files)]
                )
                spent, worked, memory[name] = run(command, cores, output)
                seconds[name].append(spent)
                busy[name].append(worked)
                if number == 0 and "calamine_reading" not in what:
                    results[name] = found(output, ours)
                print(f"{title} {number + 1}/{rounds} {name} {spent:.2f}", file=sys.stderr)
    middle = {name: statistics.median(times) for name, times in seconds.items()}
    base = middle["**jineng，一个核**"]
    right = results["**jineng，一个核**"]
    print(f"\n{title}（中位数，{rounds} 轮；相同的检查共 {len(right)} 处问题）\n")
    print(
        "| | 秒 | 处理器秒 | 与 jineng 一个核之比 | 与只读取之比 | 内存峰值 MB | 漏报 | 多报 |\n|---|---|---|---|---|---|---|---|"
    )
    for name in sorted(middle, key=middle.__getitem__):
        compared = f"{len(right - results[name])} | {len(results[name] - right)}" if name in results else "– | –"
        print(f"| {name} | {middle[name]:.2f} | {statistics.median(busy[name]):.2f} | {middle[name] / base:.2f} | {middle[name] / middle['只读取（calamine）']:.2f} "
              f"| {memory[name]:.0f} | {compared} |")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "jineng-benchmark")
    for name, usual in (("--small", 500), ("--big", 500_000), ("--million", 1_000_000), ("--rounds", 3)):
        parser.add_argument(name, type=int, default=usual)
    asked = parser.parse_args()
    print(
        f"Python {platform.python_version()}，{os.cpu_count()} 核，{'，'.join(f'{p} {version(p)}' for p in PACKAGES)}"
    )
    if asked.small:
        files = make(asked.data, "small", asked.small)
        table(f"{asked.small} 个工作簿，各 200 行 15 列", asked.data, files, PEERS, asked.rounds)
    if asked.big:
        files = make(asked.data, "big", asked.big)
        table(f"一个工作簿，{asked.big} 行 20 列", asked.data, files, PEERS, asked.rounds)
    if asked.million:
        files = make(asked.data, "big", asked.million)
        few = {name: what for name, what in PEERS.items() if what[0] in ("calamine_reading", "1")}
        table(f"一个工作簿，{asked.million} 行 20 列", asked.data, files, few, 1)


if __name__ == "__main__":
    main()
