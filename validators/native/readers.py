"""How a formula reads a column's cell: the twins of the readers in `values`, `levels`, `nominees` and beside them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jineng.validators import contests, grades, levels, names, nominees, retirement, values
from jineng.validators.native import identity
from jineng.validators.native.cells import (
    blank,
    chinese_numbers,
    digits_only,
    fold,
    has_any,
    names_listed,
    unless_odd,
    without_quotes,
)
from jineng.validators.native.formulas import ABSTAIN, UNKNOWN, Formulas, Unsupported, quoted


def read(formulas: Formulas, kind: str, raw: str, title: str) -> str:
    """The helper cell with the value of a column's cell."""
    reader = READERS.get(kind)
    if reader is None:
        raise Unsupported(f"{title}（{kind}）")
    return formulas.node(reader(formulas, raw), title)


def _text(formulas: Formulas, raw: str) -> str:
    return f"IF({blank(raw)},{UNKNOWN},IF(EXACT({raw},{quoted('#N/A')}),{UNKNOWN},{raw}))"


def _number(formulas: Formulas, raw: str) -> str:
    folded = fold(formulas, raw)
    bare = formulas.node(f'IF(RIGHT({folded},1)="分",LEFT({folded},LEN({folded})-1),{folded})', "不带分")
    plain = formulas.node(f'IF(OR(LEFT({bare},1)="-",LEFT({bare},1)="+"),MID({bare},2,99),{bare})', "不带正负号")
    digits = f'SUBSTITUTE({plain},".","",1)'
    shaped = f'IF({digits}="",FALSE,IF({digits_only(digits)},AND(LEFT({plain},1)<>".",RIGHT({plain},1)<>"."),FALSE))'
    number = f'IF(LEN({digits})>15,{ABSTAIN},IF(LEFT({bare},1)="-",-1,1)*VALUE({plain}))'
    return f"IF(ISNUMBER({raw}),{raw},IF(ISTEXT({raw}),{unless_odd(folded, f'IF({shaped},{number},{UNKNOWN})')},{UNKNOWN}))"


def _whole_number(formulas: Formulas, raw: str) -> str:
    number = formulas.node(_number(formulas, raw), "数")
    folded = fold(formulas, raw)
    named: dict[str, int] = {}
    for words, n in ({str(n): n for n in range(1, 100)} | chinese_numbers()).items():
        for before in ("", "第", "并列", "并列第"):
            named |= {
                before + words + after: n
                for after in ("", "名", "位")
                if values.whole_number(before + words + after) == n
            }
    by_words = formulas.lookup(folded, "places", named, f"IF(LEN({folded})>9,{ABSTAIN},{UNKNOWN})")
    whole = f"IF({number}=INT({number}),IF(AND({number}>=1,{number}<1000000000),{number},{UNKNOWN}),{UNKNOWN})"
    return f"IF(ISNA({number}),IF(ISTEXT({raw}),{by_words},{UNKNOWN}),{whole})"


def _day(formulas: Formulas, raw: str) -> str:
    """A date's number; only those are sure which Excel counts as everybody does, from March 1900."""
    folded = fold(formulas, raw)
    dashed = folded
    for sign in "年月./":
        dashed = f'SUBSTITUTE({dashed},"{sign}","-")'
    dashed = formulas.node(f'IF(RIGHT({folded},1)="日",LEFT({dashed},LEN({folded})-1),{dashed})', "日期的写法")
    compact = f'LEFT({folded},4)&"-"&MID({folded},5,2)&"-"&RIGHT({folded},2)'
    dashed = formulas.node(f"IF(LEN({folded})=8,IF({digits_only(folded)},{compact},{dashed}),{dashed})", "年-月-日")
    second = formulas.node(f'FIND("-",{dashed},6)', "第二个横线")
    year, month, last = f"LEFT({dashed},4)", f"MID({dashed},6,{second}-6)", f"MID({dashed},{second}+1,9)"
    shape = (f'AND(MID({dashed},5,1)="-",{second}>=7,{second}<=8,LEN({dashed})>{second},LEN({dashed})-{second}<=2,'
             f"{digits_only(f'{year}&{month}&{last}')})")  # fmt: skip
    made = formulas.node(f"DATE({year},{month},{last})", "日期")
    exists = f"IF(VALUE({year})=1900,{ABSTAIN},IF(AND(MONTH({made})=VALUE({month}),DAY({made})=VALUE({last})),{made},{UNKNOWN}))"
    within = f"IF(OR(VALUE({year})<1900,VALUE({year})>2999),{UNKNOWN},IF(OR(VALUE({month})<1,VALUE({month})>12),{UNKNOWN},{exists}))"
    words = f'IF(ISNUMBER(FIND(":",{folded})),{ABSTAIN},IF(ISERROR({second}),{UNKNOWN},IF({shape},{within},{UNKNOWN})))'
    number = f"IF(AND({raw}>=61,{raw}<2958466),INT({raw}),{ABSTAIN})"
    return f"IF(ISNUMBER({raw}),{number},IF(ISTEXT({raw}),{unless_odd(folded, words)},{UNKNOWN}))"


