"""What is handed in of 首席技师: 汇总表, 申报表 and the suggested order, and that they are clean when checked again."""

from pathlib import Path
from typing import Any

import pytest
from chief_rows import form, listed, nominee, number, settings, write
from docx import Document
from openpyxl import load_workbook
from terminal import invoke

from jineng.validators.identity import mask_id
from jineng.workbooks.checker import Aids, check_file, check_paths
from jineng.workbooks.chief_documents import KEYS, write_order, write_summary
from jineng.workbooks.chief_export import ChiefExport, export_chiefs
from jineng.workbooks.chief_form_documents import write_form
from jineng.workbooks.documents import Applicant
from jineng.workbooks.sheets import Sheet


def export(folder: Path, *sheets: Any) -> ChiefExport:
    return export_chiefs(write(folder / "上报.xlsx", *sheets), folder / "出", Aids())


def values(path: Path) -> list[list[Any]]:
    return [[cell for cell in row if cell is not None] for row in load_workbook(path).worksheets[0].values]


def names(path: Path) -> list[str]:
    return [row[2] for row in values(path)[2:] if len(row) > 20]


# --- 汇总表 ----------------------------------------------------------------------------------------------------------


def test_the_files(tmp_path: Path) -> None:
    outcome = export(tmp_path, listed([nominee(1), nominee(2)]))
    assert [str(f.relative_to(tmp_path / "出")) for f in outcome.files] == [
        "上报_首席技师汇总表.xlsx", "上报_首席技师汇总表.docx", "上报_首席技师建议排序.xlsx",
        "申报表/01_张乙_首席技师申报表.xlsx", "申报表/01_张乙_首席技师申报表.docx",
        "申报表/02_张丙_首席技师申报表.xlsx", "申报表/02_张丙_首席技师申报表.docx",
    ]  # fmt: skip
    assert outcome.listed == 2 and outcome.left_out == [] and outcome.left_out_file is None


