"""A report for people (text), for other programs (json) and for CI (junit)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Literal

from jineng.validators.findings import FileReport, Finding, Report, Table, told_once
from jineng.validators.forms import FORMS
from jineng.validators.identity import mask_id
from jineng.validators.policy import cited, short_name
from jineng.validators.rules import SEVERITIES
from jineng.validators.values import NOT_XML

#: So many findings are written at a time.
_TOGETHER = 1000
_INSIDE = {inside for form in FORMS.values() for _, inside in form.inside}


def as_text(report: Report, masked: bool = True) -> str:
    """Two lines a finding, file by file: where and what is wrong, what to do and why; below, the clauses quoted once."""
    lines = [line for file in report.files if not file.error for line in _file_lines(file, masked)]
    total = report.summary()
    unread = sum(1 for file in report.files if file.error)
    lines.append(f"共 {total['files']} 个文件、{total['rows']} 行：错误 {total['errors']} 处，提醒 {total['warnings']} 处，"
                 f"未校验 {total['unchecked']} 项" + (f"；{unread} 个文件不能校验" if unread else ""))  # fmt: skip
    return "\n".join(lines)


def as_json(report: Report, masked: bool = True) -> str:
    """The report as data, a line a file; `version` changes when its shape does. `read_report` reads it back."""
    return "".join(json_pieces(report, masked))


def json_pieces(report: Report, masked: bool = True) -> Iterator[str]:
    """The same piece by piece: as a whole it takes several times the memory of the findings."""
    import json  # not for a report of words

    dumped = json.JSONEncoder(ensure_ascii=False).encode  # with indent it takes ten times as long
    yield f'{{"version": {report.version}, "files": ['
    for number, file in enumerate(report.files):
        bare = dumped(_data(file, ()))
        head, tail = bare.split('"findings": []')
        yield f'{"," if number else ""}\n{head}"findings": ['
        findings, comma = _findings(file.findings, masked), ""
        while some := [finding._asdict() for finding in islice(findings, _TOGETHER)]:
            yield comma + dumped(some)[1:-1]
            comma = ", "
        yield f"]{tail}"
    yield f'\n], "summary": {dumped(report.summary())}}}'


def as_data(file: FileReport) -> dict[str, Any]:
    """What is said of one file, for JSON, ID numbers and all."""
    return _data(file, file.findings)


def _data(file: FileReport, findings: Iterable[Finding]) -> dict[str, Any]:
    return {
        **vars(file),
        "tables": [table._asdict() for table in file.tables],
        "findings": [finding._asdict() for finding in findings],
    }


def report_of(data: Mapping[str, Any]) -> FileReport:
    """A report out of its data."""
    tables, findings = [Table(**table) for table in data["tables"]], [Finding(**found) for found in data["findings"]]
    return FileReport(**{**data, "tables": tables, "findings": findings})


def read_report(words: str | bytes) -> Report:
    """A report out of its JSON, checked field by field; raises pydantic.ValidationError where it is none."""
    from pydantic import BaseModel

    class File(BaseModel):
        file: str
        tables: list[Table]
        findings: list[Finding]
        settings: dict[str, str]
        error: str | None

    class Run(BaseModel):
        version: Literal[1]
        files: list[File]

    return Report(FileReport(**vars(file)) for file in Run.model_validate_json(words).files)


def as_junit(report: Report, masked: bool = True) -> str:
    """One test suite a file, one test case a table; errors are failures, a file that cannot be read is an error."""
    from xml.etree import ElementTree

    root = ElementTree.Element("testsuites", name="jineng")
    for file in report.files:
        suite = ElementTree.SubElement(root, "testsuite", name=_xml(file.file))
        failures = 0
        for table in file.tables:
            name = _xml(f"{table.sheet}:{table.form}:{table.header_row}")
            case = ElementTree.SubElement(suite, "testcase", classname=_xml(file.file), name=name)
            wrong = [f for f in _of_table(file, table.sheet, table.header_row) if f.severity == "error"]
            if wrong:
                failures += 1
                failure = ElementTree.SubElement(case, "failure", message=f"{len(wrong)} 处错误")
                failure.text = _xml(
                    "\n".join(f"{f.cell} {f.message}（{_citation(f)}）" for f in _findings(wrong, masked))
                )
        if file.error:
            case = ElementTree.SubElement(suite, "testcase", classname=_xml(file.file), name="读取")
            ElementTree.SubElement(case, "error", message=_xml(file.error))
        cases = len(file.tables) + bool(file.error)
        suite.attrib.update(tests=str(cases), failures=str(failures), errors=str(int(bool(file.error))))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


FORMATS: dict[str, Callable[[Report, bool], Iterable[str]]] = {
    "text": lambda report, masked: [as_text(report, masked)],
    "json": json_pieces,
    "junit": lambda report, masked: [as_junit(report, masked)],
}


def _file_lines(file: FileReport, masked: bool) -> Iterator[str]:
    tables = "、".join(map(_table, file.tables))
    yield f"■ {file.file}  [{tables}]"
    if file.settings:
        yield "  设置：" + "，".join(f"{title}={value}" for title, value in file.settings.items())
    if not file.findings:
        yield "  没有发现问题"
    for f in _findings(told_once(_by_row(file)), masked):
        where = f"{f.sheet}!{f.cell} {f.column}".rstrip()
        yield f"  {SEVERITIES[f.severity]} {where}  {f.message}"
        yield f"      建议：{f.suggestion}" + (f"（{_citation(f)}）" if f.rule else "")
    yield from _grounds(file.findings)
    yield ""


def _table(table: Table) -> str:
    """A table's sheet and rows; of a form of labels and of the tables inside one, what it is."""
    form = FORMS.get(table.form)
    said = f"{table.sheet}{'（隐藏）' if table.hidden else ''}"
    if form and form.labels:
        return f"{said} {form.title}"
    return f"{said} {form.title if form and form.key in _INSIDE else ''} {table.rows} 行".replace("  ", " ")


