"""年度绩效评估的材料：等次汇总表、每个工作室的评估表（A3）、不合格的整改通知；都是建议格式，附件2通知没有印出。"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jineng.workbooks.boxes import Box, boxes, columns_of, page
from jineng.workbooks.documents import grid, line, new_book, save_book
from jineng.workbooks.filled import TEMPLATES, fill, one_line
from jineng.workbooks.letters import (
    HEADING,
    end_together,
    letter,
    numbered,
    paragraph,
    repeated,
    row,
    save_letter,
    table,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_SUMMARY_WIDTHS = {
    "序号": 5.0, "工作室名称": 26.0, "领办人": 9.0, "所在单位": 22.0, "区市": 9.0, "批准年度": 7.0, "评估年度": 7.0, "自评得分": 9.0,
    "专家得分": 9.0, "等次": 11.0, "结果公布日期": 11.5, "整改截止日期": 11.5, "复评得分": 8.0, "复评日期": 11.5, "状态": 11.0,
    "奖励金额": 9.0, "备注": 16.0,
}  # fmt: skip
SUMMARY_HEADERS: tuple[str, ...] = tuple(_SUMMARY_WIDTHS)
LEFT_OUT_WIDTHS = {"工作表": 16.0, "行号": 6.0, "工作室名称": 34.0, "未列入原因": 70.0}
_SHEET_WIDTHS = {
    "序号": 6.0, "评估项目": 16.0, "评估内容": 46.0, "分值": 8.0, "工作落实情况": 60.0, "自评得分": 11.0, "佐证材料序号": 13.0,
}  # fmt: skip
_SEALS = ("所在单位审核意见（盖章）", "区市人力资源社会保障部门意见（盖章）", "专家组签字")
_DAY = "年    月    日"
_SUGGESTED = "说明：本表为建议格式，通知附件2没有印出，以市人力资源和社会保障局的要求为准。"


def write_summary(path: Path, title: str, rows: Sequence[Mapping[str, str]], notes: Sequence[str]) -> None:
    """生成“等次汇总表”。`rows`: header → text."""
    workbook = new_book(title, "等次汇总表（建议格式）")
    sheet = workbook.worksheets[0]
    grid(sheet, _SUMMARY_WIDTHS, [[one.get(h, "") for h in SUMMARY_HEADERS] for one in rows], top=2)
    line(sheet, 1, {(1, len(SUMMARY_HEADERS)): title}, size=16, bold=True)
    for number, note in enumerate([*notes, _SUGGESTED], len(rows) + 3):
        line(sheet, number, {(1, len(SUMMARY_HEADERS)): note}, size=10)
    page(sheet, paper=8, landscape=True)
    save_book(path, workbook)


def write_score_sheet(
    path: Path, title: str, head: Mapping[str, str], items: Sequence[Mapping[str, str]], sums: Mapping[str, str],
    foot: Mapping[str, str],
) -> None:  # fmt: skip
    """生成一个工作室的“绩效评估表”。"""
    workbook = new_book(title, "绩效评估表（建议格式）")
    lay_score_sheet(workbook.worksheets[0], title, head, items, sums, foot)
    save_book(path, workbook)


def lay_score_sheet(
    sheet: "Worksheet", title: str, head: Mapping[str, str], items: Sequence[Mapping[str, str]], sums: Mapping[str, str],
    foot: Mapping[str, str],
) -> None:  # fmt: skip
    """在空工作表上排出“绩效评估表”，A3 横向，带合计、专家得分和等次。

    `head`, `foot`: label → text, two a line; `items`, `sums`: header → text, with the experts' columns as they come.
    """
    widths = _widths(sums)
    top = 2 + (len(head) + 1) // 2
    columns_of(sheet, list(widths.values()))
    rows = _rows(items, sums, widths)
    grid(sheet, widths, rows, top=top)
    line(sheet, 1, {(1, len(widths)): title}, size=18, bold=True)
    for number, one in enumerate(_pairs(head, len(widths)), 2):
        boxes(sheet, number, one)
    below = top + len(rows) + 1
    for one in _pairs(foot, len(widths)):
        boxes(sheet, below, one)
        below += 1
    for words in _SEALS:
        boxes(sheet, below, [Box(words, 2, label=True), Box(_DAY, len(widths) - 2)], least=48.0)
        below += 1
    line(sheet, below, {(1, len(widths)): _SUGGESTED}, size=10)
    page(sheet, paper=8, landscape=True)


def write_score_letter(
    path: Path, title: str, head: Mapping[str, str], items: Sequence[Mapping[str, str]], sums: Mapping[str, str],
    foot: Mapping[str, str],
) -> None:  # fmt: skip
    """生成同一张“绩效评估表”的 Word 文档。"""
    widths = _widths(sums)
    document = letter(title, a3=True)
    paragraph(document, title, size=20, font=HEADING, align="center")
    made = table(document, [373 * width / sum(widths.values()) for width in widths.values()])
    lines = [*_pairs(head, len(widths)), [Box(header, 1) for header in widths]]
    *rows, summed = _rows(items, sums, widths)
    lines += [[Box(words, 1) for words in line] for line in rows]
    lines.append([Box(summed[0], 2), *(Box(words, 1) for words in summed[2:])])
    lines += _pairs(foot, len(widths))
    for one in lines:
        row(made, [(box.words, box.columns) for box in one], size=10.5)
    repeated(made, 1 + (len(head) + 1) // 2)
    for words in _SEALS:
        row(made, [(words, 2), (_DAY, len(widths) - 2)], size=10.5, least=17)
    paragraph(document, _SUGGESTED, size=10.5, above=6)
    end_together(document, rows=len(_SEALS) + 3)
    numbered(document)
    save_letter(path, document)


def write_rectify_letter(path: Path, host: str, body: Iterable[str], template: Path | None = None) -> None:
    """生成“整改通知”（建议格式），落款和日期由印发单位填写。

    `template` is a Word file with {{ 单位 }} and {{ 段 }} in it, the latter between {%p for 段 in 正文 %} and {%p endfor %}.
    """
    values = {"单位": one_line(host), "正文": [one_line(words) for words in body]}
    fill(path, template or TEMPLATES / "rectify.docx", values, "整改通知")


def _widths(sums: Mapping[str, str]) -> dict[str, float]:
    """Header → width; the experts' columns are those that have a sum."""
    experts = [header for header in sums if header not in _SHEET_WIDTHS]
    return {**_SHEET_WIDTHS, **dict.fromkeys(experts, 9.0), "备注": 16.0}


def _rows(items: Sequence[Mapping[str, str]], sums: Mapping[str, str], widths: Iterable[str]) -> list[list[str]]:
    return [[one.get(header, "") for header in widths] for one in (*items, {"序号": "合计", **sums})]


def _pairs(labels: Mapping[str, str], columns: int) -> Iterator[list[Box]]:
    """Labels with what stands beside them, two a line."""
    every = [*labels.items(), ("", "")]
    for (one, said), (other, too) in zip(every[0::2], every[1::2], strict=False):
        yield [Box(one, 2, label=True), Box(said, 3), Box(other, 1, label=True), Box(too, columns - 6)]
