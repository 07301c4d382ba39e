"""The sheet of helper cells in a workbook that checks itself: one row for each row of a table, one column for each value.

The rows stand at the same numbers as in the table, whose cells are looked up by row number: rows may be deleted,
inserted, sorted, cut and pasted there without breaking a reference. A row that is not filled in calculates nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from jineng.validators.columns import COLUMNS
from jineng.validators.context import Context
from jineng.validators.expressions import column
from jineng.validators.findings import column_name
from jineng.validators.forms import FORMS
from jineng.validators.native.findings import BUTTON, UNSET, Compiled, Sentence, compile_findings
from jineng.validators.native.formulas import ROW, Formulas, quoted
from jineng.validators.native.tree import Tree
from jineng.validators.programmes import CHECKS
from jineng.validators.programmes.promotion import promoted, winner
from jineng.validators.rules import Requirement
from jineng.workbooks.self_checking.cached_values import sheet_data
from jineng.workbooks.self_checking.rows import is_data
from jineng.workbooks.tables import FORERUNNERS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: Rows above the first row of data on a calculation sheet: titles, id, clause, suggestion.
HEAD = 4
_REASONS = 12
#: Rows below a table that the names of its columns take in as well.
_ROOM = 5000


@dataclass
class NativeBook:
    """A workbook of formulas in the making.

    cached   (sheet, address) → value that a formula has while the form is empty; "" where nothing stands here
    names    name → what it refers to
    words    lists of words that its formulas look up
    sheet_data  title of a sheet → its cells as XML, where it has too many for openpyxl
    """

    book: "Workbook"
    context: Context
    cached: dict[tuple[str, str], Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    words: dict[str, Mapping[Any, Any]] = field(default_factory=dict)
    sheet_data: dict[str, str] = field(default_factory=dict)

    def put(self, sheet: "Worksheet", row: int, column: int, formula: str, cached: Any = "") -> None:
        """A formula, and the value it has in an empty form."""
        cell = sheet.cell(row, column)
        cell.value = f"={formula}"
        if cached != "":
            self.cached[sheet.title, cell.coordinate] = cached

    def column(self, name: str, sheet: str, at: int, last: int) -> str:
        """Name a column of a table from row 1, with room to delete rows above; the name."""
        letter = column_name(at)
        self.names[name] = f"'{sheet}'!${letter}$1:${letter}${last + _ROOM}"
        return name

    def cell(self, name: str, sheet: str, row: int, at: int) -> str:
        """Name a cell; the name."""
        self.names[name] = f"'{sheet}'!${column_name(at)}${row}"
        return name

    def foot(self, name: str, sheet: str, row: int) -> str:
        """Formula of the row below a table, which moves as rows are inserted and deleted.

        Who deletes that row as well, which is allowed, has the table end where it ended in the empty template.
        """
        self.names[name] = f"'{sheet}'!$A${row}"
        return f"IF(ISERROR(ROW({name})),{row},ROW({name}))"

    def close(self) -> None:
        from openpyxl.workbook.defined_name import DefinedName

        for name, target in self.names.items():
            self.book.defined_names[name] = DefinedName(name, attr_text=target)


class Calculation:
    """The helper cells of one table or form.

    cells  column key → formula of its cell as it stands in the table; § is the row
    rows   the rows that are checked
    named  what the names of its parts begin with
    end    formula of the row below the table, where rows may have been deleted
    unchanged  the days from … to before … on which the same is demanded
    """

    def __init__(
        self, made: NativeBook, form: str, title: str, cells: Mapping[str, str], rows: range, named: str = "F",
        extra: Callable[["Calculation"], Sequence[Sentence]] | None = None, end: str = "",
    ) -> None:  # fmt: skip
        self.made, self.form, self.title, self.rows, self.named = made, form, title, rows, named
        self.columns: list[tuple[str, str, str]] = []  # title, formula, and which guard
        checks = CHECKS[form]
        self.filled, self.state = self._column("填写", "", ""), self._column("适用", "", "")
        order = sorted(cells, key=lambda key: key not in FORERUNNERS)
        inside = f'IF(ROW()<{end},{{}},"")' if end else "{}"
        raw = {key: self._column(COLUMNS[key].header, inside.format(mirror(cells[key])), "") for key in order}
        self.formulas = Formulas(made.context, self._place)
        self.tree = Tree(self.formulas, raw, checks.derived)
        self._guards(raw, order)
        self.unchanged = _unchanged(made.context, checks.requirements)
        self.keys = FORMS[form].keys
        more = extra(self) if extra else ()
        others = [s for s in more if not s.apart]
        self.compiled: Compiled = compile_findings(checks, self.tree, self.keys, [*self._in_force(), *others])
        late = {id(s): self._column(s.id, s.formula, "state") for s in self.compiled.sentences if s.late}
        self.first = len(self.columns) + 1
        for sentence in self.compiled.sentences:
            said = self._waiting(late[id(sentence)]) if sentence.late else sentence.formula
            self._column(sentence.id, said, "state")
        self.about_row = len(self.columns)
        for sentence in more:
            if sentence.apart:
                self.compiled.sentences.append(sentence)
                self._column(sentence.id, sentence.formula, "state")
        self.last = len(self.columns)
        self._summary()

    def _guards(self, raw: Mapping[str, str], order: Sequence[str]) -> None:
        if FORMS[self.form].labels:
            span = f"{raw[order[0]]}:{raw[order[-1]]}"
            data = f'IF(COUNTIF({span},"?*")+COUNT({span})>0,1,"")'
        else:
            data = is_data(raw, self.beside)
        self.columns[0] = ("填写", data, "")
        self.columns[1] = ("适用", f'IF({self.filled}="","",1)', "")

    def _in_force(self) -> list[Sentence]:
        """Whether the notices on which the workbook rests are those of the row's day, and of the place set."""
        context, found = self.made.context, []
        clause = context.clause("X-05")
        since, until = self.unchanged
        if "final_date" in self.tree.cells and not context.settings["as_of"]:
            day = self.tree.value(column("final_date"))
            inside = f"AND({day}>={serial(since)},{day}<{serial(until)})"
            self.columns[1] = (
                "适用",
                f'IF({self.filled}="","",IF(ISNA({day}),1,IF(ISERROR({day}),2,IF({inside},1,2))))',
                "",
            )
            place = f"{list(FORMS[self.form].keys).index('final_date') + 1:02}"
            said = quoted(f"2{place}决赛日期在本模板所据通知的有效期（{since} 起）之外：需用“校验”按钮复核")
            found.append(Sentence(f'IF({self.state}=2,{said},"")', "X-05", clause, "用“校验”按钮或 jineng check 校验"))
        return found

    def _waiting(self, text: str) -> str:
        """A finding that is not said where its column is blamed already, as in `table_checker`.

        What is passed on to the button is said beside errors as well: they are other requirements'.
        """
        before = f"${column_name(self.first)}{ROW}:{column_name(len(self.columns))}{ROW}"
        place = f"MID({text},2,2)"
        blamed = "+".join(f'COUNTIF({before},"{code}"&{place}&"*")' for code in "32")
        passed = f'COUNTIF({before},"2"&{place}&"*{BUTTON[-4:]}")'
        said = f'IF(RIGHT({text},4)="{BUTTON[-4:]}",{passed},{blamed})'
        return f'IF({text}="","",IF({said}>0,"",{text}))'

    def _summary(self) -> None:
        """How many findings, how many before, the verdict, and the reasons in words."""
        block, own = (f"${column_name(self.first)}{ROW}:${column_name(to)}{ROW}" for to in (self.last, self.about_row))
        silent = self.silent
        unregulated = [quoted(f"{len(silent)}项要求（{'、'.join(silent)[:120]}）、")] if silent else []
        unset = "&".join([*unregulated, *dict.fromkeys(ref for ref, _ in self.compiled.unset)]) or '""'
        count = self._column("处数", f'IF({self.filled}="",0,COUNTIF({block},"?*"))', "")
        self.count_column = len(self.columns)
        self.after_column = len(self.columns) + 1
        self._column("累计", f"SUM({column_name(self.count_column)}${self.rows.start}:{count})", "")
        lacking = self._column("未设置的", unset, "filled")
        self.lacking_column = len(self.columns)
        verdict = (f'IF(SUMPRODUCT(--ISERROR({own}))>0,"需复核",IF(COUNTIF({own},"3*")>0,"不符合",IF(COUNTIF({own},"2*")>0,"需复核",'
                   f'IF({lacking}<>"","需复核","符合"))))')  # fmt: skip
        self._column("结论", verdict, "filled")
        self.verdict_column = len(self.columns)
        parts = self._reasons(self.first, self.about_row)
        missing = f'IF({lacking}="","",LEFT({lacking},LEN({lacking})-1)&"未设置，未校验；")'
        joined = self._column("原因", "&".join([*parts, missing]), "filled")
        others = "&".join(self._reasons(self.about_row + 1, self.last))
        own = f'IF({joined}="",{self.praise()},LEFT({joined},LEN({joined})-1))'
        more = f'&IF({others}="","","；另有全表的问题："&LEFT({others},LEN({others})-1))' if others else ""
        self._column("原因", own + more, "filled")
        self.reason_column = len(self.columns)

    def _reasons(self, first: int, last: int) -> list[str]:
        """Helper cells that join the findings of some columns in words."""
        texts = [f"{column_name(n)}{ROW}" for n in range(first, last + 1)]
        parts = []
        for start in range(0, len(texts), _REASONS):
            numbered = enumerate(texts[start : start + _REASONS], first - self.first + start)
            said = "&".join(self._reason(text, number) for number, text in numbered)
            parts.append(self._column("原因", said, "filled"))
        return parts

    def _reason(self, text: str, number: int) -> str:
        """A finding in the words of 原因: reminders say that they are only that, and each names its rule."""
        id = self.compiled.sentences[number].id
        hint = f'IF(LEFT({text},1)="1","提醒：","")'
        return f'IF({text}="","",{hint}&MID({text},4,200)&{quoted(f"（{id}）；")})'

    def praise(self) -> str:
        """What stands in 原因 of a row that is right."""
        if self.form != "results":
            return '""'
        won, level = (self.tree.value(node) for node in (winner, promoted))
        return f'IF({won},"可晋升"&CHOOSE({level}+1,"","","","","高级工（三级）","技师（二级）","","",""),"未获奖，不晋升")'

    def beside(self, formula: str, title: str) -> str:
        """A further helper cell of every row, filled in or not; its reference."""
        return self._column(title, formula, "")

    def _place(self, formula: str, title: str) -> str:
        return self._column(title, formula, "filled")

    def _column(self, title: str, formula: str, guard: str) -> str:
        self.columns.append((title, formula, guard))
        return f"{column_name(len(self.columns))}{ROW}"

    def name(self, part: str) -> str:
        """The workbook's name of one of its parts."""
        return f"{self.named}_{part}"

    @property
    def silent(self) -> list[str]:
        """The requirements on which the place has no rule."""
        return [id for id, why in self.compiled.left.items() if why.endswith(UNSET)]

    def area(self, reference: str) -> str:
        """All cells of a helper column, for formulas on the same sheet."""
        letter = reference.removesuffix(ROW)
        return f"${letter}${self.rows.start}:${letter}${self.rows.stop - 1}"

    def area_so_far(self, reference: str) -> str:
        """Those down to the formula's own row."""
        letter = reference.removesuffix(ROW)
        return f"${letter}${self.rows.start}:${letter}{ROW}"

    def blamed(self, key: str, code: str = "3") -> str:
        """How a finding begins: how grave it is, and the column's place."""
        return f"{code}{self.keys.index(key) + 1:02}"

    def span(self, reference: str) -> str:
        """A helper cell's column over all rows."""
        return f"'{self.title}'!{self.area(reference)}"

    def write(self) -> None:
        """The sheet itself, hidden, and the names of its parts."""
        sheet = self.made.book.create_sheet(self.title)
        sheet.sheet_state = "hidden"
        heads = [[f"计算：{title}" for title, _, _ in self.columns], *([""] * len(self.columns) for _ in range(3))]
        for at, sentence in enumerate(self.compiled.sentences, self.first - 1):
            where = sentence.clause.where if sentence.clause else ""
            heads[1][at], heads[2][at], heads[3][at] = sentence.id, where, sentence.suggestion
        numbers = (self.count_column, self.after_column)
        formulas = [(self._guarded(*column), 0 if at in numbers else "") for at, column in enumerate(self.columns, 1)]
        self.made.sheet_data[self.title] = sheet_data(heads, formulas, self.rows)
        sheet.protection.sheet = True
        first, last = self.rows.start, self.rows.stop - 1
        for part, left, right in (("cells", self.first, self.last), ("count", self.count_column, 0), ("after", self.after_column, 0),
                                  ("verdict", self.verdict_column, 0), ("reason", self.reason_column, 0),
                                  ("lacking", self.lacking_column, 0)):  # fmt: skip
            area = f"${column_name(left)}${first}:${column_name(right or left)}${last}"
            self.made.names[self.name(part)] = f"'{self.title}'!{area}"
        rules = f"${column_name(self.first)}$2:${column_name(self.last)}$4"
        self.made.names[self.name("rules")] = f"'{self.title}'!{rules}"

    def _guarded(self, title: str, formula: str, guard: str) -> str:
        """A column's formula as it stands in its cells: silent where the row is empty, or not to be judged."""
        if guard == "state" and title != "X-05":
            return f'IF(${self.state}<>1,"",{formula})'
        return f'IF(${self.filled}="","",{formula})' if guard else formula


