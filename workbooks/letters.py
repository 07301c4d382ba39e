"""Word documents out, line by line, in the fonts of official letters."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jineng.workbooks.documents import printable, save

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

BODY, HEADING = "仿宋", "黑体"
#: Font → what to take where it is missing, and what that should look like.
_FALLBACKS = {
    "仿宋": ("仿宋_GB2312", "modern"), "黑体": ("SimHei", "swiss"), "宋体": ("SimSun", "roman"),
}  # fmt: skip
_LANGUAGE = "zh-CN"  # else the punctuation stands in the middle of its square, as in Taiwan


def letter(title: str, a3: bool = False) -> "Document":
    """An empty A4 document with the margins of official letters, or A3 landscape for a wide table."""
    from docx import Document as new
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    document = new()
    document.core_properties.title = title
    document.core_properties.author = ""
    _speak_chinese(document)
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(420), Mm(297)) if a3 else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if a3 else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = Mm(25), Mm(22)
    section.top_margin, section.bottom_margin = Mm(28), Mm(25)
    return document


def paragraph(
    document: "Document | _Cell",
    words: str,
    size: float = 16,
    font: str = BODY,
    align: str = "both",
    indent: int = 0,
    above: float = 0,
) -> "Paragraph":
    """A paragraph; align: left, right, center, both; indent: the first line, in characters; above: points left free."""
    from docx.shared import Pt

    written = document.add_paragraph()
    _write(written, words, size, font, align)
    if above:
        written.paragraph_format.space_before = Pt(above)
    if indent:
        written.paragraph_format.first_line_indent = Pt(size * indent)
    return written


def numbered(document: "Document", cover: bool = False) -> None:
    """第几页，共几页 at the foot of every page, but not of a cover."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    section = document.sections[0]
    section.different_first_page_header_footer = cover
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", "")):
        _font(foot.add_run(words), 9, BODY)
        if field:
            run = foot.add_run()
            _font(run, 9, BODY)
            for part in _field(field):
                run._r.append(part)
    section.footer_distance = Pt(40)


def table(document: "Document", widths: Sequence[float], sides: float = 1.0) -> "Table":
    """A table with borders and columns of those widths in millimetres; rows are added with `row`.

    sides: what is left free at either side of a cell, in millimetres.
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm

    made = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    free = {"top": 28, "left": round(sides * 56.7), "bottom": 28, "right": round(sides * 56.7)}  # twentieths of a point
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in free.items())
    made._tbl.tblPr.insert_element_before(
        parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"), "w:tblLook"
    )
    return made


def repeated(made: "Table", rows: int = 1) -> None:
    """The first rows come again on every page."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    for one in made.rows[:rows]:
        one._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def end_together(document: "Document", rows: int = 2) -> None:
    """The last rows of the last table stay with what stands below: a seal alone on a page would seal nothing."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    if document.tables:
        last = document.tables[-1]._tbl
        below = [Paragraph(p, document) for p in last.itersiblings(qn("w:p"))]
        within = [Paragraph(p, document) for line in last.tr_lst[-rows:] for p in line.iter(qn("w:p"))]
        for one in within + below[:-1] if below else within[:-1]:
            one.paragraph_format.keep_with_next = True


def row(
    made: "Table", line: Sequence[tuple[str, int]], size: float = 12, least: float = 9, broken: bool = False
) -> list["_Cell"]:
    """A row of cells, each of words over so many columns.

    least: its least height in millimetres; broken: whether it may go on on the next page.
    """
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm

    added = made.add_row()
    if not broken:
        added._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    added.height, added.height_rule = Mm(least), WD_ROW_HEIGHT_RULE.AT_LEAST
    widths, every = [column.width for column in made.columns], added.cells
    cells, first = [], 0
    for words, columns in line:
        cell = every[first]
        for beyond in every[first + 1 : first + columns]:
            added._tr.remove(beyond._tc)
        cell._tc.grid_span = columns
        cell.width = sum(int(w or 0) for w in widths[first : first + columns])
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _write(cell.paragraphs[0], words, size, BODY, "center")
        cells.append(cell)
        first += columns
    return cells


def _write(written: "Paragraph", words: str, size: float, font: str, align: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    written.alignment = {
        "left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER,
        "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
    }[align]  # fmt: skip
    written.paragraph_format.space_after = Pt(0)
    _font(written.add_run(printable(words)), size, font)


def _font(run: "Run", size: float, font: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run.font.size, run.font.name = Pt(size), font
    properties: Any = run._element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _field(name: str) -> list[Any]:
    """A number that Word counts: of this page, or of all."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    parts = (
        '<w:fldChar {} w:fldCharType="begin"/>',
        f"<w:instrText {{}}>{name}</w:instrText>",
        '<w:fldChar {} w:fldCharType="separate"/>',
        "<w:t {}>1</w:t>",
        '<w:fldChar {} w:fldCharType="end"/>',
    )
    return [parse_xml(part.format(nsdecls("w"))) for part in parts]


def _speak_chinese(document: "Document") -> None:
    """Chinese as the language, and what to take for fonts that are missing."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), _LANGUAGE)
    listed: Any = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = parse_xml(listed.blob)
    for name, (other, family) in _FALLBACKS.items():
        fonts.append(parse_xml(
            f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
            f'<w:family w:val="{family}"/></w:font>'
        ))  # fmt: skip
    listed._blob = serialize_part_xml(fonts)


def save_letter(path: Path, document: "Document") -> None:
    file = BytesIO()
    document.save(file)
    save(path, file)
