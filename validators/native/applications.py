"""首席技师, 工作室 and 绩效评估 in formulas: the twins of `nominees`, `grades` and `applications`."""

from collections.abc import Callable

from jineng.validators import applications
from jineng.validators.native import identity
from jineng.validators.native.cells import (
    PLAIN_NAME,
    STEPS,
    among,
    blank,
    fold,
    has_any,
    names_listed,
    odd,
    plain_folded,
    stripped,
    unless_odd,
)
from jineng.validators.native.formulas import ABSTAIN, UNKNOWN, Formulas, quoted
from jineng.validators.native.readers import read

Write = Callable[..., str]


def age_between(formulas: Formulas, birth: str, on: str) -> str:
    born, now = (f"MONTH({day})*100+DAY({day})" for day in (birth, on))
    late = f"IF({formulas.parameter('birthday_counts')},{born}>{now},{born}>={now})"
    return f"YEAR({on})-YEAR({birth})-IF({late},1,0)"


def dated(formulas: Formulas, raw: str) -> tuple[str, str]:
    """A cell's day and its month, where a number may be a year or a month as well as a date."""
    day, month = read(formulas, "day", raw, "日期"), read(formulas, "month", raw, "年月")
    number = f"IF(AND({raw}>10000,{raw}<190000),{day},{UNKNOWN})"
    return formulas.node(f"IF(ISNUMBER({raw}),{number},{day})", "日期，不是年月"), month


def age_by(formulas: Formulas, raw: str, on: str) -> str:
    return age_on(formulas, identity.born(formulas, raw), raw, on)


def age_on(formulas: Formulas, by_id: str, raw: str, on: str) -> str:
    day, month = dated(formulas, raw)
    born = formulas.node(f"IF(ISNA({by_id}),{day},{by_id})", "出生日期")
    first = formulas.node(f"DATE(INT({month}/100),IF(MOD({month},100)=0,1,MOD({month},100)),1)", "最早的生日")
    last = formulas.node(f"DATE(INT({month}/100),IF(MOD({month},100)=0,12,MOD({month},100))+1,0)", "最晚的生日")
    exact = formulas.node(age_between(formulas, born, on), "周岁")
    eldest, youngest = (formulas.node(age_between(formulas, d, on), "周岁") for d in (first, last))
    rough = f"IF(ISERROR({month}),{month},IF({last}>{on},{UNKNOWN},IF({eldest}={youngest},{eldest},{UNKNOWN})))"
    return f"IF(ISNUMBER({born}),IF({born}>{on},{UNKNOWN},{exact}),IF(ISNA({born}),{rough},{born}))"


def is_between(formulas: Formulas, month: str, raw: str, on: str) -> str:
    by_id, (day, _) = identity.born(formulas, raw), dated(formulas, raw)
    born = formulas.node(f"IF(ISNA({by_id}),{day},{by_id})", "出生日期")
    first = f"DATE(INT({month}/100),IF(MOD({month},100)=0,1,MOD({month},100)),1)"
    last = f"DATE(INT({month}/100),IF(MOD({month},100)=0,12,MOD({month},100))+1,0)"
    return f"IF(ISERROR({month}),{month},IF({first}>{on},FALSE,IF(ISNA({born}),TRUE,{born}<{last})))"


def dated_within(formulas: Formulas, raw: str, years: str, on: str) -> str:
    """One day or month; a sentence with dates in it is for the button."""
    day, when = dated(formulas, raw)
    first = formulas.node(
        f"IF(ISNUMBER({day}),{day},DATE(INT({when}/100),IF(MOD({when},100)=0,1,MOD({when},100)),1))", "最早"
    )
    last = formulas.node(
        f"IF(ISNUMBER({day}),{day},DATE(INT({when}/100),IF(MOD({when},100)=0,12,MOD({when},100))+1,0))", "最晚"
    )
    since = f"DATE(YEAR({on})-{years},MONTH({on}),DAY({on}))"
    within = f"IF(AND({first}>={since},{last}<={on}),TRUE,IF({last}<{since},FALSE,{UNKNOWN}))"
    folded = fold(formulas, raw)
    words = unless_odd(folded, f"IF({has_any(folded, '0123456789')},{ABSTAIN},{UNKNOWN})")
    old = f"IF(AND(ISTEXT({raw}),INT({when}/100)<2100),{within},IF(ISNUMBER({raw}),{within},{ABSTAIN}))"
    return f"IF({blank(raw)},FALSE,IF(ISERROR({when}),{words},{old}))"


def has_any_of(words: str) -> Write:
    def write(formulas: Formulas, raw: str) -> str:
        folded = fold(formulas, raw)
        return unless_odd(folded, has_any(folded, words.split("|")))

    return write


def is_company(formulas: Formulas, raw: str) -> str:
    words = fold(formulas, raw)
    return f'OR(RIGHT({words},1)="厂",{among(f"RIGHT({words},2)", frozenset(("企业", "公司", "集团")))})'


