"""Pack jineng.xlam from its texts and the registry of functions, on any computer: no Excel, the same bytes every time."""

import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from jineng.validators.calls import AS_OF, PLACE
from jineng.validators.functions import FUNCTIONS, Function
from jineng.workbooks.atomic import replacing

NAME = "jineng.xlam"
#: Where the offline kit puts Python, seen from the folder of the add-in; the DLL of xlwings lies in its root.
PROGRAM, FOLDER = r"python\Scripts\pythonw.exe", "python"
#: What VBA says, by row of the sheet.
_WORDS = (
    "技能兴威",
    "请先打开一个工作簿",
    "需复核：计算程序没有启动，请按安装说明检查加载项。",
    "没有完成。请按安装说明检查加载项。",
)
_FIRST_FUNCTION = 6
_RIBBON = "customUI/customUI.xml"
_RIBBON_LINK = (
    '<Relationship Id="rIdJineng" Type="http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"'
    f' Target="{_RIBBON}"/></Relationships>'
)
_DAY = (1980, 1, 1, 0, 0, 0)


class NotAscii(ValueError):
    """A path that VBA and the DLL cannot hold."""


def write_xlam(path: Path, program: str = PROGRAM, folder: str = FOLDER) -> None:
    """Write the add-in. program: pythonw.exe, folder: where the DLL lies; both whole or from the add-in's folder."""
    if not (program + folder).isascii():
        raise NotAscii(f"路径“{folder}”有英文以外的字符，Excel 的加载项不能从那里启动 Python")
    with tempfile.TemporaryDirectory() as place:
        packed = _with_parts(_with_vba(Path(place) / NAME, program, folder))
    with replacing(path) as temporary:
        temporary.write_bytes(packed)


def modules(program: str = PROGRAM, folder: str = FOLDER) -> dict[str, str]:
    """The VBA by name of module."""
    fill = {"@PROGRAM@": program, "@FOLDER@": folder, "@VERSION@": version("xlwings")}
    python = _text("JinengPython.bas")
    for mark, words in fill.items():
        python = python.replace(mark, words)
    return {"JinengPython": python, "JinengRibbon": _text("JinengRibbon.bas"), "JinengFunctions": wrappers()}


def wrappers() -> str:
    """A VBA function for every worksheet function, so that Excel knows it without being shown any Python."""
    lines = ['Attribute VB_Name = "JinengFunctions"', "Option Explicit", ""]
    for function in FUNCTIONS.values():
        required = [name for name, _ in function.args]
        optional = [name for name, _ in arguments(function)[len(required) :]]
        signature = ", ".join([*required, *(f"Optional {name}" for name in optional)])
        given = ", ".join([*required, *optional, "Nothing"])  # xlwings puts the calling cell in place of the last
        lines += [
            f"Public Function {function.name}({signature})",
            f'    {function.name} = JinengAnswer("{function.name}", Array({given}))',
            "End Function",
            "",
        ]
    return "\n".join(lines)


def arguments(function: Function) -> Sequence[tuple[str, str]]:
    """All arguments with their help, those that may be left out last."""
    return (*function.args, *((PLACE, AS_OF) if function.by_place else ()))


def rows() -> Iterator[tuple[int, list[str]]]:
    """The rows of the add-in's sheet: what VBA says, then each function with its help and that of its arguments."""
    for number, words in enumerate(_WORDS, 1):
        yield number, [words]
    for number, function in enumerate(FUNCTIONS.values(), _FIRST_FUNCTION):
        yield number, [function.name, function.help, *(about for _, about in arguments(function))]


def _with_vba(path: Path, program: str, folder: str) -> bytes:
    from pyopenvba import ExcelFile

    with ExcelFile.create_new(path) as workbook:
        project = workbook.vba_project()
        project.delete_module("Module1")
        for name, text in modules(program, folder).items():
            project.add_module(name, text.replace("\n", "\r\n"))
        workbook.save()
    return path.read_bytes()


def _with_parts(package: bytes) -> bytes:
    """The package with the ribbon, the sheet and the properties of our own."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        parts = {name: before.read(name) for name in before.namelist()}
        parts["docProps/core.xml"] = _properties().encode()
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", _RIBBON_LINK.encode())
        sheet = parts["xl/worksheets/sheet1.xml"].decode()
        sheet = re.sub(r"<dimension [^>]*/>", "", sheet).replace("<sheetData/>", f"<sheetData>{_sheet()}</sheetData>")
        parts["xl/worksheets/sheet1.xml"] = sheet.encode()
        parts[_RIBBON] = _text("ribbon.xml").encode()
        for name, content in parts.items():
            after.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _sheet() -> str:
    return "".join(
        f'<row r="{number}">'
        + "".join(f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{escape(w)}</t></is></c>' for i, w in enumerate(cells))
        + "</row>"
        for number, cells in rows()
    )  # fmt: skip


def _properties() -> str:
    """Title and comment are what Excel's list of add-ins shows."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>技能兴威</dc:title><dc:creator>jineng</dc:creator>'
        f"<dc:description>职业技能竞赛成绩、证书和申报表的校验与导出 {version('jineng')}</dc:description></cp:coreProperties>"
    )


def _text(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
