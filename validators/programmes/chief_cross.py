"""首席技师: what shows only between 汇总表 and 申报表; people are matched by ID number."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from jineng.validators.columns import COLUMNS
from jineng.validators.levels import level_name
from jineng.validators.rules import Remark
from jineng.validators.values import fold, text


class Nominee(NamedTuple):
    """A row of 汇总表, or a 申报表: where it stands, and what it says of the person.

    source  what the host knows it by
    file    "" while one workbook is looked at by itself
    """

    source: Any
    file: str
    sheet: str
    row: int
    facts: Any


def compare(listed: Sequence[Nominee], forms: Sequence[Nominee]) -> Iterator[tuple[Nominee, Remark]]:
    """Who is named twice; where there are both, what differs, and who is in one of them only."""
    rows = _once(listed, "C-027", "汇总表中只列一次")
    papers = _once(forms, "C-028", "申报表只留一份")
    for first, again, id, advice in (*rows.again, *papers.again):
        yield again, Remark(again.row, "id_number", id, "error", f"与{_where(first, again)}是同一人，重复", advice)
    if not listed or not forms:
        return
    for nominee in listed:
        number = nominee.facts.id_number
        if number in papers.first:
            yield from ((nominee, remark) for remark in _differences(nominee, papers.first[number]))
        elif number:
            yield nominee, Remark(nominee.row, "name", "C-028", "warning", "没有此人的申报表",
                                  "补上申报表（附件2），身份证号与汇总表一致")  # fmt: skip
    for form in forms:
        if form.facts.id_number and form.facts.id_number not in rows.first:
            yield (
                form,
                Remark(form.row, "name", "C-027", "warning", "汇总表中没有此人", "补入汇总表，身份证号与申报表一致"),
            )


class _Once(NamedTuple):
    """first: by ID number; again: the first, whoever repeats it, the clause and what to do."""

    first: dict[str, Nominee]
    again: list[tuple[Nominee, Nominee, str, str]]


def _once(people: Sequence[Nominee], id: str, advice: str) -> _Once:
    """Within one table the same person is another rule's business (X-03, P-T-05)."""
    found = _Once({}, [])
    for one in people:
        if number := one.facts.id_number:
            first = found.first.setdefault(number, one)
            if first.source is not one.source and not _copy(first, one):
                found.again.append((first, one, id, advice))
    return found


def _copy(first: Nominee, again: Nominee) -> bool:
    """Whether two files may hold the same paper, one as Word and one as Excel; of one file it has been said before."""
    one, other = (fold(getattr(n.facts, "recommender", None) or "") for n in (first, again))
    return one == other if first.file != again.file else first.file != ""


def _where(nominee: Nominee, seen_from: Nominee) -> str:
    file = f"“{nominee.file}”" if nominee.file != seen_from.file else ""
    return f"{file}“{nominee.sheet}”"


def _differences(nominee: Nominee, form: Nominee) -> Iterator[Remark]:
    ours, theirs, where = nominee.facts, form.facts, _where(form, nominee)
    if ours.name and theirs.name and fold(ours.name) != fold(theirs.name):
        yield Remark(nominee.row, "name", "X-03", "error",
                     f"姓名与申报表{where}的“{theirs.name}”不同，身份证号相同", "照身份证改正")  # fmt: skip
    for key in ("sex", "birth_month", "unit", "occupation", "skill_level", "phone"):
        one, other = getattr(ours, key), getattr(theirs, key)
        if one is not None and other is not None and _same(one) != _same(other):
            yield Remark(nominee.row, key, "C-027", "error",
                         f"{COLUMNS[key].header}与申报表{where}的“{_words(key, other)}”不同", "核对后把两处改为一致")  # fmt: skip


def _same(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value


def _words(key: str, value: Any) -> str:
    if key == "skill_level":
        return level_name(value)
    if key == "birth_month":
        return f"{value[0]}年" + (f"{value[1]}月" if value[1] else "")
    return text(value)
