"""What is said to whoever sits at the terminal: lines, a bar while it takes long, and why something could not be done."""

import errno
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from unicodedata import east_asian_width


class Refused(Exception):
    """Something could not be done: one Chinese sentence, exit code 2."""


def say(words: str, err: bool = False, end: str = "\n") -> None:
    """Lines on standard output, or on standard error, seen at once. A result that cannot be written ends the command."""
    stream = sys.stderr if err else sys.stdout
    if stream is None:
        return
    try:
        print(words, end=end, file=stream, flush=True)
    except OSError as problem:
        if err:
            return  # there is nowhere to say it
        if isinstance(problem, BrokenPipeError):
            raise SystemExit(1) from None  # who was reading has seen enough
        raise Refused(f"不能写出结果：{reason(problem)}") from problem


def watched(
    steps: Iterable[Any], many: int, label: str, show: Callable[[Any], str | None] | None = None
) -> Iterator[Any]:
    """The steps, with a bar on standard error when somebody is watching; `show` says which one is being done."""
    if many < 2 or not sys.stderr.isatty():
        yield from steps
        return
    from click import progressbar

    with progressbar(steps, many, label=label, file=sys.stderr, item_show_func=show) as bar:
        yield from bar


def width(words: str) -> int:
    """How many columns the words take: Chinese letters are two wide."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)


def reason(problem: OSError) -> str:
    """What the system would not do, in Chinese."""
    return {
        errno.EACCES: "没有权限，或文件正被占用",
        errno.EPERM: "没有权限，或文件正被占用",
        errno.EADDRINUSE: "端口已被占用，换一个或不指定",
        errno.EROFS: "该处只读",
        errno.ENOENT: "路径不存在",
        errno.EEXIST: "已有同名文件",
        errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
        errno.EISDIR: "这是文件夹",
        errno.ENOSPC: "磁盘已满",
        errno.EDQUOT: "磁盘配额已满",
        errno.EFBIG: "文件大小超过了限制",
        errno.ENAMETOOLONG: "路径太长",
    }.get(problem.errno or 0, problem.strerror or type(problem).__name__)
