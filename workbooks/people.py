"""Whom the tables name: gathered row by row, compared within a workbook and with what other files name."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from jineng.validators.columns import COLUMNS
from jineng.validators.context import Context
from jineng.validators.findings import Finding, cell_name, cite
from jineng.validators.programmes import chief_cross
from jineng.validators.programmes.chief_cross import Nominee
from jineng.validators.programmes.cross import Entry, compare, repeated
from jineng.validators.repeats import Repeats
from jineng.validators.rules import Remark
from jineng.workbooks.copies import Copies
from jineng.workbooks.table_checker import CheckedRow
from jineng.workbooks.tables import FoundTable

#: Forms whose people may be named in another file too.
ACROSS = frozenset({"certificate", "chief", "chief_form"})
#: Those whose rows are compared with one another's at all.
NAMED = ACROSS | {"results"}


def _numbers(entries: Sequence[Entry]) -> Sequence[Iterable[str]]:
    """Their ID numbers, for want of one their rows."""
    return [[e.number or str(e.row) for e in entries]]


def _entries() -> Repeats:
    return Repeats(_numbers, Entry._make)


class People(NamedTuple):
    """Whom a workbook names: in its certificate tables, and in 首席技师汇总表 or 申报表 that it does not compare itself."""

    applied: Repeats
    listed: Sequence[Nominee] = ()
    forms: Sequence[Nominee] = ()


def nobody() -> People:
    """Of a workbook that was not checked."""
    return People(_entries())


class InWorkbook:
    """The people of one workbook.

    contests  that its results sheets hold
    """

    def __init__(self, file: str, context: Context) -> None:
        self.file, self.context = file, context
        self.key_of = cache(context.registers.occupation_key)
        self.winners, self.applied = _entries(), _entries()
        self.contests: set[str] = set()
        self.nominees: dict[str, list[Nominee]] = {"chief": [], "chief_form": []}

    def see(self, row: CheckedRow) -> None:
        """Keep what is to be compared of a row."""
        form, facts = row.table.form.key, row.facts
        if form == "certificate" or (form == "results" and facts.winner):
            when = facts.final_date if form == "results" else facts.contest_time
            why_not = ""
            if form == "results":
                why_not = row.why_not or ("" if facts.eligible else "晋升条件没有全部校验")
            keep = self.winners if form == "results" else self.applied
            keep.add(Entry(
                self.file, row.table.sheet, row.table.header_row, row.number, facts.name or "", facts.id_number,
                self.key_of(facts.occupation), facts.contest and facts.contest.name,
                facts.promoted, when, facts.remark or "", why_not, row.table.columns, row.text("award"),
            ))  # fmt: skip
        elif form in self.nominees:
            self.nominees[form].append(Nominee(row.table, "", row.table.sheet, row.number, facts))

    def findings(self, today: date) -> Iterator[Finding]:
        """What shows only between rows or tables of the workbook."""
        across = chain(
            repeated(self.winners.repeated(), _table_and_contest, "warning"),
            repeated(self.applied.repeated(), _table_and_contest, "error"),
            compare(self.winners, self.applied, self.contests, today, self.context),
        )
        yield from (_finding(entry, r, self.context) for entry, r in across if self.context.clause(r.id))
        chiefs = chief_cross.compare(*self.nominees.values())
        yield from (_about(nominee.source, r, self.context) for nominee, r in chiefs if self.context.clause(r.id))

    def for_other_files(self) -> People:
        """Those to be compared with other files'."""
        listed, forms = self.nominees.values()
        return People(self.applied) if listed and forms else People(self.applied, listed, forms)


class AcrossFiles:
    """The people of several files, each file known by its label. Of copies of one file only the first counts."""

    def __init__(self) -> None:
        self.copies = Copies()
        self.applied = _entries()
        self.files: list[tuple[int, str]] = []  # how many people up to the end of each file, and its label
        self.listed: list[Nominee] = []
        self.forms: list[Nominee] = []

    def add(self, path: Path, label: str, people: People) -> str | None:
        """Take in the people of a file, or give the label of the one of which it is a copy."""
        self.listed += [n._replace(file=label) for n in people.listed]
        self.forms += [n._replace(file=label) for n in people.forms]
        if not people.applied:
            return None
        if original := self.copies.original(path, label, people.applied.digest()):
            return original
        self.applied.extend(people.applied)
        self.files.append((len(self.applied), label))
        return None

    def findings(self, context: Context) -> Iterator[tuple[str, Finding]]:
        """What shows only across the files: the label of the one concerned, and what."""
        if len(self.files) > 1:
            for entry, remark in repeated(self._again(), lambda e: e.file, "error"):
                yield entry.file, _finding(entry, remark, Context.of())
        for nominee, remark in chief_cross.compare(self.listed, self.forms):
            if context.clause(remark.id):
                yield nominee.file, _about(nominee.source, remark, context)

    def _again(self) -> Iterator[Entry]:
        """Those who may be named more than once, with the labels of their files."""
        for place, entry in self.applied.placed():
            _, label = self.files[bisect_right(self.files, place, key=itemgetter(0))]
            yield entry._replace(file=label)


def _table_and_contest(entry: Entry) -> tuple[str, int, str | None]:
    return entry.sheet, entry.header, entry.contest


def _finding(entry: Entry, remark: Remark, context: Context) -> Finding:
    """A finding about a person named in a table."""
    at = entry.columns.get(remark.column, min(entry.columns.values()))
    return _at(entry.sheet, (remark.row, at + 1), remark, context)


def _about(table: FoundTable, remark: Remark, context: Context) -> Finding:
    """A finding about somebody in a table or in a form of labels."""
    return _at(table.sheet, table.place(remark.row, table.columns.get(remark.column)), remark, context)


def _at(sheet: str, place: tuple[int, int], remark: Remark, context: Context) -> Finding:
    row, column = place
    return Finding(
        sheet, cell_name(row, column), row, COLUMNS[remark.column].header, remark.id, remark.severity, remark.message,
        remark.suggestion, *cite(remark.id, context.clause(remark.id)),
    )  # fmt: skip
