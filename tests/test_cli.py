"""命令行：退出码、标准输出与标准错误、选项，以及坏输入各以一句中文结束。"""

import json
import os
import re
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import click
import openpyxl
import pytest
from books import CONTEST, ITEM, RESULTS, contestant, id_of, raw, results, write
from docx import Document
from terminal import Result, invoke, refused

from jineng.addin import cli
from jineng.addin.chinese import width
from jineng.addin.samples import CLEAN, FILES, planted_faults
from jineng.workbooks.checker import Aids
from jineng.workbooks.sheets import Sheet, read_sheets

OCCUPATIONS = [["职业（工种）", "职业编码", "最高等级", "别名", "已备案"], [ITEM, "示例-001", "技师（二级）", "", "是"]]
HELD = [
    ["姓名", "身份证号", "职业（工种）", "职业技能等级", "证书编号"],
    ["虚乙子", id_of(1), ITEM, "中级工", "虚构-1"],
]
WRONG_ID = "371099199003070020"  # the last digit does not fit
WINNER = {"获得奖项": "一等奖", "名次": 1}


def run(*args: object) -> Result:
    return invoke(args)


def seen(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """没有任何问题的工作簿：名册齐全，一人获奖。"""
    rows = [RESULTS, contestant(1, **WINNER), contestant(2), contestant(3)]
    return write(tmp_path / "没有 问题.xlsx", {"成绩": rows, "职业目录": OCCUPATIONS, "已有证书": HELD})


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    rows = [RESULTS, contestant(1, **WINNER, 理论成绩=59.9), contestant(2, 身份证号=WRONG_ID)]
    return write(tmp_path / "有错.xlsx", {"成绩": rows})


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    path = tmp_path / "损坏.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    return path


# check：退出码和两个输出


def test_a_clean_workbook_ends_with_zero(clean: Path) -> None:
    before = seen(clean)
    result = run("check", clean)

    assert result.exit_code == 0 and result.stderr == ""
    assert "没有发现问题" in result.stdout and "错误 0 处，提醒 0 处，未校验 0 项" in result.stdout
    assert seen(clean) == before


def test_errors_in_the_tables_end_with_one(faulty: Path) -> None:
    result = run("check", faulty)

    assert result.exit_code == 1 and result.stderr == ""
    assert "错误 成绩!J2 理论成绩" in result.stdout and "P-014" in result.stdout


def test_warnings_and_open_questions_end_with_zero(tmp_path: Path) -> None:
    path = write(tmp_path / "提醒.xlsx", {"成绩": [RESULTS, contestant(1, 姓名="虚1")]})
    result = run("check", path)

    assert result.exit_code == 0 and "提醒 成绩!A2" in result.stdout and "未校验" in result.stdout


def test_a_damaged_file_ends_with_two_and_the_others_are_checked(clean: Path, faulty: Path, damaged: Path) -> None:
    before = [seen(path) for path in (clean, faulty, damaged)]
    result = run("check", damaged.parent, "--format", "json")

    assert result.exit_code == 2
    assert result.stderr == "损坏.xlsx：文件不完整或已损坏（可能没有下载或复制完）。请重新取得该文件\n"
    report = json.loads(result.stdout)
    assert {f["file"]: (f["error"] is None, bool(f["findings"])) for f in report["files"]} == {
        "损坏.xlsx": (False, False), "有错.xlsx": (True, True), "没有 问题.xlsx": (True, False),
    }  # fmt: skip
    assert [seen(path) for path in (clean, faulty, damaged)] == before


def test_every_file_that_cannot_be_read_gets_a_line_of_its_own(tmp_path: Path, clean: Path, damaged: Path) -> None:
    (tmp_path / "空的").mkdir()
    old = tmp_path / "旧.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000))
    nothing = write(tmp_path / "无表.xlsx", {"说明": [["一句话"]]})
    result = run("check", damaged, tmp_path / "没有.xlsx", tmp_path / "空的", old, nothing, clean)

    assert result.exit_code == 2
    assert [line.partition("：")[0] for line in result.stderr.splitlines()] == [
        "损坏.xlsx", "没有.xlsx", "空的", "旧.xls", "无表.xlsx",
    ]  # fmt: skip
    assert "没有 问题.xlsx" in result.stdout and "5 个文件不能校验" in result.stdout


def test_folders_are_searched_and_lock_files_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "二〇二四 年" / "各区市"
    folder.mkdir(parents=True)
    for name in ("甲.xlsx", "乙 表.XLSX", "丙.xlsm"):
        write(folder / name, {"成绩": results(1)})
    for name in ("~$甲.xlsx", ".隐藏.xlsx", "名单.csv"):
        (folder / name).write_bytes(b"x")
    letter = Document()
    letter.add_paragraph("关于报送材料的说明")
    letter.save(str(folder / "说明.docx"))  # no table of ours

    assert files(run("check", tmp_path, "--format", "json")) == ["丙.xlsm", "乙 表.XLSX", "甲.xlsx"]


def test_a_file_named_twice_is_checked_once(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(clean.parent)
    again = (clean, clean.name, clean.parent, "./" + clean.name, Path("..") / clean.parent.name / clean.name)

    assert files(run("check", *again, "--format", "json")) == [clean.name]


def files(result: Result) -> list[str]:
    return [file["file"] for file in json.loads(result.stdout)["files"]]


def test_the_current_folder_without_workbooks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert (
        run("check", ".").stderr == f"{tmp_path.name}：文件夹中没有 .xlsx 或 .xlsm 工作簿，也没有可以校验的 Word 文档\n"
    )


# check：格式和身份证号


@pytest.mark.parametrize("form", ["text", "json", "junit"])
def test_ids_are_masked_unless_asked_for(faulty: Path, form: str) -> None:
    masked = run("check", faulty, "--format", form)
    shown = run("check", faulty, "--format", form, "--show-ids")

    assert WRONG_ID not in masked.stdout and WRONG_ID in shown.stdout
    assert masked.exit_code == shown.exit_code == 1


def test_progress_is_drawn_only_for_somebody_watching(
    clean: Path, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [clean, faulty]
    assert run("check", *both).stderr == ""

    drawn: list[int] = []
    bar = click.progressbar
    monkeypatch.setattr(click, "progressbar", lambda *a, **k: drawn.append(a[1]) or bar(*a, **k))
    for watched, files, bars in ((False, both, []), (True, [clean], []), (True, both, [2])):
        monkeypatch.setattr("sys.stderr.isatty", lambda watched=watched: watched, raising=False)
        done = list(cli._progress(cli._checked(files, Aids(), 1), len(files)))
        assert [report.file for report, _ in done] == [file.name for file in files] and drawn == bars


# check：选项


def test_the_notices_of_a_day_without_any_check_nothing(clean: Path) -> None:
    result = run("check", clean, "--as-of", "2001年2月3日")

    assert result.exit_code == 0 and "没有相应规定（未设置），未校验" in result.stdout


def test_settings_come_from_the_file_below_the_workbook_and_the_command_line(tmp_path: Path, clean: Path) -> None:
    settings = tmp_path / "jineng.toml"
    settings.write_text(
        'place = "威海"\n"申请日期" = 2024-11-01\nbirthday_counts = false\nfull_mark = 100\n', "utf-8-sig"
    )
    given = json.loads(run("check", clean, "--settings", settings, "--place", "乳山", "--format", "json").stdout)

    assert given["files"][0]["settings"] == {
        "地区": "乳山",
        "申请日期": "2024-11-01",
        "生日当天计入周岁": "否",
        "满分": "100",
    }


def test_registers_may_stand_in_other_workbooks(tmp_path: Path) -> None:
    book = write(tmp_path / "成绩.xlsx", {"成绩": [RESULTS, contestant(1, **WINNER), contestant(2)]})
    assert "没有提供" in run("check", book).stdout

    one = write(tmp_path / "目录.xlsx", {"职业目录": OCCUPATIONS})
    other = write(tmp_path / "证书.xlsx", {"已有证书": HELD})
    result = run("check", book, "--register", one, "--register", other)
    assert result.exit_code == 0 and "没有发现问题" in result.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--place", "北京"], "没有“北京”的规定"),
        (["--as-of", "去年"], "日期“去年”不能识别"),
        (["--as-of", "2024-13-01"], "不能识别"),
        (["--settings", "没有.toml"], "路径不存在"),
        (["--settings", "."], "这是文件夹"),
        (["--register", "没有.xlsx"], "登记表“没有.xlsx”：文件不存在"),
        (["--format", "xml"], "--format 的值不对，可选：text、json、junit"),
        (["--jobs", "四"], "--jobs 的值不对，要写不小于 1 的整数"),
        (["--jobs", "0"], "--jobs 的值不对，要写不小于 1 的整数"),
        (["s3://桶/成绩.xlsx"], "是网址，要加 --cluster"),
        (["--formt", "json"], "没有选项 --formt，是否指 --format"),
        (["--place"], "选项 --place 后面要给一个值"),
        (["--show-ids=3"], "选项 --show-ids 后面不带值"),
    ],
)
def test_wrong_options_end_in_one_sentence(
    clean: Path, options: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(clean.parent)

    assert words in refused("check", clean, *options)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("place = 威海", '第1行不合 TOML 写法，应如 "地区" = "威海"，中文名称和文字要加引号'),
        ('place = "威海"\nplace = "济南"', "不合 TOML 写法"),
        ('place = "威海', "不合 TOML 写法"),
        ('place = "北京"', "没有“北京”的规定"),
        ("full_mark = '很多'", "“很多”不能识别，应为数字"),
        ("apply_day = 12", "“12”不能识别，应为日期"),
        ("prior_level_scope = '随便'", "不在可选范围：同一职业、任何职业"),
        ('"满意度" = 1', "没有名为“满意度”的设置项"),
        ("[place]\nname = '威海'", "要写成一个值"),
        ("applicant = ['甲', '乙']", "要写成一个值"),
        pytest.param("地区 = '威海'".encode("gbk"), "不是 UTF-8", id="国标编码"),
        pytest.param(b"\0\1\2", "不合 TOML 写法", id="二进制"),
    ],
)
def test_a_wrong_settings_file_ends_in_one_sentence(
    tmp_path: Path, clean: Path, content: str | bytes, words: str
) -> None:
    settings = tmp_path / "jineng.toml"
    settings.write_bytes(content.encode() if isinstance(content, str) else content)

    assert words in refused("check", clean, "--settings", settings)


