"""The command line, run in the tests' own process: what it says, and how it ends."""

from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import NamedTuple

import pytest

from jineng.addin.cli import main


class Result(NamedTuple):
    """`output` is both streams as they would stand on the terminal."""

    exit_code: int
    stdout: str
    stderr: str
    output: str


class _Stream(StringIO):
    def __init__(self, both: StringIO) -> None:
        super().__init__()
        self.both = both

    def write(self, words: str) -> int:
        self.both.write(words)
        return super().write(words)


def invoke(words: Iterable[object]) -> Result:
    """What `jineng` with these words says; an exception that it does not expect is the test's."""
    both = StringIO()
    out, err = _Stream(both), _Stream(both)
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    assert isinstance(end.value.code, int)
    return Result(end.value.code, out.getvalue(), err.getvalue(), both.getvalue())


def refused(*words: object) -> str:
    """以退出码2结束，标准错误上只有一行中文，标准输出上没有结果。"""
    result = invoke(words)
    assert result.exit_code == 2 and result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("jineng：") and "Error" not in line and "Usage" not in line
    return line
