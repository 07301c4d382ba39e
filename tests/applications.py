"""首席技师, 工作室 and 年度绩效评估 made up at random, and what must become of each, worked out a second time and plainly."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import chief_rows
import evaluation_books
import hard
import studio_forms
from again import ALONE, unsaid
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from jineng.workbooks.checker import Aids
from jineng.workbooks.chief_export import export_chiefs
from jineng.workbooks.evaluation_export import export_evaluation
from jineng.workbooks.publicity_export import export_publicity
from jineng.workbooks.studio_export import export_studios

AIDS = Aids(today=date(2024, 10, 30))
_GIVEN = {"申请单位": "环翠区人力资源和社会保障局", "联系人": "李四", "联系电话": "0631-5190000"}
_CLOSING = date(2024, 7, 31)
#: What keeps a nominee, a studio or an evaluated studio out; {} is nothing.
_CHIEF_FAULTS: tuple[dict[str, Any], ...] = (
    {}, {}, {}, {"skill_level": "技师（二级）"}, {"frontline": "否"}, {"unobjected": "否"}, {"sex": "女"}, {"id_number": "371099198005070010"},
)  # fmt: skip
_STUDIO_FAULTS: tuple[dict[str, Any], ...] = (
    {}, {}, {"leader_level": "技师（二级）"}, {"frontline": "否"}, {"count_total": "99"}, {"cover_host": "另一家公司"},
)  # fmt: skip
#: Of somebody without a 申报表, which the export says, what he is to write himself stays blank in his.
_BLANK_FORM = ("没有填写", "都空着", "情况为空", "材料为空", "简介为空", "只有表头")
#: 未评, and no line between 优秀 and 合格: both stand in the table.
_NOT_GRADED = ("优秀分数线、优秀名额、优秀比例上限（%）未设置", "等次没有区分优秀和合格", "专家得分为空")
_SCORES = (0, 49.5, 49.99, 50, 60, 84.99, 85, 85.01, 99.5, 100, "", 101)
_WORDS = (hard.LONG_UNIT, "@某某有限公司", "A&B <C>有限公司", "+86 某店有限公司", "威海市某某有限公司")


def faults(seed: int, folder: Path) -> list[str]:
    """What is wrong with all documents of one made-up workbook of each kind; nothing, if all is well."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = Random(seed)
    found = [*_chiefs(chance, folder), *_studios(chance, folder), *_evaluation(chance, folder)]
    return [f"{seed}：{problem}" for problem in found]


def _chiefs(chance: Random, folder: Path) -> Iterable[str]:
    people, sound, to_post = [], [], []
    for order in range(chance.randint(1, 4)):
        birth = f"{chance.randrange(1970, 1992)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
        fault = chance.choice(_CHIEF_FAULTS)
        people.append(chief_rows.nominee(order, birth, **{
            "name": chance.choice((*hard.NAMES, "虚")) + "甲乙丙丁"[order], "unit": chance.choice(_WORDS),
            "honour_tier": chance.choice(("国家级", "省级", "市级", "无")), "honour_count": chance.randrange(4),
            "industry": chance.choice(("先进制造业", "餐饮业")), "achievements": hard.STORY[: chance.randrange(400)] or "一项",
            **fault,
        }))  # fmt: skip
        sound += [] if fault else [people[-1]]
        to_post += [people[-1]] if not fault or "unobjected" in fault else []  # that is asked only after posting
    with_form = [one for one in people if chance.random() < 0.5]
    forms = [chief_rows.form(one, f"申报表{n}") for n, one in enumerate(with_form)]
    book = chief_rows.write(folder / "首席.xlsx", chief_rows.listed(people), *forms, chief_rows.settings(**_GIVEN))
    outcome = export_chiefs(book, folder / "首席", AIDS)
    posted = export_publicity(book, folder / "首席", AIDS)
    if outcome.report.error or posted.report.error:
        yield f"首席技师 {outcome.report.error or posted.report.error}"
        return
    wanted = [one["id_number"] for one in sound]
    if {row[4] for row in outcome.left_out} != {p["id_number"] for p in people} - set(wanted):
        yield "首席技师未列入的人不对"
    if not all(row[-1] for row in outcome.left_out):
        yield "首席技师未列入的人没有原因"
    if not sound:
        return
    sheet, letter, order_sheet, *own = outcome.files
    for table in (_cells(sheet), _cells(letter)):
        if [row[6] for row in table if re.fullmatch(r"\d{17}[\dX]", row[6])] != wanted:
            yield "汇总表列入的人不对"
    shown = {row[2]: int(row[0]) for row in _cells(order_sheet) if row[0].isdigit()}
    if shown != dict(zip((p["name"] for p in sound), _places(sound), strict=True)):
        yield f"建议排序不对 {shown}"
    if len(own) != 2 * len(sound):
        yield f"申报表 {len(own)} 份"
        return
    for person, files in zip(sound, zip(own[::2], own[1::2], strict=True), strict=True):
        if any(person["id_number"] not in _words(f) or person["name"] not in _words(f) for f in files):
            yield f"申报表里没有 {person['name']}"
        yield from _again(files, outcome.notes, () if person in with_form else _BLANK_FORM)
    yield from _again((sheet, letter), outcome.notes)
    yield from _posted(posted.files, [p["id_number"] for p in to_post], [p["name"] for p in to_post])


