"""The sheets beside the table of a template: lists, parameters with their clauses, settings, 职业目录, how to fill in, results."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from jineng.validators.columns import COLUMNS
from jineng.validators.findings import column_name
from jineng.validators.forms import OCCUPATIONS
from jineng.validators.native.cells import (
    HAN,
    HAN_AND_RARE,
    HAN_NAME,
    PLAIN,
    PLAIN_NAME,
    RARE_NAME,
    STEPS,
    STEPS_NAME,
    blank,
    fold,
)
from jineng.validators.native.formulas import ABSTAIN, ROW, UNKNOWN, Formulas, list_names, literal, name_of, quoted
from jineng.validators.native.readers import read
from jineng.validators.settings import SETTINGS, Setting
from jineng.workbooks.colours import written
from jineng.workbooks.documents import put
from jineng.workbooks.marks import HEADING_COLOUR
from jineng.workbooks.self_checking.calculation import NativeBook, mirror, serial

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LISTS, PARAMETERS, SETTINGS_TITLE, OCCUPATIONS_TITLE = "词表", "参数", "设置", "职业目录"
_OCCUPATIONS = 100
_TODAY = "TODAY()"
#: Where 参数 holds the values for the formulas, hidden.
_RAW = 5
#: Digits in a pattern, which an official is shown as words.
_DIGITS = re.compile(r"\\d\{(\d+)\}")


def add_lists(made: NativeBook, words: Mapping[str, Mapping[Any, Any]]) -> None:
    """The lists of words that formulas look up, hidden; what the words of each stand for is beside them.

    What a word stands for may be a formula with the value that it has in the empty form.
    """
    sheet = made.book.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    for row, (name, characters) in enumerate(((PLAIN_NAME, PLAIN), (HAN_NAME, HAN), (RARE_NAME, HAN_AND_RARE)), 1):
        put(sheet, row, 1, characters)
        made.names[name] = f"'{LISTS}'!$A${row}"
    for step in range(1, STEPS + 1):
        sheet.cell(step, 2, step)
    made.names[STEPS_NAME] = f"'{LISTS}'!$B$1:$B${STEPS}"
    for at, (name, known) in enumerate(words.items()):
        left, right = column_name(3 + 2 * at), column_name(4 + 2 * at)
        for row, (word, value) in enumerate(known.items(), 1):
            if isinstance(word, str):
                put(sheet, row, 3 + 2 * at, word)
            else:
                sheet.cell(row, 3 + 2 * at, word)
            if isinstance(value, str):
                put(sheet, row, 4 + 2 * at, value)
            elif isinstance(value, tuple):
                made.put(sheet, row, 4 + 2 * at, *value)
            else:
                sheet.cell(row, 4 + 2 * at, value)
        for label, letter in zip(list_names(name), (left, right), strict=True):
            made.names[label] = f"'{LISTS}'!${letter}$1:${letter}${max(1, len(known))}"
    sheet.protection.sheet = True


def add_settings(made: NativeBook, keys: Sequence[str], sheet: "Worksheet | None" = None) -> dict[str, str]:
    """The 设置 sheet with the settings that this template or the button asks for; key → its cell."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if sheet is None:
        sheet = made.book.create_sheet()
    sheet.title = SETTINGS_TITLE
    head_of(sheet, {"设置项": 26.0, "值": 24.0, "不填时和依据": 90.0})
    found: dict[str, str] = {}
    given = made.context.settings.given
    for row, key in enumerate(keys, 2):
        setting = SETTINGS[key]
        put(sheet, row, 1, setting.title)
        cell = sheet.cell(row, 2)
        if key in given:
            cell.value = _shown(given[key])
        if setting.kind == "day":
            cell.number_format = "yyyy-mm-dd"
        options = ("是", "否") if setting.kind == "yes_no" else setting.options
        if options:
            choice = DataValidation(type="list", formula1=quoted(",".join(options)), allow_blank=True)
            sheet.add_data_validation(choice)
            choice.add(cell)
        default = "" if setting.default is None else f"不填为“{_shown(setting.default)}”。"
        put(sheet, row, 3, default + setting.about)
        found[key] = f"'{SETTINGS_TITLE}'!$B${row}"
        wrap(sheet, row, 3)
    print_wide(sheet)
    return found


def _shown(value: Any) -> Any:
    return ("是" if value else "否") if isinstance(value, bool) else value


