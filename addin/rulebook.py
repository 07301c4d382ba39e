"""The rules as a person reads them: which clause, which sentence, which form."""

import re
from collections.abc import Iterator

from jineng.validators.columns import COLUMNS
from jineng.validators.context import Context
from jineng.validators.forms import FORMS
from jineng.validators.functions import FUNCTIONS
from jineng.validators.programmes import CHECKS, WHOLE_TABLE_RULES
from jineng.validators.rules import SEVERITIES, Requirement
from jineng.validators.settings import Settings


def rule_lines(id: str | None, place: str, source: bool) -> Iterator[str]:
    """All rules, one line each; or one rule with its clause, its sentences and, if asked, the generated code."""
    context = Context.of(Settings({"place": place}))
    if id is None:
        said = WHOLE_TABLE_RULES | {rule: _readable(found[0][1].fails) for rule, found in _by_id().items()}
        for rule, words in sorted(said.items()):
            yield f"{rule:8} {context.clause(rule) or '未设置'}  {words}"
        return
    wanted = _spelt(id, context)
    clause = context.clause(wanted)
    requirements = _by_id().get(wanted, [])
    if clause is None and not requirements:
        return
    yield f"{wanted}  {clause.notice}{clause.where}" if clause else f"{wanted}  {place}没有相应规定（未设置）"
    if clause:
        yield f"  原文：“{clause.quote}”"
    for form, requirement in requirements:
        yield f"  {FORMS[form].title}“{COLUMNS[requirement.blames].header}”（{SEVERITIES[requirement.severity]}）：{_readable(requirement.fails)}"
    if wanted in WHOLE_TABLE_RULES:
        yield f"  全表：{WHOLE_TABLE_RULES[wanted]}"
    functions = [f.name for f in FUNCTIONS.values() if wanted in f.clauses]
    if functions:
        yield f"  函数：{'、'.join(functions)}"
    if source:
        for form in dict.fromkeys(f for f, _ in requirements):
            mine = tuple(r for f, r in requirements if f == form)
            layout = {key: i for i, key in enumerate(FORMS[form].keys)}
            compiled = context.compile(mine, (), layout, CHECKS[form].derived)
            yield f"\n# {FORMS[form].title}\n{compiled.source}"  # type: ignore[attr-defined]


def _spelt(id: str, context: Context) -> str:
    """The id as it is written, however it was typed: m-18D is M-18d."""
    known = [clause.id for notice in context.policy.notices for clause in notice.clauses] + list(_by_id())
    return {one.upper(): one for one in known}.get(id.upper(), id.upper())


def _by_id() -> dict[str, list[tuple[str, Requirement]]]:
    found: dict[str, list[tuple[str, Requirement]]] = {}
    for form, checks in CHECKS.items():
        for requirement in checks.requirements:
            found.setdefault(requirement.id, []).append((form, requirement))
    return dict(sorted(found.items()))


def _readable(sentence: str) -> str:
    """A sentence with × where the values of the row come."""
    return re.sub(r"\{(\w+)\}", lambda value: "" if value[1] in ("hint", "scale") else "×", sentence)
