"""模板里全表才看得出的：获奖比例、一套奖项、名次和名额、序号、项数，由 LibreOffice 重新计算，与 jineng check 逐格比对。"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import chief_rows
import office
import pytest
from books import id_of
from native_days import CONTESTS, result_row
from native_rows import by_button, by_template, differences

from jineng.validators.context import Context
from jineng.validators.forms import FORMS
from jineng.validators.settings import Settings
from jineng.workbooks.self_checking.calculation import HEAD
from jineng.workbooks.self_checking.looks import LOOKS
from jineng.workbooks.self_checking.tables import write_table_template

#: Said of rows over the whole table: the rules looked at here.
RULES = {"P-009", "P-008", "X-03", "P-T-01", "P-024", "P-026", "P-003", "P-005", "C-014", "S-027"}
Row = list[Any]


def row(form: str, cells: Mapping[str, Any]) -> Row:
    return [cells.get(key) for key in FORMS[form].keys]


def results(*groups: tuple[str, str]) -> list[Row]:
    """Rows of one contest, of another without an occupation: for each the awards, a letter each: 一, 金, or 0 for none."""
    made = []
    for occupation, awards in groups:
        for letter in awards:
            cells = result_row(len(made) + 1, CONTESTS[not occupation], datetime(2024, 10, 20))
            changes = {"occupation": occupation, "prior_occupation": occupation, "award": {"0": "无", "一": "一等奖", "金": "金牌"}[letter],
                       "name": f"虚{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳'[len(made)]}"}  # fmt: skip
            made.append([changes.get(key, cell) for key, cell in zip(FORMS["results"].keys, cells, strict=True)])
    return made


def named(rows: list[Row], at: int, name: str) -> list[Row]:
    """The same with another name in one row."""
    rows[at][FORMS["results"].keys.index("name")] = name
    return rows


def certificate(*serials: Any) -> list[Row]:
    return [
        row("certificate", {"serial": serial, "name": f"虚{at}", "id_number": id_of(at)})
        for at, serial in enumerate(serials, 1)
    ]


def expert(*people: tuple[int, str, Any]) -> list[Row]:
    """Whom, in which occupation, at which place; nobody has a number where it is 0."""
    return [
        row("expert", {"serial": at, "contest": CONTESTS[0], "occupation": occupation, "place_won": place, "held_before": "否", "name": f"虚{'甲乙丙丁'[who]}",
                       "id_number": id_of(who) if who else None})
        for at, (who, occupation, place) in enumerate(people, 1)
    ]  # fmt: skip


def plan(*classes: str) -> list[Row]:
    return [row("plan", {"contest_class": grade, "serial": n, "contest": f"虚构竞赛{n}", "organisers": "虚构局", "items": "焊工"})
            for n, grade in enumerate(classes, 1)]  # fmt: skip


def chief(count: int) -> list[Row]:
    return [row("chief", chief_rows.nominee(n)) for n in range(1, count + 1)]


def evaluation(*studios: tuple[Any, str]) -> list[Row]:
    """Score of the experts, and grade."""
    return [
        row("evaluation", {"serial": n, "studio": f"虚构{n}工作室", "leader": "虚甲", "host": "虚构公司", "approved_year": "2020", "evaluated_year": "2023",
                           "expert_score": score, "grade": grade})
        for n, (score, grade) in enumerate(studios, 1)
    ]  # fmt: skip


#: Form, settings and rows; then which rows, counted from 1, are told what.
CASES: dict[str, tuple[str, dict[str, Any], list[Row], set[tuple[int, str]]]] = {
    "60 % of one item, one more of the other": (
        "results", {}, results(("焊工", "一一一00"), ("电工", "一一一一0"), ("", "一一0")), {(6, "P-009"), (1, "P-009"), (11, "P-009")}),
    "by item only": ("results", {"award_base": "赛项"}, results(("焊工", "一一一00"), ("电工", "一一一一0")), {(6, "P-009")}),
    "two kinds of prizes, two of one name": ("results", {}, named(results(("焊工", "一0金000")), 4, "虚甲"), {(3, "P-008"), (5, "X-03")}),
    "a gap in the numbers": ("certificate", {}, certificate(1, "2", 4, 4, "５"), {(3, "P-T-01")}),
    "one place twice, a person twice": (
        "expert", {}, expert((1, "焊工", 2), (2, "焊工", "第二名"), (1, "电工", 1), (3, "电工", 2), (3, "电工", 2), (0, "钳工", 1), (0, "钳工", 1)),
        {(1, "P-024"), (2, "P-024"), (1, "P-026"), (6, "P-024"), (7, "P-024")},
    ),
    "a plan of the year": ("plan", {"plan_year": 2024}, plan("一类", "一类", "二类"), {(1, "P-003"), (1, "P-005")}),
    "a plan without classes": ("plan", {"plan_year": 2024}, plan("", ""), {(1, "P-003"), (1, "P-005")}),
    "eleven nominees for ten": ("chief", {"chief_list": "候选人"}, chief(11), {(11, "C-014")}),
    "two places, and the better one is not among them": (
        "evaluation", {"excellent_places": 2, "excellent_line": 80}, evaluation((95, "优秀"), (90, "优秀"), (85, "优秀"), (88, "合格"), (85, "合格")),
        {(3, "S-027"), (4, "S-027")},
    ),
    "a share of the studios": (
        "evaluation", {"excellent_percent": 50, "excellent_line": 80}, evaluation((95, "优秀"), (90, "优秀"), (85, "合格")),
        {(2, "S-027")},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office.required()
    folder = tmp_path_factory.mktemp("全表")
    for name, (form, given, rows, _) in CASES.items():
        write_table_template(folder / f"{name}.xlsx", form, Context.of(Settings(given)), len(rows), rows)
    office.Office(tmp_path_factory.mktemp("office"), extension=False).recalculated_all(
        sorted(folder.glob("*.xlsx")), folder / "out"
    )
    return folder


@pytest.mark.parametrize("name", CASES)
def test_the_rows_that_stand_out(calculated: Path, name: str) -> None:
    form, _, _, expected = CASES[name]
    ours = by_template(calculated / f"out/{name}.xlsx")
    theirs = by_button(calculated / f"{name}.xlsx", LOOKS[form].sheet)

    assert {(at, rule) for at, rule, _ in _sentences(ours)} == expected
    assert differences(ours, theirs, form) == []
    assert set(_sentences(ours)) == set(_sentences(theirs))


def _sentences(found: Mapping[int, Mapping[Any, str]]) -> Iterator[tuple[int, str, str]]:
    return (
        (at - HEAD, said.rule, words)
        for at, cells in found.items()
        for said, words in cells.items()
        if said.rule in RULES
    )
