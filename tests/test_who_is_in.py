"""只有未校验的人列不列入，照 docs/documents.md 的“列入谁”：各种材料各有道理，改了哪一种，这里会指出。"""

import re
from pathlib import Path

import chief_rows
import expert_rows
import studio_forms
from books import write
from evaluation_books import book as evaluated
from evaluation_books import studio

from jineng.workbooks.checker import Aids
from jineng.workbooks.chief_export import export_chiefs
from jineng.workbooks.evaluation_export import export_evaluation
from jineng.workbooks.export import export_certificates
from jineng.workbooks.publicity_export import export_publicity
from jineng.workbooks.studio_export import export_studios

_DOCUMENT = Path(__file__).parents[1] / "docs" / "documents.md"
#: What may be in, by material.
DOCUMENTED = dict(re.findall(r"^\| (\S+) \| (.+?) \|", _DOCUMENT.read_text("utf-8"), re.MULTILINE))


def test_a_certificate_is_not_asked_for_on_a_guess(tmp_path: Path) -> None:
    """原职业没有写，看不出晋升哪一级。"""
    winners = expert_rows.person(1, 1), expert_rows.person(2, 2, prior_level="高级工")
    book = write(tmp_path / "成绩.xlsx", {"成绩": [expert_rows.HEADER, *winners]})
    outcome = export_certificates(book, tmp_path / "出", Aids())

    assert DOCUMENTED["信息表、申请书"] == "不列入"
    assert [row[1] for contest in outcome.contests for row in contest.rows] == ["张乙"]
    assert [row[3::3] for row in outcome.left_out] == [("张丙", "原职业（工种）为空，无法判断")]


def test_what_decides_about_an_expert_must_be_known_and_the_rest_is_noted(tmp_path: Path) -> None:
    rows = expert_rows.person(1, 1), expert_rows.person(2, 2, identity="")
    outcome = expert_rows.export(tmp_path, rows)

    assert DOCUMENTED["技术能手情况表"] == "看不出名次、身份的不列入；规定人数、名册没有的列入"
    assert expert_rows.listed(outcome) == [("张乙",)] and list(expert_rows.why(outcome)) == ["张丙"]
    assert any("规定人数" in note for note in outcome.notes) and any("名册" in note for note in outcome.notes)


def test_a_nominee_is_put_forward_as_he_was_filled_in(tmp_path: Path) -> None:
    """单位性质空着：推荐人选还要审核、评审，列入，并说明没有校验。"""
    people = [chief_rows.nominee(1, employer="")]
    book = chief_rows.write(tmp_path / "上报.xlsx", chief_rows.listed(people), chief_rows.form(people[0]))
    outcome = export_chiefs(book, tmp_path / "出", Aids())

    assert DOCUMENTED["首席技师汇总表、申报表、公示的推荐人选"] == "列入"
    assert (outcome.listed, outcome.left_out) == (1, [])
    assert any(note.startswith("未校验：") and note.endswith("单位性质为空，无法判断") for note in outcome.notes)
    assert export_publicity(book, tmp_path / "公示", Aids()).left_out == []


def test_a_studio_likewise(tmp_path: Path) -> None:
    book = studio_forms.workbook(tmp_path / "申报.xlsx", {"leader_level": ""})
    outcome = export_studios(book, tmp_path / "出", Aids())

    assert DOCUMENTED["工作室申报表、公示的候选名单"] == "列入"
    assert outcome.listed == 1 and any(note.startswith("未校验：") for note in outcome.notes)


def test_a_studio_without_scores_is_unrated_and_one_without_its_year_left_out(tmp_path: Path) -> None:
    rows = [studio("甲"), studio("乙", 80, approved_year="")]
    outcome = export_evaluation(evaluated(tmp_path / "评估.xlsx", rows), tmp_path / "出", Aids())

    assert DOCUMENTED["绩效评估等次汇总表"].startswith("没有得分的列入，写“未评”；批准年度空着的")
    assert [(one.name, one.grade) for one in outcome.studios] == [("威海市甲技能大师工作室", "未评")]
    assert [name for _, _, name, _ in outcome.left_out] == ["威海市乙技能大师工作室"]
