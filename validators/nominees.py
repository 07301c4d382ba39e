"""What the cells of 首席技师 tables say: ages, honours, employers, dates in a sentence."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from jineng.validators import calendar, identity
from jineng.validators.values import day, filled_text, fold, head_count, is_blank, month, text, yes_no

NO_HONOUR = "无"
TIERS = {"国家级": "国家级", "国家": "国家级", "省级": "省级", "省": "省级", "市级": "市级", "市": "市级",
          "无": NO_HONOUR, "没有": NO_HONOUR, "无荣誉": NO_HONOUR}  # fmt: skip
# Patterns, compiled where they are needed, for that takes long and few tables are of 首席技师.
#: 职称 are no 职业技能等级, however high (C-003).
_PROFESSIONAL = r".*(工程师|经济师|会计师|农艺师|畜牧师|讲师|教授|研究员|职称)"
_ENTERPRISE = r"企业|公司|集团|工厂|厂$"
_COMPANY = r"(企业|公司|集团|厂)$"
OTHER_EMPLOYER = r"非企业|学校|院校|学院|大学|中学|机关|事业|政府|医院|社会团体|社团|个人|自由职业"
_MANAGER = r"经理|董事长|处长"
_ASIAN = "\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’…—·"
_WORDS = rf"(?!\s)[{_ASIAN}]|[^\s{_ASIAN}]+"
_ADVICE = r"^\s*[（(]\s*(篇幅|字数)控制在[^）)]*[）)]"
_DATES = r"(?<!\d)(20\d\d|19\d\d)(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?)?|(\d{2})(\d{2})?)?(?!\d)"


def age_by(cell: Any, on: date, birthday_counts: bool) -> int | None:
    """Completed years on a day, from a birth date or an ID number; from a month where its days make no difference.

    >>> age_by("1969-07-31", date(2024, 7, 31), True), age_by("1969-07-31", date(2024, 7, 31), False)
    (55, 54)
    >>> age_by("1968年7月", date(2024, 7, 31), True), age_by("1968年7月", date(2024, 7, 15), True)
    (56, None)
    """
    born = identity.id_birth(cell) or day(cell)
    span = (born, born) if born else _span(*found) if (found := month(cell)) else None
    if span is None or span[1] > on:
        return None
    ages = {calendar.age(b, on, birthday_counts) for b in span}
    return ages.pop() if len(ages) == 1 else None


def was_held(cell: Any) -> bool | None:
    """Whether a title was held before: 是, 否, or the year in which it was conferred.

    >>> was_held("是（2019年）"), was_held("2019年"), was_held("否"), was_held("无"), was_held(""), was_held("不详")
    (True, True, False, False, None, None)
    >>> was_held("未获得"), was_held("未核实"), was_held("无法确认")
    (False, None, None)
    """
    words = fold(cell)
    if not words:
        return None
    said = yes_no(words)
    if said is None and re.match(r"(否|无|没有|未)", words):
        if re.search(r"[知查核详确明]", words):
            return None
        said = False
    if said is None and (words[0] in "是有曾已" or any(_spans(cell))):
        said = True
    return said


def dated_within(cell: Any, years: int, on: date) -> bool | None:
    """Whether a dated item lies within so many years before a day, both days included (近四年, C-009).

    Nothing filled in is none; words without a date, a date later than the day, and a month or year that begins before
    the period and ends in it leave it open.

    >>> end = date(2024, 7, 31)
    >>> dated_within("2020-07-31", 4, end), dated_within("2020-07-30", 4, end), dated_within("2020年7月", 4, end), dated_within("", 4, end)
    (True, False, None, False)
    """
    if is_blank(cell):
        return False
    spans = list(_spans(cell))
    since = calendar.months_after(on, -12 * years)
    if any(since <= first and last <= on for first, last in spans):
        return True
    return False if spans and all(last < since for _, last in spans) else None


def period(cell: Any) -> tuple[date, date] | None:
    """The first day and the last of a period such as 1998.9-2001.7; one that goes on (至今) ends on its last date.

    >>> period("1998.9-2001.7")
    (datetime.date(1998, 9, 1), datetime.date(2001, 7, 31))
    >>> period("2001年7月至今"), period("在校期间")
    ((datetime.date(2001, 7, 1), datetime.date(2001, 7, 31)), None)
    """
    spans = list(_spans(cell))
    return (spans[0][0], spans[-1][1]) if spans else None


def is_forward(when: tuple[date, date]) -> bool:
    """Whether a period begins before it ends."""
    return when[0] <= when[1]


def is_in_order(*opinions: Any) -> bool:
    """Whether the dates of opinions, as far as they are filled in, follow each other (C-F-16)."""
    days = [spans[-1] for spans in (list(_spans(cell)) for cell in opinions) if spans]
    return all(before[0] <= after[1] for before, after in pairwise(days))


def word_count(cell: Any) -> int:
    """How many words Word counts: Chinese characters and marks one by one, other words and numbers each as one.

    >>> word_count("获国家专利5项，节约120.5万元。PLC 改造"), word_count("")
    (17, 0)
    """
    return len(re.findall(_WORDS, re.sub(_ADVICE, "", text(cell))))


def is_about(count: int, wanted: int, tolerance: int) -> bool:
    """Whether a number lies within a tolerance of another (左右), both ends included."""
    return abs(count - wanted) <= tolerance


def pledged_year(cell: Any) -> int | None:
    """The year for which a 真实性承诺 is given."""
    found = re.search(r"(20\d\d)年度?", fold(cell))
    return int(found[1]) if found else None


def _spans(cell: Any) -> Iterator[tuple[date, date]]:
    """First and last day of every date in a cell; a month or a year is all its days."""
    if isinstance(cell, date):
        known = day(cell)
        if known:
            yield known, known
        return
    for found in re.finditer(_DATES, fold(cell)):
        year, month_, day_ = int(found[1]), found[2] or found[4], found[3] or found[5]
        if month_ and not 1 <= int(month_) <= 12:
            continue
        first, last = _span(year, int(month_) if month_ else None)
        exact = day_ and day(f"{year}-{month_}-{day_}")
        if exact or not day_:
            yield (exact, exact) if exact else (first, last)


def _span(year: int, month_: int | None) -> tuple[date, date]:
    first = date(year, month_ or 1, 1)
    following = date(year + (month_ in (12, None)), (month_ or 12) % 12 + 1, 1)
    return first, following - timedelta(days=1)


def is_between(when: tuple[int, int | None], birth: Any, on: date) -> bool:
    """Whether a month begins by a day and ends after a birth, where that is known (参加工作时间)."""
    first, last = _span(*when)
    born = identity.id_birth(birth) or day(birth)
    return first <= on and (born is None or born < last)


def honour_tier(cell: Any) -> str | None:
    """国家级, 省级, 市级 or 无; what is left blank is unknown.

    >>> honour_tier("国家"), honour_tier("无"), honour_tier("区级"), honour_tier("")
    ('国家级', '无', None, None)
    """
    return TIERS.get(fold(cell))


def honour_count(cell: Any) -> int | None:
    """How many honours: a whole number from 0, with 项 or 个 at will.

    >>> honour_count("3项"), honour_count(0), honour_count("若干")
    (3, 0, None)
    """
    words = re.sub(r"[项个]$", "", fold(cell))
    return head_count(words) if words[:1].isdigit() else None


def in_industries(cell: Any, listed: tuple[str, ...]) -> bool | None:
    """Whether an industry is one of those a notice lists, under its name or as part of what the cell says (C-010)."""
    words = filled_text(cell)
    return None if words is None else any(fold(name) in fold(words) for name in listed)


def employer(cell: Any) -> bool | None:
    """Whether the kind of employer is an enterprise (C-006); words that say both or neither leave it open.

    >>> employer("国有企业"), employer("某有限公司"), employer("事业单位"), employer("民办非企业单位"), employer("")
    (True, True, False, None, None)
    """
    words = fold(cell)
    enterprise, other = bool(re.search(_ENTERPRISE, words)), bool(re.search(OTHER_EMPLOYER, words))
    return enterprise if enterprise != other else None


def is_company(cell: Any) -> bool:
    """Whether a cell names an enterprise.

    >>> is_company("某集团有限公司"), is_company("市直企业"), is_company("威海市企业服务中心")
    (True, True, False)
    """
    return bool(re.search(_COMPANY, fold(cell)))


def is_professional_title(cell: Any) -> bool:
    """Whether a cell names a 职称 such as 高级工程师, which is no 职业技能等级."""
    return bool(re.match(_PROFESSIONAL, fold(cell)))


def is_only_professional_title(cell: Any) -> bool:
    """Whether a cell names a 职称 and no 职业技能等级 beside it.

    >>> is_only_professional_title("高级工程师"), is_only_professional_title("高级技师、高级工程师")
    (True, False)
    """
    return is_professional_title(cell) and "技师" not in fold(cell)


def is_manager(cell: Any) -> bool:
    """Whether a post sounds like one in management."""
    return bool(re.search(_MANAGER, fold(cell)))


def is_nobodys_employer(unit: Any, name: Any) -> bool:
    """Whether a 工作单位 is the person himself or no unit at all (C-018)."""
    words = fold(unit)
    return bool(words) and words in {fold(name), "个人", "本人", "自由职业", "无业", "无单位"}
