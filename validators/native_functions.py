"""The named functions that a formula can say, each by the name under which requirements call it.

What is not here is for the “校验” button; `tests/test_native.py` holds both sides together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jineng.validators import applications, awards
from jineng.validators import native_identity as identity
from jineng.validators.contests import item_key
from jineng.validators.levels import LEVELS
from jineng.validators.native import ABSTAIN, UNKNOWN, Formulas, Kind, Unsupported, list_names, quoted
from jineng.validators.native_cells import (
    HAN_NAME,
    blank,
    chinese_numbers,
    digits_only,
    fold,
    has_any,
    odd,
    read,
    stripped,
    unless_odd,
    without_quotes,
)
from jineng.validators.values import fold as folded_words

Write = Callable[..., str]


@dataclass(frozen=True)
class Twin:
    """A formula that answers as a function does: what it answers, how it is written, and a title for its helper cell."""

    kind: Kind
    write: Write
    title: str = ""


def _age(formulas: Formulas, birth: str, on: str) -> str:
    born, now = (f"MONTH({day})*100+DAY({day})" for day in (birth, on))
    late = f"IF({formulas.parameter('birthday_counts')},{born}>{now},{born}>={now})"
    return f"YEAR({on})-YEAR({birth})-IF({late},1,0)"


def _scored(formulas: Formulas, score: str, full: str) -> str:
    exact = f"IF({full}=100,{score},IF(ABS({score}*100/{full}-ROUND({score}*100/{full},6))<1E-9,ROUND({score}*100/{full},6),{score}*100/{full}))"
    return f"IF({score}<0,{UNKNOWN},IF({score}>{full},{UNKNOWN},{exact}))"


# --- names, groups, awards -------------------------------------------------------------------------------------------


def _name_doubt(formulas: Formulas, raw: str) -> str:
    name = fold(formulas, raw)
    strange = odd(f'SUBSTITUTE({name},"·","")', HAN_NAME)
    other = "含有汉字和“·”以外的字符，请核对证件"
    dots = f'OR(LEFT({name},1)="·",RIGHT({name},1)="·",ISNUMBER(FIND("··",{name})))'
    short = f'IF(LEN({name})<2,"只有一个字，请核对证件",{UNKNOWN})'
    said = f'IF({name}="",{UNKNOWN},IF({strange},{quoted(other)},IF({dots},{quoted(other)},{short})))'
    return unless_odd(name, said)


def _students_only(formulas: Formulas, raw: str) -> str:
    """Whether a 组别 is for students (TRUE) or for workers (FALSE); unknown for others."""
    students, workers = f'ISNUMBER(FIND("学生",{raw}))', has_any(raw, ("职工", "教师"))
    return formulas.node(f"IF({students}=({workers}),{UNKNOWN},{students})", "学生组")


def _group_fits(formulas: Formulas, identity: str, group: str) -> str:
    only = _students_only(formulas, group)
    return f'ISNUMBER(FIND("学生",{identity}))=IF(ISNA({only}),FALSE,{only})'


def _award_parts(formulas: Formulas, raw: str) -> tuple[str, str]:
    """The letters that name a prize at the beginning, and what stands after them."""
    words = fold(formulas, raw)
    graded = (
        f'IF(AND(ISNUMBER(FIND(LEFT({words},1),"一二三123")),MID({words},2,1)="等"),IF(MID({words},3,1)="奖",3,2),0)'
    )
    medal = (
        f'IF(AND(ISNUMBER(FIND(LEFT({words},1),"金银铜")),OR(MID({words},2,1)="牌",MID({words},2,1)="奖")),2,{graded})'
    )
    merit = f'IF(OR(LEFT({words},2)="优胜",LEFT({words},2)="优秀"),IF(MID({words},3,1)="奖",3,2),{medal})'
    length = formulas.node(f'IF({words}="",0,{merit})', "奖项的字数")
    return length, formulas.node(f"MID({words},{length}+1,60)", "奖项后面的字")


def _places() -> dict[str, int]:
    """Every way to name a place beside an award."""
    found: dict[str, int] = {}
    for number, n in ({str(n): n for n in range(1, 100)} | chinese_numbers()).items():
        for before in ("", "第", "并列", "并列第"):
            for after in ("", "名"):
                found |= dict.fromkeys((f"{before}{number}{after}", f"({before}{number}{after})"), n)
    return found


def _award(formulas: Formulas, raw: str) -> tuple[str, str]:
    """Whether the words are an award, and the place they name (0 for none)."""
    words = fold(formulas, raw)
    length, rest = _award_parts(formulas, raw)
    unclear = f'IF(OR(LEN({rest})>9,ISNUMBER(FIND(LEFT({rest},1),"-:、")),ISNUMBER(FIND(RIGHT({rest},1),"-:、"))),{ABSTAIN},{UNKNOWN})'
    place = formulas.node(
        f'IF({rest}="",0,{formulas.lookup(rest, "award_places", _places(), unclear)})', "奖项中的名次"
    )
    bare = f'IF(AND(ISNUMBER(FIND("第",{words})),ISNUMBER(FIND("名",{words}))),{place},{UNKNOWN})'
    known = formulas.node(f'IF({words}="",{UNKNOWN},IF(OR({_is_error(raw)},{blank(raw)}),{UNKNOWN},IF({length}>0,{place},{bare})))', "奖项")  # fmt: skip
    return known, length


def _is_error(raw: str) -> str:
    return f'EXACT({raw},"#N/A")'


def _award_place(formulas: Formulas, raw: str) -> str:
    known, _ = _award(formulas, raw)
    return f"IF({known}=0,{UNKNOWN},{known})"


def _awarded(formulas: Formulas, raw: str) -> str:
    words, (known, _) = fold(formulas, raw), _award(formulas, raw)
    none = f"OR({blank(raw)},{_among(words, awards._NO_AWARD)},IF(ISLOGICAL({raw}),NOT({raw}),FALSE))"
    won = f'IF(OR(IF(ISLOGICAL({raw}),{raw},FALSE),{words}="是"),TRUE,IF(ISNUMBER({known}),TRUE,{known}))'
    return unless_odd(words, f'IF(OR({words}="",{_is_error(raw)}),{UNKNOWN},IF({none},FALSE,{won}))')


def _is_winner(formulas: Formulas, raw: str) -> str:
    won = formulas.node(_awarded(formulas, raw), "获奖")
    return f"IF({blank(raw)},FALSE,IF(ISNA({won}),TRUE,{won}))"


def _among(text: str, words: "frozenset[str]") -> str:
    return f'ISNUMBER(FIND("¦"&{text}&"¦",{quoted("¦" + "¦".join(sorted(words)) + "¦")}))'


def _is_listed(formulas: Formulas, raw: str, *_: str) -> str:
    """Whether a prize is one of the notice's; the lists are those of the day on which the workbook was written."""
    known, length = _award(formulas, raw)
    words = fold(formulas, raw)
    listed = {p for key in ("award.prizes", "award.more_prizes") for p in formulas.context.value(key) or ()}
    grades = {"1": "一", "2": "二", "3": "三"}
    stems = {**{g + "等": g + "等奖" for g in "一二三"}, **{d + "等": g + "等奖" for d, g in grades.items()},
             **{m + end: m + "牌" for m in "金银铜" for end in "牌奖"}, "优胜": "优胜奖", "优秀": "优秀奖"}  # fmt: skip
    allowed = frozenset(stem for stem, prize in stems.items() if prize in listed)
    return f"IF(ISNA({known}),FALSE,IF({length}=0,IF(ISERROR({known}),{known},TRUE),IF(ISERROR({known}),{known},{_among(f'LEFT({words},2)', allowed)})))"


