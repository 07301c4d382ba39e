"""Names of people, groups and bodies as the forms write them."""

import re
import unicodedata
from typing import Any

from jineng.validators.values import fold, text

_BODY = re.compile(r".+(?:竞赛|大赛)组委会(?:\(办公室\))?")
_OFFICE = re.compile(r"\(办公室\)$")
_SEAL = re.compile(r"\(([^()]*章)\)$")
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+(?:·[\u3400-\u9fff\U00020000-\U0003ffff]+)*")


def name_doubt(cell: Any) -> str | None:
    """What is odd about a person's name: too short, other characters, a private-use character (P-T-02)."""
    if type(cell) is str and len(cell) > 1 and _NAME.fullmatch(cell):
        return None
    words = fold(cell)
    if not words:
        return None
    if any(unicodedata.category(c) == "Co" for c in words):
        return "含有造字区字符，其他电脑上显示不出，请改用标准字"
    if not _NAME.fullmatch(words):
        return "含有汉字和“·”以外的字符，请核对证件"
    return "只有一个字，请核对证件" if len(words) < 2 else None


def is_body(cell: Any) -> bool:
    """Whether a 评价机构 ends in 竞赛组委会 or 大赛组委会, （办公室） at will (填表说明4)."""
    return bool(_BODY.fullmatch(fold(cell)))


def body_name(cell: Any) -> str:
    """A body's name without （办公室） and without the seal in brackets: what 填表说明5 wants alike.

    >>> body_name("某大赛组委会（办公室）") == body_name("某大赛组委会（某某专用章）")
    True
    """
    return _OFFICE.sub("", _SEAL.sub("", fold(cell)))


def seal_of(cell: Any) -> str:
    """The words in the seal's brackets at the end of 发证机构, "" when there are none."""
    found = _SEAL.search(fold(cell))
    return found[1] if found else ""


def group_fits(identity: Any, group: Any) -> bool | None:
    """Whether a person of that 身份 belongs in that 组别: 学生 in 学生组, 职工 and 教师 in 职工组 (P-A1-11).

    Groups that name neither (甲组, 团体) say nothing.
    """
    who, where = text(identity), text(group)
    student = "学生" in where and "教师" not in where
    worker = "职工" in where or "教师" in where
    if student == worker or not who:
        return None
    return ("学生" in who) == student
