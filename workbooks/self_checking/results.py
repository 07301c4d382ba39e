"""The 表内校验结果 sheet of a template: 可上报 or 不可上报, every finding with a link to its cell, and what is left to the button."""

from collections.abc import Sequence
from dataclasses import dataclass

from jineng.validators.findings import column_name
from jineng.validators.native.findings import BUTTON
from jineng.validators.native.formulas import quoted
from jineng.workbooks.colours import written
from jineng.workbooks.documents import put
from jineng.workbooks.marks import COLOURS, HEADING_COLOUR
from jineng.workbooks.self_checking.calculation import Calculation, NativeBook
from jineng.workbooks.self_checking.sheets import print_wide

RESULTS_TITLE, GUIDE = "表内校验结果", "填表说明"
#: How many findings are listed; the others are counted.
LISTED = 100
_WIDTHS = (6.0, 9.0, 9.0, 60.0, 10.0, 26.0, 46.0)
_HEADERS = ("序号", "单元格", "程度", "说明", "规则", "条款", "建议")
EMPTY = "尚未填写"
_GREEN = "C6EFCE"


@dataclass(frozen=True)
class Section:
    """The findings of one table or form.

    target  formula of the cell a finding is about; {row} is its row among those checked, {column} its place in the form
    title   what the list is about, if not all of the sheet
    over    formula: whether there is something below the rows that are checked; "" where that cannot be
    moved   formula: how many columns or boxes were deleted, moved or renamed
    """

    calculation: Calculation
    sheet: str
    target: str
    over: str = ""
    moved: str = "0"
    title: str = ""


def add_results(made: NativeBook, sections: Sequence[Section], left: int, changed: str) -> None:
    """The sheet itself. left: how much only the button checks, as the guide says; changed: formula: whether place or day were changed."""
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet = made.book.create_sheet(RESULTS_TITLE)
    for at, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[column_name(at)].width = width
    for at in range(8, 13):
        sheet.column_dimensions[column_name(at)].hidden = True
    sheet.merge_cells("A1:G1")
    made.put(sheet, 1, 8, "+".join(s.moved for s in sections), 0)
    made.put(sheet, 1, 1, _answer(sections, changed, bool(left)), EMPTY)
    sheet["A1"].font, sheet["A1"].alignment = Font(name="黑体", size=16), Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[1].height = 54.0
    for prefix, colour in (("不可", written(COLOURS["error"])), ("可上报", _GREEN)):
        rule = FormulaRule(formula=[f'LEFT($A$1,{len(prefix)})="{prefix}"'], fill=PatternFill(bgColor=colour))
        sheet.conditional_formatting.add("A1:G1", rule)
    row, totals = 3, [f"SUM({s.calculation.name('count')})" for s in sections]
    every = "+".join(totals)
    for at, section in enumerate(sections, 1):
        more = f'IF({every}>{LISTED},"，列出前 {LISTED} 处","")' if at == len(sections) else '""'
        row = _summary(made, section, row, more)
    _list(made, sections, totals, row)
    made.put(sheet, 2, 8, f"{row}+MIN({LISTED},{every})", row)
    _print_what_is_filled(made)
    if left:
        words = f"另有 {left} 项表内公式不能核对，点这里看"
        made.put(sheet, 2, 1, f"HYPERLINK(\"#'{GUIDE}'!A1\",{quoted(words)})", words)
        sheet["A2"].font = Font(name="宋体", size=10, color="0563C1", underline="single")
    print_wide(sheet)
    sheet.protection.sheet = True


def _print_what_is_filled(made: NativeBook) -> None:
    """Rows of the list that say nothing are not printed, where a program takes a formula for a print area.

    Excel does, and keeps it where it has a name of its own; LibreOffice does not, and prints the rows in reserve as well.
    """
    from openpyxl.workbook.defined_name import DefinedName

    made.names["F_print"] = f"'{RESULTS_TITLE}'!$A$1:INDEX('{RESULTS_TITLE}'!$G:$G,'{RESULTS_TITLE}'!$H$2)"
    name = "_xlnm.Print_Area"
    made.book[RESULTS_TITLE].defined_names[name] = DefinedName(name, attr_text="F_print")


def _answer(sections: Sequence[Section], changed: str, left: bool) -> str:
    """可上报 or 不可上报, and why."""
    names = [s.calculation.name for s in sections]
    errors, unchecked, hints = (
        "+".join(f'COUNTIF({name("cells")},"{code}*")' for name in names) for code in ("3", "2", "1")
    )
    broken = "+".join(f"SUMPRODUCT(--ISERROR({name('cells')}))" for name in names)
    filled = "+".join(f'COUNTIF({name("verdict")},"?*")' for name in names[:1])
    lacking = "+".join(f'COUNTIF({name("lacking")},"?*")' for name in names)
    over = "+".join(f"({s.over})" for s in sections if s.over) or "0"
    more = quoted(f"；另有几项{BUTTON}") if left else '""'
    hint = f'IF({hints}>0,"（有 "&({hints})&" 处提醒）","")'
    unset = f'IF({lacking}>0,"，"&({lacking})&" 行有未设置的要求","")'
    count = f'"不可上报："&({errors})&" 处错误"&IF({unchecked}>0,"，"&({unchecked})&" 处需复核","")&{unset}'
    return (
        f'IF($H$1>0,"不可上报：删除、移动过列，或改过表头，请恢复原样，或用 jineng new 重新生成模板",'
        f'IF({broken}>0,"不可上报：表内公式已损坏，{BUTTON}",IF({changed},"不可上报：设置的地区或校验日期改过，请用 jineng new 重新生成模板，或用“校验”按钮",'
        f'IF({over}>0,"不可上报：预备的行以下还有内容，没有校验，{BUTTON}",IF({filled}=0,"{EMPTY}",IF({errors}>0,{count},'
        f'IF({unchecked}>0,"不可上报："&({unchecked})&" 处需复核"&{unset},IF({lacking}>0,"不可上报：有 "&({lacking})&" 行有未设置的要求，未校验",'
        f'"可上报"&{hint}&{more}))))))))'
    )


