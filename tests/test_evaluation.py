"""年度绩效评估: grades at their boundaries, what becomes of those that fail, and what is written for them (F4)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document
from evaluation_books import ITEMS, book, own_sheet, studio
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from jineng.addin.cli import main
from jineng.udfs import STUDIO_GRADE
from jineng.validators.grades import grade_of, grades_of, mean_of, shown_score, state_of
from jineng.validators.policy import Policy
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.evaluation_documents import SUMMARY_HEADERS
from jineng.workbooks.evaluation_export import EvaluationExport, export_evaluation

WEIHAI = Policy("威海", date(2024, 10, 20))
UNTIL = date(2025, 9, 30)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("evaluation.pass_mark", 50, "低于50分为不合格"),
        ("evaluation.left_out_year", 2023, "不包含2023年度新评选的5家"),
        ("evaluation.year", 2023, "2023年1月1日至12月31日"),
        ("evaluation.rectify_years", 1, "一年整改时间"),
        ("studio.reward", 20000, "2万元奖励资金"),
        ("studio.team", 3, "不少于3人"),
        ("studio.closing", date(2024, 7, 31), "7月31日前"),
    ],
)
def test_a_parameter_stands_in_the_words_of_its_clause(key: str, value: Any, words: str) -> None:
    found, clause = WEIHAI.setting(key) or (None, None)
    assert found == value and clause and words in clause.quote and clause.notice.short == "工作室通知"


# --- grades ----------------------------------------------------------------------------------------------------------

SCORES = st.decimals(0, 100, places=2)


@given(SCORES, SCORES)
def test_more_score_is_never_a_lower_grade(one: Decimal, other: Decimal) -> None:
    order = ["不合格", "合格", "优秀"]
    low, high = (order.index(grade_of(score, 50, 85)) for score in sorted((one, other)))
    assert low <= high


@given(SCORES, st.none() | SCORES)
def test_below_the_pass_mark_no_setting_helps(score: Decimal, line: Decimal | None) -> None:
    assert (grade_of(score, 50, line) == "不合格") == (score < 50)


@given(st.lists(SCORES, max_size=12), st.none() | SCORES, st.integers(0, 5))
def test_there_are_no_more_excellent_studios_than_places_and_equals_are_treated_alike(
    scores: list[Decimal], line: Decimal | None, places: int
) -> None:
    found = grades_of(scores, 50, line, places)
    assert found.count("优秀") <= places
    assert len({(score, grade) for score, grade in zip(scores, found, strict=True)}) == len(set(scores))
    if None in found:
        assert found.count("优秀") < places < found.count("优秀") + found.count(None), "a tie over the last place"


def test_a_score_shown_as_50_which_is_less_fails() -> None:
    assert STUDIO_GRADE(49.996) == "不合格"
    mean = mean_of([50, 50, Decimal("49.9999")], "平均")
    assert (shown_score(mean), grade_of(mean, 50, None)) == ("49.9999", "不合格")


@pytest.mark.parametrize(
    ("totals", "plain", "trimmed"),
    [
        ([80], 80, 80),
        ([80, 90], 85, 85),
        ([10, 80, 96], 62, 80),
        ([70, 80, 81, 100], Fraction(331, 4), Fraction(161, 2)),
    ],
)
def test_the_highest_and_lowest_are_left_out_only_of_three_or_more(totals: Any, plain: Any, trimmed: Any) -> None:
    assert mean_of(totals, "平均") == plain and mean_of(totals, "去掉最高最低后平均") == trimmed


# --- states over the years -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grade", "re_score", "today", "state"),
    [
        ("优秀", None, UNTIL, "优秀"),
        ("合格", None, UNTIL, "合格"),
        ("未评", None, UNTIL, None),
        ("不合格", None, date(2024, 9, 30), "整改中"),
        ("不合格", None, date(2025, 9, 29), "整改中"),
        ("不合格", None, UNTIL, "整改中"),
        ("不合格", None, date(2025, 10, 1), "待复评"),
        ("不合格", Decimal("49.99"), date(2025, 11, 1), "拟撤销"),
        ("不合格", 50, date(2025, 11, 1), "恢复"),
        ("不合格", 50, date(2030, 1, 1), "恢复"),
    ],
)
def test_what_becomes_of_a_studio(grade: str, re_score: Any, today: date, state: str | None) -> None:
    assert state_of(grade, UNTIL, re_score, 50, today) == state


def test_without_the_day_of_the_result_it_is_not_known_whether_the_year_is_over() -> None:
    assert state_of("不合格", None, None, 50, UNTIL) is None
    assert state_of("不合格", None, 60, 50, UNTIL) == "恢复"


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
    assert why in str(list(load_workbook(outcome.files[-1]).worksheets[0].values))


def test_a_studio_named_twice_is_listed_once(tmp_path: Path) -> None:
    outcome = export(tmp_path, rows=[studio("甲", 60), studio("甲", 70)])
    assert [one.expert_score for one in outcome.studios] == [60] and "重复" in outcome.left_out[0][-1]


def test_a_grade_that_the_score_does_not_give_is_not_taken_over(tmp_path: Path) -> None:
    outcome = export(tmp_path, rows=[studio("甲", 49.99, grade="合格", state="合格", reward=20000)], 优秀分数线=85)
    assert graded(outcome) == {"甲": "不合格"}
    assert outcome.notes == ["“汇总”威海市甲技能大师工作室：表中等次“合格”没有采用，按得分为“不合格”"]


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


def test_a_sheet_scored_only_in_part_is_left_out(tmp_path: Path) -> None:
    outcome = export(tmp_path, own_sheet("甲", (25, 24, 18, 17), (25, "", 18, 17)))
    assert outcome.studios == [] and "专家2评分没有填全" in outcome.left_out[0][-1]


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


def test_a_withdrawal_is_only_said_to_follow(tmp_path: Path) -> None:
    rows = [studio("甲", 40, result_date=date(2023, 9, 30), re_score=45, re_date=date(2024, 10, 8))]
    outcome = export(tmp_path, rows=rows)
    assert summary(outcome)[0]["状态"] == "拟撤销"
    assert (
        "拟撤销 1 家（复评仍不合格，报市人社局决定）：威海市甲技能大师工作室" in outcome.summary
        and "已撤销" not in words_of(outcome.files[1])
    )


# --- files and the command -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["@SUM(A1)", "+86", "#N/A2", "甲/乙:丙"])
def test_a_name_becomes_no_formula_and_no_folder(tmp_path: Path, name: str) -> None:
    outcome = export(tmp_path, rows=[studio("甲", 40, studio=name, host=name)])
    assert all(file.parent == tmp_path / "出" and file.exists() for file in outcome.files)
    row = summary(outcome)[0]
    assert row["工作室名称"] == name and load_workbook(outcome.files[0]).worksheets[0]["B3"].data_type == "s"


def test_the_summary_is_clean_when_read_again(tmp_path: Path) -> None:
    outcome = export(tmp_path, rows=F4[:3], 优秀分数线=85)
    report, _ = check_file(outcome.files[0], Aids({"excellent_line": 85}, today=date(2024, 11, 1)))
    assert report.tables[0].rows == 3 and report.findings == []


def test_the_command(tmp_path: Path) -> None:
    path = book(tmp_path / "评估.xlsx", [*F4, studio("戊", 101)], 优秀分数线=85)
    before = path.read_bytes()
    done = CliRunner().invoke(main, ["export", "evaluation", str(path), "-o", str(tmp_path / "出")])
    assert done.exit_code == 1 and "汇总 第6行 威海市戊技能大师工作室：专家得分 101" in done.output
    assert "奖励资金合计 20000 元" in done.output and path.read_bytes() == before
    clean = book(tmp_path / "齐.xlsx", F4[:3])
    assert CliRunner().invoke(main, ["export", "evaluation", str(clean), "-o", str(tmp_path / "又")]).exit_code == 0


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
    refused = CliRunner().invoke(main, ["export", "evaluation", str(path), "-o", str(tmp_path / "出")])
    assert refused.exit_code == 2 and said in refused.output and not (tmp_path / "出").exists()
