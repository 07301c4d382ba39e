"""Rows as found in sheets, for comparing what a function answers in one host and in another."""

from datetime import datetime
from random import Random
from typing import Any

from jineng.validators.functions import Function

ODD = (None, "", " ", "/", "无", "缺考", "#N/A", 0.0, -1.0, 59.99, 60.0, 105.0, 1e308, True, False, "60分", "abc", "一",
        datetime(2024, 9, 15), datetime(1899, 12, 30, 9, 30), "2024.7.31", "2024-13-01", 20241020.0, "\x00", "字" * 400)  # fmt: skip
LIKELY = {
    "theory": (60.0, 59.5, 88.5, "缺考"),
    "practical": (60.0, 92.0, 100.0),
    "prior_level": ("无", "中级工", "高级工（三级）", "三级", "高级", "技师"),
    "prior_occupation": ("焊工", "电工", "工程测量"),
    "occupation": ("焊工", "电工", "工程测量员"),
    "max_level": ("高级技师", "高级工", "一级"),
    "birth": ("371099198508261387", datetime(1990, 5, 5), "2008年9月16日"),
    "id": ("371099198508261387", 371099198508261387.0, "37109919850826138", "371099198508261380"),
    "final_date": (datetime(2024, 9, 15), "2024年9月15日"),
    "final_end": (datetime(2024, 9, 15), "2024/9/15"),
    "as_of": (datetime(2024, 9, 15), "2024年12月1日"),
    "start": (datetime(2024, 9, 30), "2024-01-02"),
    "days": (5.0, 0.0, "10"),
    "kind": ("账号", "申领", "材料"),
    "award": ("一等奖", "金牌", "无", "优胜奖"),
    "contestants": (10.0, 33.0, "12"),
    "contest": ("威海市电梯安装维修行业职业技能竞赛", "“技能兴威”第一届威海市职业技能大赛"),
    "item": ("电梯安装维修工", "西式面点师"),
    "text": ("三级", "高级工", "技师", "高级"),
}


def rows_for(function: Function, count: int) -> list[list[Any]]:
    """Rows as found in sheets: mostly likely values, odd ones among them, some rows blank."""
    chance = Random(function.name)
    names = [name for name, _ in function.args]
    rows = [
        [chance.choice(LIKELY.get(n, ODD) if chance.random() < 0.8 else ODD) for n in names] for _ in range(count)
    ]
    return [*rows, [None] * len(names)]
