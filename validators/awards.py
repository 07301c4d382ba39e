"""获得奖项: which words are awards, and which place they name (计划通知三（一）, 填表说明3)."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from jineng.validators.values import chinese_number, fold, is_blank, is_error

NO_AWARD = frozenset({"未获奖", "没有", "否", "无奖", "无奖项", "未得奖"})
_MEDALS = {"金": "金牌", "银": "银牌", "铜": "铜牌"}
_AWARD = re.compile(
    r"(?P<grade>[一二三123])等奖?|(?P<medal>[金银铜])[牌奖]|(?P<merit>优胜奖?|优秀奖?)",
)
_PLACE = r"\(?(?:并列)?第?(?P<place>[一二三四五六七八九十]{1,3}|\d{1,3})名?\)?"


class Award(NamedTuple):
    """prize: 一等奖 … 优秀奖, or "" where only a place is given; place: the rank named beside it, if any."""

    prize: str
    place: int | None

    @property
    def family(self) -> str:
        """Medals and grades are two families; a contest keeps to one (P-008)."""
        return "奖牌" if self.prize in _MEDALS.values() else "等奖" if self.prize.endswith("等奖") else ""


@lru_cache(maxsize=1 << 10, typed=True)  # few words, on every row; 1 and True are not the same cell
def award(cell: Any) -> Award | None:
    """The award as the notice knows it; None for a blank and for other words.

    >>> award("二等奖"), award("一等奖（第3名）"), award("第二名"), award("参与奖")
    (Award(prize='二等奖', place=None), Award(prize='一等奖', place=3), Award(prize='', place=2), None)
    """
    if is_blank(cell) or is_error(cell):
        return None
    words = fold(cell)
    found = _AWARD.match(words)
    rest = words[found.end() :].strip("-:、") if found else words
    place = None
    if rest:
        named = re.fullmatch(_PLACE, rest)
        if not named or (not found and ("第" not in rest or "名" not in rest)):
            return None
        place = int(named["place"]) if named["place"].isdigit() else chinese_number(named["place"])
        if not place:
            return None
    return Award(_prize(found) if found else "", place)


@lru_cache(maxsize=1 << 10, typed=True)
def awarded(cell: Any) -> bool | None:
    """Whether the cell says that an award was won; unknown for a blank and for words that are no award.

    >>> awarded("三等奖"), awarded("未获奖"), awarded(""), awarded("参与奖"), awarded("颁发"), awarded("#N/A")
    (True, False, None, None, None, None)
    >>> awarded(True), awarded(False), awarded("是"), awarded("第三名"), awarded("第三"), awarded("3名")
    (True, False, True, True, None, None)
    """
    words = fold(cell)
    if words == "" or is_error(cell):
        return None
    if is_blank(cell) or words in NO_AWARD or cell is False:
        return False
    return True if cell is True or words == "是" or award(cell) else None


def is_winner(cell: Any) -> bool:
    """Whether a row of a results sheet claims an award: something is written there, and it does not say “none”."""
    return not is_blank(cell) and awarded(cell) is not False


def is_listed(cell: Any, prizes: Sequence[str], more: Sequence[str]) -> bool:
    """Whether the words are a prize of the notice's lists (三（一）, 填表说明3) or a place."""
    known = award(cell)
    return known is not None and (not known.prize or known.prize in prizes or known.prize in more)


def _prize(found: re.Match[str]) -> str:
    if found["grade"]:
        return {"1": "一", "2": "二", "3": "三"}.get(found["grade"], found["grade"]) + "等奖"
    return _MEDALS[found["medal"]] if found["medal"] else found["merit"][:2] + "奖"
