"""身份证号 (GB 11643-1999): what is wrong with a number, and the birth date and sex it states.

Our own few lines, because the ready library rejects every number whose county code was not in force in the year of
birth: most people of Weihai born before 1990. The first six digits never decide anything here.
"""

import re
from datetime import date
from typing import Any

from jineng.validators.values import fold, is_blank, is_error

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_SHAPE = re.compile(r"\d{17}[\dX]")
_OLD = re.compile(r"\d{15}")
_PERMIT = re.compile(r"[A-Z]{1,2}\d{6,10}[A-Z0-9]?|\d{8}[A-Z]?")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)


def tidy_id(cell: Any) -> str:
    """The number as GB 11643 writes it: half width, no spaces, X upper case (X-02).

    >>> tidy_id(" 37109919900307123ｘ")
    '37109919900307123X'
    """
    return fold(cell).upper().replace("'", "")


def check_digit(first17: str) -> str:
    """The 18th character that belongs to the first 17 digits."""
    return _CHECK[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def id_fault(cell: Any) -> str | None:
    """What is wrong with an ID number, as a sentence; None when it is right, doubtful only, or blank.

    The day of judgement for “in the future” is today: a birth date after today cannot be anybody's.
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if cell >= 1e15:
            return "以数字格式保存，第16位起已丢失，不能修复"
        return f"“{cell:.0f}”只有{len(f'{cell:.0f}')}位，且以数字格式保存"
    if is_blank(cell):
        return None
    if is_error(cell):
        return f"单元格为错误值 {cell}"
    number = tidy_id(cell)
    if _SHAPE.fullmatch(number):
        birth = _birth(number)
        if birth is None:
            return f"第7至14位“{number[6:14]}”不是有效日期"
        if birth > date.today():
            return f"出生日期 {birth} 在今天之后"
        if check_digit(number[:17]) != number[17]:
            lost = "，疑似曾以数字格式保存而丢失末位" if number.endswith("000") else ""
            return f"末位校验码“{number[17]}”不对{lost}"
        return None
    if _SCIENTIFIC.fullmatch(number):
        return f"“{number}”是科学计数，号码已丢失，不能修复"
    if id_doubt(cell):
        return None
    if len(number) != 18:
        return f"应为18位，现为{len(number)}位"
    return "应为17位数字加末位数字或X"


def id_doubt(cell: Any) -> str | None:
    """Why a person must look at the document: an old 15-digit number, a passport or a residence permit."""
    if type(cell) is not str:
        return None
    number = tidy_id(cell)
    if _OLD.fullmatch(number):
        return "15位旧号码，没有校验码，请换成18位"
    if _PERMIT.fullmatch(number):
        return "不是居民身份证号（可能是护照或通行证），请人工核对证件"
    return None


def id_number(cell: Any) -> str | None:
    """A right 18-character number in its standard spelling, else None."""
    if type(cell) is not str or id_fault(cell) or id_doubt(cell):
        return None
    return tidy_id(cell) or None if not is_blank(cell) else None


def id_birth(cell: Any) -> date | None:
    """The birth date that a right ID number states."""
    number = id_number(cell)
    return _birth(number) if number else None


def id_sex(cell: Any) -> str | None:
    """男 or 女, as the 17th digit of a right ID number states (odd is 男)."""
    number = id_number(cell)
    return ("女", "男")[int(number[16]) % 2] if number else None


def mask_id(words: str) -> str:
    """The number with the 8 digits of the birth date hidden (X-08); other text is left as it is.

    >>> mask_id("身份证号 371099199003071230 重复")
    '身份证号 371099********1230 重复'
    """
    return re.sub(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?![\dXx])", r"\1********\2", words)


def _birth(number: str) -> date | None:
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return birth if birth.year >= 1900 else None