def _places(sound: Sequence[dict[str, Any]]) -> list[int]:
    """首席技师通知一, plainly: tier, number of honours, 45 and younger, the industries named."""

    def key(one: dict[str, Any]) -> tuple[int, int, bool, bool]:
        born = one["id_number"][6:14]
        age = 2024 - int(born[:4]) - (born[4:] > "0731")
        count = one["honour_count"] if one["honour_tier"] != "无" else 0
        return "国家级省级市级无".index(one["honour_tier"]), -count, age > 45, one["industry"] != "先进制造业"

    ordered = sorted(map(key, sound))
    return [ordered.index(key(one)) + 1 for one in sound]


def _studios(chance: Random, folder: Path) -> Iterable[str]:
    forms, sound = [], []
    for order in range(chance.randint(1, 2)):
        fault = chance.choice(_STUDIO_FAULTS)
        name, unit = chance.choice((*hard.NAMES, "虚")) + "甲乙"[order], chance.choice(_WORDS)
        forms.append({
            "leader_name": name, "studio": f"威海市{name}技能大师工作室", "applicant_unit": unit, "cover_host": unit,
            "unit_post": f"{unit} 车工", "id_number": studio_forms.number("19800507", f"{chance.randrange(100) * 2 + order * 500 + 1:03}"),
            "deeds": hard.STORY[: chance.randrange(900)] or "无", **fault,
        })  # fmt: skip
        sound += [] if fault else [forms[-1]]
    book = studio_forms.workbook(folder / "工作室.xlsx", *forms, **_GIVEN)
    outcome = export_studios(book, folder / "工作室", AIDS)
    posted = export_publicity(book, folder / "工作室", AIDS)
    if outcome.report.error or posted.report.error:
        yield f"工作室 {outcome.report.error or posted.report.error}"
        return
    if [row[1] for row in outcome.left_out] != [f["studio"] for f in forms if f not in sound]:
        yield "未导出的工作室不对"
    if len(outcome.files) != 2 * len(sound):
        yield "工作室申报表的份数不对"
    for form, files in zip(sound, zip(outcome.files[::2], outcome.files[1::2], strict=True), strict=True):
        for file in files:
            said = _words(file)
            if any(
                re.sub(r"\s", "", form[key]) not in said for key in ("studio", "applicant_unit", "id_number", "deeds")
            ):
                yield f"{file.name} 里缺字"
    yield from _again(outcome.files, outcome.notes)
    if sound:
        yield from _posted(posted.files, [f["id_number"] for f in sound], [f["studio"] for f in sound])


