"""标记副本写成文件：原件只读，满盘、只读、占用、中途被杀，留下的不是旧文件就是新文件；各种压缩包都认得。"""

import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from books import RESULTS, contestant, write
from docx import Document
from terminal import Result, invoke
from test_marking import fill_of, marked, parts, raw_parts, report_of

from jineng.workbooks.marking import Refused, clear_copy, mark_copy
from jineng.workbooks.marks import RESULT_SHEET

OLD = b"what stood there before"
unix = pytest.mark.skipif(os.name == "nt", reason="用 Unix 的限制和信号")


def run(*args: object) -> Result:
    return invoke([str(arg) for arg in args])


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    rows = [RESULTS, contestant(1, 理论成绩=159), contestant(2, 姓名="虚1"), contestant(3)]
    return write(tmp_path / "成绩.xlsx", {"成绩": rows})


def large(path: Path, pieces: int) -> Path:
    """Large enough for writing to take a moment: random letters, which compress badly."""
    noise = os.urandom(8_000_000)
    with zipfile.ZipFile(write(path, {"成绩": [RESULTS, contestant(1, 理论成绩=159)]}), "a") as package:
        for number in range(pieces):
            package.writestr(f"custom/{number}.bin", noise)
    return path


# 命令行


def test_check_writes_marked_copies_and_says_so(faulty: Path, tmp_path: Path) -> None:
    before = faulty.read_bytes()
    (tmp_path / "子").mkdir()
    clean = write(tmp_path / "子" / "成绩.xlsx", {"成绩": [RESULTS, contestant(3)]})
    result = run("check", faulty, clean, "--mark", tmp_path / "标记")

    assert result.exit_code == 1 and faulty.read_bytes() == before
    copies = sorted(p.relative_to(tmp_path / "标记") for p in (tmp_path / "标记").rglob("*.xlsx"))
    assert copies == sorted(Path(p.parent.name) / "成绩_已校验.xlsx" for p in (faulty, clean))
    said = result.stdout.splitlines()[-2:]
    assert all(line.startswith("已写出 ") for line in said) and "：标记 2 个单元格" in said[0]


def test_json_stays_json_when_copies_are_written(faulty: Path, tmp_path: Path) -> None:
    result = run("check", faulty, "--format", "json", "--mark", tmp_path / "标记")
    assert result.stdout.startswith("{") and result.stdout.rstrip().endswith("}")
    assert result.stderr.startswith("已写出 ")


def test_a_copy_of_an_earlier_check_is_replaced_when_nothing_is_wrong_any_more(faulty: Path, tmp_path: Path) -> None:
    run("check", faulty, "--mark", tmp_path / "标记")
    write(faulty, {"成绩": [RESULTS, contestant(3)]})
    result = run("check", faulty, "--mark", tmp_path / "标记")

    sheet = openpyxl.load_workbook(tmp_path / "标记" / "成绩_已校验.xlsx")[RESULT_SHEET]
    assert sheet["A1"].value.startswith("可上报") and "没有要标记的单元格" in result.stdout


def test_word_documents_and_damaged_files_do_not_stop_the_others(faulty: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\3\4 damaged")
    word = Document()
    table = word.add_table(rows=0, cols=len(RESULTS))
    for row in (RESULTS, contestant(1, 理论成绩=159)):
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = str(value or "")
    word.save(str(tmp_path / "成绩.docx"))
    result = run("check", tmp_path / "坏.xlsx", tmp_path / "成绩.docx", faulty, "--mark", tmp_path / "标记")
    assert result.exit_code == 2 and "成绩.docx：Word 文档不着色" in result.stdout
    assert [path.name for path in (tmp_path / "标记").iterdir()] == ["成绩_已校验.xlsx"]


def test_no_copy_takes_the_place_of_another(faulty: Path, tmp_path: Path) -> None:
    (tmp_path / "成绩_已校验.xlsx").write_bytes(faulty.read_bytes())
    run("check", faulty, tmp_path / "成绩_已校验.xlsx", "--mark", tmp_path / "标记")
    assert {path.stem for path in (tmp_path / "标记").iterdir()} == {"成绩_已校验", "成绩_已校验_已校验"}


def test_clear_gives_back_what_was_there(faulty: Path, tmp_path: Path) -> None:
    copy = marked(faulty, tmp_path)
    result = run("clear", copy, "-o", tmp_path / "清.xlsx")
    assert result.stdout == f"已写出 {tmp_path / '清.xlsx'}：清除了 2 个单元格的标记\n"
    assert parts(tmp_path / "清.xlsx") == parts(faulty)
    assert run("clear", faulty, "-o", tmp_path / "清.xlsx").stdout.endswith("没有标记要清除\n")


@pytest.mark.parametrize(("target", "says"), [
    ("成绩.xlsx", "不能写回同一个文件"),
    ("没有/清.xlsx", "不能写到“.*没有/清.xlsx”：路径不存在"),
    ("成绩.xlsx/清.xlsx", "路径中有一段是文件，不是文件夹"),
    ("清.xlsm", "副本要和原工作簿一样以 .xlsx 结尾"),
])  # fmt: skip
def test_clear_refuses_in_one_sentence(faulty: Path, tmp_path: Path, target: str, says: str) -> None:
    before = faulty.read_bytes()
    result = run("clear", faulty, "-o", tmp_path / target)
    assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1
    assert re.search(says, result.stderr) and faulty.read_bytes() == before


# 写不成时


def test_a_target_open_in_excel_is_left_alone(faulty: Path, tmp_path: Path) -> None:
    target = tmp_path / "副本.xlsx"
    target.write_bytes(OLD)
    (tmp_path / "~$副本.xlsx").write_bytes(b"")
    with pytest.raises(Refused, match=r"“副本\.xlsx”正在 Excel 或 WPS 中打开，请关闭后再试"):
        mark_copy(faulty, report_of(faulty), target)
    assert target.read_bytes() == OLD


def command(source: Path, folder: Path) -> list[str]:
    return [
        sys.executable,
        "-c",
        "from jineng.addin.cli import main; main()",
        "check",
        str(source),
        "--mark",
        str(folder),
    ]


@unix
def test_a_full_disk_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    """No file may grow beyond 5 MB: writing fails half way, as on a full disk."""
    source, folder = large(tmp_path / "成绩.xlsx", 1), tmp_path / "标记"
    folder.mkdir()
    (folder / "成绩_已校验.xlsx").write_bytes(OLD)

    def limit() -> None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000_000, 5_000_000))

    done = subprocess.run(command(source, folder), preexec_fn=limit, capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr.endswith("，文件大小超过了限制\n") and "Traceback" not in done.stderr
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {"成绩_已校验.xlsx": OLD}


@unix
def test_a_read_only_folder_is_refused(faulty: Path) -> None:
    """root may write anywhere: the command becomes another user once it has loaded what it needs."""
    with TemporaryDirectory() as shared:
        Path(shared).chmod(0o755)
        folder, source = Path(shared) / "标记", Path(shared) / "成绩.xlsx"
        source.write_bytes(faulty.read_bytes())
        folder.mkdir(mode=0o555)
        program = (
            "import os, sys\nfrom jineng.addin import cli, marked_copies\n"
            "try: cli.main(sys.argv[1:3])\nexcept SystemExit: pass\nif not os.geteuid(): os.setgid(65534); os.setuid(65534)\ncli.main()"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, "check", str(source), "--mark", str(folder)], capture_output=True, text=True
        )
        assert done.returncode == 2 and done.stderr.endswith("，没有权限，或文件正被占用\n")
        assert not any(folder.iterdir())


