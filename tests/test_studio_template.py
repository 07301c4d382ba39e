"""申报表的免安装模板：由 LibreOffice 重新计算，与 jineng check 逐处比对，边界上的团队、姓名、日期、号码偏多。"""

from pathlib import Path

import office
import pytest
from native_forms import ONCE_UNLIKE, Answer, by_button, by_template, differences, forms_of, passed_on
from native_rows import Said, values

from jineng.workbooks.self_checking.results import RESULTS_TITLE

FORMS = forms_of(12)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Answer, Answer]]:
    """What the template and `jineng check` say of each form."""
    office.required()
    folder = tmp_path_factory.mktemp("申报表")
    paths = [folder / f"{number}.xlsx" for number in range(len(FORMS))]
    for form, path in zip(FORMS, paths, strict=True):
        form.write(path)
    office.Office(folder / "office", extension=False).recalculated_all(paths, folder / "out")
    return [(by_template(folder / "out" / path.name), by_button(path)) for path in paths]


class TestAgainstTheButton:
    def test_every_box_and_every_member_is_judged_alike(self, answers: list[tuple[Answer, Answer]]) -> None:
        assert [wrong for ours, theirs in answers if (wrong := differences(ours, theirs))] == []
        assert sum(len(ours.said) for ours, _ in answers) > 30  # they have much to say
        assert sum(bool(passed_on(ours)) for ours, _ in answers) < len(FORMS) / 3  # and seldom pass it on

    def test_what_they_differ_in_is_seen(self, answers: list[tuple[Answer, Answer]]) -> None:
        (ours, _), (_, theirs) = answers[0], answers[1]
        assert len(differences(ours, theirs)) > 5


class TestTheTeam:
    """The forms of ONCE_UNLIKE, in words."""

    def said(self, answers: list[tuple[Answer, Answer]], number: int, cell: str, rule: str) -> list[str]:
        ours, _ = answers[number]
        return [words for said, found in ours.said.items() if (said.cell, said.rule) == (cell, rule) for words in found]

    def test_one_name_twice(self, answers: list[tuple[Answer, Answer]]) -> None:
        assert self.said(answers, 0, "A42", "S-F-11") == ["与第40行同名"]
        assert self.said(answers, 0, "A39", "S-F-11") == ["领办人又列在团队成员中"]
        assert len(self.said(answers, 5, "A45", "S-F-11")) == 1

    def test_a_member_without_a_name_is_no_number(self, answers: list[tuple[Answer, Answer]]) -> None:
        assert self.said(answers, 1, "A39", "S-008") == ["工作室团队成员状况“？”不能识别，无法判断"]
        assert self.said(answers, 1, "A40", "S-F-11") == ["姓名为空"]

    def test_a_remark_and_a_sum_are_no_members(self, answers: list[tuple[Answer, Answer]]) -> None:
        ours, _ = answers[2]
        assert ours.unset == {"S-008"} and not any(said.cell.startswith(("H42", "A43")) for said in ours.said)

    def test_the_least_number_with_the_leader_or_without(self, answers: list[tuple[Answer, Answer]]) -> None:
        two, _ = answers[3]
        assert Said("A39", "S-008", "error") not in two.said and not two.unset
        assert self.said(answers, 4, "A39", "S-008") == ["工作室团队成员状况“虚”不能识别，无法判断"]

    def test_the_very_day_of_retirement(self, answers: list[tuple[Answer, Answer]]) -> None:
        assert self.said(answers, 5, "K31", "S-007") == [
            "到 2024-07-31 当天达到法定退休年龄，是否仍在年龄内，须人工确认"
        ]
        assert self.said(answers, 5, "A39", "S-008") == []


def test_lines_of_the_team_come_and_go_and_lines_above_it_are_noticed(tmp_path: Path) -> None:
    office.required()
    for number, name in ((0, "more"), (5, "less"), (0, "above")):
        ONCE_UNLIKE[number].write(tmp_path / f"{name}.xlsx")
    edits = {"more": "Rows+41*2|A42=陈新|C42=车工", "less": "Rows-41*1", "above": "Rows+30*1"}
    (tmp_path / "out").mkdir()
    office.Office(tmp_path / "office", extension=False).edit(
        tmp_path / "out", *(f"{tmp_path / name}.xlsx:申报表:{edit}" for name, edit in edits.items())
    )
    more, less, above = (tmp_path / f"out/{name}.xlsx" for name in edits)
    for path in (more, less):
        assert differences(by_template(path), by_button(path)) == []
    assert Said("C42", "S-F-11", "warning") not in by_template(more).said
    assert Said("E42", "S-009", "warning") in by_template(more).said
    assert values(above, RESULTS_TITLE)[0][0].startswith("不可上报：删除、移动过列，或改过表头")
    by_button(above)  # which finds no table where the formulas are


def test_there_are_as_many_forms_as_asked_for() -> None:
    assert len(forms_of(3)) == 3 and len(forms_of(9)) == 9 and forms_of(9)[6:] != forms_of(9, "别的")[6:]
    assert forms_of(9)[: len(ONCE_UNLIKE)] == list(ONCE_UNLIKE)
