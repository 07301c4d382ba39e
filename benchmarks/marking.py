"""Marking a copy, against saving it anew by openpyxl: what becomes of the parts, and how long it takes.

    python benchmarks/marking.py [rows] [marks]

The workbook is the one of the tests that holds one of everything. Each way runs in a process of its own.
"""

import json
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from jineng.validators.findings import FileReport, Finding, cell_name

SHEET = "成绩"


def report(rows: int, marks: int) -> FileReport:
    """Marks spread over the rows, on three columns."""
    findings = []
    for number in range(marks):
        row = 3 + number * rows // marks
        cell = cell_name(row, (1, 3, 10)[number % 3])
        words = "理论成绩 159 不在 0 至 100 分之间", "核对成绩"
        findings.append(Finding(SHEET, cell, row, "理论成绩", "P-014", "error", *words, "三（二）1", "原文", "通知"))
    return FileReport("", findings=findings)


def by_us(source: Path, target: Path, wanted: FileReport) -> None:
    from jineng.workbooks.marking import mark_copy

    mark_copy(source, wanted, target)


def by_openpyxl(source: Path, target: Path, wanted: FileReport) -> None:
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    warnings.simplefilter("ignore")
    book = openpyxl.load_workbook(source, keep_vba=True, rich_text=True)
    result = book.create_sheet("校验结果")
    red = PatternFill("solid", fgColor="FFFFC7CE")
    for finding in wanted.findings:
        cell = book[finding.sheet][finding.cell]
        cell.fill = red
        cell.comment = Comment(finding.message, "校验")
        result.append([finding.sheet, finding.cell, finding.message])
    book.save(target)


WAYS = {"jineng": by_us, "openpyxl": by_openpyxl}


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def main() -> None:
    rows, marks = (int(a) for a in (*sys.argv[1:3], *("2000", "500")[len(sys.argv) - 1 :]))
    from rich_books import rich_workbook

    with tempfile.TemporaryDirectory() as folder:
        source = rich_workbook(Path(folder) / "原件.xlsm", rows)
        before = parts(source)
        print(f"{rows} rows, {marks} marks, {len(before)} parts")
        for way in WAYS:
            target = Path(folder) / f"{way}.xlsm"
            command = [sys.executable, __file__, "one", way, str(source), str(target), str(rows), str(marks)]
            spent = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            after = parts(target)
            kept = sum(after.get(name) == body for name, body in before.items())
            lost = sum(name not in after for name in before)
            print(f"{way:9} kept {kept:3}  changed {len(before) - kept - lost:3}  lost {lost:3}  "
                  f"{spent['cpu']:7.2f} s of processor  {spent['peak']:5.0f} MB")  # fmt: skip


def one(way: str, source: str, target: str, rows: str, marks: str) -> None:
    wanted = report(int(rows), int(marks))
    start = time.process_time()
    WAYS[way](Path(source), Path(target), wanted)
    spent = time.process_time() - start
    status = Path("/proc/self/status").read_text()
    print(json.dumps({"cpu": spent, "peak": int(status.partition("VmHWM:")[2].split()[0]) / 1024}))


if __name__ == "__main__":
    one(*sys.argv[2:]) if sys.argv[1:2] == ["one"] else main()
