"""The words of every document, as they stand in tests/golden; and that each is clean when it is checked again."""

from pathlib import Path

import golden
import pytest
from again import ALONE, unsaid

#: What the summary says in other words, and what 指标完成情况 is to show.
_KNOWN = (*ALONE, "优秀分数线、优秀名额、优秀比例上限（%）未设置", "为目标", "完成值为空", "完成值“约5所”", "参赛")


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
    assert unsaid(made.files[name], golden.AIDS, made.notes, _KNOWN) == []


def test_letters_are_not_taken_for_tables(made: golden.Made) -> None:
    from jineng.workbooks.word import holds_tables_of_ours

    letters = [made.files[name] for name in NAMES if name.startswith(("申请书", "整改通知", "公示名单"))]
    assert [path.name for path in letters if holds_tables_of_ours(Path(path))] == []
