"""polars: expressions over whole columns, read by fastexcel as text, which is the only way that loses no 缺考.

An ID stored as a number comes as a text of 18 digits: whether it was one cannot be seen any more.
"""

import sys
from pathlib import Path

import polars as pl
from plain import AWARD, LEVELS, NAME, NUMBER, WEIGHTS, read_plan, say

plan = read_plan(Path(sys.argv[1]))
listed = pl.DataFrame(
    [(c, g, i) for c, of in plan.items() for g, items in of["items"].items() for i in items],
    ["c", "g", "i"],
    orient="row",
)
PAIRS = listed.select(pl.concat_str("c", "i", separator="|"))["c"].unique()
TRIPLES = listed.select(pl.concat_str("c", "g", "i", separator="|"))["c"].unique()
OWN = listed.select(pl.concat_str("c", "g", separator="|"))["c"].unique()
MONTHS = {c: of["month"][0] * 12 + of["month"][1] for c, of in plan.items()}


def text(column: str) -> pl.Expr:
    return pl.col(column).fill_null("")


name, sex, number, award, unit = (text(c) for c in ("姓名", "性别", "身份证号", "获得奖项", "工作单位"))
contest, item, group = (text(c) for c in ("竞赛名称", "职业（工种）", "组别"))
winner = ~award.is_in(["", "无"])
shaped = number.str.contains(f"^{NUMBER.pattern}$")
digits = pl.when(shaped).then(number.str.slice(0, 17)).cast(pl.Int64)
total = pl.sum_horizontal([(digits // 10 ** (16 - n)) % 10 * weight for n, weight in enumerate(WEIGHTS)]) % 11
last = total.replace_strict(list(range(11)), list("10X98765432"), return_dtype=pl.String)
birth = (
    pl.when(shaped & (last == number.str.slice(17, 1))).then(number.str.slice(6, 8)).str.to_date("%Y%m%d", strict=False)
)
final = pl.col("决赛日期").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
place = pl.col("名次").cast(pl.Float64, strict=False)
won = award.str.extract(f"^{AWARD.pattern}$", 1).cast(pl.Float64, strict=False)
level = text("原职业技能等级").is_in(list(LEVELS))
planned = contest.is_in(list(plan))
month = contest.replace_strict(MONTHS, default=None, return_dtype=pl.Int64)
age = final.dt.year() - birth.dt.year() - (
    final.dt.month().cast(int) * 100 + final.dt.day() < birth.dt.month().cast(int) * 100 + birth.dt.day()
).cast(int)  # fmt: skip
has = (
    pl.when(pl.concat_str(contest, group, separator="|").is_in(OWN.implode()))
    .then(pl.concat_str(contest, group, item, separator="|").is_in(TRIPLES.implode()))
    .otherwise(pl.concat_str(contest, item, separator="|").is_in(PAIRS.implode()))
)
key = pl.struct(number, pl.when(planned).then(contest), item)
first_name = pl.col("姓名").drop_nulls().first().over("身份证号")
other = birth.is_not_null() & (name != "") & (name != first_name)


def score(column: str) -> pl.Expr:
    value = pl.col(column).cast(pl.Float64, strict=False)
    return (value.is_not_null() & ~value.is_between(0, 100)) | (winner & ~(value >= 60).fill_null(False))


CHECKS = {
    ("姓名", "P-T-02"): (winner & (name == "")) | ((name != "") & ~name.str.contains(f"^{NAME.pattern}$")),
    ("性别", "P-T-03"): (winner & (sex == "")) | ((sex != "") & ~sex.is_in(["男", "女"])),
    ("性别", "X-04"): birth.is_not_null() & sex.is_in(["男", "女"]) & ((digits % 2 == 1) != (sex == "男")),
    ("身份证号", "P-T-05"): (winner & (number == "")) | ((number != "") & birth.is_null())
    | (birth.is_not_null() & ~key.is_first_distinct()),
    ("身份证号", "X-03"): other | (birth.is_not_null() & (name != "") & other.any().over("身份证号")
                                & pl.col("身份证号").is_first_distinct()),
    ("竞赛名称", "P-T-06"): ~planned,
    ("职业（工种）", "P-T-09"): planned & ~has,
    ("组别", "P-A1-11"): text("身份").str.contains("学生") != group.str.contains("学生"),
    ("决赛日期", "X-06"): winner & final.is_null(),
    ("决赛日期", "P-A1-09"): planned & (final.dt.year().cast(int) * 12 + final.dt.month() != month),
    ("工作单位", "P-T-04"): winner & (unit == ""),
    ("获得奖项", "P-T-11"): winner & (~award.str.contains(f"^{AWARD.pattern}$") | (won != place).fill_null(False)),
    ("名次", "P-008"): winner & place.is_null() & won.is_null(),
    ("理论成绩", "P-014"): score("理论成绩"),
    ("实操成绩", "P-014"): score("实操成绩"),
    ("原职业技能等级", "P-015"): winner & ~level,
    ("身份证号", "P-016"): winner & level & (age < 18),
}  # fmt: skip
expressions = [check.fill_null(False).alias(f"{column}\t{rule}") for (column, rule), check in CHECKS.items()]
for file in map(Path, sys.argv[2:]):
    df = pl.read_excel(file, read_options={"header_row": 1, "dtypes": "string"})
    wrong = df.lazy().select(expressions).collect()
    say(file, [(at + 3, *key.split("\t")) for key in wrong.columns for at in wrong[key].arg_true().to_list()])
