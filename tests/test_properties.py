"""What must hold for any row: a blank never passes, more score never harms, an export is clean when checked again."""

from datetime import date, datetime
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

import jineng.udfs as udfs
from jineng.validators.compiler import both, compile_rows, either
from jineng.validators.context import Context
from jineng.validators.expressions import call, cell, choose, column, filled, first_known, known, parameter
from jineng.validators.forms import FORMS
from jineng.validators.functions import FUNCTIONS, PASS, REVIEW
from jineng.validators.identity import check_digit, id_fault, id_number
from jineng.validators.levels import LEVELS, level
from jineng.validators.programmes import CHECKS
from jineng.validators.rules import requirement
from jineng.validators.values import number
from jineng.workbooks.checker import Aids, check_file, check_sheets
from jineng.workbooks.export import export_sheets
from jineng.workbooks.sheets import Sheet

SCORES = st.one_of(
    st.sampled_from([0, 59, 59.99, 59.996, 60, 60.0, 60.01, 99.5, 100, "60", "60分", "59.99分", 0.1 + 0.2, 31.05]),
    st.decimals(0, 100, places=3).map(float),
)
DAYS = st.dates(date(1950, 1, 1), date(2012, 12, 31))
FINALS = st.dates(date(2024, 1, 1), date(2025, 12, 31))
PRIOR = st.sampled_from([*LEVELS, "三级", "四级", "高级工", "三级/高级工", "高级", ""])
AWARDS = st.sampled_from(["一等奖", "金牌", "优胜奖", "第三名", "无", "", "参与奖"])
OCCUPATIONS = st.sampled_from(["电工", "车工", ""])
ANYTHING = st.one_of(
    SCORES, DAYS, PRIOR, AWARDS, st.none(), st.booleans(), st.text(max_size=8), st.floats(), st.integers()
)

VALUES = {
    "theory": SCORES, "practical": SCORES, "prior_level": PRIOR, "prior_occupation": OCCUPATIONS, "occupation": OCCUPATIONS,
    "max_level": PRIOR, "birth": DAYS, "final_date": FINALS, "award": AWARDS,
}  # fmt: skip
#: Blank stands for “none” here (Settled readings), or does not matter below 高级工.
MAY_BE_BLANK = {"prior_level", "prior_occupation", "max_level", "occupation"}
VERDICTS = ["ELIGIBLE_SENIOR", "ELIGIBLE_TECHNICIAN", "PROMOTED_LEVEL"]


def rows(name: str) -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries({argument: VALUES[argument] for argument, _ in FUNCTIONS[name].args})


@pytest.mark.parametrize("name", VERDICTS)
@given(data=st.data())
def test_a_blank_where_the_verdict_depends_on_it_never_passes(name, data):
    row = data.draw(rows(name))
    verdict = getattr(udfs, name)(**row)
    matters = row.keys() - MAY_BE_BLANK - ({"birth", "final_date"} if verdict == "技师（二级）" else set())
    for argument in matters:  # the second rule asks nobody's age
        blanked = getattr(udfs, name)(**{**row, argument: ""})
        assert blanked not in (PASS, *LEVELS), argument
        if verdict in (PASS, *LEVELS):
            assert blanked == REVIEW


@pytest.mark.parametrize("name", VERDICTS)
@given(data=st.data())
def test_more_score_never_turns_a_pass_into_a_failure(name, data):
    row = data.draw(rows(name))
    if getattr(udfs, name)(**row) in (PASS, *LEVELS):
        for score in ("theory", "practical"):
            more = min(100.0, float(number(row[score])) + data.draw(st.floats(0, 40)))
            assert getattr(udfs, name)(**{**row, score: more}) == getattr(udfs, name)(**row)


@pytest.mark.parametrize("name", list(FUNCTIONS))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_function_never_raises_and_never_errs(name, data):
    answer = getattr(udfs, name)(*(data.draw(ANYTHING) for _ in FUNCTIONS[name].args))
    assert "程序内部错误" not in str(answer)


@given(DAYS, st.integers(0, 999))
def test_every_well_formed_id_number_is_right_and_every_single_slip_is_found(birth, order):
    first = f"371099{birth:%Y%m%d}{order:03}"
    sound = first + check_digit(first)
    assert id_fault(sound) is None and id_number(sound) == sound
    for at in range(17):
        slip = sound[:at] + str((int(sound[at]) + 1) % 10) + sound[at + 1 :]
        assert id_fault(slip), "one wrong digit is always found"