def test_the_table_has_every_column_and_the_age_computed(tmp_path: Path) -> None:
    given = settings(申请单位="环翠区人力资源和社会保障局", 联系人="李四", 联系电话="0631-5190000")
    outcome = export(tmp_path, listed([nominee(1, birth_month=""), nominee(2, "19680731")]), given)
    workbook, document = outcome.files[:2]
    title, header, first, second, foot, note = values(workbook)

    assert title == ["威海市首席技师申报人员基本情况汇总表"] and len(header) == len(KEYS) == 29
    assert first[:7] == [1, "环翠区", "张乙", "男", "1980年5月", 44, number(1)], "the month from the ID number"
    assert second[5] == 56
    assert foot[:3] == ["推荐呈报部门（盖章）：环翠区人力资源和社会保障局", "填表人：李四", "联系电话：0631-5190000"]
    assert "建议格式" in note[0] and "2024-07-31" in note[0]

    (table,) = Document(str(document)).tables
    assert [cell.text for cell in table.rows[0].cells] == header
    assert [c.text for c in table.rows[1].cells][2:7] == ["张乙", "男", "1980年5月", "44", number(1)]
    section = Document(str(document)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (420, 297), "A3, landscape"
    assert (load_workbook(workbook).worksheets[0].page_setup.paperSize, len(table.columns)) == (8, 29)


def test_both_are_clean_when_checked_again(tmp_path: Path) -> None:
    outcome = export(tmp_path, listed([nominee(1), nominee(2)]))
    for path in outcome.files[:2]:
        report, _ = check_file(path, Aids(registers=[("chiefs_held", [])]))
        assert [(t.form, t.rows) for t in report.tables] == [("chief", 2)] and report.findings == []


def test_who_has_an_error_is_left_out_with_the_reason(tmp_path: Path) -> None:
    rows = [nominee(1), nominee(2, skill_level="技师"), nominee(3, unobjected="否"), nominee(4, id_number=number(1))]
    outcome = export(tmp_path, listed(rows))

    assert names(outcome.files[0]) == ["张乙"]
    assert [(row[1], row[2], row[3]) for row in outcome.left_out] == [
        (n, "环翠区", name) for n, name in (("3", "张丙"), ("4", "张丁"), ("5", "张戊"))
    ]
    assert [row[-1] for row in outcome.left_out][:2] == [
        "职业技能等级“技师”低于高级技师（一级），不能推荐",
        "未经公示无异议，不能上报",
    ]
    assert outcome.left_out[2][-1].startswith("与第2行是同一人，重复")
    assert outcome.left_out_file and values(outcome.left_out_file)[1][3] == "张丙"


def test_warnings_and_open_questions_are_noted_and_keep_nobody_out(tmp_path: Path) -> None:
    outcome = export(tmp_path, listed([nominee(1, "19680731"), nominee(2, secret="是"), nominee(3, unobjected="")]))
    assert outcome.listed == 3
    assert outcome.notes == [
        "提醒：汇总!E2 张乙：到 2024-07-31 56 周岁，超过 55 周岁（“一般不超过”）",
        "提醒：汇总!Z3 张丙：涉密人员：勿在联网机上处理，推荐报告中要注明",
        "未校验：汇总!AA4 张丁：公示无异议为空，无法判断",
        "汇总：没有提供“首席技师名册”表，未核对",
    ]


def test_a_table_without_a_main_column_lists_nobody(tmp_path: Path) -> None:
    outcome = export(tmp_path, listed([nominee(1)], leave=["recommender"]))
    assert (outcome.listed, outcome.files) == (0, []) and "没有“推荐单位”列" in outcome.left_out[0][-1]


def test_what_we_suggest_is_passed_over_when_a_folder_of_exports_is_checked(tmp_path: Path) -> None:
    order = export(tmp_path, listed([nominee(1), nominee(2)])).files[2]
    report, _ = check_file(order, Aids())
    assert (report.error, [(t.form, t.rows) for t in report.tables]) == (None, [("suggested_order", 2)])
    assert report.findings == []


# --- the suggested order ---------------------------------------------------------------------------------------------


def test_the_order_shows_what_it_rests_on(tmp_path: Path) -> None:
    rows = [
        nominee(1, honour_tier="市级"),
        nominee(2, "19680731", honour_count=3, industry="其他"),
        nominee(3, honour_tier=""),
    ]
    title, _, first, second, last, note = values(export(tmp_path, listed(rows)).files[2])

    assert title == ["首席技师推荐人选建议排序"]
    assert first == [1, "环翠区", "张丙", "某机械有限公司", "省级", 3, "山东省技术能手", 56, "否", "其他", "否"]
    assert second[:3] == [2, "环翠区", "张乙"] and second[-3:] == ["是", "先进制造业", "是"]
    assert last[1] == "张丁" and last[-1].startswith("需复核：最高荣誉层次")
    assert "不是选拔结果" in note[0]


def test_nobody_is_said_to_be_selected(tmp_path: Path) -> None:
    for path in export(tmp_path, listed([nominee(1)])).files:
        if path.suffix == ".xlsx":
            words = "".join(str(cell) for row in values(path) for cell in row)
            assert not [w for w in ("授予", "批准", "入选", "已选拔") if w in words], path.name


# --- 申报表 ----------------------------------------------------------------------------------------------------------

EMPTY = {"C-F-09", "C-F-10", "C-F-11", "C-F-12", "C-F-13", "X-05"}  # boxes that only the person can fill in


def test_a_form_is_filled_in_as_far_as_it_is_known_and_read_back(tmp_path: Path) -> None:
    outcome = export(tmp_path, listed([nominee(1)]))
    for path in outcome.files[3:]:
        report, _ = check_file(path, Aids())
        assert [t.form for t in report.tables] == ["chief_form", "career"]
        assert {f.rule for f in report.findings} == EMPTY and all(f.severity != "error" for f in report.findings)


def test_what_a_persons_own_form_says_is_kept(tmp_path: Path) -> None:
    own = form(nominee(1), "张乙", story="从事车工24年。" * 130, unit_address="威海市某路1号")
    outcome = export(tmp_path, listed([nominee(1), nominee(2)]), own, form(nominee(2)))
    for path in outcome.files[3:5]:
        report, _ = check_file(path, Aids({"story_tolerance": 200}))
        assert report.findings == []
    rows = values(outcome.files[3])
    words = "".join(str(cell) for row in rows for cell in row)
    assert "从事车工24年。" * 130 in words and "威海市某路1号" in words
    assert ["1997.9-2000.7", "某技师学院", "李四"] in rows
    assert "2024 年度威海市首席技师申报表" in words and "一、本表一律用 A4 纸双面打印。" in words


def test_forms_that_contradict_the_table_keep_their_person_out(tmp_path: Path) -> None:
    outcome = export(
        tmp_path, listed([nominee(1), nominee(2)]), form(nominee(1), "甲", unit="别的公司"), form(nominee(2), "乙")
    )
    assert names(outcome.files[0]) == ["张丙"] and "工作单位与申报表“甲”的“别的公司”不同" in outcome.left_out[0][-1]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"id_number": number(1)[:-1] + "0"}, "末位校验码"),
        ({"political": "党员", "sex": "女"}, "申报表“甲”D5：性别“女”"),
    ],
)
def test_an_error_in_the_persons_own_form_keeps_him_out(tmp_path: Path, changes: dict[str, str], why: str) -> None:
    outcome = export(tmp_path, listed([nominee(1), nominee(2)]), form(nominee(1), "甲", **changes))
    assert names(outcome.files[0]) == ["张丙"]
    assert (
        outcome.left_out[0][3] == "张乙" and "申报表“甲”" in outcome.left_out[0][-1] and why in outcome.left_out[0][-1]
    )


