"""导出材料包: a folder for each submission, a sub-folder for each item, the documents we can write, and 材料清单.

Run again, the checklists follow what was put into the folders; files of others are only read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from jineng.validators.findings import FileReport
from jineng.validators.identity import mask_id
from jineng.validators.materials import CHIEF
from jineng.workbooks.atomic import replacing
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.checklist import CHECKLIST, Line, judge, read_answers, write_checklist
from jineng.workbooks.chief_export import export_chief_sheets
from jineng.workbooks.copies import same
from jineng.workbooks.evaluation_export import export_evaluation_sheets
from jineng.workbooks.expert_export import export_expert_sheets
from jineng.workbooks.export import Export, Outcome, export_sheets, safe_name, unusable_settings
from jineng.workbooks.file_kinds import files_in, paths_in
from jineng.workbooks.folders import Folder, Seen, of_contests, of_workbook
from jineng.workbooks.limits import beyond, unset
from jineng.workbooks.manifest import MANIFEST, Manifest
from jineng.workbooks.parcel import write_parcel
from jineng.workbooks.sheets import Sheet, Unreadable, read_sheets
from jineng.workbooks.studio_export import export_studio_sheets

#: Submission → what writes its forms; they are wanted in Word.
_STUDIO_EXPORTS: Mapping[str, Callable[..., Outcome]] = {
    "studio": export_studio_sheets, "evaluation": export_evaluation_sheets,
}  # fmt: skip
#: Where the PDF of these is put: beside them it would be taken for the scan with the seal.
TO_PRINT = "待打印"
_NO_APPLICATION = "没有找到可以打包的表：要有竞赛成绩表、首席技师汇总表或申报表、工作室申报表、绩效评估表之一"


#: Folders → the same folders, shown to whoever waits for them.
Watch = Callable[[Sequence[Folder]], Iterable[Folder]]


@dataclass
class Bundle:
    """The outcome: the submissions and the exports that wrote their documents.

    problems  checklists that could not be written anew
    notes     what else is to be known
    parcels   the .zip of each submission, where they are wanted
    """

    report: FileReport
    folders: list[Folder] = field(default_factory=list)
    exports: list[Export] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parcels: list[Path] = field(default_factory=list)

    @property
    def files(self) -> list[Path]:
        """What was written to be printed, sealed and handed in."""
        return [document for one in self.folders for document in one.documents]

    @property
    def complete(self) -> bool:
        """Whether nothing is lacking and nobody left out."""
        return not (self.problems or any(f.lacking for f in self.folders) or any(e.left_out for e in self.exports))


def export_bundle(path: Path, folder: Path, aids: Aids, watch: Watch = iter, parcels: bool = False) -> Bundle:
    """Write the folders of every submission of a workbook; the workbook itself is only read.

    watch: shows the folders as they are looked into; parcels: whether each submission is packed into a .zip too.
    """
    try:
        sheets = list(read_sheets(path))
    except Unreadable as problem:
        return Bundle(FileReport(path.name, error=str(problem)))
    return export_bundle_sheets(sheets, path.name, folder, aids, watch, parcels)


def export_bundle_sheets(
    sheets: Sequence[Sheet], name: str, folder: Path, aids: Aids, watch: Watch = iter, parcels: bool = False
) -> Bundle:
    """The same from the sheets of an open book."""
    seen = Seen()
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
            bundle.folders += of_contests(seen.contests, folder, bundle.exports, bundle.notes, today)
            for contest in (c for export in bundle.exports for c in export.contests):
                documents.setdefault(contest.contest.name, []).extend(contest.files)
        bundle.folders += of_workbook(seen.context.on(today), folder, report, bundle.notes, today, seen.people)
        for one in bundle.folders:
            if one.submission is CHIEF:
                chiefs = export_chief_sheets(sheets, name, written, aids)
                bundle.exports.append(chiefs)
                documents[CHIEF.title] = chiefs.files
                _count_listed(one, chiefs)
                one.people = chiefs.people or one.people
            if export := _STUDIO_EXPORTS.get(one.submission.key):
                made = export(sheets, name, written, aids)
                documents[one.submission.title] = [f for f in made.files if f.suffix == ".docx" and _is_draft(f, one)]
                _count_listed(one, made)
                for *who, why in made.left_out:
                    bundle.problems.append(f"没有生成 {' '.join(filter(None, who))}：{mask_id(why)}")
        if seen.outside:
            bundle.notes.append(f"成绩表中有 {seen.outside} 行的竞赛名称不在年度竞赛计划内，没有打包")
        if not bundle.folders:
            report.error = "；".join([_NO_APPLICATION, *bundle.notes])
            return bundle
        manifests = _write_documents(bundle, documents, folder)
    for one in watch(bundle.folders):
        _write_checklist(one, bundle, today)
        if parcels:
            _pack(one, bundle, folder)
    for manifest in manifests.values():
        manifest.write(frozenset({CHECKLIST}))
        bundle.notes += [f"{manifest.folder.name}：{note}" for note in manifest.notes]
    return bundle


def _count_listed(one: Folder, made: Outcome) -> None:
    """Nothing is to be handed in of those who are left out; as long as nobody is in, all those named count."""
    unit = next(m.each for m in one.materials if m.each)
    if made.listed:
        one.applicants = made.listed
    if made.left_out:
        counted = "不计份数" if made.listed else f"，份数暂按表中 {one.applicants} {unit}计"
        one.lines.append(Line(f"没有列入的 {len(made.left_out)} {unit}{counted}；有错误的改好后再运行"))


# --- what is written ------------------------------------------------------------------------------------------------


def _write_documents(bundle: Bundle, documents: Mapping[str, Sequence[Path]], folder: Path) -> dict[Path, Manifest]:
    """Make the folders and put each document into its own; what belongs to none, such as who is left out, on top.

    Stopped on the way, it notes what it has written, so that the next run knows it.
    """
    manifests: dict[Path, Manifest] = {}
    try:
        _place_documents(bundle, documents, folder, manifests)
    except BaseException:
        for manifest in manifests.values():
            manifest.remember()
        raise
    return manifests


def _place_documents(
    bundle: Bundle, documents: Mapping[str, Sequence[Path]], folder: Path, manifests: dict[Path, Manifest]
) -> None:
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
        place = one.place(material)
        files = list(files_in(place)) if material.pieces else []
        settings = one.context.settings
        far = [
            f"{file.name}：{what}"
            for file in files
            if not file.problem
            for what in beyond(place / file.name, file.kind, settings, material.portraits)
        ]
        if item := judge(material, one.context, one.applicants, files, answers, one.people, far):
            one.items.append(item)
    one.lines += _strays(one)
    if any(item.files for item in one.items) and (open_limits := unset(one.context.settings)):
        one.lines.append(Line(open_limits))
    basis = one.context.clause(one.submission.basis)
    closing = f"依据：{basis.notice}；按 {today} 计算。" if basis else ""
    lines = [*one.dues, *one.lines, Line(f"{one.submission.note}{closing}")]
    if not any(str(path) in problem for problem in bundle.problems):
        title = f"{one.owner}　{one.submission.title}" if one.owner else one.submission.title
        write_checklist(path, title, lines, one.items, one.context)


def _pack(one: Folder, bundle: Bundle, folder: Path) -> None:
    """The files of a submission's items into its .zip, where there are any."""
    places = [one.place(item.material) for item in one.items if item.material.pieces]
    files = [path for place in places for path in paths_in(place)]
    if not files:
        return
    target = folder / f"{'_'.join(filter(None, (safe_name(one.owner), one.submission.title)))}.zip"
    if write_parcel(target, one.path, files):
        bundle.parcels.append(target)
    else:
        bundle.notes.append(f"“{target.name}”已有，不是本工具写的，没有覆盖；要重新生成，请先移走")


def _strays(one: Folder) -> Iterator[Line]:
    """Files beside the items' folders do not count."""
    places = {one.place(material).name for material in one.materials}
    names = [p.relative_to(one.path) for p in paths_in(one.path)]
    lost = [n.as_posix() for n in names if n.parts[0] not in {*places, CHECKLIST, MANIFEST}]
    if lost:
        yield Line(f"没有放进带序号的文件夹、没有计入的文件：{'、'.join(lost[:8])}" + ("等" if len(lost) > 8 else ""))
