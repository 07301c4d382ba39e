"""The template of 工作室申报表: the form of the notice with formulas behind it, every box checked at its own cell."""

import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jineng.validators.columns import COLUMNS
from jineng.validators.context import Context
from jineng.validators.findings import cell_name, column_name
from jineng.validators.forms import FORMS
from jineng.validators.native.cells import stripped
from jineng.validators.native.formulas import ROW
from jineng.workbooks.boxes import Box, boxes
from jineng.workbooks.documents import save_book
from jineng.workbooks.labels import find_forms
from jineng.workbooks.self_checking.calculation import Calculation, NativeBook, moved_column
from jineng.workbooks.self_checking.duplicates import duplicates
from jineng.workbooks.self_checking.finish import finish, new_book
from jineng.workbooks.self_checking.results import Section
from jineng.workbooks.self_checking.tables import colour, offer
from jineng.workbooks.sheets import read_sheets
from jineng.workbooks.studio_documents import Application, lay_studio_form

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from jineng.workbooks.tables import FoundTable

SHEET, MEMBERS = "申报表", "计算成员"
_ROW = 5
#: Rows for members in the form, and how many are checked where more were inserted.
_TEAM_ROWS, _MOST = 6, 40
_VERDICT_COLUMN = 16  # beside the form, where it is not printed
_BESIDES = {"leader_kind": 4, "post_kind": 4, "district": 11}
_CHOICES = {
    "sex": ("男", "女"), "workstation": ("是", "否"), "frontline": ("是", "否"), "leader_kind": ("高级技师", "技能带头人", "乡土技能大师"),
    "post_kind": ("男", "女干部", "女工人"), "leader_level": ("技师（二级）", "高级技师（一级）", "特级技师", "首席技师"),
}  # fmt: skip


def write_studio_template(path: Path, context: Context, values: Mapping[str, str] | None = None,
                          team: Mapping[int, Mapping[str, str]] | None = None) -> None:  # fmt: skip
    """Write the template. values: column key → words already filled in; team: the same by number of the member, from 0."""
    made = new_book(context, "技能大师工作室申报表")
    sheet = made.book.worksheets[0]
    sheet.title = SHEET
    lay_studio_form(sheet, Application(f"{context.policy.place}市", {}, ()))
    _besides(sheet, {})
    form, inside = _read_back(f"{context.policy.place}市")
    places = {key: form.place(form.header_row, at) for key, at in form.columns.items()}
    header, columns = inside.header_row, {key: at + 1 for key, at in inside.columns.items()}
    printed = [key for key, place in places.items() if sheet.cell(*place).value]
    _fill(
        sheet,
        places,
        values or {},
        {(header + 1 + n, columns[k]): w for n, one in (team or {}).items() for k, w in one.items()},
    )
    rows = range(header + 1, header + 1 + _MOST)
    inside_names = {key: made.column(f"K_team_{key}", SHEET, at, rows.stop) for key, at in columns.items()}
    end = made.foot("E_team", SHEET, header + 1 + _TEAM_ROWS)
    end = f"IF(ROW(K_members)={header},{end},0)"  # where rows were inserted above, the lines here are no longer those there
    inner = {key: f"INDEX({name},ROW())" for key, name in inside_names.items()}
    members = Calculation(made, "team", MEMBERS, inner, rows, named="T", extra=duplicates, end=end)
    own = {key: made.cell(f"K_{key}", SHEET, *place) for key, place in places.items()
           if key not in printed or key == "members"}  # fmt: skip
    boxes_lost = "+".join(f"ISERROR(ROW({name}))" for name in own.values())
    cells = {**own, "members": _names(members)}
    whole = Calculation(made, "studio", "计算", cells, range(_ROW, _ROW + 1))
    made.words["form_places"] = {
        n: (f"ADDRESS(ROW({own[key]}),COLUMN({own[key]}),4)", cell_name(*places[key])) if key in own else "A1"
        for n, key in enumerate(FORMS["studio"].keys, 1)
    }
    made.words["team_columns"] = {n: columns.get(key, 1) for n, key in enumerate(FORMS["team"].keys, 1)}
    for at, key in enumerate(FORMS["studio"].keys, 1):
        if key in places:
            colour(sheet, cell_name(*places[key]), "COUNTIF(F_cells", at, COLUMNS[key].kind)
    for at, key in enumerate(FORMS["team"].keys, 1):
        if key in columns:
            span = f"{cell_name(rows.start, columns[key])}:{cell_name(header + _TEAM_ROWS, columns[key])}"
            colour(sheet, span, f"COUNTIF(INDEX(T_cells,ROW()-{header},0)", at, COLUMNS[key].kind)
    for key, words in _CHOICES.items():
        offer(sheet, cell_name(*places[key]), COLUMNS[key].header, words)
    _verdict(made, sheet)
    target = f"ADDRESS({{row}}+{header},INDEX(V_team_columns,{{column}}),4)"
    moved = "+".join(
        moved_column(name, header, columns[key], str(sheet.cell(header, columns[key]).value))
        for key, name in inside_names.items()
    )
    stop = f"INDEX({inside_names['name']},{rows.stop})"
    over = f"IF({end}>{rows.stop},COUNTA({stop}:INDEX({inside_names['name']},{end}-1)),0)"
    sections = [
        Section(whole, SHEET, "INDEX(V_form_places,{column})", moved=boxes_lost),
        Section(members, SHEET, target, over, moved, title="团队成员"),
    ]
    finish(made, path, "studio", sections, ())


