"""The targets of 若干措施 (威人社字〔2021〕16号) for 2025: the table of what was reached, and its progress."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from jineng.validators import columns
from jineng.validators.context import Context
from jineng.validators.expressions import Expr, cell
from jineng.validators.rules import Remark, Severity, Undecided
from jineng.validators.targets import Target, percent, target_key, targets_of
from jineng.validators.values import fold, is_blank, text

TARGET_FACTS: dict[str, Expr] = {
    "target_id": cell(columns.target_id), "target_value": cell(columns.target_value), "actual": cell(columns.actual),
    "target_unit": cell(columns.target_unit),
}  # fmt: skip


class Reading(NamedTuple):
    """What a row says of a target. at, problem: which cell cannot be used and why, "" where all can."""

    target: Target | None
    actual: int | Decimal | None = None
    at: str = ""
    problem: str = ""


def read_target(targets: Mapping[str, Target], facts: Any) -> Reading:
    """The target a row names and the figure it gives, from the row's cells."""
    target = targets.get(target_key(facts.target_id) or "")
    if target is None:
        return Reading(None, None, "target_id", f"没有编号为“{text(facts.target_id)}”的指标")
    if target.kind != "target":
        what = "金额" if target.kind == "amount" else "规定"
        return Reading(None, None, "target_id", f"{target.id}（{target.indicator}）是{what}，不是指标")
    if not is_blank(facts.target_unit) and fold(facts.target_unit) != target.unit:
        said = f"单位“{text(facts.target_unit)}”应为“{target.unit}”，完成值不能与目标比较"
        return Reading(target, None, "target_unit", said)
    actual = target.actual(facts.actual)
    if actual is not None:
        return Reading(target, actual)
    if is_blank(facts.actual):
        return Reading(target, None, "actual", "完成值为空")
    either = target.unit == "%" and text(facts.actual) == "1"
    why = "可能是 1% 或 100%，请写 100 这样的数" if either else f"不能识别，应为数（单位为{target.unit}）"
    return Reading(target, None, "actual", f"完成值“{text(facts.actual)}”{why}")


class TargetRows:
    """Every row against its target, under the target's own clause; 力争 and 左右 are neither passed nor failed."""

    def __init__(self, context: Context) -> None:
        self.targets = targets_of(context.policy)
        self.first: dict[str, int] = {}
        self.found: list[Remark] = []

    def see(self, row: int, facts: Any) -> None:
        target, actual, at, problem = read_target(self.targets, facts)
        if target is None:
            self._say(row, at, "M-00", "error", problem, "照若干措施的指标编号填写，如 T-01")
            return
        first = self.first.setdefault(target.id, row)
        if first != row:
            self._say(row, "target_id", target.clause, "error", f"与第{first}行是同一指标", "保留一行")
        same = is_blank(facts.target_value) or target.same_figure(facts.target_value)
        if not same:
            said = f"目标值“{text(facts.target_value)}”与通知的{target.shown}不一致"
            self._say(row, "target_value", target.clause, "unchecked" if same is None else "error", said, "照通知填写")
        if actual is None:
            severity: Severity = "error" if at == "target_unit" else "unchecked"
            self._say(row, at, target.clause, severity, problem, f"填写以“{target.unit}”为单位的数字")
        elif target.firm and (share := target.share(actual)) < 1:
            said = f"完成 {text(actual)}{target.unit}，为目标{target.shown}的 {percent(share)}"
            self._say(row, "actual", target.clause, "warning", said, "核对完成值；确未完成的，按期补足")

    def _say(self, *remark: Any) -> None:
        self.found.append(Remark(*remark))

    def end(self) -> Iterator[Remark]:
        yield from self.found


class _Asked(NamedTuple):
    target_id: Any
    actual: Any
    target_unit: Any = None


def target_progress(context: Context, cells: Sequence[Any]) -> float:
    """The share of a target that a figure reaches."""
    targets = targets_of(context.policy)
    if not targets:
        raise Undecided(f"{context.policy.place}在该日没有相应规定（未设置）")
    target, actual, _, problem = read_target(targets, _Asked(*cells))
    if target is None or actual is None:
        raise Undecided(problem)
    return float(target.share(actual))


def studio_money(context: Context, studios: int | Decimal) -> str:
    """What so many new 技能大师工作室 are given, and what the leader of an excellent one is; "" where no notice says."""
    subsidy, reward = context.value("studio.subsidy"), context.value("studio.reward")
    if subsidy is None or reward is None:
        return ""
    return (f"资金：新建技能大师工作室 {text(studios)} 家，每家建设补助 {subsidy} 元，共 {text(studios * subsidy)} 元；"
            f"年度考核优秀的，给予领办人 {reward} 元（{context.clause('M-08')}）。")  # fmt: skip
