"""校验报告：给人看的、给程序看的和给持续集成看的，说的是同一件事。"""

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from books import RESULTS, contestant, id_of, write
from pydantic import ValidationError

from jineng.addin.report import as_json, as_junit, as_text, json_pieces, read_report
from jineng.validators.findings import FileReport, Finding, Report, Table
from jineng.workbooks.checker import Aids, check_paths

NOTICE = "《关于公布2024年威海市“技能兴威”职业技能竞赛计划的通知》"
QUOTE = "对理论、实操成绩均达到60分"


def finding(cell: str = "J2", row: int = 2, **changes: object) -> Finding:
    values: dict[str, object] = {
        "sheet": "成绩", "cell": cell, "row": row, "column": "理论成绩", "rule": "P-014", "severity": "error",
        "message": "理论成绩 59 未达到 60 分", "suggestion": "核对成绩", "clause": "三（二）1", "quote": QUOTE, "notice": NOTICE,
    }  # fmt: skip
    return Finding(**{**values, **changes})  # type: ignore[arg-type]


def report(*findings: Finding, **changes: object) -> Report:
    return Report([FileReport("甲.xlsx", [Table("成绩", "results", 1, 3)], list(findings), **changes)])  # type: ignore[arg-type]


@pytest.fixture
def real(tmp_path: Path) -> Report:
    """三个文件：一个有错误、提醒和未校验，一个有两张表，一个读不出来。"""
    people = [contestant(1, 获得奖项="一等奖", 理论成绩=59.5, 性别="女"), contestant(2, 身份证号="371099199003070020")]
    faulty = write(tmp_path / "有错.xlsx", {"成绩": [RESULTS, *people], "设置": [["设置项", "值"], ["联系人", "虚甲"]]})
    two = write(
        tmp_path / "两张.xlsx", {"成绩": [RESULTS, contestant(1), [], ["职业（工种）", "最高等级"], ["车工", "技师"]]}
    )
    (tmp_path / "损坏.xlsx").write_bytes(b"PK")
    return check_paths([faulty, two, tmp_path / "损坏.xlsx"], Aids(today=date(2024, 11, 1)))


# 给人看的


