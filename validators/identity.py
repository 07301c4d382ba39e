"""身份证号 (GB 11643-1999): what is wrong with a number, and the birth date and sex it states.

Our own few lines, because the ready library rejects every number whose county code was not in force in the year of
birth: most people of Weihai born before 1990. The first six digits never decide anything here.
"""

import re
from collections.abc import Callable
from datetime import date
from operator import mul
from typing import Any

from jineng.validators.values import fold, is_blank, is_error, text

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
#: What as many zeros from that place on add up to, as characters.
_ZEROS = {(first, n): sum(WEIGHTS[first : first + n]) * ord("0") for first, n in ((0, 17), (0, 6), (6, 8), (14, 3))}
CHECK = "10X98765432"
_SHAPE = re.compile(r"\d{17}[\dX]", re.ASCII)
#: Whoever was born earlier was not born after today.
_THIS_YEAR = date.today().year
_OLD = r"\d{15}"
_PERMIT = r"[A-Z]{3}\d{12}|[A-Z]{1,2}\d{6,10}[A-Z0-9]?|\d{8}[A-Z]?"
#: An ID number, also one with a digit too few or too many, or written in groups.
_LONG_NUMBER = re.compile(r"(?<!\d)(\d{6})([ -]?\d{5,9}[ -]?)(\d{3}[\dXxｘＸ])(?!\d)")
_SCIENTIFIC = r"\d(?:\.\d+)?E\+?\d+"


def tidy_id(cell: Any) -> str:
    """The number as GB 11643 writes it: half width, no spaces, X upper case (X-02).

    >>> tidy_id(" 37109919900307123ｘ")
    '37109919900307123X'
    """
    return fold(cell).upper().replace("'", "")


def check_digit(first17: str) -> str:
    """The 18th character that belongs to the first 17 digits."""
    return CHECK[_weighed(first17, 0) % 11]


#: What a cell says as an ID number: the right 18 characters, None when there are none; what is wrong, None when nothing
#: is; why a person must look at the document; birth date; sex.
Stated = tuple[str | None, str | None, str | None, date | None, str | None]


def _stated(
    number: str | None = None, fault: str | None = None, doubt: str | None = None,
    birth: date | None = None, sex: str | None = None,
) -> Stated:  # fmt: skip
    return number, fault, doubt, birth, sex


