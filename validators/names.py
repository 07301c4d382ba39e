"""Names of people, groups and bodies as the forms write them."""

import re
import unicodedata
from typing import Any

from jineng.validators import levels
from jineng.validators.values import fold, text

#: Patterns, compiled where they are needed: few names need any.
_BODY = r".+(?:竞赛|大赛)组委会(?:\(办公室\))?"
_OFFICE = r"\(办公室\)$"
_SEAL = r"\((?!办公室)([^()]*)\)$"
_WORKER = r"(?:企业|在职|在岗|正式)*(?:职工|员工)(?:组|选手)?"
_TEACHER = r"(?:中职|高职|院校|学校|在职)*(?:教师|老师|教职工)(?:组|选手)?"
_STUDENT = r"(?:中职|高职|院校|在校|全日制)*(?:学生|在校生)(?:组|选手)?"
#: Usual characters met so far: to look up those of a name takes half as long as to compare them.
_USUAL: set[str] = set()
LEADERS = {"技能带头人": "技能带头人", "企业认定的技能带头人": "技能带头人", "乡土技能大师": "乡土技能大师"}


def name_doubt(cell: Any) -> str | None:
    """What is odd about a person's name: too short, other characters, a private-use character (P-T-02)."""
    if type(cell) is str and len(cell) > 1:
        if _USUAL.issuperset(cell):
            return None
        if min(cell) >= "\u4e00" and max(cell) <= "\u9fff":
            _USUAL.update(cell)
            return None
    words = fold(cell)
    if not words:
        return None
    if any(unicodedata.category(c) == "Co" for c in words):
        return "含有造字区字符，其他电脑上显示不出，请改用标准字"
    parts = words.split("·")
    if not all(part and all(_is_han(c) for c in part) for part in parts):
        return "含有汉字和“·”以外的字符，请核对证件"
    if any(not "\u4e00" <= c <= "\u9fff" for part in parts for c in part):
        return "含有生僻字，请确认能正常显示和打印"
    return "只有一个字，请核对证件" if len(words) < 2 else None


def _is_han(letter: str) -> bool:
    """No pattern: one with these ranges takes longer to compile than all the names of a table to read."""
    return "\u3400" <= letter <= "\u9fff" or "\U00020000" <= letter <= "\U0003ffff"


def is_body(cell: Any) -> bool:
    """Whether a 评价机构 ends in 竞赛组委会 or 大赛组委会, （办公室） at will (填表说明4)."""
    return bool(re.fullmatch(_BODY, fold(cell)))


def organ_key(cell: Any) -> str:
    """How names of organs are compared: 人力资源和社会保障局 and 人力资源社会保障局 are one (P-A1-12).

    >>> organ_key("威海市人力资源和社会保障局") == organ_key("威海市人力资源社会保障局")
    True
    """
    return fold(cell).replace("人力资源和社会保障", "人力资源社会保障")


def body_name(cell: Any) -> str:
    """A body's name without （办公室） and without the seal in brackets: what 填表说明5 wants alike.

    >>> body_name("某大赛组委会（办公室）") == body_name("某大赛组委会（某某专用章）")
    True
    """
    return re.sub(_OFFICE, "", re.sub(_SEAL, "", fold(cell)))


def seal_of(cell: Any) -> str:
    """The words in the seal's brackets at the end of 发证机构, "" when there are none."""
    found = re.search(_SEAL, fold(cell))
    return found[1] if found else ""


def is_group_of_people(group: Any) -> bool:
    """Whether a 组别 names who may enter it: 学生组, 职工组, 教师组; 甲组, 团体 or 师生组 do not."""
    return _students_only(group) is not None


def group_fits(identity: str, group: Any) -> bool:
    """Whether a person of that 身份 belongs in that 组别: 学生 in 学生组, 职工 and 教师 in 职工组 (P-A1-11)."""
    return ("学生" in identity) == bool(_students_only(group))


def _students_only(group: Any) -> bool | None:
    words = text(group)
    students = "学生" in words
    workers = "职工" in words or "教师" in words
    return None if students == workers else students


def worker(identity: Any, teachers: bool) -> bool | None:
    """Whether a 身份 is a 职工选手: 学生 never, 教师 as the official decided; other words are for a person to judge (P-022).

    >>> worker("企业职工", True), worker("学生", True), worker("教师", True), worker("教师", False), worker("其他", True)
    (True, False, True, False, None)
    """
    words = fold(identity)
    if re.fullmatch(_WORKER, words):
        return True
    if re.fullmatch(_STUDENT, words):
        return False
    return teachers if re.fullmatch(_TEACHER, words) else None


def leader_kind(cell: Any) -> str | None:
    """Which of the three kinds a 工作室领办人 is: 高级技师 (or higher), 技能带头人, 乡土技能大师 (S-006).

    >>> leader_kind("特级技师"), leader_kind("企业认定的技能带头人"), leader_kind("技师")
    ('高级技师', '技能带头人', None)
    """
    return "高级技师" if (levels.level(cell) or 0) >= levels.SENIOR_TECHNICIAN else LEADERS.get(fold(cell))
