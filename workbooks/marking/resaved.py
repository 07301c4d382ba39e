"""Marks taken off a workbook that another program has saved since, or that was marked while it was open.

Nothing is left of our record then. Notes tell which cells are marked, wherever they are now, and 校验结果 what colour they
had, as in an open book.
"""

import re
from collections.abc import Collection, Sequence
from xml.etree import ElementTree

from jineng.workbooks.marking.cells import At, Worksheet, at_of
from jineng.workbooks.marking.package import WORKBOOK, Package
from jineng.workbooks.marking.places import Node, Patch, parse
from jineng.workbooks.marking.record import drop_record
from jineng.workbooks.marking.styles import Styles
from jineng.workbooks.marks import (
    COLOURS,
    HEADER_ROW,
    NOTE_MARK,
    RESULT_COLUMNS,
    RESULT_SHEET,
    Rgb,
    colours_before,
    is_note_line,
)

_SHAPE = re.compile(rb"<v:shape\b.*?</v:shape>", re.DOTALL)
_SHAPE_AT = re.compile(rb"<x:(Row|Column)>\s*(\d+)\s*</x:")


def take_off(package: Package) -> int:
    """Take notes, colours and the result sheet away; answers how many cells were marked."""
    drop_record(package)
    parts = package.sheets()
    rows = _result(package) if RESULT_SHEET in parts else None
    before = colours_before(rows or [])
    styles: Styles | None = None
    cells = 0
    for name, part in parts.items():
        if name == RESULT_SHEET:
            continue
        noted = _take_notes(package, part)
        cells += len(noted)
        listed = {at_of(address): colour for (sheet, address), colour in before.items() if sheet == name}
        if noted or listed:
            styles = styles or Styles(package)
            _take_colours(Worksheet.of(package.patch(part), name), styles, noted | listed.keys(), listed)
    if styles:
        styles.finish()
    if rows is not None:
        _take_sheet(package, RESULT_SHEET)
    package.settle()
    return cells


def _result(package: Package) -> list[list[str]] | None:
    """The lines of the result sheet, if it is ours: with our headings, or empty."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_path(str(package.path)).get_sheet_by_name(RESULT_SHEET)
    except CalamineError as problem:
        raise ValueError("damaged") from problem
    rows = [[str(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    width = len(RESULT_COLUMNS)
    rows = [(row + [""] * width)[:width] for row in rows]
    if rows and (len(rows) < HEADER_ROW or rows[HEADER_ROW - 1] != list(RESULT_COLUMNS)):
        return None
    return rows[HEADER_ROW:]


def _take_colours(sheet: Worksheet, styles: Styles, places: Collection[At], before: dict[At, str | None]) -> None:
    def style_for(at: At, style: int) -> int:
        if styles.colour(style) not in COLOURS.values():
            return style  # somebody has given it a colour of his own
        old = before.get(at)
        return styles.coloured(style, _rgb(old) if old else None)

    sheet.restyle(places, style_for)


def _rgb(value: str) -> Rgb:
    red, green, blue = bytes.fromhex(value.lstrip("#"))
    return red, green, blue


# notes


def _take_notes(package: Package, part: str) -> set[At]:
    """Take our lines out of the notes of a sheet; answers which cells had any."""
    comments = package.related(part, "comments")
    if comments is None:
        return set()
    patch = package.patch(comments)
    if NOTE_MARK.encode() not in patch.body and b"&#" not in patch.body:
        return set()
    listed = parse(patch.body, 5, "文件的批注").child("commentList")
    noted, emptied = set(), set()
    for comment in listed.children if listed else ():
        at = at_of(comment.attributes.get("ref", ""))
        kept = _take_lines(patch, comment)
        if kept is not None:
            noted.add(at)
            if not kept:
                emptied.add(at)
                patch.replace(comment.start, comment.end, b"")
    vml = package.related(part, "vmlDrawing")
    if vml and emptied:
        _take_shapes(package.patch(vml), emptied)
    return noted


def _take_lines(patch: Patch, comment: Node) -> bool | None:
    """Take our lines out of one note; whether its owner's are left, or None where none is ours."""
    pieces = [(node, _words(patch.body[node.inside : node.close])) for node in _text_nodes(comment)]
    whole = "".join(words for _, words in pieces)
    if not any(map(is_note_line, whole.split("\n"))):
        return None
    stays = _letters_that_stay(whole)
    if not any(stays):
        return False
    at = 0
    for node, words in pieces:
        kept = "".join(letter for letter, stay in zip(words, stays[at : at + len(words)], strict=True) if stay)
        at += len(words)
        if kept != words:
            element = ElementTree.Element("t")
            element.text = kept
            xml = ElementTree.tostring(element, encoding="unicode").removeprefix("<t>").removesuffix("</t>")
            patch.replace(node.inside, node.close, xml.encode() if kept else b"")
    return True


