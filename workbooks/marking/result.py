"""The 校验结果 sheet of a file: put in as the last one, with a link to every finding."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

from jineng.validators.findings import FileReport, cell_name
from jineng.workbooks.documents import PAGE_NUMBER, height
from jineng.workbooks.marking.package import HEAD, RELATIONS, WORKBOOK, Package
from jineng.workbooks.marking.places import MAIN, Node, Patch, parse
from jineng.workbooks.marking.text import xml_text
from jineng.workbooks.marks import (
    CELL,
    HEADER_ROW,
    MARKED,
    MAX_LINKS,
    MESSAGE,
    RESULT_COLUMNS,
    RESULT_SHEET,
    headline,
    link_to,
    scope,
)

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"

#: A4, landscape, as wide as the page, with lines between the cells.
_PAGE = (
    '<printOptions gridLines="1"/><pageMargins left="0.3" right="0.3" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
    f"<headerFooter><oddFooter>&amp;C{PAGE_NUMBER.replace('&', '&amp;')}</oddFooter></headerFooter>"
)
#: The lines above stand across the page: a long one would run over its edge and shrink all the rest.
_ACROSS = "".join(f'<mergeCell ref="A{row}:{cell_name(row, MARKED)}"/>' for row in range(1, HEADER_ROW))


def add_result(package: Package, report: FileReport, rows: Sequence[Sequence[str]], styles: Mapping[str, int]) -> None:
    name = package.free_name("xl/worksheets/sheet{}.xml")
    package.add(name, _sheet(report, rows, styles), _SHEET)
    id = package.relate(WORKBOOK, f"{RELATIONS}/worksheet", name)
    patch = package.patch(WORKBOOK)
    root = parse(patch.body, 2, "文件")
    sheets = root.child("sheets")
    assert sheets, "the sheets have been read"
    number = 1 + max(int(s.attributes.get("sheetId", 0)) for s in sheets.children)
    declared = b' xmlns:r="%s"' % RELATIONS.encode() in patch.body[root.start : root.inside]
    space = "" if declared else f' xmlns:r="{RELATIONS}"'
    xml = f'<{root.prefix.decode()}sheet{space} name="{RESULT_SHEET}" sheetId="{number}" r:id="{id}"/>'
    patch.append(sheets, xml.encode())
    _repeat_header(patch, root, len(sheets.children))


def _repeat_header(patch: Patch, root: Node, sheet: int) -> None:
    """Have the header row printed on every page of the sheet of that number."""
    prefix = root.prefix.decode()
    rows = f"'{RESULT_SHEET}'!${HEADER_ROW}:${HEADER_ROW}"
    defined = f'<{prefix}definedName name="_xlnm.Print_Titles" localSheetId="{sheet}">{rows}</{prefix}definedName>'
    if names := root.child("definedNames"):
        patch.append(names, defined.encode())
        return
    before = [found for tag in ("sheets", "functionGroups", "externalReferences") if (found := root.child(tag))]
    patch.insert(before[-1].end, f"<{prefix}definedNames>{defined}</{prefix}definedNames>".encode())


def _sheet(report: FileReport, rows: Sequence[Sequence[str]], styles: Mapping[str, int]) -> bytes:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width or 8}" customWidth="1"{"" if width else " hidden=" + chr(34) + "1" + chr(34)}/>'
        for n, width in enumerate(RESULT_COLUMNS.values(), start=1)
    )
    about = scope(report)
    lines = [
        _row(1, [headline(report)], [styles["title"]]),
        _row(2, [about], [styles["text"]], height([(about, sum(RESULT_COLUMNS.values()))], size=11)),
        _row(HEADER_ROW, list(RESULT_COLUMNS), [styles["heading"]] * len(RESULT_COLUMNS)),
    ]
    plain = [styles["text"]] * MARKED + [styles["plain"]] * (len(RESULT_COLUMNS) - MARKED)
    linked = [*plain[:2], styles["link"], *plain[3:]]
    lines += [
        _row(number, row, linked if number - HEADER_ROW <= MAX_LINKS else plain)
        for number, row in enumerate(rows, start=HEADER_ROW + 1)
    ]
    links = "".join(
        f'<hyperlink ref="C{number}" location={quoteattr(link_to(row))} tooltip="{xml_text(row[MESSAGE][:255])}" '
        f"display={quoteattr(row[CELL])}/>"
        for number, row in enumerate(rows[:MAX_LINKS], start=HEADER_ROW + 1)
    )
    links = f"<hyperlinks>{links}</hyperlinks>" if links else ""
    return (
        HEAD
        + (
            f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:{cell_name(HEADER_ROW + len(rows), len(RESULT_COLUMNS))}"/>'
            f'<sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
            f"<cols>{columns}</cols><sheetData>{''.join(lines)}</sheetData><mergeCells>{_ACROSS}</mergeCells>{links}{_PAGE}</worksheet>"
        ).encode()
    )


def _row(number: int, words: Sequence[str], styles: Sequence[int], height: float = 0) -> str:
    cells = "".join(
        f'<c r="{cell_name(number, column)}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{xml_text(word)}</t></is></c>'
        if word else f'<c r="{cell_name(number, column)}" s="{style}"/>'
        for column, (word, style) in enumerate(zip(words, styles, strict=True), start=1)
    )  # fmt: skip
    fixed = f' ht="{height:.1f}" customHeight="1"' if height else ""
    return f'<row r="{number}"{fixed}>{cells}</row>'
