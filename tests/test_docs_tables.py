"""docs/tables.md 列出每种表的每一列，不能少的写粗体。"""

import re
from pathlib import Path

import pytest

from jineng.validators.columns import COLUMNS
from jineng.validators.forms import FORMS, Form

TEXT = (Path(__file__).parent.parent / "docs" / "tables.md").read_text(encoding="utf-8")
#: What is only written, never filled in by anybody.
WRITTEN = {"left_out", "suggested_order", "checklist"}


@pytest.mark.parametrize("form", [form for key, form in FORMS.items() if key not in WRITTEN], ids=lambda form: form.key)
def test_the_columns_of(form: Form) -> None:
    _, _, after = TEXT.partition(f"## {form.title}\n\n")
    listed = re.sub(r"\s", "", after.partition("\n\n")[0])

    headers = [(COLUMNS[column.key].header, column in form.required) for column in form.columns]
    assert listed == "、".join(f"**{header}**" if required else header for header, required in headers)
