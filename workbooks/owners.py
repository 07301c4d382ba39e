"""Whose a file is, by its name: photos go with people one to one, by ID number or, where nobody shares it, by name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jineng.validators.values import fold
from jineng.workbooks.table_checker import CheckedRow

_SHOWN = 8


class Person(NamedTuple):
    """Somebody a file is wanted of."""

    name: str
    id_number: str = ""


def named(row: CheckedRow) -> Person:
    """Whom a row of 汇总表 or a 申报表 names."""
    return Person(fold(row.text("name")), row.facts.id_number or "")


@dataclass
class Matched:
    """What was found. own: person → names of files; strays: files of nobody; shared: files of one of several namesakes."""

    own: dict[Person, list[str]] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[Person]:
        return [person for person, files in self.own.items() if not files]

    def doubts(self) -> list[str]:
        """What is to be looked at, in sentences."""
        twice = [
            f"{person.name}有{len(files)}个：{'、'.join(files)}" for person, files in self.own.items() if len(files) > 1
        ]
        strays = [f"看不出是谁的：{some(self.strays)}（文件名要有身份证号或姓名）"] if self.strays else []
        shared = [f"有同名的人，文件名要有身份证号：{some(self.shared)}"] if self.shared else []
        return [*twice, *strays, *shared]


def match(files: Sequence[str], people: Sequence[Person]) -> Matched:
    """Each file to the person whose number its name has, else to whose name it has, the longest first.

    >>> match(["张三丰.jpg", "1.jpg"], [Person("张三"), Person("张三丰")])
    Matched(own={Person(name='张三', id_number=''): [], Person(name='张三丰', id_number=''): ['张三丰.jpg']}, strays=['1.jpg'], shared=[])
    """
    found = Matched({person: [] for person in people})
    by_length = sorted(found.own, key=lambda person: -len(fold(person.name)))
    for file in files:
        words = fold(file).upper()
        owner = next((p for p in found.own if p.id_number and p.id_number.upper() in words), None)
        if owner is None:
            named = [p for p in by_length if p.name and fold(p.name).upper() in words]
            namesakes = [p for p in named if fold(p.name) == fold(named[0].name)]
            if len(namesakes) > 1:
                found.shared.append(file)
                continue
            owner = named[0] if named else None
        if owner is None:
            found.strays.append(file)
        else:
            found.own[owner].append(file)
    return found


def some(names: Sequence[str]) -> str:
    """The first names of a list, and how many there are."""
    return "、".join(names[:_SHOWN]) + (f"等{len(names)}个" if len(names) > _SHOWN else "")
