"""Build the Calc extension (.oxt) from the registry of functions: no SDK, no compiler, one zip."""

import json
import sys
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from jineng.addin.calc.backend import is_number
from jineng.validators.calls import AS_OF, PLACE
from jineng.validators.functions import FUNCTIONS, Function
from jineng.workbooks.atomic import replacing

IDENTIFIER = "cn.jineng.calc"
_INTERFACE = ("cn", "jineng", "calc", "XFunctions")
_TYPES = "application/vnd.sun.star.uno-typelibrary;type=RDB"  # Calc reads the text of an .idl file as one
_COMPONENT = "application/vnd.sun.star.uno-component;type=Python"
_CONFIGURATION = "application/vnd.sun.star.configuration-data"
_RANGE = "com::sun::star::table::XCellRange"
#: Commands of the menu by title.
COMMANDS = {"校验": "check_all", "导出信息表": "export_certificate"}
_DAY = (1980, 1, 1, 0, 0, 0)  # the same input gives the same bytes


def write_extension(path: Path, version: str, python: str = sys.executable) -> None:
    """Write the extension; it will start `python`, for which jineng must be installed, to answer its functions."""
    parts = {
        "META-INF/manifest.xml": _manifest(),
        "description.xml": _description(version),
        "Addons.xcu": _menu(),
        "types.idl": _types(),
        "functions.json": json.dumps(_spec(), ensure_ascii=False, indent=1),
        "backend.json": json.dumps([python, "-m", "jineng.addin.calc.backend"]),
        "component.py": Path(__file__).with_name("component.py").read_text(encoding="utf-8"),
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, _DAY), text.encode(), zipfile.ZIP_DEFLATED)
    with replacing(path) as temporary:
        temporary.write_bytes(packed.getvalue())


def _arguments(function: Function) -> Sequence[tuple[str, str]]:
    return (*function.args, *((PLACE, AS_OF) if function.by_place else ()))


def _spec() -> dict[str, Any]:
    functions = [
        {"name": f.name, "help": f.help, "array": f.gives == "text", "arguments": [list(a) for a in _arguments(f)]}
        for f in FUNCTIONS.values()
    ]
    return {
        "service": f"{IDENTIFIER}.AddIn", "implementation": f"{IDENTIFIER}.AddInImpl", "interface": ".".join(_INTERFACE), "commands": f"{IDENTIFIER}.Commands",
        "functions": functions,
    }  # fmt: skip


def _types() -> str:
    """The interface: the document first, which Calc fills in; numbers as ranges, so that an empty cell is not 0."""
    *modules, name = _INTERFACE
    lines = [*(f"module {m} {{" for m in modules), f"interface {name} {{"]
    for function in FUNCTIONS.values():
        kinds = [_RANGE if is_number(argument) else "any" for argument, _ in _arguments(function)]
        parameters = ["[in] com::sun::star::beans::XPropertySet document"]
        parameters += [f"[in] {kind} a{n}" for n, kind in enumerate(kinds)]
        answer = "sequence< sequence<string> >" if function.gives == "text" else "any"
        lines.append(f"  {answer} {function.name}({', '.join(parameters)});")
    return "\n".join([*lines, "};", *("};" for _ in modules)])


def _manifest() -> str:
    entries = {"types.idl": _TYPES, "component.py": _COMPONENT, "Addons.xcu": _CONFIGURATION}
    lines = [
        f' <manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in entries.items()
    ]
    return "\n".join([
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">', *lines, "</manifest:manifest>",
    ])  # fmt: skip


def _menu() -> str:
    """The menu 技能兴威 of spreadsheets."""
    entries = "".join(
        f'<node oor:name="m{n}" oor:op="replace">'
        f'<prop oor:name="URL" oor:type="xs:string"><value>service:{IDENTIFIER}.Commands?{command}</value></prop>'
        f'<prop oor:name="Title" oor:type="xs:string"><value>{title}</value></prop>'
        '<prop oor:name="Target" oor:type="xs:string"><value>_self</value></prop></node>'
        for n, (title, command) in enumerate(COMMANDS.items())
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 oor:name="Addons" oor:package="org.openoffice.Office">
<node oor:name="AddonUI"><node oor:name="OfficeMenuBar"><node oor:name="{IDENTIFIER}.menu" oor:op="replace">
<prop oor:name="Title" oor:type="xs:string"><value>技能兴威</value></prop>
<prop oor:name="Context" oor:type="xs:string"><value>com.sun.star.sheet.SpreadsheetDocument</value></prop>
<node oor:name="Submenu">{entries}</node>
</node></node></node>
</oor:component-data>"""


def _description(version: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006">
 <identifier value="{IDENTIFIER}"/><version value="{version}"/>
 <dependencies><LibreOffice-minimal-version value="25.2" name="LibreOffice 25.2" xmlns="http://libreoffice.org/extensions/description/2011"/></dependencies>
 <display-name><name lang="zh">技能兴威：职业技能竞赛和申报表的校验函数</name><name lang="en">jineng</name></display-name>
</description>"""
