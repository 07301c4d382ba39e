"""Who may speak to the page, what it takes, and what becomes of it when a file is not what it seems."""

import asyncio
import io
import re
import socket
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from books import ITEM, RESULTS, contestant, id_of, results, write
from starlette.routing import Route
from starlette.testclient import TestClient

from jineng.addin.page import desk as desks
from jineng.addin.page import jobs, server, worker
from jineng.addin.page.app import make_app
from jineng.addin.page.desk import Desk, safe_name
from jineng.addin.page.guard import Guard
from jineng.addin.page.presence import GRACE, SILENCE, Presence

HOST = "http://127.0.0.1:8765"
SAME = {"origin": HOST, "sec-fetch-site": "same-origin"}


def _book(path: Path) -> Path:
    return write(path, {"成绩": results()})


class Page:
    """The page without a socket: a client that has been let in, and one that has not."""

    def __init__(self, folder: Path) -> None:
        self.ended = False
        self.desk = Desk(folder)
        self.presence = Presence()
        guard = Guard(make_app(self.desk, self.presence, self._end), "secret", 8765)
        self.client = TestClient(guard, base_url=HOST, raise_server_exceptions=False)
        self.stranger = TestClient(guard, base_url=HOST)

    def _end(self) -> None:
        self.ended = True

    def drop(self, *paths: Path) -> str:
        files = [("files", (path.name, path.read_bytes())) for path in paths]
        return self.client.post("/files", files=files, headers=SAME).text

    def wait(self, until: Callable[[], bool] | None = None) -> None:
        """Until nothing is being checked any more."""
        end = time.monotonic() + 60
        while self.desk.busy if until is None else not until():
            assert time.monotonic() < end
            self.client.get("/files")
            time.sleep(0.05)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    found = Page(tmp_path / "desk")
    with found.client:
        assert found.client.get("/?token=secret").status_code == 200
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
    for name in ("index", "files", "file", "findings", "more", "documents", "settings", "base"):
        words = (Path(worker.__file__).parent / "templates" / f"{name}.html").read_text(encoding="utf-8")
        assert "http:" not in words and "https:" not in words and " style=" not in words and " onclick=" not in words


def test_going_back_leads_nowhere_else(page: Page) -> None:
    answer = page.client.post("/ids", headers={**SAME, "referer": f"{HOST}//evil.example/"}, follow_redirects=False)
    assert answer.headers["location"] == "/evil.example/"


# --- what it takes --------------------------------------------------------------------------------------------------


def test_a_name_is_never_a_path(page: Page, tmp_path: Path) -> None:
    book = _book(tmp_path / "表.xlsx")
    answer = page.client.post("/files", files=[("files", ("../../../etc/表.xlsx", book.read_bytes()))], headers=SAME)
    assert answer.status_code == 200
    page.wait()
    (one,) = page.desk.files.values()
    assert one.path == page.desk.folder / "1" / "表.xlsx" and one.state == "done"
    assert safe_name("a" * 500 + ".xlsx") == "a" * 80 + ".xlsx"


def test_two_files_of_one_name_are_told_apart(page: Page, tmp_path: Path) -> None:
    book = _book(tmp_path / "表.xlsx")
    page.drop(book, book)
    page.wait()
    assert [one.name for one in page.desk.files.values()] == ["表.xlsx", "表(2).xlsx"]


def test_more_than_it_can_hold_is_refused_in_words(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = _book(tmp_path / "表.xlsx")
    monkeypatch.setattr(desks, "MOST_FILES", 1)
    assert "最多放 1 个文件" in page.drop(book, book)
    monkeypatch.setattr(desks, "MOST_FILES", 60)
    monkeypatch.setattr(desks, "MOST_BYTES", 10)
    assert "文件合计超过" in page.drop(book)
    assert len(page.desk.files) == 1
    large = page.client.post("/files", content=b"", headers={**SAME, "content-length": str(10**12)})
    assert large.status_code == 413


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
    page.drop(*(tmp_path / name for name in HOSTILE), _book(tmp_path / "好.xlsx"))
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


def test_registers_of_one_file_serve_the_others(page: Page, tmp_path: Path) -> None:
    register = [["身份证号", "职业（工种）", "职业技能等级", "证书编号"], [id_of(1), ITEM, "高级工", "虚构1"]]
    winner = contestant(1, 获得奖项="一等奖")
    page.drop(
        write(tmp_path / "成绩.xlsx", {"成绩": [RESULTS, winner]}),
        write(tmp_path / "证书.xlsx", {"已有证书": register}),
    )
    page.wait()
    results_file, registers_file = page.desk.files.values()
    assert "没有提供“已有证书”表" in str(results_file.report) and registers_file.verdict == "登记表"
    page.client.post(f"/files/{registers_file.id}/register", headers=SAME)
    page.wait()
    assert "没有提供“已有证书”表" not in str(results_file.report) and "不再重复颁发" in str(results_file.report)


# --- workers --------------------------------------------------------------------------------------------------------


def test_a_worker_that_takes_too_much_is_ended_and_the_server_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def order(**more: object) -> dict[str, object]:
        return await jobs.run({"do": "check", "settings": {}, "registers": [], **more}, tmp_path / "job", 0.01)

    with pytest.raises(jobs.Failed, match="超过限制"):
        asyncio.run(order(file=str(_book(tmp_path / "表.xlsx"))))
    with pytest.raises(jobs.Failed, match="超过限制"):  # one that dies at once: the order names no file
        asyncio.run(jobs.run({"do": "check"}, tmp_path / "job2"))


def test_a_worker_may_not_take_all_memory() -> None:
    resource = pytest.importorskip("resource")
    import subprocess
    import sys

    code = "from jineng.addin.page.worker import _limit; _limit(); b = bytearray(8 << 30)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert resource and "MemoryError" in said.stderr


def test_a_check_can_be_called_off(page: Page, tmp_path: Path) -> None:
    page.drop(_book(tmp_path / "表.xlsx"))
    page.client.post("/files/1/stop", headers=SAME)
    page.wait()
    assert page.desk.files[1].verdict == "已停止"
    page.client.post("/check", headers=SAME)
    page.wait()
    assert page.desk.files[1].state == "done"


# --- what is left -------------------------------------------------------------------------------------------------


def test_closing_the_page_deletes_what_was_dropped(page: Page, tmp_path: Path) -> None:
    page.drop(_book(tmp_path / "表.xlsx"))
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


def test_every_address_is_documented(page: Page) -> None:
    told = (Path(__file__).parent.parent / "docs" / "page.md").read_text(encoding="utf-8")
    app = make_app(page.desk, page.presence, page._end)
    paths = {route.path for route in app.routes if isinstance(route, Route)}
    assert paths == set(re.findall(r"^\| `(?:GET|POST|GET、POST) (\S+)`", told, re.MULTILINE))
