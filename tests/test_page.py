"""The page as an official meets it: real files, in a real browser, from dropping them to what is downloaded."""

import os
import re
import signal
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from books import RESULTS, contestant, write
from browser import SIZE, Served, browser, checked, downloaded, drop, go, open_file, verdict
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from jineng.addin.samples import CLEAN, write_samples
from jineng.workbooks.checker import Aids, check_file

expect.set_options(timeout=30_000)  # on a busy machine; a quick one does not wait
_GRAVE = ("serious", "critical")
_AXE = {"resultTypes": ["violations"]}
_OUT_OF_SIGHT = """() => Array.from(document.querySelectorAll(".picture tr.this .guilty")).filter((cell) => {
  const box = cell.closest(".picture").getBoundingClientRect();
  return cell.getBoundingClientRect().left >= box.right - 20;
}).map((cell) => cell.textContent)"""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("示例")
    write_samples(folder)
    return folder


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Served]:
    found = Served(tmp_path_factory.mktemp("temporary"))
    yield found
    said = found.stop()
    assert not said, said
    assert not list(found.folder.glob("jineng-page-*"))  # nothing outlives the server


@pytest.fixture(scope="module")
def window(served: Served, chromium: Browser) -> Page:
    return served.window(chromium)


@pytest.fixture
def page(served: Served, window: Page) -> Iterator[Page]:
    """The page as it is at first: nothing on it."""
    window.evaluate("fetch('/clear', { method: 'POST' })")
    window.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})
    window.emulate_media(media="screen")
    window.goto(served.home)
    yield window
    assert served.outside == [], "asked for something outside this PC"
    assert served.problems == []


# --- what an official does ------------------------------------------------------------------------------------------


def test_ten_files_are_dropped_at_once_and_each_gets_its_verdict(page: Page, samples: Path, tmp_path: Path) -> None:
    tenth = Path(copy(samples / CLEAN, tmp_path / "第十个.xlsx"))
    files = [*sorted(samples.iterdir()), tenth]
    assert len(files) == 10
    drop(page, *files)
    expect(page.locator("#files progress")).to_be_visible()
    assert page.evaluate("fetch('/help').then((answer) => answer.status)") == 200
    assert "正在校验" in page.evaluate("fetch('/files').then((answer) => answer.text())")  # it answers meanwhile
    checked(page, len(files))
    assert verdict(page, CLEAN) == "可上报" and verdict(page, "院校.xlsx") == "不可上报"


def test_findings_stand_with_their_row_their_clause_and_a_picture(page: Page, samples: Path) -> None:
    path = samples / "院校.xlsx"
    report, _ = check_file(path, Aids())
    wrong = next(f for f in report.findings if f.severity == "error")
    open_file(page, path)
    shown = page.locator("#findings .finding")
    expect(shown).to_have_count(len(report.findings))
    page.select_option("#f-severity", "error")
    expect(shown).to_have_count(sum(f.severity == "error" for f in report.findings))
    mine = page.locator("article", has_text=f"{wrong.sheet} 第{wrong.row}行").first
    expect(mine).to_contain_text(wrong.message)
    expect(mine).to_contain_text(wrong.suggestion)
    quote = mine.locator("blockquote").first
    expect(quote).not_to_be_visible()
    mine.locator("summary").first.click()
    expect(quote).to_be_visible()
    expect(mine.locator("td.guilty.error").first).to_be_visible()
    page.select_option("#f-sheet", wrong.sheet)
    here = [f for f in report.findings if (f.severity, f.sheet) == ("error", wrong.sheet)]
    expect(shown).to_have_count(len(here))
    page.select_option("#f-rule", wrong.rule)
    expect(shown).to_have_count(sum(f.rule == wrong.rule for f in here))
    expect(page.locator("#f-rule option:checked")).to_contain_text(f"{wrong.rule} {wrong.clause}")
    page.emulate_media(media="print")
    for hidden in ("header.top", "aside", "#filter"):
        expect(page.locator(hidden)).not_to_be_visible()
    expect(mine).to_be_visible()


def test_a_setting_changes_the_verdict_at_once(page: Page, tmp_path: Path) -> None:
    rows = [
        RESULTS,
        *(contestant(n, 理论成绩=85, 实操成绩=85, 获得奖项="一等奖" if n == 1 else None) for n in range(1, 4)),
    ]
    drop(page, write(tmp_path / "成绩.xlsx", {"成绩": rows}))
    checked(page, 1)
    before = verdict(page, "成绩.xlsx")
    page.click("text=其他设置")
    page.fill("#s-full_mark", "150")  # 85 of 150 does not pass
    page.press("#s-full_mark", "Tab")
    expect(page.locator("#files .verdict")).to_have_text("不可上报")
    assert before == "可上报"
    page.fill("#s-full_mark", "很多")
    page.press("#s-full_mark", "Tab")
    expect(page.locator("#settings [role=alert]")).to_contain_text("不能识别")
    page.fill("#s-full_mark", "")
    page.press("#s-full_mark", "Tab")
    expect(page.locator("#files .verdict")).to_have_text("可上报")


