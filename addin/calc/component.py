"""The Calc add-in, run by LibreOffice's own Python: it takes calls in and hands them to `backend`, a process of ours.

Only the standard library and uno: LibreOffice's Python is seldom the one that jineng is installed for. What functions
there are stands in functions.json beside this file; which Python to start, in backend.json.
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.lang import IllegalArgumentException, Locale, XServiceInfo, XServiceName
from com.sun.star.sheet import LocalizedName, XAddIn, XCompatibilityNames
from com.sun.star.task import XJobExecutor

HERE = Path(__file__).parent
SPEC = json.loads((HERE / "functions.json").read_text(encoding="utf-8"))
#: Longer ranges are whole columns.
MOST = 100_000
FUNCTIONS = {f["name"]: f for f in SPEC["functions"]}
SERVICES = (SPEC["service"], "com.sun.star.sheet.AddIn")


class Backend:
    """Our process, one line of JSON in, one out; started with the first call and again when it has gone."""

    def __init__(self):
        self.process = None

    def ask(self, question):
        if self.process is None or self.process.poll() is not None:
            self.process = self._start()
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise OSError("技能兴威的计算程序没有回答，请重新安装扩展")
        return json.loads(line)

    def _start(self):
        command = json.loads((HERE / "backend.json").read_text(encoding="utf-8"))
        environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")}
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
            creationflags=hidden,
        )  # fmt: skip


BACKEND = Backend()


def settings_rows(document):
    """The rows of the document's 设置 sheet, [] where there is none."""
    for name in document.Sheets.ElementNames if document else ():
        if name.strip() == "设置":
            sheet = document.Sheets.getByName(name)
            cursor = sheet.createCursor()
            cursor.gotoEndOfUsedArea(False)
            last = cursor.RangeAddress
            return sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow).getDataArray()
    return []


def day_zero(document):
    """From where the document counts its days, 1904-01-01 where it was made on an old Mac."""
    zero = document.NullDate if document else None
    return f"{zero.Year:04}-{zero.Month:02}-{zero.Day:02}" if zero else "1899-12-30"


def plain(cells):
    """Cells as JSON has them. A range that must stay one, so that an empty cell stays empty, gives its data."""
    if hasattr(cells, "getDataArray"):
        cells = cells.getDataArray()
    if not isinstance(cells, tuple):
        return cells
    rows = [list(row) for row in cells]
    if (
        len(rows) > MOST
    ):  # a whole column ends with its last filled cell; one row alone would be repeated down the others
        last = max((n for n, row in enumerate(rows, 1) if any(cell not in ("", None) for cell in row)), default=0)
        del rows[max(last, 2) :]
    return rows


def method(spec):
    """The method that Calc calls, document first."""

    def call(self, document, *arguments):
        try:
            question = [spec["name"], [plain(a) for a in arguments], settings_rows(document), day_zero(document)]
            return answered(BACKEND.ask(question), spec["array"])
        except Exception as problem:
            raise IllegalArgumentException(str(problem), None, 0) from problem

    call.__name__ = spec["name"]
    return call


def answered(answer, array):
    """What Calc understands: texts in an array of strings, so that = and COUNTIF find them; else one number or text."""
    if array:
        rows = answer if isinstance(answer, list) else [[answer]]
        return tuple(tuple(str(cell) for cell in row) for row in rows)
    return float(answer) if isinstance(answer, (int, float)) else answer


class _AddIn(unohelper.Base, XAddIn, XCompatibilityNames, XServiceName, XServiceInfo, uno.getClass(SPEC["interface"])):
    """The functions by name, with their Chinese help; the names in .xlsx files are the same."""

    def __init__(self, context):
        self.locale = Locale("zh", "CN", "")

    def getServiceName(self):
        return SPEC["service"]

    def getImplementationName(self):
        return SPEC["implementation"]

    def supportsService(self, name):
        return name in SERVICES

    def getSupportedServiceNames(self):
        return SERVICES

    def setLocale(self, locale):
        self.locale = locale

    def getLocale(self):
        return self.locale

    def getProgrammaticFuntionName(self, name):  # misspelt so in the interface
        return name

    def getDisplayFunctionName(self, name):
        return name if name in FUNCTIONS else ""

    def getFunctionDescription(self, name):
        return FUNCTIONS[name]["help"]

    def getDisplayArgumentName(self, name, number):
        return self._argument(name, number)[0]

    def getArgumentDescription(self, name, number):
        return self._argument(name, number)[1]

    def _argument(self, name, number):
        """The document, which Calc hands over itself, counts as the first."""
        return FUNCTIONS[name]["arguments"][number - 1] if number else ("", "")

    def getProgrammaticCategoryName(self, name):
        return "Add-In"

    def getDisplayCategoryName(self, name):
        return "技能兴威"

    def getCompatibilityNames(self, name):
        return (LocalizedName(Locale("en", "US", ""), name),) if name in FUNCTIONS else ()


AddIn = type("AddIn", (_AddIn,), {name: method(spec) for name, spec in FUNCTIONS.items()})


# --- the menu --------------------------------------------------------------------------------------------------------


class Commands(unohelper.Base, XJobExecutor, XServiceInfo):
    """What the menu does, service:….Commands?NAME: a copy of the workbook is handed over, the workbook stays as it is."""

    def __init__(self, context):
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def getImplementationName(self):
        return SPEC["commands"]

    def supportsService(self, name):
        return name == SPEC["commands"]

    def getSupportedServiceNames(self):
        return (SPEC["commands"],)

    def trigger(self, command):
        document = self.desktop.getCurrentComponent()
        try:
            if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                return
            if not document.hasLocation():
                raise OSError("请先保存工作簿，结果写在工作簿旁边")
            outcome = self._run(command, document)
        except Exception as problem:
            outcome = {"said": f"没有完成：{problem}"}
        if outcome.get("open"):
            self.desktop.loadComponentFromURL(uno.systemPathToFileUrl(outcome["open"]), "_blank", 0, ())
        self._say(document, outcome["said"])

    def _run(self, command, document):
        original = Path(uno.fileUrlToSystemPath(document.URL))
        marked = f"{original.stem}_已校验"
        if any(Path(url).stem == marked for url in self._open_files()):
            raise OSError(f"“{marked}”正打开着，请先关闭")
        if original.suffix.lower() in (".xlsx", ".xlsm") and not document.isModified():
            return BACKEND.ask(["#" + command, [str(original), str(original)], []])
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / (original.stem + ".xlsx")
            options = (PropertyValue("FilterName", 0, "Calc MS Excel 2007 XML", 0),)
            document.storeToURL(copy.as_uri(), options)
            return BACKEND.ask(["#" + command, [str(copy), str(original)], []])

    def _open_files(self):
        """The paths of all documents that are open."""
        found = self.desktop.Components.createEnumeration()
        while found.hasMoreElements():
            document = found.nextElement()
            if getattr(document, "URL", "").startswith("file:"):
                yield uno.fileUrlToSystemPath(document.URL)

    def _say(self, document, words):
        if os.environ.get("JINENG_NO_DIALOGS"):  # without a screen a box would wait for ever
            return
        window = document.CurrentController.Frame.ContainerWindow
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "INFOBOX")
        window.Toolkit.createMessageBox(window, kind, 1, "技能兴威", words).execute()


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Commands, SPEC["commands"], (SPEC["commands"],))
g_ImplementationHelper.addImplementation(AddIn, SPEC["implementation"], SERVICES)
