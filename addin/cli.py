"""The command line: `jineng check`, `new`, `clear`, `export`, `demo`, `rules`, `serve`.

Start-up is kept light: what a command needs is imported inside it. Results go to standard output, progress and problems
to standard error.
"""

import gc
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from jineng.addin.chinese import Refused, reason, say, watched
from jineng.addin.command_line import (
    VERSION,
    Group,
    argument,
    command,
    expanded,
    flag,
    one_of,
    option,
    run,
    whole_number,
)
from jineng.addin.options import AIDS, aids_of

if TYPE_CHECKING:
    from jineng.workbooks.checker import Aids, Checked


@command(
    argument("paths", "路径…", Path, many=True),
    *AIDS,
    option("--format", key="form", read=one_of("text", "json", "junit"), default="text", metavar="[text|json|junit]",
           help="结果的格式"),
    flag("--show-ids", help="显示完整身份证号（默认隐去中间8位）"),
    option("--mark", key="folder", read=Path, metavar="文件夹",
           help="另写标记好的副本到此文件夹（着色、批注、“校验结果”表）"),
    option("--jobs", read=whole_number(1), metavar="个数",
           help="同时用几个进程校验（默认每25个文件一个，大的成绩表几个，不超过处理器核数）"),
    option("--cluster", metavar="地址",
           help="在已有的 Dask 集群上校验，如 tcp://10.0.0.1:8786；工作簿可以是网址，如 s3://…"),
)  # fmt: skip
def check(
    paths: tuple[Path, ...],
    form: str,
    show_ids: bool,
    folder: Path | None,
    jobs: int | None,
    cluster: str | None,
    **aids: Any,
) -> int:
    """校验工作簿或文件夹：列出每一处问题、所在单元格和条款。

    退出码：0 没有错误；1 表中有错误；2 有文件不能校验、标记副本不能写出或用法不对。
    """
    gc.disable()  # nothing that is loaded is garbage, and next to nothing of what is read
    from jineng.addin.report import FORMATS
    from jineng.workbooks.checker import check_paths

    gc.enable()
    gc.set_threshold(20_000, 20, 20)
    files = _workbooks(paths, cluster is not None)
    known = aids_of(**aids)
    gc.freeze()  # what is loaded by now stays: looking for garbage in it again and again takes a twentieth of the time
    done = _checked(files, known, jobs) if cluster is None else _on_cluster(files, known, cluster)
    report = check_paths(files, known, lambda _: _progress(done, len(files)))
    for piece in FORMATS[form](report, not show_ids):
        say(piece, end="")
    say("")
    for file in report.files:
        if file.error:
            say(f"{file.file}：{file.error}", err=True)
    code = report.exit_code()
    if folder:
        from jineng.addin.marked_copies import mark_copies

        for words, written in mark_copies(zip(files, report.files, strict=True), folder):
            say(words, err=form != "text" or not written)
            code = code if written else 2
    return code


@command(
    argument("file", "文件", Path),
    option("-o", key="output", read=Path, required=True, metavar="文件", help="写到哪里"),
)
def clear(file: Path, output: Path) -> None:
    """去掉标记副本中的着色、批注和“校验结果”表，另写一份；其余不变。"""
    from jineng.addin.marked_copies import clear_file
    from jineng.workbooks.marks import Refused as CannotMark

    try:
        say(clear_file(file, output))
    except CannotMark as problem:
        raise Refused(f"“{file}”：{problem}") from problem
    except OSError as problem:
        raise Refused(f"不能写到“{output}”：{reason(problem)}") from problem


@command(argument("folder", "文件夹", Path))
def demo(folder: Path) -> None:
    """写出示例工作簿，校验，逐项导出：一条命令看到全部功能。"""
    from jineng.addin.demo import demonstrate

    try:
        for words in demonstrate(folder):
            say(words)
    except OSError as problem:
        raise Refused(f"不能写到“{folder}”：{reason(problem)}") from problem


@command(
    argument("id", "[编号]", required=False),
    option("--place", default="威海", metavar="地区", help="哪个地区的条款"),
    flag("--source", help="打印由该规则生成的校验程序"),
)
def rules(id: str | None, place: str, source: bool) -> None:
    """列出规则及其条款；给出编号则列出该条的原文。"""
    from jineng.addin.rulebook import rule_lines
    from jineng.validators.policy import UnknownPlace

    try:
        lines = list(rule_lines(id, place, source))
    except UnknownPlace as problem:
        raise Refused(str(problem)) from problem
    if not lines:
        raise Refused(f"没有编号为“{id}”的规则；不带编号可列出全部")
    say("\n".join(lines))


