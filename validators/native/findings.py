"""From requirements to the sentences of a self-checking workbook: what `compiler` and `findings` say, said by formulas.

Every requirement becomes one or two cells of a row, empty when it holds, else severity, column and sentence in one text:
"307理论成绩 59 未达到 60 分". Three is an error, two 未校验, one a reminder; 07 is the column's place in the form.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jineng.validators.columns import COLUMNS
from jineng.validators.context import Context
from jineng.validators.expressions import Expr, column, columns_of
from jineng.validators.findings import MAY_BE_EMPTY, sources
from jineng.validators.native.cells import blank, stripped
from jineng.validators.native.formulas import Unsupported, quoted
from jineng.validators.native.identity import written_day
from jineng.validators.native.tree import Tree
from jineng.validators.policy import Clause
from jineng.validators.rules import Checks, Requirement
from jineng.validators.settings import SETTINGS

CODES: Mapping[str, str] = {"error": "3", "unchecked": "2", "warning": "1"}
UNSET = "未设置），未校验"
BUTTON = "需用“校验”按钮复核"
#: Registers that no template carries.
_NOT_CARRIED = {"certificates": "已有证书", "holders": "技术能手名册", "chiefs": "首席技师名册"}


@dataclass(frozen=True)
class Sentence:
    """A cell of findings: its formula, the requirement and clause it speaks for, and whether it waits for the others.

    late    said only where the column is not blamed yet
    apart   about the table or its organiser: its row is none the worse for it
    """

    formula: str
    id: str
    clause: Clause | None
    suggestion: str
    late: bool = False
    apart: bool = False


@dataclass
class Compiled:
    """What a form's requirements have become.

    sentences  in the order of a row's findings
    unset      formulas that say what neither a notice nor a setting gives
    left       what is left to the button: id → why
    """

    sentences: list[Sentence] = field(default_factory=list)
    unset: list[tuple[str, str]] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)


def compile_findings(checks: Checks, tree: Tree, order: Sequence[str], extra: Sequence[Sentence] = ()) -> Compiled:
    """The cells of findings of a form's row.

    order  the form's columns; a cell names a column by its place there, from 01
    extra  further sentences that blame a cell outright, such as those on duplicates
    """
    writer = _Writer(tree, order)
    found = Compiled()
    for key in order:
        if key in tree.cells:
            found.sentences.append(writer.error_value(key))
    late: list[Sentence] = []
    for requirement in checks.requirements:
        if why := _not_said(requirement, tree.formulas.context):
            found.left.setdefault(requirement.id, why)
            continue
        try:
            failing, unknown, unset = writer.requirement(requirement)
        except Unsupported:
            found.left.setdefault(requirement.id, f"{_about(requirement)}：{BUTTON}")
            continue
        found.sentences += failing
        late += unknown
        found.unset += unset
    found.sentences += [*extra, *late]
    return found


def _about(requirement: Requirement) -> str:
    return COLUMNS[requirement.blames].header


def _not_said(requirement: Requirement, context: Context) -> str:
    if context.clause(requirement.id) is None:
        return f"{context.policy.place}没有相应规定（{UNSET}"
    if requirement.register in _NOT_CARRIED:
        return f"要与“{_NOT_CARRIED[requirement.register]}”核对：{BUTTON}"
    return ""


class _Writer:
    def __init__(self, tree: Tree, order: Sequence[str]) -> None:
        self.tree, self.formulas, self.cells, self.derived = tree, tree.formulas, tree.cells, tree.derived
        self.places = {key: f"{at:02}" for at, key in enumerate(order, 1)}
        self.first = next(iter(self.places))

    def error_value(self, key: str) -> Sentence:
        """An error value in a cell (X-07)."""
        raw = self.cells[key]
        said = quoted("3" + self.places[key] + "单元格为错误值，不能校验")
        return Sentence(
            f'IF({raw}="#N/A",{said},"")', "X-07", self.formulas.context.clause("X-07"), "改正公式，或填写数值"
        )

    def requirement(self, requirement: Requirement) -> tuple[list[Sentence], list[Sentence], list[tuple[str, str]]]:
        """What it says when it fails, when it cannot be decided, and when something is not set."""
        value = self.tree.value
        when = "TRUE" if requirement.when is None else value(requirement.when)
        if requirement.register == "filings":
            when = f"IF(O_filings,{when},FALSE)"
        if when == "FALSE":
            return [], [], []
        test = value(requirement.test)
        clause = self.formulas.context.clause(requirement.id)
        rests_on = (*sources(requirement.test, self.cells, self.derived),
                    *sources(requirement.when, self.cells, self.derived))  # fmt: skip
        at = next((k for k in (requirement.blames, *rests_on) if k in self.cells), self.first)
        failing: list[Sentence] = []
        if any(k in self.cells or k in self.derived for k in columns_of(requirement.test)):
            said = f"{quoted(CODES[requirement.severity] + self.places[at])}&{self._sentence(requirement, requirement.fails)}"
            fails = f'IF(ISERROR({test}),"",IF({test},"",{said}))'
            if when != "TRUE":
                fails = f'IF(ISERROR({when}),"",IF({when},{fails},""))'
            failing.append(
                Sentence(f'IF({self.cells[at]}="#N/A","",{fails})', requirement.id, clause, requirement.suggestion)
            )
        unknown, unset = self._unknown(requirement, test, when, at)
        late = [Sentence(unknown, requirement.id, clause, requirement.suggestion, late=True)] if unknown else []
        return failing, late, unset

    def _unknown(self, requirement: Requirement, test: str, when: str, at: str) -> tuple[str, list[tuple[str, str]]]:
        """The finding where the test, or whether it applies, is unknown or not to be told."""
        formulas = self.formulas
        if self._sure(requirement.test) and (requirement.when is None or self._sure(requirement.when)):
            return "", []
        inner = f"IF(ISERROR({test}),IF(ISNA({test}),1,3),0)"
        state = inner if when == "TRUE" else f"IF(ISERROR({when}),IF(ISNA({when}),2,3),IF({when},{inner},0))"
        state = formulas.node(state, f"{requirement.id}能否判断")
        of_test, of_when = (self._causes(node) for node in (requirement.test, requirement.when))
        causes = list(dict.fromkeys((*of_test, *of_when)))
        index = "0"
        for group, number in ((of_when, 2), (of_test, 1)):
            chain = "0"
            for key in reversed(group):
                known = self.tree.value(column(key))
                # Whether a cell that no formula dares to read comes first, only the button can tell.
                chain = f"IF(ISNA({known}),{causes.index(key) + 1},IF(ISERR({known}),{len(causes) + 1},{chain}))"
            index = f"IF({state}={number},{chain},{index})"
        index = formulas.node(index, f"{requirement.id}缺哪一栏") if causes else "0"
        code = CODES[requirement.unknown]
        says = self._sentence(requirement, requirement.unknown_says or "缺少数据，无法判断")
        texts = [f"{quoted(code + self.places[at])}&{says}"]
        for key in causes:
            raw, header = self.cells[key], COLUMNS[key].header
            unread = (
                says
                if requirement.unknown_says
                else f"{quoted(header + '“')}&{self._shown(key)}&{quoted('”不能识别，无法判断')}"
            )
            empty = quoted(f"{header}为空，无法判断")
            texts.append(f"{quoted(code + self.places[key])}&IF({blank(raw)},{empty},{unread})")
        button = quoted(f"2{self.places[at]}{_about(requirement)}：{BUTTON}")
        text = f"CHOOSE({index}+1,{','.join([*texts, button])})" if causes else texts[0]
        missing = [p for p in requirement.parameters if p not in MAY_BE_EMPTY]
        own = [causes.index(k) + 1 for k in causes if k in columns_of(requirement.test)]
        own += [len(causes) + 1] if causes else []
        unset = self._unset(requirement, missing, state, index, own)
        given = f'IF({unset[0][0]}<>"","",{text})' if unset else text
        return f'IF({state}=0,"",IF({state}=3,{button},{given}))', unset

    def _unset(
        self, requirement: Requirement, parameters: Sequence[str], state: str, index: str, own: Sequence[int]
    ) -> list[tuple[str, str]]:
        """What neither a notice nor a setting gives; nothing where a cell that is tested is, or may be, to blame first."""
        formulas = self.formulas
        may_lack = [p for p in parameters if formulas.context.value(p) is None]
        if not may_lack:
            return []
        titles = ""
        for p in may_lack:
            title = SETTINGS[p].title if p in SETTINGS else "通知的数值"
            titles += f'&IF(ISNA({formulas.parameter(p)}),{quoted(title + "、")},"")'
        blamed = "OR(" + ",".join([f"{index}={n}" for n in own] or ["FALSE"]) + ")"
        made = formulas.node(
            f'IF(OR({state}=1,{state}=2),IF({blamed},"",{titles[1:]}),"")', f"{requirement.id}未设置的"
        )
        return [(made, requirement.id)]

    def _causes(self, node: Expr | None) -> list[str]:
        """The columns that may be to blame for an unknown value."""
        return [k for k in sources(node, self.cells, self.derived) if k in self.cells]

    def _sure(self, node: Expr) -> bool:
        """Whether an expression always answers yes or no."""
        if node.op in ("and", "or", "not"):
            return all(self._sure(a) for a in node.args)
        if node.op == "filled":
            return node.key in self.cells
        return node.op == "call" and node.args[0] in ("is_number_cell", "is_written")

    def _sentence(self, requirement: Requirement, template: str) -> str:
        """A sentence as a formula, with the values seen and the values required."""
        say = dict(requirement.say)
        parts = []
        for plain, name in re.findall(r"([^{]*)(?:\{(\w+)\})?", template):
            if plain:
                parts.append(quoted(plain))
            if name in say:
                parts.append(self._said(say[name]))
            elif name:
                parts.append(self._shown(name) if name in self.cells else quoted("（空）"))
        return "&".join(parts) or quoted("")

    def _said(self, node: Expr) -> str:
        """A value of a sentence; what no formula can say is left out."""
        formulas = self.formulas
        try:
            value = self.tree.value(node)
        except Unsupported:
            return quoted("")
        words = written_day(value) if self.tree.kind(node) == "day" else f'{value}&""'
        return formulas.node(f'IF(ISERROR({value}),"",{words})', "句中的值")

    def _shown(self, key: str) -> str:
        """A cell in a sentence; （空） for nothing."""
        formulas, raw = self.formulas, self.cells[key]
        kind = COLUMNS[key].kind
        number = f'{raw}&""'
        if kind in ("day", "birth"):
            number = written_day(raw)
        elif kind == "month":
            number = f'IF(AND({raw}>10000,{raw}<190000),{written_day(raw)},{raw}&"")'
        truth = f'IF(ISLOGICAL({raw}),IF({raw},"是","否"),{number})'
        text = f'IF(ISTEXT({raw}),IF({stripped(raw)}="","（空）",LEFT({stripped(raw)},80)),{truth})'
        return formulas.node(text, f"{COLUMNS[key].header}，照写的")
