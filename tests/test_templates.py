"""免安装模板：表内公式由真正的表格软件（LibreOffice）重新计算，与 jineng check 逐格比对。"""

import re
import zipfile
from datetime import date, datetime
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import office
import openpyxl
import pytest
from books import id_of
from click.testing import CliRunner
from native_rows import BUTTON, by_button, by_formualizer, by_template, differences, passed_on, rows_of, values
from openpyxl.utils import range_boundaries

from jineng.addin.cli import main
from jineng.addin.new_command import FORMS as NEW
from jineng.validators.context import Context
from jineng.validators.findings import cell_name
from jineng.validators.forms import FORMS
from jineng.validators.settings import SETTINGS, Settings
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.self_checking.calculation import HEAD
from jineng.workbooks.self_checking.looks import LOOKS
from jineng.workbooks.self_checking.stamps import OURS, STAMP
from jineng.workbooks.self_checking.studio import write_studio_template
from jineng.workbooks.self_checking.tables import write_table_template
from jineng.workbooks.sheets import read_sheets

#: Functions of Excel 2007 and before that the formulas may use; a new one is looked up before it is added.
KNOWN = frozenset(
    {"ABS", "ADDRESS", "AND", "CHAR", "CHOOSE", "COLUMN", "COLUMNS", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "DATE", "DAY", "EXACT", "FIND",
     "HYPERLINK", "IF", "INDEX", "INT", "ISERR", "ISERROR", "ISLOGICAL", "ISNA", "ISNUMBER", "ISTEXT", "LEFT", "LEN", "MATCH", "MID", "MIN", "MOD",
     "MONTH", "NA", "NOT", "OR", "RIGHT", "ROUND", "ROW", "ROWS", "SUBSTITUTE", "SUM", "SUMPRODUCT", "TEXT", "TODAY", "TRIM", "UPPER", "VALUE", "YEAR"}
)  # fmt: skip
CONTEST, ITEM = "“技能兴威”2024年度威海市电梯职业技能竞赛", "电梯安装维修工"
ROWS = 25
#: A table, a form and the settings; the other tables are written by the same lines.
EMPTY = ("results", "studio", "settings")
#: In force then: the notices on 工作室 are of 9 July 2024.
SUMMER = date(2024, 7, 20)
STUDIO = {
    "applicant_unit": "虚构公司", "cover_host": "虚构集团", "employer": "企业", "manager": "虚甲", "host_address": "某路1号", "phone": "0631-5211111",
    "workstation": "是", "email": "a@b", "count_senior": "3", "count_total": "4", "business": "好", "leader_name": "虚丙", "sex": "男",
    "birth_month": "1980-03", "work_since": "2000-07", "id_number": id_of(1, "19800307"), "unit_post": "某", "frontline": "是",
    "leader_level": "技师", "studio": "威海市虚丙技能大师工作室", "venue": "车间", "area": "120㎡", "strengths": "好", "contact_person": "虚乙",
}  # fmt: skip


def winner(number: int = 1, **changes: Any) -> list[Any]:
    """A row of results with nothing wrong: a prize, scores enough, no certificate yet."""
    row = {
        "serial": 1, "name": "虚甲子", "sex": "男" if number % 2 else "女", "id_number": id_of(number), "identity": "职工", "unit": "虚构公司",
        "contest": CONTEST, "occupation": ITEM, "group": "职工组", "final_date": datetime(2024, 10, 20), "theory": 80, "practical": 75,
        "place_won": 1, "award": "一等奖", "prior_occupation": ITEM, "prior_level": "中级工（四级）",
    }  # fmt: skip
    return [{**row, **changes}.get(key) for key in FORMS["results"].keys]


VERDICTS = [
    (winner(), ["符合", "可晋升高级工（三级）"]),
    (winner(3, theory=59.996), ["不符合", "理论成绩 59.996 未达到 60 分，不能晋升（P-014）"]),
    (winner(5, award="无", place_won=None), ["符合", "未获奖，不晋升"]),
    (winner(7, prior_level="高级工"), ["需复核", "本职业现行最高等级未知，须确认后才能晋升技师（二级）（P-020）"]),
    (winner(9, name="虚㐂"), ["需复核", f"姓名：{BUTTON}（P-T-02）"]),
    ([None] * 20, [None, None]),
    (winner(11, theory=0.1 + 0.2, practical=60), ["不符合", "理论成绩 0.3 未达到 60 分，不能晋升（P-014）"]),
    (winner(13, theory="缺考"), ["不符合", "理论成绩“缺考”不是分数，无法确认达到 60 分（P-014）"]),
    (winner(15, theory=59.995, practical=60.0), ["不符合", "理论成绩 59.995 未达到 60 分，不能晋升（P-014）"]),
]  # fmt: skip
TWICE = [
    winner(),
    winner(2, place_won=2, award="二等奖"),
    winner(place_won=3, award="三等奖"),
    winner(2, occupation="焊工", name="虚乙丑"),
]
FAULTY = [winner(), winner(3, theory=59.99), winner(5, sex="女", theory=50)]
OCCUPATION = (ITEM, None, "技师（二级）", "电梯工；电梯修理工", "是")
TRADES = [
    winner(prior_level="高级工", prior_occupation="电梯工"),
    winner(3, prior_level="高级工", occupation="电梯修理工", prior_occupation="焊工"),
]