def test_a_port_that_there_is_not_says_which_there_are() -> None:
    assert "--port 的值不对，要写 0 到 65535 的整数" in refused("serve", "--port", "99999")


def test_a_register_without_any_register_is_refused(clean: Path, damaged: Path, faulty: Path) -> None:
    assert "登记表“损坏.xlsx”：文件不完整" in refused("check", clean, "--register", damaged)
    assert "登记表“有错.xlsx”中没有找到" in refused("check", clean, "--register", faulty)


def test_an_interruption_ends_with_two(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("jineng.workbooks.checker.check_paths", interrupted)
    result = run("check", clean)

    assert result.exit_code == 2 and result.stderr == "\njineng：已中止\n"


# export


def test_export_writes_the_table_and_the_letter(tmp_path: Path, clean: Path) -> None:
    before = seen(clean)
    result = run("export", "certificate", clean, "-o", tmp_path / "导 出" / "一")

    assert result.exit_code == 0 and result.stderr == ""
    written = sorted((tmp_path / "导 出" / "一").iterdir())
    assert [path.suffix for path in written] == [".xlsx", ".docx"] or [path.suffix for path in written] == [
        ".docx",
        ".xlsx",
    ]
    assert all(str(path) in result.stdout for path in written) and "列入 1 人" in result.stdout
    assert seen(clean) == before
    again = run("check", *(path for path in written if path.suffix == ".xlsx"))
    assert again.exit_code == 0


def test_export_names_those_left_out_with_masked_numbers(tmp_path: Path, faulty: Path) -> None:
    result = run("export", "certificate", faulty, "-o", tmp_path / "导出")

    assert result.exit_code == 1 and "未列入 1 人" in result.stdout and "理论成绩 59.9 未达到" in result.stdout
    assert id_of(1) not in result.stdout and f"371099********{id_of(1)[-4:]}" in result.stdout


@pytest.mark.parametrize(
    "number", [371099199003070014, "371099 19900307 0014", "3710991990030700149", "37109919900307001"]
)
def test_no_birth_date_is_printed_however_the_number_is_wrong(tmp_path: Path, number: object) -> None:
    path = write(tmp_path / "号码.xlsx", {"成绩": [RESULTS, contestant(1, **WINNER, 身份证号=number)]})
    result = run("export", "certificate", path, "-o", tmp_path / "导出")

    line = next(line for line in result.stdout.splitlines() if "第2行" in line).partition("：")[0]
    assert "19900307" not in line and "9003070" not in line


def test_export_to_where_nothing_can_be_written_is_refused(
    tmp_path: Path, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    occupied = tmp_path / "占用"
    occupied.write_text("x")
    assert "不能写到" in refused("export", "certificate", clean, "-o", occupied)
    assert "不能写到" in refused("export", "certificate", clean, "-o", occupied / "里面")
    assert "不能写到" in refused("demo", occupied)

    def read_only(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", read_only)
    assert "没有权限" in refused("export", "certificate", clean, "-o", tmp_path / "只读")


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root 不受权限限制")
def test_export_to_a_read_only_folder_is_refused(tmp_path: Path, clean: Path) -> None:
    (tmp_path / "只读").mkdir(mode=0o500)

    assert "没有权限" in refused("export", "certificate", clean, "-o", tmp_path / "只读")


def test_export_of_what_is_no_workbook_is_refused(tmp_path: Path, damaged: Path) -> None:
    assert "损坏.xlsx：文件不完整" in refused("export", "certificate", damaged, "-o", tmp_path / "导出")
    assert "文件不存在" in refused("export", "certificate", tmp_path / "没有.xlsx", "-o", tmp_path / "导出")
    assert "是文件夹" in refused("export", "certificate", tmp_path, "-o", tmp_path / "导出")
    assert not (tmp_path / "导出").exists()


def test_a_template_that_is_none_is_refused(tmp_path: Path, clean: Path, damaged: Path) -> None:
    for template, words in (
        (tmp_path / "没有.docx", "路径不存在"),
        (damaged, "不是 .docx"),
        (clean, "不是 .docx"),
        (tmp_path, "这是文件夹"),
    ):
        assert words in refused("export", "certificate", clean, "-o", tmp_path / "导出", "--template", template)


# rules


def test_rules_are_listed_with_their_clauses() -> None:
    lines = run("rules").stdout.splitlines()

    assert len(lines) > 30 and any(line.startswith("P-014") and "计划通知三（二）1" in line for line in lines)
    said = {line.split()[0]: re.split(" {2,}", line)[1:] for line in lines}
    assert said["C-F-01"] == ["首席技师通知 申报表 封面", "封面姓名“×”与表内姓名“×”不同（等4种）"]
    assert said["P-T-05"] == ["计划通知 信息表 列5", "身份证号“×”有误（等3种）"]
    assert said["X-03"] == ["数据质量 一人一号", "一个身份证号一个姓名"]
    assert len({width(line.partition(words)[0]) for line in lines for words in said[line.split()[0]][1:]}) == 1


def test_a_rule_is_shown_with_its_words_and_its_code() -> None:
    result = run("rules", "p-014", "--source")

    assert result.exit_code == 0 and "原文：“对理论、实操成绩均达到60分”" in result.stdout
    assert "def check(row)" in result.stdout and "ELIGIBLE_SENIOR" in result.stdout
    assert "# P-014 理论成绩 {theory} 不在" in result.stdout and "name_cell" not in result.stdout
    assert "没有逐行校验的程序" in run("rules", "C-027", "--source").stdout


# demo：主要功能


def test_the_demo_writes_checks_and_exports(demo: tuple[Path, Result]) -> None:
    folder, result = demo

    assert result.exit_code == 0 and result.stderr == ""
    assert sorted(path.name for path in (folder / "示例工作簿").iterdir()) == sorted(FILES)
    tables, letters = (list((folder / "导出" / "证书").rglob(f"*_{end}")) for end in ("信息表.xlsx", "申请书.docx"))
    assert len(tables) == len(letters) == 36
    assert len(list((folder / "标记").glob("*_已校验.xlsx"))) == len(FILES)


def test_the_demo_prints_no_birth_date(demo: tuple[Path, Result]) -> None:
    assert not re.search(r"371099\d{8}", demo[1].stdout)


def test_every_planted_fault_is_found_at_its_cell(demo: tuple[Path, Result]) -> None:
    report = json.loads(run("check", demo[0] / "示例工作簿", "--format", "json").stdout)
    found = {(f["file"], x["sheet"], x["cell"], x["rule"]) for f in report["files"] for x in f["findings"]}

    assert {(f.file, f.sheet, f.cell, f.rule) for f in planted_faults()} <= found
    assert next(f for f in report["files"] if f["file"] == CLEAN)["findings"] == []


def test_what_was_exported_has_no_error_of_its_own(demo: tuple[Path, Result]) -> None:
    """“西式面点师”不在计划表列出的项目中，原成绩表上的两处提醒照样跟着。"""
    tables = sorted((demo[0] / "导出" / "证书").rglob("*_信息表.xlsx"))
    result = run("check", *tables, "--format", "json")
    findings = [x for f in json.loads(result.stdout)["files"] for x in f["findings"]]

    assert result.exit_code == 0
    assert [(x["severity"], x["rule"]) for x in findings if x["severity"] != "unchecked"] == [
        ("warning", "P-A1-04")
    ] * 2
    assert {x["rule"] for x in findings if x["severity"] == "unchecked"} <= {"P-A2-05", "P-A2-09", "P-A2-14"}


# 启动


def python(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *args], capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"}
    )


HEAVY = {"click", "dataclasses", "inspect", "uuid", "pandas", "openpyxl", "numpy", "xlwings", "pydantic", "docxtpl", "docx",
         "jinja2", "lxml"}  # fmt: skip
#: What one results sheet written in the usual way has no use for.
UNUSED = {"json", "tomllib", "difflib", "multiprocessing", "python_calamine", "jineng.addin.addin_commands", "jineng.addin.export_commands",
          "jineng.addin.new_command", "jineng.validators.programmes.chiefs", "jineng.workbooks.odd_cells", "jineng.workbooks.self_checking"}  # fmt: skip
RUNNER = """
import sys
from types import ModuleType
sys.modules["jineng"] = jineng = ModuleType("jineng")
jineng.__path__ = [{root!r}]
from jineng.addin.cli import main
try:
    main({args!r})
except SystemExit as end:
    print(end.code, *sys.modules, file=sys.stderr)
"""


def loaded_by(*args: str) -> set[str]:
    """The modules that a command imports; it ends well."""
    done = python("-c", RUNNER.format(root=str(Path(__file__).parents[1]), args=args))
    code, *modules = done.stderr.split()
    assert code == "0", done.stderr
    return set(modules)


def test_a_small_check_loads_nothing_heavy_and_nothing_that_it_does_not_use(clean: Path) -> None:
    loaded = loaded_by("check", str(clean))
    assert sorted(loaded & (HEAVY | UNUSED)) == []
    assert {"jineng.addin.cli", "jineng.workbooks.plain_xml", "jineng.validators.programmes.promotion"} <= loaded


def test_the_help_loads_the_commands_alone() -> None:
    loaded = loaded_by("--help")
    assert sorted(loaded & HEAVY) == [] and "jineng.addin.export_commands" in loaded
    assert not [name for name in loaded if name.startswith(("jineng.validators", "jineng.workbooks"))]


def test_it_runs_as_a_module(clean: Path) -> None:
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import conftest, runpy; sys.argv[1:] = "
    for args, words in ((["--help"], "用法："), (["check", str(clean)], "没有发现问题")):
        done = python("-c", f"{code}{args!r}; runpy.run_module('jineng.addin', run_name='__main__')")
        assert done.returncode == 0 and words in done.stdout and done.stderr == ""


# 同样的错误，整条路走一遍


def test_a_broken_sheet_among_good_ones_is_named(tmp_path: Path) -> None:
    path = raw(tmp_path / "坏表.xlsx", "<row")
    result = run("check", path)

    assert result.exit_code == 2 and "工作表“成绩”已损坏" in result.stderr and len(result.stderr.splitlines()) == 1


def test_a_near_miss_is_told_on_standard_error(tmp_path: Path) -> None:
    path = write(tmp_path / "差.xlsx", {"表": [["序号", "姓名", "身份证号", "笔试"], [1, "虚甲", id_of(1), 80]]})
    result = run("check", path)

    assert result.exit_code == 2 and "第1行像“竞赛成绩表”的表头" in result.stderr and "缺少" in result.stderr


def test_a_sheet_that_nearly_has_a_header_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    near = [["序号", "姓名", "身份证号", "笔试"], [1, "虚甲", id_of(1), 80]]
    path = write(tmp_path / "差.xlsx", {"表": near, "设置": [["设置项", "值"], ["联系人", "虚乙"]]})
    result = run("check", path)

    assert result.exit_code == 2 or "未校验 表!" in result.stdout


def test_an_unknown_place_in_the_workbook_ends_in_a_sentence(tmp_path: Path, clean: Path) -> None:
    path = write(tmp_path / "地区.xlsx", {"成绩": results(1), "设置": [["设置项", "值"], ["地区", "北京"]]})
    result = run("check", path, clean)

    assert result.exit_code in (1, 2) and "没有“北京”的规定" in result.output


def test_two_files_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    header = [
        "序号",
        "姓名",
        "性别",
        "工作单位",
        "身份证号",
        "竞赛名称",
        "竞赛时间",
        "职业（工种）",
        "晋升职业技能等级",
        "获得奖项",
        "评价机构",
    ]
    row = [
        1,
        "虚乙子",
        "男",
        "虚构公司",
        id_of(1),
        CONTEST,
        "2024年",
        ITEM,
        "高级工（三级）",
        "一等奖",
        f"{CONTEST}组委会（办公室）",
    ]
    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "信息表.xlsx", {"信息表": [[*header, "备注"], [*row, folder]]})

    report = json.loads(run("check", tmp_path, "--format", "json").stdout)
    assert [
        x["rule"] for f in report["files"] for x in f["findings"] if "已" in x["message"] and x["severity"] == "error"
    ] == ["P-A2-09"]


def test_samples_can_be_read_by_another_library(demo: tuple[Path, Result]) -> None:
    """压缩包和每张表都完好，另一个库读出的行数一样。"""
    for path in (demo[0] / "示例工作簿").iterdir():
        assert zipfile.ZipFile(path).testzip() is None
        mine: dict[str, Sheet] = {sheet.name: sheet for sheet in read_sheets(path)}
        for sheet in openpyxl.load_workbook(path).worksheets:
            assert len(list(mine[sheet.title].rows())) == sheet.max_row, (path.name, sheet.title)


def test_each_contest_is_asked_for_by_its_own_committee(demo: tuple[Path, Result]) -> None:
    """“设置”里的申请单位是其中一个竞赛的组委会，不能替别的竞赛落款。"""
    for path in (demo[0] / "导出" / "证书" / "院校").glob("*_信息表.xlsx"):
        sheet = openpyxl.load_workbook(path).worksheets[0]
        lines = [str(cell) for (cell, *_) in sheet.values if cell]
        name = sheet["F3"].value
        assert f"申请单位：{name}组委会（办公室）" in lines
