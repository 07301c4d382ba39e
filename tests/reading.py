"""读工作簿的测试共用的：读出的行、校验的结果、拒绝时说的话。"""

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from jineng.validators.findings import FileReport
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.sheets import Unreadable, read_sheets


def refusal(path: Path) -> str:
    """读取被拒绝的那句话；文件一个字节也没有改。"""
    before = sha256(path.read_bytes()).hexdigest()
    with pytest.raises(Unreadable) as caught:
        list(read_sheets(path))
    assert sha256(path.read_bytes()).hexdigest() == before
    message = str(caught.value)
    assert "\n" not in message and any("一" <= letter <= "鿿" for letter in message)
    return message


def rows(path: Path, sheet: int = 0) -> list[list[Any]]:
    return [list(row) for row in list(read_sheets(path))[sheet].rows()]


def checked(path: Path) -> FileReport:
    return check_file(path, Aids(today=date(2024, 11, 1)))[0]
