"""Word documents out of templates: plain files with {{ 空 }} in them, which an official can edit in Word."""

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from jineng.workbooks.documents import printable, save
from jineng.workbooks.letters import end_together

TEMPLATES = Path(__file__).parent / "templates"
BLANK = "____________"


def one_line(words: str) -> str:
    """Words on one line, or a line to write on where there are none."""
    return " ".join(printable(words).split()) or BLANK


def fill(path: Path, template: Path, values: Mapping[str, Any], what: str) -> None:
    """填好模板，写到 path。

    A name in the template that is none of `values` raises ValueError, which says what `what` may hold.
    """
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    letter = DocxTemplate(template)
    try:
        letter.render(dict(values), SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
    except Exception as error:  # a template is a small program, which may fail in any way
        raise ValueError(f"{what}模板有误：{_fault(error)}。双花括号里只能写：{'、'.join(values)}。") from error
    end_together(letter.docx)
    file = BytesIO()
    letter.save(file)
    save(path, file)


def _fault(error: Exception) -> str:
    unknown = re.search(r"'([^']+)' is undefined|no attribute '([^']+)'", str(error))
    return f"没有“{unknown[1] or unknown[2]}”这一项" if unknown else f"花括号里的写法不能识别（{error}）"
