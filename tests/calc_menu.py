"""Run by Debian's own Python, which has uno: choose a command of the menu in a running office, as a click would.

/usr/bin/python3 calc_menu.py PIPE FILE COMMAND
"""

import contextlib
import os
import sys
import time

import uno
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException

pipe, path, command = sys.argv[1:]
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(300):
    try:
        context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except NoConnectException:
        time.sleep(0.1)
create = context.ServiceManager.createInstanceWithContext
desktop = create("com.sun.star.frame.Desktop", context)
document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, ())
frame = document.CurrentController.Frame
frame.activate()
create("com.sun.star.frame.DispatchHelper", context).executeDispatch(frame, command, "_self", 0, ())
with contextlib.suppress(DisposedException):  # it may be gone before it has answered
    desktop.terminate()
sys.stdout.flush()
os._exit(0)  # uno's own threads may crash a Python that ends while the office does
