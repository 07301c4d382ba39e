"""Templates of tables that check themselves in any spreadsheet program, with nothing installed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jineng.validators.columns import COLUMNS
from jineng.validators.context import Context
from jineng.validators.findings import column_name
from jineng.validators.forms import FORMS
from jineng.validators.native.findings import CODES, Sentence
from jineng.validators.native.formulas import quoted
from jineng.workbooks.colours import written
from jineng.workbooks.documents import NOTES, grid, line, put
from jineng.workbooks.marks import COLOURS
from jineng.workbooks.self_checking.calculation import HEAD, Calculation, NativeBook, moved_column
from jineng.workbooks.self_checking.counts import counts
from jineng.workbooks.self_checking.deadlines import deadlines
from jineng.workbooks.self_checking.duplicates import duplicates
from jineng.workbooks.self_checking.finish import finish, new_book
from jineng.workbooks.self_checking.looks import LOOKS, Look
from jineng.workbooks.self_checking.results import RESULTS_TITLE, Section

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: The table's header stands in row HEAD, its title above it; the hints above that and the two columns beside are ours.
VERDICT, REASON = "结论", "原因"
HIDDEN = "计算"
_HINTS = (
    f"逐行填写。右边的“结论”“原因”自动得出，有问题的单元格着色（红：错误，黄：提醒，蓝：未校验）；全部问题在“{RESULTS_TITLE}”页。",
    "不要改动表头；粘贴时用“选择性粘贴 - 数值”。打印前删去多余的空行；这两行不打印。",
)
_TEXT_KINDS = frozenset({"id_number", "month"})
_TEXT_KEYS = frozenset({"phone", "certificate_number", "prior_certificate", "enquiry_phone", "id_number"})


def write_table_template(
    path: Path, form: str, context: Context, rows: int = 0, filled: Sequence[Sequence[Any]] = ()
) -> None:
    """Write the template of a table. rows: how many it is prepared for; filled: rows already filled in."""
    look = LOOKS[form]
    count = max(rows or look.rows, len(filled))
    made = new_book(context, look.title)
    sheet = made.book.worksheets[0]
    sheet.title = look.sheet
    keys = FORMS[form].keys
    checked = range(HEAD + 1, HEAD + 1 + count)
    columns = {key: made.column(f"K_{key}", look.sheet, at, checked.stop) for at, key in enumerate(keys, 1)}
    cells = {key: f"INDEX({name},ROW())" for key, name in columns.items()}
    end = made.foot("E_foot", look.sheet, checked.stop)
    calculation = Calculation(made, form, HIDDEN, cells, checked, extra=_across, end=end)
    _lay_table(made, sheet, look, calculation, filled)
    named = columns[keys[_named(keys) - 1]]
    over = f"COUNTA(INDEX({named},MIN({checked.stop},{end})):INDEX({named},ROWS({named})))"
    moved = "+".join(
        moved_column(name, HEAD, at, COLUMNS[key].header) for at, (key, name) in enumerate(columns.items(), 1)
    )
    section = Section(calculation, look.sheet, f"ADDRESS({{row}}+{HEAD},{{column}},4)", over, moved)
    finish(made, path, form, [section], look.whole)


def _across(calculation: Calculation) -> Sequence[Sentence]:
    """What is said across rows."""
    return [*duplicates(calculation), *counts(calculation), *deadlines(calculation)]


def _lay_table(
    made: NativeBook, sheet: "Worksheet", look: Look, calculation: Calculation, filled: Sequence[Sequence[Any]]
) -> None:
    """Title, header, empty rows ready for print, and the two columns of ours beside them."""
    from openpyxl.styles import Alignment, Border, Font, Side

    keys = FORMS[look.form].keys
    count = len(calculation.rows)
    widths = {COLUMNS[key].header: look.widths.get(key, 10.0) for key in keys}
    grid(sheet, widths, [[""] * len(keys)] * count, top=HEAD)
    last = len(keys)
    for row, words in enumerate(_HINTS, 1):  # above what is printed
        line(sheet, row, {(1, last): words}, size=10)
    line(sheet, HEAD - 1, {(1, last): look.title}, size=18, bold=True)
    foot = [*(NOTES if look.form == "certificate" else ()), *look.notes]
    below = HEAD + count + 1
    if look.form == "certificate":
        line(sheet, below, {(1, 11): "申请单位：", (12, last): "    年   月   日"}, size=11)
        line(sheet, below + 1, {(1, 6): "联系人：", (7, last): "联系电话："}, size=11)
        below += 2
    for number, words in enumerate(foot, below):
        line(sheet, number, {(1, last): words}, size=10)
    side = Side(style="thin", color="BFBFBF")
    border, wrapped = Border(left=side, right=side, top=side, bottom=side), Alignment(vertical="center", wrap_text=True)
    for at, (title, width) in enumerate(((VERDICT, 10.0), (REASON, 60.0)), last + 1):
        sheet.column_dimensions[column_name(at)].width = width
        head = put(sheet, HEAD, at, title)
        head.font, head.border, head.alignment = (
            Font(name="黑体", size=10),
            border,
            Alignment(horizontal="center", vertical="center"),
        )
    first = calculation.rows.start
    for row in calculation.rows:
        sheet.row_dimensions[row].height = look.high
        for at, part in ((last + 1, "verdict"), (last + 2, "reason")):
            made.put(sheet, row, at, f"INDEX({calculation.name(part)},ROW()-{first - 1})")
            cell = sheet.cell(row, at)
            cell.font, cell.border, cell.alignment = Font(name="宋体", size=10), border, wrapped
        for at, key in enumerate(keys, 1):
            if _is_text(key):
                sheet.cell(row, at).number_format = "@"
            elif COLUMNS[key].kind == "day":
                sheet.cell(row, at).number_format = "yyyy-mm-dd"
    for row, values in zip(calculation.rows, filled, strict=False):
        for at, value in enumerate(values, 1):
            if value not in (None, ""):
                sheet.cell(row, at).value = value
                if isinstance(value, str):
                    sheet.cell(row, at).data_type = "s" if value not in _ERRORS else "e"
    sheet.print_area = f"A{HEAD - 1}:{column_name(last)}{below + len(foot)}"
    sheet.print_title_rows = f"{HEAD - 1}:{HEAD}"
    sheet.page_setup.paperSize = look.paper
    sheet.freeze_panes = f"{column_name(_frozen(keys))}{HEAD + 1}"
    colour_cells(sheet, calculation, keys)
    _choices(sheet, look, calculation)


_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})


def _named(keys: Sequence[str]) -> int:
    """The column that names what a row is about, and in which nothing stands below the table."""
    return next(at for at, key in enumerate(keys, 1) if key in ("name", "studio", "contest"))


def _frozen(keys: Sequence[str]) -> int:
    """The column behind the name, which stays in sight; the first where the name stands far to the right."""
    return _named(keys) + 1 if _named(keys) <= 3 else 1


def _is_text(key: str) -> bool:
    return COLUMNS[key].kind in _TEXT_KINDS or key in _TEXT_KEYS


#: How a date pasted as a value is shown where months stand: as the month it is read as, not as a number, nor ### in a
#: narrow column; 1980 and 198003 as they are.
_MONTH = "[<=10000]General;[<190000]yyyy\\-mm;General;@"


def colour(sheet: "Worksheet", span: str, count: str, at: int, kind: str) -> None:
    """Errors red, reminders yellow, 未校验 blue. count: the beginning of the formula that counts a cell's findings."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import PatternFill
    from openpyxl.styles.differential import DifferentialStyle
    from openpyxl.styles.numbers import NumberFormat

    month = NumberFormat(numFmtId=200, formatCode=_MONTH) if kind == "month" else None
    rules = [(f'{count},"{code}{at:02}*")>0', PatternFill(bgColor=written(COLOURS[severity])))
             for severity, code in CODES.items()]  # fmt: skip
    shown = [(formula, DifferentialStyle(fill=fill, numFmt=month)) for formula, fill in rules]
    if month:  # last, for LibreOffice takes the first rule only
        shown.append((f"ISNUMBER({span.partition(':')[0]})", DifferentialStyle(numFmt=month)))
    for formula, style in shown:
        sheet.conditional_formatting.add(span, Rule(type="expression", formula=[formula], dxf=style))


