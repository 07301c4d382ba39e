"""What the page does with the files that lie on it: checked in processes of their own, compared, set, written, called off."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import office
import pytest
from books import ITEM, RESULTS, contestant, id_of, write
from openpyxl import load_workbook
from page_client import SAME, Page, book, opened, processes, workers
from terminal import Result
from test_rules import SOUND

from jineng.addin.coverage import clauses, cover, requirements
from jineng.addin.demo import _STEPS
from jineng.addin.page import jobs
from jineng.addin.page.documents import DOCUMENTS
from jineng.validators.programmes import WHOLE_TABLE_RULES
from jineng.workbooks import pdf


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with opened(tmp_path / "desk") as found:
        yield found


def _table(path: Path, form: str, **changes: object) -> Path:
    """A workbook with one table of that form, one row in it, sound but for the changes; ... leaves a column out."""
    row = {column: value for column, value in {**SOUND[form], **changes}.items() if value is not ...}
    return write(path, {"表": [list(row), list(row.values())]})


def _verdicts(page: Page) -> dict[str, str]:
    page.wait()
    return {one.name: one.verdict for one in page.desk.files.values()}


def _stuck(page: Page) -> None:
    """A file on the desk that is never read to its end."""
    (page.desk.folder / "7").mkdir(parents=True)
    pipe = page.desk.folder / "7" / "卡住.xlsx"
    os.mkfifo(pipe)
    assert page.client.portal
    page.client.portal.call(page.desk.add, pipe, pipe.name)
    page.wait(lambda: bool(workers()))


# --- settings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "form", "changes", "before", "after"),
    [
        ("place", "青岛", "certificate", {"发证机构": "甲"}, "不可上报", "可上报"),
        ("as_of", "2023-01-01", "evaluation", {"等次": "不合格"}, "不可上报", "可上报"),
        ("required_contestants", "31", "expert", {}, "可上报", "不可上报"),
        ("excellent_line", "95", "evaluation", {"等次": "优秀", "奖励金额": 20000}, "可上报", "不可上报"),
        ("final_day", "2024-10-20", "results", {"决赛日期": ...}, "不可上报", "可上报"),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_a_setting_changes_the_verdict(
    page: Page, tmp_path: Path, key: str, value: str, form: str, changes: dict[str, object], before: str, after: str
) -> None:
    page.drop(_table(tmp_path / "表.xlsx", form, **changes))
    assert _verdicts(page) == {"表.xlsx": before}
    page.post("/settings", **{key: value})
    assert _verdicts(page) == {"表.xlsx": after}
    page.post("/settings")
    assert _verdicts(page) == {"表.xlsx": before}


def test_a_deadline_says_from_which_day_its_days_are_counted(page: Page, tmp_path: Path) -> None:
    page.drop(book(tmp_path / "成绩.xlsx"))
    page.wait()
    assert f"天数从{date.today()}算起" in page.client.get("/deadlines").text
    page.post("/settings", as_of="2024-10-25")
    page.wait()
    assert "天数从2024-10-25算起" in page.client.get("/deadlines").text


# --- beside each other ----------------------------------------------------------------------------------------------


def test_registers_of_one_file_serve_the_others(page: Page, tmp_path: Path) -> None:
    register = [["身份证号", "职业（工种）", "职业技能等级", "证书编号"], [id_of(1), ITEM, "高级工", "虚构1"]]
    winner = contestant(1, 获得奖项="一等奖")
    page.drop(
        write(tmp_path / "成绩.xlsx", {"成绩": [RESULTS, winner]}),
        write(tmp_path / "证书.xlsx", {"已有证书": register}),
    )
    page.wait()
    results_file, registers_file = page.desk.files.values()
    assert "没有提供“已有证书”表" in str(results_file.report) and registers_file.verdict == "登记表"
    advice = page.client.get(f"/files/{results_file.id}").text
    assert "点它的“用作登记表”" in advice and "--register" not in advice
    page.post(f"/files/{registers_file.id}/register")
    page.wait()
    assert "没有提供“已有证书”表" not in str(results_file.report) and "不再重复颁发" in str(results_file.report)


# --- workers --------------------------------------------------------------------------------------------------------


def test_what_showed_only_beside_a_file_goes_with_it(page: Page, tmp_path: Path) -> None:
    page.drop(*(_table(tmp_path / f"{name}.xlsx", "certificate", 备注=name) for name in "甲乙"))
    assert _verdicts(page) == {"甲.xlsx": "可上报", "乙.xlsx": "不可上报"}
    page.post("/files/1/remove")
    assert _verdicts(page) == {"乙.xlsx": "可上报"}


def test_a_corrected_file_stands_in_for_the_one_before(page: Page, tmp_path: Path) -> None:
    wrong = _table(tmp_path / "表.xlsx", "certificate", 性别="女")
    page.drop(wrong)
    assert _verdicts(page) == {"表.xlsx": "不可上报"}
    page.drop(_table(wrong, "certificate"))
    assert _verdicts(page) == {"表.xlsx": "不可上报", "表(2).xlsx": "不可上报"}  # twice the same certificate
    assert "代替表.xlsx" in page.client.get("/files").text
    page.post("/files/2/replace")
    assert _verdicts(page) == {"表.xlsx": "可上报"}
    page.post("/files/2/replace")  # pressed once more
    assert _verdicts(page) == {"表.xlsx": "可上报"}


def test_a_file_that_cannot_stand_in_leaves_the_one_before(page: Page, tmp_path: Path) -> None:
    page.drop(_table(tmp_path / "表.xlsx", "certificate"))
    page.drop(_table(tmp_path / "表.xlsx", "certificate"))
    before = _verdicts(page)
    (page.desk.files[2].path.parent / "表.xlsx" / "占着").mkdir(parents=True)  # as Windows, with the file open, refuses
    assert "“表(2).xlsx”不能代替原来的" in page.post("/files/2/replace")
    assert _verdicts(page) == before and page.desk.files[1].path.exists()


# --- workers --------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_check_that_hangs_is_called_off_and_the_others_are_compared(page: Page, tmp_path: Path) -> None:
    _stuck(page)
    page.drop(*(_table(tmp_path / f"{name}.xlsx", "certificate", 备注=name) for name in "甲乙"))
    page.wait(lambda: sum(one.busy for one in page.desk.files.values()) == 1)
    page.post("/files/7/stop")
    assert _verdicts(page) == {"卡住.xlsx": "已停止", "甲.xlsx": "可上报", "乙.xlsx": "不可上报"}
    page.wait(lambda: not workers())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_calling_all_checks_off_begins_none_anew(page: Page, tmp_path: Path) -> None:
    _stuck(page)
    page.drop(book(tmp_path / "登记表.xlsx"))
    page.wait(lambda: sum(one.busy for one in page.desk.files.values()) == 1)
    other = next(one for one in page.desk.files.values() if one.id != 7)
    page.post(f"/files/{other.id}/register")  # everything is checked by it
    page.post("/stop")
    assert _verdicts(page) == {"卡住.xlsx": "已停止", "登记表.xlsx": "已停止"}
    page.wait(lambda: not workers())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_on_windows_a_worker_is_ended_with_its_office(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    windows = SimpleNamespace(platform="win32", executable=sys.executable)

    def taskkill(command: list[str], **_: object) -> None:
        asked.append(command[:-1])
        os.kill(int(command[-1]), signal.SIGKILL)

    monkeypatch.setattr(jobs, "sys", windows)
    monkeypatch.setattr(pdf, "sys", windows)
    monkeypatch.setattr(pdf, "subprocess", SimpleNamespace(run=taskkill))
    _stuck(page)
    page.post("/files/7/stop")
    page.wait(lambda: bool(asked))
    assert asked == [["taskkill", "/F", "/T", "/PID"]]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_check_that_hangs_is_ended_when_its_time_is_over(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SECONDS", 2.0)
    _stuck(page)
    page.wait()
    one = page.desk.files[7]
    assert one.verdict == "不能校验" and "超过限制" in one.why_not and not workers()


def test_a_worker_that_dies_at_once_is_told(tmp_path: Path) -> None:
    with pytest.raises(jobs.Failed, match="超过限制"):  # the order names no file
        asyncio.run(jobs.run({"do": "check"}, tmp_path / "job", jobs.SECONDS))


@pytest.mark.parametrize(
    ("work", "said"),
    [
        ("worker._limit(); bytearray(8 << 30)", "MemoryError"),
        ("worker.SECONDS = 1; worker._limit()\nwhile True: pass", ""),
        ("worker._limit(); open('big', 'wb').truncate(900 << 20)", "File too large"),
    ],
    ids=["内存", "时间", "文件"],
)
def test_a_worker_may_not_take_all_there_is(tmp_path: Path, work: str, said: str) -> None:
    pytest.importorskip("resource")
    code = f"from jineng.addin.page import worker; {work}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert done.returncode != 0 and said in done.stderr


# --- documents ------------------------------------------------------------------------------------------------------


def test_every_document_is_the_one_that_the_command_line_writes(page: Page, demo: tuple[Path, Result]) -> None:
    """The same files as `jineng demo` wrote of the same samples."""
    steps = {step.command: step for step in _STEPS}
    assert set(steps) == set(DOCUMENTS)
    names = dict.fromkeys(step.files[0] for step in steps.values())
    page.drop(*(demo[0] / "示例工作簿" / name for name in names))
    page.wait()
    by_name = {one.name: one for one in page.desk.files.values()}
    for kind, step in steps.items():
        page.post(f"/files/{by_name[step.files[0]].id}/documents/{kind}")
    for kind, step in steps.items():
        written = by_name[step.files[0]].documents[kind]
        page.wait(lambda written=written: written.state != "running")
        here = {path.name for path in written.files}
        there = {path.name for path in (demo[0] / "导出" / step.place).rglob("*") if path.is_file()}
        assert here and here <= there, (kind, written.problem)
        assert here == there or len(step.files) > 1, kind


def test_a_document_that_is_being_written_is_called_off(page: Page, tmp_path: Path) -> None:
    page.drop(book(tmp_path / "表.xlsx"))
    page.wait()
    page.post("/files/1/documents/bundle")
    page.wait(lambda: bool(workers()))
    page.post("/files/1/documents/bundle/stop")
    page.wait(lambda: not workers())
    written = page.desk.files[1].documents["bundle"]
    assert written.state == "stopped" and not list(written.folder.rglob("answer.json"))
    page.post("/files/1/documents/bundle")
    page.wait(lambda: page.desk.files[1].documents["bundle"].state == "done")


def test_a_document_is_had_as_pdf_too_and_its_office_ends_with_it(page: Page, tmp_path: Path) -> None:
    office.required()
    page.drop(_table(tmp_path / "指标.xlsx", "targets"))
    page.wait()
    page.post("/files/1/documents/targets?pdf")
    page.wait(lambda: bool(processes(f"{page.desk.folder}/1/job")))  # its profile lies there
    page.post("/files/1/documents/targets/stop")
    page.wait(lambda: not processes(f"{page.desk.folder}/1/job"))
    page.post("/files/1/documents/targets?pdf")
    page.wait(lambda: page.desk.files[1].documents["targets"].state != "running")
    written = page.desk.files[1].documents["targets"]
    assert [path.suffix for path in written.files] == [".pdf", ".xlsx"], written.problem
    assert written.files[0].read_bytes().startswith(b"%PDF")


def test_without_an_office_no_pdf_is_offered(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page.drop(_table(tmp_path / "指标.xlsx", "targets"))
    page.wait()
    monkeypatch.setattr("jineng.addin.page.documents.find_office", lambda: "soffice")
    assert page.client.get("/files/1").text.count("加 PDF") == 1  # not of the marked copy, not of the list of findings
    monkeypatch.setattr("jineng.addin.page.documents.find_office", lambda: None)
    assert "加 PDF" not in page.client.get("/files/1").text


def test_an_empty_table_is_written_by_the_settings(page: Page, tmp_path: Path) -> None:
    page.post("/settings", place="荣成")
    assert "正在生成" in page.post("/blanks/settings")
    page.wait(lambda: page.desk.blanks["settings"].state != "running")
    assert 'href="/blanks/settings/file"' in page.client.get("/blanks").text
    (tmp_path / "设置.xlsx").write_bytes(page.client.get("/blanks/settings/file").content)
    given = {row[0]: row[1] for row in load_workbook(tmp_path / "设置.xlsx")["设置"].iter_rows(values_only=True)}
    assert given["地区"] == "荣成"
    assert page.client.get("/blanks/results/file").status_code == 404
    assert page.client.post("/blanks/nothing", headers=SAME).status_code == 404


# --- rules ----------------------------------------------------------------------------------------------------------


def test_every_rule_has_its_clause_and_what_is_not_checked_its_reason(page: Page) -> None:
    shown = page.client.get("/rules").text
    for rule in {*requirements(), *WHOLE_TABLE_RULES}:
        assert f'href="/rules/{rule}"' in shown
        assert page.client.get(f"/rules/{rule}").status_code == 200
    reasons = [cover(clause).reason for clause in clauses() if cover(clause).reason]
    unchecked = page.client.get("/rules?only=reason").text
    assert len(reasons) > 50 and all(reason in unchecked for reason in reasons)
    assert page.client.get("/rules/P-999").status_code == 404
