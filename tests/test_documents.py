"""信息表与申请书：与通知附件2逐字一致，原样保存每一个字。"""

from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jineng.workbooks.application import write_application
from jineng.workbooks.atomic import replacing
from jineng.workbooks.documents import (
    CERTIFICATE_HEADERS,
    LEFT_OUT_WIDTHS,
    Applicant,
    write_certificate_table,
    write_left_out,
)

# Quoted from 附件2, typed here a second time on purpose.
HEADERS = [
    *("序号", "姓名", "性别", "工作单位", "身份证号", "竞赛名称", "竞赛时间", "职业（工种）", "晋升职业技能等级"),
    *("获得奖项", "证书编号", "评价机构", "发证机构", "发证日期", "备注"),
]
NOTES = """\
填表说明：
1.竞赛名称为列入市社局年度“技能兴威”职业技能竞赛计划安排表中的竞赛名称。
2.竞赛时间为举办决赛的时间，例如2021年6月举办的竞赛，2022年7月举办的该竞赛的决赛，竞赛时间就应为2022年。
3.获得奖项为竞赛奖项，例如一等奖、二等奖、三等奖、优秀奖；也可以是竞赛排名名次，例如第一名、第二名等。
4.评价机构应为XXX职业技能竞赛组委会（办公室），例如2023年“技能兴威”第一届威海市职业技能大赛组委会(办公室)。
5.发证机构和评价机构名称应当一致，例如“技能兴威”威海市特色餐饮职业技能大赛组委会（威海市人力资源和社会保障局技能竞赛专用章）。括号中内容不需要修改。
6.申请单位填表时，证书编号和发证日期不用填写。"""
LETTER = (
    "根据《关于印发威海市职业技能竞赛管理办法的通知》（威政办发〔2023〕17号）有关要求，"
    "我们于{month}组织了威海市“技能兴威”职业技能竞赛——{contest}，"
    "现就决赛获奖选手{winners}人，申请颁发相应职业技能等级证书。"
)

CONTEST = "“技能兴威”威海市特色餐饮职业技能大赛"
COMMITTEE = CONTEST + "组委会（办公室）"
UNIT = Applicant("威海市某某协会", "李四", "0631-5190000", date(2024, 10, 31))
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "#N/A", '=HYPERLINK("http://example.invalid","点我")']


def person(number: int, name: str = "张三", unit: str = "威海市某某餐饮有限公司", contest: str = CONTEST) -> list[str]:
    identity = f"371099199001010{number:02d}X"
    seal = COMMITTEE + "（威海市人力资源和社会保障局技能竞赛专用章）"
    return [
        *(str(number), name, "男", unit, identity, contest, "2024年", "中式烹调师", "高级工（三级）", "一等奖"),
        *("", COMMITTEE, seal, "", ""),
    ]


def table(tmp_path: Path, rows: list[list[str]], applicant: Applicant = UNIT) -> Worksheet:
    write_certificate_table(tmp_path / "信息表.xlsx", rows, applicant)
    return load_workbook(tmp_path / "信息表.xlsx")["信息表"]


def letter(tmp_path: Path, **changes) -> list[str]:
    values = {"final": date(2024, 10, 20), "contest": CONTEST, "first_winner": "张三", "winners": 12, "applicant": UNIT}
    write_application(tmp_path / "申请书.docx", **{**values, **changes})
    return [paragraph.text for paragraph in Document(str(tmp_path / "申请书.docx")).paragraphs if paragraph.text]


def texts(sheet: Worksheet, first: int) -> list[str]:
    """从第 first 行起，每行不空的格连在一起。"""
    rows = sheet.iter_rows(min_row=first, values_only=True)
    return [" ".join(str(value) for value in row if value is not None) for row in rows]


# 信息表


def test_the_fifteen_headers_stand_in_the_order_of_the_notice(tmp_path: Path) -> None:
    sheet = table(tmp_path, [person(1)])

    assert tuple(HEADERS) == CERTIFICATE_HEADERS
    assert sheet["A1"].value == "职业技能竞赛获奖选手颁发职业技能等级证书信息表"
    assert tuple(cell.value for cell in sheet[2]) == CERTIFICATE_HEADERS


def test_the_foot_and_the_notes_follow_the_rows(tmp_path: Path) -> None:
    sheet = table(tmp_path, [person(n) for n in range(1, 8)])

    foot = ["申请单位：威海市某某协会 2024年10月31日", "联系人：李四 联系电话：0631-5190000"]
    assert texts(sheet, first=10) == foot + NOTES.splitlines()


