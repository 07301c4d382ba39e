"""免安装模板：表内公式由真正的表格软件（LibreOffice）重新计算，与 jineng check 逐格比对。"""

import re
import zipfile
from datetime import date, datetime
from functools import partial
from html import unescape
from itertools import accumulate
from pathlib import Path
from typing import Any

import office
import openpyxl
import pytest
from books import id_of
from native_rows import BUTTON, by_button, by_formualizer, by_template, differences, passed_on, rows_of, values
from openpyxl.utils import range_boundaries
from terminal import invoke

from jineng.addin.blanks import BLANKS
from jineng.validators.context import Context
from jineng.validators.findings import cell_name
from jineng.validators.forms import FORMS
from jineng.validators.settings import SETTINGS, Settings
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.self_checking.calculation import HEAD
from jineng.workbooks.self_checking.looks import LOOKS
from jineng.workbooks.self_checking.results import RESULTS_TITLE
from jineng.workbooks.self_checking.stamps import OURS, STAMP
from jineng.workbooks.self_checking.studio import write_studio_template
from jineng.workbooks.self_checking.tables import write_table_template
from jineng.workbooks.sheets import read_sheets

#: Functions of Excel 2007 and before that the formulas may use; a new one is looked up before it is added.
KNOWN = frozenset(
    {"ABS", "ADDRESS", "AND", "CHAR", "CHOOSE", "COLUMN", "COLUMNS", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "DATE", "DAY", "EXACT", "FIND",
     "HYPERLINK", "IF", "INDEX", "INT", "ISERR", "ISERROR", "ISLOGICAL", "ISNA", "ISNUMBER", "ISTEXT", "LEFT", "LEN", "MATCH", "MAX", "MID", "MIN", "MOD",
     "MONTH", "N", "NA", "NOT", "OR", "RIGHT", "ROUND", "ROW", "ROWS", "SUBSTITUTE", "SUM", "SUMPRODUCT", "TEXT", "TODAY", "TRIM", "UPPER", "VALUE", "YEAR"}
)  # fmt: skip
CONTEST, ITEM = "“技能兴威”2024年度威海市电梯职业技能竞赛", "电梯安装维修工"
ROWS = 25
#: A table, a form and the settings; the other tables are written by the same lines.
EMPTY = ("results", "studio", "settings")
#: In force then: the notices on 工作室 are of 9 July 2024.
SUMMER = date(2024, 7, 20)
_DIGITS = "零一二三四五六七八九"


def winner(number: int = 1, **changes: Any) -> list[Any]:
    """A row of results with nothing wrong: a prize, scores enough, no certificate yet."""
    row = {
        "serial": 1, "name": f"虚{_DIGITS[number // 10]}{_DIGITS[number % 10]}", "sex": "男" if number % 2 else "女",
        "id_number": id_of(number), "identity": "职工", "unit": "虚构公司",
        "contest": CONTEST, "occupation": ITEM, "group": "职工组", "final_date": datetime(2024, 10, 20), "theory": 80, "practical": 75,
        "place_won": 1, "award": "一等奖", "prior_occupation": ITEM, "prior_level": "中级工（四级）",
    }  # fmt: skip
    return [{**row, **changes}.get(key) for key in FORMS["results"].keys]


