"""A results workbook, files to put into the folders of 材料包, and what its 材料清单 says."""

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from expert_rows import HEADER, person
from openpyxl import Workbook, load_workbook

from jineng.workbooks.bundle import Bundle
from jineng.workbooks.checker import Aids

AIDS = Aids(today=date(2024, 10, 30))
CONTEST = "技能兴威威海市特色餐饮职业技能大赛"
PLATFORM, REPORT = f"{CONTEST}/1 平台申领", f"{CONTEST}/2 竞赛结束15天材料"
LETTER = f"{PLATFORM}/01 申请书/{CONTEST}_申请书.docx"
TABLE = f"{PLATFORM}/05 信息表/{CONTEST}_信息表.xlsx"
EXPERTS = f"{REPORT}/05 技术能手情况表/{CONTEST}_技术能手情况表.xlsx"
PHOTOS = f"{REPORT}/03 竞赛现场照片"


def results(path: Path, *rows: list[Any], **settings: Any) -> Path:
    book = Workbook()
    for row in (HEADER, *(rows or (person(1, 1), person(2, 2), person(3)))):
        book.worksheets[0].append(row)
    sheet = book.create_sheet("设置")
    for pair in (("设置项", "值"), *settings.items()):
        sheet.append(pair)
    book.save(path)
    return path


def pdf(path: Path, words: str = "") -> Path:
    path.write_bytes(b"%PDF-1.7\n" + words.encode())
    return path


def photo(path: Path) -> Path:
    path.write_bytes(b"\xff\xd8\xff\xe0" + path.name.encode())
    return path


def listed(folder: Path) -> dict[str, dict[str, str]]:
    """The list of a 材料清单 by item: header → words."""
    rows = list(load_workbook(folder / "材料清单.xlsx")["材料清单"].iter_rows(values_only=True))
    top = next(n for n, row in enumerate(rows) if row[0] == "序号")
    return {
        str(row[1]): {str(k): str(v or "") for k, v in zip(rows[top], row, strict=True)}
        for row in rows[top + 1 :]
        if row[1]
    }


def head(folder: Path) -> list[str]:
    rows = load_workbook(folder / "材料清单.xlsx")["材料清单"].iter_rows(values_only=True)
    return [str(row[0]) for row in rows if row[0] and row[1] is None]


def colour(folder: Path, words: str) -> str:
    """The font colour of the first cell with these words."""
    cells = (c for row in load_workbook(folder / "材料清单.xlsx")["材料清单"] for c in row)
    return str(next(c for c in cells if c.value and words in str(c.value)).font.color.rgb)


def contents(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()
    }


def lacking(bundle: Bundle) -> dict[str, list[str]]:
    return {f.path.name: f.lacking for f in bundle.folders}
