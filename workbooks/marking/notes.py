"""Notes on cells: the comments of a worksheet, and the VML drawing that says where each one's box stands."""

import re
from collections.abc import Callable, Mapping, Sequence

from jineng.validators.findings import cell_name
from jineng.workbooks.marking.cells import At, Worksheet, at_of
from jineng.workbooks.marking.package import HEAD, RELATIONS, Package
from jineng.workbooks.marking.places import MAIN, Node, Patch, parse
from jineng.workbooks.marking.text import xml_text
from jineng.workbooks.marks import Refused

AUTHOR = "校验"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_FONT = '<{p}rPr><{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="宋体"/><{p}family val="3"/><{p}charset val="134"/></{p}rPr>'
#: What stands behind legacyDrawing in a worksheet; the last two also inside mc:AlternateContent.
_LATER = {
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "webPublishItems",
    "tableParts",
    "extLst",
    "oleObjects",
    "controls",
}
_CLUSTER = 1024  # shapes are numbered in thousands, each thousand of one drawing
_LAST_COLUMN = 16_384
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_EMPTY_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{}"/></o:shapelayout>{}</xml>'
)
_IDMAP = re.compile(rb"""<o:idmap\b[^>]*?\bdata\s*=\s*["']([\d,\s]*)["']""")
_SHAPE_ID = re.compile(rb"_x0000_s(\d+)")


class Notes:
    """Notes put on the cells of one workbook, sheet by sheet.

    kept_off  cells that have a conversation (会话批注), to which no note can be added
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.kept_off = 0
        self._next_cluster = 1 + max(
            (int(n) for key in package.part_keys() if key.endswith(".vml")
             for found in _IDMAP.finditer(package.body(key)) for n in re.findall(rb"\d+", found[1])),
            default=0,
        )  # fmt: skip

    def put(self, part: str, sheet: Worksheet, notes: Mapping[At, Sequence[str]]) -> None:
        """Put lines on cells, below what the owner of a note wrote there."""
        threaded = self._conversations(part)
        self.kept_off += len(threaded & notes.keys())
        notes = {at: lines for at, lines in notes.items() if at not in threaded}
        if not notes:
            return
        comments = self.package.related(part, "comments")
        if comments is None:
            new = dict(notes)
            xml = _new_list(new)
            name = self.package.free_name("xl/comments{}.xml")
            self.package.add(name, xml, _COMMENTS)
            self.package.relate(part, f"{RELATIONS}/comments", name)
        else:
            new = _add_to_list(self.package.patch(comments), notes)
        if new:
            self._draw(part, sheet, new)

    def _conversations(self, part: str) -> set[At]:
        found: set[At] = set()
        for relation in self.package.relations(part):
            if relation.kind.endswith("/threadedComment") and self.package.has(relation.target):
                root = parse(self.package.body(relation.target), 1, "文件的会话批注")
                found |= {at_of(c.attributes["ref"]) for c in root.children if "ref" in c.attributes}
        return found

    def _draw(self, part: str, sheet: Worksheet, new: Mapping[At, Sequence[str]]) -> None:
        """A box for each new note, in the sheet's drawing or in a new one."""
        first = self._next_cluster
        self._next_cluster += 1 + len(new) // (_CLUSTER - 1)
        clusters = ",".join(map(str, range(first, self._next_cluster)))
        numbers = (n for n in range(first * _CLUSTER, self._next_cluster * _CLUSTER) if n % _CLUSTER)
        width_of = sheet.widths()
        shapes = "".join(_shape(n, at, lines, width_of) for n, (at, lines) in zip(numbers, new.items(), strict=False))
        legacy = sheet.root.child("legacyDrawing")
        if legacy is None:
            name = self.package.free_name("xl/drawings/vmlDrawing{}.vml")
            self.package.add(name, _EMPTY_VML.format(clusters, _SHAPE_TYPE + shapes).encode(), _VML)
            _refer(sheet, self.package.relate(part, f"{RELATIONS}/vmlDrawing", name))
            return
        id = legacy.attributes.get("r:id")
        vml = next((r.target for r in self.package.relations(part) if r.id == id), None)
        if vml is None:
            raise Refused("工作表的批注已损坏，不能标记。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试")
        _add_shapes(self.package.patch(vml), clusters, shapes)


def _new_list(notes: Mapping[At, Sequence[str]]) -> bytes:
    listed = "".join(_comment("", 0, at, lines) for at, lines in sorted(notes.items()))
    return (
        HEAD
        + (
            f'<comments xmlns="{MAIN}"><authors><author>{AUTHOR}</author></authors>'
            f"<commentList>{listed}</commentList></comments>"
        ).encode()
    )


