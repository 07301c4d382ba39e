"""The settings of the workbook that a formula stands in."""

import logging
import time
from collections.abc import Iterable, Mapping
from typing import Any

import xlwings as xw

from jineng.validators.forms import SETTINGS_SHEET
from jineng.validators.functions import Undecided
from jineng.validators.settings import SETTINGS, Settings, read_setting, setting_key
from jineng.validators.values import fold

log = logging.getLogger(__name__)

_SECONDS = 1.0  # a recalculation asks thousands of times in a row; a setting changed by hand is seen at the next one
_seen: dict[str, tuple[float, Settings]] = {}


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


def settings_of(caller: xw.Range | None) -> Settings:
    """The 设置 sheet of the calling cell's workbook; the defaults where there is none, or no calling cell."""
    if caller is None:
        return Settings()
    try:
        book = caller.sheet.book
        name = _name(book)
        read_at, settings = _seen.get(name, (float("-inf"), Settings()))
        if time.monotonic() - read_at > _SECONDS:
            settings = _read(book)
            _seen[name] = time.monotonic(), settings
        return settings
    except Exception:  # every host has its own for a book that is busy or going away
        log.exception("the settings of a workbook could not be read")
        return DoubtfulSettings({}, dict.fromkeys(SETTINGS, "“设置”表读不到，请重新计算"))


def _name(book: xw.Book) -> str:
    try:
        return book.fullname
    except xw.XlwingsError:  # a book in the cloud that has no copy on this computer
        return book.name


def _read(book: xw.Book) -> Settings:
    headers = SETTINGS_SHEET.headers()
    for sheet in book.sheets:
        if fold(sheet.name) == "设置":
            rows = sheet.used_range.options(ndim=2, err_to_str=True).value
            for number, row in enumerate(rows, start=1):
                keys = [headers.get(fold(cell)) for cell in row]
                if "setting_title" in keys and "setting_value" in keys:
                    title, value = keys.index("setting_title"), keys.index("setting_value")
                    return _settings((row[title], row[value]) for row in rows[number:])
    return Settings()


def _settings(rows: Iterable[tuple[Any, Any]]) -> Settings:
    given: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for title, cell in rows:
        if key := setting_key(title):
            value, problem = read_setting(key, cell)
            if problem:
                problems[key] = problem
            elif value is not None:
                given[key] = value
    return DoubtfulSettings(given, problems) if problems else Settings(given)
