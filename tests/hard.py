"""Made-up people and studios as hard to print as real ones: long names, names with ·, rare characters, long tables."""

from datetime import date
from pathlib import Path
from typing import Any

import chief_rows
import evaluation_books
import expert_rows
import studio_forms
from openpyxl import Workbook

from jineng.validators.identity import check_digit

LONG = "买买提·艾合买提江·阿卜杜热合曼·吐尔逊江·穆罕默德·阿不都拉"
RARE = "𠮷𬭊"
#: 30 characters, a name with ·, characters outside the BMP, an ordinary one.
NAMES = (LONG, "阿依古丽·买买提", f"{RARE}𡘙", "张三丰")
LONG_UNIT = "中国（山东）自由贸易试验区威海片区某某海洋智能装备研究院有限责任公司第三分公司（文登）"
STORY = (
    "从事数控车工工作二十四年，带徒三十余人，完成工艺改进十二项，解决薄壁件加工变形难题，为企业节约成本三百余万元。"
    * 18
)


def number(order: int) -> str:
    """A sound ID number of nobody; more of them than a day has."""
    first = f"371099199{order // 400 % 10}{order // 40 % 10 + 1:02}{order % 28 + 1:02}{order % 900 + 1:03}"
    return first + check_digit(first)


def contestant(order: int, **cells: Any) -> list[Any]:
    """A winner whom nothing is wrong with."""
    name, sex = NAMES[order % len(NAMES)], "男" if int(number(order)[16]) % 2 else "女"
    unit = LONG_UNIT if order % 3 else "威海市某某酒店"
    given = {"name": name, "id_number": number(order), "sex": sex, "unit": unit, "award": "优胜奖", **cells}
    return expert_rows.person(order, **given)


def results(path: Path, winners: int = 200) -> Path:
    """A contest with so many winners, and at least as many who won nothing."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "成绩"
    sheet.append(expert_rows.HEADER)
    for order in range(1, winners + 1):
        sheet.append(
            contestant(order, place_won=order, award={1: "一等奖", 2: "二等奖", 3: "三等奖"}.get(order, "优胜奖"))
        )
    for order in range(winners + 1, winners + max(winners, 30) + 1):
        sheet.append(contestant(order, award="无"))
    settings = book.create_sheet("设置")
    for row in (
        ("设置项", "值"),
        ("联系人", LONG),
        ("联系电话", "0631-5190000"),
        ("申请日期", date(2024, 10, 31)),
        ("规定人数", 30),
    ):
        settings.append(row)
    book.save(path)
    return path


def nominees(path: Path, people: int = 12) -> Path:
    """A 汇总表 of so many, the first of them with his own 申报表, filled to the brim."""
    rows = []
    for order in range(people):
        name = NAMES[order % len(NAMES)]
        rows.append(
            chief_rows.nominee(
                order % 12, f"19{75 + order // 12 % 15}0507", name=name, unit=LONG_UNIT if order % 2 else "某机械有限公司",
                achievements="工艺改进12项，" * (order % 4 * 6 + 1), honours="山东省技术能手、" * (order % 3 + 1) + "威海市首席技师",
                honour_tier=("国家级", "省级", "市级")[order % 3],
            )
        )  # fmt: skip
    own = {"story": STORY, "own_skills": STORY[:700], "inventions": STORY[:400], "unit_profile": STORY[:800],
           "unit_address": "威海市环翠区某某街道某某路188号某某产业园3号楼"}  # fmt: skip
    sheets = [chief_rows.listed(rows), chief_rows.form(rows[0], **own)]
    return chief_rows.write(
        path,
        *sheets,
        chief_rows.settings(申请单位="环翠区人力资源和社会保障局", 联系人="李四", 联系电话="0631-5190000"),
    )


def studios(path: Path, members: int = 12) -> Path:
    """Two applications: an ordinary one, and one filled to the brim."""
    team = [
        (
            NAMES[n % len(NAMES)] + "甲乙丙丁戊己庚辛壬癸子丑"[n % 12],
            "数控车工",
            "技师（二级）",
            "薄壁件加工，" * (n % 5 + 1),
        )
        for n in range(members)
    ]
    full = {"leader_name": LONG, "studio": f"威海市{LONG}技能大师工作室", "applicant_unit": LONG_UNIT, "cover_host": LONG_UNIT,
            "unit_post": LONG_UNIT, "deeds": STORY[:900], "strengths": STORY[:900], "plan_words": STORY, "business": STORY[:300]}  # fmt: skip
    return studio_forms.workbook(path, {}, full, team=team)


def evaluation(path: Path, studios: int = 8) -> Path:
    """So many studios in the summary, and two of their own 评估表, one of a studio that failed."""
    rows = [
        evaluation_books.studio(NAMES[n % len(NAMES)] + f"{n:02}", (90, 49.5, 75)[n % 3], host=LONG_UNIT, district="环翠区")
        for n in range(studios)
    ]  # fmt: skip
    sheets = [
        evaluation_books.own_sheet("虚海涛", (28, 27, 18, 18), (27, 26, 17, 17)),
        evaluation_books.own_sheet(LONG, (10, 12, 8, 8), own=(20, 20, 15, 15)),
    ]
    for row in sheets[1]:
        if row[0] in (1, 2, 3):
            row[4] = STORY[:500]
    return evaluation_books.book(path, rows, *sheets, 优秀分数线=85, 结果公布日期=date(2024, 9, 30))


def targets(path: Path) -> Path:
    """Some of the figures of 若干措施, one of them short, one that is no figure."""
    book = Workbook()
    rows = (("T-01", 100001), ("T-02", 999), ("T-05", "约5所"), ("T-08", 9), ("T-10", 5), ("T-12", "100%"))
    for row in (("指标编号", "完成值", "备注"), *((id, value, LONG) for id, value in rows)):
        book.worksheets[0].append(row)
    book.save(path)
    return path
