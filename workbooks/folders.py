"""Which folders a workbook needs: of each contest, and of what it applies for as a whole; with what is said above the lists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jineng.validators.contests import Contest
from jineng.validators.context import Context
from jineng.validators.deadlines import due_words, publicity_words
from jineng.validators.findings import FileReport
from jineng.validators.materials import CONTEST_SUBMISSIONS, MATERIALS, SUBMISSIONS, Material, Submission
from jineng.workbooks.checklist import Item, Line
from jineng.workbooks.documents import CERTIFICATE_HEADERS
from jineng.workbooks.export import Export, file_name
from jineng.workbooks.owners import Person, named
from jineng.workbooks.table_checker import CheckedRow


@dataclass
class Folder:
    """One submission as it stands.

    owner      the contest, "" where there is none
    people     whom files are wanted of
    dues       when it is due
    lines      what else is said above its list
    documents  those that we wrote for it
    """

    submission: Submission
    path: Path
    context: Context
    owner: str = ""
    applicants: int = 1
    dues: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    documents: list[Path] = field(default_factory=list)

    @property
    def lacking(self) -> list[str]:
        return [item.material.name for item in self.items if item.lacking]

    @property
    def materials(self) -> list[Material]:
        """The items that have a folder come first, numbered as the folders are."""
        return sorted((m for m in MATERIALS if m.submission == self.submission.key), key=lambda m: not m.pieces)

    def place(self, material: Material) -> Path:
        """An item's own folder."""
        return self.path / f"{self.materials.index(material) + 1:02} {material.name}"


@dataclass
class Contestants:
    """A contest of a results sheet: how many took part and won something, and its last day."""

    contest: Contest
    context: Context
    final: date | None = None
    contestants: int = 0
    winners: int = 0

    def end(self, contests: int) -> date | str:
        """The day the contest ended, or why there is none; contests: how many the workbook holds."""
        stated: date | None = self.context.settings["contest_end"]
        if stated and contests > 1:
            return "“设置”的竞赛结束日期只能用于一个竞赛，请一个竞赛一个工作簿"
        return stated or self.final or "成绩表中没有能识别的决赛日期"


class Seen:
    """What a workbook has to hand in: contests of its results sheets, and the settings it was read under.

    people  form → whom its rows name
    """

    def __init__(self) -> None:
        self.contests: dict[str, Contestants] = {}
        self.people: dict[str, list[Person]] = {}
        self.context: Context | None = None
        self.outside = 0

    def see(self, row: CheckedRow) -> None:
        self.context = self.context or row.context
        key = row.table.form.key
        if key in ("chief", "chief_form"):
            who = named(row)
            self.people.setdefault(key, []).extend([who] if any(who) else [])
        if key != "results":
            return
        facts = row.facts
        if not isinstance(facts.contest, Contest):
            self.outside += 1
            return
        one = self.contests.setdefault(facts.contest.name, Contestants(facts.contest, row.context))
        one.contestants += 1
        one.winners += bool(facts.winner)
        if facts.final_date and (one.final is None or facts.final_date > one.final):
            one.final, one.context = facts.final_date, row.context


def of_contests(
    contests: Mapping[str, Contestants], folder: Path, exports: Sequence[Export], notes: list[str], today: date
) -> Iterator[Folder]:
    """The folders of each contest; exports: of 信息表 and of 情况表, which say how many are listed."""
    for name, one in contests.items():
        listed = [next((len(c.rows) for c in e.contests if c.contest.name == name), 0) for e in exports]
        applicants = dict(zip(("platform", "report"), listed, strict=True))
        for number, submission in enumerate(CONTEST_SUBMISSIONS, 1):
            if submission.key == "platform" and not one.winners:
                notes.append(f"{name}：成绩表中没有获奖选手，没有平台申领材料")
            elif not one.context.clause(submission.basis):
                notes.append(_unset(submission, one.context))
            else:
                path = folder / file_name(one.contest) / f"{number} {submission.title}"
                made = Folder(submission, path, one.context, name, applicants.get(submission.key, 1))
                if submission.key == "platform":
                    made.people = [
                        _person(row)
                        for e in exports[:1]
                        for c in e.contests
                        if c.contest.name == name
                        for row in c.rows
                    ]
                made.dues += [contest_due(one, kind, len(contests), today) for kind in submission.deadlines]
                made.lines += _about(one, submission)
                yield made


def _person(row: Sequence[str]) -> Person:
    """Somebody in 信息表."""
    return Person(row[CERTIFICATE_HEADERS.index("姓名")], row[CERTIFICATE_HEADERS.index("身份证号")])


def contest_due(one: Contestants, kind: str, contests: int, today: date) -> Line:
    """When a step after a contest is due, in a sentence; contests: how many the workbook holds."""
    end = one.end(contests)
    if isinstance(end, str):
        return Line(f"{kind}：期限算不出，{end}")
    return Line(*due_words(one.context, kind, today, end))


def _about(one: Contestants, submission: Submission) -> Iterator[Line]:
    """The final, also where it came before the notice; the contestants, to be compared with the report on the contest."""
    dated = one.context.clause("P-042")
    if one.final and submission.deadlines:
        early = dated and dated.notice.issued and one.final < dated.notice.issued
        said = f"，早于通知印发（{dated.notice.issued}），只作标注，不影响办理" if dated and early else ""
        yield Line(f"决赛日期：{one.final}{said}")
    if submission.key == "report":
        yield Line(f"参加决赛人数：成绩表中 {one.contestants} 人，请与竞赛总结核对")


def of_workbook(
    context: Context, folder: Path, report: FileReport, notes: list[str], today: date,
    people: Mapping[str, Sequence[Person]],
) -> Iterator[Folder]:  # fmt: skip
    """The folders of what a workbook applies for as a whole; people: form → whom it names."""
    for submission in SUBMISSIONS:
        form, applicants = next(((f, n) for f, what in submission.forms if (n := _count(report, f, what))), ("", 0))
        if applicants and not context.clause(submission.basis):
            notes.append(_unset(submission, context))
        elif applicants:
            made = Folder(submission, folder / submission.title, context, applicants=applicants)
            made.people += people.get(form, ())
            made.dues += [Line(*due_words(context, kind, today)) for kind in submission.deadlines]
            made.lines.append(Line(publicity_words(context, submission.publicity)))
            yield made


def _count(report: FileReport, form: str, what: str) -> int:
    found = [table.rows for table in report.tables if table.form == form and table.rows]
    return len(found) if what == "tables" else sum(found)


def _unset(submission: Submission, context: Context) -> str:
    return f"{submission.title}：{context.policy.place}在 {context.policy.on} 没有相应规定（未设置），没有列清单"
