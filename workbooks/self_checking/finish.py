"""What all templates have in common: the sheets around the table or form, the guide, the stamp, the file."""

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from jineng.validators.context import Context
from jineng.validators.forms import FORMS, HOLIDAYS
from jineng.validators.native.findings import BUTTON
from jineng.validators.native.formulas import quoted
from jineng.validators.policy import place_code
from jineng.validators.programmes import CHECKS, WHOLE_TABLE_RULES
from jineng.validators.settings import SETTINGS
from jineng.workbooks.atomic import replacing
from jineng.workbooks.documents import line
from jineng.workbooks.self_checking.cached_values import with_values
from jineng.workbooks.self_checking.calculation import Calculation, NativeBook
from jineng.workbooks.self_checking.holidays import COUNTED, add_holidays
from jineng.workbooks.self_checking.results import GUIDE, RESULTS_TITLE, Section, add_results
from jineng.workbooks.self_checking.sheets import (
    add_catalogue,
    add_lists,
    add_occupations,
    add_parameters,
    add_settings,
    print_wide,
)
from jineng.workbooks.self_checking.stamps import OURS, STAMP

#: Settings of every template: they decide which notices hold.
_ALWAYS = ("place", "as_of")


def new_book(context: Context, title: str) -> NativeBook:
    from openpyxl import Workbook

    book = Workbook()
    book.properties.title = title
    return NativeBook(book, context)


def finish(made: NativeBook, path: Path, form: str, sections: Sequence[Section], whole: Sequence[str]) -> None:
    """The other sheets, the stamp, and the file."""
    calculations = [s.calculation for s in sections]
    parameters = dict.fromkeys(key for c in calculations for key in c.formulas.parameters)
    settings = [key for key in SETTINGS if key in parameters or key in _ALWAYS or key in _ASKED.get(form, ())]
    places = add_settings(made, settings)
    changed = _changed(made.context, places)
    left = [f"{words}（{id}）" for c in calculations for id, words in c.compiled.left.items()]
    said = {s.id for c in calculations for s in c.compiled.sentences} - _ACROSS.keys()
    left += [
        f"{_ACROSS.get(id) or WHOLE_TABLE_RULES[id]}（{id}）：{BUTTON}"
        for id in whole
        if made.context.clause(id) and id not in said
    ]
    add_results(made, sections, len(left), changed)
    made.book.move_sheet(RESULTS_TITLE, -1)
    formulas = [formula for c in calculations for _, formula, _ in c.columns]
    add_parameters(made, list(parameters), places)
    if any("O_" in formula for formula in formulas):
        add_occupations(made)
    if any("W_contest" in formula for formula in formulas):
        add_catalogue(made)
    if any(COUNTED in formula for formula in formulas):
        add_holidays(made, min(c.unchanged[0] for c in calculations))
    for c in calculations:
        c.write()
        made.words |= c.formulas.words
    add_lists(made, made.words)
    _guide(made, form, left, _rests_on(made.context, calculations, parameters, whole))
    stamp(made, form)
    save(made, path)


#: Settings that only the button asks for, by form.
_ASKED: Mapping[str, tuple[str, ...]] = {
    "results": ("applicant", "contact"),
    "certificate": ("applicant", "contact", "phone", "apply_day"),
}  # fmt: skip


#: What formulas leave of rules over a whole table, where that is less than the rule.
_ACROSS = {
    "X-03": "与其他表、其他文件中的人重复、同号不同名",
    "C-027": "与申报表一致",
}


def _changed(context: Context, places: Mapping[str, str]) -> str:
    """Whether the 设置 sheet names another place or day than those for which the formulas were written."""
    named = context.settings["place"]
    same = {named, *(f"{named}{end}" for end in "省市区")}
    place = ",".join(f"EXACT({places['place']},{quoted(name)})" for name in sorted(same))
    day = context.settings["as_of"]
    wanted = f"{places['as_of']}=DATE({day.year},{day.month},{day.day})" if day else f'{places["as_of"]}=""'
    place_code(named)
    default = f'{places["place"]}="",' if "place" not in context.settings.given else ""
    return f"NOT(AND(OR({default}{place}),{wanted}))"


