"""情况表 as it is written: the form to the letter, inert cells, clean when checked again; the command."""

from datetime import date
from pathlib import Path

import pytest
from expert_rows import COOKING, HEADER, LIFTS, export, holders, listed, number, person, settings, why
from openpyxl import Workbook, load_workbook
from terminal import invoke

from jineng.validators.forms import EXPERT
from jineng.validators.identity import mask_id
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.documents import EXPERT_HEADERS, Applicant, write_expert_table
from jineng.workbooks.expert_export import export_experts

# --- the file --------------------------------------------------------------------------------------------------------


def test_the_table_as_it_is_handed_in(tmp_path: Path) -> None:
    outcome = export(tmp_path, [person(1, 1, total="")], settings(联系人="李四", 联系电话="0631-5190000"), holders())
    (path,) = outcome.contests[0].files
    rows = [[c for c in row if c is not None] for row in load_workbook(path).worksheets[0].values]

    assert path.name == "技能兴威威海市特色餐饮职业技能大赛_技术能手情况表.xlsx"
    assert rows[0] == ["拟推荐授予“威海市技术能手”人员情况表"]
    assert rows[1] == list(EXPERT_HEADERS) and len(rows[1]) == len(EXPERT.keys) == 20
    assert rows[2] == [1, "一类", COOKING, "中式烹调师", "2024-10-20", 1, 1, "张乙", "男", number(1), "职工", "某公司", "无", 80, 85,
                       "否", "13900000000"]  # fmt: skip
    assert rows[3:5] == [
        ["牵头主办单位（盖章）：威海市人力资源和社会保障局", "    年   月   日"],
        ["填表人：李四", "联系电话：0631-5190000"],
    ]
    assert "建议格式" in rows[5][0]
    assert outcome.contests[0].due == {"材料": "2024-11-04"}


def test_a_due_day_that_is_a_day_of_rest_says_where_it_moves(tmp_path: Path) -> None:
    outcome = export(tmp_path, [person(1, 1, final_date=date(2024, 9, 28))], settings(), holders())
    assert outcome.contests[0].due == {"材料": "2024-10-13，是休息日，顺延至 2024-10-14"}


def test_it_is_never_said_that_the_title_was_conferred(tmp_path: Path) -> None:
    outcome = export(tmp_path, [person(1, 1), person(2, 2, identity="学生"), person(3, 3)], holders(number(3)))
    words = [*outcome.notes, *why(outcome).values()]
    for path in (*outcome.contests[0].files, outcome.left_out_file):
        words += [str(cell) for row in load_workbook(path).worksheets[0].values for cell in row if cell]
    assert [w for w in words if "授予" in w] == ["拟推荐授予“威海市技术能手”人员情况表"]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+86", "#N/A"])
def test_nothing_a_contestant_wrote_becomes_a_formula(tmp_path: Path, text: str) -> None:
    write_expert_table(tmp_path / "表.xlsx", [[text] * 20], Applicant(text), text)
    cells = [
        cell for row in load_workbook(tmp_path / "表.xlsx").worksheets[0] for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_table_is_clean_when_checked_again(tmp_path: Path) -> None:
    lifts = [person(n + 4, n, contest=LIFTS, occupation="电梯安装维修工", identity="教师") for n in (1, 2)]
    rows = [*(person(n, n) for n in (1, 2, 3)), *lifts]
    for others, expected in [((), {"P-025", "P-026"}), ((settings(规定人数=2), holders()), {"P-025", "P-026"})]:
        outcome = export(tmp_path, rows, *others)
        for path in (file for contest in outcome.contests for file in contest.files):
            report, _ = check_file(path, Aids())
            assert report.tables[0].form == "expert" and report.tables[0].rows
            assert {(f.rule, f.severity) for f in report.findings} == {(rule, "unchecked") for rule in expected}

    report, _ = check_file(path, Aids({"required_contestants": 2}, registers=[("experts_held", [])]))
    assert report.findings == []


def test_nothing_to_list_writes_no_table(tmp_path: Path) -> None:
    outcome = export(tmp_path, [person(1, 4), person(2)])
    assert (outcome.contests, outcome.left_out, list(tmp_path.iterdir())) == ([], [], [])


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_says_what_became_of_everybody(tmp_path: Path) -> None:
    book = Workbook()
    for row in (HEADER, person(1, 1), person(2, 2, identity="学生"), person(3, 4)):
        book.worksheets[0].append(row)
    book.save(tmp_path / "成绩.xlsx")

    result = invoke(["export", "expert", str(tmp_path / "成绩.xlsx"), "-o", str(tmp_path / "出")])

    assert result.exit_code == 1, "somebody is left out"
    for words in (
        "列入 1 人",
        "规定人数未设置，竞赛规模未校验",
        "未列入 1 人",
        "学生”不属于职工选手",
        "期限：材料 2024-11-04",
    ):
        assert words in result.output
    assert number(2) not in result.output and mask_id(number(2)) in result.output
    assert sorted(p.name for p in (tmp_path / "出").iterdir()) == [
        "成绩_技术能手_未列入人员.xlsx", "技能兴威威海市特色餐饮职业技能大赛_技术能手情况表.xlsx",
    ]  # fmt: skip
    assert len(listed(export_experts(tmp_path / "成绩.xlsx", tmp_path / "又", Aids()))) == 1


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"x")
    result = invoke(["export", "expert", str(tmp_path / "坏.xlsx"), "-o", str(tmp_path / "出")])
    assert result.exit_code == 2 and "坏.xlsx：" in result.output
