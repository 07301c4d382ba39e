"""Names of files that are dropped: from outside, and so neither paths nor trusted."""

import re
from itertools import count

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # Windows' own
_LONGEST_NAME = 80


def safe_name(name: str) -> str:
    """A file's name as any system takes it, its suffix kept; nothing of a path.

    >>> safe_name("../../成绩\\\\表.xlsx"), safe_name("con.xlsx"), safe_name("  ")
    ('表.xlsx', '_con.xlsx', '未命名')
    """
    last = _UNSAFE.sub("", re.split(r"[\\/]", name)[-1]).strip(" .") or "未命名"
    stem, dot, suffix = last.rpartition(".")
    last = f"{stem[:_LONGEST_NAME]}.{suffix}" if dot and len(suffix) <= 5 else last[:_LONGEST_NAME]
    return f"_{last}" if _RESERVED.fullmatch(last.partition(".")[0]) else last


def told_apart(name: str, others: set[str]) -> str:
    """The name, with a number where another file has it already."""
    stem, dot, suffix = name.rpartition(".") if "." in name else (name, "", "")
    numbered = (f"{stem}({n}){dot}{suffix}" for n in count(2))
    return name if name not in others else next(one for one in numbered if one not in others)
