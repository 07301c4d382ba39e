"""What somebody typed stays text in everything we write; and what an input points to elsewhere is not fetched."""

import http.server
import re
import threading
import zipfile
from collections.abc import Iterator
from itertools import cycle, repeat
from pathlib import Path
from typing import Any

import books
import chief_rows
import evaluation_books
import expert_rows
import pytest
import studio_forms
from bundles import REPORT
from docx import Document
from openpyxl import Workbook, load_workbook
from terminal import invoke

from jineng.validators.columns import COLUMNS
from jineng.validators.findings import FileReport
from jineng.validators.forms import EVALUATION, TARGETS
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.findings_book import write_findings

HOSTILE = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", '\t=HYPERLINK("http://example.invalid","点我")')


def write(path: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook of cells as they are given: “=…” is text in it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)
    return path


def given(say: Iterator[str]) -> list[list[Any]]:
    return [
        ["设置项", "值"],
        ["申请单位", next(say)],
        ["联系人", next(say)],
        ["联系电话", next(say)],
        ["优秀分数线", 85],
    ]


def results(path: Path, say: Iterator[str]) -> Path:
    rows = [
        expert_rows.person(1, 1, unit=next(say), remark=next(say), phone=next(say)),
        expert_rows.person(2, 2, name=next(say)),
        expert_rows.person(3, 3, unit=next(say), occupation=next(say)),
    ]
    return write(path, 成绩=[expert_rows.HEADER, *rows], 设置=given(say))


def nominees(path: Path, say: Iterator[str]) -> Path:
    keys = ("unit", "post", "honours", "achievements", "certificate_number", "remark", "political", "industry", "phone")
    first = chief_rows.nominee(1, **{key: next(say) for key in keys})
    rows = [list(one.values()) for one in (first, chief_rows.nominee(2, name=next(say)))]
    own = chief_rows.form(
        chief_rows.nominee(1), story=next(say), own_skills=next(say), unit_profile=next(say), unit_address=next(say)
    )
    return write(path, 汇总=[chief_rows.HEADER, *rows], 申报表=list(own.rows()), 设置=given(say))


def studios(path: Path, say: Iterator[str]) -> Path:
    keys = ("business", "deeds", "host_address", "bank", "strengths", "plan_words", "manager", "venue", "trade")
    studio_forms.workbook(
        path, {key: next(say) for key in keys}, team=[(n, t, s, next(say)) for n, t, s, _ in studio_forms.TEAM]
    )
    return path


def evaluation(path: Path, say: Iterator[str]) -> Path:
    rows = [evaluation_books.studio("甲", 40, host=next(say), leader=next(say), district=next(say), remark=next(say))]
    rows += [evaluation_books.studio(next(say), 90)]
    sheet = evaluation_books.own_sheet("乙", (25, 25, 15, 15))
    for line in sheet[-4:]:
        line[4] = line[6] = next(say)
    cells = [[row.get(key) for key in EVALUATION.keys] for row in rows]
    return write(path, 汇总=[evaluation_books.HEADER, *cells], 评估表=sheet, 设置=given(say))


def targets(path: Path, say: Iterator[str]) -> Path:
    header = [COLUMNS[key].header for key in TARGETS.keys]
    return write(
        path,
        指标=[
            header,
            ["T-01", next(say), next(say), 100000, "", next(say)],
            ["T-02", "", "", 5, "", next(say)],
            ["T-03", "", "", 7, "", next(say)],
        ],
    )


INPUTS = {
    "certificate": results, "expert": results, "bundle": results, "chief": nominees, "studio": studios,
    "evaluation": evaluation, "targets": targets, "publicity": nominees,
}  # fmt: skip


def faults(path: Path) -> Iterator[str]:
    """Formulas, links and fields in a file that we wrote."""
    with zipfile.ZipFile(path) as package:
        for part in package.namelist():
            xml = package.read(part).decode("utf-8", "replace")
            if part.startswith("xl/worksheets/") and re.search(r"<f[ >]|<hyperlink", xml):
                yield f"{path.name} {part}：公式或链接"
            if part.endswith(".rels") and 'TargetMode="External"' in xml:
                yield f"{path.name} {part}：外部引用"
            if part.startswith("word/"):
                for field in re.findall(r"<w:instrText[^>]*>([^<]*)|<w:(fldSimple|hyperlink)\b", xml):
                    if field[0].strip() not in ("PAGE", "NUMPAGES"):
                        yield f"{path.name} {part}：域 {field}"
            if part.startswith("xl/externalLinks"):
                yield f"{path.name}：{part}"


