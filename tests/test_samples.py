"""示例成绩表：内容齐全，差错都在说好的单元格里，此外没有别的差错。其他示例见 test_sample_programmes.py。"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jineng.addin.sample_rows import AREA
from jineng.addin.samples import BOOKS, CLEAN, FILES, Fault, planted_faults, write_samples
from jineng.validators.awards import award
from jineng.validators.contests import catalogue_of
from jineng.validators.identity import id_birth, id_doubt, id_fault, id_sex, tidy_id
from jineng.validators.levels import INTERMEDIATE, NONE, SENIOR, TECHNICIAN, level
from jineng.validators.policy import Policy
from jineng.validators.settings import read_settings
from jineng.validators.values import day, fold, is_blank, number, whole_number

HEADERS = (
    "序号 姓名 性别 身份证号 身份 工作单位 竞赛名称 职业（工种） 组别 决赛日期 理论成绩 实操成绩 总成绩 名次 获得奖项 "
    "原职业（工种） 原职业技能等级 原证书编号 联系电话 备注"
)
PLAN = catalogue_of(Policy("威海", date(2024, 12, 31)))
RULES = (
    "P-014 P-016 P-021 P-T-05 X-01 P-T-03 X-04 X-03 P-T-06 P-T-09 P-A1-04 P-A1-11 P-T-11 P-008 X-07 P-015 P-A1-09 X-06 "
    "P-009"
)

FAULTS = [fault for fault in planted_faults() if fault.file in BOOKS]

Row = dict[str, Any]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    paths = write_samples(tmp_path_factory.mktemp("示例 工作簿") / "新建")
    return {path.name: load_workbook(path) for path in paths}


@pytest.fixture(scope="module")
def rows(books: dict[str, Workbook]) -> list[Row]:
    return [row for file, plans in BOOKS.items() for title, *_ in plans for row in read(file, books[file][title])]


@pytest.fixture(scope="module")
def right(rows: list[Row]) -> list[Row]:
    """没有留差错的获奖选手。"""
    faulty = {(fault.file, fault.sheet, row_of(fault.cell)) for fault in FAULTS if fault.rule != "P-009"}
    return [row for row in rows if winner(row) and (row["file"], row["sheet"], row["row"]) not in faulty]


def read(file: str, sheet: Worksheet) -> list[Row]:
    """成绩表的数据行：表头一行或两行，合并单元格的值补到每一行。"""
    filled = {(cell.row, cell.column): cell.value for line in sheet.iter_rows() for cell in line}
    for merged in sheet.merged_cells.ranges:
        for place in merged.cells:
            filled[place] = sheet.cell(merged.min_row, merged.min_col).value
    top = next(row for (row, _), value in filled.items() if fold(value) == "序号")
    first = top + (filled[top + 1, next(c for (r, c), v in filled.items() if r == top and fold(v) == "序号")] == "序号")
    columns = {fold(filled[first, c]): c for c in range(1, sheet.max_column + 1) if filled[first, c]}
    found = []
    for line in range(first + 1, sheet.max_row + 1):
        row = {header: filled[line, columns[fold(header)]] for header in HEADERS.split()}
        if row["姓名"] and row["身份证号"] and isinstance(row["序号"], int):
            found.append({**row, "file": file, "sheet": sheet.title, "row": line})
    return found


def row_of(cell: str) -> int:
    return int(re.sub(r"\D", "", cell))


def winner(row: Row) -> bool:
    return not is_blank(row["获得奖项"])


def age(row: Row) -> int:
    birth, final = id_birth(row["身份证号"]), day(row["决赛日期"])
    assert birth and final
    return final.year - birth.year - ((final.month, final.day) < (birth.month, birth.day))


def items(rows: list[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[fold(row["竞赛名称"]), row["职业（工种）"]].append(row)
    return found


def too_many(rows: list[Row]) -> bool:
    return sum(map(winner, rows)) * 100 > len(rows) * 60


def same_item(row: Row, rows: list[Row]) -> list[Row]:
    return items(rows)[fold(row["竞赛名称"]), row["职业（工种）"]]


def contest(row: Row) -> Any:
    return PLAN.find(row["竞赛名称"])


# 内容


def test_writing_gives_every_path(tmp_path: Path) -> None:
    paths = write_samples(tmp_path)

    assert paths == [tmp_path / file for file in FILES] and all(path.is_file() for path in paths)
    assert any(" " in path.name for path in paths)


def test_every_writing_has_the_same_cells(books: dict[str, Workbook], tmp_path: Path) -> None:
    for path in write_samples(tmp_path):
        again, before = load_workbook(path), books[path.name]
        assert again.sheetnames == before.sheetnames
        for sheet in before:
            assert list(again[sheet.title].values) == list(sheet.values)
            assert set(map(str, again[sheet.title].merged_cells.ranges)) == set(map(str, sheet.merged_cells.ranges))


def test_all_contests_of_the_plan_and_all_identities_are_there(rows: list[Row]) -> None:
    assert {c.name for c in PLAN.contests} == {contest(row).name for row in rows if contest(row)}
    assert len(PLAN.contests) == 36
    assert len({tidy_id(row["身份证号"]) for row in rows}) >= 300
    assert min(Counter(row["身份"] for row in rows).values()) >= 20
    assert {row["身份"] for row in rows} == {"职工", "教师", "学生"}


def test_nobody_can_be_a_real_person(rows: list[Row]) -> None:
    assert {tidy_id(row["身份证号"]).replace(".", "")[:6] for row in rows} == {AREA} == {"371099"}
    assert all(re.fullmatch(r"1390000\d{4}", str(row["联系电话"])) for row in rows)
    assert all("示例" in row["工作单位"] for row in rows)
    assert all("示例" in row["原证书编号"] for row in rows if not is_blank(row["原证书编号"]))
    births = [birth for row in rows if (birth := id_birth(row["身份证号"]))]
    assert min(births).year >= 1965 and max(births).year <= 2008


def test_ids_are_right_except_where_planted(rows: list[Row]) -> None:
    wrong = {(r["file"], r["sheet"], r["row"]) for r in rows if id_fault(r["身份证号"]) or id_doubt(r["身份证号"])}
    planted = {f for f in FAULTS if f.rule == "X-01" or (f.rule == "P-T-05" and "两次" not in f.what)}

    assert wrong == {(f.file, f.sheet, row_of(f.cell)) for f in planted}


def test_names_of_every_shape_occur(rows: list[Row]) -> None:
    names = {row["姓名"] for row in rows}

    assert names >= {"阿依古丽·买买提", "欧阳文博", "于　洋", "丛　㛃"}
    assert {len(fold(name)) for name in names} == {2, 3, 4, 8}


def test_one_name_stands_for_one_person(rows: list[Row]) -> None:
    people = defaultdict(set)
    for row in rows:
        people[fold(row["姓名"])].add(tidy_id(row["身份证号"]))

    assert all(len(ids) == 1 for ids in people.values())


def test_the_mess_is_there(books: dict[str, Workbook], rows: list[Row]) -> None:
    results = [books[file][title] for file, plans in BOOKS.items() for title, *_ in plans]
    values = [[str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value] for sheet in results]
    words = {value for sheet in values for value in sheet}

    assert any(sheet["C4"].value == "序号" for sheet in results)
    assert any(sheet["A3"].value == "序号" and "A1:T1" in map(str, sheet.merged_cells.ranges) for sheet in results)
    assert any(sheet["A2"].value == "序号" and "A2:A3" in map(str, sheet.merged_cells.ranges) for sheet in results)
    assert words >= {"成绩", "原持证书", "获得\n奖项", "身份证\n号", "合计", "/", "无", "缺考", "#N/A"}
    assert any(word.startswith("裁判长签名：") for word in words)
    texts = {re.sub(r"\d+", "9", row["决赛日期"]) for row in rows if isinstance(row["决赛日期"], str)}
    assert texts == {"9.9.9", "9年9月9日", "9/9/9", "9月底"}
    assert any(not isinstance(row["决赛日期"], str) for row in rows)
    assert any(str(row["理论成绩"]).endswith("分") for row in rows)
    ids = [str(row["身份证号"]) for row in rows]
    assert any(i.endswith("x") for i in ids) and any(i.endswith("X") for i in ids) and any("０" in i for i in ids)
    assert {row["原职业技能等级"] for row in rows} >= {"三级", "高级工", "三级/高级工", "高级工（三级）", "无", None}


def test_merged_columns_have_a_value_in_the_first_cell_only(books: dict[str, Workbook]) -> None:
    sheet = books["市直部门.xlsx"]["餐饮、安全员、工会"]

    assert "竞赛名称" in sheet["G3"].value
    assert "G4:G36" in map(str, sheet.merged_cells.ranges)
    assert sheet["G4"].value and sheet["G5"].value is None


def test_settings_are_all_understood(books: dict[str, Workbook]) -> None:
    for file in BOOKS:
        (head, *pairs) = books[file]["设置"].values
        given, problems = read_settings((title, value) for title, value, _ in pairs)

        assert head == ("设置项", "值", "说明")
        assert (problems, set(given)) == ([], {"place", "applicant", "contact", "phone", "apply_day"})
        assert given["place"] == "威海" and given["applicant"].endswith("组委会（办公室）")


def test_registers_say_that_they_are_samples_and_agree_with_the_results(
    books: dict[str, Workbook], rows: list[Row]
) -> None:
    prior = {(row["姓名"], tidy_id(row["身份证号"]), level(row["原职业技能等级"])) for row in rows}
    for file in ("行业协会和企业.xlsx", CLEAN):
        note, head, *occupations = books[file]["职业目录"].values
        assert "示例数据" in note[0]
        assert head == ("职业（工种）", "职业编码", "最高等级", "别名", "已备案")
        assert all(level(top) for _, _, top, _, _ in occupations)
        note, head, *certificates = books[file]["已有证书"].values
        assert "示例数据" in note[0]
        assert head == ("姓名", "身份证号", "职业（工种）", "职业技能等级", "证书编号", "发证日期")
        assert certificates and all(
            (name, number, level(rank)) in prior for name, number, _, rank, _, _ in certificates
        )


# 差错


def bad_score(row: Row, header: str) -> bool:
    value = number(row[header])
    return value is None or not 60 <= value <= 100


#: Rule → does this cell of the row break it?
SEEN: dict[str, Callable[[Row, str, list[Row]], bool]] = {
    "P-014": lambda row, header, _: bad_score(row, header),
    "P-016": lambda row, header, _: header == "身份证号" and age(row) < 18 and row["身份"] == "学生",
    "P-021": lambda row, header, _: (
        (level(row[header]) or 0) >= TECHNICIAN and row["原职业（工种）"] == row["职业（工种）"]
    ),
    "P-T-05": lambda row, header, rows: (
        bool(id_fault(row[header])) or [r[header] for r in same_item(row, rows)].count(row[header]) == 2
    ),
    "X-01": lambda row, header, _: not isinstance(row[header], str) and len(f"{row[header]:.0f}") == 18,
    "P-T-03": lambda row, header, _: header == "性别" and row[header] not in {"男", "女"},
    "X-04": lambda row, header, _: header == "性别" and row[header] != id_sex(row["身份证号"]),
    "X-03": lambda row, header, rows: (
        len({r["姓名"] for r in rows if tidy_id(r["身份证号"]) == tidy_id(row[header])}) == 2
    ),
    "P-T-06": lambda row, header, _: PLAN.find(row[header]) is None and bool(PLAN.nearest(row[header])),
    "P-T-09": lambda row, header, _: contest(row).has(row[header]) is False,
    "P-A1-04": lambda row, header, _: contest(row).has(row[header]) is None,
    "P-A1-11": lambda row, header, _: header == "组别" and (row["身份"], row[header]) == ("学生", "职工组"),
    "P-T-11": lambda row, header, _: award(row[header]) is None,
    "P-008": lambda row, header, _: header == "名次" and row[header] is None,
    "X-07": lambda row, header, _: row[header] == "#N/A",
    "P-015": lambda row, header, _: (
        level(row["原职业技能等级"]) == SENIOR and row[header] not in {row["职业（工种）"], None}
        if header == "原职业（工种）"
        else level(row[header]) is None
    ),
    "P-A1-09": lambda row, header, _: day(row[header]).timetuple()[:2] != contest(row).planned,  # type: ignore[union-attr]
    "X-06": lambda row, header, _: day(row[header]) is None and not is_blank(row[header]),
    "P-009": lambda row, header, rows: header == "获得奖项" and too_many(same_item(row, rows)),
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.rule} {f.what}")
def test_every_planted_fault_stands_where_said(fault: Fault, books: dict[str, Workbook], rows: list[Row]) -> None:
    line = row_of(fault.cell)
    row = next(r for r in rows if (r["file"], r["sheet"], r["row"]) == (fault.file, fault.sheet, line))
    value = books[fault.file][fault.sheet][fault.cell].value
    (header,) = {h for h in HEADERS.split() if row[h] is value and column_of(books, fault, h)}

    assert winner(row)
    assert SEEN[fault.rule](row, header, rows)


def column_of(books: dict[str, Workbook], fault: Fault, header: str) -> bool:
    sheet = books[fault.file][fault.sheet]
    above = [cell.value for cell in sheet[re.sub(r"\d", "", fault.cell)][: row_of(fault.cell)]]
    return fold(header) in map(fold, above)


def test_every_rule_is_broken_at_least_once_and_no_cell_twice() -> None:
    assert {fault.rule for fault in FAULTS} == set(RULES.split())
    assert len({fault[:3] for fault in FAULTS}) == len(FAULTS)
    assert all(fault.file != CLEAN for fault in FAULTS)


def test_an_error_value_is_a_real_one(books: dict[str, Workbook]) -> None:
    (fault,) = (f for f in FAULTS if f.rule == "X-07")

    assert books[fault.file][fault.sheet][fault.cell].data_type == "e"


def test_winners_without_a_planted_fault_may_be_promoted(right: list[Row]) -> None:
    for row in right:
        if row["职业（工种）"] == row["原职业（工种）"]:
            assert level(row["原职业技能等级"]) in range(2, TECHNICIAN), row
        else:
            assert level(row["原职业技能等级"]) == NONE and is_blank(row["原职业（工种）"]), row
        assert not bad_score(row, "理论成绩") and not bad_score(row, "实操成绩"), row
        assert age(row) >= 18 and row["性别"] == id_sex(row["身份证号"]), row
        assert contest(row).has(row["职业（工种）"], row["组别"]) and award(row["获得奖项"]), row
        assert whole_number(row["名次"]) and (day(row["决赛日期"]) or date.min).timetuple()[:2] == contest(row).planned
        assert row["组别"] != "学生组" or row["身份"] == "学生"
    ranks = Counter(level(row["原职业技能等级"]) for row in right)
    assert ranks[SENIOR] >= 20 and ranks[INTERMEDIATE] >= 20 and ranks[NONE] >= 60
    assert 18 in {age(row) for row in right}


def test_awards_keep_to_sixty_percent_except_where_planted(rows: list[Row]) -> None:
    planted = {(f.file, f.sheet, row_of(f.cell)) for f in FAULTS if f.rule == "P-009"}
    crowded = [part for part in items(rows).values() if too_many(part)]

    assert {(part[0]["file"], part[0]["sheet"], part[0]["row"]) for part in crowded} == planted


def test_places_run_through_every_item(rows: list[Row]) -> None:
    for part in items(rows).values():
        places = sorted(whole_number(row["名次"]) or 0 for row in part)
        blank = places.count(0)
        assert places[blank:] == sorted(set(places[blank:])) and blank <= 2
        prizes = {award(row["获得奖项"]).family for row in part if award(row["获得奖项"])}  # type: ignore[union-attr]
        assert len(prizes - {""}) == 1


# 全部合格的工作簿


def test_the_clean_workbook_leaves_no_doubt(books: dict[str, Workbook], rows: list[Row], right: list[Row]) -> None:
    clean = [row for row in rows if row["file"] == CLEAN]
    assert [row for row in right if row["file"] == CLEAN] == [row for row in clean if winner(row)]
    for title, *_ in BOOKS[CLEAN]:
        numbers = [row["序号"] for row in clean if row["sheet"] == title]
        assert numbers == list(range(1, len(numbers) + 1))
    for group in (items(clean).values(), [[r for r in clean if contest(r) is c] for c in map(contest, clean)]):
        assert not any(too_many(part) for part in group)
    known = {row[0]: level(row[2]) for row in list(books[CLEAN]["职业目录"].values)[2:]}
    assert {row["职业（工种）"] for row in clean} == set(known) and min(filter(None, known.values())) >= TECHNICIAN
    for row in clean:
        assert row["组别"] is None and isinstance(row["名次"], int)
        assert all(isinstance(row[header], (int, float)) for header in ("理论成绩", "实操成绩", "总成绩"))
        assert row["身份证号"] == tidy_id(row["身份证号"]) and row["竞赛名称"] == contest(row).name
    assert SENIOR in {level(row["原职业技能等级"]) for row in clean if winner(row)}