VERDICTS = [
    (winner(), ["符合", "可晋升高级工（三级）"]),
    (winner(3, theory=59.996), ["不符合", "理论成绩 59.996 未达到 60 分，不能晋升（P-014）"]),
    (winner(5, award="无", place_won=None), ["符合", "未获奖，不晋升"]),
    (winner(7, prior_level="高级工"), ["需复核", "本职业现行最高等级未知，须确认后才能晋升技师（二级）（P-020）"]),
    (winner(9, name="虚㐂"), ["符合", "提醒：姓名“虚㐂”含有生僻字，请确认能正常显示和打印（P-T-02）"]),
    (winner(23, name="虚Ａ"), ["需复核", f"是否与别人同名同单位：{BUTTON}（X-03）；姓名：{BUTTON}（P-T-02）"]),
    ([None] * 20, [None, None]),
    (winner(11, theory=0.1 + 0.2, practical=60), ["不符合", "理论成绩 0.3 未达到 60 分，不能晋升（P-014）"]),
    (winner(13, theory="缺考"), ["不符合", "理论成绩“缺考”不是分数，无法确认达到 60 分（P-014）"]),
    (winner(15, theory=59.995, practical=60.0), ["不符合", "理论成绩 59.995 未达到 60 分，不能晋升（P-014）"]),
    (winner(17, theory=31.05, practical=60), ["不符合", "理论成绩 31.05 未达到 60 分，不能晋升（P-014）"]),
    (winner(19, final_date=datetime(2023, 10, 20)), ["需复核", f"决赛日期在本模板所据通知的有效期（2024-01-01 起）之外：{BUTTON}（X-05）"]),
]  # fmt: skip
#: Rows 1 and 3 are one person, rows 2 and 4 one number with two names.
TWICE = [
    winner(21),
    winner(22, place_won=2, award="二等奖"),
    winner(21, place_won=3, award="三等奖"),
    winner(22, occupation="焊工", name="虚乙丑"),
]
#: With as many who won nothing as 60 % asks for.
LOSERS = [winner(number, award="无", place_won=None) for number in (51, 53)]
FAULTY = [winner(), winner(3, theory=59.99), winner(5, sex="女", theory=50), *LOSERS]
OCCUPATION = (ITEM, None, "技师（二级）", "电梯工；电梯修理工", "是")
#: With 150 as the full mark, and the occupation above in 职业目录.
SET = [
    winner(theory=120, practical=120, prior_level="高级工", prior_occupation="电梯工"),
    winner(3, theory=120, practical=120, prior_level="高级工", occupation="电梯修理工", prior_occupation="焊工"),
    winner(5, theory=89, practical=90),
    winner(7, theory=151, practical=120),
]
PLAN = [
    ["一类", number, f"“技能兴威”2024年度威海市{item}职业技能竞赛", "威海市总工会", item, "0631-5211111", "2024年10月"]
    for number, item in enumerate(("焊工", "电工", "钳工"), 1)
]
FAULTY_PLAN = [PLAN[0], [*PLAN[1][:5], "521", "2024年10月"], [*PLAN[2][:6], "10月"]]


def filled(path: Path, form: str, rows: list[list[Any]], spare: int = 0) -> None:
    write_table_template(path, form, Context.of(Settings()), rows=len(rows) + spare, filled=rows)


