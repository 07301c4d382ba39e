"""The settings as a form: those most asked for first, the others folded away."""

from collections.abc import Mapping
from typing import NamedTuple

from jineng.validators.policy import PLACES
from jineng.validators.settings import SETTINGS, Setting, read_setting, shown

_FIRST = (
    "place", "as_of", "final_day", "contest_end", "required_contestants", "excellent_line", "excellent_places", "result_day",
)  # fmt: skip


class Field(NamedTuple):
    """One setting in the form. choices: the words allowed, none where anything may be typed."""

    setting: Setting
    value: str
    problem: str
    default: str
    choices: tuple[str, ...]


def sections(given: Mapping[str, str]) -> tuple[list[Field], list[Field]]:
    """The fields always shown, and the others."""
    fields = {key: _field(setting, given.get(setting.title, "")) for key, setting in SETTINGS.items()}
    return [fields[key] for key in _FIRST], [field for key, field in fields.items() if key not in _FIRST]


def _field(setting: Setting, value: str) -> Field:
    _, problem = read_setting(setting.key, value)
    choices = setting.options
    if setting.key == "place":
        choices = tuple(PLACES)
    elif setting.kind == "yes_no":
        choices = ("是", "否")
    return Field(setting, value, problem, shown(setting.default), choices)


def usable(typed: Mapping[str, str]) -> dict[str, str]:
    """Title → value, of what was typed and can be read; the rest waits until it is right."""
    found = {setting.title: typed.get(setting.key, "").strip() for setting in SETTINGS.values()}
    return {
        s.title: found[s.title]
        for s in SETTINGS.values()
        if found[s.title] and not read_setting(s.key, found[s.title])[1]
    }