def read_card(cell: Any) -> Stated:
    """Everything an ID cell states, in one reading. The day of judgement for “in the future” is today."""
    if type(cell) is str:
        try:
            birth, place = _BIRTHS[cell[6:14]], _PLACES[cell[:6]]
            sex, last = _ENDS[cell[14:]]
        except KeyError:
            return _card(cell)
        return (cell, None, None, birth[0], sex) if (birth[1] + place + last) % 11 == 1 else _card(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if cell >= 1e15:
            return _stated(fault="以数字格式保存，第16位起已丢失，不能修复")
        return _stated(fault=f"“{cell:.0f}”只有{len(f'{cell:.0f}')}位，且以数字格式保存")
    return _stated() if is_blank(cell) else _stated(fault=f"“{text(cell)}”不是身份证号")


def _card(words: str) -> Stated:
    if _SHAPE.fullmatch(words):
        return _judge(words)
    if is_blank(words):
        return _stated()
    if is_error(words):
        return _stated(fault=f"单元格为错误值 {words}")
    number = tidy_id(words)
    if _SHAPE.fullmatch(number):
        return _judge(number)
    if re.fullmatch(_OLD, number):
        return _stated(doubt="15位旧号码，没有校验码，请换成18位")
    if re.fullmatch(_SCIENTIFIC, number, re.IGNORECASE):
        return _stated(fault=f"“{number}”是科学计数，号码已丢失，不能修复")
    if re.fullmatch(_PERMIT, number):
        return _stated(doubt="不是居民身份证号（可能是护照或通行证），请人工核对证件")
    return _stated(fault=f"应为18位，现为{len(number)}位" if len(number) != 18 else "应为17位数字加末位数字或X")


def _judge(number: str) -> Stated:
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        birth = None
    if birth is None or birth.year < 1900:
        return _stated(fault=f"第7至14位“{number[6:14]}”不是有效日期")
    if birth.year >= _THIS_YEAR and birth > date.today():
        return _stated(fault=f"出生日期 {birth} 在今天之后")
    if check_digit(number[:17]) != number[17]:
        lost = "，疑似曾以数字格式保存而丢失末位" if number.endswith("000") else ""
        return _stated(fault=f"末位校验码“{number[17]}”不对{lost}")
    return _stated(number, birth=birth, sex="女男"[int(number[16]) % 2])


def _weighed(digits: str, first: int) -> int:
    """What some digits of a number, from the first-th on, contribute to the sum that is 1 modulo 11 in a right one."""
    return sum(map(mul, digits.encode(), WEIGHTS[first:])) - _ZEROS[first, len(digits)]


class _Known(dict[str, Any]):
    """What a part of a number, so long, says, remembered: few of the parts differ. KeyError for one that needs a closer look."""

    def __init__(self, length: int, says: Callable[[str], Any]) -> None:
        super().__init__()
        self.length, self.says = length, says

    def __missing__(self, part: str) -> Any:
        if len(part) != self.length or not part.isascii() or (said := self.says(part)) is None:
            raise KeyError(part)
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[part] = said
        return said


def _place(part: str) -> int | None:
    return _weighed(part, 0) if part.isdigit() else None


def _birth(part: str) -> tuple[date, int] | None:
    try:
        birth = date.fromisoformat(part) if part.isdigit() else date.max
    except ValueError:
        return None
    return (birth, _weighed(part, 6)) if 1900 <= birth.year < _THIS_YEAR else None


def _end(part: str) -> tuple[str, int] | None:
    if not part[:3].isdigit() or part[3] not in _LAST:
        return None
    return "女男"[int(part[2]) % 2], _weighed(part[:3], 14) + _LAST[part[3]]


_MOST_KNOWN = 50_000
_LAST: dict[str, int] = {digit: number for number, digit in enumerate("0123456789X")}
_PLACES, _BIRTHS, _ENDS = _Known(6, _place), _Known(8, _birth), _Known(4, _end)


def id_fault(cell: Any) -> str | None:
    """What is wrong with an ID number, as a sentence; None when it is right, doubtful only, or blank."""
    return read_card(cell)[1]


def id_doubt(cell: Any) -> str | None:
    """Why a person must look at the document: an old 15-digit number, a passport or a residence permit."""
    return read_card(cell)[2]


def id_number(cell: Any) -> str | None:
    """A right 18-character number in its standard spelling, else None."""
    return read_card(cell)[0]


def id_birth(cell: Any) -> date | None:
    """The birth date that a right ID number states."""
    return read_card(cell)[3]


def id_sex(cell: Any) -> str | None:
    """男 or 女, as the 17th digit of a right ID number states (odd is 男)."""
    return read_card(cell)[4]


def mask_id(words: str) -> str:
    """The number with the 8 digits of the birth date hidden (X-08); other text is left as it is.

    >>> mask_id("身份证号 371099199003071230 重复")
    '身份证号 371099********1230 重复'
    """
    return _LONG_NUMBER.sub(lambda found: f"{found[1]}********{found[3]}", words)


def masked_number(cell: Any) -> str:
    """A number by itself, of a passport too, with its middle hidden; "" for none.

    >>> masked_number("37109919900307123x"), masked_number("E12345678"), masked_number("无")
    ('371099********123X', 'E1*****78', '*')
    """
    number = tidy_id(cell)
    if mask_id(number) != number:
        return mask_id(number)
    kept = 2 if len(number) > 6 else 0
    return number[:kept] + "*" * (len(number) - 2 * kept) + (number[-kept:] if kept else "")
