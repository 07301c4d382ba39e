"""Register the add-in with Excel, for this user, without administrator's rights; and take it out again."""

import shutil
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from jineng.addin.excel.registry import OFFICE, TRUSTED, VERSIONS, Registry, excels, opened
from jineng.addin.excel.xlam import NAME, write_xlam
from jineng.workbooks.atomic import replacing


class NotPossible(Exception):
    """Why the add-in cannot be installed, and what to do."""


def install(registry: Registry, folder: Path, prefix: Path, program: Path, packed: Path | None = None) -> list[str]:
    """Put the add-in into a folder, trust the folder, and have Excel open it; answers what was done.

    prefix: the root of the Python to be used, where the DLL of xlwings lies; program: its pythonw.exe
    packed: an add-in made elsewhere, which looks for Python beside itself
    """
    versions = excels(registry)
    if not versions:
        raise NotPossible(
            "没有找到 Excel（2010 及以上，本用户至少打开过一次）。WPS 不能用这个加载项，请用本机网页 jineng serve 或命令行 jineng check"
        )
    if not str(folder).isascii():
        raise NotPossible(
            f"“{folder}”有英文以外的字符，加载项不能放在那里，请用 --folder 另指定，如 --folder D:\\jineng"
        )
    if not (str(prefix) + str(program)).isascii():
        raise NotPossible(f"Python 在“{prefix}”，路径有英文以外的字符，Excel 不能从那里启动，请把 Python 装到英文路径")
    if not list(prefix.glob("xlwings64-*.dll")):
        raise NotPossible(f"“{prefix}”中没有 xlwings64-….dll，请重新安装 xlwings；杀毒软件删掉的，先在其中设为信任")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / NAME
    if packed is None:
        write_xlam(file, str(program), str(prefix))
    elif packed.resolve() != file.resolve():
        with replacing(file) as temporary:
            shutil.copyfile(packed, temporary)
    return [f"加载项 {file}", *(_register(registry, version, file) for version in versions)]


def uninstall(registry: Registry) -> list[str]:
    """Take the add-in out of every Excel and delete its file; answers what was done."""
    done = list(_unregister(registry))
    return done or ["没有登记过加载项"]


def _register(registry: Registry, version: str, file: Path) -> str:
    trusted = rf"{OFFICE}\{version}\{TRUSTED}"
    registry.write(trusted, "Path", f"{file.parent}\\")
    registry.write(trusted, "AllowSubfolders", 0)
    registry.write(trusted, "Description", "jineng")
    there = opened(registry, version)
    names = [name for name, path in there.items() if _is_ours(path)]
    free = next(name for name in ("OPEN", *(f"OPEN{n}" for n in range(1, 1000))) if name not in there)
    registry.write(rf"{OFFICE}\{version}\Excel\Options", names[0] if names else free, f'"{file}"')
    return f"Excel {version}：受信任位置和加载项已登记"


def _unregister(registry: Registry) -> Iterator[str]:
    files = set()
    for version in VERSIONS:
        there = opened(registry, version)
        others = [registry.values(rf"{OFFICE}\{version}\Excel\Options")[n] for n, p in there.items() if not _is_ours(p)]
        files |= {path for path in there.values() if _is_ours(path)}
        if len(others) == len(there):
            continue
        for name in there:
            registry.delete(rf"{OFFICE}\{version}\Excel\Options", name)
        for number, value in enumerate(others):  # Excel stops at the first gap in OPEN, OPEN1, OPEN2…
            registry.write(rf"{OFFICE}\{version}\Excel\Options", f"OPEN{number or ''}", value)
        registry.delete(rf"{OFFICE}\{version}\{TRUSTED}")
        yield f"Excel {version}：登记已删除"
    for path in sorted(files):
        Path(path).unlink(missing_ok=True)
        yield f"已删除 {path}"


def _is_ours(path: str) -> bool:
    return PureWindowsPath(path).name.lower() == NAME