def _text_nodes(comment: Node) -> list[Node]:
    """The t elements of a note, those of its runs and one without a run."""
    text = comment.child("text")
    runs: Sequence[Node] = text.children if text else ()
    return [t for run in runs for t in ([run] if run.name == "t" else run.all("t") if run.name == "r" else [])]


def _letters_that_stay(whole: str) -> list[bool]:
    """For each letter of a note, whether it belongs to its owner; the end of a line belongs to the line behind it."""
    stays: list[bool] = []
    for number, line in enumerate(whole.split("\n")):
        stay = not is_note_line(line)
        stays += [stay] * (len(line) + bool(number))
    first = next((at for at, stay in enumerate(stays) if stay), None)
    if first is not None and first > 0 and whole[first] == "\n":  # our line stood first
        stays[first] = False
    return stays


def _words(xml: bytes) -> str:
    return ElementTree.fromstring(b"<t>" + xml + b"</t>").text or ""


def _take_shapes(patch: Patch, cells: Collection[At]) -> None:
    for shape in _SHAPE.finditer(patch.body):
        where = {name: int(number) + 1 for name, number in _SHAPE_AT.findall(shape[0])}
        if b'"Note"' in shape[0] and (where.get(b"Row"), where.get(b"Column")) in cells:
            patch.replace(shape.start(), shape.end(), b"")


# the result sheet


def _take_sheet(package: Package, name: str) -> None:
    """Take a sheet out of the workbook; what counts sheets by their place counts on without it."""
    patch = package.patch(WORKBOOK)
    root = parse(patch.body, 2, "文件")
    sheets = root.child("sheets")
    assert sheets, "the sheets have been read"
    index, sheet = next((i, s) for i, s in enumerate(sheets.children) if s.attributes.get("name") == name)
    patch.replace(sheet.start, sheet.end, b"")
    names = root.child("definedNames")
    owners = [int(defined.attributes.get("localSheetId", -1)) for defined in names.children] if names else []
    if names and set(owners) == {index}:
        patch.replace(names.start, names.end, b"")
        names = None
    for defined, owner in zip(names.children if names else (), owners, strict=False):
        if owner == index:
            patch.replace(defined.start, defined.end, b"")
        elif owner > index:
            patch.attribute(defined, b"localSheetId", b"%d" % (owner - 1))
    views = root.child("bookViews")
    shown = [s for s in sheets.children if s is not sheet and s.attributes.get("state", "visible") == "visible"]
    for view in views.children if views else ():
        active = int(view.attributes.get("activeTab", 0))
        if active == index:
            active = sheets.children.index(shown[0]) if shown else 0
        if int(view.attributes.get("activeTab", 0)) >= index:
            patch.attribute(view, b"activeTab", b"%d" % (active - (active > index)))
        first = int(view.attributes.get("firstSheet", 0))
        if first >= index and first:
            patch.attribute(view, b"firstSheet", b"%d" % (first - 1))
    id = sheet.attributes.get("r:id")
    package.drop(WORKBOOK, next(r for r in package.relations(WORKBOOK) if r.id == id))
