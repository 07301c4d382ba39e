"""Documents checked again once they are written: what is said then that the export did not say."""

import re
from pathlib import Path

from jineng.workbooks.checker import Aids, check_file

#: What cannot be known from a document alone, without the other sheets of its workbook.
ALONE = ("没有提供", "同一工作簿中没有成绩表", "规定人数", "没有此人的申报表", "是否已获市技术能手为空")
_ROW = re.compile(r"第\d+行")  # is another in the document


def unsaid(document: Path, aids: Aids, notes: str, alone: tuple[str, ...] = ALONE) -> list[str]:
    """Findings in a document that stand neither in the notes of the export nor among what it cannot know."""
    report, _ = check_file(document, aids)
    if report.error or not report.tables:
        return [f"{document.name}：{report.error or '没有认出表'}"]
    said = _ROW.sub("", notes)
    return [
        f"{document.name} {f.sheet}!{f.cell} {f.message}"
        for f in report.findings
        if _ROW.sub("", f.message) not in said and not any(words in f.message for words in alone)
    ]
