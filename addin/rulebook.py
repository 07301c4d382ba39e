"""The rules as a person reads them: which clause, which sentence, which form, and what else carries it out."""

import re
from collections.abc import Iterator, Sequence

from jineng.addin.chinese import width
from jineng.addin.coverage import Cover, cover, facts_of, parameters, requirements
from jineng.validators.columns import COLUMNS
from jineng.validators.context import Context
from jineng.validators.expressions import columns_of
from jineng.validators.forms import FORMS
from jineng.validators.policy import Clause, all_notices
from jineng.validators.programmes import CHECKS, WHOLE_TABLE_RULES
from jineng.validators.rules import SEVERITIES, Requirement
from jineng.validators.settings import Settings
from jineng.validators.values import text

#: Above generated code.
_CODE = """
# 校验一行的程序：row 是单元格，hits 是没有达到的要求，各是（第几条，False 没有达到、None 不知道，说明里的数，这一行要不要求它）。
# 不知道的（空着、认不出）一路是 None，只说“未校验”。@remembered 的部分只取决于重复的内容，同样的单元格只算一次。"""
#: What a row's own reason comes to where there is no row.
_REASONS = {"hint": "", "scale": "", "fault": "有误", "doubt": "有疑问"}


def rule_lines(id: str | None, place: str, source: bool) -> Iterator[str]:
    """All rules, one line each; or one rule with its clause, its sentences and, if asked, the generated code."""
    context = Context.of(Settings({"place": place}))
    if id is None:
        yield from _list(context)
        return
    own = _clause(id)  # where it was written, which may be another place
    if own is None:
        return
    here = context.clause(own.id)
    if here:
        yield f"{own.id}  {here.notice}{here.where}" + (f"（{here.id}）" if here.id != own.id else "")
    else:
        yield f"{own.id}  {place}没有相应规定（未设置）"
        context = Context.of(Settings({"place": own.notice.place}))
        yield f"  {own.notice.place}：{own.notice}{own.where}"
    yield f"  原文：“{(here or own).quote}”"
    found = [one for rule in (own.id, *own.serves) for one in requirements().get(rule, ())]
    for form, requirement in found:
        yield f"  {FORMS[form].title}“{COLUMNS[requirement.blames].header}”（{SEVERITIES[requirement.severity]}）：{_readable(requirement, context)}"
    covered = cover(own)
    by = {**covered.by, "逐行校验": (), "参数": parameters(here or own)}
    yield from (f"  {line}" for line in Cover(by, covered.reason).lines())
    yield from (f"  {figure.id}  {figure}" for figure in facts_of(own))
    if source:
        yield from _code(found, context)


def _list(context: Context) -> Iterator[str]:
    """All rules below one another: id, clause, the first thing each says and how many there are."""
    said = {rule: [words] for rule, words in WHOLE_TABLE_RULES.items()}
    for rule, found in requirements().items():
        said[rule] = list(dict.fromkeys(_readable(requirement, context) for _, requirement in found))
    where = {rule: str(context.clause(rule) or "未设置") for rule in said}
    wide = max(map(width, where.values()))
    for rule, (first, *more) in sorted(said.items()):
        others = f"（等{len(more) + 1}种）" if more else ""
        yield f"{rule:8} {where[rule]}{' ' * (wide - width(where[rule]))}  {first}{others}"


def _clause(id: str) -> Clause | None:
    """The clause of that id, however it was typed (m-18D is M-18d), of whatever place."""
    known = (clause for notice in all_notices() for clause in notice.clauses)
    return next((clause for clause in known if clause.id.upper() == id.upper()), None)


def _code(found: Sequence[tuple[str, Requirement]], context: Context) -> Iterator[str]:
    """The generated code, form by form, as for a table that has the columns it needs and no others."""
    yield _CODE if found else "\n# 没有逐行校验的程序：这一条由上面所列的其他方式落实"
    for form in dict.fromkeys(form for form, _ in found):
        mine = tuple(requirement for f, requirement in found if f == form)
        derived = CHECKS[form].derived
        read = columns_of(*(e for r in mine for e in (r.test, r.when, *(value for _, value in r.say))))
        needed = {*read, *columns_of(*(derived[key] for key in read if key in derived))}
        layout = {key: i for i, key in enumerate(key for key in FORMS[form].keys if key in needed)}
        compiled = context.compile(mine, (), layout, derived)
        yield f"\n# {FORMS[form].title}（{context.policy.place}）\n{compiled.source}"  # type: ignore[attr-defined]


def _readable(requirement: Requirement, context: Context) -> str:
    """A requirement's sentence with what the notices give, and × where the values of the row come."""
    given = {name: context.value(value.key) for name, value in requirement.say if value.op == "parameter"}

    def shown(name: re.Match[str]) -> str:
        if name[1] in _REASONS:
            return _REASONS[name[1]]
        return "×" if given.get(name[1]) is None else text(given[name[1]])

    return re.sub(r"\{(\w+)\}", shown, requirement.fails)
