"""Runs inside LibreOffice, for tests: what the stand-in for the DLL of xlwings asks, our Python answers.

Basic hands over a function's name and its cells; the process named in bridge.json gets them as a line of JSON.
"""

import json
import os
import subprocess
from pathlib import Path

import unohelper
from com.sun.star.lang import XServiceInfo
from com.sun.star.sheet import XFunctionAccess

NAME = "cn.jineng.test.Bridge"
COMMAND = json.loads(Path(__file__).with_name("bridge.json").read_text(encoding="utf-8"))


class Bridge(unohelper.Base, XServiceInfo, XFunctionAccess):
    """`callFunction(name, cells)`, an interface that every office knows."""

    process = None

    def __init__(self, context):
        pass

    def getImplementationName(self):
        return NAME

    def supportsService(self, name):
        return name == NAME

    def getSupportedServiceNames(self):
        return (NAME,)

    def callFunction(self, name, cells):
        if Bridge.process is None:
            environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")}
            Bridge.process = subprocess.Popen(
                COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, stderr=subprocess.DEVNULL
            )
        Bridge.process.stdin.write(json.dumps([name, cells]).encode() + b"\n")
        Bridge.process.stdin.flush()
        return json.loads(Bridge.process.stdout.readline())


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Bridge, NAME, (NAME,))
