"""法定退休年龄 in formulas: the twins of `retirement`."""

from collections.abc import Sequence

from jineng.validators import retirement
from jineng.validators.native import identity
from jineng.validators.native.cells import fold
from jineng.validators.native.formulas import UNKNOWN, Formulas, quoted

_MAN, _CADRE, _WORKER = retirement.SCHEDULES


def agreed_sex(formulas: Formulas, *cells: str) -> str:
    """男 or 女 by what any of the cells tells; unknown where they tell both or nothing."""
    told = [_told(formulas, cell) for cell in cells]
    men, women = (
        "+".join(f'EXACT({one},"{sex}")' for one in told) + ">0" for sex in (retirement.MAN, retirement.WOMAN)
    )
    man, woman = formulas.node(men, "有说男的"), formulas.node(women, "有说女的")
    return f'IF({man}={woman},{UNKNOWN},IF({man},"{retirement.MAN}","{retirement.WOMAN}"))'


def _told(formulas: Formulas, cell: str) -> str:
    """男, 女 or nothing, by a word or an ID number."""
    word = formulas.lookup(fold(formulas, cell), "sexes", retirement.SEXES, '""')
    by_id = formulas.node(identity.sex(formulas, cell), "号码中的性别")
    said = formulas.node(f'IF(ISTEXT({cell}),{word},"")', "说的性别")
    number = f'IF(ISNA({by_id}),"",{by_id})'
    text = f'IF(ISERROR({said}),{said},IF({said}<>"",{said},{number}))'
    return formulas.node(f'IF(ISTEXT({cell}),{text},IF(ISERR({cell}),{cell},""))', "性别")


def womans_post(formulas: Formulas, cell: str) -> str:
    return formulas.lookup(fold(formulas, cell), "womans", {kind: kind for kind in (_CADRE, _WORKER)})


def _days(formulas: Formulas, birth: str) -> Sequence[str]:
    """The day on which each of 男, 女干部 and 女工人 reaches the age."""
    found = []
    for kind, (age, (year, month), step, most) in retirement.SCHEDULES.items():
        since = formulas.node(f"(YEAR({birth})-{year})*12+MONTH({birth})-{month}", "晚几个月出生")
        months = formulas.node(f"IF({since}<0,0,MIN({most},INT({since}/{step})+1))+{age * 12}", "退休的月龄")
        same = f"DATE(YEAR({birth}),MONTH({birth})+{months},DAY({birth}))"
        last = f"DATE(YEAR({birth}),MONTH({birth})+{months}+1,0)"
        found.append(formulas.node(f"MIN({same},{last})", f"{kind}退休"))
    return found


def _by_kind(kind: str, known: Sequence[str], woman: str, anybody: str) -> str:
    """One of three values by the kind, or what is said of women and of anybody."""
    text = anybody
    for words, value in ((retirement.WOMAN, woman), *zip((_WORKER, _CADRE, _MAN), reversed(known), strict=True)):
        text = f"IF(EXACT({kind},{quoted(words)}),{value},{text})"
    return text


def retirement_date(formulas: Formulas, birth: str, kind: str) -> str:
    man, cadre, worker = _days(formulas, birth)
    woman = f"MAX({cadre},{worker})"
    return _by_kind(kind, (man, cadre, worker), woman, f"MAX({man},{cadre},{worker})")


def working_age(formulas: Formulas, birth: str, kind: str, on: str) -> str:
    """Each is 1 before the day, 0 after it, 2 on it; where they differ it is unknown as on the day."""
    man, cadre, worker = (
        formulas.node(f"IF({on}={day},2,IF({on}<{day},1,0))", "在年龄内") for day in _days(formulas, birth)
    )
    woman = f"IF({cadre}={worker},{cadre},2)"
    anybody = f"IF(AND({man}={cadre},{cadre}={worker}),{man},2)"
    state = formulas.node(_by_kind(kind, (man, cadre, worker), woman, anybody), "在年龄内")
    return f"IF({state}=2,{UNKNOWN},{state}=1)"


def age_doubt(formulas: Formulas, birth: str, kind: str, on: str) -> str:
    day = identity.written_day(on)
    exact = formulas.node(_by_kind(kind, _days(formulas, birth), "0", "0"), "退休的那天")
    reached = f'"到 "&{day}&" 当天达到法定退休年龄，是否仍在年龄内"'
    return f'IF({exact}={on},{reached},"到 "&{day}&" 是否达到法定退休年龄取决于性别和岗位类别")'