# --- contests and occupations ----------------------------------------------------------------------------------------


def _contest_list(formulas: Formulas, name: str, of: Mapping[Any, Any]) -> str:
    """The name of a list with something about each contest of the plan."""
    formulas.words.setdefault(name, dict(of))
    return list_names(name)[1]


def _planned(formulas: Formulas, contest: str) -> str:
    """100 × year + month of the planned final, with month 0 where the plan gives none; unknown where it gives nothing."""
    months = {n: 100 * c.planned[0] + (c.planned[1] or 0) if c.planned else 0
              for n, c in enumerate(formulas.context.catalogue.contests, 1)}  # fmt: skip
    at = formulas.node(f"INDEX({_contest_list(formulas, 'planned', months)},{contest})", "计划的决赛年月")
    return formulas.node(f"IF({at}=0,{UNKNOWN},{at})", "计划的决赛年月")


def _planned_words(formulas: Formulas, contest: str) -> str:
    when = _planned(formulas, contest)
    return f'INT({when}/100)&"年"&IF(MOD({when},100)=0,"",MOD({when},100)&"月")'


def _in_planned_month(formulas: Formulas, contest: str, day: str) -> str:
    when = _planned(formulas, contest)
    return f"AND(YEAR({day})=INT({when}/100),OR(MOD({when},100)=0,MONTH({day})=MOD({when},100)))"


