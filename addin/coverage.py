"""Every clause of the notices, and what in the program carries it out: `python -m jineng.addin.coverage`.

What can be read off the rules, functions, deadlines, checklists and parameters is; `coverage.toml` adds by hand which
export, setting or part of the program stands for a clause, and why the others cannot be checked by machine.
"""

import csv
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from jineng.validators.deadlines import CLOSINGS, DEADLINES, PUBLICITY
from jineng.validators.forms import FORMS
from jineng.validators.functions import FUNCTIONS
from jineng.validators.materials import CONTEST_SUBMISSIONS, MATERIALS, SUBMISSIONS
from jineng.validators.policy import Clause, Policy, all_notices
from jineng.validators.programmes import CHECKS, WHOLE_TABLE_RULES
from jineng.validators.rules import Requirement
from jineng.validators.settings import SETTINGS
from jineng.validators.targets import targets_of
from jineng.validators.values import fold

_HEAD = """# 条款落实表

由 `python -m jineng.addin.coverage` 生成，不要手改。每一条款由程序的什么落实；不能自动校验的写明原因。`jineng rules 编号` 看一条
的原文、提示语和各表的规则。

"""
_DAYS = {**DEADLINES, **PUBLICITY, **CLOSINGS}
_SUBMISSIONS = {s.key: s for s in (*CONTEST_SUBMISSIONS, *SUBMISSIONS)}


class Figure(NamedTuple):
    """One figure that a text gives about a place; shown, never used to check anything."""

    id: str
    clause: str
    place: str
    subject: str
    indicator: str
    op: str
    value: str
    unit: str
    period: str
    verbatim: str
    note: str

    def __str__(self) -> str:
        word = {">": "超过", ">=": "不低于", "<=": "最高", "≈": "约"}.get(self.op, "")
        period = f"（{self.period}）" if self.period else ""
        return f"{self.place} {self.indicator}：{word}{self.value}{self.unit}{period}"


class Cover(NamedTuple):
    """What carries out a clause, kind → its items, and why nothing can, where nothing does."""

    by: Mapping[str, Sequence[str]]
    reason: str

    def lines(self) -> Iterator[str]:
        yield from (f"{kind}：{'、'.join(items)}" for kind, items in self.by.items() if items)
        if self.reason:
            yield f"不能自动校验，因为{self.reason}"


def clauses() -> Iterator[Clause]:
    """Those of the printed notices, 威海 first; the rules of data quality are no notice's."""
    notices = sorted((n for n in all_notices() if n.place), key=lambda n: n.place != "威海")
    return (clause for notice in notices for clause in notice.clauses)


def data_quality() -> Iterator[Clause]:
    """The rules of data quality, which stand in no notice."""
    return (clause for notice in all_notices() if not notice.place for clause in notice.clauses)


def cover(clause: Clause) -> Cover:
    """What carries out one clause."""
    found = {kind: tuple(dict.fromkeys(items(clause))) for kind, items in _KINDS.items()}
    return Cover({kind: items for kind, items in found.items() if items}, by_hand("reason").get(clause.id, ""))


def facts_of(clause: Clause) -> Sequence[Figure]:
    """The figures that a clause states; the last clause of 各市经验 stands for all of them."""
    return [figure for figure in figures() if clause.id in (figure.clause, "O-ALL")]


def by_hand(kind: str) -> Mapping[str, Any]:
    """What `coverage.toml` says, by clause."""
    table: Mapping[str, Any] = _by_hand().get(kind, {})
    return table


@cache
def _by_hand() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("coverage.toml").read_text(encoding="utf-8"))


@cache
def requirements() -> Mapping[str, Sequence[tuple[str, Requirement]]]:
    """Clause → the requirements that rest on it, each with its form."""
    found: dict[str, list[tuple[str, Requirement]]] = {}
    for form, checks in CHECKS.items():
        for requirement in checks.requirements:
            found.setdefault(requirement.id, []).append((form, requirement))
    return dict(sorted(found.items()))


