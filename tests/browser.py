"""A real Chromium without a screen, in front of the page that `jineng serve` serves."""

import base64
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

#: Screens of an official's PC.
SIZE = (1366, 768)

_DROP = """async (files) => {
  const dropped = new DataTransfer();
  for (const [name, bytes] of files) dropped.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
  const label = document.querySelector("#drop label");
  for (const kind of ["dragover", "drop"]) label.dispatchEvent(new DragEvent(kind, { dataTransfer: dropped, bubbles: true, cancelable: true }));
}"""


def required() -> str:
    """The browser's path; skips without one, unless JINENG_BROWSER says that there must be one, as in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        if os.environ.get("JINENG_BROWSER"):
            pytest.fail("Chromium is missing")
        pytest.skip("没有 Chromium，网页没有在浏览器里测试（Debian：apt-get install chromium fonts-noto-cjk）")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=required(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


class Served:
    """A server of our own and a window in front of it.

    folder    where the system's temporary files go, so that what is left behind shows
    outside   addresses asked for beyond the server
    problems  what the browser had to say of errors
    """

    def __init__(self, folder: Path, *command: str) -> None:
        self.folder = folder
        self.outside: list[str] = []
        self.problems: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-u", *(command or ("-m", "jineng.addin", "serve", "--no-browser"))], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env={**os.environ, "TMPDIR": str(folder), "TEMP": str(folder)},
        )  # fmt: skip
        assert self.process.stdout
        found = re.search(r"http\S+", self.process.stdout.readline())
        assert found
        self.url = found[0]
        self.home = self.url.partition("?")[0]

    def window(self, started: Browser, size: tuple[int, int] = SIZE) -> Page:
        context = started.new_context(viewport={"width": size[0], "height": size[1]}, accept_downloads=True)
        context.on("request", self._see)
        context.on(
            "console", lambda said: self.problems.append(said.text) if said.type in ("error", "warning") else None
        )
        context.on(
            "response", lambda got: self.problems.append(f"{got.status} {got.url}") if got.status >= 400 else None
        )
        context.on("weberror", lambda error: self.problems.append(str(error.error)))
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(self.url)
        page.wait_for_url(self.home)
        return page

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.home, "blob:", "data:")):
            self.outside.append(request.url)

    def stop(self) -> str:
        """End the server as a system does that shuts down; what it had to say of errors."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=15)[1]

    @property
    def left(self) -> list[str]:
        """Files left in its folders."""
        return [p.name for folder in self.folder.glob("jineng-page-*") for p in folder.rglob("*") if p.is_file()]


# --- what an official does there -------------------------------------------------------------------------------------


def drop(page: Page, *paths: Path) -> None:
    page.evaluate(_DROP, [[path.name, base64.b64encode(path.read_bytes()).decode()] for path in paths])


def checked(page: Page, number: int) -> None:
    expect(page.locator("#files [role=status]")).to_have_text(f"共 {number} 个文件", timeout=30_000)


def verdict(page: Page, name: str) -> str:
    return page.locator("#files tr", has_text=name).locator(".verdict").inner_text()


def open_file(page: Page, path: Path) -> None:
    drop(page, path)
    checked(page, 1)
    page.click(f"text={path.name}")
    page.wait_for_load_state()


def go(page: Page, title: str) -> None:
    page.click(f"nav >> text={title}")
    page.wait_for_load_state()  # its script too


def downloaded(page: Page, title: str, folder: Path) -> Path:
    """What a press of 生成 gives, and then a click on the file."""
    row = page.locator("#documents li", has=page.locator("b", has_text=title))
    row.locator("button").first.click()
    row.locator("a.file").first.wait_for()
    with page.expect_download() as waiting:
        row.locator("a.file").first.click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target
