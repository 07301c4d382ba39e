"""What a mark is, in an open book and in a file alike: its colours, the words of its note, the rows of 校验结果.

A marked cell is known by its note, which moves along when rows are inserted or sorted. The colour it had before stands in
hidden columns of 校验结果. So marks can be taken off again, and nothing else is.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from jineng.validators.findings import FileReport, Finding, told_once
from jineng.validators.rules import SEVERITIES

RESULT_SHEET = "校验结果"
#: Heading and width of each column; the last two are hidden. Together they print at 8 points or more on A4 landscape.
RESULT_COLUMNS = {
    "程度": 7, "工作表": 11, "单元格": 8, "列": 9, "说明": 32, "建议": 22, "规则": 8, "条款": 9, "原文": 24, "通知": 18,
    "标记": 0, "原底色": 0,
}  # fmt: skip
HEADER_ROW = 3
SHEET, CELL, MESSAGE = 1, 2, 4
MARKED, BEFORE = 10, 11
MAX_LINKS = 65_000  # Excel allows a few more on a sheet
COLOURS = {"error": (255, 199, 206), "warning": (255, 235, 156), "unchecked": (221, 235, 247)}
HEADING_COLOUR = (217, 217, 217)

#: What our lines in a note begin with.
NOTE_MARK = "【校验】"

Rgb = tuple[int, int, int]
Place = tuple[str, str]  # sheet, cell


class Refused(Exception):
    """Something that the user has to change first; the message says what."""


def guilty(report: FileReport, anchor: Callable[[str, str], str]) -> dict[Place, list[Finding]]:
    """The cells to be marked with what is wrong in each; anchor names the cell that stands for a merged one.

    What is said about a whole table stands at its header, which is not marked.
    """
    headers = {(t.sheet, t.header_row) for t in report.tables}
    found: dict[Place, list[Finding]] = {}
    for finding in report.findings:
        if finding.column or (finding.sheet, finding.row) not in headers:
            found.setdefault((finding.sheet, anchor(finding.sheet, finding.cell)), []).append(finding)
    return found


def colour(findings: Iterable[Finding]) -> Rgb:
    """The colour of a cell: that of the gravest finding."""
    return COLOURS[min((f.severity for f in findings), key=list(COLOURS).index)]


def note_lines(findings: Iterable[Finding]) -> list[str]:
    """The lines of a note, one a finding."""
    return list(dict.fromkeys(NOTE_MARK + _one_line(f) for f in findings))


def is_note_line(line: str) -> bool:
    """Whether a line of a note is ours."""
    return line.startswith(NOTE_MARK)


def _one_line(finding: Finding) -> str:
    words = f"{finding.message}（{finding.rule} {finding.clause}）建议：{finding.suggestion}"
    return " ".join(words.split())


def headline(report: FileReport) -> str:
    """The first line of 校验结果: whether the workbook can be handed in."""
    counts = {s: sum(f.severity == s for f in report.findings) for s in SEVERITIES}
    verdict = "不可上报" if counts["error"] else "可上报"
    return f"{verdict}：" + "，".join(
        f"{SEVERITIES[s]} {n} {'项' if s == 'unchecked' else '处'}" for s, n in counts.items()
    )


def scope(report: FileReport) -> str:
    """The second line: what was checked, with which settings."""
    tables = "；".join(
        f"{t.sheet}{'（隐藏）' if t.hidden else ''} {t.rows} 行" for t in report.tables if t.form != "settings"
    )
    settings = "，".join(f"{title}={value}" for title, value in report.settings.items())
    return f"校验了：{tables}。设置：{settings or '没有“设置”表，按默认'}"


def result_rows(
    report: FileReport, marked: Mapping[Place, Collection[Finding]], before: Mapping[Place, Rgb | None]
) -> list[list[str]]:
    """The rows of 校验结果, one a finding; marked says which cell was marked for it, before what colour that had."""
    places = {id(f): place for place, findings in marked.items() for f in findings}
    rows = []
    for f in told_once(report.findings):
        place = places.get(id(f))
        old = before[place] if place else None
        rows.append([
            SEVERITIES[f.severity], f.sheet, f.cell, f.column, f.message, f.suggestion, f.rule, f.clause, f.quote, f.notice,
            place[1] if place else "", "#{:02X}{:02X}{:02X}".format(*old) if old else "",
        ])  # fmt: skip
    return rows


def colours_before(rows: Sequence[Sequence[str | None]]) -> dict[Place, str | None]:
    """Cells that 校验结果 has written down as marked, and the colour each had before, as #RRGGBB."""
    return {(row[SHEET] or "", row[MARKED] or ""): row[BEFORE] or None for row in rows if row[MARKED]}


def link_to(row: Sequence[str]) -> str:
    """Where a row of 校验结果 leads: 'sheet'!cell."""
    sheet = row[SHEET].replace("'", "''")
    return f"'{sheet}'!{row[CELL]}"


def outcome(report: FileReport) -> str:
    """What a check found, in one sentence."""
    if not report.findings:
        return "没有发现问题"
    errors = sum(f.severity == "error" for f in report.findings)
    return f"发现 {errors} 处错误、{len(report.findings) - errors} 处提醒或未校验，详见“{RESULT_SHEET}”表"
