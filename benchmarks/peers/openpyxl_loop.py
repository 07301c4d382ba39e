"""The loop that everybody writes: openpyxl, row by row."""

import sys
from pathlib import Path

from openpyxl import load_workbook
from plain import Repeats, read_plan, row_problems, say

plan = read_plan(Path(sys.argv[1]))
for file in map(Path, sys.argv[2:]):
    rows = load_workbook(file, read_only=True, data_only=True).worksheets[0].iter_rows(min_row=2, values_only=True)
    header, repeats, found = next(rows), Repeats(plan), []
    for at, cells in enumerate(rows, 3):
        row = dict(zip(header, cells, strict=False))
        found += [(at, *problem) for problem in row_problems(row, plan)]
        found += repeats.see(at, row)
    say(file, found)