def _names(members: Calculation) -> str:
    """The members' names as `jineng check` puts them together: 、 between them, ？ where one has none."""
    raw = members.tree.cells["name"]
    name = f'IF(ISTEXT({raw}),{stripped(raw)},IF(ISLOGICAL({raw}),IF({raw},"是","否"),{raw}&""))'
    column = members.beside(f'IF({members.filled}="","","、"&IF({name}="","？",{name}))', "连写的姓名").removesuffix(
        ROW
    )
    joined = "&".join(f"'{MEMBERS}'!${column}${row}" for row in members.rows)
    return f"MID({joined},2,9999)"


def _besides(sheet: "Worksheet", values: Mapping[str, str]) -> None:
    """What the form of the notice has no box for, below it: what they decide can be checked only where they are filled in."""
    below = sheet.max_row + 2
    kind, post, district = (Box(values.get(key, ""), width) for key, width in _BESIDES.items())
    for one in (
        [Box("领办人类别", 3, label=True), kind, Box("岗位类别", 3, label=True), post],
        [Box("区市", 3, label=True), district],
    ):
        boxes(sheet, below, one)
        below += 1
    sheet.print_area = f"A1:N{below - 1}"


@cache
def _read_back(place: str) -> "tuple[FoundTable, FoundTable]":
    """A full form as `jineng check` reads it, so that formulas look at the very cells it looks at."""
    from openpyxl import Workbook

    words = {key: f"填{at}" for at, key in enumerate(FORMS["studio"].keys)}
    book = Workbook()
    team = [["填"] * 4] * _TEAM_ROWS
    said = {key: word for key, word in words.items() if key not in _BESIDES}
    lay_studio_form(book.worksheets[0], Application(place, said, team))
    _besides(book.worksheets[0], words)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "form.xlsx"
        save_book(file, book)
        (sheet,) = read_sheets(file)
        form, inside = find_forms(sheet)
    return form, inside


def _fill(sheet: "Worksheet", places: Mapping[str, tuple[int, int]], values: Mapping[str, str],
          team: Mapping[tuple[int, int], str]) -> None:  # fmt: skip
    for (row, at), words in {**{places[key]: words for key, words in values.items()}, **team}.items():
        sheet.cell(row, at).value = words


def _verdict(made: NativeBook, sheet: "Worksheet") -> None:
    """结论 and 原因 beside the form."""
    from openpyxl.styles import Alignment, Font

    sheet.column_dimensions[column_name(_VERDICT_COLUMN)].width = 70.0
    for row, words in ((2, "结论（不打印）"), (4, "原因")):
        sheet.cell(row, _VERDICT_COLUMN, words).font = Font(name="黑体", size=11)
    for row, part in ((3, "verdict"), (5, "reason")):
        made.put(sheet, row, _VERDICT_COLUMN, f"INDEX(F_{part},1)")
    sheet.cell(5, _VERDICT_COLUMN).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=5, start_column=_VERDICT_COLUMN, end_row=18, end_column=_VERDICT_COLUMN)
