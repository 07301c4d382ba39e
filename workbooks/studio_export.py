"""From a sheet with 工作室申报表 to the form as the notice prints it, in Word and in Excel."""

from collections.abc import Sequence
from pathlib import Path

from jineng.validators.columns import COLUMNS
from jineng.validators.findings import FileReport
from jineng.validators.programmes.studios import about_places
from jineng.validators.values import month, text
from jineng.workbooks.checker import Aids, check_file, check_sheets
from jineng.workbooks.export import Outcome, form_name, safe_name, unusable_settings
from jineng.workbooks.sheets import Sheet
from jineng.workbooks.studio_documents import Application, write_studio_form, write_studio_letter
from jineng.workbooks.table_checker import CheckedRow

_TEAM = ("name", "occupation", "held_level", "merits")


def export_studios(path: Path, folder: Path, aids: Aids) -> Outcome:
    """Write every application of a workbook; the workbook itself is only read."""
    rows: list[CheckedRow] = []
    report, _ = check_file(path, aids, rows.append)
    return _export(rows, report, folder)


def export_studio_sheets(sheets: Sequence[Sheet], name: str, folder: Path, aids: Aids) -> Outcome:
    """The same from the sheets of an open book."""
    rows: list[CheckedRow] = []
    report, _ = check_sheets(sheets, aids, rows.append, name)
    return _export(rows, report, folder)


def applied(rows: Sequence[CheckedRow], report: FileReport) -> tuple[Outcome, list[CheckedRow]]:
    """The applications without an error, and which have one; nothing is written."""
    forms = [row for row in rows if row.table.form.key == "studio"]
    outcome = Outcome(report)
    report.error = report.error or unusable_settings(report)
    if not report.error and not forms:
        report.error = "没有找到填了内容的工作室申报表（要有“工作室命名”“工作室设立场所”等栏）"
    context = forms[0].context if forms else None
    if not report.error and context and not (context.clause("S-020") and context.clause("S-022")):
        report.error = f"{context.policy.place}在该日没有相应规定（未设置），不能导出工作室申报表"
    if report.error:
        return outcome, []
    sound = []
    for form in forms:
        sheet, studio = form.table.sheet, form.text("studio")
        mine = [f for f in report.findings if f.sheet == sheet]
        reasons = list(dict.fromkeys(f.message for f in mine if f.severity == "error"))
        if reasons:
            outcome.left_out.append((sheet, studio, "；".join(reasons)))
            continue
        outcome.notes += [
            f"{'提醒' if f.severity == 'warning' else '未校验'}：{sheet}!{f.cell} {f.message}" for f in mine
        ]
        sound.append(form)
    outcome.listed = len(sound)
    native = sum(form.facts.leader_kind == "乡土技能大师" for form in forms)
    outcome.notes += about_places(forms[0].context, len(forms), native)
    return outcome, sound


def _export(rows: Sequence[CheckedRow], report: FileReport, folder: Path) -> Outcome:
    outcome, sound = applied(rows, report)
    if report.error:
        return outcome
    members = [row for row in rows if row.table.form.key == "team"]
    folder.mkdir(parents=True, exist_ok=True)
    for number, form in enumerate(sound, 1):
        sheet, studio = form.table.sheet, form.text("studio")
        name = safe_name(studio or sheet) + (f"_{number}" if _is_taken(studio, sound, number) else "")
        application = _application(form, [row for row in members if row.table.sheet == sheet])
        for write, suffix in ((write_studio_letter, "docx"), (write_studio_form, "xlsx")):
            outcome.files.append(folder / f"{form_name(report, name, '申报表')}.{suffix}")
            write(outcome.files[-1], application)
    return outcome


def _is_taken(studio: str, forms: list[CheckedRow], number: int) -> bool:
    return any(safe_name(form.text("studio")) == safe_name(studio) for form in forms[: number - 1])


def _application(form: CheckedRow, team: list[CheckedRow]) -> Application:
    clause = form.context.clause("S-022")
    values = {key: _words(form, key) for key in form.table.columns}
    return Application(
        f"{clause.notice.place}市" if clause else "", values, [[row.text(key) for key in _TEAM] for row in team]
    )


def _words(form: CheckedRow, key: str) -> str:
    """What a box says; a month that a sheet keeps as a day without its day."""
    cell = form.cells[form.table.columns[key]]
    found = month(cell) if COLUMNS[key].kind == "month" and type(cell) is not str else None
    return f"{found[0]}年{found[1]}月" if found and found[1] else text(cell)
