"""The 设置 sheet by itself, to be filled in and put into any workbook: every setting, and whether it can be read."""

from pathlib import Path

from jineng.validators.context import Context
from jineng.validators.findings import column_name
from jineng.validators.native.formulas import Formulas, quoted
from jineng.validators.settings import SETTINGS
from jineng.workbooks.self_checking.finish import new_book, save, stamp
from jineng.workbooks.self_checking.sheets import PARAMETERS, SETTINGS_TITLE, add_lists, add_settings, setting_formula

_WANTED = {"day": "日期，如 2024-10-20", "yes_no": "“是”或“否”", "number": "大于0的数字", "whole_number": "1以上的整数"}


def write_settings_template(path: Path, context: Context) -> None:
    """Write the workbook: a row a setting, with its default, what the notice says, and 可用 or 不能识别."""
    from openpyxl.styles import Font

    made = new_book(context, SETTINGS_TITLE)
    sheet = made.book.worksheets[0]
    places = add_settings(made, list(SETTINGS), sheet)
    helpers: list[str] = []
    hidden = made.book.create_sheet(PARAMETERS)
    hidden.sheet_state = "hidden"
    sheet.cell(1, 4, "能否识别").font = Font(name="黑体", size=11)
    sheet.column_dimensions["D"].width = 40.0
    for row, (key, setting) in enumerate(SETTINGS.items(), 2):
        helpers.clear()

        def place(formula: str, title: str, row: int = row) -> str:
            helpers.append(formula)
            return f"'{PARAMETERS}'!${column_name(len(helpers))}${row}"

        formulas = Formulas(context, place)
        value = setting_formula(formulas, setting, places[key])
        for at, formula in enumerate(helpers, 1):
            made.put(hidden, row, at, f'IF({places[key]}="","",{formula})')
        made.words |= formulas.words
        wanted = "、".join(setting.options) or _WANTED.get(setting.kind, "文字")
        said = f'IF(ISERROR({value}),{quoted(f"不能识别，应为{wanted}")},"可用")'
        filled = _shown(key, context)
        made.put(sheet, row, 4, f'IF({places[key]}="","",{said})', "可用" if filled else "")
    add_lists(made, made.words)
    stamp(made, "settings")
    save(made, path, active=0)


def _shown(key: str, context: Context) -> bool:
    return key in context.settings.given
