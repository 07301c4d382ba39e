"""材料包: a folder for each item, 材料清单 that follows what lies there, and the user's own files left alone."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from bundles import (
    AIDS,
    CONTEST,
    EXPERTS,
    LETTER,
    PHOTOS,
    PLATFORM,
    REPORT,
    TABLE,
    colour,
    contents,
    head,
    lacking,
    listed,
    pdf,
    photo,
    results,
)
from expert_rows import COOKING, LIFTS, number, person
from openpyxl import Workbook, load_workbook

from jineng.workbooks.bundle import export_bundle
from jineng.workbooks.checker import Aids


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return results(tmp_path / "成绩.xlsx")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "出"


# --- folders and documents ----------------------------------------------------------------------------------------------


def test_each_item_has_a_folder_and_our_documents_lie_in_theirs(book: Path, out: Path) -> None:
    bundle = export_bundle(book, out, AIDS)

    assert [p.name for p in sorted((out / REPORT).iterdir())] == [
        "01 竞赛举办通知（扫描件）", "02 竞赛结果通报（扫描件）", "03 竞赛现场照片", "04 竞赛总结（盖章扫描件）",
        "05 技术能手情况表", "材料清单.xlsx",
    ]  # fmt: skip
    assert all((out / name).is_file() for name in (LETTER, TABLE, EXPERTS))
    assert lacking(bundle) == {
        "1 平台申领": ["申请书", "竞赛通知（含奖励措施）", "竞赛结果（表彰文件）", "颁发证书选手的成绩表", "人员导入表", "选手照片"],
        "2 竞赛结束15天材料": [
            "竞赛举办通知（扫描件）", "竞赛结果通报（扫描件）", "竞赛现场照片", "竞赛总结（盖章扫描件）", "技术能手情况表",
        ],
        "3 办赛资料（备查）": [],
    }  # fmt: skip
    assert not bundle.complete


def test_each_item_quotes_its_clause_and_says_what_form_it_takes(book: Path, out: Path) -> None:
    export_bundle(book, out, AIDS)
    items = listed(out / REPORT)

    assert (
        items["竞赛现场照片"]["条款原文"] == "竞赛现场照片3-5张（电子版）"
        and items["竞赛现场照片"]["条款"] == "四（三）"
    )
    assert items["竞赛现场照片"]["形式和份数"] == "照片3—5张"
    assert items["技术能手情况表"]["形式和份数"] == "电子版1份\n盖章扫描件1份"
    assert "□ 写明参加决赛人数，与成绩表一致" in items["竞赛总结（盖章扫描件）"]["需人工确认"]
    assert listed(out / PLATFORM)["选手照片"]["形式和份数"] == "照片每人1张，共2张"


def test_what_is_missing_stands_in_red(book: Path, out: Path) -> None:
    export_bundle(book, out, AIDS)
    item = listed(out / REPORT)["技术能手情况表"]

    assert (item["状态"], item["还缺和要看的"]) == ("缺少", "缺盖章扫描件"), (
        "the editable table is ours, the scan is not there"
    )
    assert colour(out / REPORT, "缺盖章扫描件") == "FFC00000"
    assert listed(out / PLATFORM)["选手照片"]["还缺和要看的"] == "缺照片2张：张乙、张丙"


def test_a_limit_that_has_passed_is_red_and_a_target_amber(book: Path, out: Path) -> None:
    export_bundle(book, out, Aids(today=date(2025, 1, 6)))
    account, apply = head(out / PLATFORM)[1:3]

    assert account.endswith("，只作提醒") and colour(out / PLATFORM, "账号申请：期限") == "FF9C5700"
    assert apply.endswith(" 天") and colour(out / PLATFORM, "申领联系：期限") == "FFC00000"


def test_two_contests_in_one_workbook_have_a_folder_each(tmp_path: Path, out: Path) -> None:
    other = person(2, 1, contest=LIFTS, occupation="电梯安装维修工", final_date=date(2024, 9, 27))
    book = results(tmp_path / "两个.xlsx", person(1, 1), other)
    export_bundle(book, out, AIDS)
    lifts = "技能兴威2024年度威海市电梯职业技能竞赛/2 竞赛结束15天材料"

    assert head(out / lifts)[1] == "材料报送：期限 2024-10-12（计划通知四（三））；已过期限 18 天"
    assert head(out / REPORT)[1] == "材料报送：期限 2024-11-04（计划通知四（三））；还有 5 天"


def test_a_contest_without_winners_has_nothing_to_apply_for(tmp_path: Path, out: Path) -> None:
    bundle = export_bundle(results(tmp_path / "无奖.xlsx", person(1), person(2)), out, AIDS)

    assert [f.path.name for f in bundle.folders] == ["2 竞赛结束15天材料", "3 办赛资料（备查）"]
    assert f"{COOKING}：成绩表中没有获奖选手，没有平台申领材料" in bundle.notes
    item = listed(out / REPORT)["技术能手情况表"]
    assert (item["状态"], item["还缺和要看的"]) == ("待确认", "没有列入的人，是否要报请向主管科室确认")


def test_other_applications_of_a_workbook_have_their_own_folders(tmp_path: Path, out: Path) -> None:
    book = Workbook()
    for row in (["姓名", "是否生产一线", "是否曾获市首席技师及年度"], ["张三", "是", "否"], ["李四", "是", "否"]):
        book.worksheets[0].append(row)
    grades = book.create_sheet("等次")
    for row in (["工作室名称", "领办人", "专家评分", "等次"], ["威海市张三技能大师工作室", "张三", 80, "合格"]):
        grades.append(row)
    book.save(tmp_path / "申报.xlsx")
    bundle = export_bundle(tmp_path / "申报.xlsx", out, Aids(today=date(2024, 7, 26)))

    assert [(f.path.name, f.applicants) for f in bundle.folders] == [("首席技师", 2), ("年度绩效评估", 1)]
    assert head(out / "首席技师")[1:3] == [
        "首席技师推荐申报材料报送：期限 2024-07-31（首席技师通知四）；还有 5 天",
        '首席技师候选人公示：5个工作日（首席技师通知三（四）），开始的一天不计；最后一天用 DEADLINE("首席技师公示", 开始日期) 计算',
    ]
    items = listed(out / "首席技师")
    assert items["佐证材料"]["条款原文"].startswith("申报人身份证复印件") and "已审验" in items["佐证材料"]["条款原文"]
    assert "□ 纸质已备齐，一式10份" in items["申报表"]["需人工确认"]
    assert "□ 涉密人员已注明，或没有涉密人员" in items["推荐报告"]["需人工确认"]
    assert (out / "首席技师" / "04 证书查询页面截图").is_dir() and (out / "年度绩效评估" / "文件校验.txt").exists()


CHIEF = {
    "推荐单位": "环翠区", "姓名": "张三", "性别": "男", "身份证号": number(0), "工作单位": "某机械有限公司", "工作岗位": "数控车间操作",
    "是否生产一线": "是", "职业（工种）": "车工", "职业资格/职业技能等级": "高级技师（一级）", "是否曾获市首席技师及年度": "否",
}  # fmt: skip


def test_what_can_be_written_for_the_chief_technicians_lies_in_its_folder(tmp_path: Path, out: Path) -> None:
    book = Workbook()
    for row in (CHIEF, CHIEF.values()):
        book.worksheets[0].append(list(row))
    book.save(tmp_path / "首席.xlsx")
    bundle = export_bundle(tmp_path / "首席.xlsx", out, Aids(today=date(2024, 7, 26)))

    assert sorted(p.name for p in (out / "首席技师" / "02 基本情况汇总表").iterdir()) == [
        "首席_首席技师汇总表.docx", "首席_首席技师汇总表.xlsx",
    ]  # fmt: skip
    assert (out / "首席_首席技师建议排序.xlsx").exists(), "asked for by nobody, so on top"
    assert listed(out / "首席技师")["基本情况汇总表"]["还缺和要看的"] == "缺PDF扫描件"

    order = load_workbook(out / "首席_首席技师建议排序.xlsx")
    order.worksheets[0]["Z1"] = "改过次序"
    order.save(out / "首席_首席技师建议排序.xlsx")
    changed = (out / "首席_首席技师建议排序.xlsx").read_bytes()
    again = export_bundle(tmp_path / "首席.xlsx", out, Aids(today=date(2024, 7, 26)))
    assert (out / "首席_首席技师建议排序.xlsx").read_bytes() == changed, "an order changed by hand stays"
    assert any("没有覆盖" in note for note in again.notes)
    assert bundle.folders[0].lacking[1] == "基本情况汇总表"


def test_forms_of_labels_are_counted_one_a_sheet(tmp_path: Path, out: Path) -> None:
    book = Workbook()
    for name in ("张三", "李四"):
        form = book.create_sheet(name)
        for label in (
            "姓名",
            "工作岗位",
            "本专业技术绝技绝活或先进工作法情况",
            "申报人事迹材料",
            "当前工作单位（企业）基本情况简介",
        ):
            form.append([label, name])
    book.save(tmp_path / "申报表.xlsx")
    bundle = export_bundle(tmp_path / "申报表.xlsx", out, Aids(today=date(2024, 7, 26)))

    assert [(f.path.name, f.applicants) for f in bundle.folders] == [("首席技师", 2)]
    assert listed(out / "首席技师")["申报表"]["形式和份数"].startswith("PDF扫描件每人1份，共2份")


def test_before_its_notice_an_application_has_no_list(tmp_path: Path, out: Path) -> None:
    book = Workbook()
    for row in (["姓名", "是否生产一线", "是否曾获市首席技师及年度"], ["张三", "是", "否"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "申报.xlsx")
    bundle = export_bundle(tmp_path / "申报.xlsx", out, Aids(today=date(2024, 7, 10)))
    assert "首席技师：威海在 2024-07-10 没有相应规定（未设置），没有列清单" in (bundle.report.error or "")


# --- deadlines above the list -------------------------------------------------------------------------------------------


def test_strict_and_rolled_days_stand_above_the_list(tmp_path: Path, out: Path) -> None:
    book = results(tmp_path / "周六.xlsx", person(1, 1, final_date=date(2024, 9, 28)))
    export_bundle(book, out, Aids(today=date(2024, 10, 15)))

    assert head(out / REPORT)[1].startswith(
        "材料报送：期限 2024-10-13（计划通知四（三）），是休息日，顺延至 2024-10-14；已过顺延后的期限"
    )
    assert colour(out / REPORT, "材料报送") == "FFC00000"
    assert head(out / PLATFORM)[1:3] == [
        "账号申请：期限 2024-10-10（计划通知附件2 一1）；已过期限 5 天，只作提醒", "申领联系：期限 2024-10-16（计划通知三（二））；还有 1 天",
    ]  # fmt: skip


@pytest.mark.parametrize(("final", "early"), [("2024-06-05", True), ("2024-06-06", False)])
def test_a_final_before_the_notice_is_marked_and_not_blocked(
    tmp_path: Path, out: Path, final: str, early: bool
) -> None:
    book = results(tmp_path / "早.xlsx", person(1, 1, final_date=date.fromisoformat(final)))
    bundle = export_bundle(book, out, AIDS)

    mark = f"决赛日期：{final}，早于通知印发（2024-06-06），只作标注，不影响办理"
    assert (mark in head(out / REPORT)) == early
    assert (out / TABLE).exists() and bundle.report.error is None


def test_as_of_counts_the_days(tmp_path: Path, out: Path) -> None:
    book = results(tmp_path / "日期.xlsx", 校验日期="2024-11-04")
    export_bundle(book, out, AIDS)
    assert head(out / REPORT)[1].endswith("；今天到期")


def test_the_end_of_the_contest_as_set_counts_for_one_contest_only(tmp_path: Path, out: Path) -> None:
    export_bundle(results(tmp_path / "一.xlsx", 竞赛结束日期="2024-10-27"), out, AIDS)
    assert head(out / REPORT)[1].startswith("材料报送：期限 2024-11-11")

    rows = person(1, 1), person(2, 1, contest=LIFTS, occupation="电梯安装维修工")
    export_bundle(results(tmp_path / "二.xlsx", *rows, 竞赛结束日期="2024-10-27"), out, AIDS)
    assert "只能用于一个竞赛" in head(out / REPORT)[1]


# --- run again ----------------------------------------------------------------------------------------------------------


def test_the_list_follows_what_is_put_into_the_folders(book: Path, out: Path) -> None:
    export_bundle(book, out, AIDS)
    pdf(out / REPORT / "01 竞赛举办通知（扫描件）" / "通知.pdf")
    pdf(out / REPORT / "05 技术能手情况表" / "盖章.PDF", "另一份")
    for n in range(3):
        photo(out / PHOTOS / f"{n}.jpg")
    bundle = export_bundle(book, out, AIDS)
    items = listed(out / REPORT)

    assert [items[name]["状态"] for name in ("竞赛举办通知（扫描件）", "竞赛现场照片", "技术能手情况表")] == [
        "已有"
    ] * 3
    assert items["竞赛现场照片"]["已放入的文件"] == "0.jpg\n1.jpg\n2.jpg"
    assert lacking(bundle)["2 竞赛结束15天材料"] == ["竞赛结果通报（扫描件）", "竞赛总结（盖章扫描件）"]


def test_running_again_changes_no_document_and_no_file_of_the_user(book: Path, out: Path) -> None:
    export_bundle(book, out, AIDS)
    pdf(out / REPORT / "01 竞赛举办通知（扫描件）" / "通知.pdf")
    pdf(out / REPORT / "落单.pdf", "落单")
    export_bundle(book, out, AIDS)
    before = contents(out)
    export_bundle(book, out, AIDS)
    after = contents(out)

    assert before.keys() == after.keys()
    assert {n for n in after if after[n] != before[n]} <= {n for n in after if n.endswith("材料清单.xlsx")}
    assert "没有放进带序号的文件夹、没有计入的文件：落单.pdf" in head(out / REPORT)


def test_a_document_is_written_anew_when_the_results_change(tmp_path: Path, book: Path, out: Path) -> None:
    export_bundle(book, out, AIDS)
    export_bundle(results(book, person(1, 1)), out, AIDS)
    assert load_workbook(out / TABLE).worksheets[0]["B4"].value is None


def test_a_document_somebody_changed_is_never_written_over(book: Path, out: Path) -> None:
    export_bundle(book, out, AIDS)
    mine = load_workbook(out / TABLE)
    mine.worksheets[0]["O3"] = "我的备注"
    mine.save(out / TABLE)
    kept = (out / TABLE).read_bytes()
    for _ in range(2):  # the second run must not take the change for its own
        bundle = export_bundle(results(book, person(1, 1)), out, AIDS)
        assert (out / TABLE).read_bytes() == kept
        assert any("信息表.xlsx”改动过或不是本工具写的，没有覆盖" in note for note in bundle.notes)

    (out / TABLE).unlink()
    export_bundle(book, out, AIDS)
    assert load_workbook(out / TABLE).worksheets[0]["O3"].value is None


def test_without_the_record_nothing_that_lies_there_is_written_over(book: Path, out: Path) -> None:
    export_bundle(book, out, AIDS)
    (out / CONTEST / "文件校验.txt").unlink()
    before = (out / LETTER).read_bytes()
    bundle = export_bundle(results(book, person(2, 1)), out, AIDS)
    assert (out / LETTER).read_bytes() == before and any("申请书.docx”" in note for note in bundle.notes)


def test_a_document_with_nothing_left_to_say_is_named_and_kept(book: Path, out: Path) -> None:
    export_bundle(book, out, AIDS)
    bundle = export_bundle(results(book, person(1, 5, award="优胜奖")), out, AIDS)
    assert (out / EXPERTS).exists()
    assert any("技术能手情况表.xlsx”是以前写的" in note for note in bundle.notes)


def test_what_was_confirmed_stays(book: Path, out: Path) -> None:
    export_bundle(book, out, AIDS)
    path = out / REPORT / "材料清单.xlsx"
    answered = load_workbook(path)
    for row in answered["人工确认"].iter_rows(min_row=3):
        if row[0].value == "竞赛总结（盖章扫描件）" and row[1].value == "已盖章":
            row[3].value, row[4].value = "是", "张三，10月30日"
    answered.save(path)
    for _ in range(2):
        export_bundle(book, out, AIDS)
        rows = load_workbook(path)["人工确认"].iter_rows(min_row=3, values_only=True)
        assert [row[3:] for row in rows if row[3]] == [("是", "张三，10月30日")]
        assert "☑ 已盖章" in listed(out / REPORT)["竞赛总结（盖章扫描件）"]["需人工确认"]
    assert load_workbook(path)["人工确认"].data_validations.dataValidation[0].formula1 == '"是,否"'


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", None], ids=["空", "损坏", "别的工作簿"])
def test_a_checklist_that_is_not_ours_is_kept(book: Path, out: Path, content: bytes | None) -> None:
    path = out / REPORT / "材料清单.xlsx"
    path.parent.mkdir(parents=True)
    if content is None:
        Workbook().save(path)
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    bundle = export_bundle(book, out, AIDS)

    assert path.read_bytes() == before and "没有更新" in bundle.problems[0]
    assert (out / PLATFORM / "材料清单.xlsx").exists(), "the others are written"


def test_the_record_lists_every_file_with_its_hash(book: Path, out: Path) -> None:
    export_bundle(book, out, AIDS)
    scan = pdf(out / REPORT / "01 竞赛举办通知（扫描件）" / "通知.pdf")
    export_bundle(book, out, AIDS)
    ours, others = (out / CONTEST / "文件校验.txt").read_text(encoding="utf-8-sig").split("【放入的文件】\n")

    assert others == f"{sha256(scan.read_bytes()).hexdigest()}  2 竞赛结束15天材料/01 竞赛举办通知（扫描件）/通知.pdf\n"
    for name in (LETTER, TABLE, EXPERTS):
        hashed = sha256((out / name).read_bytes()).hexdigest()
        assert f"{hashed}  {name.removeprefix(CONTEST + '/')}\n" in ours
