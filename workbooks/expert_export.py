"""From a results sheet to 拟推荐授予“市技术能手”人员情况表: who may be recommended, who is left out and why."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jineng.validators.columns import COLUMNS
from jineng.validators.compiler import Hit
from jineng.validators.contests import item_key
from jineng.validators.context import Context
from jineng.validators.findings import FileReport, Finding, sentence, unknown_column, unset
from jineng.validators.forms import EXPERT
from jineng.validators.programmes.experts import (
    AMONG_THE_FIRST,
    EXPERT_ROW,
    NOT_HELD,
    PLACE,
    Recommended,
    recommended,
    recommended_twice,
    repeated_rows,
    shared_places,
)
from jineng.validators.programmes.promotion import IN_PLAN
from jineng.validators.rules import Requirement
from jineng.validators.values import fold, text
from jineng.workbooks.checker import Aids, check_file, check_sheets
from jineng.workbooks.documents import LEFT_OUT_WIDTHS, Applicant, write_expert_table
from jineng.workbooks.export import ContestExport, Export, due_days, file_name, form_name, no_results, unusable_settings
from jineng.workbooks.sheets import Sheet
from jineng.workbooks.table_checker import CheckedRow

_LAYOUT = {key: at for at, key in enumerate(EXPERT.keys)}
#: Rules about several people of one list.
_IN_ONE_LIST = (("P-024", shared_places), ("P-026", recommended_twice))
#: What is doubtful there is doubtful in 情况表 too; what is said of the other columns is about certificates.
_ABOUT_THE_PERSON = {COLUMNS[key].header for key in ("name", "sex", "id_number", "identity", "unit", "phone")}


@dataclass
class _Candidate:
    """A contestant in one of the places recommended, or whose place is not known.

    item     what is counted as one item: sheet, contest, item and group
    cells    the columns of the table
    reasons  why he cannot be listed
    """

    row: CheckedRow
    place: int | None
    item: tuple[Any, ...]
    cells: list[Any] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def seen(self) -> Recommended:
        return recommended(f"“{self.row.table.sheet}”第{self.row.number}行", self.row.facts, self.place)


class _Field:
    """All contestants of a workbook's results sheets: how many in each item, and who may be recommended.

    beyond  how many others there are who won something
    """

    def __init__(self) -> None:
        self.contestants: Counter[tuple[Any, ...]] = Counter()
        self.candidates: list[_Candidate] = []
        self.beyond = 0

    def see(self, row: CheckedRow) -> None:
        if row.table.form.key != "results":
            return
        facts, table = row.facts, row.table
        contest = facts.contest and facts.contest.name
        item = (table.sheet, table.header_row, contest, item_key(facts.occupation), fold(facts.group))
        self.contestants[item] += 1
        place = facts.place_won or (facts.award and facts.award.place)
        if not facts.winner and not place:
            return
        grade = facts.contest.grade if facts.contest else ""
        _, (among,) = row.context.judge(AMONG_THE_FIRST, (grade, place))
        if among is False:
            self.beyond += 1
        else:
            self.candidates.append(_Candidate(row, place, item))


def export_experts(path: Path, folder: Path, aids: Aids) -> Export:
    """Write 情况表 for every contest of a workbook; the workbook itself is only read."""
    found = _Field()
    report, _ = check_file(path, aids, found.see)
    return _write(found, report, folder)


def export_expert_sheets(sheets: Sequence[Sheet], name: str, folder: Path, aids: Aids) -> Export:
    """The same from the sheets of an open book."""
    found = _Field()
    report, _ = check_sheets(sheets, aids, found.see, name)
    return _write(found, report, folder)


def _write(found: _Field, report: FileReport, folder: Path) -> Export:
    report.error = report.error or unusable_settings(report) or no_results(report, anybody=bool(found.candidates))
    outcome = Export(report)
    if report.error:
        return outcome
    _divide(found, outcome)
    folder.mkdir(parents=True, exist_ok=True)
    for contest in outcome.contests:
        settings = contest.context.settings
        lead = Applicant(contest.contest.lead, settings["contact"] or "", settings["phone"] or "")
        path = folder / f"{form_name(report, file_name(contest.contest), '技术能手情况表')}.xlsx"
        write_expert_table(path, contest.rows, lead, contest.context.given("expert.title"))
        contest.files.append(path)
        outcome.files.append(path)
        contest.due = due_days(contest, ["材料"]) if contest.finals else {}
    outcome.write_left_out(folder / f"{Path(report.file).stem}_技术能手_未列入人员.xlsx", LEFT_OUT_WIDTHS)
    return outcome


def _divide(found: _Field, outcome: Export) -> None:
    """Candidates by contest, item by item, best place first; those with an error or an open question are left out."""
    two_names = {
        (f.sheet, f.row): f.message for f in outcome.report.findings if (f.rule, f.severity) == ("X-03", "error")
    }
    doubts: dict[tuple[str, int], list[Finding]] = {}
    for finding in outcome.report.findings:
        if finding.column in _ABOUT_THE_PERSON and finding.severity == "warning":
            doubts.setdefault((finding.sheet, finding.row), []).append(finding)
    for candidate in found.candidates:
        candidate.cells = _cells(candidate, found.contestants[candidate.item])
        candidate.reasons += _why_not(candidate, outcome)
        row = candidate.row
        if (row.table.sheet, row.number) in two_names:
            candidate.reasons.append(two_names[row.table.sheet, row.number])
    _one_each([c for c in found.candidates if not c.reasons])
    for candidate in found.candidates:
        if candidate.reasons:
            outcome.leave_out(candidate.row, candidate.reasons)
    items = {item: n for n, item in enumerate(found.contestants)}
    for candidate in sorted(found.candidates, key=lambda c: (items[c.item], c.place or 0)):
        if not candidate.reasons:
            contest: ContestExport = outcome.contest_of(candidate.row)
            contest.rows.append([str(len(contest.rows) + 1), *map(text, candidate.cells[1:])])
            if candidate.row.facts.final_date:
                contest.finals.append(candidate.row.facts.final_date)
            for finding in doubts.get((candidate.row.table.sheet, candidate.row.number), ()):
                outcome.note(f"提醒：{finding.sheet}!{finding.cell} {candidate.row.text('name')}：{finding.message}")
    if found.beyond:
        outcome.notes.append(f"另有 {found.beyond} 人名次不在推荐范围，不再列出")


def _cells(candidate: _Candidate, contestants: int) -> list[Any]:
    """The columns of the table, from a row of results; whether the title is held is left blank where no register says."""
    row, facts = candidate.row, candidate.row.facts
    cells = {key: row.cells[at] for key, at in row.table.columns.items()}
    cells |= {"contestants": contestants, "place_won": candidate.place or row.text("place_won")}
    if facts.contest:
        cells |= {"contest": facts.contest.name, "contest_class": facts.contest.grade}
    if facts.final_date:
        cells["final_date"] = facts.final_date
    if facts.id_number:
        cells["id_number"] = facts.id_number
        if row.context.registers.holders is not None:
            cells["held_before"] = row.context.registers.is_holder(facts.id_number)
    return [cells.get(key) for key in EXPERT.keys]


def _why_not(candidate: _Candidate, outcome: Export) -> Iterator[str]:
    """Why a candidate cannot be listed; what is open for all of them alike is noted once and keeps nobody out."""
    row, context = candidate.row, candidate.row.context
    place = context.policy.place
    if context.clause(PLACE.id) is None:
        yield f"{place}没有相应规定（未设置），未校验"
        return
    if row.facts.contest is None and context.clause(IN_PLAN.id) is None:
        yield f"竞赛名称“{row.text('contest')}”不在竞赛计划内，{place}的计划须自带“竞赛计划表”"
    award = row.facts.award
    if row.facts.place_won and award and award.place and award.place != row.facts.place_won:
        yield f"获得奖项“{row.text('award')}”与名次 {row.facts.place_won} 不一致"
    rules = dict.fromkeys([*(r.id for r in EXPERT_ROW.requires), *(id for id, _ in _IN_ONE_LIST)])
    without = [id for id in rules if context.clause(id) is None]
    if without:
        outcome.note(f"{place}没有相应规定（未设置）的没有校验，请人工核对：{'、'.join(without)}")
    for hit in context.judge(EXPERT_ROW, candidate.cells)[0]:
        requirement = EXPERT_ROW.requires[hit[0]]
        if requirement.id in without:
            continue
        if hit[1] is None and requirement is NOT_HELD and context.registers.holders is None:
            outcome.note("没有提供“技术能手名册”表，未核对；“是否已获市技术能手”一列空着，请核对后填写")
        elif titles := _unset(requirement, hit, candidate.cells, context):
            outcome.note(f"{titles}未设置，竞赛规模未校验")
        elif (requirement.severity if hit[1] is False else requirement.unknown) != "warning":
            yield sentence(requirement, hit, candidate.cells, _LAYOUT, context)


def _unset(requirement: Requirement, hit: Hit, cells: Sequence[Any], context: Context) -> str:
    """The settings without which a requirement cannot be tested; "" where something else is the matter."""
    if hit[1] is False:
        return ""
    return unset(requirement, unknown_column(requirement, hit, cells, _LAYOUT, context), context)


def _one_each(people: Sequence[_Candidate]) -> None:
    """One person an item and place, one item a person, over all sheets, where the place says so."""
    seen = [candidate.seen for candidate in people]
    for at, reason in repeated_rows(seen):
        people[at].reasons.append(reason)
    for id, rule in _IN_ONE_LIST:
        for at, reason in rule(seen):
            if people[at].row.context.clause(id):
                people[at].reasons.append(reason)
