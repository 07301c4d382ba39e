"""Rules over a whole table: they gather keys while the rows stream by, and speak at the end."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from jineng.validators import calendar
from jineng.validators.contests import item_key, phone_fits
from jineng.validators.context import Context
from jineng.validators.deadlines import DEADLINES, due_day
from jineng.validators.repeats import Repeats
from jineng.validators.rules import Remark
from jineng.validators.values import fold, folded

#: Row, number, name, unit, contest, occupation.
_Person = tuple[int, str, Any, Any, str | None, Any]


class SamePerson:
    """One person once in one item (P-T-05); one ID number, one name (X-03)."""

    def __init__(self, context: Context) -> None:
        self.key_of = cache(context.registers.occupation_key)
        self.everybody = Repeats(_keys)
        self.people: dict[str, _Person] = {}  # as each number was first met
        self.named: dict[str, _Person] = {}  # as each name was first met
        self.entries: dict[tuple[str, str | None, str], int] = {}  # of numbers met again
        self.names: dict[str, tuple[str, int]] = {}
        self.numbers: dict[tuple[str, str], _Person] = {}  # of names met again
        self.found: list[Remark] = []

    def see(self, row: int, facts: Any) -> None:
        number, contest = facts.id_number, facts.contest
        if number:
            self.everybody.add((row, number, facts.name, facts.unit, contest and contest.name, facts.occupation))

    def _see(self, seen: _Person) -> None:
        row, number, name, unit = seen[0], seen[1], fold(seen[2]), seen[3]
        first = self.people.setdefault(number, seen)
        if first is not seen:
            if number not in self.names:
                self._compare(first)
            self._compare(seen)
        if name and unit:
            first = self.named.setdefault(name, seen)
            if first is not seen:
                self.numbers.setdefault((name, fold(first[3])), first)
                before = self.numbers.setdefault((name, fold(unit)), seen)
                if before[1] != number:
                    self.found.append(Remark(row, "id_number", "X-03", "warning", f"与第{before[0]}行同名同单位而身份证号不同",
                                             "确认是否同一人；确为两人的不必改"))  # fmt: skip

    def _compare(self, person: _Person) -> None:
        row, number, name, _, contest, occupation = person
        name = fold(name)
        first = self.entries.setdefault((number, contest, self.key_of(occupation)), row)
        if first != row:
            self.found.append(Remark(row, "id_number", "P-T-05", "error", f"与第{first}行是同一人、同一职业（工种），重复",
                                     "保留一行，删除多余的"))  # fmt: skip
        known, first = self.names.setdefault(number, (name, row))
        if not known:
            self.names[number] = name, row
        elif name and known != name:
            for one, other in ((first, row), (row, first)):
                self.found.append(
                    Remark(one, "id_number", "X-03", "error", f"与第{other}行身份证号相同而姓名不同", "照身份证改正")
                )

    def end(self) -> Iterator[Remark]:
        for person in self.everybody.repeated():
            self._see(person)
        yield from self.found


def _keys(people: Sequence[_Person]) -> Sequence[Iterable[str]]:
    """Their numbers; their names and units, for want of either their rows."""
    rows, numbers, names, units, _, _ = zip(*people, strict=True) if people else ((),) * 6
    named = zip(rows, folded(names), folded(units), strict=True)
    return numbers, [f"{name}\n{unit}" if name and unit else str(row) for row, name, unit in named]


class AwardShare:
    """总获奖人数一般不超过参赛人数的60%, counted by item and by contest on the rows of the sheet (P-009)."""

    def __init__(self, context: Context) -> None:
        self.percent = context.value("award.max_percent")
        self.base = context.settings["award_base"]
        self.counts: dict[tuple[str, str, str], list[int]] = {}
        self.counted: dict[tuple[str, Any, Any], list[list[int]]] = {}

    def see(self, row: int, common: Any, rows: int) -> None:
        contest, occupation, group, _, _, winner = common
        if not contest:
            return
        of = contest.name, occupation, group
        if of not in self.counted:  # once for every way to write it
            kinds = (("赛项", item_key(occupation), fold(group)), ("竞赛", "", ""))
            wanted = [(of[0], item, group) for kind, item, group in kinds
                      if self.base in (kind, "两者") and (item or kind == "竞赛")]  # fmt: skip
            self.counted[of] = [self.counts.setdefault(key, [0, 0, row]) for key in wanted]
        for count in self.counted[of]:
            count[0] += rows
            count[1] += rows * winner

    def end(self) -> Iterator[Remark]:
        if self.percent is None:  # no such clause here; said once for the table
            yield Remark(0, "award", "P-009", "unchecked", "通知没有写明获奖比例，未校验", "确认适用的通知")
            return
        for (contest, item, group), (people, winners, row) in self.counts.items():
            limit = award_limit(people, self.percent)
            if winners > limit:
                of = f"“{item}”{group}" if item else f"{contest}全部项目"
                yield Remark(row, "award", "P-009", "warning",
                             f"{of}参赛 {people} 人（按本表行数），获奖 {winners} 人，超过 {self.percent}%（{limit} 人）",
                             "核对参赛人数和获奖人数；“一般不超过”，确有理由的可说明")  # fmt: skip


def award_limit(people: int, percent: int) -> int:
    """The largest number of awards within the share, in whole people: 6 of 10, 9 of 16 for 60 %."""
    return people * percent // 100


class PrizeFamilies:
    """Medals or grades, not both, within one contest (P-008)."""

    def __init__(self, context: Context) -> None:
        self.families: dict[str, dict[str, int]] = {}

    def see(self, row: int, common: Any, rows: int) -> None:
        contest, _, _, _, award, _ = common
        if contest and award and award.family:
            self.families.setdefault(contest.name, {}).setdefault(award.family, row)

    def end(self) -> Iterator[Remark]:
        for contest, rows in self.families.items():
            if len(rows) > 1:
                yield Remark(max(rows.values()), "award", "P-008", "warning",
                             f"{contest}既有{'又有'.join(rows)}，一个竞赛只用一套奖项", "统一为金银铜牌或一二三等奖")  # fmt: skip


class Numbering:
    """序号 runs 1, 2, 3 … without gaps (P-T-01)."""

    def __init__(self, context: Context) -> None:
        self.expected = 1
        self.found: list[Remark] = []

    def see(self, row: int, facts: Any) -> None:
        if facts.serial != self.expected and not self.found:
            self.found.append(
                Remark(row, "serial", "P-T-01", "warning", f"序号不连续，此处应为 {self.expected}", "从1起依次编号")
            )
        self.expected += 1

    def end(self) -> Iterator[Remark]:
        yield from self.found


class Deadlines:
    """The days given in 设置 against each contest's last day of the final (P-A2-01, P-012, P-036)."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.last: dict[str, tuple[date, int]] = {}

    def see(self, row: int, common: Any, rows: int) -> None:
        contest, _, _, final_date, _, _ = common
        if contest and final_date:
            known = self.last.get(contest.name)
            if known is None or final_date > known[0]:
                self.last[contest.name] = final_date, row

    def end(self) -> Iterator[Remark]:
        done = {kind: self.context.settings[d.done] for kind, d in DEADLINES.items()}
        if self.context.settings["contest_end"] and len(self.last) > 1:
            _, row = next(iter(self.last.values()))
            yield Remark(row, "final_date", "P-012", "unchecked", "本表有几个竞赛，“设置”的竞赛结束日期只能用于一个，期限未校验",
                         "一个竞赛一个工作簿，或去掉该设置")  # fmt: skip
            return
        for contest, (final, row) in self.last.items():
            for kind, day in done.items():
                if day is None:
                    continue
                yield from self._late(contest, kind, day, final, row)

    def _late(self, contest: str, kind: str, day: date, final: date, row: int) -> Iterator[Remark]:
        rule = DEADLINES[kind]
        try:
            due = due_day(self.context, kind, self.context.settings["contest_end"] or final)
            last = calendar.rolled(due, self.context.registers.holidays) if due and rule.calendar_days else due
        except calendar.NoCalendar as gap:
            yield Remark(
                row, "final_date", rule.id, "unchecked", f"{contest}{rule.what}期限算不出：{gap}", "补充“节假日表”"
            )
            return
        if due is None:
            yield Remark(row, "final_date", rule.id, "unchecked", f"{rule.what}期限未设置，未校验", "确认适用的通知")
        elif last and day > last:
            yield Remark(
                row,
                "final_date",
                rule.id,
                rule.late,
                f"{contest}{rule.what}为 {day}，已过期限 {due}",
                "尽快联系主管科室",
            )
        elif day > due:
            yield Remark(row, "final_date", rule.id, "warning", f"{contest}{rule.what}为 {day}，过了第{rule.days(self.context)}天"
                         f" {due}（休息日，顺延至 {last}）", "以主管科室答复为准")  # fmt: skip


