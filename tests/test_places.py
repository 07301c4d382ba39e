"""Other cities: their own words where they have any, 未设置 where they have none, never the words of 威海."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from books import write
from expert_rows import COOKING, HEADER, expert, number, person, settings, sheet, why
from openpyxl import load_workbook
from pages import tables, value
from terminal import invoke
from test_functions import TITLES

import jineng.validators
from jineng.addin.coverage import figures
from jineng.addin.page.findings import Filter, groups
from jineng.udfs import ELIGIBLE_EXPERT, EXPERT_REASON, HONOUR_GRANT
from jineng.validators.columns import COLUMNS
from jineng.validators.forms import EXPERT, PLAN
from jineng.validators.functions import FUNCTIONS
from jineng.validators.policy import PLACES, Policy, all_notices
from jineng.validators.values import fold
from jineng.workbooks.checker import Aids, check_file, check_sheets
from jineng.workbooks.expert_export import export_expert_sheets
from jineng.workbooks.export import Export
from jineng.workbooks.findings_book import write_findings
from jineng.workbooks.marking import mark_copy
from jineng.workbooks.marks import RESULT_SHEET
from jineng.workbooks.sheets import Sheet

DAY = date(2025, 10, 20)
JINAN = Policy("济南", DAY)
WITHOUT = ("青岛", "淄博", "枣庄", "山东")
CITIES = ("济南", *WITHOUT)
WORDS = "“促进高技能人才队伍建设”"
PAGES = Path(__file__).parent / "functions"


def rules(*arguments: str) -> str:
    result = invoke(["rules", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


class TestWhatTheTextSays:
    def test_one_text_serves_all_of_them(self) -> None:
        spoken = [n for n in all_notices() if n.printed.name == "2025-city-practice.txt"]
        assert {n.place for n in spoken} == {"山东", "济南", "青岛", "淄博", "枣庄"}
        assert len({n.printed.resolve() for n in spoken}) == 1

    def test_it_bears_no_day_and_is_cited_from_the_year_it_was_written_in(self) -> None:
        spoken = [n for n in all_notices() if n.printed.name == "2025-city-practice.txt"]
        assert {(n.issued, n.effective) for n in spoken} == {(None, date(2025, 1, 1))}
        words = spoken[0].printed.read_text(encoding="utf-8")
        assert "2024年,共开展78场竞赛" in words and "2025年,计划举办76个主题" in words
        assert Policy("济南", date(2024, 12, 31)).clause("P-022") is None

    def test_jinan_stands_in_for_two_clauses_of_weihai_and_nobody_for_any_other(self) -> None:
        serving = {c.id: c.serves for n in all_notices() for c in n.clauses if c.serves}
        assert serving == {"O-JN1": ("P-022", "P-023")}

    def test_the_clause_in_force_is_the_city_s_own(self) -> None:
        for id in ("P-022", "P-023"):
            clause = JINAN.clause(id)
            assert (clause.id, str(clause)) == ("O-JN1", f"济南经验{WORDS}")
        assert Policy("威海", DAY).clause("P-022").id == "P-022"

    @pytest.mark.parametrize(
        ("key", "words"),
        [
            ("expert.title", "授予“济南市技术能手”称号"),
            ("expert.class_one_places", "市级一类职业技能竞赛各赛项决赛前3名"),
            ("expert.class_two_places", "市级二类职业技能竞赛各赛项决赛第1名"),
        ],
    )
    def test_what_it_sets_stands_in_its_words(self, key: str, words: str) -> None:
        found, clause = JINAN.setting(key)
        assert clause.id == "O-JN1" and words in clause.quote and str(found) in words

    @pytest.mark.parametrize("city", CITIES)
    @pytest.mark.parametrize(
        "key",
        ["promotion.pass_mark", "award.max_percent", "deadline.materials_days", "bonus.cap", "honour.grants",
         "allowance.monthly_floor", "studio.subsidy", "studio.reward", "certificate.seal"],
    )  # fmt: skip
    def test_no_figure_of_weihai_holds_elsewhere(self, city: str, key: str) -> None:
        assert Policy("威海", DAY).value(key) is not None
        assert Policy(city, DAY).value(key) is None

    @pytest.mark.parametrize("id", ["P-014", "P-024", "P-025", "P-026", "M-13b"])
    def test_what_the_text_does_not_say_is_nobody_s_rule(self, id: str) -> None:
        assert [city for city in CITIES if Policy(city, DAY).clause(id)] == []

    def test_a_county_of_weihai_does_not_follow_the_province(self) -> None:
        assert Policy("荣成", DAY).clause("O-JN1") is None and Policy("荣成", DAY).clause("O-ALL")

    def test_every_title_can_be_written_into_the_header(self) -> None:
        known = EXPERT.headers()
        titles = {c.sets["expert"]["title"] for n in all_notices() for c in n.clauses if "title" in c.sets.get("expert", {})}  # fmt: skip
        assert titles == {"威海市技术能手", "济南市技术能手"}
        assert {known[fold(f"是否已获{title}")] for title in titles} == {"held_before"}


class TestFigures:
    """75 of them, beside the text: to be looked at, never to check by."""

    def test_there_are_75_in_their_order(self) -> None:
        assert [f.id for f in figures()] == [f"O-{n:02}" for n in range(1, 76)]
        assert {f.place for f in figures()} == {"济南", "青岛", "淄博", "枣庄"}

    def test_each_stands_in_the_text_and_has_its_clause(self) -> None:
        notices = {c.id: n for n in all_notices() for c in n.clauses}
        for figure in figures():
            assert fold(figure.verbatim) in fold(notices[figure.clause].printed.read_text(encoding="utf-8")), figure.id
            assert notices[figure.clause].place in (figure.place, "山东")

    def test_a_figure_of_a_clause_is_in_its_words(self) -> None:
        quotes = {c.id: c.quote for n in all_notices() for c in n.clauses}
        in_words = {"300000": "30万", "1000000": "100万"}
        for figure in figures():
            if figure.clause != "O-ALL":
                assert fold(in_words.get(figure.value, figure.value)) in fold(quotes[figure.clause]), figure.id

    def test_the_figures_agree_with_each_other(self) -> None:
        of = {f.id: float(f.value) for f in figures() if f.value.isdigit()}
        assert round(of["O-12"] / of["O-10"], 3) == 0.385, "近40%"
        assert of["O-72"] == 24 + 118 + 1

    def test_no_rule_reads_them(self) -> None:
        path = next(n.printed.with_suffix(".csv") for n in all_notices() if n.place == "山东")
        with path.open(encoding="utf-8", newline="") as file:
            assert len(list(csv.reader(file))) == 76
        folder = Path(jineng.validators.__file__ or "").parent
        assert [p.name for p in folder.rglob("*.py") if "city-practice" in p.read_text(encoding="utf-8")] == []

    def test_they_are_shown_with_their_clause(self) -> None:
        assert "O-39  淄博 有突出贡献的技师津贴：500元（每月）" in rules("O-ZB1")
        assert "O-38  淄博 新培养新引进省级以上领军人才：最高1000000元" in rules("O-ZB4")
        assert rules("O-ALL").count("\n  O-") == 75


class TestRules:
    def test_a_clause_of_another_city_is_found_and_its_city_named(self) -> None:
        said = rules("o-jn1")
        assert "威海没有相应规定（未设置）" in said and "济南：《着力打造“技耀泉城”海右技能人才大赛品牌》" in said
        assert "不能推荐济南市技术能手" in said and "代替威海的：P-022、P-023" in said

    def test_a_rule_is_shown_with_the_words_of_the_place(self) -> None:
        said = rules("P-022", "--place", "济南")
        assert "（O-JN1）" in said and "经市人力资源社会保障局核准后" in said and "不能推荐济南市技术能手" in said
        assert "不能推荐威海市技术能手" in rules("P-022")

    @pytest.mark.parametrize("city", WITHOUT)
    def test_a_place_without_the_rule_says_so(self, city: str) -> None:
        assert f"P-022  {city}没有相应规定（未设置）" in rules("P-022", "--place", city)

    def test_the_list_says_which_are_not_set(self) -> None:
        known = {line.split()[0] for line in rules("--place", "济南").splitlines() if line.split()[1] != "未设置"}
        assert {id for id in known if not id.startswith("X-")} == {"P-022"}


# --- the functions ---------------------------------------------------------------------------------------------------

EXPERT_ROW = ["一类", 4, "学生", 30, "是"]


def asked() -> Iterator[tuple[str, list[Any]]]:
    """The cells of every case of every page."""
    for page in sorted(PAGES.glob("*.md")):
        function = FUNCTIONS[page.stem]
        titles = [TITLES[key] for key, _ in function.args]
        for row in (row for table in tables(page) for row in table.rows if function.by_place):
            if set(titles) <= set(row):
                yield page.stem, [value(row[title]) for title in titles]


ASKED = list(asked())
OPEN = ("", "未评")


@pytest.mark.parametrize("city", WITHOUT)
def test_no_function_decides_where_there_is_no_rule(city: str) -> None:
    assert len({name for name, _ in ASKED}) > 10
    for name, cells in ASKED:
        answer = FUNCTIONS[name].answer(cells, city, DAY)
        assert answer in OPEN or str(answer).startswith("需复核"), (name, cells)


def test_jinan_decides_on_the_title_only() -> None:
    for name, cells in ASKED:
        if name not in ("ELIGIBLE_EXPERT", "EXPERT_REASON"):
            answer = FUNCTIONS[name].answer(cells, "济南", DAY)
            assert answer in OPEN or str(answer).startswith("需复核"), (name, cells)


def test_the_formula_takes_the_city() -> None:
    assert ELIGIBLE_EXPERT(*EXPERT_ROW, ["威海", "济南市", "青岛"]) == [["不符合"], ["不符合"], ["需复核"]]
    assert EXPERT_REASON(*EXPERT_ROW, "济南") == (
        f"市级一类竞赛推荐前3名，名次“4”不在其内，不能推荐济南市技术能手（济南经验{WORDS}）；"
        f"身份“学生”不属于职工选手，不能推荐济南市技术能手（济南经验{WORDS}）"
    )
    assert HONOUR_GRANT("技能大师工作室", "淄博").startswith("需复核：淄博"), "最高30万元 is no amount"


# --- tables and their export -----------------------------------------------------------------------------------------

PLAN_ROW = ["一类", 1, COOKING, "济南市人力资源和社会保障局", "中式烹调师", "0531-66600000", "2025年10月"]
PLAN_SHEET = Sheet("计划", lambda: iter([[COLUMNS[key].header for key in PLAN.keys], PLAN_ROW]))


def test_a_table_is_checked_by_the_words_of_its_city() -> None:
    row = expert(1, place_won=4, final_date=DAY)
    report, _ = check_sheets([sheet([row]), settings(地区="济南")], Aids())
    decided = [f for f in report.findings if f.severity != "unchecked"]
    assert [(f.rule, f.message, f.clause) for f in decided] == [
        ("P-022", "市级一类竞赛推荐前3名，名次“4”不在其内，不能推荐济南市技术能手", WORDS)
    ]
    assert "济南市技术能手" in decided[0].quote and "技耀泉城" in decided[0].notice
    open_ = {f.rule for f in report.findings if f.message == "济南没有相应规定（未设置），未校验"}
    assert {"P-024", "P-025", "P-026", "P-T-05"} - open_ == {"P-024"}, "P-024 speaks only where two share a place"


@pytest.mark.parametrize("city", WITHOUT)
def test_a_table_of_a_city_without_rules_is_never_clean(city: str) -> None:
    report, _ = check_sheets([sheet([expert(1, final_date=DAY)]), settings(地区=city)], Aids())
    said = [f for f in report.findings if f.rule == "P-022"]
    assert [(f.severity, f.message) for f in said] == [("unchecked", f"{city}没有相应规定（未设置），未校验")]


def test_what_is_not_set_stands_in_one_line_of_every_list_for_people(tmp_path: Path) -> None:
    """标记副本的“校验结果”、网页、发给填表人的清单：一张表一行，列出全部规则。"""
    source = write(tmp_path / "成绩.xlsx", {"成绩": [HEADER, person(1, 1)]})
    report, _ = check_file(source, Aids(options={"place": "青岛"}))
    rules = sorted(f.rule for f in report.findings if f.message == "青岛没有相应规定（未设置），未校验")
    said = f"青岛没有相应规定（未设置），未校验：{'、'.join(rules)}（{len(rules)} 条）"
    others = [f.message for f in report.findings if "没有提供" in f.message]
    assert len(rules) > 10 and len(rules) + len(others) == len(report.findings)

    mark_copy(source, report, tmp_path / "副本.xlsx")
    write_findings(tmp_path / "清单.xlsx", [report], masked=True)
    result = load_workbook(tmp_path / "副本.xlsx")[RESULT_SHEET]
    listed = load_workbook(tmp_path / "清单.xlsx").worksheets[0]
    wording = sorted([said, *others])

    assert result["A1"].value == f"可上报：错误 0 处，提醒 0 处，未校验 {len(report.findings)} 项"
    assert sorted(row[4] for row in result.iter_rows(min_row=4, values_only=True)) == wording
    assert {result.cell(row, 3).hyperlink.location for row in range(4, 4 + len(wording))} == {"'成绩'!A1"}
    assert sorted(row[5] for row in listed.iter_rows(min_row=3, values_only=True)) == wording
    assert sorted(f.message for group in groups(report, Filter()) for f in group.findings) == wording
    one = groups(report, Filter(rule=rules[0]))
    assert [f.rule for group in one for f in group.findings] == [rules[0]], "by itself where it is asked for"


def export(folder: Path, rows: list[list[Any]], city: str, *others: Sheet) -> Export:
    results = Sheet("成绩", lambda: iter([HEADER, *rows]))
    return export_expert_sheets([results, settings(地区=city), *others], "成绩.xlsx", folder, Aids())


def test_the_table_of_jinan_bears_its_own_title(tmp_path: Path) -> None:
    rows = [person(1, 1, final_date=DAY), person(2, 2, final_date=DAY, identity="学生"), person(3, 4, final_date=DAY)]
    outcome = export(tmp_path, rows, "济南", PLAN_SHEET)

    (path,) = outcome.contests[0].files
    book = load_workbook(path)
    words = [str(c) for row in book.worksheets[0].values for c in row if c is not None]
    assert words[0] == book.properties.title == "拟推荐授予“济南市技术能手”人员情况表"
    assert "张乙" in words and number(1) in words and not [w for w in words if "威海" in w and w != COOKING]
    assert "牵头主办单位（盖章）：济南市人力资源和社会保障局" in words
    assert why(outcome) == {"张丙": "身份“学生”不属于职工选手，不能推荐济南市技术能手"}
    (note,) = [n for n in outcome.notes if "未设置" in n]
    assert note.startswith("济南没有相应规定（未设置）的没有校验，请人工核对：")
    assert {"P-024", "P-025", "P-026", "P-T-05"} <= set(note.split("：")[1].split("、"))


def test_what_jinan_does_not_forbid_is_not_forbidden_there(tmp_path: Path) -> None:
    """One person a place, one place a person: clauses of 威海."""
    rows = [person(1, 1, final_date=DAY), person(2, 1, final_date=DAY)]
    assert len(export(tmp_path / "济南", rows, "济南", PLAN_SHEET).contests[0].rows) == 2
    assert export(tmp_path / "威海", rows, "威海", PLAN_SHEET).contests == []


def test_a_contest_of_no_plan_is_left_out(tmp_path: Path) -> None:
    outcome = export(tmp_path, [person(1, 1, final_date=DAY)], "济南")
    assert outcome.contests == [] and "济南的计划须自带“竞赛计划表”" in why(outcome)["张乙"]


@pytest.mark.parametrize("city", WITHOUT)
def test_a_city_without_the_rule_recommends_nobody(tmp_path: Path, city: str) -> None:
    outcome = export(tmp_path, [person(1, 1, final_date=DAY)], city, PLAN_SHEET)
    assert outcome.contests == [] and why(outcome) == {"张乙": f"{city}没有相应规定（未设置），未校验"}


def test_the_cities_are_named_where_a_place_is_not_known() -> None:
    result = invoke(["rules", "--place", "火星"])
    assert result.exit_code == 2 and all(city in result.output for city in PLACES)
