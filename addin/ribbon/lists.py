"""计算 and 期限: what follows from the tables, on a sheet of its own at the end of the book; the tables stay as they are."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import xlwings as xw

from jineng.addin.ribbon.pressing import pressed, show
from jineng.validators.findings import FileReport
from jineng.validators.functions import FUNCTIONS, REVIEW
from jineng.validators.grades import shown_score
from jineng.validators.levels import level_name
from jineng.validators.rules import SEVERITIES, Undecided
from jineng.validators.values import text
from jineng.workbooks.books import Refused, book_sheets
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.chief_export import nominated, order_note, order_rows
from jineng.workbooks.dues import due_lines
from jineng.workbooks.evaluation_export import graded
from jineng.workbooks.export import no_results, unusable_settings
from jineng.workbooks.graded import Studio
from jineng.workbooks.lists import show_list, usable
from jineng.workbooks.table_checker import CheckedRow

Rows = list[list[str]]

_LEVELS = {"工作表": 16, "行": 6, "选手": 10, "竞赛": 40, "职业（工种）": 18, "等级": 16, "理由": 80}
_GRADES = {
    "工作室": 32,
    "年度": 8,
    "得分": 8,
    "等次": 20,
    "整改截止": 12,
    "状态": 10,
    "奖励（元）": 12,
    "未列入的原因": 60,
}
_DUES = {"事项": 44, "期限": 90, "程度": 8}


def list_levels(book: xw.Book | None = None) -> Rows | None:
    """晋升等级：every winner's level and the reason, on the sheet 晋升等级."""
    return pressed(book, _levels)


def list_grades(book: xw.Book | None = None) -> Rows | None:
    """评估等次：every studio's grade by the experts' scores, on the sheet 评估等次."""
    return pressed(book, _grades)


def list_order(book: xw.Book | None = None) -> Rows | None:
    """排序建议：the suggested order of the 首席技师 nominees, on the sheet 排序建议."""
    return pressed(book, _order)


def list_deadlines(book: xw.Book | None = None) -> Rows | None:
    """期限：what is due when and how many days are left, on the sheet 期限."""
    return pressed(book, _deadlines)


def _levels(book: xw.Book) -> tuple[Rows, str]:
    checked, report = _checked(book)
    winners = [row for row in checked if row.table.form.key == "results" and row.facts.winner is not False]
    report.error = report.error or unusable_settings(report) or no_results(report, anybody=bool(winners))
    usable(report)
    rows = []
    for row in winners:
        cells = [_cell(row, argument) for argument, _ in FUNCTIONS["PROMOTED_LEVEL"].args]
        level, why = (_computed(row, name, cells) for name in ("PROMOTED_LEVEL", "PROMOTION_REASON"))
        rows.append(
            [row.table.sheet, str(row.number), *(row.text(k) for k in ("name", "contest", "occupation")), level, why]
        )
    counts = Counter(row[5].partition("：")[0] for row in rows)
    said = "，".join(f"{level} {number} 人" for level, number in counts.items()) or "没有获奖选手"
    show_list(book, "晋升等级", said, ["只列获奖选手；按通知计算，不校验其他各列"], _LEVELS, rows)
    return rows, f"{said}，详见“晋升等级”表"


def _cell(row: CheckedRow, argument: str) -> Any:
    """An argument of PROMOTED_LEVEL, from the column, or from what stands in for it: the ID, the settings, the register."""
    stand_in = {"birth": row.text("id_number"), "final_date": row.facts.final_date}
    if argument == "max_level" and not row.text(argument):
        ceiling = row.context.registers.occupation_ceiling(row.text("occupation"))
        return "" if ceiling is None else level_name(ceiling)
    at = row.table.columns.get(argument)
    return stand_in.get(argument) if at is None else row.cells[at]


def _computed(row: CheckedRow, name: str, cells: Sequence[Any]) -> str:
    try:
        return text(FUNCTIONS[name].compute(row.context, cells))
    except Undecided as reason:
        return f"{REVIEW}：{reason}"


def _checked(book: xw.Book) -> tuple[list[CheckedRow], FileReport]:
    show(book, "正在计算")
    rows: list[CheckedRow] = []
    report, _ = check_sheets(book_sheets(book), Aids(), rows.append, book.name)
    return rows, report


def _grades(book: xw.Book) -> tuple[Rows, str]:
    outcome = graded(*_checked(book))
    usable(outcome.report)
    rows = [_graded(one) for one in outcome.studios]
    rows += [[name, "", "", "", "", "", "", why] for _, _, name, why in outcome.left_out]
    said = outcome.summary[0] if outcome.summary else ""
    show_list(book, "评估等次", said, [*outcome.summary[1:], *outcome.notes], _GRADES, rows)
    return rows, f"{said}，详见“评估等次”表"


def _graded(one: Studio) -> list[str]:
    score = "" if one.expert_score is None else shown_score(one.expert_score)
    return [
        one.name,
        text(one.year),
        score,
        one.grade or "待定",
        text(one.until),
        one.state or "",
        text(one.reward),
        "",
    ]


def _order(book: xw.Book) -> tuple[Rows, str]:
    outcome, listed = nominated(*_checked(book))
    usable(outcome.report)
    if not listed:
        raise Refused("没有可以排序的推荐人选，请先校验，更正错误")
    context = listed[0][0].context
    found = order_rows([row for row, _ in listed], context)
    columns = dict.fromkeys(found[0], 16) | {"建议次序": 9, "说明": 40}
    rows = [list(one.values()) for one in found]
    left = f"，有错误没有排的 {len(outcome.left_out)} 人" if outcome.left_out else ""
    said = f"排序 {len(rows)} 人{left}"
    show_list(book, "排序建议", said, [order_note(context)], columns, rows)
    return rows, f"{said}，详见“排序建议”表；只是建议，不是选拔结果"


def _deadlines(book: xw.Book) -> tuple[Rows, str]:
    show(book, "正在计算")
    report, lines = due_lines(book_sheets(book), book.name, Aids())
    usable(report)
    rows = [[about, line.words, SEVERITIES[line.late] if line.late else ""] for about, line in lines]
    late = sum(bool(line.late) for _, line in lines)
    said = f"{len(rows)} 个期限，已过 {late} 个"
    show_list(book, "期限", said, ["按今天，或“设置”的校验日期"], _DUES, rows)
    return rows, f"{said}，详见“期限”表"
