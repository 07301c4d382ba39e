"""The notices as data: every quote stands in the notice, every parameter is read, every rule has its clause."""

import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from jineng.validators.contests import catalogue_of, item_key
from jineng.validators.deadlines import CLOSINGS, DEADLINES, PUBLICITY
from jineng.validators.expressions import parameters_of
from jineng.validators.policy import Policy, UnknownPlace, all_notices, place_code, read_notice
from jineng.validators.programmes import CHECKS
from jineng.validators.programmes.chiefs import ELIGIBLE_CHIEF
from jineng.validators.programmes.experts import ELIGIBLE_EXPERT
from jineng.validators.programmes.promotion import ELIGIBLE_SENIOR, ELIGIBLE_TECHNICIAN, PROMOTED_LEVEL
from jineng.validators.settings import SETTINGS

NOTICES = all_notices()
PRINTED = [n for n in NOTICES if n.printed.exists()]
WEIHAI = Policy("威海", date(2024, 10, 20))


def bare(words: str) -> str:
    return re.sub(r"\s", "", words)


@pytest.mark.parametrize("notice", PRINTED, ids=lambda n: n.short)
def test_every_quote_stands_in_the_notice_word_for_word(notice):
    printed = bare(notice.printed.read_text(encoding="utf-8"))
    for clause in notice.clauses:
        for part in clause.quote.split("…"):
            assert bare(part) in printed, clause.id


def test_only_data_quality_is_without_a_printed_notice():
    assert {n.short for n in NOTICES} - {n.short for n in PRINTED} == {"数据质量"}


@pytest.mark.parametrize("notice", NOTICES, ids=lambda n: n.short)
def test_clause_ids_come_once_and_the_notice_does_not_reach_back_before_its_year(notice):
    ids = [c.id for c in notice.clauses]
    assert len(ids) == len(set(ids))
    assert notice.issued is None or notice.effective <= notice.issued
    assert notice.plan_year is None or notice.effective.year == notice.plan_year == notice.issued.year


def test_every_parameter_that_is_set_is_read_and_every_one_that_is_read_is_set():
    given = {
        key for n in NOTICES for c in n.clauses for group, v in c.sets.items() for key in (f"{group}.{k}" for k in v)
    }
    source = "".join(p.read_text(encoding="utf-8") for p in Path(str(files("jineng.validators"))).rglob("*.py"))
    groups = "|".join({key.partition(".")[0] for key in given})
    read = set(re.findall(rf'"((?:{groups})\.\w+)"', source))
    assert given == read


def test_every_requirement_and_whole_table_rule_has_its_clause_and_its_parameters():
    rules = (ELIGIBLE_SENIOR, ELIGIBLE_TECHNICIAN, PROMOTED_LEVEL, ELIGIBLE_EXPERT, ELIGIBLE_CHIEF)
    requirements = [r for c in CHECKS.values() for r in c.requirements] + [r for rule in rules for r in rule.requires]
    for requirement in requirements:
        assert WEIHAI.clause(requirement.id), requirement.id
        for key in requirement.parameters:
            assert key in SETTINGS or WEIHAI.value(key) is not None, (requirement.id, key)
    for deadline in (*DEADLINES.values(), *PUBLICITY.values(), *CLOSINGS.values()):
        assert WEIHAI.clause(deadline.id) and WEIHAI.value(deadline.parameter)
    facts = [f for c in CHECKS.values() for f in c.facts.values()]
    assert all(key in SETTINGS or WEIHAI.value(key) is not None for key in parameters_of(*facts))


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("promotion.pass_mark", 60, "均达到60分"),
        ("promotion.min_age", 18, "年满18周岁"),
        ("award.max_percent", 60, "60%"),
        ("expert.class_one_places", 3, "一类技能竞赛前3名"),
        ("expert.class_two_places", 1, "二类技能竞赛第1名"),
        ("deadline.account_workdays", 5, "5个工作日"),
        ("deadline.apply_workdays", 10, "10个工作日"),
        ("deadline.materials_days", 15, "15天"),
        ("materials.photos_least", 3, "3-5张"),
        ("materials.photos_most", 5, "3-5张"),
        ("chief.closing", date(2024, 7, 31), "7 月 31 日前"),
        ("chief.copies", 10, "一式 10 份"),
        ("chief.max_age", 55, "不超过55周岁"),
        ("chief.priority_age", 45, "45周岁以下"),
        ("chief.title_years", 4, "近四年内"),
        ("chief.planned", 10, "首席技师10名"),
        (
            "chief.industries",
            ("战略性新兴产业", "先进制造业", "海洋产业", "现代服务业"),
            "战略性新兴产业、先进制造业、海洋产业、现代服务业等领域",
        ),
        ("chief.honour_tiers", ("国家级", "省级", "市级"), "国家级、省级、市级荣誉称号的层次"),
        ("chief.story_length", 1000, "1000 字左右"),
        ("chief.year", 2024, "2024 年度"),
        ("chief.publicity_workdays", 5, "公示 5 个工作日"),
        ("studio.closing", date(2024, 7, 31), "7月31日前"),
        ("studio.copies", 6, "一式6份"),
        ("studio.publicity_workdays", 5, "公示期5个工作日"),
        ("evaluation.closing", date(2024, 7, 31), "7月31日前"),
        ("evaluation.copies", 6, "一式6份"),
        ("evaluation.report_copies", 1, "工作报告一份"),
        ("evaluation.publicity_workdays", 5, "公示期5个工作日"),
        ("plan.contests", 36, "36项"),
        ("plan.class_one", 14, "一类职业技能竞赛14项"),
        ("plan.class_two", 22, "二类职业技能竞赛22项"),
        ("certificate.seal", "威海市人力资源和社会保障局技能竞赛专用章", "威海市人力资源和社会保障局技能竞赛专用章"),
    ],
)
def test_a_parameter_stands_in_the_words_of_its_clause(key, value, words):
    found, clause = WEIHAI.setting(key)
    assert found == value
    assert words in clause.quote


