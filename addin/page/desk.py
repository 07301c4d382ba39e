"""What lies on the page: the files dropped, the settings given, and the work under way. One desk a server; nothing of
it outlives the server, and closing the page clears it.
"""

import asyncio
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jineng.addin.page import jobs
from jineng.addin.page.documents import COPIES
from jineng.addin.page.names import safe_name, told_apart
from jineng.addin.report import as_data, report_of
from jineng.validators.findings import FileReport
from jineng.workbooks.people import ACROSS
from jineng.workbooks.side_tables import SIDE_FORMS

#: What the desk takes at most.
MOST_FILES, MOST_BYTES = 60, 600_000_000


class Full(Exception):
    """The desk takes no more; the message says what to do."""


@dataclass
class Written:
    """A document asked for. state: running, done, failed or stopped; files: below folder."""

    folder: Path
    state: str = "running"
    lines: list[str] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    problem: str = ""
    task: "asyncio.Task[None] | None" = None


@dataclass
class Loaded:
    """A file dropped. state: waiting, running, done, failed or stopped.

    register  its registers serve the others too
    compared  its findings include what shows only beside the others
    twin      the earlier file of the same name, which it may stand in for
    """

    id: int
    path: Path
    state: str = "waiting"
    report: FileReport | None = None
    overview: Mapping[str, Any] | None = None
    pictures: Path | None = None
    problem: str = ""
    register: bool = False
    compared: bool = False
    twin: int | None = None
    documents: dict[str, Written] = field(default_factory=dict)
    task: "asyncio.Task[None] | None" = None

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def busy(self) -> bool:
        return self.state in ("waiting", "running")

    def count(self, severity: str) -> int:
        return sum(f.severity == severity for f in self.report.findings) if self.report else 0

    @property
    def verdict(self) -> str:
        """What to tell of the file in a word or two."""
        if self.state == "stopped":
            return "已停止"
        if self.state == "failed" or (self.report and self.report.error):
            return "不能校验"
        if self.report is None:
            return "正在校验" if self.state == "running" else "等待校验"
        if all(table.form in SIDE_FORMS for table in self.report.tables) and not self.report.findings:
            return "登记表"
        return "不可上报" if self.count("error") else "可上报"

    @property
    def why_not(self) -> str:
        return self.problem or (self.report and self.report.error) or ""


