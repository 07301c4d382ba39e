"""The command line: `jineng check`, `export`, `demo`, `rules`.

Start-up is kept light: what a command needs is imported inside it. Results go to standard output, progress and problems
to standard error.
"""

import errno
import re
import sys
import zipfile
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jineng.addin.chinese import Group, Refused

if TYPE_CHECKING:
    from jineng.workbooks.checker import Aids
    from jineng.workbooks.export import Export

_PATH = click.Path(path_type=Path)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jineng", message="jineng %(version)s", help="显示版本号")
def main() -> None:
    """职业技能竞赛成绩、证书和申报表的校验与导出。"""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _aid_options(command: Any) -> Any:
    """--place, --as-of, --settings and --register, which every command that checks takes."""
    for option in reversed((
        click.option("--place", metavar="地区", help="按哪个地区的通知校验（默认看工作簿的“设置”表，再按威海）"),
        click.option("--as-of", metavar="日期", help="按哪一天有效的通知校验，如 2024-10-20"),
        click.option("--settings", "settings_file", type=_PATH, metavar="文件", help="设置文件 jineng.toml"),
        click.option("--register", "registers", type=_PATH, multiple=True, metavar="文件",
                     help="职业目录、已有证书、节假日等登记表所在的工作簿，可多次给出"),
    )):  # fmt: skip
        command = option(command)
    return command


@main.command()
@click.argument("paths", nargs=-1, required=True, type=_PATH, metavar="路径…")
@_aid_options
@click.option("--format", "form", type=click.Choice(["text", "json", "junit"]), default="text", help="结果的格式")
@click.option("--show-ids", is_flag=True, help="显示完整身份证号（默认隐去中间8位）")
def check(paths: tuple[Path, ...], form: str, show_ids: bool, **aids: Any) -> None:
    """校验工作簿或文件夹：列出每一处问题、所在单元格和条款。

    退出码：0 没有错误；1 表中有错误；2 有文件不能校验或用法不对。
    """
    from jineng.addin.report import FORMATS
    from jineng.workbooks.checker import check_paths

    files = _workbooks(paths)
    known = _aids(**aids)
    with _progress(files) as steps:
        report = check_paths(steps, known)
    click.echo(FORMATS[form](report, masked=not show_ids))
    for file in report.files:
        if file.error:
            click.echo(f"{file.file}：{file.error}", err=True)
    sys.exit(report.exit_code())


@main.group()
def export() -> None:
    """从成绩表、指标完成表导出正式表格。"""


@export.command("certificate")
@click.argument("workbook", type=_PATH, metavar="工作簿")
@click.option("-o", "--output", "folder", type=_PATH, required=True, metavar="文件夹", help="写到哪个文件夹")
@click.option("--template", type=_PATH, metavar="文件", help="自己的申请书模板")
@_aid_options
def export_certificate(workbook: Path, folder: Path, template: Path | None, **aids: Any) -> None:
    """导出证书信息表和申请书；不符合条件的选手不列入，另列名单和原因。"""
    from jineng.workbooks.export import export_certificates

    if template:
        _refuse_template(template)
    _export(workbook, folder, _aids(**aids), lambda known: export_certificates(workbook, folder, known, template))


@export.command("expert")
@click.argument("workbook", type=_PATH, metavar="工作簿")
@click.option("-o", "--output", "folder", type=_PATH, required=True, metavar="文件夹", help="写到哪个文件夹")
@_aid_options
def export_expert(workbook: Path, folder: Path, **aids: Any) -> None:
    """导出拟推荐授予市技术能手人员情况表；不能推荐的不列入，另列名单和原因。"""
    from jineng.workbooks.expert_export import export_experts

    _export(workbook, folder, _aids(**aids), lambda known: export_experts(workbook, folder, known))