def test_the_marked_copy_says_the_same_when_it_is_checked(page: Page, samples: Path, tmp_path: Path) -> None:
    path = samples / "院校.xlsx"
    open_file(page, path)
    copy = downloaded(page, "标记的副本", tmp_path)
    assert copy.name == "院校_已校验.xlsx" and "校验结果" in load_workbook(copy).sheetnames
    before, after = (check_file(file, Aids())[0].findings for file in (path, copy))
    assert [(f.cell, f.message) for f in before] == [(f.cell, f.message) for f in after]


def test_documents_are_those_of_the_command_line(page: Page, samples: Path, tmp_path: Path) -> None:
    open_file(page, samples / CLEAN)
    listed = load_workbook(downloaded(page, "校验结果", tmp_path)).worksheets[0]
    assert listed["A1"].value == "校验结果"
    with zipfile.ZipFile(downloaded(page, "材料包", tmp_path)) as package:
        names = package.namelist()
    assert any(name.endswith("竞赛总结（盖章扫描件）/") for name in names)  # empty, to be filled
    assert any(name.endswith("材料清单.xlsx") for name in names) and any(
        name.endswith("_信息表.xlsx") for name in names
    )
    expect(page.locator("#documents li", has_text="材料包").locator("pre")).to_contain_text(
        "期限", use_inner_text=False
    )


def test_findings_of_all_files_go_into_one_workbook(page: Page, samples: Path, tmp_path: Path) -> None:
    drop(page, samples / "院校.xlsx", samples / "首席技师.xlsx")
    checked(page, 2)
    page.click("text=把全部校验结果")
    with page.expect_download() as waiting:
        page.click("#all-findings a.file")
    waiting.value.save_as(tmp_path / "全部.xlsx")
    rows = list(load_workbook(tmp_path / "全部.xlsx").worksheets[0].iter_rows(min_row=3, values_only=True))
    assert {row[0] for row in rows} == {"院校.xlsx", "首席技师.xlsx"}


def test_what_shows_only_across_files_is_found(page: Page, samples: Path, tmp_path: Path) -> None:
    from jineng.workbooks.export import export_certificates

    export_certificates(samples / CLEAN, tmp_path, Aids())
    table = next(tmp_path.glob("*_信息表.xlsx"))
    other = table.with_name("另一份.xlsx")
    book = load_workbook(table)
    book.worksheets[0]["Z1"] = "补报"  # a copy would be named as one
    book.save(other)
    drop(page, table)
    checked(page, 1)
    assert verdict(page, table.name) == "可上报"
    drop(page, other)
    checked(page, 2)
    assert verdict(page, other.name) == "不可上报"


def test_id_numbers_are_hidden_until_asked_for(page: Page, tmp_path: Path) -> None:
    wrong = contestant(1, 身份证号="371099199003070011", 获得奖项="一等奖")
    open_file(page, write(tmp_path / "成绩.xlsx", {"成绩": [RESULTS, wrong]}))
    assert "371099199003070011" not in page.content() and "371099********0011" in page.content()
    page.click("text=显示完整身份证号")
    page.wait_for_load_state()
    assert "371099199003070011" in page.content()
    page.click("text=隐去身份证号")


def test_deadlines_charts_and_rules_can_be_looked_at(page: Page, samples: Path) -> None:
    drop(page, *(samples / name for name in (CLEAN, "绩效评估.xlsx", "奖励津贴指标.xlsx")))
    checked(page, 3)
    go(page, "期限")
    expect(page.locator("table.month").first).to_be_visible()
    expect(page.locator("table.dues")).to_contain_text(
        "材料报送：期限 2024-11-03（计划通知四（三）），是休息日，顺延至 2024-11-04"
    )
    go(page, "图表")
    expect(page.locator("svg.chart")).to_have_count(3)
    go(page, "规则")
    page.fill("#find", "P-014")
    expect(page.locator("#rules [role=status]")).to_have_text("1 条")
    page.click("#rules >> text=P-014")
    expect(page.locator("main")).to_contain_text("理论成绩 × 未达到 60 分")


# --- what must not happen -------------------------------------------------------------------------------------------


