"""Why the add-in does not work on a PC: one line per finding, with what to do.

`gather` looks at the computer, `examine` judges what it saw, which is plain data.
"""

import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path, PureWindowsPath
from typing import Any, NamedTuple

from jineng.addin.excel.registry import OFFICE, POLICIES, TRUSTED, Registry, excels, opened
from jineng.addin.excel.xlam import NAME

_WPS = (
    r"HKCU\Software\Kingsoft\Office", r"HKLM\Software\Kingsoft\Office", r"HKLM\Software\WOW6432Node\Kingsoft\Office"
)  # fmt: skip
_EXCEL_SERVER = r"HKCR\CLSID\{00024500-0000-0000-C000-000000000046}\LocalServer32"
_REINSTALL = "运行安装包的 install.cmd 重新安装"
_ANTIVIRUS = f"多半被杀毒软件删除：先把该文件夹加入信任区（360、火绒、Defender 的隔离区中可恢复），再{_REINSTALL}"


class Finding(NamedTuple):
    """One thing looked at. do: what to do about it, "" where it is well."""

    words: str
    do: str = ""


@dataclass(frozen=True)
class Pc:
    """What was seen of a PC.

    python    version of the running Python; bits: 32 or 64; prefix: its root
    packages  what jineng needs: name → version, "" where it is not installed
    lost      files of these packages that were installed and are gone
    files     the files that are there, of those that were asked about, in lower case
    blocked   those that Windows marks as come from the internet
    """

    registry: Registry
    python: tuple[int, ...] = (3, 12, 0)
    bits: int = 64
    prefix: str = ""
    packages: Mapping[str, str] = field(default_factory=dict)
    lost: Sequence[str] = ()
    files: Collection[str] = ()
    blocked: Collection[str] = ()

    def has(self, path: PureWindowsPath | str) -> bool:
        return str(path).lower() in self.files


def examine(pc: Pc) -> list[Finding]:
    """All findings, good ones too."""
    return [*_python(pc), *_excel(pc)]


def _python(pc: Pc) -> Iterator[Finding]:
    shown = f"Python {'.'.join(map(str, pc.python))}，{pc.bits} 位，{pc.prefix}"
    if pc.python < (3, 11):
        yield Finding(shown, "版本太低，请安装 Python 3.11 以上，再重新安装加载项")
    elif pc.bits != 64:
        yield Finding(shown, "需要 64 位的 Python（32 位的 Excel 也用它），请换 64 位的再安装")
    elif not pc.prefix.isascii():
        yield Finding(shown, "路径有英文以外的字符，Excel 不能从那里启动，请安装到英文路径")
    else:
        yield Finding(shown)
    lacking = [name for name, version in pc.packages.items() if not version]
    if lacking:
        yield Finding(f"缺少组件 {'、'.join(lacking)}", f"{_REINSTALL}；命令行：pip install jineng")
    elif pc.lost:
        yield Finding(f"组件的文件不见了 {len(pc.lost)} 个，如 {pc.lost[0]}", _ANTIVIRUS)
    else:
        yield Finding(f"组件齐全，xlwings {pc.packages['xlwings']}")
    if not pc.packages.get("xlwings"):
        return
    gone = [name for name in _dlls(pc.packages["xlwings"]) if not pc.has(PureWindowsPath(pc.prefix) / name)]
    if gone:
        yield Finding(f"“{pc.prefix}”中没有 {'、'.join(gone)}", _ANTIVIRUS)
    else:
        yield Finding("xlwings 的 DLL 在 Python 旁边")


def _excel(pc: Pc) -> Iterator[Finding]:
    versions = excels(pc.registry)
    wps = any(pc.registry.keys(key) or pc.registry.values(key) for key in _WPS)
    if not versions:
        advice = (
            "WPS 不能用这个加载项，请用本机网页（双击 jineng-page，或 jineng serve）或命令行 jineng check"
            if wps
            else "请安装 Excel 2010 以上，打开一次再安装加载项"
        )
        yield Finding("只有 WPS，没有 Excel" if wps else "没有找到 Excel", advice)
        return
    server = str(next(iter(pc.registry.values(_EXCEL_SERVER).values()), ""))
    if any(name in server.lower() for name in ("kingsoft", "wps", r"\et.exe")):
        yield Finding(
            "WPS 接管了 Excel 的注册", "在“WPS 配置工具 - 高级 - 兼容设置”中取消与 Excel 的关联，或修复 Office"
        )
    for version in versions:
        yield from _version(pc, version)


def _version(pc: Pc, version: str) -> Iterator[Finding]:
    path = next((p for p in opened(pc.registry, version).values() if PureWindowsPath(p).name.lower() == NAME), None)
    if path is None:
        yield Finding(f"Excel {version}：没有登记加载项", f"关闭 Excel，{_REINSTALL}；命令行：jineng addin install")
        return
    file = PureWindowsPath(path)
    if not pc.has(file):
        yield Finding(f"Excel {version}：{file} 不见了", _ANTIVIRUS)
    elif str(file).lower() in pc.blocked:
        yield Finding(f"Excel {version}：{file} 被标为来自互联网", "右键该文件 - 属性 - 勾选“解除锁定”，或重新安装")
    else:
        yield Finding(f"Excel {version}：加载项 {file}")
    yield from _trust(pc, version, file)
    yield from _policies(pc, version)
    if any(NAME.encode("utf-16-le") in value.lower() for value in _disabled(pc.registry, version)):
        yield Finding(
            f"Excel {version}：加载项被 Excel 停用",
            "“文件 - 选项 - 加载项 - 管理：禁用项目 - 转到”中启用，重新打开 Excel",
        )


