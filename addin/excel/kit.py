"""An offline kit for a PC without internet: the add-in, wheels with their hashes, scripts and a page that explains.

Made on any computer; the wheels are those of the versions installed here, for Windows and the Python that is named.
"""

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from email.parser import BytesHeaderParser
from importlib.metadata import PackageNotFoundError, distribution, version
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import jineng.addin
from jineng.addin.excel.xlam import NAME, write_xlam
from jineng.workbooks.atomic import replacing

#: The packages of jineng, as the wheel holds them.
_PARTS = ("addin", "udfs", "validators", "workbooks")
_DAY = (1980, 1, 1, 0, 0, 0)
_CMD = (
    "@echo off\r\n"
    'powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0{script}.ps1" %*\r\n'
    "if not defined JINENG_SILENT pause\r\n"
)


class NotMade(Exception):
    """Why the kit could not be made, and what to do."""


def write_kit(path: Path, python: str = "3.12") -> list[str]:
    """Write the kit for a Python such as 3.12; answers the names of the wheels in it."""
    with TemporaryDirectory() as place:
        wheels = Path(place) / "wheels"
        wheels.mkdir()
        _download(wheels, python)
        write_wheel(wheels)
        write_xlam(Path(place) / NAME)
        parts = {NAME: (Path(place) / NAME).read_bytes(), "requirements.txt": requirements(wheels).encode()}
        parts |= scripts(python)
        parts |= {f"wheels/{file.name}": file.read_bytes() for file in sorted(wheels.iterdir())}
    with replacing(path) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as kit:
        for name, content in parts.items():
            kit.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return [name.partition("/")[2] for name in parts if name.startswith("wheels/")]


def scripts(python: str) -> dict[str, bytes]:
    """What is run and read on the PC. With a BOM, by which Windows knows that the Chinese is UTF-8."""
    here = Path(__file__).parent
    texts = {"install.ps1": "install.ps1", "uninstall.ps1": "uninstall.ps1", "安装说明.txt": "guide.txt"}
    found = {
        name: here.joinpath(file).read_text(encoding="utf-8").replace("@PYTHON@", python).replace("\n", "\r\n")
        for name, file in texts.items()
    }
    parts = {name: text.encode("utf-8-sig") for name, text in found.items()}
    return parts | {f"{name}.cmd": _CMD.format(script=name).encode() for name in ("install", "uninstall")}


def requirements(wheels: Path) -> str:
    """Every wheel pinned to its version and its bytes, as `pip --require-hashes` reads it."""
    lines = []
    for file in sorted(wheels.iterdir()):
        name, number, *_ = file.name.split("-")
        lines.append(f"{name}=={number} --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}")
    return "\n".join(lines) + "\n"


def write_wheel(folder: Path) -> Path:
    """jineng itself as a wheel, from what is installed or checked out here; the same input gives the same bytes."""
    installed = distribution("jineng")
    name = f"jineng-{installed.version}"
    root = Path(next(iter(jineng.addin.__path__))).parent
    files = {f"jineng/{path.relative_to(root).as_posix()}": path.read_bytes() for path in _sources(root)}
    info = f"{name}.dist-info"
    about = installed.read_text("METADATA") or installed.read_text("PKG-INFO") or ""  # the latter beside a checkout
    files[f"{info}/METADATA"] = about.encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: jineng\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/entry_points.txt"] = (installed.read_text("entry_points.txt") or "").encode()
    record = [f"{file},sha256={_digest(content)},{len(content)}" for file, content in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as wheel:
        for file, content in files.items():
            wheel.writestr(zipfile.ZipInfo(file, _DAY), content, zipfile.ZIP_DEFLATED)
    path = folder / f"{name}-py3-none-any.whl"
    path.write_bytes(packed.getvalue())
    return path


def _sources(root: Path) -> Iterator[Path]:
    for part in _PARTS:
        yield from sorted(p for p in (root / part).rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def _digest(content: bytes) -> str:
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _download(folder: Path, python: str) -> None:
    """All that jineng needs on Windows. pip asks what the computer it runs on needs; what only Windows does is added."""
    asked: set[str] = set()
    needs = _needs(distribution("jineng").metadata.get_all("Requires-Dist") or (), python)
    while missing := {need: words for need, words in needs.items() if need not in asked}:
        asked |= set(missing)
        _pip(folder, python, list(missing.values()))
        for file in folder.iterdir():
            with zipfile.ZipFile(file) as wheel:
                (metadata,) = (n for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
                said = BytesHeaderParser().parsebytes(wheel.read(metadata)).get_all("Requires-Dist") or ()
            needs |= _needs(said, python)


def _needs(requirements: Iterable[str], python: str) -> dict[str, str]:
    """What of the requirements holds on Windows, each in the version that is installed here, if any."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    windows: Mapping[str, str] = {
        "platform_system": "Windows", "sys_platform": "win32", "os_name": "nt", "platform_machine": "AMD64",
        "python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython",
        "platform_python_implementation": "CPython", "extra": "",
    }  # fmt: skip
    found: dict[str, str] = {}
    for words in requirements:
        need = Requirement(words)
        if need.marker is None or need.marker.evaluate(dict(windows)):
            try:
                found[canonicalize_name(need.name)] = f"{need.name}=={version(need.name)}"
            except PackageNotFoundError:
                found[canonicalize_name(need.name)] = f"{need.name}{need.specifier}"
    return found


def _pip(folder: Path, python: str, wanted: list[str]) -> None:
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--dest", str(folder),
        "--only-binary=:all:", "--platform", "win_amd64", "--python-version", python, "--implementation", "cp", *wanted,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")] or done.stderr.splitlines()
        raise NotMade(
            f"没有下载到 Python {python} 的 Windows 组件，请在能连上 pip 源的电脑上制作，或换一个 Python 版本。"
            f"pip 说：{said[-1].removeprefix('ERROR: ') if said else done.returncode}"
        )
