"""Text as it stands in the XML of a workbook."""

import re

#: A string in pieces, of which each may have a font of its own; patterns that not every workbook needs.
_PIECE = r'<t(?: xml:space="preserve")?>([^<]*+)</t>'
_RUN = rf"<r>\s*+(?:<rPr>(?:\s*+<\w+(?: [^<>]*)?/>)*\s*+</rPr>)?\s*+{_PIECE}\s*+</r>"
_PIECES = rf"<(?:si|is)>\s*+(?:{_PIECE}|(?:{_RUN}\s*+)*)\s*+(?:<phoneticPr(?: [^<>]*)?/>\s*+)?</(?:si|is)>"
_ENTITY = r"&(?:#(\d+)|#x([0-9A-Fa-f]+)|(\w+));"
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


class Unusual(Exception):
    """XML that is not read here, but by calamine."""


def rich_text(xml: str) -> str:
    """The text of a string that may be in pieces; how it is pronounced is no part of it."""
    if "&" not in xml and re.fullmatch(_PIECES, xml):
        return unescaped("".join(re.findall(_PIECE, xml)), False)
    from xml.etree import ElementTree  # not for most workbooks

    try:
        element = ElementTree.fromstring(xml)
    except ElementTree.ParseError:
        raise Unusual from None
    pieces = element.findall("*")
    parts = [
        part for piece in pieces for part in ([piece] if piece.tag == "t" else piece.findall("t")) if piece.tag != "rPh"
    ]
    return unescaped("".join(part.text or "" for part in parts), False)


def unescaped(words: str, entities: bool = True) -> str:
    """Text as it is meant; rare escapes are left to calamine."""
    if "_x" in words or "\r" in words:
        raise Unusual
    return re.sub(_ENTITY, _character, words) if entities and "&" in words else words


def _character(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        if name not in _ENTITIES:
            raise Unusual
        return _ENTITIES[name]
    return chr(int(decimal) if decimal else int(hexadecimal, 16))