def _trust(pc: Pc, version: str, file: PureWindowsPath) -> Iterator[Finding]:
    trusted = str(pc.registry.values(rf"{OFFICE}\{version}\{TRUSTED}").get("Path", ""))
    if PureWindowsPath(trusted) != file.parent:
        yield Finding(
            f"Excel {version}：“{file.parent}”不是受信任位置", f"{_REINSTALL}，或在“信任中心 - 受信任位置”中添加"
        )
    elif file.drive.startswith("\\\\"):
        yield Finding(f"Excel {version}：加载项在网络位置", "请安装到本机")
    else:
        yield Finding(f"Excel {version}：受信任位置已登记")


def _policies(pc: Pc, version: str) -> Iterator[Finding]:
    """What the organisation's policies forbid: only its administrators can change that."""
    security = rf"{POLICIES}\{version}\Excel\Security"
    ask = "请单位的网络管理员调整组策略"
    rules = pc.registry.values(security)
    locations = pc.registry.values(rf"{security}\Trusted Locations")
    toolbars = pc.registry.values(rf"{POLICIES}\{version}\Common\Toolbars\Excel")
    found = []
    if _on(locations, "AllLocationsDisabled"):
        found.append(Finding(f"Excel {version}：组策略禁用了受信任位置", ask))
    if _on(rules, "VBAWarnings", 4) or _on(rules, "DisableAllAddins"):
        found.append(Finding(f"Excel {version}：组策略禁用了宏或加载项", ask))
    elif _on(rules, "VBAWarnings", 3) or _on(rules, "RequireAddinSig"):
        found.append(
            Finding(f"Excel {version}：组策略只允许有数字签名的宏或加载项", f"{ask}，或用单位的证书给加载项签名")
        )
    if _on(toolbars, "NoExtensibilityCustomizationFromDocument"):
        found.append(Finding(f"Excel {version}：组策略不许加载项显示功能区", ask))
    yield from found or [Finding(f"Excel {version}：没有组策略限制")]
    own = pc.registry.values(rf"{OFFICE}\{version}\Excel\Security")
    if _on(pc.registry.values(rf"{OFFICE}\{version}\Excel\Security\Trusted Locations"), "AllLocationsDisabled"):
        yield Finding(
            f"Excel {version}：信任中心禁用了受信任位置",
            "在“文件 - 选项 - 信任中心 - 受信任位置”中取消勾选“禁用所有受信任位置”",
        )
    if _on(own, "DisableAllAddins") or _on(own, "RequireAddinSig"):
        yield Finding(f"Excel {version}：信任中心限制了加载项", "在“文件 - 选项 - 信任中心 - 加载项”中取消勾选")


def _on(values: Mapping[str, Any], name: str, number: int = 1) -> bool:
    return any(key.lower() == name.lower() and value == number for key, value in values.items())


def _disabled(registry: Registry, version: str) -> Sequence[bytes]:
    found = registry.values(rf"{OFFICE}\{version}\Excel\Resiliency\DisabledItems")
    return [value for value in found.values() if isinstance(value, bytes)]


def _dlls(xlwings: str) -> tuple[str, str]:
    return f"xlwings64-{xlwings}.dll", f"xlwings32-{xlwings}.dll"


def gather(registry: Registry) -> Pc:
    """What there is to be seen of this computer."""
    packages = {name: _version_of(name) for name in _needed()}
    dlls = _dlls(packages["xlwings"])
    asked = [Path(path) for v in excels(registry) for path in opened(registry, v).values()]
    asked += [Path(sys.prefix) / name for name in dlls]
    return Pc(
        registry, sys.version_info[:3], 64 if sys.maxsize > 2**32 else 32, sys.prefix, packages,
        [path for name in ("jineng", *packages) for path in _lost(name) if not path.endswith(dlls)],
        {str(path).lower() for path in asked if path.is_file()},
        {str(path).lower() for path in asked if Path(f"{path}:Zone.Identifier").exists()},
    )  # fmt: skip


def _needed() -> list[str]:
    """What jineng requires, and what xlwings and pandas require on Windows."""
    names = (re.match(r"[\w.-]+", words) for words in metadata.requires("jineng") or () if "extra ==" not in words)
    return [*(name[0] for name in names if name), "pywin32", "numpy"]


def _version_of(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _lost(package: str) -> Iterator[str]:
    try:
        found = metadata.distribution(package)
    except metadata.PackageNotFoundError:
        return
    if found.read_text("RECORD") is None:  # a checkout, where files come and go
        return
    places = [str(file.locate()) for file in found.files or () if file.suffix != ".pyc"]
    yield from (place for place in places if not Path(place).exists())
