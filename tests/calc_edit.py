"""Run by Debian's own Python, which has uno: delete and insert rows and columns of workbooks, and type into cells, in a running office.

/usr/bin/python3 calc_edit.py PIPE FOLDER FILE:SHEET:EDITS …    saves each in FOLDER

EDITS is one or more, with | between: Rows-7*2 (two rows from row 7 on deleted), Columns+3*1 (one column inserted before C),
B5=150 (typed into a cell).
"""

import re
import sys
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from running_office import running

pipe, folder, *edits = sys.argv[1:]
with running(pipe) as (desktop, _):
    for edit in edits:
        path, title, what = edit.split(":")
        document = desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(path), "_blank", 0, (PropertyValue("Hidden", 0, True, 0),)
        )
        sheet = document.Sheets.getByName(title)
        for one in what.split("|"):
            if found := re.fullmatch(r"(Rows|Columns)([+-])(\d+)\*(\d+)", one):
                lines, sign, at, count = found.groups()
                span = getattr(sheet, lines)
                (span.insertByIndex if sign == "+" else span.removeByIndex)(int(at) - 1, int(count))
            else:
                address, _, typed = one.partition("=")
                sheet.getCellRangeByName(address).Formula = typed
        document.calculateAll()
        target = uno.systemPathToFileUrl(str(Path(folder) / Path(path).name))
        document.storeToURL(target, (PropertyValue("FilterName", 0, "Calc MS Excel 2007 XML", 0),))
        document.close(True)
