"""pandera on pandas: the same columns, each check one Check of a DataFrameSchema, all failures collected."""

import sys
from pathlib import Path

from pandas_columns import masks, read
from pandera.errors import SchemaErrors
from pandera.pandas import Check, Column, DataFrameSchema
from plain import read_plan, say

plan = read_plan(Path(sys.argv[1]))
for file in map(Path, sys.argv[2:]):
    df = read(file)
    wrong = masks(df, plan)
    checks: dict[str, list[Check]] = {}
    for (column, rule), mask in wrong.items():
        checks.setdefault(column, []).append(Check(lambda s, ok=~mask: ok, name=rule, ignore_na=False))
    schema = DataFrameSchema({column: Column(object, found, nullable=True) for column, found in checks.items()})
    try:
        schema.validate(df, lazy=True)
    except SchemaErrors as problem:
        cases = problem.failure_cases
        say(file, zip(cases["index"] + 3, cases["column"], cases["check"], strict=True))
