"""The strings that the cells of a workbook share: in a list where they are few, else packed, for they may be as many as the rows."""

import re
import zipfile
from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import accumulate, islice

from jineng.workbooks.parts import content
from jineng.workbooks.plain_xml import Unusual, rich_text, unescaped

#: Of a larger part the strings are packed; so many of these are remembered as they are.
_LARGE, _REMEMBERED = 4 << 20, 100_000
#: No string takes more, in pieces with fonts of their own too: a cell holds 32,767 characters.
_CHUNK, _LONGEST = 1 << 20, 8 << 20
_STRING = re.compile(r'<si>\s*<t(?: xml:space="preserve")?>([^<]*)</t>\s*</si>')
_ANY = re.compile("<si>(.*?)</si>", re.DOTALL)
_NUMBERS: list[bytes] = []


def shared_strings(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Mapping[bytes | None, str]:
    """The strings of a workbook, by the bytes of their number."""
    if part.file_size > _LARGE:
        with package.open(part) as file:
            return Packed(iter(partial(file.read, _CHUNK), b""))
    words = content(package, part)
    found = _strings(words[words.find(b"<sst") :])
    while len(_NUMBERS) < len(found):
        _NUMBERS.append(b"%d" % len(_NUMBERS))
    return {None: "", **dict(zip(_NUMBERS, found, strict=False))}


class Packed(dict[bytes | None, str]):
    """Strings one behind the other as UTF-8, with the place where each ends; those met twice are remembered."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__({None: ""})
        self.ends, texts = array("I", [0]), []
        for piece in _whole_strings(pieces):
            found = [words.encode() for words in _strings(piece)]
            self.ends.extend(islice(accumulate(map(len, found), initial=self.ends[-1]), 1, None))
            texts.append(b"".join(found))
        self.text, self.met = b"".join(texts), bytearray(len(self.ends))

    def __missing__(self, number: bytes) -> str:
        if not number.isdigit():
            raise KeyError(number)
        at, ends = int(number), self.ends
        found = str(self.text[ends[at] : ends[at + 1]], "utf-8")
        if not self.met[at]:
            self.met[at] = 1
        else:
            if len(self) > _REMEMBERED:
                self.clear()
                self[None] = ""
            self[number] = found
        return found


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
    found = _STRING.findall(words)
    if len(found) != words.count("<si>"):
        found = [rich_text(f"<si>{one}</si>") for one in _ANY.findall(words)]
    elif "&" in words or "_x" in words or "\r" in words:
        found = [unescaped(one) for one in found]
    if len(found) != words.count("<si"):
        raise Unusual
    return found
