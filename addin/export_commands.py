"""`jineng export …`: what is handed in, written from the official's own tables."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jineng.addin.chinese import Refused, reason, say, watched
from jineng.addin.command_line import Group, argument, command, flag, option
from jineng.addin.options import AIDS, aids_of

if TYPE_CHECKING:
    from jineng.workbooks.checker import Aids

_TAKES = (
    argument("workbook", "工作簿", Path),
    option("-o", "--output", key="folder", read=Path, required=True, metavar="文件夹", help="写到哪个文件夹"),
    *AIDS,
    flag("--pdf", help="另存 PDF（要装有 LibreOffice）"),
)


@command(*_TAKES, option("--template", read=Path, metavar="文件", help="自己的申请书模板"))
def export_certificate(workbook: Path, folder: Path, pdf: bool, template: Path | None, **aids: Any) -> int:
    """导出证书信息表和申请书；不符合条件的选手不列入，另列名单和原因。"""
    from jineng.addin.summary import export_lines
    from jineng.workbooks.export import export_certificates

    if template:
        _refuse_template(template)
    outcome = _written(
        workbook, folder, pdf, aids, lambda known: export_certificates(workbook, folder, known, template)
    )
    return _told(outcome, pdf, export_lines(outcome), not outcome.left_out)


@command(*_TAKES)
def export_expert(workbook: Path, folder: Path, pdf: bool, **aids: Any) -> int:
    """导出拟推荐授予市技术能手人员情况表；不能推荐的不列入，另列名单和原因。"""
    from jineng.addin.summary import export_lines
    from jineng.workbooks.expert_export import export_experts

    outcome = _written(workbook, folder, pdf, aids, lambda known: export_experts(workbook, folder, known))
    return _told(outcome, pdf, export_lines(outcome), not outcome.left_out)


@command(*_TAKES)
def export_chief(workbook: Path, folder: Path, pdf: bool, **aids: Any) -> int:
    """导出首席技师汇总表、申报表和建议排序；有错误的不列入，另列名单和原因。"""
    from jineng.addin.summary import chief_lines
    from jineng.workbooks.chief_export import export_chiefs

    outcome = _written(workbook, folder, pdf, aids, lambda known: export_chiefs(workbook, folder, known))
    return _told(outcome, pdf, chief_lines(outcome), not outcome.left_out)


@command(*_TAKES)
def export_targets(workbook: Path, folder: Path, pdf: bool, **aids: Any) -> int:
    """从指标完成表导出若干措施的指标完成情况：目标、完成、进度、偏差和图。"""
    from jineng.addin.summary import target_lines
    from jineng.workbooks.target_export import export_targets as write

    outcome = _written(workbook, folder, pdf, aids, lambda known: write(workbook, folder, known))
    return _told(outcome, pdf, target_lines(outcome), not outcome.problems)


@command(*_TAKES, flag("--zip", key="zipped", help="每份材料另打成一个压缩包"))
def export_bundle(workbook: Path, folder: Path, pdf: bool, zipped: bool, **aids: Any) -> int:
    """导出材料包：每项材料一个文件夹，附材料清单，列出期限和还缺什么；放入文件后再运行一次，清单随之更新。

    退出码：0 材料齐全；1 有缺少的材料或未列入的人；2 不能导出。
    """
    from jineng.addin.summary import bundle_lines
    from jineng.workbooks.bundle import TO_PRINT
    from jineng.workbooks.bundle import export_bundle as write

    outcome = _written(workbook, folder, pdf, aids, lambda known: write(workbook, folder, known, _counted, zipped))
    return _told(outcome, pdf, bundle_lines(outcome), outcome.complete, folder / TO_PRINT)


@command(*_TAKES, option("--template", read=Path, metavar="文件", help="自己的公示名单模板"))
def export_publicity(workbook: Path, folder: Path, pdf: bool, template: Path | None, **aids: Any) -> int:
    """导出公示名单：首席技师人选、工作室候选名单、绩效评估结果；身份证号隐去中间8位，日期留空。"""
    from jineng.addin.summary import publicity_lines
    from jineng.workbooks.publicity_export import export_publicity as write

    if template:
        _refuse_template(template)
    outcome = _written(workbook, folder, pdf, aids, lambda known: write(workbook, folder, known, template))
    return _told(outcome, pdf, publicity_lines(outcome), not outcome.left_out)


@command(*_TAKES, option("--template", read=Path, metavar="文件", help="自己的整改通知模板"))
def export_evaluation(workbook: Path, folder: Path, pdf: bool, template: Path | None, **aids: Any) -> int:
    """从等次汇总表、绩效评估表导出等次汇总表、各工作室的评估表和不合格的整改通知。"""
    from jineng.addin.summary import evaluation_lines
    from jineng.workbooks.evaluation_export import export_evaluation as write

    if template:
        _refuse_template(template)
    outcome = _written(workbook, folder, pdf, aids, lambda known: write(workbook, folder, known, template))
    return _told(outcome, pdf, evaluation_lines(outcome), not outcome.left_out)


@command(*_TAKES)
def export_studio(workbook: Path, folder: Path, pdf: bool, **aids: Any) -> int:
    """从工作室申报表导出照附件1样式的申报表，Word 和 Excel 各一份；有错误的不导出，列出错误。"""
    from jineng.addin.summary import studio_lines
    from jineng.workbooks.studio_export import export_studios

    outcome = _written(workbook, folder, pdf, aids, lambda known: export_studios(workbook, folder, known))
    return _told(outcome, pdf, studio_lines(outcome), not outcome.left_out)


export = Group(
    "从成绩表、指标完成表、首席技师汇总表、工作室申报表、绩效评估表导出正式表格。",
    {
        "bundle": export_bundle,
        "certificate": export_certificate,
        "chief": export_chief,
        "evaluation": export_evaluation,
        "expert": export_expert,
        "publicity": export_publicity,
        "studio": export_studio,
        "targets": export_targets,
    },
)


def _written(workbook: Path, folder: Path, pdf: bool, aids: dict[str, Any], write: Callable[["Aids"], Any]) -> Any:
    """What an export wrote; where it could not write, or there is nothing to write from, one clear sentence."""
    if workbook.is_dir():
        raise Refused(f"“{workbook}”是文件夹，一次导出一个工作簿，请写出文件名")
    known = aids_of(**aids)
    if pdf:
        _refuse_without_office()
    try:
        outcome = write(known)
    except OSError as problem:
        place = problem.filename if isinstance(problem, FileExistsError) else folder
        raise Refused(f"不能写到“{place}”：{reason(problem)}") from problem
    except ValueError as problem:
        raise Refused(str(problem)) from problem
    if outcome.report.error:
        raise Refused(f"{workbook.name}：{outcome.report.error}")
    return outcome


def _told(outcome: Any, pdf: bool, lines: Iterable[str], complete: bool, to_print: Path | None = None) -> int:
    """Say what became of everybody and make PDF where that is wanted; answers the exit code."""
    say("\n".join(lines))
    if pdf and outcome.files:
        _write_pdf(outcome.files, to_print)
    return 0 if complete else 1


def _refuse_without_office() -> None:
    from jineng.workbooks.pdf import NO_OFFICE, find_office

    if find_office() is None:
        raise Refused(NO_OFFICE)


def _write_pdf(documents: Iterable[Path], folder: Path | None) -> None:
    """PDF beside the documents, or in a folder of their own."""
    from jineng.workbooks.pdf import NoPdf, convert

    try:
        made = convert(documents, lambda steps: watched(steps, len(steps), "转成 PDF"), folder)
    except NoPdf as problem:
        raise Refused(f"{problem}（其他文件已写出）") from problem
    except OSError as problem:
        raise Refused(f"不能写出 PDF：{reason(problem)}（其他文件已写出）") from problem
    where = f"，在 {folder}，供打印盖章，不算扫描件" if folder else ""
    say(f"  PDF {len(made)} 个，与 Word、Excel 文件同名{where}")


def _counted(steps: Sequence[Any]) -> Iterator[Any]:
    return watched(steps, len(steps), "清点")


def _refuse_template(path: Path) -> None:
    from docx import Document

    try:
        with path.open("rb") as file:
            Document(file)
    except OSError as problem:
        raise Refused(f"模板“{path.name}”不能读取：{reason(problem)}") from problem
    except Exception as problem:  # whatever it meets in a file that is damaged or none of Word
        raise Refused(f"模板“{path.name}”不是 .docx 格式的 Word 文档") from problem
