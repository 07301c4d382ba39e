"""Run by Debian's own Python, which has uno: delete and insert rows and columns of workbooks, and type into cells, in a running office.

/usr/bin/python3 calc_edit.py PIPE FOLDER FILE:SHEET:EDITS …    saves each in FOLDER

EDITS is one or more, with | between: Rows-7*2 (two rows from row 7 on deleted), Columns+3*1 (one column inserted before C),
B5=150 (typed into a cell).
"""

import contextlib
import os
import re
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException

pipe, folder, *edits = sys.argv[1:]
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(300):
    try:
        context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except NoConnectException:
        time.sleep(0.1)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
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
with contextlib.suppress(DisposedException):  # it may be gone before it has answered
    desktop.terminate()
sys.stdout.flush()
os._exit(0)  # uno's own threads may crash a Python that ends while the office does
