"""Contests made up at random, and what must become of everybody in them, worked out a second time and plainly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import hard
from again import unsaid
from docx import Document
from openpyxl import load_workbook

from jineng.validators.columns import COLUMNS
from jineng.validators.contests import Catalogue, Contest, catalogue_of
from jineng.validators.forms import EXPERT, RESULTS
from jineng.validators.identity import check_digit
from jineng.validators.policy import Policy
from jineng.workbooks.checker import Aids
from jineng.workbooks.documents import CERTIFICATE_HEADERS
from jineng.workbooks.expert_export import export_expert_sheets
from jineng.workbooks.export import Export, export_sheets
from jineng.workbooks.sheets import Sheet

_SURNAMES, _GIVEN = "虚赵钱孙李周吴郑王冯陈", "一二三子丑寅卯辰巳午未甲乙丙丁戊己庚辛壬癸"
_UNITS = ("威海市某某有限公司", hard.LONG_UNIT, "=1+1公司", "A&B <C>", "某某学校", "+86 某店")
_LEVELS = ("无", "初级工", "中级工", "高级工", "高级工（三级）", "技师")
_SCORES = (59.99, 60, 60.01, 0, 100, 75.5, 88, 92.25, 61, 70)
_AIDS = Aids(today=date(2025, 1, 10))


@dataclass
class Made:
    """A results sheet, and what must become of its winners: ID number → level, or None for those not to be listed."""

    contest: Contest
    sheets: list[Sheet]
    levels: dict[str, str | None]
    experts: set[str]


def plan() -> Catalogue:
    return catalogue_of(Policy("威海", date(2024, 10, 20)))


def made_up(seed: int, contests: Sequence[Contest]) -> Made:
    """A contest of the plan with up to 60 contestants in up to three of its items."""
    chance = Random(seed)
    contest = contests[seed % len(contests)]
    group, items = chance.choice(sorted(contest.items.items()))
    final = date(2024, 6, 10) + timedelta(days=chance.randrange(200))
    ceilings = {item: chance.choice(("高级工", "技师", "高级技师")) for item in sorted(items)}
    made = Made(contest, [], {}, set())
    rows: list[list[Any]] = []
    for item in chance.sample(sorted(items), min(len(items), chance.randint(1, 3))):
        count = chance.randint(1, 20)
        for place in range(1, count + 1):
            winner = place <= max(1, round(count * 0.6))
            row = _contestant(chance, seed, len(rows), place, winner, contest, item, group, final)
            rows.append([row.get(key, "") for key in RESULTS.keys])
            if winner:
                made.levels[row["id_number"]] = _level(row, ceilings[item], final)
            if place <= (3 if contest.grade == "一类" else 1) and row["identity"] == "职工":
                made.experts.add(row["id_number"])
    header = [COLUMNS[key].header for key in RESULTS.keys]
    given = [["设置项", "值"], ["规定人数", 1], ["联系人", "李四"], ["联系电话", "0631-5190000"]]
    trades = [["职业（工种）", "最高等级", "已备案"], *([item, top, "是"] for item, top in ceilings.items())]
    made.sheets += [
        Sheet(name, lambda cells=cells: iter(cells))
        for name, cells in (("成绩", [header, *rows]), ("设置", given), ("职业目录", trades))
    ]
    return made


def _contestant(
    chance: Random,
    seed: int,
    order: int,
    place: int,
    winner: bool,
    contest: Contest,
    item: str,
    group: str,
    final: date,
) -> dict[str, Any]:
    birth = date(1970, 1, 1) + timedelta(days=chance.randrange(14000))
    first = f"371099{birth:%Y%m%d}{order % 450 * 2 + (sex := chance.randint(0, 1)):03}"
    name = chance.choice((*hard.NAMES, "".join(chance.sample(_GIVEN, 2)))) if order % 3 else ""
    held = chance.choice(_LEVELS)
    return {
        "serial": order + 1, "name": name or chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, 2)),
        "sex": "男" if sex else "女", "id_number": first + check_digit(first), "identity": "学生" if group.startswith(("学生", "高职组学生", "中职组学生")) else "职工" if "组" in group else chance.choice(("职工", "学生")),
        "unit": chance.choice(_UNITS), "contest": contest.name, "occupation": item, "group": group, "final_date": final,
        "theory": chance.choice(_SCORES), "practical": chance.choice(_SCORES), "place_won": place,
        "award": {1: "一等奖", 2: "二等奖", 3: "三等奖"}.get(place, "优胜奖") if winner else "无", "prior_level": held,
        "prior_occupation": "" if held == "无" else item, "prior_certificate": "" if held == "无" else f"S{seed:06}{order:03}",
    }  # fmt: skip


def _level(row: dict[str, Any], ceiling: str, final: date) -> str | None:
    """三（二）, plainly."""
    born = date(*(int(row["id_number"][a:b]) for a, b in ((6, 10), (10, 12), (12, 14))))
    if row["theory"] < 60 or row["practical"] < 60 or row["prior_level"] == "技师":
        return None
    if row["prior_level"].startswith("高级工"):
        return None if ceiling == "高级工" else "技师（二级）"
    adult = (final.year, final.month, final.day) >= (born.year + 18, born.month, born.day)
    return "高级工（三级）" if adult else None


def faults(seed: int, contests: Sequence[Contest], folder: Path) -> list[str]:
    """What is wrong with the documents of one made-up contest; nothing, if all is well."""
    made = made_up(seed, contests)
    certificates = export_sheets(made.sheets, f"成绩{seed}.xlsx", folder, _AIDS)
    experts = export_expert_sheets(made.sheets, f"成绩{seed}.xlsx", folder, _AIDS)
    found = [outcome.report.error for outcome in (certificates, experts) if outcome.report.error]
    if found:
        return [f"{seed}：{problem}" for problem in found]
    listed = {row[4]: row[8] for one in certificates.contests for row in one.rows}
    wanted = {number: level for number, level in made.levels.items() if level}
    if listed != wanted:
        found.append(f"应列入而没有 {wanted.items() - listed.items()}，不应列入 {listed.items() - wanted.items()}")
    out = {row[4]: row[-1] for row in certificates.left_out}
    if out.keys() != made.levels.keys() - wanted.keys() or not all(out.values()):
        found.append("未列入的人没有全部写明原因")
    at = EXPERT.keys.index("id_number")
    named = {row[at] for one in experts.contests for row in one.rows}
    if not named <= made.experts or made.experts - named - {row[4] for row in experts.left_out}:
        found.append("情况表有不该列入的人，或有人下落不明")
    found += _documents(certificates, experts)
    return [f"{seed}：{problem}" for problem in found]


def _documents(certificates: Export, experts: Export) -> list[str]:
    """Each document opens, says what it was to say, and is clean when it is checked again."""
    found: list[str] = []
    notes = "\n".join((*certificates.notes, *experts.notes))
    for one in certificates.contests:
        table, letter = one.files
        rows = [
            ["" if v is None else str(v) for v in row]
            for row in load_workbook(table).active.iter_rows(3, values_only=True)
        ]
        if rows[: len(one.rows)] != one.rows or len(one.rows[0]) != len(CERTIFICATE_HEADERS):
            found.append("信息表读回来不一样")
        words = "".join(p.text for p in Document(str(letter)).paragraphs)
        count = f"{one.rows[0][1]}{'等' if len(one.rows) > 1 else ''}{len(one.rows)}人"
        if count not in words:
            found.append(f"申请书没有“{count}”")
    for file in (f for outcome in (certificates, experts) for one in outcome.contests for f in one.files):
        if file.suffix == ".xlsx":
            found += unsaid(file, _AIDS, notes)
    return found
