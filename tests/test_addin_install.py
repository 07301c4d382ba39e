"""Installing, uninstalling and examining the add-in, on PCs that are plain data."""

import sys
from importlib import metadata
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace
from typing import Any

import pytest
from terminal import invoke
from windows_pc import PlainRegistry, Winreg, with_excel

from jineng.addin.excel.doctor import Pc, examine, gather
from jineng.addin.excel.install import NotPossible, install, uninstall
from jineng.addin.excel.xlam import modules

OFFICE = r"HKCU\Software\Microsoft\Office\16.0"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"
OPTIONS = rf"{OFFICE}\Excel\Options"
TRUSTED = rf"{OFFICE}\Excel\Security\Trusted Locations\jineng"
HOME = r"C:\Users\zhang\AppData\Local\jineng"


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """The root of a Python with the DLL of xlwings in it."""
    prefix = tmp_path / "python"
    prefix.mkdir()
    (prefix / "xlwings64-0.37.8.dll").touch()
    return prefix


def put(registry: PlainRegistry, tmp_path: Path, python: Path, **more: Any) -> list[str]:
    return install(registry, tmp_path / "jineng", python, python / "pythonw.exe", **more)


class TestInstall:
    def test_every_excel_trusts_the_folder_and_opens_the_add_in(self, tmp_path: Path, python: Path) -> None:
        registry = with_excel("14.0", "16.0")
        said = put(registry, tmp_path, python)

        file = tmp_path / "jineng" / "jineng.xlam"
        for version in ("14.0", "16.0"):
            excel = rf"HKCU\Software\Microsoft\Office\{version}\Excel"
            assert registry.values(rf"{excel}\Options") == {"OPEN": f'"{file}"'}
            trusted = registry.values(rf"{excel}\Security\Trusted Locations\jineng")
            assert (trusted["Path"], trusted["AllowSubfolders"]) == (f"{file.parent}\\", 0)
        assert file.exists() and len(said) == 3

    def test_the_add_in_looks_for_the_python_that_installed_it(self, tmp_path: Path, python: Path) -> None:
        from oletools.olevba import VBA_Parser

        put(with_excel(), tmp_path, python)
        found = "".join(code for *_, code in VBA_Parser(str(tmp_path / "jineng" / "jineng.xlam")).extract_all_macros())
        assert f'PythonProgram As String = "{python / "pythonw.exe"}"' in found

    def test_other_add_ins_stay_and_a_second_time_changes_nothing(self, tmp_path: Path, python: Path) -> None:
        registry = with_excel()
        registry.write(OPTIONS, "OPEN", r'/R "C:\别的\analysis.xll"')
        registry.write(OPTIONS, "OPEN2", "solver.xlam")
        put(registry, tmp_path, python)
        once = {key: dict(values) for key, values in registry.tree.items()}
        put(registry, tmp_path, python)
        assert registry.tree == once
        assert set(registry.values(OPTIONS)) == {"OPEN", "OPEN1", "OPEN2"}

    def test_an_add_in_made_elsewhere_is_copied_as_it_is(self, tmp_path: Path, python: Path) -> None:
        (tmp_path / "made.xlam").write_bytes(b"made elsewhere")
        put(with_excel(), tmp_path, python, packed=tmp_path / "made.xlam")
        assert (tmp_path / "jineng" / "jineng.xlam").read_bytes() == b"made elsewhere"

    @pytest.mark.parametrize(
        ("registry", "spoil", "words"),
        [(PlainRegistry({}), "", "没有找到 Excel"), (with_excel(), "dll", "没有 xlwings64-"), (with_excel(), "path", "有英文以外的字符")],
    )  # fmt: skip
    def test_what_cannot_work_is_refused_before_anything_is_written(
        self, registry: PlainRegistry, spoil: str, words: str, tmp_path: Path, python: Path
    ) -> None:
        if spoil == "dll":
            next(python.iterdir()).unlink()
        home = tmp_path / ("技能" if spoil == "path" else "jineng")
        before = {key: dict(values) for key, values in registry.tree.items()}
        with pytest.raises(NotPossible, match=words):
            install(registry, home, python, python / "pythonw.exe")
        assert registry.tree == before and not home.exists()


