"""Made-up contestants, 情况表 rows and registers for the tests of 技术能手."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jineng.validators.columns import COLUMNS
from jineng.validators.forms import EXPERT, RESULTS
from jineng.validators.identity import check_digit
from jineng.workbooks.checker import Aids
from jineng.workbooks.expert_export import export_expert_sheets
from jineng.workbooks.export import Export
from jineng.workbooks.sheets import Sheet

COOKING = "“技能兴威”威海市特色餐饮职业技能大赛"  # 一类
LIFTS = "“技能兴威”2024年度威海市电梯职业技能竞赛"  # 二类
HEADER = [COLUMNS[key].header for key in RESULTS.keys]
AWARDS = {1: "一等奖", 2: "二等奖", 3: "三等奖"}


def number(order: int) -> str:
    """A sound ID number of nobody: area code 371099 was never assigned."""
    first = f"37109919900101{order * 2 + 1:03}"
    return first + check_digit(first)


def person(order: int, place: Any = "", **cells: Any) -> list[Any]:
    """A man of the cooking contest; cells by column key."""
    row = {
        "serial": order, "name": "张" + "甲乙丙丁戊己庚辛壬癸"[order % 10], "sex": "男", "id_number": number(order), "identity": "职工",
        "unit": "某公司", "contest": COOKING, "occupation": "中式烹调师", "group": "", "final_date": date(2024, 10, 20),
        "theory": 80, "practical": 85, "total": 83.5, "place_won": place, "award": AWARDS.get(place, "无"),
        "prior_level": "无", "phone": "13900000000", **cells,
    }  # fmt: skip
    return [row.get(key, "") for key in RESULTS.keys]


def settings(**given: Any) -> Sheet:
    return Sheet("设置", lambda: iter([["设置项", "值"], *([title, value] for title, value in given.items())]))


def holders(*numbers: str) -> Sheet:
    return Sheet(
        "名册",
        lambda: iter([["姓名", "身份证号", "授予年度"], ["某人", "", 2020], *(["某人", n, 2023] for n in numbers)]),
    )


def export(folder: Path, rows: Sequence[list[Any]], *others: Sheet) -> Export:
    return export_expert_sheets([Sheet("成绩", lambda: iter([HEADER, *rows])), *others], "成绩.xlsx", folder, Aids())


def listed(outcome: Export, *keys: str) -> list[tuple[str, ...]]:
    at = [EXPERT.keys.index(key) for key in keys or ("name",)]
    return [tuple(row[i] for i in at) for contest in outcome.contests for row in contest.rows]


def why(outcome: Export) -> dict[str, str]:
    return {row[3]: row[-1] for row in outcome.left_out}


def expert(order: int, **cells: Any) -> dict[str, Any]:
    row = dict(zip(RESULTS.keys, person(order, 1), strict=True))
    return (
        {key: row.get(key, "") for key in EXPERT.keys}
        | {"contest_class": "一类", "contestants": 30, "held_before": "否"}
        | cells
    )


def sheet(rows: list[dict[str, Any]], leave: Sequence[str] = ()) -> Sheet:
    keys = [key for key in EXPERT.keys if key not in leave]
    return Sheet("情况表", lambda: iter([[COLUMNS[k].header for k in keys], *([row[k] for k in keys] for row in rows)]))
