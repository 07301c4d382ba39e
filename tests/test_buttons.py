"""The ribbon's other buttons, pressed on the sample workbooks without Excel: lists, exports, settings, help."""

import shutil
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from test_ribbon import BAD, GOOD, HEADERS, SAMPLE, facts, make, picture

from jineng.addin import ribbon
from jineng.addin.ribbon import BUTTONS
from jineng.addin.samples import CLEAN, write_samples
from jineng.validators.settings import SETTINGS
from jineng.workbooks.checker import Aids, check_file

pytestmark = pytest.mark.usefixtures("app")
CHIEFS, STUDIOS, GRADES = "首席技师.xlsx", "技能大师工作室.xlsx", "绩效评估.xlsx"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("示例")
    write_samples(folder)
    return folder


@pytest.fixture
def press(samples: Path, tmp_path: Path, app: Any) -> Callable[..., tuple[Any, str, Path]]:
    """Press a button in a sample: what it answers, what it says, and the workbook as saved."""

    def press(button: str, file: str | Path) -> tuple[Any, str, Path]:
        path = tmp_path / Path(file).name
        if not path.exists():
            shutil.copy(samples / file, path)
        book = xw.Book(path)
        outcome = BUTTONS[button](book)
        book.save()
        book.close()
        assert app.status_history[-1] is False and app.screen_updating
        return outcome, app.alerts[-1][1], path

    return press


def shown(path: Path, title: str) -> tuple[str, list[dict[str, Any]]]:
    """The summary of a list and its rows by heading."""
    sheet = openpyxl.load_workbook(path)[title]
    heading = [cell.value for cell in sheet[3]]
    filled = takewhile(any, ([c.value for c in row] for row in sheet.iter_rows(min_row=4)))
    rows = [dict(zip(heading, row, strict=True)) for row in filled]
    return sheet["A1"].value, rows


# 计算


def test_levels_are_listed_with_their_reasons_as_the_functions_give_them(press: Any, tmp_path: Path) -> None:
    from jineng.udfs import PROMOTED_LEVEL, PROMOTION_REASON

    nobody = [*GOOD[:8], "无", *GOOD[9:]]
    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, GOOD, BAD, nobody]})

    _, said, _ = press("list_levels", path)

    summary, rows = shown(path, "晋升等级")
    assert summary == "高级工（三级） 1 人，不晋升 1 人" and said == f"{summary}，详见“晋升等级”表"
    for row, source in zip(rows, (GOOD, BAD), strict=True):
        cells = [source[5], source[6], source[9], None, source[3], None, source[1], source[4], source[8]]
        assert (row["选手"], row["等级"], row["理由"]) == (source[0], PROMOTED_LEVEL(*cells), PROMOTION_REASON(*cells))
    assert "三（二）1" in rows[1]["理由"]


def test_a_level_follows_the_register_and_the_settings_of_the_book(press: Any, tmp_path: Path) -> None:
    senior = [*GOOD[:9], "高级工", GOOD[3]]
    sheets = {"成绩": [HEADERS, senior], "职业目录": [["职业（工种）", "最高等级"], [GOOD[3], "技师"]]}
    path = make(tmp_path / "技师.xlsx", sheets)
    outcome, _, _ = press("list_levels", path)
    assert outcome[0][5] == "技师（二级）"

    elsewhere = make(tmp_path / "济南.xlsx", sheets | {"设置": [["设置项", "值"], ["地区", "济南"]]})
    outcome, _, _ = press("list_levels", elsewhere)
    assert outcome[0][5].startswith("需复核")


def test_grades_are_those_of_the_export(press: Any) -> None:
    outcome, said, path = press("list_grades", GRADES)
    summary, rows = shown(path, "评估等次")

    (evaluation,), _, _ = press("export_summary", GRADES)

    assert [(r["工作室"], r["等次"]) for r in rows if not r["未列入的原因"]] == [
        (one.name, one.grade or "待定") for one in evaluation.studios
    ]
    assert len(rows) == len(outcome) == len(evaluation.studios) + len(evaluation.left_out)
    assert said.startswith("参评") and summary == evaluation.summary[0]
    below = [cell.value for cell in openpyxl.load_workbook(path)["评估等次"]["A"]][4 + len(rows) :]
    assert below == [*evaluation.summary[2:], *evaluation.notes]  # the second stands above


def test_the_suggested_order_is_that_of_the_export(press: Any) -> None:
    outcome, said, path = press("list_order", CHIEFS)
    _, rows = shown(path, "排序建议")

    (export,), _, _ = press("export_summary", CHIEFS)

    (written,) = (openpyxl.load_workbook(file).active for file in export.files if "建议排序" in file.name)
    names = [cell.value for row in written.iter_rows() for cell in row]
    assert [row["姓名"] for row in rows] == [name for name in names if name in {row["姓名"] for row in rows}]
    assert rows[0]["建议次序"] == "1" and len(rows) == len(outcome) == export.listed
    assert said.endswith("只是建议，不是选拔结果")


# 期限


def test_deadlines_are_those_of_the_material_checklists(press: Any) -> None:
    outcome, said, path = press("list_deadlines", CLEAN)
    bundle, _, _ = press("export_bundle", CLEAN)

    _, rows = shown(path, "期限")
    assert {(one.owner, line.words) for one in bundle.folders for line in one.dues} == {
        (row["事项"], row["期限"]) for row in rows
    }
    assert said == f"{len(outcome)} 个期限，已过 {sum(bool(r['程度']) for r in rows)} 个，详见“期限”表"


