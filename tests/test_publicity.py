"""公示名单: what the notices have posted, with the words of a letter, the day left blank and ID numbers masked."""

import re
import zipfile
from pathlib import Path

import evaluation_books
import pytest
import studio_forms
from chief_rows import listed, nominee, number, settings, write
from docx import Document
from terminal import invoke

from jineng.workbooks.checker import Aids
from jineng.workbooks.export import Outcome
from jineng.workbooks.publicity_export import export_publicity

GIVEN = {"申请单位": "威海市人力资源和社会保障局", "联系人": "李四", "联系电话": "0631-5190000"}


def chiefs(folder: Path, *rows: dict, **given: str) -> Outcome:
    path = write(folder / "上报.xlsx", listed(rows or (nominee(1), nominee(2))), settings(**{**GIVEN, **given}))
    return export_publicity(path, folder / "出", Aids())


def words(path: Path) -> list[str]:
    return [paragraph.text for paragraph in Document(str(path)).paragraphs if paragraph.text.strip()]


def rows(path: Path) -> list[list[str]]:
    (table,) = Document(str(path)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_nominees_of_a_district_are_posted_before_they_are_reported(tmp_path: Path) -> None:
    outcome = chiefs(tmp_path)
    (file,) = outcome.files
    assert file.name == "上报_首席技师推荐人选公示名单.docx"
    assert words(file) == [
        "（建议格式）", "2024年度威海市首席技师推荐人选公示",
        "根据《关于做好2024年度威海市首席技师推荐选拔工作的通知》（威人社函〔2024〕36号），经用人单位申报、实地核验申报材料并初审，"
        "现将2名推荐人选予以公示。",
        "公示时间：____年__月__日至____年__月__日。公示期间有异议的，请向威海市人力资源和社会保障局反映。联系人：李四，联系电话：0631-5190000。",
        "威海市人力资源和社会保障局（盖章）　　　　", "年　　月　　日　　　　",
    ]  # fmt: skip
    assert outcome.notes == [
        "推荐人选的名单不看“公示无异议”一栏，公示后再填",
        "首席技师推荐人选公示名单：公示几天通知没有规定（首席技师通知三（二））",
    ]


def test_the_list_of_nominees_does_not_ask_whether_it_was_posted_already(tmp_path: Path) -> None:
    not_yet = nominee(1, unobjected="否"), nominee(2, unobjected="")
    assert [row[1] for row in rows(chiefs(tmp_path, *not_yet).files[0])[1:]] == ["张乙", "张丙"]

    candidates = chiefs(tmp_path, *not_yet, 首席技师名单="候选人")
    assert [row[1] for row in rows(candidates.files[0])[1:]] == ["张丙"]
    assert candidates.left_out == [("汇总 第2行 张乙", "未经公示无异议，不能上报")]


def test_id_numbers_are_masked_wherever_they_stand(tmp_path: Path) -> None:
    (file,) = chiefs(tmp_path, nominee(1), nominee(2, name="阿依古丽·买买提")).files
    head, *people = rows(file)
    assert head == ["序号", "姓名", "性别", "工作单位", "职业（工种）", "身份证号码"]
    assert people == [
        ["1", "张乙", "男", "某机械有限公司", "车工", f"371099********{number(1)[-4:]}"],
        ["2", "阿依古丽·买买提", "男", "某机械有限公司", "车工", f"371099********{number(2)[-4:]}"],
    ]
    assert not re.search(r"\d{17}[\dX]", Document(str(file)).element.xml)


def test_candidates_are_posted_for_five_working_days(tmp_path: Path) -> None:
    outcome = chiefs(tmp_path, 首席技师名单="候选人")
    said = words(outcome.files[0])
    assert said[1] == "2024年度威海市首席技师候选人公示"
    assert "经推荐申报、专家技能考查和材料评审，现将2名候选人予以公示" in said[2]
    assert "__月__日（5个工作日，开始的一天不计）。" in said[3]
    assert outcome.notes[-1].startswith("首席技师候选人公示：5个工作日（首席技师通知三（四））")


def test_who_has_an_error_is_not_posted(tmp_path: Path) -> None:
    outcome = chiefs(tmp_path, nominee(1), nominee(2, skill_level="技师"))
    assert [row[1] for row in rows(outcome.files[0])[1:]] == ["张乙"]
    assert outcome.left_out == [("汇总 第3行 张丙", "职业技能等级“技师”低于高级技师（一级），不能推荐")]


def test_what_is_not_known_stays_a_line_to_write_on(tmp_path: Path) -> None:
    said = words(chiefs(tmp_path, 申请单位="", 联系人="", 联系电话="").files[0])
    assert "请向____________反映。联系人：____________，联系电话：____________。" in said[3]


def test_studios_that_apply(tmp_path: Path) -> None:
    other = {
        "leader_name": "李四",
        "studio": "威海市李四技能大师工作室",
        "id_number": studio_forms.number("19800508", "225"),
    }
    outcome = export_publicity(studio_forms.workbook(tmp_path / "申报.xlsx", {}, other), tmp_path, Aids())
    (file,) = outcome.files
    assert (
        file.name == "申报_技能大师工作室公示名单.docx" and words(file)[1] == "2024年度威海市技能大师工作室候选名单公示"
    )
    assert rows(file)[1] == ["1", "威海市张三技能大师工作室", "某机械有限公司", "张三", "371099********1231"]
    assert [row[1] for row in rows(file)[1:]] == ["威海市张三技能大师工作室", "威海市李四技能大师工作室"]
    assert any("没有通过的请先从表中删去" in note for note in outcome.notes)


def test_results_of_the_evaluation_once_they_are_certain(tmp_path: Path) -> None:
    studios = [evaluation_books.studio(name, score) for name, score in (("甲", 90), ("乙", 49.99), ("丙", ""))]
    book = evaluation_books.book(tmp_path / "评估.xlsx", studios, 优秀分数线=85)
    outcome = export_publicity(book, tmp_path, Aids())
    assert words(outcome.files[0])[1] == "威海市技能大师工作室2023年度绩效评估结果公示"
    assert [(row[1], row[4]) for row in rows(outcome.files[0])[1:]] == [
        ("威海市甲技能大师工作室", "优秀"), ("威海市乙技能大师工作室", "不合格"),
    ]  # fmt: skip
    assert outcome.left_out == [("威海市丙技能大师工作室", "等次没有确定（未评），确定后再公示")]

    unset = export_publicity(evaluation_books.book(tmp_path / "没有线.xlsx", studios[:1]), tmp_path, Aids())
    assert unset.files == [] and "合格（优秀线未设置）" in unset.left_out[0][1]


@pytest.mark.parametrize("text", ["{{ 依据 }}", "<w:p/>", "A&B 𠮷·江"])
def test_what_somebody_wrote_comes_out_as_it_is(tmp_path: Path, text: str) -> None:
    (file,) = chiefs(tmp_path, nominee(1, unit=text)).files
    assert rows(file)[1][3] == text


def test_an_official_may_use_a_template_of_his_own(tmp_path: Path) -> None:
    own = Document()
    own.add_paragraph("{{ 单位 }}公示{{ 数量 }}人：{% for 项 in 名单 %}{{ 项.姓名 }}{{ 项.身份证号 }}；{% endfor %}")
    own.save(str(tmp_path / "模板.docx"))
    path = write(tmp_path / "上报.xlsx", listed([nominee(1)]), settings(**GIVEN))
    command = ["export", "publicity", str(path), "-o", str(tmp_path), "--template", str(tmp_path / "模板.docx")]

    assert invoke(command).exit_code == 0
    masked = f"371099********{number(1)[-4:]}"
    assert words(tmp_path / "上报_首席技师推荐人选公示名单.docx") == [
        f"威海市人力资源和社会保障局公示1人：张乙{masked}；"
    ]

    own.add_paragraph("{{ 身份证号 }}")
    own.save(str(tmp_path / "模板.docx"))
    said = invoke(command)
    assert said.exit_code == 2 and "公示名单模板有误" in said.output and "双花括号里只能写" in said.output


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{{ 身份证号 }}", "没有“身份证号”这一项"),
        ("{{ 单位.电话 }}", "没有“电话”这一项"),
        ("{% for 项 in %}", "花括号里的写法不能识别"),
        ("{{ 1 / 0 }}", "花括号里的写法不能识别"),
        ("{% for n in range(10 ** 9) %}字{% endfor %}", "花括号里的写法不能识别"),
        ("{{ 名单.__class__ }}", "花括号里的写法不能识别"),
        (None, "不是 .docx 格式的 Word 文档"),
    ],
)
def test_a_template_that_is_wrong_is_told_in_one_sentence(tmp_path: Path, template: str | None, says: str) -> None:
    own = tmp_path / "模板.docx"
    if template is None:
        with zipfile.ZipFile(own, "w") as package:
            package.writestr("word/document.xml", "<w:document/>")
    else:
        document = Document()
        document.add_paragraph(template)
        document.save(str(own))
    path = write(tmp_path / "上报.xlsx", listed([nominee(1)]))
    said = invoke(["export", "publicity", str(path), "-o", str(tmp_path), "--template", str(own)])
    assert said.exit_code == 2 and says in said.output and len(said.output.splitlines()) == 1, said.output


def test_a_workbook_without_anything_to_post(tmp_path: Path) -> None:
    path = write(tmp_path / "空.xlsx", settings(地区="威海"))
    said = invoke(["export", "publicity", str(path), "-o", str(tmp_path / "出")])
    assert said.exit_code == 2 and "没有找到要公示的" in said.output and not (tmp_path / "出").exists()