def _class_of(formulas: Formulas, contest: str) -> str:
    grades = {n: c.grade for n, c in enumerate(formulas.context.catalogue.contests, 1)}
    grade = formulas.node(f"INDEX({_contest_list(formulas, 'classes', grades)},{contest})", "计划中的类别")
    return f'IF({grade}="",{UNKNOWN},{grade})'


def _items_listed(formulas: Formulas, contest: str) -> str:
    lists = {n: c.listed()[:200] for n, c in enumerate(formulas.context.catalogue.contests, 1)}
    return f"INDEX({_contest_list(formulas, 'items_of', lists)},{contest})"


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


def _same_occupation(formulas: Formulas, one: str, other: str) -> str:
    return f"EXACT({occupation_key(formulas, one)},{occupation_key(formulas, other)})"


def _of_occupation(column: str) -> Write:
    def write(formulas: Formulas, occupation: str) -> str:
        row = occupation_row(formulas, fold(formulas, occupation))
        return f"IF({row}=0,{UNKNOWN},INDEX({column},{row}))"

    return write


def _on_file(formulas: Formulas, occupation: str) -> str:
    row = occupation_row(formulas, fold(formulas, occupation))
    return f"IF({row}=0,FALSE,INDEX(O_on_file,{row}))"


def _has_item(formulas: Formulas, contest: str, occupation: str, group: str) -> str:
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


# --- the certificate table, the plan ---------------------------------------------------------------------------------


def _is_body(formulas: Formulas, raw: str) -> str:
    words = fold(formulas, raw)
    body = formulas.node(f'IF(RIGHT({words},5)="(办公室)",LEFT({words},LEN({words})-5),{words})', "不带（办公室）")
    return f'AND(LEN({body})>5,OR(RIGHT({body},5)="竞赛组委会",RIGHT({body},5)="大赛组委会"))'


def _last_bracket(formulas: Formulas, words: str) -> str:
    """Where the last bracket opens, of a text that ends in a closing one; #N/A where there is none."""
    count = f'LEN({words})-LEN(SUBSTITUTE({words},"(",""))'
    at = formulas.node(f'IF({count}=0,{UNKNOWN},FIND("¦",SUBSTITUTE({words},"(","¦",{count})))', "最后的括号")
    closed = f'AND(RIGHT({words},1)=")",LEN(MID({words},{at},60))-LEN(SUBSTITUTE(MID({words},{at},60),")",""))=1)'
    return formulas.node(f"IF(ISERROR({at}),{at},IF({closed},{at},{UNKNOWN}))", "印章的括号")


