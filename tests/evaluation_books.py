"""Made-up studios for the tests of 年度绩效评估: rows of 等次汇总表 and whole 评估表."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from jineng.validators.columns import COLUMNS
from jineng.validators.forms import EVALUATION

HEADER = [COLUMNS[key].header for key in EVALUATION.keys]
#: Four items that come to 100.
ITEMS = {"技能传承": 30, "技能攻关": 30, "技能研发": 20, "推广交流": 20}


def studio(name: str, score: Any = "", **cells: Any) -> dict[str, Any]:
    """A row of the summary, by column key."""
    return {
        "serial": 1, "studio": f"威海市{name}技能大师工作室", "leader": name, "host": f"{name}机械有限公司", "district": "环翠区",
        "approved_year": 2021, "evaluated_year": 2023, "self_score": 90, "expert_score": score,
        "result_date": date(2024, 9, 30), **cells,
    }  # fmt: skip


def own_sheet(
    name: str, *experts: Sequence[Any], own: Sequence[Any] = (25, 25, 18, 18), **head: Any
) -> list[list[Any]]:
    """A studio's own 评估表: each expert's scores, item by item."""
    said = {"studio": f"威海市{name}技能大师工作室", "leader": name, "host": f"{name}船舶有限公司", "approved_year": 2022,
            "evaluated_year": 2023, **head}  # fmt: skip
    names = [f"专家{n}评分" for n in range(1, len(experts) + 1)]
    rows = [["威海市技能大师工作室年度绩效评估表"], *([COLUMNS[key].header, value] for key, value in said.items())]
    rows.append(["序号", "评估项目", "评估内容", "分值", "工作落实情况", "自评得分", "佐证材料序号", *names, "备注"])
    for n, (title, most) in enumerate(ITEMS.items()):
        scores = [expert[n] for expert in experts]
        rows.append([n + 1, title, f"{title}的标准", most, "带徒 6 人", own[n], f"{n + 1}", *scores, ""])
    return rows


def book(path: Path, rows: Sequence[Mapping[str, Any]] = (), *sheets: list[list[Any]], **settings: Any) -> Path:
    """A workbook with a summary, studios' own sheets and settings."""
    workbook = Workbook()
    first = workbook.worksheets[0]
    first.title = "汇总"
    if rows:
        for line in (HEADER, *([row.get(key) for key in EVALUATION.keys] for row in rows)):
            first.append(line)
    for n, lines in enumerate(sheets, 1):
        page = workbook.create_sheet(f"评估表{n}")
        for line in lines:
            page.append(line)
    if settings:
        page = workbook.create_sheet("设置")
        for line in (["设置项", "值"], *settings.items()):
            page.append(line)
    workbook.save(path)
    return path
