"""Who is listed in the certificate table, who is not and why: one wrong row, and a worker loses a certificate."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from jineng.validators.identity import check_digit
from jineng.workbooks.checker import Aids, check_file, check_sheets
from jineng.workbooks.expert_export import export_expert_sheets
from jineng.workbooks.export import Export, export_sheets
from jineng.workbooks.sheets import Sheet

COOKS = "“技能兴威”威海市特色餐饮职业技能大赛"
WORKERS = "“技能兴威”威海市职工职业技能竞赛暨产业链技能竞赛"


def number(order: int, birth: str = "19990307") -> str:
    first = f"371099{birth}{order:03}"
    return first + check_digit(first)


ZHANG, LI = number(123), number(125)
SOUND: dict[str, Any] = {
    "姓名": "张三", "性别": "男", "身份证号": ZHANG, "工作单位": "某餐饮公司", "竞赛名称": COOKS, "职业（工种）": "中式烹调师",
    "决赛日期": date(2024, 10, 20), "理论成绩": 80, "实操成绩": 85, "名次": 1, "获得奖项": "一等奖", "原职业（工种）": "",
    "原职业技能等级": "无",
}  # fmt: skip
OTHER = {"姓名": "李四", "身份证号": LI, "名次": 2, "获得奖项": "二等奖"}


def table(*rows: dict[str, Any], without: str = "", name: str = "成绩") -> Sheet:
    """A results sheet of sound rows with the cells given put in."""
    header = [h for h in SOUND if h != without]
    cells = [[{**SOUND, **row}[h] for h in header] for row in rows]
    return Sheet(name, lambda: iter([header, *cells]))


def settings(**given: Any) -> Sheet:
    return Sheet("设置", lambda: iter([["设置项", "值"], *map(list, given.items())]))


def listed(outcome: Export) -> list[str]:
    return [row[1] for contest in outcome.contests for row in contest.rows]


def left_out(outcome: Export) -> dict[str, str]:
    return {name: why for _, _, _, name, _, _, why in outcome.left_out}


@pytest.fixture
def export(tmp_path: Path):
    return lambda *sheets: export_sheets(sheets, "成绩.xlsx", tmp_path / "导出", Aids(today=date(2024, 11, 1)))


class TestWhoIsListed:
    def test_those_without_a_fault_in_sheet_order(self, export):
        outcome = export(table({}, OTHER))
        assert listed(outcome) == ["张三", "李四"] and outcome.left_out == []

    def test_the_fifteen_columns_are_computed(self, export):
        (row,) = export(table({})).contests[0].rows
        assert row == [
            "1", "张三", "男", "某餐饮公司", ZHANG, COOKS, "2024年", "中式烹调师", "高级工（三级）", "一等奖", "",
            COOKS + "组委会（办公室）", COOKS + "组委会（威海市人力资源和社会保障局技能竞赛专用章）", "", "",
        ]  # fmt: skip

    def test_month_and_year_where_the_official_wants_both(self, export):
        assert export(table({}), settings(竞赛时间写法="年月")).contests[0].rows[0][6] == "2024年10月"

    def test_spaces_in_a_name_go(self, export):
        assert listed(export(table({"姓名": "张　三 "}))) == ["张三"]

    def test_one_of_the_lists_for_everybody_who_won(self, export):
        outcome = export(
            table({}, {**OTHER, "理论成绩": 59.99}, {"姓名": "王五", "身份证号": number(127), "获得奖项": "无"})
        )
        assert listed(outcome) == ["张三"]
        assert left_out(outcome) == {"李四": "理论成绩 59.99 未达到 60 分，不能晋升"}

    def test_a_doubt_is_passed_on(self, export):
        outcome = export(table({"职业（工种）": "西式面点师"}))
        assert listed(outcome) == ["张三"]
        assert any("计划表没有列出“西式面点师”" in note and "张三" in note for note in outcome.notes)

    def test_what_was_not_compared_is_said(self, export):
        assert any("没有提供“已有证书”表" in note for note in export(table({})).notes)


class TestNobodyUndecided:
    @pytest.mark.parametrize(
        "without", ["性别", "工作单位", "职业（工种）", "竞赛名称", "身份证号", "理论成绩", "原职业技能等级"]
    )
    def test_a_missing_column_keeps_everybody_out(self, export, without):
        outcome = export(table({}, OTHER, without=without))
        assert listed(outcome) == []
        assert all(f"没有“{without}”列" in why for why in left_out(outcome).values())

    def test_a_repeated_column_keeps_everybody_out(self, export):
        header, row = [*SOUND, "理论成绩"], [*SOUND.values(), 40]
        outcome = export(Sheet("成绩", lambda: iter([header, row])))
        assert listed(outcome) == [] and "“理论成绩”列有两列" in left_out(outcome)["张三"]

    @pytest.mark.parametrize("given", [{"年龄计算日": "2024年9月"}, {"原等级比较范围": "任意职业"}, {"地区": "北京"}])
    def test_a_setting_that_cannot_be_read_stops_the_export(self, export, tmp_path, given):
        outcome = export(table({}), settings(**given))
        assert "“设置”表有错误" in outcome.report.error and outcome.contests == []
        assert not (tmp_path / "导出").exists()

    def test_a_place_without_a_rule_lists_nobody(self, export):
        outcome = export(table({}), settings(地区="济南"))
        assert listed(outcome) == []

    def test_a_passport_needs_a_person(self, export):
        technician = {"身份证号": "E12345678", "原职业技能等级": "高级工", "原职业（工种）": "中式烹调师"}
        register = Sheet("职业目录", lambda: iter([["职业（工种）", "最高等级"], ["中式烹调师", "高级技师"]]))
        outcome = export(table(technician), register)
        assert listed(outcome) == [] and "人工核对证件" in left_out(outcome)["张三"]

    def test_a_final_that_has_not_been_held(self, export):
        outcome = export(table({"决赛日期": date.today() + timedelta(days=1)}))
        assert listed(outcome) == [] and "在今天之后" in left_out(outcome)["张三"]
        assert listed(export(table({"决赛日期": date.today()}))) == ["张三"]

    def test_a_bare_yes_is_no_award(self, export):
        assert left_out(export(table({"获得奖项": "是"}))) == {"张三": "获得奖项“是”不是奖项名称"}

    def test_rows_of_one_person_that_differ_are_both_out(self, export):
        outcome = export(table({}, name="甲"), table({"理论成绩": 50}, name="乙"))
        assert listed(outcome) == []
        assert all("成绩或奖项不同" in why for _, _, _, _, _, _, why in outcome.left_out)

    def test_one_certificate_for_one_occupation(self, export):
        outcome = export(table({}, {"竞赛名称": WORKERS, "决赛日期": date(2024, 6, 20)}))
        assert listed(outcome) == ["张三"] and "证书只申领一次" in left_out(outcome)["张三"]

    def test_a_register_below_the_table_lists_nobody_twice(self, export):
        rows = [list(SOUND), list(SOUND.values()), [], ["职业（工种）", "最高等级"], ["中式烹调师", "高级技师"]]
        outcome = export(Sheet("成绩", lambda: iter(rows)))
        assert listed(outcome) == ["张三"] and outcome.left_out == []

    def test_a_register_that_cannot_be_used_says_so(self):
        register = Sheet("已有证书", lambda: iter([["身份证号", "职业技能等级", "证书编号"], [ZHANG, "三级", "1"]]))
        findings = check_sheets([table({}), register], Aids())[0].findings
        assert [f.message for f in findings if f.sheet == "已有证书"] == ["没有职业（工种）列，这张登记表没有使用"]

    def test_a_row_of_a_register_that_says_nothing_is_told(self):
        header = ["身份证号", "职业（工种）", "职业技能等级", "证书编号"]
        register = Sheet(
            "已有证书", lambda: iter([header, [3.7e17, "电工", "三级", "1"], [ZHANG, "电工", "高级", "2"]])
        )
        findings = [f for f in check_sheets([table({}), register], Aids())[0].findings if f.sheet == "已有证书"]
        assert [(f.cell, f.severity) for f in findings] == [("A2", "unchecked"), ("C3", "unchecked")]


@pytest.mark.parametrize("export_of", [export_sheets, export_expert_sheets])
class TestNothingToExport:
    """Nobody listed is an answer only where the table could have listed somebody."""

    def refused(self, export_of, folder: Path, *sheets: Sheet) -> str:
        outcome = export_of(sheets, "成绩.xlsx", folder / "导出", Aids(today=date(2024, 11, 1)))
        assert not (folder / "导出").exists()
        return outcome.report.error or ""

    def test_a_workbook_without_results(self, export_of, tmp_path: Path):
        assert "没有找到竞赛成绩表" in self.refused(export_of, tmp_path, settings(地区="威海"))

    def test_results_without_the_columns_that_tell_who_won(self, export_of, tmp_path: Path):
        sheet = Sheet("成绩", lambda: iter([["姓名", "理论成绩"], ["张三", 80]]))
        assert "没有“获得奖项”列" in self.refused(export_of, tmp_path, sheet)

    def test_a_setting_that_cannot_be_read(self, export_of, tmp_path: Path):
        assert "教师按职工" in self.refused(export_of, tmp_path, table({}), settings(教师按职工="也许"))


class TestTheOrganiser:
    @pytest.mark.parametrize(
        "given", [{"申领联系日期": "2024-12-20"}, {"材料报送日期": "2024-12-20"}, {"申请日期": "2024-10-19"}]
    )
    def test_what_he_did_late_costs_nobody_a_certificate(self, export, given):
        outcome = export(table({}, OTHER), settings(**given))
        assert listed(outcome) == ["张三", "李四"]
        assert any(f.severity == "error" for f in outcome.report.findings)

    @pytest.mark.parametrize(
        ("given", "rules"),
        [
            ({"申请日期": "2024-10-20", "联系电话": "0631-5190816"}, []),
            ({"申请日期": "2024-10-19"}, ["P-L-08"]),
            ({"联系电话": "13900000000"}, []),
            ({"联系电话": "5190816"}, ["P-L-07"]),
        ],
    )
    def test_what_the_letter_will_say(self, given, rules):
        earlier = {**OTHER, "决赛日期": date(2024, 10, 18)}
        for rows in (({}, earlier), (earlier, {})):
            findings = check_sheets([table(*rows), settings(**given)], Aids())[0].findings
            assert [f.rule for f in findings if f.rule.startswith("P-L")] == rules

    def test_a_day_set_as_the_end_serves_one_contest(self):
        two = table({}, {**OTHER, "竞赛名称": WORKERS, "决赛日期": date(2024, 6, 20)})
        for sheet, said in ((table({}), False), (two, True)):
            given = settings(竞赛结束日期="2024-10-30", 申领联系日期="2024-11-05")
            findings = check_sheets([sheet, given], Aids())[0].findings
            assert any("只能用于一个" in f.message for f in findings) == said

    def test_letter_and_table_say_the_same(self, export):
        given = settings(
            申请单位="威海市人力资源和社会保障局", 联系人="王五", 联系电话="13900000000", 申请日期="2024-11-01"
        )
        workbook, letter = export(table({}, OTHER), given).contests[0].files
        foot = [str(c) for row in openpyxl.load_workbook(workbook).active.values for c in row if c]
        words = "\n".join(p.text for p in Document(str(letter)).paragraphs)
        for part in ("威海市人力资源和社会保障局", "王五", "13900000000", "2024年11月1日"):
            assert any(part in line for line in foot) and part in words
        assert "张三等2人" in words


class TestFoot:
    """P-T-19, on tables as they were exported and then changed."""

    def findings(self, export, given: dict[str, str], **changes: str) -> list[tuple[str, str]]:
        path = export(table({}), settings(联系人="王五", 联系电话="13900000000", **given)).contests[0].files[0]
        book = openpyxl.load_workbook(path)
        for row in book.active.iter_rows():
            for cell in row:
                for label, value in changes.items():
                    if str(cell.value).startswith(f"{label}："):
                        cell.value = f"{label}：{value}"
        book.save(path)
        aids = Aids(base={"contact": "王五", "phone": "13900000000"})
        return [(f.severity, f.message) for f in check_file(path, aids)[0].findings if f.rule == "P-T-19"]

    def test_as_exported(self, export):
        assert self.findings(export, {}) == []

    @pytest.mark.parametrize("label", ["申请单位", "联系人", "联系电话"])
    def test_left_blank(self, export, label):
        assert self.findings(export, {}, **{label: ""}) == [("warning", f"表尾“{label}”没有填写")]

    @pytest.mark.parametrize("other", ["丁六", "赵一", "一"])
    def test_another_name_than_in_the_letter(self, export, other):
        ((severity, message),) = self.findings(export, {}, 联系人=other)
        assert severity == "error" and "与申请书（设置）的“王五”不一致" in message

    @pytest.mark.parametrize(
        ("unit", "fits"),
        [
            ("威海市人力资源和社会保障局", True),
            ("威海市人力资源社会保障局", True),
            ("某大赛组委会", True),
            ("威海市饭店协会", False),
        ],
    )
    def test_who_may_ask(self, export, unit, fits):
        assert (self.findings(export, {}, 申请单位=unit) == []) == fits
