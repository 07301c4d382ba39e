"""Made-up contests and applications exported without a mistake: some of them here, 1,000 with benchmarks/exports/run.py."""

from pathlib import Path

import applications
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


def test_every_application_is_exported_or_left_out_with_a_reason(tmp_path: Path) -> None:
    assert [fault for seed in range(2) for fault in applications.faults(seed, tmp_path / str(seed))] == []


def test_a_mistake_in_an_application_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applications, "_grade", lambda score, line: "优秀")
    monkeypatch.setattr(applications, "_places", lambda sound: [9] * len(sound))
    said = "\n".join(applications.faults(0, tmp_path))
    assert "等次不对" in said and "建议排序不对" in said
