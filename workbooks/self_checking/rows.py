"""Which rows of a template are data, in formulas: the twin of how `tables` tells rows from sums, signatures and remarks."""

from collections.abc import Callable, Mapping

from jineng.validators.native.cells import among, digits_only, has_any
from jineng.workbooks.tables import FORERUNNERS

#: Columns that name whom a row is about.
_NAMES = ("name", "id_number")
_SIGNED = ("签名", "签字", "签章", "盖章")
_SUMS = {2: ("合计", "总计", "小计", "共计", "平均"), 3: ("最高分", "最低分", "及格率", "以下无"), 4: ("以下空白",)}


def is_data(raw: Mapping[str, str], place: Callable[[str, str], str]) -> str:
    """Formula: 1 for a row of data, else "".

    raw    column key → helper cell, the forerunners first and all side by side, the others as they stand in the table
    place  puts a formula into a helper cell
    """
    rest = [cell for key, cell in raw.items() if key not in FORERUNNERS]
    every, others = (f"{cells[0]}:{cells[-1]}" for cells in (list(raw.values()), rest))
    count = place(f'IF(COUNTIF({every},"?*")+COUNT({every})=0,"",SUMPRODUCT(--({every}<>"")))', "填写的格数")
    width = len(rest)
    at = f'{width + 1}-SUMPRODUCT(MAX(({others}<>"")*({width + 1}-COLUMN({others})+COLUMN({rest[0]})-1)))'
    first = f"INDEX({others},{at})"
    if serial := raw.get("serial"):
        first = f'IF({serial}<>"",{serial},{first})'
    alone = f'COUNTIF({others},"?*")+COUNT({others})=0' if len(rest) < len(raw) else "FALSE"
    first = place(f'IF({count}="","",IF({alone},"",{first}))', "第一格")
    words = _folded(first)
    words = place(f'IF(ISTEXT({first}),{words},"")', "第一格的字")
    labelled = place(f'IF({first}="","",{_is_label(words)})', "像“填表人：”")
    names = [raw[key] for key in _NAMES if key in raw]
    nameless = [f'{cell}=""' for cell in names]
    unnamed = f"AND({','.join(nameless)})" if names else "FALSE"
    several = "FALSE"
    if names:
        number = raw.get("id_number")
        also = f'IF({number}="",TRUE,{_is_label(_folded(number))})' if number else "TRUE"
        several = f"IF(AND({count}<5,{labelled}),{also},FALSE)"
    remark = f"IF({_is_sum(words)},TRUE,IF({count}=1,OR({unnamed},{labelled}),{several}))"
    data = f'IF(ISTEXT({first}),IF({remark},"",1),1)'
    if number := raw.get("id_number"):
        sure = f"IF(ISTEXT({number}),IF(LEN({number})<15,FALSE,{digits_only(f'LEFT({number},6)')}),FALSE)"
        data = f"IF({sure},1,{data})"
    return f'IF({first}="","",{data})'


def _folded(cell: str) -> str:
    text = cell
    for space in ('" "', '"　"', "CHAR(10)"):
        text = f'SUBSTITUTE({text},{space},"")'
    return f'SUBSTITUTE({text},"：",":")'


def _is_label(words: str) -> str:
    """Whether a text begins with up to twelve characters and a colon."""
    colon = f'FIND(":",{words})'
    return f"IF(ISERROR({colon}),FALSE,AND({colon}>1,{colon}<14))"


def _is_sum(words: str) -> str:
    """Whether words say that this is a sum, a signature or the end of a page."""
    begins = [among(f"LEFT({words},{length})", frozenset(of)) for length, of in _SUMS.items()]
    end = f'FIND("页",{words})'
    number = f"MID({words},2,{end}-2)"
    page = f"IF(ISERROR({end}),FALSE,AND({among(f'LEFT({words},1)', frozenset('第共'))},{end}>2,{digits_only(number)}))"
    return f'IF({words}="",FALSE,OR({",".join(begins)},{has_any(words, _SIGNED)},{page}))'