def setting(form: Path, key: str) -> str:
    """Where a setting stands on the 设置 sheet of a template."""
    titles = [row[0] for row in values(form, "设置")]
    return f"B{titles.index(SETTINGS[key].title) + 1}"


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all workbooks of this page; what LibreOffice made of them lies in its folder out."""
    office.required()
    folder = tmp_path_factory.mktemp("模板")
    for form in LOOKS:
        filled(folder / f"{form}.xlsx", form, rows_of(form, ROWS))
    filled(folder / "empty_results.xlsx", "results", [[None]] * 2)
    filled(folder / "verdicts.xlsx", "results", [*(row for row, _ in VERDICTS), *TWICE])
    filled(folder / "faulty.xlsx", "results", FAULTY)
    filled(folder / "well.xlsx", "plan", PLAN)
    write_studio_template(folder / "empty_studio.xlsx", Context.of(Settings(), on=SUMMER))
    assert invoke(["new", "settings", str(folder / "empty_settings.xlsx")]).exit_code == 0
    office.Office(tmp_path_factory.mktemp("office")).recalculated_all(sorted(folder.glob("*.xlsx")), folder / "out")
    return folder


def shown(path: Path, sheet: str, area: str) -> list[list[Any]]:
    left, top, right, bottom = range_boundaries(area)
    rows = values(path, sheet)[top - 1 : bottom]
    return [[None if cell == "" else cell for cell in row[left - 1 : right]] for row in rows]


class TestAgainstTheButton:
    """The same rows, on the boundaries more often than not: every cell that one of the two blames, the other blames too."""

    @pytest.mark.parametrize("form", LOOKS)
    def test_every_row_is_judged_alike(self, calculated: Path, form: str) -> None:
        ours = by_template(calculated / f"out/{form}.xlsx")
        assert differences(ours, by_button(calculated / f"{form}.xlsx", LOOKS[form].sheet), form) == []
        assert sum(map(len, ours.values())) > ROWS  # they have much to say
        assert passed_on(ours) < ROWS / 2  # and do not say it by passing all on

    @pytest.mark.parametrize("form", ["plan", "evaluation"])
    def test_another_engine_calculates_the_same(self, calculated: Path, form: str) -> None:
        ours = by_formualizer(calculated / f"{form}.xlsx")
        assert ours == by_template(calculated / f"out/{form}.xlsx") and len(ours) > 10

    def test_one_person_twice_and_one_number_with_two_names(self, calculated: Path) -> None:
        found = by_template(calculated / "out/verdicts.xlsx")
        first = HEAD + len(VERDICTS) + 1
        rules = ("P-T-05", "X-03")
        said = {(row, s.rule) for row, cells in found.items() if row >= first for s in cells if s.rule in rules}
        assert said == {(first + 2, "P-T-05"), (first + 1, "X-03"), (first + 3, "X-03")}


class TestResults:
    """结论, 原因 and 表内校验结果 of the results sheet."""

    def test_the_verdict_and_the_reason_of_each_row(self, calculated: Path) -> None:
        found = shown(calculated / "out/verdicts.xlsx", "成绩表", f"U{HEAD + 1}:V{HEAD + len(VERDICTS)}")
        assert [[verdict, why and why.partition("；另有全表的问题：")[0]] for verdict, why in found] == [
            verdict for _, verdict in VERDICTS
        ]
        assert found[0][1].endswith("全部项目参赛 15 人（按本表行数），获奖 14 人，超过 60%（9 人）（P-009）")

    def test_the_list_names_each_cell_and_one_line_says_whether_to_report(self, calculated: Path) -> None:
        lines = shown(calculated / "out/faulty.xlsx", RESULTS_TITLE, "A1:E10")
        assert lines[0][0] == "不可上报：3 处错误"
        assert [(line[1], line[2], line[4]) for line in lines[5:9]] == [
            ("K6", "错误", "P-014"), ("C7", "错误", "X-04"), ("K7", "错误", "P-014")]  # fmt: skip
        link = openpyxl.load_workbook(calculated / "out/faulty.xlsx")[RESULTS_TITLE]["B6"]
        assert "HYPERLINK" in str(link.value)

    def test_only_what_is_filled_is_printed(self, calculated: Path) -> None:
        book = openpyxl.load_workbook(calculated / "faulty.xlsx")
        assert (
            book.defined_names["F_print"].attr_text
            == f"'{RESULTS_TITLE}'!$A$1:INDEX('{RESULTS_TITLE}'!$G:$G,'{RESULTS_TITLE}'!$H$2)"
        )
        assert shown(calculated / "out/faulty.xlsx", RESULTS_TITLE, "H2:H2") == [[5 + 3]]  # the heading, three findings
        table = book["成绩表"]
        assert "不打印" in table["A2"].value and table.print_title_rows == "$3:$4"
        assert str(table.print_area).startswith("'成绩表'!$A$3:$T$")

    def test_all_is_well(self, calculated: Path) -> None:
        assert shown(calculated / "out/well.xlsx", RESULTS_TITLE, "A1:A1") == [["可上报"]]

    def test_what_is_not_set_is_told_beside_errors(self, calculated: Path) -> None:
        (answer,), _, _, (unset,) = shown(calculated / "out/evaluation.xlsx", RESULTS_TITLE, "A1:A4")
        assert re.match(r"不可上报：\d+ 处错误.*，\d+ 行有未设置的要求$", answer)
        assert re.match(r"未设置，未校验：优秀分数线[^；]*（S-027）；见“设置”页$", unset)


def depth(formula: str) -> int:
    """How deep the brackets of a formula are nested."""
    signs = [{"(": 1, ")": -1}.get(sign, 0) for sign in re.sub('"[^"]*"', "", formula)]
    return max(accumulate(signs, initial=0))


class TestFiles:
    """What is written, without filling anything in."""

    @pytest.mark.parametrize("form", EMPTY)
    def test_an_empty_template_shows_what_it_would_calculate(self, calculated: Path, form: str) -> None:
        before, after = (
            {sheet.name: list(sheet.rows()) for sheet in read_sheets(calculated / folder / f"empty_{form}.xlsx")}
            for folder in ("", "out")
        )
        different = [
            (title, cell_name(row, at), mine, its)
            for title, rows in before.items()
            for row, cells in enumerate(rows, 1)
            for at, (mine, its) in enumerate(zip(cells, after[title][row - 1], strict=False), 1)
            if mine != its
        ]
        assert different == [] and set(before) == set(after)

    @pytest.mark.parametrize("form", BLANKS)
    def test_no_formula_is_newer_than_excel_2007_or_too_long(self, calculated: Path, form: str) -> None:
        path = calculated / (f"empty_{form}.xlsx" if form in EMPTY else f"{form}.xlsx")
        with zipfile.ZipFile(path) as package:
            parts = [package.read(n).decode() for n in package.namelist() if n.startswith("xl/") and n.endswith(".xml")]
        found = [
            pair for part in parts for pair in re.findall(r"<f[^>]*>([^<]+)</f>|<formula1?>([^<]+)</formula1?>", part)
        ]
        cells, rules = ([text for pair in found if (text := unescape(pair[at]))] for at in (0, 1))
        names = {
            n for text in (*cells, *rules) for n in re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub('"[^"]*"', "", text))
        }
        assert names <= KNOWN, names - KNOWN
        assert max(map(len, cells)) < 8192 and max(map(len, rules)) <= 255
        assert max(map(depth, cells)) <= 64  # functions within functions
        literals = [words for text in cells for words in re.findall(r'"((?:[^"]|"")*)"', text)]
        assert max(map(len, literals)) <= 255  # the longest text that a formula may hold
        assert not any(re.search(r'mergeCell ref="[A-Z]+\d+"', part) for part in parts)  # Excel repairs such a workbook
        assert not any(word in part for part in parts for word in ("_xlfn", "_xlpm", "externalLink", "vbaProject"))

    def test_a_date_where_months_stand_is_shown_as_a_month_whatever_is_found_there(self, calculated: Path) -> None:
        sheet = openpyxl.load_workbook(calculated / "plan.xlsx")["竞赛计划表"]
        at = cell_name(HEAD + 1, FORMS["plan"].keys.index("planned_final") + 1)
        (rules,) = (found.rules for found in sheet.conditional_formatting if at in found)
        assert len(rules) == 4 and all("yyyy" in rule.dxf.numFmt.formatCode for rule in rules)

    def test_every_name_is_known_as_ours(self, calculated: Path) -> None:
        names = set(openpyxl.load_workbook(calculated / "well.xlsx").defined_names) - {STAMP, "E_foot"}
        assert all(map(OURS.match, names)) and len(names) > 20

    def test_the_same_day_gives_the_same_sheets(self, tmp_path: Path) -> None:
        write = partial(write_table_template, form="plan", context=Context.of(Settings(), on=date(2024, 10, 20)))
        write(tmp_path / "甲.xlsx"), write(tmp_path / "乙.xlsx")
        sheets = [zipfile.ZipFile(tmp_path / name).read("xl/worksheets/sheet2.xml") for name in ("甲.xlsx", "乙.xlsx")]
        assert sheets[0] == sheets[1]


@pytest.fixture(scope="module")
def edited(calculated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of workbooks in which somebody has typed, or deleted and inserted rows and columns, in LibreOffice."""
    folder = tmp_path_factory.mktemp("改过")
    edits = {"rows": "Rows-5*1|Rows+6*1", "pushed": "Rows+6*1", "without": "Columns-6*1", "moved": "Columns+3*1"}
    for name in edits:
        filled(folder / f"{name}.xlsx", "plan", FAULTY_PLAN, spare=name == "rows")
    filled(folder / "set.xlsx", "results", SET)
    trade = "|".join(f"{'ABCDE'[at]}2={words}" for at, words in enumerate(OCCUPATION) if words)
    typed = [
        f"{folder / 'set.xlsx'}:设置:{setting(folder / 'set.xlsx', 'full_mark')}=150",
        f"{folder / 'out/set.xlsx'}:职业目录:{trade}",
        f"{calculated / 'well.xlsx'}:设置:{setting(calculated / 'well.xlsx', 'place')}=济南",
    ]
    (folder / "out").mkdir()
    office.Office(folder / "office", extension=False).edit(
        folder / "out", *(f"{folder / name}.xlsx:竞赛计划表:{edit}" for name, edit in edits.items()), *typed
    )
    return folder / "out"


