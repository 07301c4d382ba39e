"""竞赛奖励: the levels of contests that 若干措施三（五）18 rewards, the places it rewards, and amounts of money in cells."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from jineng.validators import awards
from jineng.validators.values import figure, fold, whole_number


class Tier(NamedTuple):
    """What is given at one level of contest.

    parameter  holds the amount, or the amounts by place
    kind       定额 (exactly that), 上限 (at most), 下限 (at least)
    """

    parameter: str
    kind: str
    clause: str


WORLD, SELECTION = "世界技能大赛", "世赛中国选拔赛"
NATIONAL_SQUAD, PROVINCIAL_SQUAD = "国家集训队", "山东集训队"
NATIONAL, PROVINCIAL, CITY = "国家级一类", "省级一类", "市级一类"

#: In the order of the notice, highest first.
TIERS = {
    WORLD: Tier("bonus.cap", "上限", "M-18"),
    SELECTION: Tier("bonus.cap", "上限", "M-18"),
    NATIONAL_SQUAD: Tier("bonus.national_squad", "定额", "M-18b"),
    PROVINCIAL_SQUAD: Tier("bonus.provincial_squad", "定额", "M-18b"),
    NATIONAL: Tier("bonus.cap", "上限", "M-18"),
    PROVINCIAL: Tier("bonus.provincial", "定额", "M-18c"),
    CITY: Tier("bonus.city_floor", "下限", "M-18d"),
}
SQUADS = frozenset({NATIONAL_SQUAD, PROVINCIAL_SQUAD})
#: Known levels for which the notice names no amount.
UNREWARDED = frozenset({"国家级二类", "省级二类", "市级二类"})
_WORLD_PRIZES = frozenset({"金牌", "银牌", "铜牌", "优胜奖"})


def contest_level(cell: Any) -> str | None:
    """The level of a contest in the notice's words; None for what it does not name.

    >>> contest_level("省一类职业技能竞赛"), contest_level("世界技能大赛中国选拔赛"), contest_level("省级")
    ('省级一类', '世赛中国选拔赛', None)
    """
    return _SPELLINGS.get(fold(cell))


def reached(level: str, place_cell: Any, places: int | Sequence[int]) -> bool | None:
    """Whether a place is rewarded at a level; unknown where the cell does not say which place it was.

    World Skills rewards 优胜奖以上, the squads need no place, all others reward the first few: so many, or as many as
    there are amounts.
    """
    if level in SQUADS or level in UNREWARDED:
        return level in SQUADS
    prize, place = awards.award(place_cell), place_of(place_cell)
    if level == WORLD:
        if (prize and prize.prize in _WORLD_PRIZES) or (place and place <= 3):  # 金、银、铜
            return True
    elif place:
        return place <= (places if isinstance(places, int) else len(places))
    return False if type(place_cell) is str and awards.awarded(place_cell) is False else None


def place_of(cell: Any) -> int | None:
    """A place: 2, 第二名, 二等奖（第2名）."""
    known = awards.award(cell)
    return whole_number(cell) or (known.place if known else None)


def nth(amounts: Sequence[int], place: int) -> int | None:
    """The amount for a place, None beyond the last one rewarded."""
    return amounts[place - 1] if place <= len(amounts) else None


def money(cell: Any) -> int | Decimal | None:
    """An amount in yuan, 0 or more; None for what is none.

    >>> money("2,000.00元"), money("1.5万元"), money(5000.0), money("¥800"), money(-1), money("未发")
    (2000, 15000, 5000, 800, None, None)
    """
    if type(cell) is not str:
        return figure(cell)
    return figure(fold(cell).removeprefix("人民币").removeprefix("¥").removesuffix("整").removesuffix("元"))


def _spellings() -> Mapping[str, str]:
    """Every accepted spelling of a level."""
    found = {"世赛": WORLD, "世界级": WORLD}
    for level in TIERS.keys() | UNREWARDED:
        words = {level}
        if level[-1] == "类":
            grade, kind = level[:-3], level[-2:]
            words |= {f"{grade}{kind}", f"{grade}级({kind})", f"{kind}({grade}级)"}
        for frame in ("{}", "{}竞赛", "{}大赛", "{}技能竞赛", "{}职业技能竞赛", "{}职业技能竞赛项目"):
            found |= {frame.format(w): level for w in words}
    for level in (SELECTION, NATIONAL_SQUAD, PROVINCIAL_SQUAD):
        bare = level.removeprefix("世赛")
        for word in (bare, bare.replace("山东", "山东省")):
            found |= {front + word: level for front in ("", "世赛", "世界技能大赛")}
    return found


_SPELLINGS = _spellings()
