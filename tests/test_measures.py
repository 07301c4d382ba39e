"""若干措施: its amounts as data, what the functions make of them, and the tables of bonuses and allowances."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jineng.udfs import CONTEST_BONUS, CONTEST_BONUS_NOTE, HONOUR_GRANT, TALENT_CARD, TARGET_PROGRESS
from jineng.validators.bonuses import TIERS, contest_level, money
from jineng.validators.findings import Finding
from jineng.validators.identity import check_digit
from jineng.validators.policy import Policy
from jineng.workbooks.checker import Aids, check_sheets
from jineng.workbooks.sheets import Sheet

WEIHAI = Policy("威海", date(2024, 10, 20))
NOTICE = Path(WEIHAI.clause("M-01").notice.path)
PERSON = "37109919990307123" + check_digit("37109919990307123")
OTHER = "37109919900101124" + check_digit("37109919900101124")


def findings(header: list[str], rows: list[list[Any]], place: str = "威海") -> list[Finding]:
    settings = Sheet("设置", lambda: iter([["设置项", "值"], ["地区", place]]))
    report, _ = check_sheets([Sheet("表", lambda: iter([header, *rows])), settings], Aids(today=date(2024, 11, 1)))
    assert report.error is None
    return [f for f in report.findings if f.sheet == "表"]


class TestData:
    """The amounts in the .toml against the words of the notice."""

    @pytest.mark.parametrize(
        ("key", "value", "words"),
        [
            ("bonus.cap", 100000, "最高10万元"),
            ("bonus.cap_places", 3, "国家级一类职业技能竞赛项目前3名"),
            ("bonus.sender", 100000, "给予选送单位高技能人才培养一次性补助10万元"),
            ("bonus.national_squad", 10000, "国家集训队、山东集训队的选手分别给予1万元、"),
            ("bonus.provincial_squad", 5000, "1万元、5000元"),
            ("bonus.provincial", (5000, 3000, 2000), "5000元、3000元和2000元"),
            ("bonus.city_floor", (2000, 1500, 1000), "不低于2000元、1500元和1000元"),
            ("allowance.monthly_floor", 1000, "每人每月给予不低于1000元津贴"),
            ("studio.subsidy", 50000, "5万元建设补助资金"),
        ],
    )
    def test_an_amount_stands_in_the_words_of_its_clause(self, key, value, words):
        found, clause = WEIHAI.setting(key)
        assert found == value
        assert words in clause.quote

    def test_leaders_of_excellent_studios_get_20000(self):
        assert Policy("威海", date(2022, 1, 1)).value("studio.reward") == 20000
        assert "给予领办人2万元资金奖励" in WEIHAI.clause("M-08b").quote

    def test_every_grant_stands_in_its_clause_with_its_amount(self):
        grants, clause = WEIHAI.setting("honour.grants")
        words = clause.quote.replace(" ", "")
        assert len(grants) == 5
        for name, amount in grants:
            assert re.search(rf"{name}.*?一次性{amount // 10000}万元", words), name

    def test_the_card_has_the_seven_honours_of_the_notice_in_its_order(self):
        listed, clause = WEIHAI.setting("honour.talent_card")
        assert "、".join(listed) == re.search("将(.*)纳入", clause.quote)[1].replace("获得者", "")
        assert len(listed) == 7

    def test_no_amount_stands_in_the_code(self):
        validators = NOTICE.parents[2]
        for module in ("bonuses.py", "honours.py", "targets.py", "programmes/measures.py", "programmes/indicators.py"):
            code = (validators / module).read_text(encoding="utf-8")
            code = re.sub(r'""".*?"""|#.*', "", code, flags=re.DOTALL)
            assert set(re.findall(r"\b\d{3,}_?\d*\b", code)) <= {"100", "10_000"}, module


class TestFunctions:
    def test_every_level_of_the_notice_has_an_amount_and_a_note(self):
        for level, tier in TIERS.items():
            assert CONTEST_BONUS(level, 1) > 0
            assert {"定额": "定额", "上限": "最高", "下限": "不低于"}[tier.kind] in CONTEST_BONUS_NOTE(level, 1)

    @given(st.sampled_from(list(TIERS)), st.integers(1, 50))
    def test_a_better_place_never_brings_less(self, level, place):
        better, worse = CONTEST_BONUS(level, place), CONTEST_BONUS(level, place + 1)
        assert isinstance(worse, str) or isinstance(better, str) or better >= worse

    def test_columns_in_columns_out(self):
        assert CONTEST_BONUS([["省级一类"], ["市级一类"]], [[1], [2]]) == [[5000], [1500]]
        assert HONOUR_GRANT(["全国技术能手", "大国工匠", ""]) == [[100000], [0], [""]]
        assert TALENT_CARD(["全国技术能手", "中华技能大奖"]) == [["符合"], ["不符合"]]
        assert TARGET_PROGRESS(["T-16", "T-05"], [25, 3]) == [[0.5], [1.0]]

    @pytest.mark.parametrize(("words", "level"), [
        ("省一类职业技能竞赛", "省级一类"), ("一类（国家级）", "国家级一类"), ("世赛国家集训队", "国家集训队"), ("山东省集训队", "山东集训队"),
        ("世界技能大赛中国选拔赛", "世赛中国选拔赛"), ("国家级", None), ("一类", None), ("区市级一类", None), ("", None),
    ])  # fmt: skip
    def test_levels_are_read_or_left_open(self, words, level):
        assert contest_level(words) == level

    def test_money_is_compared_exactly(self):
        assert [money(w) for w in ("0.1万元", "1,999.99元", "人民币2000元整", 2000.0)] == [
            1000,
            Decimal("1999.99"),
            2000,
            2000,
        ]
        assert [money(w) for w in ("", None, "无", "二千", "-5", True, "1,00", "12元3角")] == [None] * 8


BONUS = ["姓名", "身份证号", "竞赛名称", "竞赛级别", "竞赛项目（工种）", "名次", "发放单位", "发放金额"]


class TestBonuses:
    def test_a_sound_table_has_nothing_to_find(self):
        rows = [["张三", PERSON, "甲", level, f"项目{n}", place, "某局", amount] for n, (level, place, amount) in enumerate([
            ("世界技能大赛", "优胜奖", 100000), ("国家集训队", "", 10000), ("省级一类", 2, 3000), ("市级一类", 3, 1000),
            ("市级二类", 1, 300), ("市级一类", 4, 100),
        ])]  # fmt: skip
        assert findings(BONUS, rows) == []

    def test_only_the_highest_of_one_item_is_paid_wherever_it_stands(self):
        rows = [
            ["张三", PERSON, "甲", "市级一类", "焊工", 1, "某局", 2000],
            ["李四", OTHER, "甲", "市级一类", "焊工", 2, "某局", 1500],
            ["张三", PERSON, "丙", "国家级一类", "焊工", 2, "某局", 60000],
            ["张三", PERSON, "乙", "省级一类", "焊工", 1, "某局", 5000],
            ["张三", PERSON, "乙", "省级一类", "电工", 1, "某局", 5000],
        ]
        found = findings(BONUS, rows)
        assert [(f.cell, f.rule, f.severity) for f in found] == [("H2", "M-18e", "error"), ("H5", "M-18e", "error")]
        assert all("第4行（60000 元）" in f.message and "不重复奖励" in f.quote for f in found)

    def test_an_unreadable_number_is_said_and_not_taken_for_another_person(self):
        rows = [
            ["张三", "", "甲", "市级一类", "焊工", 1, "", 2000],
            ["张三", "", "乙", "省级一类", "焊工", 1, "", 5000],
        ]
        assert {f.rule for f in findings(BONUS, rows)} == {"P-T-05"}

    def test_a_missing_column_is_said_once(self):
        rows = [["张三", PERSON, "甲", "省级一类", 1, "", 4000], ["李四", OTHER, "甲", "省级一类", 2, "", 3000]]
        found = findings([h for h in BONUS if "项目" not in h], rows)
        assert [(f.rule, f.message) for f in found if f.rule == "X-05"] == [
            ("X-05", "没有“竞赛项目（工种）”列，相关内容不能校验")
        ]
        assert [f.cell for f in found if f.rule == "M-18c"] == ["G2"]

    def test_a_place_without_such_a_notice_is_not_checked_and_says_so(self):
        found = findings(BONUS, [["张三", PERSON, "甲", "省级一类", "焊工", 1, "", 1]] * 2, "济南")
        assert {f.severity for f in found} == {"unchecked"}
        assert {"M-18", "M-18c", "M-18d", "M-18e"} <= {f.rule for f in found}
        assert all("没有相应规定（未设置），未校验" in f.message for f in found)

    def test_the_allowance_has_a_form_of_its_own(self):
        header = ["姓名", "身份证号", "工作单位", "发放月份", "月津贴"]
        found = findings(header, [["张三", PERSON, "某厂", "2024-10", 999], ["李四", OTHER, "某厂", "2024-10", 1000]])
        assert [(f.cell, f.rule, f.severity) for f in found] == [("E2", "M-13b", "warning")]
