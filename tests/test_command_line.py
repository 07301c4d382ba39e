"""命令行怎样写：选项和参数的写法，写错时的一句中文，帮助，以及结果写不出去时怎样结束。"""

import os
import re
import subprocess
import sys
from pathlib import Path
from shlex import join
from shutil import which

import pytest
from books import results, write
from terminal import invoke, refused

from jineng.addin import cli
from jineng.addin.chinese import width
from jineng.addin.command_line import (
    Command,
    Group,
    argument,
    command,
    expanded,
    flag,
    one_of,
    option,
    run,
    whole_number,
)
from jineng.addin.export_commands import export

GOT: dict[str, object] = {}


@command(
    argument("first", "甲"),
    argument("others", "乙…", Path, many=True, required=False),
    option("-o", "--out-put", metavar="文件夹", help="写到哪里", read=Path),
    option("--times", metavar="次数", help="做几次", read=whole_number(1, 9), default=1),
    option("--colour", key="colours", metavar="[红|绿]", help="什么颜色", read=one_of("红", "绿"), many=True),
    flag("--quick", help="快一点", key="fast"),
)
def paint(**given: object) -> None:
    """涂色。"""
    GOT.clear()
    GOT.update(given)


def got(words: str) -> dict[str, object]:
    """涂色的函数得到的值，不列没有写的。"""
    assert run(paint, words.split(" ")) == 0
    usual = {"others": (), "out_put": None, "times": 1, "colours": (), "fast": False}
    assert GOT.keys() == {"first", *usual}
    return {key: value for key, value in GOT.items() if key == "first" or value != usual[key]}


# 写法


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("a", {"first": "a"}),
        ("a b c", {"first": "a", "others": (Path("b"), Path("c"))}),
        ("--times 3 a --quick b", {"first": "a", "others": (Path("b"),), "times": 3, "fast": True}),
        ("--times=3 a", {"first": "a", "times": 3}),
        ("--times=3 --times 4 a", {"first": "a", "times": 4}),
        ("a -o x", {"first": "a", "out_put": Path("x")}),
        ("a -ox", {"first": "a", "out_put": Path("x")}),
        ("a --out-put=x=y", {"first": "a", "out_put": Path("x=y")}),
        ("--colour 红 a --colour=绿", {"first": "a", "colours": ("红", "绿")}),
        ("-o -x a", {"first": "a", "out_put": Path("-x")}),
        ("-- -a --quick", {"first": "-a", "others": (Path("--quick"),)}),
        ("a -- -- b", {"first": "a", "others": (Path("--"), Path("b"))}),
        ("-", {"first": "-"}),
    ],
)
def test_options_stand_anywhere_and_take_their_value_in_any_way(words: str, given: dict[str, object]) -> None:
    assert got(words) == given


def test_the_exit_code_is_the_function_s() -> None:
    assert run(Command(lambda: 1, ()), []) == 1


def test_on_windows_the_program_finds_the_files_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/家")
    for name in ("甲.xlsx", "乙.xlsx", "甲1.xlsx", "甲[1].xlsx"):
        Path(name).touch()

    assert sorted(expanded(["*.xlsx"])) == ["乙.xlsx", "甲.xlsx", "甲1.xlsx", "甲[1].xlsx"]
    words = ["check", "甲[1].xlsx", "s3://桶/*.xlsx", "--place=威海"]
    assert expanded([*words, "~/丙.xlsx"]) == [*words, "/家/丙.xlsx"]


# 写错


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("check", "缺少参数 路径…（用法见 jineng check --help）"),
        ("chekc", "没有命令“chekc”，可用的命令：addin、check、"),
        ("-", "没有命令“-”，可用的命令：addin、check、"),
        ("--nonsense", "没有选项 --nonsense（用法见 jineng --help）"),
        ("--version=1", "选项 --version 后面不带值"),
        ("--help --nonsense", "没有选项 --nonsense"),
        ("check a --plac=威海", "没有选项 --plac，是否指 --place（"),
        ("check a -place 威海", "没有选项 -place，是否指 --place（"),
        ("check -成绩.xlsx", "没有选项 -成绩.xlsx（"),
        ("check a --place", "选项 --place 后面要给一个值（用法见 jineng check --help）"),
        ("check --jobs 0", "--jobs 的值不对，要写不小于 1 的整数"),
        (f"check a --jobs {'9' * 5000}", "--jobs 的值不对，要写不小于 1 的整数"),
        ("export 所有", "没有命令“所有”，可用的命令：bundle、certificate、"),
        ("export certificate x.xlsx", "缺少选项 --output（用法见 jineng export certificate --help）"),
        ("export certificate x.xlsx -o out --pdf=1", "选项 --pdf 后面不带值"),
        ("clear x.xlsx", "缺少选项 -o（"),
        ("clear x.xlsx -o", "选项 -o 后面要给一个值"),
        ("demo", "缺少参数 文件夹（"),
        ("demo a b c", "多余的参数 b c（"),
        ("new 表格", "没有空白表“表格”，可选：results 成绩表、"),
        ("rules P-999", "没有编号为“P-999”的规则"),
        ("rules --place 北京", "没有“北京”的规定"),
    ],
)
def test_wrong_usage_ends_in_one_sentence(args: str, words: str) -> None:
    assert words in refused(*args.split(" "))


# 帮助


