"""Who may speak to the page, what it takes, and what becomes of it when a file is not what it seems."""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from books import RESULTS, contestant, id_of, write
from page_client import HOST, SAME, Page, book, opened
from starlette.routing import Route

from jineng.addin.page import app as apps
from jineng.addin.page import desk as desks
from jineng.addin.page import guard, list_views, server, worker
from jineng.addin.page.app import make_app
from jineng.addin.page.names import safe_name
from jineng.addin.page.presence import GRACE, SILENCE, Presence


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with opened(tmp_path / "desk") as found:
        yield found


# --- who may speak to it --------------------------------------------------------------------------------------------


def test_the_token_lets_in_and_the_cookie_keeps_in(page: Page) -> None:
    assert page.stranger.get("/").status_code == 403
    assert page.stranger.get("/?token=wrong").status_code == 403
    welcome = page.stranger.get("/?token=secret")
    cookie = welcome.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert "把工作簿拖到这里" in page.stranger.get("/").text


@pytest.mark.parametrize("path", ["/", "/files", "/files/1", "/static/style.css", "/rules", "/findings/file"])
def test_nothing_is_shown_to_a_stranger(page: Page, path: str) -> None:
    assert page.stranger.get(path).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:80", "evil.example:8765", "127.0.0.1.evil:8765"]
)
def test_another_host_name_is_refused_though_it_points_here(page: Page, host: str) -> None:
    assert page.client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "http://127.0.0.1:9999", "sec-fetch-site": "same-site"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"origin": HOST, "sec-fetch-site": "same-site"},
        {},
    ],
    ids=str,
)
def test_what_changes_something_must_come_from_the_page(page: Page, headers: dict[str, str]) -> None:
    assert page.client.post("/settings", data={"required_contestants": "30"}, headers=headers).status_code == 403
    assert page.desk.settings == {}


def test_another_site_may_not_even_look(page: Page) -> None:
    assert page.client.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert page.client.get("/", headers={"origin": "http://evil.example"}).status_code == 403


