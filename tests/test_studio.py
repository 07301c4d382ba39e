"""技能大师工作室申报: who may lead one, the form read wherever its boxes stand, and the form as it is printed."""

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from studio_forms import SOUND, TEAM, number, workbook
from terminal import invoke

from jineng.udfs import ELIGIBLE_STUDIO, RETIREMENT_DATE
from jineng.validators.findings import Finding
from jineng.validators.forms import STUDIO
from jineng.validators.functions import FUNCTIONS
from jineng.validators.identity import mask_id
from jineng.validators.retirement import retirement_date, working_age
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.export import Outcome
from jineng.workbooks.studio_export import export_studios
from jineng.workbooks.table_checker import CheckedRow
from jineng.workbooks.word import read_document

BIRTHS = st.dates(date(1950, 1, 1), date(1999, 12, 31))
KINDS = st.sampled_from(["男", "女干部", "女工人"])

# --- retirement (F7) -------------------------------------------------------------------------------------------------


@given(BIRTHS, BIRTHS, KINDS)
def test_who_is_younger_never_retires_earlier(one: date, other: date, kind: str) -> None:
    older, younger = sorted((one, other))
    assert retirement_date(older, kind) <= retirement_date(younger, kind)


@given(BIRTHS)
def test_the_age_rises_by_three_years_or_five_and_never_more(birth: date) -> None:
    for kind, age, most in (("男", 60, 36), ("女干部", 55, 36), ("女工人", 50, 60)):
        day = retirement_date(birth, kind)
        assert 0 <= (day.year - birth.year - age) * 12 + day.month - birth.month <= most


@given(st.dates(date(1950, 1, 1), date(1964, 12, 31)), st.dates(date(2000, 1, 1), date(2024, 12, 31)))
def test_until_2024_the_old_ages_hold(birth: date, on: date) -> None:
    reached = (on.year - birth.year, on.month, on.day) >= (60, birth.month, birth.day)
    assert working_age(birth, "男", on) in (not reached, None)


@given(BIRTHS, st.dates(date(2000, 1, 1), date(2045, 1, 1)))
def test_an_unknown_post_only_decides_what_both_posts_agree_on(birth: date, on: date) -> None:
    both = {working_age(birth, kind, on) for kind in ("女干部", "女工人")}
    assert working_age(birth, "女", on) == (both.pop() if len(both) == 1 else None)


def test_a_column_of_people_answers_a_column() -> None:
    assert [str(d)[:10] for (d,) in RETIREMENT_DATE(["1965-01-01", "1971-04-15"], ["男", "女干部"])] == [
        "2025-02-01",
        "2026-08-15",
    ]


# --- who may lead one ------------------------------------------------------------------------------------------------

ROW = ["高级技师", "高级技师", "是", "1970-01-01", "女", "女干部", 3]


def test_a_blank_never_passes() -> None:
    """The kind may be left out where the level says it; the sex where the post does."""
    function = FUNCTIONS["ELIGIBLE_STUDIO"]
    assert function.answer(ROW) == "符合"
    for at, blank in product((1, 2, 3, 5, 6), (None, "", " ", "#N/A")):
        assert function.answer([blank if i == at else cell for i, cell in enumerate(ROW)]) == "需复核", at
    assert function.answer(["", *ROW[1:]]) == function.answer([*ROW[:4], "", *ROW[5:]]) == "符合"


def test_days_of_judgement_may_differ_down_a_column() -> None:
    days = ["2025-03-31", "2025-04-01", "2025-04-02"]
    assert ELIGIBLE_STUDIO(*ROW[:3], "1965-03-01", "男", "", 3, "威海", days) == [["符合"], ["需复核"], ["不符合"]]


# --- the form is read by its labels ----------------------------------------------------------------------------------


def check(path: Path) -> tuple[list[Finding], CheckedRow]:
    rows: list[CheckedRow] = []
    report, _ = check_file(path, Aids(today=date(2024, 7, 20)), rows.append)
    assert report.error is None
    return report.findings, next(row for row in rows if row.table.form.key == "studio")


