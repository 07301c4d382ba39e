"""The checks as a script writes them by hand: one row as a dict, one `if` a check. openpyxl, pydantic and frictionless use it.

Each problem is (column, rule); the rules have the numbers of the clauses, as in `jineng rules`.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

NAME = re.compile(r"[\u4e00-\u9fff·]{2,}")
NUMBER = re.compile(r"\d{17}[\dX]")
AWARD = re.compile(r"(?:[一二三]等奖|[金银铜]牌|优胜奖|优秀奖)(?:（第(\d+)名）)?")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
LEVELS = {
    "无",
    "初级工（五级）",
    "中级工（四级）",
    "高级工（三级）",
    "四级",
    "五级",
    "三级",
    "初级工",
    "中级工",
    "高级工",
}
#: What is compared: every peer looks for these, and jineng for more.
COMPARED = {
    ("姓名", "P-T-02"), ("性别", "P-T-03"), ("性别", "X-04"), ("身份证号", "X-01"), ("身份证号", "P-T-05"), ("身份证号", "X-03"),
    ("竞赛名称", "P-T-06"), ("职业（工种）", "P-T-09"), ("组别", "P-A1-11"), ("决赛日期", "X-06"), ("决赛日期", "P-A1-09"),
    ("工作单位", "P-T-04"), ("获得奖项", "P-T-11"), ("名次", "P-008"), ("理论成绩", "P-014"), ("实操成绩", "P-014"),
    ("原职业技能等级", "P-015"), ("身份证号", "P-016"),
}  # fmt: skip


def read_plan(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "plan.json").read_text(encoding="utf-8"))


def born(number: Any) -> date | None:
    """The birth date of a right ID number."""
    if not isinstance(number, str) or not NUMBER.fullmatch(number):
        return None
    try:
        day = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return day if "10X98765432"[total % 11] == number[17] else None


def is_number(cell: Any) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def row_problems(row: dict[str, Any], plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    name, sex, number, unit = (row[c] or None for c in ("姓名", "性别", "身份证号", "工作单位"))
    winner = row["获得奖项"] not in (None, "", "无")
    birth = born(number)
    if (winner and not name) or (name and not NAME.fullmatch(name)):
        yield "姓名", "P-T-02"
    if (winner and not sex) or (sex and sex not in ("男", "女")):
        yield "性别", "P-T-03"
    if is_number(number):
        yield "身份证号", "X-01"
    elif (winner and not number) or (number and not birth):
        yield "身份证号", "P-T-05"
    if birth and sex in ("男", "女") and sex != "女男"[int(number[16]) % 2]:
        yield "性别", "X-04"
    if winner and not unit:
        yield "工作单位", "P-T-04"
    contest = plan.get(row["竞赛名称"])
    if not contest:
        yield "竞赛名称", "P-T-06"
    else:
        groups = contest["items"]
        items = groups.get(row["组别"]) or [item for group in groups.values() for item in group]
        if row["职业（工种）"] not in items:
            yield "职业（工种）", "P-T-09"
    if ("学生" in row["身份"]) != ("学生" in row["组别"]):
        yield "组别", "P-A1-11"
    final = row["决赛日期"]
    final = final.date() if isinstance(final, datetime) else final
    if not isinstance(final, date):
        if winner:
            yield "决赛日期", "X-06"
    elif contest and [final.year, final.month] != contest["month"]:
        yield "决赛日期", "P-A1-09"
    award = AWARD.fullmatch(row["获得奖项"]) if winner else None
    place = row["名次"] if is_number(row["名次"]) else None
    if winner and (not award or (award[1] and place and int(award[1]) != place)):
        yield "获得奖项", "P-T-11"
    if winner and place is None and not (award and award[1]):
        yield "名次", "P-008"
    for column in ("理论成绩", "实操成绩"):
        score = row[column]
        if (not 0 <= score <= 100 if is_number(score) else winner) or (winner and score < 60):
            yield column, "P-014"
    if winner and row["原职业技能等级"] not in LEVELS:
        yield "原职业技能等级", "P-015"
    if winner and birth and isinstance(final, date) and row["原职业技能等级"] in LEVELS:
        age = final.year - birth.year - ((final.month, final.day) < (birth.month, birth.day))
        yield from [("身份证号", "P-016")] if age < 18 else []


class Repeats:
    """One person once in one item; one ID number, one name."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan, self.entries, self.names = plan, set(), {}

    def see(self, at: int, row: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
        number, name = row["身份证号"], row["姓名"]
        if not born(number):
            return
        key = number, row["竞赛名称"] if row["竞赛名称"] in self.plan else None, row["职业（工种）"]
        if key in self.entries:
            yield at, "身份证号", "P-T-05"
        self.entries.add(key)
        if name:
            first, known = self.names.setdefault(number, (at, name))
            if known != name:
                yield at, "身份证号", "X-03"
                yield first, "身份证号", "X-03"


def say(file: Path, found: Any) -> None:
    """One line a problem: file, row, column, rule."""
    print("\n".join(f"{file.name}\t{row}\t{column}\t{rule}" for row, column, rule in found))
