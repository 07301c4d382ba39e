"""材料包: photos matched one to one with people, limits as set, the .zip, and a run that is stopped on the way."""

import os
import struct
import sys
import zipfile
import zlib
from collections.abc import Sequence
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import chief_rows
import pytest
from bundles import AIDS, CONTEST, PHOTOS, PLATFORM, REPORT, TABLE, contents, head, listed, pdf, results
from expert_rows import number, person
from openpyxl import load_workbook
from pypdf import PdfWriter
from terminal import invoke

from jineng.addin.chinese import watched
from jineng.workbooks.bundle import export_bundle
from jineng.workbooks.manifest import Manifest

FOLDER = f"{PLATFORM}/07 选手照片"


def png(path: Path, width: int = 413, height: int = 626) -> Path:
    """A picture whose head says how large it is; its content goes by its name, so that no two are the same."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + path.name.encode())
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folders of a contest with two winners, 张乙 and 张丙."""
    export_bundle(results(tmp_path / "成绩.xlsx"), tmp_path / "出", AIDS)
    return tmp_path / "出"


def photos(out: Path, *names: str, rows: Sequence[Any] = (), **settings: Any) -> dict[str, str]:
    """What the list says of 选手照片 when these lie there."""
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    for name in names:
        png(out / FOLDER / name)
    export_bundle(results(out.parent / "成绩.xlsx", *rows, **settings), out, AIDS)
    return listed(out / PLATFORM)["选手照片"]


# --- whose they are ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "names",
    [
        ("张乙.jpg.png", "张丙.png"),
        (f"{number(1)}.png", f"x{number(2).lower()}.png"),
        ("1张乙（正面）.png", "张 丙.png"),
    ],
)
def test_one_a_person_by_name_or_number(out: Path, names: tuple[str, ...]) -> None:
    item = photos(out, *names)
    assert (item["状态"], item["还缺和要看的"]) == ("已有", "")


@pytest.mark.parametrize(
    ("names", "status", "said"),
    [
        ((), "缺少", "缺照片2张：张乙、张丙"),
        (("张乙.png",), "数量不符", "缺照片1张：张丙"),
        (("张乙.png", "张丙.png", "李四.png"), "已有", "看不出是谁的：李四.png（文件名要有身份证号或姓名）"),
        (("张乙.png", "张乙2.png"), "数量不符", "缺照片1张：张丙\n张乙有2个：张乙.png、张乙2.png"),
        (
            ("1.png", "2.png"),
            "数量不符",
            "缺照片2张：张乙、张丙\n看不出是谁的：1.png、2.png（文件名要有身份证号或姓名）",
        ),
    ],
    ids=["没有", "少一张", "多一张", "一人两张", "认不出"],
)
def test_missing_extra_twice(out: Path, names: tuple[str, ...], status: str, said: str) -> None:
    item = photos(out, *names)
    assert (item["状态"], item["还缺和要看的"]) == (status, said)


def test_what_is_no_picture_or_a_copy_of_another_does_not_count(out: Path) -> None:
    (out / FOLDER / "张丙.png").write_bytes(b"%PDF-1.7")
    assert "张丙.png：扩展名 .png 是图片，内容却是PDF" in photos(out, "张乙.png")["还缺和要看的"]
    (out / FOLDER / "张丙.png").write_bytes((out / FOLDER / "张乙.png").read_bytes())
    item = photos(out)
    assert "内容相同，只算一个" in item["还缺和要看的"] and item["状态"] == "数量不符"


def test_a_name_within_a_longer_one_and_namesakes(out: Path) -> None:
    rows = [person(1, 1, name="张三"), person(2, 2, name="张三丰")]
    assert photos(out, "张三丰.png", rows=rows)["还缺和要看的"] == "缺照片1张：张三"
    rows = [person(1, 1, name="李四", unit="甲"), person(2, 2, name="李四", unit="乙"), person(3, 3, name="王五")]
    said = photos(out, "李四.png", f"{number(1)}.png", "王五.png", rows=rows)["还缺和要看的"]
    assert "缺照片1张：李四" in said and "有同名的人，文件名要有身份证号：李四.png" in said


def test_files_of_chief_technicians_are_told_apart_too(tmp_path: Path) -> None:
    """申报表, 证书查询页面截图 and 佐证材料 are wanted of each; a file that names nobody is nobody's."""
    book = chief_rows.write(tmp_path / "上报.xlsx", chief_rows.listed([chief_rows.nominee(1), chief_rows.nominee(2)]))
    export_bundle(book, tmp_path / "出", AIDS)
    folder = tmp_path / "出" / "首席技师"
    png(folder / "04 证书查询页面截图" / "张乙.png", 1920, 1)
    pdf(folder / "04 证书查询页面截图" / f"{chief_rows.number(2)}.pdf")
    pdf(folder / "03 申报表" / "张乙盖章.pdf")
    pdf(folder / "05 佐证材料" / "1.pdf")
    export_bundle(book, tmp_path / "出", AIDS)
    items = listed(folder)
    assert (items["证书查询页面截图"]["状态"], items["证书查询页面截图"]["还缺和要看的"]) == ("已有", ""), (
        "a screenshot is no portrait: its shape does not matter"
    )
    assert (items["申报表"]["状态"], items["申报表"]["还缺和要看的"]) == ("数量不符", "缺PDF扫描件1份：张丙")
    assert items["佐证材料"]["还缺和要看的"] == (
        "缺PDF扫描件2份：张乙、张丙\n看不出是谁的：1.pdf（文件名要有身份证号或姓名）"
    )


