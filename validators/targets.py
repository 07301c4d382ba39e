"""目标指标: what 若干措施 wants reached, read from the table beside the notice, and how far a figure has come."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jineng.validators.policy import Policy
from jineng.validators.values import figure, fold, number

_ID = re.compile(r"T-?0*(\d{1,3})")
_BOUNDS = re.compile(r"(?:力争|达到|不少于|不低于|约|>=|≥|=)*([\d.、]+万?)(?:[-—–~至到]+([\d.、]+万?))?\D{0,6}")
_MOST = 10**12  # a figure beyond this is a slip of the finger


@dataclass(frozen=True)
class Target:
    """One row of the table. kind: target, or amount or rule (which have no figure to reach); op: >=, = or ≈."""

    id: str
    clause: str
    subject: str
    indicator: str
    kind: str
    op: str
    low: int | Decimal | None
    high: int | Decimal | None
    unit: str
    period: str
    verbatim: str

    @property
    def firm(self) -> bool:
        """Whether it can be passed or failed: 力争 and 左右 cannot."""
        return self.op != "≈" and "力争" not in self.verbatim

    @property
    def shown(self) -> str:
        """The figure in words: 不少于50项, 3—5所左右."""
        wanted = (str(self.low) if self.high is None else f"{self.low}—{self.high}") + self.unit
        if self.op == "≈":
            return f"{wanted}左右"
        if self.op == "=":
            return wanted
        return f"不少于{wanted}" if self.firm else f"力争{wanted}以上"

    def share(self, actual: int | Decimal) -> Decimal:
        """Share of the target reached; a range is measured against its low end."""
        assert self.low
        return Decimal(actual) / Decimal(self.low)

    def deviation(self, actual: int | Decimal) -> Decimal:
        """How far beside the target, as a share of it: 0 within a range, below it negative."""
        assert self.low
        low, high = Decimal(self.low), Decimal(self.high or self.low)
        if low <= actual <= high:
            return Decimal(0)
        end = low if actual < low else high
        return (Decimal(actual) - end) / end

    def actual(self, cell: Any) -> int | Decimal | None:
        """The figure in a cell, with or without its unit: 48, 48项, 95%; None when there is none to be read.

        A cell formatted as a percentage holds 0.95 for 95%; a 1 there may be 1% or 100%, and is not guessed.
        """
        words = fold(cell)
        value = figure(words.removesuffix(self.unit) if type(cell) is str else cell)
        if value is None or value > _MOST:
            return None
        if self.unit == "%" and not words.endswith("%") and 0 < value <= 1:
            points = Decimal(value) * 100
            return None if value == 1 else int(points) if points == int(points) else points.normalize()
        return value

    def same_figure(self, cell: Any) -> bool | None:
        """Whether a cell states this target's figure, or says it as the notice does (全覆盖); None when neither."""
        words = fold(cell)
        if not re.search(r"\d", words):
            return True if len(words) > 2 and words in fold(self.verbatim) else None
        found = _BOUNDS.fullmatch(words)
        low, high = (figure(n) for n in found.groups(default="")) if found else (None, None)
        if found is None or low is None:
            return None
        if self.unit == "%" and "%" not in words and low <= 1:
            low = low * 100
        return low == self.low and high == self.high


def target_key(cell: Any) -> str | None:
    """T-01 however it is written: t1, Ｔ－01, T01."""
    found = _ID.fullmatch(fold(cell).upper())
    return f"T-{int(found[1]):02}" if found else None


def targets_of(policy: Policy) -> Mapping[str, Target]:
    """The targets in force at a place, by number; none where no notice sets any."""
    clause = policy.clause("M-01")
    return _read(clause.notice.path) if clause else {}


@cache
def _read(path: str) -> Mapping[str, Target]:
    with Path(path).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {r["id"]: Target(low=number(r.pop("low")), high=number(r.pop("high")), **r) for r in rows}


def percent(share: Decimal) -> str:
    """A share in per cent, rounded down, so that what falls short never reads 100%.

    >>> percent(Decimal("0.99999")), percent(Decimal(2))
    ('99.9%', '200%')
    """
    value = (share * 100).quantize(Decimal("0.1"), ROUND_FLOOR).normalize()
    return f"{value:f}%"
