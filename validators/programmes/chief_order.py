"""The order in which the notice prefers 首席技师 nominees (首席技师通知一): a suggestion among 条件相当的人选, no decision.

First the tier of the highest honour, then how many honours of that tier, then 45 and under, then the industries listed.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from jineng.validators import nominees
from jineng.validators.context import Context
from jineng.validators.programmes.chiefs import reckoned_on
from jineng.validators.rules import Undecided
from jineng.validators.values import is_blank, text


class Standing(NamedTuple):
    """What a nominee is ordered by, less being preferred; None for what is left blank. fewer: minus the number of honours."""

    tier: int
    fewer: int
    older: bool | None
    unlisted: bool | None


def standing(context: Context, cells: Sequence[Any]) -> Standing:
    """The standing of one nominee from honour tier, honours of that tier, birth and industry; raises Undecided."""
    tiers: tuple[str, ...] = context.given("chief.honour_tiers")
    tier, count = nominees.honour_tier(cells[0]), nominees.honour_count(cells[1])
    if tier is None:
        raise Undecided(f"最高荣誉层次“{text(cells[0])}”应为{'、'.join(tiers)}，没有的写“无”")
    if tier == nominees.NO_HONOUR:
        count = 0
    if count is None:
        raise Undecided(f"该层次荣誉数量“{text(cells[1])}”应为个数")
    listed = nominees.in_industries(cells[3], context.given("chief.industries"))
    rank = tiers.index(tier) if tier in tiers else len(tiers)
    return Standing(rank, -count, _older(context, cells[2]), None if listed is None else not listed)


def _older(context: Context, birth: Any) -> bool | None:
    if is_blank(birth):
        return None
    years = nominees.age_by(birth, reckoned_on(context), context.settings["birthday_counts"])
    if years is None:
        raise Undecided(f"出生日期“{text(birth)}”算不出周岁，请写日期或18位身份证号")
    return bool(years > context.given("chief.priority_age"))


def suggested_order(context: Context, rows: Sequence[Sequence[Any]]) -> list[int | str]:
    """1…n for the rows of a column; equals share a place, and a row that cannot be placed says why.

    A blank matters only where it would decide between two rows.
    """
    answers: dict[int, str] = {}
    placed: dict[int, Standing] = {}
    for at, cells in enumerate(rows):
        try:
            placed[at] = standing(context, cells)
        except Undecided as reason:
            answers[at] = f"需复核：{reason}"
    begins = Counter(known[:until] for known in placed.values() for until in range(len(known)))
    for at, known in placed.items():
        until = known.index(None) if None in known else len(known)
        if until < len(known) and begins[known[:until]] > 1:
            answers[at] = f"需复核：{('出生日期', '所属产业领域')[until - 2]}为空，与他人分不出先后"
    ranked = {at: known for at, known in placed.items() if at not in answers}
    order = sorted(ranked.values())
    return [answers.get(at) or 1 + bisect_left(order, ranked[at]) for at in range(len(rows))]
