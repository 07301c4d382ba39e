"""材料清单 item by item: what counts as a file, how many are asked, what a person confirms; the command and the button."""

import zipfile
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import chief_rows
import pytest
import studio_forms
import xlwings as xw
from bundles import AIDS, CONTEST, PHOTOS, PLATFORM, REPORT, head, listed, pdf, photo, results
from evaluation_books import book as evaluated
from evaluation_books import own_sheet, studio
from expert_rows import person
from openpyxl import Workbook
from terminal import Result, invoke

from jineng.addin import ribbon
from jineng.validators.context import Context
from jineng.validators.materials import CONTEST_SUBMISSIONS, MATERIALS, SUBMISSIONS, Material
from jineng.validators.policy import Policy
from jineng.workbooks.bundle import export_bundle
from jineng.workbooks.checker import Aids
from jineng.workbooks.checklist import Item, judge
from jineng.workbooks.engine import register
from jineng.workbooks.file_kinds import FoundFile, files_in, kind_of

WEIHAI = Context.of(on=date(2024, 7, 20))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "出"


# --- what a file is -----------------------------------------------------------------------------------------------------


def office(path: Path, part: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(part, "<x/>")
    return path


def old(path: Path, stream: str) -> Path:
    path.write_bytes(OLE + bytes(504) + stream.encode("utf-16-le") + bytes(512))
    return path


@pytest.mark.parametrize(
    ("name", "content", "kind", "problem"),
    [
        ("a.pdf", b"%PDF-1.4", "pdf", ""),
        ("a.PDF", b"\xef\xbb\xbf%PDF-1.4", "pdf", ""),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image", ""),
        ("a.jpg", b"\x89PNG\r\n\x1a\n", "image", ""),
        ("a.heic", b"\0\0\0\x18ftypheic", "image", ""),
        ("a.jpg", b"\0\0\0\x18ftypisom", "image", "扩展名 .jpg 是图片，内容不是，可能已损坏"),
        ("a.jpg", b"%PDF-1.4", "image", "扩展名 .jpg 是图片，内容却是PDF"),
        ("a.pdf", b"\xff\xd8\xff\xe0", "pdf", "扩展名 .pdf 是PDF，内容却是图片"),
        ("a.pdf", b"PK\x03\x04 not a zip", "pdf", "扩展名 .pdf 是PDF，内容不是，可能已损坏"),
        ("a.png", b"", "image", "是空的（0 字节）"),
        ("a.mp4", b"\0\0\0\x18ftypisom", "", ""),
        ("说明", b"text", "", ""),
    ],
    ids=str,
)
def test_name_and_content_must_agree(tmp_path: Path, name: str, content: bytes, kind: str, problem: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert kind_of(tmp_path / name) == (kind, problem)


def test_office_files_are_known_by_what_is_inside(tmp_path: Path) -> None:
    word, sheet = office(tmp_path / "a.docx", "word/document.xml"), office(tmp_path / "a.xlsx", "xl/workbook.xml")
    assert [kind_of(p) for p in (word, sheet)] == [("word", ""), ("sheet", "")]
    assert [kind_of(old(tmp_path / n, s)) for n, s in (("b.doc", "WordDocument"), ("b.xls", "Workbook"))] == [
        ("word", ""), ("sheet", ""),
    ]  # fmt: skip
    assert kind_of(office(tmp_path / "c.docx", "xl/workbook.xml")) == ("word", "扩展名 .docx 是WORD，内容却是Excel")
    assert kind_of(office(tmp_path / "d.docx", "x")) == ("word", "扩展名 .docx 是WORD，内容不是，可能已损坏")
    assert kind_of(old(tmp_path / "e.docx", "EncryptedPackage")) == ("word", "设有打开密码")
    assert "版本不符" in kind_of(old(tmp_path / "f.docx", "WordDocument"))[1]
    assert "版本不符" in kind_of(office(tmp_path / "g.doc", "word/document.xml"))[1]


def test_folders_below_count_and_what_programs_leave_does_not(tmp_path: Path) -> None:
    (tmp_path / "张三").mkdir()
    photo(tmp_path / "张三" / "1.jpg")
    for name in ("~$表.xlsx", ".DS_Store", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "2.jpg").write_bytes((tmp_path / "张三" / "1.jpg").read_bytes())

    assert [(f.name, f.problem) for f in files_in(tmp_path)] == [
        ("2.jpg", ""), ("张三/1.jpg", "与“2.jpg”内容相同，只算一个"),
    ]  # fmt: skip


# --- how an item stands -------------------------------------------------------------------------------------------------


def material(submission: str, name: str) -> Material:
    return next(m for m in MATERIALS if (m.submission, m.name) == (submission, name))


def files(**kinds: int) -> list[FoundFile]:
    return [FoundFile(f"{kind}{n}", kind, "", f"{kind}{n}") for kind, count in kinds.items() for n in range(count)]


def stands(submission: str, name: str, applicants: int = 1, on: Context = WEIHAI, **kinds: int) -> Item:
    item = judge(material(submission, name), on, applicants, files(**kinds), {})
    assert item
    return item


@pytest.mark.parametrize(
    ("photos", "status", "lacking", "doubts"),
    [
        (0, "缺少", ["缺照片"], []),
        (2, "数量不符", [], ["照片2张，应为3—5张"]),
        (3, "已有", [], []),
        (5, "已有", [], []),
        (6, "数量不符", [], ["照片6张，应为3—5张"]),
    ],
)
def test_three_to_five_photos(photos: int, status: str, lacking: list[str], doubts: list[str]) -> None:
    item = stands("report", "竞赛现场照片", image=photos)
    assert (item.status, item.lacking, item.doubts) == (status, lacking, doubts)


def test_what_is_no_image_is_said_and_not_counted(tmp_path: Path, out: Path) -> None:
    book = results(tmp_path / "成绩.xlsx")
    export_bundle(book, out, AIDS)
    for n in range(3):
        photo(out / PHOTOS / f"{n}.jpg")
    pdf(out / PHOTOS / "不是.jpg")
    (out / PHOTOS / "空.png").write_bytes(b"")
    pdf(out / PHOTOS / "说明.pdf")
    export_bundle(book, out, AIDS)
    item = listed(out / REPORT)["竞赛现场照片"]

    assert item["状态"] == "已有"
    assert item["还缺和要看的"] == "不是.jpg：扩展名 .jpg 是图片，内容却是PDF\n空.png：是空的（0 字节）"


@pytest.mark.parametrize(
    ("submission", "name", "form"),
    [
        ("chief", "推荐报告", "PDF扫描件1份\nWORD电子版1份"),
        ("chief", "申报表", "PDF扫描件每人1份，共3份\nWORD电子版每人1份，共3份\n纸质一式10份（每人）"),
        ("chief", "证书查询页面截图", "截图每人1份，共3份"),
        ("studio", "申报表", "PDF扫描件每家1份，共3份\nWORD电子版每家1份，共3份\n纸质一式6份（每家）"),
        ("evaluation", "年度绩效评估表", "PDF扫描件每家1份，共3份\nWORD电子版每家1份，共3份\n纸质一式6份（每家）"),
        ("evaluation", "年度工作报告", "PDF扫描件每家1份，共3份\n纸质一式1份（每家）"),
    ],
)
def test_copies_are_those_of_each_notice(submission: str, name: str, form: str) -> None:
    assert stands(submission, name, 3).form == form


def test_scan_and_editable_file_are_both_asked(tmp_path: Path) -> None:
    assert stands("chief", "推荐报告", pdf=1).lacking == ["缺WORD电子版"]
    assert stands("chief", "推荐报告", word=1).lacking == ["缺PDF扫描件"]
    assert stands("chief", "推荐报告", pdf=1, word=1).status == "已有"
    assert stands("chief", "推荐报告", image=1, word=1).lacking == ["缺PDF扫描件"], "an image is no PDF"


def test_each_person_hands_in_one() -> None:
    assert stands("chief", "证书查询页面截图", 3, image=2).lacking == ["截图应有3份，只有2份"]
    assert stands("chief", "证书查询页面截图", 3, image=2).status == "数量不符"
    assert stands("chief", "证书查询页面截图", 3, image=2, pdf=1).status == "已有"


def test_what_nobody_asks_for_is_never_lacking() -> None:
    assert (stands("records", "竞赛实施方案").status, stands("records", "竞赛实施方案").lacking) == ("未放（备查）", [])
    assert stands("records", "竞赛实施方案", word=1).status == "已有"


def test_an_item_to_confirm_is_confirmed_by_a_person() -> None:
    item = material("chief", "实地核验和公示")
    assert stands("chief", "实地核验和公示").status == "待确认"
    words = [words for _, words in item.ticks]
    answers = {(item.name, w): ("是", "") for w in words}
    assert judge(item, WEIHAI, 1, [], answers).status == "已确认"  # type: ignore[union-attr]
    assert judge(item, WEIHAI, 1, [], answers | {(item.name, words[0]): ("否", "")}).status == "待确认"  # type: ignore[union-attr]


def test_a_notice_not_yet_issued_asks_for_nothing() -> None:
    early = Context.of(on=date(2024, 7, 8))
    assert [judge(m, early, 1, [], {}) for m in MATERIALS if m.submission in ("chief", "studio", "evaluation")] == [
        None
    ] * sum(m.submission in ("chief", "studio", "evaluation") for m in MATERIALS)


def test_every_item_has_its_clauses_and_its_submission() -> None:
    policy = Policy("威海", date(2024, 10, 20))
    submissions = {s.key: s for s in (*CONTEST_SUBMISSIONS, *SUBMISSIONS)}
    assert all(policy.clause(s.basis) for s in submissions.values())
    for one in MATERIALS:
        assert one.submission in submissions and all(policy.clause(id) for id in one.clauses), one.name
        assert one.pieces or one.ticks
        assert not set(one.name) & set('\\/:*?"<>|')
        numbers = [one.copies, *(p.least for p in one.pieces), *(p.most for p in one.pieces)]
        assert all(policy.value(key) for key in numbers if key)
    assert len({(m.submission, m.name) for m in MATERIALS}) == len(MATERIALS)


def test_studios_that_only_the_grades_name_are_counted(tmp_path: Path, out: Path) -> None:
    scored = own_sheet("张三", (28, 25, 18, 19))
    book = evaluated(tmp_path / "评估.xlsx", [studio("张三"), studio("李四", 85)], scored)
    (one,) = export_bundle(book, out, Aids(today=date(2024, 7, 26))).folders
    assert (one.submission.key, one.applicants) == ("evaluation", 2)


def test_copies_are_counted_of_those_who_are_in(tmp_path: Path, out: Path) -> None:
    """有错误的没有列入汇总表，不必备他的材料；改好后再运行，又算进来。"""
    people = [chief_rows.nominee(n) for n in (1, 2, 3)]
    wrong = {**people[2], "frontline": "否"}
    folder = out / "首席技师"
    for rows, counted, said in (
        ([*people[:2], wrong], "共2份", ["没有列入的 1 人不计份数；有错误的改好后再运行"]),
        ([wrong], "1份", ["没有列入的 1 人，份数暂按表中 1 人计；有错误的改好后再运行"]),
        (people, "共3份", []),
    ):
        book = chief_rows.write(tmp_path / "上报.xlsx", chief_rows.listed(rows))
        export_bundle(book, out, Aids(today=date(2024, 7, 26)))

        item = listed(folder)["佐证材料"]
        assert item["形式和份数"].endswith(counted)
        assert [line for line in head(folder) if "没有列入" in line] == said
        assert ("张丁" in item["还缺和要看的"]) == (counted != "共2份"), "whose material is lacking"


def test_studios_are_counted_likewise(tmp_path: Path, out: Path) -> None:
    book = studio_forms.workbook(tmp_path / "申报.xlsx", {}, {"studio": ""})
    bundle = export_bundle(book, out, Aids(today=date(2024, 7, 26)))

    assert [(f.path.name, f.applicants) for f in bundle.folders] == [("工作室申报", 1)]
    assert "没有列入的 1 家不计份数；有错误的改好后再运行" in head(out / "工作室申报")


# --- the command and the button -----------------------------------------------------------------------------------------


def run(*args: object) -> Result:
    return invoke(["export", "bundle", *map(str, args)])


def complete(out: Path) -> None:
    """Put in everything that is asked of one contest with one winner."""
    for n, folder in enumerate(sorted(p for p in (out / CONTEST).glob("[12]*/*") if p.is_dir())):
        pdf(folder / "扫描.pdf", str(n))
    with zipfile.ZipFile(out / PLATFORM / "06 人员导入表" / "导入.xlsx", "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    photo(out / PLATFORM / "07 选手照片" / "张乙.jpg")
    for n in range(3):
        photo(out / PHOTOS / f"{n}.jpg")


def test_the_command_says_what_is_lacking_until_nothing_is(tmp_path: Path, out: Path) -> None:
    book = results(tmp_path / "成绩.xlsx", person(1, 1))
    first = run(book, "-o", out, "--as-of", "2024-10-30")
    assert first.exit_code == 1
    assert "2 竞赛结束15天材料：5 项材料，0 项不缺，缺少 竞赛举办通知（扫描件）、" in first.output
    assert "缺少 申请书（缺盖章扫描件）、竞赛通知（含奖励措施）、" in first.output, "why, where there is a document"
    assert "申领联系：期限 2024-11-01（计划通知三（二））；还有 2 天" in first.output

    complete(out)
    second = run(book, "-o", out, "--as-of", "2024-10-30")
    assert second.exit_code == 0, second.output
    assert "2 竞赛结束15天材料：5 项材料，5 项不缺\n" in second.output


def test_the_command_names_those_left_out_and_writes_the_list_on_top(tmp_path: Path, out: Path) -> None:
    book = results(tmp_path / "成绩.xlsx", person(1, 1), person(2, 2, theory=59))
    result = run(book, "-o", out)
    assert result.exit_code == 1 and "未列入 1 人" in result.output and person(2)[3] not in result.output
    assert (out / "成绩_未列入人员.xlsx").exists()


def test_bad_input_is_refused_in_one_line(tmp_path: Path, out: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"x")
    target = Workbook()
    target.worksheets[0].append(["指标编号", "完成值"])
    target.worksheets[0].append(["T-01", 100000])
    target.save(tmp_path / "指标.xlsx")
    elsewhere = results(tmp_path / "区赛.xlsx", person(1, 1, contest="某区职业技能竞赛"))
    wrong = results(tmp_path / "设置错.xlsx", 竞赛结束日期="不知道")

    for path, words in [
        (tmp_path / "坏.xlsx", "不是 Excel 工作簿"), (tmp_path, "是文件夹"), (tmp_path / "指标.xlsx", "没有找到可以打包的表"),
        (elsewhere, "成绩表中有 1 行的竞赛名称不在年度竞赛计划内"), (wrong, "“设置”表有错误"),
    ]:  # fmt: skip
        result = run(path, "-o", out)
        assert result.exit_code == 2 and words in result.output and len(result.output.splitlines()) == 1, path
    assert not out.exists()


def test_a_file_in_the_way_is_named(tmp_path: Path, out: Path) -> None:
    (out / REPORT).mkdir(parents=True)
    (out / PHOTOS).write_bytes(b"x")
    result = run(results(tmp_path / "成绩.xlsx"), "-o", out)
    assert result.exit_code == 2 and f"不能写到“{out / PHOTOS}”：已有同名文件" in result.output


def test_a_place_without_the_notice_has_no_list(tmp_path: Path, out: Path) -> None:
    result = run(results(tmp_path / "成绩.xlsx"), "-o", out, "--place", "济南")
    assert result.exit_code == 2 and not out.exists()


def test_the_workbook_itself_is_only_read(tmp_path: Path, out: Path) -> None:
    book = results(tmp_path / "成绩.xlsx")
    before = sha256(book.read_bytes()).hexdigest()
    run(book, "-o", out)
    assert sha256(book.read_bytes()).hexdigest() == before


@pytest.fixture
def app() -> Iterator[Any]:
    before = xw.engines.active
    yield register().apps.active.impl
    xw.apps.active.quit()
    xw.engines.active = before


def test_the_button_writes_beside_the_workbook(tmp_path: Path, app: Any) -> None:
    outcome = ribbon.export_bundle(xw.Book(results(tmp_path / "成绩.xlsx")))

    assert outcome and len(outcome.folders) == 3
    assert (tmp_path / "导出" / REPORT / "材料清单.xlsx").exists()
    assert app.alerts[-1][1] == f"已写出 3 份材料清单，在 {tmp_path / '导出'}；还缺 11 项，见各文件夹的“材料清单.xlsx”"
