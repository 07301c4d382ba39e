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


class SheetPart(NamedTuple):
    """A sheet as the workbook lists it; kind: worksheet, chartsheet …"""

    name: str
    part: zipfile.ZipInfo | None
    hidden: bool
    kind: str


def names_of(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Parts by name, as OPC compares names: capitals do not matter; some tools write backslashes."""
    return {name.replace("\\", "/").lower(): info for name, info in package.NameToInfo.items()}


def sheet_parts(package: zipfile.ZipFile) -> list[SheetPart]:
    """The sheets in the order of the workbook."""
    names = names_of(package)
    listed = _listed(_text(package, names["xl/workbook.xml"]), _text(package, names["xl/_rels/workbook.xml.rels"]))
    return [SheetPart(name, names.get(path), hidden, kind) for name, path, hidden, kind in listed]


def has_old_days(package: zipfile.ZipFile) -> bool:
    """Whether days are counted from 1904."""
    return bool(_FROM_1904.search(_text(package, names_of(package)["xl/workbook.xml"])))


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