def test_every_answer_forbids_inline_script_and_outside_addresses(page: Page) -> None:
    for answer in (page.client.get("/"), page.client.get("/nowhere"), page.client.get("/static/page.js")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe-inline" not in policy
        assert answer.headers["cache-control"] == "no-store"
    for template in (Path(worker.__file__).parent / "templates").glob("*.html"):
        words = template.read_text(encoding="utf-8")
        assert not re.search(r"https?:| style=| on[a-z]+=|<style|<script(?! src=\"/static/)", words), template.name


def test_going_back_leads_nowhere_else(page: Page) -> None:
    answer = page.client.post("/ids", headers={**SAME, "referer": f"{HOST}//evil.example/"}, follow_redirects=False)
    assert answer.headers["location"] == "/evil.example/"


# --- what it takes --------------------------------------------------------------------------------------------------


def test_a_name_is_never_a_path(page: Page, tmp_path: Path) -> None:
    body = book(tmp_path / "表.xlsx").read_bytes()
    answer = page.client.post("/files", files=[("files", ("../../../etc/表.xlsx", body))], headers=SAME)
    assert answer.status_code == 200
    page.wait()
    (one,) = page.desk.files.values()
    assert one.path == page.desk.folder / "1" / "表.xlsx" and one.state == "done"
    assert safe_name("a" * 500 + ".xlsx") == "a" * 80 + ".xlsx"


def test_two_files_of_one_name_are_told_apart(page: Page, tmp_path: Path) -> None:
    file = book(tmp_path / "表.xlsx")
    page.drop(file, file)
    page.wait()
    assert [one.name for one in page.desk.files.values()] == ["表.xlsx", "表(2).xlsx"]


def test_more_than_it_can_hold_is_refused_in_words(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = book(tmp_path / "表.xlsx")
    monkeypatch.setattr(desks, "MOST_FILES", 1)
    assert page.drop(file, file, file).count("最多放 1 个文件") == 1
    monkeypatch.setattr(desks, "MOST_FILES", 60)
    monkeypatch.setattr(desks, "MOST_BYTES", 10)
    assert "文件合计超过" in page.drop(file)
    monkeypatch.setattr(list_views, "MAX_BYTES", 10)
    assert "“表.xlsx”有 0 MB，超过" in page.drop(file)
    assert len(page.desk.files) == 1


@pytest.mark.parametrize("told", [True, False], ids=["其长度", "不说长度"])
def test_a_larger_body_is_not_taken_in(told: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (apps, guard):
        monkeypatch.setattr(module, "MOST_BYTES", 100_000)
    with opened(tmp_path / "desk") as page:
        body: Any = b"x" * 200_000 if told else iter([b"x" * 1000] * 200)
        kind = {"content-type": "multipart/form-data; boundary=b"}
        answer = page.client.post("/files", content=body, headers={**SAME, **kind})
        assert answer.status_code == 413 and "文件太大" in answer.text


def test_what_is_no_form_is_refused_in_words(page: Page) -> None:
    many = [("files", (f"{n}.xlsx", b"x")) for n in range(601)]
    answer = page.client.post("/files", files=many, headers=SAME)
    assert answer.status_code == 400 and "内容不完整" in answer.text and not page.desk.files


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_is_told(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "9").mkdir()
    full = tmp_path / "9" / "表.xlsx"
    full.symlink_to("/dev/full")
    monkeypatch.setattr(page.desk, "place_for", lambda *_: full)
    assert "“表.xlsx”没有接收：磁盘已满" in page.drop(book(tmp_path / "表.xlsx"))
    assert not page.desk.files and not full.parent.exists()


def test_a_folder_that_cannot_be_made_is_told(page: Page, tmp_path: Path) -> None:
    page.desk.folder.mkdir()
    (page.desk.folder / "1").touch()
    assert "“表.xlsx”没有接收：已有同名文件" in page.drop(book(tmp_path / "表.xlsx"))
    assert not page.desk.files


def _zip(*parts: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts:
            package.writestr(name, body)
    return file.getvalue()


_BOMB = b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (c, *[c - 1] * 8) for c in range(98, 116)
) + b"]><b>&s;</b>"  # fmt: skip
HOSTILE = {
    "程序.xlsx": b"MZ\x90\x00" + b"\0" * 200,
    "空.xlsx": b"",
    "截断.xlsx": _zip(("xl/workbook.xml", b"<workbook/>"))[:40],
    "压缩炸弹.xlsx": _zip(("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", b"0" * 200_000_000)),
    "实体炸弹.xlsx": _zip(("xl/workbook.xml", _BOMB), ("xl/_rels/workbook.xml.rels", b"<Relationships/>")),
    "文档炸弹.docx": _zip(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", _BOMB)),
    "网页.xlsx": b"<html><script>alert(1)</script></html>",
}


def test_hostile_files_are_refused_and_the_others_are_checked(page: Page, tmp_path: Path) -> None:
    for name, body in HOSTILE.items():
        (tmp_path / name).write_bytes(body)
    page.drop(*(tmp_path / name for name in HOSTILE), book(tmp_path / "好.xlsx"))
    page.wait()
    *hostile, good = page.desk.files.values()
    assert [(one.name, one.verdict) for one in hostile] == [(name, "不能校验") for name in HOSTILE]
    assert all(one.why_not for one in hostile)
    assert good.verdict in ("可上报", "不可上报")


def test_words_of_a_table_are_never_html(page: Page, tmp_path: Path) -> None:
    rows = [RESULTS, contestant(1, 姓名="<img src=x onerror=alert(1)>", 理论成绩="<script>", 获得奖项="一等奖")]
    page.drop(write(tmp_path / "表.xlsx", {"成绩": rows}))
    page.wait()
    shown = page.client.get("/files/1").text
    assert "<img" not in shown and "<script>" not in shown and "&lt;script&gt;" in shown


def test_id_numbers_are_hidden_wherever_they_stand(page: Page, tmp_path: Path) -> None:
    """In the name of a file and of a sheet, in a cell beside the guilty one, in a message."""
    wrong = id_of(1)[:17] + ("0" if id_of(1)[17] != "0" else "1")
    rows = [RESULTS, contestant(1, 身份证号=wrong, 身份=f"职工{id_of(3)}", 获得奖项="一等奖")]
    page.drop(write(tmp_path / f"{id_of(5)}.xlsx", {f"成绩{id_of(7)}": rows}))
    page.wait()
    shown = [page.client.get(path).text for path in ("/", "/files/1", "/deadlines", "/charts")]
    numbers = [wrong, id_of(3), id_of(5), id_of(7)]
    assert not any(number in text for number in numbers for text in shown)
    sheet = re.search(r'<select name="sheet".*?<option value="([^"]{9,})"', shown[1])
    assert sheet and "guilty" in page.client.get("/files/1", params={"sheet": sheet[1]}).text
    page.client.post("/ids", headers=SAME)
    assert all(number in page.client.get("/files/1").text for number in numbers)


# --- what is left -------------------------------------------------------------------------------------------------


def test_closing_the_page_deletes_what_was_dropped(page: Page, tmp_path: Path) -> None:
    page.drop(book(tmp_path / "表.xlsx"))
    page.wait()
    assert list(page.desk.folder.iterdir())
    answer = page.client.post("/close", headers=SAME)
    assert "已结束" in answer.text and not list(page.desk.folder.iterdir())
    page.wait(lambda: page.ended)


def test_a_page_is_gone_when_it_says_so_or_after_a_long_silence() -> None:
    now = [0.0]
    presence = Presence(lambda: now[0])
    now[0] = 10**6
    assert presence.away() == 0  # nobody has come yet
    presence.here("a")
    presence.here("b")
    presence.gone("a")
    now[0] += GRACE * 100
    assert presence.away() == 0
    presence.gone("b")
    presence.here("c")  # the next of our pages, in the same tab
    now[0] += SILENCE + 1
    assert presence.away() == 0  # found silent just now
    now[0] += GRACE + 1
    assert presence.away() > GRACE


def test_what_a_killed_server_left_is_deleted_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.tempfile, "gettempdir", lambda: str(tmp_path))
    with socket.socket() as alive, socket.socket() as ended:
        for one in (alive, ended):
            one.bind(("127.0.0.1", 0))
        alive.listen()
        ports = [one.getsockname()[1] for one in (alive, ended)]
        for port in ports:
            (tmp_path / f"jineng-page-{port}-x").mkdir()
        server._remove_leftovers(0)
    assert [path.name for path in tmp_path.iterdir()] == [f"jineng-page-{ports[0]}-x"]


def test_what_breaks_is_told_without_names(
    page: Page, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("丛明月 371099199003071230")

    monkeypatch.setattr(page.desk, "check_all", broken)
    answer = page.client.post("/check", headers=SAME)
    assert answer.status_code == 500 and "程序出错" in answer.text
    assert "ValueError" in caplog.text and "丛明月" not in caplog.text and "371099" not in caplog.text


@pytest.mark.skipif(os.name == "nt", reason="the browser is a shell script")
def test_double_clicked_it_opens_the_browser_and_only_this_pc_reaches_it(tmp_path: Path) -> None:
    """The program without a terminal: nowhere to write to, and BROWSER says which browser."""
    script, told = tmp_path / "browser", tmp_path / "address"
    script.write_text(f'#!/bin/sh\nprintf %s "$1" > "{told}.part" && mv "{told}.part" "{told}"\n')
    script.chmod(0o755)
    code = "import sys; sys.stdout = sys.stderr = None; from jineng.addin.page.server import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, "BROWSER": f"{script} %s", "TMPDIR": str(tmp_path)}
    )
    end = time.monotonic() + 30
    while not told.exists() and time.monotonic() < end:
        time.sleep(0.05)
    url = told.read_text()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{32}", url)
    with urlopen(url) as answer:
        assert answer.status == 200 and "jineng-" in answer.headers["set-cookie"]
    port = int(url.split(":")[2].partition("/")[0])
    with socket.socket() as other:  # another address of this very PC, as other computers' are
        assert other.connect_ex(("127.0.0.2", port)) != 0
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=15) == 0 and not list(tmp_path.glob("jineng-page-*"))


def test_every_address_is_documented(page: Page) -> None:
    told = (Path(__file__).parent.parent / "docs" / "page.md").read_text(encoding="utf-8")
    app = make_app(page.desk, page.presence, page._end)
    paths = {route.path for route in app.routes if isinstance(route, Route)}
    assert paths == set(re.findall(r"^\| `(?:GET|POST|GET、POST) (\S+)`", told, re.MULTILINE))