def test_the_form_as_the_notice_prints_it_is_read_whole(tmp_path: Path) -> None:
    findings, row = check(workbook(tmp_path / "申报.xlsx"))
    assert findings == []
    said = {key: row.text(key) for key in row.table.columns}
    assert {key: said[key] for key in SOUND if SOUND[key]} == {key: words for key, words in SOUND.items() if words}
    assert said["members"] == "陈甲、陈乙、陈丙" and set(said) >= set(STUDIO.keys) - {"leader_kind", "post_kind"}


@pytest.mark.parametrize(
    ("values", "label", "rule"),
    [
        ({"count_total": "38"}, "总量合计", "S-F-03"),
        ({"frontline": "否"}, "是否一线工作人员", "S-007"),
        ({"id_number": "371099198005071230"}, "身份证号码", "S-F-06"),
        ({"cover_host": "某机械厂"}, "申报单位名称（盖章）", "S-F-01"),
        ({"area": "两间"}, "工作室面积", "S-013"),
    ],
)
def test_a_finding_stands_at_the_cell_of_the_value(
    tmp_path: Path, values: dict[str, str], label: str, rule: str
) -> None:
    path = workbook(tmp_path / "申报.xlsx", values)
    findings, _ = check(path)
    sheet = load_workbook(path).worksheets[0]
    (finding,) = [f for f in findings if f.rule == rule]
    assert sheet[finding.cell].value == next(iter(values.values()))
    assert any(
        str(cell.value).replace("\n", "").rstrip("：") == label
        for cell in (*sheet[finding.row], *sheet[finding.row - 1])
    )


def test_a_blank_line_of_the_cover_does_not_take_what_stands_below(tmp_path: Path) -> None:
    findings, row = check(workbook(tmp_path / "申报.xlsx", {"leader_phone": ""}))
    assert [f.message for f in findings] == ["领办人联系电话为空"] and row.text("leader_phone") == ""


def test_a_label_that_is_missing_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "申报.xlsx")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value in ("工作室面积", "政治面貌"):
                cell.value = None
    book.save(path)
    findings, _ = check(path)
    assert {f.message for f in findings if f.rule == "X-05"} == {
        "没有“工作室面积”栏，相关内容不能校验", "没有“政治面貌”栏，相关内容不能校验",
    }  # fmt: skip


def test_it_is_read_wherever_it_stands(tmp_path: Path) -> None:
    path = workbook(tmp_path / "申报.xlsx")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    areas = [str(area) for area in sheet.merged_cells.ranges]
    for area in areas:
        sheet.unmerge_cells(area)
    sheet.move_range(f"A1:N{sheet.max_row}", rows=7, cols=3)
    book.save(path)
    findings, row = check(path)
    assert findings == [] and row.text("leader_name") == "张三" and row.text("members") == "陈甲、陈乙、陈丙"


@pytest.mark.parametrize(
    ("team", "said"),
    [
        (TEAM[:2], ["团队人数含领办人未设置，未校验"]),
        (TEAM[:1], ["团队成员 1 人，少于 3 人"]),
        ((*TEAM, ("张三", "车工", "高级技师", "领办人")), ["领办人又列在团队成员中"]),
        ((*TEAM, TEAM[0]), ["与第40行同名"]),
        ((*TEAM[:2], ("陈丙", "钳工", "中级工", "装配")), ["职业技能等级“中级工”看不出是高级技能人才或专业技术人才"]),
    ],
)
def test_the_team_is_a_table_inside_the_form(tmp_path: Path, team: Any, said: list[str]) -> None:
    findings, _ = check(workbook(tmp_path / "申报.xlsx", team=team))
    assert [f.message for f in findings] == said


def test_what_the_form_does_not_ask_is_left_to_a_person(tmp_path: Path) -> None:
    woman = {"sex": "女", "id_number": number("19700507", "124"), "birth_month": "1970年5月"}
    findings, _ = check(workbook(tmp_path / "申报.xlsx", {**woman, "leader_level": "技师", "cover_level": "技师"}))
    assert sorted((f.rule, f.severity, f.message) for f in findings) == [
        ("S-006", "unchecked", "没有“领办人类别”栏，未校验"),
        ("S-007", "unchecked", "没有“岗位类别”栏，未校验"),
    ]
    both = {"leader_kind": "技能带头人", "post_kind": "女干部"}
    findings, _ = check(
        workbook(tmp_path / "又.xlsx", {**woman, **both, "leader_level": "技师", "cover_level": "技师"})
    )
    assert findings == []


