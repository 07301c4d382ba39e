"""Names, groups and awards in formulas: the twins of `names` and `awards`."""

from jineng.validators import awards
from jineng.validators.native.cells import (
    HAN_NAME,
    RARE_NAME,
    among,
    blank,
    chinese_numbers,
    fold,
    has_any,
    odd,
    unless_odd,
)
from jineng.validators.native.formulas import ABSTAIN, UNKNOWN, Formulas, quoted


def name_doubt(formulas: Formulas, raw: str) -> str:
    name = fold(formulas, raw)
    letters = f'SUBSTITUTE({name},"·","")'
    uncommon, strange = odd(letters, HAN_NAME), odd(letters, RARE_NAME)
    other, rare = "含有汉字和“·”以外的字符，请核对证件", "含有生僻字，请确认能正常显示和打印"
    dots = f'OR(LEFT({name},1)="·",RIGHT({name},1)="·",ISNUMBER(FIND("··",{name})))'
    short = f'IF(LEN({name})<2,"只有一个字，请核对证件",{UNKNOWN})'
    seldom = f"IF({strange},{quoted(other)},IF({dots},{quoted(other)},{quoted(rare)}))"
    said = f'IF({name}="",{UNKNOWN},IF({uncommon},{seldom},IF({dots},{quoted(other)},{short})))'
    return unless_odd(name, said)


def students_only(formulas: Formulas, raw: str) -> str:
    """Whether a 组别 is for students (TRUE) or for workers (FALSE); unknown for others."""
    students, workers = f'ISNUMBER(FIND("学生",{raw}))', has_any(raw, ("职工", "教师"))
    return formulas.node(f"IF({students}=({workers}),{UNKNOWN},{students})", "学生组")


def group_fits(formulas: Formulas, identity: str, group: str) -> str:
    only = students_only(formulas, group)
    return f'ISNUMBER(FIND("学生",{identity}))=IF(ISNA({only}),FALSE,{only})'


def award_parts(formulas: Formulas, raw: str) -> tuple[str, str]:
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


def places() -> dict[str, int]:
    """Every way to name a place beside an award."""
    found: dict[str, int] = {}
    for number, n in ({str(n): n for n in range(1, 100)} | chinese_numbers()).items():
        for before in ("", "第", "并列", "并列第"):
            for after in ("", "名"):
                found |= dict.fromkeys((f"{before}{number}{after}", f"({before}{number}{after})"), n)
    return found


def award(formulas: Formulas, raw: str) -> tuple[str, str]:
    """Whether the words are an award, and the place they name (0 for none)."""
    words = fold(formulas, raw)
    length, rest = award_parts(formulas, raw)
    unclear = f'IF(OR(LEN({rest})>9,ISNUMBER(FIND(LEFT({rest},1),"-:、")),ISNUMBER(FIND(RIGHT({rest},1),"-:、"))),{ABSTAIN},{UNKNOWN})'
    place = formulas.node(f'IF({rest}="",0,{formulas.lookup(rest, "award_places", places(), unclear)})', "奖项中的名次")
    bare = f'IF(AND(ISNUMBER(FIND("第",{words})),ISNUMBER(FIND("名",{words}))),{place},{UNKNOWN})'
    known = formulas.node(f'IF({words}="",{UNKNOWN},IF(OR({is_error(raw)},{blank(raw)}),{UNKNOWN},IF({length}>0,{place},{bare})))', "奖项")  # fmt: skip
    return known, length


def is_error(raw: str) -> str:
    return f'EXACT({raw},"#N/A")'


def award_place(formulas: Formulas, raw: str) -> str:
    known, _ = award(formulas, raw)
    return f"IF({known}=0,{UNKNOWN},{known})"


def awarded(formulas: Formulas, raw: str) -> str:
    words, (known, _) = fold(formulas, raw), award(formulas, raw)
    none = f"OR({blank(raw)},{among(words, awards.NO_AWARD)},IF(ISLOGICAL({raw}),NOT({raw}),FALSE))"
    won = f'IF(OR(IF(ISLOGICAL({raw}),{raw},FALSE),{words}="是"),TRUE,IF(ISNUMBER({known}),TRUE,{known}))'
    return unless_odd(words, f'IF(OR({words}="",{is_error(raw)}),{UNKNOWN},IF({none},FALSE,{won}))')


def is_winner(formulas: Formulas, raw: str) -> str:
    won = formulas.node(awarded(formulas, raw), "获奖")
    return f"IF({blank(raw)},FALSE,IF(ISNA({won}),TRUE,{won}))"


def is_listed(formulas: Formulas, raw: str, *_: str) -> str:
    """Whether a prize is one of the notice's; the lists are those of the day on which the workbook was written."""
    known, length = award(formulas, raw)
    words = fold(formulas, raw)
    listed = {p for key in ("award.prizes", "award.more_prizes") for p in formulas.context.value(key) or ()}
    grades = {"1": "一", "2": "二", "3": "三"}
    stems = {**{g + "等": g + "等奖" for g in "一二三"}, **{d + "等": g + "等奖" for d, g in grades.items()},
             **{m + end: m + "牌" for m in "金银铜" for end in "牌奖"}, "优胜": "优胜奖", "优秀": "优秀奖"}  # fmt: skip
    allowed = frozenset(stem for stem, prize in stems.items() if prize in listed)
    return f"IF(ISNA({known}),FALSE,IF({length}=0,IF(ISERROR({known}),{known},TRUE),IF(ISERROR({known}),{known},{among(f'LEFT({words},2)', allowed)})))"


def worker(formulas: Formulas, raw: str, teachers: str) -> str:
    workers, learners, teaching = (
        frozenset(f"{before}{word}{after}" for before in befores for word in words for after in ("", "组", "选手"))
        for befores, words in ((("", "企业", "在职", "在岗", "正式", "企业在职"), ("职工", "员工")),
                               (("", "中职", "高职", "院校", "在校", "全日制", "中职在校", "高职在校"), ("学生", "在校生")),
                               (("", "中职", "高职", "院校", "学校", "在职", "中职学校", "高职院校"), ("教师", "老师", "教职工")))
    )  # fmt: skip
    words = fold(formulas, raw)
    more = f"IF({has_any(words, ('职工', '员工', '学生', '在校生', '教师', '老师'))},{ABSTAIN},{UNKNOWN})"
    said = f"IF({among(words, workers)},TRUE,IF({among(words, learners)},FALSE,IF({among(words, teaching)},{teachers},{more})))"
    return unless_odd(words, said)