@unix
def test_a_kill_in_the_middle_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    source, folder = large(tmp_path / "成绩.xlsx", 10), tmp_path / "标记"
    target = folder / "成绩_已校验.xlsx"
    assert subprocess.run(command(source, folder), capture_output=True).returncode == 1
    new = target.read_bytes()
    killed = 0
    for _ in range(3):
        target.write_bytes(OLD)
        child = subprocess.Popen(command(source, folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while child.poll() is None and not list(folder.glob(".jineng-*")):
            time.sleep(0.001)
        child.kill()
        killed += child.wait() == -signal.SIGKILL
        assert target.read_bytes() in (OLD, new)
        for rest in folder.glob(".jineng-*"):
            rest.unlink()
    assert killed


def test_the_original_is_never_opened_for_writing(faulty: Path, tmp_path: Path) -> None:
    opened: list[tuple[str, str]] = []
    watching = True

    def audit(event: str, args: Any) -> None:  # it cannot be taken away again
        if watching and event == "open" and isinstance(args[0], (str, bytes, os.PathLike)):
            opened.append((os.fsdecode(args[0]), str(args[1])))

    sys.addaudithook(audit)
    report = report_of(faulty)
    mark_copy(faulty, report, tmp_path / "副本.xlsx")
    watching = False
    modes = {mode for name, mode in opened if name == str(faulty)}
    assert modes == {"r"} or modes == {"rb"}
    assert any(".jineng-" in name and "x" in mode for name, mode in opened)


# 压缩包的各种写法


def test_archives_are_copied_however_they_are_written(faulty: Path, tmp_path: Path) -> None:
    """Streamed (sizes behind the data), stored, bzip2, zip64 heads, Chinese names, comments."""
    odd = tmp_path / "怪.xlsx"

    class Pipe:
        """A file in which nobody can go back."""

        def __init__(self, path: Path) -> None:
            self.file = path.open("wb")
            self.write, self.flush, self.close = self.file.write, self.file.flush, self.file.close

    pipe = Pipe(odd)
    with zipfile.ZipFile(faulty) as old, zipfile.ZipFile(pipe, "w") as new:  # type: ignore[arg-type]
        for number, name in enumerate(old.namelist()):
            info = zipfile.ZipInfo(name, (2024, 1, 1, 8, 30, 10))
            info.compress_type = zipfile.ZIP_STORED if number % 2 else zipfile.ZIP_DEFLATED
            with new.open(info, "w", force_zip64=number % 3 == 0) as entry:
                entry.write(old.read(name))
        for name, method in (("附件/说明.bin", zipfile.ZIP_DEFLATED), ("bz.bin", zipfile.ZIP_BZIP2)):
            info = zipfile.ZipInfo(name)
            info.compress_type, info.comment = method, "备注".encode()
            new.writestr(info, b"data " * 1000)
        new.writestr("folder/", b"")
    pipe.close()
    copy = marked(odd, tmp_path)

    before, after = raw_parts(odd), raw_parts(copy)
    assert {name for name in before if before[name] != after[name]} == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml",
    }  # fmt: skip
    with zipfile.ZipFile(copy) as package:
        assert package.testzip() is None
        assert package.getinfo("附件/说明.bin").comment.decode() == "备注"
        assert package.getinfo("xl/styles.xml").date_time == (2024, 1, 1, 8, 30, 10)
    assert fill_of(openpyxl.load_workbook(copy)["成绩"]["J2"]) == "FFFFC7CE"
    clear_copy(copy, tmp_path / "清.xlsx")
    assert parts(tmp_path / "清.xlsx") == parts(odd)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(faulty: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(faulty, "a") as package:
        package.writestr("XL/Styles.xml", b"<styleSheet/>")
    with pytest.raises(Refused, match="有重名或加密的部件"):
        mark_copy(faulty, report_of(faulty), tmp_path / "副本.xlsx")
