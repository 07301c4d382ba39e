"""年度绩效评估 written out: who is listed with which grade, the sheets, the letters and what is said of them (F4)."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Pt
from evaluation_books import ITEMS, book, own_sheet, studio
from openpyxl import load_workbook
from terminal import invoke

from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.evaluation_documents import SUMMARY_HEADERS
from jineng.workbooks.evaluation_export import EvaluationExport, export_evaluation

# --- the export ------------------------------------------------------------------------------------------------------


def export(
    folder: Path, *sheets: Any, rows: Any = (), on: date = date(2024, 11, 1), **settings: Any
) -> EvaluationExport:
    path = book(folder / "评估.xlsx", rows, *sheets, **settings)
    return export_evaluation(path, folder / "出", Aids(today=on))


def graded(outcome: EvaluationExport) -> dict[str, Any]:
    return {one.row.text("leader"): one.grade for one in outcome.studios}


def summary(outcome: EvaluationExport) -> list[dict[str, Any]]:
    """The rows of the summary as written."""
    lines = list(load_workbook(outcome.files[0]).worksheets[0].values)
    assert lines[1] == SUMMARY_HEADERS
    return [dict(zip(SUMMARY_HEADERS, line, strict=True)) for line in lines[2:] if isinstance(line[0], int)]


def words_of(path: Path) -> str:
    return "\n".join(p.text for p in Document(str(path)).paragraphs)


F4 = [studio("甲", 49.99), studio("乙", 50), studio("丙", "85分"), studio("丁", "")]


def test_without_a_line_it_is_plainly_said_that_nothing_was_told_apart(tmp_path: Path) -> None:
    outcome = export(tmp_path, rows=F4)
    assert graded(outcome) == {"甲": "不合格", "乙": "合格（优秀线未设置）", "丙": "合格（优秀线未设置）", "丁": "未评"}
    assert outcome.summary[0] == "参评 4 家：合格（优秀线未设置） 2 家，不合格 1 家，未评 1 家"
    assert any("优秀分数线、优秀名额未设置，没有区分优秀和合格，奖励资金未计" in words for words in outcome.summary)
    assert not any("奖励资金合计" in words for words in outcome.summary)
    assert [row["奖励金额"] for row in summary(outcome)] == [0, None, None, None]


def test_with_a_line_the_excellent_are_rewarded(tmp_path: Path) -> None:
    outcome = export(tmp_path, rows=F4, 优秀分数线=85)
    assert graded(outcome) == {"甲": "不合格", "乙": "合格", "丙": "优秀", "丁": "未评"}
    assert "奖励资金合计 20000 元（优秀 1 家，每家领办人 20000 元）" in outcome.summary
    assert [row["奖励金额"] for row in summary(outcome)] == [0, 0, 20000, None]
    assert [row["状态"] for row in summary(outcome)] == ["整改中", "合格", "优秀", None]
    assert [row["整改截止日期"] for row in summary(outcome)] == ["2025-09-30", None, None, None]


def test_the_places_go_by_score_and_a_tie_is_left_to_the_bureau(tmp_path: Path) -> None:
    rows = [studio("甲", 88), studio("乙", 95), studio("丙", 88), studio("丁", 60)]
    outcome = export(tmp_path, rows=rows, 优秀名额=2)
    assert graded(outcome) == {"甲": None, "乙": "优秀", "丙": None, "丁": "合格"}
    assert [row["备注"] for row in summary(outcome)][::2] == ["同分，优秀名额不足，由市人社局确定"] * 2
    assert "待定 2 家" in outcome.summary[0]


def test_a_tie_that_the_bureau_decided_is_taken_over(tmp_path: Path) -> None:
    rows = [studio("甲", 88, grade="合格"), studio("乙", 95, grade="优秀"), studio("丙", 88, grade="优秀")]
    outcome = export(tmp_path, rows=rows, 优秀名额=2)
    assert graded(outcome) == {"甲": "合格", "乙": "优秀", "丙": "优秀"} and outcome.notes == []
    assert [row["奖励金额"] for row in summary(outcome)] == [0, 20000, 20000]
    assert "奖励资金合计 40000 元（优秀 2 家，每家领办人 20000 元）" in outcome.summary


def test_a_share_is_one_of_those_with_a_score(tmp_path: Path) -> None:
    rows = [studio("甲", 88), studio("乙", 95), studio("丙", 70), studio("丁", 60), studio("戊", 55), studio("己", "")]
    assert graded(export(tmp_path, rows=rows, **{"优秀比例上限（%）": 20})) == {
        "甲": "合格", "乙": "优秀", "丙": "合格", "丁": "合格", "戊": "合格", "己": "未评",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"approved_year": 2023}, "批准年度 2023，不是本次评估对象"),
        ({"approved_year": ""}, "批准年度为空"),
        ({"expert_score": 100.01}, "不在 0 至 100 分以内"),
        ({"expert_score": "优"}, "专家得分“优”不能识别"),
        ({"studio": ""}, "工作室名称为空"),
    ],
)
def test_who_is_left_out_and_why(tmp_path: Path, cells: dict[str, Any], why: str) -> None:
    outcome = export(tmp_path, rows=[studio("甲", 60), studio("乙", **{"score": 60} | {}) | cells])
    assert list(graded(outcome)) == ["甲"] and why in outcome.left_out[0][-1]
    assert why in str(list(load_workbook(outcome.left_out_file).worksheets[0].values))


def test_a_studio_named_twice_is_listed_once(tmp_path: Path) -> None:
    outcome = export(tmp_path, rows=[studio("甲", 60), studio("甲", 70)])
    assert [one.expert_score for one in outcome.studios] == [60] and "重复" in outcome.left_out[0][-1]


def test_a_grade_that_the_score_does_not_give_is_not_taken_over(tmp_path: Path) -> None:
    outcome = export(tmp_path, rows=[studio("甲", 49.99, grade="合格", state="合格", reward=20000)], 优秀分数线=85)
    assert graded(outcome) == {"甲": "不合格"}
    assert outcome.notes == ["“汇总”威海市甲技能大师工作室：表中等次“合格”没有采用，按得分为“不合格”"]


def test_without_a_line_a_grade_in_the_table_contradicts_nothing(tmp_path: Path) -> None:
    rows = [studio("甲", 60, grade="合格"), studio("乙", 90, grade="优秀"), studio("丙", 40, grade="合格")]
    assert export(tmp_path, rows=rows).notes == [
        "“汇总”威海市乙技能大师工作室：表中等次“优秀”不能核对，优秀分数线、优秀名额未设置",
        "“汇总”威海市丙技能大师工作室：表中等次“合格”没有采用，按得分为“不合格”",
    ]


def test_without_a_line_no_reward_is_counted_not_even_0(tmp_path: Path) -> None:
    said = "".join(export(tmp_path, rows=[studio("甲", 40), studio("乙", "")]).summary)
    assert "奖励资金未计" in said and "奖励资金合计" not in said


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"优秀分数线": 100}, ""),
        ({"优秀分数线": 100.5}, "优秀分数线 100.5 高于绩效评估满分 100"),
        ({"优秀分数线": 110, "绩效评估满分": 110}, ""),
        ({"优秀分数线": 50.01}, ""),
        ({"优秀分数线": 50}, "优秀分数线 50 应高于不合格的线 50 分"),
    ],
)
def test_a_line_beyond_the_scale_is_said_once_and_nothing_is_written(tmp_path: Path, settings: Any, said: str) -> None:
    path = book(tmp_path / "评估.xlsx", [studio("甲", 60), studio("乙", 70)], **settings)
    found = [f for f in check_file(path, Aids())[0].findings if "优秀分数线" in f.message and f.row == 1]
    assert [(f.rule, f.severity, f.message) for f in found] == ([("S-027", "error", said)] if said else [])
    outcome = export_evaluation(path, tmp_path / "出", Aids())
    assert (said in (outcome.report.error or "")) and (outcome.files == []) == bool(said)


def test_what_is_not_set_is_said_once(tmp_path: Path) -> None:
    path = book(tmp_path / "评估.xlsx", [studio("甲", 60, grade="合格"), studio("乙", 70, grade="优秀")])
    said = [f.message for f in check_file(path, Aids())[0].findings if "优秀分数线" in f.message]
    assert said == ["优秀分数线、优秀名额、优秀比例上限（%）未设置，未校验"]


# --- studios' own sheets ---------------------------------------------------------------------------------------------


def test_the_experts_totals_make_the_score(tmp_path: Path) -> None:
    sheet = own_sheet("甲", (25, 24, 18, 17), (24.5, 24, 18, 17), (20, 20, 10, 17))
    outcome = export(tmp_path, sheet, 优秀分数线=78)
    (one,) = outcome.studios
    assert one.expert_score == Fraction(84 + 67) / 3 + Fraction(167, 6) and one.self_score == 86
    assert summary(outcome)[0]["专家得分"] == 78.1666 and one.grade == "优秀"
    trimmed = export(tmp_path, sheet, 优秀分数线=84, 专家评分合成="去掉最高最低后平均")
    assert (trimmed.studios[0].expert_score, trimmed.studios[0].grade) == (Fraction(167, 2), "合格")


def test_a_sheet_is_printed_with_its_sums_on_a3_and_is_clean_when_read_again(tmp_path: Path) -> None:
    outcome = export(tmp_path, own_sheet("甲", (10, 10, 5, 5.5)), 结果公布日期=date(2024, 9, 30))
    path = next(file for file in outcome.files if file.name == "01_威海市甲技能大师工作室_绩效评估表.xlsx")
    sheet = load_workbook(path).worksheets[0]
    rows = [[cell for cell in row if cell is not None] for row in sheet.values]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert rows[0] == ["威海市技能大师工作室年度绩效评估表"]
    assert rows[9] == ["合计", 100, 86, 30.5] and len(ITEMS) == 4
    assert rows[10] == ["等次", "不合格", "专家得分", "30.5"] and "建议格式" in rows[-1][0]
    for one in (path, path.with_suffix(".docx")):
        report, _ = check_file(one, Aids())
        assert [t.form for t in report.tables] == ["score_sheet", "score_items"] and report.findings == []


def test_in_word_the_sum_has_room_and_the_note_is_clear_of_the_table(tmp_path: Path) -> None:
    outcome = export(tmp_path, own_sheet("甲", (25, 24, 18, 17)))
    document = Document(str(outcome.files[-1]))
    summed = document.tables[0].rows[8].cells
    assert summed[0].text == "合计" and summed[0]._tc is summed[1]._tc and summed[3].text == "100"
    assert document.paragraphs[-1].text.startswith("说明") and document.paragraphs[
        -1
    ].paragraph_format.space_before == Pt(6)


def test_a_sheet_scored_only_in_part_is_left_out(tmp_path: Path) -> None:
    outcome = export(tmp_path, own_sheet("甲", (25, 24, 18, 17), (25, "", 18, 17)))
    assert outcome.studios == [] and "专家2评分没有填全" in outcome.left_out[0][-1]
    alone = own_sheet("甲", (25, "", 18, 17))
    assert "专家1评分没有填全" in export(tmp_path, alone).left_out[0][-1]
    alone[6] = ["专家评分" if cell == "专家1评分" else cell for cell in alone[6]]
    for rows in ([], [studio("甲", "")]):
        outcome = export(tmp_path, alone, rows=rows)
        assert outcome.studios == [] and "专家得分没有填全" in outcome.left_out[0][-1]


@pytest.mark.parametrize(
    ("own", "sums", "said"),
    [
        ((25, 25, 18, 18), (100, 87, "", 84, ""), "错误：评估表1!F12 威海市甲技能大师工作室：自评得分的合计 87 不等于各项之和 86"),
        ((25, 31, 18, 18), (100, 92, "", 84, ""), "自评得分 31 不在 0 至分值 30 以内"),
        ((25, "良", 18, 18), (100, 68, "", 84, ""), "自评得分“良”不是数"),
    ],
)  # fmt: skip
def test_a_fault_in_the_studios_own_part_keeps_nobody_out(tmp_path: Path, own: Any, sums: Any, said: str) -> None:
    most, mine, evidence, experts, remark = sums
    total = ["合计", "", "", most, "", mine, evidence, experts, remark]
    outcome = export(tmp_path, [*own_sheet("甲", (25, 24, 18, 17), own=own), total])
    assert outcome.left_out == [] and outcome.studios[0].expert_score == 84
    assert any(said in note for note in outcome.notes)


def test_a_fault_in_the_experts_sum_keeps_a_studio_out_and_a_blank_one_does_not(tmp_path: Path) -> None:
    sheet = own_sheet("甲", (25, 24, 18, 17))
    wrong, blank = (["合计", "", "", 100, "", 86, "", summed, ""] for summed in (85, ""))
    assert "专家1评分的合计 85 不等于各项之和 84" in export(tmp_path, [*sheet, wrong]).left_out[0][-1]
    assert export(tmp_path, [*sheet, blank]).studios[0].expert_score == 84


def test_a_sheet_without_experts_is_not_rated(tmp_path: Path) -> None:
    outcome = export(tmp_path, own_sheet("甲"))
    assert graded(outcome) == {"甲": "未评"} and outcome.left_out == []


def test_a_row_and_a_sheet_of_one_studio_are_one(tmp_path: Path) -> None:
    sheet = own_sheet("甲", (25, 24, 18, 17))
    outcome = export(tmp_path, sheet, rows=[studio("甲", "")])
    assert [(one.expert_score, one.row.text("host"), len(one.items)) for one in outcome.studios] == [
        (84, "甲机械有限公司", 4)
    ]
    differing = export(tmp_path, sheet, rows=[studio("甲", 83)])
    assert "汇总表的专家得分 83 与评估表的 84 不一致" in differing.left_out[0][-1]


# --- 整改通知 --------------------------------------------------------------------------------------------------------


def test_those_that_failed_are_told_in_the_words_of_the_notice(tmp_path: Path) -> None:
    outcome = export(tmp_path, rows=[studio("甲", 60), studio("乙", 49.99)])
    letters = [file for file in outcome.files if file.suffix == ".docx"]
    assert [file.name for file in letters] == ["02_威海市乙技能大师工作室_整改通知.docx"]
    words = words_of(letters[0])
    for said in (
        "乙机械有限公司：", "（威人社函〔2024〕35号），经2023年度绩效评估，你单位“威海市乙技能大师工作室”（领办人：乙）得 49.99 分，低于 50 分",
        "给予一年整改时间，自2024年9月30日起至2025年9月30日止", "提交重新考核评估的书面申请；经考核仍不合格的，撤销威海市技能大师工作室称号",
        "（建议格式）",
    ):  # fmt: skip
        assert said in words


def test_without_the_day_of_the_result_the_dates_are_left_to_be_written(tmp_path: Path) -> None:
    outcome = export(tmp_path, rows=[studio("甲", 40, result_date="")])
    assert "自____年__月__日起至____年__月__日止" in words_of(outcome.files[1])
    assert any("没有结果公布日期，整改截止日期空着" in words for words in outcome.summary)


def test_only_those_that_newly_failed_are_told(tmp_path: Path) -> None:
    over = {"result_date": date(2023, 9, 30)}
    rows = [studio("甲", 40), studio("乙", 40, re_score=60, **over), studio("丙", 40, re_score=45, **over),
            studio("丁", 40, **over)]  # fmt: skip
    outcome = export(tmp_path, rows=rows)
    assert [file.name for file in outcome.files if "整改" in file.name] == ["01_威海市甲技能大师工作室_整改通知.docx"]
    others = "、".join(
        f"威海市{n}技能大师工作室（{s}）" for n, s in (("乙", "恢复"), ("丙", "拟撤销"), ("丁", "待复评"))
    )
    assert f"整改期已满或已经复评的，没有写整改通知：{others}" in outcome.notes


def test_a_withdrawal_is_only_said_to_follow(tmp_path: Path) -> None:
    rows = [studio("甲", 40, result_date=date(2023, 9, 30), re_score=45, re_date=date(2024, 10, 8))]
    outcome = export(tmp_path, rows=rows)
    assert summary(outcome)[0]["状态"] == "拟撤销"
    assert (
        "拟撤销 1 家（复评仍不合格，报市人社局决定）：威海市甲技能大师工作室" in outcome.summary
        and "已撤销" not in str([*outcome.summary, *outcome.notes])
    )


# --- files and the command -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["@SUM(A1)", "+86", "#N/A2", "甲/乙:丙"])
def test_a_name_becomes_no_formula_and_no_folder(tmp_path: Path, name: str) -> None:
    outcome = export(tmp_path, rows=[studio("甲", 40, studio=name, host=name)])
    assert all(file.parent == tmp_path / "出" and file.exists() for file in outcome.files)
    row = summary(outcome)[0]
    assert row["工作室名称"] == name and load_workbook(outcome.files[0]).worksheets[0]["B3"].data_type == "s"


@pytest.mark.parametrize(
    ("stem", "names"),
    [
        ("2023年绩效评估", ["2023年绩效评估_等次汇总表.xlsx", "2023年绩效评估_未列入.xlsx"]),
        ("等次汇总表", ["导出_等次汇总表.xlsx", "等次汇总表_绩效评估_未列入.xlsx"]),
    ],
)
def test_a_files_name_does_not_say_the_same_twice(tmp_path: Path, stem: str, names: list[str]) -> None:
    path = book(tmp_path / f"{stem}.xlsx", [studio("甲", 60), studio("乙", 101)])
    outcome = export_evaluation(path, tmp_path, Aids())
    assert outcome.left_out_file and [file.name for file in (*outcome.files, outcome.left_out_file)] == names


def test_the_summary_is_clean_when_read_again(tmp_path: Path) -> None:
    outcome = export(tmp_path, rows=F4[:3], 优秀分数线=85)
    report, _ = check_file(outcome.files[0], Aids({"excellent_line": 85}, today=date(2024, 11, 1)))
    assert report.tables[0].rows == 3 and report.findings == []


def test_the_command(tmp_path: Path) -> None:
    path = book(tmp_path / "评估.xlsx", [*F4, studio("戊", 101)], 优秀分数线=85)
    before = path.read_bytes()
    done = invoke(["export", "evaluation", str(path), "-o", str(tmp_path / "出")])
    assert done.exit_code == 1 and "汇总 第6行 威海市戊技能大师工作室：专家得分 101" in done.output
    assert "奖励资金合计 20000 元" in done.output and path.read_bytes() == before
    clean = book(tmp_path / "齐.xlsx", F4[:3])
    assert invoke(["export", "evaluation", str(clean), "-o", str(tmp_path / "又")]).exit_code == 0


@pytest.mark.parametrize(
    ("rows", "settings", "said"),
    [
        ([], {}, "没有找到"),
        (F4, {"地区": "济南"}, "济南在该日没有相应规定（未设置），不能评定等次"),
        (F4, {"优秀分数线": "八十五"}, "“设置”表有错误，更正后再导出"),
    ],
)
def test_where_nothing_can_be_graded_it_says_so_and_writes_nothing(
    tmp_path: Path, rows: Any, settings: Any, said: str
) -> None:
    path = book(tmp_path / "无.xlsx", rows, **settings)
    refused = invoke(["export", "evaluation", str(path), "-o", str(tmp_path / "出")])
    assert refused.exit_code == 2 and said in refused.output and not (tmp_path / "出").exists()
