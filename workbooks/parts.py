"""The parts of a workbook's package: which sheet stands where, whatever wrote the package."""

import posixpath
import re
import zipfile
import zlib
from functools import lru_cache
from typing import NamedTuple
from xml.etree import ElementTree

#: What a damaged package makes the libraries raise.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    OSError,
    EOFError,
    KeyError,
    ValueError,
    RuntimeError,
)
_LARGEST = 16 << 20
_FROM_1904 = re.compile(rb'date1904="(?!0"|false")')


class WorkbookParts(NamedTuple):
    """sheets in the order of the workbook; old_days: days are counted from 1904; xml: the workbook's own part."""

    sheets: "list[SheetPart]"
    old_days: bool
    xml: bytes


class SheetPart(NamedTuple):
    """A sheet as the workbook lists it; kind: worksheet, chartsheet …"""

    name: str
    part: zipfile.ZipInfo | None
    hidden: bool
    kind: str


def names_of(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Parts by name, as OPC compares names: capitals do not matter; some tools write backslashes."""
    return {name.replace("\\", "/").lower(): info for name, info in package.NameToInfo.items()}


def workbook_parts(package: zipfile.ZipFile) -> WorkbookParts:
    """What a workbook's own part says."""
    names = names_of(package)
    xml = _text(package, names["xl/workbook.xml"])
    listed = _listed(xml, _text(package, names["xl/_rels/workbook.xml.rels"]))
    sheets = [SheetPart(name, names.get(path), hidden, kind) for name, path, hidden, kind in listed]
    return WorkbookParts(sheets, bool(_FROM_1904.search(xml)), xml)


@lru_cache(maxsize=64)  # workbooks written alike have the same
def _listed(workbook: bytes, relations: bytes) -> list[tuple[str, str, bool, str]]:
    targets = {r.get("Id"): (r.get("Target", ""), r.get("Type", "")) for r in ElementTree.fromstring(relations)}
    found = []
    for sheet in ElementTree.fromstring(workbook).iter():
        if sheet.tag.endswith("}sheet"):
            target, kind = targets.get(next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None), ("", ""))
            path = posixpath.normpath(posixpath.join("/xl", target.replace("\\", "/"))).lower()[1:]
            found.append(
                (sheet.get("name", ""), path, sheet.get("state", "visible") != "visible", kind.rpartition("/")[2])
            )
    return found


def _text(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.file_size > _LARGEST:
        raise ValueError("implausibly large")
    data = package.read(part)
    if b"<!DOCTYPE" in data:  # no workbook has one; entities that multiply would
        raise ValueError("document type definition")
    return data
