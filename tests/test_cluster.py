"""Workbooks on a real Dask cluster of separate processes: the same report, whichever machine checked a file or was lost."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from books import RESULTS, contestant, write
from terminal import Result, invoke, refused

from jineng.addin.cluster import BATCH, NoCluster, listed, on_cluster
from jineng.addin.report import FORMATS
from jineng.workbooks.checker import Aids, check_paths

distributed = pytest.importorskip("distributed", reason="没有安装 jineng[dask]")
cloudpickle = pytest.importorskip("cloudpickle")


class DieOfOne(distributed.WorkerPlugin):
    """In every worker, also one started anew: a workbook of that name brings its process down, as one too large would."""

    def setup(self, worker: object) -> None:
        from jineng.addin import cluster

        check = cluster.check_one
        cluster.check_one = lambda path, aids: os._exit(1) if path.stem == "太大" else check(path, aids)


@pytest.fixture(scope="module")
def cluster() -> Iterator["distributed.LocalCluster"]:
    import dask

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as cluster,
    ):
        yield cluster


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, demo: tuple[Path, Result]) -> Path:
    """Enough files for four batches: tables with and without errors, one damaged, the same winners in two files."""
    folder = tmp_path_factory.mktemp("各区市")
    for number in range(3 * BATCH):
        scores = {"理论成绩": 59.99} if number % 3 else {}
        write(folder / f"{number}.xlsx", {"成绩": [RESULTS, contestant(number, **scores), contestant(number + 1)]})
    applied = next(path for path in sorted(demo[0].rglob("*_信息表.xlsx")))
    for name in ("甲", "甲的副本"):
        shutil.copy(applied, folder / f"{name}.xlsx")
    book = openpyxl.load_workbook(applied)
    book.worksheets[0]["Z1"] = "乙"
    book.save(folder / "乙.xlsx")
    (folder / "坏.xlsx").write_bytes(b"PK")
    return folder


def command(*args: object) -> Result:
    return invoke(["check", *map(str, args)])


@pytest.mark.parametrize("form", FORMATS)
def test_the_report_is_the_same_byte_for_byte(cluster: "distributed.LocalCluster", folder: Path, form: str) -> None:
    alone = command(folder, "--jobs", 1, "--format", form)
    together = command(folder, "--cluster", cluster.scheduler_address, "--format", form)

    assert together.stdout == alone.stdout and len(alone.stdout) > 5_000
    assert (together.exit_code, together.stderr) == (2, alone.stderr)
    assert form == "junit" or "已有同一人的同一职业（工种），证书不重复申领" in together.stdout
    assert form == "junit" or together.stdout.count("内容相同，其中的人只比较一次") == 1


def test_the_files_of_a_machine_that_is_lost_are_checked_by_another(
    cluster: "distributed.LocalCluster", folder: Path
) -> None:
    files = sorted(folder.iterdir())
    done = on_cluster(files, Aids(), cluster.scheduler_address)
    first = next(done)
    victim = cluster.workers[0].pid
    os.kill(victim, signal.SIGKILL)

    report = check_paths(files, Aids(), lambda _: [first, *done])

    assert cluster.workers[0].pid != victim
    assert report == check_paths(files, Aids())


def test_a_file_that_brings_every_machine_down_stops_no_other(
    cluster: "distributed.LocalCluster", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [write(tmp_path / f"{name}.xlsx", {"成绩": [RESULTS, contestant(1)]}) for name in ("好", "太大", "也好")]
    monkeypatch.setattr(cluster.scheduler, "allowed_failures", 0)
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    with distributed.Client(cluster, set_as_default=False) as client:
        client.register_plugin(DieOfOne())

    reports = [report for report, _ in on_cluster(files, Aids(), cluster.scheduler_address)]

    assert [bool(r.error) for r in reports] == [False, True, False] and "集群上的进程意外中止" in str(reports[1].error)


def test_workbooks_may_be_urls(cluster: "distributed.LocalCluster", folder: Path) -> None:
    address = cluster.scheduler_address
    by_path = command(folder / "1.xlsx", folder / "坏.xlsx", "--cluster", address)
    by_url = command(f"file://{folder}/1.xlsx", f"file://{folder}/坏.xlsx", "--cluster", address)
    assert (by_url.stdout, by_url.stderr) == (by_path.stdout, by_path.stderr)

    whole, some = (command(f"file://{folder}{what}", "--cluster", address).stdout for what in ("", "/1*.xlsx"))
    assert "共 79 个文件" in whole and "共 11 个文件" in some
    lost = command(f"file://{folder}/没有.xlsx", "--cluster", address)
    assert lost.exit_code == 2
    assert lost.stderr.rstrip() == f"没有.xlsx：取不到“file://{folder}/没有.xlsx”：没有找到"


def test_a_store_that_cannot_be_read_is_named_as_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "“s3://桶/各区市”是网址，要加 --cluster" in refused("check", "s3://桶/各区市/")
    monkeypatch.setitem(sys.modules, "s3fs", None)
    words = refused("check", "s3://桶/各区市/", "--cluster", "tcp://127.0.0.1:9")
    assert words == "jineng：取不到“s3://桶/各区市”：要先安装 s3fs（这里和集群的各台机器）"


def test_a_cluster_that_is_not_there_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jineng.addin.cluster.PATIENCE", 0.5)
    assert "连不上集群“tcp://127.0.0.1:9”" in refused("check", folder / "1.xlsx", "--cluster", "tcp://127.0.0.1:9")
    for address in ("", "abc", "tcp://host", "没有://host:1"):
        words = refused("check", folder / "1.xlsx", "--cluster", address)
        assert words == f"jineng：“{address}”不是集群的地址，应像 tcp://10.0.0.1:8786"

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoCluster, match="pip install"):
        next(on_cluster([folder / "1.xlsx"], Aids(), "tcp://127.0.0.1:9"))


def test_whatever_else_listens_at_the_address_makes_no_noise(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        words = [sys.executable, "-m", "jineng.addin", "check", str(folder / "1.xlsx"), "--cluster", address]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as asking:
            with server.accept()[0] as talk:
                talk.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            out, problems = asking.communicate()
    assert problems == f"jineng：连不上集群“{address}”，请核对地址，并确认调度器正在运行\n"
    assert (asking.returncode, out) == (2, "")


def test_the_address_of_a_machine_is_not_that_of_the_scheduler(
    cluster: "distributed.LocalCluster", folder: Path
) -> None:
    worker = cluster.workers[0].worker_address
    assert f"连不上集群“{worker}”" in refused("check", folder / "1.xlsx", "--cluster", worker)


def test_a_scheduler_without_machines_is_not_waited_for(folder: Path) -> None:
    with distributed.LocalCluster(
        n_workers=0, processes=False, protocol="tcp://", dashboard_address=":0", silence_logs=50
    ) as empty:
        result = command(folder / "1.xlsx", "--cluster", empty.scheduler_address)
    assert result.exit_code == 2 and "集群上没有机器" in result.stderr


def test_locks_and_hidden_files_of_a_store_are_passed_over_as_in_a_folder(tmp_path: Path) -> None:
    for name in ("甲.xlsx", "~$甲.xlsx", ".乙.xlsx", "说明.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in listed(Path(f"file://{tmp_path}"))] == ["甲.xlsx"]


def test_machines_with_another_version_are_refused(
    cluster: "distributed.LocalCluster", folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jineng.addin.cluster.version", lambda _: "9.9")
    with pytest.raises(NoCluster, match="请装成同一版本"):
        next(on_cluster([folder / "1.xlsx"], Aids(), cluster.scheduler_address))
