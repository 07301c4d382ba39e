"""Write a template by name: tables, the studio's form, the settings."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jineng.validators.context import Context
from jineng.validators.settings import Settings
from jineng.workbooks.self_checking.looks import LOOKS


def write_template(path: Path, form: str, given: Mapping[str, Any], today: date) -> None:
    """Write an empty template. given: settings, which decide place and day and are filled in on its 设置 sheet."""
    context = Context.of(Settings(given), on=today)
    if form in LOOKS:
        from jineng.workbooks.self_checking.tables import write_table_template

        write_table_template(path, form, context)
    elif form == "studio":
        from jineng.workbooks.self_checking.studio import write_studio_template

        write_studio_template(path, context)
    else:
        from jineng.workbooks.self_checking.settings import write_settings_template

        write_settings_template(path, context)
