"""`jineng demo`: the samples written and checked, and every export run on the sample that fits it, a line for each."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from jineng.addin.marked_copies import mark_copies
from jineng.addin.report import as_text
from jineng.addin.samples import BOOKS, CLEAN, write_samples
from jineng.workbooks.bundle import Bundle, export_bundle
from jineng.workbooks.checker import Aids, check_paths
from jineng.workbooks.chief_export import ChiefExport, export_chiefs
from jineng.workbooks.evaluation_export import EvaluationExport, export_evaluation
from jineng.workbooks.expert_export import export_experts
from jineng.workbooks.export import Export, Outcome, export_certificates
from jineng.workbooks.publicity_export import export_publicity
from jineng.workbooks.studio_export import export_studios
from jineng.workbooks.target_export import TargetExport, export_targets


def demonstrate(folder: Path) -> Iterator[str]:
    """Do it all below a folder, and say what was found and what was written where."""
    samples, copies, exports, aids = folder / "示例工作簿", folder / "标记", folder / "导出", Aids()
    files = write_samples(samples)
    report = check_paths(files, aids)
    yield as_text(report)
    yield f"\n■ jineng check --mark　着色、加批注的副本 → {copies}"
    for words, _ in mark_copies(zip(files, report.files, strict=True), copies):
        yield f"    {words}"
    yield "\n逐项导出："
    for step in _STEPS:
        yield f"■ jineng export {step.command}　{step.title} → {exports / step.place}"
        for file in step.files:
            path = samples / file
            below = exports / step.place / path.stem if len(step.files) > 1 else exports / step.place
            outcome = step.run(path, below, aids)
            yield f"    {file}：{outcome.report.error or step.words(outcome)}"
    yield f"\n示例工作簿在 {samples}，导出的在 {exports}（人员均为虚构）。单独试一项，可看到每个文件和未列入的原因，如："
    yield f'    jineng export chief "{samples / "首席技师.xlsx"}" -o "{folder / "试试"}"'


def _people(outcome: Export) -> str:
    listed = sum(len(contest.rows) for contest in outcome.contests)
    return f"{len(outcome.contests)} 个竞赛，列入 {listed} 人{_left_out(outcome, '人')}"


def _targets(outcome: TargetExport) -> str:
    reported = sum(1 for one in outcome.progress if one.actual is not None)
    return f"{len(outcome.progress)} 项指标，能用的完成值 {reported} 项，附进度图"


def _chiefs(outcome: ChiefExport) -> str:
    return f"汇总表和建议排序列入 {outcome.listed} 人{_left_out(outcome, '人')}，写出 {len(outcome.files)} 个文件"


def _evaluation(outcome: EvaluationExport) -> str:
    return f"{outcome.summary[0]}{_left_out(outcome, '家')}，写出 {len(outcome.files)} 个文件"


def _publicity(outcome: Outcome) -> str:
    return f"写出 {len(outcome.files)} 个公示名单，身份证号隐去中间8位{_left_out(outcome, '人')}"


def _studios(outcome: Outcome) -> str:
    return f"写出 {len(outcome.files)} 个文件{_left_out(outcome, '家')}"


def _bundle(outcome: Bundle) -> str:
    lacking = sum(len(one.lacking) for one in outcome.folders)
    return f"{len(outcome.folders)} 份材料的文件夹和材料清单，能生成的已放好，还缺 {lacking} 项要自己放进去的"


def _left_out(outcome: Any, measure: str) -> str:
    return f"，未列入 {len(outcome.left_out)} {measure}" if outcome.left_out else ""


class _Step(NamedTuple):
    """An export: its command, what it makes, where, from which samples, and what is said of it."""

    command: str
    title: str
    place: str
    files: tuple[str, ...]
    run: Callable[[Path, Path, Aids], Any]
    words: Callable[[Any], str]


_STEPS = (
    _Step("certificate", "证书信息表和申请书", "证书", tuple(BOOKS), export_certificates, _people),
    _Step("expert", "技术能手情况表", "技术能手", ("市直部门.xlsx",), export_experts, _people),
    _Step("targets", "若干措施指标完成情况", "指标", ("奖励津贴指标.xlsx",), export_targets, _targets),
    _Step("chief", "首席技师汇总表、建议排序", "首席技师", ("首席技师.xlsx",), export_chiefs, _chiefs),
    _Step("studio", "技能大师工作室申报表", "工作室", ("技能大师工作室.xlsx",), export_studios, _studios),
    _Step("evaluation", "绩效评估等次汇总、整改通知", "绩效评估", ("绩效评估.xlsx",), export_evaluation, _evaluation),
    _Step("publicity", "公示名单", "公示", ("首席技师.xlsx",), export_publicity, _publicity),
    _Step("bundle", "材料包", "材料包", (CLEAN,), export_bundle, _bundle),
)
