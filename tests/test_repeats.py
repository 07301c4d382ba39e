"""What is there twice among many that are packed is what is there twice among them as they are."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jineng.validators import repeats
from jineng.validators.repeats import Repeats, in_parts

FEW = st.sampled_from("甲乙丙丁戊己庚辛")
PEOPLE = st.lists(st.tuples(st.integers(0, 40), FEW, FEW | st.none()), max_size=60)


def keys(people: Sequence[Any]) -> list[list[str]]:
    return [[str(number) for number, _, _ in people], [f"{name}{unit}" for _, name, unit in people]]


def named_twice(people: Sequence[Any]) -> list[Any]:
    of = keys(people)
    return [p for p, *own in zip(people, *of, strict=True) if any(k.count(o) > 1 for k, o in zip(of, own, strict=True))]


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

    assert list(kept.repeated()) == named_twice(people)
    assert list(kept) == people


def test_few_are_not_packed() -> None:
    kept = Repeats(keys)
    for person in ((1, "甲", None), (2, "乙", None), (1, "丙", None)):
        kept.add(person)
    assert list(kept.repeated()) == [(1, "甲", None), (1, "丙", None)] and not kept.packed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shares=st.lists(PEOPLE, min_size=1, max_size=4))
def test_what_several_processes_gathered_is_as_if_one_had(
    shares: list[list[tuple[Any, ...]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeats, "BATCH", 7)
    together = Repeats(keys)
    for people in shares:
        share = Repeats(keys)
        for person in people:
            share.add(person)
        together.extend(share)
    everybody = [person for people in shares for person in people]
    assert list(together) == everybody and len(together) == len(everybody)
    assert list(together.repeated()) == named_twice(everybody)
    assert [everybody[place] for place, _ in together.placed()] == list(together.repeated())


@pytest.mark.parametrize("batch", [1, 3, 4096])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(several=st.lists(PEOPLE, min_size=1, max_size=3))
def test_parts_hold_everybody_with_a_key_and_those_alike_together(
    several: list[list[tuple[Any, ...]]], batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeats, "BATCH", batch)
    kept = [Repeats(keys) for _ in several]
    for people, into in zip(several, kept, strict=True):
        for person in people:
            into.add(person)
    parts = list(in_parts(lambda person: person[2], *kept))
    for number, people in enumerate(several):
        placed = [one for part in parts for one in part[number]]
        assert sorted(placed) == [(place, one) for place, one in enumerate(people) if one[2]]
        assert all(part[number] == sorted(part[number]) for part in parts)
    for key in "甲乙丙丁戊己庚辛":
        assert sum(any(one[2] == key for some in part for _, one in some) for part in parts) <= 1


def test_a_digest_is_of_the_keys_in_their_order_however_many_are_packed() -> None:
    digests = set()
    for people in ([1, 2, 3], [3, 2, 1], [1, 2], [1, 2, 3, 3], []):
        kept, packed = Repeats(keys), Repeats(keys, batch=2)
        for number in people:
            kept.add((number, "甲", None))
            packed.add((number, "甲", None))
        assert kept.digest() == packed.digest()
        digests.add(kept.digest())
    assert len(digests) == 5