def _seal_of(formulas: Formulas, raw: str) -> str:
    words = fold(formulas, raw)
    at = _last_bracket(formulas, words)
    inside = f"MID({words},{at}+1,LEN({words})-{at}-1)"
    return unless_odd(words, f'IF(ISNA({at}),"",IF(LEFT({inside},3)="办公室","",{inside}))')


def _body_name(formulas: Formulas, raw: str) -> str:
    words = fold(formulas, raw)
    at = _last_bracket(formulas, words)
    office = f'MID({words},{at}+1,3)="办公室"'
    bare = formulas.node(
        unless_odd(words, f"IF(ISNA({at}),{words},IF({office},{words},LEFT({words},{at}-1)))"), "不带印章"
    )
    return f'IF(RIGHT({bare},5)="(办公室)",LEFT({bare},LEN({bare})-5),{bare})'


def _same_body(formulas: Formulas, raw: str, contest: str) -> str:
    from jineng.validators.contests import name_key
    from jineng.validators.names import body_name

    expected = {n: name_key(body_name(c.assessor)) for n, c in enumerate(formulas.context.catalogue.contests, 1)}
    wanted = formulas.node(f"INDEX({_contest_list(formulas, 'bodies', expected)},{contest})", "应有的评价机构")
    body = formulas.node(_body_name(formulas, raw), "评价机构名称")
    written = formulas.node(without_quotes(body), "不带引号")
    dated = f'AND(LEFT({written},2)="20",MID({written},5,1)="年",{digits_only(f"MID({written},3,2)")})'
    return f"IF(EXACT({written},{wanted}),TRUE,IF({dated},EXACT(MID({written},6,60),{wanted}),FALSE))"


def _is_branded(formulas: Formulas, raw: str, brand: str) -> str:
    words = fold(formulas, raw)
    name = formulas.node(without_quotes(words), "不带引号")
    return f"IF(EXACT(LEFT({name},LEN({brand})),{brand}),{has_any(name, ('大赛', '竞赛'))},FALSE)"


def _phone_fits(formulas: Formulas, raw: str, _: str) -> str:
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


def _first_places(formulas: Formulas, places: str) -> str:
    return f'IF({places}>1,"前"&{places}&"名","第1名")'


def _worker(formulas: Formulas, raw: str, teachers: str) -> str:
    workers, learners, teaching = (
        frozenset(f"{before}{word}{after}" for before in befores for word in words for after in ("", "组", "选手"))
        for befores, words in ((("", "企业", "在职", "在岗", "正式", "企业在职"), ("职工", "员工")),
                               (("", "中职", "高职", "院校", "在校", "全日制", "中职在校", "高职在校"), ("学生", "在校生")),
                               (("", "中职", "高职", "院校", "学校", "在职", "中职学校", "高职院校"), ("教师", "老师", "教职工")))
    )  # fmt: skip
    words = fold(formulas, raw)
    more = f"IF({has_any(words, ('职工', '员工', '学生', '在校生', '教师', '老师'))},{ABSTAIN},{UNKNOWN})"
    said = f"IF({_among(words, workers)},TRUE,IF({_among(words, learners)},FALSE,IF({_among(words, teaching)},{teachers},{more})))"
    return unless_odd(words, said)


# --- 首席技师, 绩效评估 ----------------------------------------------------------------------------------------------


def _dated(formulas: Formulas, raw: str) -> tuple[str, str]:
    """A cell's day and its month, where a number may be a year or a month as well as a date."""
    day, month = read(formulas, "day", raw, "日期"), read(formulas, "month", raw, "年月")
    number = f"IF(AND({raw}>10000,{raw}<190000),{day},{UNKNOWN})"
    return formulas.node(f"IF(ISNUMBER({raw}),{number},{day})", "日期，不是年月"), month


