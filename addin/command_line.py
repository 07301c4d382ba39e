"""What a command takes, what is wrong with the words of a command line, and the help; all in Chinese.

Not argparse's, which says what is wrong as an English sentence, on a way that differs from one Python to the next, and
takes no value that begins with a dash; nor click's, which takes longer to load than a small workbook to read.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from jineng.addin.chinese import Refused, say, width


class Misused(Exception):
    """A command line that does not fit the command; the message says what is wrong."""


class Parameter(NamedTuple):
    """What a command takes: an option, known by its spellings, or an argument, known by its place.

    key       the name of the value in the command's function
    metavar   stands for the value in the help; "" for an option without one
    read      makes the value of a word; ValueError says what it should have been
    many      may be given more than once: the function gets a tuple
    """

    key: str
    spellings: tuple[str, ...] = ()
    metavar: str = ""
    help: str = ""
    read: Callable[[str], Any] = str
    default: Any = None
    many: bool = False
    required: bool = False

    @property
    def name(self) -> str:
        return max(self.spellings, key=len, default=self.metavar)


def argument(
    key: str, metavar: str, read: Callable[[str], Any] = str, *, many: bool = False, required: bool = True
) -> Parameter:
    """A word known by its place; with `many` all the words from there on."""
    return Parameter(key, (), metavar, "", read, None, many, required)


def option(
    *spellings: str, metavar: str, help: str, key: str = "", read: Callable[[str], Any] = str, default: Any = None,
    many: bool = False, required: bool = False,
) -> Parameter:  # fmt: skip
    """An option with a value, known to the function by its longest spelling if not by `key`."""
    return Parameter(key or _key(spellings), spellings, metavar, help, read, default, many, required)


def flag(*spellings: str, help: str, key: str = "") -> Parameter:
    """An option without a value: said or not."""
    return Parameter(key or _key(spellings), spellings, "", help, lambda _: True, False)


def _key(spellings: Iterable[str]) -> str:
    return max(spellings, key=len).lstrip("-").replace("-", "_")


_HELP = flag("-h", "--help", help="显示本说明")
VERSION = flag("--version", help="显示版本号")


class Command:
    """A function that does something and may answer an exit code; its doc-string is the help."""

    def __init__(self, do: Callable[..., int | None], takes: Sequence[Parameter]) -> None:
        self.do, self.takes = do, takes
        self.about = do.__doc__ or ""


def command(*takes: Parameter) -> Callable[[Callable[..., int | None]], Command]:
    """Make a command of a function: what it takes stands above it."""
    return lambda do: Command(do, takes)


class Group:
    """Commands by their names; for one that is seldom asked for, the module that holds it under that name."""

    def __init__(
        self, about: str, commands: "Mapping[str, Command | Group | str]", takes: Sequence[Parameter] = ()
    ) -> None:
        self.about, self.commands, self.takes = about, commands, takes

    def __getitem__(self, name: str) -> "Command | Group":
        held = self.commands[name]
        found: Command | Group = getattr(import_module(held), name) if isinstance(held, str) else held
        return found


def run(command: Command | Group, words: Iterable[str], path: str = "jineng") -> int:
    """Do what the words of a command line say; answers the exit code. Raises Refused."""
    try:
        said, others = _split(command, words)
        for one, _ in said:
            if one is _HELP:
                say(_help(command, path))
                return 0
            if one is VERSION:
                from importlib.metadata import version

                say(f"jineng {version('jineng')}")
                return 0
        if isinstance(command, Command):
            return command.do(**_values(command.takes, said, others)) or 0
        if not others:
            say(_help(command, path), err=True)
            return 2
        name, *rest = others
        if name not in command.commands:
            raise Misused(f"没有命令“{name}”，可用的命令：{'、'.join(sorted(command.commands))}")
        return run(command[name], rest, f"{path} {name}")
    except Misused as problem:
        raise Refused(f"{problem}（用法见 {path} --help）") from None


def one_of(*known: str) -> Callable[[str], str]:
    """Reads one of a few words."""

    def read(word: str) -> str:
        if word not in known:
            raise ValueError(f"可选：{'、'.join(known)}")
        return word

    return read


def whole_number(least: int, most: int | None = None) -> Callable[[str], int]:
    """Reads a whole number between these, both included."""

    def read(word: str) -> int:
        try:
            number = int(word)
        except ValueError:
            number = least - 1
        if number < least or (most is not None and number > most):
            raise ValueError(f"要写不小于 {least} 的整数" if most is None else f"要写 {least} 到 {most} 的整数")
        return number

    return read


def expanded(words: Iterable[str]) -> list[str]:
    """The words as a shell hands them over, which Windows leaves to the program: `*.xlsx` stands for the files."""
    from glob import glob

    done = []
    for word in words:
        word = os.path.expandvars(os.path.expanduser(word))  # noqa: PTH111 - a word need not be a path
        done += (glob(word, recursive=True) if any(letter in word for letter in "*?") else []) or [word]  # noqa: PTH207
    return done


def _split(command: Command | Group, words: Iterable[str]) -> tuple[list[tuple[Parameter, str]], list[str]]:
    """The options said, each with its value, and the other words; a group leaves what follows the first of them alone."""
    options = {spelling: one for one in (*command.takes, _HELP) for spelling in one.spellings}
    said: list[tuple[Parameter, str]] = []
    others: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            others += rest
        elif word.startswith("-") and word != "-":
            said.append(_option(word, rest, options))
        else:
            others += [word, *rest] if isinstance(command, Group) else [word]
    return said, others


def _option(word: str, rest: Iterator[str], options: Mapping[str, Parameter]) -> tuple[Parameter, str]:
    """An option and its value: `--jobs=2`, `--jobs 2`, `-ofolder`, `-o folder`."""
    long = word.startswith("--")
    name, attached, value = word.partition("=") if long else (word[:2], word[2:], word[2:])
    if name not in options:
        from difflib import get_close_matches

        wrong = name if long else word
        near = get_close_matches(wrong, options)
        raise Misused(f"没有选项 {wrong}" + (f"，是否指 {'、'.join(near)}" if near else ""))
    one = options[name]
    if attached and not one.metavar:
        raise Misused(f"选项 {name} 后面不带值")
    if one.metavar and not attached:
        following = next(rest, None)
        if following is None:
            raise Misused(f"选项 {name} 后面要给一个值")
        value = following
    return one, value


def _values(takes: Sequence[Parameter], said: Iterable[tuple[Parameter, str]], others: list[str]) -> dict[str, Any]:
    """What the function gets."""
    given = list(said)
    for one in takes:
        if not one.spellings:
            taken = len(others) if one.many else 1
            given += [(one, word) for word in others[:taken]]
            others = others[taken:]
    values = {one.key: () if one.many else one.default for one in takes}
    for one, word in given:
        try:
            value = one.read(word)
        except ValueError as problem:
            raise Misused(f"{one.name} 的值不对，{problem}") from None
        values[one.key] = (*values[one.key], value) if one.many else value
    there = [one for one, _ in given]
    for one in takes:
        if one.required and one not in there:
            raise Misused(f"缺少{'选项' if one.spellings else '参数'} {one.name}")
    if others:
        raise Misused(f"多余的参数 {' '.join(others)}")
    return values


def _help(command: Command | Group, path: str) -> str:
    """How a command is written, what it does and what it takes."""
    group = isinstance(command, Group)
    places = ["命令 …"] if group else [one.metavar for one in command.takes if not one.spellings]
    options = [
        (f"{', '.join(one.spellings)} {one.metavar}".rstrip(), one.help + "  （必填）" * one.required)
        for one in (*command.takes, _HELP)
        if one.spellings
    ]
    parts = [
        f"用法：{' '.join([path, '[选项]', *places])}",
        "\n".join(f"  {line}".rstrip() for line in _lines(command)),
        _columns("选项", options),
    ]
    if isinstance(command, Group):
        parts.append(
            _columns("命令", [(name, next(iter(_lines(command[name])), "")) for name in sorted(command.commands)])
        )
    return "\n\n".join(parts)


def _lines(command: Command | Group) -> list[str]:
    return [line.strip() for line in command.about.strip().splitlines()]


def _columns(heading: str, rows: Sequence[tuple[str, str]]) -> str:
    column = max(width(first) for first, _ in rows) + 2
    return "\n".join([f"{heading}：", *(f"  {first}{'':>{column - width(first)}}{second}" for first, second in rows)])
