"""Forms for the template of 工作室申报表, and what the template and `jineng check` say of them.

What the template says is read from its 表内校验结果, as an official reads it, after a real spreadsheet program has calculated it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

from books import id_of
from native_rows import ODD, Said, values
from studio_forms import SOUND

from jineng.validators.context import Context
from jineng.validators.native.findings import BUTTON
from jineng.validators.rules import SEVERITIES
from jineng.validators.settings import Settings
from jineng.workbooks.checker import Aids, check_file
from jineng.workbooks.self_checking.results import RESULTS_TITLE
from jineng.workbooks.self_checking.studio import write_studio_template

#: In force then: the notices on 工作室 are of 9 July 2024.
SUMMER = date(2024, 7, 20)
#: Men and women of the very age on the closing day, a day older, a day younger; and others.
_BIRTHS = ("19640731", "19640730", "19640801", "19690731", "19690730", "19690801", "19740731", "19740730", "19740801", "19800507",
           "19800507", "20040229", "19650131")  # fmt: skip
_PHONES = ("0631-5190000", "13900000000", "1390000000", "139000000000", "5190000", "0631-519000", "0631 5190000", "０６３１-5190000",
           13900000000, "0631-5190000转1", "23900000000")  # fmt: skip
_MONTHS = (
    "1980年5月",
    "1980-05",
    "1980-04",
    "198005",
    "1980",
    1980,
    "1964-07",
    "1974年7月",
    datetime(1980, 5, 7),
    "5月",
    "1980年13月",
)
_PAST = (
    "2000年7月",
    "1980-05",
    "1980年4月",
    "2024-07",
    "2024-08",
    "2024年7月31日",
    "2024-8-1",
    2015,
    datetime(2015, 6, 1),
    "不详",
    "2025年1月",
)
_LEVELS = (
    "高级技师（一级）",
    "高级技师",
    "技师（二级）",
    "技师",
    "一级/高级技师",
    "特级技师",
    "首席技师",
    "高级",
    "无",
    "乡土人才",
)
_COUNTS = ("0", "1", "2", "5", 5, 2.5, -1, "5人", "若干", "张三、李四", None)
_HOSTS = (
    "某机械有限公司",
    "某 机械有限公司",
    "某职业学院",
    "某博物馆",
    "某厂",
    "环翠街道办事处",
    "某ＡＢ公司",
    "某㐂公司",
)
#: What stands in a form's boxes: mostly likely, on the boundaries more than its share.
LIKELY: Mapping[str, Sequence[Any]] = {
    "cover_host": _HOSTS, "applicant_unit": _HOSTS, "employer": ("企业", "有限责任公司", "事业单位", "国有", "研究所", "个体"),
    "trade": ("装备制造",), "cover_leader": ("张三", "张 三", "李四", "张㐂"), "leader_name": ("张三", "张 三", "李四", "张㐂", "张", "陈甲"),
    "cover_level": _LEVELS, "leader_level": _LEVELS, "leader_phone": _PHONES, "phone": _PHONES, "manager": ("李四",),
    "host_address": ("环翠区某路1号",), "contact_person": ("王五",), "workstation": ("是", "否", "无", "有", "不是", True, "√"),
    "email": ("gzs@example.com", "gzs@example", "gzs.example.com", "a b@example.com", "gzs@example.com.", "李@example.com", "a@b..cn",
              "gzs＠example.com", "a@b@c.cn"),
    "count_special": _COUNTS, "count_senior_technician": _COUNTS, "count_technician": _COUNTS, "count_senior": _COUNTS,
    "count_others": _COUNTS, "count_total": ("37", "38", 37, 36, 0, "37人", "三十七", "约37", None),
    "bank": ("某银行威海分行 1614020100001234567", "某银行1614 0201 0000 1234 567", "12345678", "1234567", "1614-0201", "某银行", "1" * 30,
             "1" * 31, "账号：１２３４５６７８", 1614020100001234567, 12345678, "1234  5678", "1234-5678某行12345678"),
    "business": ("经营良好",), "sex": ("男", "女", "男", "女", "男性", "男 ", "女干部"), "nation": ("汉族",), "birth_month": _MONTHS,
    "work_since": _PAST, "political": ("中共党员",), "unit_post": ("某机械有限公司 数控车工",), "frontline": ("是", "否", "不详", "√", True),
    "leader_kind": ("高级技师", "技能带头人", "乡土技能大师", "大师", "技师"), "post_kind": ("男", "女干部", "女工人", "女", "干部", "女 工人"),
    "certificate_trade": ("车工",), "certified_on": _PAST, "deeds": ("工艺改进",),
    "studio": ("威海市张三技能大师工作室", "威海市张 三技能大师工作室", "张三技能大师工作室", "威海市李四技能大师工作室", "威海市张㐂技能大师工作室"),
    "venue": ("数控车间班组", "实训中心", "办公楼", "某村", "某社区", "某工段"), "area": ("120㎡", "85.5平方米", "0", 0, 120, "约80平方米", "-1", "120平米", "一百"),
    "district": ("环翠区",), "strengths": ("设备齐全",), "plan_words": ("带徒10人",),
}  # fmt: skip
_MEMBERS: Mapping[str, Sequence[Any]] = {
    "name": ("陈甲", "陈乙", "陈丙", "陈丁", "陈 甲", "张三", "陈乙 ", "虚", "三", "3", "3人", "陈人", "陈甲、陈乙", "陈㐂", "陈A", "陈a", "陈·甲", 7, "无"),
    "occupation": ("车工", "焊工"), "held_level": ("技师", "高级工", "中级工", "工程师", "初级工", "高级", "甲", "高级工（三级）", "助理工程师"),
    "merits": ("数控加工", "无"),
}  # fmt: skip
_SETTINGS: Sequence[Mapping[str, Any]] = (
    {}, {}, {}, {"leader_in_team": True}, {"leader_in_team": False}, {"as_of": date(2024, 7, 31)},
    {"studio_name": "张三工作室"}, {"studio_name": "领办人姓名+工作室", "leader_in_team": True},
)  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """A form as somebody filled it in: its boxes by column key, its members from the first row, the settings beside it."""

    boxes: Mapping[str, Any]
    members: Sequence[Mapping[str, Any]] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        write_studio_template(
            path, Context.of(Settings(self.settings), on=SUMMER), self.boxes, dict(enumerate(self.members))
        )


def member(name: str | None, **changes: Any) -> dict[str, Any]:
    """A line of the team with nothing to find but what is changed."""
    return {"name": name, "occupation": "车工", "held_level": "技师", "merits": "数控加工", **changes}


#: Forms that formulas and Python once judged otherwise.
ONCE_UNLIKE = (
    Filled(SOUND, [member("陈甲"), member("陈乙"), member("陈 甲"), member("张三"), member("陈㐂")]),
    Filled({**SOUND, "business": "", "workstation": "无", "leader_level": "无", "count_senior": "#N/A"}, [member(None)]),
    Filled(SOUND, [member("陈甲"), member("陈乙"), {"merits": "以上均为本单位职工"}, {"name": "合计", "merits": "2人"}]),
    Filled(SOUND, [member("陈甲"), member("陈乙")], {"leader_in_team": True}),
    Filled(SOUND, [member("虚")], {"leader_in_team": False}),
    Filled({**SOUND, "bank": "1614 0201 0000", "post_kind": "女工人", "sex": "女", "id_number": id_of(2, "19740731")}, [member("陈甲")] * 6),
)  # fmt: skip


def forms_of(count: int, seed: str = "") -> list[Filled]:
    """Forms mostly right, with a team about the least number, here and there odd."""
    chance = Random(f"studio{seed}")
    return [*ONCE_UNLIKE, *(_form(chance, number) for number in range(count - len(ONCE_UNLIKE)))][:count]


def _form(chance: Random, number: int) -> Filled:
    changed, odd = chance.choice((0.0, 0.05, 0.2, 0.5)), chance.choice((0.0, 0.0, 0.1, 0.3))

    def cell(key: str, likely: Sequence[Any], usual: Any) -> Any:
        if chance.random() >= changed:
            return usual
        return chance.choice(ODD if chance.random() < odd else likely)

    usual = {**SOUND, "cover_leader": "张三", "id_number": id_of(number % 1000, chance.choice(_BIRTHS))}
    usual["sex"] = "男" if number % 2 else "女"
    birth = usual["id_number"][6:12]
    usual["birth_month"] = f"{birth[:4]}-{birth[4:]}"
    likely = {**LIKELY, "id_number": _ids(usual["id_number"])}
    boxes = {key: cell(key, likely[key], words) for key, words in usual.items()}
    boxes |= {
        key: cell(key, likely[key], likely[key][0]) for key in ("leader_kind", "post_kind") if chance.random() < 0.7
    }
    size = chance.choice((0, 1, 2, 2, 3, 3, 3, 4, 6))
    names = chance.sample(("陈甲", "陈乙", "陈丙", "陈丁", "陈戊", "陈己"), 6)
    right = {"occupation": "车工", "held_level": "技师", "merits": "数控加工"}
    members = [
        {key: cell(key, _MEMBERS[key], words) for key, words in ({"name": names[at]} | right).items()}
        for at in range(size)
    ]
    if chance.random() < 0.15:
        members.insert(
            chance.randrange(6),
            {chance.choice(tuple(_MEMBERS)): chance.choice(("陈甲", "车工", "备注：", "合计", " "))},
        )
    return Filled(boxes, members[:6], chance.choice(_SETTINGS))


def _ids(good: str) -> tuple[Any, ...]:
    """ID numbers on the birthdays that matter, and what is none."""
    near = tuple(id_of(int(good[14:17]), birth) for birth in _BIRTHS)
    bad = good[:17] + ("1" if good[17] != "1" else "2")
    return (*near, *near, bad, good[:17], good.lower(), f" {good} ", "371099800101123", float(good[:17]) * 10, "E12345678", "12345678",
            good.replace("9", "９"), id_of(1, "20300101"))  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What one of the two says of a form: the sentence for each cell, rule and severity; the rules of what is not set."""

    said: Mapping[Said, Sequence[str]]
    unset: frozenset[str]


