"""pydantic: a model of a row, read by calamine; what depends on several columns in one validator after the fields."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from plain import COMPARED, Repeats, read_plan, row_problems, say
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, model_validator
from pydantic_core import PydanticCustomError
from python_calamine import CalamineWorkbook

plan = read_plan(Path(sys.argv[1]))
COLUMNS = sorted({column for column, _ in COMPARED} | {"身份"})


class Checked(BaseModel):
    model_config = ConfigDict(extra="ignore")

    @model_validator(mode="after")
    def _together(self) -> Any:
        if found := list(row_problems(self.__dict__, plan)):
            raise PydanticCustomError("row", "有误", {"found": found})
        return self


Cell = str | float | date | None
Row = create_model("Row", __base__=Checked, **{c: (Cell, Field(union_mode="left_to_right")) for c in COLUMNS})

for file in map(Path, sys.argv[2:]):
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).iter_rows()
    next(rows)
    header, repeats, found = next(rows), Repeats(plan), []
    for at, cells in enumerate(rows, 3):
        row = dict(zip(header, cells, strict=True))
        try:
            Row.model_validate(row, strict=True)
        except ValidationError as problem:
            found += [(at, *one) for error in problem.errors() for one in error["ctx"]["found"]]
        found += repeats.see(at, row)
    say(file, found)
