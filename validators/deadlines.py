"""What is due when: days counted from the end of a contest or the start of a 公示, and days fixed by a notice.

Two days answer each question: the strict one, as the notice counts, and the last one, which is the next working day
where a limit in calendar days falls on a day of rest.
"""

from datetime import date
from typing import NamedTuple

from jineng.validators import calendar
from jineng.validators.context import Context
from jineng.validators.rules import Severity


class Deadline(NamedTuple):
    """One kind of due day.

    parameter      how many days, or the day itself
    what           what is done by then
    late           how grave it is to be late
    done           the setting that says when it was done
    calendar_days  counted in days of any kind, not in working days
    """

    id: str
    parameter: str
    what: str
    late: Severity = "error"
    done: str = ""
    calendar_days: bool = False

    def days(self, context: Context) -> int | None:
        found: int | None = context.value(self.parameter)
        return found


#: After the end of a contest. The 5 working days of 附件2 are a target inside the 10 of the notice's body, so being late is a
#: reminder.
DEADLINES = {
    "账号": Deadline("P-A2-01", "deadline.account_workdays", "账号申请日期", "warning", "account_asked"),
    "申领": Deadline("P-012", "deadline.apply_workdays", "申领联系日期", done="apply_contacted"),
    "材料": Deadline("P-036", "deadline.materials_days", "材料报送日期", done="materials_sent", calendar_days=True),
}

#: After the day a list is posted, which is not counted.
PUBLICITY = {
    "首席技师公示": Deadline("C-023", "chief.publicity_workdays", "首席技师候选人公示"),
    "工作室公示": Deadline("S-018", "studio.publicity_workdays", "技能大师工作室候选名单公示"),
    "评估公示": Deadline("S-030", "evaluation.publicity_workdays", "年度绩效评估结果公示"),
}

#: Fixed days; “7月31日前” includes that day.
CLOSINGS = {
    "首席技师": Deadline("C-025", "chief.closing", "首席技师推荐申报材料报送"),
    "工作室": Deadline("S-020", "studio.closing", "技能大师工作室申报材料报送"),
    "绩效评估": Deadline("S-035", "evaluation.closing", "年度绩效评估自评材料报送"),
}


class Due(NamedTuple):
    """strict: as the notice counts; last: the next working day where that is a day of rest."""

    strict: date
    last: date

    @property
    def rolled(self) -> str:
        """That the day moves and to which, in words; "" where it stays."""
        return f"，是休息日，顺延至 {self.last}" if self.last != self.strict else ""


def due_day(context: Context, kind: str, start: date) -> date | None:
    """The strict due day after the end of a contest or the start of a 公示; None when no notice sets it.

    May raise NoCalendar.
    """
    rule = DEADLINES.get(kind) or PUBLICITY[kind]
    days = rule.days(context)
    if days is None:
        return None
    if rule.calendar_days:
        return calendar.days_after(start, days)
    return calendar.workdays_after(start, days, context.registers.holidays)


def due(context: Context, kind: str, start: date | None = None) -> Due | None:
    """Both due days: of a contest that ended on a day, or, without one, a day fixed by a notice. May raise NoCalendar."""
    strict = due_day(context, kind, start) if start else context.value(CLOSINGS[kind].parameter)
    return Due(strict, calendar.rolled(strict, context.registers.holidays)) if strict else None


def due_words(context: Context, kind: str, today: date, end: date | None = None) -> tuple[str, Severity | None]:
    """When something is due and how many days are left, in a sentence; and how grave it is where the day has passed.

    end: the last day of the contest, None where the notice fixes the day.
    """
    rule = DEADLINES.get(kind) or CLOSINGS[kind]
    what = rule.what.removesuffix("日期")
    clause = context.clause(rule.id)
    try:
        found = due(context, kind, end)
    except calendar.NoCalendar as gap:
        return f"{what}：期限算不出，{gap}", None
    if found is None or clause is None:
        return f"{what}：期限未设置，{context.policy.place}没有相应规定", None
    said = f"{what}：期限 {found.strict}（{clause}）{found.rolled}"
    done = context.settings[rule.done] if rule.done else None
    soft = "，只作提醒" if rule.late == "warning" else ""
    if done:
        late = done > found.last
        return f"{said}；已于 {done} 办理" + (f"，晚于期限{soft}" if late else ""), rule.late if late else None
    left = (found.strict - today).days
    if left > 0:
        return f"{said}；还有 {left} 天", None
    if left == 0:
        return f"{said}；今天到期", None
    if today <= found.last:
        more = (found.last - today).days
        return f"{said}；在顺延期内，{f'还有 {more} 天' if more else '今天到期'}，以主管科室答复为准", None
    over = (today - found.last).days
    return f"{said}；已过{'顺延后的' if found.rolled else ''}期限 {over} 天{soft}", rule.late


def publicity_words(context: Context, kind: str) -> str:
    """How long a list is posted later on; the day is asked of DEADLINE once it is posted."""
    rule = PUBLICITY[kind]
    days, clause = rule.days(context), context.clause(rule.id)
    if days is None or clause is None:
        return f"{rule.what}：期限未设置，{context.policy.place}没有相应规定"
    return f'{rule.what}：{days}个工作日（{clause}），开始的一天不计；最后一天用 DEADLINE("{kind}", 开始日期) 计算'