@command(
    option("--port", read=whole_number(0, 65535), default=0, metavar="端口", help="固定的端口（默认取一个空闲的）"),
    flag("--no-browser", help="只显示地址，不打开浏览器"),
)
def serve(port: int, no_browser: bool) -> None:
    """打开本机网页：拖入工作簿就看到结论，文件不离开这台电脑。"""
    from jineng.addin.page.server import serve as open_page

    try:
        open_page(port, browser=not no_browser, say=say)
    except OSError as problem:
        raise Refused(f"不能打开本机网页：{reason(problem)}") from problem


COMMANDS = Group(
    "职业技能竞赛成绩、证书和申报表的校验与导出。",
    {
        "addin": "jineng.addin.addin_commands",
        "check": check,
        "clear": clear,
        "demo": demo,
        "export": "jineng.addin.export_commands",
        "new": "jineng.addin.new_command",
        "rules": rules,
        "serve": serve,
    },
    [VERSION],
)


def main(words: Sequence[str] | None = None) -> NoReturn:
    """Do what the command line says and end with the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped like by Ctrl-C: nothing half-written stays
    if words is None:
        words = expanded(sys.argv[1:]) if os.name == "nt" else sys.argv[1:]
    code = 2
    try:
        code = run(COMMANDS, words)
    except Refused as problem:
        say(f"jineng：{problem}", err=True)
    except KeyboardInterrupt:
        say("\njineng：已中止", err=True)
    sys.exit(code)


def _workbooks(paths: Iterable[Path], urls: bool = False) -> list[Path]:
    """The workbooks named, and those in the folders named, each once; a folder without any stays, to be reported."""
    from jineng.workbooks.sheets import is_looked_at

    found: dict[Path, Path] = {}
    for path in paths:
        inside = [path]
        if urls and _url(path):
            inside = _listed(path)
        elif not path.exists() and _url(path):
            raise Refused(f"“{_url(path)}”是网址，要加 --cluster 在集群上校验；不用集群的先下载到文件夹")
        elif path.is_dir():
            wanted = (p for p in path.rglob("*") if is_looked_at(p.name) and p.is_file())
            inside = sorted(filter(_is_ours, wanted)) or [path.resolve()]
        for one in inside:
            found.setdefault(one.resolve(), one)
    return list(found.values())


def _url(path: Path) -> str:
    from jineng.addin.cluster import url_of

    return url_of(path)


def _listed(path: Path) -> list[Path]:
    from jineng.addin.cluster import listed, not_fetched

    try:
        return listed(path)
    except Exception as problem:  # every kind of store has its own
        raise Refused(not_fetched(path, problem)) from problem


def _on_cluster(files: list[Path], aids: "Aids", address: str) -> "Iterator[Checked]":
    from jineng.addin.cluster import NoCluster, on_cluster

    try:
        yield from on_cluster(files, aids, address)
    except NoCluster as problem:
        raise Refused(str(problem)) from problem


def _is_ours(path: Path) -> bool:
    """Letters and reports lie in the same folders: of Word documents only those with a table of ours are meant."""
    if path.suffix.lower() != ".docx":
        return True
    from jineng.workbooks.word import holds_tables_of_ours

    return holds_tables_of_ours(path)


def _checked(files: list[Path], aids: "Aids", jobs: int | None) -> "Iterator[Checked]":
    """What became of each file, checked here or in several processes."""
    from jineng.workbooks.checker import check_one

    def spread(task: Any, most: int) -> Any:
        from jineng.addin import jobs as processes  # takes longer to import than a small workbook to check

        return processes.spread(task, most, jobs)

    if (jobs or len(files)) > 1:
        from jineng.addin.jobs import in_processes, usual_jobs

        several = min(jobs or usual_jobs(len(files)), len(files))
        if several > 1:
            return in_processes(files, aids, several)
    return (check_one(path, aids, spread) for path in files)


def _progress(done: "Iterator[Checked]", many: int) -> "Iterator[Checked]":
    return watched(done, many, "校验", lambda checked: checked[0].file if checked else "")


if __name__ == "__main__":
    main()
