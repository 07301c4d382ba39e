"""材料清单.xlsx of one submission: what is asked, what is there, what is lacking; and what a person has confirmed.

The first page is written anew each time. The second page is the official's: what is answered there is read before the
file is written again, and stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jineng.validators.context import Context
from jineng.validators.materials import IMAGE, Material, Piece
from jineng.validators.rules import Severity
from jineng.validators.values import text, yes_no
from jineng.workbooks.documents import grid, line, new_book, save_book
from jineng.workbooks.file_kinds import FoundFile
from jineng.workbooks.owners import Person, match, some
from jineng.workbooks.sheets import Unreadable, read_sheets

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CHECKLIST = "材料清单.xlsx"
HERE, LACKING, NUMBER, KEPT, OPEN, CONFIRMED = "已有", "缺少", "数量不符", "未放（备查）", "待确认", "已确认"
_WIDTHS = {
    "序号": 5.0, "材料": 16.0, "条款": 11.0, "条款原文": 36.0, "形式和份数": 21.0, "需人工确认": 27.0, "已放入的文件": 25.0,
    "状态": 9.0, "还缺和要看的": 24.0,
}  # fmt: skip
_TICK_WIDTHS = {"材料": 24.0, "要确认的": 46.0, "条款": 14.0, "是否确认": 10.0, "备注": 30.0}
_TICKS = "人工确认"
_SHOWN_FILES = 8
_RED, _AMBER, _GREEN = "FFC00000", "FF9C5700", "FF006100"
_FILLS = {_RED: "FFFFC7CE", _AMBER: "FFFFEB9C", _GREEN: "FFC6EFCE"}
_NOTE = "说明：文件放进各序号的文件夹，再运行一次，本页随之更新；“人工确认”页由人填写“是”，重新运行时保留。放入的文件只读不改。"


class Tick(NamedTuple):
    """What a person is to confirm, with the answer given so far."""

    clause: str
    words: str
    answer: str = ""
    remark: str = ""


class Line(NamedTuple):
    """A line above the list. late: past its day, in red where that is an error and else in amber."""

    words: str
    late: Severity | None = None


@dataclass
class Item:
    """One item as it stands. form: what is asked; waived: why it is not asked for now."""

    material: Material
    form: str
    files: Sequence[FoundFile]
    ticks: Sequence[Tick]
    lacking: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    status: str = HERE
    waived: str = ""
    people: Sequence[Person] = ()


#: (material, words) → answer and remark
Answers = Mapping[tuple[str, str], tuple[str, str]]


def judge(
    material: Material, context: Context, applicants: int, files: Sequence[FoundFile], answers: Answers,
    people: Sequence[Person] = (), beyond: Sequence[str] = (),
) -> Item | None:  # fmt: skip
    """How an item stands; None where no notice in force asks for it.

    people: whom its files are matched with; beyond: what files go beyond what was set.
    """
    if not any(context.clause(id) for id in material.asks):
        return None
    form = [_asked(piece, material, context, applicants) for piece in material.pieces]
    ticks = [tick for tick in material.ticks if context.clause(tick[0])]
    if copies := context.value(material.copies) if material.copies else None:
        form.append(f"纸质一式{copies}份" + (f"（每{material.each}）" if material.each and applicants > 1 else ""))
        ticks.append((material.asks[0], f"纸质已备齐，一式{copies}份"))
    answered = [Tick(clause, words, *answers.get((material.name, words), ("", ""))) for clause, words in ticks]
    item = Item(material, "\n".join(form) or "不交文件", files, answered, people=people)
    item.doubts += [*(f"{file.name}：{file.problem}" for file in files if file.problem), *beyond]
    numbers = [_compare(item, piece, context, applicants) for piece in material.pieces]
    if not material.pieces:
        item.status = CONFIRMED if all(yes_no(tick.answer) for tick in answered) else OPEN
    elif not applicants and (material.listed or material.each):
        item.waived, item.status, item.lacking = "没有列入的人，是否要报请向主管科室确认", OPEN, []
    elif not material.asked:
        item.status, item.lacking = HERE if all(numbers) else KEPT, []
    elif not all(numbers):
        item.status = LACKING
    elif item.lacking or any(not _within(piece, n, context) for piece, n in zip(material.pieces, numbers, strict=True)):
        item.status = NUMBER
    return item


def _asked(piece: Piece, material: Material, context: Context, applicants: int) -> str:
    unit = "张" if piece.kinds == (IMAGE,) else "份"
    if piece.most:
        return f"{piece.what}{context.value(piece.least)}—{context.value(piece.most)}{unit}"
    if material.each and applicants > 1:
        return f"{piece.what}每{material.each}1{unit}，共{applicants}{unit}"
    return f"{piece.what}1{unit}"


def _within(piece: Piece, number: int, context: Context) -> bool:
    return not piece.most or context.value(piece.least) <= number <= context.value(piece.most)


def _compare(item: Item, piece: Piece, context: Context, applicants: int) -> int:
    """How many files of a piece there are; what is wrong with that is noted on the item."""
    unit = "张" if piece.kinds == (IMAGE,) else "份"
    number = sum(file.kind in piece.kinds and not file.problem for file in item.files)
    wanted = max(applicants, 1) if item.material.each else 1
    if item.material.matched and item.people:
        found = match([file.name for file in item.files if file.kind in piece.kinds and not file.problem], item.people)
        item.doubts += found.doubts()
        if found.missing:
            item.lacking.append(f"缺{piece.what}{len(found.missing)}{unit}：{some([p.name for p in found.missing])}")
        return number
    if not number:
        item.lacking.append(f"缺{piece.what}" + (f"，应有{wanted}{unit}" if wanted > 1 else ""))
    elif piece.most:  # a range is for an official to judge: two photos or six are said, not refused
        if not _within(piece, number, context):
            item.doubts.append(
                f"{piece.what}{number}{unit}，应为{context.value(piece.least)}—{context.value(piece.most)}{unit}"
            )
    elif number < wanted:
        item.lacking.append(f"{piece.what}应有{wanted}{unit}，只有{number}{unit}")
    return number


# --- the workbook -----------------------------------------------------------------------------------------------------


def read_answers(path: Path) -> Answers:
    """What was answered on the second page of a checklist; raises Unreadable for a file that is none of ours."""
    if not path.exists():
        return {}
    sheet = next((s for s in read_sheets(path) if s.name == _TICKS), None)
    if sheet is None:
        raise Unreadable(f"没有“{_TICKS}”页，不是本工具写的清单")
    answers: dict[tuple[str, str], tuple[str, str]] = {}
    at: dict[str, int] | None = None
    for row in sheet.rows():
        words = [text(cell) for cell in row]
        if at is None:
            at = {w: words.index(w) for w in _TICK_WIDTHS} if set(_TICK_WIDTHS) <= set(words) else None
        else:
            material, asked, answer, remark = (words[at[k]] for k in ("材料", "要确认的", "是否确认", "备注"))
            if answer or remark:
                answers[material, asked] = answer, remark
    return answers


def write_checklist(path: Path, title: str, lines: Sequence[Line], items: Sequence[Item], context: Context) -> None:
    """Write 材料清单 of one submission: the list, and the page to confirm on."""
    workbook = new_book(f"{title} 材料清单", "材料清单")
    sheet = workbook.worksheets[0]
    top = len(lines) + 2
    grid(sheet, _WIDTHS, [_row(number, item, context) for number, item in enumerate(items, 1)], top)
    sheet.print_title_rows = f"{top}:{top}"
    line(sheet, 1, {(1, len(_WIDTHS)): f"{title} 材料清单"}, size=16, bold=True)
    for number, one in enumerate(lines, 2):
        line(sheet, number, {(1, len(_WIDTHS)): one.words}, size=11)
        if one.late:
            _colour(sheet, number, 1, _RED if one.late == "error" else _AMBER)
    for number, item in enumerate(items, top + 1):
        _mark(sheet, number, item)
    line(sheet, top + len(items) + 1, {(1, len(_WIDTHS)): _NOTE}, size=10)
    _ticks_page(workbook.create_sheet(_TICKS), title, items, context)
    save_book(path, workbook)


def _row(number: int, item: Item, context: Context) -> list[str]:
    clauses = [clause for id in item.material.asks if (clause := context.clause(id))]
    ticks = [f"{'☑' if yes_no(tick.answer) else '□'} {tick.words}" for tick in item.ticks]
    names = [file.name for file in item.files]
    if len(names) > _SHOWN_FILES:
        names[_SHOWN_FILES:] = [f"……共{len(names)}个"]
    wanting = [*item.lacking, *([item.waived] if item.waived else []), *item.doubts]
    return [
        str(number), item.material.name, "\n".join(dict.fromkeys(c.where for c in clauses)), "\n".join(c.quote for c in clauses),
        item.form, "\n".join(ticks), "\n".join(names), item.status, "\n".join(wanting),
    ]  # fmt: skip


def _mark(sheet: "Worksheet", number: int, item: Item) -> None:
    from openpyxl.styles import Alignment

    status, wanting = len(_WIDTHS) - 1, len(_WIDTHS)
    if item.lacking:
        colour = _RED
    elif item.doubts or item.status == NUMBER:
        colour = _AMBER
    else:
        colour = _GREEN if item.status in (HERE, CONFIRMED) else ""
    if colour:
        _colour(sheet, number, status, colour, fill=True)
    if item.lacking or item.doubts:
        _colour(sheet, number, wanting, colour)
    for column in (2, 4, 5, 6, 7, wanting):
        sheet.cell(number, column).alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)


def _colour(sheet: "Worksheet", row: int, column: int, colour: str, fill: bool = False) -> None:
    from openpyxl.styles import Font, PatternFill

    cell = sheet.cell(row, column)
    cell.font = Font(name=cell.font.name, size=cell.font.size, bold=True, color=colour)
    if fill:
        cell.fill = PatternFill("solid", fgColor=_FILLS[colour])


def _ticks_page(sheet: "Worksheet", title: str, items: Sequence[Item], context: Context) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rows = []
    for item in items:
        for tick in item.ticks:
            clause = context.clause(tick.clause)
            rows.append([item.material.name, tick.words, clause.where if clause else "", tick.answer, tick.remark])
    grid(sheet, _TICK_WIDTHS, rows, top=2)
    line(sheet, 1, {(1, len(_TICK_WIDTHS)): f"{title} {_TICKS}"}, size=14, bold=True)
    if rows:
        choice = DataValidation(type="list", formula1='"是,否"', allow_blank=True, showErrorMessage=False)
        choice.add(f"D3:D{len(rows) + 2}")
        sheet.add_data_validation(choice)