# --- the form as it is printed ---------------------------------------------------------------------------------------


def export(folder: Path, *forms: dict[str, Any], **given: Any) -> Outcome:
    return export_studios(workbook(folder / "申报.xlsx", *forms, **given), folder / "出", Aids(today=date(2024, 7, 20)))


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_what_is_printed_reads_back_the_same(tmp_path: Path, suffix: str) -> None:
    values = {"leader_kind": "技能带头人", "business": "第一行\n第二行", "count_others": "21", "count_total": "38"}
    outcome = export(tmp_path, values)
    path = next(file for file in outcome.files if file.suffix == suffix)
    before, after = check(tmp_path / "申报.xlsx")[1], check(path)[1]
    assert check(path)[0] == []
    assert {k: after.text(k) for k in after.table.columns if after.text(k)} == {
        k: before.text(k) for k in before.table.columns if before.text(k)
    }


def test_six_rows_of_the_team_are_printed_filled_or_not_and_more_where_there_are_more(tmp_path: Path) -> None:
    many = tuple((f"陈{n}", "车工", "技师", "加工") for n in "甲乙丙丁戊己庚")
    for team, rows in ((TEAM, 6), (many, 7)):
        outcome = export(tmp_path, team=team)
        lines = list(load_workbook(outcome.files[1]).worksheets[0].values)
        words = [line[0] for line in lines]
        assert words.index("拟设立工作室具备的申报条件或优势") - words.index("姓名") - 1 == rows
        table = Document(str(outcome.files[0])).tables[0]
        assert len(table.rows) == 24 + rows


def test_the_layout_follows_the_notice(tmp_path: Path) -> None:
    printed = (
        Path(__file__).parent.parent / "validators/notices/371000-weihai/2024-07-09-master-studio.txt"
    ).read_text("utf-8")
    printed = "".join(printed[printed.index("附件1\n") :].split())
    (docx, xlsx) = export(tmp_path).files
    labels = [
        str(c) for line in load_workbook(xlsx).worksheets[0].values for c in line if c and c not in SOUND.values()
    ]
    labels = ["".join(w.split()) for w in labels if w not in {cell for person in TEAM for cell in person}]
    at = -1
    for words in labels:
        if words.startswith(("威海市张三", "区市：")):
            continue
        for part in words.replace("年月日", "\n年月日").split("\n"):
            found = printed.find(part, at + 1)
            assert found > at, f"{part} stands elsewhere in the notice"
            at = found
    words = "".join(str(cell) for row in read_document(docx).rows() for cell in row)
    assert all(label in "".join(words.split()) for label in labels)


def test_what_is_not_of_the_form_stands_apart_below_it(tmp_path: Path) -> None:
    docx, xlsx = export(tmp_path, {"leader_kind": "技能带头人"}).files
    below = [p for p in Document(str(docx)).paragraphs if p.text.startswith(("领办人类别", "区市"))]
    assert len(below) == 2 and all(p.paragraph_format.space_before.pt > 0 for p in below)
    sheet = load_workbook(xlsx).worksheets[0]
    (at,) = [row[0].row for row in sheet if str(row[0].value).startswith("领办人类别")]
    assert all(cell.value is None and not cell.border.left.style for cell in sheet[at - 1])


def test_a_form_with_an_error_is_not_printed(tmp_path: Path) -> None:
    outcome = export(tmp_path, {"frontline": "否"}, {"studio": "威海市赵六技能大师工作室", "leader_name": "赵六"})
    assert [(sheet, why) for sheet, _, why in outcome.left_out] == [("申报1", "领办人不在生产一线从事技术技能工作")]
    assert [file.name for file in outcome.files] == [f"威海市赵六技能大师工作室_申报表{s}" for s in (".docx", ".xlsx")]


