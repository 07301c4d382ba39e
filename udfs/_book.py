"""The workbook that a formula stands in: its settings, and where it counts its days from."""

import logging
import time
from datetime import date

import xlwings as xw

from jineng.validators.calls import DAY_ZERO
from jineng.validators.settings import SETTINGS, Settings
from jineng.validators.settings_sheet import DoubtfulSettings, settings_of_rows
from jineng.validators.values import fold

log = logging.getLogger(__name__)

_SECONDS = 1.0  # a recalculation asks thousands of times in a row; a setting changed by hand is seen at the next one
_seen: dict[str, tuple[float, Settings]] = {}


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


def day_zero(caller: xw.Range | None) -> date | None:
    """Day 0 of the calling cell's workbook, 1904 where it was made on an old Mac; None where the book does not say."""
    try:
        return date(1904, 1, 1) if caller is not None and caller.sheet.book.api.Date1904 else DAY_ZERO
    except Exception:  # as above
        log.exception("a workbook does not say where it counts its days from")
        return None


def _name(book: xw.Book) -> str:
    try:
        return book.fullname
    except xw.XlwingsError:  # a book in the cloud that has no copy on this computer
        return book.name


def _read(book: xw.Book) -> Settings:
    for sheet in book.sheets:
        if fold(sheet.name) == "设置":
            return settings_of_rows(sheet.used_range.options(ndim=2, err_to_str=True).value)
    return Settings()
