"""What the simple worksheet functions answer: facts about an ID number, a day, a level, a contest.

Each is given the context and the cells; what cannot be answered raises Undecided with the reason.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from jineng.validators import calendar, identity, levels, retirement
from jineng.validators.contests import Contest
from jineng.validators.context import Context, read_birth
from jineng.validators.deadlines import DEADLINES, PUBLICITY, due_day
from jineng.validators.programmes.lists import award_limit
from jineng.validators.rules import Undecided
from jineng.validators.values import day, filled_text, is_blank, text, whole_number


def most_awards(context: Context, cells: Sequence[Any]) -> int:
    """How many awards a number of contestants allows (P-009)."""
    people = whole_number(cells[0])
    if people is None:
        raise Undecided(f"参赛人数“{text(cells[0])}”应为1以上的整数")
    return award_limit(people, context.given("award.max_percent"))


def id_check(context: Context, cells: Sequence[Any]) -> str:
    """通过, or what is wrong with an ID number."""
    return (
        identity.id_fault(cells[0]) or identity.id_doubt(cells[0]) or ("身份证号为空" if is_blank(cells[0]) else "通过")
    )


def _sound_id(cell: Any) -> Any:
    problem = identity.id_fault(cell) or identity.id_doubt(cell)
    if problem or is_blank(cell):
        raise Undecided(f"身份证号{problem or '为空'}")
    return cell


def id_birth(context: Context, cells: Sequence[Any]) -> Any:
    """The birth date in an ID number."""
    return identity.id_birth(_sound_id(cells[0]))


def id_sex(context: Context, cells: Sequence[Any]) -> Any:
    """The sex in an ID number."""
    return identity.id_sex(_sound_id(cells[0]))


def _day(cell: Any, what: str) -> date:
    found = day(cell)
    if found is None:
        raise Undecided(f"{what}“{text(cell)}”不能识别，请写如 2024-10-20")
    return found


def age_at(context: Context, cells: Sequence[Any]) -> int:
    """Completed years on a day."""
    birth = read_birth(cells[0])
    if birth is None:
        raise Undecided(f"出生日期“{text(cells[0])}”不能识别，请写日期或18位身份证号")
    on = _day(cells[1], "日期")
    if on < birth:
        raise Undecided(f"日期 {on} 在出生日期 {birth} 之前")
    return calendar.age(birth, on, context.settings["birthday_counts"])


def retirement_date(context: Context, cells: Sequence[Any]) -> date:
    """The day of the statutory retirement age."""
    birth, kind = read_birth(cells[0]), retirement.post_kind(cells[1])
    if birth is None:
        raise Undecided(f"出生日期“{text(cells[0])}”不能识别，请写日期或18位身份证号")
    if kind is None:
        raise Undecided(f"类别“{text(cells[1])}”应为男、女干部或女工人")
    return retirement.retirement_date(birth, kind)


def skill_level(context: Context, cells: Sequence[Any]) -> str:
    """A level's canonical name."""
    rank = levels.level(cells[0])
    if rank is None:
        raise Undecided("等级名称不能识别，请写全称")
    return levels.level_name(rank)


def workdays_after(context: Context, cells: Sequence[Any]) -> date:
    """The day so many working days after another."""
    start = _day(cells[0], "起始日期")
    days = 0 if text(cells[1]) == "0" else whole_number(cells[1])
    if days is None or days > 2000:
        raise Undecided(f"工作日天数“{text(cells[1])}”应为不超过2000的整数")
    return calendar.workdays_after(start, days)


def deadline(context: Context, cells: Sequence[Any]) -> date:
    """The day by which a step is due."""
    kind = text(cells[0])
    if kind not in DEADLINES and kind not in PUBLICITY:
        raise Undecided(f"期限种类“{kind}”应为{'、'.join((*DEADLINES, *PUBLICITY))}之一")
    due = due_day(context, kind, _day(cells[1], "公示开始日期" if kind in PUBLICITY else "决赛结束日期"))
    if due is None:
        raise Undecided(f"{context.policy.place}在该日没有相应规定（未设置）")
    return due


def contest(context: Context, cell: Any) -> Contest:
    """The contest of that name in the plan."""
    found = context.catalogue.find(cell)
    if found is None:
        raise Undecided("竞赛名称不在年度竞赛计划内")
    return found


def contest_has(context: Context, cells: Sequence[Any]) -> bool | None:
    """Whether a contest has an item; None where the list ends in 等."""
    item = filled_text(cells[1])
    if item is None:
        raise Undecided("项目为空")
    return contest(context, cells[0]).has(item)