def test_a_worker_that_dies_takes_nothing_with_it(page: Page, served: Served, samples: Path) -> None:
    drop(page, *sorted(samples.iterdir())[:3])
    killed = 0
    end = time.monotonic() + 10
    while not killed and time.monotonic() < end:
        listing = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(served.process.pid)], capture_output=True, text=True
        )
        for pid in listing.stdout.split():
            os.kill(int(pid), signal.SIGKILL)
            killed += 1
    assert killed
    checked(page, 3)
    assert 1 <= page.locator("#files .verdict.bad", has_text="不能校验").count() <= killed
    page.click("text=重新校验")
    checked(page, 3)
    expect(page.locator("#files .verdict", has_text="不能校验")).to_have_count(0)


def test_what_is_no_workbook_is_refused_in_words(page: Page, tmp_path: Path) -> None:
    for name, body in (("旧.xls", b"\xd0\xcf\x11\xe0" + bytes(600)), ("假.xlsx", b"MZ" + bytes(99)), ("<b>.xlsx", b"")):
        (tmp_path / name).write_bytes(body)
    drop(page, *sorted(tmp_path.iterdir()))
    checked(page, 3)
    assert page.locator("#files .verdict").all_inner_texts() == ["不能校验"] * 3
    expect(page.locator("#files")).to_contain_text("另存为 .xlsx")


def test_every_page_fits_the_screen_and_serves_everybody(page: Page, served: Served, samples: Path) -> None:
    """With everything unfolded: at 100, 125 and 150 % nothing is cut off, and axe finds nothing serious."""
    names = ("首席技师.xlsx", "绩效评估.xlsx", "奖励津贴指标.xlsx", CLEAN)
    drop(page, *(samples / name for name in names))
    checked(page, 4)
    file = (page.locator("#files a", has_text=names[0]).get_attribute("href") or "")[1:]
    for path in ("", file, "deadlines", "charts", "rules?only=reason", "rules/P-014", "blanks", "help", "nowhere"):
        page.goto(f"{served.home}{path}")
        if path == file:
            row = page.locator("#documents li", has_text="公示名单")
            row.locator("button").first.click()
            row.locator("a.file").first.wait_for()
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        for scale in (1.5, 1.25, 1.0):
            page.set_viewport_size({"width": int(SIZE[0] / scale), "height": int(SIZE[1] / scale)})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, scale)
        assert page.evaluate(_OUT_OF_SIGHT) == []
        found: list[dict[str, Any]] = Axe().run(page, options=_AXE).response["violations"]
        grave = [(v["id"], [node["html"][:120] for node in v["nodes"]][:3]) for v in found if v["impact"] in _GRAVE]
        assert not grave, (path, grave)
    assert all("nowhere" in one or "404" in one for one in served.problems)  # the last was no page
    served.problems.clear()


def test_the_keyboard_is_enough(page: Page, samples: Path) -> None:
    def tab_to(place: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("(place) => document.activeElement.closest(place) !== null", place):
                return
        raise AssertionError(place)

    drop(page, samples / "院校.xlsx")
    checked(page, 1)
    tab_to("#chosen")  # where Enter opens the system's own dialogue
    tab_to("#files th")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/files/\d+$"))
    tab_to("#f-severity")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#findings .finding.unchecked")).to_have_count(0)
    expect(page.locator("#findings .finding.error").first).to_be_visible()
    tab_to("#findings summary")
    page.keyboard.press("Enter")
    expect(page.locator("blockquote").first).to_be_visible()
    tab_to("#documents button")
    page.keyboard.press("Enter")
    page.locator("#documents a.file").wait_for()


def test_closing_the_window_deletes_the_files(chromium: Browser, samples: Path, tmp_path: Path) -> None:
    served = Served(
        tmp_path, "-c", "from jineng.addin.page import server; server.GRACE = 1; server.serve(browser=False)"
    )
    window = served.window(chromium)
    drop(window, samples / "院校.xlsx")
    window.locator("#files .verdict", has_text="不可上报").first.wait_for()
    assert "院校.xlsx" in " ".join(served.left)
    window.close(run_before_unload=True)
    end = time.monotonic() + 30
    while served.left and time.monotonic() < end:
        time.sleep(0.2)
    assert served.left == []
    window, other = served.window(chromium), served.window(chromium)
    window.click("text=结束")
    expect(window.locator("h1")).to_have_text("已结束")
    assert served.process.wait(timeout=15) == 0 and served.problems == []
    other.select_option("#s-place", "青岛")
    expect(other.locator("#lost")).to_contain_text("已经结束")
