"""The process that opens a file for the page, one a piece of work: what a hostile file does to it ends with it.

It reads its order as JSON from standard input and writes answer.json (and pictures.json) into the folder it is told.
"""

import json
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jineng.addin.report import as_data, report_of
from jineng.validators.findings import FileReport

#: Far beyond what the largest table of ours takes: address space, seconds of work, size of one file written.
MEMORY, SECONDS, FILE_SIZE = 3 << 30, 120, 500 << 20


def _check(order: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Check one file, with what the calendar, the charts and the pictures need of it."""
    from jineng.addin.page.overview import Overview
    from jineng.addin.page.pictures import keep
    from jineng.workbooks.checker import check_sheets
    from jineng.workbooks.sheets import Unreadable, read_sheets

    path, aids, overview = Path(order["file"]), _aids(order), Overview()
    try:
        sheets = list(read_sheets(path))
        report, _ = check_sheets(sheets, aids, overview.see, path.name)
    except Unreadable as problem:
        return {"report": as_data(FileReport(path.name, error=str(problem))), "overview": None}
    (folder / "pictures.json").write_text(json.dumps(keep(sheets, report), ensure_ascii=False), encoding="utf-8")
    return {"report": as_data(report), "overview": overview.told(report, aids.today)}


def _across(order: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Check several files together, for what only shows across them."""
    from jineng.workbooks.checker import check_paths

    report = check_paths([Path(file) for file in order["files"]], _aids(order))
    return {"reports": [as_data(file) for file in report.files]}


def _document(order: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Write one of the documents; what there is to say of it, line by line."""
    from jineng.addin.page.documents import DOCUMENTS

    document, target = DOCUMENTS[order["kind"]], folder / "文件"
    try:
        outcome = document.write(Path(order["file"]), target, _aids(order))
    except ValueError as problem:
        return {"error": str(problem), "lines": []}
    if outcome.report.error:
        return {"error": outcome.report.error, "lines": []}
    if order["pdf"] and (no_pdf := _print(outcome.files)):
        return {"error": no_pdf, "lines": []}
    lines = [line.replace(f"{target}/", "").replace(f"{target}\\", "") for line in document.words(outcome)]
    return {"error": None, "lines": [line for line in lines if "已写出" not in line]}


def _print(documents: Sequence[Path]) -> str:
    """Have them printed to PDF; why that could not be, "" when it could. Told to end, we end the office too."""
    from jineng.workbooks.pdf import NoPdf, convert

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        convert(documents)
    except NoPdf as problem:
        return f"{problem}（其他文件已写出）"
    return ""


def _findings(order: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Write the findings of one file, or of all that are loaded, as a workbook."""
    from jineng.workbooks.findings_book import write_findings

    reports = [report_of(data) for data in order["reports"]]
    target = folder / "文件" / (f"{Path(order['file']).stem}_校验结果.xlsx" if order["file"] else "校验结果.xlsx")
    target.parent.mkdir()
    write_findings(target, reports, masked=order["masked"])
    return {"error": None, "lines": []}


def _marked(order: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Write a copy of the workbook with its findings marked."""
    from jineng.addin.marked_copies import marked_name
    from jineng.workbooks.marking import Refused, mark_copy

    source = Path(order["file"])
    target = folder / "文件" / marked_name(source)
    target.parent.mkdir()
    try:
        marked = mark_copy(source, report_of(order["reports"][0]), target)
    except Refused as problem:
        return {"error": str(problem), "lines": []}
    return {"error": None, "lines": [f"标记了 {marked.cells} 个单元格", *marked.remarks]}


def _blank(order: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Write an empty table that checks itself."""
    from jineng.addin.blanks import BLANKS
    from jineng.workbooks.self_checking import write_template

    aids = _aids(order)
    (folder / "文件").mkdir()
    write_template(folder / "文件" / f"{BLANKS[order['form']]}.xlsx", order["form"], aids.options, aids.today)
    return {"error": None, "lines": []}


_DO = {
    "check": _check, "across": _across, "document": _document, "findings": _findings, "marked": _marked, "blank": _blank,
}  # fmt: skip


def _aids(order: Mapping[str, Any]) -> Any:
    from jineng.validators.settings import read_settings
    from jineng.workbooks.checker import Aids
    from jineng.workbooks.side_tables import read_registers

    given, _ = read_settings(order["settings"].items())
    return Aids(options=given, registers=read_registers(Path(file) for file in order["registers"]))


def _limit() -> None:
    """Let the system stop us where we take too much; Windows has no such limits, there only the clock stops us."""
    try:
        import resource
    except ImportError:
        return
    limits = ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, FILE_SIZE),
              (resource.RLIMIT_CORE, 0))  # fmt: skip
    for kind, most in limits:
        with suppress(ValueError, OSError):  # macOS refuses some
            hard = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def main() -> None:
    from jineng.workbooks.atomic import replacing
    from jineng.workbooks.sheets import Unreadable

    _limit()
    order = json.loads(sys.stdin.buffer.read())
    folder = Path(order["folder"])
    try:
        answer = _DO[order["do"]](order, folder)
    except Unreadable as problem:  # of a register
        answer = {"problem": str(problem)}
    with replacing(folder / "answer.json") as temporary:
        temporary.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
