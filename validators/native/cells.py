"""How a formula reads a cell: the twins of the readers in `values`, `levels`, `identity` and beside them.

What a twin cannot read exactly as Python does (a full-width letter, a character not among `PLAIN`) it abstains from.
"""

from collections.abc import Iterable, Mapping

from jineng.validators import values
from jineng.validators.native.formulas import ABSTAIN, Formulas, quoted

#: The characters of names and sentences, the common ones (GB 2312, level 1) first: they are found soonest.
_COMMON = "".join(
    bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)
)
_FOUND_SOONEST = frozenset(_COMMON)
HAN = _COMMON + "".join(c for c in map(chr, range(0x4E00, 0xA000)) if c not in _FOUND_SOONEST)
#: With the rare ones that are not in every font.
HAN_AND_RARE = HAN + "".join(map(chr, range(0x3400, 0x4E00)))
#: Characters that folding leaves as they are: a text of these only is its own folded form.
PLAIN = "".join(map(chr, range(0x21, 0x7F))).replace(",", "") + "·—–、。《》【】℃×√〇" + HAN_AND_RARE
#: Names of the workbook: each of these in a cell (a formula holds at most 255 characters of text), 1 to 60 in a column.
PLAIN_NAME, HAN_NAME, RARE_NAME, STEPS_NAME, STEPS = "L_plain", "L_han", "L_rare", "L_steps", 60
#: What most often stands in a cell besides, and what folding makes of it.
FOLDED: Mapping[str, str] = (
    {"（": "(", "）": ")", "，": "、", ",": "、", "：": ":", "；": ";", "／": "/", "－": "-", "．": ".", "＋": "+", "％": "%",
     "“": '"', "”": '"', "‘": "'", "’": "'", "•": "·", "・": "·", "　": "", "\xa0": "", " ": "", "Ｘ": "X", "ｘ": "x", "～": "~", "？": "?", "㎡": "m2"}
    | {chr(0xFF10 + n): str(n) for n in range(10)}
)  # fmt: skip
_CONTROLS = ("CHAR(10)", "CHAR(13)", "CHAR(9)")
_MARK = "¦"
#: `values.BLANK_WORDS`, each between marks.
_BLANKS = _MARK + _MARK.join(sorted(values.BLANK_WORDS)) + _MARK


def chinese_numbers() -> dict[str, int]:
    """一 … 九十九, as people write them.

    >>> [chinese_numbers()[w] for w in ("三", "十", "十二", "二十", "九十九")]
    [3, 10, 12, 20, 99]
    """
    digits = "一二三四五六七八九"
    found = {d: n for n, d in enumerate(digits, 1)}
    for tens in range(1, 10):
        head = ("" if tens == 1 else digits[tens - 1]) + "十"
        found[head] = tens * 10
        found |= {head + d: tens * 10 + n for n, d in enumerate(digits, 1)}
    return found


def blank(raw: str) -> str:
    """Whether nothing is filled in."""
    return f"IF(ISTEXT({raw}),ISNUMBER(FIND({quoted(_MARK)}&{stripped(raw)}&{quoted(_MARK)},{quoted(_BLANKS)})),FALSE)"


def stripped(raw: str) -> str:
    """A text without the white space around it."""
    text = raw
    for space in ('"　"', '"\xa0"', *_CONTROLS):
        text = f'SUBSTITUTE({text},{space}," ")'
    return f"TRIM({text})"


def fold(formulas: Formulas, raw: str) -> str:
    """The folded text of a cell or of a text."""
    made = plain_folded(formulas, raw)
    return formulas.node(f"IF({odd(made, PLAIN_NAME)},{ABSTAIN},{made})", "折叠，认得全部字符")


def plain_folded(formulas: Formulas, raw: str) -> str:
    """What folding makes of the characters that stand most often in a cell; others are left as they are."""
    text = raw
    for character in _CONTROLS:
        text = f'SUBSTITUTE({text},{character},"")'
    for character, becomes in FOLDED.items():
        text = f"SUBSTITUTE({text},{quoted(character)},{quoted(becomes)})"
    return formulas.node(
        f'IF(ISTEXT({raw}),{text},IF(ISLOGICAL({raw}),IF({raw},"是","否"),{raw}&""))', "折叠"
    )  # fmt: skip


def odd(text: str, among: str) -> str:
    """Whether a text has a character that is not among those of a list, or is longer than can be looked through."""
    known = f"SUMPRODUCT(ISNUMBER(FIND(MID({text},{STEPS_NAME},1),{among}))*({STEPS_NAME}<=LEN({text})))"
    return f"IF(LEN({text})>{STEPS},TRUE,{known}<LEN({text}))"


def digits_only(text: str) -> str:
    """Whether nothing but digits stands in a text, were it empty."""
    for digit in range(10):
        text = f'SUBSTITUTE({text},"{digit}","")'
    return f'{text}=""'


def unless_odd(folded: str, formula: str) -> str:
    """A formula on a folded text; abstaining where folding did."""
    return f"IF(ISERROR({folded}),{folded},{formula})"


def among(text: str, words: frozenset[str]) -> str:
    """Whether a text is one of some words; a formula holds at most 255 characters of text in one piece."""
    rows: list[str] = []
    for word in sorted(words):
        if not rows or len(rows[-1]) + len(word) > 250:
            rows.append("¦")
        rows[-1] += f"{word}¦"
    found = [f'ISNUMBER(FIND("¦"&{text}&"¦",{quoted(row)}))' for row in rows]
    return found[0] if len(found) == 1 else f"OR({','.join(found)})"


def has_any(text: str, words: Iterable[str]) -> str:
    """Whether a text has one of some words in it."""
    return "+".join(f"ISNUMBER(FIND({quoted(word)},{text}))" for word in words) + ">0"


def names_listed(formulas: Formulas, raw: str) -> str:
    """The names that a text lists as 、甲、乙、 without white space; “、” alone for none."""
    text = f'"、"&{raw}&"、"'
    for mark in ('","', '"，"', '";"', '"；"', _CONTROLS[0]):
        text = f'SUBSTITUTE({text},{mark},"、")'
    for space in ('" "', '"　"', '"\xa0"', *_CONTROLS[1:]):
        text = f'SUBSTITUTE({text},{space},"")'
    for _ in range(3):  # up to eight marks in a row
        text = f'SUBSTITUTE({text},"、、","、")'
    return formulas.node(text, "所列姓名")


def without_quotes(folded: str) -> str:
    """A folded text without quotation marks."""
    double = quoted('"')
    return f"""SUBSTITUTE(SUBSTITUTE({folded},{double},""),"'","")"""
