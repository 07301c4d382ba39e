"""Where things stand in the XML of a part, so that a few bytes can be put in or taken out and all others stay."""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from jineng.workbooks.marks import Refused

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_ODD = "的写法特殊，不能标记。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试"
_PORTION = 1 << 20
_TAG_END = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)["']""")


@dataclass(slots=True)
class Node:
    """An element: its names, its attributes, and where in the part it stands.

    start, inside, close, end  byte positions of <tag, of what follows its >, of </tag, and after the last >; an element
                               written <tag/> has inside == close == end
    prefix                     such as b"x:", or b""
    attributes                 by local name; r:id for the one that names a relationship
    """

    name: str
    space: str
    prefix: bytes
    attributes: dict[str, str]
    start: int
    inside: int = 0
    close: int = 0
    end: int = 0
    children: list["Node"] = field(default_factory=list)

    def child(self, name: str) -> "Node | None":
        return next((c for c in self.children if c.name == name), None)

    def all(self, name: str) -> list["Node"]:
        return [c for c in self.children if c.name == name]


def parse(body: bytes, depth: int, what: str, hole: tuple[int, int] = (0, 0)) -> Node:
    """The elements of a part down to a depth (0 is the root); what stands in the hole is passed over.

    Refuses what cannot be patched byte by byte: other encodings than UTF-8, document types, broken XML.
    """
    encoding = _ENCODING.match(body[:200])
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii")):
        raise Refused(f"{what}{_ODD}")
    first, last = hole
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.namespace_prefixes = True
    open_nodes: list[Node] = []
    roots: list[Node] = []
    level = 0

    def position() -> int:
        at = parser.CurrentByteIndex
        return at if at < first or not last else at + last - first

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal level
        if level <= depth:
            at = position()
            space, name, prefix = _names(tag)
            named = {_attribute(key): value for key, value in attributes.items()}
            node = Node(name, space, prefix.encode() + b":" if prefix else b"", named, at, tag_end(body, at))
            (open_nodes[-1].children if open_nodes else roots).append(node)
            open_nodes.append(node)
        level += 1

    def end(_: str) -> None:
        nonlocal level
        level -= 1
        if level <= depth:
            node, at = open_nodes.pop(), position()
            empty = body[node.inside - 2 : node.inside] == b"/>"
            node.close = node.inside if empty else at
            node.end = node.inside if empty else tag_end(body, at)

    def doctype(*_: object) -> None:
        raise Refused(f"{what}{_ODD}")

    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = start, end, doctype
    try:
        parser.Parse(body[:first] if last else b"", False)
        parser.Parse(body[last:], True)
    except expat.ExpatError as problem:
        raise Refused(f"{what}已损坏，不能标记。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试") from problem
    return roots[0]


def tag_end(body: bytes, at: int) -> int:
    """The position after the tag that begins at a position."""
    found = _TAG_END.match(body, at)
    assert found, "a parser has seen this tag"
    return found.end()


def _names(tag: str) -> tuple[str, str, str]:
    parts = tag.split("\n")
    return ("", parts[0], "") if len(parts) == 1 else (parts[0], parts[1], parts[2] if len(parts) > 2 else "")


def _attribute(key: str) -> str:
    space, name, prefix = _names(key)
    if space.endswith("/relationships"):
        return f"r:{name}"
    return f"{prefix}:{name}" if prefix else name


class Patch:
    """Changes to one part: bytes put in, taken out or replaced, all at positions of the part as it was."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self._splices: list[tuple[int, int, bytes]] = []
        self._appended: dict[int, tuple[Node, list[bytes]]] = {}

    def replace(self, start: int, end: int, new: bytes) -> None:
        self._splices.append((start, end, new))

    def insert(self, at: int, new: bytes) -> None:
        self.replace(at, at, new)

    def append(self, node: Node, xml: bytes) -> None:
        """Put something in as the last of an element's children."""
        self._appended.setdefault(node.start, (node, []))[1].append(xml)

    def attribute(self, node: Node, name: bytes, value: bytes) -> None:
        """Set an attribute without prefix in an element's start tag."""
        self.insert_attribute(node.start, node.inside, name, value)

    def insert_attribute(self, start: int, inside: int, name: bytes, value: bytes) -> None:
        """The same for an element whose start tag stands at these positions."""
        found = attribute_of(name).search(self.body, start, inside)
        if found:
            self.replace(found.start(1), found.end(1), value)
        else:
            named = re.compile(rb"<[^\s/>]+").match(self.body, start)
            assert named
            self.insert(named.end(), b' %s="%s"' % (name, value))

    def splices(self) -> list[tuple[int, int, bytes]]:
        """All changes in order."""
        joined = list(self._splices)
        for node, added in self._appended.values():
            xml = b"".join(added)
            if node.inside == node.end:  # <tag/> has to be opened first
                named = re.compile(rb"<([^\s/>]+)").match(self.body, node.start)
                assert named
                slash = self.body.rindex(b"/", node.start, node.end)
                joined.append((slash, node.end, b">" + xml + b"</" + named[1] + b">"))
            else:
                joined.append((node.close, node.close, xml))
        joined.sort(key=lambda splice: splice[:2])
        return joined

    def __bool__(self) -> bool:
        return bool(self._splices or self._appended)

    def chunks(self) -> Iterator[bytes]:
        """The part with the changes, piece by piece."""
        yield from spliced(self.body, self.splices())

    def undo(self) -> tuple[int, list[tuple[int, int, bytes]]]:
        """What takes the changes off again: a checksum of the changed part, and splices for it."""
        shift, back = 0, []
        for start, end, new in self.splices():
            back.append((start + shift, start + shift + len(new), self.body[start:end]))
            shift += len(new) - (end - start)
        return checksum(self.chunks()), back


def attribute_of(name: bytes) -> re.Pattern[bytes]:
    """Finds an attribute's value in a start tag."""
    return re.compile(rb"""\s%s\s*=\s*["']([^"']*)["']""" % name)


def spliced(body: bytes, splices: Iterable[tuple[int, int, bytes]]) -> Iterator[bytes]:
    """The part with pieces replaced, in portions: the largest sheets are never held twice."""
    view, at = memoryview(body), 0
    for start, end, new in (*splices, (len(body), len(body), b"")):
        for portion in range(at, start, _PORTION):
            yield bytes(view[portion : min(portion + _PORTION, start)])
        yield new
        at = end


def checksum(chunks: Iterable[bytes]) -> int:
    crc = 0
    for chunk in chunks:
        crc = zlib.crc32(chunk, crc)
    return crc


def verify(chunks: Iterable[bytes]) -> None:
    """That a changed part is whole XML; it is looked at before anything is written."""
    parser = expat.ParserCreate(namespace_separator="\n")
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise Refused(f"文件{_ODD}") from problem