def test_fewer_than_five_people_leave_blank_rows_and_what_is_not_known_stays_blank(tmp_path: Path) -> None:
    sheet = table(tmp_path, [person(1)], Applicant())

    assert texts(sheet, first=4)[:6] == ["", "", "", "", "申请单位：     年   月   日", "联系人： 联系电话："]
    assert all(cell.border.left.style == "thin" for cell in sheet[7])


def test_every_value_comes_back_as_it_was(tmp_path: Path) -> None:
    names = ["阿依古丽·买买提", "𠮷野", "张" * 30, "A&B <C>", "欧阳　某"]
    rows = [person(number, name) for number, name in enumerate(names, 1)]
    sheet = table(tmp_path, rows)

    read = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(3, 7, values_only=True)]
    assert read == rows


def test_identity_and_certificate_numbers_are_text_also_when_typed_in_later(tmp_path: Path) -> None:
    sheet = table(tmp_path, [["1", "张三", "男", "", "371099199001010018", *[""] * 10]])

    assert (sheet["E3"].value, sheet["E3"].data_type, sheet["A3"].value) == ("371099199001010018", "s", 1)
    assert {sheet[cell].number_format for cell in ("E3", "E7", "K3", "K7")} == {"@"}


@pytest.mark.parametrize("text", DANGEROUS)
def test_nothing_a_contestant_wrote_becomes_a_formula(tmp_path: Path, text: str) -> None:
    applicant = Applicant(text, text, text)
    sheet = table(tmp_path, [person(1, text, text, text)], applicant)
    write_left_out(tmp_path / "未列入.xlsx", LEFT_OUT_WIDTHS, [[text] * 7])

    left_out = load_workbook(tmp_path / "未列入.xlsx").worksheets[0]
    cells = [sheet["B3"], sheet["D3"], sheet["F3"], *left_out[2]]
    assert {(cell.value, cell.data_type) for cell in cells} == {(text, "s")}
    assert all(cell.quotePrefix for cell in cells if text != "#N/A")
    assert all(cell.data_type != "f" for page in sheet.parent for row in page.iter_rows() for cell in row)


def test_characters_no_file_can_hold_are_dropped(tmp_path: Path) -> None:
    assert table(tmp_path, [person(1, "张\x00三\x0b\ud800")])["B3"].value == "张三"
    assert "选手张三等12人" in letter(tmp_path, first_winner="张\x00三\x0b\ud800")[2]


def test_it_prints_on_a4_landscape_one_page_wide_with_the_header_on_every_page(tmp_path: Path) -> None:
    sheet = table(tmp_path, [person(n) for n in range(1, 41)])

    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$2", "A3")


def test_a_row_is_as_high_as_its_longest_cell(tmp_path: Path) -> None:
    rows = [person(1), person(2, name="张" * 30), person(3, contest="赛" * 40), person(4, unit="长" * 5000)]
    sheet = table(tmp_path, rows)
    ordinary, long_name, long_contest, beyond = (sheet.row_dimensions[row].height for row in (3, 4, 5, 6))

    assert all(cell.alignment.wrap_text for cell in sheet[3])
    assert ordinary < long_name
    assert long_contest >= 5 * 14  # 40 characters, 9 in a line
    assert beyond == 409  # Excel refuses more


def test_those_left_out_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    reason = ("成绩", "7", CONTEST, "赵六", "371099199001010026", "中式烹调师", "理论成绩 59 分，未达到 60 分")
    write_left_out(tmp_path / "未列入.xlsx", LEFT_OUT_WIDTHS, [reason])

    sheet = load_workbook(tmp_path / "未列入.xlsx")["未列入"]
    assert list(sheet.values) == [tuple(LEFT_OUT_WIDTHS), reason]
    assert sheet["E2"].number_format == "@"


def test_a_row_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        table(tmp_path, [["1", "张三"]])


# 申请书


def test_the_letter_has_the_words_of_the_notice(tmp_path: Path) -> None:
    assert letter(tmp_path) == [
        "颁发职业技能等级证书申请书",
        "威海市人力资源和社会保障局：",
        LETTER.format(month="2024年10月", contest="威海市特色餐饮职业技能大赛", winners="张三等12"),
        "申请单位联系人：李四",
        "联系电话：0631-5190000",
        "威海市某某协会（盖章）",
        "2024年10月31日",
    ]


def test_a_single_winner_is_not_followed_by_deng(tmp_path: Path) -> None:
    assert "获奖选手张三1人，" in letter(tmp_path, winners=1)[2]


