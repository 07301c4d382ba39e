"""What a file dropped into a folder is: told by its name and by its content, which must agree."""

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from jineng.validators.materials import IMAGE, KINDS, PDF, SHEET, WORD

_SUFFIXES = {
    ".pdf": PDF, ".doc": WORD, ".docx": WORD, ".xls": SHEET, ".xlsx": SHEET, ".xlsm": SHEET,
    ".jpg": IMAGE, ".jpeg": IMAGE, ".png": IMAGE, ".bmp": IMAGE, ".gif": IMAGE, ".tif": IMAGE, ".tiff": IMAGE,
    ".webp": IMAGE, ".heic": IMAGE,
}  # fmt: skip
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"GIF8", b"II*\0", b"MM\0*")
_PHONE_IMAGES = (b"heic", b"heix", b"mif1", b"msf1")  # HEIC, which phones take
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 1024
#: Files that programs leave behind; nobody hands them in.
_LITTER = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class FoundFile:
    """A file in a folder. name: its path below the folder; kind: "" when it is none that is asked for anywhere.

    problem  why it does not count, "" when it does
    """

    name: str
    kind: str
    problem: str
    digest: str


def files_in(folder: Path) -> Iterator[FoundFile]:
    """The files in a folder and the folders below it; one that is there twice counts once."""
    seen: dict[str, str] = {}
    for path in paths_in(folder):
        name = path.relative_to(folder).as_posix()
        try:
            kind, problem = kind_of(path)
            digest = digest_of(path)
        except OSError:
            yield FoundFile(name, "", "打不开：没有权限，或正被占用", "")
            continue
        if not problem and (first := seen.setdefault(digest, name)) != name:
            problem = f"与“{first}”内容相同，只算一个"
        yield FoundFile(name, kind, problem, digest)


def paths_in(folder: Path) -> Iterator[Path]:
    """The files below a folder, by name; hidden ones and those that programs leave behind are passed over."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", "~$")) and name.lower() not in _LITTER:
                yield Path(here, name)


def digest_of(path: Path) -> str:
    """SHA-256."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def kind_of(path: Path) -> tuple[str, str]:
    """A file's kind by its suffix, and what is wrong with its content ("" when it fits)."""
    kind = _SUFFIXES.get(path.suffix.lower(), "")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        return kind, "是空的（0 字节）"
    content = _content(path, head)
    old = path.suffix.lower() in (".doc", ".xls")
    if content == "locked":
        return kind, "设有打开密码"
    if kind in (WORD, SHEET) and content == kind and old != head.startswith(_OLE):
        return kind, f"扩展名 {path.suffix} 与内容的版本不符，请用 Office 或 WPS 另存一次"
    if kind and content != kind:
        said = f"内容却是{KINDS[content]}" if content else "内容不是，可能已损坏"
        return kind, f"扩展名 {path.suffix} 是{KINDS[kind]}，{said}"
    return kind, ""


def _content(path: Path, head: bytes) -> str:
    if b"%PDF-" in head:
        return PDF
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return IMAGE
    if head[4:8] == b"ftyp" and head[8:12] in _PHONE_IMAGES:
        return IMAGE
    if head.startswith(b"PK"):
        return _package(path)
    return _compound(path.read_bytes()) if head.startswith(_OLE) else ""


def _package(path: Path) -> str:
    """Of a zip: a Word document, a workbook, or neither."""
    try:
        with zipfile.ZipFile(path) as package:
            names = {name.replace("\\", "/").lower() for name in package.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    return WORD if "word/document.xml" in names else SHEET if "xl/workbook.xml" in names else ""


def _compound(body: bytes) -> str:
    """Of a compound file: a document or workbook of before 2007, or one with a password."""
    for word, kind in (("EncryptedPackage", "locked"), ("WordDocument", WORD), ("Workbook", SHEET), ("Book", SHEET)):
        if word.encode("utf-16-le") in body:
            return kind
    return ""
