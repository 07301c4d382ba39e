"""Made-up contests exported without a mistake: a third of the plan here, 1,000 with benchmarks/exports/run.py."""

from pathlib import Path

import contests
import pytest

PLAN = contests.plan().contests


@pytest.mark.parametrize("seeds", [range(0, 18, 3), range(18, 36, 3)], ids=str)
def test_everybody_is_listed_or_left_out_with_a_reason(tmp_path: Path, seeds: range) -> None:
    assert [fault for seed in seeds for fault in contests.faults(seed, PLAN, tmp_path / str(seed))] == []


def test_a_mistake_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a second working out that is wrong itself, the two do not agree."""
    monkeypatch.setattr(contests, "_level", lambda row, ceiling, final: "技师（二级）")
    assert "不应列入" in contests.faults(0, PLAN, tmp_path)[0]