def _by_row(file: FileReport) -> list[Finding]:
    """The findings sheet by sheet, those of one row together."""
    sheets = [t.sheet for t in file.tables] + [f.sheet for f in file.findings]
    order = {sheet: place for place, sheet in enumerate(dict.fromkeys(sheets))}
    return sorted(file.findings, key=lambda f: (order[f.sheet], f.row))


def _grounds(findings: Iterable[Finding]) -> Iterator[str]:
    """Notice by notice, the clause and the quoted words of every rule that had something to say."""
    notices: dict[str, set[tuple[str, str, str]]] = {}
    for f in findings:
        if f.notice:
            notices.setdefault(f.notice, set()).add((f.rule, f.clause, f.quote))
    if notices:
        yield "  依据"
    for notice, rules in notices.items():
        yield f"    {short_name(notice)}：{notice}"
        for rule, clause, quote in sorted(rules):
            yield f"      {rule}  {clause}：“{quote}”"


def _citation(finding: Finding) -> str:
    """The clause as the notice numbers it, and the rule: 计划通知三（二）1 P-014."""
    if not finding.notice:
        return finding.rule
    return f"{cited(short_name(finding.notice), finding.clause)} {finding.rule}"


def _findings(findings: Iterable[Finding], masked: bool) -> Iterator[Finding]:
    for finding in findings:
        words = finding.message + finding.suggestion
        yield finding.masked() if masked and mask_id(words) != words else finding


def _of_table(file: FileReport, sheet: str, header_row: int) -> Iterator[Finding]:
    """The findings of one table: below its header, above the next table's on the same sheet."""
    next_header = min(
        (t.header_row for t in file.tables if t.sheet == sheet and t.header_row > header_row), default=1 << 31
    )
    return (f for f in file.findings if f.sheet == sheet and header_row <= f.row < next_header)


def _xml(words: str) -> str:
    return re.sub(NOT_XML, "", words)