def test_two_forms_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    outcome = export(tmp_path, {}, {})
    assert len({file.name for file in outcome.files}) == 4 and all(file.exists() for file in outcome.files)


def test_a_form_is_never_written_over_the_workbook_it_comes_from(tmp_path: Path) -> None:
    path = workbook(tmp_path / "威海市张三技能大师工作室_申报表.xlsx")
    before = path.read_bytes()
    outcome = export_studios(path, tmp_path, Aids())
    assert path.read_bytes() == before and path not in outcome.files
    assert [file.name for file in outcome.files] == [
        f"导出_威海市张三技能大师工作室_申报表{s}" for s in (".docx", ".xlsx")
    ]


@pytest.mark.parametrize("words", ["@SUM(A1)", "+86", "-1", "第一行\x0b第二行"])
def test_nothing_that_was_written_becomes_a_formula_or_breaks_the_file(tmp_path: Path, words: str) -> None:
    outcome = export(
        tmp_path,
        {"strengths": words.replace("\x0b", "")},
        team=[*TEAM, ("陈丁", "车工", "技师", words.replace("\x0b", ""))],
    )
    cells = [cell for row in load_workbook(outcome.files[1]).worksheets[0] for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_command(tmp_path: Path) -> None:
    path = workbook(tmp_path / "申报.xlsx", {"area": "两间"}, {"id_number": number("19800508"), "sex": "女"})
    before = path.read_bytes()
    done = invoke(["export", "studio", str(path), "-o", str(tmp_path / "出")])
    assert done.exit_code == 1, "one has an error"
    assert "提醒：申报1!" in done.output and "未导出 申报2" in done.output and "性别“女”与身份证号第17位" in done.output
    assert (
        "申报 2 个，不限名额；本次拟评选 5 个，可含 1 个乡村特色技能大师工作室（工作室通知一（二））；2024-07-31 前报送"
        in done.output
    )
    assert number("19800508") not in done.output and path.read_bytes() == before
    clean = invoke(["export", "studio", str(workbook(tmp_path / "齐.xlsx")), "-o", str(tmp_path / "又")])
    assert clean.exit_code == 0 and mask_id(clean.output) == clean.output


def test_the_bundle_holds_the_word_form_that_the_notice_asks_for(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "申报.xlsx", {}, {"frontline": "否", "studio": "威海市赵六技能大师工作室", "leader_name": "赵六"}
    )
    done = invoke(["export", "bundle", str(path), "-o", str(tmp_path / "包")])
    assert done.exit_code == 1 and "没有生成 申报2 威海市赵六技能大师工作室：领办人不在生产一线" in done.output
    forms = [file.name for file in (tmp_path / "包" / "工作室申报" / "02 申报表").iterdir()]
    assert forms == ["威海市张三技能大师工作室_申报表.docx"]


@pytest.mark.parametrize("place", ["济南", "青岛"])
def test_a_place_without_the_notice_has_no_form(tmp_path: Path, place: str) -> None:
    path = workbook(tmp_path / "申报.xlsx")
    refused = invoke(["export", "studio", str(path), "-o", str(tmp_path / "出"), "--place", place])
    assert refused.exit_code == 2 and f"{place}在该日没有相应规定（未设置），不能导出工作室申报表" in refused.output
    assert not (tmp_path / "出").exists()


def test_a_day_before_the_notice_has_no_form(tmp_path: Path) -> None:
    outcome = export_studios(workbook(tmp_path / "申报.xlsx"), tmp_path / "出", Aids(today=date(2024, 7, 8)))
    assert outcome.files == [] and "没有相应规定（未设置）" in str(outcome.report.error)


def test_where_there_is_no_form_it_says_so(tmp_path: Path) -> None:
    path = workbook(tmp_path / "无.xlsx")
    book = load_workbook(path)
    book.worksheets[0].delete_rows(1, 100)
    book.worksheets[0].append(["姓名", "理论成绩", "实操成绩"])
    book.save(path)
    refused = invoke(["export", "studio", str(path), "-o", str(tmp_path / "出")])
    assert (
        refused.exit_code == 2 and "没有找到填了内容的工作室申报表" in refused.output and not (tmp_path / "出").exists()
    )
