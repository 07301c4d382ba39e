"""PDF of what is exported, by a real LibreOffice; and that documents hard to print lose no word and have no empty page."""

import http.server
import os
import re
import signal
import stat
import subprocess
import sys
import threading
import time
from collections import Counter
from functools import cache
from pathlib import Path

import chief_rows
import hard
import office
import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader
from terminal import invoke

from jineng.workbooks import pdf
from jineng.workbooks.checker import Aids
from jineng.workbooks.chief_export import export_chiefs
from jineng.workbooks.evaluation_export import export_evaluation
from jineng.workbooks.export import export_certificates
from jineng.workbooks.pdf import NO_OFFICE, NoPdf, convert
from jineng.workbooks.publicity_export import export_publicity
from jineng.workbooks.studio_export import export_studios
from jineng.workbooks.target_export import export_targets


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents hard to print, and the PDF of each."""
    office.required()
    folder = tmp_path_factory.mktemp("难印")
    out, aids = folder / "出", Aids()
    outcomes = [
        export_certificates(hard.results(folder / "成绩.xlsx"), out, aids),
        export_chiefs(hard.nominees(folder / "上报.xlsx", 8), out, aids),
        export_studios(hard.studios(folder / "工作室.xlsx"), out, aids),
        export_evaluation(hard.evaluation(folder / "评估.xlsx", 3), out, aids),
        export_targets(hard.targets(folder / "指标.xlsx"), out, aids),
    ]
    convert(d for outcome in outcomes for d in outcome.files if "申报表" not in str(d.parent) or d.name[:2] == "01")
    return out


@cache
def pages(path: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(path).pages]


def test_every_document_has_a_pdf_of_its_name(printed: Path) -> None:
    names = {path.relative_to(printed).with_suffix("") for path in printed.rglob("*.pdf")}
    documents = {path.relative_to(printed).with_suffix("") for path in printed.rglob("*.[dx][ol][cs]x")}
    assert names == {one for one in documents if one.parent.name != "申报表" or one.name.startswith("01_")}
    assert len(names) >= 10


def test_no_page_is_empty(printed: Path) -> None:
    for path in printed.rglob("*.pdf"):
        for number, page in enumerate(pages(path), 1):
            words = re.sub(r"第\s*\d+\s*页，共\s*\d+\s*页|\s", "", page)
            assert words, f"{path.name} 第{number}页"


def words_of(path: Path) -> Counter[str]:
    """Every character of a document, by how often it stands there."""
    if path.suffix == ".xlsx":
        cells = [cell for sheet in load_workbook(path) for row in sheet.values for cell in row if cell is not None]
        return Counter(re.sub(r"\s", "", "".join(map(str, cells))))
    words = (text.text or "" for text in Document(str(path)).element.body.iter(qn("w:t")))
    return Counter(re.sub(r"\s", "", "".join(words)))


def test_not_a_character_is_lost_on_paper(printed: Path) -> None:
    for path in printed.rglob("*.pdf"):
        source = next(path.with_suffix(s) for s in (".docx", ".xlsx") if path.with_suffix(s).exists())
        on_paper = Counter(re.sub(r"\s", "", "".join(pages(path))))
        wanted = words_of(source)
        lost = {c: n - on_paper[c] for c, n in wanted.items() if on_paper[c] < n and c not in "“”—―"}
        assert not lost, path.name


def test_two_hundred_rows_go_over_pages_with_the_header_on_each(printed: Path) -> None:
    table = pages(next(printed.glob("*_信息表.pdf")))
    assert len(table) > 10
    for number, page in enumerate(table, 1):
        words = re.sub(r"\s", "", page)
        assert "颁发职业技能等级证书信息表" in words and "晋升职业技能等级" in words
        assert f"第{number}页，共{len(table)}页" in words
    numbers = re.findall(r"371099\d{11}[\dX]", "".join(table))
    assert len(numbers) == len(set(numbers)) == 200


def test_the_header_of_a_table_in_word_comes_again_too(printed: Path) -> None:
    summary = pages(next(printed.glob("*_首席技师汇总表.pdf")))
    scores = pages(next(path for path in printed.glob("*_绩效评估表.pdf") if hard.LONG in path.name))
    assert len(summary) == len(scores) == 2
    assert all("性别" in re.sub(r"\s", "", page) for page in summary)
    assert all("评估项目" in re.sub(r"\s", "", page) for page in scores)


def test_the_chart_is_drawn(printed: Path) -> None:
    _, chart = pages(printed / "指标_指标完成情况.pdf")
    assert "完成进度" in chart and "99.9%" in chart


def test_rare_characters_are_there(printed: Path) -> None:
    words = "".join(pages(next(printed.glob("*_信息表.pdf"))))
    assert words.count(hard.RARE) == 50 and words.count("阿依古丽") == 50


# --- the command --------------------------------------------------------------------------------------------------------


def run(*args: object) -> tuple[int, str]:
    outcome = invoke([str(a) for a in args])
    return outcome.exit_code, outcome.output


def test_the_command_writes_pdf(tmp_path: Path) -> None:
    office.required()
    code, said = run("export", "certificate", hard.results(tmp_path / "成绩.xlsx", 2), "-o", tmp_path / "出", "--pdf")
    assert (code, "PDF 2 个" in said) == (0, True)
    assert [len(pages(path)) for path in sorted((tmp_path / "出").glob("*.pdf"))] == [1, 1]

    letter = next((tmp_path / "出").glob("*申请书.pdf"))
    letter.write_bytes(b"%PDF-1.7 a scan, stamped")
    code, said = run("export", "certificate", tmp_path / "成绩.xlsx", "-o", tmp_path / "出", "--pdf")
    assert code == 2 and "可能是扫描件），没有覆盖" in said
    assert letter.read_bytes() == b"%PDF-1.7 a scan, stamped"


def test_what_a_bundle_has_to_print_lies_apart_from_the_scans(tmp_path: Path) -> None:
    """Beside the document it would be taken for the scan with the seal."""
    office.required()
    command = ("export", "bundle", hard.results(tmp_path / "成绩.xlsx", 2), "-o", tmp_path / "出", "--pdf")
    code, said = run(*command)
    assert code == 1 and f"PDF 3 个，与 Word、Excel 文件同名，在 {tmp_path / '出' / '待打印'}" in said
    made = {path.parent.name: path.stem.rpartition("_")[2] for path in (tmp_path / "出").rglob("*.pdf")}
    assert made.keys() == {"待打印"}
    assert sorted(p.stem.rpartition("_")[2] for p in (tmp_path / "出" / "待打印").iterdir()) == [
        "信息表", "技术能手情况表", "申请书",
    ]  # fmt: skip
    assert "申请书（缺盖章扫描件）" in run(*command[:-1])[1], "no scan yet"


def test_a_seal_is_never_alone_on_a_page(tmp_path: Path) -> None:
    """Some of these lists fill the first page: then two rows go along with the seal to the next."""
    office.required()
    files = []
    for rows in range(13, 18):
        people = [chief_rows.nominee(n % 12, f"19{70 + n}0507", unit="某厂") for n in range(rows)]
        book = chief_rows.write(tmp_path / f"{rows}.xlsx", chief_rows.listed(people))
        files += export_publicity(book, tmp_path, Aids()).files
    ends = [pages(path)[-1] for path in convert(files)]
    assert {len(pages(path.with_suffix(".pdf"))) for path in files} == {1, 2}
    for rows, last in zip(range(13, 18), ends, strict=True):
        assert "盖章" in last and f"\n{rows - 1} " in last and f"\n{rows} " in last


def test_without_an_office_one_sentence_and_nothing_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_office", lambda: None)
    book = hard.results(tmp_path / "成绩.xlsx", 1)
    code, said = run("export", "certificate", book, "-o", tmp_path / "出", "--pdf")
    assert (code, said) == (2, f"jineng：{NO_OFFICE}\n")
    assert not (tmp_path / "出").exists()
    with pytest.raises(NoPdf):
        convert([])


# --- an office that does not do its work --------------------------------------------------------------------------------


def stand_in(folder: Path, script: str) -> str:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the office")
def test_an_office_that_hangs_is_ended_with_its_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = stand_in(tmp_path, f"sleep 600 & echo $! > {tmp_path}/pid; wait")
    monkeypatch.setattr(pdf, "find_office", lambda: program)
    monkeypatch.setattr(pdf, "_START", 0.5)
    monkeypatch.setattr(pdf, "_EACH", 0.0)
    (tmp_path / "申请书.docx").write_bytes(b"PK")
    with pytest.raises(NoPdf, match="没有转完，已停止"):
        convert([tmp_path / "申请书.docx"])
    assert is_over(int((tmp_path / "pid").read_text()))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the office")
def test_an_office_that_makes_nothing_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = stand_in(tmp_path, "echo 'Error: source file could not be loaded' >&2")
    monkeypatch.setattr(pdf, "find_office", lambda: program)
    (tmp_path / "申请书.docx").write_bytes(b"PK")
    with pytest.raises(NoPdf, match=r"没有把“申请书.docx”转成 PDF：Error: source file could not be loaded"):
        convert([tmp_path / "申请书.docx"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["soffice", "申请书.docx"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_run_that_is_stopped_leaves_no_halves_and_no_office(tmp_path: Path) -> None:
    stand_in(tmp_path, f"sleep 600 & echo $! > {tmp_path}/pid; wait")
    book = hard.results(tmp_path / "成绩.xlsx", 1)
    command = [
        sys.executable,
        "-m",
        "jineng.addin",
        "export",
        "certificate",
        str(book),
        "-o",
        str(tmp_path / "出"),
        "--pdf",
    ]
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "TMPDIR": str(tmp_path / "临时")}
    (tmp_path / "临时").mkdir()
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as running:
        while not ((tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip()):
            time.sleep(0.05)
        running.send_signal(signal.SIGTERM)
        said = running.communicate(timeout=30)[1]
    assert (running.returncode, said.strip()) == (2, "jineng：已中止")
    assert is_over(int((tmp_path / "pid").read_text()))
    assert list((tmp_path / "临时").iterdir()) == []
    assert sorted(path.suffix for path in (tmp_path / "出").iterdir()) == [".docx", ".xlsx"]


def is_over(process: int) -> bool:
    """Whether a process has ended, or is about to."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{process}/stat")
        if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


# --- links --------------------------------------------------------------------------------------------------------------


def test_links_in_a_document_are_not_followed(tmp_path: Path) -> None:
    """A template with a picture that lies elsewhere: nobody is asked for it, neither by us nor by the office."""
    office.required()
    asked: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        own = Document()
        own.add_paragraph("{{ 申请单位 }}")
        linked = own.part.relate_to(
            f"{address}/picture.png", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image", True
        )
        own.add_paragraph()._p.append(picture(linked))
        own.save(str(tmp_path / "模板.docx"))
        book = hard.results(tmp_path / "成绩.xlsx", 1)
        code, said = run(
            "export", "certificate", book, "-o", tmp_path / "出", "--template", tmp_path / "模板.docx", "--pdf"
        )
        server.shutdown()
    assert (code, asked) == (0, []), said


def picture(relation: str) -> object:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(
        f'<w:r {nsdecls("w", "wp", "a", "pic", "r")}><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/>'
        '<wp:docPr id="1" name="p"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:link="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