@pytest.mark.parametrize("command", [[], ["check"], ["export"], ["export", "certificate"], ["demo"], ["rules"]])
def test_help_is_chinese_throughout(command: list[str]) -> None:
    result = invoke([*command, "--help"])
    known = {"jineng", *cli.COMMANDS.commands, *export.commands, "text", "json", "junit", "jineng.toml",
             "Excel", "WPS", "Word", "PDF", "LibreOffice", "docx", "xlsx", "Dask", "tcp"}  # fmt: skip
    words = set(re.findall(r"(?<![A-Za-z-])[A-Za-z][A-Za-z.]+", result.stdout))

    assert result.exit_code == 0 and result.stdout.startswith("用法：") and "选项：" in result.stdout
    assert words <= known
    assert invoke([*command, "-h"]).stdout == result.stdout


def test_help_says_what_a_command_takes_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(paint, ["--times=x", "--help"], "jineng 涂色") == 0
    assert (
        capsys.readouterr().out
        == """\
用法：jineng 涂色 [选项] 甲 乙…

  涂色。

选项：
  -o, --out-put 文件夹  写到哪里
  --times 次数          做几次
  --colour [红|绿]      什么颜色
  --quick               快一点
  -h, --help            显示本说明
"""
    )


def commands(group: Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """每一个命令的名称。"""
    found = [(*path, name) for name in group.commands]
    for name in group.commands:
        if isinstance(held := group[name], Group):
            found += commands(held, (*path, name))
    return found


def test_every_command_explains_itself() -> None:
    """组的帮助里是各命令说明的第一行；选项对齐，汉字占两格。"""
    everything = commands(cli.COMMANDS)
    assert len(everything) == 22 and ("export", "bundle") in everything
    for path in everything:
        shown = invoke([*path, "--help"]).stdout
        assert shown.startswith(f"用法：jineng {' '.join(path)} [选项]")
        first = shown.splitlines()[2]
        assert first.endswith("。") and f"{path[-1]}  " in (above := invoke([*path[:-1], "--help"]).stdout)
        assert first.strip() in above
        rows = shown.partition("选项：\n")[2].partition("\n\n")[0].splitlines()
        assert len({width(re.match(r"  \S+( \S+)*  +", row)[0]) for row in rows}) == 1, path


def test_nothing_given_shows_the_help_and_ends_with_two() -> None:
    for words in ([], ["export"], ["--"]):
        result = invoke(words)
        assert result.exit_code == 2 and "用法：" in result.stderr and "命令：" in result.stderr


def test_the_version_is_shown() -> None:
    assert re.fullmatch(r"jineng \d+\.\d+\.\d+\n", invoke(["--version"]).stdout)


# 写不出去的结果


JINENG = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import conftest; "
          "from jineng.addin.cli import main; main()"]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows 的管道断开时报别的错误")
@pytest.mark.parametrize("words", ["rules", "clear 成绩.xlsx -o 副本.xlsx"])
def test_a_reader_who_has_seen_enough_is_no_error(words: str, tmp_path: Path) -> None:
    write(tmp_path / "成绩.xlsx", {"成绩": results(1)})
    running = subprocess.Popen(
        [*JINENG, *words.split(" ")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    )
    assert running.stdout and running.stderr
    running.stdout.close()
    assert running.stderr.read() == b"" and running.wait() == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有写不进去的设备")
def test_a_full_disk_is_said_in_one_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        full_disk = subprocess.run([*JINENG, "rules"], stdout=full, stderr=subprocess.PIPE)
        nowhere = subprocess.run([*JINENG, "没有"], stdout=subprocess.PIPE, stderr=full)
    assert full_disk.stderr.decode() == "jineng：不能写出结果：磁盘已满\n" and full_disk.returncode == 2
    assert nowhere.returncode == 2 and nowhere.stdout == b""


def test_a_full_disk_leaves_no_half_workbook_and_no_noise(tmp_path: Path) -> None:
    """A disk of 60 KB, seen by this one command only: the first workbook fits on it, the second does not."""
    alone, mounted = ["unshare", "--user", "--map-root-user", "--mount"], f"mount -t tmpfs -o size=60k none {tmp_path}"
    if not which("unshare") or subprocess.run([*alone, "sh", "-c", mounted], capture_output=True).returncode:
        pytest.skip("不能挂载一个小磁盘（要 Linux 的 unshare）")
    command = f"{mounted} && cd {tmp_path} && {join(JINENG)} demo 演示; echo $? 演示/*/*"
    done = subprocess.run([*alone, "sh", "-c", command], capture_output=True, text=True)
    assert done.stderr == "jineng：不能写到“演示”：磁盘已满\n"
    assert done.stdout == "2 演示/示例工作簿/市直部门.xlsx\n"


def test_stopped_while_it_is_loaded_it_says_no_more_than_later() -> None:
    program = (
        "import sys\nclass Stop:\n def find_spec(name, *_):\n  if name == 'jineng.addin.cli': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop)\nfrom jineng.addin.__main__ import main\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "\njineng：已中止\n")


def test_every_word_is_utf_8_whatever_the_terminal_says_it_is() -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    shown = subprocess.run([*JINENG, "--help"], capture_output=True, env=env)
    assert shown.stdout.decode().startswith("用法：jineng") and shown.stderr == b""
    wrong = subprocess.run([*JINENG, "校验"], capture_output=True, env=env)
    assert "没有命令“校验”" in wrong.stderr.decode()