def _unset(calculation: Calculation) -> str:
    """What is not set, and which requirement asks for it, each once."""
    parts = []
    if calculation.silent:
        words = quoted(f"{len(calculation.silent)} 项要求没有相应规定；")
        parts.append(f'IF(COUNTIF({calculation.name("verdict")},"?*")>0,{words},"")')
    before: dict[str, list[tuple[str, str]]] = {}
    for reference, id in calculation.compiled.unset:
        span = calculation.span(reference)
        rows, said = f'COUNTIF({span},"?*")', f'INDEX({span},MATCH("?*",{span},0))'
        same = "+".join(f"IF({n}=0,0,IF(EXACT({words},{said}),1,0))" for n, words in before.get(id, ())) or "0"
        parts.append(f'IF({rows}=0,"",IF({same}>0,"",LEFT({said},LEN({said})-1)&"（{id}）；"))')
        before.setdefault(id, []).append((rows, said))
    joined = "&".join(parts) or '""'
    return f'IF(LEN({joined})=0,"","未设置，未校验："&{joined}&"见“设置”页")'


def _summary(made: NativeBook, section: Section, top: int, listed: str) -> int:
    """How much of a table is filled in, how much is wrong, and what is not set; the row below."""
    from openpyxl.styles import Alignment, Font

    sheet, name = made.book[RESULTS_TITLE], section.calculation.name
    title = section.title or section.sheet
    for row in (top, top + 1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=7)
    said = f'"“{title}”：填写 "&COUNTIF({name("verdict")},"?*")&" 行，问题 "&SUM({name("count")})&" 处"&{listed}'
    made.put(sheet, top, 1, said, f"“{title}”：填写 0 行，问题 0 处")
    sheet.cell(top, 1).font = Font(name="黑体", size=11)
    made.put(sheet, top + 1, 1, _unset(section.calculation))
    sheet.cell(top + 1, 1).font = Font(name="宋体", size=10)
    sheet.cell(top + 1, 1).alignment = Alignment(vertical="center", wrap_text=True)
    return top + 2


def _list(made: NativeBook, sections: Sequence[Section], totals: Sequence[str], top: int) -> None:
    """The findings of one table after the other, each with a link to its cell.

    Hidden beside: which table, row and place there, the finding as it stands there, and the address of its cell.
    """
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    sheet = made.book[RESULTS_TITLE]
    side = Side(style="thin", color="BFBFBF")
    for at, title in enumerate(_HEADERS, 1):
        cell = put(sheet, top, at, title)
        cell.font, cell.fill = Font(name="黑体", size=10), PatternFill("solid", fgColor=written(HEADING_COLOUR))
        cell.border = Border(bottom=side)
    link, wrapped = (
        Font(name="宋体", size=10, color="0563C1", underline="single"),
        Alignment(vertical="top", wrap_text=True),
    )
    before = ["0", *("+".join(totals[:n]) for n in range(1, len(totals) + 1))]
    for number, row in enumerate(range(top + 1, top + 1 + LISTED), 1):
        parts: dict[int, list[str]] = {8: [], 9: [], 10: [], 11: [], 2: [], 5: [], 6: [], 7: []}
        for at, section in enumerate(sections):
            name, own = section.calculation.name, f"({number}-({before[at]}))"
            parts[8].append(f'COUNTIF({name("after")},"<"&{own})+1')
            previous = f"IF(AND($H{row}=$H{row - 1},$L{row}=$L{row - 1}),$I{row - 1},0)" if number > 1 else "0"
            rest = (
                f"INDEX({name('cells')},$H{row},{previous}+1):INDEX({name('cells')},$H{row},COLUMNS({name('cells')}))"
            )
            parts[9].append(f'{previous}+MATCH("?*",{rest},0)')
            parts[10].append(f"INDEX({name('cells')},$H{row},$I{row})")
            parts[11].append(section.target.format(row=f"$H{row}", column=f"VALUE(MID($J{row},2,2))"))
            parts[2].append(f"HYPERLINK(\"#'{section.sheet}'!\"&$K{row},$K{row})")
            for column, line in ((5, 1), (6, 2), (7, 3)):
                parts[column].append(f'INDEX({name("rules")},{line},$I{row})&""')
        which = str(len(sections))
        for at in range(len(sections) - 1, 0, -1):
            which = f"IF({number}<={before[at]},{at},{which})"
        made.put(sheet, row, 12, f'IF({number}>{before[-1]},"",{which})')
        for column, texts in parts.items():
            text = texts[-1]
            for at in range(len(texts) - 1, 0, -1):
                text = text if texts[at - 1] == text else f"IF($L{row}={at},{texts[at - 1]},{text})"
            made.put(sheet, row, column, f'IF($L{row}="","",{text})')
        made.put(sheet, row, 1, f'IF($L{row}="","",{number})')
        made.put(sheet, row, 3, f'IF($L{row}="","",CHOOSE(VALUE(LEFT($J{row},1)),"提醒","未校验","错误"))')
        made.put(sheet, row, 4, f'IF($L{row}="","",MID($J{row},4,300))')
        for at in range(1, 8):
            sheet.cell(row, at).alignment, sheet.cell(row, at).font = wrapped, Font(name="宋体", size=10)
        sheet.cell(row, 2).font = link
