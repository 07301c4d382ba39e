"""示例工作簿的另一半（奖励津贴指标、首席技师、绩效评估、技能大师工作室）：除了有意留的差错，什么也查不出；每项导出都有示例可试。"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from terminal import Result, invoke

from jineng.addin.export_commands import export
from jineng.addin.sample_people import PEOPLE, id_number
from jineng.addin.sample_programmes import PROGRAMMES
from jineng.addin.sample_rows import AREA
from jineng.addin.samples import CLEAN, FILES, Fault, planted_faults, write_samples
from jineng.validators.forms import FORMS
from jineng.validators.identity import id_fault, id_sex
from jineng.validators.settings import read_settings
from jineng.validators.values import fold
from jineng.workbooks.checker import Aids, check_file

FAULTS = [fault for fault in planted_faults() if fault.file in PROGRAMMES]
#: Command → the sample it is tried on in the README and in the demonstration, and where the demonstration writes.
TRIED = {
    "certificate": ("院校.xlsx", "证书"), "expert": ("市直部门.xlsx", "技术能手"), "targets": ("奖励津贴指标.xlsx", "指标"),
    "chief": ("首席技师.xlsx", "首席技师"), "studio": ("技能大师工作室.xlsx", "工作室"), "evaluation": ("绩效评估.xlsx", "绩效评估"),
    "bundle": (CLEAN, "材料包"), "publicity": ("首席技师.xlsx", "公示"),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("示例")
    write_samples(folder)
    return folder


@pytest.fixture(scope="module")
def books(folder: Path) -> dict[str, Workbook]:
    return {file: load_workbook(folder / file) for file in PROGRAMMES}


def cells(book: Workbook) -> Iterator[Any]:
    return (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)


# 差错


@pytest.mark.parametrize("file", PROGRAMMES)
def test_a_check_finds_every_planted_fault_and_nothing_else(folder: Path, file: str) -> None:
    report, _ = check_file(folder / file, Aids())

    found = sorted((f.sheet, f.cell, f.rule) for f in report.findings)
    assert report.error is None
    assert found == sorted((fault.sheet, fault.cell, fault.rule) for fault in FAULTS if fault.file == file)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.rule} {f.what}")
def test_a_planted_fault_stands_in_a_cell_that_somebody_would_fill_in(fault: Fault, books: dict[str, Workbook]) -> None:
    sheet = books[fault.file][fault.sheet]
    inside = any(fault.cell in area and fault.cell != area.coord.split(":")[0] for area in sheet.merged_cells.ranges)

    assert not inside, "a merged area holds its value in the first cell"
    assert sheet[fault.cell].value or fault.rule == "S-038", "only a missing 佐证材料序号 is blank"
    assert fault.what and "“" not in fault.sheet


def test_faults_are_of_every_gravity_and_of_every_programme(folder: Path) -> None:
    severities = {f.severity for file in PROGRAMMES for f in check_file(folder / file, Aids())[0].findings}

    assert severities == {"error", "warning", "unchecked"}
    assert {re.split("[-0-9]", fault.rule)[0] for fault in FAULTS} >= {"M", "C", "S"}
    assert len({fault[:4] for fault in FAULTS}) == len(FAULTS)


# 内容


def test_every_form_that_is_checked_has_a_sample(folder: Path) -> None:
    """通知的表里，只有情况表、信息表和计划表没有示例：前两种由导出得到，计划就是通知附件1。"""
    tables = {table.form for file in FILES for table in check_file(folder / file, Aids())[0].tables}
    unneeded = {"expert", "certificate", "plan", "experts_held", "holidays", "left_out", "suggested_order", "checklist"}

    assert tables == set(FORMS) - unneeded


def test_nobody_can_be_a_real_person(books: dict[str, Workbook]) -> None:
    for book in books.values():
        words = [str(cell.value) for cell in cells(book)]
        numbers = {n for w in words for n in re.findall(r"(?<!\d)\d{17}[\dXx](?!\d)", w)}
        phones = {n for w in words for n in re.findall(r"(?<!\d)1\d{10}(?!\d)", w)}
        assert {number[:6] for number in numbers} <= {AREA} == {"371099"}
        assert all(re.fullmatch(r"1390000[89]\d{3}", phone) for phone in phones)
        assert any("虚构" in word for word in words) or any("示例数据" in word for word in words)
    for name, (sex, _) in PEOPLE.items():
        assert name.startswith("虚") and not id_fault(id_number(name)) and id_sex(id_number(name)) == sex
    assert len({id_number(name) for name in PEOPLE}) == len(PEOPLE)


def test_every_name_and_unit_in_the_tables_is_made_up(books: dict[str, Workbook]) -> None:
    seen = set()
    for book in books.values():
        for sheet in book:
            for head, *below in sheet.iter_cols(values_only=True):
                column = [head, *below]
                for header, start in (("姓名", "虚"), ("领办人", "虚"), ("工作单位", "示例"), ("所在单位", "示例")):
                    if header in column and "序号" in [c.value for c in sheet[column.index(header) + 1]]:
                        values = {v for v in column[column.index(header) + 1 :] if v}
                        seen.add(header)
                        assert values and all(str(v).startswith(start) for v in values), (sheet.title, values)
    assert seen == {"姓名", "领办人", "工作单位", "所在单位"}


def test_the_mess_is_there(books: dict[str, Workbook]) -> None:
    words = {str(cell.value) for book in books.values() for cell in cells(book)}

    assert {
        "合计",
        "2,000元",
        "12万元",
        "第一名",
        "2024.10",
        "2024年10月",
        "2025年9月30日",
        "1966.5",
        "全覆盖",
    } <= words
    merged = {sheet.title: set(map(str, sheet.merged_cells.ranges)) for book in books.values() for sheet in book}
    assert "A1:J1" in merged["奖励发放"] and "H4:H10" in merged["奖励发放"], "a title across, one payer down"
    assert "K4:K10" in merged["等次汇总"], "one day for all"
    results = books["绩效评估.xlsx"]["等次汇总"]
    assert results["K4"].value and results["K5"].value is None


def test_the_nominees_differ_in_district_tier_and_age(books: dict[str, Workbook]) -> None:
    sheet = books["首席技师.xlsx"]["汇总表"]
    head = [fold(cell.value) for cell in sheet[3]]
    rows = [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=4, values_only=True)]

    assert len(rows) == len({row["推荐单位(区市)"] for row in rows}) == 6
    assert {row["最高荣誉层次"] for row in rows} == {"国家级", "省级", "市级"}
    ages = [row["年龄(周岁)"] for row in rows]
    assert min(ages) < 45 < max(ages) and max(ages) > 55


@pytest.mark.parametrize("file", [file for file in PROGRAMMES if file != "奖励津贴指标.xlsx"])
def test_settings_are_understood_and_what_no_notice_gives_is_marked_as_an_example(
    books: dict[str, Workbook], file: str
) -> None:
    (head, *rows) = books[file]["设置"].values
    given, problems = read_settings((title, value) for title, value, _ in rows)

    assert head == ("设置项", "值", "说明") and not problems and given["place"] == "威海"
    said = {title: words for title, _, words in rows}
    for title in ("优秀分数线", "事迹材料字数允许偏差", "校验日期", "结果公布日期"):
        assert "示例值" in said.get(title, "示例值")


# 每项导出都可以试


def test_every_export_is_tried_in_the_demonstration_and_in_the_readme() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")

    assert set(TRIED) == set(export.commands)
    assert {file for file, _ in TRIED.values()} <= set(FILES)
    for command, (file, _) in TRIED.items():
        assert f"jineng export {command} 演示/示例工作簿/{file} -o " in readme


@pytest.mark.parametrize("command", TRIED)
def test_the_demonstration_says_what_was_written_where(demo: tuple[Path, Result], command: str) -> None:
    folder, result = demo
    file, place = TRIED[command]

    said = result.stdout.partition("逐项导出：")[2]
    (step,) = re.findall(rf"■ jineng export {command}　(.*?)(?=■|\n\n)", said, re.DOTALL)
    assert f"→ {folder / '导出' / place}" in step and f"    {file}：" in step
    assert [path for path in (folder / "导出" / place).rglob("*") if path.suffix in (".xlsx", ".docx")]


def test_the_demonstration_is_short_after_the_check(demo: tuple[Path, Result]) -> None:
    lines = demo[1].stdout.partition("逐项导出：")[2].splitlines()

    assert len(lines) < 30 and not any("未设置" in line or "不能" in line for line in lines)


def test_the_hint_at_the_end_of_the_demonstration_works(demo: tuple[Path, Result]) -> None:
    folder, result = demo
    workbook, target = re.findall(r'"(.*?)"', result.stdout.splitlines()[-1])

    tried = invoke(["export", "chief", workbook, "-o", target])
    assert tried.exit_code == 1, "three people are left out"
    assert "列入汇总表 3 人" in tried.stdout and "未列入 3 人" in tried.stdout and str(folder) in target


@pytest.mark.parametrize(
    "pattern",
    ["首席技师/*汇总表.xlsx", "工作室/*申报表.xlsx", "绩效评估/*_等次汇总表.xlsx", "绩效评估/*_绩效评估表.xlsx"],
)
def test_what_was_exported_from_the_samples_has_no_error_of_its_own(demo: tuple[Path, Result], pattern: str) -> None:
    paths = sorted((demo[0] / "导出").glob(pattern))

    assert paths
    for path in paths:
        report, _ = check_file(path, Aids(options={"excellent_line": 85}))
        errors = [f for f in report.findings if f.severity == "error"]
        assert report.error is None and {f.column for f in errors} <= {"自评得分"}, "a studio's own part stays as it is"


def test_those_with_faults_are_left_out_of_what_is_handed_in(demo: tuple[Path, Result]) -> None:
    folder = demo[0] / "导出"

    (summary,) = (folder / "首席技师").glob("*汇总表.docx")
    (table,) = Document(str(summary)).tables
    assert [row.cells[2].text for row in table.rows[1:]] == ["虚海涛", "虚德胜", "虚振华"]
    assert [path.name for path in (folder / "工作室").glob("*.docx")] == ["威海市虚国栋技能大师工作室_申报表.docx"]
    letters = {path.name[3:] for path in (folder / "绩效评估").glob("*_整改通知.docx")}
    assert letters == {f"威海市{name}技能大师工作室_整改通知.docx" for name in ("虚立新", "虚振华")}