class TestEditing:
    """What people do to a template: settings typed in, rows that go and come, and now and then a column."""

    def test_the_settings_and_the_occupations_decide_at_once(self, edited: Path) -> None:
        found = by_template(edited / "set.xlsx")
        assert differences(found, by_button(edited / "set.xlsx", "成绩表"), "results") == []
        verdicts = shown(edited / "set.xlsx", "成绩表", f"U{HEAD + 1}:V{HEAD + 3}")
        assert verdicts[0][0] == "符合" and verdicts[0][1].startswith("可晋升技师（二级）；另有全表的问题：提醒：")
        assert verdicts[2] == ["不符合", "理论成绩 89 未达到 60 分（满分 150，折合百分制），不能晋升（P-014）"]

    def test_another_place_in_the_settings_is_noticed(self, edited: Path) -> None:
        ((answer,),) = shown(edited / "well.xlsx", RESULTS_TITLE, "A1:A1")
        assert answer.startswith("不可上报：设置的地区或校验日期改过")

    def test_rows_come_and_go(self, edited: Path) -> None:
        ours = by_template(edited / "rows.xlsx")
        assert differences(ours, by_button(edited / "rows.xlsx", "竞赛计划表"), "plan") == []
        assert sorted(ours) == [HEAD + 1, HEAD + 3]  # the first went, the second moved up, one came between

    def test_a_row_pushed_below_those_prepared_is_not_overlooked(self, edited: Path) -> None:
        ((answer,),) = shown(edited / "pushed.xlsx", RESULTS_TITLE, "A1:A1")
        assert answer.startswith("不可上报：预备的行以下还有内容")

    @pytest.mark.parametrize("name", ["without", "moved"])
    def test_a_column_deleted_or_inserted_is_noticed(self, edited: Path, name: str) -> None:
        ((answer,),) = shown(edited / f"{name}.xlsx", RESULTS_TITLE, "A1:A1")
        assert answer.startswith("不可上报：删除、移动过列，或改过表头")

    def test_jineng_check_names_the_column_that_is_gone(self, edited: Path) -> None:
        report, _ = check_file(edited / "without.xlsx", Aids())
        assert any("列被删除（K_enquiry_phone" in f.message and "jineng new" in f.suggestion for f in report.findings)