@export.command("targets")
@click.argument("workbook", type=_PATH, metavar="工作簿")
@click.option("-o", "--output", "folder", type=_PATH, required=True, metavar="文件夹", help="写到哪个文件夹")
@_aid_options
def export_targets(workbook: Path, folder: Path, **aids: Any) -> None:
    """从指标完成表导出若干措施的指标完成情况：目标、完成、进度、偏差和图。"""
    from jineng.workbooks.target_export import export_targets as write

    known = _aids(**aids)
    try:
        outcome = write(workbook, folder, known)
    except OSError as problem:
        raise Refused(f"不能写到“{folder}”：{_reason(problem)}") from problem
    if outcome.report.error:
        raise Refused(f"{workbook.name}：{outcome.report.error}")
    reported = sum(1 for one in outcome.progress if one.actual is not None)
    click.echo(f"  已写出 {outcome.file}：{len(outcome.progress)} 项指标，填报 {reported} 项")
    click.echo("".join(f"    {problem}\n" for problem in outcome.problems), nl=False)
    sys.exit(1 if outcome.problems else 0)


def _export(workbook: Path, folder: Path, known: "Aids", write: Callable[["Aids"], "Export"]) -> None:
    """Write what an export writes, say what became of everybody, and end with the exit code."""
    if workbook.is_dir():
        raise Refused(f"“{workbook}”是文件夹，一次导出一个工作簿，请写出文件名")
    try:
        outcome = write(known)
    except OSError as problem:
        raise Refused(f"不能写到“{folder}”：{_reason(problem)}") from problem
    except ValueError as problem:
        raise Refused(str(problem)) from problem
    if outcome.report.error:
        raise Refused(f"{workbook.name}：{outcome.report.error}")
    click.echo("\n".join(_export_lines(outcome)))
    sys.exit(1 if outcome.left_out else 0)


@main.command()
@click.argument("folder", type=_PATH, metavar="文件夹")
def demo(folder: Path) -> None:
    """写出示例工作簿，校验并导出：一条命令看到全部主要功能。"""
    from jineng.addin.report import as_text
    from jineng.addin.samples import write_samples
    from jineng.workbooks.checker import Aids, check_paths
    from jineng.workbooks.export import export_certificates

    try:
        samples = write_samples(folder / "示例工作簿")
        click.echo(as_text(check_paths(samples, Aids())))
        for sample in samples:
            outcome = export_certificates(sample, folder / "导出" / sample.stem, Aids())
            click.echo("\n".join([f"\n■ {sample.name}", *_export_lines(outcome)]))
    except OSError as problem:
        raise Refused(f"不能写到“{folder}”：{_reason(problem)}") from problem
    click.echo(f"\n示例工作簿在 {folder / '示例工作簿'}，导出的表格在 {folder / '导出'}（人员均为虚构）")


@main.command()
@click.argument("id", required=False, metavar="[编号]")
@click.option("--place", default="威海", metavar="地区", help="哪个地区的条款")
@click.option("--source", is_flag=True, help="打印由该规则生成的校验程序")
def rules(id: str | None, place: str, source: bool) -> None:
    """列出规则及其条款；给出编号则列出该条的原文。"""
    from jineng.addin.rulebook import rule_lines
    from jineng.validators.policy import UnknownPlace

    try:
        lines = list(rule_lines(id, place, source))
    except UnknownPlace as problem:
        raise Refused(str(problem)) from problem
    if not lines:
        raise Refused(f"没有编号为“{id}”的规则；不带编号可列出全部")
    click.echo("\n".join(lines))


def _workbooks(paths: Iterable[Path]) -> list[Path]:
    """The workbooks named, and those in the folders named, each once; a folder without any stays, to be reported."""
    from jineng.workbooks.sheets import SUFFIXES

    found: dict[Path, Path] = {}
    for path in paths:
        inside = [path]
        if path.is_dir():
            wanted = (p for p in path.rglob("*") if p.suffix.lower() in (*SUFFIXES, ".xls", ".docx") and p.is_file())
            inside = sorted(p for p in wanted if not p.name.startswith(("~$", ".")) and _is_ours(p)) or [path.resolve()]
        for one in inside:
            found.setdefault(one.resolve(), one)
    return list(found.values())


def _is_ours(path: Path) -> bool:
    """Letters and reports lie in the same folders: of Word documents only those with a table of ours are meant."""
    if path.suffix.lower() != ".docx":
        return True
    from jineng.workbooks.word import holds_tables_of_ours

    return holds_tables_of_ours(path)


