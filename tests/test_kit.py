"""The offline kit: what is in it, wheels that pip accepts, scripts that PowerShell reads; only pip's downloads are played."""

import hashlib
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import tree_sitter_powershell
from terminal import invoke
from tree_sitter import Language, Parser

from jineng.addin.excel import kit

#: What PyPI would answer: name → what it requires, on Windows and elsewhere.
INDEX = {"xlwings": ['pywin32>=224; platform_system == "Windows"', 'psutil; platform_system == "Darwin"'], "pandas": ["numpy>=1.26"],
         "click": ['colorama; platform_system == "Windows"', 'typing-extensions; python_version < "3.8"']}  # fmt: skip


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Stands in for `pip download`: keeps what was asked for and puts down a wheel of each."""
    asked: list[list[str]] = []

    def download(folder: Path, python: str, wanted: list[str]) -> None:
        asked.append(wanted)
        for words in wanted:
            name = re.split(r"[=<>!~]", words)[0].lower()
            needs = "".join(f"Requires-Dist: {need}\n" for need in INDEX.get(name, ()))
            with zipfile.ZipFile(folder / f"{name.replace('-', '_')}-1.0-py3-none-any.whl", "w") as wheel:
                wheel.writestr(
                    zipfile.ZipInfo(f"{name}-1.0.dist-info/METADATA"), f"Metadata-Version: 2.1\nName: {name}\n{needs}\n"
                )

    monkeypatch.setattr(kit, "_pip", download)
    return asked


@pytest.fixture
def bundle(pip: list[list[str]], tmp_path: Path) -> Callable[[], zipfile.ZipFile]:
    def make() -> zipfile.ZipFile:
        result = invoke(["addin", "bundle", str(tmp_path / "kit.zip"), "--python", "3.13"])
        assert result.exit_code == 0 and "Python 3.13（64 位）" in result.output
        return zipfile.ZipFile(tmp_path / "kit.zip")

    return make


def test_what_only_windows_needs_is_in_the_kit_too(bundle: Callable[[], zipfile.ZipFile]) -> None:
    names = {Path(name).name.partition("-")[0] for name in bundle().namelist() if name.startswith("wheels/")}
    assert {"jineng", "xlwings", "pywin32", "numpy", "colorama"} <= names
    assert not names & {"psutil", "typing_extensions", "pytest", "pyopenvba"}


def test_each_thing_is_asked_for_once_in_the_version_installed_here(
    bundle: Callable[[], zipfile.ZipFile], pip: list[list[str]]
) -> None:
    from importlib.metadata import version

    bundle()
    flat = [words for wanted in pip for words in wanted]
    assert len(flat) == len(set(flat)) and f"xlwings=={version('xlwings')}" in flat


def test_every_wheel_is_pinned_to_its_bytes(bundle: Callable[[], zipfile.ZipFile]) -> None:
    package = bundle()
    pinned = dict(re.findall(r"^(\S+)==\S+ --hash=sha256:(\w{64})$", package.read("requirements.txt").decode(), re.M))
    wheels = {name: package.read(name) for name in package.namelist() if name.startswith("wheels/")}
    assert pinned == {
        Path(name).name.partition("-")[0]: hashlib.sha256(content).hexdigest() for name, content in wheels.items()
    }


def test_the_same_input_gives_the_same_bytes(bundle: Callable[[], zipfile.ZipFile], tmp_path: Path) -> None:
    bundle()
    first = (tmp_path / "kit.zip").read_bytes()
    bundle()
    assert (tmp_path / "kit.zip").read_bytes() == first


def test_chinese_is_marked_as_utf8_and_what_cmd_reads_is_english(bundle: Callable[[], zipfile.ZipFile]) -> None:
    package = bundle()
    assert {n for n in package.namelist() if "/" not in n} == {
        "jineng.xlam", "requirements.txt", "install.ps1", "install.cmd", "uninstall.ps1", "uninstall.cmd", "安装说明.txt"}  # fmt: skip
    for name in ("install.ps1", "uninstall.ps1", "安装说明.txt"):
        text = package.read(name)
        assert text.startswith(b"\xef\xbb\xbf") and text.count(b"\n") == text.count(b"\r\n") and b"@" not in text[:60]
    assert "3.13" in package.read("安装说明.txt").decode() and b'"3.13"' in package.read("install.ps1")
    for name in ("install.cmd", "uninstall.cmd"):
        assert package.read(name).isascii() and f"{name[:-4]}.ps1".encode() in package.read(name)


def test_our_own_wheel_installs_and_runs_without_the_checkout(tmp_path: Path) -> None:
    """With a Python that finds jineng nowhere else."""
    wheel = kit.write_wheel(tmp_path)
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        "--target",
        str(tmp_path / "at"),
        str(wheel),
    ]
    subprocess.run(install, check=True, cwd=tmp_path)
    program = (
        "import sys; sys.path.insert(0, 'at'); sys.meta_path = [f for f in sys.meta_path if 'editable' not in repr(f)]\n"
        "import jineng.udfs, jineng.addin.excel.xlam as x; print(jineng.udfs.__file__); print(jineng.udfs.SKILL_LEVEL('三级'))\n"
        "print(len(x.modules()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    where, level, modules = done.stdout.splitlines()
    assert where == str(tmp_path / "at" / "jineng" / "udfs" / "__init__.py")
    assert (level, modules) == ("高级工（三级）", "3")


def test_an_index_that_cannot_be_reached_is_one_clear_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    for name, value in {
        "PIP_INDEX_URL": (tmp_path / "empty").as_uri(),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": "",
    }.items():
        monkeypatch.setenv(name, value)
    result = invoke(["addin", "bundle", str(tmp_path / "kit.zip")])
    assert result.exit_code == 2 and "请在能连上 pip 源的电脑上制作" in result.output
    assert len(result.output.strip().splitlines()) == 1 and not (tmp_path / "kit.zip").exists()


@pytest.mark.parametrize(
    ("arguments", "words"), [(["kit.rar"], "应以 .zip 结尾"), (["kit.zip", "--python", "2.7"], "3.11 以上")]
)
def test_bad_usage_is_refused(arguments: list[str], words: str) -> None:
    result = invoke(["addin", "bundle", *arguments])
    assert (result.exit_code, words in result.output) == (2, True)


def test_the_add_in_alone_is_that_of_the_kit(bundle: Callable[[], zipfile.ZipFile], tmp_path: Path) -> None:
    result = invoke(["addin", "build", str(tmp_path / "加载项")])
    assert result.exit_code == 0
    assert (tmp_path / "加载项" / "jineng.xlam").read_bytes() == bundle().read("jineng.xlam")
    (tmp_path / "文件").touch()
    refused = invoke(["addin", "build", str(tmp_path / "文件")])
    assert (refused.exit_code, refused.output.count("\n")) == (2, 1)


@pytest.mark.parametrize("name", ["install.ps1", "uninstall.ps1"])
def test_the_scripts_fit_the_grammar_of_powershell(name: str) -> None:
    text = kit.scripts("3.12")[name].decode("utf-8-sig")
    parser = Parser(Language(tree_sitter_powershell.language()))
    assert not parser.parse(text.encode()).root_node.has_error
    assert parser.parse(text.replace("{", "(", 1).encode()).root_node.has_error  # the grammar finds faults
    assert not re.search("[“”‘’]", text)  # PowerShell takes these for quotation marks of its own
    assert not re.search(
        r"\$\w*[a-zA-Z][^\x00-\x7f：，。（）、；！？……「」]", text, re.ASCII
    )  # $name followed by a letter of its own