def renamed(path: Path, made: Path, name: str, target: str | None) -> None:
    """A copy of a workbook with one of its names deleted, or pointing elsewhere."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if part == "xl/workbook.xml":
                changed = f'<definedName name="{name}">{target}</definedName>' if target else ""
                text = re.sub(f'<definedName name="{name}">.*?</definedName>', changed, text.decode()).encode()
            new.writestr(part, text)


class TestStamp:
    """`jineng check` knows a template, and what has become of it."""

    def said(self, path: Path) -> list[str]:
        report, _ = check_file(path, Aids())
        return [f.message for f in report.findings if "模板" in f.message]

    def test_nothing_is_said_of_one_that_is_whole(self, calculated: Path) -> None:
        assert self.said(calculated / "well.xlsx") == []
        assert self.said(calculated / "out/well.xlsx") == []  # saved by another program
        assert {f.sheet for f in check_file(calculated / "out/faulty.xlsx", Aids())[0].findings} == {"成绩表"}

    def test_deleted_names_and_older_versions(self, calculated: Path, tmp_path: Path) -> None:
        for name, change, words in (
            ("F_cells", None, "1 个名称被删除"), ("K_contest", "#REF!", "工作表或列被删除"), (STAMP, None, "版本标记"),
            (STAMP, '"results 0.0.1 威海 1"', "jineng 0.0.1 生成的"),
        ):  # fmt: skip
            renamed(calculated / "well.xlsx", tmp_path / "改.xlsx", name, change)
            assert words in self.said(tmp_path / "改.xlsx")[0]


def test_a_row_without_a_day_is_judged_by_the_day_of_the_run_not_by_the_row_above(tmp_path: Path) -> None:
    early, without = winner(final_date=datetime(1999, 1, 1), theory=50), winner(3, final_date="不详", theory=50)
    filled(tmp_path / "表.xlsx", "results", [early, without])
    found = by_button(tmp_path / "表.xlsx", "成绩表", Aids(today=SUMMER))
    assert not any(s.rule == "P-014" for s in found.get(HEAD + 1, {}))
    assert any(s.rule == "P-014" for s in found[HEAD + 2])
