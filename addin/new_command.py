"""`jineng new`: templates that check themselves in any spreadsheet program."""

from pathlib import Path
from typing import Any

import click

from jineng.addin.blanks import BLANKS
from jineng.addin.chinese import Command, Refused
from jineng.addin.options import PATH, aids_of, reason


class _Form(click.ParamType):
    """One of the empty tables, by its key or by what it is called."""

    name = "表"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        for form, title in BLANKS.items():
            if value in (form, title):
                return form
        known = "、".join(f"{form} {title}" for form, title in BLANKS.items())
        raise click.UsageError(f"没有空白表“{value}”，可选：{known}", ctx)


@click.command(cls=Command)
@click.argument("form", type=_Form(), metavar="表")
@click.argument("file", type=PATH, metavar="文件.xlsx")
@click.option("--place", metavar="地区", help="按哪个地区的通知（默认威海）；写入模板，不能在模板中改")
@click.option("--as-of", metavar="日期", help="按哪一天有效的通知（默认今天）；写入模板，不能在模板中改")
@click.option("--settings", "settings_file", type=PATH, metavar="文件", help="设置文件 jineng.toml，填入模板的“设置”页")
def new(form: str, file: Path, place: str | None, as_of: str | None, settings_file: Path | None) -> None:
    """写出自带校验的空白模板：不装任何软件，在 Excel、WPS、LibreOffice 中边填边校验。

    \b
    表写英文名或中文名：results 成绩表、certificate 证书信息表、expert 技术能手情况表、plan 竞赛计划表、
    chief 首席技师汇总表、studio 工作室申报表、evaluation 绩效评估等次汇总表、settings 设置。
    """
    from jineng.workbooks.self_checking import write_template

    if file.suffix.lower() != ".xlsx":
        raise Refused(f"“{file}”应以 .xlsx 结尾")
    if file.exists():
        raise Refused(f"“{file}”已经存在，不覆盖；请换一个文件名")
    if not file.absolute().parent.is_dir():
        raise Refused(f"文件夹“{file.parent}”不存在，请先新建")
    aids = aids_of(place, as_of, settings_file, ())
    given: dict[str, Any] = {**aids.base, **aids.options}
    try:
        write_template(file, form, given, aids.today)
    except OSError as problem:
        raise Refused(f"不能写到“{file}”：{reason(problem)}") from problem
    where = "能否识别写在 D 列" if form == "settings" else "问题在“表内校验结果”页"
    click.echo(f"已写出 {file}。在 Excel、WPS 或 LibreOffice 中打开填写，{where}")
