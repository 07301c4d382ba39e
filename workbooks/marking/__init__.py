"""Marked copies of workbook files: guilty cells coloured, with a note each, and a 校验结果 sheet; all else as it was.

Only the parts of the package that must change are changed, by putting a few bytes into them; every other part (charts,
pictures, pivot tables, macros …) is copied as it lies. The original is only read.
"""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from jineng.validators.findings import FileReport, Finding, cell_name
from jineng.workbooks.atomic import replacing
from jineng.workbooks.marking.cells import At, Worksheet, anchor_of, at_of
from jineng.workbooks.marking.notes import Notes
from jineng.workbooks.marking.package import Package
from jineng.workbooks.marking.record import keep_record, undo_record
from jineng.workbooks.marking.resaved import take_off
from jineng.workbooks.marking.result import add_result
from jineng.workbooks.marking.styles import Styles
from jineng.workbooks.marks import RESULT_SHEET, Place, Refused, Rgb, colour, guilty, note_lines, result_rows
from jineng.workbooks.sheets import Unreadable, is_word

__all__ = ["Marked", "Refused", "clear_copy", "mark_copy"]

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
)


@dataclass(frozen=True, slots=True)
class Marked:
    """How many cells were marked, and what has to be said about the copy."""

    cells: int
    remarks: tuple[str, ...] = ()


def mark_copy(source: Path, report: FileReport, target: Path) -> Marked:
    """Write a copy of a workbook with its findings marked; marks of an earlier check are taken off first.

    The target is there whole or, where something fails, stays as it was. Raises Refused with one clear sentence for a
    file that cannot be marked, OSError for a target that cannot be written.
    """
    _look_at(source, target)
    try:
        with Package(source) as package:
            _refuse_strange(package)
            _unmark(package)
            marked = _mark(package, report)
            with replacing(target) as temporary:
                package.write(temporary)
            return marked
    except _DAMAGE as problem:
        raise Refused("文件已损坏，不能标记。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试") from problem


def clear_copy(source: Path, target: Path) -> int:
    """Write a copy of a workbook without our marks; answers how many cells had been marked."""
    _look_at(source, target)
    try:
        with Package(source) as package:
            _refuse_strange(package)
            cells = _unmark(package)
            with replacing(target) as temporary:
                package.write(temporary)
            return cells
    except _DAMAGE as problem:
        raise Refused("文件已损坏，不能清除标记。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试") from problem


def _look_at(source: Path, target: Path) -> None:
    try:
        if is_word(source):
            raise Refused("这是 Word 文档，只能标记 .xlsx 和 .xlsm 工作簿")
    except Unreadable as problem:
        raise Refused(str(problem)) from problem
    if target.exists() and target.samefile(source):
        raise Refused("不能写回同一个文件，请换一个文件夹或文件名")
    if target.suffix.lower() != source.suffix.lower():
        raise Refused(f"副本要和原工作簿一样以 {source.suffix} 结尾")
    lock = target.with_name(f"~${target.name}")
    if lock.exists():
        raise Refused(f"“{target.name}”正在 Excel 或 WPS 中打开，请关闭后再试（没有打开的，删去“{lock.name}”）")


def _refuse_strange(package: Package) -> None:
    if any(key.startswith("xl/revisions/") for key in package.part_keys()):
        raise Refused("这是旧式的“共享工作簿”，不能标记。请在 Excel 中取消共享后再试")


def _unmark(package: Package) -> int:
    """Take earlier marks off; answers how many cells had them."""
    cells = undo_record(package)
    return take_off(package) if cells is None else cells


def _mark(package: Package, report: FileReport) -> Marked:
    parts = package.sheets()
    if RESULT_SHEET in parts:
        raise Refused(f"工作簿中已另有一张“{RESULT_SHEET}”表，请先把它改名")
    sheets = {
        name: Worksheet.of(package.patch(parts[name]), name)
        for name in dict.fromkeys(f.sheet for f in report.findings)
        if name in parts
    }
    merged = {name: sheet.merged() for name, sheet in sheets.items()}
    wrong = guilty(report, lambda sheet, address: anchor_of(merged.get(sheet, {}), address))
    wrong = {place: findings for place, findings in wrong.items() if place[0] in sheets}
    styles, notes = Styles(package), Notes(package)
    before: dict[Place, Rgb | None] = {}
    for name, sheet in sheets.items():
        found = {at_of(address): findings for (owner, address), findings in wrong.items() if owner == name}

        def restyle(at: At, style: int, name: str = name, found: dict[At, list[Finding]] = found) -> int:
            before[name, cell_name(*at)] = styles.colour(style)
            return styles.coloured(style, colour(found[at]))

        sheet.restyle(found, restyle)
        notes.put(parts[name], sheet, {at: note_lines(findings) for at, findings in found.items()})
    add_result(package, report, result_rows(report, wrong, before), styles.result_styles())
    styles.finish()
    keep_record(package, len(wrong))
    return Marked(len(wrong), tuple(_remarks(package, notes)))


def _remarks(package: Package, notes: Notes) -> list[str]:
    remarks = []
    if notes.kept_off:
        remarks.append(f"{notes.kept_off} 个单元格已有会话批注，只着色，没有加批注")
    if any(key.startswith("_xmlsignatures/") for key in package.part_keys()):
        remarks.append("原工作簿有数字签名，副本改动过，签名在副本中无效")
    return remarks
