"""竞赛成绩表、证书信息表的测试数据：虚构的人，固定的种子，每二十行约有一行出错，二十几种错法。

python workload.py 文件夹           500 个工作簿，各 200 行 15 列（small）；一个 500000 行 20 列的（big）
python workload.py 文件夹 small 50  只写 50 个小的；big、certificate（证书信息表）后面的数是行数
"""

import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from jineng.addin.sample_rows import id_of
from jineng.validators.contests import Contest, catalogue_of
from jineng.validators.policy import Policy
from jineng.workbooks.documents import CERTIFICATE_HEADERS

COLUMNS = [
    "序号",
    "姓名",
    "性别",
    "身份证号",
    "身份",
    "工作单位",
    "竞赛名称",
    "职业（工种）",
    "组别",
    "决赛日期",
    "理论成绩",
    "实操成绩",
    "总成绩",
    "名次",
    "获得奖项",
    "原职业（工种）",
    "原职业技能等级",
    "原证书编号",
    "联系电话",
    "备注",
]
NARROW = [c for c in COLUMNS if c not in {"序号", "总成绩", "原证书编号", "联系电话", "备注"}]
ITEM = 20  # rows of one item of a contest; the first six of them won

_SURNAMES = "王李张刘于孙丛宋姜毕邹鞠曲苗吕隋林侯梁车董周谭夏房连汤岳戚慕"
_GIVEN = "明建军海涛志强洪波晓东文博永刚俊杰浩宇航轩振华立新国栋鹏飞旭家豪德胜少丽燕霞静淑芬雪梅佳慧雨桐婷美玲春红思琪欣怡爱玉洁倩"
_PRIZES = ("一等奖", "二等奖", "二等奖", "三等奖", "三等奖", "三等奖")
_LEVELS = ("无", "无", "初级工（五级）", "中级工（四级）", "四级", "中级工")


class Rows:
    """成绩表的行，一个竞赛项目接一个；同一人、同一姓名和单位只出现一次，除非是有意的差错。"""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        plan = catalogue_of(Policy("威海", date(2024, 12, 31))).contests
        self.items = [(c, g, name) for c in plan for g, names in c.items.items() for name in dict.fromkeys(names)
                      if g not in c.open and "学生" not in g + name]  # fmt: skip
        self.seen: set[Any] = set()
        self.count = 0

    def table(self, length: int) -> Iterator[dict[str, Any]]:
        first: dict[str, Any] = {}
        contest, group, item = self.rng.choice(self.items)
        for number in range(length):
            if number % ITEM == 0:
                contest, group, item = self.rng.choice(self.items)
                first = {}
            row = self._row(number + 1, contest, group, item, number % ITEM + 1)
            if first and self.rng.random() < 0.07:
                self._spoil(row, first, contest)
            else:
                first = first or row
            yield row

    def applications(self, length: int) -> Iterator[dict[str, Any]]:
        """证书信息表的行：成绩表里的人和差错，都当作获了奖。"""
        for row in self.table(length):
            final, contest = row["决赛日期"], row["竞赛名称"]
            yield {column: row.get(column) for column in CERTIFICATE_HEADERS} | {
                "竞赛时间": f"{final.year}年{final.month}月" if isinstance(final, date) else final,
                "晋升职业技能等级": "高级工（三级）", "获得奖项": row["获得奖项"].replace("无", "三等奖"),
                "评价机构": f"{contest}组委会（办公室）", "发证机构": f"{contest}组委会（威海市人力资源和社会保障局技能竞赛专用章）",
            }  # fmt: skip

    def _row(self, serial: int, contest: Contest, group: str, item: str, place: int) -> dict[str, Any]:
        rng = self.rng
        self.count += 1
        sex = rng.choice("男女")
        number = self._new(lambda: id_of(date(1966, 1, 1) + timedelta(rng.randrange(14000)), sex, rng.randrange(500)))
        name, unit = self._new(lambda: (rng.choice(_SURNAMES) + "".join(rng.choices(_GIVEN, k=2)),
                                        f"威海示例{rng.choice(_GIVEN)}{rng.randrange(500)}公司"))  # fmt: skip
        year, month = contest.planned or (2024, 10)
        low = 62 if place <= len(_PRIZES) else 35
        theory, practical = (rng.randrange(2 * low, 200) / 2 for _ in range(2))
        level = rng.choice(_LEVELS)
        return {
            "序号": serial, "姓名": name, "性别": sex, "身份证号": number, "身份": "职工", "工作单位": unit, "竞赛名称": contest.name,
            "职业（工种）": item, "组别": group or "职工组", "决赛日期": date(year, month or 10, 10 + len(item) % 15), "理论成绩": theory,
            "实操成绩": practical, "总成绩": round(0.3 * theory + 0.7 * practical, 2), "名次": place,
            "获得奖项": _PRIZES[place - 1] if place <= len(_PRIZES) else "无", "原职业（工种）": None if level == "无" else item,
            "原职业技能等级": level, "原证书编号": None if level == "无" else f"示例证书{self.count:07d}",
            "联系电话": f"139{self.count % 10**8:08d}", "备注": "替补选手" if rng.random() < 0.03 else None,
        }  # fmt: skip

    def _new(self, draw: Any) -> Any:
        while (found := draw()) in self.seen:
            pass
        self.seen.add(found)
        return found

    def _spoil(self, row: dict[str, Any], first: dict[str, Any], contest: Contest) -> None:
        number, final, place = row["身份证号"], row["决赛日期"], row["名次"]
        born = date(final.year - 17, 1, 5)
        kinds: list[dict[str, Any]] = [
            {"姓名": None}, {"姓名": row["姓名"] + "A"}, {"性别": "男性"}, {"性别": "女" if row["性别"] == "男" else "男"},
            {"性别": None}, {"身份证号": None}, {"身份证号": float(number[:15] + "000")}, {"身份证号": number[:17]},
            {"身份证号": number[:17] + ("1" if number[17] != "1" else "2")},
            {"身份证号": number[:10] + "0230" + number[14:]}, {"身份证号": first["身份证号"], "性别": first["性别"]},
            {"身份证号": first["身份证号"], "性别": first["性别"], "姓名": first["姓名"], "工作单位": first["工作单位"]},
            {"竞赛名称": contest.name.replace("技能", "技術")}, {"职业（工种）": "宠物健康护理员"}, {"身份": "学生"},
            {"组别": "学生组"}, {"决赛日期": date(final.year, 3, 5)}, {"决赛日期": "10月底"}, {"工作单位": None},
            {"获得奖项": "参与奖"}, {"理论成绩": 105}, {"理论成绩": "缺考"}, {"理论成绩": 59.99}, {"理论成绩": None},
            {"实操成绩": -3}, {"实操成绩": "缺考"}, {"实操成绩": 59.5}, {"实操成绩": None}, {"原职业技能等级": "高级"},
            {"身份证号": id_of(born, row["性别"], place)}, {"名次": None}, {"获得奖项": "一等奖（第19名）"},
        ]  # fmt: skip
        row.update(self.rng.choice(kinds))


