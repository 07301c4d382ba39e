"""What shows only across tables: the certificate table against the results sheet, and people named twice."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from datetime import date
from operator import attrgetter, itemgetter
from typing import NamedTuple

from jineng.validators.calendar import NoCalendar
from jineng.validators.context import Context
from jineng.validators.deadlines import due_day
from jineng.validators.levels import level_name
from jineng.validators.repeats import Repeats, in_parts
from jineng.validators.rules import Remark, Severity
from jineng.validators.values import fold


class Entry(NamedTuple):
    """A winner of a results sheet, or a row of a certificate table.

    header    row of the table's header
    promoted  rank of the level risen to
    when      day of the final, or year (and month) of the contest
    why_not   reason why a winner cannot get a certificate, "" when he can
    columns   column key → position in the row
    """

    file: str
    sheet: str
    header: int
    row: int
    name: str
    number: str | None
    occupation: str
    contest: str | None
    promoted: int | None
    when: date | tuple[int, int | None] | None
    remark: str
    why_not: str
    columns: Mapping[str, int]
    award: str = ""


def repeated(
    entries: Iterable[Entry], place: Callable[[Entry], Hashable], severity: Severity
) -> Iterator[tuple[Entry, Remark]]:
    """People named in two places: one certificate asked for twice (P-A2-09), one ID number with two names (X-03).

    severity: to ask twice is an error, to win twice is none, but there is one certificate only.
    """
    asked: dict[tuple[str, str], Entry] = {}
    results: dict[tuple[str, str, str | None], Entry] = {}
    names: dict[str, Entry] = {}
    for entry in entries:
        if not entry.number:
            continue
        first = results.setdefault((entry.number, entry.occupation, entry.contest), entry)
        if severity == "warning" and first is not entry and bool(first.why_not) != bool(entry.why_not):
            for one, other in ((first, entry), (entry, first)):
                yield one, Remark(one.row, "id_number", "P-T-05", "error",
                                  f"与{_where(other, one)}是同一人、同一竞赛、同一职业（工种），而成绩或奖项不同", "核对后只保留一行")  # fmt: skip
        if not entry.why_not:
            first = asked.setdefault((entry.number, entry.occupation), entry)
            if first is not entry and place(first) != place(entry):
                yield entry, Remark(entry.row, "id_number", "P-A2-09", severity,
                                    f"{_where(first, entry)}已有同一人的同一职业（工种），证书不重复申领", "证书只申领一次")  # fmt: skip
        if not entry.name:
            continue
        first = names.setdefault(entry.number, entry)
        if first is not entry and place(first) != place(entry) and fold(first.name) != fold(entry.name):
            yield entry, Remark(entry.row, "id_number", "X-03", "error",
                                f"与{_where(first, entry)}身份证号相同而姓名不同", "照身份证改正")  # fmt: skip


def _where(entry: Entry, seen_from: Entry) -> str:
    file = f"“{entry.file}”" if entry.file != seen_from.file else ""
    return f"{file}“{entry.sheet}”第{entry.row}行"


def compare(
    winners: Repeats, applied: Repeats, contests: Collection[str], today: date, context: Context
) -> Iterator[tuple[Entry, Remark]]:
    """What does not fit between the two tables of one workbook; contests: those the results sheets hold."""
    if not applied or not (winners or contests):
        return
    found: list[tuple[bool, int, Entry, Remark]] = []  # of rows, then of winners (应晋未晋, P-011)
    asked_of = {row.contest for row in applied}
    silent: dict[str, _Silent] = {}
    for won, rows in in_parts(lambda entry: entry.number, winners, applied):
        results = {(w.number, w.occupation, w.contest): w for _, w in won}
        for place, row in rows:
            winner = results.get((row.number, row.occupation, row.contest))
            if winner:
                found += ((False, place, row, remark) for remark in _row_against_result(row, winner))
            elif row.contest in contests:
                found.append((False, place, row, Remark(
                    row.row, "name", "P-010", "error", "成绩表中没有该选手此职业（工种）的获奖记录",
                    "核对姓名、身份证号和职业；非获奖选手不得晋升",
                )))  # fmt: skip
        asked = {(row.number, row.occupation) for _, row in rows}
        for place, winner in won:
            if winner.why_not or "放弃" in winner.remark or (winner.number, winner.occupation) in asked:
                continue
            if winner.contest in asked_of:
                found.append((True, place, winner, Remark(
                    winner.row, "name", "P-011", "warning", "符合晋升条件而未列入证书信息表（应晋未晋）",
                    "补入信息表；本人放弃的，在备注中写“放弃”",
                )))  # fmt: skip
            elif winner.contest:
                silent.setdefault(winner.contest, _Silent(place, winner)).add(place, winner)
    found.sort(key=itemgetter(0, 1))
    yield from ((entry, remark) for _, _, entry, remark in found)
    for contest in sorted(silent.values(), key=attrgetter("place")):
        yield from contest.remarks(today, context)


def _row_against_result(row: Entry, winner: Entry) -> Iterator[Remark]:
    where = f"成绩表“{winner.sheet}”第{winner.row}行"
    if winner.why_not:
        yield Remark(row.row, "promoted_level", "P-T-10", "error", f"{where}：{winner.why_not}",
                     "从表中删除，或更正成绩表")  # fmt: skip
    elif row.promoted is not None and winner.promoted is not None and row.promoted != winner.promoted:
        yield Remark(row.row, "promoted_level", "P-T-10", "error",
                     f"晋升职业技能等级应为{level_name(winner.promoted)}（{where}）", "改为应晋升的等级")  # fmt: skip
    if row.name and winner.name and fold(row.name) != fold(winner.name):
        yield Remark(
            row.row, "name", "X-03", "error", f"姓名与{where}的“{winner.name}”不同，身份证号相同", "照身份证改正"
        )
    if row.award and winner.award and fold(row.award) != fold(winner.award):
        yield Remark(
            row.row, "award", "P-T-11", "warning", f"获得奖项与{where}的“{winner.award}”不同", "照竞赛结果通报改正"
        )
    if isinstance(winner.when, date) and isinstance(row.when, tuple):
        year, month = row.when
        if year != winner.when.year or month not in (None, winner.when.month):
            yield Remark(row.row, "contest_time", "P-T-07", "error",
                         f"竞赛时间与决赛日期 {winner.when} 不符（{where}）", "竞赛时间为举办决赛的时间")  # fmt: skip


class _Silent:
    """The winners of a contest who may ask for a certificate, and none of whom did; the first of them with his place."""

    def __init__(self, place: int, first: Entry) -> None:
        self.place, self.first = place, first
        self.many = 0
        self.last: date | None = None

    def add(self, place: int, winner: Entry) -> None:
        self.many += 1
        if place < self.place:
            self.place, self.first = place, winner
        if isinstance(winner.when, date) and (self.last is None or winner.when > self.last):
            self.last = winner.when

    def remarks(self, today: date, context: Context) -> Iterator[tuple[Entry, Remark]]:
        """Nobody asked although the day is past (P-013)."""
        name = self.first.contest or ""
        contest = context.catalogue.find(name)
        organisers = "、".join(contest.organisers) if contest else ""
        try:
            due = due_day(context, "申领", context.settings["contest_end"] or self.last) if self.last else None
        except NoCalendar:
            due = None
        if due and today > due:
            yield self.first, Remark(
                self.first.row, "contest", "P-013", "warning",
                f"{name}有 {self.many} 人符合晋升条件而无人申领，已过 {due}；主办单位（{organisers}）下年度可能不再列入市赛计划",
                "尽快联系市公共就业和人才服务中心技能人才评价服务科",
            )  # fmt: skip
