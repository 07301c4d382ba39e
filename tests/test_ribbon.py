"""The ribbon's buttons, pressed on real files without Excel; what they leave behind is read by openpyxl."""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from openpyxl.chart import BarChart

from jineng.addin.ribbon import check_all, check_sheet, clear_marks, export_certificate
from jineng.addin.samples import BOOKS, CLEAN, FILES, write_samples
from jineng.validators.findings import FileReport, Finding
from jineng.workbooks.books import COLOURS, book_sheets
from jineng.workbooks.checker import Aids, check_file, check_sheets
from jineng.workbooks.engine import register
from jineng.workbooks.engine_range import Range

SAMPLE = "民政住建畜牧"  # a sheet of the first sample: header over two rows, merged cells, faults of every kind
HEADERS = ["姓名", "身份证号", "竞赛名称", "职业（工种）", "决赛日期", "理论成绩", "实操成绩", "名次", "获得奖项",
           "原职业技能等级", "原职业（工种）"]  # fmt: skip
CONTEST = "“技能兴威”第一届威海市电梯安装维修行业职业技能竞赛"
#: A winner with nothing wrong but an unknown highest level, and one whose theory score is below 60.
GOOD = ["车倩", "371099198508261387", CONTEST, "电梯安装维修工", date(2024, 9, 15), 93, 95, 1, "一等奖", "无", None]
BAD = ["曲俊杰", "371099196604151410", CONTEST, "电梯安装维修工", date(2024, 9, 15), 59.5, 90, 2, "二等奖", "无", None]

pytestmark = pytest.mark.usefixtures("app")
Fill = Callable[[openpyxl.Workbook], Any]


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("示例")
    write_samples(folder)
    return folder


@dataclass
class Course:
    """A sample as it came, and saved after 校验 once, 校验 again in the book opened anew, and 清除标记."""

    original: Path
    untouched: Path
    once: Path
    twice: Path
    cleared: Path
    report: FileReport
    cells_cleared: int


