"""The targets of 若干措施: as data, as a table that is checked, and as the sheet of progress."""

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from terminal import invoke

from jineng.udfs import TARGET_PROGRESS
from jineng.validators.context import Context
from jineng.validators.findings import Finding
from jineng.validators.policy import Policy
from jineng.validators.programmes.indicators import studio_money
from jineng.validators.targets import percent, target_key, targets_of
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.sheets import Sheet
from jineng.workbooks.target_export import HEADERS, TITLE, export_targets

WEIHAI = Policy("威海", date(2024, 10, 20))
NOTICE = Path(WEIHAI.clause("M-01").notice.path)
PRINTED = re.sub(r"\s", "", NOTICE.with_suffix(".txt").read_text(encoding="utf-8"))
TARGETS = targets_of(WEIHAI)
REAL = [t for t in TARGETS.values() if t.kind == "target"]
FIRM = ["T-02", "T-03", "T-12", "T-13", "T-14", "T-15", "T-16", "T-24"]


class TestData:
    @pytest.mark.parametrize("target", TARGETS.values(), ids=lambda t: t.id)
    def test_each_target_stands_in_the_notice_and_has_its_clause(self, target):
        assert target.verbatim in PRINTED
        assert WEIHAI.clause(target.clause).notice.short == "若干措施"
        if target.kind == "target":
            figures = [n for n in (target.low, target.high) if n is not None]
            for figure in figures if target.id not in ("T-01", "T-14", "T-24") else ():
                assert str(figure) in target.verbatim
            assert target.op in (">=", "=", "≈") and target.unit and figures
            assert ("左右" in target.verbatim) == (target.op == "≈")
        else:
            assert (target.low, target.high, target.op, target.unit) == (None, None, "", ""), "amounts are in the .toml"

    def test_figures_in_words(self):
        assert "10万人以上" in TARGETS["T-01"].verbatim and TARGETS["T-01"].low == 10 * 10_000
        assert "全覆盖" in TARGETS["T-14"].verbatim and TARGETS["T-14"].low == 100
        assert "一届" in TARGETS["T-24"].verbatim and TARGETS["T-24"].low == 1

    def test_numbers_run_from_1_to_38_and_fifteen_are_targets(self):
        assert list(TARGETS) == [f"T-{n:02}" for n in range(1, 39)]
        assert len(REAL) == 15
        assert [t.id for t in REAL if t.firm] == FIRM

    def test_the_table_has_nothing_else(self):
        with NOTICE.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == 38

    def test_other_places_have_none(self):
        assert targets_of(Policy("济南", date(2024, 10, 20))) == {}
        assert targets_of(Policy("荣成", date(2024, 10, 20))) == TARGETS
        assert targets_of(Policy("威海", date(2021, 8, 18))) == {}

    def test_numbers_of_targets(self):
        assert [target_key(w) for w in ("T-1", "t01", "Ｔ－０１", "T-001", "T", "1", 1.0)] == ["T-01"] * 4 + [None] * 3

    @given(st.sampled_from(REAL), st.integers(0, 10**6))
    def test_progress_reaches_1_exactly_where_the_low_end_is_reached(self, target, figure):
        if target.unit != "%" or figure > 1:
            assert (TARGET_PROGRESS(target.id, figure) >= 1) == (figure >= target.low)


TARGET = ["指标编号", "指标", "目标值", "完成值", "单位", "备注"]


def findings(rows: list[list[Any]], place: str = "威海") -> list[Finding]:
    settings = Sheet("设置", lambda: iter([["设置项", "值"], ["地区", place]]))
    report, _ = check_sheets([Sheet("表", lambda: iter([TARGET, *rows])), settings], Aids(today=date(2024, 11, 1)))
    assert report.error is None
    return [f for f in report.findings if f.sheet == "表"]


class TestTargets:
    @pytest.mark.parametrize("target", REAL, ids=lambda t: t.id)
    def test_what_is_reached_has_nothing_to_find(self, target):
        for wanted in (target.shown, target.low if target.high is None else f"{target.low}-{target.high}"):
            row = [target.id, target.indicator, wanted, target.low, target.unit, ""]
            row[3] = "100%" if target.unit == "%" else row[3] if target.unit != "届" else "1届"
            assert findings([row]) == []

    @pytest.mark.parametrize("target", REAL, ids=lambda t: t.id)
    def test_falling_short_is_said_of_firm_targets_only(self, target):
        found = findings([[target.id, "", "", Decimal(target.low) - Decimal("0.01"), target.unit, ""]])
        assert [(f.rule, f.severity, f.cell) for f in found] == (
            [(target.clause, "warning", "D2")] if target.firm else []
        )

    @pytest.mark.parametrize("target", REAL, ids=lambda t: t.id)
    def test_a_blank_is_never_a_pass(self, target):
        found = findings([[target.id, target.indicator, target.shown, "", target.unit, ""]])
        assert [(f.rule, f.severity, f.message) for f in found] == [(target.clause, "unchecked", "完成值为空")]

    def test_a_place_without_targets_says_so_once(self):
        found = findings([["T-01", "", "", 5, "人", ""], ["T-16", "", "", 5, "项", ""]], "济南")
        assert [f.severity for f in found] == ["unchecked"]
        assert "没有相应规定（未设置），未校验" in found[0].message

    def test_what_falls_short_never_reads_100(self):
        assert percent(Decimal(99999) / Decimal(100000)) == "99.9%"
        assert percent(Decimal(1)) == "100%"


