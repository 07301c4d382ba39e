"""Ages, working days and deadlines, with the conventions of counting in one place.

Working days follow the State Council's holiday notices, make-up weekend workdays included; the official's own 节假日表
overrides single days of them and adds whole years. A year that neither covers is refused, never guessed.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

#: Day → whether it is worked, from the official's own 节假日表.
Holidays = Mapping[date, bool]


class NoCalendar(LookupError):
    """The holiday notice of that year is not known."""


def age(birth: date, on: date, birthday_counts: bool = True) -> int:
    """Completed years on a day; the birthday itself counts. 29 February counts from 1 March in common years (A3).

    >>> age(date(2006, 10, 20), date(2024, 10, 20)), age(date(2006, 10, 21), date(2024, 10, 20))
    (18, 17)
    >>> age(date(2004, 2, 29), date(2022, 2, 28)), age(date(2004, 2, 29), date(2022, 3, 1))
    (17, 18)
    """
    month, to = birth.month, on.month
    reached = month < to or (month == to and (birth.day <= on.day if birthday_counts else birth.day < on.day))
    return on.year - birth.year - (not reached)


def is_workday(day: date, holidays: Holidays | None = None) -> bool:
    """Whether a day is worked, by the official's table first, then by the State Council's notices."""
    if holidays and day in holidays:
        return holidays[day]
    try:
        return _published(day)
    except NoCalendar:
        if holidays and all(on in holidays for on in proof_of_year(day.year)):
            return day.weekday() < 5
        raise


def proof_of_year(year: int) -> tuple[date, date]:
    """The days that a year's whole table names: 元旦 and 国庆节, a holiday each year, the first and nearly the last of it."""
    return date(year, 1, 1), date(year, 10, 1)


def published_years() -> range:
    """The years that the State Council's notices cover."""
    import chinese_calendar

    first, last = (of(chinese_calendar.holidays).year for of in (min, max))
    return range(first, last + 1)


def named_days(since: int) -> dict[date, bool]:
    """The days of rest and make-up workdays that those notices name, from a year on → whether they are worked."""
    import chinese_calendar

    days = sorted({*chinese_calendar.holidays, *chinese_calendar.workdays})
    return {day: _published(day) for day in days if day.year >= since}


@lru_cache(maxsize=4096)  # few days lie around those of a table, and each answer goes through all holidays
def _published(day: date) -> bool:
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise NoCalendar(f"没有 {day.year} 年的放假安排，请在“节假日表”中补充该年全部放假和调休上班的日期") from None


def workdays_after(start: date, days: int, holidays: Holidays | None = None) -> date:
    """The day `days` working days after `start`; the start day itself is not counted (A4)."""
    day = start
    while days > 0:
        day = days_after(day, 1)
        days -= is_workday(day, holidays)
    return day


def days_after(start: date, days: int) -> date:
    """The day `days` calendar days after `start`; the start day itself is not counted (A4)."""
    try:
        return start + timedelta(days=days)
    except OverflowError:
        raise NoCalendar(f"{start} 之后没有日历，请核对日期") from None


def months_after(start: date, months: int) -> date:
    """The same day so many months on, the last of that month where it has no such day (S-032: 29 to 28 February).

    >>> months_after(date(2024, 2, 29), 12), months_after(date(1965, 1, 31), 60 * 12 + 1)
    (datetime.date(2025, 2, 28), datetime.date(2025, 2, 28))
    """
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if year > date.max.year:
        raise NoCalendar(f"{start} 之后没有日历，请核对日期")
    if month == 11:
        return date(year, 12, start.day)
    return min(date(year, month + 1, 1) + timedelta(start.day - 1), date(year, month + 2, 1) - timedelta(1))


def rolled(day: date, holidays: Holidays | None = None) -> date:
    """The day itself when worked, else the next working day (民法典第203条, an aid only)."""
    while not is_workday(day, holidays):
        day = days_after(day, 1)
    return day
