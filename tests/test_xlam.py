"""The add-in's file: what is in it, that the same input gives the same bytes, and what scanners of macros say of it."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import pytest
from oletools.mraptor import MacroRaptor
from oletools.olevba import VBA_Parser
from ribbon_schema import SPACE, schema
from test_udfs_xlwings import VBA_WORDS

from jineng.addin.excel.xlam import FOLDER, PROGRAM, NotAscii, arguments, modules, rows, wrappers, write_xlam
from jineng.addin.ribbon import BUTTONS, press
from jineng.validators.functions import FUNCTIONS

UI = f"{{{SPACE}}}"
#: The tab as an official sees it: groups, and the buttons in each.
TAB = {
    "校验": ["校验本表", "校验全部", "清除标记"],
    "计算": ["晋升等级", "评估等次", "排序建议"],
    "导出": ["信息表", "申请书", "技术能手表", "汇总表", "材料包"],
    "期限和设置": ["期限", "设置", "帮助"],
}
#: Of the names in [MS-CUSTOMUI] 3.2, imageMso Table, those of Office 2007 that the ribbon uses.
PICTURES = {
    "AutoSum", "ClearFormats", "Consolidate", "DataValidation", "DateAndTimeInsert", "FileOpen", "FileSaveAs",
    "FunctionWizard", "Help", "MicrosoftExcel", "PropertySheet", "SortUp", "Spelling", "TableInsert",
}  # fmt: skip


@pytest.fixture(scope="module")
def xlam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("加载项") / "jineng.xlam"
    write_xlam(path)
    return path


@pytest.fixture(scope="module")
def vba(xlam: Path) -> dict[str, str]:
    """The VBA as oletools reads it back: name of the module → text."""
    found = VBA_Parser(str(xlam)).extract_all_macros()
    return {name.rpartition(".")[0]: code for _, _, name, code in found}


@pytest.fixture(scope="module")
def ribbon(xlam: Path) -> ElementTree.Element:
    return ElementTree.fromstring(ribbon_text(xlam))


# the file


def test_the_same_input_gives_the_same_bytes_in_another_process_too(xlam: Path, tmp_path: Path) -> None:
    program = f"from jineng.addin.excel.xlam import *; write_xlam(Path({str(tmp_path / 'again.xlam')!r}))"
    subprocess.run([sys.executable, "-c", program], check=True, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"})
    assert (tmp_path / "again.xlam").read_bytes() == xlam.read_bytes()


def test_it_is_small_and_holds_one_ribbon_that_excel_finds(xlam: Path) -> None:
    with zipfile.ZipFile(xlam) as package:
        links = ElementTree.fromstring(package.read("_rels/.rels"))
        types = package.read("[Content_Types].xml").decode()
    assert xlam.stat().st_size < 30_000
    assert [link.get("Target") for link in links if "extensibility" in str(link.get("Type"))] == [
        "customUI/customUI.xml"
    ]
    assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in types and 'Extension="xml"' in types


def test_the_sheet_holds_the_help_that_vba_hands_to_the_function_wizard(xlam: Path) -> None:
    sheet = ElementTree.fromstring(zipfile.ZipFile(xlam).read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found = {
        int(row.attrib["r"]): [t.text for t in row.iter(f"{space}t")] for row in sheet.iter(f"{space}row")
    }  # fmt: skip
    assert found == dict(rows())
    helped = {words[0]: words[1:] for number, words in found.items() if number >= 6}
    assert helped == {f.name: [f.help, *(about for _, about in arguments(f))] for f in FUNCTIONS.values()}
    assert all(0 < len(words) <= 255 for about in helped.values() for words in about)
    assert (
        "RowNumber = 6" in modules()["JinengRibbon"] and 5 not in found
    )  # and so VBA, which begins in row 6, reads no sentence of ours for a function


def test_a_path_that_is_not_english_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAscii, match="张三"):
        write_xlam(tmp_path / "jineng.xlam", r"C:\Users\张三\pythonw.exe", r"C:\Users\张三")
    assert not list(tmp_path.iterdir())


# VBA


def test_the_vba_read_back_is_the_text_of_the_repository(vba: Mapping[str, str]) -> None:
    assert set(vba) == {"ThisWorkbook", "Sheet1", *modules()}
    for name, text in modules().items():
        assert code(vba[name]) == code(text)
        assert text.isascii()
    assert "@" not in "".join(modules().values())
    assert not code(vba["ThisWorkbook"]) and not code(vba["Sheet1"])


def code(text: str) -> list[str]:
    """The lines of a module without those that say its name."""
    return [line for line in text.strip().splitlines() if not line.startswith("Attribute VB_")]


def test_every_function_has_a_wrapper_of_its_arguments_and_no_name_is_a_word_of_vba() -> None:
    found = {}
    for name, given, called, handed in re.findall(
        r'Public Function (\w+)\((.*)\)\n    \1 = JinengAnswer\("(\w+)", Array\((.*), Nothing\)\)\nEnd Function',
        wrappers(),
    ):
        assert name == called and given.replace("Optional ", "") == handed
        found[name] = given.split(", ")
    assert found == {
        f.name: [name if i < len(f.args) else f"Optional {name}" for i, (name, _) in enumerate(arguments(f))]
        for f in FUNCTIONS.values()
    }
    names = {word.lower() for f in FUNCTIONS.values() for word in (f.name, *(a for a, _ in arguments(f)))}
    assert not names & set(VBA_WORDS.split())
    assert all(re.fullmatch(r"[a-z]\w{0,30}", name, re.ASCII) for name in names)
    assert wrappers().count("Public Function") == len(FUNCTIONS)


def test_no_name_in_our_own_vba_is_a_word_of_vba() -> None:
    text = "".join(modules()[name] for name in ("JinengPython", "JinengRibbon"))
    names = {name.lower() for name in re.findall(r"(\w+)(?:\(\))? As \w+", text)}
    assert {"button", "rownumber", "about", "result"} <= names
    assert not names & set(VBA_WORDS.split())


def test_the_readme_tells_of_every_function_and_all_its_arguments_and_of_no_other() -> None:
    readme = Path(__file__).parent.with_name("README.md").read_text(encoding="utf-8")
    told, above = {}, 0
    for names, given in re.findall(r"^\| ((?:`[A-Z_]+` ?)+)\| ([^|]+) \|", readme, re.M):
        above = above if given == "同上" else len(given.split(", "))
        told |= dict.fromkeys(re.findall(r"\w+", names), above)
    assert told == {name: len(function.args) for name, function in FUNCTIONS.items()}


@pytest.mark.parametrize(("program", "folder"), [(PROGRAM, FOLDER), (r"C:\Python312\pythonw.exe", r"C:\Python312")])
def test_where_python_lies_is_written_into_the_vba(program: str, folder: str) -> None:
    text = modules(program, folder)["JinengPython"]
    assert f'PythonProgram As String = "{program}"' in text and f'DllFolder As String = "{folder}"' in text


# scanners


def test_nothing_runs_by_itself_and_nothing_is_suspicious_but_the_call_into_the_dll(xlam: Path) -> None:
    found = {(kind, word) for kind, word, _ in VBA_Parser(str(xlam)).analyze_macros()}

    assert not [word for kind, word in found if kind == "AutoExec"]
    assert {word for kind, word in found if kind == "Suspicious"} <= {
        "Lib",  # the DLL of xlwings
        "Call",  # the method of its COM object
        "Hex Strings", "Base64 Strings",  # names of eight letters
    }  # fmt: skip
    assert {word for kind, word in found if kind == "IOC"} <= {"pythonw.exe", "8.dll"}


def test_macro_raptor_sees_neither_autoexec_nor_writing(vba: Mapping[str, str]) -> None:
    raptor = MacroRaptor("\n".join(vba.values()))
    raptor.scan()
    assert (raptor.get_flags(), raptor.suspicious) == ("--X", False)


@pytest.mark.parametrize("more", ["Sub Auto_Open()\nEnd Sub", 'Sub A()\n    Shell "calc"\nEnd Sub'])
def test_the_scanners_find_what_runs_by_itself_and_what_starts_programs(vba: Mapping[str, str], more: str) -> None:
    text = "\n".join([*vba.values(), more])
    found = {word for _, word, _ in VBA_Parser("jineng.bas", data=text.encode()).analyze_macros()}
    assert found & {"Auto_Open", "Shell"}
    raptor = MacroRaptor(text)
    raptor.scan()
    assert raptor.autoexec == ("Auto_Open" in more)


# the ribbon


def test_the_tab_has_the_groups_and_buttons_of_the_house(ribbon: ElementTree.Element) -> None:
    (tab,) = ribbon.iter(f"{UI}tab")
    assert tab.get("label") == "技能兴威"
    assert {g.get("label"): [b.get("label") for b in g] for g in tab} == TAB


def test_every_button_is_a_python_function_called_by_the_one_vba_sub(
    ribbon: ElementTree.Element, vba: Mapping[str, str]
) -> None:
    buttons = list(ribbon.iter(f"{UI}button"))
    assert [b.get("id") for b in buttons] == list(BUTTONS)
    assert {b.get("onAction") for b in buttons} == {"JinengRibbon.JinengPress"}
    assert all(b.get("supertip") for b in buttons)
    called = {words for e in ribbon.iter() for name, words in e.attrib.items() if name in ("onAction", "onLoad")}
    subs = re.findall(r"^Public Sub (\w+)\((.*)\)", vba["JinengRibbon"], re.M)
    assert {f"JinengRibbon.{name}" for name, _ in subs} == called  # none without its control, none without its Sub
    assert dict(subs) == {"JinengPress": "Control As IRibbonControl", "JinengLoaded": "Ribbon As IRibbonUI"}


def test_the_python_that_vba_calls_is_there(vba: Mapping[str, str]) -> None:
    (module, function), *more = re.findall(r'Server\.Module\("([\w.]+)"\), "(\w+)"', vba["JinengPython"])
    assert not more and getattr(import_module(module), function) is press
    (module,) = re.findall(r'CallUDF\("([\w.]+)"', vba["JinengPython"])
    assert all(callable(getattr(import_module(module), name)) for name in FUNCTIONS)


def test_every_button_has_a_picture_of_its_own_that_office_has_had_since_2007(ribbon: ElementTree.Element) -> None:
    pictures = [b.get("imageMso") for b in ribbon.iter(f"{UI}button")]
    assert len(set(pictures)) == len(pictures) and set(pictures) <= PICTURES


def test_the_ribbon_fits_microsofts_schema(xlam: Path) -> None:
    assert list(schema().iter_errors(ribbon_text(xlam))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [('size="large"', 'size="huge"'), ("imageMso=", "icon="), ("<tabs>", "<tabs><button/>"), ('label="期限"', 'label=""'),
     ("<ribbon>", "<ribbon/><ribbon>"), ('id="show_help"', 'id="show help"'), ('id="show_help"', 'id="check_all"')],
)  # fmt: skip
def test_the_schema_finds_faults(xlam: Path, old: str, new: str) -> None:
    text = ribbon_text(xlam)
    assert old in text and not schema().is_valid(text.replace(old, new, 1))


def test_the_checklist_for_a_real_excel_has_twenty_steps_with_what_is_to_be_seen_and_every_button(
    ribbon: ElementTree.Element,
) -> None:
    text = Path(__file__).parent.with_name("docs").joinpath("excel-checklist.md").read_text(encoding="utf-8")
    steps = re.findall(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| \|$", text, re.M)
    assert [int(number) for number, *_ in steps] == list(range(1, 21))
    asked = "".join(step for _, step, _ in steps)
    assert [b.get("label") for b in ribbon.iter(f"{UI}button") if f"“{b.get('label')}”" not in asked] == []
    assert all(f"| {field}" in text for field in ("Windows 版本", "Excel 版本和内部版本号", "WPS 版本", "Python 版本"))


def ribbon_text(xlam: Path) -> str:
    return zipfile.ZipFile(xlam).read("customUI/customUI.xml").decode()
