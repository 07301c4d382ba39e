"""Everything a verdict depends on besides the row: place and day, settings, plan and registers.

The names that generated code may call are listed here once, in `functions`.
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache, partial
from typing import Any

from jineng.validators import (
    applications,
    awards,
    bonuses,
    calendar,
    contests,
    grades,
    identity,
    levels,
    names,
    nominees,
    registers,
    retirement,
    values,
)
from jineng.validators.columns import COLUMNS, REPEATING
from jineng.validators.compiler import Hit, RowFunction, compile_rows
from jineng.validators.contests import Catalogue, catalogue_of
from jineng.validators.expressions import Expr, parameters_of
from jineng.validators.policy import Clause, Policy
from jineng.validators.registers import Registers
from jineng.validators.rules import Requirement, Rule, Undecided
from jineng.validators.settings import SETTINGS, Settings


class Context:
    """plan: a 竞赛计划表 that stands in for the notice's own."""

    def __init__(
        self,
        policy: Policy,
        settings: Settings | None = None,
        registers: Registers | None = None,
        plan: Catalogue | None = None,
    ) -> None:
        self.policy, self.plan = policy, plan
        self.settings, self.registers = settings or Settings(), registers or Registers()

    @classmethod
    def of(cls, settings: Settings | None = None, registers: Registers | None = None, plan: Catalogue | None = None,
           on: date | None = None) -> "Context":  # fmt: skip
        """The context of a set of settings: their 地区 and 校验日期 decide, else the day given, else today."""
        settings = settings or Settings()
        day = settings["as_of"] or on or date.today()
        return cls(Policy(settings["place"], day), settings, registers, plan)

    def on(self, day: date) -> "Context":
        """The same on another day."""
        return Context(Policy(self.policy.place, day), self.settings, self.registers, self.plan)

    @cached_property
    def catalogue(self) -> Catalogue:
        return self.plan or catalogue_of(self.policy)

    def value(self, key: str) -> Any:
        """A parameter: a setting of the official's, else what a notice says; None when neither does."""
        return self.settings[key] if key in SETTINGS else self.policy.value(key)

    def given(self, key: str) -> Any:
        """A parameter that an answer cannot do without; raises Undecided when nothing gives it."""
        value = self.value(key)
        if value is None:
            raise Undecided(f"{self.policy.place}在该日没有相应规定（未设置）")
        return value

    def clause(self, id: str) -> Clause | None:
        return self.policy.clause(id)

    def _nearest_hint(self, cell: Any) -> str:
        nearest = self.catalogue.nearest(cell)
        return f"，是否应为{nearest}？" if nearest else ""

    def _has_item(self, contest: contests.Contest, item: str, group: Any) -> bool | None:
        """Whether an item is in a contest, under any name that 职业目录 knows it by."""
        found = [contest.has(name, values.text(group)) for name in self.registers.spellings(item)]
        return True if True in found else None if None in found else False

    @cached_property
    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """What requirements may call, and the readers of cells."""
        book = self.registers
        return {
            "fold": values.fold, "is_number_cell": is_number_cell, "is_written": is_written, "level_name": levels.level_name,
            "card": identity.read_card, "id_fault": identity.id_fault, "id_doubt": identity.id_doubt, "id_sex": identity.id_sex,
            "id_birth": identity.id_birth, "name_doubt": names.name_doubt, "group_fits": names.group_fits,
            "is_group_of_people": names.is_group_of_people, "worker": names.worker,
            "age": calendar.age if self.settings["birthday_counts"] else partial(calendar.age, birthday_counts=False),
            "award": awards.award, "awarded": awards.awarded, "is_winner": awards.is_winner,
            "is_listed": awards.is_listed,
            "award_place": lambda cell: (awards.award(cell) or awards.Award("", None)).place,
            "nearest_hint": lru_cache(1000)(self._nearest_hint), "has_item": lru_cache(1000)(self._has_item), "scored": scored, "is_past": is_past,
            "on_words": lambda day: f"到 {day} ", "scale_words": lambda full: "" if full == 100 else f"（满分 {full}，折合百分制）", "items_listed": contests.Contest.listed,
            "contest_grade": contests.contest_grade, "class_of": lambda contest: contest.grade or None,
            "in_planned_month": in_planned_month, "planned_month": planned_month, "planned_year": planned_year,
            "year_of": lambda m: m[0], "first_places": lambda places: f"前{places}名" if places > 1 else "第1名",
            "phone_fits": contests.phone_fits, "is_branded": is_branded, "is_body": names.is_body,
            "same_body": same_body, "body_name": names.body_name, "seal_of": names.seal_of,
            "same_occupation": book.same_occupation, "occupation_ceiling": book.occupation_ceiling,
            "occupation_on_file": book.occupation_on_file, "highest_held": book.highest_held,
            "is_holder": book.is_holder,
            "agreed_sex": retirement.agreed_sex, "womans_post": retirement.womans_post,
            "working_age": retirement.working_age, "retirement_date": retirement.retirement_date,
            "age_doubt": retirement.age_doubt,
            "rectify_until": grades.rectify_until, "state_of": state_of, "today": lambda: self.policy.on,
            "is_listed_place": applications.is_listed_place, "is_email": applications.is_email,
            "is_account": applications.is_account, "is_among": applications.is_among, "is_named_so": applications.is_named_so,
            "head_sum": applications.head_sum,
            "with_leader": lambda members: members + 1,
            "age_by": partial(nominees.age_by, birthday_counts=self.settings["birthday_counts"]),
            "dated_within": nominees.dated_within, "is_between": nominees.is_between,
            "is_professional_title": nominees.is_professional_title, "is_manager": nominees.is_manager,
            "is_only_professional_title": nominees.is_only_professional_title,
            "is_nobodys_employer": nominees.is_nobodys_employer, "is_company": nominees.is_company,
            "is_forward": nominees.is_forward, "is_in_order": nominees.is_in_order, "word_count": nominees.word_count,
            "is_about": nominees.is_about, "pledged_year": nominees.pledged_year,
            "month_of": values.month, "month_words": lambda day: f"{day.year}年{day.month}月",
            "is_chief": book.is_chief,
            "bonus_reached": bonuses.reached, "bonus_at": bonuses.nth,
            **{f"read_{kind}": reader for kind, reader in self._readers().items()},
        }  # fmt: skip

    def _readers(self) -> Mapping[str, Callable[[Any], Any]]:
        """How the cells of each kind of column are read."""
        return {
            "filled_text": values.filled_text, "number": values.number, "whole_number": values.whole_number,
            "day": values.day, "month": values.month, "yes_no": values.yes_no, "id_number": identity.id_number,
            "birth": read_birth, "level": levels.level, "ceiling": registers.ceiling,
            "prior_level": levels.level_held if self.settings["blank_level_is_none"] else levels.level,
            "contest": self.catalogue.find, "contest_grade": contests.contest_grade,
            "contest_level": bonuses.contest_level, "money": bonuses.money,
            "head_count": values.head_count, "area": applications.area, "leader_kind": names.leader_kind, "post_kind": retirement.post_kind,
            "grade": grades.grade, "studio_state": grades.studio_state,
            "employer": nominees.employer, "honour_tier": nominees.honour_tier, "honour_count": nominees.honour_count,
            "period": nominees.period, "was_held": nominees.was_held,
        }  # fmt: skip

    def compile(
        self,
        requirements: Sequence[Requirement],
        facts: Sequence[Expr],
        layout: Mapping[str, int],
        derived: Mapping[str, Expr] | None = None,
    ) -> RowFunction:
        """The row function of some requirements under this context."""
        used = {p for r in requirements for p in r.parameters} | set(parameters_of(*facts, *(derived or {}).values()))
        return compile_rows(
            requirements,
            facts,
            layout=layout,
            readers={key: c.kind for key, c in COLUMNS.items()},
            values={key: self.value(key) for key in used},
            functions=self.functions,
            derived=derived,
            unset=frozenset(r.id for r in requirements if self.clause(r.id) is None),
            repeating=REPEATING,
        )

    def judge(self, rule: Rule, cells: Sequence[Any]) -> tuple[list[Hit], tuple[Any, ...]]:
        """A rule asked of one row's cells, given in the order of its arguments: what does not hold, and its value."""
        compiled = self._judges.get(rule.name)
        if compiled is None:
            layout = {key: i for i, key in enumerate(rule.args)}
            compiled = self._judges[rule.name] = self.compile(
                rule.requires, [] if rule.value is None else [rule.value], layout
            )
        try:
            return compiled(cells)
        except TypeError:  # a host handed over what cannot be looked up: its words can
            return compiled([cell if isinstance(cell, Hashable) else str(cell) for cell in cells])

    @cached_property
    def row_functions(self) -> dict[Hashable, dict[Hashable, tuple[RowFunction, "Context"]]]:
        """Those compiled so far, by what they were compiled for and by day, each with the context of its day."""
        return {}

    @cached_property
    def rests_on(self) -> dict[Hashable, Sequence[str]]:
        """The columns that requirements rest on in tables of some layout, as far as anybody has asked."""
        return {}

    @cached_property
    def _judges(self) -> dict[str, RowFunction]:
        return {}


