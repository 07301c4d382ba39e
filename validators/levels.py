"""职业技能等级: the one order of levels, and every spelling of them.

The digits run against the rank: 五级 < 四级 < 三级 < 二级 < 一级.
"""

from typing import Any

from jineng.validators.values import fold, is_blank

#: Rank → canonical name. “无” is rank 0.
LEVELS = ("无", "学徒工", "初级工（五级）", "中级工（四级）", "高级工（三级）", "技师（二级）", "高级技师（一级）",
          "特级技师", "首席技师")  # fmt: skip
NONE, APPRENTICE, JUNIOR, INTERMEDIATE, SENIOR, TECHNICIAN, SENIOR_TECHNICIAN, SPECIAL, CHIEF = range(9)

_NAMES = {
    "学徒工": APPRENTICE,
    "初级工": JUNIOR,
    "中级工": INTERMEDIATE,
    "高级工": SENIOR,
    "技师": TECHNICIAN,
    "高级技师": SENIOR_TECHNICIAN,
    "特级技师": SPECIAL,
    "首席技师": CHIEF,
}
#: What the 职业资格 certificates of the same grades were called.
_FORMER_NAMES = {"初级技能": JUNIOR, "中级技能": INTERMEDIATE, "高级技能": SENIOR}  # fmt: skip
_GRADES = {"五": JUNIOR, "四": INTERMEDIATE, "三": SENIOR, "二": TECHNICIAN, "一": SENIOR_TECHNICIAN,
           "5": JUNIOR, "4": INTERMEDIATE, "3": SENIOR, "2": TECHNICIAN, "1": SENIOR_TECHNICIAN}  # fmt: skip
NO_CERTIFICATE = frozenset({"无", "无证", "无证书", "没有", "未取得", "无等级", "0"})


def level(cell: Any) -> int | None:
    """The rank of a level in any spelling; None for a blank, for bare “高级” and for what is no level.

    >>> [level(w) for w in ("高级工", "三级", "高级工（三级）", "三级/高级工", "高级工(3级)", "国家职业资格三级")]
    [4, 4, 4, 4, 4, 4]
    >>> level("高级"), level("高级工（二级）"), level("")
    (None, None, None)
    """
    words = fold(cell)
    if words in NO_CERTIFICATE:
        return NONE
    if is_blank(cell):
        return None
    return SPELLINGS.get(words)


def level_held(cell: Any) -> int | None:
    """The rank of the certificate a person holds already: a blank counts as 无 (P-015)."""
    return NONE if is_blank(cell) else level(cell)


def level_name(rank: int) -> str:
    """The name in the notices' spelling."""
    return LEVELS[rank]


def _spellings() -> dict[str, int]:
    """Every accepted spelling: a name, a grade, or both of the same rank, in either order."""
    found = _NAMES | _FORMER_NAMES
    named = [(g, n, r) for g, r in _GRADES.items() for n, rank in found.items() if r == rank]
    for grade, name, rank in named:
        numeral = f"{grade}级"
        for words in (numeral, f"{name}({numeral})", f"{name}{numeral}", f"{name}/{numeral}", f"{name}、{numeral}",
                      f"{numeral}/{name}", f"{numeral}({name})", f"{numeral}{name}", f"{numeral}、{name}"):  # fmt: skip
            found[words] = rank
    for words, rank in list(found.items()):
        for frame in ("职业资格{}", "国家职业资格{}", "职业技能等级{}", "{}职业资格", "{}职业技能等级", "{}证书"):
            found[frame.format(words)] = rank
    return found


SPELLINGS = _spellings()
