"""首席技师申报表: found by its labels in sheets and Word documents, and compared with 汇总表."""

from pathlib import Path

import pytest
from chief_rows import form, found, listed, nominee, number, said, settings, write

from jineng.validators.nominees import word_count
from jineng.workbooks.checker import Aids, check_file, check_paths, check_sheets
from jineng.workbooks.sheets import Sheet

TOLERANCE = settings(事迹材料字数允许偏差=1000)


def test_a_sound_form_has_nothing_to_find() -> None:
    assert found(form(nominee(1)), TOLERANCE) == []


def test_the_form_is_one_row_and_its_career_a_table_of_its_own() -> None:
    report, _ = check_sheets([form(nominee(1))], Aids())
    assert [(t.form, t.rows) for t in report.tables] == [("chief_form", 1), ("career", 1)]


def test_findings_point_at_the_box_of_the_value() -> None:
    findings = found(form(nominee(1), sex="女", skill_level="技师"), TOLERANCE)
    assert [(f.cell, f.rule) for f in findings] == [("D5", "C-F-05"), ("D7", "C-003")]


def test_a_missing_label_is_named() -> None:
    sheet = form(nominee(1))
    rows = [["" if cell == "政治面貌" else cell for cell in row] for row in sheet.rows()]
    (finding,) = [f for f in found(Sheet("申报表", lambda: iter(rows)), TOLERANCE) if f.rule == "X-05"]
    assert finding.message == "没有“政治面貌”栏，相关内容不能校验" and finding.severity == "error"


def test_the_unit_stands_on_the_cover_only() -> None:
    """The form asks for the unit on its cover; what is said of a person's own name or of nothing is said there."""
    assert said(form(nominee(1), unit=""), TOLERANCE) == [("申报表!B3", "C-F-01", "error")]
    assert said(form(nominee(1), unit="张乙"), TOLERANCE) == [("申报表!B3", "C-018", "error")]


def test_another_name_on_the_cover() -> None:
    rows = [list(row) for row in form(nominee(1)).rows()]
    rows[1][1] = "张三"
    (finding,) = found(Sheet("申报表", lambda: iter(rows)), TOLERANCE)
    assert (finding.cell, finding.rule, finding.message) == ("B2", "C-F-01", "封面姓名“张三”与表内姓名“张乙”不同")


@pytest.mark.parametrize("line", ["单 位 __某机械有限公司__", "单位：某机械有限公司", "单　位　　某机械有限公司"])
def test_a_cover_may_be_filled_in_on_its_line(line: str) -> None:
    rows = [list(row) for row in form(nominee(1)).rows()]
    rows[2] = [line]
    assert found(Sheet("申报表", lambda: iter(rows)), TOLERANCE, listed([nominee(1)])) == []
    assert said(Sheet("申报表", lambda: iter(rows)), TOLERANCE, listed([nominee(1, unit="某公司")])) == [
        ("汇总!K2", "C-027", "error")
    ]


def test_the_words_are_counted_as_word_does() -> None:
    assert word_count("获奖 3 项。") == 5
    assert word_count("PLC编程（2023年）") == 7
    assert word_count("\n　 \t") == 0


def test_without_the_setting_the_count_is_said() -> None:
    (finding,) = found(form(nominee(1), story="字" * 1001))
    assert finding.severity == "unchecked" and finding.message.startswith("事迹材料 1001 字（要求 1000 字左右）")


def test_a_word_form_is_checked_like_a_sheet(tmp_path: Path) -> None:
    from jineng.workbooks.chief_form_documents import write_form_letter

    known = {key: str(value) for key, value in nominee(1, sex="女").items()}
    write_form_letter(tmp_path / "表.docx", known, [("2000.7至今", "某机械有限公司", "")], 2021)
    report, _ = check_file(tmp_path / "表.docx", Aids())
    assert {(f.rule, f.severity) for f in report.findings if f.rule in ("C-F-05", "C-F-15", "C-F-09")} == {
        ("C-F-05", "error"), ("C-F-15", "error"), ("C-F-09", "warning"),
    }  # fmt: skip


# --- against 汇总表 --------------------------------------------------------------------------------------------------


def test_both_alike_have_nothing_to_find() -> None:
    assert found(listed([nominee(1), nominee(2)]), form(nominee(1), "甲"), form(nominee(2), "乙"), TOLERANCE) == []


@pytest.mark.parametrize(
    ("change", "cell", "message"),
    [
        ({"unit": "某机械公司"}, "K2", "工作单位与申报表“申报表”的“某机械公司”不同"),
        ({"occupation": "铣工"}, "O2", "职业（工种）与申报表“申报表”的“铣工”不同"),
        ({"skill_level": "特级技师"}, "P2", "职业资格/职业技能等级与申报表“申报表”的“特级技师”不同"),
        ({"phone": "13900000001"}, "AB2", "联系电话与申报表“申报表”的“13900000001”不同"),
    ],
)
def test_what_differs_is_said_at_the_summary(change: dict[str, str], cell: str, message: str) -> None:
    (finding,) = found(listed([nominee(1)]), form(nominee(1), **change), TOLERANCE)
    assert (finding.sheet, finding.cell, finding.rule, finding.severity) == ("汇总", cell, "C-027", "error")
    assert finding.message == message and finding.quote


