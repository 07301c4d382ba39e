"""`jineng addin …`: the functions and buttons brought into Excel and LibreOffice."""

import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from jineng.addin.chinese import Refused, reason, say
from jineng.addin.command_line import Group, argument, command, option

if TYPE_CHECKING:
    from jineng.addin.excel.registry import Registry


@command(argument("file", "文件", Path))
def addin_calc(file: Path) -> None:
    """写出 LibreOffice 25.2 以上的扩展（.oxt）：单元格函数，菜单“技能兴威”里的校验和导出。

    扩展用现在这个 Python 计算，删掉或移动它要重新写出扩展。
    """
    from importlib.metadata import version

    from jineng.addin.calc.extension import write_extension

    if file.suffix != ".oxt":
        raise Refused(f"“{file}”应以 .oxt 结尾")
    try:
        write_extension(file, version("jineng"))
    except OSError as problem:
        raise Refused(f"不能写到“{file}”：{reason(problem)}") from problem
    say(f"已写出 {file}。在 LibreOffice 的“工具 - 扩展程序管理器”中添加，重新启动后可用")


@command(argument("folder", "文件夹", Path))
def addin_build(folder: Path) -> None:
    """只写出 Excel 加载项 jineng.xlam，供检查或签名；安装用 bundle 或 install。

    先在 jineng 的文件夹里运行 pip install -c constraints.txt '.[excel]'。
    """
    _needs_builder()
    from jineng.addin.excel.xlam import NAME, PROGRAM, write_xlam

    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_xlam(folder / NAME)
    except OSError as problem:
        raise Refused(f"不能写到“{folder}”：{reason(problem)}") from problem
    say(f"已写出 {folder / NAME}。它到旁边的 {PROGRAM} 找 Python")


@command(
    argument("file", "文件", Path),
    option("--python", default="3.12", metavar="版本", help="目标电脑上的 Python 版本，默认 3.12"),
)
def addin_bundle(file: Path, python: str) -> None:
    """制作 Excel 加载项的离线安装包（.zip）：加载项、Windows 组件和校验值、安装和卸载脚本、安装说明。

    在任何能连上 pip 源的电脑上制作，拿到不上网的电脑上安装。
    先在 jineng 的文件夹里运行 pip install -c constraints.txt '.[excel]'。
    """
    _needs_builder()
    from jineng.addin.excel.kit import NotMade, write_kit

    if file.suffix != ".zip":
        raise Refused(f"“{file}”应以 .zip 结尾")
    if not re.fullmatch(r"3\.1[1-9]", python):
        raise Refused(f"Python 版本“{python}”应为 3.11 以上，如 3.12")
    try:
        wheels = write_kit(file, python)
    except NotMade as problem:
        raise Refused(str(problem)) from problem
    except OSError as problem:
        raise Refused(f"不能写到“{file}”：{reason(problem)}") from problem
    say(f"已写出 {file}：{len(wheels)} 个组件，给 Python {python}（64 位）。解压后双击 install.cmd，见“安装说明.txt”")


@command(
    option("--folder", read=Path, metavar="文件夹", help="加载项放在哪里，默认 %LOCALAPPDATA%\\jineng"),
    option("--packed", read=Path, metavar="文件", help="用已经做好的 jineng.xlam（安装包里的）"),
)
def addin_install(folder: Path | None, packed: Path | None) -> None:
    """在 Windows 上把加载项装进 Excel，用现在这个 Python 计算；先关闭 Excel。"""
    registry = _windows("安装")
    from jineng.addin.excel.install import NotPossible, install

    if packed is None:
        _needs_builder()
    elif not packed.is_file():
        raise Refused(f"没有找到“{packed}”")
    prefix = Path(sys.prefix)
    scripts = prefix / "Scripts" if sys.prefix != sys.base_prefix else prefix
    home = (folder or Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "jineng").absolute()
    try:
        done = install(registry, home, prefix, scripts / "pythonw.exe", packed)
    except NotPossible as problem:
        raise Refused(str(problem)) from problem
    except OSError as problem:
        raise Refused(f"不能装到“{home}”：{reason(problem)}。请先关闭 Excel") from problem
    say("\n".join([*done, "已安装。打开 Excel，功能区有“技能兴威”；没有的话运行 jineng addin doctor"]))


@command()
def addin_uninstall() -> None:
    """在 Windows 上把加载项从 Excel 中去掉；先关闭 Excel。"""
    registry = _windows("卸载")
    from jineng.addin.excel.install import uninstall

    try:
        say("\n".join(uninstall(registry)))
    except OSError as problem:
        raise Refused(f"没有卸载完：{reason(problem)}。请先关闭 Excel") from problem


@command()
def addin_doctor() -> int:
    """检查 Excel 加载项为什么不能用：每行一个发现，有问题的附办法。

    退出码：0 没有问题；1 有问题；2 不能检查。
    """
    registry = _windows("检查")
    from jineng.addin.excel.doctor import examine, gather

    findings = examine(gather(registry))
    for finding in findings:
        say(f"不行  {finding.words}。{finding.do}" if finding.do else f"正常  {finding.words}")
    return 1 if any(finding.do for finding in findings) else 0


addin = Group(
    "装进表格软件的加载项：制作、安装、检查。",
    {
        "build": addin_build,
        "bundle": addin_bundle,
        "calc": addin_calc,
        "doctor": addin_doctor,
        "install": addin_install,
        "uninstall": addin_uninstall,
    },
)


def _windows(what: str) -> "Registry":
    """The registry; what concerns Excel's add-in is refused anywhere but on Windows."""
    if sys.platform != "win32":
        raise Refused(
            f"只能在装有 Excel 的 Windows 上{what}加载项；离线安装包用 jineng addin bundle 制作，在这里就可以"
        )
    from jineng.addin.excel.registry import WindowsRegistry

    return WindowsRegistry()


def _needs_builder() -> None:
    lacking = [name for name in ("packaging", "pyopenvba") if find_spec(name) is None]
    if lacking:
        raise Refused(
            f"缺少 {'、'.join(lacking)}，请先在 jineng 的文件夹里运行 pip install -c constraints.txt '.[excel]'"
        )
