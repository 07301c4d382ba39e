"""pandas: whole columns at a time, read by calamine; `masks` is what pandera uses too."""

import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from plain import AWARD, LEVELS, NAME, NUMBER, WEIGHTS, read_plan, say


def days(cells: pd.Series) -> pd.Series:
    return pd.to_datetime(cells.where([isinstance(c, date) for c in cells]), errors="coerce")


def masks(df: pd.DataFrame, plan: dict) -> dict[tuple[str, str], pd.Series]:
    """(column, rule) → which rows are wrong."""
    words = {c: df[c].where([isinstance(v, str) for v in df[c]], "").astype("str") for c in df.columns}
    name, sex, number, award = (words[c] for c in ("姓名", "性别", "身份证号", "获得奖项"))
    typed = pd.Series([isinstance(v, (int, float)) and v == v for v in df["身份证号"]], df.index)
    winner = ~award.isin(["", "无"])
    shaped = number.str.fullmatch(NUMBER.pattern)
    codes = (
        np.array(number.where(shaped, "0" * 18).tolist(), dtype="U18").view(np.uint32).reshape(-1, 18).astype(int) - 48
    )
    right = np.array([ord(c) - 48 for c in "10X98765432"])[(codes[:, :17] * WEIGHTS).sum(1) % 11] == codes[:, 17]
    birth = pd.to_datetime(number.where(shaped).str[6:14], format="%Y%m%d", errors="coerce")
    birth = birth.where(right)
    known, sexed = birth.notna(), sex.isin(["男", "女"])
    contest, item, group = (words[c] for c in ("竞赛名称", "职业（工种）", "组别"))
    listed = pd.DataFrame([(c, g, i) for c, of in plan.items() for g, items in of["items"].items() for i in items],
                          columns=["c", "g", "i"]).drop_duplicates()  # fmt: skip
    groups = set(zip(listed.c, listed.g, strict=True))
    pairs = pd.MultiIndex.from_frame(listed[["c", "i"]]).unique()
    triples = pd.MultiIndex.from_frame(listed).unique()
    own = pd.MultiIndex.from_arrays([contest, group]).isin(groups)
    has = np.where(own, pd.MultiIndex.from_arrays([contest, group, item]).isin(triples),
                   pd.MultiIndex.from_arrays([contest, item]).isin(pairs))  # fmt: skip
    planned = contest.isin(plan)
    final = days(df["决赛日期"])
    month = contest.map({c: of["month"][0] * 12 + of["month"][1] for c, of in plan.items()})
    place = pd.to_numeric(df["名次"], errors="coerce")
    won = award.str.extract(f"^{AWARD.pattern}$")[0].astype(float)
    fair = award.str.fullmatch(AWARD.pattern)
    level = words["原职业技能等级"].isin(LEVELS)
    age = final.dt.year - birth.dt.year - (final.dt.month * 100 + final.dt.day < birth.dt.month * 100 + birth.dt.day)
    keyed = pd.DataFrame({"n": number, "c": contest.where(planned, ""), "i": item})[known]
    named = pd.DataFrame({"n": number, "name": name})[known & (name != "")]
    other = named["name"] != named.groupby("n")["name"].transform("first")
    twice = named["n"].isin(named["n"][other]) & (other | ~named["n"].duplicated())
    found = {
        ("姓名", "P-T-02"): (winner & (name == "")) | ((name != "") & ~name.str.fullmatch(NAME.pattern)),
        ("性别", "P-T-03"): (winner & (sex == "")) | ((sex != "") & ~sexed),
        ("性别", "X-04"): known & sexed & ((codes[:, 16] % 2 == 1) != (sex == "男")),
        ("身份证号", "X-01"): typed,
        ("身份证号", "P-T-05"): (winner & (number == "") & ~typed) | ((number != "") & ~known)
        | keyed.duplicated().reindex(df.index, fill_value=False),
        ("身份证号", "X-03"): twice.reindex(df.index, fill_value=False),
        ("竞赛名称", "P-T-06"): ~planned,
        ("职业（工种）", "P-T-09"): planned & ~has,
        ("组别", "P-A1-11"): words["身份"].str.contains("学生") != group.str.contains("学生"),
        ("决赛日期", "X-06"): winner & final.isna(),
        ("决赛日期", "P-A1-09"): planned & final.notna() & (final.dt.year * 12 + final.dt.month != month),
        ("工作单位", "P-T-04"): winner & (words["工作单位"] == ""),
        ("获得奖项", "P-T-11"): winner & (~fair | (won.notna() & place.notna() & (won != place))),
        ("名次", "P-008"): winner & place.isna() & won.isna(),
        ("原职业技能等级", "P-015"): winner & ~level,
        ("身份证号", "P-016"): winner & level & (age < 18),
    }  # fmt: skip
    for column in ("理论成绩", "实操成绩"):
        score = pd.to_numeric(df[column], errors="coerce")
        found[column, "P-014"] = (score.notna() & ~score.between(0, 100)) | (winner & ~(score >= 60))
    return found


def read(file: Path) -> pd.DataFrame:
    return pd.read_excel(file, header=1, dtype=object, engine="calamine", keep_default_na=False)


if __name__ == "__main__":
    plan = read_plan(Path(sys.argv[1]))
    for file in map(Path, sys.argv[2:]):
        wrong = masks(read(file), plan)
        say(file, [(at + 3, *key) for key, mask in wrong.items() for at in np.flatnonzero(mask)])
