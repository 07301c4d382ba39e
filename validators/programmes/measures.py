"""若干措施 (威人社字〔2021〕16号): contest bonuses, 首席技师津贴, grants by honour and 英才卡; its targets: `indicators`.

A cap (最高) and a floor (不低于) are no amounts to be paid: the first is the most, the second the least. The floors for
市级一类 stand in the notice of 2021 and were not repeated since, so falling short of them is a reminder.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from jineng.validators import bonuses
from jineng.validators.bonuses import SQUADS, TIERS
from jineng.validators.columns import contest, id_number, item, monthly_allowance, paid, place_won
from jineng.validators.columns import contest_level as level
from jineng.validators.context import Context
from jineng.validators.expressions import Expr, call, cell, filled, first_known, known, parameter
from jineng.validators.honours import find_honour, resembles
from jineng.validators.programmes.people import ID_AS_NUMBER, ID_DOUBT, ID_FILLED, ID_RIGHT, NAME, NAME_DOUBT
from jineng.validators.rules import Remark, Requirement, Severity, Undecided, requirement
from jineng.validators.values import fold, is_blank, text

NOT_REPEATED = "2024年通知未重复此金额"

# --- 奖励发放表 and 津贴发放表 -------------------------------------------------------------------------------------------

_PERSON = (NAME, NAME_DOUBT, ID_FILLED, ID_AS_NUMBER, ID_RIGHT, ID_DOUBT)
_PLACE = first_known(place_won, call("award_place", cell(place_won)))
_CAP, _PROVINCIAL, _FLOOR = parameter("bonus.cap"), parameter("bonus.provincial"), parameter("bonus.city_floor")
_CAPPED = level.equals(bonuses.WORLD) | level.equals(bonuses.SELECTION) | level.equals(bonuses.NATIONAL)
_LEAST = call("bonus_at", _FLOOR, _PLACE)
_MONTHLY = parameter("allowance.monthly_floor")


def _rewarded(places: Expr) -> Expr:
    """Whether the place is among the first so many, or among those for which amounts are given."""
    return call("bonus_reached", level, cell(place_won), places)


def _among(id: str, when: Expr, places: Expr) -> Requirement:
    return requirement(
        id, _rewarded(places), "名次“{place_won}”不在{contest_level}的奖励范围内，通知没有规定奖励", when=when,
        at="place_won", severity="warning", unknown_says="名次“{place_won}”看不出是否在奖励范围内",
        suggestion="核对名次；写如 1、第一名，世界技能大赛可写优胜奖",
    )  # fmt: skip


def _exactly(id: str, tier: str, due: Expr, when: Expr | None = None) -> Requirement:
    at_level = level.equals(tier)
    return requirement(
        id, paid.equals(due), "发放 {amount} 元，应为 {due} 元", when=at_level if when is None else at_level & when,
        suggestion="照通知的金额更正；未发的从表中删除", say={"amount": paid, "due": due},
    )  # fmt: skip


BONUS_REQUIREMENTS: tuple[Requirement, ...] = (
    *_PERSON,
    requirement(
        "M-16", known(level), "竞赛级别“{contest_level}”不能识别，金额未核对", at="contest_level", severity="unchecked",
        suggestion=f"通知规定奖励的级别：{'、'.join(TIERS)}",
    ),
    requirement("M-18", known(paid), "发放金额“{paid}”不是金额", suggestion="写数字，单位为元"),
    requirement("M-18", paid > 0, "发放金额为 0", when=known(paid), suggestion="不发的不列入本表"),
    requirement(
        "M-18", paid <= _CAP, "发放 {amount} 元，超过最高 {cap} 元", when=_CAPPED, suggestion="核对金额",
        say={"amount": paid, "cap": _CAP},
    ),
    _among("M-18", _CAPPED, parameter("bonus.cap_places")),
    _exactly("M-18b", bonuses.NATIONAL_SQUAD, parameter("bonus.national_squad")),
    _exactly("M-18b", bonuses.PROVINCIAL_SQUAD, parameter("bonus.provincial_squad")),
    _among("M-18c", level.equals(bonuses.PROVINCIAL), _PROVINCIAL),
    _exactly("M-18c", bonuses.PROVINCIAL, call("bonus_at", _PROVINCIAL, _PLACE), first_known(_rewarded(_PROVINCIAL), True)),
    requirement(
        "M-18d", paid >= _LEAST, "发放 {amount} 元，低于市级一类竞赛该名次的 {least} 元（" + NOT_REPEATED + "）",
        when=level.equals(bonuses.CITY) & first_known(_rewarded(_FLOOR), True), severity="warning",
        suggestion="由主办单位确认是否仍按此标准发放", say={"amount": paid, "least": _LEAST},
    ),
    requirement(
        "M-18e", filled(item), "竞赛项目（工种）为空，看不出是否重复奖励", severity="unchecked", suggestion="填写竞赛项目",
    ),
)  # fmt: skip
BONUS_FACTS: dict[str, Expr] = {
    "id_number": id_number, "level": level, "contest": cell(contest), "item": item, "paid": paid,
}  # fmt: skip

ALLOWANCE_REQUIREMENTS: tuple[Requirement, ...] = (
    *_PERSON,
    requirement("M-13b", known(monthly_allowance), "月津贴“{monthly_allowance}”不是金额", suggestion="写数字，单位为元"),
    requirement(
        "M-13b", monthly_allowance >= _MONTHLY, "月津贴 {amount} 元，低于每人每月 {least} 元",
        when=known(monthly_allowance), severity="warning", suggestion="核对金额和是否仍在管理期内",
        say={"amount": monthly_allowance, "least": _MONTHLY},
    ),
)  # fmt: skip


class _Paid(NamedTuple):
    row: int
    level: str | None
    contest: str
    amount: int | Decimal


class HighestOnly:
    """同一竞赛项目按照最高成绩奖励，不重复奖励 (M-18e): of one person's bonuses in one item only the highest is paid."""

    def __init__(self, context: Context) -> None:
        self.key_of = context.registers.occupation_key
        self.paid: dict[tuple[str, str], list[_Paid]] = {}

    def see(self, row: int, facts: Any) -> None:
        if facts.id_number and facts.item and facts.paid:
            entry = _Paid(row, facts.level, fold(facts.contest), facts.paid)
            self.paid.setdefault((facts.id_number, self.key_of(facts.item)), []).append(entry)

    def end(self) -> Iterator[Remark]:
        for entries in self.paid.values():
            best = max(entries, key=lambda e: e.amount)
            for entry in entries:
                if entry is not best:
                    yield self._again(entry, best)

    def _again(self, entry: _Paid, best: _Paid) -> Remark:
        """The notice speaks of levels and results: squads and two contests of one level are for a person to judge."""
        severity: Severity = "error"
        doubt = ""
        if {entry.level, best.level} & SQUADS:
            severity, doubt = "warning", "；集训队奖励可否同时发放，通知未写明"
        elif None in (entry.level, best.level):
            severity, doubt = "warning", "；竞赛级别不能识别，请人工核对"
        elif entry.level == best.level and entry.contest != best.contest:
            severity, doubt = "warning", "；同一级别的两次竞赛可否分别奖励，通知未写明"
        message = f"与第{best.row}行（{text(best.amount)} 元）是同一人、同一竞赛项目，只按最高成绩奖励一次{doubt}"
        return Remark(entry.row, "paid", "M-18e", severity, message, "只发最高的一项，本行从表中删除")


