"""法定退休年龄: 60, 55 and 50 until the end of 2024, then a little later with every few months of birth.

Source: 《全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定》 of 13 September 2024 with 《国务院关于渐进式延迟法定退休
年龄的办法》, in force from 1 January 2025. A public law, kept here as a table like the State Council's calendar; none of the
notices quotes it. Earlier or later retirement by one's own choice (弹性退休) is personal and not computed.
"""

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from jineng.validators.calendar import months_after
from jineng.validators.identity import id_sex
from jineng.validators.values import fold


class Schedule(NamedTuple):
    """age: until 2024; born from `first` on, a month more for every `step` months of birth, `most` at the end."""

    age: int
    first: tuple[int, int]
    step: int
    most: int


MAN, WOMAN, ANYBODY = "男", "女", "人"
_CADRE, _WORKER = "女干部", "女工人"
SCHEDULES = {
    MAN: Schedule(60, (1965, 1), 4, 36),
    _CADRE: Schedule(55, (1970, 1), 4, 36),
    _WORKER: Schedule(50, (1975, 1), 2, 60),
}
_OPEN = {WOMAN: (_CADRE, _WORKER), ANYBODY: tuple(SCHEDULES)}
SEXES = {"男": MAN, "男性": MAN, "女": WOMAN, "女性": WOMAN, _CADRE: WOMAN, _WORKER: WOMAN}


def post_kind(cell: Any) -> str | None:
    """男, 女干部 or 女工人; 女 alone leaves open which.

    >>> post_kind("女 干部"), post_kind("男"), post_kind("女")
    ('女干部', '男', None)
    """
    words = fold(cell)
    return words if words in SCHEDULES else None


def womans_post(cell: Any) -> str | None:
    """女干部 or 女工人."""
    kind = post_kind(cell)
    return None if kind == MAN else kind


def sex_word(cell: Any) -> str | None:
    """男 or 女, which 女干部 says as well.

    >>> sex_word("女干部"), sex_word("男性"), sex_word("干部")
    ('女', '男', None)
    """
    return SEXES.get(fold(cell))


def agreed_sex(*cells: Any) -> str | None:
    """男 or 女, by a sex, a post or an ID number; unknown where they contradict each other.

    >>> agreed_sex("", "女干部"), agreed_sex("男", "女工人"), agreed_sex("男", "371099199003071230")
    ('女', None, '男')
    """
    told = {sex for cell in cells if (sex := sex_word(cell) or id_sex(cell))}
    return told.pop() if len(told) == 1 else None


def retirement_date(birth: date, kind: str) -> date:
    """The day the statutory age is reached, the last of its month where that has no such day; of 女 the latest.

    >>> retirement_date(date(1964, 12, 31), "男"), retirement_date(date(1965, 1, 31), "男")
    (datetime.date(2024, 12, 31), datetime.date(2025, 2, 28))
    """
    return max(_days(birth, kind))


def working_age(birth: date, kind: str, on: date) -> bool | None:
    """Whether somebody is within the statutory age on a day; unknown on the very day, and where sex or post would decide.

    >>> on = date(2024, 7, 31)
    >>> [working_age(date(year, 8, 1), "女", on) for year in (1974, 1973, 1969, 1968)]
    [True, None, None, False]
    """
    found = {None if on == day else on < day for day in _days(birth, kind)}
    return found.pop() if len(found) == 1 else None


def age_doubt(birth: date, kind: str, on: date) -> str:
    """Why `working_age` does not know."""
    if _days(birth, kind) == (on,):
        return f"到 {on} 当天达到法定退休年龄，是否仍在年龄内"
    return f"到 {on} 是否达到法定退休年龄取决于性别和岗位类别"


@lru_cache(maxsize=1 << 14)  # the same person is asked about several times
def _days(birth: date, kind: str) -> tuple[date, ...]:
    days = []
    for age, (year, month), step, most in [SCHEDULES[k] for k in _OPEN.get(kind, (kind,))]:
        since = (birth.year - year) * 12 + birth.month - month
        late = 0 if since < 0 else min(most, since // step + 1)
        days.append(months_after(birth, age * 12 + late))
    return tuple(days)