def test_very_many_findings_are_written_a_thousand_at_a_time() -> None:
    for count in (0, 1, 999, 1000, 1001, 2500):
        many = Report(
            [FileReport('甲"findings": [].xlsx', findings=[finding(row=n) for n in range(count)]), FileReport("乙")]
        )
        assert read_report(as_json(many)) == many and len(list(json_pieces(many))) == 6 + -(-count // 1000)


def test_a_finding_takes_two_short_lines_and_its_words_come_once_below() -> None:
    text = as_text(report(finding(), finding("K2", column="实操成绩"), finding("J3", 3)))

    assert text.splitlines() == [
        "■ 甲.xlsx  [成绩 3 行]",
        "  错误 成绩!J2 理论成绩  理论成绩 59 未达到 60 分",
        "      建议：核对成绩（计划通知三（二）1 P-014）",
        "  错误 成绩!K2 实操成绩  理论成绩 59 未达到 60 分",
        "      建议：核对成绩（计划通知三（二）1 P-014）",
        "  错误 成绩!J3 理论成绩  理论成绩 59 未达到 60 分",
        "      建议：核对成绩（计划通知三（二）1 P-014）",
        "  依据",
        f"    计划通知：{NOTICE}",
        f"      P-014  三（二）1：“{QUOTE}”",
        "",
        "共 1 个文件、3 行：错误 3 处，提醒 0 处，未校验 0 项",
    ]


def test_findings_of_one_row_stand_together() -> None:
    found = [
        finding("J2", 2),
        finding("A5", 5),
        finding("H9", 9, sheet="别的"),
        finding("M2", 2, rule="P-009"),
        finding("A5", 5),
    ]
    cells = [line.split()[1] for line in as_text(report(*found)).splitlines() if line.startswith("  错误")]

    assert cells == ["成绩!J2", "成绩!M2", "成绩!A5", "成绩!A5", "别的!H9"]


def test_a_rule_without_a_clause_in_this_place_is_cited_by_its_id() -> None:
    text = as_text(report(finding(clause="", quote="", notice="")))

    assert "建议：核对成绩（P-014）" in text and "依据" not in text


def test_what_a_place_has_no_clause_for_is_said_once_a_table_with_every_rule_it_stands_for() -> None:
    silent = {"clause": "", "quote": "", "notice": "", "column": "", "severity": "unchecked",
              "message": "济南没有相应规定（未设置），未校验", "suggestion": "确认地区和日期"}  # fmt: skip
    found = [finding("A1", 1, rule=rule, **silent) for rule in ("P-015", "P-014")]
    found.append(finding("A1", 1, sheet="别的", rule="C-007", **silent))
    several = report(*found)

    assert as_text(several).splitlines() == [
        "■ 甲.xlsx  [成绩 3 行]",
        "  未校验 成绩!A1  济南没有相应规定（未设置），未校验：P-014、P-015（2 条）",
        "      建议：确认地区和日期",
        "  未校验 别的!A1  济南没有相应规定（未设置），未校验",
        "      建议：确认地区和日期（C-007）",
        "",
        "共 1 个文件、3 行：错误 0 处，提醒 0 处，未校验 3 项",
    ]
    for_programs = json.loads(as_json(several))["files"][0]["findings"]
    assert [f["rule"] for f in for_programs] == ["P-015", "P-014", "C-007"], "a finding a rule"


def test_rules_of_our_own_and_of_unknown_notices_are_cited_too() -> None:
    own = "《数据质量规则（本工具依国家标准和填表常识设定，不出自通知）》"
    text = as_text(
        report(finding(rule="X-07", clause="公式错误值", quote="某", notice=own), finding(notice="《别的通知》"))
    )

    assert "（数据质量 公式错误值 X-07）" in text and f"    数据质量：{own}" in text
    assert "（《别的通知》三（二）1 P-014）" in text


def test_settings_hidden_sheets_and_unread_files_are_shown() -> None:
    full = Report([
        FileReport("甲.xlsx", [Table("成绩", "results", 1, 3, hidden=True)], [], {"地区": "威海", "满分": "120"}),
        FileReport("乙.xlsx", error="文件是空的"),
    ])  # fmt: skip

    assert as_text(full).splitlines() == [
        "■ 甲.xlsx  [成绩（隐藏） 3 行]", "  设置：地区=威海，满分=120", "  没有发现问题", "",
        "共 2 个文件、3 行：错误 0 处，提醒 0 处，未校验 0 项；1 个文件不能校验",
    ]  # fmt: skip


def test_nothing_is_wrapped_and_every_rule_is_explained(real: Report) -> None:
    lines = as_text(real).splitlines()
    findings = [f for file in real.files for f in file.findings]

    assert sum(line.startswith(("  错误", "  提醒", "  未校验")) for line in lines) == len(findings) > 4
    for file in real.files:
        for rule in {f.rule for f in file.findings if f.notice}:
            assert sum(line.startswith(f"      {rule} ") for line in lines) >= 1, rule


# 身份证号


@pytest.mark.parametrize("form", [as_text, as_json, as_junit])
def test_ids_are_masked_in_message_and_suggestion(form: object) -> None:
    words = report(finding(message=f"与 {id_of(1)} 重复", suggestion=f"核对{id_of(2)}"))
    masked, shown = form(words), form(words, masked=False)  # type: ignore[operator]

    assert id_of(1) not in masked and id_of(2) not in masked and f"371099********{id_of(1)[-4:]}" in masked
    assert id_of(1) in shown


# 给程序看的


def test_json_has_the_agreed_shape(real: Report) -> None:
    data = json.loads(as_json(real))

    assert list(data) == ["version", "files", "summary"] and data["version"] == 1
    assert list(data["summary"]) == ["files", "rows", "errors", "warnings", "unchecked"]
    file, two, broken = data["files"]
    assert {"file", "tables", "findings", "error"} <= set(file) and file["error"] is None
    assert broken["error"].startswith("文件不完整") and broken["tables"] == broken["findings"] == []
    assert {"sheet", "form", "header_row", "rows"} <= set(file["tables"][0])
    assert {(t["form"], t["header_row"], t["rows"]) for t in two["tables"]} == {
        ("results", 1, 1),
        ("occupations", 4, 1),
    }
    for each in file["findings"]:
        assert list(each) == [
            "sheet", "cell", "row", "column", "rule", "severity", "message", "suggestion", "clause", "quote", "notice",
        ]  # fmt: skip
        assert each["severity"] in ("error", "warning", "unchecked") and each["cell"].endswith(str(each["row"]))


def test_the_numbers_of_the_summary_are_those_of_the_findings(real: Report) -> None:
    data = json.loads(as_json(real))
    severities = [f["severity"] for file in data["files"] for f in file["findings"]]

    assert data["summary"] == {
        "files": 3,
        "rows": sum(t["rows"] for file in data["files"] for t in file["tables"]),
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "unchecked": severities.count("unchecked"),
    }
    assert data["summary"]["errors"] >= 3 and real.exit_code() == 2


def test_a_report_can_be_read_back(real: Report) -> None:
    """summary 由其余内容算出，读回时不取它，再算一遍。"""
    read = read_report(as_json(real, masked=False))

    assert read == real and read.summary() == json.loads(as_json(real))["summary"] and read.exit_code() == 2
    assert as_json(read) == as_json(real) and as_text(read) == as_text(real) and as_junit(read) == as_junit(real)


def test_a_report_that_is_none_is_refused() -> None:
    data = json.loads(as_json(report(finding())))
    data["files"][0]["findings"][0]["severity"] = "fatal"

    with pytest.raises(ValidationError):
        read_report(json.dumps(data))


def test_every_field_of_a_report_is_in_the_json() -> None:
    data = json.loads(as_json(report(finding())))

    assert list(data["files"][0]) == list(vars(FileReport("甲.xlsx")))
    assert set(data) == {"version", "files", "summary"}


# 给持续集成看的


def test_junit_counts_tables_and_files(real: Report) -> None:
    root = ElementTree.fromstring(as_junit(real))
    suites = {suite.get("name"): suite for suite in root}

    assert [(s.get("tests"), s.get("failures"), s.get("errors")) for s in suites.values()] == [
        ("2", "1", "0"), ("2", "0", "0"), ("1", "0", "1"),
    ]  # fmt: skip
    failed = suites["有错.xlsx"].find("testcase/failure")
    assert failed is not None and "J2" in (failed.text or "") and "P-014" in (failed.text or "")
    assert failed.get("message", "").endswith("处错误")
    assert suites["损坏.xlsx"].find("testcase/error") is not None


def test_findings_belong_to_the_table_above_them() -> None:
    tables = [Table("成绩", "results", 1, 3), Table("成绩", "results", 10, 3), Table("别的", "results", 1, 3)]
    both = Report([FileReport("甲.xlsx", tables, [finding("J2", 2), finding("J11", 11), finding("J12", 12)])])
    cases = ElementTree.fromstring(as_junit(both)).findall("testsuite/testcase")

    assert [len((case.findtext("failure") or "").split("\n")) if case.find("failure") is not None else 0 for case in cases] == [
        1, 2, 0,
    ]  # fmt: skip


def test_signs_that_xml_cannot_hold_are_left_out() -> None:
    odd = Report([
        FileReport("\x00甲\ufffe.xlsx", [Table("成\x01绩<&>", "results", 1, 1)], [finding(sheet="成\x01绩<&>", message="坏\x0b字\ud800")]),
        FileReport("乙.xlsx", error="坏\x1f了"),
    ])  # fmt: skip
    root = ElementTree.fromstring(as_junit(odd).encode())

    assert [suite.get("name") for suite in root] == ["甲.xlsx", "乙.xlsx"]
    assert root.findtext("testsuite/testcase/failure", "").startswith("J2 坏字（")