def _month(formulas: Formulas, raw: str) -> str:
    """Year and month as the number 100 × year + month, of a year alone with month 0."""
    folded = fold(formulas, raw)
    when = formulas.node(_day(formulas, raw), "日期")
    dated = f"IF(AND({raw}>10000,{raw}<190000),YEAR({raw})*100+MONTH({raw}),{ABSTAIN})"
    compact = f"IF(AND(MOD({raw},100)>=1,MOD({raw},100)<=12),{raw},{UNKNOWN})"
    whole = f"IF(AND({raw}>=1900,{raw}<=2999),{raw}*100,IF(AND({raw}>=190001,{raw}<=299999),{compact},{dated}))"
    number = f"IF({raw}=INT({raw}),{whole},{dated})"
    sign, year = f"MID({folded},5,1)", f"LEFT({folded},4)"
    after = f'IF(RIGHT({folded},1)="月",MID({folded},6,LEN({folded})-6),MID({folded},6,9))'
    month = formulas.node(
        f'IF(OR(LEN({folded})=4,AND(LEN({folded})=5,{sign}="年")),"年",IF(ISNUMBER(FIND({sign},"-./年")),{after},'
        f'IF(LEN({folded})=6,RIGHT({folded},2),"")))', "月",
    )  # fmt: skip
    in_year = f"IF(AND(VALUE({year})>=1900,VALUE({year})<=2999)"
    known = (
        f"{in_year},IF(AND(VALUE({month})>=1,VALUE({month})<=12),VALUE({year})*100+VALUE({month}),{UNKNOWN}),{UNKNOWN})"
    )
    shaped = f'IF(AND({digits_only(month)},{month}<>"",LEN({month})<=2),{known},{UNKNOWN})'
    words = f'IF(AND(LEN({folded})>=4,{digits_only(year)}),IF({month}="年",{in_year},VALUE({year})*100,{UNKNOWN}),{shaped}),{UNKNOWN})'
    text = f"IF(ISNUMBER({when}),YEAR({when})*100+MONTH({when}),IF(ISNA({when}),{unless_odd(folded, words)},{when}))"
    return f"IF(ISNUMBER({raw}),{number},IF(ISTEXT({raw}),{text},{UNKNOWN}))"


def _listed(name: str, reader: Callable[[Any], Any], words: Iterable[str]) -> "Reader":
    """A reader that is a list of words, and nothing else."""

    def read(formulas: Formulas, raw: str) -> str:
        known = {word: value for word in words if (value := reader(word)) is not None}
        return formulas.lookup(fold(formulas, raw), name, known)

    return read


LEVEL_WORDS = (*sorted(levels.NO_CERTIFICATE), *levels.SPELLINGS)
_YES_NO = ("是", "有", "√", "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "1", "否", "无", "没有", "×", "n", "N", "no", "No",
           "NO", "false", "False", "FALSE", "0")  # fmt: skip
level = _listed("level", levels.level, LEVEL_WORDS)
yes_no = _listed("yes_no", values.yes_no, _YES_NO)


def _prior_level(formulas: Formulas, raw: str) -> str:
    held = formulas.node(level(formulas, raw), "等级")
    return f"IF({blank(raw)},IF({formulas.parameter('blank_level_is_none')},0,{held}),{held})"


