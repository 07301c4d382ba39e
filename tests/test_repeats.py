"""What is there twice among many that are packed is what is there twice among them as they are."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jineng.validators import repeats
from jineng.validators.repeats import Repeats

FEW = st.sampled_from("甲乙丙丁戊己庚辛")
PEOPLE = st.lists(st.tuples(st.integers(0, 40), FEW, FEW | st.none()), max_size=60)


def keys(people: Sequence[Any]) -> list[list[Any]]:
    return [[number for number, _, _ in people], [person[1:] for person in people]]


@pytest.mark.parametrize("batch", [1, 7])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=PEOPLE)
def test_those_with_a_key_in_common_come_back_in_order(
    people: list[tuple[Any, ...]], batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeats, "BATCH", batch)
    kept = Repeats(keys)
    for person in people:
        kept.add(person)
    assert list(kept) == people

    twice = [[one for one in of if of.count(one) > 1] for of in keys(people)]
    wanted = [p for p in people if p[0] in twice[0] or p[1:] in twice[1]]
    assert list(kept.repeated()) == (wanted if len(people) >= batch else people)
    assert list(kept) == people


def test_few_are_not_packed() -> None:
    kept = Repeats(keys)
    kept.add((1, "甲", None))
    assert list(kept.repeated()) == [(1, "甲", None)] and not kept.packed
