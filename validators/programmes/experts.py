"""拟推荐市技术能手 (计划通知三（三）): who may be recommended, and the table of those recommended (附件3).

The notice does not say how many contestants a contest must have (规定人数): without that setting its size is not checked.
Places are those of the final; nobody moves up when somebody ahead cannot be recommended.
"""

from collections.abc import Iterator, Sequence
from math import inf
from typing import Any, NamedTuple

from jineng.validators.columns import (
    contest,
    contest_class,
    contestants,
    final_date,
    held_before,
    id_number,
    identity,
    name,
    occupation,
    place_won,
    unit,
)
from jineng.validators.contests import item_key
from jineng.validators.context import Context
from jineng.validators.expressions import Expr, call, cell, choose, filled, first_known, known, parameter
from jineng.validators.forms import EXPERT
from jineng.validators.programmes.people import ANYONE, CANDIDATE
from jineng.validators.programmes.promotion import (
    CONTEST_FILLED,
    FINAL_DATE,
    GROUP_FITS,
    IN_PLAN,
    ITEM_FILLED,
    ITEM_IN_CONTEST,
    ITEM_LISTED,
    given,
)
from jineng.validators.rules import Remark, Requirement, Rule, requirement

first_class = contest_class.equals("一类")
places = choose(first_class, parameter("expert.class_one_places"), parameter("expert.class_two_places"))
required = first_known(
    choose(first_class, parameter("required_class_one"), parameter("required_class_two")),
    parameter("required_contestants"),
)
among_the_first = place_won <= places
#: 威海市技术能手; in another city its own.
title = parameter("expert.title")

# --- what 三（三） demands -------------------------------------------------------------------------------------------

PLACE = requirement(
    "P-022", among_the_first, "市级{grade}竞赛推荐{top}，名次“{place_won}”不在其内，不能推荐{title}",
    suggestion="核对类别和决赛名次；确不在其内的从表中删除",
    say={"grade": contest_class, "top": call("first_places", places), "title": title},
)  # fmt: skip
WORKER = requirement(
    "P-022", call("worker", cell(identity), parameter("teachers_are_workers")), "身份“{identity}”不属于职工选手，不能推荐{title}",
    unknown_says="身份“{identity}”是否职工选手，须人工确认", at="identity",
    suggestion="写职工、教师或学生；不能推荐的从表中删除，后面的名次不递补", say={"title": title},
)  # fmt: skip
SCALE = requirement(
    "P-025", contestants >= required, "决赛参赛 {contestants} 人，少于规定人数 {required} 人，不能推荐{title}",
    suggestion="核对该赛项决赛参赛人数；确少于规定人数的从表中删除", say={"required": required, "title": title},
)  # fmt: skip
NOT_HELD = requirement(
    "P-026", ~held_before, "已获得{title}称号，不重复推荐", suggestion="核对后，未获得的写“否”，已获得的从表中删除",
    say={"title": title},
)  # fmt: skip

ELIGIBLE_EXPERT = Rule(
    "ELIGIBLE_EXPERT", "可否推荐市技术能手：名次在推荐范围内的职工选手，参赛人数不少于规定人数，未获得过该称号",
    ("contest_class", "place_won", "identity", "contestants", "held_before"),
    (PLACE, WORKER, SCALE, NOT_HELD),
    required,
)  # fmt: skip

# --- the table of those recommended ----------------------------------------------------------------------------------

_PLANNED = call("class_of", contest)
CLASS_CLEAR = requirement(
    "P-A1-02", known(contest_class), "竞赛类别“{contest_class}”不是一类或二类", when=filled(contest_class), at="contest_class",
    suggestion="照计划安排表写一类或二类",
)  # fmt: skip
CLASS_AGREES = requirement(
    "P-A1-02", contest_class.equals(_PLANNED), "竞赛类别“{contest_class}”与竞赛计划不符，该竞赛为{planned}",
    when=known(contest_class) & known(_PLANNED), at="contest_class", suggestion="照计划安排表改正", say={"planned": _PLANNED},
)  # fmt: skip
NOT_REGISTERED = requirement(
    "P-026", ~call("is_holder", id_number), "“技术能手名册”中已有此人，不重复推荐",
    when=known(id_number) & first_known(~held_before, True), suggestion="从表中删除", register="holders",
)  # fmt: skip

