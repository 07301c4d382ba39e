"""身份证号 in formulas: the twins of `identity`."""

from jineng.validators.identity import CHECK, WEIGHTS
from jineng.validators.native.cells import blank, digits_only, fold, unless_odd
from jineng.validators.native.formulas import ABSTAIN, UNKNOWN, Formulas, name_of

TODAY = name_of("today")


def tidy(formulas: Formulas, raw: str) -> str:
    """The number as GB 11643 writes it."""
    folded = fold(formulas, raw)
    return formulas.node(f"""UPPER(SUBSTITUTE({folded},"'",""))""", "身份证号，规范写法")


def _born(formulas: Formulas, raw: str) -> str:
    """The birth date the number states, right or not; #N/A where there is no such day."""
    number = tidy(formulas, raw)
    year, month, day = f"VALUE(MID({number},7,4))", f"VALUE(MID({number},11,2))", f"VALUE(MID({number},13,2))"
    made = formulas.node(f"DATE({year},{month},{day})", "号码中的日期")
    exists = f"IF(AND(MONTH({made})={month},DAY({made})={day}),{made},{UNKNOWN})"
    exists = f"IF({year}=1900,{ABSTAIN},IF(AND({month}>=1,{month}<=12),{exists},{UNKNOWN}))"
    return formulas.node(f"IF({year}<1900,{UNKNOWN},{exists})", "号码中的出生日期")


def _shaped(formulas: Formulas, raw: str) -> str:
    """Whether it has 17 digits and a digit or X."""
    number = tidy(formulas, raw)
    last = f'ISNUMBER(FIND(RIGHT({number},1),"0123456789X"))'
    return formulas.node(f"IF(LEN({number})=18,IF({digits_only(f'LEFT({number},17)')},{last},FALSE),FALSE)", "18位")


def _check(formulas: Formulas, raw: str) -> str:
    """The last character that belongs to the first 17."""
    number = tidy(formulas, raw)
    total = "+".join(f"MID({number},{at},1)*{weight}" for at, weight in enumerate(WEIGHTS, 1))
    return formulas.node(f'MID("{CHECK}",MOD({total},11)+1,1)', "校验码")


def fault(formulas: Formulas, raw: str) -> str:
    """What is wrong; #N/A when nothing is."""
    number, born = tidy(formulas, raw), _born(formulas, raw)
    lost = f'IF(RIGHT({number},3)="000","，疑似曾以数字格式保存而丢失末位","")'
    date = written_day(born)
    judged = (
        f'IF(ISNA({born}),"第7至14位“"&MID({number},7,8)&"”不是有效日期",IF({born}>{TODAY},"出生日期 "&{date}&" 在今天之后",'
        f'IF(EXACT({_check(formulas, raw)},RIGHT({number},1)),{UNKNOWN},"末位校验码“"&RIGHT({number},1)&"”不对"&{lost})))'
    )
    wrong = f'IF(LEN({number})=18,"应为17位数字加末位数字或X","应为18位，现为"&LEN({number})&"位")'
    other = f"IF({_maybe_a_permit(number)},{ABSTAIN},{wrong})"
    words = (
        f"IF({_shaped(formulas, raw)},{judged},IF({_old(number)},{UNKNOWN},IF({_permit(number)},{UNKNOWN},{other})))"
    )
    length = f'TEXT({raw},"0")'
    as_number = f'IF({raw}>=1E15,"以数字格式保存，第16位起已丢失，不能修复","“"&{length}&"”只有"&LEN({length})&"位，且以数字格式保存")'
    error = f'IF(EXACT({raw},"#N/A"),"单元格为错误值 #N/A",{unless_odd(number, words)})'
    text = f"IF({blank(raw)},{UNKNOWN},{error})"
    made = f"IF(ISNUMBER({raw}),{as_number},IF(ISTEXT({raw}),{text},{ABSTAIN}))"
    return formulas.node(made, "身份证号错在哪里")


def _old(number: str) -> str:
    return f"IF(LEN({number})=15,{digits_only(number)},FALSE)"


def _permit(number: str) -> str:
    """Whether it is eight digits, a number of a permit."""
    return f"IF(LEN({number})=8,{digits_only(number)},FALSE)"


def _maybe_a_permit(number: str) -> str:
    """Whether it has letters such as passports, permits and numbers in scientific notation have."""
    letters = "+".join(f'ISNUMBER(FIND("{letter}",{number}))' for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f"{letters}>0"


def doubt(formulas: Formulas, raw: str) -> str:
    """Why a person must look at the document; #N/A when nobody must."""
    number = tidy(formulas, raw)
    said = f'IF({_old(number)},"15位旧号码，没有校验码，请换成18位",IF({_permit(number)},"不是居民身份证号（可能是护照或通行证），请人工核对证件",'
    said += f'IF({_shaped(formulas, raw)},{UNKNOWN},IF(LEN({number})=18,IF(ISNUMBER(FIND("E",{number})),{ABSTAIN},{UNKNOWN}),'
    said += f"IF({_maybe_a_permit(number)},{ABSTAIN},{UNKNOWN})))))"
    blank_or = f'IF({blank(raw)},{UNKNOWN},IF(EXACT({raw},"#N/A"),{UNKNOWN},{unless_odd(number, said)}))'
    return formulas.node(f"IF(ISTEXT({raw}),{blank_or},{UNKNOWN})", "证件号码要看的")


def right(formulas: Formulas, raw: str) -> str:
    """The right number in its standard spelling, else #N/A."""
    wrong, number = fault(formulas, raw), tidy(formulas, raw)
    judged = f"IF(ISNA({wrong}),{number},IF(ISERROR({wrong}),{wrong},{UNKNOWN}))"
    shaped = f"IF({_shaped(formulas, raw)},{judged},{UNKNOWN})"
    return formulas.node(f"IF(ISTEXT({raw}),IF({blank(raw)},{UNKNOWN},{shaped}),{UNKNOWN})", "身份证号")


def born(formulas: Formulas, raw: str) -> str:
    number = right(formulas, raw)
    return formulas.node(f"IF(ISERROR({number}),{number},{_born(formulas, raw)})", "出生日期")


def sex(formulas: Formulas, raw: str) -> str:
    return formulas.node(f'IF(MOD(VALUE(MID({right(formulas, raw)},17,1)),2)=1,"男","女")', "号码中的性别")


def written_day(day: str) -> str:
    """A date as messages write it, in every language of the program."""
    return f'YEAR({day})&"-"&RIGHT("0"&MONTH({day}),2)&"-"&RIGHT("0"&DAY({day}),2)'