def read_birth(cell: Any) -> date | None:
    """A birth date, or the one an ID number states."""
    return identity.id_birth(cell) or values.day(cell)


def state_of(grade: str, until: Any, re_score: Any, pass_mark: Any, today: date) -> str | None:
    """What has become of a studio; "" where there is no day or no score yet."""
    return grades.state_of(grade, until or None, None if re_score == "" else re_score, pass_mark, today)


def is_number_cell(cell: Any) -> bool:
    return type(cell) is not str and isinstance(cell, (int, float)) and not isinstance(cell, bool)


def is_written(cell: Any) -> bool:
    """Whether a cell says anything at all, were it 无."""
    return values.text(cell) != ""


def scored(score: Any, full_mark: Any) -> Any:
    """A score on the scale of 100, exactly; None for a number outside the scale it was given on."""
    if not 0 <= score <= full_mark:
        return None
    if full_mark == 100:
        return score
    from fractions import Fraction  # hardly ever needed

    return Fraction(score) * 100 / Fraction(full_mark)


def is_past(day: date) -> bool:
    """Whether a day is not after today."""
    return day <= date.today()


def in_planned_month(contest: contests.Contest, day: date) -> bool | None:
    """Whether a day falls in the planned month; unknown when the plan gives none."""
    if contest.planned is None:
        return None
    year, month = contest.planned
    return day.year == year and month in (None, day.month)


def planned_month(contest: contests.Contest) -> str:
    year, month = contest.planned or (0, None)
    return f"{year}年{month}月" if month else f"{year}年"


def planned_year(contest: contests.Contest) -> int | None:
    return contest.planned[0] if contest.planned else None


def same_body(cell: Any, contest: contests.Contest) -> bool:
    """Whether a 评价机构 is the contest's own committee, a year in front at will (P-T-14)."""
    written, expected = (contests.name_key(names.body_name(b)) for b in (cell, contest.assessor))
    return written == expected or re.sub(r"^20\d\d年", "", written) == expected


def is_branded(cell: Any, brand: str) -> bool:
    """Whether a contest's name begins with the brand and calls itself 大赛 or 竞赛 (四（三））."""
    name = contests.name_key(cell)
    return name.startswith(brand) and ("大赛" in name or "竞赛" in name)
