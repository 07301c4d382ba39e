"""Run one command and print what it took, as JSON: python -I -S spent.py 秒数上限 核数 输出文件 命令…

A small process of its own, because Linux counts what a process's parent held when it was started as its memory too. Where
the command works in several processes, their memory is added up four times a second, pages that they share once: to add
it up takes two thousandths of a second, which are theirs.
"""

import json
import os
import re
import signal
import sys
import time
from pathlib import Path

_OFTEN = 0.25
_SHARE = re.compile(r"^Pss:\s+(\d+)", re.MULTILINE)


def together(process: int) -> int:
    """Kilobytes of a process and its children, if it has any."""
    total = 0
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        for one in [process, *map(int, children)] if children else []:
            total += int(_SHARE.findall(Path(f"/proc/{one}/smaps_rollup").read_text())[0])
    except (OSError, IndexError):  # one of them has ended meanwhile
        return 0
    return total


def spent(command: list[str], cores: int, output: str, limit: float) -> dict[str, float] | None:
    """Wall seconds, seconds of processor time, peak megabytes; None when it was not done within the limit."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    out = (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    start, peak = time.perf_counter(), 0
    process = os.posix_spawn(command[0], command, os.environ, file_actions=[out], setpgroup=0, setsigmask=[])
    while not signal.sigtimedwait([signal.SIGCHLD], _OFTEN):
        peak = max(peak, together(process))
        if time.perf_counter() - start > limit:
            os.killpg(process, signal.SIGKILL)
    seconds = time.perf_counter() - start
    _, status, used = os.wait4(process, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGKILL:
        return None
    if code not in (0, 1):
        sys.exit(f"failed: {command[:4]}")
    memory = max(used.ru_maxrss, peak) / 1024
    return {"wall": seconds, "processor": used.ru_utime + used.ru_stime, "memory": memory}


if __name__ == "__main__":
    limit, cores, output, *command = sys.argv[1:]
    print(json.dumps(spent(command, int(cores), output, float(limit))))
