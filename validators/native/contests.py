"""Contests, occupations and the certificate table in formulas: the twins of `contests`, `registers` and `names`."""

from collections.abc import Callable, Mapping
from typing import Any

from jineng.validators import names
from jineng.validators.contests import item_key, name_key
from jineng.validators.native.cells import blank, digits_only, fold, has_any, unless_odd, without_quotes
from jineng.validators.native.formulas import ABSTAIN, UNKNOWN, Formulas, Unsupported, list_names
from jineng.validators.values import fold as folded_words

Write = Callable[..., str]


def contest_list(formulas: Formulas, name: str, of: Mapping[Any, Any]) -> str:
    """The name of a list with something about each contest of the plan."""
    formulas.words.setdefault(name, dict(of))
    return list_names(name)[1]


def planned(formulas: Formulas, contest: str) -> str:
    """100 × year + month of the planned final, with month 0 where the plan gives none; unknown where it gives nothing."""
    months = {n: 100 * c.planned[0] + (c.planned[1] or 0) if c.planned else 0
              for n, c in enumerate(formulas.context.catalogue.contests, 1)}  # fmt: skip
    at = formulas.node(f"INDEX({contest_list(formulas, 'planned', months)},{contest})", "计划的决赛年月")
    return formulas.node(f"IF({at}=0,{UNKNOWN},{at})", "计划的决赛年月")


def planned_words(formulas: Formulas, contest: str) -> str:
    when = planned(formulas, contest)
    return f'INT({when}/100)&"年"&IF(MOD({when},100)=0,"",MOD({when},100)&"月")'


def in_planned_month(formulas: Formulas, contest: str, day: str) -> str:
    when = planned(formulas, contest)
    return f"AND(YEAR({day})=INT({when}/100),OR(MOD({when},100)=0,MONTH({day})=MOD({when},100)))"


def class_of(formulas: Formulas, contest: str) -> str:
    grades = {n: c.grade for n, c in enumerate(formulas.context.catalogue.contests, 1)}
    grade = formulas.node(f"INDEX({contest_list(formulas, 'classes', grades)},{contest})", "计划中的类别")
    return f'IF({grade}="",{UNKNOWN},{grade})'


def items_listed(formulas: Formulas, contest: str) -> str:
    lists = {n: c.listed()[:200] for n, c in enumerate(formulas.context.catalogue.contests, 1)}
    return f"INDEX({contest_list(formulas, 'items_of', lists)},{contest})"


def occupation_row(formulas: Formulas, folded: str) -> str:
    """Where 职业目录 names an occupation: its row, 0 where it does not; two rows that name it alike decide nothing."""
    by_name = formulas.node(f"MATCH({folded},O_key,0)", "职业目录中的名称")
    wild = f'OR(ISNUMBER(FIND("*",{folded})),ISNUMBER(FIND("?",{folded})),ISNUMBER(FIND("~",{folded})))'
    others = formulas.node(f'SUMPRODUCT(--ISNUMBER(FIND("、"&{folded}&"、",O_others)))', "职业目录中的别名")
    other_at = f'SUMPRODUCT(ISNUMBER(FIND("、"&{folded}&"、",O_others))*O_number)'
    named = f"IF(COUNTIF(O_key,{folded})>1,{ABSTAIN},IF(EXACT(INDEX(O_key,{by_name}),{folded}),{by_name},{ABSTAIN}))"
    elsewhere = f"IF(O_odd,{ABSTAIN},IF({others}=0,0,IF({others}=1,{other_at},{ABSTAIN})))"
    found = f"IF(ISNA({by_name}),{elsewhere},{named})"
    label = f'ISNUMBER(FIND("产业链)",{folded}))'
    return formulas.node(f'IF({folded}="",0,IF({wild},{ABSTAIN},IF({label},{ABSTAIN},{found})))', "职业目录中的行")


def occupation_key(formulas: Formulas, raw: str) -> str:
    """What makes two occupations the same."""
    folded = fold(formulas, raw)
    row = occupation_row(formulas, folded)
    return formulas.node(f"IF({row}=0,{folded},INDEX(O_key,{row}))", "职业（工种），以职业目录为准")


def same_occupation(formulas: Formulas, one: str, other: str) -> str:
    return f"EXACT({occupation_key(formulas, one)},{occupation_key(formulas, other)})"


def of_occupation(column: str) -> Write:
    def write(formulas: Formulas, occupation: str) -> str:
        row = occupation_row(formulas, fold(formulas, occupation))
        return f"IF({row}=0,{UNKNOWN},INDEX({column},{row}))"

    return write


def on_file(formulas: Formulas, occupation: str) -> str:
    row = occupation_row(formulas, fold(formulas, occupation))
    return f"IF({row}=0,FALSE,INDEX(O_on_file,{row}))"


