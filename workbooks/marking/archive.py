"""A zip archive written anew, its unchanged entries copied as they lie, compressed bytes and all."""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, BinaryIO

from jineng.workbooks.marks import Refused

_LOCAL, _CENTRAL, _END = "<4s5H3L2H", "<4s6H3L5H2L", "<4s4H2LH"
_UTF8, _ENCRYPTED, _DESCRIPTOR = 0x800, 0x1, 0x8
_CHUNK = 1 << 20
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)

Content = Iterable[bytes]


def entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Entries by name, as OPC compares names: capitals do not matter; some tools write backslashes."""
    found: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        key = key_of(info.filename)
        if key in found or info.flag_bits & _ENCRYPTED:
            raise Refused("文件的内部结构异常（有重名或加密的部件），不能标记。请在 Excel 或 WPS 中另存为 .xlsx 后再试")
        found[key] = info
    return found


def key_of(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def write(
    path: Path, archive: zipfile.ZipFile, changed: Mapping[str, Content | None], added: Mapping[str, Content]
) -> None:
    """Write the archive to a new file: entries changed or, where None, left out; added ones after all others.

    The entries keep their order and their dates. What is written depends on nothing else, such as the time of day.
    """
    assert archive.fp
    central: list[bytes] = []
    with path.open("xb") as out:
        for info in archive.infolist():
            key = key_of(info.filename)
            if key not in changed:
                central.append(_copied(archive.fp, info, out))
            elif (content := changed[key]) is not None:
                central.append(_deflated(info, content, out))
        for name, content in added.items():
            central.append(_deflated(zipfile.ZipInfo(name, _FIRST_DAY), content, out))
        start = out.tell()
        out.writelines(central)
        size = out.tell() - start
        if len(central) > 0xFFFF or start + size > 0xFFFFFFFF:
            raise Refused("文件过大，不能标记。请拆分后再试")
        out.write(struct.pack(_END, b"PK\5\6", 0, 0, len(central), len(central), size, start, 0))


def _copied(source: IO[bytes], info: zipfile.ZipInfo, out: BinaryIO) -> bytes:
    """Copy an entry's compressed bytes; its head is written anew, with the sizes that may have stood behind the data."""
    source.seek(info.header_offset)
    head = struct.unpack(_LOCAL, source.read(struct.calcsize(_LOCAL)))
    source.seek(head[-2] + head[-1], 1)
    at = out.tell()
    out.write(_local(info, info.compress_type, info.CRC, info.compress_size, info.file_size))
    left = info.compress_size
    while left:
        chunk = source.read(min(left, _CHUNK))
        if not chunk:
            raise zipfile.BadZipFile(f"{info.filename} is cut short")
        out.write(chunk)
        left -= len(chunk)
    return _central(info, info.compress_type, info.CRC, info.compress_size, info.file_size, at)


def _deflated(info: zipfile.ZipInfo, content: Content, out: BinaryIO) -> bytes:
    """Compress new content; the head is filled in when its size is known."""
    at = out.tell()
    out.write(_local(info, zipfile.ZIP_DEFLATED, 0, 0, 0))
    deflate, crc, size = zlib.compressobj(6, zlib.DEFLATED, -15), 0, 0
    start = out.tell()
    for chunk in content:
        crc, size = zlib.crc32(chunk, crc), size + len(chunk)
        out.write(deflate.compress(chunk))
    out.write(deflate.flush())
    packed = out.tell() - start
    end = out.tell()
    out.seek(at)
    out.write(_local(info, zipfile.ZIP_DEFLATED, crc, packed, size))
    out.seek(end)
    return _central(info, zipfile.ZIP_DEFLATED, crc, packed, size, at)


def _name(info: zipfile.ZipInfo) -> tuple[bytes, int]:
    """The name as the archive wrote it, and the flag that says how."""
    if info.orig_filename.isascii():
        return info.orig_filename.encode(), info.flag_bits & _UTF8
    if info.flag_bits & _UTF8:
        return info.orig_filename.encode(), _UTF8
    return info.orig_filename.encode("cp437"), 0


def _day(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _version(method: int) -> int:
    return {zipfile.ZIP_BZIP2: 46, zipfile.ZIP_LZMA: 63}.get(method, 20)


def _local(info: zipfile.ZipInfo, method: int, crc: int, packed: int, size: int) -> bytes:
    name, flags = _name(info)
    flags |= info.flag_bits & ~(_UTF8 | _DESCRIPTOR)
    return struct.pack(
        _LOCAL, b"PK\3\4", _version(method), flags, method, *_day(info), crc, packed, size, len(name), 0
    ) + name  # fmt: skip


def _central(info: zipfile.ZipInfo, method: int, crc: int, packed: int, size: int, at: int) -> bytes:
    name, flags = _name(info)
    flags |= info.flag_bits & ~(_UTF8 | _DESCRIPTOR)
    made_by = info.create_system << 8 | _version(method)
    return struct.pack(
        _CENTRAL, b"PK\1\2", made_by, _version(method), flags, method, *_day(info), crc, packed, size, len(name), 0,
        len(info.comment), 0, info.internal_attr, info.external_attr, at,
    ) + name + info.comment  # fmt: skip
