"""Many workbooks on several cores: the same report, whatever becomes of a process; and Ctrl-C ends them all."""

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from books import RESULTS, contestant, results, write
from terminal import Result, invoke

from jineng.addin import jobs
from jineng.addin.jobs import FILES_PER_JOB, in_processes, usual_jobs
from jineng.addin.report import FORMATS
from jineng.workbooks.checker import Aids, Checked, check_file, check_paths


def checked(*args: object) -> Result:
    return invoke(["check", *map(str, args)])


@pytest.fixture(scope="module")
def folder(demo: tuple[Path, Result], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples and what was exported from them, with a damaged file between them, and two tables of one name."""
    folder = tmp_path_factory.mktemp("各区市")
    for kind in ("*.xlsx", "*.docx"):
        for number, path in enumerate(sorted(demo[0].rglob(kind))[:24]):
            (folder / f"{number % 3}").mkdir(exist_ok=True)
            shutil.copy(path, folder / f"{number % 3}" / path.name)
    (folder / "1" / "坏.xlsx").write_bytes(b"PK")
    applied = next(path for path in sorted(demo[0].rglob("*_信息表.xlsx")))
    for district in ("0", "2"):
        book = openpyxl.load_workbook(applied)
        book.worksheets[0]["Z1"] = district  # two districts' own, no copies of one file
        book.save(folder / district / "信息表.xlsx")
        write(folder / district / "成绩.xlsx", {"成绩": [RESULTS, contestant(1, 理论成绩=59.99)]})
    return folder


@pytest.mark.parametrize("form", FORMATS)
def test_the_report_is_the_same_byte_for_byte(folder: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_TURNS", 1)  # several files go to a process at a time
    alone, together = (checked(folder, "--jobs", n, "--format", form) for n in (1, 3))

    assert together.stdout == alone.stdout and len(alone.stdout) > 2_000
    assert (together.exit_code, together.stderr) == (alone.exit_code, alone.stderr) == (2, alone.stderr)
    assert "坏.xlsx：" in alone.stderr


def test_no_more_processes_are_started_than_windows_can_wait_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def pool(processes: int, **more: Any) -> ProcessPoolExecutor:
        asked.append(processes)
        return ProcessPoolExecutor(1, **more)

    monkeypatch.setattr(jobs, "ProcessPoolExecutor", pool)
    assert len(list(in_processes([write(tmp_path / "表.xlsx", {"成绩": results()})], Aids(), 100))) == 1
    assert asked == [61]


def test_the_same_person_is_found_in_two_files_of_two_processes(folder: Path) -> None:
    files = sorted(folder.rglob("*.xlsx"))
    reports = check_paths(files, Aids(), lambda paths: in_processes(paths, Aids(), 3))
    across = [
        f.message for report in reports.files for f in report.findings if "同一人" in f.message and ".xlsx" in f.message
    ]
    assert across and reports == check_paths(files, Aids())


def dies_of_one(path: Path, aids: Aids) -> Checked:
    if "二" in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return check_file(path, aids)


@pytest.mark.parametrize("turns", [20, 1])
def test_a_file_that_brings_a_process_down_stops_no_other(
    turns: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_TURNS", turns)
    files = [write(tmp_path / f"{n}.xlsx", {"成绩": [RESULTS, contestant(1)]}) for n in "一二三四五"]
    monkeypatch.setattr(jobs, "check_one", dies_of_one)

    reports = [report for report, _ in in_processes(files, Aids(), 2)]

    assert [report.file for report in reports] == [file.name for file in files]
    assert [bool(report.error) for report in reports] == [False, True, False, False, False]
    assert "进程意外中止" in str(reports[1].error)


def test_a_fault_of_ours_is_told_as_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [write(tmp_path / f"{n}.xlsx", {"成绩": [RESULTS, contestant(1)]}) for n in "一二"]

    def broken(path: Path, *_: Any, **__: Any) -> Checked:
        if path.name == "一.xlsx":
            raise ZeroDivisionError("x")
        return check_file(path, Aids())

    monkeypatch.setattr("jineng.workbooks.checker.check_file", broken)
    result = checked(*files)
    assert result.exit_code == 2 and "一.xlsx：程序内部错误（ZeroDivisionError: x）" in result.stderr
    assert "■ 二.xlsx" in result.stdout


def test_a_process_more_has_to_be_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    files = (1, FILES_PER_JOB, 2 * FILES_PER_JOB, 100 * FILES_PER_JOB)
    assert [usual_jobs(n) for n in files] == [1, 1, 2, 4]


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_an_interruption_ends_every_process_at_once(tmp_path: Path) -> None:
    rows = [RESULTS, *(contestant(n % 900) for n in range(2000))]
    first = write(tmp_path / "成绩.xlsx", {"成绩": rows})
    for number in range(60):
        shutil.copy(first, tmp_path / f"{number}.xlsx")
    # Where tests run in the background, the shell has their programs ignore interruptions.
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{heeding}; import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import conftest, jineng.addin.cli as c; c.main()"
    command = [sys.executable, "-c", code, "check", str(tmp_path), "--jobs", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as running:
        while not Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text():
            time.sleep(0.02)
        time.sleep(0.3)  # they are at work
        running.send_signal(signal.SIGINT)
        out, said = running.communicate(timeout=30)
    assert (running.returncode, out) == (2, b"") and said.decode().strip() == "jineng：已中止"
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)