def add_parameters(made: NativeBook, keys: Sequence[str], settings: Mapping[str, str]) -> None:
    """The sheet 参数: every number that a notice or a setting gives, named, with the clause that says so."""
    sheet = made.book.create_sheet(PARAMETERS)
    head_of(sheet, {"名称": 26.0, "取值": 24.0, "条款": 34.0, "原文": 80.0})
    helpers: list[str] = []

    def place(formula: str, title: str) -> str:
        helpers.append(formula)
        return f"'{PARAMETERS}'!${column_name(6 + len(helpers))}${row}"

    for row, key in enumerate(("today", *keys), 2):
        made.names[name_of(key)] = f"'{PARAMETERS}'!${column_name(_RAW)}${row}"
        value = made.context.settings["as_of"] if key == "policy_day" else None
        if key in ("today", "policy_day"):
            put(sheet, row, 1, "今天" if key == "today" else "校验日期")
            _value(made, sheet, row, literal(value) if value else _TODAY, value or date.today())
        elif key in SETTINGS:
            setting = SETTINGS[key]
            put(sheet, row, 1, setting.title)
            helpers.clear()
            formulas = Formulas(made.context, place)
            _value(made, sheet, row, setting_formula(formulas, setting, settings[key]), made.context.value(key))
            if setting.kind == "day":
                sheet.cell(row, 2).number_format = "yyyy-mm-dd"
            for at, formula in enumerate(helpers, 7):
                made.put(sheet, row, at, f'IF({settings[key]}="","",{formula})')
            put(sheet, row, 3, "设置")
            put(sheet, row, 4, setting.about)
        else:
            _notice(made, sheet, row, key)
        wrap(sheet, row, 4)
    for at in range(_RAW, sheet.max_column + 1):
        sheet.column_dimensions[column_name(at)].hidden = True
    print_wide(sheet)
    sheet.protection.sheet = True


def _notice(made: NativeBook, sheet: "Worksheet", row: int, key: str) -> None:
    found = made.context.policy.setting(key)
    if found is None:
        put(sheet, row, 1, "通知没有规定")
        _value(made, sheet, row, UNKNOWN, None)
        return
    value, clause = found
    put(sheet, row, 1, f"通知规定（{clause.id}）")
    if isinstance(value, tuple):
        put(sheet, row, 2, _DIGITS.sub(r"（\1位数字）", "、".join(map(str, value))))
    else:
        _value(made, sheet, row, literal(value), value)
    put(sheet, row, 3, str(clause))
    put(sheet, row, 4, clause.quote)


def _value(made: NativeBook, sheet: "Worksheet", row: int, formula: str, cached: Any) -> None:
    """A value for the formulas, hidden, and in its column as an official reads it."""
    made.put(sheet, row, _RAW, formula, "#N/A" if cached is None else _plain(cached))
    raw = f"${column_name(_RAW)}${row}"
    words = f'IF(ISNA({raw}),"未设置",IF(ISERROR({raw}),"不能识别",IF(ISLOGICAL({raw}),IF({raw},"是","否"),{raw})))'
    made.put(sheet, row, 2, words, "未设置" if cached is None else _plain(_shown(cached)))
    if isinstance(cached, date):
        for at in (2, _RAW):
            sheet.cell(row, at).number_format = "yyyy-mm-dd"


def setting_formula(formulas: Formulas, setting: Setting, cell: str) -> str:
    """A setting's value, read from its cell: the default for a blank, and no word on what cannot be read."""
    raw = formulas.node(mirror(cell), setting.title)
    default = literal(setting.default)
    if setting.kind == "text":
        value = raw
        if setting.options:
            options = ",".join(f"EXACT({raw},{quoted(o)})" for o in setting.options)
            value = f"IF(OR({options}),{raw},{ABSTAIN})"
    else:
        known = read(formulas, setting.kind, raw, setting.title)
        sound = f"IF({known}>0,{known},{ABSTAIN})" if setting.kind == "number" else known
        value = f"IF(ISERROR({known}),{ABSTAIN},{sound})"
    return f'IF({cell}="",{default},IF({blank(raw)},{default},{value}))'


def _plain(value: Any) -> Any:
    return serial(value) if isinstance(value, date) else value