@pytest.fixture(scope="session", params=["市直部门.xlsx", "行业协会和企业.xlsx", CLEAN])
def course(request: pytest.FixtureRequest, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:
    folder = tmp_path_factory.mktemp("标记")
    untouched, once, twice, cleared = (folder / f"{n}.xlsx" for n in ("untouched", "once", "twice", "cleared"))
    register()
    book = xw.Book(samples / request.param)
    book.save(untouched)
    report = check_all(book)
    book.save(once)
    book.close()
    book = xw.Book(once)
    check_all(book)
    book.save(twice)
    cells_cleared = clear_marks(book)
    book.save(cleared)
    book.close()
    assert report is not None and cells_cleared is not None
    return Course(samples / request.param, untouched, once, twice, cleared, report, cells_cleared)


@pytest.fixture
def first_sample(samples: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(samples / next(iter(BOOKS)), tmp_path))


def make(path: Path, sheets: Mapping[str, list[list[Any]]], more: Fill = lambda workbook: None) -> Path:
    """A workbook with these rows on its sheets."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    more(workbook)
    workbook.save(path)
    return path


def change(path: Path, more: Fill) -> Path:
    workbook = openpyxl.load_workbook(path)
    more(workbook)
    workbook.save(path)
    return path


def press(button: Callable[[xw.Book], Any], path: Path) -> Any:
    """Press a button in the workbook and save it."""
    book = xw.Book(path)
    outcome = button(book)
    book.save()
    book.close()
    return outcome


def picture(path: Path) -> list[Any]:
    """Everything a user sees of a workbook: sheets, cells, fills, notes, links, widths."""
    workbook = openpyxl.load_workbook(path)
    seen: list[Any] = [workbook.active and workbook.active.title]
    for sheet in workbook.worksheets:
        cells = {
            cell.coordinate: (
                cell.value, cell.fill.fill_type and cell.fill.fgColor.rgb, cell.comment and cell.comment.text,
                cell.hyperlink and cell.hyperlink.location, cell.number_format, cell.font.b,
            )
            for row in sheet.iter_rows() for cell in row
        }  # fmt: skip
        widths = {name: (column.width, column.hidden) for name, column in sheet.column_dimensions.items()}
        seen.append((sheet.title, sheet.dimensions, sheet.merged_cells.ranges, widths, cells))
    return seen


def facts(report: FileReport) -> set[Any]:
    return {(f.sheet, f.cell, f.rule, f.severity, f.message) for f in report.findings}


def rgb(colour: tuple[int, int, int]) -> str:
    return "FF{:02X}{:02X}{:02X}".format(*colour)


def guilty(report: FileReport, workbook: openpyxl.Workbook) -> dict[tuple[str, str], list[Finding]]:
    """What should be marked: by cell, a merged one standing for all it covers; nothing at the header of a table."""
    cells: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        if (finding.sheet, finding.row) not in {(t.sheet, t.header_row) for t in report.tables}:
            areas = workbook[finding.sheet].merged_cells.ranges
            cell = next((a.coord.partition(":")[0] for a in areas if finding.cell in a), finding.cell)
            cells.setdefault((finding.sheet, cell), []).append(finding)
    return cells


# 校验


@pytest.mark.parametrize("file", FILES)
def test_the_findings_are_those_of_the_command_line(samples: Path, file: str) -> None:
    expected, _ = check_file(samples / file, Aids())

    report, _ = check_sheets(book_sheets(xw.Book(samples / file)), Aids(), name=file)

    assert facts(report) == facts(expected)
    assert (report.tables, report.settings) == (expected.tables, expected.settings)


def test_marks_and_results_change_nothing_about_the_findings(course: Course) -> None:
    expected, _ = check_file(course.original, Aids())

    assert facts(course.report) == facts(expected) == facts(check_file(course.once, Aids())[0])


def test_guilty_cells_and_no_others_are_coloured_and_say_what_is_wrong(course: Course) -> None:
    before, after = openpyxl.load_workbook(course.original), openpyxl.load_workbook(course.once)

    expected = guilty(course.report, before)
    assert bool(expected) == (course.original.name != CLEAN)
    for sheet in before.worksheets:
        for old in (cell for row in sheet.iter_rows() for cell in row):
            new = after[sheet.title][old.coordinate]
            findings = expected.get((sheet.title, old.coordinate), [])
            gravest = min((f.severity for f in findings), key=list(COLOURS).index, default=None)
            assert new.value == old.value
            assert new.fill.fgColor.rgb == (rgb(COLOURS[gravest]) if gravest else old.fill.fgColor.rgb)
            assert bool(new.comment) == bool(findings)
            for finding in findings:
                words = " ".join(f"【校验】{finding.message}（{finding.rule} {finding.clause}）建议：".split())
                assert words in new.comment.text


def test_pressing_twice_leaves_the_same_book_as_once(course: Course) -> None:
    assert picture(course.twice) == picture(course.once)


def test_clearing_gives_the_book_back_as_it_was(course: Course) -> None:
    assert picture(course.cleared) == picture(course.untouched)
    assert course.cells_cleared == len(guilty(course.report, openpyxl.load_workbook(course.original)))


def test_the_result_sheet_lists_every_finding_with_a_link_to_its_cell(first_sample: Path, app: Any) -> None:
    report = press(check_all, first_sample)

    workbook = openpyxl.load_workbook(first_sample)
    sheet = workbook["校验结果"]
    rows = list(sheet.iter_rows(min_row=4, max_col=10))
    shown = {"error": "错误", "warning": "提醒", "unchecked": "未校验"}
    assert workbook.sheetnames[-1] == "校验结果" and workbook.active.title == workbook.sheetnames[0]
    assert [[cell.value or "" for cell in row] for row in rows] == [
        [shown[f.severity], f.sheet, f.cell, f.column, f.message, f.suggestion, f.rule, f.clause, f.quote, f.notice]
        for f in report.findings
    ]
    assert [row[2].hyperlink.location for row in rows] == [f"'{f.sheet}'!{f.cell}" for f in report.findings]
    assert re.fullmatch(r"不可上报：错误 \d+ 处，提醒 \d+ 处，未校验 \d+ 项", sheet["A1"].value)
    assert f"{SAMPLE} 71 行" in sheet["A2"].value and "地区=威海" in sheet["A2"].value
    assert sheet.column_dimensions["K"].hidden and sheet.column_dimensions["L"].hidden
    assert any("正在标记" in str(words) for words in app.status_history) and app.status_history[-1] is False
    errors = sum(f.severity == "error" for f in report.findings)
    others = len(report.findings) - errors
    assert app.alerts == [("技能兴威", f"发现 {errors} 处错误、{others} 处提醒或未校验，详见“校验结果”表")]
    assert app.screen_updating


def test_a_book_without_errors_may_be_handed_in(samples: Path, tmp_path: Path, app: Any) -> None:
    path = Path(shutil.copy(samples / CLEAN, tmp_path))

    press(check_all, path)

    assert openpyxl.load_workbook(path)["校验结果"]["A1"].value == "可上报：错误 0 处，提醒 0 处，未校验 0 项"
    assert app.alerts == [("技能兴威", "没有发现问题")]


def test_what_was_put_right_is_marked_and_listed_no_longer(tmp_path: Path) -> None:
    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, BAD]})
    first = press(check_all, path)
    change(path, lambda w: setattr(w["成绩"]["F2"], "value", 95))

    second = press(check_all, path)

    workbook = openpyxl.load_workbook(path)
    assert facts(first) - facts(second) == {f for f in facts(first) if f[1] == "F2"} != set()
    assert workbook["校验结果"].max_row == 3 + len(second.findings)
    assert not workbook["成绩"]["F2"].comment and not workbook["成绩"]["F2"].fill.fill_type


def test_one_sheet_is_checked_with_the_registers_and_settings_of_the_others(first_sample: Path) -> None:
    occupations = [["职业（工种）", "最高等级", "已备案"], ["养老护理员", "高级技师", "是"]]

    def add(workbook: Any) -> None:
        workbook.active = workbook[SAMPLE]
        workbook["设置"].append(["生日当天计入周岁", "也许"])
        for row in occupations:
            (workbook["职业目录"] if "职业目录" in workbook else workbook.create_sheet("职业目录")).append(row)

    everything = facts(check_file(change(first_sample, add), Aids())[0])

    report = press(check_sheet, first_sample)

    assert facts(report) == {f for f in everything if f[0] in (SAMPLE, "设置")}
    assert {f.sheet for f in report.findings} == {SAMPLE, "设置"}  # a wrong setting is said whichever sheet is checked
    assert not any("职业目录" in f.message for f in report.findings)  # 已备案 was looked up on the other sheet
    assert picture(first_sample)[0] == SAMPLE  # still the sheet that is shown


@pytest.mark.parametrize("shown", ["说明", "统计图", "校验结果"])
def test_a_sheet_without_a_table_is_said_to_have_none(tmp_path: Path, app: Any, shown: str) -> None:
    def add(workbook: Any) -> None:
        workbook.create_chartsheet("统计图").add_chart(BarChart())
        workbook.active = workbook.sheetnames.index(shown)

    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, BAD], "说明": [["填表说明"]], "校验结果": []}, add)

    assert press(check_sheet, path) is None
    assert app.alerts == [("技能兴威", f"工作表“{shown}”中没有找到可以校验的表")]


def test_hidden_sheets_are_checked_and_named_as_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "成绩.xlsx", {"封面": [["成绩"]], "甲": [HEADERS, BAD], "乙": [HEADERS, BAD]})
    as_excel_says = {"封面": -1, "甲": 0, "乙": 2, "校验结果": -1}  # shown, hidden, hidden so that only VBA shows it
    monkeypatch.setattr(xw.Sheet, "visible", property(lambda sheet: as_excel_says[sheet.name]))

    report = press(check_all, path)

    assert [(t.sheet, t.hidden) for t in report.tables] == [("甲", True), ("乙", True)]
    assert "甲（隐藏） 1 行；乙（隐藏） 1 行" in openpyxl.load_workbook(path)["校验结果"]["A2"].value
    monkeypatch.setitem(as_excel_says, "甲", -1)
    assert [t.hidden for t in press(check_all, path).tables] == [False, True]


def test_a_merged_cell_is_marked_once_for_all_the_rows_that_it_stands_for(tmp_path: Path) -> None:
    no_winner = [*BAD[:8], "无", *BAD[9:]]
    rows = [HEADERS, no_winner, [*GOOD[:5], None, *GOOD[6:]], [*BAD[:5], None, *BAD[6:]]]
    path = make(tmp_path / "成绩.xlsx", {"成绩": rows}, lambda w: w["成绩"].merge_cells("F2:F4"))

    report = press(check_all, path)

    workbook = openpyxl.load_workbook(path)
    assert [f.cell for f in report.findings if f.rule == "P-014"] == ["F3", "F4"]
    assert workbook["成绩"]["F2"].fill.fgColor.rgb == rgb(COLOURS["error"])
    assert workbook["成绩"]["F2"].comment.text.count("【校验】理论成绩 59.5") == 1  # the same words once
    links = {cell.hyperlink.location for cell in workbook["校验结果"]["C"] if cell.hyperlink}
    assert links >= {"'成绩'!F3", "'成绩'!F4"}


def test_the_tip_on_a_link_is_no_longer_than_excel_takes(tmp_path: Path) -> None:
    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, [*BAD[:2], "字" * 300, *BAD[3:]]]})

    press(check_all, path)

    rows = list(openpyxl.load_workbook(path)["校验结果"].iter_rows(min_row=4))
    assert max(len(row[4].value) for row in rows) > 300
    assert max(len(row[2].hyperlink.tooltip) for row in rows) == 255


def test_errors_and_formulas_that_were_never_calculated_are_found_as_by_the_command_line(tmp_path: Path) -> None:
    rows = [HEADERS, [*BAD[:5], "#N/A", "=F2+1", *BAD[7:]]]
    path = make(tmp_path / "成绩.xlsx", {"成绩": rows}, lambda w: w["成绩"].move_range("A1:K2", rows=3, cols=2))

    report = press(check_all, path)

    assert facts(report) == facts(check_file(path, Aids())[0])
    assert {(f.cell, f.rule, f.message) for f in report.findings} >= {
        ("H5", "X-07", "单元格为“#N/A”，不能校验"), ("I5", "X-07", "公式没有计算结果，不能校验")}  # fmt: skip


def test_an_error_that_xlwings_has_no_word_for_is_an_error_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, BAD]})
    value = Range.raw_value
    as_com = {59.5: -2146826243, 90.0: -2146826238}  # the numbers of #SPILL! and #CALC!
    read = property(lambda cells: [[as_com.get(c, c) for c in row] for row in value.fget(cells)], value.fset)
    monkeypatch.setattr(Range, "raw_value", read)

    report = press(check_all, path)

    found = {f.cell: f.message for f in report.findings if f.rule == "X-07"}
    assert found == {"F2": "单元格为“#SPILL!”，不能校验", "G2": "单元格为“#VALUE!”，不能校验"}


@pytest.mark.parametrize("title", ["2024 决赛", "'甲'组", "=1+1", "-乙", "@丙", "1"])
def test_any_sheet_name_stays_text_and_is_linked_to(tmp_path: Path, title: str) -> None:
    path = make(tmp_path / "成绩.xlsx", {"封面": [], title: [HEADERS, BAD]})

    press(check_all, path)

    cells = list(openpyxl.load_workbook(path)["校验结果"].iter_rows(min_row=4, max_col=3))
    escaped = title.replace("'", "''")
    assert {(row[1].value, row[1].data_type) for row in cells} == {(title, "s")}
    assert f"'{escaped}'!F2" in [row[2].hyperlink.location for row in cells]


def test_a_sheet_is_read_in_one_go_and_the_results_are_written_in_one(
    first_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Any] = []
    written: list[Any] = []
    value = Range.raw_value
    counted = property(
        lambda cells: (read.append(cells.address), value.fget(cells))[1],
        lambda cells, data: (written.append(cells.address), value.fset(cells, data))[1],
    )
    monkeypatch.setattr(Range, "raw_value", counted)
    looked_up: list[Any] = []
    area = Range.merge_area
    monkeypatch.setattr(Range, "merge_area", property(lambda cells: (looked_up.append(cells), area.fget(cells))[1]))

    report = press(check_all, first_sample)

    sheets, merged_sheets = 5, 71
    assert len(read) == sheets
    assert len(written) - sum(address.startswith("$C") for address in written) == len(["A1", "A2", "the table"])
    assert len(looked_up) < merged_sheets + len(report.findings)


def test_merged_cells_are_those_of_the_file_where_they_stand_for_others(first_sample: Path) -> None:
    merged = {sheet.name: set(sheet.merged) for sheet in book_sheets(xw.Book(first_sample))}

    workbook = openpyxl.load_workbook(first_sample)
    assert merged == {
        sheet.title: {(a.min_row, a.min_col, a.max_row, a.max_col) for a in sheet.merged_cells.ranges}
        for sheet in workbook.worksheets
    }
    assert len(merged[SAMPLE]) > 20


# 导出信息表


def test_certificates_are_exported_beside_the_workbook(samples: Path, tmp_path: Path, app: Any) -> None:
    path = Path(shutil.copy(samples / CLEAN, tmp_path))
    before = path.read_bytes()
    book = xw.Book(path)
    book.set_mock_caller()  # as Excel calls it: without an argument

    outcome = export_certificate()

    del xw.Book._mock_caller
    written = sorted((tmp_path / "导出").iterdir())
    assert outcome is not None and sorted(f for c in outcome.contests for f in c.files) == written and written
    people = sum(len(c.rows) for c in outcome.contests)
    assert app.alerts == [("技能兴威", f"已导出 {len(outcome.contests)} 个竞赛、{people} 人，写在 {tmp_path / '导出'}")]
    assert path.read_bytes() == before


def test_who_is_left_out_of_the_export_is_said(first_sample: Path, app: Any) -> None:
    outcome = press(export_certificate, first_sample)

    assert app.alerts[-1][1].endswith(f"；未列入 {len(outcome.left_out)} 人，原因见“{outcome.left_out_file.name}”")


def test_a_book_without_winners_exports_nobody(tmp_path: Path, app: Any) -> None:
    row = [*GOOD[:8], "", *GOOD[9:], "男", "虚构公司"]
    press(export_certificate, make(tmp_path / "成绩.xlsx", {"成绩": [[*HEADERS, "性别", "工作单位"], row]}))

    assert app.alerts[-1][1] == "没有可以列入信息表的选手"


# what cannot be done ends in one message


def test_a_book_that_was_never_saved_cannot_be_exported(app: Any) -> None:
    assert export_certificate(xw.Book()) is None
    assert app.alerts == [("技能兴威", "请先保存工作簿，导出的文件写在工作簿旁边的“导出”文件夹中")]


def test_a_book_in_the_cloud_cannot_be_exported(first_sample: Path, app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(book: Any) -> str:
        raise xw.XlwingsError("Couldn't find the local OneDrive folder")

    book = xw.Book(first_sample)
    monkeypatch.setattr(xw.Book, "fullname", property(fail))

    assert export_certificate(book) is None
    assert [message.partition("，")[0] for _, message in app.alerts] == ["请先把工作簿另存到本机"]


def test_a_folder_that_cannot_be_written_is_named(
    first_sample: Path, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)

    assert press(export_certificate, first_sample) is None
    folder = first_sample.parent / "导出"
    assert [m for _, m in app.alerts] == [
        f"不能写到“{folder}”：没有写入权限，或文件正被占用。请关闭已打开的导出文件后再试"]  # fmt: skip


@pytest.mark.parametrize("button", [check_all, export_certificate])
def test_a_book_without_tables_is_said_to_have_none(tmp_path: Path, app: Any, button: Any) -> None:
    path = make(tmp_path / "说明.xlsx", {"说明": [["填表说明"]]})
    before = picture(path)

    assert press(button, path) is None
    assert [m.partition("：")[0] for _, m in app.alerts] == ["没有找到可以校验的表"]
    assert picture(path) == before


def test_cells_of_a_protected_sheet_are_listed_but_not_marked(tmp_path: Path, app: Any) -> None:
    path = make(tmp_path / "成绩.xlsx", {"甲": [HEADERS, BAD], "乙": [HEADERS, BAD]},
                lambda w: setattr(w["甲"].protection, "sheet", True))  # fmt: skip

    press(check_all, path)

    workbook = openpyxl.load_workbook(path)
    assert not workbook["甲"]["F2"].comment and workbook["乙"]["F2"].comment
    assert "甲" in [cell.value for cell in workbook["校验结果"]["B"]]
    assert re.search(r"。有 [1-9] 个单元格不能标记：工作表受保护，或已有新式批注$", app.alerts[-1][1])


def test_a_protected_book_is_left_as_it_is(tmp_path: Path, app: Any) -> None:
    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, BAD]}, lambda w: setattr(w.security, "lockStructure", True))
    before = picture(path)

    assert press(check_all, path) is None
    assert picture(path) == before
    assert [m.partition("。")[0] for _, m in app.alerts] == ["没有完成：工作簿的结构受保护，不能添加工作表"]
    assert app.status_history[-1] is False and app.screen_updating


def test_a_sheet_of_the_users_own_by_that_name_is_not_overwritten(tmp_path: Path, app: Any) -> None:
    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, BAD], "校验结果": [["专家组校验结果"], ["无异议"]]})
    before = picture(path)

    assert press(check_all, path) is None
    assert press(clear_marks, path) == 0
    assert picture(path) == before
    assert [m for _, m in app.alerts] == ["工作簿中已另有一张“校验结果”表，请先把它改名", "没有需要清除的标记"]


def test_what_excel_says_is_passed_on(tmp_path: Path, app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class ComError(Exception):
        excepinfo = (0, "Microsoft Excel", "内存不足", None, 0, -2146827284)

    def fail(sheet: Any) -> None:
        raise ComError

    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, BAD]})
    monkeypatch.setattr(xw.Sheet, "used_range", property(fail))

    assert press(check_all, path) is None
    assert [m.partition("。")[0] for _, m in app.alerts] == ["没有完成：内存不足"]
