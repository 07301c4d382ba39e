"""A Windows PC as plain data: a registry in a dictionary, keys and names without regard to case."""

from collections.abc import Mapping
from typing import Any


class PlainRegistry:
    """tree: key → {name: value}; a key above another is there too."""

    def __init__(self, tree: Mapping[str, Mapping[str, Any]]) -> None:
        self.tree = {key: dict(values) for key, values in tree.items()}

    def values(self, key: str) -> Mapping[str, Any]:
        return next((dict(v) for k, v in self.tree.items() if k.lower() == key.lower()), {})

    def keys(self, key: str) -> list[str]:
        below = [k[len(key) + 1 :] for k in self.tree if k.lower().startswith(key.lower() + "\\")]
        return list(dict.fromkeys(name.partition("\\")[0] for name in below))

    def write(self, key: str, name: str, value: str | int) -> None:
        self.tree.setdefault(key, {})[name] = value

    def delete(self, key: str, name: str = "") -> None:
        if name:
            self.tree.get(key, {}).pop(name, None)
        else:
            self.tree.pop(key, None)


def with_excel(*versions: str) -> PlainRegistry:
    """Excel in these versions, nothing registered with it."""
    return PlainRegistry({rf"HKCU\Software\Microsoft\Office\{v}\Excel\Options": {} for v in versions or ("16.0",)})


class Winreg:
    """The module `winreg` of Windows, as far as it is used, over a plain registry."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_CLASSES_ROOT = "HKCU", "HKLM", "HKCR"
    KEY_SET_VALUE, REG_SZ, REG_DWORD = 2, 1, 4

    def __init__(self, registry: PlainRegistry, forbidden: str = "-") -> None:
        self.registry, self.forbidden = registry, forbidden

    def OpenKey(self, root: str, key: str, reserved: int = 0, access: int = 0) -> Any:
        whole = rf"{root}\{key}"
        if self.forbidden in whole:
            raise PermissionError(13, "Access is denied")
        if not any(
            k.lower() == whole.lower() or k.lower().startswith(whole.lower() + "\\") for k in self.registry.tree
        ):
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return _Key(whole)

    def CreateKey(self, root: str, key: str) -> Any:
        self.registry.tree.setdefault(rf"{root}\{key}", {})
        return _Key(rf"{root}\{key}")

    def EnumValue(self, key: "_Key", number: int) -> tuple[str, Any, int]:
        name, value = _at(list(self.registry.values(key.whole).items()), number)
        return name, value, self.REG_DWORD if isinstance(value, int) else self.REG_SZ

    def EnumKey(self, key: "_Key", number: int) -> str:
        return _at(self.registry.keys(key.whole), number)

    def SetValueEx(self, key: "_Key", name: str, reserved: int, kind: int, value: Any) -> None:
        assert kind == (self.REG_DWORD if isinstance(value, int) else self.REG_SZ)
        self.registry.write(key.whole, name, value)

    def DeleteValue(self, key: "_Key", name: str) -> None:
        if name not in self.registry.values(key.whole):
            raise FileNotFoundError(2, "The system cannot find the file specified")
        self.registry.delete(key.whole, name)

    def DeleteKey(self, root: str, key: str) -> None:
        with self.OpenKey(root, key):
            self.registry.delete(rf"{root}\{key}")


class _Key:
    def __init__(self, whole: str) -> None:
        self.whole = whole

    def __enter__(self) -> "_Key":
        return self

    def __exit__(self, *error: object) -> None: ...


def _at(found: list[Any], number: int) -> Any:
    if number >= len(found):
        raise OSError(259, "No more data is available")
    return found[number]
