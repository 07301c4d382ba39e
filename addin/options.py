"""What several commands take: place, day, settings, registers."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jineng.addin.chinese import Refused, reason
from jineng.addin.command_line import option

if TYPE_CHECKING:
    from jineng.workbooks.checker import Aids

#: --place, --as-of, --settings and --register, which every command that checks takes; `aids_of` makes use of them.
AIDS = (
    option("--place", metavar="地区", help="按哪个地区的通知校验（默认看工作簿的“设置”表，再按威海）"),
    option("--as-of", metavar="日期", help="按哪一天有效的通知校验，如 2024-10-20"),
    option("--settings", key="settings_file", read=Path, metavar="文件", help="设置文件 jineng.toml"),
    option("--register", key="registers", read=Path, many=True, metavar="文件",
           help="职业目录、已有证书、节假日等登记表所在的工作簿，可多次给出"),
)  # fmt: skip


def aids_of(place: str | None, as_of: str | None, settings_file: Path | None, registers: tuple[Path, ...]) -> "Aids":
    from jineng.validators.policy import UnknownPlace, place_code
    from jineng.validators.values import day
    from jineng.workbooks.checker import Aids
    from jineng.workbooks.sheets import Unreadable
    from jineng.workbooks.side_tables import read_registers

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
        raise Refused(f"设置文件“{path.name}”不能读取：{reason(problem)}") from problem
    except UnicodeDecodeError as problem:
        raise Refused(f"设置文件“{path.name}”不能读取：不是 UTF-8 编码的文本") from problem
    except tomllib.TOMLDecodeError as problem:
        line = re.search(r"line (\d+)", str(problem))
        where = f"第{line[1]}行" if line else "末尾"
        raise Refused(
            f'设置文件“{path.name}”{where}不合 TOML 写法，应如 "地区" = "威海"，中文名称和文字要加引号'
        ) from problem
    if problems:
        raise Refused(f"设置文件“{path.name}”：{'；'.join(problems)}")
    return given