def _age_by(formulas: Formulas, raw: str, on: str) -> str:
    return _age_on(formulas, identity.born(formulas, raw), raw, on)


def _age_on(formulas: Formulas, by_id: str, raw: str, on: str) -> str:
    day, month = _dated(formulas, raw)
    born = formulas.node(f"IF(ISNA({by_id}),{day},{by_id})", "出生日期")
    first = formulas.node(f"DATE(INT({month}/100),IF(MOD({month},100)=0,1,MOD({month},100)),1)", "最早的生日")
    last = formulas.node(f"DATE(INT({month}/100),IF(MOD({month},100)=0,12,MOD({month},100))+1,0)", "最晚的生日")
    exact = formulas.node(_age(formulas, born, on), "周岁")
    eldest, youngest = (formulas.node(_age(formulas, d, on), "周岁") for d in (first, last))
    rough = f"IF(ISERROR({month}),{month},IF({last}>{on},{UNKNOWN},IF({eldest}={youngest},{eldest},{UNKNOWN})))"
    return f"IF(ISNUMBER({born}),IF({born}>{on},{UNKNOWN},{exact}),IF(ISNA({born}),{rough},{born}))"


def _is_between(formulas: Formulas, month: str, raw: str, on: str) -> str:
    by_id, (day, _) = identity.born(formulas, raw), _dated(formulas, raw)
    born = formulas.node(f"IF(ISNA({by_id}),{day},{by_id})", "出生日期")
    first = f"DATE(INT({month}/100),IF(MOD({month},100)=0,1,MOD({month},100)),1)"
    last = f"DATE(INT({month}/100),IF(MOD({month},100)=0,12,MOD({month},100))+1,0)"
    return f"IF(ISERROR({month}),{month},IF({first}>{on},FALSE,IF(ISNA({born}),TRUE,{born}<{last})))"


def _is_recent(formulas: Formulas, raw: str, years: str, on: str) -> str:
    """One day or month; a sentence with dates in it is for the button."""
    day, when = _dated(formulas, raw)
    first = formulas.node(
        f"IF(ISNUMBER({day}),{day},DATE(INT({when}/100),IF(MOD({when},100)=0,1,MOD({when},100)),1))", "最早"
    )
    last = formulas.node(
        f"IF(ISNUMBER({day}),{day},DATE(INT({when}/100),IF(MOD({when},100)=0,12,MOD({when},100))+1,0))", "最晚"
    )
    since = f"DATE(YEAR({on})-{years},MONTH({on}),DAY({on}))"
    dated = f"IF(AND({first}>={since},{last}<={on}),TRUE,IF({last}<{since},FALSE,{UNKNOWN}))"
    folded = fold(formulas, raw)
    words = unless_odd(folded, f"IF({has_any(folded, '0123456789')},{ABSTAIN},{UNKNOWN})")
    old = f"IF(AND(ISTEXT({raw}),INT({when}/100)<2100),{dated},IF(ISNUMBER({raw}),{dated},{ABSTAIN}))"
    return f"IF({blank(raw)},FALSE,IF(ISERROR({when}),{words},{old}))"


def _has_any_of(words: str) -> Write:
    def write(formulas: Formulas, raw: str) -> str:
        folded = fold(formulas, raw)
        return unless_odd(folded, has_any(folded, words.split("|")))

    return write


def _is_company(formulas: Formulas, raw: str) -> str:
    words = fold(formulas, raw)
    return f'OR(RIGHT({words},1)="厂",{_among(f"RIGHT({words},2)", frozenset(("企业", "公司", "集团")))})'


_TITLES = "工程师|经济师|会计师|农艺师|畜牧师|讲师|教授|研究员|职称"


def _is_only_professional_title(formulas: Formulas, raw: str) -> str:
    words = fold(formulas, raw)
    return unless_odd(words, f'AND({has_any(words, _TITLES.split("|"))},ISERROR(FIND("技师",{words})))')