def _rests_on(
    context: Context, calculations: Sequence[Calculation], parameters: Iterable[str], whole: Iterable[str]
) -> list[str]:
    """The notices whose clauses or numbers the template uses."""
    ids = [*(r.id for c in calculations for r in CHECKS[c.form].requirements), *whole]
    ids += [s.id for c in calculations for s in c.compiled.sentences]
    clauses = [context.clause(id) for id in ids]
    clauses += [found[1] for key in parameters if (found := context.policy.setting(key))]
    used = {str(clause.notice) for clause in clauses if clause}
    return [words for words in map(str, context.policy.notices) if words in used]


def _guide(made: NativeBook, form: str, left: Sequence[str], notices: Sequence[str]) -> None:
    """填表说明, with the version and what the formulas rest on."""
    from openpyxl.styles import Alignment

    sheet = made.book.create_sheet(GUIDE, 0)
    sheet.column_dimensions["A"].width = 76.0
    context = made.context
    fixed = "（校验日期，生成时确定）" if context.settings["as_of"] else ""
    steps = [
        "在表中逐行填写。不需要安装任何软件，Excel 2007 以上、WPS、LibreOffice 都能用，没有宏，不联网，不引用其他文件。",
        "每行右边的“结论”：符合、不符合、需复核；“原因”逐条说明，括号里是规则编号。红色单元格是错误，黄色是提醒，蓝色是未校验。",
        f"“{RESULTS_TITLE}”页第一行说明可上报或不可上报，下面逐条列出，点单元格地址跳到问题所在。",
        "“设置”页填写通知没有写明的事项；“参数”页是通知给定的数值和条款原文，不要改。地区和校验日期在生成模板时确定，要换请用 jineng new 重新生成。",
        "“节假日表”页是国务院的放假安排，到期限的工作日按它数；最后一年以后的接着填，没有填的，期限需复核。" if HOLIDAYS.title in made.book.sheetnames else "",
        "“职业目录”页填写本职业最高等级、别名和是否备案（向市人社局索取），不填的，晋升技师（二级）需复核。" if "职业目录" in made.book.sheetnames else "",
        f"公式不能核对的（{len(left)} 项，列在下面）{BUTTON}，不会当作符合。" if left else "",
        f"全角字母、极生僻的字等，公式读不准的，写{BUTTON}，不会当作符合。",
        "可以插入、删除、排序行；插入的行，把上一行的“结论”“原因”复制下来。不要插入、删除、移动列，不要改表头。",
        "报送前仍建议运行 jineng check，它按同样的规则再校验一次。",
    ]  # fmt: skip
    lines = [
        f"{FORMS[form].title}（自带校验的模板）",
        f"版本：jineng {version('jineng')}　地区：{context.policy.place}　按 {context.policy.on} 有效的通知{fixed}",
        f"依据：{'、'.join(notices)}",
        *(f"{number}. {words}" for number, words in enumerate(filter(None, steps), 1)),
        *(["表内公式不能核对的：", *left] if left else []),
    ]
    for row, words in enumerate(lines, 1):
        line(sheet, row, {(1, 1): words}, size=16 if row == 1 else 11, bold=row == 1)
        if row > 1:
            sheet.cell(row, 1).alignment = Alignment(vertical="top", wrap_text=True)
    print_wide(sheet)
    sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation = None, None, "portrait"
    sheet.protection.sheet = True


def stamp(made: NativeBook, form: str) -> None:
    """What `jineng check` knows the template by: form, version, place, and how many names it had."""
    count = sum(1 for name in made.names if OURS.match(name))
    words = f"{form} {version('jineng')} {made.context.policy.place} {count}"
    made.names[STAMP] = quoted(words)


def save(made: NativeBook, path: Path, active: int = 1) -> None:
    """The file, with a value for every formula."""
    made.close()
    made.book.active = active
    for sheet in made.book.worksheets:
        sheet.sheet_view.tabSelected = sheet is made.book.worksheets[active]
    made.book.calculation.fullCalcOnLoad = True
    file = BytesIO()
    made.book.save(file)
    parts = {f"xl/worksheets/sheet{n}.xml": s.title for n, s in enumerate(made.book.worksheets, 1)}
    content = with_values(file, made.cached, parts, made.sheet_data)
    with replacing(path) as temporary:
        temporary.write_bytes(content)
