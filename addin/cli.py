"""The command line: `jineng check`, `export`, `demo`, `rules`.

Start-up is kept light: what a command needs is imported inside it. Results go to standard output, progress and problems
to standard error.
"""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from jineng.workbooks.checker import Aids
    from jineng.workbooks.export import CertificateExport

_PATH = click.Path(path_type=Path)


class Refused(click.ClickException):
    """Something could not be done: one Chinese sentence, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"jineng：{self.message}", err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jineng", message="jineng %(version)s")
def main() -> None:
    """职业技能竞赛成绩、证书和申报表的校验与导出。"""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _aid_options(command: Any) -> Any:
    """--place, --as-of, --settings and --register, which every command that checks takes."""
    for option in reversed((
        click.option("--place", help="按哪个地区的通知校验（默认看工作簿的“设置”表，再按威海）"),
        click.option("--as-of", metavar="日期", help="按哪一天有效的通知校验，如 2024-10-20"),
        click.option("--settings", "settings_file", type=_PATH, metavar="FILE", help="设置文件 jineng.toml"),
        click.option("--register", "registers", type=_PATH, multiple=True, metavar="FILE",
                     help="职业目录、已有证书、节假日等登记表所在的工作簿，可多次给出"),
    )):  # fmt: skip
        command = option(command)
    return command


@main.command()
@click.argument("paths", nargs=-1, required=True, type=_PATH)
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
    """从成绩表导出正式表格。"""


@export.command("certificate")
@click.argument("workbook", type=_PATH)
@click.option("-o", "--output", "folder", type=_PATH, required=True, metavar="DIR", help="写到哪个文件夹")
@click.option("--template", type=_PATH, metavar="FILE.docx", help="自己的申请书模板")
@_aid_options
def export_certificate(workbook: Path, folder: Path, template: Path | None, **aids: Any) -> None:
    """导出证书信息表和申请书；不符合条件的选手不列入，另列名单和原因。"""
    from jineng.workbooks.export import export_certificates

    try:
        outcome = export_certificates(workbook, folder, _aids(**aids), template)
    except (OSError, ValueError) as problem:
        raise Refused(f"不能写到“{folder}”：{_reason(problem)}") from problem
    if outcome.report.error:
        raise Refused(f"{workbook.name}：{outcome.report.error}")
    click.echo("\n".join(_export_lines(outcome)))
    sys.exit(1 if outcome.left_out else 0)


@main.command()
@click.argument("folder", type=_PATH)
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
@click.argument("id", required=False)
@click.option("--place", default="威海", help="哪个地区的条款")
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
    """The workbooks named, and those in the folders named; a folder without any is refused."""
    from jineng.workbooks.sheets import SUFFIXES

    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                p
                for p in path.rglob("*")
                if p.suffix.lower() in (*SUFFIXES, ".xls") and not p.name.startswith(("~$", "."))
            )
            if not inside:
                raise Refused(f"文件夹“{path}”中没有 .xlsx 或 .xlsm 工作簿")
            found += inside
        else:
            found.append(path)
    return list(dict.fromkeys(found))


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
    except (OSError, ValueError) as problem:
        raise Refused(f"设置文件“{path.name}”不能读取：{_reason(problem)}") from problem
    given, problems = read_settings(table.items())
    if problems:
        raise Refused(f"设置文件“{path.name}”：{'；'.join(problems)}")
    return given


def _progress(files: list[Path]) -> Any:
    """A bar on standard error when somebody is watching."""
    hidden = len(files) < 2 or not sys.stderr.isatty()
    return click.progressbar(
        files, label="校验", file=sys.stderr, hidden=hidden, item_show_func=lambda p: p.name if p else ""
    )


def _export_lines(outcome: "CertificateExport") -> list[str]:
    from jineng.validators.identity import mask_id

    if outcome.report.error:
        return [f"  {outcome.report.error}"]
    lines = []
    for contest in outcome.contests:
        lines.append(f"  {contest.contest.name}：列入 {len(contest.rows)} 人")
        lines += [f"    已写出 {file}" for file in contest.files]
        lines.append("    期限：" + "，".join(f"{kind} {due}" for kind, due in contest.due.items()))
    if not outcome.contests:
        lines.append("  没有可以列入信息表的选手")
    if outcome.left_out:
        lines.append(f"  未列入 {len(outcome.left_out)} 人，名单和原因见 {outcome.left_out_file}")
        for sheet, row, _, name, number, occupation, why in outcome.left_out:
            lines.append(f"    {sheet} 第{row}行 {name} {mask_id(number)} {occupation}：{mask_id(why)}")
    return lines


def _reason(problem: Exception) -> str:
    if isinstance(problem, PermissionError):
        return "没有写入权限，或文件正被占用"
    return getattr(problem, "strerror", None) or str(problem)


if __name__ == "__main__":
    main()