def _is_nobodys_employer(formulas: Formulas, unit: str, name: str) -> str:
    words, person = fold(formulas, unit), fold(formulas, name)
    among = _among(words, frozenset({"个人", "本人", "自由职业", "无业", "无单位"}))
    return f'IF({words}="",FALSE,IF(EXACT({words},{person}),TRUE,{among}))'


def _rectify_until(formulas: Formulas, day: str, years: str) -> str:
    return f"MIN(DATE(YEAR({day})+{years},MONTH({day}),DAY({day})),DATE(YEAR({day})+{years},MONTH({day})+1,0))"


def _state_of(formulas: Formulas, grade: str, until: str, score: str, pass_mark: str, today: str) -> str:
    again = f'IF({score}>={pass_mark},"恢复","拟撤销")'
    waiting = f'IF({until}="",{UNKNOWN},IF({today}<={until},"整改中","待复评"))'
    failed = f'IF({score}="",{waiting},{again})'
    return f'IF(EXACT({grade},"不合格"),{failed},IF(EXACT({grade},"未评"),{UNKNOWN},{grade}))'


def _is_listed_place(formulas: Formulas, _: str, *cells: str) -> str:
    """The places of the notice, as they stand on the day on which the workbook was written."""
    listed = next(
        formulas.context.value(key) for key in ("studio.hosts", "studio.sites") if _ == formulas.parameter(key)
    )
    words = [word for place in listed for word in applications._OTHER_WORDS.get(place, place).split("|")]
    folded = [fold(formulas, cell) for cell in cells]
    found = formulas.node("&".join(folded), "连起来")
    return unless_odd(found, has_any(found, words))


def _is_named_so(formulas: Formulas, studio: str, leader: str, pattern: str) -> str:
    name = f'IF({blank(leader)},"",{stripped(leader)})'
    wanted = formulas.node(f'SUBSTITUTE(SUBSTITUTE({pattern},"领办人姓名",{name}),"+","")', "应有的名称")
    return f"EXACT({fold(formulas, studio)},{fold(formulas, wanted)})"


def _is_email(formulas: Formulas, raw: str) -> str:
    words = fold(formulas, raw)
    at = formulas.node(f'FIND("@",{words})', "@的位置")
    name, host = f"LEFT({words},{at}-1)", f"MID({words},{at}+1,60)"
    sign = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
    dots = f'OR(LEFT({host},1)=".",RIGHT({host},1)=".",ISNUMBER(FIND("..",{host})),ISERROR(FIND(".",{host})))'
    bad = f'OR({name}="",{odd(name, quoted(sign + ".+"))},{odd(host, quoted(sign + "."))},{dots})'
    return unless_odd(words, f"IF(ISERROR({at}),FALSE,NOT({bad}))")


def _level_name(formulas: Formulas, rank: str) -> str:
    return f"CHOOSE({rank}+1,{','.join(quoted(name) for name in LEVELS)})"


def _plain(text: str) -> Write:
    """A formula whose places {0}, {1} … take the arguments."""
    return lambda formulas, *args: text.format(*args)


