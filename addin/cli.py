"""The command line: `jineng check`, `new`, `clear`, `export`, `demo`, `rules`, `serve`.

Start-up is kept light: what a command needs is imported inside it. Results go to standard output, progress and problems
to standard error.
"""

import gc
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jineng.addin.chinese import Group, Refused
from jineng.addin.options import PATH, aid_options, aids_of, reason

if TYPE_CHECKING:
    from jineng.workbooks.checker import Aids, Checked


_ELSEWHERE = {
    "addin": "jineng.addin.addin_commands",
    "export": "jineng.addin.export_commands",
    "new": "jineng.addin.new_command",
}


@click.group(cls=Group, elsewhere=_ELSEWHERE, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jineng", message="jineng %(version)s", help="显示版本号")
def main() -> None:
    """职业技能竞赛成绩、证书和申报表的校验与导出。"""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped like by Ctrl-C: nothing half-written stays


@main.command()
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="路径…")
@aid_options
@click.option("--format", "form", type=click.Choice(["text", "json", "junit"]), default="text", help="结果的格式")
@click.option("--show-ids", is_flag=True, help="显示完整身份证号（默认隐去中间8位）")
@click.option(
    "--mark", "folder", type=PATH, metavar="文件夹", help="另写标记好的副本到此文件夹（着色、批注、“校验结果”表）"
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="个数",
    help="同时用几个进程校验（默认每25个文件一个，大的成绩表几个，不超过处理器核数）",
)
@click.option(
    "--cluster", metavar="地址", help="在已有的 Dask 集群上校验，如 tcp://10.0.0.1:8786；工作簿可以是网址，如 s3://…"
)
def check(
    paths: tuple[Path, ...],
    form: str,
    show_ids: bool,
    folder: Path | None,
    jobs: int | None,
    cluster: str | None,
    **aids: Any,
) -> None:
    """校验工作簿或文件夹：列出每一处问题、所在单元格和条款。

    退出码：0 没有错误；1 表中有错误；2 有文件不能校验、标记副本不能写出或用法不对。
    """
    gc.set_threshold(20_000, 20, 20)  # next to nothing of what is loaded and read is ever garbage
    from jineng.addin.report import FORMATS
    from jineng.workbooks.checker import check_paths

    files = _workbooks(paths, bool(cluster))
    known = aids_of(**aids)
    gc.freeze()  # what is loaded by now stays: looking for garbage in it again and again takes a twentieth of the time
    done = _on_cluster(files, known, cluster) if cluster else _checked(files, known, jobs)
    report = check_paths(files, known, lambda _: _progress(done, files))
    click.echo(FORMATS[form](report, masked=not show_ids))
    for file in report.files:
        if file.error:
            click.echo(f"{file.file}：{file.error}", err=True)
    code = report.exit_code()
    if folder:
        from jineng.addin.marked_copies import mark_copies

        for words, written in mark_copies(zip(files, report.files, strict=True), folder):
            click.echo(words, err=form != "text" or not written)
            code = code if written else 2
    sys.exit(code)


@main.command()
@click.argument("file", type=PATH, metavar="文件")
@click.option("-o", "output", type=PATH, required=True, metavar="文件", help="写到哪里")
def clear(file: Path, output: Path) -> None:
    """去掉标记副本中的着色、批注和“校验结果”表，另写一份；其余不变。"""
    from jineng.addin.marked_copies import clear_file
    from jineng.workbooks.marks import Refused as CannotMark

    try:
        click.echo(clear_file(file, output))
    except CannotMark as problem:
        raise Refused(f"“{file}”：{problem}") from problem
    except OSError as problem:
        raise Refused(f"不能写到“{output}”：{reason(problem)}") from problem


@main.command()
@click.argument("folder", type=PATH, metavar="文件夹")
def demo(folder: Path) -> None:
    """写出示例工作簿，校验，逐项导出：一条命令看到全部功能。"""
    from jineng.addin.demo import demonstrate

    try:
        for words in demonstrate(folder):
            click.echo(words)
    except OSError as problem:
        raise Refused(f"不能写到“{folder}”：{reason(problem)}") from problem


@main.command()
@click.argument("id", required=False, metavar="[编号]")
@click.option("--place", default="威海", metavar="地区", help="哪个地区的条款")
@click.option("--source", is_flag=True, help="打印由该规则生成的校验程序")
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
    click.echo("\n".join(lines))


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="端口", help="固定的端口（默认取一个空闲的）")
@click.option("--no-browser", is_flag=True, help="只显示地址，不打开浏览器")
def serve(port: int, no_browser: bool) -> None:
    """打开本机网页：拖入工作簿就看到结论，文件不离开这台电脑。"""
    from jineng.addin.page.server import serve as run

    try:
        run(port, browser=not no_browser, say=click.echo)
    except OSError as problem:
        raise Refused(f"不能打开本机网页：{reason(problem)}") from problem


def _workbooks(paths: Iterable[Path], urls: bool = False) -> list[Path]:
    """The workbooks named, and those in the folders named, each once; a folder without any stays, to be reported."""
    from jineng.workbooks.sheets import is_looked_at

    found: dict[Path, Path] = {}
    for path in paths:
        inside = [path]
        if urls and _is_url(path):
            inside = _listed(path)
        elif not path.exists() and _is_url(path):
            raise Refused(f"“{path.as_posix()}”是网址，要加 --cluster 在集群上校验；不用集群的先下载到文件夹")
        elif path.is_dir():
            wanted = (p for p in path.rglob("*") if is_looked_at(p.name) and p.is_file())
            inside = sorted(filter(_is_ours, wanted)) or [path.resolve()]
        for one in inside:
            found.setdefault(one.resolve(), one)
    return list(found.values())


def _is_url(path: Path) -> bool:
    from jineng.addin.cluster import url_of

    return bool(url_of(path))


def _listed(path: Path) -> list[Path]:
    from jineng.addin.cluster import listed, url_of

    try:
        return listed(path)
    except Exception as problem:  # every kind of store has its own
        raise Refused(f"取不到“{url_of(path)}”：{type(problem).__name__} {problem}") from problem


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


def _progress(done: "Iterator[Checked]", files: list[Path]) -> "Iterator[Checked]":
    """The same, with a bar on standard error when somebody is watching."""
    if len(files) < 2 or not sys.stderr.isatty():
        yield from done
        return
    show = lambda checked: checked[0].file if checked else ""  # noqa: E731
    with click.progressbar(done, len(files), label="校验", file=sys.stderr, item_show_func=show) as steps:
        yield from steps


if __name__ == "__main__":
    main()
