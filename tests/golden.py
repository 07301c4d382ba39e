"""Every kind of document as it is exported from people hard to print, and its words: what tests/golden holds.

`python tests/golden.py` writes tests/golden anew; look at what changed before it is committed.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import hard
from docx import Document
from docx.table import Table
from openpyxl import load_workbook

from jineng.workbooks.bundle import export_bundle
from jineng.workbooks.checker import Aids
from jineng.workbooks.chief_export import export_chiefs
from jineng.workbooks.evaluation_export import export_evaluation
from jineng.workbooks.expert_export import export_experts
from jineng.workbooks.export import export_certificates
from jineng.workbooks.publicity_export import export_publicity
from jineng.workbooks.studio_export import export_studios
from jineng.workbooks.target_export import export_targets

GOLDEN = Path(__file__).parent / "golden"
AIDS = Aids(today=date(2024, 10, 30))


@dataclass
class Made:
    """What was exported. files: name in tests/golden → document; notes: all that was said of it."""

    files: dict[str, Path]
    notes: str


def export_all(folder: Path) -> Made:
    """Every export, on small inputs."""
    inputs, out = folder / "入", folder / "出"
    inputs.mkdir()
    results, chiefs = hard.results(inputs / "成绩.xlsx", 4), hard.nominees(inputs / "上报.xlsx", 4)
    studios, evaluation = hard.studios(inputs / "工作室.xlsx", 4), hard.evaluation(inputs / "评估.xlsx", 3)
    outcomes: list[Any] = [
        export(book, out, AIDS)
        for export, book in (
            (export_certificates, results), (export_experts, results), (export_chiefs, chiefs), (export_studios, studios),
            (export_evaluation, evaluation), (export_targets, hard.targets(inputs / "指标.xlsx")),
            (export_publicity, chiefs), (export_publicity, studios), (export_publicity, evaluation),
        )
    ]  # fmt: skip
    bundle = export_bundle(results, out / "材料包", AIDS)
    said = [
        note for outcome in outcomes for note in (*getattr(outcome, "notes", ()), *getattr(outcome, "problems", ()))
    ]
    contest, leader = "技能兴威威海市特色餐饮职业技能大赛", "威海市虚海涛技能大师工作室"
    files = {
        "申请书": out / f"{contest}_申请书.docx",
        "信息表": out / f"{contest}_信息表.xlsx",
        "技术能手情况表": out / f"{contest}_技术能手情况表.xlsx",
        "首席技师汇总表-Excel": out / "上报_首席技师汇总表.xlsx",
        "首席技师汇总表-Word": out / "上报_首席技师汇总表.docx",
        "首席技师建议排序": out / "上报_首席技师建议排序.xlsx",
        "首席技师申报表-Excel": out / "申报表" / f"01_{hard.LONG}_首席技师申报表.xlsx",
        "首席技师申报表-Word": out / "申报表" / f"01_{hard.LONG}_首席技师申报表.docx",
        "工作室申报表-Excel": out / "威海市张三技能大师工作室_申报表.xlsx",
        "工作室申报表-Word": out / "威海市张三技能大师工作室_申报表.docx",
        "绩效评估等次汇总表": out / "评估_等次汇总表.xlsx",
        "绩效评估表-Excel": next(out.glob(f"*_{leader}_绩效评估表.xlsx")),
        "绩效评估表-Word": next(out.glob(f"*_{leader}_绩效评估表.docx")),
        "整改通知": next(out.glob("*_整改通知.docx")),
        "指标完成情况": out / "指标_指标完成情况.xlsx",
        "公示名单-首席技师": out / "上报_首席技师推荐人选公示名单.docx",
        "公示名单-工作室": out / "工作室_技能大师工作室公示名单.docx",
        "公示名单-评估结果": out / "评估_绩效评估结果公示名单.docx",
        "材料清单": next(one for one in bundle.folders if one.submission.key == "report").path / "材料清单.xlsx",
    }
    return Made(files, "\n".join(said))


def words(path: Path) -> str:
    """The words of a document, line by line; cells of a row between bars."""
    return "\n".join(_sheet_lines(path) if path.suffix == ".xlsx" else _letter_lines(path)) + "\n"


def _sheet_lines(path: Path) -> Iterator[str]:
    for sheet in load_workbook(path):
        yield f"【{sheet.title}】"
        for row in sheet.values:
            cells = [str(cell).replace("\n", "⏎") for cell in row if cell is not None]
            if cells:
                yield " | ".join(cells)


def _letter_lines(path: Path) -> Iterator[str]:
    for part in Document(str(path)).iter_inner_content():
        if isinstance(part, Table):
            for row in part._tbl.tr_lst:
                cells = ("⏎".join(p.text for p in cell.p_lst) for cell in row.tc_lst)
                yield " | ".join(cell.replace("\n", "⏎") for cell in cells)
        elif part.text.strip():
            yield part.text.replace("\n", "⏎")


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    GOLDEN.mkdir(exist_ok=True)
    with TemporaryDirectory() as temporary:
        for name, file in export_all(Path(temporary)).files.items():
            (GOLDEN / f"{name}.txt").write_text(words(file), encoding="utf-8")
    sys.exit()
