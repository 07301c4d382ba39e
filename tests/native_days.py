"""Tables of results with the days that 设置 asks for: on the limit, a day before and after, around holidays."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from books import id_of
from native_rows import ODD, Said, by_button, by_template

from jineng.validators.calendar import NoCalendar
from jineng.validators.context import Context
from jineng.validators.deadlines import DEADLINES, due
from jineng.validators.forms import FORMS
from jineng.validators.native.findings import BUTTON
from jineng.validators.programmes.lists import ABOUT_ORGANISER
from jineng.validators.settings import Settings
from jineng.workbooks.self_checking.tables import write_table_template

#: Last days of finals whose limits lie around holidays, make-up workdays and weekends, the last ones past the table.
FINALS = ("2024-04-26", "2024-06-06", "2024-06-14", "2024-06-30", "2024-09-27", "2024-09-28", "2024-09-30", "2024-10-12", "2024-11-30",
          "2025-01-24", "2025-01-26", "2025-09-26", "2026-02-13", "2026-02-14", "2026-12-10", "2026-12-24", "2026-12-31", "2027-03-01",
          "2024-01-01", "2023-12-31")  # fmt: skip
CONTESTS = [contest.name for contest in Context.of(on=date(2024, 10, 20)).catalogue.contests]
_PHONES = ("0631-5211111", "13800000000", "138000000000", "0631-521111", "5211111", 13900000000, "０６３１-5211111")


class Table(NamedTuple):
    rows: list[list[Any]]
    settings: dict[str, Any]

    def write(self, path: Path) -> None:
        write_table_template(path, "results", Context.of(Settings(self.settings)), len(self.rows), self.rows)


def tables_of(count: int) -> Iterator[Table]:
    """Tables as organisers fill them in: of one contest or a few, and of many; some settings given, most on a boundary."""
    chance = Random("days")
    for _ in range(count):
        first = date.fromisoformat(chance.choice(FINALS))
        if chance.random() < 0.5:
            days = [first + timedelta(days=chance.choice((-1, 0, 0, 1))) for _ in range(chance.randrange(1, 7))]
            one = chance.choice(CONTESTS)
            contests = [one if chance.random() < 0.8 else chance.choice((*CONTESTS[:3], "某区竞赛")) for _ in days]
            end = max(days) + timedelta(days=chance.choice((0, 1, 2, 30))) if chance.random() < 0.5 else None
        else:
            days = [first + timedelta(days=chance.randrange(-4, 5)) for _ in range(2 * len(CONTESTS))]
            contests, end = [chance.choice(CONTESTS) for _ in days], None
        oddness = chance.choice((0.0, 0.0, 0.02))
        rows = [_row(chance, oddness, number, *row) for number, row in enumerate(zip(contests, days, strict=True), 1)]
        given = dict(_given(chance, end or chance.choice((max(days), first)), max(days)))
        yield Table(rows, given | ({"contest_end": end} if end else {}))


def _given(chance: Random, end: date, final: date) -> Iterator[tuple[str, Any]]:
    for kind, rule in DEADLINES.items():
        if chance.random() < 0.7:
            try:
                limit = due(Context.of(on=date(2024, 10, 20)), kind, end)
            except NoCalendar:
                limit = None
            asked = (
                chance.choice((limit.strict, limit.last)) if limit else end + timedelta(days=chance.randrange(5, 20))
            )
            yield rule.done, asked + timedelta(days=chance.choice((-1, 0, 0, 1, 1)))
    if chance.random() < 0.5:
        yield "apply_day", final + timedelta(days=chance.choice((-1, 0, 1)))
    if chance.random() < 0.5:
        yield "phone", chance.choice(_PHONES)


def _row(chance: Random, oddness: float, number: int, contest: str, day: date) -> list[Any]:
    when = chance.choice(
        (datetime(day.year, day.month, day.day), day.isoformat(), f"{day.year}年{day.month}月{day.day}日")
    )
    if chance.random() < oddness:
        when = chance.choice((*ODD, "2024-10-20 9:30"))
    return result_row(number, chance.choice(ODD) if chance.random() < oddness else contest, when)


def result_row(number: int, contest: Any, day: Any) -> list[Any]:
    """A row of results with nothing wrong, without a prize."""
    row = {
        "serial": number, "name": f"虚{'甲乙丙丁戊己庚'[number % 7]}", "sex": "男" if number % 2 else "女", "id_number": id_of(number),
        "identity": "职工", "unit": "虚构公司", "contest": contest, "occupation": "焊工", "group": "职工组", "final_date": day, "theory": 80,
        "practical": 75, "place_won": number, "award": "无", "prior_occupation": "焊工", "prior_level": "中级工（四级）",
    }  # fmt: skip
    return [row.get(key) for key in FORMS["results"].keys]


def _of_organiser(found: dict[int, dict[Said, str]]) -> dict[tuple[int, Said], str]:
    return {
        (row, said): words
        for row, cells in found.items()
        for said, words in cells.items()
        if said.rule in ABOUT_ORGANISER
    }


def unlike(path: Path, calculated: Path) -> tuple[list[Any], int, bool]:
    """What only one of template and button says of the organiser, how much both say, and whether something is passed on."""
    found = by_template(calculated)
    ours, theirs = _of_organiser(found), _of_organiser(by_button(path, "成绩表"))
    beyond = {row for row, cells in found.items() if any(said.rule == "X-05" for said in cells)}
    passed = {(row, said.rule) for (row, said), words in ours.items() if words.endswith(BUTTON)}
    mine = {place: words for place, words in ours.items() if not words.endswith(BUTTON)}
    its = {
        place: words
        for place, words in theirs.items()
        if (place[0], place[1].rule) not in passed and place[0] not in beyond
    }
    return sorted(mine.items() ^ its.items(), key=str), len(mine), bool(passed)
