"""From 等次汇总表 and 绩效评估表: grades by the experts' scores, rewards, and what those that failed are told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jineng.validators import grades
from jineng.validators.columns import COLUMNS
from jineng.validators.context import Context
from jineng.validators.findings import FileReport, Finding
from jineng.validators.grades import Score, shown_score
from jineng.validators.programmes.score_sheets import EXPERT_KEYS
from jineng.validators.rules import SEVERITIES
from jineng.validators.values import text
from jineng.workbooks.checker import Aids, check_file, check_sheets
from jineng.workbooks.evaluation_documents import (
    LEFT_OUT_WIDTHS,
    write_rectify_letter,
    write_score_letter,
    write_score_sheet,
    write_summary,
)
from jineng.workbooks.export import Outcome, form_name, safe_name, unusable_settings
from jineng.workbooks.graded import Studio, grade_all, merged, studio_of
from jineng.workbooks.sheets import Sheet
from jineng.workbooks.table_checker import CheckedRow

#: Computed here, so that what a table says in them keeps nobody out.
_COMPUTED = {COLUMNS[key].header for key in ("grade", "rectify_day", "state", "reward")}
_ORDER = (grades.EXCELLENT, grades.GOOD, grades.LINE_UNSET, grades.FAILED, grades.UNRATED)
#: A studio's own part: a fault in it changes nothing about the grade.
_OWN_PART = {COLUMNS[key].header for key in ("self_score", "done", "evidence")}
_NEEDED = {COLUMNS[key].header for key in ("approved_year", "expert_score", *EXPERT_KEYS)}


@dataclass
class EvaluationExport(Outcome):
    """The outcome, and the studios with their grades.

    summary  how many of each grade, the rewards, and what was not decided; printed below the table too
    """

    studios: list[Studio] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)


class _Seen:
    def __init__(self) -> None:
        self.rows: list[CheckedRow] = []
        self.items: dict[str, list[CheckedRow]] = {}

    def see(self, row: CheckedRow) -> None:
        if row.table.form.key in ("evaluation", "score_sheet"):
            self.rows.append(row)
        elif row.table.form.key == "score_items":
            self.items.setdefault(row.table.sheet, []).append(row)


def export_evaluation(path: Path, folder: Path, aids: Aids, template: Path | None = None) -> EvaluationExport:
    """Write the summary, the sheets and the letters of a workbook; the workbook itself is only read."""
    seen = _Seen()
    report, _ = check_file(path, aids, seen.see)
    return _export(seen, report, folder, template)


def export_evaluation_sheets(sheets: Sequence[Sheet], name: str, folder: Path, aids: Aids) -> EvaluationExport:
    """The same from the sheets of an open book."""
    seen = _Seen()
    report, _ = check_sheets(sheets, aids, seen.see, name)
    return _export(seen, report, folder)


def graded(rows: Sequence[CheckedRow], report: FileReport) -> EvaluationExport:
    """The studios of checked rows with their grades; nothing is written."""
    seen = _Seen()
    for row in rows:
        seen.see(row)
    return _graded(seen, report)


def _graded(seen: _Seen, report: FileReport) -> EvaluationExport:
    outcome = EvaluationExport(report)
    report.error = report.error or unusable_settings(report)
    if not report.error and not seen.rows:
        report.error = "没有找到有数据的绩效评估等次汇总表或绩效评估表（要有“工作室名称”和“专家得分”，或评估表的各栏）"
    if report.error:
        return outcome
    context = seen.rows[0].context
    if context.value("evaluation.pass_mark") is None:
        report.error = f"{context.policy.place}在该日没有相应规定（未设置），不能评定等次"
        return outcome
    fault = grades.line_fault(
        context.settings["excellent_line"], context.value("evaluation.pass_mark"), context.settings["evaluation_full"]
    )
    if fault:
        report.error = f"“设置”表有错误，更正后再导出：{fault}"
        return outcome
    studios = merged([studio_of(row, seen.items) for row in seen.rows])
    _leave_out(studios, report, outcome)
    outcome.studios = [s for s in studios if not s.reasons]
    outcome.listed = len(outcome.studios)
    grade_all(outcome.studios, context)
    outcome.summary += _summary(outcome.studios, context)
    outcome.notes += [*_overruled(outcome.studios), *_untold(outcome.studios)]
    return outcome


def _export(seen: _Seen, report: FileReport, folder: Path, template: Path | None = None) -> EvaluationExport:
    outcome = _graded(seen, report)
    if not report.error:
        folder.mkdir(parents=True, exist_ok=True)
        _write(outcome, folder, Path(report.file).stem, seen.rows[0].context, template)
    return outcome


def _leave_out(studios: Sequence[Studio], report: FileReport, outcome: EvaluationExport) -> None:
    """Those with an error, or without a year of approval, are not listed; a blank score only means 未评."""
    twice: set[tuple[str, int | None]] = set()
    for one in studios:
        table = one.row.table
        own = [f for f in _of(one, report) if f.column not in _COMPUTED]
        one.reasons += one.row.blocked
        one.reasons += [f.message for f in own if f.severity == "error" and f.column not in _OWN_PART]
        one.reasons += [f.message for f in own if f.severity == "unchecked" and _open(f, one)]
        if one.key in twice and not one.reasons:
            one.reasons.append("同一工作室、同一评估年度前面已有")
        twice.add(one.key)
        for finding in own:
            if finding.severity != "unchecked" and not one.reasons:
                outcome.notes.append(
                    f"{SEVERITIES[finding.severity]}：{finding.sheet}!{finding.cell} {one.name}：{finding.message}"
                )
        if one.reasons:
            why = "；".join(dict.fromkeys(one.reasons))
            outcome.left_out.append((table.sheet, str(one.row.number), one.name, why))


def _of(one: Studio, report: FileReport) -> list[Finding]:
    """What was found about a studio: in its row, and all over its own sheet."""
    table = one.row.table
    sheets = {item.table.sheet for item in one.items} | ({table.sheet} if table.form.labels else set())
    return [f for f in report.findings if f.sheet in sheets or (f.sheet, f.row) == (table.sheet, one.row.number)]


def _open(finding: Finding, one: Studio) -> bool:
    """Whether a thing left open decides the grade or whether the studio is assessed at all."""
    if finding.column not in _NEEDED:
        return False
    if finding.sheet in {item.table.sheet for item in one.items} and finding.column != COLUMNS["approved_year"].header:
        return finding.row in {item.number for item in one.items}  # and not in 合计, which is computed
    return finding.column != COLUMNS["expert_score"].header or one.row.text("expert_score") != ""


def _overruled(studios: Sequence[Studio]) -> Iterator[str]:
    """Grades that a table gives and the scores do not."""
    for one in studios:
        stated = one.row.facts.grade
        if one.grade == grades.LINE_UNSET and stated in (grades.EXCELLENT, grades.GOOD):
            if stated == grades.EXCELLENT:
                yield f"“{one.row.table.sheet}”{one.name}：表中等次“{stated}”不能核对，优秀分数线、优秀名额未设置"
        elif stated and stated != one.grade:
            decided = one.grade or "待定"
            yield f"“{one.row.table.sheet}”{one.name}：表中等次“{stated}”没有采用，按得分为“{decided}”"


def _is_told(one: Studio) -> bool:
    """Whether a studio is newly 不合格: neither re-evaluated nor is its year over, as far as known."""
    return one.grade == grades.FAILED and one.state in (None, grades.RECTIFYING)


def _untold(studios: Sequence[Studio]) -> Iterator[str]:
    """Those that failed and are sent no 整改通知 again."""
    others = [f"{one.name}（{one.state}）" for one in studios if one.grade == grades.FAILED and not _is_told(one)]
    if others:
        yield f"整改期已满或已经复评的，没有写整改通知：{'、'.join(others)}"


def _summary(studios: Sequence[Studio], context: Context) -> Iterator[str]:
    """How many of each grade, the rewards, and what was not decided."""
    if not studios:
        yield "没有可以列入的工作室"
        return
    settings = context.settings
    counts = {g: sum(s.grade == g for s in studios) for g in (*_ORDER, None)}
    said = "，".join(f"{g} {n} 家" for g, n in counts.items() if n and g)
    yield f"参评 {len(studios)} 家：{said}" + (f"，待定 {counts[None]} 家" if counts[None] else "")
    due, best = context.given("studio.reward"), counts[grades.EXCELLENT]
    if any(settings[key] is not None for key in ("excellent_line", "excellent_places", "excellent_percent")):
        yield f"奖励资金合计 {best * due} 元（优秀 {best} 家，每家领办人 {due} 元）"
    else:
        yield "优秀分数线、优秀名额未设置，没有区分优秀和合格，奖励资金未计；向市人社局确认后，在“设置”中填写再导出"
    if counts[None]:
        yield "同分而优秀名额不足的，等次空着，由市人社局确定，奖励资金未计"
    if any(s.grade == grades.FAILED and not s.until for s in studios):
        yield "不合格的没有结果公布日期，整改截止日期空着；在汇总表或“设置”中填写结果公布日期再导出"
    for state, what in (
        (grades.OVERDUE, "整改期已满，没有复评得分"),
        (grades.TO_WITHDRAW, "复评仍不合格，报市人社局决定"),
    ):
        names = [s.name for s in studios if s.state == state]
        if names:
            yield f"{state} {len(names)} 家（{what}）：{'、'.join(names)}"
    line = settings["excellent_line"]
    given = [f"优秀分数线 {text(line)} 分"] if line is not None else []
    given += [f"优秀名额 {settings['excellent_places']} 家"] if settings["excellent_places"] else []
    given += (
        [f"优秀比例上限 {text(settings['excellent_percent'])}%"] if settings["excellent_percent"] is not None else []
    )
    if given:
        yield f"按设置：{'，'.join(given)}（通知没有写明）"
    if any(s.experts > 1 for s in studios):
        yield f"几位专家的评分按“{settings['expert_mean']}”合成（通知没有写明）"


def _write(outcome: EvaluationExport, folder: Path, stem: str, context: Context, template: Path | None) -> None:
    basis = context.clause("S-027")
    issuer = f"{basis.notice.place}市" if basis else ""
    year = context.value("evaluation.year") or ""
    period = context.clause("S-026")
    if outcome.studios:
        named = f"导出_{stem}" if stem.endswith("等次汇总表") else f"{stem}_等次汇总表"
        summary = folder / f"{named}.xlsx"
        rows = [_summary_row(n, one) for n, one in enumerate(outcome.studios, 1)]
        source = [f"依据：{period.notice}；{period.quote}。"] if period else []
        write_summary(summary, f"{issuer}技能大师工作室{year}年度绩效评估等次汇总表", rows, [*outcome.summary, *source])
        outcome.files.append(summary)
    for number, one in enumerate(outcome.studios, 1):
        name = f"{number:02}_{safe_name(one.name)}"
        if one.items:
            sheet = form_name(outcome.report, name, "绩效评估表")
            outcome.files += [folder / f"{sheet}{suffix}" for suffix in (".xlsx", ".docx")]
            _write_sheets(outcome.files[-2:], one, f"{issuer}技能大师工作室年度绩效评估表", context)
        if _is_told(one):
            outcome.files.append(folder / f"{form_name(outcome.report, name, '整改通知')}.docx")
            write_rectify_letter(outcome.files[-1], one.row.text("host"), _letter(one, context), template)
    named = stem if stem.endswith("绩效评估") else f"{stem}_绩效评估"
    outcome.write_left_out(folder / f"{named}_未列入.xlsx", LEFT_OUT_WIDTHS)


def _summary_row(number: int, one: Studio) -> dict[str, str]:
    row, facts = one.row, one.row.facts
    cells = {
        "studio": one.name, "leader": row.text("leader"), "host": row.text("host"), "district": row.text("district"),
        "approved_year": text(facts.approved_year and facts.approved_year[0]), "evaluated_year": text(one.year),
        "self_score": _score(one.self_score), "expert_score": _score(one.expert_score), "grade": one.grade or "",
        "result_date": text(one.result), "rectify_day": text(one.until), "re_score": _score(one.re_score),
        "re_date": row.text("re_date"), "state": one.state or "", "reward": text(one.reward),
        "remark": row.text("remark") if one.grade else "同分，优秀名额不足，由市人社局确定",
    }  # fmt: skip
    return {"序号": str(number), **{COLUMNS[key].header: words for key, words in cells.items()}}


def _write_sheets(paths: Sequence[Path], one: Studio, title: str, context: Context) -> None:
    """A studio's own table with its sums and its grade, in Excel and in Word."""
    experts = [key for key in EXPERT_KEYS if any(item.text(key) for item in one.items)] or ["expert_score"]
    keys = ["serial", "item_title", "item_content", "item_max", "done", "self_score", "evidence", *experts, "remark"]
    items = [{COLUMNS[key].header: item.text(key) for key in keys} for item in one.items]
    sums = {}
    for key in ("item_max", "self_score", *experts):
        scores = [getattr(item.facts, key) for item in one.items]
        sums[COLUMNS[key].header] = "" if None in scores else _score(sum(scores))
    row = one.row
    head = {COLUMNS[key].header: row.text(key) for key in ("studio", "leader", "host", "district")}
    head |= {"批准年度": text(row.facts.approved_year and row.facts.approved_year[0]), "评估年度": text(one.year)}
    how = f"专家得分（{context.settings['expert_mean']}）" if one.experts > 1 else "专家得分"
    foot = {"等次": one.grade or "待定", how: _score(one.expert_score)}
    for path, write in zip(paths, (write_score_sheet, write_score_letter), strict=True):
        write(path, title, head, items, sums, foot)


def _letter(one: Studio, context: Context) -> Iterator[str]:
    """The paragraphs of 整改通知, in the words of the notice."""
    basis, rectify, again, withdrawn = (context.clause(id) for id in ("S-027", "S-032", "S-033", "S-034"))
    year = f"{one.year}年度" if one.year else "年度"
    leader = f"（领办人：{one.row.text('leader')}）" if one.row.text("leader") else ""
    if basis and one.expert_score is not None:
        yield (f"根据{basis.notice}，经{year}绩效评估，你单位“{one.name}”{leader}得 {shown_score(one.expert_score)} 分，"
               f"低于 {context.given('evaluation.pass_mark')} 分，为不合格等次。")  # fmt: skip
    if rectify:
        blank = "____年__月__日"
        span = f"自{_day(one.result)}起至{_day(one.until)}止" if one.result and one.until else f"自{blank}起至{blank}止"
        yield f"{rectify.quote.removeprefix('对考核不合格的，')}，{span}。"
    if again and withdrawn:
        yield f"{again.quote}；{withdrawn.quote}。"


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _score(score: Score | None) -> str:
    return "" if score is None else shown_score(score)
