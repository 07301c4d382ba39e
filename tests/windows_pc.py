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