#: Name of the function → its twin.
NATIVE: dict[str, Twin] = {
    "fold": Twin("text", fold, "折叠"),
    "is_number_cell": Twin("truth", _plain("ISNUMBER({0})"), "数字格式"),
    "is_written": Twin("truth", _plain('IF(ISTEXT({0}),TRIM({0})<>"",TRUE)'), "写了"),
    "id_fault": Twin("text", identity.fault, "身份证号错在哪里"),
    "id_doubt": Twin("text", identity.doubt, "证件号码要看的"),
    "id_sex": Twin("text", identity.sex, "号码中的性别"),
    "id_birth": Twin("day", identity.born, "出生日期"),
    "name_doubt": Twin("text", _name_doubt, "姓名要看的"),
    "is_group_of_people": Twin(
        "truth", lambda f, raw: f"ISNUMBER(IF({_students_only(f, raw)},1,1))", "分职工学生的组别"
    ),
    "group_fits": Twin("truth", _group_fits, "身份合组别"),
    "awarded": Twin("truth", _awarded, "获奖"),
    "is_winner": Twin("truth", _is_winner, "获奖选手"),
    "is_listed": Twin("truth", _is_listed, "通知所列奖项"),
    "award_place": Twin("number", _award_place, "奖项中的名次"),
    "age": Twin("number", _age, "周岁"),
    "scored": Twin("number", _scored, "百分制成绩"),
    "is_past": Twin("truth", _plain("{0}<=" + identity.TODAY), "已过"),
    "on_words": Twin("text", lambda f, day: f'"到 "&{identity.written_day(day)}&" "', "到哪天"),
    "scale_words": Twin("text", _plain('IF({0}=100,"","（满分 "&{0}&"，折合百分制）")'), "满分"),
    "level_name": Twin("text", _level_name, "等级名称"),
    "same_occupation": Twin("truth", _same_occupation, "同一职业"),
    "occupation_ceiling": Twin("number", _of_occupation("O_ceiling"), "本职业最高等级"),
    "occupation_on_file": Twin("truth", _on_file, "已备案"),
    "has_item": Twin("truth", _has_item, "在竞赛项目内"),
    "items_listed": Twin("text", _items_listed, "竞赛项目"),
    "in_planned_month": Twin("truth", _in_planned_month, "在计划的月份"),
    "planned_month": Twin("text", _planned_words, "计划的决赛年月"),
    "planned_year": Twin("number", lambda f, contest: f"INT({_planned(f, contest)}/100)", "计划的年份"),
    "year_of": Twin("number", _plain("INT({0}/100)"), "年"),
    "class_of": Twin("text", _class_of, "计划中的类别"),
    "is_body": Twin("truth", _is_body, "竞赛组委会"),
    "body_name": Twin("text", _body_name, "组委会名称"),
    "seal_of": Twin("text", _seal_of, "括号中的印章"),
    "same_body": Twin("truth", _same_body, "与竞赛名称对应"),
    "is_branded": Twin("truth", _is_branded, "统一冠名"),
    "phone_fits": Twin("truth", _phone_fits, "电话号码"),
    "first_places": Twin("text", _first_places, "前几名"),
    "worker": Twin("truth", _worker, "职工选手"),
    "rectify_until": Twin("day", _rectify_until, "整改截止日期"),
    "state_of": Twin("text", _state_of, "应有的状态"),
    "today": Twin("day", lambda f: f.parameter("policy_day"), "校验日期"),
    "age_by": Twin("number", _age_by, "周岁"),
    "is_between": Twin("truth", _is_between, "先后合理"),
    "is_recent": Twin("truth", _is_recent, "近几年"),
    "month_of": Twin("number", _plain("YEAR({0})*100+MONTH({0})"), "年月"),
    "month_words": Twin("text", _plain('YEAR({0})&"年"&MONTH({0})&"月"'), "年月"),
    "is_manager": Twin("truth", _has_any_of("经理|董事长|处长"), "管理岗位"),
    "is_company": Twin("truth", _is_company, "企业名称"),
    "is_professional_title": Twin("truth", _has_any_of(_TITLES), "职称"),
    "is_only_professional_title": Twin("truth", _is_only_professional_title, "只是职称"),
    "is_nobodys_employer": Twin("truth", _is_nobodys_employer, "个人申请"),
    "head_sum": Twin("number", lambda f, *counts: "+".join(counts), "人数之和"),
    "is_listed_place": Twin("truth", _is_listed_place, "通知所列单位或场所"),
    "is_named_so": Twin("truth", _is_named_so, "命名"),
    "is_email": Twin("truth", _is_email, "邮箱地址"),
    "with_leader": Twin("number", _plain("{0}+1"), "连领办人"),
}
