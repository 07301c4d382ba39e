"""Values beside the formulas of a workbook just written, so that previewers and other programs see results at once.

openpyxl writes formulas without values. Those of an empty form are known without calculating: nearly all are "".
"""

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from jineng.validators.findings import cell_name

_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"((?: s="\d+")?)><f>([^<]*)</f><v ?/?>(?:</v>)?</c>')


_DATA = re.compile("<sheetData ?/>|<sheetData>.*?</sheetData>", re.DOTALL)


def sheet_data(heads: Sequence[Sequence[str]], formulas: Sequence[tuple[str, Any]], rows: range) -> str:
    """The cells of a sheet of formulas, each the same in all rows, § standing for the row; texts above them.

    A formula that reads no other sheet is written once and shared by its rows, as Excel writes such columns.
    """
    made = [_heads(number, texts) for number, texts in enumerate(heads, 1)]
    letters = [cell_name(1, at)[:-1] for at in range(1, len(formulas) + 1)]
    last = rows.stop - 1
    for row in rows:
        cells = []
        for at, (letter, (formula, value)) in enumerate(zip(letters, formulas, strict=True)):
            kind = ' t="str"' if value == "" else ""
            text = escape(formula.replace("§", str(row)))
            if "!" in formula or len(rows) == 1:
                written = f"<f>{text}</f>"
            elif row == rows.start:
                written = f'<f t="shared" ref="{letter}{row}:{letter}{last}" si="{at}">{text}</f>'
            else:
                written = f'<f t="shared" si="{at}"/>'
            cells.append(f'<c r="{letter}{row}"{kind}>{written}<v>{value}</v></c>')
        made.append(f'<row r="{row}">{"".join(cells)}</row>')
    return "".join(made)


def _heads(row: int, texts: Sequence[str]) -> str:
    cells = "".join(
        f'<c r="{cell_name(row, at)}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        for at, text in enumerate(texts, 1)
        if text
    )
    return f'<row r="{row}">{cells}</row>'


def with_values(
    file: BytesIO, values: Mapping[tuple[str, str], Any], sheets: Mapping[str, str], data: Mapping[str, str]
) -> bytes:
    """The workbook with a value for every formula. sheets: part of the package → sheet title; data: cells in its stead."""
    made = BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if title := sheets.get(entry.filename):
                text = content.decode()
                if title in data:
                    before, after = _DATA.split(text, maxsplit=1)
                    text = f"{before}<sheetData>{data[title]}</sheetData>{after}"
                content = _FORMULA.sub(_cell(title, values), text).encode()
            new.writestr(zipfile.ZipInfo(entry.filename), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _cell(title: str, values: Mapping[tuple[str, str], Any]) -> Callable[[re.Match[str]], str]:
    def write(found: re.Match[str]) -> str:
        address, style, formula = found.groups()
        value = values.get((title, address), "")
        if isinstance(value, bool):
            kind, shown = ' t="b"', str(int(value))
        elif isinstance(value, (int, float)):
            kind, shown = "", repr(value)
        elif value == "#N/A":
            kind, shown = ' t="e"', value
        else:
            kind, shown = ' t="str"', escape(str(value))
        return f'<c r="{address}"{style}{kind}><f>{formula}</f><v>{shown}</v></c>'

    return write