def test_a_pledge_for_another_year_is_not_mended_in_silence(tmp_path: Path) -> None:
    own = form(nominee(1), "甲")
    rows = [[str(cell).replace("2024", "2021") if "承诺" in str(cell) else cell for cell in row] for row in own.rows()]
    outcome = export(tmp_path, listed([nominee(1)]), Sheet("甲", lambda: iter(rows)))
    assert outcome.listed == 0 and "2021" in outcome.left_out[0][-1] and "申报表“甲”" in outcome.left_out[0][-1]


def test_errors_of_a_second_form_of_the_same_person_count_too(tmp_path: Path) -> None:
    outcome = export(tmp_path, listed([nominee(1)]), form(nominee(1), "甲", sex="女"), form(nominee(1), "乙"))
    assert "申报表“甲”D5" in outcome.left_out[0][-1] and "申报表“乙”E8：与“甲”是同一人，重复" in outcome.left_out[0][-1]


def test_what_else_a_form_says_is_noted_with_its_person_and_keeps_nobody_out(tmp_path: Path) -> None:
    outcome = export(tmp_path, listed([nominee(1)]), form(nominee(1), "甲", own_skills="", inventions=""))
    said = [note for note in outcome.notes if "甲!" in note]
    assert outcome.listed == 1 and all(" 张乙：" in note for note in said)
    assert any(note.startswith("提醒：") for note in said)
    assert any(note.startswith("未校验：甲!") and "事迹材料" in note for note in said)


def test_the_form_of_somebody_else_is_not_held_against_anybody(tmp_path: Path) -> None:
    outcome = export(tmp_path, listed([nominee(1)]), form(nominee(2), "别人", sex="女"))
    assert outcome.listed == 1 and not [note for note in outcome.notes if "别人" in note]


@pytest.mark.parametrize(
    ("book", "files", "left_out"),
    [
        ("首席技师", ["首席技师汇总表", "首席技师建议排序"], "首席技师_未列入人员"),
        ("环翠首席技师", ["环翠_首席技师汇总表", "环翠_首席技师建议排序"], "环翠_首席技师_未列入人员"),
        ("上报_首席技师汇总表", ["导出_上报_首席技师汇总表", "上报_首席技师建议排序"], "上报_首席技师_未列入人员"),
        ("汇总表", ["汇总表_首席技师汇总表", "汇总表_首席技师建议排序"], "汇总表_首席技师_未列入人员"),
    ],
)
def test_no_name_says_the_title_twice_or_is_the_workbooks(
    tmp_path: Path, book: str, files: list[str], left_out: str
) -> None:
    path = write(tmp_path / f"{book}.xlsx", listed([nominee(1), nominee(2, frontline="否")]))
    before = path.read_bytes()
    outcome = export_chiefs(path, tmp_path, Aids())
    assert [f.stem for f in outcome.files[::2][:2]] == files and path.read_bytes() == before
    assert outcome.left_out_file and outcome.left_out_file.stem == left_out


def test_names_that_no_file_can_have(tmp_path: Path) -> None:
    outcome = export(tmp_path, listed([nominee(1, name="阿·买/提")]))
    assert outcome.files[3].name == "01_阿·买提_首席技师申报表.xlsx"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+86", "#N/A", "\x07"])