def colour_cells(sheet: "Worksheet", calculation: Calculation, keys: Sequence[str]) -> None:
    """Every cell of a table that is to blame, and the verdict."""
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import PatternFill

    first, last = calculation.rows.start, calculation.rows.stop - 1
    for at, key in enumerate(keys, 1):
        span = f"{column_name(at)}{first}:{column_name(at)}{last}"
        colour(sheet, span, f"COUNTIF(INDEX({calculation.name('cells')},ROW()-{first - 1},0)", at, COLUMNS[key].kind)
    verdict = column_name(len(keys) + 1)
    for words, severity in (("不符合", "error"), ("需复核", "unchecked")):
        fill = PatternFill(bgColor=written(COLOURS[severity]))
        rule = FormulaRule(formula=[f'${verdict}{first}="{words}"'], fill=fill)
        sheet.conditional_formatting.add(f"{verdict}{first}:{verdict}{last}", rule)


def offer(sheet: "Worksheet", span: str, title: str, words: Sequence[str]) -> None:
    """A drop-down; something else may be typed after a warning."""
    from openpyxl.worksheet.datavalidation import DataValidation

    made = DataValidation(
        type="list", formula1=quoted(",".join(words)), allow_blank=True, showErrorMessage=True, errorStyle="warning", errorTitle=title,
        error="不在下拉列表中，仍要填写吗？",
    )  # fmt: skip
    sheet.add_data_validation(made)
    made.add(span)


def _choices(sheet: "Worksheet", look: Look, calculation: Calculation) -> None:
    """Drop-downs, and hints where something else is typed; pasting passes them by, so the formulas check all again."""
    from openpyxl.worksheet.datavalidation import DataValidation

    first, last = calculation.rows.start, calculation.rows.stop - 1
    keys = FORMS[look.form].keys

    def add(key: str, hint: str, **rule: Any) -> None:
        at = column_name(keys.index(key) + 1)
        made = DataValidation(
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            errorTitle=COLUMNS[key].header,
            error=hint,
            **rule,
        )
        sheet.add_data_validation(made)
        made.add(f"{at}{first}:{at}{last}")

    for key, words in look.choices.items():
        offer(
            sheet,
            f"{column_name(keys.index(key) + 1)}{first}:{column_name(keys.index(key) + 1)}{last}",
            COLUMNS[key].header,
            words,
        )
    if "contest" in keys and look.form != "plan":
        add("contest", "不在年度竞赛计划中，仍要填写吗？", type="list", formula1="L_contests")
    if "id_number" in keys:
        at = column_name(keys.index("id_number") + 1)
        same = f'AND(LEN({at}{first})=18,COUNTIF(${at}${first}:${at}${last},{at}{first}&"*")=1)'
        add("id_number", "应为18位且不重复，仍要填写吗？", type="custom", formula1=same)
    for key in keys:
        if COLUMNS[key].kind == "day":
            add(
                key,
                "应为日期，如 2024-10-20，仍要填写吗？",
                type="date",
                operator="between",
                formula1="18264",
                formula2="73050",
            )
