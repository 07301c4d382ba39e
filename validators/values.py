"""What a cell says: blank or not, its text, its number, its day.

Readers take a cell as any spreadsheet gives it (text, int, float, date, None) and answer the value, or None when the
cell is blank or cannot be read. They never raise and never guess: 缺考 is not 0, and 13 月 is no date.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

#: What officials write into a cell that has no content (X-05).
BLANK_WORDS = frozenset({"", "/", "\\", "-", "--", "—", "——", "–", "_", "无", "空", "暂无"})

#: An error value such as #N/A, or a formula that was never calculated: neither blank nor readable (X-07).
ERROR_VALUES = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!"}
)
UNCALCULATED = "#未计算"
#: Letters that no XML, and so no Office file, can hold; a pattern that takes long to compile and few commands need.
NOT_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"

_FOLD = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "＂": '"', "‘": "'", "’": "'", "•": "·", "・": "·", "‧": "·", "，": "、", ",": "、"}
)
#: What folding leaves as it is, as most cells are; more than two ranges of letters take long to compile.
_is_plain = re.compile(r"[--~\u4e00-\u9fff]*").fullmatch
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_FIGURE = r"(\d{1,3}(?:、\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(万)?"
#: Patterns of days and months in words, compiled where a sheet has any.
_DAY = r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:0?0:00(?::00)?)?"
_COMPACT_DAY = r"(\d{4})(\d{2})(\d{2})"
_MONTH = r"(\d{4})[-./年](\d{1,2})月?|(\d{4})(\d{2})|(\d{4})年?"
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def text(cell: Any) -> str:
    """The cell's words as shown, outer white space off; "" for an empty cell.

    >>> text(13812345678.0), text(" 张三　"), text(None), text(date(2024, 10, 20))
    ('13812345678', '张三', '', '2024-10-20')
    """
    if type(cell) is str:
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d" if cell.time() == datetime.min.time() else "%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


def is_blank(cell: Any) -> bool:
    """Whether nothing is filled in; “/”, “无” and dashes count as nothing (X-05)."""
    if type(cell) is str:
        return cell in BLANK_WORDS or cell.strip() in BLANK_WORDS
    return cell is None


def is_error(cell: Any) -> bool:
    """Whether the cell holds an error value or a formula without a result (X-07)."""
    return type(cell) is str and cell[:1] == "#" and (cell in ERROR_VALUES or cell == UNCALCULATED)


def fold(cell: Any) -> str:
    """The form in which texts are compared: full and half width, quotes, dots, commas and white space made one (A9).

    >>> fold("“技能兴威” 消防安全（新能源）") == fold('"技能兴威"消防安全(新能源)')
    True
    """
    words = cell if type(cell) is str else text(cell)
    return words if _is_plain(words) else _folded(words)


def folded(cells: Sequence[str | None]) -> Sequence[str]:
    """Many of them: most often all are as they are to be, and that is seen at one look."""
    words = [cell or "" for cell in cells]
    return words if _is_plain("".join(words)) else [fold(word) for word in words]


@lru_cache(maxsize=1 << 14)  # the same few words fill most columns
def _folded(words: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", words.translate(_FOLD)).translate(_FOLD))


def filled_text(cell: Any) -> str | None:
    """The cell's words, or None when nothing is filled in or the cell holds an error value."""
    if type(cell) is str:
        words = cell.strip()
        return None if words in BLANK_WORDS or (words[0] == "#" and is_error(cell)) else words
    return None if cell is None else text(cell)


def number(cell: Any) -> int | Decimal | None:
    """A number exactly as written: 59.996 stays below 60 whatever the sheet displays; 60分 is 60; 缺考 is none (A2).

    >>> number(60.0), number("59.99分"), number("缺考"), number(0.1 + 0.2)
    (60, Decimal('59.99'), None, Decimal('0.30000000000000004'))
    """
    kind = type(cell)
    if kind is float:
        if not math.isfinite(cell):
            return None
        return int(cell) if cell.is_integer() else Decimal(repr(cell))
    if kind is int:
        return int(cell)
    if kind is not str:
        return cell if isinstance(cell, Decimal) and cell.is_finite() else None
    words = fold(cell).removesuffix("分") if len(cell) < 40 else ""
    if not _NUMBER.fullmatch(words):
        return None
    value = Decimal(words)
    return int(value) if value == value.to_integral_value() else value


