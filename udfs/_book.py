"""The 设置 sheet of the workbook a formula stands in."""

import time
from typing import Any

from jineng.validators.columns import SETTINGS_SHEET
from jineng.validators.settings import Settings, read_settings
from jineng.validators.values import fold

_SECONDS = 5.0  # a recalculation asks thousands of times; a changed setting is seen at the next one
_seen: dict[str, tuple[float, Settings]] = {}


def settings_of(caller: Any) -> Settings | None:
    """The settings of the calling cell's workbook; None outside a workbook, or where it has no 设置 sheet.

    A workbook that cannot be asked (Excel busy, protected) is treated as one without settings.
    """
    if caller is None:
        return None
    book = caller.sheet.book
    name = book.fullname
    read_at, settings = _seen.get(name, (0.0, None))
    if settings is None or time.monotonic() - read_at > _SECONDS:
        settings = _read(book)
        _seen[name] = time.monotonic(), settings
    return settings


def _read(book: Any) -> Settings:
    titles = {fold(c) for c in SETTINGS_SHEET.headers()}
    for sheet in book.sheets:
        if fold(sheet.name) != "设置":
            continue
        rows = sheet.used_range.options(ndim=2).value or []
        for i, row in enumerate(rows):
            if len([c for c in row if fold(c) in titles]) >= 2:
                keys = [SETTINGS_SHEET.headers().get(fold(c)) for c in row]
                title, value = keys.index("setting_title"), keys.index("setting_value")
                return Settings(read_settings((r[title], r[value]) for r in rows[i + 1 :] if fold(r[title]))[0])
    return Settings()
