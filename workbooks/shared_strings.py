"""The strings that the cells of a workbook share: at hand where they are few, else in a file, for they may be as many as the rows."""

import os
import re
import zipfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from io import BytesIO
from itertools import chain, islice
from typing import Any

from jineng.workbooks.parts import content
from jineng.workbooks.xml_text import Unusual, rich_text, unescaped

#: The strings of a larger part are put into a file; so many of these are remembered, if met again among so many.
_LARGE, _REMEMBERED, _SOON = 4 << 20, 100_000, 1 << 18
#: So many are read back together; so many times as many are at hand.
_BLOCK, _BLOCKS = 16, 64
#: No string takes more, in pieces with fonts of their own too: a cell holds 32,767 characters.
_CHUNK, _LONGEST = 1 << 20, 8 << 20
_BEGIN, _END = "<si><t>", "</t></si>"
#: A string of one piece: its text; any other: all of it. Compiled where the strings are not all alike.
_STRING = r'(?s)<si>\s*<t(?: xml:space="preserve")?>([^<]*+)</t>\s*(?:<phoneticPr[^<>]*/>\s*)?</si>|(<si>.*?</si>)'
_NUMBERS: list[bytes] = []


def shared_strings(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Mapping[bytes | None, str]:
    """The strings of a workbook, by the bytes of their number."""
    if part.file_size > _LARGE:
        from tempfile import TemporaryFile

        with suppress(OSError):  # nowhere to write, or no room
            return _spilled(package, part, TemporaryFile)
        return _spilled(package, part, BytesIO)
    words = content(package, part)
    found = _strings(words[words.find(b"<sst") :])
    while len(_NUMBERS) < len(found):
        _NUMBERS.append(b"%d" % len(_NUMBERS))
    by_number: dict[bytes | None, str] = dict(zip(_NUMBERS, found, strict=False))
    by_number[None] = ""
    return by_number


def _spilled(package: zipfile.ZipFile, part: zipfile.ZipInfo, new_file: Callable[[], Any]) -> "Spilled":
    with package.open(part) as file:
        return Spilled(iter(partial(file.read, _CHUNK), b""), new_file())


class Spilled(dict[bytes | None, str]):
    """Strings in a file, in blocks; of those met again soon each is remembered.

    Nobody's data stays on the disk: a temporary file has no name (on Windows: is deleted by the system) from the moment
    it is opened, and is gone with its process, however that ends.
    """

    def __init__(self, pieces: Iterable[bytes], file: Any) -> None:
        super().__init__({None: ""})
        self.file, self.met, starts = file, array("I", [0]) * _SOON, array("I", [0])
        strings = chain.from_iterable(map(_strings, _whole_strings(pieces)))
        while block := list(islice(strings, _BLOCK)):
            words = "\0".join(block)
            if words.count("\0") != len(block) - 1:
                raise Unusual
            starts.append(starts[-1] + file.write(words.encode()))
        file.flush()
        self.block = lru_cache(_BLOCKS)(partial(_block, starts, _reading(file)))

    def __del__(self) -> None:
        with suppress(OSError):  # where there was no room for it, there is none at the end
            self.file.close()

    def __missing__(self, number: bytes) -> str:
        if not number.isdigit():
            raise KeyError(number)
        at = int(number)
        found = self.block(at // _BLOCK)[at % _BLOCK]
        if self.met[at % _SOON] != at:
            self.met[at % _SOON] = at
        else:
            if len(self) > _REMEMBERED:
                self.clear()
                self[None] = ""
            self[number] = found
        return found


def _reading(file: Any) -> Callable[[int, int], bytes]:
    """What reads so many bytes from a place on."""
    if hasattr(os, "pread") and not isinstance(file, BytesIO):
        return partial(os.pread, file.fileno())  # forked processes move on in the same file

    def read(size: int, start: int) -> bytes:
        file.seek(start)
        found: bytes = file.read(size)
        return found

    return read


def _block(starts: Sequence[int], read: Callable[[int, int], bytes], number: int) -> list[str]:
    start = starts[number]
    return str(read(starts[number + 1] - start, start), "utf-8").split("\0")


def _whole_strings(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The XML cut behind the end of a string."""
    rest = b""
    for piece in pieces:
        rest += piece
        end = rest.rfind(b"</si>") + 5
        if end > 4:
            yield rest[:end]
            rest = rest[end:]
        if len(rest) > _LONGEST:
            raise Unusual
    yield rest


def _strings(part: bytes) -> list[str]:
    words = part.decode()
    head, _, rest = words.partition(_BEGIN)
    rest, end, tail = rest.rpartition(_END)
    found = rest.split(_END + _BEGIN)
    if not end or rest.count("<") != 4 * (len(found) - 1) or "<si" in head + tail:  # else all are alike
        texts = re.findall(_STRING, words)
        if len(texts) != words.count("<si"):
            raise Unusual
        return [rich_text(other) if other else unescaped(text) for text, other in texts]
    if "&" in words or ("_" in words and "_x" in words) or "\r" in words:
        found = [unescaped(one) for one in found]
    return found
