"""What the boxes of 工作室申报表 say: a host, a place, an area, an account, a team."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from jineng.validators.values import filled_text, fold, number, text

#: Patterns, compiled where they are needed: few tables are applications.
_AREA = r"(?:平方米|平米|m2|平方)$"
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_ACCOUNT = r"(?<!\d)\d{8,30}(?!\d)"
_RESEARCH = "研发|研究院|研究所|技术中心"
#: Other words for what the notice lists.
OTHER_WORDS = {
    "企业": "企业|公司|集团|厂|合作社", "研发中心": _RESEARCH, "研发": _RESEARCH, "院校": "院校|学院|学校|技校|大学", "街道": "街道",
    "班组": "班组", "工段": "工段|车间", "村居": "村|社区|居委会",
}  # fmt: skip


def area(cell: Any) -> int | Decimal | None:
    """Square metres.

    >>> area("120㎡"), area("85.5平方米"), area("约80平方米"), area(0)
    (120, Decimal('85.5'), None, 0)
    """
    return number(cell) if type(cell) is not str else number(re.sub(_AREA, "", fold(cell)))


def is_listed_place(words: Iterable[str], *cells: Any) -> bool:
    """Whether cells speak of one of the listed hosts or places, under its name or another word for it.

    >>> is_listed_place(("企业", "街道"), "有限责任公司"), is_listed_place(("企业", "街道"), "事业单位", "某博物馆")
    (True, False)
    """
    said = "、".join(fold(cell) for cell in cells)
    return any(re.search(OTHER_WORDS.get(word, word), said) for word in words)


def is_email(cell: Any) -> bool:
    return bool(re.fullmatch(_EMAIL, fold(cell), re.ASCII))


def is_account(cell: Any) -> bool:
    """Whether a cell holds an account number of 8 to 30 digits, written in groups or not."""
    return type(cell) is str and bool(re.search(_ACCOUNT, re.sub(r"(?<=\d)[ -](?=\d)", "", cell)))


def is_among(name: str, names: Any) -> bool:
    """Whether a person is one of those listed.

    >>> is_among("张三", "李四、张 三"), is_among("张三", "张三丰、李四")
    (True, False)
    """
    return fold(name) in [fold(one) for one in re.split(r"[、,，;；\n]", text(names))]


def is_named_so(studio: Any, leader: Any, pattern: str) -> bool:
    """Whether a studio's name follows a pattern such as 威海市+领办人姓名+技能大师工作室."""
    parts = [filled_text(leader) or "" if part.strip() == "领办人姓名" else part for part in pattern.split("+")]
    return fold(studio) == fold("".join(parts))


def head_sum(*counts: int) -> int:
    return sum(counts)
