"""Words as a workbook's XML writes them."""

import re
from xml.sax.saxutils import escape

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\r")
_LONGEST = 32_000  # a cell holds 32,767 characters


def xml_text(words: str) -> str:
    """Words to stand in a t element; letters that XML does not have are written _x0007_, as Excel does."""
    shortened = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
    plain = _ESCAPED.sub(r"_x005F_x\1_", shortened)
    return escape(_NOT_XML.sub(lambda letter: f"_x{ord(letter[0]):04X}_", plain), {'"': "&quot;"})
