"""The many strings of a large workbook lie in a temporary file: read back in any order, by several processes, and never left behind."""

import multiprocessing
import os
import tempfile
import zipfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from books import RESULTS, contestant, pack, write

from jineng.workbooks import shared_strings
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.shared_strings import Spilled
from jineng.workbooks.xml_text import Unusual

#: As they stand in the XML, and what they say.
KINDS = {
    "<si><t>虚甲子{}</t></si>": "虚甲子{}", "<si><t/></si>": "", "<si><t></t></si>": "", "<si><t>“A&amp;B” &#x4e59;{}</t></si>": "“A&B” 乙{}",
    '<si><t xml:space="preserve"> 前后{} </t></si>': " 前后{} ", "<si><r><t>多</t></r><r><rPr><b/></rPr><t>色{}</t></r></si>": "多色{}",
    '<si><t>课{}</t><phoneticPr fontId="1" type="noConversion"/></si>': "课{}", "<si></si>": "",
    '<si><t>字{}</t><rPh sb="0" eb="1"><t>zi</t></rPh><phoneticPr fontId="1"/></si>': "字{}",
    '<si><r><rPr><b val="true"/><sz val="11"/></rPr><t xml:space="preserve">20{} </t></r><r><t>年&lt;</t></r></si>': "20{} 年<",
    "<si><t>第一行\n第{}行</t></si>": "第一行\n第{}行", "<si><t>𠮷{}</t></si>": "𠮷{}",
}  # fmt: skip
MEANT = [words.format(n) for n in range(500) for words in KINDS.values()]


def workbook(path: Path, strings: str) -> Path:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return pack(path, {"xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>'})


def read(path: Path) -> Mapping[bytes | None, str]:
    with zipfile.ZipFile(path) as package:
        return shared_strings.shared_strings(package, package.getinfo("xl/sharedStrings.xml"))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_LARGE", 0), ("_CHUNK", 1000), ("_REMEMBERED", 50), ("_SOON", 1 << 8), ("_BLOCKS", 3)):
        monkeypatch.setattr(shared_strings, name, value)


@pytest.fixture(params=["temporary file", "as on Windows", "no folder", "full disk"])
def where(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the strings go: into memory, where they cannot be written."""
    if request.param == "as on Windows":
        monkeypatch.delattr(os, "pread")
    if request.param == "no folder":
        monkeypatch.setattr(tempfile, "TemporaryFile", partial(tempfile.TemporaryFile, dir="/nowhere"))
    if request.param == "full disk":
        monkeypatch.setattr(tempfile, "TemporaryFile", partial(Path("/dev/full").open, "r+b"))
    return str(request.param)


@pytest.fixture
def strings(tmp_path: Path) -> Path:
    return workbook(tmp_path / "成绩.xlsx", "".join(xml.format(n) for n in range(500) for xml in KINDS))


@pytest.mark.filterwarnings("error")  # nothing is said of a file that could not be written or was not closed
@pytest.mark.parametrize("order", ["first use", "backwards", "random", "a few again and again"])
def test_strings_are_those_that_were_put_there(where: str, strings: Path, order: str) -> None:
    found, numbers = read(strings), list(range(len(MEANT)))
    if order != "first use":
        Random(7).shuffle(numbers)
    if order == "backwards":
        numbers.sort(reverse=True)
    if order == "a few again and again":
        numbers = [n % 40 if n % 3 else n for n in numbers]
    assert all(found[b"%d" % n] == MEANT[n] for n in [*numbers, *numbers]) and found[None] == ""


def test_however_many_are_read_few_are_kept(strings: Path) -> None:
    found = read(strings)
    assert isinstance(found, Spilled)
    most = 0
    for n in [*range(0, len(MEANT), 3), *range(300)] * 3:
        found[b"%d" % n]
        most = max(most, len(found))
    assert 20 < most <= shared_strings._REMEMBERED + 2
    assert found.block.cache_info().currsize == 3


@pytest.mark.parametrize("number", ["6000", "6008", "99999", "9" * 30, "-1", "1_0", " 1", "", "x"])
def test_there_is_no_other_string(where: str, strings: Path, number: str) -> None:
    assert len(MEANT) == 6000
    with pytest.raises(LookupError):
        read(strings)[number.encode()]


@pytest.mark.parametrize("odd", ["<si><t>甲&#0;乙</t></si>", "<si><t>a_x000D_b</t></si>", "<si><t>&nbsp;</t></si>"])
def test_what_is_unusual_is_for_calamine(where: str, tmp_path: Path, odd: str) -> None:
    with pytest.raises(Unusual):
        read(workbook(tmp_path / "怪.xlsx", f"<si><t>甲</t></si>{odd}<si><t>乙</t></si>"))


@pytest.mark.skipif(os.name != "posix", reason="临时文件在 Windows 上有名字，由系统删除")
def test_nothing_is_left_on_the_disk(strings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "临时"))
    (tmp_path / "临时").mkdir()
    found = read(strings)
    assert isinstance(found, Spilled) and os.fstat(found.file.fileno()).st_size > len("".join(MEANT))
    assert os.fstat(found.file.fileno()).st_nlink == 0 and not list((tmp_path / "临时").iterdir())


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="这里的进程不能分叉")
def test_forked_processes_do_not_disturb_one_another(strings: Path) -> None:
    found = read(strings)
    with multiprocessing.get_context("fork").Pool(4, _share, (found,)) as pool:
        assert pool.map(_read_at_random, range(8), 1) == [True] * 8


_found: Mapping[bytes | None, str]


def _share(found: Any) -> None:
    global _found
    _found = found


def _read_at_random(seed: int) -> bool:
    rng = Random(seed)
    return all(_found[b"%d" % n] == MEANT[n] for n in (rng.randrange(len(MEANT)) for _ in range(10_000)))


def test_a_workbook_is_checked_alike(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [contestant(n % 70, **{"理论成绩": "缺考"} if n % 9 == 0 else {}) for n in range(90)]
    path = write(tmp_path / "成绩.xlsx", {"成绩": [RESULTS, *people], "又": [RESULTS, *people[::-1]]})
    spilled, _ = check_file(path, Aids())
    monkeypatch.setattr(shared_strings, "_LARGE", 1 << 20)
    assert spilled == check_file(path, Aids())[0] and len(spilled.findings) > 30
