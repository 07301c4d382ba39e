"""威海市首席技师申报表 (附件2): one form a person, and the 学习和工作经历 inside it.

The notice says 1000字左右 without saying how near that is (a setting), and 一页以内 for 单位简介, which depends on how it is
printed: whether that is filled in is all that can be seen.
"""

from jineng.validators.columns import (
    benefits,
    bureau_opinion,
    career,
    career_place,
    cover_name,
    cover_unit,
    group_opinion,
    honours,
    inventions,
    name,
    own_skills,
    period,
    pledge,
    skill_awards,
    story,
    teaching,
    unit,
    unit_opinion,
    unit_profile,
    witness,
)
from jineng.validators.expressions import call, cell, filled, known, parameter
from jineng.validators.programmes.chiefs import OWN_EMPLOYER, PERSON
from jineng.validators.rules import Requirement, requirement

_LENGTH, _TOLERANCE, _YEAR = parameter("chief.story_length"), parameter("story_tolerance"), parameter("chief.year")
_COUNT = call("word_count", cell(story))
_PLEDGED = call("pledged_year", cell(pledge))

CHIEF_FORM_REQUIREMENTS: tuple[Requirement, ...] = (
    *PERSON,
    requirement(
        "C-F-01", call("fold", cell(cover_name)).equals(call("fold", cell(name))), "封面姓名“{cover_name}”与表内姓名“{name}”不同",
        when=filled(cover_name) & filled(name), at="cover_name", suggestion="照身份证改正",
    ),
    requirement("C-F-01", filled(cover_name), "封面姓名为空", severity="warning", suggestion="填写封面，与表内一致"),
    requirement("C-F-01", filled(unit), "单位为空", suggestion="填写申报的用人单位全称"),
    requirement(
        "C-F-01", call("fold", cell(cover_unit)).equals(call("fold", cell(unit))), "封面单位“{cover_unit}”与表内单位“{unit}”不同",
        when=filled(cover_unit) & filled(unit), at="cover_unit", suggestion="写用人单位全称，前后一致",
    ),
    OWN_EMPLOYER,
    requirement(
        "C-F-09", career >= 1, "主要学习和工作经历没有填写", severity="warning", suggestion="从学习起逐段填写，写明证明人",
    ),
    requirement(
        "C-F-10", filled(own_skills) | filled(inventions) | filled(teaching) | filled(benefits),
        "主要技术简况、贡献成果登记四栏都空着", severity="warning", suggestion="至少填写一栏",
    ),
    requirement("C-F-11", filled(skill_awards), "获得技术技能奖项情况为空", severity="warning", suggestion="没有的写“无”并请人工确认"),
    requirement("C-F-11", filled(honours), "获得荣誉称号情况为空", severity="warning", suggestion="没有的写“无”并请人工确认"),
    requirement("C-F-12", filled(story), "申报人事迹材料为空", severity="warning", suggestion="填写事迹材料"),
    requirement(
        "C-F-12", known(_TOLERANCE) & filled(story), "事迹材料 {count} 字（要求 {length} 字左右），事迹材料字数允许偏差未设置，未校验", when=filled(story),
        at="story", severity="unchecked", suggestion="在“设置”中填写事迹材料字数允许偏差，如 200", say={"count": _COUNT, "length": _LENGTH},
    ),
    requirement(
        "C-F-12", call("is_about", _COUNT, _LENGTH, _TOLERANCE), "事迹材料 {count} 字，与 {length} 字相差超过 {tolerance} 字",
        when=filled(story) & known(_TOLERANCE), at="story", severity="warning", suggestion="“左右”，请酌情增减",
        say={"count": _COUNT, "length": _LENGTH, "tolerance": _TOLERANCE},
    ),
    requirement(
        "C-F-13", filled(unit_profile), "当前工作单位（企业）基本情况简介为空", severity="warning", suggestion="填写简介，打印不超过一页",
    ),
    requirement(
        "C-F-15", _PLEDGED.equals(_YEAR), "真实性承诺写的是 {pledged} 年，应为 {year} 年度", when=filled(pledge), at="pledge",
        unknown_says="真实性承诺没有写明年度", suggestion="换用当年的申报表", say={"pledged": _PLEDGED, "year": _YEAR},
    ),
    requirement(
        "C-F-16", call("is_in_order", cell(unit_opinion), cell(bureau_opinion), cell(group_opinion)),
        "三级意见的日期前后颠倒", at="bureau_opinion", severity="warning", suggestion="先所在单位，再区市人社部门，后区市人才工作领导小组",
    ),
)  # fmt: skip

CAREER_REQUIREMENTS: tuple[Requirement, ...] = (
    requirement(
        "C-F-09", call("is_forward", period), "起止年月“{period}”的结束早于开始", severity="warning", unknown_says="起止年月“{period}”读不出年月",
        suggestion="写如 1998.9-2001.7、2001年7月至今",
    ),
    requirement("C-F-09", filled(career_place), "何校、何单位学习、工作为空", severity="warning", suggestion="填写学校或单位"),
    requirement("C-F-09", filled(witness), "证明人为空", severity="warning", suggestion="填写证明人"),
)  # fmt: skip