# --- how large ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ((1, 1), "张丙.png：1×1像素，短边不到100（设置）"),
        ((99, 800), "短边不到100"),
        ((100, 1000), ""),
        ((100, 1001), "张丙.png：100×1001像素，不像照片"),
        ((0, 0), "看不出图片尺寸"),
    ],
)
def test_a_size_that_is_absurd_is_said(out: Path, size: tuple[int, int], said: str) -> None:
    png(out / FOLDER / "张丙.png", *size)
    item = photos(out, "张乙.png")
    assert said in item["还缺和要看的"] and item["状态"] == "已有"
    assert said or not item["还缺和要看的"]


def test_limits_are_compared_once_they_are_set(out: Path) -> None:
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(200, 200)
    writer.write(out / REPORT / "01 竞赛举办通知（扫描件）" / "通知.pdf")
    pdf(out / REPORT / "02 竞赛结果通报（扫描件）" / "坏的.pdf")
    for name in ("张乙.png", "张丙.png"):
        png(out / FOLDER / name)
    with (out / FOLDER / "张丙.png").open("ab") as file:
        file.write(b"x" * 3000)

    assert photos(out)["还缺和要看的"] == ""
    line = "照片大小上限（KB）、单个文件上限（MB）、PDF页数上限：通知没有规定，未设置，未校验"
    assert line in head(out / PLATFORM) and line in head(out / REPORT)

    said = photos(out, **{"照片大小上限（KB）": 2, "单个文件上限（MB）": 0.002, "PDF页数上限": 2})["还缺和要看的"]
    assert said == "张丙.png：0.0MB，超过0.002MB（设置）\n张丙.png：3KB，超过2KB（设置）"
    items = listed(out / REPORT)
    assert items["竞赛举办通知（扫描件）"]["还缺和要看的"] == "通知.pdf：3页，超过2页（设置）"
    assert "数不出页数" in items["竞赛结果通报（扫描件）"]["还缺和要看的"]
    assert line not in head(out / REPORT)


# --- the .zip -----------------------------------------------------------------------------------------------------------


def test_each_submission_as_one_zip(out: Path) -> None:
    scan = pdf(out / REPORT / "01 竞赛举办通知（扫描件）" / "通知.pdf")
    os.utime(scan, (0, 0))  # a scanner whose clock was never set
    command = ["export", "bundle", str(out.parent / "成绩.xlsx"), "-o", str(out), "--as-of", "2024-10-30", "--zip"]
    said = invoke(command).output
    parcels = [f"{CONTEST}_平台申领.zip", f"{CONTEST}_竞赛结束15天材料.zip"]
    assert sorted(path.name for path in out.glob("*.zip")) == parcels and f"已打包 {out / parcels[0]}" in said

    with zipfile.ZipFile(out / parcels[1]) as parcel:
        names = parcel.namelist()
        assert names == [
            "01 竞赛举办通知（扫描件）/通知.pdf", f"05 技术能手情况表/{CONTEST}_技术能手情况表.xlsx", "文件校验.txt",
        ]  # fmt: skip
        hashes = parcel.read("文件校验.txt").decode().splitlines()
        assert hashes[0] == f"{sha256(scan.read_bytes()).hexdigest()}  {names[0]}"

    (out / parcels[1]).write_bytes(b"mine")
    again = invoke(command).output
    assert (out / parcels[1]).read_bytes() == b"mine" and "不是本工具写的，没有覆盖" in again


# --- stopped on the way -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_run_that_is_stopped_leaves_no_halves_and_goes_on(
    tmp_path: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, out = results(tmp_path / "成绩.xlsx", person(1, 1)), tmp_path / "出"
    export_bundle(book, out, AIDS)
    results(book)  # another winner: what was written is to be written anew
    put, done = Manifest.put, 0

    def stopped(manifest: Manifest, document: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done > after:
            raise KeyboardInterrupt
        return put(manifest, document, target)

    with monkeypatch.context() as patched:
        patched.setattr(Manifest, "put", stopped)
        with pytest.raises(KeyboardInterrupt):
            export_bundle(book, out, AIDS)
    assert not [path for path in out.rglob("*") if path.name.startswith(".jineng-")]
    bundle = export_bundle(book, out, AIDS)
    assert not [note for note in bundle.notes if "没有覆盖" in note]

    whole = tmp_path / "一次写成"
    export_bundle(book, whole, AIDS)
    assert contents(out).keys() == contents(whole).keys()


def test_what_a_killed_run_had_written_is_known_again(tmp_path: Path) -> None:
    """Nobody could note it: the same workbook writes the same words, and so they are ours."""
    book, out = results(tmp_path / "成绩.xlsx"), tmp_path / "出"
    export_bundle(book, out, AIDS)
    (out / CONTEST / "文件校验.txt").unlink()
    bundle = export_bundle(book, out, AIDS)
    assert not [note for note in bundle.notes if "没有覆盖" in note]
    export_bundle(results(book, person(1, 1)), out, AIDS)
    assert [row[1].value for row in load_workbook(out / TABLE).active.iter_rows(3, 4)] == ["张乙", None]


def test_photos_of_the_event_are_not_matched_with_anybody(out: Path) -> None:
    for name in ("现场1.png", "现场2.png", "现场3.png"):
        png(out / PHOTOS / name, 1, 1)
    photos(out)
    assert listed(out / REPORT)["竞赛现场照片"]["还缺和要看的"] == ""


def test_whoever_watches_sees_a_bar_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for watching in (True, False):
        screen = StringIO()
        monkeypatch.setattr(screen, "isatty", lambda watching=watching: watching)
        monkeypatch.setattr(sys, "stderr", screen)
        assert list(watched([1, 2, 3], 3, "清点")) == [1, 2, 3]
        assert ("清点" in screen.getvalue() and "100%" in screen.getvalue()) == watching
