"""A report for people (text), for other programs (json) and for CI (junit)."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from xml.etree import ElementTree

from jineng.validators.findings import FileReport, Finding, Report
from jineng.validators.rules import SEVERITIES


def as_text(report: Report, masked: bool = True) -> str:
    """Every finding with cell, rule, message, suggestion and clause, file by file; a summary below."""
    lines = [line for file in report.files for line in _file_lines(file, masked)]
    total = report.summary()
    lines.append(f"共 {total['files']} 个文件、{total['rows']} 行：错误 {total['errors']} 处，提醒 {total['warnings']} 处，"
                 f"未校验 {total['unchecked']} 项")  # fmt: skip
    return "\n".join(lines)


def as_json(report: Report, masked: bool = True) -> str:
    """The report as data; `version` changes when its shape does."""
    files = []
    for file in report.files:
        findings = [f.masked() if masked else f for f in file.findings]
        files.append({**asdict(file), "findings": [asdict(f) for f in findings]})
    data = {"version": report.version, "files": files, "summary": report.summary()}
    return json.dumps(data, ensure_ascii=False, indent=1)


def as_junit(report: Report, masked: bool = True) -> str:
    """One test suite a file, one test case a table; errors are failures, a file that cannot be read is an error."""
    root = ElementTree.Element("testsuites", name="jineng")
    for file in report.files:
        suite = ElementTree.SubElement(root, "testsuite", name=file.file)
        failures = 0
        for table in file.tables:
            case = ElementTree.SubElement(
                suite, "testcase", classname=file.file, name=f"{table.sheet}:{table.form}:{table.header_row}"
            )
            wrong = [f for f in _of_table(file, table.sheet, table.header_row) if f.severity == "error"]
            if wrong:
                failures += 1
                shown = [f.masked() if masked else f for f in wrong]
                failure = ElementTree.SubElement(case, "failure", message=f"{len(wrong)} 处错误")
                failure.text = _xml_safe("\n".join(f"{f.cell} {f.rule} {f.message}（{f.clause}）" for f in shown))
        if file.error:
            case = ElementTree.SubElement(suite, "testcase", classname=file.file, name="读取")
            ElementTree.SubElement(case, "error", message=_xml_safe(file.error))
        cases = len(file.tables) + bool(file.error)
        suite.attrib.update(tests=str(cases), failures=str(failures), errors=str(int(bool(file.error))))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


FORMATS = {"text": as_text, "json": as_json, "junit": as_junit}


def _file_lines(file: FileReport, masked: bool) -> Iterator[str]:
    if file.error:
        return
    tables = "、".join(f"{t.sheet}{'（隐藏）' if t.hidden else ''} {t.rows} 行" for t in file.tables)
    yield f"■ {file.file}  [{tables}]"
    if file.settings:
        yield "  设置：" + "，".join(f"{title}={value}" for title, value in file.settings.items())
    for finding in file.findings:
        found = finding.masked() if masked else finding
        yield f"  {SEVERITIES[found.severity]} {found.sheet}!{found.cell} {found.column}  {found.message}"
        source = f"{found.rule}  {found.notice}{found.clause}" if found.notice else found.rule
        quote = f"：“{found.quote}”" if found.quote else ""
        yield f"      建议：{found.suggestion}  依据：{source}{quote}"
    if not file.findings:
        yield "  没有发现问题"
    yield ""


def _of_table(file: FileReport, sheet: str, header_row: int) -> Iterator[Finding]:
    """The findings of one table: below its header, above the next table's on the same sheet."""
    next_header = min(
        (t.header_row for t in file.tables if t.sheet == sheet and t.header_row > header_row), default=1 << 31
    )
    return (f for f in file.findings if f.sheet == sheet and header_row <= f.row < next_header)


def _xml_safe(words: str) -> str:
    return "".join(c for c in words if c >= " " or c in "\n\t")