def test_a_deadline_fixed_by_a_notice_is_listed_too(press: Any) -> None:
    outcome, _, _ = press("list_deadlines", STUDIOS)
    assert [about for about, *_ in outcome] == ["工作室申报"] and "2024-07-31" in outcome[0][1]


def test_a_contest_that_is_not_in_the_plan_has_no_deadlines(press: Any, tmp_path: Path) -> None:
    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, GOOD]})
    assert press("list_deadlines", path)[1] == "没有可以列出的期限：竞赛名称不在年度竞赛计划内"
    assert openpyxl.load_workbook(path).sheetnames == ["成绩"]


# lists in general


@pytest.mark.parametrize(
    ("button", "file"),
    [("list_levels", CLEAN), ("list_grades", GRADES), ("list_order", CHIEFS), ("list_deadlines", CLEAN)],
)
def test_a_list_changes_nothing_else_and_is_no_table_of_the_next_check(press: Any, button: str, file: str) -> None:
    path = press("clear_marks", file)[2]
    before, expected = picture(path), facts(check_file(path, Aids())[0])

    press(button, file)
    once = picture(path)
    press(button, file)

    assert picture(path) == once
    assert once[1:-1] == before[1:]  # the sheet of the list is the last, and the one shown
    assert facts(check_file(path, Aids())[0]) == facts(press("check_all", file)[0]) == expected


def test_a_sheet_of_the_users_own_by_that_name_is_left_alone(press: Any, tmp_path: Path) -> None:
    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, GOOD], "晋升等级": [["我的表"], ["自己填的"]]})
    before = picture(path)
    assert press("list_levels", path)[:2] == (None, "工作簿中已另有一张“晋升等级”表，请先把它改名")
    assert picture(path) == before


@pytest.mark.parametrize("button", sorted(set(BUTTONS) - {"clear_marks", "edit_settings", "show_help"}))
def test_a_button_that_finds_nothing_to_do_says_so_and_changes_nothing(press: Any, tmp_path: Path, button: str) -> None:
    path = make(tmp_path / "说明.xlsx", {"说明": [["填表说明"]]})
    before = picture(path)
    outcome, said, _ = press(button, path)
    assert outcome is None and said.startswith("没有找到") and not said.startswith("没有完成")
    assert picture(path) == before and not (tmp_path / "导出").exists()


# 导出


def test_table_and_letter_are_exported_by_a_button_each(press: Any, tmp_path: Path) -> None:
    press("export_certificate", CLEAN)
    assert {f.name.rpartition("_")[2] for f in (tmp_path / "导出").iterdir()} == {"信息表.xlsx"}
    outcome, said, _ = press("export_application", CLEAN)
    letters = [f for f in (tmp_path / "导出").iterdir() if f.suffix == ".docx"]
    assert len(letters) == len(outcome.contests) and said.startswith(f"已导出 {len(letters)} 个竞赛")


def test_experts_are_exported_with_those_left_out(press: Any, tmp_path: Path) -> None:
    outcome, said, _ = press("export_expert", "市直部门.xlsx")
    assert outcome.contests and all(f.exists() for c in outcome.contests for f in c.files)
    assert f"未列入 {len(outcome.left_out)} 人" in said


def test_studios_and_whatever_else_a_book_has_are_exported_together(press: Any) -> None:
    (studios,), said, _ = press("export_summary", STUDIOS)
    assert studios.files and said.startswith(f"工作室申报表：已写出 {len(studios.files)} 个文件")


# 设置 and 帮助


def test_settings_are_listed_unfilled_and_change_nothing_until_they_are_filled_in(press: Any, tmp_path: Path) -> None:
    path = make(tmp_path / "成绩.xlsx", {"成绩": [HEADERS, GOOD, BAD]})
    expected = facts(check_file(path, Aids())[0])

    press("edit_settings", path)

    workbook = openpyxl.load_workbook(path)
    assert [row[0].value for row in workbook["设置"].iter_rows(min_row=2)] == [s.title for s in SETTINGS.values()]
    assert workbook.active is not None and workbook.active.title == "设置"
    report = check_file(path, Aids())[0]
    assert facts(report) == expected and report.settings == {}
    press("edit_settings", path)
    assert openpyxl.load_workbook(path).sheetnames == ["成绩", "设置"]


def test_help_names_the_version(press: Any) -> None:
    outcome, said, _ = press("show_help", CLEAN)
    assert said.startswith(f"技能兴威 {outcome}\n") and "jineng addin doctor" in said


def test_clearing_leaves_the_lists_and_the_settings(press: Any, tmp_path: Path) -> None:
    path = make(tmp_path / "成绩.xlsx", {SAMPLE: [HEADERS, BAD]})
    for button in ("edit_settings", "list_levels", "check_all", "clear_marks"):
        press(button, path)
    assert openpyxl.load_workbook(path).sheetnames == [SAMPLE, "设置", "晋升等级"]


def test_excel_presses_by_name_with_the_workbook_in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    from classic import classic_xlwings

    said: list[Any] = []
    with classic_xlwings():
        monkeypatch.setitem(BUTTONS, "check_all", lambda: said.append(xw.Book.caller().impl.xl))
        ribbon.press("check_all", "the workbook in front")
    assert said == ["the workbook in front"]
