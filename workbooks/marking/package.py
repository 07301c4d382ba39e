"""A workbook file as parts that refer to one another: read, patched, added, taken out, written whole."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

from jineng.workbooks.marking.archive import entries, key_of, write
from jineng.workbooks.marking.places import MAIN, STRICT, Node, Patch, parse, verify
from jineng.workbooks.marks import Refused

WORKBOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Relation:
    """One part's reference to another; target is the key of the part referred to."""

    id: str
    kind: str
    target: str
    node: Node


class Package:
    """An .xlsx or .xlsm with changes that are written to another file. Parts go by key: their name in small letters."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.archive = zipfile.ZipFile(path)
        try:
            self._entries = entries(self.archive)
        except Refused:
            self.archive.close()
            raise
        self._settled: dict[str, bytes] = {}
        self._patches: dict[str, Patch] = {}
        self._new_relations: dict[str, list[str]] = {}
        self._relation_numbers: dict[str, int] = {}
        self.added: dict[str, bytes] = {}
        self._removed: set[str] = set()

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_: object) -> None:
        self.archive.close()

    # reading

    def has(self, name: str) -> bool:
        key = key_of(name)
        return (key in self._entries and key not in self._removed) or key in map(key_of, self.added)

    def part_keys(self) -> Iterator[str]:
        """The keys of the parts that the file has had so far."""
        return (key for key in self._entries if key not in self._removed)

    def spelled(self, key: str) -> str:
        """A part's name as the archive writes it: some programs do mind capitals."""
        info = self._entries.get(key)
        return info.filename.replace("\\", "/").lstrip("/") if info else key

    def body(self, name: str) -> bytes:
        """A part's content, as it was before the patches under way."""
        key = key_of(name)
        if key in self._settled:
            return self._settled[key]
        if key not in self._entries or key in self._removed:
            raise Refused("文件缺少内部部件，不能标记。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试")
        return self.archive.read(self._entries[key])

    def patch(self, name: str) -> Patch:
        """The changes to a part."""
        key = key_of(name)
        if key not in self._patches:
            self._patches[key] = Patch(self.body(key))
        return self._patches[key]

    def relations(self, name: str) -> list[Relation]:
        """The references that a part makes to others, references to the outside left out."""
        key = _relations_of(key_of(name))
        if not self.has(key):
            return []
        found = []
        for node in parse(self.body(key), 1, "文件").children:
            given = node.attributes
            if given.get("TargetMode") != "External":
                target = given.get("Target", "").replace("\\", "/")
                whole = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target))
                found.append(Relation(given.get("Id", ""), given.get("Type", ""), key_of(whole), node))
        return found

    def related(self, name: str, kind: str) -> str | None:
        """The part that a part refers to as its comments, styles and so on."""
        return next((r.target for r in self.relations(name) if r.kind.endswith(f"/{kind}")), None)

    def sheets(self) -> dict[str, str]:
        """Worksheets: name → key of the part."""
        targets = {r.id: r.target for r in self.relations(WORKBOOK) if r.kind.endswith("/worksheet")}
        root = parse(self.body(WORKBOOK), 2, "文件")
        if root.space == STRICT:
            raise Refused("这是“Strict Open XML”格式，不能标记。请在 Excel 中另存为普通的 .xlsx 后再试")
        listed = root.child("sheets")
        if root.space != MAIN or listed is None:
            raise Refused("工作簿的写法特殊，不能标记。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试")
        ids = ((s.attributes.get("name", ""), s.attributes.get("r:id", "")) for s in listed.children)
        return {name: targets[id] for name, id in ids if id in targets}

    # changing

    def free_name(self, pattern: str) -> str:
        """The first name of a pattern, such as xl/comments{}.xml, that no part has."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def add(self, name: str, body: bytes, content_type: str) -> None:
        """A new part; its kind is declared, by its suffix for VML as other programs do."""
        root = parse(self.patch(TYPES).body, 1, "文件")
        p = root.prefix.decode()
        if name.endswith(".vml"):
            declared = any(n.attributes.get("Extension", "").lower() == "vml" for n in root.children)
            if not declared and not any(other.endswith(".vml") for other in self.added):
                self.patch(TYPES).append(root, f'<{p}Default Extension="vml" ContentType="{content_type}"/>'.encode())
        else:
            xml = f'<{p}Override PartName="/{name}" ContentType="{content_type}"/>'
            self.patch(TYPES).append(root, xml.encode())
        self.added[name] = body

    def relate(self, name: str, kind: str, target: str) -> str:
        """A new reference from a part to another; answers its id."""
        name = self.spelled(key_of(name))
        relations = _relations_of(name)
        taken = {r.id for r in self.relations(name)}
        number = self._relation_numbers.get(key_of(name), 0) + 1
        while f"jineng{number}" in taken:
            number += 1
        self._relation_numbers[key_of(name)] = number
        path = posixpath.relpath(target, posixpath.dirname(name))
        p = ""
        if self.has(relations):
            root = parse(self.body(relations), 0, "文件")
            p = root.prefix.decode()
        xml = f'<{p}Relationship Id="jineng{number}" Type={quoteattr(kind)} Target={quoteattr(path)}/>'
        if self.has(relations):
            self.patch(relations).append(root, xml.encode())
        else:
            self._new_relations.setdefault(relations, []).append(xml)
        return f"jineng{number}"

    def drop(self, name: str, relation: Relation) -> None:
        """Take away a part that another refers to, with that reference and the declaration of its kind."""
        self.patch(_relations_of(key_of(name))).replace(relation.node.start, relation.node.end, b"")
        types = self.patch(TYPES)
        for node in parse(types.body, 1, "文件").children:
            if key_of(node.attributes.get("PartName", "")) == relation.target:
                types.replace(node.start, node.end, b"")
        self.remove(relation.target)

    def remove(self, name: str) -> None:
        """Take a part away, with its own references; who refers to it is the caller's to see to."""
        for key in (key_of(name), _relations_of(key_of(name))):
            self._removed.add(key)
            self._settled.pop(key, None)

    def restore(self, name: str, body: bytes) -> None:
        """Give a part another content altogether."""
        self._settled[key_of(name)] = body

    def settle(self) -> None:
        """Make the patches so far part of what later ones start from."""
        for key, patch in self._patches.items():
            if patch:
                self._settled[key] = b"".join(patch.chunks())
        self._patches.clear()

    # writing

    def patches(self) -> dict[str, Patch]:
        return {key: patch for key, patch in sorted(self._patches.items()) if patch}

    def new_parts(self) -> dict[str, bytes]:
        """All parts that are new, references included."""
        references = {
            name: HEAD + f'<Relationships xmlns="{_PACKAGE_RELATIONS}">{"".join(xml)}</Relationships>'.encode()
            for name, xml in self._new_relations.items()
        }
        return {**self.added, **references}

    def write(self, path: Path) -> None:
        """Write it all to a new file, after looking at what has changed: XML that is not whole is never written."""
        patches = self.patches()
        for key, patch in patches.items():
            if not key.endswith(".vml"):
                verify(patch.chunks())
        changed = {
            **dict.fromkeys(self._removed),
            **{key: [body] for key, body in self._settled.items()},
            **{key: patch.chunks() for key, patch in patches.items()},
        }
        write(path, self.archive, changed, {name: [body] for name, body in self.new_parts().items()})


def _relations_of(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")