def add_occupations(made: NativeBook) -> None:
    """职业目录 for the official to fill in, and beside it hidden what formulas look up there."""
    sheet = made.book.create_sheet(OCCUPATIONS_TITLE)
    head_of(
        sheet,
        {
            COLUMNS[key].header: width
            for key, width in zip(OCCUPATIONS.keys, (26.0, 18.0, 18.0, 40.0, 10.0), strict=True)
        },
    )
    columns: list[str] = []

    def place(formula: str, title: str) -> str:
        columns.append(formula)
        return f"{column_name(7 + len(columns))}{ROW}"

    raw = {key: place(mirror(f"{column_name(at)}{ROW}"), "") for at, key in enumerate(OCCUPATIONS.keys, 1)}
    formulas = Formulas(made.context, place)
    name = fold(formulas, raw["occupation"])
    label = f'ISNUMBER(FIND("产业链)",{name}))'
    commas = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({raw["other_names"]},CHAR(10),"、"),";","、"),"；","、")'
    others = fold(formulas, place(commas, ""))
    ceiling = read(formulas, "ceiling", raw["max_level"], "最高等级")
    on_file = read(formulas, "yes_no", raw["on_file"], "已备案")
    answers = {
        "O_key": f"IF({label},{ABSTAIN},{name})", "O_ceiling": ceiling,
        "O_others": f'IF({others}="","",IF(ISNUMBER(FIND("产业链)",{others})),{ABSTAIN},"、"&{others}&"、"))', "O_on_file": on_file,
        "O_number": "ROW()-1",
    }  # fmt: skip
    last = _OCCUPATIONS + 1
    for part, formula in answers.items():
        place(formula, part)
        made.names[part] = (
            f"'{OCCUPATIONS_TITLE}'!${column_name(7 + len(columns))}$2:${column_name(7 + len(columns))}${last}"
        )
    for row in range(2, last + 1):
        for at, formula in enumerate(columns, 8):
            guarded = formula if at < 13 else f'IF($H{row}="","",{formula})'
            if formula == "ROW()-1":
                made.put(sheet, row, at, formula, row - 1)
            else:
                made.put(sheet, row, at, guarded.replace(ROW, str(row)))
    for at in range(8, 8 + len(columns)):
        sheet.column_dimensions[column_name(at)].hidden = True
    for at, key in enumerate(OCCUPATIONS.keys, 1):
        for row in range(2, last + 1):
            if key in ("occupation_code",):
                sheet.cell(row, at).number_format = "@"
    made.names["O_filings"] = f"'{PARAMETERS}'!$E$1"
    made.names["O_odd"] = f"'{PARAMETERS}'!$F$1"
    parameters = made.book[PARAMETERS]
    made.put(parameters, 1, 5, "SUMPRODUCT(--ISLOGICAL(O_on_file))>0", False)
    made.put(parameters, 1, 6, "SUMPRODUCT(--ISERROR(O_key))+SUMPRODUCT(--ISERROR(O_others))>0", False)
    for at in (5, 6):
        parameters.column_dimensions[column_name(at)].hidden = True
    made.words |= formulas.words
    print_wide(sheet)


def add_catalogue(made: NativeBook) -> None:
    """The contests of the notice's plan, to be chosen from."""
    sheet = made.book.create_sheet("竞赛目录")
    head_of(sheet, {"计划中的竞赛": 60.0, "一类或二类": 12.0, "决赛年月": 14.0, "包含的赛项": 90.0})
    for row, contest in enumerate(made.context.catalogue.contests, 2):
        year, month = contest.planned or (0, None)
        planned = f"{year}年{month}月" if month else f"{year}年" if year else ""
        for at, words in enumerate((contest.name, contest.grade, planned, contest.listed()), 1):
            put(sheet, row, at, words)
            wrap(sheet, row, 4)
    last = max(2, len(made.context.catalogue.contests) + 1)
    made.names["L_contests"] = f"'竞赛目录'!$A$2:$A${last}"
    print_wide(sheet)
    sheet.protection.sheet = True


def print_wide(sheet: "Worksheet") -> None:
    """A header that stays in sight and is printed on every page; A4, all columns on one page."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4


def head_of(sheet: "Worksheet", widths: Mapping[str, float]) -> None:
    """The titles of a sheet's columns, in its first row."""
    from openpyxl.styles import Alignment, Font, PatternFill

    for at, (title, width) in enumerate(widths.items(), 1):
        cell = put(sheet, 1, at, title)
        cell.font, cell.fill = Font(name="黑体", size=11), PatternFill("solid", fgColor=written(HEADING_COLOUR))
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[column_name(at)].width = width


def wrap(sheet: "Worksheet", row: int, columns: int) -> None:
    from openpyxl.styles import Alignment

    for at in range(1, columns + 1):
        sheet.cell(row, at).alignment = Alignment(vertical="center", wrap_text=True)
