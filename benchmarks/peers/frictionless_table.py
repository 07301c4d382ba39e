"""frictionless: its own reader (openpyxl), the columns that are checked as fields, the checks as a check of rows."""

import sys
from pathlib import Path

from frictionless import Check, Checklist, Dialect, Resource, Schema, errors, fields, formats
from plain import Repeats, read_plan, row_problems, say

folder = Path(sys.argv[1])
plan = read_plan(folder)


class Rows(Check):
    Errors = (errors.RowError,)

    def validate_start(self):
        self.repeats = Repeats(plan)
        yield from ()

    def validate_row(self, row):
        cells = {name: row[name] for name in row.field_names}
        problems = [(row.row_number, *problem) for problem in row_problems(cells, plan)]
        for at, column, rule in [*problems, *self.repeats.see(row.row_number, cells)]:
            yield errors.RowError(note=f"{at}\t{column}\t{rule}", cells=[], row_number=at)


for file in map(Path, sys.argv[2:]):
    dialect = Dialect(header_rows=[2], controls=[formats.ExcelControl(stringified=False)])
    names = Resource(path=file.name, basepath=str(file.parent), dialect=dialect).read_cells(size=2)[1]
    schema = Schema(fields=[fields.AnyField(name=name) for name in names])
    resource = Resource(path=file.name, basepath=str(file.parent), dialect=dialect, schema=schema)
    report = resource.validate(Checklist(checks=[Rows()]), limit_errors=10**9)
    found = [error.note.split("\t") for task in report.tasks for error in task.errors]
    say(file, found)