# --- worksheet functions ---------------------------------------------------------------------------------------------


def contest_bonus(context: Context, cells: Sequence[Any]) -> int:
    """What a place at a level of contest is given; for caps and floors the cap or the floor."""
    tier, places = bonuses.contest_level(cells[0]), context.given("bonus.cap_places")
    if tier is None:
        raise Undecided(f"竞赛级别“{text(cells[0])}”不能识别，请写{'、'.join(TIERS)}之一")
    amounts: Any = context.given(TIERS[tier].parameter) if tier in TIERS else 0
    by_place = isinstance(amounts, tuple)
    among = bonuses.reached(tier, cells[1], amounts if by_place else places)
    if among is None:
        raise Undecided(f"名次“{text(cells[1])}”看不出是否在奖励范围内，请写第几名")
    if not among:
        return 0
    due: int = amounts[(bonuses.place_of(cells[1]) or 1) - 1] if by_place else amounts
    return due


def contest_bonus_note(context: Context, cells: Sequence[Any]) -> str:
    """What the amount means: exactly, at most, at least, by whom."""
    due, tier = contest_bonus(context, cells), bonuses.contest_level(cells[0]) or ""
    if tier not in TIERS:
        return f"{tier}竞赛没有规定奖励（{context.clause('M-18')}）"
    source = f"（{context.clause(TIERS[tier].clause)}）"
    if not due:
        return f"名次“{text(cells[1])}”不在{tier}的奖励范围内，没有规定奖励{source}"
    if TIERS[tier].kind == "上限":
        sender = context.given("bonus.sender")
        return f"最高 {due} 元，是上限，实际金额另定；对选送单位另有一次性补助 {sender} 元{source}"
    if TIERS[tier].kind == "下限":
        return f"不低于 {due} 元，是下限，由主办单位给予；{NOT_REPEATED}{source}"
    return f"{due} 元，定额{source}"


def honour_grant(context: Context, cells: Sequence[Any]) -> int:
    """The one-off grant that comes with an honour; 0 for one that is known here but brings none."""
    amounts: dict[str, int] = dict(context.given("honour.grants"))
    name = find_honour(cells[0], amounts)
    if name or is_blank(cells[0]):
        return amounts[name] if name else 0
    if meant := resembles(cells[0], amounts):
        raise Undecided(f"“{text(cells[0])}”近似“{meant}”，请核对后写全称")
    if find_honour(cells[0], context.given("honour.talent_card")):
        return 0
    raise Undecided(f"“{text(cells[0])}”不是通知列出的荣誉或平台")


def talent_card(context: Context, cells: Sequence[Any]) -> bool:
    """Whether an honour is on the closed list for 威海英才卡; a name that only resembles one is not decided."""
    listed = context.given("honour.talent_card")
    if find_honour(cells[0], listed):
        return True
    if not is_blank(cells[0]) and (resembles(cells[0], listed) or not re.search("[\u4e00-\u9fff]", text(cells[0]))):
        raise Undecided(f"“{text(cells[0])}”不能识别")
    return False
