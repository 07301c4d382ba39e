"""Pages of cases: Markdown tables an official can read, run by the tests.

A cell is a number (59.99), a day (2024-10-20), nothing, or text; `backticks` keep text that looks like a number or a
day, and outer spaces; <br> is a line break in the cell. A column named 设置：… sets that row of the 设置 sheet. A line
beginning 表： says of which form the tables below it are; headings begin anew there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any


@dataclass
class Table:
    """A table under a heading: its rows as column → cell text; about is the line 表：… above it."""

    heading: str
    columns: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    about: str = ""


def tables(page: Path) -> Iterator[Table]:
    """The tables of a page, each with the heading above it."""
    heading, about, table = "", "", None
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("表："):
            heading, about = "", line
        cells = [c.strip() for c in re.split(r"(?<!\\)\|", line.strip())[1:-1]] if line.startswith("|") else None
        if cells is None:
            if table:
                yield table
            table = None
        elif table is None:
            table = Table(heading, cells, about=about)
        elif not all(re.fullmatch(r":?-+:?", c) for c in cells):
            assert len(cells) == len(table.columns), f"{page.name}: {line}"
            table.rows.append(dict(zip(table.columns, cells, strict=True)))
    if table:
        yield table


def value(words: str) -> Any:
    """The cell that the words of a page stand for."""
    words = words.replace("\\|", "|").replace("<br>", "\n")
    if re.fullmatch(r"`.*`", words, re.DOTALL):
        return words[1:-1]
    if re.fullmatch(r"-?\d+(\.\d+)?", words):
        return float(words)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
        return date.fromisoformat(words)
    return words