EXPERT_REQUIREMENTS: tuple[Requirement, ...] = (
    *ANYONE,
    *CANDIDATE,
    CONTEST_FILLED,
    *given(filled(contest), IN_PLAN),
    CLASS_CLEAR,
    CLASS_AGREES,
    ITEM_FILLED,
    ITEM_IN_CONTEST,
    ITEM_LISTED,
    GROUP_FITS,
    *given(filled(final_date), FINAL_DATE),
    *given(known(contest) | filled(contest_class), PLACE, SCALE),
    WORKER,
    NOT_HELD,
    NOT_REGISTERED,
)
EXPERT_FACTS: dict[str, Expr] = {
    "name": name, "id_number": id_number, "unit": unit, "contest": contest, "occupation": occupation,
    "place_won": place_won,
}  # fmt: skip
#: A sheet without 竞赛类别 takes it from the plan.
EXPERT_DERIVED = {"contest_class": _PLANNED}

#: What an export asks of a row of results: whether its place is one of those recommended, and whether it can be listed.
AMONG_THE_FIRST = Rule("AMONG_THE_FIRST", "名次是否在推荐范围内", ("contest_class", "place_won"), (), among_the_first)
EXPERT_ROW = Rule("EXPERT_ROW", "可否列入情况表", EXPERT.keys, EXPERT_REQUIREMENTS)


class Recommended(NamedTuple):
    """One person in one item. where: how a sentence names the row."""

    where: str
    number: str | None
    contest: str | None
    item: str
    place: int | None


def shared_places(people: Sequence[Recommended]) -> Iterator[tuple[int, str]]:
    """每个赛项每个名次限报1人 (P-024): everybody who shares a place, by position, with the others named."""
    shared: dict[tuple[str, str, int], list[int]] = {}
    for at, who in enumerate(people):
        if who.contest and who.item and who.place:
            shared.setdefault((who.contest, who.item, who.place), []).append(at)
    for (_, item, place), rows in shared.items():
        if len({people[at].number or at for at in rows}) > 1:
            for at in rows:
                yield at, f"与{_others(people, rows, at)}同为“{item}”第{place}名，每个赛项每个名次限报1人"


def repeated_rows(people: Sequence[Recommended]) -> Iterator[tuple[int, str]]:
    """Everybody who stands in one item more than once: which place counts is for a person to say."""
    rows: dict[tuple[str, str | None, str], list[int]] = {}
    for at, who in enumerate(people):
        if who.number:
            rows.setdefault((who.number, who.contest, who.item), []).append(at)
    for same in rows.values():
        for at in same if len(same) > 1 else ():
            yield at, f"与{_others(people, same, at)}是同一人、同一赛项，重复"


def _others(people: Sequence[Recommended], rows: Sequence[int], at: int) -> str:
    """The other rows, by name as long as they are few."""
    others = [people[other].where for other in rows if other != at]
    return "、".join(others[:5]) + (f"等{len(others)}行" if len(others) > 5 else "")


def recommended_twice(people: Sequence[Recommended]) -> Iterator[tuple[int, str]]:
    """不重复授予 (P-026) within one list: whoever is named in several items keeps the best place, the first of equals."""
    best: dict[str, Recommended] = {}
    for who in people:
        if who.number and (who.place or inf) < (best.setdefault(who.number, who).place or inf):
            best[who.number] = who
    for at, who in enumerate(people):
        kept = best.get(who.number or "", who)
        if (kept.contest, kept.item) != (who.contest, who.item):
            yield at, f"同一人已在{kept.where}推荐，不重复推荐"


class OnlyOnce:
    """One person a place (P-024), one place a person (P-026)."""

    def __init__(self, context: Context) -> None:
        self.rows: list[int] = []
        self.people: list[Recommended] = []

    def see(self, row: int, facts: Any) -> None:
        self.rows.append(row)
        self.people.append(recommended(f"第{row}行", facts, facts.place_won))

    def end(self) -> Iterator[Remark]:
        for at, message in shared_places(self.people):
            yield Remark(
                self.rows[at], "place_won", "P-024", "error", message, "名次并列的、团体赛项的，由主办单位确定1人"
            )
        for at, message in recommended_twice(self.people):
            yield Remark(self.rows[at], "id_number", "P-026", "error", message, "保留名次最好的一处，其余从表中删除")


def recommended(where: str, facts: Any, place: int | None) -> Recommended:
    """A row as the two rules see it, from its facts."""
    return Recommended(where, facts.id_number, facts.contest and facts.contest.name, item_key(facts.occupation), place)