def test_a_letter_for_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="至少要有一名获奖选手"):
        letter(tmp_path, winners=0)


@pytest.mark.parametrize(
    ("contest", "written"),
    [
        ("“技能兴威”荣成市第十四届职业技能竞赛", "——荣成市第十四届职业技能竞赛，"),
        ('"技能兴威"第二届大数据审计职业技能竞赛', "——第二届大数据审计职业技能竞赛，"),
        (
            "“技能兴威”威海税务系统“岗位大练兵、业务大比武”职业技能竞赛",
            "——威海税务系统“岗位大练兵、业务大比武”职业技能竞赛，",
        ),
        ("乳山市第一届职业技能竞赛", "——乳山市第一届职业技能竞赛，"),
    ],
)
def test_the_common_name_of_the_contests_is_said_once(tmp_path: Path, contest: str, written: str) -> None:
    body = letter(tmp_path, contest=contest)[2]

    assert written in body
    assert body.count("技能兴威") == 1


def test_what_is_not_known_stays_a_blank_to_fill_in_by_hand(tmp_path: Path) -> None:
    assert letter(tmp_path, applicant=Applicant())[3:] == [
        "申请单位联系人：____________",
        "联系电话：____________",
        "____________（盖章）",
        "    年   月   日",
    ]


def test_signs_that_mean_something_to_word_or_to_the_template_come_out_as_they_are(tmp_path: Path) -> None:
    name = "A&B <C> \"D\" 'E' {{ 年 }} 𠮷·江"

    assert letter(tmp_path, first_winner=name)[2].endswith(f"{name}等12人，申请颁发相应职业技能等级证书。")


def test_the_letter_is_a4_in_the_official_fonts(tmp_path: Path) -> None:
    letter(tmp_path)
    document = Document(str(tmp_path / "申请书.docx"))
    title, body = document.paragraphs[0], document.paragraphs[3]

    assert (round(document.sections[0].page_width / Mm(1)), round(document.sections[0].page_height / Mm(1))) == (
        210,
        297,
    )
    fonts = [paragraph.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) for paragraph in (title, body)]
    assert fonts == ["方正小标宋简体", "仿宋_GB2312"]
    assert body.runs[0].font.size.pt == 16
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_an_official_may_use_a_template_of_his_own(tmp_path: Path) -> None:
    own = Document()
    own.add_paragraph("{{ 申请单位 }}推荐{{ 选手姓名 }}")
    own.save(str(tmp_path / "模板.docx"))

    assert letter(tmp_path, template=tmp_path / "模板.docx") == ["威海市某某协会推荐张三"]


@pytest.mark.parametrize("blank", ["{{ 单位电话 }}", "{{ 年", "{{ 年.__class__.__mro__ }}"])
def test_a_blank_the_template_should_not_have_is_named(tmp_path: Path, blank: str) -> None:
    own = Document()
    own.add_paragraph(blank)
    own.save(str(tmp_path / "模板.docx"))

    with pytest.raises(ValueError, match="申请书模板有误"):
        letter(tmp_path, template=tmp_path / "模板.docx")
    assert not (tmp_path / "申请书.docx").exists()


# 写文件


@pytest.mark.parametrize("failure", [OSError("磁盘已满"), KeyboardInterrupt(), ValueError("写到一半")])
def test_a_failure_midway_leaves_the_old_file_and_nothing_else(tmp_path: Path, failure: BaseException) -> None:
    path = tmp_path / "信息表.xlsx"
    path.write_text("旧文件")

    with pytest.raises(type(failure)), replacing(path) as temporary:
        temporary.write_text("新文件的一半")
        raise failure
    assert path.read_text() == "旧文件"
    assert list(tmp_path.iterdir()) == [path]


def test_the_temporary_file_stands_beside_the_target_with_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "信息表.xlsx"

    with replacing(path) as temporary:
        assert (temporary.parent, temporary.suffix) == (tmp_path, ".xlsx")
        temporary.write_text("新文件")
        assert not path.exists()
    assert path.read_text() == "新文件"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("write", [table, letter])
def test_a_full_disk_leaves_the_documents_already_there(tmp_path: Path, write, monkeypatch) -> None:
    write(tmp_path, **({"rows": []} if write is table else {}))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    def full(path: Path, data: bytes) -> None:
        with path.open("wb") as file:
            file.write(data[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path, **({"rows": [person(1)]} if write is table else {"winners": 2}))

    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_missing_folder_is_an_ordinary_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_certificate_table(tmp_path / "没有" / "信息表.xlsx", [], UNIT)