class Desk:
    """folder: where everything lies; settings: title → what was typed; show_ids: ID numbers are shown whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[int, Loaded] = {}
        self.settings: dict[str, str] = {}
        self.show_ids = False
        self.all_findings: Written | None = None
        self.blanks: dict[str, Written] = {}
        self._last_id = self._last_job = 0
        self._slots = asyncio.Semaphore(jobs.AT_ONCE)
        self._together: asyncio.Task[None] | None = None

    # --- files ---

    def place_for(self, name: str, size: int) -> Path:
        """Where a file of that name is to be put; raises Full."""
        if len(self.files) >= MOST_FILES:
            raise Full(f"最多放 {MOST_FILES} 个文件。请先移除一些，或用命令行 jineng check 校验整个文件夹")
        if size + sum(one.path.stat().st_size for one in self.files.values()) > MOST_BYTES:
            raise Full(f"文件合计超过 {MOST_BYTES // 1_000_000} MB。请先移除一些")
        self._last_id += 1
        folder = self.folder / str(self._last_id)
        folder.mkdir(parents=True)
        return folder / told_apart(safe_name(name), {one.name for one in self.files.values()})

    def add(self, path: Path, name: str) -> Loaded:
        """Take in a file that has been put into its place, and check it. name: as it was dropped."""
        twin = next((one.id for one in self.files.values() if one.name == safe_name(name)), None)
        one = Loaded(int(path.parent.name), path, twin=twin)
        self.files[one.id] = one
        self._start(one)
        return one

    def remove(self, one: Loaded) -> None:
        self._stop(one)
        del self.files[one.id]
        shutil.rmtree(one.path.parent, ignore_errors=True)
        self._without(one)

    def replace(self, one: Loaded) -> None:
        """Let a file stand in for the earlier one of the same name: it is that one, corrected.

        Raises OSError, and changes nothing, where its name cannot be changed: another program may have it open.
        """
        old = self.files.get(one.twin or 0)
        if old is None or one.busy:
            return
        one.path = one.path.rename(one.path.with_name(old.name))
        one.twin, one.register = None, old.register
        self.remove(old)
        self._start(one)

    def stop(self, one: Loaded) -> None:
        """Call off the check of a file."""
        self._stop(one)
        one.state, one.report, one.overview = "stopped", None, None
        self._without(one)

    def _without(self, one: Loaded) -> None:
        """What was found beside a file that is gone is found anew without it."""
        others = [o for o in self.files.values() if o is not one and o.state != "stopped"]
        again = [o for o in others if one.register or (one.compared and o.compared)]
        for other in again:
            self._start(other)
        if not again:
            self._compare()

    def clear(self) -> None:
        """Take everything off the desk, the settings too."""
        for one in list(self.files.values()):
            self._stop(one)
        if self._together:
            self._together.cancel()
        for written in (*filter(None, [self.all_findings]), *self.blanks.values()):
            if written.task:
                written.task.cancel()
        self.files.clear()
        self.blanks.clear()
        self.settings.clear()
        self.show_ids, self.all_findings = False, None
        for path in self.folder.iterdir() if self.folder.exists() else ():
            shutil.rmtree(path, ignore_errors=True)

    # --- checks ---

    @property
    def busy(self) -> bool:
        return any(one.busy for one in self.files.values()) or self.comparing

    @property
    def comparing(self) -> bool:
        """Whether the files are being compared with each other."""
        return self._together is not None and not self._together.done()

    def set(self, settings: Mapping[str, str]) -> None:
        """Settings by title; when they changed, everything is checked anew."""
        given = {title: value for title, value in settings.items() if value.strip()}
        if given != self.settings:
            self.settings = given
            self.blanks.clear()
            self.check_all()

    def check_all(self) -> None:
        for one in self.files.values():
            self._start(one)

    def _start(self, one: Loaded) -> None:
        self._stop(one)
        self._compare(begin=False)
        self.all_findings = None
        one.state, one.problem, one.compared = "waiting", "", False
        one.task = asyncio.create_task(self._check(one))

    def _stop(self, one: Loaded) -> None:
        for task in (one.task, *(document.task for document in one.documents.values())):
            if task and task is not asyncio.current_task():
                task.cancel()
        one.documents.clear()

    async def _check(self, one: Loaded) -> None:
        folder = self._job_folder(one)
        async with self._slots:
            one.state = "running"
            try:
                answer = await jobs.run(self._order("check", file=str(one.path)), folder, jobs.SECONDS)
            except jobs.Failed as problem:
                one.state, one.problem, one.report, one.overview = "failed", str(problem), None, None
            else:
                one.report, one.overview = report_of(answer["report"]), answer["overview"]
                one.pictures, one.state = folder / "pictures.json", "done"
        self._compare()

    def _compare(self, begin: bool = True) -> None:
        """Begin, once no file is being checked any more, to compare them with each other; end what was begun before."""
        if self._together:
            self._together.cancel()
        if begin and not any(one.busy for one in self.files.values()):
            self._together = asyncio.create_task(self._check_together())

    async def _check_together(self) -> None:
        """Once more those that name people whom another file may name too: what shows only across files."""
        found = [f for f in self.files.values() if f.report and {t.form for t in f.report.tables} & ACROSS]
        if len(found) < 2:
            return
        self._last_job += 1
        folder = self.folder / f"across{self._last_job}"
        async with self._slots:
            order = self._order("across", files=[str(one.path) for one in found])
            try:
                answer = await jobs.run(order, folder, jobs.SECONDS * len(found))
            except jobs.Failed as problem:
                for one in found:
                    one.problem = f"没有与其他文件互相核对：{problem}"
                return
        for one, data in zip(found, answer["reports"], strict=True):
            if one.report:
                one.report.findings, one.compared = report_of(data).findings, True

    # --- documents ---

    def write(self, one: Loaded, kind: str, pdf: bool = False) -> None:
        """Begin to write one of the documents of a file; pdf: as PDF too."""
        if (old := one.documents.get(kind)) and old.task:
            old.task.cancel()
        written = one.documents[kind] = Written(self._job_folder(one))
        if kind in COPIES and one.report:
            order = self._order(kind, reports=[as_data(one.report)], file=str(one.path), masked=not self.show_ids)
        else:
            order = self._order("document", file=str(one.path), kind=kind, pdf=pdf)
        written.task = asyncio.create_task(self._write(written, order, jobs.PDF_SECONDS if pdf else jobs.SECONDS))

    def write_all_findings(self) -> None:
        """Begin to write the findings of all files into one workbook."""
        reports = [as_data(one.report) for one in self.files.values() if one.report]
        self._last_job += 1
        written = self.all_findings = Written(self.folder / f"all{self._last_job}")
        order = self._order("findings", reports=reports, file="", masked=not self.show_ids)
        written.task = asyncio.create_task(self._write(written, order, jobs.SECONDS))

    def write_blank(self, form: str) -> None:
        """Begin to write an empty table, by the settings given."""
        self._last_job += 1
        written = self.blanks[form] = Written(self.folder / f"blank{self._last_job}")
        order = self._order("blank", form=form)
        written.task = asyncio.create_task(self._write(written, order, jobs.SECONDS))

    async def _write(self, written: Written, order: Mapping[str, Any], seconds: float) -> None:
        async with self._slots:
            try:
                answer = await jobs.run(order, written.folder, seconds)
            except jobs.Failed as problem:
                written.state, written.problem = "failed", str(problem)
                return
        written.state, written.lines = "failed" if answer["error"] else "done", answer["lines"]
        written.problem = answer["error"] or ""
        written.files = sorted(path for path in (written.folder / "文件").rglob("*") if path.is_file())

    # --- what workers are told ---

    def _order(self, do: str, **more: Any) -> dict[str, Any]:
        registers = [str(one.path) for one in self.files.values() if one.register]
        own = more.get("file")
        return {"do": do, "settings": self.settings, "registers": [r for r in registers if r != own], **more}

    def _job_folder(self, one: Loaded) -> Path:
        self._last_job += 1
        return one.path.parent / f"job{self._last_job}"
