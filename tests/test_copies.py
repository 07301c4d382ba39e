"""同一份文件在一次校验里出现几次（导出的文件夹里又有材料包）：照样逐份校验，其中的人只比较一次，说一句话。"""

import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from books import id_of, results, write
from terminal import invoke
from test_cross import ELECTRICIAN, row, save

from jineng.workbooks import copies
from jineng.workbooks.checker import Aids, check_paths
from jineng.workbooks.copies import Copies, same

TODAY = Aids(today=date(2024, 11, 1))


def said(*paths: Path) -> dict[str, list[tuple[str, str]]]:
    """File → severity and words of what shows only beside the others."""
    report = check_paths(list(paths), TODAY)
    return {
        file.file: [(f.severity, f.message) for f in file.findings if "相同" in f.message or "同一人" in f.message]
        for file in report.files
    }


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return save(tmp_path / "甲.xlsx", ("信息表", row()), ("第二批", row(**ELECTRICIAN)))


def test_a_copy_is_named_once_instead_of_everybody_in_it(table: Path) -> None:
    copy = shutil.copy(table, table.with_name("乙.xlsx"))

    assert said(table, copy) == {"甲.xlsx": [], "乙.xlsx": [("warning", "与“甲.xlsx”内容相同，其中的人只比较一次")]}


def test_a_copy_s_own_faults_are_told_all_the_same(tmp_path: Path) -> None:
    wrong = save(tmp_path / "甲.xlsx", ("信息表", row(性别="无")))
    report = check_paths([wrong, shutil.copy(wrong, tmp_path / "乙.xlsx")], TODAY)

    assert [[f.cell for f in file.findings if f.severity == "error"] for file in report.files] == [["C2"], ["C2"]]
    assert report.exit_code() == 1


def test_a_file_written_a_second_time_is_a_copy_whatever_the_time(table: Path) -> None:
    other = table.with_name("乙.xlsx")
    with zipfile.ZipFile(table) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part.replace(b"T", b"t") if name == "docProps/core.xml" else part)

    assert table.stat().st_size != other.stat().st_size
    assert said(table, other)["乙.xlsx"][0][1].startswith("与“甲.xlsx”内容相同")


def test_whoever_else_names_the_same_person_is_told_once_and_of_the_first(table: Path) -> None:
    copy = shutil.copy(table, table.with_name("乙.xlsx"))
    third = save(table.with_name("丙.xlsx"), ("信息表", row(备注="补报")))

    assert said(table, copy, third)["丙.xlsx"] == [
        ("error", "“甲.xlsx”“信息表”第2行已有同一人的同一职业（工种），证书不重复申领")
    ]


def test_the_same_people_in_another_file_are_no_copy(table: Path) -> None:
    other = save(table.with_name("乙.xlsx"), ("信息表", row(工作单位="别的单位")), ("第二批", row(**ELECTRICIAN)))

    assert not same(table, other) and [severity for severity, _ in said(table, other)["乙.xlsx"]] == ["error"] * 2


def test_only_files_that_name_the_same_people_are_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """几千份文件不逐份再读：先看其中的人。"""
    opened = []
    monkeypatch.setattr(copies, "same", lambda one, other: opened.append((one.stem, other.stem)) or other.stem == "3")
    met = Copies()
    copies_of = [met.original(Path(f"{n}.xlsx"), f"第{n}份", key) for n, key in enumerate(["张", "李", "张", "张"])]

    assert copies_of == [None, None, None, "第0份"] and opened == [("0", "2"), ("0", "3")]


def test_what_cannot_be_opened_is_no_copy(tmp_path: Path, table: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK")

    assert not same(table, tmp_path / "坏.xlsx") and not same(tmp_path / "没有.xlsx", table)


def test_an_export_folder_may_hold_a_bundle_too(tmp_path: Path) -> None:
    rows = results()
    for number, award in ((1, "一等奖"), (2, "二等奖")):
        rows[number][rows[0].index("获得奖项")] = award
    book = write(tmp_path / "成绩.xlsx", {
        "成绩": rows,
        "职业目录": [["职业（工种）", "最高等级", "已备案"], ["电梯安装维修工", "技师（二级）", "是"]],
        "已有证书": [["身份证号", "职业（工种）", "职业技能等级", "证书编号"], [id_of(9), "电梯安装维修工", "高级工", "虚构-1"]],
    })  # fmt: skip
    for what, folder in (("certificate", "证书"), ("bundle", "材料包")):
        invoke(["export", what, str(book), "-o", str(tmp_path / "出" / folder)])
    checked = invoke(["check", str(tmp_path / "出")])

    assert len(list((tmp_path / "出").rglob("*_信息表.xlsx"))) == 2
    assert checked.exit_code == 0 and checked.stdout.count("内容相同，其中的人只比较一次") == 1
    assert "不重复申领" not in checked.stdout
