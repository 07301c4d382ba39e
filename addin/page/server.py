"""Start the page: on this PC's own address only, under a port and a token of its own, and end when it is done with."""

import asyncio
import secrets
import shutil
import signal
import socket
import tempfile
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from jineng.addin.page.app import make_app
from jineng.addin.page.desk import Desk
from jineng.addin.page.guard import Guard
from jineng.addin.page.presence import GRACE, LINGER, Presence

ADDRESS = "127.0.0.1"
_PREFIX = "jineng-page-"


def serve(port: int = 0, browser: bool = True, say: Callable[[str], None] = print) -> None:
    """Serve the page until it is closed or the program is stopped; the files dropped are deleted in any case.

    port: 0 takes a free one. May raise OSError when the port is taken.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.bind((ADDRESS, port))
        listening.listen()  # from now on the address answers, for the browser and for another server that looks for leftovers
        port = listening.getsockname()[1]
        _remove_leftovers(port)
        token = secrets.token_urlsafe(24)
        folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{port}-"))
        for name in ("SIGTERM", "SIGBREAK", "SIGHUP"):  # by default they would end us with the files still there
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _interrupt)
        try:
            asyncio.run(_serve(listening, folder, token, browser, say))
        except KeyboardInterrupt:
            pass
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """The program `jineng-page`, to be double-clicked: no terminal to say anything to."""
    serve(say=lambda _: None)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


async def _serve(listening: socket.socket, folder: Path, token: str, browser: bool, say: Callable[[str], None]) -> None:
    port = listening.getsockname()[1]
    desk, presence = Desk(folder), Presence()
    server: uvicorn.Server

    def end() -> None:
        server.should_exit = True

    app = Guard(make_app(desk, presence, end), token, port)
    server = uvicorn.Server(uvicorn.Config(
        app, log_level="warning", access_log=False, use_colors=False, server_header=False, lifespan="off", ws="none", timeout_graceful_shutdown=3,
    ))  # fmt: skip
    watching = asyncio.create_task(_watch(desk, presence, end))
    url = f"http://{ADDRESS}:{port}/?token={token}"
    say(f"本机网页：{url}\n只有这台电脑能打开；文件不离开本机，关闭网页后删除。按 Ctrl+C 结束。")
    if browser:
        loop = asyncio.get_running_loop()
        loop.call_later(0.3, lambda: loop.run_in_executor(None, _open, url))
    try:
        await server.serve(sockets=[listening])
    finally:
        watching.cancel()
        desk.clear()
        await asyncio.sleep(0.1)  # the workers called off are ended


def _open(url: str) -> None:
    with suppress(webbrowser.Error):
        webbrowser.open(url)


async def _watch(desk: Desk, presence: Presence, end: Callable[[], None]) -> None:
    """Clear the desk when the page has been closed, and end the server a while after."""
    while True:
        await asyncio.sleep(2)
        away = presence.away()
        if away > GRACE:
            desk.clear()  # again and again: a worker may have put something down while it was being ended
        if away > LINGER:
            end()


def _remove_leftovers(own_port: int) -> None:
    """Delete what a server left behind that was killed: one whose port nobody answers on any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        port = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if port.isdigit() and (int(port) == own_port or not _answers(int(port))):
            shutil.rmtree(folder, ignore_errors=True)


def _answers(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as asking:
        asking.settimeout(0.5)
        return asking.connect_ex((ADDRESS, port)) == 0