@given(st.decimals(0, 100, places=4))
def test_a_score_is_compared_as_written(score):
    assert (number(float(score)) >= 60) == (score >= 60)
    assert number(str(score)) == score


@given(st.sampled_from(LEVELS))
def test_a_level_in_its_official_spelling_is_read_back(name):
    assert LEVELS[level(name)] == name


class TestThreeValuedLogic:
    """The generated code against a walk of the tree by hand."""

    LEAVES = (True, False, None)

    @pytest.mark.parametrize(("left", "right"), list(product(LEAVES, LEAVES)))
    def test_and_or(self, left, right):
        lowest = {False: 0, None: 1, True: 2}
        assert both(left, right) is min((left, right), key=lowest.__getitem__)
        assert either(left, right) is max((left, right), key=lowest.__getitem__)

    @given(a=st.one_of(st.none(), st.integers(-2, 2)), b=st.one_of(st.none(), st.integers(-2, 2)))
    @example(a=None, b=0)
    def test_every_operator_is_unknown_only_where_it_must_be(self, a, b):
        x, y = column("theory"), column("practical")
        p, unset = parameter("p"), parameter("unset")
        asked = {
            "ge": x >= y, "gt": x > y, "le": x <= y, "lt": x < y, "eq": x.equals(y), "not": ~(x > y),
            "and": (x > 0) & (y > 0), "or": (x > 0) | (y > 0), "choose": choose(x > y, x, y), "known": known(x),
            "first": first_known(x, y), "first_constant": first_known(x, 7), "filled": filled(x), "call": call("add", x, y),
            "raw": call("add", cell(x), cell(y)) if a is not None and b is not None else known(x), "parameter": x >= p,
            "unset": x >= unset, "unset_or": (x >= unset) | (y > 0), "unset_and": (x >= unset) & (y > 0),
            "constant": choose(p.equals(1), x, y), "missing": column("award") > 1, "missing_filled": filled(column("award")),
        }  # fmt: skip
        check = compile_rows(
            [], list(asked.values()), layout={"theory": 0, "practical": 1}, readers={"theory": "int", "practical": "int"},
            values={"p": 1, "unset": None}, functions={"read_int": lambda v: v, "add": lambda u, v: u + v},
        )  # fmt: skip
        _, answers = check([a, b])
        either_blank = a is None or b is None
        gt = lambda v: None if v is None else v > 0  # noqa: E731
        expected = {
            "ge": None if either_blank else a >= b, "gt": None if either_blank else a > b,
            "le": None if either_blank else a <= b, "lt": None if either_blank else a < b,
            "eq": None if either_blank else a == b, "not": None if either_blank else not a > b,
            "and": both(gt(a), gt(b)), "or": either(gt(a), gt(b)),
            "choose": None if either_blank else (a if a > b else b), "known": a is not None,
            "first": a if a is not None else b, "first_constant": a if a is not None else 7, "filled": a is not None,
            "call": None if either_blank else a + b, "raw": a is not None if either_blank else a + b,
            "parameter": None if a is None else a >= 1, "unset": None, "unset_or": either(None, gt(b)),
            "unset_and": both(None, gt(b)), "constant": a, "missing": None, "missing_filled": False,
        }  # fmt: skip
        assert dict(zip(asked, answers, strict=True)) == expected

    @given(test=st.sampled_from(LEAVES), when=st.sampled_from(LEAVES))
    def test_a_requirement_speaks_only_where_it_applies(self, test, when):
        asked = requirement("X", column("theory").equals(1), "", when=column("practical").equals(1))
        as_cell = {True: 1, False: 0, None: None}
        check = compile_rows(
            [asked], [], layout={"theory": 0, "practical": 1}, readers={"theory": "int", "practical": "int"}, values={},
            functions={"read_int": lambda v: v},
        )  # fmt: skip
        hits, _ = check([as_cell[test], as_cell[when]])
        outcome = hits[0][1] if hits else True
        assert outcome is (True if when is False else test if when else None)


