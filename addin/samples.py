"""示例工作簿：照着竞赛主办单位和人社部门手里的表做的，版式各异，有意留了差错，人员全部虚构。"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from jineng.addin.sample_programmes import PROGRAMMES
from jineng.addin.sample_rows import People, Row, key_of, rows_of
from jineng.addin.sample_sheets import DOUBLE, LISTED, OFFSET, PLAIN, TITLED, write_results, write_settings, write_table
from jineng.validators.contests import Catalogue, catalogue_of
from jineng.validators.levels import level, level_name
from jineng.validators.policy import Policy
from jineng.workbooks.documents import save_book

if TYPE_CHECKING:
    from openpyxl import Workbook


class Fault(NamedTuple):
    """一处有意留下的差错：在哪个文件、工作表、单元格，违反哪条规则，错在哪里。"""

    file: str
    sheet: str
    cell: str
    rule: str
    what: str


CLEAN = "示例_全部合格.xlsx"
#: Results: file → sheets, each with its layout and its contests: together all 36 of the plan.
BOOKS = {
    "市直部门.xlsx": (
        ("餐饮、安全员、工会", TITLED, "一类1 一类3 一类2"),
        ("民政住建畜牧", DOUBLE, "一类4 一类5 一类6 二类8 二类9"),
        ("人社系统", OFFSET, "二类4 二类5 二类6"),
        ("其他部门", LISTED, "二类7 二类10 二类11 二类13 二类14 二类15 二类19"),
    ),
    "区市 开发区.xlsx": (
        ("环翠文登荣成", replace(TITLED, merged="", restart=False), "一类8 一类9 一类10"),
        ("开发区", replace(OFFSET, places="", merged="竞赛名称"), "一类12 一类13 一类14"),
    ),
    "院校.xlsx": (
        ("黄炎培创新创业", TITLED, "二类1"),
        ("中职技能大赛", DOUBLE, "二类2"),
        ("教师教学能力", replace(LISTED, shuffled=True), "二类3"),
    ),
    "行业协会和企业.xlsx": (
        ("电力", replace(OFFSET, merged="工作单位"), "一类7"),
        ("海事邮政烟草", replace(TITLED, padded_names=False), "二类16 二类17 二类18"),
        ("协会和企业", DOUBLE, "二类20 二类21 二类22"),
    ),
    CLEAN: (("乳山市竞赛成绩", PLAIN, "一类11"), ("电梯竞赛成绩", PLAIN, "二类12")),
}
#: Every sample, in the order of writing.
FILES: tuple[str, ...] = (*BOOKS, *PROGRAMMES)
_WITH_REGISTERS = {"行业协会和企业.xlsx", CLEAN}
_NOTE = "本表为示例数据：编码、最高等级、备案情况、证书均为虚构，使用前请换成正式资料。"
_OCCUPATIONS = {"职业（工种）": 28, "职业编码": 14, "最高等级": 20, "别名": 16, "已备案": 10}
_CERTIFICATES = {"姓名": 16, "身份证号": 22, "职业（工种）": 28, "职业技能等级": 18, "证书编号": 18, "发证日期": 14}
#: Occupations that the plan also calls by another name.
_ALIASES = {"工程测量员": "工程测量", "中式烹调师": "中式烹饪", "养老护理员": "养老照护", "焊工": "焊接技术"}


def write_samples(folder: Path) -> list[Path]:
    """在文件夹中写出示例工作簿，返回文件路径；文件夹不存在就新建，同名文件覆盖。"""
    folder.mkdir(parents=True, exist_ok=True)
    books, _ = _build()
    for file, book in books.items():
        save_book(folder / file, book)
    return [folder / file for file in books]


@cache
def planted_faults() -> tuple[Fault, ...]:
    """示例工作簿中有意留下的全部差错，单元格与 write_samples 写出的一致。

    A fault of several rows stands at one cell: P-009 at the 获得奖项 of the item's first place; a person entered twice
    and one ID under two names at the 身份证号 of the later row. A wrong contest name or item, copied down the whole
    item, is listed for the winners' rows only.
    """
    return tuple(_build()[1])


def _build() -> tuple[dict[str, "Workbook"], list[Fault]]:
    from openpyxl import Workbook

    plan = catalogue_of(Policy("威海", date(2024, 12, 31)))
    contests = {key_of(contest): contest for contest in plan.contests}
    people = People(Random(2024))
    books: dict[str, Workbook] = {}
    faults = []
    for file, sheets in BOOKS.items():
        books[file] = book = Workbook()
        book.remove(book.worksheets[0])
        written: list[Row] = []
        for title, layout, keys in sheets:
            blocks = [rows_of(contests[key], people, tidy=file == CLEAN) for key in keys.split()]
            if layout.shuffled:
                people.rng.shuffle(blocks[0])
            found = write_results(book.create_sheet(title), layout, blocks)
            faults += [Fault(file, title, *fault) for fault in found]
            written += [row for block in blocks for row in block]
        if file in _WITH_REGISTERS:
            _registers(book, plan, written, everything=file != CLEAN)
        _settings(book, written[0]["竞赛名称"], date(2024, 10, 30) if file == CLEAN else date(2024, 12, 2))
    for file, fill in PROGRAMMES.items():
        books[file] = book = Workbook()
        book.remove(book.worksheets[0])
        faults += [Fault(file, *fault) for fault in fill(book)]
    return books, faults


# 设置和名册


def _settings(book: "Workbook", contest: str, applied: date) -> None:
    rows = (
        ("地区", "威海", "按哪个地区的通知校验"),
        ("申请单位", f"{contest}组委会（办公室）", "信息表表尾和申请书落款"),
        ("联系人", "丛明月", "虚构"),
        ("联系电话", "13900009999", "虚构"),
        ("申请日期", applied, "信息表表尾和申请书落款的年月日"),
    )
    write_settings(book, rows)


def _registers(book: "Workbook", plan: Catalogue, rows: Sequence[Row], everything: bool) -> None:
    """职业目录和已有证书，后者与成绩表中没有差错的行一致。"""
    used = dict.fromkeys(row["职业（工种）"] for row in rows)
    planned = dict.fromkeys(item for c in plan.contests for items in c.items.values() for item in items)
    listed = [item for item in (planned if everything else used) if item not in _ALIASES.values()]
    occupations = [(o, f"示例-{n:03d}", _highest(n, o), _ALIASES.get(o), "是") for n, o in enumerate(listed, 1)]
    write_table(book.create_sheet("职业目录"), _OCCUPATIONS, occupations, _NOTE)

    holders = [row for row in rows if row["原证书编号"] and not row.faults]
    certificates = [
        (row["姓名"], row["身份证号"], row["原职业（工种）"], level_name(level(row["原职业技能等级"]) or 0),
         row["原证书编号"], date(2022 + n % 2, n % 12 + 1, n % 28 + 1))
        for n, row in enumerate(holders)
    ]  # fmt: skip
    write_table(book.create_sheet("已有证书"), _CERTIFICATES, certificates, _NOTE)


def _highest(number: int, occupation: str) -> str:
    return "高级工（三级）" if occupation == "保育员" else ("高级技师（一级）", "技师（二级）")[number % 2]
