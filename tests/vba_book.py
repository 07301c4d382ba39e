"""Run by Debian's own Python, which has uno: open a workbook in a running office, its macros allowed, and calculated on loading.

/usr/bin/python3 vba_book.py PIPE FILE    prints the rows of every sheet as JSON
"""

import json
import sys

import uno
from com.sun.star.beans import PropertyValue
from running_office import running

pipe, path = sys.argv[1:]
with running(pipe) as (desktop, _):
    options = (PropertyValue("Hidden", 0, True, 0), PropertyValue("MacroExecutionMode", 0, 4, 0))
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, options)
    found = {}
    for name in document.Sheets.ElementNames:
        sheet = document.Sheets.getByName(name)
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress
        found[name] = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow).getDataArray()
    print(json.dumps(found))
    document.close(True)
