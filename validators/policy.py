"""What the notices say, by place and day.

One TOML file per published notice, never edited once in force; a newer notice is a newer file. The nearest place comes
first (the digits of GB/T 2260 give county → city → province → nation), then the newest notice in force on the day.
A question no notice answers stays unanswered: there are no defaults here.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import tomli  # compiled: the notices are read at every start, and tomllib takes three times as long

#: Places by name; the code's digits say what lies in what (GB/T 2260).
PLACES = {
    "山东": "370000",
    "济南": "370100",
    "青岛": "370200",
    "淄博": "370300",
    "枣庄": "370400",
    "威海": "371000",
    "环翠": "371002",
    "文登": "371003",
    "荣成": "371082",
    "乳山": "371083",
}

_NATION = "000000"
_NUMBERED = re.compile(r"附件|“|[一二三四五六七八九十]+(?![^（\s\d])")
#: The short names of the notices read so far, by what they are cited as in full.
_SHORT: dict[str, str] = {}


class UnknownPlace(ValueError):
    """A place that is not in the list."""


def cited(notice: str, where: str) -> str:
    """A notice and a place in it: numbers, 附件 and headings in quotes follow the name at once, words are set off.

    >>> cited("计划通知", "三（二）1"), cited("首席技师通知", "申报表 封面")
    ('计划通知三（二）1', '首席技师通知 申报表 封面')
    """
    return notice + ("" if _NUMBERED.match(where) else " ") + where


class Clause:
    """One clause of a notice, quoted word for word (“…” marks a cut), and the parameters it sets.

    serves: ids of the Weihai clauses that this clause of another city stands in for.
    """

    def __init__(
        self,
        notice: "Notice",
        *,
        id: str,
        where: str,
        quote: str,
        sets: Mapping[str, Any] | None = None,
        serves: Iterable[str] = (),
    ) -> None:
        self.notice, self.id, self.where, self.quote = notice, id, where, quote
        self.sets, self.serves = dict(sets or {}), tuple(serves)

    def __str__(self) -> str:
        return cited(self.notice.short, self.where)


class Notice:
    """A notice as issued. Its clauses are read when something is asked of which it may speak.

    issued  the day printed on it; None for a text without one
    text    where its words stand, if not in the `.txt` beside it: one text may speak of several places
    body    its clauses as the TOML file has them
    """

    def __init__(
        self,
        path: str,
        body: str,
        *,
        title: str,
        short: str,
        number: str,
        effective: date,
        issued: date | None = None,
        plan_year: int | None = None,
        until: date | None = None,
        text: str = "",
    ) -> None:
        self.path, self.body = path, body
        self.title, self.short, self.number = title, short, number
        self.effective, self.until, self.issued = effective, until, issued
        self.plan_year, self.text = plan_year, text

    @property
    def place(self) -> str:
        """The name of the place it is for, "" for the whole nation."""
        code = Path(self.path).parent.name[:6]
        return next((name for name, known in PLACES.items() if known == code), "")

    @property
    def printed(self) -> Path:
        """The file with its words."""
        path = Path(self.path)
        return path.parent.parent / self.text if self.text else path.with_suffix(".txt")

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        try:
            return tuple(Clause(self, **clause) for clause in tomli.loads(self.body)["clause"])
        except (TypeError, KeyError, ValueError) as problem:
            raise ValueError(f"通知文件 {Path(self.path).name} 有误：{problem}") from None

    @cached_property
    def _index(self) -> tuple[dict[str, tuple[Any, Clause]], dict[str, Clause]]:
        """Parameters and clauses by key."""
        parameters = {key: (value, c) for c in reversed(self.clauses) for key, value in _flat(c.sets)}
        return parameters, {id: c for c in reversed(self.clauses) for id in (*c.serves, c.id)}

    def setting(self, key: str) -> tuple[Any, Clause] | None:
        """A parameter's value and the clause that sets it."""
        return self._index[0].get(key) if all(part in self.body for part in key.split(".")) else None

    def clause(self, id: str) -> Clause | None:
        """The clause of that id, or that serves for it."""
        return self._index[1].get(id) if id in self.body else None

    def in_force(self, on: date) -> bool:
        return self.effective <= on and (self.until is None or on < self.until)

    def __str__(self) -> str:
        return self._cited

    @cached_property  # one text for all findings
    def _cited(self) -> str:
        return f"《{self.title}》" + (f"（{self.number}）" if self.number else "")


