"""From a 指标完成表 to a sheet of every target in force: what was wanted, what was reached, how far, and a chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from jineng.validators.context import Context
from jineng.validators.findings import FileReport
from jineng.validators.programmes.indicators import read_target, studio_money
from jineng.validators.targets import Target, targets_of
from jineng.validators.values import text
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.documents import grid, line, new_book, save_book
from jineng.workbooks.export import unusable_settings
from jineng.workbooks.table_checker import CheckedRow

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TITLE = "“技能兴威”行动指标完成情况表"
_WIDTHS = {
    "指标编号": 9.0, "条款": 12.0, "指标": 46.0, "目标值": 18.0, "完成值": 12.0, "单位": 7.0, "完成进度": 11.0, "偏差": 10.0,
    "期限": 16.0, "备注": 24.0,
}  # fmt: skip
HEADERS: tuple[str, ...] = tuple(_WIDTHS)
_NAME, _ACTUAL, _PROGRESS, _DEVIATION = (HEADERS.index(h) + 1 for h in ("指标", "完成值", "完成进度", "偏差"))
_NOTE = "说明：本表为建议格式。完成进度为完成值与目标值之比，区间按低值计算；“力争”“左右”的指标只列进度和偏差，不判达到与否。"


@dataclass
class Progress:
    """One target: the figure reported for it, or why there is none."""

    target: Target
    actual: int | Decimal | None = None
    remark: str = ""

    @property
    def share(self) -> Decimal | None:
        """Rounded down, so that what falls short never reads 100%."""
        return None if self.actual is None else self.target.share(self.actual).quantize(Decimal("0.001"), ROUND_FLOOR)

    @property
    def deviation(self) -> Decimal | None:
        """For 左右 only."""
        if self.actual is None or self.target.op != "≈":
            return None
        return self.target.deviation(self.actual).quantize(Decimal("0.001"), ROUND_HALF_UP)


@dataclass
class TargetExport:
    """problems: what could not be used, each with its row; progress: one for every target in force."""

    report: FileReport
    progress: list[Progress] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    file: Path | None = None

    @property
    def files(self) -> list[Path]:
        return [self.file] if self.file else []


def export_targets(path: Path, folder: Path, aids: Aids) -> TargetExport:
    """Write 指标完成情况 of a workbook; the workbook itself is only read."""
    rows: list[CheckedRow] = []
    report, _ = check_file(path, aids, lambda row: rows.append(row) if row.table.form.key == "targets" else None)
    outcome = progress_of(rows, report)
    if not report.error:
        folder.mkdir(parents=True, exist_ok=True)
        outcome.file = folder / f"{path.stem}_指标完成情况.xlsx"
        _write(outcome.file, outcome.progress, rows[0].context)
    return outcome


def progress_of(rows: Sequence[CheckedRow], report: FileReport) -> TargetExport:
    """How far every target in force has come by the rows of 指标完成表, nothing written; why not: the report's error."""
    report.error = report.error or unusable_settings(report)
    outcome = TargetExport(report)
    if report.error:
        return outcome
    if not rows:
        report.error = "没有找到有数据的指标完成表（要有“指标编号”“完成值”两列）"
        return outcome
    context = rows[0].context
    targets = targets_of(context.policy)
    if not targets:
        report.error = f"{context.policy.place}在该日没有相应规定（未设置），不能计算进度"
        return outcome
    outcome.progress = [Progress(t, remark="未填报") for t in targets.values() if t.kind == "target"]
    outcome.problems = _fill({p.target.id: p for p in outcome.progress}, targets, rows)
    return outcome


def _fill(progress: Mapping[str, Progress], targets: Mapping[str, Target], rows: Sequence[CheckedRow]) -> list[str]:
    """Take in the rows, the first for each target; what cannot be used is said."""
    problems = []
    seen: set[str] = set()
    for row in rows:
        where = f"{row.table.sheet} 第{row.number}行"
        target, actual, _, problem = read_target(targets, row.facts)
        if target and target.id in seen:
            problem = f"{target.id} 前面已有，没有采用"
        elif target:
            seen.add(target.id)
            mine = progress[target.id]
            mine.actual, mine.remark = actual, f"需复核：{problem}" if problem else row.text("remark")
        if problem:
            problems.append(f"{where}：{problem}")
    return problems


def _write(path: Path, progress: Sequence[Progress], context: Context) -> None:
    workbook = new_book(TITLE, "指标完成情况")
    sheet = workbook.worksheets[0]
    grid(sheet, _WIDTHS, [_row(p, context) for p in progress], top=2)
    line(sheet, 1, {(1, len(HEADERS)): TITLE}, size=16, bold=True)
    for number, one in enumerate(progress, 3):
        _figures(sheet, number, one)
    for number, note in enumerate(_notes(progress, context), len(progress) + 3):
        line(sheet, number, {(1, len(HEADERS)): note}, size=10)
    _chart(workbook.create_sheet("进度图"), sheet, len(progress))
    save_book(path, workbook)


def _row(one: Progress, context: Context) -> list[str]:
    target = one.target
    clause = context.clause(target.clause)
    period = f"{target.period}年" if target.period.isdigit() else target.period or "未写明"
    return [
        target.id, clause.where if clause else "", f"{target.subject}：{target.indicator}", target.shown, text(one.actual),
        target.unit, text(one.share), text(one.deviation), period, one.remark,
    ]  # fmt: skip


def _figures(sheet: "Worksheet", number: int, one: Progress) -> None:
    """Numbers as numbers, so that the sheet can go on calculating and the chart has something to draw."""
    for column, value, form in (
        (_ACTUAL, one.actual, "#,##0.##" if isinstance(one.actual, Decimal) else "#,##0"),
        (_PROGRESS, one.share, "0.0%"),
        (_DEVIATION, one.deviation, "+0.0%;-0.0%;0.0%"),
    ):
        if value is not None:
            cell = sheet.cell(number, column)
            cell.value, cell.number_format = float(value), form


def _notes(progress: Sequence[Progress], context: Context) -> list[str]:
    basis = context.clause("M-01")
    notes = [_NOTE, f"依据：{basis.notice}。" if basis else ""]
    studios = next((p.actual for p in progress if p.target.clause == "M-08" and p.actual is not None), None)
    if studios is not None:
        notes.append(studio_money(context, studios))
    return [note for note in notes if note]


def _chart(page: "Worksheet", table: "Worksheet", count: int) -> None:
    """One bar a target, on a page of its own."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.label import DataLabelList
    from openpyxl.worksheet.properties import PageSetupProperties

    chart = BarChart(barDir="bar")
    chart.title = "完成进度"
    chart.add_data(Reference(table, min_col=_PROGRESS, min_row=3, max_row=count + 2))
    chart.set_categories(Reference(table, min_col=_NAME, min_row=3, max_row=count + 2))
    chart.legend = None
    chart.gapWidth = 50
    chart.x_axis.scaling.orientation = "maxMin"  # the first target on top
    chart.y_axis.crosses = "max"
    chart.y_axis.scaling.min = 0
    chart.y_axis.number_format = "0%"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.series[0].graphicalProperties.solidFill = "4472C4"
    chart.dataLabels = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, numFmt="0.0%"
    )
    chart.width, chart.height = 26, 16
    page.add_chart(chart, "A1")
    page.page_setup.paperSize, page.page_setup.orientation = table.page_setup.paperSize, "landscape"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_options.horizontalCentered = True
