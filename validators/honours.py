"""荣誉和平台: the names on the lists of 若干措施三（四）13 and 15, however a cell writes them."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Any

from jineng.validators.values import fold

_OPTIONAL = re.compile(r"\(([^()]*)\)")
_AROUND = re.compile(r"^(20\d\d年度?|第[一二三四五六七八九十\d]+[届批])+|(荣誉称号|称号|获得者|获奖者)+$")
_CLOSE = 0.8  # 全国技术能首 is 全国技术能手 misspelt; 山东省技术能手 is another honour


def find_honour(cell: Any, names: Iterable[str]) -> str | None:
    """The name on the list that a cell writes, None when none is.

    >>> find_honour("齐鲁大工匠", ["齐鲁(大)工匠"]), find_honour("2023年全国技术能手称号", ["全国技术能手"])
    ('齐鲁(大)工匠', '全国技术能手')
    """
    key = _key(cell)
    return next((name for name in names if key in _keys(name)), None)


def resembles(cell: Any, names: Iterable[str]) -> str | None:
    """The name on the list that a cell may mean: part of it, more than it, or one letter off.

    >>> resembles("国家级技能大师工作室", ["国家级技能大师工作室领办人"]), resembles("山东省技术能手", ["全国技术能手"])
    ('国家级技能大师工作室领办人', None)
    """
    key = _key(cell)
    if not 0 < len(key) <= 60:  # no honour has a longer name
        return None
    return next((name for name in names for known in _keys(name) if _near(key, known)), None)


@lru_cache(maxsize=1 << 14)  # a column of honours has few that differ
def _near(key: str, known: str) -> bool:
    return key in known or known in key or SequenceMatcher(None, key, known).ratio() >= _CLOSE


@cache
def _keys(name: str) -> tuple[str, ...]:
    """The spellings of a listed name: what stands in brackets may be left out or written without them."""
    bare = _key(name)
    return bare, _OPTIONAL.sub("", bare), _OPTIONAL.sub(r"\1", bare)


def _key(cell: Any) -> str:
    words = fold(cell).replace('"', "").replace("《", "").replace("》", "")
    return _AROUND.sub("", words).replace("国家级", "国家").replace("山东省", "山东")