class TestUninstall:
    def test_the_registry_is_as_before_and_the_file_is_gone(self, tmp_path: Path, python: Path) -> None:
        registry = with_excel()
        registry.write(OPTIONS, "OPEN", r'/R "C:\别的\analysis.xll"')
        registry.write(OPTIONS, "OpenOther", "not an add-in")
        before = {key: dict(values) for key, values in registry.tree.items()}
        put(registry, tmp_path, python)
        uninstall(registry)
        assert registry.tree == before and not (tmp_path / "jineng" / "jineng.xlam").exists()

    def test_no_gap_is_left_behind_which_would_stop_other_add_ins(self, tmp_path: Path, python: Path) -> None:
        registry = with_excel()
        put(registry, tmp_path, python)
        registry.write(OPTIONS, "OPEN1", "solver.xlam")
        uninstall(registry)
        assert registry.values(OPTIONS) == {"OPEN": "solver.xlam"}

    def test_nothing_to_uninstall_is_said(self) -> None:
        assert uninstall(with_excel()) == ["没有登记过加载项"]


def healthy(**changes: Any) -> Pc:
    """A PC on which everything works, but for the changes; registry entries are added or, with None, taken away."""
    entries: dict[str, Any] = changes.pop("registry", {})
    registry = with_excel()
    registry.write(OPTIONS, "OPEN", rf'"{HOME}\jineng.xlam"')
    registry.write(TRUSTED, "Path", HOME + "\\")
    for place, value in entries.items():
        key, _, name = place.rpartition("|")
        registry.delete(key, name) if value is None else registry.write(key, name, value)
    prefix = changes.setdefault("prefix", HOME + r"\python")
    files = [rf"{HOME}\jineng.xlam", *(str(PureWindowsPath(prefix) / f"xlwings{b}-0.37.8.dll") for b in (64, 32))]
    gone = changes.pop("gone", "nothing")
    found = {
        "packages": {"pandas": "3.1.1", "pywin32": "312", "xlwings": "0.37.8"} | changes.pop("packages", {}),
        "files": {f.lower() for f in files if gone not in f},
    }
    return Pc(registry, **(found | changes))


