"""年度绩效评估: grades by score, and what becomes of a studio that failed.

The notice gives the line below which a studio fails; that for 优秀 it leaves open: a score, a number of studios, or both.
A title is never said to be withdrawn, only that this would follow: the bureau decides.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import floor
from typing import TYPE_CHECKING, Any

from jineng.validators.calendar import months_after
from jineng.validators.values import fold

if TYPE_CHECKING:
    from fractions import Fraction

    #: Exactly as written, or exactly the mean of what was written.
    Score = int | Decimal | Fraction
else:
    Score = Any  # no other table than of evaluations needs fractions

EXCELLENT, GOOD, FAILED = "优秀", "合格", "不合格"
UNRATED = "未评"
LINE_UNSET = "合格（优秀线未设置）"
GRADES = (EXCELLENT, GOOD, FAILED, UNRATED, LINE_UNSET)

RECTIFYING, OVERDUE, RESTORED, TO_WITHDRAW = "整改中", "待复评", "恢复", "拟撤销"

GRADE_WORDS = {fold(grade): grade for grade in GRADES} | {f"{g}等次": g for g in GRADES}
STATE_WORDS = (
    {fold(word): word for word in (EXCELLENT, GOOD, LINE_UNSET, RECTIFYING, OVERDUE, RESTORED, TO_WITHDRAW)}
    | dict.fromkeys(("撤销", "已撤销", "建议撤销", "撤销建议"), TO_WITHDRAW)
    | dict.fromkeys(("已恢复", "复评合格", "整改合格"), RESTORED)
    | {"整改": RECTIFYING}
)


def grade(cell: Any) -> str | None:
    """A grade in the notice's words.

    >>> grade("优秀"), grade("合格(优秀线未设置)"), grade("良好")
    ('优秀', '合格（优秀线未设置）', None)
    """
    return GRADE_WORDS.get(fold(cell))


def studio_state(cell: Any) -> str | None:
    """What has become of a studio, as a cell says it.

    >>> studio_state("整改"), studio_state("已撤销"), studio_state("不详")
    ('整改中', '拟撤销', None)
    """
    return STATE_WORDS.get(fold(cell))


def _exact(number: Score) -> "Fraction":
    from fractions import Fraction

    return Fraction(number)


def mean_of(totals: Sequence[Score], how: str) -> "Fraction":
    """The score that several experts' totals come to; the highest and the lowest are left out only of three or more.

    >>> mean_of([80, 85, 96], "平均"), mean_of([80, 85, 96], "去掉最高最低后平均")
    (Fraction(87, 1), Fraction(85, 1))
    """
    exact = sorted(map(_exact, totals))
    if how != "平均" and len(exact) > 2:
        exact = exact[1:-1]
    return sum(exact, _exact(0)) / len(exact)


def shown_score(score: Score) -> str:
    """A score with at most four decimals, cut and never rounded up: what falls short does not read as if it reached.

    >>> shown_score(87), shown_score(Decimal("49.99")), shown_score(mean_of([50, 50, Decimal('49.9999')], "平均"))
    ('87', '49.99', '49.9999')
    """
    cut = Decimal(floor(_exact(score) * 10_000)) / 10_000
    return str(int(cut)) if cut == int(cut) else str(cut.normalize())


def grade_of(score: Score, pass_mark: Score, line: Score | None) -> str:
    """The grade of one score; below the pass mark nothing is open.

    >>> grade_of(Decimal("49.99"), 50, None), grade_of(50, 50, None), grade_of(50, 50, 85), grade_of(85, 50, 85)
    ('不合格', '合格（优秀线未设置）', '合格', '优秀')
    """
    exact = _exact(score)
    if exact < _exact(pass_mark):
        return FAILED
    return LINE_UNSET if line is None else EXCELLENT if exact >= _exact(line) else GOOD


def grades_of(scores: Sequence[Score], pass_mark: Score, line: Score | None, places: int | None) -> list[str | None]:
    """The grades of all that were assessed: 优秀 from the line on, and no more of them than there are places.

    Unknown for those who share the last place.

    >>> grades_of([90, 88, 88, 40], 50, None, 2), grades_of([90, 80, 70], 50, 85, 2)
    (['优秀', None, None, '不合格'], ['优秀', '合格', '合格'])
    """
    if places is None:
        return [grade_of(score, pass_mark, line) for score in scores]
    exact = [*map(_exact, scores)]
    good = [score for score in exact if score >= max(_exact(pass_mark), _exact(line or pass_mark))]
    found: list[str | None] = []
    for score in exact:
        if score not in good:
            found.append(FAILED if score < pass_mark else GOOD)
        elif sum(other >= score for other in good) <= places:
            found.append(EXCELLENT)
        else:
            found.append(None if sum(other > score for other in good) < places else GOOD)
    return found


def settled(found: Sequence[str | None], stated: Sequence[str | None], places: int | None) -> list[str | None]:
    """The same with a tie decided as the bureau has it in the table, where its 优秀 fit the places left.

    >>> settled(["优秀", None, None], ["优秀", "优秀", "合格"], 2), settled([None, None], ["优秀", "优秀"], 1)
    (['优秀', '优秀', '合格'], [None, None])
    """
    tied = [said if grade is None else None for grade, said in zip(found, stated, strict=True)]
    fits = places is not None and list(found).count(EXCELLENT) + tied.count(EXCELLENT) <= places
    kept = (EXCELLENT, GOOD) if fits else (GOOD,)
    return [said if said in kept else grade for grade, said in zip(found, tied, strict=True)]


def line_fault(line: Score | None, pass_mark: Score | None, full: Score) -> str:
    """What is wrong with 优秀分数线; "" when nothing is.

    >>> line_fault(50, 50, 100), line_fault(100, 50, 100)
    ('优秀分数线 50 应高于不合格的线 50 分', '')
    """
    if line is not None and line > full:
        return f"优秀分数线 {shown_score(line)} 高于绩效评估满分 {shown_score(full)}"
    if line is not None and pass_mark is not None and line <= pass_mark:
        return f"优秀分数线 {shown_score(line)} 应高于不合格的线 {shown_score(pass_mark)} 分"
    return ""


def excellent_places(assessed: int, places: int | None, percent: Score | None) -> int | None:
    """How many may be 优秀 at most, in whole studios; None where neither a number nor a share is set.

    >>> excellent_places(18, None, 20), excellent_places(18, 2, 20), excellent_places(18, None, None)
    (3, 2, None)
    """
    limits = [*([] if places is None else [places]), *([] if percent is None else [int(assessed * percent // 100)])]
    return min(limits, default=None)


def rectify_until(result: date, years: int) -> date:
    """The last day of 整改, from the day the result was announced; of 29 February the 28th."""
    return months_after(result, 12 * years)


def state_of(grade: str, until: date | None, re_score: Score | None, pass_mark: Score, today: date) -> str | None:
    """What has become of a studio; unknown for one that failed on an unknown day.

    >>> until = date(2025, 10, 15)
    >>> [state_of("不合格", until, None, 50, date(2025, 10, day)) for day in (15, 16)]
    ['整改中', '待复评']
    >>> [state_of("不合格", until, score, 50, date(2026, 1, 1)) for score in (50, Decimal("49.99"))]
    ['恢复', '拟撤销']
    """
    if grade != FAILED:
        return None if grade == UNRATED else grade
    if re_score is not None:
        return RESTORED if re_score >= pass_mark else TO_WITHDRAW
    return None if until is None else RECTIFYING if today <= until else OVERDUE
