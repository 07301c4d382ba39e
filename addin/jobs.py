"""Many workbooks on many cores: the same check of one file, in processes of the standard library's pool."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

from jineng.workbooks.checker import Aids, Checked, check_one, failed

#: So many files are worth a process more: to start one takes as long as to check a few dozen.
FILES_PER_JOB = 25
_DIED = "进程意外中止，可能内存不足"
_MOST = 61  # Windows waits for no more processes at once


def usual_jobs(files: int) -> int:
    """How many processes when nobody says: one a core, but no more than the files are worth."""
    return max(1, min(os.cpu_count() or 1, files // FILES_PER_JOB))


def in_processes(paths: Iterable[Path], aids: Aids, jobs: int) -> Iterator[Checked]:
    """What became of each file, in the order of the paths. A file that brings its process down stops no other."""
    waiting = list(paths)
    check = partial(check_one, aids=aids)
    while waiting:
        try:
            for done in _pooled(check, waiting, jobs):
                yield done
                waiting.pop(0)
        except BrokenProcessPool:  # by any of those under way: the first is tried alone
            try:
                yield from _pooled(check, waiting[:1], 1)
            except BrokenProcessPool:
                yield failed(waiting[0], _DIED)
            waiting.pop(0)


def _pooled(check: Callable[[Path], Checked], paths: Iterable[Path], jobs: int) -> Iterator[Checked]:
    """Stops at once, with all its processes, when it is given up (Ctrl-C)."""
    pool = ProcessPoolExecutor(min(jobs, _MOST), initializer=_leave_interrupts_to_the_parent)
    try:
        running: list[Future[Checked]] = [pool.submit(check, path) for path in paths]
        running.reverse()
        while running:
            yield running.pop().result()
        pool.shutdown()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.kill()
        raise


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
