"""One plain function per ribbon button, over the ordinary xlwings book; the names are those of the buttons in ribbon.xml.

Excel calls them without arguments, through `press`; anybody else hands over a book. Each shows its progress in the
status bar and ends in one plain message, whatever happens.
"""

from collections.abc import Callable
from typing import Any

from jineng.addin.ribbon.about import edit_settings, show_help
from jineng.addin.ribbon.checks import check_all, check_sheet, clear_marks
from jineng.addin.ribbon.exports import (
    export_application,
    export_bundle,
    export_certificate,
    export_expert,
    export_summary,
)
from jineng.addin.ribbon.lists import list_deadlines, list_grades, list_levels, list_order

#: Buttons by name.
BUTTONS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        check_sheet, check_all, clear_marks,
        list_levels, list_grades, list_order,
        export_certificate, export_application, export_expert, export_summary, export_bundle,
        list_deadlines, edit_settings, show_help,
    )
}  # fmt: skip


def press(button: str, workbook: Any) -> None:
    """What the VBA of the add-in calls: the button's name and Excel's object for the workbook in front."""
    from xlwings import _xlwindows

    _xlwindows.BOOK_CALLER = workbook  # where xlwings looks for the calling book
    BUTTONS[button]()


__all__ = ["BUTTONS", "press", *BUTTONS]
