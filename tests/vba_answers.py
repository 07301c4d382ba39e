"""Run by our Python, for `vba_bridge`: a function and its cells in, a line of JSON each, its answer out.

It is called as the COM server of xlwings calls it, through the real `xlwings.udfs.call_udf`.
"""

import json
import sys
from datetime import datetime, timedelta
from typing import Any

from classic import MISSING, classic_xlwings, excel_book, excel_range, formula_in

_DAY_ZERO = datetime(1899, 12, 30)
_MARKS = {"=missing": MISSING, "=nothing": None, "=empty": None}


def value(cell: Any) -> Any:
    """A cell as COM hands it over; what JSON or Basic has no value for is marked with =."""
    if isinstance(cell, list) and cell[:1] == ["=cell"]:
        return excel_range([[value(cell[1])]])
    if isinstance(cell, list):
        return tuple(value(c) for c in cell)
    if isinstance(cell, str) and cell.startswith("=day"):
        return _DAY_ZERO + timedelta(days=float(cell[4:]))
    if isinstance(cell, str) and cell in _MARKS:
        return _MARKS[cell]
    return float(cell) if type(cell) is int else cell


def plain(answer: Any) -> Any:
    """An answer as Calc shows it: days are numbers."""
    return (answer.replace(tzinfo=None) - _DAY_ZERO).days if isinstance(answer, datetime) else answer


with classic_xlwings() as (udfs, _):
    for line in sys.stdin:
        name, cells = json.loads(line)
        caller = formula_in(excel_book("表.xlsx", {}))
        answer = udfs.call_udf("jineng.udfs", name, value(cells), None, caller)
        while isinstance(answer, (list, tuple)):
            (answer,) = answer
        print(json.dumps(plain(answer)), flush=True)
