"""`jineng new`: templates that check themselves in any spreadsheet program."""

from pathlib import Path
from typing import Any

from jineng.addin.blanks import BLANKS
from jineng.addin.chinese import Refused, reason, say
from jineng.addin.command_line import Misused, argument, command, option
from jineng.addin.options import aids_of


def _form(word: str) -> str:
    """One of the empty tables, by its key or by what it is called."""
    for form, title in BLANKS.items():
        if word in (form, title):
            return form
    raise Misused(f"没有空白表“{word}”，可选：{'、'.join(f'{form} {title}' for form, title in BLANKS.items())}")


@command(
    argument("form", "表", _form),
    argument("file", "文件.xlsx", Path),
    option("--place", metavar="地区", help="按哪个地区的通知（默认威海）；写入模板，不能在模板中改"),
    option("--as-of", metavar="日期", help="按哪一天有效的通知（默认今天）；写入模板，不能在模板中改"),
    option(
        "--settings", key="settings_file", read=Path, metavar="文件", help="设置文件 jineng.toml，填入模板的“设置”页"
    ),
)
def new(form: str, file: Path, place: str | None, as_of: str | None, settings_file: Path | None) -> None:
    """写出自带校验的空白模板：不装任何软件，在 Excel、WPS、LibreOffice 中边填边校验。

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
    say(f"已写出 {file}。在 Excel、WPS 或 LibreOffice 中打开填写，{where}")
