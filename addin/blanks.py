"""The empty tables that check themselves, as `jineng new` and the page write them."""

#: Key → what it is called.
BLANKS = {
    "results": "成绩表", "certificate": "证书信息表", "expert": "技术能手情况表", "plan": "竞赛计划表",
    "chief": "首席技师汇总表", "studio": "工作室申报表", "evaluation": "绩效评估等次汇总表", "settings": "设置",
}  # fmt: skip
