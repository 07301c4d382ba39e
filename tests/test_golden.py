"""The words of every document, as they stand in tests/golden; and that each is clean when it is checked again."""

from pathlib import Path

import golden
import pytest

from jineng.validators.findings import Finding
from jineng.workbooks.checker import Aids, check_file

#: What cannot be known from a document alone, without the other sheets of its workbook; and what 指标完成情况 is to show.
_ALONE = (
    "优秀分数线、优秀名额、优秀比例上限（%）未设置",
    "为目标",
    "完成值为空",
    "完成值“约5所”",
    "没有提供",
    "同一工作簿中没有成绩表",
    "参赛",
    "规定人数",
    "没有此人的申报表",
    "是否已获市技术能手为空",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> golden.Made:
    return golden.export_all(tmp_path_factory.mktemp("golden"))


NAMES = sorted(path.stem for path in golden.GOLDEN.glob("*.txt"))


def test_every_document_has_its_words_here(made: golden.Made) -> None:
    assert sorted(made.files) == NAMES, "PYTHONPATH=tests python tests/golden.py"


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_each_document(made: golden.Made, name: str) -> None:
    wanted = (golden.GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert golden.words(made.files[name]) == wanted


@pytest.mark.parametrize("name", [n for n in NAMES if not n.startswith(("申请书", "整改通知", "公示名单"))])
def test_checked_again_there_is_nothing_but_what_was_said(made: golden.Made, name: str) -> None:
    report, _ = check_file(made.files[name], Aids(today=golden.AIDS.today))
    assert report.error is None and report.tables
    assert [f"{f.cell} {f.message}" for f in report.findings if not carried_over(f, made.notes)] == []


def carried_over(finding: Finding, notes: str) -> bool:
    """Whether the export said so too, or nobody can know from the document alone."""
    return finding.message in notes or any(words in finding.message for words in _ALONE)


def test_letters_are_not_taken_for_tables(made: golden.Made) -> None:
    from jineng.workbooks.word import holds_tables_of_ours

    letters = [made.files[name] for name in NAMES if name.startswith(("申请书", "整改通知"))]
    assert [path.name for path in letters if holds_tables_of_ours(Path(path))] == []