class TestPlacesAndDays:
    def test_a_county_follows_its_city(self):
        assert Policy("荣成市", date(2024, 10, 20)).value("promotion.pass_mark") == 60

    def test_another_city_does_not(self):
        assert Policy("济南", date(2024, 10, 20)).value("promotion.pass_mark") is None
        assert Policy("济南", date(2024, 10, 20)).clause("P-014") is None

    def test_data_quality_holds_everywhere(self):
        assert Policy("济南", date(2024, 10, 20)).clause("X-01").notice.short == "数据质量"

    @pytest.mark.parametrize(("day", "known"), [("2023-12-31", False), ("2024-01-01", True), ("2024-06-05", True)])
    def test_the_plan_holds_for_its_whole_year_also_before_it_was_printed(self, day, known):
        policy = Policy("威海", date.fromisoformat(day))
        assert (policy.value("promotion.pass_mark") is not None) == known

    def test_the_span_is_the_days_under_the_same_notices(self):
        assert WEIHAI.span == (date(2024, 7, 11), date(2025, 1, 1))
        assert Policy("威海", date(2024, 5, 1)).span == (date(2024, 1, 1), date(2024, 7, 9))

    def test_an_unknown_place_is_named_with_those_known(self):
        with pytest.raises(UnknownPlace, match=r"没有“某地”的规定；可用的地区：.*威海"):
            place_code("某地")


HEAD = 'title="t"\nshort="s"\nnumber=""\nissued=2024-01-01\neffective=2024-01-01\n'


@pytest.mark.parametrize("words", ["number2=1\n", '[[clause]]\nid="A"\nwhere="一"\nqote="…"\n', "[[clause]\n"])
def test_a_misspelt_key_in_a_notice_names_the_file(tmp_path, words):
    file = tmp_path / "坏通知.toml"
    file.write_text(HEAD + words, encoding="utf-8")
    with pytest.raises(ValueError, match=r"坏通知\.toml 有误：.+"):
        print(read_notice(file).clauses)


def test_a_notice_is_asked_for_its_clauses_only_where_it_may_have_an_answer():
    policy = Policy("威海", date(2024, 10, 20))
    apart = [read_notice(Path(n.path)) for n in policy.notices]
    found = [(n.short, n.clause("P-014"), n.setting("promotion.pass_mark")) for n in apart]

    assert [short for short, clause, setting in found if clause and setting] == ["计划通知"]
    assert {n.short for n in apart if "clauses" in vars(n)} == {"计划通知"}


class TestCatalogue:
    """附件1: 36 contests, read from the CSV beside the notice."""

    CONTESTS = catalogue_of(WEIHAI).contests
    PRINTED = bare(Path(WEIHAI.clause("P-001").notice.path).with_suffix(".txt").read_text(encoding="utf-8"))

    def test_there_are_14_of_the_first_class_and_22_of_the_second(self):
        assert [c.grade for c in self.CONTESTS] == ["一类"] * 14 + ["二类"] * 22
        assert [c.number for c in self.CONTESTS] == [str(n) for n in (*range(1, 15), *range(1, 23))]

    @pytest.mark.parametrize("contest", CONTESTS, ids=lambda c: c.name)
    def test_each_row_stands_in_the_notice(self, contest):
        year, month = contest.planned
        items = "、".join(
            f"{group}：{'、'.join(names)}" if group else "、".join(names) for group, names in contest.items.items()
        )
        row = [contest.number, contest.name, "".join(contest.organisers), items, contest.phone, f"{year}年{month}月"]
        row = [bare(cell).replace("、", "") for cell in row]
        printed = self.PRINTED.replace("、", "").replace("，服装", "服装")
        if contest.open:
            row[3] += "等"
        assert "".join(row) in printed

    def test_the_contests_come_in_the_printed_order(self):
        places = [self.PRINTED.index(bare(c.name) + bare(c.organisers[0])) for c in self.CONTESTS]
        assert places == sorted(places)

    def test_eleven_lists_are_open(self):
        assert sum(bool(c.open) for c in self.CONTESTS) == 12 - 1

    def test_names_are_told_apart_and_items_found(self):
        catalogue = catalogue_of(WEIHAI)
        assert all(catalogue.find(c.name) is c for c in self.CONTESTS)
        assert all(c.has(name) for c in self.CONTESTS for names in c.items.values() for name in names)
        assert item_key("服装制版（纺织服装产业链）") == "服装制版"
