"""公示名单 of what is posted before it is decided, in Word: 首席技师, 技能大师工作室, 年度绩效评估结果; ID numbers masked.

When the list is posted and until when is left blank: it is filled in when it is posted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jineng.validators.context import Context
from jineng.validators.deadlines import PUBLICITY, publicity_words
from jineng.validators.grades import LINE_UNSET, UNRATED
from jineng.validators.identity import masked_number
from jineng.validators.policy import Clause
from jineng.validators.values import fold, text
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.chief_export import nominated
from jineng.workbooks.evaluation_export import graded
from jineng.workbooks.export import Outcome, unusable_settings
from jineng.workbooks.filled import TEMPLATES, fill, one_line
from jineng.workbooks.studio_export import applied
from jineng.workbooks.table_checker import CheckedRow

_NOTHING = "没有找到要公示的：要有首席技师汇总表、工作室申报表、绩效评估等次汇总表或绩效评估表之一"
_NOMINEES_POSTED = "C-021"
_SHEET = "{} 第{}行 {}"


@dataclass(frozen=True)
class _List:
    """One list: its title in the file's name, its template, the clause it rests on, and what the template asks for."""

    title: str
    template: str
    basis: Clause
    context: Context
    rows: Sequence[Mapping[str, str]]
    values: Mapping[str, str]
    kind: str = ""


def export_publicity(path: Path, folder: Path, aids: Aids, template: Path | None = None) -> Outcome:
    """Write 公示名单 of everything in a workbook that is posted; the workbook itself is only read.

    template: a Word file like those in workbooks/templates, for a workbook with one list.
    """
    rows: list[CheckedRow] = []
    report, _ = check_file(path, aids, rows.append)
    report.error = report.error or unusable_settings(report)
    outcome = Outcome(report)
    if report.error:
        return outcome
    kinds = {row.table.form.key for row in rows}
    lists: list[_List] = []
    for forms, prepare in _PREPARED.items():
        if kinds & set(forms) and not report.error:
            lists += prepare(rows, outcome)
    if not report.error and not kinds & {form for forms in _PREPARED for form in forms}:
        report.error = _NOTHING
    elif not report.error and template and len(lists) > 1:
        report.error = "这个工作簿有几种公示名单，自己的模板（--template）一次只能用于一种，请分成几个工作簿"
    if report.error:
        return outcome
    folder.mkdir(parents=True, exist_ok=True)
    for one in lists:
        outcome.files.append(folder / f"{path.stem}_{one.title}.docx")
        fill(outcome.files[-1], template or TEMPLATES / one.template, _values(one), one.title)
        outcome.notes.append(
            publicity_words(one.context, one.kind) if one.kind else f"{one.title}：公示几天通知没有规定（{one.basis}）"
        )
    return outcome


def _values(one: _List) -> dict[str, object]:
    """What a template may ask for."""
    settings, days = one.context.settings, PUBLICITY[one.kind].days(one.context) if one.kind else None
    values = {
        "市": f"{one.basis.notice.place}市", "依据": str(one.basis.notice), "数量": str(len(one.rows)),
        "单位": one_line(settings["applicant"] or ""), "联系人": one_line(settings["contact"] or ""),
        "联系电话": one_line(settings["phone"] or ""), "公示期": f"（{days}个工作日，开始的一天不计）" if days else "", **one.values,
    }  # fmt: skip
    numbered = ({"序号": str(n), **row} for n, row in enumerate(one.rows, 1))
    listed = [{key: one_line(words) if words else "" for key, words in row.items()} for row in numbered]
    return {**values, "名单": listed}