def _unchanged(context: Context, requirements: Sequence[Requirement]) -> tuple[date, date]:
    """The days from … to before … on which the same is demanded as on the context's own day."""

    def demands(on: date) -> object:
        there = context.on(on)
        keys = sorted({key for r in requirements for key in r.parameters})
        return [there.value(k) for k in keys], [there.clause(r.id) for r in requirements], there.catalogue.contests

    today = demands(context.policy.on)
    since, until = context.policy.span
    while since > date.min and demands(since - timedelta(days=1)) == today:
        since = context.on(since - timedelta(days=1)).policy.span[0]
    while until < date.max and demands(until) == today:
        until = context.on(until).policy.span[1]
    return since, until


def moved_column(name: str, row: int, at: int, header: str) -> str:
    """Formula: 1 where a column is no longer where it was, or has another header, else 0."""
    head = f"INDEX({name},{row})"
    same = f"AND(COLUMN({head})={at},EXACT({head},{quoted(header)}))"
    return f"IF(ISERROR({head}),1,IF({same},0,1))"


def mirror(cell: str) -> str:
    """A cell as the formulas read it: "" where empty, “#N/A” for any error value."""
    return f'IF(ISERROR({cell}),"#N/A",IF({cell}="","",{cell}))'


def serial(day: Any) -> int:
    """Excel's number of a day, within the days that it knows."""
    return max(1, min((day - date(1899, 12, 30)).days, 2958465))
