"""Run by Debian's own Python, which has uno: open a workbook in a running office, its macros allowed, and calculated on loading.

/usr/bin/python3 vba_book.py PIPE FILE    prints the rows of every sheet as JSON
"""

import contextlib
import json
import os
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException

pipe, path = sys.argv[1:]
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(300):
    try:
        context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except NoConnectException:
        time.sleep(0.1)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
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
with contextlib.suppress(DisposedException):  # it may be gone before it has answered
    desktop.terminate()
sys.stdout.flush()
os._exit(0)  # uno's own threads may crash a Python that ends while the office does
