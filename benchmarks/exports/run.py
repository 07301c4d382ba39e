"""Export so many made-up contests, and applications beside each, and say what is wrong with the documents.

`nice python benchmarks/exports/run.py 1000`; a second number is the first seed.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

import applications
import contests


def main(count: int, first: int = 0) -> int:
    plan, begun, wrong = contests.plan().contests, perf_counter(), 0
    for seed in range(first, first + count):
        with TemporaryDirectory() as folder:
            found = [
                *contests.faults(seed, plan, Path(folder, "竞赛")),
                *applications.faults(seed, Path(folder, "申报")),
            ]
        wrong += len(found)
        print("".join(f"{fault}\n" for fault in found), end="", flush=True)
    print(f"{count} 个竞赛和同样多份首席技师、工作室、绩效评估的申报，{wrong} 处错误，{perf_counter() - begun:.0f} 秒")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:] or ["1000"])))
