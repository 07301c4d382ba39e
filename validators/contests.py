"""竞赛计划: the contests of the year's plan, their items, and what their names decide.

The plan of a notice stands beside it as a CSV with the columns of 附件1; next year's plan can be a table in the
official's own workbook with the same columns.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from jineng.validators.policy import Policy
from jineng.validators.values import fold, is_blank, month, text

_GROUP = re.compile(r"^([^：:、]{1,8}组)[：:]")
_CHAIN = re.compile(r"\([^()]*产业链\)")
_SPLIT = re.compile(r"[、，,;；\n]+")
_YEAR = re.compile(r"^(20\d\d)年")


class Contest(NamedTuple):
    """One row of the plan. items: group → names (group "" where the plan has none); open: groups ending in 等."""

    grade: str
    number: str
    name: str
    organisers: tuple[str, ...]
    items: Mapping[str, tuple[str, ...]]
    open: frozenset[str]
    phone: str
    planned: tuple[int, int | None] | None

    def __hash__(self) -> int:  # the items are a mapping
        return hash((self.grade, self.number, self.name))

    @property
    def lead(self) -> str:
        """牵头主办单位: the organiser listed first (附件1备注)."""
        return self.organisers[0]

    @property
    def assessor(self) -> str:
        """评价机构 (填表说明4)."""
        return f"{self.name}组委会（办公室）"

    def issuer(self, seal: str) -> str:
        """发证机构 with the seal in brackets (填表说明5)."""
        return f"{self.name}组委会（{seal}）"

    def has(self, item: str, group: str = "") -> bool | None:
        """Whether an item is in the contest; unknown where the plan's list ends in 等 and does not name it."""
        wanted, asked = item_key(item), fold(group)
        groups = [g for g in self.items if not asked or not g or fold(g) == asked] or list(self.items)
        if any(wanted == item_key(name) for g in groups for name in self.items[g]):
            return True
        return None if any(g in self.open for g in groups) else False

    def listed(self) -> str:
        """The items as a sentence lists them."""
        return "、".join(dict.fromkeys(name for names in self.items.values() for name in names))


class Catalogue:
    """The contests of a plan, found by name."""

    def __init__(self, contests: Iterable[Contest]) -> None:
        self.contests = tuple(contests)

    @cached_property
    def _by_name(self) -> dict[str, Contest]:
        return {name_key(c.name): c for c in self.contests}

    @cached_property
    def _seen(self) -> dict[str, Contest | None]:
        return {}

    def find(self, cell: Any) -> Contest | None:
        """The contest of that name; quotes, brackets, white space and a year in front do not matter (P-T-06, P-T-14)."""
        if type(cell) is not str:
            return None
        if cell not in self._seen:
            if len(self._seen) > 10_000:
                self._seen.clear()
            self._seen[cell] = self._of_year(name_key(cell))
        return self._seen[cell]

    def _of_year(self, key: str) -> Contest | None:
        """The contest of a folded name; a year in front must be the plan's."""
        year = _YEAR.match(key)
        if key in self._by_name or not year:
            return self._by_name.get(key)
        found = self._by_name.get(key[year.end() :])
        return found if found and found.planned and found.planned[0] == int(year[1]) else None

    def nearest(self, cell: Any) -> str:
        """The catalogue's name that looks most like what was written, "" when none does."""
        from difflib import get_close_matches  # rarely needed

        close = get_close_matches(name_key(cell), self._by_name, n=1, cutoff=0.6)
        return self._by_name[close[0]].name if close else ""


def catalogue_of(policy: Policy) -> Catalogue:
    """The plan printed with the newest notice in force that has one."""
    return _printed(next((notice.path for notice in policy.notices if notice.plan_year), ""))


@cache
def _printed(notice: str) -> Catalogue:
    """The plan beside the file of a notice; an empty one without a notice."""
    if not notice:
        return Catalogue(())
    with Path(notice).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = [(r["类别"], r["序号"], r["竞赛名称"], r["主办单位"], r["竞赛项目（工种）"], r["竞赛咨询电话"], r["拟决赛时间"])
                for r in csv.DictReader(file)]  # fmt: skip
    return Catalogue(contest(*row) for row in rows)


def contest(grade: Any, number: Any, name: Any, organisers: Any, items: Any, phone: Any, planned: Any) -> Contest:
    """A contest from the cells of its row in the plan, wrapped lines and all."""
    groups: dict[str, list[str]] = {}
    opened: set[str] = set()
    group = ""
    for line in text(items).splitlines():
        head = _GROUP.match(line.strip())
        group = head[1] if head else group
        names = [n.strip() for n in _SPLIT.split(line.strip()[head.end() if head else 0 :]) if n.strip()]
        if names and names[-1].endswith("等"):
            opened.add(group)
            names[-1] = names[-1].removesuffix("等")
        groups.setdefault(group, []).extend(n for n in names if n)
    return Contest(
        grade=contest_grade(grade) or "",
        number=text(number),
        name=text(name),
        organisers=tuple(o.strip() for o in _SPLIT.split(text(organisers)) if o.strip()) or ("",),
        items={g: tuple(names) for g, names in groups.items() if names} or {"": ()},
        open=frozenset(opened),
        phone=text(phone),
        planned=month(planned),
    )


def contest_grade(cell: Any) -> str | None:
    """一类 or 二类, from 一类, 市级一类, 市级二类职业技能竞赛 …; contests of other levels have classes of their own.

    >>> contest_grade("市级二类"), contest_grade("省级一类"), contest_grade("区市级一类"), contest_grade("一类或二类")
    ('二类', None, None, None)
    """
    words = fold(cell)
    found = set(re.findall(r"[一二]类", words))
    others = any(level in words for level in "国省区县世") and re.search(r"[国省区县世].*[一二]类", words)
    return found.pop() if len(found) == 1 and not others else None


def name_key(cell: Any) -> str:
    """How contest names are compared: quotes off, the rest folded."""
    return fold(cell).replace('"', "").replace("'", "")


def item_key(cell: Any) -> str:
    """How items and occupations are compared; a label such as （纺织服装产业链） is no part of the name."""
    words = fold(cell)
    return _CHAIN.sub("", words) if "(" in words else words


def phone_fits(cell: Any, patterns: Iterable[str]) -> bool | None:
    """Whether a phone number is written as those of the plan are (P-A1-10)."""
    return None if is_blank(cell) else any(re.fullmatch(pattern, fold(cell)) for pattern in patterns)
