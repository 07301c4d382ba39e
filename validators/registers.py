"""The registers an official keeps beside the tables: occupations, certificates already held, title holders, holidays.

A register that was not supplied is None, and what needs it says so; it is never taken for an empty one.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from jineng.validators.contests import item_key
from jineng.validators.identity import id_number
from jineng.validators.levels import NONE, level
from jineng.validators.values import day, fold, text, yes_no


class Occupation(NamedTuple):
    """A row of 职业目录. ceiling: rank of the occupation's highest level; on_file: in the 备案清单."""

    name: str
    ceiling: int | None
    on_file: bool | None
    other_names: tuple[str, ...] = ()


class Registers:
    """Those supplied: of each what is looked up in it, None without it."""

    def __init__(self) -> None:
        self.occupations: dict[str, Occupation] | None = None
        self.certificates: dict[str, list[tuple[str, int | None]]] | None = None
        self.holders: set[str] | None = None
        self.chiefs: set[str] | None = None
        self.holidays: dict[date, bool] = {}

    @property
    def filled(self) -> bool:
        """Whether any register was supplied."""
        return bool(self.holidays) or any(
            known is not None for known in (self.occupations, self.certificates, self.holders, self.chiefs)
        )

    def add(self, form: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Take in the rows (column key → cell) of a register; several tables of a kind add up."""
        if form == "occupations":
            self.occupations = self.occupations or {}
            for row in rows:
                others = tuple(n for n in re.split(r"[、，,;；\n]", text(row.get("other_names"))) if n.strip())
                known = Occupation(
                    text(row["occupation"]), ceiling(row.get("max_level")), yes_no(row.get("on_file")), others
                )  # fmt: skip
                for spelling in others:
                    self.occupations.setdefault(item_key(spelling), known)
                before = self.occupations.get(item_key(known.name))
                if before and before.name == known.name and before != known:  # two rows that differ decide nothing
                    known = Occupation(known.name, None, None, others)
                self.occupations[item_key(known.name)] = known
        elif form == "certificates_held":
            self.certificates = self.certificates or {}
            for row in rows:
                number, rank = id_number(row["id_number"]), level(row["held_level"])
                if number:
                    self.certificates.setdefault(number, []).append((text(row["occupation"]), rank))
        elif form == "experts_held":
            self.holders = self.holders or set()
            self.holders.update(n for row in rows if (n := id_number(row["id_number"])))
        elif form == "chiefs_held":
            self.chiefs = self.chiefs or set()
            self.chiefs.update(n for row in rows if (n := id_number(row["id_number"])))
        elif form == "holidays":
            for row in rows:
                when, worked = day(row["holiday"]), is_worked(row["arrangement"])
                if when and worked is not None:
                    self.holidays[when] = worked

    @property
    def filings(self) -> bool | None:
        """Whether the 职业目录 supplied says of any occupation that it is on file; None when it does not."""
        return any(o.on_file is not None for o in (self.occupations or {}).values()) or None

    def occupation_key(self, cell: Any) -> str:
        """What makes two occupations the same: equal names, or names of one row of 职业目录."""
        key = item_key(cell)
        known = (self.occupations or {}).get(key)
        return item_key(known.name) if known else key

    def spellings(self, cell: Any) -> tuple[str, ...]:
        """An occupation's name as written, and the other names of its row in 职业目录."""
        known = (self.occupations or {}).get(item_key(cell))
        return (text(cell), known.name, *known.other_names) if known else (text(cell),)

    def same_occupation(self, one: Any, other: Any) -> bool:
        return self.occupation_key(one) == self.occupation_key(other)

    def occupation_ceiling(self, cell: Any) -> int | None:
        """Rank of the highest level of an occupation; None when the register does not say."""
        known = (self.occupations or {}).get(item_key(cell))
        return known.ceiling if known else None

    def occupation_on_file(self, cell: Any) -> bool | None:
        """Whether an occupation is in the 备案清单; one that the supplied list does not name is not."""
        known = (self.occupations or {}).get(item_key(cell))
        return known.on_file if known else False

    def highest_held(self, number: str, occupation: Any) -> int | None:
        """Rank of the highest certificate the register shows for a person in an occupation; None when one is unreadable."""
        held = (self.certificates or {}).get(number, ())
        ranks = [rank for name, rank in held if self.same_occupation(name, occupation)]
        known = [rank for rank in ranks if rank is not None]
        return max(known, default=NONE) if len(known) == len(ranks) else None

    def is_holder(self, number: str) -> bool:
        """Whether 技术能手名册 names a person: by ID number, never by name."""
        return number in (self.holders or ())

    def is_chief(self, number: str) -> bool:
        """Whether 首席技师名册 names a person."""
        return number in (self.chiefs or ())


def is_worked(cell: Any) -> bool | None:
    """Whether a day of 节假日表 is worked.

    >>> [is_worked(words) for words in ("放假", "上班", "调休上班", "休", "非工作日", "调休")]
    [False, True, True, False, False, None]
    """
    said = re.search("(?P<rest>非工作|不上班|(?<!调)休|假)|班|工作", fold(cell))
    return not said["rest"] if said else None


def ceiling(cell: Any) -> int | None:
    """The rank of an occupation's highest level; 专项职业能力 lies below every level."""
    return NONE if fold(cell).startswith("专项") else level(cell)