def _add_to_list(patch: Patch, notes: Mapping[At, Sequence[str]]) -> dict[At, Sequence[str]]:
    """Put lines into notes that are there, and new notes behind them; answers the new ones."""
    root = parse(patch.body, 5, "文件的批注")
    authors, listed = root.child("authors"), root.child("commentList")
    if root.space != MAIN or authors is None or listed is None:
        raise Refused("工作表的批注写法特殊，不能标记。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试")
    p = root.prefix.decode()
    present = {at_of(c.attributes.get("ref", "")): c for c in listed.children}
    new = {at: lines for at, lines in sorted(notes.items()) if at not in present}
    for at, lines in notes.items():
        if at in present:
            _add_lines(patch, present[at], p, lines)
    if new:
        names = [patch.body[a.inside : a.close].decode() for a in authors.children]
        author = names.index(AUTHOR) if AUTHOR in names else len(names)
        if author == len(names):
            patch.append(authors, f"<{p}author>{AUTHOR}</{p}author>".encode())
        patch.append(listed, "".join(_comment(p, author, at, lines) for at, lines in new.items()).encode())
    return new


def _add_lines(patch: Patch, comment: Node, p: str, lines: Sequence[str]) -> None:
    text = comment.child("text")
    if text is None:
        raise Refused("工作表的批注写法特殊，不能标记。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试")
    run = f"<{p}r>{_t(p, chr(10) + chr(10).join(lines))}</{p}r>".encode()
    plain = text.child("t")  # words in no run of their own are made one: programs read either them or runs
    if plain is not None:
        patch.insert(plain.start, f"<{p}r>".encode())
        patch.insert(plain.end, f"</{p}r>".encode())
    last = next((n for n in reversed(text.children) if n.name in ("t", "r")), None)
    if last is None:
        patch.append(text, run)
    else:
        patch.insert(last.end, run)


def _comment(p: str, author: int, at: At, lines: Sequence[str]) -> str:
    run = f"<{p}r>{_FONT.format(p=p)}{_t(p, chr(10).join(lines))}</{p}r>"
    return f'<{p}comment ref="{cell_name(*at)}" authorId="{author}"><{p}text>{run}</{p}text></{p}comment>'


def _t(p: str, words: str) -> str:
    return f'<{p}t xml:space="preserve">{xml_text(words)}</{p}t>'


def _shape(number: int, at: At, lines: Sequence[str], width_of: Callable[[int], float]) -> str:
    """The box of a note, beside its cell: about 290 pixels wide, and high enough for its lines."""
    row, column = at
    left = min(column + 1, _LAST_COLUMN - 8)
    right, reach = left, 0.0
    while reach < 290 and right < _LAST_COLUMN:
        reach += width_of(right) * 7 + 5
        right += 1
    top = max(row - 2, 0)
    bottom = top + 1 + max(4, sum(1 + len(line) // 20 for line in lines))
    # column and pixels from its left, row and pixels from its top; then the same for the other corner
    anchor = f"{left - 1}, 15, {top}, 10, {right - 1}, 15, {bottom}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row>"
        f"<x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def _add_shapes(patch: Patch, clusters: str, shapes: str) -> None:
    """Put boxes into a drawing that is there, with numbers of their own."""
    body = patch.body
    end = body.rfind(b"</xml")
    if end < 0 or b"urn:schemas-microsoft-com:vml" not in body:
        raise Refused("工作表的批注写法特殊，不能标记。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试")
    idmap = _IDMAP.search(body)
    if idmap:
        patch.insert(idmap.end(1), ("," * bool(idmap[1]) + clusters).encode())
    known = "" if b'id="_x0000_t202"' in body else _SHAPE_TYPE
    names = ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    names += ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
    declared = all(re.search(rb"<xml\b[^>]*xmlns:%s=" % p, body) for p in (b"v", b"o", b"x"))
    xml = known + shapes
    if not declared:
        xml = xml.replace("<v:shape ", f"<v:shape{names} ").replace("<v:shapetype ", f"<v:shapetype{names} ")
    patch.insert(end, xml.encode())


def _refer(sheet: Worksheet, id: str) -> None:
    """Name the drawing in the worksheet, at the place that the format has for it."""
    root = sheet.root
    declared = b' xmlns:r="%s"' % RELATIONS.encode() in sheet.patch.body[root.start : root.inside]
    name = "" if declared else f' xmlns:r="{RELATIONS}"'
    xml = f'<{root.prefix.decode()}legacyDrawing{name} r:id="{id}"/>'.encode()
    for node in root.children:
        inside = {n.name for choice in node.children for n in choice.children}
        if node.name in _LATER or (node.name == "AlternateContent" and inside & {"oleObjects", "controls"}):
            sheet.patch.insert(node.start, xml)
            return
    sheet.patch.append(root, xml)
