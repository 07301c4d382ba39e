"""Worksheet functions in LibreOffice against Python at full size: python benchmarks/calc/run.py [FUNCTION …] [--rows 10000].

Ends with 1 when any row differs.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

import calc_functions
import office

from jineng.validators.functions import FUNCTIONS


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("functions", nargs="*", default=list(FUNCTIONS))
    arguments.add_argument("--rows", type=int, default=10_000)
    given = arguments.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        calc = office.Office(Path(name), seconds=1800)
        for function in given.functions:
            wrong = calc_functions.differences(calc, Path(name), [function], given.rows).get(function, [])
            print(f"{function}: {given.rows} rows, {len(wrong)} differ {wrong[:3] or ''}", flush=True)
            bad += len(wrong)
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
