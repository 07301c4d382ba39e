"""Workbooks on a Dask cluster: the same check of one file, in batches, on machines that have the same jineng installed.

A workbook is a path that every machine sees, or the URL of an object store (fsspec). What shows only across files is
compared here, from the people that each file names, as without a cluster.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import Any

from jineng.validators.findings import FileReport
from jineng.workbooks.checker import Aids, Checked, check_one, failed
from jineng.workbooks.people import nobody
from jineng.workbooks.sheets import is_looked_at

#: A task costs about as much as one small workbook.
BATCH = 25
#: Seconds to wait for the scheduler to answer.
PATIENCE = 10
#: What is left of the two slashes once the command line has made a path of a URL; a single letter is a drive.
_URL = re.compile(r"([A-Za-z][\w+.-]+):/+")
_DIED = "集群上的进程意外中止，可能内存不足"


class NoCluster(Exception):
    """A cluster that cannot be used; the message says why and what to do."""


def url_of(path: PurePath) -> str:
    """The URL that a path stands for, "" for one that is a path.

    >>> url_of(PurePath("s3:/各区市/成绩.xlsx")), url_of(PurePath("成绩.xlsx"))
    ('s3://各区市/成绩.xlsx', '')
    """
    found = _URL.match(path.as_posix())
    if not found:
        return ""
    root = "/" if found[1].lower() == "file" else ""
    return f"{found[1]}://{root}{path.as_posix()[found.end() :]}"


def listed(path: Path) -> list[Path]:
    """The workbooks behind a URL: of a folder, of a pattern, or itself."""
    import fsspec

    files, inside = fsspec.core.url_to_fs(url_of(path))
    names = [inside]
    if "*" in inside or files.isdir(inside):
        names = files.glob(inside) if "*" in inside else files.find(inside)
        names = sorted(name for name in names if is_looked_at(name.rpartition("/")[2]))
    return [Path(files.unstrip_protocol(name)) for name in names]


def not_fetched(path: Path, problem: Exception) -> str:
    """Why what is behind a URL was not fetched."""
    why = f"{type(problem).__name__} {problem}"
    if isinstance(problem, ImportError):  # fsspec's, in English; its cause names the library
        library = getattr(problem.__cause__ or problem, "name", None)
        why = f"要先安装 {library}（这里和集群的各台机器）" if library else why
    elif isinstance(problem, FileNotFoundError):
        why = "没有找到"
    elif isinstance(problem, PermissionError):
        why = "没有权限"
    return f"取不到“{url_of(path)}”：{why}"


def on_cluster(paths: Iterable[Path], aids: Aids, address: str) -> Iterator[Checked]:
    """What became of each file, in the order of the paths. The files of a machine that is lost are checked by another."""
    try:
        from distributed import KilledWorker
    except ImportError:
        raise NoCluster(
            "没有安装集群功能，请先在 jineng 的文件夹里运行 pip install -c constraints.txt '.[dask]'"
        ) from None
    waiting = list(paths)
    with _connected(address) as client:
        _same_version(client)
        known = client.submit(_itself, aids, pure=False)  # sent once, and made anew where it was lost
        batches = [waiting[at : at + BATCH] for at in range(0, len(waiting), BATCH)]
        running = [client.submit(check_batch, batch, known, pure=False) for batch in batches]
        for number, batch in enumerate(batches):
            try:
                yield from running[number].result()
            except KilledWorker:  # one of them brings down every machine that takes it
                for path in batch:
                    try:
                        yield from client.submit(check_batch, [path], known, pure=False).result()
                    except KilledWorker:
                        yield failed(path, _DIED)
            running[number].release()


def check_batch(paths: Sequence[Path], aids: Aids) -> list[Checked]:
    """Check some files on whatever machine this is."""
    return [_fetched_and_checked(path, aids) if url_of(path) else check_one(path, aids) for path in paths]


def _fetched_and_checked(path: Path, aids: Aids) -> Checked:
    import fsspec

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        try:
            files, inside = fsspec.core.url_to_fs(url_of(path))
            files.get_file(inside, str(copy))
        except Exception as problem:  # every kind of store has its own
            return FileReport(path.name, error=not_fetched(path, problem)), nobody()
        return check_one(copy, aids)


def _connected(address: str) -> Any:
    """A Client. Who listens there is called first: a Client that cannot connect takes long to end, and not quietly."""
    import asyncio

    from distributed import Client, Security, rpc
    from distributed.comm import get_address_host_port

    async def is_scheduler() -> bool:
        async with rpc(address, connection_args=Security().get_connection_args("client")) as there:
            identity = await asyncio.wait_for(there.identity(), PATIENCE)
        return bool(identity["type"] == "Scheduler")

    try:
        get_address_host_port(address)
    except ValueError as problem:
        raise NoCluster(f"“{address}”不是集群的地址，应像 tcp://10.0.0.1:8786") from problem
    try:
        if asyncio.run(is_scheduler()):
            return Client(address, timeout=PATIENCE, set_as_default=False)
    except Exception:  # whatever else listens there answers as it likes
        pass
    raise NoCluster(f"连不上集群“{address}”，请核对地址，并确认调度器正在运行")


def _same_version(client: object) -> None:
    """Another version may have other rules, and none would be found out file by file."""
    ours = _own_version()
    try:
        theirs = set(client.run(_own_version).values())  # type: ignore[attr-defined]
    except Exception as problem:
        raise NoCluster("集群的机器上没有安装 jineng，请先安装同一版本") from problem
    if not theirs:
        raise NoCluster("集群上没有机器，请先在各台机器上运行 dask worker 连到调度器，再试")
    if theirs - {ours}:
        raise NoCluster(f"集群的机器上是 jineng {'、'.join(sorted(theirs))}，这里是 {ours}，请装成同一版本")


def _own_version() -> str:
    return version("jineng")


def _itself(aids: Aids) -> Aids:
    return aids