def filled(path: Path, form: str, rows: list[list[Any]], on: date | None = None) -> None:
    write_table_template(path, form, Context.of(Settings(), on=on), rows=len(rows), filled=rows)


def edited(path: Path, rows: list[list[Any]], sheet: str, cells: dict[str, Any]) -> None:
    """A results template, with cells of another sheet filled in by somebody."""
    filled(path, "results", rows)
    book = openpyxl.load_workbook(path)
    for address, value in cells.items():
        book[sheet][address] = value
    book.save(path)


def setting(key: str) -> str:
    """Where a setting stands on the 设置 sheet of a results template."""
    return f"B{SETTING_ROWS[key]}"


SETTING_ROWS = {"place": 2}


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all workbooks of this page; what LibreOffice made of them lies in its folder out."""
    office.required()
    folder = tmp_path_factory.mktemp("模板")
    for form in LOOKS:
        filled(folder / f"{form}.xlsx", form, rows_of(form, ROWS))
    filled(folder / "empty_results.xlsx", "results", [[None]] * 2)
    filled(folder / "verdicts.xlsx", "results", [row for row, _ in VERDICTS])
    filled(folder / "twice.xlsx", "results", TWICE)
    filled(folder / "faulty.xlsx", "results", FAULTY)
    filled(folder / "well.xlsx", "results", [winner()])
    filled(folder / "early.xlsx", "results", [winner(final_date=datetime(2023, 10, 20))])
    sheet = openpyxl.load_workbook(folder / "well.xlsx")["设置"]
    SETTING_ROWS.update(
        {key: r for r in range(2, 30) for key, s in SETTINGS.items() if sheet.cell(r, 1).value == s.title}
    )
    edited(folder / "place.xlsx", [winner()], "设置", {setting("place"): "济南"})
    edited(
        folder / "scale.xlsx",
        [winner(theory=89, practical=90), winner(3, theory=151, practical=120)],
        "设置",
        {setting("full_mark"): 150},
    )
    edited(
        folder / "trades.xlsx", TRADES, "职业目录", {f"{'ABCDE'[at]}2": value for at, value in enumerate(OCCUPATION)}
    )
    write_studio_template(folder / "empty_studio.xlsx", Context.of(Settings(), on=SUMMER))
    team = {
        0: {"name": "虚丁", "occupation": "焊工", "held_level": "高级工", "merits": "好"},
        1: {"name": "虚戊", "held_level": "初级工"},
    }
    write_studio_template(folder / "studio.xlsx", Context.of(Settings(), on=SUMMER), STUDIO, team)
    assert CliRunner().invoke(main, ["new", "settings", str(folder / "empty_settings.xlsx")]).exit_code == 0
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
        found = by_template(calculated / "out/twice.xlsx")
        said = {(number, s.rule) for number, cells in found.items() for s in cells if s.rule in ("P-T-05", "X-03")}
        assert said == {(HEAD + 3, "P-T-05"), (HEAD + 2, "X-03"), (HEAD + 4, "X-03")}

    def test_every_box_of_a_form_is_judged_alike(self, calculated: Path) -> None:
        rows = shown(calculated / "out/studio.xlsx", "校验结果", "A1:E110")
        ours = {(cell, rule, severity) for _, cell, severity, _, rule in rows if rule and rule != "规则"}
        report, _ = check_file(calculated / "studio.xlsx", Aids(today=SUMMER))
        words = {"error": "错误", "warning": "提醒", "unchecked": "未校验"}
        theirs = {(f.cell, f.rule, words[f.severity]) for f in report.findings if f.column}
        only_the_button = {("G9", "S-F-04", "提醒")}
        assert {t for t in theirs - ours if t not in only_the_button and t[1] not in ("S-F-04",)} == set()
        assert ours - theirs == set()
        assert ("K37", "S-013", "提醒") not in ours and len(ours) > 10


class TestResults:
    """结论, 原因 and 校验结果 of the results sheet."""

    def test_the_verdict_and_the_reason_of_each_row(self, calculated: Path) -> None:
        found = shown(calculated / "out/verdicts.xlsx", "成绩表", f"U{HEAD + 1}:V{HEAD + len(VERDICTS)}")
        assert found == [verdict for _, verdict in VERDICTS]

    def test_the_list_names_each_cell_and_one_line_says_whether_to_report(self, calculated: Path) -> None:
        lines = shown(calculated / "out/faulty.xlsx", "校验结果", "A1:E9")
        assert lines[0][0] == "不可上报：3 处错误"
        assert [(line[1], line[2], line[4]) for line in lines[4:8]] == [
            ("K6", "错误", "P-014"), ("C7", "错误", "X-04"), ("K7", "错误", "P-014"), (None, None, None)]  # fmt: skip
        link = openpyxl.load_workbook(calculated / "out/faulty.xlsx")["校验结果"]["B5"]
        assert "HYPERLINK" in str(link.value)

    def test_all_is_well_except_what_only_the_button_sees(self, calculated: Path) -> None:
        assert shown(calculated / "out/well.xlsx", "校验结果", "A1:A1") == [[f"可上报；另有几项{BUTTON}"]]

    def test_a_day_outside_the_notices_is_passed_on(self, calculated: Path) -> None:
        ((verdict, reason),) = shown(calculated / "out/early.xlsx", "成绩表", f"U{HEAD + 1}:V{HEAD + 1}")
        assert (verdict, BUTTON in reason) == ("需复核", True)

    def test_another_place_in_the_settings_is_noticed(self, calculated: Path) -> None:
        ((answer,),) = shown(calculated / "out/place.xlsx", "校验结果", "A1:A1")
        assert answer.startswith("不可上报：设置的地区或校验日期改过")

    def test_the_settings_decide_at_once(self, calculated: Path) -> None:
        found = by_template(calculated / "out/scale.xlsx")
        assert differences(found, by_button(calculated / "scale.xlsx", "成绩表"), "results") == []
        ((_, reason),) = shown(calculated / "out/scale.xlsx", "成绩表", f"U{HEAD + 1}:V{HEAD + 1}")
        assert reason == "理论成绩 89 未达到 60 分（满分 150，折合百分制），不能晋升（P-014）"

    def test_the_list_of_occupations_travels_along(self, calculated: Path) -> None:
        found = shown(calculated / "out/trades.xlsx", "成绩表", f"U{HEAD + 1}:V{HEAD + 1}")
        assert found == [["符合", "可晋升技师（二级）"]]
        ours = by_template(calculated / "out/trades.xlsx")
        assert differences(ours, by_button(calculated / "trades.xlsx", "成绩表"), "results") == []


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

    @pytest.mark.parametrize("form", NEW)
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
        literals = [words for text in cells for words in re.findall(r'"((?:[^"]|"")*)"', text)]
        assert max(map(len, literals)) <= 255  # the longest text that a formula may hold
        assert not any(word in part for part in parts for word in ("_xlfn", "_xlpm", "externalLink", "vbaProject"))

    def test_every_name_is_known_as_ours(self, calculated: Path) -> None:
        names = set(openpyxl.load_workbook(calculated / "well.xlsx").defined_names) - {STAMP, "E_foot"}
        assert all(map(OURS.match, names)) and len(names) > 20

    def test_the_same_day_gives_the_same_sheets(self, tmp_path: Path) -> None:
        write = partial(write_table_template, form="plan", context=Context.of(Settings(), on=date(2024, 10, 20)))
        write(tmp_path / "甲.xlsx"), write(tmp_path / "乙.xlsx")
        sheets = [zipfile.ZipFile(tmp_path / name).read("xl/worksheets/sheet2.xml") for name in ("甲.xlsx", "乙.xlsx")]
        assert sheets[0] == sheets[1]

    def test_what_lies_there_already_is_not_overwritten(self, tmp_path: Path) -> None:
        path = tmp_path / "成绩.xlsx"
        path.write_bytes(b"mine")
        result = CliRunner().invoke(main, ["new", "results", str(path)])
        assert (result.exit_code, path.read_bytes(), "已经存在" in result.output) == (2, b"mine", True)

    def test_what_another_city_does_not_regulate_is_never_right(self, tmp_path: Path) -> None:
        path = tmp_path / "表.xlsx"
        assert CliRunner().invoke(main, ["new", "expert", str(path), "--place", "济南"]).exit_code == 0
        sheet = openpyxl.load_workbook(path)["校验结果"]
        words = "\n".join(str(row[0].value) for row in sheet.iter_rows() if row[0].value)
        assert "济南没有相应规定（未设置），未校验" in words


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

    def test_deleted_names_and_older_versions(self, calculated: Path, tmp_path: Path) -> None:
        for name, change, words in (
            ("F_cells", None, "1 个名称被删除"), ("W_level", "#REF!", "工作表或列被删除"), (STAMP, None, "版本标记"),
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
