"""PDF from the documents we wrote, by a LibreOffice without a screen; nothing else can lay them out as Office does.

It runs on a profile of its own, made for the run: an office on the user's profile would take over the work and say
nothing. Links in a document are not followed and macros do not run. One that hangs is killed with all its processes.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from jineng.workbooks.atomic import replacing

#: Steps → the same steps, shown to whoever waits for them.
Watch = Callable[[Sequence[list[Path]]], Iterable[list[Path]]]

NO_OFFICE = (
    "没有找到 LibreOffice（程序 soffice），不能生成 PDF。请安装后再试，或不加 --pdf 导出，再用 Office、WPS 另存为 PDF"
)
_PLACES = (
    Path(os.environ.get("PROGRAMFILES", r"C:\Program Files"), "LibreOffice", "program", "soffice.com"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
#: In every PDF of its making; a scan has none.
_MARK = "LibreOffice".encode("utf-16-be").hex().upper().encode()
_BATCH = 25
_START, _EACH = 60.0, 10.0  # seconds it may take: to start, and a document
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
#: Not DisableActiveContent too: a chart is active content.
_CAUTION = ("BlockUntrustedRefererLinks", "DisableMacrosExecution")


class NoPdf(Exception):
    """Why there is no PDF, in one sentence."""


def find_office() -> str | None:
    """The program, on the path or where it is installed."""
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    return on_path or next((str(place) for place in _PLACES if place.is_file()), None)


def convert(documents: Iterable[Path], watch: Watch = iter, folder: Path | None = None) -> list[Path]:
    """A PDF beside each document, or in a folder, of the same name; of a form in Word and Excel, from the Word document.

    Raises NoPdf where there is no office, or it could not make one of them, or a PDF of that name is no such one.
    """
    office = find_office()
    if office is None:
        raise NoPdf(NO_OFFICE)
    ordered = sorted(documents, key=lambda one: one.suffix, reverse=True)
    by_target = {(folder or one.parent) / f"{one.stem}.pdf": one for one in ordered}
    targets = sorted(by_target)
    for target in targets:
        if target.exists() and _MARK not in target.read_bytes():
            raise NoPdf(f"“{target}”已有，不是 LibreOffice 生成的（可能是扫描件），没有覆盖；请先移走再生成 PDF")
    if folder and targets:
        folder.mkdir(exist_ok=True)
    batches = [targets[at : at + _BATCH] for at in range(0, len(targets), _BATCH)]
    with TemporaryDirectory(prefix="jineng-pdf-", ignore_cleanup_errors=True) as temporary:
        profile = _profile(Path(temporary))
        for batch in watch(batches):
            _convert(office, profile, [(by_target[target], target) for target in batch])
    return targets


def _convert(office: str, profile: Path, wanted: Sequence[tuple[Path, Path]]) -> None:
    """A batch: copied to short names of their own, for the same name may stand in two folders."""
    with TemporaryDirectory(prefix="jineng-pdf-", ignore_cleanup_errors=True) as temporary:
        copies = [
            shutil.copyfile(source, Path(temporary, f"{n}{source.suffix}")) for n, (source, _) in enumerate(wanted)
        ]
        said = _run(office, profile, ["--convert-to", "pdf", "--outdir", temporary, *map(str, copies)], len(copies))
        for copy, (source, target) in zip(copies, wanted, strict=True):
            made = copy.with_suffix(".pdf")
            if not made.is_file():
                raise NoPdf(f"LibreOffice 没有把“{source.name}”转成 PDF" + (f"：{said}" if said else ""))
            with replacing(target) as whole:
                shutil.copyfile(made, whole)


def _profile(folder: Path) -> Path:
    items = "".join(
        f'<item oor:path="{_SCRIPTING}"><prop oor:name="{name}" oor:op="fuse"><value>true</value></prop></item>'
        for name in _CAUTION
    )
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )
    return folder


def _run(office: str, profile: Path, arguments: Sequence[str], documents: int) -> str:
    """Start the office and wait for it; returns the last line of what it said."""
    command = [office, "--headless", "--norestore", "--nolockcheck", "--nodefault",
               f"-env:UserInstallation={profile.as_uri()}", *arguments]  # fmt: skip
    allowed = _START + _EACH * documents
    running = None
    try:
        with _not_stopped():
            running = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        said = running.communicate(timeout=allowed)[1]
    except subprocess.TimeoutExpired:
        raise NoPdf(f"LibreOffice {allowed:.0f} 秒没有转完，已停止") from None
    finally:
        if running:
            with running:  # its pipe is closed, whoever else may still hold the other end
                if running.poll() is None:
                    end_tree(running.pid)
    return next((line for line in reversed(said.decode(errors="replace").splitlines()) if line.strip()), "")


@contextmanager
def _not_stopped() -> Iterator[None]:
    """Whoever stops us does so behind this block: a process that is just being started would be left alone for ever."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stops: list[int] = []
    before = {
        one: signal.signal(one, lambda number, _: stops.append(number)) for one in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler or signal.SIG_DFL)
    for stop in stops:
        signal.raise_signal(stop)


def end_tree(process: int) -> None:
    """End a process with all that it started: the office's wrapper alone would leave the office itself running.

    Elsewhere than on Windows it must have been started with a session of its own.
    """
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process)], capture_output=True)
    else:
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