def _ceiling(formulas: Formulas, raw: str) -> str:
    return f'IF(LEFT({fold(formulas, raw)},2)="专项",0,{formulas.node(level(formulas, raw), "等级")})'


def _contest_grade(formulas: Formulas, raw: str) -> str:
    folded = fold(formulas, raw)
    one, two = (f'FIND("{n}类",{folded})' for n in "一二")
    at = formulas.node(f"IF(ISERROR({one}),{two},IF(ISERROR({two}),{one},{UNKNOWN}))", "类别所在位置")
    other = has_any(f"LEFT({folded},{at})", "国省区县世")
    later = has_any(folded, "国省区县世")
    answer = f"IF({other},{UNKNOWN},IF({later},{ABSTAIN},MID({folded},{at},2)))"
    return unless_odd(folded, f"IF(ISERROR({at}),{UNKNOWN},{answer})")


def _money(formulas: Formulas, raw: str) -> str:
    folded = fold(formulas, raw)
    bare = formulas.node(
        f'SUBSTITUTE(IF(RIGHT({folded},1)="元",LEFT({folded},LEN({folded})-1),{folded}),"¥","",1)', "不带元"
    )
    number = formulas.node(_number(formulas, bare), "金额")
    unclear = has_any(folded, ("万", "、", "整", "人民币"))
    return f"IF(ISNUMBER({raw}),IF({raw}<0,{UNKNOWN},{raw}),IF(ISTEXT({raw}),{unless_odd(folded, f'IF({unclear},{ABSTAIN},IF({number}<0,{UNKNOWN},{number}))')},{UNKNOWN}))"


def _head_count(formulas: Formulas, raw: str) -> str:
    """How many people: a number, or as many names as are listed."""
    folded, listed = fold(formulas, raw), names_listed(formulas, raw)
    bare = formulas.node(
        f'IF(ISNUMBER(FIND(RIGHT({folded},1),"人名")),LEFT({folded},LEN({folded})-1),{folded})', "不带人"
    )
    whole = f'IF(RIGHT({bare},2)=".0",LEFT({bare},LEN({bare})-2),{bare})'
    shaped = f'AND({whole}<>"",{digits_only(whole)},LEN({whole})<=6)'
    names = f'LEN({listed})-LEN(SUBSTITUTE({listed},"、",""))-1'
    digits = has_any(listed, "0123456789０１２３４５６７８９")
    alone = f'IF(OR(LEN({listed})=3,ISNUMBER(FIND(MID({listed},LEN({listed})-1,1),"人名"))),{UNKNOWN},1)'
    one = formulas.lookup(folded, "heads", _heads(), alone)
    single = unless_odd(folded, f"IF({digits},IF({shaped},VALUE({whole}),{UNKNOWN}),{one})")
    words = f'IF({raw}="#N/A",{UNKNOWN},IF({names}=1,{single},IF({digits},{UNKNOWN},{names})))'
    number = f"IF(AND({raw}=INT({raw}),{raw}>=0,{raw}<1000000),{raw},{UNKNOWN})"
    return f"IF({blank(raw)},{UNKNOWN},IF(ISNUMBER({raw}),{number},IF(ISTEXT({raw}),{words},{UNKNOWN})))"


def _heads() -> dict[str, int | None]:
    """Numbers of people in Chinese, which are no name."""
    written = ("零", "〇", "两", *chinese_numbers())
    found = {word + after: values.head_count(word + after) for word in written for after in ("", "人", "名")}
    return {word: number for word, number in found.items() if number is not None}


def _honour_count(formulas: Formulas, raw: str) -> str:
    folded = fold(formulas, raw)
    bare = formulas.node(
        f'IF(ISNUMBER(FIND(RIGHT({folded},1),"项个")),LEFT({folded},LEN({folded})-1),{folded})', "不带项"
    )
    counted = f"IF(AND({digits_only(bare)},LEN({bare})<=6),VALUE({bare}),{ABSTAIN})"
    begins = f'ISNUMBER(FIND(LEFT({bare},1),"0123456789"))'
    words = f'IF({bare}="",{UNKNOWN},IF({begins},{counted},{UNKNOWN}))'
    number = f"IF(AND({raw}=INT({raw}),{raw}>=0,{raw}<1000000),{raw},{UNKNOWN})"
    return f"IF(ISNUMBER({raw}),{number},IF(ISTEXT({raw}),{words},{UNKNOWN}))"