def _evaluation(chance: Random, folder: Path) -> Iterable[str]:
    line = chance.choice((85, None))
    rows, wanted = [], {}
    for order in range(chance.randint(1, 6)):
        score, year = chance.choice(_SCORES), chance.choice((2019, 2021, 2022, 2023))
        rows.append(evaluation_books.studio(chance.choice(hard.NAMES) + "甲乙丙丁戊己"[order], score,
                                            approved_year=year, host=chance.choice(_WORDS)))  # fmt: skip
        if year < 2023 and score != 101:
            wanted[rows[-1]["studio"]] = _grade(score, line)
    scores = [chance.randint(0, most) for most in evaluation_books.ITEMS.values()]
    wanted["威海市虚表技能大师工作室"] = _grade(sum(scores), line)
    given = {**_GIVEN, "结果公布日期": date(2024, 9, 30), **({"优秀分数线": line} if line else {})}
    book = evaluation_books.book(folder / "评估.xlsx", rows, evaluation_books.own_sheet("虚表", scores), **given)
    outcome = export_evaluation(book, folder / "评估", AIDS)
    posted = export_publicity(book, folder / "评估", AIDS)
    if outcome.report.error or posted.report.error:
        yield f"评估 {outcome.report.error or posted.report.error}"
        return
    shown = {row[1]: row[9] for row in _cells(outcome.files[0])[2:] if row[0].isdigit()}
    if shown != wanted:
        yield f"等次不对：{set(wanted.items()) ^ set(shown.items())}"
    if {row[2] for row in outcome.left_out} != {one["studio"] for one in rows} - wanted.keys():
        yield "未列入的工作室不对"
    letters = [file for file in outcome.files if file.stem.endswith("整改通知")]
    failed = [name for name, grade in wanted.items() if grade == "不合格"]
    if len(letters) != len(failed):
        yield f"整改通知 {len(letters)} 份，应为 {len(failed)} 份"
    for name, file in zip(failed, letters, strict=False):
        said = _words(file)
        if name not in said or "给予一年整改时间，自2024年9月30日起至2025年9月30日止" not in said:
            yield f"{file.name} 不对"
    tables = [file for file in outcome.files if file not in letters]
    if len(tables) != 3 or any(str(sum(scores)) not in _words(file) for file in tables[1:]):
        yield "评估表的合计不对"
    yield from _again(tables, [*outcome.notes, *outcome.summary], _NOT_GRADED)
    certain = [name for name, grade in wanted.items() if grade in ("优秀", "合格", "不合格")]
    if certain:
        yield from _posted(posted.files, [], certain)


def _grade(score: Any, line: int | None) -> str:
    """工作室通知二（一）, plainly."""
    if score == "":
        return "未评"
    if score < 50:
        return "不合格"
    return "合格（优秀线未设置）" if line is None else "优秀" if score >= line else "合格"


def _again(files: Iterable[Path], notes: Iterable[str], known: Sequence[str] = ()) -> Iterable[str]:
    said = "\n".join(notes)
    for file in files:
        yield from unsaid(file, AIDS, said, (*ALONE, *known))


def _posted(files: Sequence[Path], numbers: Sequence[str], names: Sequence[str]) -> Iterable[str]:
    """The list that is posted names all of them and nobody else, and no whole ID number."""
    if len(files) != 1:
        yield f"公示名单 {len(files)} 份"
        return
    said, table = _words(files[0]), _cells(files[0])[1:]
    if [row[1] for row in table] != list(names):
        yield "公示名单的人不对"
    if re.search(r"\d{17}[\dX]", said) or any(f"{n[:6]}********{n[-4:]}" not in said for n in numbers):
        yield "公示名单的身份证号不对"


def _cells(path: Path) -> list[list[str]]:
    """The cells of a document's first table."""
    if path.suffix == ".xlsx":
        return [["" if v is None else str(v) for v in row] for row in load_workbook(path).worksheets[0].values]
    rows = Document(str(path)).tables[0]._tbl.tr_lst
    return [["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.tc_lst] for row in rows]


def _words(path: Path) -> str:
    """All that a document says, without space."""
    if path.suffix == ".xlsx":
        words = "".join(
            str(cell) for row in load_workbook(path).worksheets[0].values for cell in row if cell is not None
        )
    else:
        words = "".join(t.text or "" for t in Document(str(path)).element.body.iter(qn("w:t")))
    return re.sub(r"\s", "", words)
