"""docs/coverage.md: every clause of the notices has its row, and every row points to something that is there."""

from collections import Counter
from pathlib import Path
from pkgutil import resolve_name
from subprocess import run
from sys import executable

import pytest

from jineng.addin import coverage
from jineng.addin.coverage import Cover, by_hand, clauses, cover, markdown, requirements
from jineng.addin.export_commands import export
from jineng.validators.deadlines import CLOSINGS, DEADLINES, PUBLICITY
from jineng.validators.functions import FUNCTIONS
from jineng.validators.materials import CONTEST_SUBMISSIONS, MATERIALS, SUBMISSIONS
from jineng.validators.policy import all_notices
from jineng.validators.programmes import WHOLE_TABLE_RULES
from jineng.validators.settings import SETTINGS

ROOT = Path(__file__).parent.parent
IDS = (ROOT / "tests/clause_ids.txt").read_text(encoding="utf-8").split()
ALL = {clause.id: clause for clause in clauses()}
BY_HAND = ("same", "export", "setting", "code", "reason")


def test_all_269_clauses_are_there_once() -> None:
    assert len(IDS) == 269 and Counter(c.id for c in clauses()) == Counter(IDS)


@pytest.mark.parametrize("id", IDS)
def test_a_clause_is_carried_out_or_it_is_said_why_not(id: str) -> None:
    covered = cover(ALL[id])
    assert bool(covered.by) != bool(covered.reason), "neither, or a reason for what is carried out meanwhile"


class TestByHand:
    """coverage.toml."""

    def test_it_says_nothing_else(self) -> None:
        assert set(coverage._by_hand()) == set(BY_HAND)

    @pytest.mark.parametrize("kind", BY_HAND)
    def test_every_clause_it_names_is_one(self, kind: str) -> None:
        assert by_hand(kind).keys() <= ALL.keys()

    def test_the_rules_it_points_to_are_rules(self) -> None:
        rules = {*requirements(), *WHOLE_TABLE_RULES}
        assert {rule for found in by_hand("same").values() for rule in found} <= rules
        assert [id for id in by_hand("same") if id in rules] == []

    def test_the_exports_are_commands(self) -> None:
        assert {kind for kinds in by_hand("export").values() for kind in kinds} <= set(export.commands)

    def test_the_settings_are_settings_and_not_said_twice(self) -> None:
        for id, keys in by_hand("setting").items():
            assert set(keys) <= set(SETTINGS), id
            derived = {key for _, r in requirements().get(id, ()) for key in r.parameters}
            assert not derived & set(keys), id

    @pytest.mark.parametrize("names", by_hand("code").values(), ids=list(by_hand("code")))
    def test_the_parts_of_the_program_are_there(self, names: list[str]) -> None:
        for name in names:
            assert resolve_name(f"jineng.{name}") is not None

    def test_every_reason_is_of_its_own(self) -> None:
        reasons = Counter(by_hand("reason").values())
        assert max(reasons.values()) == 1
        assert [r for r in reasons if r.endswith("。") or len(r) < 8 or "尚未" in r] == []


class TestReadOffTheProgram:
    """What the program says of itself names clauses that there are."""

    def test_rules_functions_deadlines_and_checklists_name_clauses(self) -> None:
        known = {c.id for notice in all_notices() for c in notice.clauses}
        named = {*requirements(), *WHOLE_TABLE_RULES}
        named |= {id for function in FUNCTIONS.values() for id in function.clauses}
        named |= {rule.id for kinds in (DEADLINES, PUBLICITY, CLOSINGS) for rule in kinds.values()}
        named |= {id for material in MATERIALS for id in material.clauses}
        named |= {submission.basis for submission in (*CONTEST_SUBMISSIONS, *SUBMISSIONS)}
        assert named <= known

    @pytest.mark.parametrize("id", WHOLE_TABLE_RULES)
    def test_a_rule_over_a_whole_table_is_said_somewhere(self, id: str) -> None:
        """The list of them is written by hand; the rule itself speaks under its id."""
        sources = [p for folder in ("validators", "workbooks") for p in (ROOT / folder).rglob("*.py")]
        speaking = [p for p in sources if p.name != "__init__.py" and f'"{id}"' in p.read_text(encoding="utf-8")]
        assert speaking

    @pytest.mark.parametrize(
        ("id", "words"),
        [
            ("P-014", "逐行校验：竞赛成绩表"), ("P-009", "全表校验：获奖人数一般不超过参赛人数的60%"), ("P-009", "函数：AWARD_LIMIT"),
            ("P-009", "参数：award.max_percent＝60"), ("P-009", "设置：获奖比例口径"), ("P-014", "设置：满分"),
            ("P-036", "期限：材料"), ("P-037", "材料清单：竞赛结束15天材料“竞赛举办通知（扫描件）”"),
            ("P-041", "导出：expert"), ("P-006", "规则见：P-T-06"), ("P-A1-07", "程序：validators.contests:item_key"),
            ("P-001", "通知本身：标题"), ("P-042", "通知本身：日期"), ("C-001", "通知本身：文号"), ("M-01", "指标：T-01"),
            ("O-JN1", "代替威海的：P-022、P-023"), ("P-004", "不能自动校验，因为是办赛的原则，没有可以核对的数或材料"),
        ],
    )  # fmt: skip
    def test_each_kind_is_said(self, id: str, words: str) -> None:
        assert [line for line in cover(ALL[id]).lines() if line.startswith(words)]

    def test_a_target_that_is_only_an_amount_or_a_rule_carries_out_nothing(self) -> None:
        assert "指标" not in cover(ALL["M-13c"]).by and "指标" not in cover(ALL["M-13b"]).by

    def test_nothing_is_said_of_a_kind_without_items(self) -> None:
        assert list(Cover({"函数": ()}, "").lines()) == []


class TestDocument:
    PRINTED = (ROOT / "docs/coverage.md").read_text(encoding="utf-8")

    def test_it_is_what_the_program_prints(self) -> None:
        assert markdown() == self.PRINTED, "python -m jineng.addin.coverage > docs/coverage.md"

    def test_it_has_a_row_for_every_clause(self) -> None:
        rows = [line.split(" | ") for line in self.PRINTED.splitlines() if line.startswith("| ")]
        rows = [row for row in rows if row[0] != "| 编号"]
        assert sorted(row[0].removeprefix("| ") for row in rows) == sorted(IDS)
        assert all(len(row) == 4 and len(row[3]) > 4 for row in rows)

    def test_it_counts_right(self) -> None:
        reasons = self.PRINTED.count("不能自动校验，因为")
        assert f"共 269 条：{269 - reasons} 条由程序落实，{reasons} 条不能自动校验。" in self.PRINTED
        assert reasons == len(by_hand("reason"))

    def test_the_command_writes_it(self) -> None:
        done = run([executable, "-X", "utf8", "-m", "jineng.addin.coverage"], capture_output=True, check=True)
        assert done.stdout.decode("utf-8").replace("\r\n", "\n") == markdown()