def by_template(path: Path) -> Answer:
    """What the template's 表内校验结果 says, as the program that saved it calculated."""
    rows = [(row + [""] * 7)[:7] for row in values(path, RESULTS_TITLE)]
    severities = {words: severity for severity, words in SEVERITIES.items()}
    found: dict[Said, list[str]] = {}
    unset: set[str] = set()
    for first, cell, severity, words, rule, *_ in rows:
        if cell and severity in severities:
            found.setdefault(Said(cell, rule, severities[severity]), []).append(words)
        elif str(first).startswith("未设置，未校验"):
            unset |= set(re.findall(r"（(\S-\S+?)）；", first))
        assert "列出前" not in str(first)  # else some would be missing here
    return Answer(found, frozenset(unset))


def by_button(path: Path) -> Answer:
    """What `jineng check` says."""
    report, _ = check_file(path, Aids(today=SUMMER))
    assert not report.error, report.error
    found: dict[Said, list[str]] = {}
    unset = {f.rule for f in report.findings if not f.column and "未设置" in f.message}
    for finding in report.findings:
        if finding.column:
            found.setdefault(Said(finding.cell, finding.rule, finding.severity), []).append(finding.message)
        else:  # of an empty team both say besides that the members are blank (S-008)
            assert finding.rule in unset or finding.message.startswith("只有表头"), finding
    return Answer(found, frozenset(unset))


