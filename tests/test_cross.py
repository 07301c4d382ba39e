"""What shows only across tables: the certificate table against the results sheet of the workbook, one file against another."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from test_rules import CONTEST, SOUND, number, sheet

from jineng.validators.findings import FileReport, Finding
from jineng.validators.rules import SEVERITIES
from jineng.workbooks.checker import Aids, check_paths, check_sheets
from jineng.workbooks.sheets import Sheet

ZHANG, LI = number("19990307"), number("19880808")
RONGCHENG, RUSHAN = "“技能兴威”荣成市第十四届职业技能竞赛", "“技能兴威”乳山市第一届职业技能竞赛"
SEAL = "（威海市人力资源和社会保障局技能竞赛专用章）"
LISI = {"序号": 2, "姓名": "李四", "身份证号": LI}
ELECTRICIAN, CLEANER, PASTRY, WESTERN = ({"职业（工种）": o} for o in ("电工", "保洁员", "中式面点师", "西式烹调师"))


def result(**cells: Any) -> dict[str, Any]:
    """A winner of the results sheet, sound but for the cells given."""
    return SOUND["results"] | cells


def row(**cells: Any) -> dict[str, Any]:
    """A row of the certificate table, sound but for the cells given; 评价机构 and 发证机构 follow the contest."""
    contest = cells.get("竞赛名称", CONTEST)
    bodies = {"评价机构": f"{contest}组委会（办公室）", "发证机构": f"{contest}组委会{SEAL}"}
    return SOUND["certificate"] | bodies | cells


def table(name: str, *rows: dict[str, Any]) -> Sheet:
    return sheet(name, list(rows[0]), [list(r.values()) for r in rows])


def settings(**given: Any) -> Sheet:
    return sheet("设置", ["设置项", "值"], [[k, v] for k, v in given.items()])


def occupations(*rows: tuple[str, str, str]) -> Sheet:
    return sheet("职业目录", ["职业（工种）", "最高等级", "别名"], [list(r) for r in rows])


def check(*sheets: Sheet, today: date = date(2024, 11, 1)) -> FileReport:
    return check_sheets(sheets, Aids(today=today))[0]


def judged(report: FileReport) -> list[Finding]:
    """Errors and reminders; not the share of awards, which in a sheet of two rows is always too large."""
    return [f for f in report.findings if f.severity != "unchecked" and f.rule != "P-009"]


def said(report: FileReport, *rules: str) -> list[tuple[str, str, str]]:
    """(sheet and cell, rule, 错误 or 提醒) of what was found: all, or what these rules say."""
    found = [f for f in judged(report) if not rules or f.rule in rules]
    return [(f"{f.sheet}!{f.cell}", f.rule, SEVERITIES[f.severity]) for f in found]


def of(report: FileReport, rule: str) -> Finding:
    """The one finding of a rule, with everything a finding must carry."""
    (finding,) = [f for f in judged(report) if f.rule == rule]
    assert finding.suggestion and finding.clause and finding.quote and finding.notice and finding.column
    return finding


def test_two_tables_that_agree_have_nothing_to_find() -> None:
    assert said(check(table("成绩", result()), table("信息表", row()))) == []
    assert said(check(table("信息表", row()), table("成绩", result()))) == [], "in whichever order they stand"


class TestLevel:
    """P-T-10：晋升职业技能等级与成绩表应得的等级一致。"""

    def test_a_level_too_high(self) -> None:
        report = check(table("成绩", result()), table("信息表", row(**{"晋升职业技能等级": "技师（二级）"})))
        assert said(report) == [("信息表!I2", "P-T-10", "错误")]
        assert of(report, "P-T-10").message == "晋升职业技能等级应为高级工（三级）（成绩表“成绩”第2行）"

    def test_a_level_too_low(self) -> None:
        senior = result(**{"原职业技能等级": "高级工", "原职业（工种）": "中式烹调师"})
        ceiling = occupations(("中式烹调师", "高级技师", ""))
        low = check(table("成绩", senior), table("信息表", row()), ceiling)
        assert said(low) == [("信息表!I2", "P-T-10", "错误")]
        assert "应为技师（二级）" in of(low, "P-T-10").message
        assert said(check(table("成绩", senior), table("信息表", row(**{"晋升职业技能等级": "二级"})), ceiling)) == []

    def test_the_spelling_of_the_level_does_not_matter(self) -> None:
        assert said(check(table("成绩", result()), table("信息表", row(**{"晋升职业技能等级": "三级/高级工"})))) == []

    @pytest.mark.parametrize(
        ("cells", "why"),
        [
            ({"理论成绩": 59.99}, "理论成绩 59.99 未达到 60 分"),
            ({"实操成绩": "缺考"}, "实操成绩“缺考”不是分数"),
            ({"决赛日期": date(2017, 3, 6)}, "17 周岁"),
            ({"原职业技能等级": "技师", "原职业（工种）": "中式烹调师"}, "不再重复颁发"),
            ({"原职业技能等级": "高级"}, "原等级“高级”不是规定的等级名称"),
        ],
    )
    def test_somebody_the_results_sheet_cannot_pass_on(self, cells: dict[str, Any], why: str) -> None:
        report = check(table("成绩", result(**cells)), table("信息表", row()), settings(校验日期="2024-10-20"))
        finding = of(report, "P-T-10")
        assert (finding.sheet, finding.cell, finding.severity) == ("信息表", "I2", "error")
        assert why in finding.message and "成绩表“成绩”第2行" in finding.message

    def test_a_reminder_in_the_results_sheet_does_not_bar_the_certificate(self) -> None:
        report = check(table("成绩", result(**{"名次": "", "原职业技能等级": ""})), table("信息表", row()))
        assert said(report) == [("成绩!N2", "P-008", "提醒"), ("成绩!Q2", "P-015", "提醒")]

    def test_people_are_matched_by_id_number_and_occupation_however_written(self) -> None:
        spelt = {"身份证号": f"{ZHANG[:6]} {ZHANG[6:]}", "职业（工种）": "中式 烹调师", "晋升职业技能等级": "技师"}
        assert said(check(table("成绩", result()), table("信息表", row(**spelt)))) == [("信息表!I2", "P-T-10", "错误")]

    def test_an_alias_of_the_occupation_register_is_the_same_occupation(self) -> None:
        results = table("成绩", result(**{"竞赛名称": RONGCHENG, "职业（工种）": "车工"}))
        applied = table(
            "信息表", row(**{"竞赛名称": RONGCHENG, "职业（工种）": "数控车工", "晋升职业技能等级": "技师"})
        )
        assert said(check(results, applied, occupations(("车工", "高级技师", "数控车工"))), "P-T-10", "P-010") == [
            ("信息表!I2", "P-T-10", "错误")
        ]

    def test_every_results_sheet_of_the_workbook_counts(self) -> None:
        one, two = table("厨师", result()), table("面点", result(**LISI, **PASTRY))
        applied = [row(), row(**LISI, **PASTRY, 晋升职业技能等级="技师")]
        report = check(one, two, table("信息表", *applied))
        assert said(report) == [("信息表!I3", "P-T-10", "错误")]
        assert "成绩表“面点”第2行" in of(report, "P-T-10").message

    def test_nothing_is_compared_where_the_level_cannot_be_read(self) -> None:
        report = check(table("成绩", result()), table("信息表", row(**{"晋升职业技能等级": ""})))
        assert [f.message for f in report.findings if f.rule == "P-T-10"] == ["晋升职业技能等级为空，无法判断"]


class TestTime:
    """P-T-07：竞赛时间与成绩表的决赛日期一致，年必对，写了月的月也要对。"""

    @pytest.mark.parametrize(
        "time", ["2024年", "2024年10月", "2024-10", 202410, 2024, date(2024, 10, 20), date(2024, 10, 1)]
    )
    def test_right(self, time: Any) -> None:
        assert said(check(table("成绩", result()), table("信息表", row(竞赛时间=time)))) == []

    @pytest.mark.parametrize("time", ["2024年9月", "2024年11月", "2024-1", date(2024, 9, 20)])
    def test_another_month(self, time: Any) -> None:
        report = check(table("成绩", result()), table("信息表", row(竞赛时间=time)))
        assert said(report) == [("信息表!G2", "P-T-07", "错误")]
        assert of(report, "P-T-07").message == "竞赛时间与决赛日期 2024-10-20 不符（成绩表“成绩”第2行）"

    @pytest.mark.parametrize("time", ["2023年", "2025年", "2023年10月", "2025年10月"])
    def test_another_year(self, time: str) -> None:
        report = check(table("成绩", result()), table("信息表", row(竞赛时间=time)))
        assert ("信息表!G2", "P-T-07", "错误") in said(report)

    def test_the_year_of_the_final_counts_and_not_that_of_the_plan(self) -> None:
        """填表说明2：2021年6月举办的竞赛，2022年7月决赛，竞赛时间为2022年。"""
        late = result(决赛日期=date(2025, 1, 18))
        report = check(table("成绩", late), table("信息表", row(竞赛时间="2024年")))
        assert said(report, "P-T-07") == [("信息表!G2", "P-T-07", "错误")]
        report = check(table("成绩", late), table("信息表", row(竞赛时间="2025年")))
        assert said(report, "P-T-07") == [("信息表!G2", "P-T-07", "提醒")], "only that the plan says otherwise"

    def test_without_a_day_of_the_final_nothing_is_compared(self) -> None:
        report = check(table("成绩", result(决赛日期="10月")), table("信息表", row(竞赛时间="2024年3月")))
        assert said(report, "P-T-07") == []

    def test_a_time_that_cannot_be_read_is_said_once(self) -> None:
        report = check(table("成绩", result()), table("信息表", row(竞赛时间="10月")))
        assert said(report) == [("信息表!G2", "P-T-07", "错误")]
        assert "读不出年份" in of(report, "P-T-07").message

    def test_who_won_twice_is_compared_with_the_contest_asked_for(self) -> None:
        first = result(**ELECTRICIAN, 竞赛名称=RONGCHENG, 决赛日期=date(2024, 10, 20))
        second = result(**ELECTRICIAN, 竞赛名称="“技能兴威”第一届威海高新区职业技能大赛", 决赛日期=date(2024, 9, 20))
        for contest, time in ((RONGCHENG, "2024年10月"), (second["竞赛名称"], "2024年9月")):
            asked = row(竞赛名称=contest, 竞赛时间=time, **ELECTRICIAN)
            report = check(table("荣成", first), table("高新区", second), table("信息表", asked))
            assert said(report, "P-T-07") == [], contest


class TestSamePersonAsInTheResults:
    @pytest.mark.parametrize("name", ["丁一", "赵九", "李四"])
    def test_another_name(self, name: str) -> None:
        report = check(table("成绩", result()), table("信息表", row(姓名=name)))
        assert said(report, "X-03") == [("信息表!B2", "X-03", "错误")]

    def test_the_same_name_with_spaces(self) -> None:
        assert said(check(table("成绩", result(姓名="张 三")), table("信息表", row(姓名="张三"))), "X-03") == []

    def test_a_name_left_blank_is_no_other_name(self) -> None:
        assert said(check(table("成绩", result(姓名="")), table("信息表", row())), "X-03") == []

    @pytest.mark.parametrize("award", ["二等奖", "三等奖", "第1名"])
    def test_another_award(self, award: str) -> None:
        report = check(table("成绩", result()), table("信息表", row(获得奖项=award)))
        assert said(report, "P-T-11") == [("信息表!J2", "P-T-11", "提醒")]

    def test_results_that_contradict_each_other(self) -> None:
        report = check(table("甲", result()), table("乙", result(理论成绩=50)))
        assert said(report, "P-T-05") == [("甲!D2", "P-T-05", "错误"), ("乙!D2", "P-T-05", "错误")]

    def test_the_same_result_on_two_sheets_is_a_reminder(self) -> None:
        report = check(table("甲", result()), table("乙", result()))
        assert said(report, "P-T-05", "P-A2-09") == [("乙!D2", "P-A2-09", "提醒")]


class TestWinnersOnly:
    """P-010：非获奖选手不得晋升。"""

    def test_not_in_the_results_sheet(self) -> None:
        report = check(table("成绩", result()), table("信息表", row(), row(**LISI)))
        assert said(report, "P-010") == [("信息表!B3", "P-010", "错误")]
        assert of(report, "P-010").message == "成绩表中没有该选手此职业（工种）的获奖记录"

    @pytest.mark.parametrize("award", ["", "无", "未获奖"])
    def test_in_the_results_sheet_without_an_award(self, award: str) -> None:
        loser = result(姓名="李四", 身份证号=LI, 获得奖项=award)
        report = check(table("成绩", result(), loser), table("信息表", row(**LISI | {"序号": 1})))
        assert said(report, "P-010") == [("信息表!B2", "P-010", "错误")]

    def test_won_in_another_occupation(self) -> None:
        report = check(table("成绩", result()), table("信息表", row(**WESTERN)))
        assert said(report, "P-010") == [("信息表!B2", "P-010", "错误")]

    def test_won_in_another_contest(self) -> None:
        results = table(
            "成绩",
            result(**ELECTRICIAN, 竞赛名称=RUSHAN),
            result(**ELECTRICIAN, 姓名="李四", 身份证号=LI, 竞赛名称=RONGCHENG),
        )
        report = check(results, table("信息表", row(**ELECTRICIAN, 竞赛名称=RONGCHENG)))
        assert said(report, "P-010") == [("信息表!B2", "P-010", "错误")]

    def test_a_contest_without_results_in_the_workbook_is_left_alone(self) -> None:
        report = check(table("成绩", result()), table("信息表", row(), row(序号=2, 竞赛名称=RONGCHENG, **ELECTRICIAN)))
        assert said(report) == []

    def test_without_a_results_sheet_nothing_is_compared(self) -> None:
        assert said(check(table("信息表", row()))) == []

    def test_who_has_no_right_id_number_is_not_looked_for(self) -> None:
        report = check(table("成绩", result()), table("信息表", row(**{"身份证号": "E12345678"})))
        assert said(report, "P-010") == []


class TestLeftOut:
    """P-011：应晋尽晋，符合条件而未列入信息表的提醒；本人放弃的在备注写明。"""

    def test_left_out(self) -> None:
        report = check(table("成绩", result(), result(**LISI)), table("信息表", row()))
        assert said(report) == [("成绩!B3", "P-011", "提醒")]
        assert of(report, "P-011").message == "符合晋升条件而未列入证书信息表（应晋未晋）"

    @pytest.mark.parametrize("remark", ["放弃", "本人放弃", "因出国，自愿放弃晋升"])
    def test_who_gave_up_is_not_missed(self, remark: str) -> None:
        assert said(check(table("成绩", result(), result(**LISI, 备注=remark)), table("信息表", row()))) == []

    def test_another_remark_is_no_excuse(self) -> None:
        report = check(table("成绩", result(), result(**LISI, 备注="已通知")), table("信息表", row()))
        assert said(report) == [("成绩!B3", "P-011", "提醒")]

    def test_who_cannot_rise_is_not_missed(self) -> None:
        report = check(table("成绩", result(), result(**LISI, 理论成绩=59)), table("信息表", row()))
        assert said(report, "P-011") == []

    def test_who_did_not_win_is_not_missed(self) -> None:
        report = check(table("成绩", result(), result(**LISI, 获得奖项="")), table("信息表", row()))
        assert said(report, "P-011") == []

    def test_who_is_in_the_table_for_another_occupation_is_missed(self) -> None:
        both = result(), result(序号=2, **WESTERN)
        assert said(check(table("成绩", *both), table("信息表", row()))) == [("成绩!B3", "P-011", "提醒")]

    def test_a_table_without_any_row_of_the_contest_says_nothing_yet(self) -> None:
        assert said(check(table("成绩", result())), "P-011", "P-013") == [], "no certificate table in the workbook"


class TestNobodyApplied:
    """P-013：竞赛结束10个工作日内应申领而无人申领的，提醒主办单位。"""

    FINAL = date(2024, 10, 27)  # the tenth working day after it is 2024-11-08

    def workbook(self, *more: Sheet, **cells: Any) -> tuple[Sheet, ...]:
        other = {"竞赛名称": RONGCHENG, "职业（工种）": "电工", "决赛日期": self.FINAL} | cells
        people = result(**other), result(**other | LISI)
        return table("成绩", result()), table("荣成", *people), table("信息表", row()), *more

    def test_the_day_after_the_last_day(self) -> None:
        report = check(*self.workbook(), today=date(2024, 11, 9))
        assert said(report) == [("荣成!G2", "P-013", "提醒")]
        assert f"{RONGCHENG}有 2 人符合晋升条件而无人申领，已过 2024-11-08" in of(report, "P-013").message

    def test_winners_on_two_sheets_are_counted_together_and_said_once(self) -> None:
        one = {"竞赛名称": RONGCHENG, "决赛日期": self.FINAL, **ELECTRICIAN}
        book = table("成绩", result()), table("甲场", result(**one)), table("乙场", result(**one | LISI))
        report = check(*book, table("信息表", row()), today=date(2024, 11, 9))
        assert said(report, "P-013") == [("甲场!G2", "P-013", "提醒")]
        assert "有 2 人" in of(report, "P-013").message

    def test_on_the_last_day(self) -> None:
        assert said(check(*self.workbook(), today=date(2024, 11, 8))) == []

    def test_the_organisers_at_risk_are_named(self) -> None:
        finding = of(check(*self.workbook(), today=date(2024, 11, 9)), "P-013")
        assert "荣成市人民政府" in finding.message + finding.suggestion
        assert "威海市人力资源和社会保障局" in finding.message + finding.suggestion

    def test_the_last_day_of_the_final_counts(self) -> None:
        two_days = result(竞赛名称=RONGCHENG, **ELECTRICIAN, 决赛日期=date(2024, 10, 26))
        later = two_days | LISI | {"决赛日期": date(2024, 10, 28)}
        book = table("成绩", result()), table("荣成", two_days, later), table("信息表", row())
        assert said(check(*book, today=date(2024, 11, 11)), "P-013") == [], "ten working days after 10-28: 11-11"
        assert said(check(*book, today=date(2024, 11, 12)), "P-013") == [("荣成!G2", "P-013", "提醒")]

    def test_the_end_of_the_contest_given_in_the_settings_counts(self) -> None:
        given = settings(竞赛结束日期="2024-11-05")
        assert said(check(*self.workbook(given), today=date(2024, 11, 19)), "P-013") == []
        assert said(check(*self.workbook(given), today=date(2024, 11, 20)), "P-013") == [("荣成!G2", "P-013", "提醒")]

    def test_one_application_is_enough(self) -> None:
        *book, applied = self.workbook()
        applied = table("信息表", row(), row(序号=2, 竞赛名称=RONGCHENG, **ELECTRICIAN))
        assert said(check(*book, applied, today=date(2025, 3, 1))) == [("荣成!B3", "P-011", "提醒")]

    def test_nobody_who_could_apply(self) -> None:
        assert said(check(*self.workbook(实操成绩=50), today=date(2025, 3, 1)), "P-013") == []
        assert said(check(*self.workbook(备注="放弃"), today=date(2025, 3, 1)), "P-013") == []

    def test_a_day_nobody_can_count_from_stops_nothing(self) -> None:
        for final in ("10月", date(2035, 1, 1), date.max):
            assert said(check(*self.workbook(决赛日期=final), today=date(2036, 1, 1)), "P-013") == [], final


class TestTwiceInOneWorkbook:
    """P-A2-09：同一人的同一职业（工种）证书不重复申领；X-03：一个身份证号一个姓名。"""

    def test_in_two_contests_of_one_table(self) -> None:
        two = row(**ELECTRICIAN, 竞赛名称=RONGCHENG), row(序号=2, **ELECTRICIAN, 竞赛名称=RUSHAN)
        report = check(table("信息表", *two))
        assert said(report) == [("信息表!E3", "P-A2-09", "错误")]
        assert "“信息表”第2行" in of(report, "P-A2-09").message

    def test_in_two_tables(self) -> None:
        report = check(
            table("荣成", row(**ELECTRICIAN, 竞赛名称=RONGCHENG)), table("乳山", row(**ELECTRICIAN, 竞赛名称=RUSHAN))
        )
        assert said(report) == [("乳山!E2", "P-A2-09", "错误")]
        assert "“荣成”第2行" in of(report, "P-A2-09").message

    def test_in_two_tables_of_one_contest(self) -> None:
        report = check(table("第一批", row()), table("第二批", row()))
        assert said(report) == [("第二批!E2", "P-A2-09", "错误")]

    def test_in_one_table_and_one_contest_it_is_a_row_too_many(self) -> None:
        report = check(table("信息表", row(), row(序号=2)))
        assert said(report) == [("信息表!E3", "P-T-05", "错误")], "said once"

    def test_two_occupations_are_two_certificates(self) -> None:
        report = check(
            table("荣成", row(竞赛名称=RONGCHENG, **ELECTRICIAN)), table("乳山", row(竞赛名称=RUSHAN, **CLEANER))
        )
        assert said(report) == []

    def test_two_names(self) -> None:
        other = row(姓名="张三丰", 竞赛名称=RUSHAN, **CLEANER)
        report = check(table("第一批", row()), table("第二批", other))
        assert said(report) == [("第二批!E2", "X-03", "错误")]
        assert "“第一批”第2行" in of(report, "X-03").message

    def test_to_win_twice_is_no_error(self) -> None:
        one, two = (result(竞赛名称=c, **ELECTRICIAN) for c in (RONGCHENG, RUSHAN))
        for book in ([table("成绩", one, two)], [table("荣成", one), table("乳山", two)]):
            assert [f for f in said(check(*book)) if f[2] == "错误"] == [], "nothing to correct in the results"

    def test_who_won_twice_and_asked_once_is_not_missed(self) -> None:
        one, two = (result(竞赛名称=c, **ELECTRICIAN) for c in (RONGCHENG, RUSHAN))
        report = check(table("荣成", one), table("乳山", two), table("信息表", row(**ELECTRICIAN, 竞赛名称=RONGCHENG)))
        assert said(report, "P-010", "P-011", "P-013", "P-T-10") == []


class TestWhereNothingIsPrescribed:
    """没有规定的地区：一概未校验，不下结论（A11）。"""

    def test_the_tables_are_not_judged(self) -> None:
        wrong = table("信息表", row(序号=5, 竞赛时间="2024年3月"), row(序号=5, 姓名="李四", 身份证号=LI), row(序号=7))
        report = check(
            table("成绩", result(), result(序号=2, 姓名="王五", 身份证号=number("19900101"))),
            wrong,
            settings(地区="济南"),
        )
        uncited = [f for f in judged(report) if not (f.clause and f.quote and f.notice)]
        assert [(f.sheet, f.cell, f.rule, f.message) for f in uncited] == []


# --- one file against another ----------------------------------------------------------------------------------------


def save(path: Path, *sheets: tuple[str, dict[str, Any]]) -> Path:
    """A workbook with certificate tables, one row each."""
    book = Workbook()
    book.remove(book.active)
    for name, cells in sheets:
        page = book.create_sheet(name)
        page.append(list(cells))
        page.append(list(cells.values()))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def across(*paths: Path) -> list[tuple[str, str, str]]:
    """(file, cell, rule) of all that is wrong."""
    report = check_paths(list(paths), Aids(today=date(2024, 11, 1)))
    return [(file.file, f.cell, f.rule) for file in report.files for f in file.findings if f.severity == "error"]


class TestAcrossFiles:
    """P-A2-09：不同文件重复申领同一证书；X-03：不同文件同号不同名。"""

    def test_different_people(self, tmp_path: Path) -> None:
        one = save(tmp_path / "甲.xlsx", ("信息表", row()))
        two = save(tmp_path / "乙.xlsx", ("信息表", row(**LISI | {"序号": 1})))
        assert across(one, two) == []

    def test_one_certificate_asked_for_in_two_files(self, tmp_path: Path) -> None:
        one = save(tmp_path / "荣成.xlsx", ("信息表", row(**ELECTRICIAN, 竞赛名称=RONGCHENG)))
        two = save(tmp_path / "乳山.xlsx", ("信息表", row(**ELECTRICIAN, 竞赛名称=RUSHAN)))
        assert across(one, two) == [("乳山.xlsx", "E2", "P-A2-09")]
        report = check_paths([one, two], Aids(today=date(2024, 11, 1)))
        finding = of(report.files[1], "P-A2-09")
        assert "“荣成.xlsx”" in finding.message
        assert (finding.sheet, finding.row, finding.column) == ("信息表", 2, "身份证号")
        assert "附件2" in finding.clause and "防止重复发放" in finding.quote

    def test_in_three_files_each_later_one_is_told(self, tmp_path: Path) -> None:
        paths = [save(tmp_path / f"{n}.xlsx", ("信息表", row(备注=n))) for n in "甲乙丙"]
        assert across(*paths) == [("乙.xlsx", "E2", "P-A2-09"), ("丙.xlsx", "E2", "P-A2-09")]

    def test_files_of_the_same_name_in_two_folders(self, tmp_path: Path) -> None:
        """各区市报来的文件常常同名。"""
        one = save(tmp_path / "环翠" / "信息表.xlsx", ("信息表", row()))
        two = save(tmp_path / "文登" / "信息表.xlsx", ("信息表", row(备注="文登")))
        report = check_paths([one, two], Aids(today=date(2024, 11, 1)))
        assert [said(file, "P-A2-09") for file in report.files] == [[], [("信息表!E2", "P-A2-09", "错误")]]

    def test_another_occupation_is_another_certificate(self, tmp_path: Path) -> None:
        one = save(tmp_path / "甲.xlsx", ("信息表", row()))
        two = save(tmp_path / "乙.xlsx", ("信息表", row(**WESTERN)))
        assert across(one, two) == []

    def test_the_number_may_be_spelt_differently(self, tmp_path: Path) -> None:
        x = number("19990307", "106")
        assert x.endswith("X")
        one = save(tmp_path / "甲.xlsx", ("信息表", row(身份证号=x, 性别="女")))
        two = save(
            tmp_path / "乙.xlsx", ("信息表", row(身份证号=x.lower(), 性别="女", **{"职业（工种）": "中式 烹调师"}))
        )
        assert across(one, two) == [("乙.xlsx", "E2", "P-A2-09")]

    def test_one_number_with_two_names(self, tmp_path: Path) -> None:
        one = save(tmp_path / "甲.xlsx", ("信息表", row()))
        two = save(tmp_path / "乙.xlsx", ("信息表", row(姓名="张四", **WESTERN)))
        assert across(one, two) == [("乙.xlsx", "E2", "X-03")]
        report = check_paths([one, two], Aids(today=date(2024, 11, 1)))
        assert "“甲.xlsx”" in of(report.files[1], "X-03").message

    def test_two_names_and_the_same_certificate_are_two_things(self, tmp_path: Path) -> None:
        one = save(tmp_path / "甲.xlsx", ("信息表", row()))
        two = save(tmp_path / "乙.xlsx", ("信息表", row(姓名="张四")))
        assert sorted(across(one, two)) == [("乙.xlsx", "E2", "P-A2-09"), ("乙.xlsx", "E2", "X-03")]

    @pytest.mark.parametrize("name", ["张 三", "张　三", "张三 "])
    def test_spaces_in_a_name_make_no_other_name(self, tmp_path: Path, name: str) -> None:
        one = save(tmp_path / "甲.xlsx", ("信息表", row()))
        two = save(tmp_path / "乙.xlsx", ("信息表", row(姓名=name, **WESTERN)))
        assert across(one, two) == []

    def test_a_missing_name_is_no_other_name(self, tmp_path: Path) -> None:
        one = save(tmp_path / "甲.xlsx", ("信息表", row(姓名="")))
        two = save(tmp_path / "乙.xlsx", ("信息表", row(**WESTERN)))
        assert across(one, two) == [("甲.xlsx", "B2", "P-T-02")], "only that the name is missing"

    def test_a_wrong_number_is_nobody(self, tmp_path: Path) -> None:
        wrong = ZHANG[:17] + ("0" if ZHANG[17] != "0" else "1")
        paths = [save(tmp_path / f"{n}.xlsx", ("信息表", row(身份证号=wrong))) for n in "甲乙"]
        assert across(*paths) == [("甲.xlsx", "E2", "P-T-05"), ("乙.xlsx", "E2", "P-T-05")]

    def test_results_sheets_are_no_applications(self, tmp_path: Path) -> None:
        one = save(tmp_path / "甲.xlsx", ("成绩", result()))
        two = save(tmp_path / "乙.xlsx", ("信息表", row()))
        assert across(one, two) == []

    def test_a_file_that_cannot_be_read_is_skipped(self, tmp_path: Path) -> None:
        one = save(tmp_path / "甲.xlsx", ("信息表", row()))
        two = save(tmp_path / "丙.xlsx", ("信息表", row(备注="补报")))
        (broken := tmp_path / "乙.xlsx").write_bytes(b"")
        assert across(one, broken, two) == [("丙.xlsx", "E2", "P-A2-09")]

    def test_one_file_alone_is_said_to_once(self, tmp_path: Path) -> None:
        path = save(tmp_path / "甲.xlsx", ("第一批", row()), ("第二批", row(姓名="张四", **WESTERN)))
        assert across(path) == [("甲.xlsx", "E2", "X-03")]
