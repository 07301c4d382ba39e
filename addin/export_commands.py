"""`jineng export …`: what is handed in, written from the official's own tables."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jineng.addin.chinese import Group, Refused
from jineng.addin.options import PATH, aid_options, aids_of, reason, watched

if TYPE_CHECKING:
    from jineng.workbooks.checker import Aids

_TO_PDF = "jineng.documents"
_PDF_FOLDER = "jineng.pdf_folder"


@click.group(cls=Group)
def export() -> None:
    """从成绩表、指标完成表、首席技师汇总表、工作室申报表、绩效评估表导出正式表格。"""


def _exports(name: str) -> Callable[[Any], Any]:
    """A command of `export`: a workbook, the folder to write to, PDF, and what every command that checks takes."""

    def command(function: Any) -> Any:
        folder = click.option(
            "-o", "--output", "folder", type=PATH, required=True, metavar="文件夹", help="写到哪个文件夹"
        )
        workbook = click.argument("workbook", type=PATH, metavar="工作簿")
        function = click.option("--pdf", is_flag=True, help="另存 PDF（要装有 LibreOffice）")(function)
        return export.command(name)(workbook(folder(aid_options(function))))

    return command


@_exports("certificate")
@click.option("--template", type=PATH, metavar="文件", help="自己的申请书模板")
def export_certificate(workbook: Path, folder: Path, template: Path | None, **aids: Any) -> None:
    """导出证书信息表和申请书；不符合条件的选手不列入，另列名单和原因。"""
    from jineng.addin.summary import export_lines
    from jineng.workbooks.export import export_certificates

    if template:
        _refuse_template(template)
    outcome = _written(workbook, folder, aids, lambda known: export_certificates(workbook, folder, known, template))
    _end(export_lines(outcome), not outcome.left_out)


@_exports("expert")
def export_expert(workbook: Path, folder: Path, **aids: Any) -> None:
    """导出拟推荐授予市技术能手人员情况表；不能推荐的不列入，另列名单和原因。"""
    from jineng.addin.summary import export_lines
    from jineng.workbooks.expert_export import export_experts

    outcome = _written(workbook, folder, aids, lambda known: export_experts(workbook, folder, known))
    _end(export_lines(outcome), not outcome.left_out)


@_exports("chief")
def export_chief(workbook: Path, folder: Path, **aids: Any) -> None:
    """导出首席技师汇总表、申报表和建议排序；有错误的不列入，另列名单和原因。"""
    from jineng.addin.summary import chief_lines
    from jineng.workbooks.chief_export import export_chiefs

    outcome = _written(workbook, folder, aids, lambda known: export_chiefs(workbook, folder, known))
    _end(chief_lines(outcome), not outcome.left_out)


@_exports("targets")
def export_targets(workbook: Path, folder: Path, **aids: Any) -> None:
    """从指标完成表导出若干措施的指标完成情况：目标、完成、进度、偏差和图。"""
    from jineng.addin.summary import target_lines
    from jineng.workbooks.target_export import export_targets as write

    outcome = _written(workbook, folder, aids, lambda known: write(workbook, folder, known))
    _end(target_lines(outcome), not outcome.problems)


@_exports("bundle")
@click.option("--zip", "zipped", is_flag=True, help="每份材料另打成一个压缩包")
def export_bundle(workbook: Path, folder: Path, zipped: bool, **aids: Any) -> None:
    """导出材料包：每项材料一个文件夹，附材料清单，列出期限和还缺什么；放入文件后再运行一次，清单随之更新。

    退出码：0 材料齐全；1 有缺少的材料或未列入的人；2 不能导出。
    """
    from jineng.addin.summary import bundle_lines
    from jineng.workbooks.bundle import TO_PRINT
    from jineng.workbooks.bundle import export_bundle as write

    click.get_current_context().meta[_PDF_FOLDER] = folder / TO_PRINT
    outcome = _written(workbook, folder, aids, lambda known: write(workbook, folder, known, watched("清点"), zipped))
    _end(bundle_lines(outcome), outcome.complete)


@_exports("publicity")
@click.option("--template", type=PATH, metavar="文件", help="自己的公示名单模板")
def export_publicity(workbook: Path, folder: Path, template: Path | None, **aids: Any) -> None:
    """导出公示名单：首席技师人选、工作室候选名单、绩效评估结果；身份证号隐去中间8位，日期留空。"""
    from jineng.addin.summary import publicity_lines
    from jineng.workbooks.publicity_export import export_publicity as write

    if template:
        _refuse_template(template)
    outcome = _written(workbook, folder, aids, lambda known: write(workbook, folder, known, template))
    _end(publicity_lines(outcome), not outcome.left_out)


@_exports("evaluation")
@click.option("--template", type=PATH, metavar="文件", help="自己的整改通知模板")
def export_evaluation(workbook: Path, folder: Path, template: Path | None, **aids: Any) -> None:
    """从等次汇总表、绩效评估表导出等次汇总表、各工作室的评估表和不合格的整改通知。"""
    from jineng.addin.summary import evaluation_lines
    from jineng.workbooks.evaluation_export import export_evaluation as write

    if template:
        _refuse_template(template)
    outcome = _written(workbook, folder, aids, lambda known: write(workbook, folder, known, template))
    _end(evaluation_lines(outcome), not outcome.left_out)


@_exports("studio")
def export_studio(workbook: Path, folder: Path, **aids: Any) -> None:
    """从工作室申报表导出照附件1样式的申报表，Word 和 Excel 各一份；有错误的不导出，列出错误。"""
    from jineng.addin.summary import studio_lines
    from jineng.workbooks.studio_export import export_studios

    outcome = _written(workbook, folder, aids, lambda known: export_studios(workbook, folder, known))
    _end(studio_lines(outcome), not outcome.left_out)


def _written(workbook: Path, folder: Path, aids: dict[str, Any], write: Callable[["Aids"], Any]) -> Any:
    """What an export wrote; where it could not write, or there is nothing to write from, one clear sentence."""
    if workbook.is_dir():
        raise Refused(f"“{workbook}”是文件夹，一次导出一个工作簿，请写出文件名")
    pdf = aids.pop("pdf", False)
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
    click.get_current_context().meta[_TO_PDF] = outcome.files if pdf else []
    return outcome


def _refuse_without_office() -> None:
    from jineng.workbooks.pdf import NO_OFFICE, find_office

    if find_office() is None:
        raise Refused(NO_OFFICE)


def _write_pdf(documents: Iterable[Path]) -> None:
    from jineng.workbooks.pdf import NoPdf, convert

    folder = click.get_current_context().meta.get(_PDF_FOLDER)
    try:
        made = convert(documents, watched("转成 PDF"), folder)
    except NoPdf as problem:
        raise Refused(f"{problem}（其他文件已写出）") from problem
    except OSError as problem:
        raise Refused(f"不能写出 PDF：{reason(problem)}（其他文件已写出）") from problem
    where = f"，在 {folder}，供打印盖章，不算扫描件" if folder else ""
    click.echo(f"  PDF {len(made)} 个，与 Word、Excel 文件同名{where}")


def _end(lines: Iterable[str], complete: bool) -> None:
    """Say what became of everybody, make PDF where that is wanted, and end with the exit code."""
    click.echo("\n".join(lines))
    if documents := click.get_current_context().meta[_TO_PDF]:
        _write_pdf(documents)
    sys.exit(0 if complete else 1)


def _refuse_template(path: Path) -> None:
    from docx import Document

    try:
        with path.open("rb") as file:
            Document(file)
    except OSError as problem:
        raise Refused(f"模板“{path.name}”不能读取：{reason(problem)}") from problem
    except Exception as problem:  # whatever it meets in a file that is damaged or none of Word
        raise Refused(f"模板“{path.name}”不是 .docx 格式的 Word 文档") from problem