def write(path: Path, rows: Iterator[dict[str, Any]], columns: list[str], name: str = "成绩") -> None:
    """A workbook as Excel writes it: strings shared, days as numbers with a format, a merged title above the header."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet(name)
    day, text = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "@"})
    sheet.merge_range(0, 0, 0, len(columns) - 1, f"2024年职业技能竞赛{name}表", book.add_format({"bold": True}))
    sheet.write_row(1, 0, columns)
    for at, row in enumerate(rows, 2):
        for column, key in enumerate(columns):
            value = row[key]
            if isinstance(value, date):
                sheet.write_datetime(at, column, value, day)
            elif isinstance(value, str):
                sheet.write_string(at, column, value, text if key in ("身份证号", "联系电话") else None)
            elif value is not None:
                sheet.write_number(at, column, value)
    book.close()


def write_plan(folder: Path) -> None:
    """What the peers know of the plan: contest → month, and its items by group."""
    contests = catalogue_of(Policy("威海", date(2024, 12, 31))).contests
    known = {c.name: {"month": c.planned, "items": c.items} for c in contests}
    (folder / "plan.json").write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")


def make(folder: Path, kind: str, size: int) -> list[Path]:
    """The workbooks of one kind, written if they are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    write_plan(folder)
    if kind == "small":
        target = folder / f"small-{size}"
        if not target.exists():
            target.mkdir(parents=True)
            rows = Rows(Random(2024))
            for number in range(size):
                write(target / f"{number:04d}.xlsx", rows.table(200), NARROW)
        return sorted(target.iterdir())
    path = folder / f"{kind}-{size}.xlsx"
    rows = Rows(Random(2025))
    if not path.exists() and kind == "certificate":
        write(path, rows.applications(size), [*CERTIFICATE_HEADERS], "证书信息")
    elif not path.exists():
        write(path, rows.table(size), COLUMNS)
    return [path]


if __name__ == "__main__":
    where, *rest = sys.argv[1:]
    for what, many in [(rest[0], int(rest[1]))] if rest else [("small", 500), ("big", 500_000)]:
        print(what, len(make(Path(where), what, many)))