@pytest.mark.parametrize(
    ("birth", "said"), [("1980年6月", "1980年6月"), ("1980.11", "1980年11月"), ("1981年", "1981年")]
)
def test_a_month_of_birth_that_differs_is_said_as_a_month(birth: str, said: str) -> None:
    messages = [
        f.message for f in found(listed([nominee(1)]), form(nominee(1), birth_month=birth)) if f.rule == "C-027"
    ]
    assert messages == [f"出生年月与申报表“申报表”的“{said}”不同"]


def test_spellings_do_not_differ() -> None:
    other = {"unit": "某机械 有限公司", "skill_level": "一级", "birth_month": "1980.05", "name": "张　乙"}
    assert found(listed([nominee(1)]), form(nominee(1), **other), TOLERANCE) == []


@pytest.mark.parametrize("name", ["张三", "张龙"])  # before 张乙 and after it
def test_another_name_under_one_number(name: str) -> None:
    rows = {(f.cell, f.rule) for f in found(listed([nominee(1)]), form(nominee(1), name=name), TOLERANCE)}
    assert rows == {("C2", "X-03")}


def test_who_is_in_one_of_them_only() -> None:
    findings = said(listed([nominee(1), nominee(2)]), form(nominee(1), "甲"), form(nominee(3), "丙"), TOLERANCE)
    assert findings == [("汇总!C3", "C-028", "warning"), ("丙!B5", "C-027", "warning")]


def test_without_any_form_nothing_is_compared() -> None:
    assert found(listed([nominee(1)])) == [] and found(form(nominee(1)), TOLERANCE) == []


def test_two_forms_of_one_person() -> None:
    assert said(form(nominee(1), "甲"), form(nominee(1), "乙"), TOLERANCE) == [("乙!E8", "C-028", "error")]


class TestAcrossFiles:
    """汇总表 in one file, 申报表 in others, as districts hand them in."""

    def said(self, folder: Path, **books: Sheet) -> list[tuple[str, str, str, str]]:
        paths = [write(folder / f"{name}.xlsx", sheet) for name, sheet in books.items()]
        report = check_paths(paths, Aids())
        return [
            (x.file, f.cell, f.rule, f.message)
            for x in report.files
            for f in x.findings
            if f.rule in ("C-027", "C-028")
        ]

    def test_what_differs_names_the_file(self, tmp_path: Path) -> None:
        found = self.said(tmp_path, 汇总=listed([nominee(1)]), 张乙=form(nominee(1), unit="某公司"))
        assert found == [("汇总.xlsx", "K2", "C-027", "工作单位与申报表“张乙.xlsx”“申报表”的“某公司”不同")]

    def test_who_is_in_one_of_them_only(self, tmp_path: Path) -> None:
        found = self.said(tmp_path, 汇总=listed([nominee(1), nominee(2)]), 甲=form(nominee(1)), 丙=form(nominee(3)))
        assert [x[:3] for x in found] == [("汇总.xlsx", "C3", "C-028"), ("丙.xlsx", "B5", "C-027")]

    @pytest.mark.parametrize(("first", "again"), [("环翠", "文登"), ("文登", "环翠")])
    def test_two_districts_recommend_the_same_person(self, tmp_path: Path, first: str, again: str) -> None:
        tables = {name: listed([nominee(1, recommender=f"{name}区")]) for name in (first, again)}
        assert self.said(tmp_path, **tables) == [
            (f"{again}.xlsx", "G2", "C-027", f"与“{first}.xlsx”“汇总”是同一人，重复")
        ]

    def test_the_same_paper_in_two_files_is_not_two(self, tmp_path: Path) -> None:
        twice = listed([nominee(1)]), form(nominee(1))
        assert self.said(tmp_path, 甲=twice[0], 乙=twice[0], 丙=twice[1], 丁=twice[1]) == []

    def test_a_repetition_within_a_file_is_said_once(self, tmp_path: Path) -> None:
        path = write(tmp_path / "表.xlsx", form(nominee(1), "甲"), form(nominee(1), "乙"))
        (file,) = check_paths([path], Aids()).files
        assert [(f.sheet, f.rule) for f in file.findings if f.rule == "C-028"] == [("乙", "C-028")]


def test_who_has_no_number_is_not_matched_with_anybody() -> None:
    rules = {
        f.rule
        for f in found(listed([nominee(1, id_number="")]), form(nominee(1), id_number="", unit="某公司"), TOLERANCE)
    }
    assert "C-027" not in rules and "C-028" not in rules and number(1)
