"""What of the Windows registry the add-in is concerned with, behind an interface small enough to be played in tests."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

OFFICE = r"HKCU\Software\Microsoft\Office"
POLICIES = r"HKCU\Software\Policies\Microsoft\Office"
#: Excel 2010, 2013, and 2016 to 365.
VERSIONS = ("14.0", "15.0", "16.0")
TRUSTED = r"Excel\Security\Trusted Locations\jineng"


class Registry(Protocol):
    """Keys are written whole, HKCU\\… or HKLM\\…; a key that is not there has no values and no keys below it."""

    def values(self, key: str) -> Mapping[str, Any]: ...

    def keys(self, key: str) -> list[str]: ...

    def write(self, key: str, name: str, value: str | int) -> None: ...

    def delete(self, key: str, name: str = "") -> None:
        """A value, or without its name the key."""


class WindowsRegistry:
    """The registry of this computer."""

    def values(self, key: str) -> Mapping[str, Any]:
        return {name: value for name, value, _ in self._all("EnumValue", key)}

    def keys(self, key: str) -> list[str]:
        return list(self._all("EnumKey", key))

    def write(self, key: str, name: str, value: str | int) -> None:
        import winreg as w

        kind = w.REG_DWORD if isinstance(value, int) else w.REG_SZ  # type: ignore[attr-defined]
        with w.CreateKey(*_split(key)) as opened:  # type: ignore[attr-defined]
            w.SetValueEx(opened, name, 0, kind, value)  # type: ignore[attr-defined]

    def delete(self, key: str, name: str = "") -> None:
        import winreg as w

        try:
            if not name:
                w.DeleteKey(*_split(key))  # type: ignore[attr-defined]
                return
            with w.OpenKey(*_split(key), 0, w.KEY_SET_VALUE) as opened:  # type: ignore[attr-defined]
                w.DeleteValue(opened, name)  # type: ignore[attr-defined]
        except FileNotFoundError:
            return

    def _all(self, enumerate_: str, key: str) -> Iterator[Any]:
        import winreg as w

        try:
            opened = w.OpenKey(*_split(key))  # type: ignore[attr-defined]
        except (FileNotFoundError, PermissionError):  # a policy may forbid even to read
            return
        with opened:
            number = 0
            while True:
                try:
                    yield getattr(w, enumerate_)(opened, number)
                except OSError:  # there is no further one
                    return
                number += 1


def _split(key: str) -> tuple[Any, str]:
    import winreg as w

    root, _, rest = key.partition("\\")
    return {"HKCU": w.HKEY_CURRENT_USER, "HKLM": w.HKEY_LOCAL_MACHINE, "HKCR": w.HKEY_CLASSES_ROOT}[root], rest  # type: ignore[attr-defined]


def excels(registry: Registry) -> list[str]:
    """The versions of Excel that this user has used, oldest first."""
    return [v for v in VERSIONS if "Excel" in registry.keys(rf"{OFFICE}\{v}")]


def opened(registry: Registry, version: str) -> dict[str, str]:
    """What Excel opens when it starts: the name of the value → the path, without quotes and switches."""
    found = registry.values(rf"{OFFICE}\{version}\Excel\Options")
    entries = {name: str(value) for name, value in found.items() if re.fullmatch(r"OPEN\d*", name, re.IGNORECASE)}
    return {name: words.partition('"')[2].rstrip('"') if '"' in words else words for name, words in entries.items()}
