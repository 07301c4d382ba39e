"""Run by Debian's own Python, which has uno: choose a command of the menu in a running office, as a click would.

/usr/bin/python3 calc_menu.py PIPE FILE COMMAND
"""

import sys

import uno
from running_office import running

pipe, path, command = sys.argv[1:]
with running(pipe) as (desktop, made):
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, ())
    frame = document.CurrentController.Frame
    frame.activate()
    made("com.sun.star.frame.DispatchHelper").executeDispatch(frame, command, "_self", 0, ())
