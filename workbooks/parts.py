"""The parts of a workbook's package: which sheet stands where, whatever wrote the package."""

import posixpath
import re
import zipfile
import zlib
from functools import lru_cache
from struct import Struct
from typing import NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate  # ElementTree takes longer to import

#: What a damaged package makes the libraries raise.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    SyntaxError,  # what ElementTree raises
    OSError,
    EOFError,
    LookupError,
    ValueError,
    RuntimeError,
)
#: calamine holds a full grid from the first filled cell to the last: 26 columns down to the last row, about 1 GB.
MAX_CELLS = 30_000_000
MAX_ROWS = 1_048_576
_LARGEST = 16 << 20
_LENGTHS = Struct("<HH")
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


def content(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part inflated, its size and checksum proved, without the file object that `package.read` makes for every part."""
    file = package.fp
    if file is None or part.compress_type != zipfile.ZIP_DEFLATED or part.flag_bits & 1:
        return package.read(part)
    file.seek(part.header_offset)
    head = file.read(30)
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("no local header")
    file.seek(sum(_LENGTHS.unpack_from(head, 26)), 1)
    data = zlib.decompressobj(-15).decompress(file.read(part.compress_size), part.file_size + 1)
    if len(data) != part.file_size or zlib.crc32(data) != part.CRC:
        raise zipfile.BadZipFile("another size or checksum")
    return data


@lru_cache(maxsize=64)  # workbooks written alike have the same
def _listed(workbook: bytes, relations: bytes) -> list[tuple[str, str, bool, str]]:
    targets = {r.get("Id"): (r.get("Target", ""), r.get("Type", "")) for _, _, r in elements(relations)}
    found = []
    for _, name, sheet in elements(workbook):
        if name.endswith("}sheet"):
            target, kind = targets.get(next((v for k, v in sheet.items() if k.endswith("}id")), None), ("", ""))
            path = posixpath.normpath(posixpath.join("/xl", target.replace("\\", "/"))).lower()[1:]
            found.append(
                (sheet.get("name", ""), path, sheet.get("state", "visible") != "visible", kind.rpartition("/")[2])
            )
    return found


def elements(xml: bytes) -> list[tuple[str, str, dict[str, str]]]:
    """The elements of a part: parent and name, as namespace}name, and attributes; raises ExpatError for what is no XML."""
    found: list[tuple[str, str, dict[str, str]]] = []
    inside = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((inside[-1], name, attributes))
        inside.append(name)

    parser = ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = start, lambda _: inside.pop()
    parser.Parse(xml, True)
    return found


def _text(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.file_size > _LARGEST:
        raise ValueError("implausibly large")
    data = content(package, part)
    if b"<!DOCTYPE" in data:  # no workbook has one; entities that multiply would
        raise ValueError("document type definition")
    return data