def _chiefs(rows: Sequence[CheckedRow], outcome: Outcome) -> Iterable[_List]:
    """推荐人选 by the district, or 候选人 after the experts, as 设置 says which the table is.

    Whether anybody objects is known of 推荐人选 once this list has been posted, of 候选人 before they were reported.
    """
    table = next(row for row in rows if row.table.form.key == "chief")
    candidates = table.context.settings["chief_list"] == "候选人"
    chiefs, listed = nominated(rows, outcome.report, later=() if candidates else (_NOMINEES_POSTED,))
    outcome.left_out += [(_SHEET.format(sheet, row, name), why) for sheet, row, _, name, _, _, why in chiefs.left_out]
    if outcome.report.error or not listed:
        return
    context = listed[0][0].context
    basis = context.clause("C-023" if candidates else _NOMINEES_POSTED)
    if basis is None:
        return
    people = [
        {"姓名": fold(row.text("name")), "性别": row.text("sex"), "工作单位": row.text("unit"), "职业": row.text("occupation"),
         "身份证号": masked_number(row.facts.id_number or row.text("id_number"))}
        for row, _ in listed
    ]  # fmt: skip
    how = "经推荐申报、专家技能考查和材料评审" if candidates else "经用人单位申报、实地核验申报材料并初审"
    values = {"年度": f"{context.value('chief.year')}年度", "名单名称": context.settings["chief_list"], "经过": how}
    kind = "首席技师公示" if candidates else ""
    if not candidates:
        outcome.notes.append("推荐人选的名单不看“公示无异议”一栏，公示后再填")
    title = f"首席技师{context.settings['chief_list']}公示名单"
    yield _List(title, "publicity_chief.docx", basis, context, people, values, kind)


def _studios(rows: Sequence[CheckedRow], outcome: Outcome) -> Iterable[_List]:
    studios, sound = applied(rows, outcome.report)
    outcome.left_out += [(f"{sheet} {name}", why) for sheet, name, why in studios.left_out]
    if outcome.report.error or not sound:
        return
    context = sound[0].context
    basis = context.clause("S-018")
    if basis is None:
        return
    applications = [
        {"工作室名称": row.text("studio"), "申报单位": row.text("applicant_unit"), "领办人": row.text("leader_name"),
         "身份证号": masked_number(row.text("id_number"))}
        for row in sound
    ]  # fmt: skip
    year = basis.notice.issued.year if basis.notice.issued else ""
    outcome.notes.append("名单列入表中全部没有错误的申报；公示的是专家组评审通过的候选名单，没有通过的请先从表中删去")
    yield _List(
        "技能大师工作室公示名单",
        "publicity_studio.docx",
        basis,
        context,
        applications,
        {"年度": f"{year}年度"},
        "工作室公示",
    )


def _evaluation(rows: Sequence[CheckedRow], outcome: Outcome) -> Iterable[_List]:
    result = graded(rows, outcome.report)
    outcome.left_out += [(_SHEET.format(sheet, row, name), why) for sheet, row, name, why in result.left_out]
    if outcome.report.error or not result.studios:
        return
    context = result.studios[0].row.context
    basis = context.clause("S-030")
    if basis is None:
        return
    graded_ones = [one for one in result.studios if one.grade not in (None, LINE_UNSET, UNRATED)]
    outcome.left_out += [
        (one.name, f"等次没有确定（{one.grade or '同分，优秀名额不足'}），确定后再公示")
        for one in result.studios
        if one not in graded_ones
    ]
    shown = [
        {"工作室名称": one.name, "领办人": one.row.text("leader"), "所在单位": one.row.text("host"), "等次": text(one.grade)}
        for one in graded_ones
    ]  # fmt: skip
    year = context.value("evaluation.year")
    if shown:
        yield _List(
            "绩效评估结果公示名单",
            "publicity_evaluation.docx",
            basis,
            context,
            shown,
            {"年度": f"{year}年度"},
            "评估公示",
        )


_PREPARED: Mapping[tuple[str, ...], Callable[[Sequence[CheckedRow], Outcome], Iterable[_List]]] = {
    ("chief",): _chiefs, ("studio",): _studios, ("evaluation", "score_sheet"): _evaluation,
}  # fmt: skip
