"""Every worksheet function against its page of cases, tests/functions/<NAME>.md.

Columns are the arguments by their Chinese names; 结果 is the whole answer, 含有 a part of it.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from pages import tables, value

import jineng.udfs
from jineng.validators.columns import COLUMNS
from jineng.validators.functions import FUNCTIONS

PAGES = Path(__file__).parent / "functions"
OTHERS = {"id": "身份证号", "as_of": "日期", "text": "等级", "start": "起始日期", "days": "工作日天数", "kind": "期限种类",
          "final_end": "决赛最后一天", "item": "项目", "place": "地区"}  # fmt: skip
TITLES = {**{key: column.header for key, column in COLUMNS.items()}, **OTHERS}


def cases() -> Any:
    for name in FUNCTIONS:
        for table in tables(PAGES / f"{name}.md"):
            for row in table.rows:
                yield pytest.param(name, row, id=f"{name}-{row['说明']}")


def shown(answer: Any) -> str:
    return answer.strftime("%Y-%m-%d") if isinstance(answer, (date, datetime)) else str(answer)


@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_case(name: str, case: dict[str, str]) -> None:
    function = FUNCTIONS[name]
    named = [a for a, _ in function.args] + (["place", "as_of"] if function.by_place else [])
    given = {a: value(case[TITLES[a]]) for a in named if TITLES[a] in case}
    assert set(case) <= {TITLES[a] for a in named} | {"说明", "结果", "含有"}, "a column that is no argument"

    answer = getattr(jineng.udfs, name)(**{**dict.fromkeys([a for a, _ in function.args], ""), **given})

    if "结果" in case:
        assert shown(answer) == case["结果"]
    assert case.get("含有", "") in shown(answer)


def test_every_function_is_a_module_attribute_and_nothing_else_is() -> None:
    assert set(jineng.udfs.__all__) == set(FUNCTIONS) == {n for n in vars(jineng.udfs) if n.isupper()}