CELLS = st.one_of(
    st.sampled_from([True, False, 1, 1.0, 0, 0.0, "1", None, "", "无", "一等奖", "第一名", "参与奖", "电工", "安全员", "学生组", "学生", "高级",
                     "高级工（三级）", "四级", "“技能兴威”威海市安全员职业技能竞赛", date(2024, 6, 20), datetime(2024, 6, 20), "#N/A", 59.99, 60, 105]),
    SCORES,
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=20, max_size=20), min_size=1, max_size=12))
def test_what_is_remembered_of_earlier_rows_changes_nothing(rows):
    context, checks = Context.of(on=date(2024, 10, 20)), CHECKS["results"]
    layout = {key: at for at, key in enumerate(FORMS["results"].keys)}
    needed = checks.requirements, tuple(checks.facts.values()), layout, checks.derived
    remembering = context.compile(*needed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jineng.validators.context.REPEATING", {})
        plain = context.compile(*needed)
    assert "@remembered" in remembering.source and "@remembered" not in plain.source
    for row in [*rows, *rows]:
        assert repr(remembering(row)) == repr(plain(row))


HEADER = ["序号", "姓名", "性别", "身份证号", "身份", "工作单位", "竞赛名称", "职业（工种）", "组别", "决赛日期", "理论成绩", "实操成绩",
          "总成绩", "名次", "获得奖项", "原职业（工种）", "原职业技能等级", "原证书编号", "联系电话", "备注"]  # fmt: skip
CONTESTS = {"“技能兴威”威海市特色餐饮职业技能大赛": "中式烹调师", "“技能兴威”威海市安全员职业技能竞赛": "安全员"}


#: Cells that are wrong, doubtful or odd, by position.
ODD_CELLS = {
    1: ["", "=1+1", "李"], 2: ["", "女", "M"], 3: ["", 3.7109919e17, "371099199903071230"], 5: ["", "+86 公司"],
    6: ["某大赛", ""], 7: ["电工", ""], 9: ["10月", "", "2024.6.30"], 10: [59.99, "缺考", "", 101], 11: [0, "60分", "免"],
    13: ["", 9], 14: ["无", "", "参与奖"], 16: ["", "高级", "技师", "高级工"], 19: ["=HYPERLINK()", "补考"],
}  # fmt: skip


@st.composite
def contestants(draw):
    """A row of a results sheet, a sound one but for a cell now and then."""
    contest = draw(st.sampled_from(list(CONTESTS)))
    first = f"371099{draw(st.dates(date(1960, 1, 1), date(2006, 1, 1))):%Y%m%d}{draw(st.integers(0, 999)):03}"
    award, place = draw(st.sampled_from([("一等奖", 1), ("第二名", 2), ("优胜奖", 7), ("无", 9)]))
    row = [
        1, draw(st.sampled_from(["张三", "李四", "阿依古丽·买买提"])), "女男"[int(first[16]) % 2], first + check_digit(first), "职工",
        "某厂", contest, CONTESTS[contest], "", date(2024, 10, 20), draw(st.integers(60, 100)), 88.5, "", place, award, "",
        draw(st.sampled_from(["无", "中级工", "四级"])), "", "", "",
    ]  # fmt: skip
    if draw(st.booleans()):
        at = draw(st.sampled_from(list(ODD_CELLS)))
        row[at] = draw(st.sampled_from(ODD_CELLS[at]))
    return row


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(contestants(), max_size=8))
def test_what_is_exported_is_clean_when_checked_again(tmp_path: Path, people):
    sheets = [Sheet("成绩", lambda: iter([HEADER, *people]))]
    folder = tmp_path / str(abs(hash(str(people))))
    outcome = export_sheets(sheets, "成绩.xlsx", folder, Aids(base={"contact": "张三", "phone": "13900000000"}))
    winners = sum(1 for p in people if p[14] not in ("无", ""))
    event(f"{sum(len(c.rows) for c in outcome.contests)} listed")
    assert sum(len(c.rows) for c in outcome.contests) + len(outcome.left_out) == winners, "nobody is lost"
    for contest in outcome.contests:
        again, _ = check_file(contest.files[0], Aids(base={"contact": "张三", "phone": "13900000000"}))
        left = [(f.cell, f.rule, f.message) for f in again.findings if f.severity in ("error", "warning")]
        assert again.error is None and [x for x in left if x[1] not in ("P-T-02", "P-A1-04", "X-03")] == [], (
            "but for doubts carried over"
        )
        assert again.tables[0].rows == len(contest.rows)


@given(st.lists(contestants(), min_size=1, max_size=6), st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_where_a_table_stands_does_not_matter(people, shift):
    down, right = shift % 5, shift % 3
    plain = check_sheets([Sheet("表", lambda: iter([HEADER, *people]))], Aids())[0].findings
    moved_rows = [[""] * (right + 1)] * down + [[""] * right + row for row in (HEADER, *people)]
    moved = check_sheets([Sheet("表", lambda: iter(moved_rows))], Aids())[0].findings
    assert [(f.row + down, f.rule, f.severity) for f in plain] == [(f.row, f.rule, f.severity) for f in moved]