def figure(cell: Any) -> int | Decimal | None:
    """A figure of 0 or more, as people write large ones: 98,500 and 9.85万 besides plain numbers.

    >>> figure("98,500"), figure("9.85万"), figure(50.0), figure(-1), figure("1,5")
    (98500, 98500, 50, None, None)
    """
    value = number(cell)
    found = re.fullmatch(_FIGURE, fold(cell)) if type(cell) is str else None
    if found:
        exact = Decimal(found[1].replace("、", "")) * (10_000 if found[2] else 1)
        value = int(exact) if exact == exact.to_integral_value() else exact
    return value if value is not None and value >= 0 else None


def whole_number(cell: Any) -> int | None:
    """A count or a place, 1 or more: 3, “3”, “第三名”, “三” are 3; 2.5 is none.

    >>> whole_number("第十二名"), whole_number(3.0), whole_number("并列第2"), whole_number(0)
    (12, 3, 2, None)
    """
    value = number(cell)
    if value is None and type(cell) is str and len(cell) < 20:
        words = re.sub(r"^(并列)?第?|[名位]$", "", fold(cell))
        value = int(words) if words.isascii() and words.isdigit() else chinese_number(words)
    return value if isinstance(value, int) and 1 <= value < 10**9 else None


def head_count(cell: Any) -> int | None:
    """How many people: a whole number from 0, or as many names as are listed.

    >>> head_count("张三、李四"), head_count("3人"), head_count(0), head_count("三人"), head_count("约三人")
    (2, 3, 0, 3, None)
    """
    words = filled_text(cell)
    if words is None:
        return None
    counted = re.fullmatch(r"(\d{1,6})(?:\.0)?[人名]?", fold(words), re.ASCII)
    if counted:
        return int(counted[1])
    listed = [n for n in re.split(r"[、,，;；\n]", words) if n.strip()]
    if len(listed) == 1 and (words[-1] in "人名" or len(words) == 1):
        return chinese_number(fold(words).rstrip("人名"))
    return None if re.search(r"\d", words) else len(listed)


def chinese_number(words: str) -> int | None:
    """一 … 九十九 as a number.

    >>> chinese_number("二十三"), chinese_number("十"), chinese_number("百")
    (23, 10, None)
    """
    tens, ten, ones = words.rpartition("十")
    if not words or any(len(part) > 1 or part not in _DIGITS for part in (tens, ones) if part):
        return None
    if not ten:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def day(cell: Any) -> date | None:
    """A calendar day: a date cell, or text such as 2024.7.31, 2024年7月31日, 2024-07-31, 20240731 (X-06).

    A day without its day of the month (2024年7月) is no day. A bare number is a day only where the sheet's cell was
    formatted as a date, which the reader of the workbook has turned into a date already.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, (str, int, float)) or isinstance(cell, bool):
        return None
    words = fold(cell)
    found = re.fullmatch(_DAY, words) or re.fullmatch(_COMPACT_DAY, words)
    return _calendar(*map(int, found.groups())) if found else None


def month(cell: Any) -> tuple[int, int | None] | None:
    """Year and, where given, month: 2022年, 2022年7月, 2022-07, 202207 or a date.

    >>> month("2022年7月"), month("2022年"), month(date(2022, 7, 3)), month(2022.0), month("7月")
    ((2022, 7), (2022, None), (2022, 7), (2022, None), None)
    """
    known = day(cell)
    if known:
        return known.year, known.month
    if isinstance(cell, float) and not cell.is_integer():
        return None  # 2024.1 typed as a number may have been 2024.10
    found = re.fullmatch(_MONTH, fold(cell))
    if not found:
        return None
    year, month_ = int(found[1] or found[3] or found[5]), found[2] or found[4]
    if not 1900 <= year <= 2999 or (month_ and not 1 <= int(month_) <= 12):
        return None
    return year, int(month_) if month_ else None


def yes_no(cell: Any) -> bool | None:
    """是 or 否, however a sheet writes it."""
    if isinstance(cell, bool):
        return cell
    return {"是": True, "有": True, "√": True, "y": True, "yes": True, "true": True, "1": True,
            "否": False, "无": False, "没有": False, "×": False, "n": False, "no": False, "false": False, "0": False,
            }.get(fold(cell).lower())  # fmt: skip


def _calendar(year: int, month_: int, day_: int) -> date | None:
    try:
        return date(year, month_, day_) if 1900 <= year <= 2999 else None
    except ValueError:
        return None