def has_item(formulas: Formulas, contest: str, occupation: str, group: str) -> str:
    """Whether the contest has an item, under the name written or that of 职业目录."""
    rows = [(n, folded_words(g), item_key(item)) for n, c in enumerate(formulas.context.catalogue.contests, 1)
            for g, items in c.items.items() for item in items]  # fmt: skip
    opened = [(n, folded_words(g)) for n, c in enumerate(formulas.context.catalogue.contests, 1) for g in c.open]
    groups = [(n, folded_words(g)) for n, c in enumerate(formulas.context.catalogue.contests, 1) for g in c.items]
    formulas.words.setdefault("items", {f"{n}¦{g}¦{item}": "" for n, g, item in rows})
    formulas.words.setdefault("open", {f"{n}¦{g}": "" for n, g in opened} or {"": ""})
    formulas.words.setdefault("groups", {f"{n}¦{g}": "" for n, g in groups})
    asked, key, name = fold(formulas, group), fold(formulas, occupation), occupation_key(formulas, occupation)
    row = occupation_row(formulas, key)
    items, opens, known = (list_names(w)[0] for w in ("items", "open", "groups"))
    wild = has_any(f"{key}&{asked}", ("*", "?", "~"))
    # 组别 of the plan that is asked for, or all where there is none such
    every = formulas.node(f'IF({asked}="",TRUE,COUNTIF({known},{contest}&"¦"&{asked})=0)', "不分组别")

    def named(what: str) -> str:
        exact = f'COUNTIF({items},{contest}&"¦"&{asked}&"¦"&{what})+COUNTIF({items},{contest}&"¦¦"&{what})'
        return f'IF({every},COUNTIF({items},{contest}&"¦*¦"&{what}),{exact})>0'

    still_open = f'IF({every},COUNTIF({opens},{contest}&"¦*"),COUNTIF({opens},{contest}&"¦"&{asked})+COUNTIF({opens},{contest}&"¦"))>0'
    others = f'IF({row}=0,FALSE,INDEX(O_others,{row})<>"")'
    missing = f"IF({others},{ABSTAIN},IF({still_open},{UNKNOWN},FALSE))"
    found = f"IF({named(key)},TRUE,IF({named(name)},TRUE,{missing}))"
    return f"IF(ISERROR({contest}),{contest},IF(ISERROR({asked}),{asked},IF({wild},{ABSTAIN},{found})))"


def is_body(formulas: Formulas, raw: str) -> str:
    words = fold(formulas, raw)
    body = formulas.node(f'IF(RIGHT({words},5)="(办公室)",LEFT({words},LEN({words})-5),{words})', "不带（办公室）")
    return f'AND(LEN({body})>5,OR(RIGHT({body},5)="竞赛组委会",RIGHT({body},5)="大赛组委会"))'


def last_bracket(formulas: Formulas, words: str) -> str:
    """Where the last bracket opens, of a text that ends in a closing one; #N/A where there is none."""
    count = f'LEN({words})-LEN(SUBSTITUTE({words},"(",""))'
    at = formulas.node(f'IF({count}=0,{UNKNOWN},FIND("¦",SUBSTITUTE({words},"(","¦",{count})))', "最后的括号")
    closed = f'AND(RIGHT({words},1)=")",LEN(MID({words},{at},60))-LEN(SUBSTITUTE(MID({words},{at},60),")",""))=1)'
    return formulas.node(f"IF(ISERROR({at}),{at},IF({closed},{at},{UNKNOWN}))", "印章的括号")


def seal_of(formulas: Formulas, raw: str) -> str:
    words = fold(formulas, raw)
    at = last_bracket(formulas, words)
    inside = f"MID({words},{at}+1,LEN({words})-{at}-1)"
    return unless_odd(words, f'IF(ISNA({at}),"",IF(LEFT({inside},3)="办公室","",{inside}))')


def body_name(formulas: Formulas, raw: str) -> str:
    words = fold(formulas, raw)
    at = last_bracket(formulas, words)
    office = f'MID({words},{at}+1,3)="办公室"'
    bare = formulas.node(
        unless_odd(words, f"IF(ISNA({at}),{words},IF({office},{words},LEFT({words},{at}-1)))"), "不带印章"
    )
    return f'IF(RIGHT({bare},5)="(办公室)",LEFT({bare},LEN({bare})-5),{bare})'


def same_body(formulas: Formulas, raw: str, contest: str) -> str:
    expected = {n: name_key(names.body_name(c.assessor)) for n, c in enumerate(formulas.context.catalogue.contests, 1)}
    wanted = formulas.node(f"INDEX({contest_list(formulas, 'bodies', expected)},{contest})", "应有的评价机构")
    body = formulas.node(body_name(formulas, raw), "评价机构名称")
    written = formulas.node(without_quotes(body), "不带引号")
    dated = f'AND(LEFT({written},2)="20",MID({written},5,1)="年",{digits_only(f"MID({written},3,2)")})'
    return f"IF(EXACT({written},{wanted}),TRUE,IF({dated},EXACT(MID({written},6,60),{wanted}),FALSE))"


def is_branded(formulas: Formulas, raw: str, brand: str) -> str:
    words = fold(formulas, raw)
    name = formulas.node(without_quotes(words), "不带引号")
    return f"IF(EXACT(LEFT({name},LEN({brand})),{brand}),{has_any(name, ('大赛', '竞赛'))},FALSE)"


def phone_fits(formulas: Formulas, raw: str, _: str) -> str:
    """The patterns of the plan, as they stand on the day on which the workbook was written."""
    words = fold(formulas, raw)
    shapes = []
    for pattern in formulas.context.value("plan.phones"):
        shape = _PHONES.get(pattern)
        if shape is None:
            raise Unsupported(f"phone_fits {pattern}")
        shapes.append(shape.format(words=words, digits=digits_only(words), after=digits_only(f"MID({words},6,9)")))
    return f"IF({blank(raw)},{UNKNOWN},OR({','.join(shapes)}))"


#: Pattern of the notice → the same as a formula; another pattern is not said until it stands here.
_PHONES = {
    r"0631-\d{7}": 'AND(LEN({words})=12,LEFT({words},5)="0631-",{after})',
    r"1\d{10}": 'AND(LEN({words})=11,LEFT({words},1)="1",{digits})',
}


def first_places(formulas: Formulas, places: str) -> str:
    return f'IF({places}>1,"前"&{places}&"名","第1名")'