def differences(ours: Answer, theirs: Answer) -> list[str]:
    """What the two say differently of a form; what the template passes on to the button is left to that."""
    passed = {said for said, words in ours.said.items() if any(w.endswith(BUTTON) for w in words)}
    wrong = [f"only the template: {said} {ours.said[said]}" for said in ours.said.keys() - passed - theirs.said.keys()
             if not any(Said(said.cell, p.rule, said.severity) in theirs.said for p in passed)]  # fmt: skip
    wrong += [f"only the button: {said} {theirs.said[said]}" for said in theirs.said.keys() - ours.said.keys()
              if not any(said.rule == p.rule or said.cell == p.cell for p in passed)]  # fmt: skip
    for said in (ours.said.keys() & theirs.said.keys()) - passed:
        if sorted(map(_worded, ours.said[said])) != sorted(map(_worded, theirs.said[said])):
            wrong.append(f"{said}: the template {ours.said[said]}, the button {theirs.said[said]}")
    rules = {p.rule for p in passed}
    wrong += [f"not set: {rule}" for rule in ours.unset ^ theirs.unset if rule not in rules]
    return wrong


def _worded(sentence: str) -> str:
    """A sentence without what every program writes in its own way: which error value it is, how a huge number is shown."""
    return re.sub(r"为“#.*?”", "为错误值", re.sub(r"\d\.\d+[eE]\+\d+", "…", sentence))


def passed_on(ours: Answer) -> list[Said]:
    """What the template passes on to the button."""
    return [said for said, words in ours.said.items() if any(w.endswith(BUTTON) for w in words)]
