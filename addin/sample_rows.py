"""示例成绩表里的内容：虚构的参赛人员、成绩和奖项，以及有意留下的差错。"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from jineng.validators.contests import Contest
from jineng.validators.identity import check_digit, id_birth, id_sex

#: No county has this code, so that no number can be anybody's.
AREA = "371099"

_SURNAMES = "王李张刘于孙丛宋姜毕邹鞠曲苗吕隋林侯梁车董周谭夏房连汤岳戚慕"
_GIVEN = {
    "男": "明 建军 海涛 志强 洪波 晓东 文博 永刚 俊杰 浩 宇航 子轩 振华 立新 国栋 鹏飞 旭 家豪 德胜 少华",
    "女": "丽 晓燕 海霞 文静 淑芬 雪梅 佳慧 雨桐 婷婷 静 美玲 春红 思琪 欣怡 爱华 玉洁 倩 红梅 梦瑶 秀兰",
}
#: Names that programs stumble over, at these places in the order of drawing.
_UNUSUAL = {6: ("阿依古丽·买买提", "女"), 17: ("欧阳文博", "男"), 28: ("于洋", "男"), 41: ("丛㛃", "女")}
#: Years of birth. A student who wins has turned 18 before the year's first final.
_BORN = {"职工": (1965, 2004), "教师": (1972, 1999), "学生": (2005, 2009), "获奖学生": (2002, 2005)}

_PLACES = {"一类8": "环翠", "一类9": "文登", "一类10": "荣成", "一类11": "乳山", "一类12": "高新区", "一类13": "经开区",
           "一类14": "临港区"}  # fmt: skip
_TRADES = {
    "一类1": "餐饮有限公司 大酒店 宾馆", "一类3": "建设集团 化工有限公司", "一类4": "养老服务中心 护理院",
    "一类5": "消防技术服务公司 消防救援站", "一类6": "牧业有限公司 畜牧兽医站", "一类7": "电力工程公司 供电所",
    "二类4": "人力资源公司", "二类5": "社会保险服务中心", "二类6": "造船有限公司 医院", "二类7": "测绘院",
    "二类8": "建筑工程公司", "二类9": "物业公司", "二类10": "退役军人服务站", "二类11": "审计局",
    "二类12": "电梯有限公司", "二类13": "计量检定所", "二类14": "统计局", "二类15": "税务局",
    "二类16": "航运公司 轮渡公司", "二类17": "邮政分公司",
    "二类18": "烟草分公司", "二类19": "水文站", "二类22": "信息技术股份有限公司",
}  # fmt: skip
_SCHOOLS = ("职业中等专业学校", "技师学院")
_WITH_STUDENTS = {"一类1", "一类2", "一类8", "一类10", "一类12", "二类20"}
_WITH_MEDALS = {"一类2", "一类8", "二类12", "二类16", "二类21"}
#: Items that are not in the plan: of a list that is complete, and of one that ends in 等.
UNLISTED = {"一类6": "宠物健康护理员", "一类1": "西式面点师"}
#: (contest, number of the item) → contestants and winners, where they matter.
_SIZES = {("一类1", 0): (16, 9), ("一类2", 0): (16, 10), ("一类2", 1): (5, 3), ("一类14", 0): (5, 4),
          ("二类8", 0): (6, 3), ("二类19", 0): (6, 4)}  # fmt: skip
_SPELLINGS = {
    "高级工（三级）": ("高级工（三级）", "三级", "高级工", "三级/高级工"),
    "中级工（四级）": ("中级工（四级）", "四级", "中级工"),
    "初级工（五级）": ("初级工（五级）", "五级"),
}


@dataclass
class Row:
    """成绩表的一行。faults：列名 → （规则编号，差错说明）。"""

    place: int
    winner: bool
    cells: dict[str, Any]
    faults: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __getitem__(self, header: str) -> Any:
        return self.cells[header]


class People:
    """按固定顺序给出虚构人员：姓名、身份证号、电话都不重复。"""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._names = {name for name, _ in _UNUSUAL.values()}
        self._count = 0

    def next(self, identity: str, winner: bool) -> dict[str, Any]:
        """下一名人员的姓名、性别、身份证号、身份和联系电话，年龄与身份相称。"""
        self._count += 1
        name, sex = _UNUSUAL.get(self._count) or self._name()
        first, last = _BORN["获奖学生" if winner and identity == "学生" else identity]
        birth = date(first, 1, 1) + timedelta(self.rng.randrange((last - first) * 365))
        number, phone = id_of(birth, sex, self._count), f"1390000{self._count:04d}"
        return {"姓名": name, "性别": sex, "身份证号": number, "身份": identity, "联系电话": phone}

    def _name(self) -> tuple[str, str]:
        while True:
            sex = self.rng.choice("男男男女女")
            name = self.rng.choice(_SURNAMES) + self.rng.choice(_GIVEN[sex].split())
            if name not in self._names:
                self._names.add(name)
                return name, sex


def id_of(birth: date, sex: str, number: int) -> str:
    """出生日期、性别和顺序号对应的身份证号，校验码正确。

    >>> id_of(date(1990, 3, 7), "男", 61)
    '371099199003071232'
    """
    first17 = f"{AREA}{birth:%Y%m%d}{number % 500 * 2 + (sex == '男'):03d}"
    return first17 + check_digit(first17)


def key_of(contest: Contest) -> str:
    """竞赛的类别加序号，如“二类22”：两类竞赛的序号各自从1起。"""
    return contest.grade + contest.number


def rows_of(contest: Contest, people: People, tidy: bool) -> list[Row]:
    """一项竞赛决赛的全部选手，逐个赛项按名次排列；tidy 的没有任何差错和异写。"""
    year, month = contest.planned or (2024, None)
    final = date(year, month or 12, people.rng.randint(10, 26))
    key = key_of(contest)
    most = 3 if contest.grade == "一类" else 2
    items = [(group, name) for group, names in contest.items.items() for name in list(dict.fromkeys(names))[:most]]
    items += [("", UNLISTED[key])] if key in UNLISTED else []
    blocks = []
    for number, (group, item) in enumerate(items):
        size, winners = _SIZES.get((key, number)) or people.rng.choice(((5, 3), (6, 3), (7, 4), (8, 4)))
        common = {"竞赛名称": contest.name, "职业（工种）": item, "组别": group, "决赛日期": final}
        scores = _scores(people.rng, size, winners, tidy)
        blocks.append([_row(key, common, people, tidy, winners, n, s) for n, s in enumerate(scores, 1)])
    for fault in PLANTED:
        if fault.contest == key:
            fault.plant(blocks)
    return [row for block in blocks for row in block]


def _row(key: str, common: dict[str, Any], people: People, tidy: bool, winners: int, place: int, score: Any) -> Row:
    winner = place <= winners
    person = people.next(_identity(key, common, people.rng), winner)
    theory, practical, total = score
    absent = total is None
    return Row(place, winner, {
        **person, "工作单位": _unit(key, person["身份"], people.rng), **common,
        "理论成绩": theory, "实操成绩": practical, "总成绩": total, "名次": None if absent else place,
        "获得奖项": _prize(place, winners, key in _WITH_MEDALS) if winner else None,
        **_prior(common["职业（工种）"], person, people.rng, tidy),
        "备注": "缺考" if absent else "替补选手" if not tidy and people.rng.random() < 0.03 else None,
    })  # fmt: skip


def _identity(key: str, common: Mapping[str, Any], rng: Random) -> str:
    words = common["组别"] + common["职业（工种）"]
    if "学生" in words:
        return "学生"
    if key in {"二类1", "二类2", "二类3"}:
        return "教师"
    return "学生" if key in _WITH_STUDENTS and rng.random() < 0.2 else "职工"


def _unit(key: str, identity: str, rng: Random) -> str:
    trades = _SCHOOLS if identity != "职工" else _TRADES.get(key, "精密机械有限公司 电子科技有限公司 实业公司").split()
    return f"{_PLACES.get(key, '威海')}示例{rng.choice(trades)}"


def _scores(rng: Random, size: int, winners: int, tidy: bool) -> list[tuple[Any, Any, Any]]:
    """理论、实操、总成绩（三七开），高分在前；获奖的两项都及格，末位有时缺考。"""
    found: list[tuple[Any, Any, Any]] = []
    for n in range(size):
        base = 95 - 26 * n / winners if n < winners else 59 - 3 * (n - winners)
        theory, practical = (round(2 * (base + rng.uniform(-4, 4))) / 2 for _ in range(2))
        found.append((theory, practical, _total(theory, practical)))
    found.sort(key=lambda score: -score[2])
    if not tidy and rng.random() < 0.3:
        found[-1] = (found[-1][0], "缺考", None)
    return found


def _total(theory: float, practical: float) -> float:
    return round(0.3 * theory + 0.7 * practical, 2)


def _prize(place: int, winners: int, medals: bool) -> str:
    prizes = ("金牌", "银牌", "铜牌", "优胜奖") if medals else ("一等奖", "二等奖", "三等奖", "三等奖")
    return prizes[0 if place == 1 else 1 if place <= 1 + winners // 3 else 2 if place <= 1 + 2 * winners // 3 else 3]


def _prior(item: str, person: Mapping[str, Any], rng: Random, tidy: bool) -> dict[str, Any]:
    """原证书：只有名称像职业的赛项才有人持证，年轻人至多中级工。"""
    birth = id_birth(person["身份证号"])
    ranks = ["无", "无", "初级工（五级）", "中级工（四级）", "中级工（四级）", "高级工（三级）", "高级工（三级）"]
    level = rng.choice(ranks[:5] if birth and birth.year > 2000 else ranks)
    if level == "无" or item.split("（")[0][-1] not in "工员师":
        return _certificate(None, "无", person)
    return _certificate(item, level if tidy else rng.choice(_SPELLINGS[level]), person)


def _certificate(occupation: str | None, level: str, person: Any) -> dict[str, Any]:
    number = f"示例证书{person['联系电话'][-4:]}" if occupation else None
    return {"原职业（工种）": occupation, "原职业技能等级": level, "原证书编号": number}


# 差错。改动的第一列是差错所在的列；值可以由本行和该项竞赛的第一行算出。没有规则编号的不是差错，是恰好合格的边界。


class Planted(NamedTuple):
    """一处有意的差错：哪项竞赛、第几个赛项（从0起）、第几名，改成什么。place 为 0 是整个赛项。"""

    rule: str
    contest: str
    item: int
    place: int
    what: str
    changes: Mapping[str, Any]

    def plant(self, blocks: Sequence[Sequence[Row]]) -> None:
        """改动这一行；整个赛项都错的，未获奖的行也一并改动，但只有获奖的行算差错。"""
        for row in blocks[self.item]:
            if self.place not in {0, row.place}:
                continue
            for header, value in self.changes.items():
                row.cells[header] = value(row, blocks[0][0]) if callable(value) else value
            if all(isinstance(row[header], (int, float)) and row[header] <= 100 for header in ("理论成绩", "实操成绩")):
                row.cells["总成绩"] = _total(row["理论成绩"], row["实操成绩"])
            if self.rule and row.winner:
                row.faults[next(iter(self.changes))] = (self.rule, self.what)


Change = Callable[[Row, Row], Any]


def _born(years: int, days: int = 0) -> Change:
    """决赛那天满 years 周岁又过 days 天的人的号码，性别不变。"""

    def number(row: Row, _: Row) -> str:
        final = row["决赛日期"]
        birth = final.replace(year=final.year - years) - timedelta(days)
        return id_of(birth, row["性别"], int(row["联系电话"][-4:]))

    return number


def _same(header: str) -> Change:
    return lambda row, first: first[header]


def _wrong_digit(row: Row, _: Row) -> str:
    return row["身份证号"][:17] + str((int(row["身份证号"][17].replace("X", "9")) + 3) % 10)


def _as_number(row: Row, _: Row) -> int:
    return int(row["身份证号"][:15] + "000")  # what a spreadsheet keeps of 18 digits


def _other_sex(row: Row, _: Row) -> str:
    return "女" if id_sex(row["身份证号"]) == "男" else "男"


def _holds(level: str, occupation: str = "") -> dict[str, Any]:
    return {
        "原职业技能等级": level,
        "原职业（工种）": occupation or (lambda row, _: row["职业（工种）"]),
        "原证书编号": lambda row, _: f"示例证书{row['联系电话'][-4:]}",
        "身份": "职工",
        "身份证号": _born(36, 100),
    }


_DOUBLED = {header: _same(header) for header in ("身份证号", "姓名", "性别", "身份", "工作单位", "联系电话")}
_ONE_ID = {"身份证号": _same("身份证号"), "性别": _same("性别")}
_OTHER = {"原职业（工种）": "焊工", **_holds("高级工（三级）", "焊工")}
_BLANK = {"原职业技能等级": None, "原职业（工种）": None, "原证书编号": None}

PLANTED = (
    Planted("P-014", "一类1", 0, 9, "获奖选手理论成绩 59.99，差 0.01 分", {"理论成绩": 59.99}),
    Planted("P-014", "一类2", 1, 3, "获奖选手实操成绩 59.5", {"实操成绩": 59.5}),
    Planted("P-014", "一类3", 0, 2, "获奖选手缺理论成绩", {"理论成绩": None}),
    Planted("P-014", "一类4", 0, 1, "实操成绩 105，超出 0 至 100", {"实操成绩": 105}),
    Planted("P-014", "二类4", 0, 2, "获奖选手实操成绩写“缺考”", {"实操成绩": "缺考"}),
    Planted("P-016", "二类2", 2, 2, "获奖学生决赛次日才满 18 周岁", {"身份证号": _born(18, -1)}),
    Planted("P-016", "二类2", 3, 1, "获奖学生 16 周岁", {"身份证号": _born(16, 100)}),
    Planted("", "二类2", 3, 2, "决赛当日年满 18 周岁，符合", {"身份证号": _born(18)}),
    Planted("P-021", "一类7", 0, 2, "已有同一职业技师证书", _holds("技师（二级）")),
    Planted("P-021", "一类8", 2, 1, "已有同一职业高级技师证书", _holds("高级技师")),
    Planted("P-015", "二类22", 1, 2, "高级工证书是另一职业的", _OTHER),
    Planted("P-015", "二类20", 1, 2, "原等级只写“高级”", _holds("高级")),
    Planted("P-015", "一类10", 0, 2, "原等级空白", _BLANK),
    Planted("P-015", "二类18", 1, 2, "原等级空白", _BLANK),
    Planted("P-T-05", "一类9", 0, 2, "身份证号校验码不对", {"身份证号": _wrong_digit}),
    Planted("P-T-05", "一类9", 2, 1, "身份证号少一位", {"身份证号": lambda row, _: row["身份证号"][:17]}),
    Planted("P-T-05", "二类8", 0, 2, "同一人在同一赛项出现两次", _DOUBLED),
    Planted("X-01", "一类13", 0, 2, "身份证号存为数字", {"身份证号": _as_number}),
    Planted("X-01", "一类14", 1, 1, "身份证号存为数字", {"身份证号": _as_number}),
    Planted("X-01", "二类9", 0, 1, "身份证号存为数字", {"身份证号": _as_number}),
    Planted("X-03", "二类21", 1, 2, "与另一赛项第一名身份证号相同而姓名不同", _ONE_ID),
    Planted("P-T-03", "二类20", 0, 3, "性别写“M”", {"性别": "M"}),
    Planted("X-04", "一类5", 0, 2, "性别与身份证号不符", {"性别": _other_sex}),
    Planted("P-T-06", "一类5", 1, 0, "竞赛名称漏了“职业”二字", {"竞赛名称": "“技能兴威”消防安全技能竞赛"}),
    Planted("P-T-09", "一类6", 2, 0, "赛项不在计划所列范围", {"职业（工种）": UNLISTED["一类6"]}),
    Planted("P-A1-04", "一类1", 3, 0, "计划所列赛项以“等”结尾，其中没有此项", {"职业（工种）": UNLISTED["一类1"]}),
    Planted("P-A1-11", "二类2", 0, 2, "学生参加职工组", {"组别": "职工组", "身份": "学生", "身份证号": _born(19, 40)}),
    Planted("P-T-11", "二类13", 0, 3, "奖项写“参与奖”", {"获得奖项": "参与奖"}),
    Planted("P-008", "二类10", 0, 2, "获奖而没有名次", {"名次": None}),
    Planted("X-07", "二类17", 0, 2, "实操成绩为错误值 #N/A", {"实操成绩": "#N/A"}),
    Planted("P-A1-09", "一类12", 0, 1, "决赛日期早于计划月份", {"决赛日期": date(2024, 7, 20)}),
    Planted("X-06", "一类8", 0, 3, "决赛日期写“10月底”", {"决赛日期": "10月底"}),
    Planted("P-009", "一类2", 0, 1, "16 人中 10 人获奖，超过 60%", {"获得奖项": "金牌"}),
    Planted("P-009", "一类14", 0, 1, "5 人中 4 人获奖，超过 60%", {"获得奖项": "一等奖"}),
    Planted("P-009", "二类19", 0, 1, "6 人中 4 人获奖，超过 60%", {"获得奖项": "一等奖"}),
)
