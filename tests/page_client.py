"""The page without a socket or a browser: what it answers to requests."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from books import results, write
from starlette.testclient import TestClient

from jineng.addin.page.app import make_app
from jineng.addin.page.desk import Desk
from jineng.addin.page.guard import Guard
from jineng.addin.page.presence import Presence

HOST = "http://127.0.0.1:8765"
SAME = {"origin": HOST, "sec-fetch-site": "same-origin"}


def book(path: Path) -> Path:
    return write(path, {"成绩": results()})


def processes(words: str) -> list[int]:
    """Those running whose command line has these words."""
    listing = subprocess.run(["ps", "-wweo", "pid=,args="], capture_output=True, text=True, check=True).stdout
    found = (line.split(maxsplit=1) for line in listing.splitlines())
    return [int(pid) for pid, command in found if words in command and int(pid) != os.getpid()]


def workers() -> list[int]:
    """The workers that this process started."""
    listing = subprocess.run(["ps", "-wwo", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True)
    return [int(line.split()[0]) for line in listing.stdout.splitlines() if "page.worker" in line]


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

    def post(self, path: str, **data: str) -> str:
        return self.client.post(path, data=data, headers=SAME).text

    def wait(self, until: Callable[[], bool] | None = None) -> None:
        """Until nothing is being checked any more, or something else has come about."""
        end = time.monotonic() + 60
        while self.desk.busy if until is None else not until():
            assert time.monotonic() < end
            self.client.get("/files")
            time.sleep(0.05)


@contextmanager
def opened(folder: Path) -> Iterator[Page]:
    """One that has been let in."""
    found = Page(folder)
    with found.client:
        assert found.client.get("/?token=secret").status_code == 200
        yield found
