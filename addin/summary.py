"""What an export has to say when it is done, line by line; ID numbers masked."""

from jineng.validators.identity import mask_id, tidy_id
from jineng.workbooks.bundle import Bundle
from jineng.workbooks.checklist import CHECKLIST, Item
from jineng.workbooks.chief_export import ChiefExport
from jineng.workbooks.evaluation_export import EvaluationExport
from jineng.workbooks.export import Export, Outcome
from jineng.workbooks.target_export import TargetExport


def bundle_lines(outcome: Bundle) -> list[str]:
    """Each submission with what it lacks and when it is due, then the people left out."""
    lines = []
    owner = None
    for one in outcome.folders:
        if one.owner and one.owner != owner:
            lines.append(f"■ {one.owner}")
        owner = one.owner
        asked = [item for item in one.items if item.material.pieces and item.material.asked]
        missing = [_missing(item) for item in one.items if item.lacking]
        lacking = f"，缺少 {'、'.join(missing)}" if missing else ""
        here = sum(not item.lacking for item in asked)
        lines.append(
            f"  {one.path.name}：{len(asked)} 项材料，{here} 项不缺{lacking}" if asked else f"  {one.path.name}"
        )
        lines += [f"    {line.words}" for line in one.dues]
        lines.append(f"    清单 {one.path / CHECKLIST}")
    for export in outcome.exports:
        lines += people_lines(export)
    lines += [f"  已打包 {parcel}" for parcel in outcome.parcels]
    return lines + [f"  {mask_id(words)}" for words in (*outcome.notes, *outcome.problems)]


def target_lines(outcome: TargetExport) -> list[str]:
    """How many targets have been reported, and what could not be read."""
    reported = sum(1 for one in outcome.progress if one.actual is not None)
    return [
        f"  {len(outcome.progress)} 项指标，填报 {reported} 项",
        f"    已写出 {outcome.file}",
        *(f"    {problem}" for problem in outcome.problems),
    ]


def _missing(item: Item) -> str:
    """What is lacking, and why where something has been put into its folder."""
    return item.material.name + (f"（{'，'.join(item.lacking)}）" if item.files else "")


def export_lines(outcome: Export) -> list[str]:
    """What was written for each contest, and who is left out."""
    if outcome.report.error:
        return [f"  {outcome.report.error}"]
    lines = []
    for contest in outcome.contests:
        lines.append(f"  {contest.contest.name}：列入 {len(contest.rows)} 人")
        lines += [f"    已写出 {file}" for file in contest.files]
        if contest.due:
            lines.append("    期限：" + "；".join(f"{kind} {due}" for kind, due in contest.due.items()))
    if not outcome.contests:
        lines.append("  没有可以列入的选手")
    return lines + people_lines(outcome)


def chief_lines(outcome: ChiefExport) -> list[str]:
    """What was written of the 首席技师 nominees, and who is left out."""
    listed = f"  列入汇总表 {outcome.listed} 人" if outcome.listed else "  没有可以列入汇总表的人"
    return [listed, *(f"    已写出 {file}" for file in outcome.files), *people_lines(outcome)]


def people_lines(outcome: Export) -> list[str]:
    """What is to be known of an export, and who is left out, with the reasons."""
    lines = [f"  {mask_id(note)}" for note in outcome.notes]
    if outcome.left_out:
        lines.append(f"  未列入 {len(outcome.left_out)} 人，名单和原因见 {outcome.left_out_file}")
        for sheet, row, _, name, number, occupation, why in outcome.left_out:
            number = tidy_id(number)
            shown = f"{number[:6]}********{number[-4:]}" if len(number) > 10 else number
            lines.append(f"    {sheet} 第{row}行 {name} {shown} {occupation}：{mask_id(why)}")
    return lines


def evaluation_lines(outcome: EvaluationExport) -> list[str]:
    """How many of each grade, what was written, and which studios are left out."""
    lines = [f"  {words}" for words in outcome.summary]
    lines += [f"    已写出 {file}" for file in outcome.files]
    lines += [f"  {note}" for note in outcome.notes]
    lines += [f"  未列入 {len(outcome.left_out)} 家，名单和原因见 {outcome.left_out_file}"] if outcome.left_out else []
    return lines + [
        f"    {sheet} 第{row}行 {name or '（无名称）'}：{why}" for sheet, row, name, why in outcome.left_out
    ]


def studio_lines(outcome: Outcome) -> list[str]:
    """What was written, what is to be looked at, and which forms have errors."""
    lines = [f"    已写出 {file}" for file in outcome.files] or ["  没有可以导出的申报表"]
    lines += [f"  {mask_id(note)}" for note in outcome.notes]
    return lines + [f"  未导出 {sheet} {studio}：{mask_id(why)}" for sheet, studio, why in outcome.left_out]


def publicity_lines(outcome: Outcome) -> list[str]:
    """What was written, who is not in the lists and why, and how long they are posted."""
    lines = [f"    已写出 {file}" for file in outcome.files] or ["  没有可以公示的"]
    lines += [f"  {note}" for note in outcome.notes]
    return lines + [f"  未列入 {who}：{mask_id(why)}" for who, why in outcome.left_out]