def workbook(path: Path, rows: list[list[Any]], place: str = "") -> Path:
    book = Workbook()
    book.active.append(TARGET)
    for row in rows:
        book.active.append(row)
    if place:
        settings = book.create_sheet("设置")
        settings.append(["设置项", "值"])
        settings.append(["地区", place])
    book.save(path)
    return path


ROWS: list[list[Any]] = [
    ["T-01", "", "", 98500, "人", "截至年底"], ["T-04", "", "", 2250, "名", ""], ["T-05", "", "", 4, "所", ""],
    ["T-07", "", "", 18, "个", ""], ["T-09", "", "", 20, "家", ""], ["T-14", "", "", 0.965, "%", ""],
    ["T-16", "", "", 49.999, "项", ""], ["T-17", "", "", 1, "", ""], ["T-13", "", "", "八", "家", ""],
    ["T-01", "", "", 5, "人", ""],
]  # fmt: skip


class TestExport:
    @pytest.fixture
    def outcome(self, tmp_path):
        return export_targets(workbook(tmp_path / "指标.xlsx", ROWS), tmp_path / "导出", Aids(today=date(2024, 11, 1)))

    def test_every_target_is_listed_once_in_order(self, outcome):
        assert [p.target.id for p in outcome.progress] == [t.id for t in REAL]
        sheet = load_workbook(outcome.file)["指标完成情况"]
        assert sheet["A1"].value == TITLE
        assert tuple(c.value for c in sheet[2]) == HEADERS
        assert [sheet.cell(n, 1).value for n in range(3, 18)] == [t.id for t in REAL]

    def test_progress_and_deviation_are_numbers(self, outcome):
        sheet = load_workbook(outcome.file)["指标完成情况"]
        shown = {row[0].value: [c.value for c in row] for row in sheet.iter_rows(min_row=3, max_row=17)}
        figures = {id: (row[4], row[6], row[7]) for id, row in shown.items()}
        assert figures["T-01"] == (98500, 0.985, None), "力争: no deviation"
        assert figures["T-04"] == (2250, 0.9, -0.1)
        assert figures["T-05"] == (4, 1.333, 0), "within the range"
        assert figures["T-07"] == (18, 1.8, 0.2), "18 beside 15"
        assert figures["T-14"] == (96.5, 0.965, None)
        assert figures["T-16"][1] == 0.999, "49.999 of 50 never reads 100%"
        assert figures["T-02"] == figures["T-13"] == (None, None, None)
        assert shown["T-02"][9] == "未填报" and shown["T-13"][9].startswith("需复核：完成值“八”不能识别")
        assert (
            shown["T-01"][1:4] == ["一", "全市：高技能人才总量", "力争100000人以上"] and shown["T-01"][9] == "截至年底"
        )

    def test_what_was_not_used_is_said(self, outcome):
        assert [p.split("：")[0] for p in outcome.problems] == ["Sheet 第9行", "Sheet 第10行", "Sheet 第11行"]
        assert outcome.problems[2].endswith("T-01 前面已有，没有采用")

    def test_the_notes_say_where_it_comes_from_and_what_studios_cost(self, outcome):
        words = "\n".join(str(c.value) for c in load_workbook(outcome.file)["指标完成情况"]["A"] if c.row > 17)
        assert "建议格式" in words and "威人社字〔2021〕16号" in words
        assert "新建技能大师工作室 20 家，每家建设补助 50000 元，共 1000000 元" in words
        assert studio_money(Context(Policy("济南", date(2024, 1, 1))), 5) == ""

    def test_the_chart_draws_the_progress_column(self, outcome):
        book = load_workbook(outcome.file)
        (chart,) = book["进度图"]._charts
        assert chart.barDir == "bar"
        assert chart.series[0].val.numRef.f == "'指标完成情况'!$G$3:$G$17"
        assert chart.series[0].cat.numRef.f == "'指标完成情况'!$C$3:$C$17"
        for page in book:
            assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
            assert page.sheet_properties.pageSetUpPr.fitToPage

    def test_the_command_writes_and_says_what_is_open(self, tmp_path):
        clean = workbook(tmp_path / "齐.xlsx", ROWS[:6])
        done = invoke(["export", "targets", str(clean), "-o", str(tmp_path / "出")])
        assert done.exit_code == 0, done.output
        assert "15 项指标，填报 6 项" in done.output and (tmp_path / "出" / "齐_指标完成情况.xlsx").exists()
        again = invoke(["export", "targets", str(workbook(tmp_path / "差.xlsx", ROWS)), "-o", str(tmp_path)])
        assert again.exit_code == 1 and "第9行：T-17" in again.output

    @pytest.mark.parametrize(("rows", "place", "said"), [
        ([], "", "没有找到有数据的指标完成表"), (ROWS[:1], "济南", "济南在该日没有相应规定（未设置），不能计算进度"),
    ])  # fmt: skip
    def test_where_there_is_nothing_to_compute_it_says_so_and_writes_nothing(self, tmp_path, rows, place, said):
        path = workbook(tmp_path / "无.xlsx", rows, place)
        refused = invoke(["export", "targets", str(path), "-o", str(tmp_path / "出")])
        assert refused.exit_code == 2 and said in refused.output
        assert not (tmp_path / "出").exists()