#: Rules about what the organiser did or wrote: no contestant's row is the worse for them.
ABOUT_ORGANISER = frozenset({"P-L-07", "P-L-08", *(rule.id for rule in DEADLINES.values())})


class Letter:
    """What the letter will say, as given in 设置: its date after the final (P-L-08), a phone that can be called (P-L-07)."""

    def __init__(self, context: Context) -> None:
        self.settings = context.settings
        self.phones = context.value("plan.phones")
        self.final: tuple[date, int] | None = None

    def see(self, row: int, common: Any, rows: int) -> None:
        final_date = common[3]
        if final_date and (self.final is None or final_date > self.final[0]):
            self.final = final_date, row

    def end(self) -> Iterator[Remark]:
        if self.final is None:
            return
        final, row = self.final
        day, phone = self.settings["apply_day"], self.settings["phone"]
        if day and day < final:
            yield Remark(
                row, "final_date", "P-L-08", "error", f"申请日期 {day} 早于决赛日期 {final}", "更正“设置”中的申请日期"
            )
        if phone and self.phones and not phone_fits(phone, self.phones):
            yield Remark(row, "final_date", "P-L-07", "warning", f"申请书联系电话“{phone}”不是0631-7位号码或11位手机号",
                         "核对“设置”中的联系电话")  # fmt: skip


class PlanTotals:
    """A plan of the notice's own year has its number of contests, and of each class (P-003, P-005)."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.classes: Counter[str] = Counter()
        self.first = 0

    def see(self, row: int, facts: Any) -> None:
        self.first = self.first or row
        self.classes[facts.contest_class or ""] += 1

    def end(self) -> Iterator[Remark]:
        year = self.context.settings["plan_year"]
        if year is None or not any(n.plan_year == year for n in self.context.policy.notices):
            return
        wanted = {"P-003": [("", self.context.value("plan.contests"), self.classes.total())]}
        if self.classes.keys() == {""}:
            yield Remark(
                self.first, "contest", "P-005", "unchecked", "没有写明一类、二类，未核对各类项数", "补上竞赛类别"
            )
        else:
            wanted["P-005"] = [
                ("一类", self.context.value("plan.class_one"), self.classes["一类"]),
                ("二类", self.context.value("plan.class_two"), self.classes["二类"]),
            ]
        for id, counts in wanted.items():
            for grade, number, found in counts:
                if number != found:
                    yield Remark(self.first, "contest", id, "error", f"{year}年计划{grade}竞赛应为 {number} 项，表中 {found} 项",
                                 "与通知附件1逐项核对")  # fmt: skip