class TestDoctor:
    def test_a_pc_on_which_it_works_has_nothing_to_do(self) -> None:
        findings = examine(healthy())
        assert [f.words for f in findings if f.do] == [] and len(findings) == 6

    @pytest.mark.parametrize(
        ("changes", "words", "do"),
        [
            ({"python": (3, 10, 4)}, "Python 3.10.4，64 位", "3.11 以上"),
            ({"bits": 32}, "32 位", "64 位的 Python"),
            ({"prefix": r"C:\Users\张三\python"}, "张三", "英文路径"),
            ({"packages": {"pandas": "", "pywin32": ""}}, "缺少组件 pandas、pywin32", "重新安装"),
            ({"packages": {"xlwings": ""}}, "缺少组件 xlwings", "重新安装"),
            ({"lost": [r"D:\jineng\python\Scripts\jineng.exe", "D:\\"]}, "不见了 2 个，如 D:\\jineng", "杀毒软件"),
            ({"gone": "xlwings64"}, "没有 xlwings64-0.37.8.dll", "杀毒软件"),
            ({"gone": "jineng.xlam"}, "jineng.xlam 不见了", "杀毒软件"),
            ({"blocked": {rf"{HOME}\jineng.xlam".lower()}}, "来自互联网", "解除锁定"),
            ({"registry": {rf"{OPTIONS}|OPEN": None}}, "没有登记加载项", "jineng addin install"),
            ({"registry": {rf"{TRUSTED}|Path": None}}, "不是受信任位置", "受信任位置"),
            ({"registry": {rf"{TRUSTED}|Path": "D:\\别处\\"}}, "不是受信任位置", "受信任位置"),
            ({"registry": {rf"{POLICY}\Excel\Security|VBAWarnings": 4}}, "禁用了宏", "网络管理员"),
            ({"registry": {rf"{POLICY}\Excel\Security|vbawarnings": 4}}, "禁用了宏", "网络管理员"),
            ({"registry": {rf"{POLICY}\Excel\Security|VBAWarnings": 3}}, "数字签名", "证书"),
            ({"registry": {rf"{POLICY}\Excel\Security|RequireAddinSig": 1}}, "数字签名", "网络管理员"),
            ({"registry": {rf"{POLICY}\Excel\Security\Trusted Locations|AllLocationsDisabled": 1}}, "禁用了受信任位置", "网络管理员"),
            ({"registry": {rf"{POLICY}\Common\Toolbars\Excel|NoExtensibilityCustomizationFromDocument": 1}}, "不许加载项显示功能区", "网络管理员"),
            ({"registry": {rf"{OFFICE}\Excel\Security\Trusted Locations|AllLocationsDisabled": 1}}, "信任中心禁用了受信任位置", "取消勾选"),
            ({"registry": {rf"{OFFICE}\Excel\Security|DisableAllAddins": 1}}, "信任中心限制", "取消勾选"),
            ({"registry": {rf"{OFFICE}\Excel\Resiliency\DisabledItems|A1": b"\x00" + rf"{HOME}\JINENG.xlam".encode("utf-16-le")}},
             "被 Excel 停用", "禁用项目"),
            ({"registry": {r"HKCR\CLSID\{00024500-0000-0000-C000-000000000046}\LocalServer32|": r"C:\Kingsoft\WPS Office\et.exe /Automation"}},
             "WPS 接管了", "兼容设置"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_in_one_line_with_what_to_do(self, changes: Any, words: str, do: str) -> None:
        wrong = [f for f in examine(healthy(**changes)) if words in f.words]
        assert len(wrong) == 1 and do in wrong[0].do
        assert "\n" not in wrong[0].words + wrong[0].do

    @pytest.mark.parametrize("root", ["HKCU\\Software", "HKLM\\Software", "HKLM\\Software\\WOW6432Node"])
    def test_wps_alone_is_told_from_nothing_at_all(self, root: str) -> None:
        wps = PlainRegistry({rf"{root}\Kingsoft\Office\6.0\Common": {}})
        (finding,) = [f for f in examine(gather(wps)) if "Excel" in f.words]
        assert finding.words == "只有 WPS，没有 Excel" and "jineng check" in finding.do
        (finding,) = [f for f in examine(gather(PlainRegistry({}))) if "Excel" in f.words]
        assert finding.words == "没有找到 Excel"

    def test_everything_that_is_installed_for_jineng_is_looked_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pc = gather(PlainRegistry({}))
        assert {"xlwings", "pandas", "docxtpl", "python-calamine", "pywin32"} <= set(pc.packages)
        assert "pytest" not in pc.packages and pc.packages["openpyxl"] == metadata.version("openpyxl")
        assert not [path for path in pc.lost if "site-packages" in path and not path.endswith(".exe")]

        gone, compiled = Path("/nowhere/parsers.pyd"), Path("/nowhere/parsers.pyc")
        there = [SimpleNamespace(suffix=path.suffix, locate=lambda path=path: path) for path in (gone, compiled)]
        installed, found = SimpleNamespace(version="3.1.1", files=there, read_text=str), metadata.distribution
        monkeypatch.setattr(metadata, "distribution", lambda name: installed if name == "pandas" else found(name))
        lost = gather(PlainRegistry({})).lost
        assert str(gone) in lost and str(compiled) not in lost

    def test_an_add_in_just_installed_is_found_well(self, tmp_path: Path, python: Path) -> None:
        registry = with_excel("15.0")
        put(registry, tmp_path, python)
        assert not [f for f in examine(gather(registry)) if "没有登记" in f.words]


class TestCommands:
    """`jineng addin …` on a PC whose registry is plain data: through the module that Windows has for it."""

    @pytest.fixture
    def windows(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, python: Path) -> PlainRegistry:
        registry = with_excel()
        monkeypatch.setitem(sys.modules, "winreg", Winreg(registry))
        there = SimpleNamespace(platform="win32", prefix=str(python), base_prefix=str(python), exit=sys.exit)
        monkeypatch.setattr("jineng.addin.addin_commands.sys", there)
        monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
        return registry

    def test_install_doctor_and_uninstall_one_after_the_other(self, windows: PlainRegistry, tmp_path: Path) -> None:
        before = {key: dict(values) for key, values in windows.tree.items()}
        file = tmp_path / "jineng" / "jineng.xlam"

        installed = invoke(["addin", "install"])
        assert installed.exit_code == 0 and "已安装" in installed.output, installed.output
        assert windows.values(OPTIONS) == {"OPEN": f'"{file}"'} and file.exists()

        examined = invoke(["addin", "doctor"])
        assert examined.exit_code == 1  # for here is no DLL
        lines = examined.output.splitlines()
        assert all(line.startswith(("正常  ", "不行  ")) for line in lines)
        assert "正常  Excel 16.0：受信任位置已登记" in lines and "正常  Excel 16.0：没有组策略限制" in lines

        removed = invoke(["addin", "uninstall"])
        assert removed.exit_code == 0 and windows.tree == before and not file.exists()

    def test_a_folder_named_from_here_is_registered_whole(
        self, windows: PlainRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert invoke(["addin", "install", "--folder", "here"]).exit_code == 0
        assert windows.values(OPTIONS) == {"OPEN": f'"{tmp_path / "here" / "jineng.xlam"}"'}

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [(["--folder", "技能"], "用 --folder 另指定"), (["--packed", "没有.xlam"], "没有找到“没有.xlam”")],
    )
    def test_what_cannot_be_installed_is_one_line(
        self, windows: PlainRegistry, arguments: list[str], words: str
    ) -> None:
        result = invoke(["addin", "install", *arguments])
        assert result.exit_code == 2 and words in result.output and len(result.output.strip().splitlines()) == 1

    @pytest.mark.parametrize("command", ["install", "uninstall"])
    def test_a_registry_that_may_not_be_written_is_one_line(
        self, windows: PlainRegistry, command: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert invoke(["addin", "install"]).exit_code == 0

        def refuse(*given: Any) -> None:
            raise PermissionError(13, "Access is denied")

        for name in ("CreateKey", "DeleteKey"):
            monkeypatch.setattr(Winreg, name, refuse)
        result = invoke(["addin", command])
        assert result.exit_code == 2 and "没有权限" in result.output and "请先关闭 Excel" in result.output

    def test_a_policy_that_may_not_even_be_read_counts_as_none(
        self, windows: PlainRegistry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "winreg", Winreg(windows, forbidden="Policies"))
        assert "没有登记加载项" in invoke(["addin", "doctor"]).output

    @pytest.mark.parametrize("command", ["install", "uninstall", "doctor"])
    def test_elsewhere_than_on_windows_one_clear_message(self, command: str) -> None:
        result = invoke(["addin", command])
        assert result.exit_code == 2 and "只能在装有 Excel 的 Windows 上" in result.output
        assert len(result.output.strip().splitlines()) == 1


def test_the_paths_that_vba_and_the_kit_use_are_the_same() -> None:
    assert r'"python\Scripts\pythonw.exe"' in modules()["JinengPython"]
    script = Path(__file__).parent.parent.joinpath("addin/excel/install.ps1").read_text(encoding="utf-8")
    assert 'venv --clear (Join-Path $Folder "python")' in script
