"""click's own words in Chinese: headings of the help, and what is wrong with a command line as one sentence."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any
from unicodedata import east_asian_width

import click

_HEADINGS = {"Options": "选项", "Commands": "命令"}


class Refused(click.ClickException):
    """Something could not be done: one Chinese sentence, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"jineng：{self.message}", file=file or sys.stderr)


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options and their help in two columns; Chinese letters are two wide."""
        rows = list(rows)
        column = max(width(first) for first, _ in rows) + col_spacing
        for first, second in rows:
            second = second.replace("[required]", "（必填）")
            self.write(f"{'':>{self.current_indent}}{first}{'':>{column - width(first)}}{second}\n")


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is Chinese throughout."""

    context_class = _Context

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", **options})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "显示本说明"
        return option


class Group(Command, click.Group):
    """A group of such commands, which says in one sentence what is wrong with a command line.

    elsewhere  name of a command → the module that holds it under that name, imported when somebody asks for it
    """

    command_class = Command
    group_class = type

    def __init__(self, *args: Any, elsewhere: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": "命令 …", **options})
        self.elsewhere = elsewhere or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self.elsewhere])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.elsewhere:
            command: click.Command = getattr(import_module(self.elsewhere[cmd_name]), cmd_name)
            return command
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            known = "、".join(self.list_commands(ctx))
            raise click.UsageError(f"没有命令“{args[0]}”，可用的命令：{known}", ctx)
        return super().resolve_command(ctx, args)

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, standalone_mode: bool = True, **more: Any
    ) -> Any:
        try:
            answer = super().main(args, prog_name, standalone_mode=False, **more)
        except click.ClickException as problem:
            if not standalone_mode:
                raise
            _show(problem)
            sys.exit(2)
        except click.Abort:
            Refused("已中止").show()
            sys.exit(2)
        return sys.exit(answer) if standalone_mode else answer


def _show(problem: click.ClickException) -> None:
    if isinstance(problem, click.UsageError) and type(problem).__name__ != "NoArgsIsHelpError":
        path = problem.ctx.command_path if problem.ctx else "jineng"
        problem = Refused(f"{_sentence(problem)}（用法见 {path} --help）")
    problem.show()


def _sentence(problem: click.UsageError) -> str:
    """What is wrong with the command line."""
    if isinstance(problem, click.MissingParameter):
        kind = "选项" if problem.param and problem.param.param_type_name == "option" else "参数"
        return f"缺少{kind} {_name(problem)}"
    if isinstance(problem, click.NoSuchOption):
        near = f"，是否指 {'、'.join(problem.possibilities)}" if problem.possibilities else ""
        return f"没有选项 {problem.option_name}{near}"
    if isinstance(problem, click.BadOptionUsage):
        flag = "does not take a value" in problem.message
        return f"选项 {problem.option_name} 后面{'不带值' if flag else '要给一个值'}"
    if isinstance(problem, click.BadParameter) and problem.param:
        choices = getattr(problem.param.type, "choices", ())
        return f"{_name(problem)} 的值不对" + (
            f"，可选：{'、'.join(choices)}" if choices else _range(problem.param.type)
        )
    extra = problem.message.partition("Got unexpected extra argument")[2].partition("(")[2].rstrip(")")
    return f"多余的参数 {extra}" if extra else problem.message


def _range(kind: click.ParamType) -> str:
    """Which numbers an option takes; "" for one that takes something else."""
    if not isinstance(kind, click.IntRange):
        return ""
    return f"，要写 {kind.min} 到 {kind.max} 的整数" if kind.max is not None else f"，要写不小于 {kind.min} 的整数"


def width(words: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)


def _name(problem: click.BadParameter) -> str:
    param = problem.param
    if param is None:
        return ""
    return max(param.opts, key=len) if param.param_type_name == "option" else str(param.metavar or param.name)
