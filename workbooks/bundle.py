"""导出材料包: a folder for each submission, a sub-folder for each item, the documents we can write, and 材料清单.

Run again, the checklists follow what was put into the folders; files of others are only read.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from jineng.validators.contests import Contest
from jineng.validators.context import Context
from jineng.validators.deadlines import due_words, publicity_words
from jineng.validators.findings import FileReport
from jineng.validators.identity import mask_id
from jineng.validators.materials import CHIEF, CONTEST_SUBMISSIONS, MATERIALS, SUBMISSIONS, Material, Submission
from jineng.workbooks.atomic import replacing
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.checklist import CHECKLIST, Item, Line, judge, read_answers, write_checklist
from jineng.workbooks.chief_export import export_chief_sheets
from jineng.workbooks.evaluation_export import EvaluationExport, export_evaluation_sheets
from jineng.workbooks.expert_export import export_expert_sheets
from jineng.workbooks.export import Export, export_sheets, file_name, unusable_settings
from jineng.workbooks.file_kinds import files_in, paths_in
from jineng.workbooks.manifest import MANIFEST, Manifest, same
from jineng.workbooks.sheets import Sheet, Unreadable, read_sheets
from jineng.workbooks.studio_export import StudioExport, export_studio_sheets
from jineng.workbooks.table_checker import CheckedRow

#: Submission → what writes its forms; they are wanted in Word.
_STUDIO_EXPORTS: Mapping[str, Callable[..., StudioExport | EvaluationExport]] = {
    "studio": export_studio_sheets, "evaluation": export_evaluation_sheets,
}  # fmt: skip
_NO_APPLICATION = "没有找到可以打包的表：要有竞赛成绩表、首席技师汇总表或申报表、工作室申报表、绩效评估表之一"


@dataclass
class Folder:
    """One submission as it stands.

    owner      the contest, "" where there is none
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
class Bundle:
    """The outcome: the submissions and the exports that wrote their documents.

    problems  checklists that could not be written anew
    notes     what else is to be known
    """

    report: FileReport
    folders: list[Folder] = field(default_factory=list)
    exports: list[Export] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether nothing is lacking and nobody left out."""
        return not (self.problems or any(f.lacking for f in self.folders) or any(e.left_out for e in self.exports))


@dataclass
class _Contest:
    contest: Contest
    context: Context
    final: date | None = None
    contestants: int = 0
    winners: int = 0


class _Seen:
    """What a workbook has to hand in: contests of its results sheets, and the settings it was read under."""

    def __init__(self) -> None:
        self.contests: dict[str, _Contest] = {}
        self.context: Context | None = None
        self.outside = 0

    def see(self, row: CheckedRow) -> None:
        self.context = self.context or row.context
        if row.table.form.key != "results":
            return
        facts = row.facts
        if not isinstance(facts.contest, Contest):
            self.outside += 1
            return
        one = self.contests.setdefault(facts.contest.name, _Contest(facts.contest, row.context))
        one.contestants += 1
        one.winners += bool(facts.winner)
        if facts.final_date and (one.final is None or facts.final_date > one.final):
            one.final, one.context = facts.final_date, row.context


def export_bundle(path: Path, folder: Path, aids: Aids) -> Bundle:
    """Write the folders of every submission of a workbook; the workbook itself is only read."""
    try:
        sheets = list(read_sheets(path))
    except Unreadable as problem:
        return Bundle(FileReport(path.name, error=str(problem)))
    return export_bundle_sheets(sheets, path.name, folder, aids)


def export_bundle_sheets(sheets: Sequence[Sheet], name: str, folder: Path, aids: Aids) -> Bundle:
    """The same from the sheets of an open book."""
    seen = _Seen()
    report, _ = check_sheets(sheets, aids, seen.see, name)
    bundle = Bundle(report)
    report.error = report.error or unusable_settings(report)
    if report.error or seen.context is None:
        report.error = report.error or _NO_APPLICATION
        return bundle
    today = seen.context.settings["as_of"] or aids.today
    with TemporaryDirectory() as temporary:
        written = Path(temporary)
        documents: dict[str, list[Path]] = {}  # contest, or title of a submission → what was written for it
        if seen.contests:
            bundle.exports = [make(sheets, name, written, aids) for make in (export_sheets, export_expert_sheets)]
            bundle.folders += _of_contests(seen.contests, folder, bundle, today)
            for contest in (c for export in bundle.exports for c in export.contests):
                documents.setdefault(contest.contest.name, []).extend(contest.files)
        bundle.folders += _of_workbook(seen.context.on(today), folder, bundle, today)
        if any(one.submission is CHIEF for one in bundle.folders):
            chiefs = export_chief_sheets(sheets, name, written, aids)
            bundle.exports.append(chiefs)
            documents[CHIEF.title] = chiefs.files
        for one in bundle.folders:
            if export := _STUDIO_EXPORTS.get(one.submission.key):
                made = export(sheets, name, written, aids)
                documents[one.submission.title] = [f for f in made.files if f.suffix == ".docx" and _is_draft(f, one)]
                for *who, why in made.left_out:
                    bundle.problems.append(f"没有生成 {' '.join(filter(None, who))}：{mask_id(why)}")
        if seen.outside:
            bundle.notes.append(f"成绩表中有 {seen.outside} 行的竞赛名称不在年度竞赛计划内，没有打包")
        if not bundle.folders:
            report.error = "；".join([_NO_APPLICATION, *bundle.notes])
            return bundle
        manifests = _write_documents(bundle, documents, folder)
    for one in bundle.folders:
        _write_checklist(one, bundle, today)
    for manifest in manifests.values():
        manifest.write(frozenset({CHECKLIST}))
        bundle.notes += [f"{manifest.folder.name}：{note}" for note in manifest.notes]
    return bundle


# --- which submissions there are ------------------------------------------------------------------------------------


def _of_contests(contests: Mapping[str, _Contest], folder: Path, bundle: Bundle, today: date) -> Iterator[Folder]:
    for name, one in contests.items():
        listed = [next((len(c.rows) for c in e.contests if c.contest.name == name), 0) for e in bundle.exports]
        applicants = dict(zip(("platform", "report"), listed, strict=True))
        for number, submission in enumerate(CONTEST_SUBMISSIONS, 1):
            if submission.key == "platform" and not one.winners:
                bundle.notes.append(f"{name}：成绩表中没有获奖选手，没有平台申领材料")
            elif not one.context.clause(submission.basis):
                bundle.notes.append(_unset(submission, one.context))
            else:
                path = folder / file_name(one.contest) / f"{number} {submission.title}"
                made = Folder(submission, path, one.context, name, applicants.get(submission.key, 1))
                made.dues += [_contest_due(one, kind, len(contests), today) for kind in submission.deadlines]
                made.lines += _about(one, submission)
                yield made


def _contest_due(one: _Contest, kind: str, contests: int, today: date) -> Line:
    end = one.context.settings["contest_end"]
    if end and contests > 1:
        return Line(f"{kind}：期限算不出，“设置”的竞赛结束日期只能用于一个竞赛，请一个竞赛一个工作簿")
    if not (end := end or one.final):
        return Line(f"{kind}：期限算不出，成绩表中没有能识别的决赛日期")
    return Line(*due_words(one.context, kind, today, end))


def _about(one: _Contest, submission: Submission) -> Iterator[Line]:
    """The final, also where it came before the notice; the contestants, to be compared with the report on the contest."""
    dated = one.context.clause("P-042")
    if one.final and submission.deadlines:
        early = dated and dated.notice.issued and one.final < dated.notice.issued
        said = f"，早于通知印发（{dated.notice.issued}），只作标注，不影响办理" if dated and early else ""
        yield Line(f"决赛日期：{one.final}{said}")
    if submission.key == "report":
        yield Line(f"参加决赛人数：成绩表中 {one.contestants} 人，请与竞赛总结核对")


def _of_workbook(context: Context, folder: Path, bundle: Bundle, today: date) -> Iterator[Folder]:
    for submission in SUBMISSIONS:
        applicants = next((n for form, what in submission.forms if (n := _count(bundle.report, form, what))), 0)
        if applicants and not context.clause(submission.basis):
            bundle.notes.append(_unset(submission, context))
        elif applicants:
            made = Folder(submission, folder / submission.title, context, applicants=applicants)
            made.dues += [Line(*due_words(context, kind, today)) for kind in submission.deadlines]
            made.lines.append(Line(publicity_words(context, submission.publicity)))
            yield made


def _count(report: FileReport, form: str, what: str) -> int:
    found = [table.rows for table in report.tables if table.form == form and table.rows]
    return len(found) if what == "tables" else sum(found)


def _unset(submission: Submission, context: Context) -> str:
    return f"{submission.title}：{context.policy.place}在 {context.policy.on} 没有相应规定（未设置），没有列清单"


# --- what is written ------------------------------------------------------------------------------------------------


def _write_documents(bundle: Bundle, documents: Mapping[str, Sequence[Path]], folder: Path) -> dict[Path, Manifest]:
    """Make the folders and put each document into its own; what belongs to none, such as who is left out, on top."""
    manifests: dict[Path, Manifest] = {}
    loose = {document for written in documents.values() for document in written}
    for one in bundle.folders:
        top = one.path.parent if one.owner else one.path
        manifest = manifests.setdefault(top, Manifest(top))
        for material in one.materials:
            place = one.place(material)
            if material.pieces:
                place.mkdir(parents=True, exist_ok=True)
            for document in documents.get(one.owner or one.submission.title, ()):
                if material.draft and document.stem.endswith(material.draft):
                    one.documents.append(manifest.put(document, place / document.name))
                    loose.discard(document)
    for document in sorted(loose):  # 建议排序 is there to be changed by hand
        if (folder / document.name).exists() and not same(document, folder / document.name):
            bundle.notes.append(f"“{document.name}”已有，没有覆盖；要重新生成，请先移走")
        else:
            _copy(document, folder)
    for export in bundle.exports:
        if export.left_out_file:
            export.left_out_file = _copy(export.left_out_file, folder)
    return manifests


def _is_draft(document: Path, one: Folder) -> bool:
    return any(material.draft and document.stem.endswith(material.draft) for material in one.materials)


def _copy(document: Path, folder: Path) -> Path:
    target = folder / document.name
    with replacing(target) as temporary:
        temporary.write_bytes(document.read_bytes())
    return target


def _write_checklist(one: Folder, bundle: Bundle, today: date) -> None:
    """Look into the folders of a submission and write its 材料清单; what was confirmed there stays."""
    path = one.path / CHECKLIST
    try:
        answers = read_answers(path)
    except Unreadable as problem:
        answers = {}
        bundle.problems.append(f"{path}没有更新：{problem}；请移走后再运行")
    for material in one.materials:
        files = list(files_in(one.place(material))) if material.pieces else []
        if item := judge(material, one.context, one.applicants, files, answers):
            one.items.append(item)
    one.lines += _strays(one)
    basis = one.context.clause(one.submission.basis)
    closing = f"依据：{basis.notice}；按 {today} 计算。" if basis else ""
    lines = [*one.dues, *one.lines, Line(f"{one.submission.note}{closing}")]
    if not any(str(path) in problem for problem in bundle.problems):
        title = f"{one.owner}　{one.submission.title}" if one.owner else one.submission.title
        write_checklist(path, title, lines, one.items, one.context)


def _strays(one: Folder) -> Iterator[Line]:
    """Files beside the items' folders do not count."""
    places = {one.place(material).name for material in one.materials}
    names = [p.relative_to(one.path) for p in paths_in(one.path)]
    lost = [n.as_posix() for n in names if n.parts[0] not in {*places, CHECKLIST, MANIFEST}]
    if lost:
        yield Line(f"没有放进带序号的文件夹、没有计入的文件：{'、'.join(lost[:8])}" + ("等" if len(lost) > 8 else ""))