@cache
def figures() -> Sequence[Figure]:
    """The figures of 各市经验."""
    notice = next(clause.notice for clause in clauses() if clause.id == "O-ALL")
    with notice.printed.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return [Figure(**row) for row in csv.DictReader(file)]


def _rows(clause: Clause) -> Iterator[str]:
    return (FORMS[form].title for form, _ in requirements().get(clause.id, ()))


def _settings(clause: Clause) -> Iterator[str]:
    for _, requirement in requirements().get(clause.id, ()):
        yield from (SETTINGS[key].title for key in requirement.parameters if key in SETTINGS)
    yield from (SETTINGS[rule.done].title for rule in _DAYS.values() if rule.id == clause.id and rule.done)
    yield from (SETTINGS[key].title for key in by_hand("setting").get(clause.id, ()))


def _materials(clause: Clause) -> Iterator[str]:
    yield from (f"{s.title}（文件夹）" for s in _SUBMISSIONS.values() if s.basis == clause.id)
    yield from (f"{_SUBMISSIONS[m.submission].title}“{m.name}”" for m in MATERIALS if clause.id in m.clauses)


def _targets(clause: Clause) -> Iterator[str]:
    notice = clause.notice
    targets = targets_of(Policy(notice.place, notice.effective)) if notice.place else {}
    return (target.id for target in targets.values() if target.clause == clause.id and target.kind == "target")


def parameters(clause: Clause) -> Sequence[str]:
    """What a clause sets, with the figures."""
    given = [(f"{group}.{name}", value) for group, values in clause.sets.items() for name, value in values.items()]
    return [name if isinstance(value, list) else f"{name}＝{value}" for name, value in given]


def _head_of_notice(clause: Clause) -> Iterator[str]:
    """The title, number or day of the notice itself."""
    notice, words = clause.notice, fold(clause.quote)
    day = notice.issued
    if clause.where == "标题" and fold(notice.title).endswith(fold(clause.quote.split("…")[-1])):
        yield "标题"
    if notice.number and words == fold(notice.number):
        yield "文号"
    if day and words == f"{day.year}年{day.month}月{day.day}日":
        yield "日期"


#: Kind → what of that kind carries out a clause.
_KINDS: Mapping[str, Callable[[Clause], Iterable[str]]] = {
    "逐行校验": _rows,
    "全表校验": lambda clause: [WHOLE_TABLE_RULES[clause.id]] if clause.id in WHOLE_TABLE_RULES else [],
    "函数": lambda clause: [f.name for f in FUNCTIONS.values() if clause.id in f.clauses],
    "期限": lambda clause: [kind for kind, rule in _DAYS.items() if rule.id == clause.id],
    "材料清单": _materials,
    "指标": _targets,
    "参数": parameters,
    "设置": _settings,
    "规则见": lambda clause: by_hand("same").get(clause.id, ()),
    "代替威海的": lambda clause: clause.serves,
    "导出": lambda clause: by_hand("export").get(clause.id, ()),
    "程序": lambda clause: by_hand("code").get(clause.id, ()),
    "通知本身": _head_of_notice,
}


def markdown() -> str:
    """The whole table."""
    found = [(clause, cover(clause)) for clause in clauses()]
    reasons = sum(bool(c.reason) for _, c in found)
    parts = [_HEAD, f"共 {len(found)} 条：{len(found) - reasons} 条由程序落实，{reasons} 条不能自动校验。\n"]
    notice = None
    for clause, covered in found:
        if clause.notice is not notice:
            notice = clause.notice
            parts.append(f"\n## {notice.place}：{notice}\n\n| 编号 | 条款 | 原文 | 由什么落实 |\n|---|---|---|---|\n")
        quote = clause.quote if len(clause.quote) <= 40 else f"{clause.quote[:38]}……"
        said = [*covered.lines()]
        if shown := [figure.id for figure in facts_of(clause)]:
            said.append(f"数（只供查看）：{'、'.join(shown) if len(shown) < 5 else f'{shown[0]} 至 {shown[-1]}'}")
        parts.append(f"| {clause.id} | {clause.where} | {quote} | {'<br>'.join(said)} |\n")
    return "".join(parts)


if __name__ == "__main__":
    print(markdown(), end="")