def _aids(place: str | None, as_of: str | None, settings_file: Path | None, registers: tuple[Path, ...]) -> "Aids":
    from jineng.validators.policy import UnknownPlace, place_code
    from jineng.validators.values import day
    from jineng.workbooks.checker import Aids, read_registers
    from jineng.workbooks.sheets import Unreadable

    options: dict[str, Any] = {}
    if place:
        try:
            place_code(place)
        except UnknownPlace as problem:
            raise Refused(str(problem)) from problem
        options["place"] = place
    if as_of:
        on = day(as_of)
        if on is None:
            raise Refused(f"日期“{as_of}”不能识别，请写如 2024-10-20")
        options["as_of"] = on
    base = _settings_file(settings_file) if settings_file else {}
    try:
        return Aids(base, options, read_registers(registers), date.today())
    except Unreadable as problem:
        raise Refused(str(problem)) from problem


def _settings_file(path: Path) -> dict[str, Any]:
    import tomllib

    from jineng.validators.settings import read_settings

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        problems = [f"“{key}”要写成一个值" for key, value in table.items() if isinstance(value, (list, dict))]
        if not problems:
            given, problems = read_settings(table.items())
    except OSError as problem:
        raise Refused(f"设置文件“{path.name}”不能读取：{_reason(problem)}") from problem
    except UnicodeDecodeError as problem:
        raise Refused(f"设置文件“{path.name}”不能读取：不是 UTF-8 编码的文本") from problem
    except tomllib.TOMLDecodeError as problem:
        line = re.search(r"line (\d+)", str(problem))
        where = f"第{line[1]}行" if line else "末尾"
        raise Refused(f'设置文件“{path.name}”{where}不合 TOML 写法，应如 place = "威海"') from problem
    if problems:
        raise Refused(f"设置文件“{path.name}”：{'；'.join(problems)}")
    return given


def _refuse_template(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            package.getinfo("word/document.xml")
    except OSError as problem:
        raise Refused(f"模板“{path.name}”不能读取：{_reason(problem)}") from problem
    except (zipfile.BadZipFile, KeyError) as problem:
        raise Refused(f"模板“{path.name}”不是 .docx 格式的 Word 文档") from problem


def _progress(files: list[Path]) -> Any:
    """A bar on standard error when somebody is watching."""
    if len(files) < 2 or not sys.stderr.isatty():
        return nullcontext(files)
    return click.progressbar(
        files, label="校验", file=sys.stderr, item_show_func=lambda path: path.name if path else ""
    )


def _export_lines(outcome: "Export") -> list[str]:
    from jineng.validators.identity import mask_id, tidy_id

    if outcome.report.error:
        return [f"  {outcome.report.error}"]
    lines = []
    for contest in outcome.contests:
        lines.append(f"  {contest.contest.name}：列入 {len(contest.rows)} 人")
        lines += [f"    已写出 {file}" for file in contest.files]
        if contest.due:
            lines.append("    期限：" + "，".join(f"{kind} {due}" for kind, due in contest.due.items()))
    if not outcome.contests:
        lines.append("  没有可以列入的选手")
    lines += [f"  {note}" for note in outcome.notes]
    if outcome.left_out:
        lines.append(f"  未列入 {len(outcome.left_out)} 人，名单和原因见 {outcome.left_out_file}")
        for sheet, row, _, name, number, occupation, why in outcome.left_out:
            number = tidy_id(number)
            shown = f"{number[:6]}********{number[-4:]}" if len(number) > 10 else number
            lines.append(f"    {sheet} 第{row}行 {name} {shown} {occupation}：{mask_id(why)}")
    return lines


def _reason(problem: OSError) -> str:
    """What the system would not do, in Chinese."""
    return {
        errno.EACCES: "没有权限，或文件正被占用",
        errno.EPERM: "没有权限，或文件正被占用",
        errno.EROFS: "该处只读",
        errno.ENOENT: "路径不存在",
        errno.EEXIST: "已有同名文件",
        errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
        errno.EISDIR: "这是文件夹",
        errno.ENOSPC: "磁盘已满",
        errno.ENAMETOOLONG: "路径太长",
    }.get(problem.errno or 0, problem.strerror or type(problem).__name__)


if __name__ == "__main__":
    main()
