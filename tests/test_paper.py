"""校验结果印在纸上：A4 横向，字不小于 8 磅（几个文件的清单 7 磅），一页不宽出，每页有表头和页码；由真的 LibreOffice 排版。"""

import re
from collections import Counter
from typing import Any

import hard
import office
import pytest
from books import RESULTS, contestant, write
from pypdf import PageObject, PdfReader

from jineng.validators.findings import FileReport
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.findings_book import write_findings
from jineng.workbooks.marking import mark_copy
from jineng.workbooks.pdf import convert


def sizes(page: PageObject) -> Counter[float]:
    """Points → how many letters of that size are on a page."""
    found: Counter[float] = Counter()

    def see(words: str, matrix: Any, text: Any, font: Any, size: float) -> None:
        found[round(size * text[0] * matrix[0], 1)] += len(words.strip())

    page.extract_text(visitor_text=see)
    return found


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[PageObject]]:
    """The pages with findings, of a marked copy and of the list that is sent to who filled the tables in."""
    office.required()
    folder = tmp_path_factory.mktemp("纸")
    people = [
        contestant(n, 理论成绩=59 + n / 100, 姓名=hard.LONG, 工作单位="", 获得奖项="一等奖") for n in range(1, 31)
    ]
    given = [["设置项", "值"], ["申请单位", hard.LONG_UNIT], ["联系人", hard.LONG], ["联系电话", "13900009999"]]
    book = write(folder / "成绩.xlsx", {"一个很长的工作表名称和竞赛成绩": [RESULTS, *people], "设置": given})
    report, _ = check_file(book, Aids())
    long = FileReport(f"{hard.LONG_UNIT}.xlsx", report.tables, report.findings)
    mark_copy(book, report, folder / "副本.xlsx")
    write_findings(folder / "清单.xlsx", [long], masked=True)
    pages = {path.stem: list(PdfReader(path).pages) for path in convert([folder / "副本.xlsx", folder / "清单.xlsx"])}
    return {name: [p for p in found if "建议" in p.extract_text()] for name, found in pages.items()}


@pytest.mark.parametrize(("name", "least"), [("副本", 8), ("清单", 7)])  # the list has a column more
def test_findings_are_large_enough_to_read(printed: dict[str, list[PageObject]], name: str, least: int) -> None:
    assert len(printed[name]) > 2
    for page in printed[name]:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((842, 595), abs=1)
        usual, letters = sizes(page).most_common(1)[0]
        assert usual >= least and letters > 300, name


@pytest.mark.parametrize("name", ["副本", "清单"])
def test_every_column_is_on_every_page(printed: dict[str, list[PageObject]], name: str) -> None:
    for page in printed[name]:
        words = re.sub(r"\s", "", page.extract_text())
        assert all(heading in words for heading in ("程度", "单元格", "说明", "规则", "原文", "通知"))
        assert re.search(r"第\d+页，共\d+页", words)


def test_what_was_checked_stands_above_in_full_however_long(printed: dict[str, list[PageObject]]) -> None:
    words = re.sub(r"\s", "", printed["副本"][0].extract_text())
    assert "不可上报" in words and hard.LONG in words and "联系电话=13900009999" in words
