"""LibreOffice without a screen: a workbook loaded, recalculated and saved, by an office of our own with our extension.

Each office has its own profile, for a second one on the same profile would hand its work to the first; one that hangs
is killed with all its processes.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from jineng.addin.calc.extension import IDENTIFIER, write_extension

#: It has uno, which no virtual environment has.
DEBIAN_PYTHON = "/usr/bin/python3"
#: Older ones do not know the functions of an extension in .xlsx files.
LEAST = (25, 2)
#: Without it a file saved by Excel keeps the values that Excel calculated.
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


def found() -> bool:
    """Whether there is a LibreOffice that is new enough."""
    if not shutil.which("soffice"):
        return False
    said = subprocess.run(["soffice", "--version"], capture_output=True, text=True, timeout=60).stdout
    version = re.search(r"(\d+)\.(\d+)", said)
    return version is not None and tuple(map(int, version.groups())) >= LEAST


def required() -> None:
    """Skip without an office, unless JINENG_OFFICE says that there must be one, as in CI."""
    if not found():
        if os.environ.get("JINENG_OFFICE"):
            pytest.fail("LibreOffice 25.2 or newer is missing")
        pytest.skip("没有 LibreOffice 25.2 以上")


class Office:
    """A profile with the extension in it, and what is run there.

    seconds  after so many an office that is not done is killed
    """

    def __init__(self, folder: Path, extension: bool = True, seconds: int = 120) -> None:
        self.seconds = seconds
        self.profile, self.extensions = folder / "profile", folder / "extensions"
        (self.profile / "user").mkdir(parents=True)
        (self.profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE)
        if not extension:
            return
        write_extension(folder / "jineng.oxt", "0", os.environ.get("JINENG_PYTHON", sys.executable))
        with zipfile.ZipFile(folder / "jineng.oxt") as package:
            package.extractall(self.extensions / IDENTIFIER)

    def recalculated(self, path: Path, folder: Path) -> Path:
        """The workbook as LibreOffice saves it, every formula calculated anew."""
        return self.convert(path, folder, "xlsx:Calc MS Excel 2007 XML")

    def recalculated_all(self, paths: list[Path], folder: Path) -> None:
        """Several workbooks, saved under their names in the folder, by one office."""
        self._run(["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), *map(str, paths)])

    def convert(self, path: Path, folder: Path, form: str) -> Path:
        said = self._run(["--convert-to", form, "--outdir", str(folder), str(path)])
        made = folder / f"{path.stem}.{form.partition(':')[0]}"
        assert made.exists(), said
        return made

    def choose(self, path: Path, command: str) -> None:
        """Open a workbook and choose a command of the menu."""
        self._guided("calc_menu.py", path, command)

    def wait_for_ever(self) -> None:
        """Wait for orders that never come, as an office does that hangs."""
        self._run([f"--accept=pipe,name=jineng{os.getpid()};urp;StarOffice.ComponentContext"])

    def edit(self, folder: Path, *edits: str) -> None:
        """Delete and insert rows and columns of workbooks, FILE:SHEET:EDIT each, and save them in a folder."""
        self._guided("calc_edit.py", folder, *edits)

    def with_macros(self, path: Path) -> dict[str, list[list[Any]]]:
        """The rows of every sheet of a workbook whose own macros have calculated."""
        found: dict[str, list[list[Any]]] = json.loads(self._guided("vba_book.py", path))
        return found

    def _guided(self, script: str, *arguments: object) -> str:
        """Run the office while one of our scripts, in a Python that has uno, tells it what to do."""
        pipe = f"jineng{os.getpid()}"
        guide = [DEBIAN_PYTHON, str(Path(__file__).with_name(script)), pipe, *map(str, arguments)]
        with subprocess.Popen(guide, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as guiding, \
             ThreadPoolExecutor(1) as reading:  # fmt: skip
            said = reading.submit(guiding.communicate)  # at once, for a full pipe would stop both
            self._run([f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext"])
            out, problem = said.result(timeout=20)
        assert guiding.returncode == 0, (guiding.returncode, problem)
        return out

    def _run(self, arguments: list[str]) -> str:
        """Start the office, wait until it is done; one that hangs is killed with all its processes."""
        command = [
            "soffice", "--headless", "--norestore", "--nolockcheck", "--nodefault",
            f"-env:UserInstallation={self.profile.as_uri()}", f"-env:BUNDLED_EXTENSIONS={self.extensions.as_uri()}", *arguments,
        ]  # fmt: skip
        # The office's own Python takes the first python3 on the path for its home, were it a virtual environment's.
        environment = {k: os.environ[k] for k in ("HOME", "LANG", "LC_ALL") if k in os.environ}
        environment |= {"PATH": "/usr/bin:/bin", "JINENG_NO_DIALOGS": "1"}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              start_new_session=True, text=True) as office:  # fmt: skip
            try:
                return office.communicate(timeout=self.seconds)[0]
            except subprocess.TimeoutExpired:
                os.killpg(office.pid, signal.SIGKILL)  # the wrapper alone would leave the office itself running
                raise
