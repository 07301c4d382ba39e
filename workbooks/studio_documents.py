"""威海市技能大师工作室申报表，照通知附件1的样式：Word 和 Excel 各一份，封面和表格，团队成员至少印六行。"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jineng.workbooks.boxes import Box, boxes, columns_of, page
from jineng.workbooks.documents import height, line, new_book, put, save_book
from jineng.workbooks.letters import BODY, HEADING, letter, numbered, paragraph, row, save_letter, table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.enum.text import WD_BREAK
    from docx.table import _Cell
    from openpyxl.worksheet.worksheet import Worksheet

_COLUMNS = 14
_COLUMN = 7.2
_TEAM_ROWS = 6  # the form in the notice has six, filled or not
_COVER = {
    "cover_host": "申报单位名称（盖章）", "trade": "所属行业", "cover_leader": "工作室领办人（签字）", "cover_level": "领办人职业技能等级",
    "leader_phone": "领办人联系电话",
}  # fmt: skip
_COUNTS = {
    "count_special": "特级技师", "count_senior_technician": "高级技师", "count_technician": "技师", "count_senior": "高级工",
    "count_others": "其他技能\n人才", "count_total": "总量合计",
}  # fmt: skip
#: Not in the form of the notice; kept below the table, so that what they decide can be checked again.
_BESIDES = {"leader_kind": "领办人类别", "post_kind": "岗位类别", "district": "区市"}


@dataclass(frozen=True)
class Application:
    """What one application says.

    place   the city whose form it is, such as 威海市
    values  column key → words
    team    姓名, 工种, 职业技能等级, 专长……
    """

    place: str
    values: Mapping[str, str]
    team: Sequence[Sequence[str]]

    @property
    def title(self) -> str:
        return f"{self.place}技能大师工作室申报表"


def write_studio_form(path: Path, application: Application) -> None:
    """生成 Excel 的申报表；再用本工具校验，读到的内容不变。"""
    workbook = new_book(application.title, "申报表")
    lay_studio_form(workbook.worksheets[0], application)
    save_book(path, workbook)


def lay_studio_form(sheet: "Worksheet", application: Application) -> None:
    """在一张空工作表上排出申报表：封面一页，表格接着排。"""
    from openpyxl.worksheet.pagebreak import Break

    columns_of(sheet, [_COLUMN] * _COLUMNS)
    below = _cover(sheet, application)
    sheet.row_breaks.append(Break(id=below - 1))
    for one in _lines(application):
        at, below = below, boxes(sheet, below, one, least=_least(one))
        if below > at + 1:  # so long that it had best begin a page
            sheet.row_breaks.append(Break(id=at - 1))
    if any(application.values.get(key) for key in _BESIDES):
        sheet.row_dimensions[below].height, below = 8.0, below + 1
    for key, label in _BESIDES.items():
        if application.values.get(key):
            line(sheet, below, {(1, _COLUMNS): f"{label}：{application.values[key]}"}, size=10)
            below += 1
    page(sheet, paper=9)


def write_studio_letter(path: Path, application: Application) -> None:
    """生成 Word 的申报表。"""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = letter(application.title)
    _cover_page(document, application)
    made = table(document, [165 / _COLUMNS] * _COLUMNS)
    reaching: dict[int, _Cell] = {}
    for one in _lines(application):
        cells = row(
            made,
            [(box.words, box.columns) for box in one],
            size=10.5,
            least=_least(one) / 2.83,
            broken=any(box.long for box in one),
        )
        first = 0
        for box, cell in zip(one, cells, strict=True):
            if box.label:
                for run in cell.paragraphs[0].runs:
                    run.font.bold = True
            if box.long:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
            if box.down > 1:
                reaching[first] = cell
            elif not box.down:
                reaching[first].merge(cell)
            first += box.columns
    for key, label in _BESIDES.items():
        if application.values.get(key):
            paragraph(document, f"{label}：{application.values[key]}", size=10.5, above=6)
    numbered(document, cover=True)
    save_letter(path, document)


def _cover(sheet: "Worksheet", application: Application) -> int:
    """封面；返回表格的第一行。"""
    from openpyxl.styles import Alignment, Border, Font, Side

    line(sheet, 1, {(1, 4): "附件1"}, size=14)
    line(sheet, 5, {(1, _COLUMNS): application.title}, size=24, bold=True)
    under = Border(bottom=Side(style="thin"))
    for number, (key, label) in enumerate(_COVER.items(), 9):
        for first, last, words in ((3, 6, f"{label}："), (7, 12, application.values.get(key, ""))):
            sheet.merge_cells(start_row=number, start_column=first, end_row=number, end_column=last)
            cell = put(sheet, number, first, words)
            cell.font = Font(name="仿宋", size=14)
            cell.alignment = Alignment(horizontal="center" if first > 3 else "left", vertical="center", wrap_text=True)
        for column in range(7, 13):
            sheet.cell(number, column).border = under
        sheet.row_dimensions[number].height = max(
            44.0, height([(application.values.get(key, ""), 6 * _COLUMN)], size=14)
        )
    line(sheet, 18, {(1, _COLUMNS): f"{application.place}人力资源和社会保障局　　制"}, size=14, bold=True)
    for number in (4, 6, 7, 15, 16, 17):
        sheet.row_dimensions[number].height = 40.0
    return 20


def _cover_page(document: "Document", application: Application) -> None:
    from docx.shared import Pt

    paragraph(document, "附件1", font=HEADING, align="left")
    for _ in range(4):
        paragraph(document, "")
    paragraph(document, application.title, size=26, font=HEADING, align="center")
    for _ in range(4):
        paragraph(document, "")
    for key, label in _COVER.items():
        written = paragraph(
            document, f"{label}：{application.values.get(key) or '____________'}", font=BODY, align="left"
        )
        written.paragraph_format.left_indent = Pt(48)
        written.paragraph_format.line_spacing = 2.0
    for _ in range(5):
        paragraph(document, "")
    paragraph(document, f"{application.place}人力资源和社会保障局　　制", align="center").add_run().add_break(
        _page_break()
    )


def _page_break() -> "WD_BREAK":
    from docx.enum.text import WD_BREAK

    return WD_BREAK.PAGE


def _lines(application: Application) -> Iterator[list[Box]]:
    """The table, line by line, over fourteen columns."""
    said = application.values

    def label(words: str, columns: int) -> Box:
        return Box(words, columns, label=True)

    def value(key: str, columns: int) -> Box:
        return Box(said.get(key, ""), columns)

    def four(*pairs: tuple[str, str]) -> Iterator[list[Box]]:
        for (one, key), (two, other) in zip(pairs[::2], pairs[1::2], strict=True):
            yield [label(one, 3), value(key, 4), label(two, 3), value(other, 4)]

    def wide(words: str, key: str) -> list[Box]:
        return [label(words, 3), Box(said.get(key, ""), 11, long=True)]

    yield [label("申报单位基本信息", _COLUMNS)]
    yield from four(("申报单位名称", "applicant_unit"), ("单位性质", "employer"), ("负责人", "manager"), ("单位地址", "host_address"),
                    ("联系人", "contact_person"), ("联系电话", "phone"), ("是否技师工作站", "workstation"), ("电子邮箱", "email"))  # fmt: skip
    yield [Box("技能人才\n数量", 2, label=True, down=2), *(label(words, 2) for words in _COUNTS.values())]
    yield [Box("", 2, down=0), *(value(key, 2) for key in _COUNTS)]
    yield [label("开户银行及账号", 3), value("bank", 11)]
    yield wide("近两年单位\n经营状况", "business")
    yield [label("领办人基本情况", _COLUMNS)]
    yield [label("领办人姓名", 2), value("leader_name", 2), label("性别", 1), value("sex", 1), label("民族", 1),
           value("nation", 2), label("出生年月", 2), value("birth_month", 3)]  # fmt: skip
    yield [label("参加工作\n时间", 2), value("work_since", 2), label("政治面貌", 2), value("political", 2), label("身份证\n号码", 2),
           value("id_number", 4)]  # fmt: skip
    yield [label("工作单位及岗位", 3), value("unit_post", 4), label("是否一线工作人员", 3), value("frontline", 4)]
    yield [label("职业资格证书\n（职业技能等级\n证书）工种", 3), value("certificate_trade", 3), label("职业技能\n等级", 2),
           value("leader_level", 2), label("取证时间", 2), value("certified_on", 2)]  # fmt: skip
    yield wide("领办人工作业绩\n获得奖励或国家\n专利情况、主要\n创新发明等情况", "deeds")
    yield [label("拟设立工作室情况", _COLUMNS)]
    yield [label("工作室命名", 3), value("studio", 11)]
    yield [label("工作室设立场所", 3), value("venue", 4), label("工作室面积", 3), value("area", 4)]
    yield [label("工作室团队成员状况", _COLUMNS)]
    spans = (2, 2, 3, 7)
    yield [
        label(words, n)
        for words, n in zip(("姓名", "工种", "职业技能等级", "专长、研究成果应用及获奖情况"), spans, strict=True)
    ]
    blank = [[""] * len(spans)] * (_TEAM_ROWS - len(application.team))
    for person in (*application.team, *blank):
        yield [Box(words, n) for words, n in zip(person, spans, strict=True)]
    yield wide("拟设立工作室具备的申报条件或优势", "strengths")
    yield wide("拟设立工作室当年工作计划及未来三年规划", "plan_words")
    for words, seal in (("申报单位意见", "（签字盖章）"), ("区市人社部门意见", "（盖章）")):
        yield [label(words, 3), Box(f"{seal}\n\n年　　月　　日", 11)]


def _least(one: Sequence[Box]) -> float:
    """The least height of a line, in points: room to write where much is to be said or sealed."""
    if any(box.long for box in one):
        return 102.0
    if any(box.label and box.words.count("\n") > 1 for box in one):
        return 46.0
    return 90.0 if "年　　月　　日" in one[-1].words else 28.0