def _employer(formulas: Formulas, raw: str) -> str:
    folded = fold(formulas, raw)
    enterprise = formulas.node(
        f'OR({has_any(folded, ("企业", "公司", "集团", "工厂"))},RIGHT({folded},1)="厂")', "企业"
    )
    other = formulas.node(has_any(folded, nominees.OTHER_EMPLOYER.split("|")), "不是企业")
    return f"IF({enterprise}={other},{UNKNOWN},{enterprise})"


def _was_held(formulas: Formulas, raw: str) -> str:
    folded = fold(formulas, raw)
    said, when = formulas.node(yes_no(formulas, raw), "是否"), formulas.node(_month(formulas, raw), "年月")
    denied = f'OR(ISNUMBER(FIND(LEFT({folded},1),"否无未")),LEFT({folded},2)="没有")'
    unclear = has_any(folded, "知查核详确明")
    dated = f"IF(ISERROR({when}),IF({has_any(folded, '0123456789')},{ABSTAIN},{UNKNOWN}),TRUE)"
    words = f'IF({folded}="",{UNKNOWN},IF({denied},IF({unclear},{UNKNOWN},FALSE),IF(ISNUMBER(FIND(LEFT({folded},1),"是有曾已")),TRUE,{dated})))'
    return unless_odd(folded, f"IF(ISERROR({said}),{words},{said})")


def _area(formulas: Formulas, raw: str) -> str:
    folded = fold(formulas, raw)
    bare = folded
    for unit in ("平方米", "平米", "m2", "平方"):
        bare = formulas.node(
            f'IF(EXACT(RIGHT({folded},{len(unit)}),"{unit}"),LEFT({folded},LEN({folded})-{len(unit)}),{bare})',
            "不带单位",
        )
    size = formulas.node(f"IF(ISTEXT({raw}),{bare},{raw})", "面积")
    return unless_odd(size, _number(formulas, size))


def _contest(formulas: Formulas, raw: str) -> str:
    """The contest's number in the plan."""
    key = formulas.node(without_quotes(fold(formulas, raw)), "竞赛名称，不带引号")
    return f"IF(ISTEXT({raw}),{formulas.lookup(key, 'contest', contest_names(formulas))},{UNKNOWN})"


def contest_names(formulas: Formulas) -> dict[str, int]:
    """Every way to write a contest's name → its number in the plan, from 1."""
    catalogue = formulas.context.catalogue
    found: dict[str, int] = {}
    for number, contest in enumerate(catalogue.contests, 1):
        key = contests.name_key(contest.name)
        years = [f"{contest.planned[0]}年"] if contest.planned else []
        for words in (key, *(year + key for year in years)):
            if catalogue.find(words) is contest:
                found[words] = number
    return found


def _birth(formulas: Formulas, raw: str) -> str:
    by_id, when = identity.born(formulas, raw), formulas.node(_day(formulas, raw), "日期")
    return f"IF(ISNA({by_id}),{when},{by_id})"


def _id_number(formulas: Formulas, raw: str) -> str:
    return identity.right(formulas, raw)


Reader = Callable[[Formulas, str], str]

#: Kind of column → its reader, as `Context._readers` has them for Python.
READERS: Mapping[str, Reader] = {
    "filled_text": _text, "number": _number, "whole_number": _whole_number, "day": _day, "month": _month, "yes_no": yes_no,
    "level": level, "prior_level": _prior_level, "ceiling": _ceiling, "contest": _contest, "contest_grade": _contest_grade,
    "money": _money, "head_count": _head_count, "honour_count": _honour_count, "employer": _employer, "was_held": _was_held,
    "area": _area, "id_number": _id_number, "birth": _birth,
    "grade": _listed("grade", grades.grade, grades.GRADE_WORDS),
    "studio_state": _listed("state", grades.studio_state, grades.STATE_WORDS),
    "honour_tier": _listed("tier", nominees.honour_tier, nominees.TIERS),
    "post_kind": _listed("post", retirement.post_kind, ("男", "女干部", "女工人")),
    "leader_kind": _listed("leader", names.leader_kind, (*LEVEL_WORDS, *names.LEADERS)),
}  # fmt: skip