TITLES = "工程师|经济师|会计师|农艺师|畜牧师|讲师|教授|研究员|职称"


def is_only_professional_title(formulas: Formulas, raw: str) -> str:
    words = fold(formulas, raw)
    return unless_odd(words, f'AND({has_any(words, TITLES.split("|"))},ISERROR(FIND("技师",{words})))')


def is_nobodys_employer(formulas: Formulas, unit: str, name: str) -> str:
    words, person = fold(formulas, unit), fold(formulas, name)
    nobody = among(words, frozenset({"个人", "本人", "自由职业", "无业", "无单位"}))
    return f'IF({words}="",FALSE,IF(EXACT({words},{person}),TRUE,{nobody}))'


def is_among(formulas: Formulas, name: str, names: str) -> str:
    """Whether one of the names listed is that name; names too many to be looked through for odd characters are passed on."""
    person, listed = fold(formulas, name), plain_folded(formulas, names_listed(formulas, names))
    found = formulas.node(f'ISNUMBER(FIND("、"&{person}&"、",{listed}))', "名列其中")
    parts = [f"MID({listed},{start},{STEPS})" for start in range(1, 6 * STEPS, STEPS)]
    strange = f"OR(LEN({listed})>{6 * STEPS},{','.join(odd(part, PLAIN_NAME) for part in parts)})"
    return unless_odd(person, f"IF({found},TRUE,IF({strange},{ABSTAIN},FALSE))")


def is_account(formulas: Formulas, raw: str) -> str:
    """8 to 30 digits, single blanks and hyphens between them aside; a longer number beside is for the button."""
    digits = raw
    for digit in "012345678０１２３４５６７８９":
        digits = f'SUBSTITUTE({digits},"{digit}","9")'
    digits = formulas.node(digits, "数字都写成9")
    apart = f"{has_any(digits, ('  ', '--', ' -', '- '))}"
    joined = formulas.node(f'SUBSTITUTE(SUBSTITUTE({digits}," ",""),"-","")', "连起来的账号")
    long, enough = (f'ISNUMBER(FIND("{"9" * count}",{joined}))' for count in (31, 8))
    split = f'ISNUMBER(FIND("{"9" * 8}",{digits}))'
    unclear = f"IF(AND({enough},NOT({split})),{ABSTAIN},{enough})"
    return f"IF(ISTEXT({raw}),IF({long},{ABSTAIN},IF({apart},{unclear},{enough})),FALSE)"


def rectify_until(formulas: Formulas, day: str, years: str) -> str:
    return f"MIN(DATE(YEAR({day})+{years},MONTH({day}),DAY({day})),DATE(YEAR({day})+{years},MONTH({day})+1,0))"


def state_of(formulas: Formulas, grade: str, until: str, score: str, pass_mark: str, today: str) -> str:
    again = f'IF({score}>={pass_mark},"恢复","拟撤销")'
    waiting = f'IF({until}="",{UNKNOWN},IF({today}<={until},"整改中","待复评"))'
    failed = f'IF({score}="",{waiting},{again})'
    return f'IF(EXACT({grade},"不合格"),{failed},IF(EXACT({grade},"未评"),{UNKNOWN},{grade}))'


def is_listed_place(formulas: Formulas, _: str, *cells: str) -> str:
    """The places of the notice, as they stand on the day on which the workbook was written."""
    listed = next(
        formulas.context.value(key) for key in ("studio.hosts", "studio.sites") if _ == formulas.parameter(key)
    )
    words = [word for place in listed for word in applications.OTHER_WORDS.get(place, place).split("|")]
    folded = [fold(formulas, cell) for cell in cells]
    found = formulas.node("&".join(folded), "连起来")
    return unless_odd(found, has_any(found, words))


def is_named_so(formulas: Formulas, studio: str, leader: str, pattern: str) -> str:
    name = f'IF({blank(leader)},"",{stripped(leader)})'
    wanted = formulas.node(f'SUBSTITUTE(SUBSTITUTE({pattern},"领办人姓名",{name}),"+","")', "应有的名称")
    return f"EXACT({fold(formulas, studio)},{fold(formulas, wanted)})"


def is_email(formulas: Formulas, raw: str) -> str:
    words = fold(formulas, raw)
    at = formulas.node(f'FIND("@",{words})', "@的位置")
    name, host = f"LEFT({words},{at}-1)", f"MID({words},{at}+1,60)"
    sign = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
    dots = f'OR(LEFT({host},1)=".",RIGHT({host},1)=".",ISNUMBER(FIND("..",{host})),ISERROR(FIND(".",{host})))'
    bad = f'OR({name}="",{odd(name, quoted(sign + ".+"))},{odd(host, quoted(sign + "."))},{dots})'
    return unless_odd(words, f"IF(ISERROR({at}),FALSE,NOT({bad}))")
