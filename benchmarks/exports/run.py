"""Export so many made-up contests and say what is wrong with the documents: `python benchmarks/exports/run.py 1000`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from contests import faults, plan


def main(count: int) -> int:
    contests, begun, wrong = plan().contests, perf_counter(), []
    for seed in range(count):
        with TemporaryDirectory() as folder:
            wrong += faults(seed, contests, Path(folder))
    print("\n".join(wrong))
    print(f"{count} 个竞赛，{len(wrong)} 处错误，{perf_counter() - begun:.0f} 秒")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