class Policy:
    """The rules of one place on one day.

    >>> Policy("威海", date(2024, 10, 20)).value("promotion.pass_mark")
    60
    >>> Policy("威海", date(2023, 12, 31)).value("promotion.pass_mark") is None
    True
    """

    def __init__(self, place: str, on: date) -> None:
        place_code(place)
        self.place, self.on = place, on

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """In force, nearest place first, then newest first."""
        return _in_force(place_code(self.place), self.on)

    @cached_property
    def span(self) -> tuple[date, date]:
        """The days from … to before … on which the same notices are in force."""
        turns = {
            d for code in _chain(place_code(self.place)) for n in issued(code) for d in (n.effective, n.until) if d
        }
        return (
            max((d for d in turns if d <= self.on), default=date.min),
            min((d for d in turns if d > self.on), default=date.max),
        )

    def setting(self, key: str) -> tuple[Any, Clause] | None:
        """A parameter's value and the clause that sets it; None when no notice in force does."""
        found: tuple[Any, Clause] | None = self._answers[0][key]
        return found

    def value(self, key: str) -> Any:
        """A parameter's value, None when no notice in force sets it."""
        found = self.setting(key)
        return found[0] if found else None

    def clause(self, id: str) -> Clause | None:
        """The clause of this place that says what clause `id` says; None when none does."""
        found: Clause | None = self._answers[1][id]
        return found

    @cached_property
    def _answers(self) -> "tuple[_Answers, _Answers]":
        return _answers(self.notices)


def place_code(place: str) -> str:
    """The GB/T 2260 code of a place by name: 威海 and 威海市 are 371000."""
    name = place.strip()
    for spelling in (name, name.rstrip("省市区")):
        if spelling in PLACES:
            return PLACES[spelling]
    raise UnknownPlace(f"没有“{place}”的规定；可用的地区：{'、'.join(PLACES)}")


@cache
def _in_force(code: str, on: date) -> tuple[Notice, ...]:
    return tuple(n for place in _chain(code) for n in issued(place) if n.in_force(on))


def _chain(code: str) -> tuple[str, ...]:
    """County, city, province, nation."""
    return tuple(dict.fromkeys((code, code[:4] + "00", code[:2] + "0000", _NATION)))


class _Answers(dict[str, Any]):
    """What the first of some notices that has an answer says, None when none has; remembered, for every cell asks again."""

    def __init__(self, asked: Sequence[Callable[[str], Any]]) -> None:
        super().__init__()
        self.asked = asked

    def __missing__(self, key: str) -> Any:
        self[key] = next((found for ask in self.asked if (found := ask(key))), None)
        return self[key]


@cache
def _answers(notices: tuple[Notice, ...]) -> tuple[_Answers, _Answers]:
    """Parameters and clauses by key."""
    return _Answers([notice.setting for notice in notices]), _Answers([notice.clause for notice in notices])


def _flat(tree: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", tuple(value) if isinstance(value, list) else value


@cache
def issued(code: str) -> tuple[Notice, ...]:
    """All notices issued for one place code, newest first."""
    folders = (folder for folder in (Path(__file__).parent / "notices").iterdir() if folder.name.startswith(code))
    found = map(read_notice, sorted(file for folder in folders for file in folder.iterdir() if file.suffix == ".toml"))
    return tuple(sorted(found, key=lambda n: n.effective, reverse=True))


def all_notices() -> tuple[Notice, ...]:
    """The notices of every place, those of the whole nation first."""
    return tuple(n for code in dict.fromkeys((_NATION, *PLACES.values())) for n in issued(code))


def short_name(cited_as: str) -> str:
    """The short name of a notice that is cited by its full one."""
    if cited_as not in _SHORT:
        all_notices()
    return _SHORT.get(cited_as, cited_as)


def read_notice(file: Path) -> Notice:
    """A notice from its TOML file; a misspelt key stops the load, or the reading of its clauses, and names the file."""
    try:
        head, mark, body = file.read_text(encoding="utf-8").partition("[[clause]]")
        notice = Notice(str(file), mark + body, **tomli.loads(head))
    except (TypeError, ValueError) as problem:
        raise ValueError(f"通知文件 {file.name} 有误：{problem}") from None
    _SHORT.setdefault(str(notice), notice.short)
    return notice
