"""Many workbooks, or the rows of a large one, on many cores: the same check, in processes of the standard library's pool."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import Any

from jineng.workbooks.checker import Aids, Checked, check_one, failed

#: So many files are worth a process more: to start one takes as long as to check a few dozen.
FILES_PER_JOB = 25
#: So many files at most go to a process at a time, and fewer where each would have fewer than so many turns.
_BATCH, _TURNS = 5, 20
_DIED = "进程意外中止，可能内存不足"
_MOST = 61  # Windows waits for no more processes at once


def usual_jobs(files: int) -> int:
    """How many processes when nobody says: one a core, but no more than the files are worth."""
    return max(1, min(os.cpu_count() or 1, files // FILES_PER_JOB))


def in_processes(paths: Iterable[Path], aids: Aids, jobs: int) -> Iterator[Checked]:
    """What became of each file, in the order of the paths. A file that brings its process down stops no other."""
    waiting = list(paths)
    size = max(1, min(_BATCH, len(waiting) // (jobs * _TURNS)))
    check = partial(check_batch, aids)
    while waiting:
        try:
            batches = [waiting[at : at + size] for at in range(0, len(waiting), size)]
            for done in _pooled(check, batches, jobs):
                yield from done
                del waiting[: len(done)]
        except BrokenProcessPool:  # by any of those under way: the first are tried alone
            for path in waiting[:size]:
                try:
                    [[alone]] = _pooled(check, [[path]], 1)
                except BrokenProcessPool:
                    alone = failed(path, _DIED)
                yield alone
            del waiting[:size]


def check_batch(aids: Aids, paths: Sequence[Path]) -> list[Checked]:
    """Check some files, one after another."""
    return [check_one(path, aids) for path in paths]


def spread(task: Callable[[tuple[int, int]], Any], most: int, jobs: int | None = None) -> Iterator[Any]:
    """What several processes make of the shares of one task, at most so many, in order; see `shares.Spread`.

    Nothing where one process has to do it. Two shares a process, so that less is under way to this one at a time.

    jobs  without it, one process a core
    """
    jobs = jobs or os.cpu_count() or 1
    of = min(2 * jobs, most)
    if jobs > 1 and of > 1:
        yield from _pooled(task, [(number, of) for number in range(of)], min(jobs, of))


def _pooled(task: Callable[[Any], Any], asked: Iterable[Any], jobs: int) -> Iterator[Any]:
    """Stops at once, with all its processes, when it is given up (Ctrl-C)."""
    pool = ProcessPoolExecutor(min(jobs, _MOST), initializer=_begin, initargs=(task,))
    try:
        running = [pool.submit(_do, one) for one in asked]
        running.reverse()
        while running:
            yield running.pop().result()
        pool.shutdown()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.kill()
        raise


_task: Callable[[Any], Any]


def _begin(task: Callable[[Any], Any]) -> None:
    """A process of the pool: interruptions are left to the parent; where it was forked, the task is not sent to it."""
    global _task
    _task = task
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do(one: Any) -> Any:
    return _task(one)
