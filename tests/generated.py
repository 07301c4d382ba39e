"""Rows as found in sheets, for comparing what a function answers in one host and in another."""

from datetime import datetime
from random import Random
from typing import Any

from jineng.validators.functions import Function

ODD = (None, "", " ", "/", "无", "缺考", "#N/A", 0.0, -1.0, 59.99, 60.0, 105.0, 1e308, True, False, "60分", "abc", "一",
        datetime(2024, 9, 15), datetime(1899, 12, 30, 9, 30), "2024.7.31", "2024-13-01", 20241020.0, "\x00", "字" * 400)  # fmt: skip
LIKELY = {
    "theory": (60.0, 59.5, 59.995, 59.996, 31.05, 0.1 + 0.2, 88.5, "缺考"),
    "practical": (60.0, 59.995, 60.005, 92.0, 100.0),
    "prior_level": ("无", "中级工", "高级工（三级）", "三级", "高级", "技师"),
    "prior_occupation": ("焊工", "电工", "工程测量"),
    "occupation": ("焊工", "电工", "工程测量员"),
    "max_level": ("高级技师", "高级工", "一级"),
    "birth": ("371099198508261387", datetime(1990, 5, 5), "2008年9月16日"),
    "id": ("371099198508261387", 371099198508261387.0, "37109919850826138", "371099198508261380"),
    "final_date": (datetime(2024, 9, 15), "2024年9月15日"),
    "final_end": (datetime(2024, 9, 15), "2024/9/15"),
    "as_of": (datetime(2024, 9, 15), "2024年12月1日"),
    "start": (datetime(2024, 9, 30), "2024-01-02"),
    "days": (5.0, 0.0, "10"),
    "kind": ("账号", "申领", "材料"),
    "award": ("一等奖", "金牌", "无", "优胜奖"),
    "contestants": (10.0, 33.0, "12"),
    "contest": ("威海市电梯安装维修行业职业技能竞赛", "“技能兴威”第一届威海市职业技能大赛"),
    "item": ("电梯安装维修工", "西式面点师"),
    "text": ("三级", "高级工", "技师", "高级"),
    "contest_class": ("一类", "二类", "市级一类"),
    "place_won": (1.0, 2.0, 3.0, "第一名", "优胜奖"),
    "identity": ("职工", "教师", "学生"),
    "held_before": ("否", "是", "是（2019年）"),
    "contest_level": ("世界技能大赛", "国家集训队", "省级一类", "市级一类", "市级二类"),
    "honour": ("中华技能大奖", "全国技术能手", "大国工匠", "齐鲁工匠"),
    "target_id": ("T-01", "T-07", "T-16", "T-26"),
    "actual": (48.0, 99999.0, 0.0, "100%"),
    "skill_level": ("高级技师", "技师", "特级技师", "高级工程师"),
    "frontline": ("是", "否"),
    "employer": ("企业", "学校", "机关"),
    "new_achievement_date": (datetime(2023, 6, 1), "2020-07-31", "无"),
    "honour_tier": ("国家级", "省级", "市级", "无"),
    "honour_count": (1.0, 3.0, 0.0, "2"),
    "industry": ("先进制造业", "海洋产业", "其他"),
    "leader_kind": ("高级技师", "技能带头人", "乡土技能大师"),
    "leader_level": ("高级技师", "技师", "特级技师"),
    "sex": ("男", "女"),
    "post_kind": ("女干部", "女工人", "男"),
    "members": (3.0, 2.0, 1.0, "张甲、李乙、王丙"),
    "score": (50.0, 49.99, 49.995, 85.0, 101.0, "50分"),
    "grade": ("优秀", "合格", "不合格"),
    "result_date": (datetime(2024, 2, 29), "2024年9月30日"),
    "category": ("男", "女干部", "女工人", "女"),
}


def rows_for(function: Function, count: int) -> list[list[Any]]:
    """Rows as found in sheets: mostly likely values, odd ones among them, some rows blank."""
    chance = Random(function.name)
    names = [name for name, _ in function.args]
    rows = [[chance.choice(LIKELY.get(n, ODD) if chance.random() < 0.8 else ODD) for n in names] for _ in range(count)]
    return [*rows, [None] * len(names)]
