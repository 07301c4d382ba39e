"""What formulas say of the days given in 设置: the limits after a contest's end (P-A2-01, P-012, P-036) and the letter (P-L-07, P-L-08).

They speak where `programmes.lists.Deadlines` and `Letter` do: in the first row with the last day of a contest, of the table.
"""

from collections.abc import Iterator, Sequence

from jineng.validators.deadlines import DEADLINES, Deadline
from jineng.validators.expressions import column
from jineng.validators.native.contests import phone_fits
from jineng.validators.native.findings import BUTTON, Sentence
from jineng.validators.native.formulas import ABSTAIN, Unsupported, quoted
from jineng.validators.native.identity import written_day
from jineng.workbooks.self_checking.calculation import Calculation
from jineng.workbooks.self_checking.holidays import COUNTED, DAYS, ODD

#: A contest and a day in one number: more than any day's.
_CONTEST = 10_000_000


def deadlines(calculation: Calculation) -> Sequence[Sentence]:
    """The sentences of a table of results, none of other forms."""
    if calculation.form != "results":
        return []
    finals = _Finals(calculation)
    return [*finals.limits(), *finals.letter()]


class _Finals:
    def __init__(self, calculation: Calculation) -> None:
        self.calculation, self.formulas = calculation, calculation.formulas
        self.context = calculation.made.context
        self.contest, self.day = (calculation.tree.value(column(key)) for key in ("contest", "final_date"))

    def limits(self) -> Iterator[Sentence]:
        """Each day given against its limit, once for every contest; where that cannot be, why."""
        rules = [rule for rule in DEADLINES.values() if self.context.clause(rule.id) and rule.days(self.context)]
        if not rules:
            return
        p = self.formulas.parameter
        end, given = p("contest_end"), [p(rule.done) for rule in rules]
        unused = f"AND({','.join(f'ISNA({day})' for day in (end, *given))})"
        either = f'IF(OR(ISNA({self.contest}),ISNA({self.day})),"",IF(ISERROR({self.contest}+{self.day}),0,{self.contest}*{_CONTEST}+{self.day}))'
        key = self.formulas.node(f'IF({unused},"",{either})', "竞赛和决赛日期")
        keys = self.calculation.area(key)
        later = f'COUNTIFS({keys},">"&{key},{keys},"<"&(INT({key}/{_CONTEST})+1)*{_CONTEST})'
        first = f'IF({later}>0,"",IF({self._is_first(key)},{key},""))'
        last = self.formulas.node(f'IF({key}="","",IF({key}=0,0,{first}))', "这项竞赛的最后一天")
        nth = self.formulas.node(f"COUNT({self.calculation.area_so_far(key)})", "竞赛的第几行")
        of_first = f"INDEX({keys},MATCH(1,{self.calculation.area(nth)},0))"
        several = self.formulas.node(
            f"IF(COUNT({keys})=0,FALSE,INT(MAX({keys})/{_CONTEST})>INT(MIN({keys})/{_CONTEST}))", "几项竞赛"
        )
        unclear = self.formulas.node(f"OR({last}=0,COUNTIF({keys},0)>0,ISERR({end}),{ODD})", "结束的一天不明")
        for_one = f"IF(ISNUMBER({end}),{several},FALSE)"
        said = quoted(self._at("2") + "本表有几个竞赛，“设置”的竞赛结束日期只能用于一个，期限未校验")
        of_all = f'IF(INT({last}/{_CONTEST})=INT({of_first}/{_CONTEST}),{said},"")'
        button = f'IF(ISNA({end}),"",{quoted(self._at("2") + "竞赛结束日期：" + BUTTON)})'
        yield self._sentence(
            f'IF({last}="","",IF({unclear},{button},IF({for_one},{of_all},"")))',
            "P-012",
            "一个竞赛一个工作簿，或去掉该设置",
        )
        start = self.formulas.node(f"IF(ISNUMBER({end}),{end},{self.day})", "竞赛结束")
        for rule, done in zip(rules, given, strict=True):
            asked = f'IF(ISNA({done}),"",IF({last}="","",IF({unclear},{{unclear}},IF({for_one},"",{{judged}}))))'
            yield from self._limit(rule, done, start, asked)

    def _limit(self, rule: Deadline, done: str, start: str, asked: str) -> Iterator[Sentence]:
        days = self.formulas.parameter(rule.parameter)
        begun = f"{start}-INDEX({DAYS},1)"  # how many days of 日历 lie before it
        within = f"IF({begun}<0,{ABSTAIN},{{}})"
        if rule.calendar_days:
            strict = f"{start}+{days}"
            last = self.formulas.node(within.format(_nth_workday(f"INDEX({COUNTED},{begun}+{days})+1")), "顺延后的期限")
        else:
            strict = self.formulas.node(within.format(_nth_workday(f"INDEX({COUNTED},{begun}+1)+{days}")), rule.what)
            last = strict
        contest = f"INDEX(L_contests,{self.contest})"
        button = quoted(self._at("2") + f"{rule.what}的期限：{BUTTON}")
        said = f"{quoted(self._at('3' if rule.late == 'error' else '1'))}&{contest}&{quoted(rule.what + '为 ')}&{written_day(done)}"
        late = f'{said}&"，已过期限 "&{written_day(strict)}'
        judged = f'IF(ISERROR({done}+{last}),{button},IF({done}>{last},{late},""))'
        yield self._sentence(asked.format(unclear=button, judged=judged), rule.id, "尽快联系主管科室")
        if rule.calendar_days:
            said = f"{quoted(self._at('1'))}&{contest}&{quoted(rule.what + '为 ')}&{written_day(done)}"
            rolled = (
                f'{said}&"，过了第"&{days}&"天 "&{written_day(strict)}&"（休息日，顺延至 "&{written_day(last)}&"）"'
            )
            between = f'IF(ISERROR({done}+{last}),"",IF(AND({done}>{strict},{done}<={last}),{rolled},""))'
            yield self._sentence(asked.format(unclear='""', judged=between), rule.id, "以主管科室答复为准")

    def letter(self) -> Iterator[Sentence]:
        """The letter's date is not before the final, its telephone can be called."""
        p = self.formulas.parameter
        dated, phone = p("apply_day"), p("phone")
        known = f'IF(ISNA({self.day}),"",IF(ISERROR({self.day}),0,{self.day}))'
        day = self.formulas.node(f'IF(AND(ISNA({dated}),ISNA({phone})),"",{known})', "决赛日期")
        days = self.calculation.area(day)
        latest = f'IF({day}=MAX({days}),IF({self._is_first(day)},{day},""),"")'
        last = self.formulas.node(f'IF({day}="","",IF(COUNTIF({days},0)>0,0,{latest}))', "最晚的决赛日期")
        asked = f'IF({last}="","",IF(ISNA({{given}}),"",IF(OR({last}=0,ISERR({{given}})),{{button}},{{judged}})))'
        if self.context.clause("P-L-08"):
            said = f'{quoted(self._at("3") + "申请日期 ")}&{written_day(dated)}&" 早于决赛日期 "&{written_day(last)}'
            button = quoted(self._at("2") + f"申请日期：{BUTTON}")
            judged = f'IF({dated}<{last},{said},"")'
            yield self._sentence(
                asked.format(given=dated, button=button, judged=judged), "P-L-08", "更正“设置”中的申请日期"
            )
        if self.context.clause("P-L-07") and self.context.value("plan.phones"):
            try:
                fits = self.formulas.node(f'IF({last}="","",{phone_fits(self.formulas, phone, "")})', "电话的写法")
            except Unsupported:
                return
            button = quoted(self._at("2") + f"申请书联系电话：{BUTTON}")
            said = f"{quoted(self._at('1') + '申请书联系电话“')}&{phone}&{quoted('”不是0631-7位号码或11位手机号')}"
            judged = f'IF(ISERROR({fits}),{button},IF({fits},"",{said}))'
            yield self._sentence(
                asked.format(given=phone, button=button, judged=judged), "P-L-07", "核对“设置”中的联系电话"
            )

    def _is_first(self, key: str) -> str:
        """Whether no row above has the same."""
        return f"MATCH({key},{self.calculation.area(key)},0)=ROW()-{self.calculation.rows.start - 1}"

    def _at(self, code: str) -> str:
        return self.calculation.blamed("final_date", code)

    def _sentence(self, formula: str, id: str, suggestion: str) -> Sentence:
        return Sentence(formula, id, self.context.clause(id), suggestion, apart=True)


def _nth_workday(number: str) -> str:
    """The day with that many working days up to it, counted from the beginning of 日历."""
    return f"INDEX({DAYS},MATCH({number},{COUNTED},0))"
