"""Words as a workbook's XML writes them."""

import re
from xml.sax.saxutils import escape

from jineng.validators.values import NOT_XML

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_RETURN_TOO = re.compile(rf"{NOT_XML}|\r")
_LONGEST = 32_000  # a cell holds 32,767 characters


def xml_text(words: str) -> str:
    """Words to stand in a t element; letters that XML does not have are written _x0007_, as Excel does."""
    shortened = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
    plain = _ESCAPED.sub(r"_x005F_x\1_", shortened)
    return escape(_RETURN_TOO.sub(lambda letter: f"_x{ord(letter[0]):04X}_", plain), {'"': "&quot;"})
