"""What the page writes for downloading: each the same as a command of `jineng export`, with what that would say."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jineng.addin import summary
from jineng.validators.findings import FileReport
from jineng.workbooks.bundle import export_bundle
from jineng.workbooks.checker import Aids
from jineng.workbooks.chief_export import export_chiefs
from jineng.workbooks.evaluation_export import export_evaluation
from jineng.workbooks.expert_export import export_experts
from jineng.workbooks.export import export_certificates
from jineng.workbooks.pdf import find_office
from jineng.workbooks.publicity_export import export_publicity
from jineng.workbooks.sheets import SUFFIXES
from jineng.workbooks.studio_export import export_studios
from jineng.workbooks.target_export import export_targets


class Document(NamedTuple):
    """One thing to be written from a workbook.

    forms  a workbook without any of these has nothing to write it from
    pdf    whether it can be had as PDF too, as on the command line
    """

    title: str
    about: str
    forms: frozenset[str]
    write: Callable[[Path, Path, Aids], Any]
    words: Callable[[Any], Sequence[str]]
    pdf: bool = True


_RESULTS = frozenset({"results"})
_CHIEF, _STUDIO = frozenset({"chief", "chief_form"}), frozenset({"studio"})
_EVALUATION = frozenset({"evaluation", "score_sheet"})

DOCUMENTS: dict[str, Document] = {
    "certificate": Document("证书信息表和申请书", "每个竞赛一份 Excel、一份 Word", _RESULTS, export_certificates,
                            summary.export_lines),
    "expert": Document("技术能手情况表", "每个竞赛一份 Excel", _RESULTS, export_experts, summary.export_lines),
    "chief": Document("首席技师汇总表、申报表", "Excel 和 Word，附建议排序", _CHIEF, export_chiefs, summary.chief_lines),
    "studio": Document("工作室申报表", "每家 Word 和 Excel 各一份", _STUDIO, export_studios, summary.studio_lines),
    "evaluation": Document("绩效评估汇总表、整改通知", "Excel 和 Word", _EVALUATION, export_evaluation,
                           summary.evaluation_lines),
    "targets": Document("指标完成情况", "一份 Excel，附进度图", frozenset({"targets"}), export_targets,
                        summary.target_lines),
    "publicity": Document("公示名单", "Word，身份证号隐去中间8位，日期留空", frozenset({"chief"}) | _STUDIO | _EVALUATION, export_publicity,
                          summary.publicity_lines),
    "bundle": Document("材料包", "每项材料一个文件夹，附材料清单和期限", _RESULTS | _CHIEF | _STUDIO | _EVALUATION,
                       export_bundle, summary.bundle_lines, pdf=False),
}  # fmt: skip

#: What is written of any file that could be checked.
COPIES = {
    "marked": ("标记的副本", "有问题的单元格着色、加批注，另有“校验结果”表"),
    "findings": ("校验结果", "逐条列出的工作簿，可发给填表的人"),
}

#: Key → title and what it is, of everything that can be downloaded.
OFFERS = {**COPIES, **{key: (document.title, document.about) for key, document in DOCUMENTS.items()}}


def printable(kind: str) -> bool:
    """Whether it can be had as PDF too: by a LibreOffice, where this PC has one."""
    return kind in DOCUMENTS and DOCUMENTS[kind].pdf and find_office() is not None


def offered(report: FileReport) -> Iterator[str]:
    """What can be downloaded of a file: the copies, and the documents that it has the tables for."""
    if report.error:
        return
    yield from (key for key in COPIES if key != "marked" or report.file.lower().endswith(SUFFIXES))
    forms = {table.form for table in report.tables if table.rows}
    yield from (key for key, document in DOCUMENTS.items() if forms & document.forms)
