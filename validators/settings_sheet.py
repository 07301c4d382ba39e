"""The 设置 sheet that a formula's own workbook holds, rows in, settings out."""

from collections.abc import Mapping, Sequence
from typing import Any

from jineng.validators.forms import SETTINGS_SHEET
from jineng.validators.rules import Undecided
from jineng.validators.settings import Settings, read_setting, setting_key
from jineng.validators.values import fold


class DoubtfulSettings(Settings):
    """Settings some of which cannot be read: what depends on such a one is undecided, and says so."""

    def __init__(self, given: Mapping[str, Any], problems: Mapping[str, str]) -> None:
        super().__init__(given)
        self.problems = dict(problems)

    def __getitem__(self, key: str) -> Any:
        if key in self.problems:
            raise Undecided(self.problems[key])
        return super().__getitem__(key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DoubtfulSettings) and (self.given, self.problems) == (other.given, other.problems)

    __hash__ = Settings.__hash__


def settings_of_rows(rows: Sequence[Sequence[Any]]) -> Settings:
    """The settings below the header 设置项, 值, wherever in the sheet that stands; the defaults without one."""
    headers = SETTINGS_SHEET.headers()
    for number, row in enumerate(rows, start=1):
        keys = [headers.get(fold(cell)) for cell in row]
        if "setting_title" in keys and "setting_value" in keys:
            title, value = keys.index("setting_title"), keys.index("setting_value")
            return _settings([(row[title], row[value]) for row in rows[number:]])
    return Settings()


def _settings(pairs: Sequence[tuple[Any, Any]]) -> Settings:
    given: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for title, cell in pairs:
        if key := setting_key(title):
            value, problem = read_setting(key, cell)
            if problem:
                problems[key] = problem
            elif value is not None:
                given[key] = value
    return DoubtfulSettings(given, problems) if problems else Settings(given)