@pytest.mark.parametrize("command", INPUTS)
def test_no_export_makes_a_formula_of_what_somebody_typed(tmp_path: Path, command: str) -> None:
    book, out = INPUTS[command](tmp_path / "入.xlsx", cycle(HOSTILE)), tmp_path / "出"
    done = invoke(["export", command, str(book), "-o", str(out), "--as-of", "2024-10-20"])
    assert done.exit_code in (0, 1), done.output
    files = [path for path in out.rglob("*") if path.suffix in (".xlsx", ".docx")]
    assert files and [fault for path in files for fault in faults(path)] == []
    said = "\n".join(map(words_of, files))
    assert sum(words.strip() in said for words in HOSTILE) >= 2, "the words are there, as words"


def words_of(path: Path) -> str:
    if path.suffix == ".docx":
        return "".join(Document(str(path)).element.body.itertext())
    cells = [cell for sheet in load_workbook(path) for row in sheet for cell in row if isinstance(cell.value, str)]
    assert all(cell.quotePrefix for cell in cells if cell.value[0] in "=+-@\t")
    return "\n".join(cell.value for cell in cells)


def test_nor_does_the_checklist_of_the_name_of_a_file(tmp_path: Path) -> None:
    out = tmp_path / "出"
    command = ["export", "bundle", str(results(tmp_path / "成绩.xlsx", repeat("某公司"))), "-o", str(out)]
    invoke(command)
    (out / REPORT / "01 竞赛举办通知（扫描件）" / "=1+1.pdf").write_bytes(b"%PDF-1.7")
    (out / REPORT / "+落单.pdf").write_bytes(b"%PDF-1.7 x")
    invoke(command)
    checklist = out / REPORT / "材料清单.xlsx"
    assert "=1+1.pdf" in words_of(checklist) and list(faults(checklist)) == []


def test_nor_does_a_marked_copy(tmp_path: Path) -> None:
    """Messages quote what was typed; 校验结果 is full of them."""
    book = results(tmp_path / "入.xlsx", cycle(HOSTILE))
    invoke(["check", str(book), "--mark", str(tmp_path / "标记")])
    (copy,) = (tmp_path / "标记").rglob("*.xlsx")
    marked = load_workbook(copy)
    assert "校验结果" in marked.sheetnames and not [fault for fault in faults(copy) if "外部" in fault]
    assert not [c.coordinate for sheet in marked for row in sheet for c in row if c.data_type == "f"]


def test_nor_does_the_list_of_findings(tmp_path: Path) -> None:
    """As the page hands it over: what was typed stands in the messages, and in the name of a file."""
    report, _ = check_file(results(tmp_path / "入.xlsx", cycle(HOSTILE)), Aids())
    report.file, report.findings[0] = "=1+1.xlsx", report.findings[0]._replace(message=HOSTILE[4])
    write_findings(tmp_path / "校验结果.xlsx", [report, FileReport("@坏.xlsx", error="-1+1")], masked=False)
    said = words_of(tmp_path / "校验结果.xlsx")
    assert "=1+1.xlsx" in said and "@坏.xlsx" in said and list(faults(tmp_path / "校验结果.xlsx")) == []


# --- what an input points to --------------------------------------------------------------------------------------------


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """An address, and what is asked for there."""
    seen: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", seen
        server.shutdown()


_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_links_to_other_workbooks_are_not_followed(tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    """A score that comes from another workbook counts as Excel last saw it; an entity of the XML is not fetched."""
    address, seen = asked
    parts: dict[str, Any] = books.parts_of({"成绩": books.sheet_xml(books.results(2))})
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(r'(<c r="J2")><v>70</v>', r"\1><f>[1]Sheet1!A1</f><v>70</v>", parts[sheet])
    assert "[1]Sheet1" in parts[sheet]
    parts["xl/externalLinks/externalLink1.xml"] = (
        f'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_RELATIONS}">'
        '<externalBook r:id="rId1"/></externalLink>'
    )
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/externalLinkPath" Target="{address}/b.xlsx" TargetMode="External"/></Relationships>'
    )
    report, _ = check_file(books.pack(tmp_path / "外部.xlsx", parts), Aids())
    assert (
        report.error is None
        and report.tables[0].rows == 2
        and not [f for f in report.findings if f.column == "理论成绩"]
    )

    parts[sheet] = f'<!DOCTYPE x SYSTEM "{address}/x.dtd" [<!ENTITY e SYSTEM "{address}/e">]>' + books.sheet_xml(
        books.results(2)
    ).removeprefix('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')
    check_file(books.pack(tmp_path / "实体.xlsx", parts), Aids())
    assert seen == []


def test_links_of_a_word_document_are_not_followed(tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    address, seen = asked
    document = Document()
    for line in chief_rows.form(chief_rows.nominee(1)).rows():
        document.add_paragraph("　".join(map(str, line)))
    for kind in ("image", "attachedTemplate", "hyperlink", "subDocument"):
        document.part.relate_to(f"{address}/{kind}", f"{_RELATIONS}/{kind}", is_external=True)
    document.save(str(tmp_path / "申报表.docx"))
    check_file(tmp_path / "申报表.docx", Aids())
    assert seen == []
