"""Give a piece of work to a process of its own, wait for it, and end it when it takes too long or is called off."""

import asyncio
import json
import os
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jineng.addin.chinese import reason
from jineng.addin.page import worker
from jineng.workbooks.pdf import end_tree

#: How long a piece of work may take, and one with an office in it that lays out PDF.
SECONDS, PDF_SECONDS = worker.SECONDS + 10.0, 600.0
_LEAVE = 3.0  # a worker told to end may end its office first

#: So many at once: the page itself stays quick.
AT_ONCE = max(2, min(4, (os.cpu_count() or 2) - 1))

_OUT_OF_BOUNDS = (
    "处理这个文件的程序中途停止了：内存或时间超过限制，或文件异常；其他文件不受影响。请核对文件来源，或拆分后再试"
)


class Failed(Exception):
    """A piece of work that came to nothing; the message says why."""


async def run(order: Mapping[str, Any], folder: Path, seconds: float) -> dict[str, Any]:
    """The worker's answer to an order, its files in the folder; raises Failed. Cancelled, it ends the worker too."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        process = await _start(folder)
    except OSError as problem:
        raise Failed(f"处理这个文件的程序不能启动：{reason(problem)}") from problem
    try:
        asked = json.dumps({**order, "folder": str(folder)}, ensure_ascii=False).encode()
        await asyncio.wait_for(process.communicate(asked), seconds)
    except TimeoutError:
        raise Failed(_OUT_OF_BOUNDS) from None
    finally:
        if process.returncode is None:
            await _end(process)
    try:
        answer: dict[str, Any] = await asyncio.to_thread(_read, folder / "answer.json")
    except (OSError, ValueError):
        raise Failed(_OUT_OF_BOUNDS) from None
    if "problem" in answer:
        raise Failed(answer["problem"])
    return answer


async def _start(folder: Path) -> Process:
    """A worker; what it and its office put down for a while lies in the folder too, and goes with it."""
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    return await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "jineng.addin.page.worker",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, **temporary, "OPENBLAS_NUM_THREADS": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip


async def _end(process: Process) -> None:
    """Tell it to end, and end it; on Windows nobody can be told, so its office is ended with it."""
    if sys.platform == "win32":
        await asyncio.to_thread(end_tree, process.pid)
        await process.wait()
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _LEAVE)
    except TimeoutError:
        pass
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _read(path: Path) -> Any:
    return json.loads(path.read_bytes())
