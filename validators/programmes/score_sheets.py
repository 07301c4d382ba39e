"""年度绩效评估表 (工作室通知附件2): item by item, what was done, the studio's own score and the experts'.

The notice lists the table and does not print it: items and their weights are the official's, the columns a suggestion.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from jineng.validators.columns import (
    COLUMNS,
    approved_year,
    done,
    evaluated_year,
    evidence,
    expert_score,
    experts,
    grade,
    host,
    item_max,
    leader,
    self_score,
    studio,
)
from jineng.validators.context import Context
from jineng.validators.expressions import Expr, filled, known
from jineng.validators.programmes.evaluations import OF_THIS_EVALUATION
from jineng.validators.rules import Remark, Requirement, requirement
from jineng.validators.values import text

SHEET_REQUIREMENTS: tuple[Requirement, ...] = (
    *OF_THIS_EVALUATION,
    requirement("S-031", filled(leader), "领办人为空", suggestion="填写领办人姓名，奖励资金给予领办人"),
)
SHEET_FACTS: dict[str, Expr] = {
    "studio": studio, "leader": leader, "host": host, "approved_year": approved_year, "evaluated_year": evaluated_year,
    "grade": grade,
}  # fmt: skip


def _scored(id: str, score: Expr, when: Expr) -> Requirement:
    title = COLUMNS[score.key].header
    return requirement(
        id, (score >= 0) & (score <= item_max), f"{title} {{score}} 不在 0 至分值 {{most}} 以内", when=when, at=score.key,
        suggestion="核对得分和该项分值", say={"score": score, "most": item_max},
    )  # fmt: skip


ITEM_REQUIREMENTS: tuple[Requirement, ...] = (
    requirement("S-028", item_max > 0, "分值 {most} 应大于0", suggestion="照评估表填写该项分值", say={"most": item_max}),
    requirement("S-036", filled(done), "工作落实情况为空", suggestion="填写该项工作的落实情况；没有开展的写明"),
    requirement("S-036", known(self_score), "自评得分“{self_score}”不是数", suggestion="填写数字；没有得分的填0"),
    _scored("S-028", self_score, known(self_score)),
    *(_scored("S-029", score, filled(score)) for score in (expert_score, *experts)),
    requirement(
        "S-038", filled(evidence), "自评得分 {score}，没有写佐证材料序号", when=self_score > 0, at="evidence", severity="warning",
        suggestion="佐证材料按序排列，写上序号", say={"score": self_score},
    ),
)  # fmt: skip
ITEM_FACTS: dict[str, Expr] = {
    "item_max": item_max, "self_score": self_score, **{score.key: score for score in (expert_score, *experts)},
}  # fmt: skip
EXPERT_KEYS = tuple(score.key for score in (expert_score, *experts))
_NOISE = Decimal("0.000001")  # of sums that a sheet computed in binary


class Sums:
    """Every column adds up to its 合计, and the weights to the full mark; an expert who scored one item scored all."""

    def __init__(self, context: Context) -> None:
        self.full = context.settings["evaluation_full"]
        self.rows: list[tuple[int, Any]] = []
        self.sums: list[tuple[int, Any]] = []

    def see(self, row: int, facts: Any) -> None:
        self.rows.append((row, facts))

    def total(self, row: int, facts: Any) -> None:
        self.sums.append((row, facts))

    def end(self) -> Iterator[Remark]:
        for key in ("item_max", "self_score", *EXPERT_KEYS):
            id = "S-029" if key in EXPERT_KEYS else "S-028"
            values = [(row, getattr(facts, key)) for row, facts in self.rows]
            missing = [row for row, value in values if value is None]
            if missing:
                if len(missing) < len(values) and key in EXPERT_KEYS:
                    said = f"{COLUMNS[key].header}没有填全，合计未核对"
                    yield from (Remark(row, key, id, "unchecked", said, "每个项目都评分") for row in missing)
                continue
            yield from self._compared(key, id, sum(value for _, value in values))

    def _compared(self, key: str, id: str, summed: Any) -> Iterator[Remark]:
        header = COLUMNS[key].header
        for row, facts in self.sums:
            stated = getattr(facts, key)
            if stated is None:
                yield Remark(
                    row, key, id, "unchecked", f"{header}的合计为空或不能识别，应为 {text(summed)}", "填写合计"
                )
            elif abs(stated - summed) > _NOISE:
                said = f"{header}的合计 {text(stated)} 不等于各项之和 {text(summed)}"
                yield Remark(row, key, id, "error", said, "核对各项得分和合计")
        if key == "item_max" and summed != self.full:
            row, _ = self.sums[-1] if self.sums else self.rows[-1]
            said = f"各项分值之和 {text(summed)} 不等于满分 {text(self.full)}"
            yield Remark(row, key, id, "warning", said, "核对分值；满分不是100的，在“设置”中填写绩效评估满分")


def expert_totals(items: Sequence[Any]) -> list[Any]:
    """The total of each expert who scored every item; the column 专家评分 counts where no expert has one of his own."""
    totals: list[Any] = []
    for key in reversed(EXPERT_KEYS):
        scores = [getattr(item, key) for item in items]
        if scores and None not in scores and not (key == "expert_score" and totals):
            totals.append(sum(scores))
    return totals