def test_nothing_anybody_wrote_becomes_a_formula(tmp_path: Path, text: str) -> None:
    write_summary(tmp_path / "汇总.xlsx", [[text] * 29], Applicant(text), "2024-07-31")
    write_order(tmp_path / "序.xlsx", [{"姓名": text}], text)
    write_form(tmp_path / "表.xlsx", {"name": text, "story": text}, [(text, text, text)], 2024)
    for path in tmp_path.iterdir():
        cells = [c for row in load_workbook(path).worksheets[0] for c in row if c.value is not None]
        assert {c.data_type for c in cells} <= {"s", "n"} and not [
            c for c in cells if str(c.value).startswith("=") and c.data_type == "f"
        ]


def test_numbers_have_room_and_what_stands_below_a_table_has_some_too(tmp_path: Path) -> None:
    outcome = export(tmp_path, listed([nominee(1)]))
    form_, summary = (Document(str(outcome.files[n])) for n in (4, 1))
    phone = next(cell for row in form_.tables[1].rows for cell in row.cells if cell.text == "13900000000")
    digit = phone.paragraphs[0].runs[0].font.size.mm * 0.65  # the widest of usual fonts
    assert phone.width.mm >= 11 * digit + 3.8, "the margins of a cell are 3.8 mm"

    body = summary.tables[0].rows[1].cells[2].paragraphs[0].runs[0].font.size
    foot, note = summary.paragraphs[-2:]
    assert {p.runs[0].font.size for p in (foot, note)} == {body} and foot.paragraph_format.space_before.pt > 0


def test_a_long_story_is_printed_whole(tmp_path: Path) -> None:
    write_form(tmp_path / "表.xlsx", {"name": "张乙", "story": "事" * 3000}, [], 2024)
    sheet = load_workbook(tmp_path / "表.xlsx").worksheets[0]
    (at,) = [c for row in sheet for c in row if c.value == "事" * 3000]
    (area,) = [a for a in sheet.merged_cells.ranges if at.coordinate in a]
    heights = [sheet.row_dimensions[r].height for r in range(area.min_row, area.max_row + 1)]
    assert len(heights) > 2 and all(h <= 409 for h in heights) and sum(heights) > 3000 / 45 * 14


# --- the command -----------------------------------------------------------------------------------------------------


def run(*words: str) -> Any:
    return invoke(["export", "chief", *words])


def test_the_command_says_what_became_of_everybody(tmp_path: Path) -> None:
    path = write(tmp_path / "上报.xlsx", listed([nominee(1), nominee(2, frontline="否")]))
    before = path.read_bytes()
    result = run(str(path), "-o", str(tmp_path / "出"))

    assert result.exit_code == 1 and path.read_bytes() == before
    for words in ("列入汇总表 1 人", "首席技师汇总表.docx", "未列入 1 人", "不在生产一线岗位"):
        assert words in result.output
    assert number(2) not in result.output and mask_id(number(2)) in result.output
    assert run(str(path), "-o", str(tmp_path / "出")).exit_code == 1, "a second time over the same files"


@pytest.mark.parametrize(
    ("sheets", "reason"),
    [
        ([form(nominee(1))], "没有找到有数据的首席技师汇总表"),
        ([listed([])], "没有找到有数据的首席技师汇总表"),
        ([listed([nominee(1)]), settings(地区="济南")], "济南在该日没有相应规定（未设置）"),
        ([listed([nominee(1)]), settings(校验日期="2024-07-10")], "威海在该日没有相应规定（未设置）"),
        ([listed([nominee(1)]), settings(年龄计算日="八月")], "“设置”表有错误"),
    ],
)
def test_what_it_cannot_export_it_says_in_one_sentence(tmp_path: Path, sheets: list[Any], reason: str) -> None:
    result = run(str(write(tmp_path / "上报.xlsx", *sheets)), "-o", str(tmp_path / "出"))
    assert result.exit_code == 2 and reason in result.output and not (tmp_path / "出").exists()


def test_a_folder_of_what_was_written_is_without_errors(tmp_path: Path) -> None:
    outcome = export(tmp_path, listed([nominee(1), nominee(2)]))
    assert check_paths(outcome.files, Aids()).summary()["errors"] == 0
