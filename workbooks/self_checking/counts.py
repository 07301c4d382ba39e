"""What formulas count over the rows of a table: prizes, places, people, contests – the twins of rules over whole tables.

Where a cell that counts cannot be read, what is counted with it is passed on to the button.
"""

from collections.abc import Iterator, Sequence

from jineng.validators import grades
from jineng.validators.expressions import column
from jineng.validators.native import people
from jineng.validators.native.cells import fold, plain_folded
from jineng.validators.native.findings import BUTTON, Sentence
from jineng.validators.native.formulas import ABSTAIN, quoted
from jineng.validators.programmes.promotion import winner
from jineng.workbooks.self_checking.calculation import Calculation

#: Behind every place.
_NO_PLACE = 1_000_000
#: What is no single row's fault.
_OF_TABLE = frozenset({"P-003", "P-005", "P-008", "P-009", "C-014"})


def counts(calculation: Calculation) -> Sequence[Sentence]:
    """The sentences of a form, of those clauses that the place has."""
    table = _Counts(calculation)
    found: tuple[Iterator[Sentence], ...] = ()
    match calculation.form:
        case "results":
            found = table.awards_by_item(), table.awards_by_contest(), table.prize_families(), table.other_number()
        case "certificate":
            found = table.numbering(), table.other_number()
        case "expert":
            found = table.shared_places(), table.recommended_twice(), table.other_number()
        case "evaluation":
            found = (table.best_studios(),)
        case "plan":
            found = table.contests(), table.contests_by_class()
        case "chief":
            found = (table.nominees(),)
    return [sentence for sentences in found for sentence in sentences if sentence.clause]


class _Counts:
    """Keys are helper cells: "" where a row does not count, 0 where that cannot be told, else what it counts under."""

    def __init__(self, calculation: Calculation) -> None:
        self.calculation, self.tree, self.formulas = calculation, calculation.tree, calculation.formulas
        self.area, self.so_far, self.node = calculation.area, calculation.area_so_far, calculation.formulas.node
        self.above, self.last = calculation.rows.start - 1, calculation.rows.stop - 1

    # prizes

    def awards_by_item(self) -> Iterator[Sentence]:
        """总获奖人数一般不超过参赛人数的60%, by item (P-009)."""
        contest, trade, group = self._contest(), self._words("occupation"), self._words("group")
        of_item = f'IF(ISERROR({trade}&{group}),0,IF({trade}="","",{contest}&"|"&{trade}&"|"&{group}))'
        key = self.node(f'IF({contest}="","",IF({contest}=0,0,{of_item}))', "竞赛、项目、组别")
        yield self._share(key, f'"“"&{trade}&"”"&{group}', "竞赛")

    def awards_by_contest(self) -> Iterator[Sentence]:
        """The same by contest."""
        yield self._share(self._contest(), f'INDEX(L_contests,{self._contest()})&"全部项目"', "赛项")

    def _share(self, key: str, of: str, other: str) -> Sentence:
        """Said in the first row of each key. other: the base by which something else is counted."""
        p = self.formulas.parameter
        base, percent, won = p("award_base"), p("award.max_percent"), self.tree.value(winner)
        prize = self.node(f'IF({key}="","",IF(ISERROR({won}),0,IF({won},{key},"")))', "获奖的")
        asked = f'IF({self._first(key)}<>ROW(),"",IF(ISERROR({base}),0,IF({base}="{other}","",1)))'
        asked = self.node(f'IF({key}="","",IF({key}=0,0,{asked}))', "核对获奖比例")
        number, prizes = (self.node(f'IF({asked}=1,{self._alike(keys, key)},"")', "人数") for keys in (key, prize))
        limit = f"INT({number}*{percent}/100)"
        said = (f'{self._at("award", "1")}&{of}&"参赛 "&{number}&" 人（按本表行数），获奖 "&{prizes}&" 人，超过 "&{percent}&"%（"'
                f'&{limit}&" 人）"')  # fmt: skip
        unclear = f"OR({asked}=0,{self._any_unclear(key)},{self._any_unclear(prize)})"
        formula = f'IF({asked}="","",IF({unclear},{self._button("award", "获奖比例")},IF({prizes}>{limit},{said},"")))'
        return self._sentence(formula, "P-009", "核对参赛人数和获奖人数；“一般不超过”，确有理由的可说明")

    def prize_families(self) -> Iterator[Sentence]:
        """Medals or grades, not both, within one contest (P-008): said where the second of them begins."""
        raw, contest = self.tree.cells["award"], self._contest()
        known, length = people.award(self.formulas, raw)
        letter = f"LEFT({fold(self.formulas, raw)},1)"
        kind = f'IF(ISNUMBER(FIND({letter},"金银铜")),1,IF(ISNUMBER(FIND({letter},"一二三123")),2,""))'
        kind = f'IF(ISNA({known}),"",IF(ISERROR({known}),0,IF({length}=0,"",{kind})))'
        family = self.node(kind, "奖牌或等奖")
        both = f"IF(OR({contest}=0,{family}=0),0,{contest}*10+{family})"
        key = self.node(f'IF(OR({contest}="",{family}=""),"",{both})', "竞赛和奖项的种类")
        keys = self.area(key)
        mine, other = (
            self.node(f'IF(N({key})=0,"",MATCH({of},{keys},0))', "最早的一行")
            for of in (key, f"{contest}*10+3-{family}")
        )
        kinds = f'CHOOSE({family},"等奖又有奖牌","奖牌又有等奖")'
        said = f'{self._at("award", "1")}&INDEX(L_contests,{contest})&"既有"&{kinds}&"，一个竞赛只用一套奖项"'
        button = self._button("award", "奖项是否一套")
        judged = f'IF(ISNUMBER({other}),IF({other}<{mine},{said},""),IF({self._any_unclear(key)},{button},""))'
        begins = f'IF({mine}=ROW()-{self.above},{judged},"")'
        yield self._sentence(f'IF({key}="","",IF({key}=0,{button},{begins}))', "P-008", "统一为金银铜牌或一二三等奖")

    # people

    def other_number(self) -> Iterator[Sentence]:
        """One name and unit with two ID numbers (X-03): perhaps one person."""
        who, raw = self._person(), [self.tree.cells[key] for key in ("name", "unit")]
        none = ",".join(f"ISNA({self.tree.value(column(key))})" for key in ("id_number", "name", "unit"))
        name, unit = (plain_folded(self.formulas, cell) for cell in raw)
        odd_name, odd_unit = (f"ISERROR({fold(self.formulas, cell)})" for cell in raw)
        key = self.node(f'IF(OR({none}),"",{name}&"|"&{unit})', "姓名和单位")
        before = self.node(f'IF({key}="","",INDEX({self.area(who)},{self._first(key)}-{self.above}))', "最早的身份证号")
        said = f'{self._at("id_number", "1")}&"与第"&{self._first(key)}&"行同名同单位而身份证号不同"'
        namesake = f"IF({odd_unit},{self._alike(name, name)}>1,FALSE)"
        unsure = f'OR({odd_name},{namesake},AND(EXACT(LEFT({before},1),"?"),{self._first(key)}<ROW()))'
        button = self._button("id_number", "是否与别人同名同单位")
        judged = f'IF({unsure},{button},IF(EXACT({before},{who}),"",{said}))'
        yield self._sentence(
            f'IF(OR({key}="",LEFT({who},1)="?"),"",{judged})', "X-03", "确认是否同一人；确为两人的不必改"
        )

    def numbering(self) -> Iterator[Sentence]:
        """序号 runs 1, 2, 3 … without gaps (P-T-01): said once, where it breaks off."""
        serial, expected = self.tree.value(column("serial")), f"COUNT({self.so_far(self.calculation.filled)})"
        wrong = self.node(f"IF(ISERROR({serial}),IF(ISNA({serial}),1,2),IF({serial}={expected},0,1))", "序号不对")
        said = f'IF({wrong}=2,{self._button("serial", "序号")},{self._at("serial", "1")}&"序号不连续，此处应为 "&{expected})'
        formula = f'IF({wrong}=0,"",IF(COUNTIF({self.so_far(wrong)},">0")=1,{said},""))'
        yield self._sentence(formula, "P-T-01", "从1起依次编号")

    def nominees(self) -> Iterator[Sentence]:
        """A list of 候选人 within the number planned (C-014)."""
        kind, planned = self.formulas.parameter("chief_list"), self.formulas.parameter("chief.planned")
        filled = self.calculation.filled
        said = f'{self._at("serial", "1")}&"候选人 "&COUNT({self.area(filled)})&" 名，超过拟选拔的 "&{planned}&" 名"'
        judged = f'IF(ISERROR({kind}),{self._button("serial", "候选人名额")},IF({kind}="候选人",{said},""))'
        formula = f'IF(COUNT({self.so_far(filled)})={planned}+1,{judged},"")'
        yield self._sentence(formula, "C-014", "核对名单；“拟选拔”，确需增加的说明理由")

    # places

    def shared_places(self) -> Iterator[Sentence]:
        """每个赛项每个名次限报1人 (P-024)."""
        contest, trade, place, who = self._contest(), self._words("occupation"), self._place(), self._person()
        known = f'IF({contest}=0,0,IF(ISERROR({trade}),0,IF({trade}="","",{contest}&"|"&{trade})))'
        item = self.node(f'IF({contest}="","",{known})', "赛项")
        key = self.node(
            f'IF(OR({item}="",{place}=""),"",IF(OR({item}=0,{place}=0),0,{item}&"|"&{place}))', "赛项和名次"
        )
        placeless = self.node(f'IF({place}=0,{item},"")', "名次读不准的赛项")
        keys, same = self.area(key), f"EXACT({self.area(key)},{key})"
        others = self.node(f'IF(OR({key}="",{key}=0),0,{self._alike(key, key)}-1)', "同名次的另几行")
        different = f"SUMPRODUCT({same}*(1-EXACT({self.area(who)},{who})))>0"
        other = f"{self.last + 1}-SUMPRODUCT(MAX({same}*(ROW({keys})<>ROW())*({self.last + 1}-ROW({keys}))))"
        said = (f'{self._at("place_won")}&"与第"&({other})&"行"&IF({others}>1,"等"&{others}&"行","")&"同为“"&{trade}&"”第"&{place}'
                f'&"名，每个赛项每个名次限报1人"')  # fmt: skip
        unread = f'SUMPRODUCT({same}*EXACT(LEFT({self.area(who)},1),"?"))>0'
        button = self._button("place_won", "名次是否重复")
        judged = f'IF({unread},{button},IF({different},{said},""))'
        unclear = f"OR({key}=0,{self._alike(placeless, item)}>0)"
        formula = f'IF({key}="","",IF({unclear},{button},IF({others}=0,"",{judged})))'
        yield self._sentence(formula, "P-024", "名次并列的、团体赛项的，由主办单位确定1人")

    def recommended_twice(self) -> Iterator[Sentence]:
        """不重复授予 (P-026): who is named in several items keeps the best place, the first of equals."""
        contest, trade, who = self._contest(), self._words("occupation"), self._person()
        item = self.node(f'IF(OR(ISERROR({trade}),N({contest})+({contest}="")=0),0,{contest}&"|"&{trade})', "赛项")
        place = self.calculation.beside(f'IF({self._place()}="",{_NO_PLACE},{self._place()})', "名次，没有的排最后")
        same, places = f"EXACT({self.area(who)},{who})", self.area(place)
        again = self.node(f'IF(OR(LEFT({who},1)="?",LEFT({who},1)="#"),FALSE,{self._alike(who, who)}>1)', "多次推荐")
        best = self.node(f"IF({again},{_NO_PLACE}-SUMPRODUCT(MAX({same}*({_NO_PLACE}-{places}))),0)", "最好的名次")
        first_best = f"{self.last + 1}-SUMPRODUCT(MAX({same}*({places}={best})*({self.last + 1}-ROW({places}))))"
        kept = self.node(f"IF({again},{first_best},0)", "保留的一行")
        unclear = f"SUMPRODUCT({same}*(({places}=0)+ISNUMBER({self.area(item)})))>0"
        said = f'{self._at("id_number")}&"同一人已在第"&{kept}&"行推荐，不重复推荐"'
        judged = f'IF(EXACT(INDEX({self.area(item)},{kept}-{self.above}),{item}),"",{said})'
        formula = f'IF({again},IF({unclear},{self._button("id_number", "是否重复推荐")},{judged}),"")'
        yield self._sentence(formula, "P-026", "保留名次最好的一处，其余从表中删除")

    def best_studios(self) -> Iterator[Sentence]:
        """优秀 goes by score, and to no more studios than there are places, year by year (S-027)."""
        p, at_grade = self.formulas.parameter, self._at("grade")
        approved, year, score, grade = (
            self.tree.value(column(key)) for key in ("approved_year", "evaluated_year", "expert_score", "grade")
        )
        new = f"IF(ISNUMBER({approved}),INT({approved}/100)>={p('evaluation.left_out_year')},FALSE)"
        unknown = f"OR(ISERR({approved}),ISERR({year}),ISERR({score}),ISERR({grade}))"
        of_year = f'IF({new},"","年"&IF(ISNUMBER({year}),INT({year}/100),""))'
        key = self.node(f'IF(ISNA({score}),"",IF({unknown},0,{of_year}))', "参评的年度")
        known = f'IF(ISERROR({grade}),"",{grade})'
        best, good = (
            self.node(f'IF(AND({key}<>"",EXACT({known},"{words}")),{key},"")', f"{words}的年度")
            for words in (grades.EXCELLENT, grades.GOOD)
        )
        number = self.calculation.beside(f"IF(ISNUMBER({score}),{score},-1)", "得分")
        scores, excellent = self.area(number), f"EXACT({self.area(best)},{key})"
        bounds = f"IF(ISNA({p('excellent_places')}),{_NO_PLACE},{p('excellent_places')}),IF(ISNA({p('excellent_percent')}),{_NO_PLACE},INT({self._alike(key, key)}*{p('excellent_percent')}/100))"
        places = self.node(f'IF({best}="","",MIN({bounds}))', "优秀名额")
        rank = self.node(f'IF({best}="","",SUMPRODUCT({excellent}*({scores}>={number})))', "优秀中的名次")
        said = f'{at_grade}&"优秀 "&{self._alike(best, key)}&" 家，超过名额 "&{places}&" 家（参评 "&{self._alike(key, key)}&" 家）"'
        button = self._button("grade", "优秀的名额和次序")
        unclear = f'OR({key}=0,AND({best}&{good}<>"",{self._any_unclear(key)}))'
        over = f'IF(ISERROR({places}),{button},IF({rank}>{places},{said},""))'
        formula = f'IF({key}="","",IF({unclear},{button},IF({best}="","",{over})))'
        yield self._sentence(formula, "S-027", "按得分从高到低确定；同分的由市人社局确定")
        lowest = self.node(
            f'IF({best}="","",IF(SUMPRODUCT({excellent}*({scores}<{number}))=0,{best},""))', "优秀中得分最低"
        )
        same = f"EXACT({self.area(lowest)},{key})*({self.last + 1}-ROW({scores}))"
        row = self.node(f'IF({good}="",0,{self.last + 1}-SUMPRODUCT(MAX({same})))', "优秀中得分最低的一行")
        least = f"INDEX({scores},{row}-{self.above})"
        said = f'{self._at("grade", "1")}&"专家得分 "&{score}&" 高于第"&{row}&"行（"&{least}&"，优秀），等次为合格"'
        judged = f'IF({row}>{self.last},"",IF({score}>{least},{said},""))'
        formula = f'IF(OR({good}="",{self._any_unclear(key)}),"",{judged})'
        yield self._sentence(formula, "S-027", "按得分确定等次；确有原因的在备注中说明")

    # the plan

    def contests(self) -> Iterator[Sentence]:
        """A plan of the notice's own year has its number of contests (P-003)."""
        found = f"COUNT({self.area(self.calculation.filled)})"
        yield self._of_plan("P-003", "plan.contests", "", found, "FALSE")

    def contests_by_class(self) -> Iterator[Sentence]:
        """And of each class (P-005)."""
        grade = self.tree.value(column("contest_class"))
        key = self.node(f'IF(ISERROR({grade}),IF(ISNA({grade}),"",0),{grade})', "竞赛类别")
        none = f'COUNTIF({self.area(key)},"?*")=0'
        said = quoted(self.calculation.blamed("contest", "2") + "没有写明一类、二类，未核对各类项数")
        yield self._sentence(
            self._planned(f'IF({self._any_unclear(key)},{self._button("contest", "各类项数")},IF({none},{said},""))'),
            "P-005",
            "补上竞赛类别",
        )
        for words, number in (("一类", "plan.class_one"), ("二类", "plan.class_two")):
            yield self._of_plan(
                "P-005", number, words, f'COUNTIF({self.area(key)},"{words}")', f"OR({none},{self._any_unclear(key)})"
            )

    def _of_plan(self, id: str, number: str, grade: str, found: str, unless: str) -> Sentence:
        wanted, year = self.formulas.parameter(number), self.formulas.parameter("plan_year")
        said = f'{self._at("contest")}&{year}&"年计划{grade}竞赛应为 "&{wanted}&" 项，表中 "&{found}&" 项"'
        return self._sentence(
            self._planned(f'IF({unless},"",IF({found}={wanted},"",{said}))'), id, "与通知附件1逐项核对"
        )

    def _planned(self, formula: str) -> str:
        """What is said in the first row of a plan of a notice's year."""
        year = self.formulas.parameter("plan_year")
        years = sorted({notice.plan_year for notice in self.formulas.context.policy.notices if notice.plan_year})
        ours = f"OR({','.join(f'{year}={one}' for one in years) or 'FALSE'})"
        asked = f'IF(ISNA({year}),"",IF(ISERROR({year}),{self._button("contest", "竞赛项数")},IF({ours},{formula},"")))'
        return f'IF(COUNT({self.so_far(self.calculation.filled)})=1,{asked},"")'

    # keys

    def _contest(self) -> str:
        known = self.tree.value(column("contest"))
        return self.node(f'IF(ISERROR({known}),IF(ISNA({known}),"",0),{known})', "竞赛")

    def _place(self) -> str:
        known = self.tree.value(column("place_won"))
        return self.node(f'IF(ISERROR({known}),IF(ISNA({known}),"",0),{known})', "名次")

    def _person(self) -> str:
        """The ID number; where there is none, or none that can be read, something of the row's own."""
        number = self.tree.value(column("id_number"))
        return self.node(f'IF(ISERROR({number}),IF(ISNA({number}),"#","?")&ROW(),{number})', "人")

    def _words(self, key: str) -> str:
        """A text as items and groups are compared, without a label such as （纺织服装产业链）; "" for none."""
        folded = fold(self.formulas, self.tree.cells[key])
        at = f'FIND("(",{folded})'
        labelled = f'AND(RIGHT({folded},4)="产业链)",LEN({folded})-LEN(SUBSTITUTE({folded},"(",""))=1)'
        known = f'IF(ISNUMBER(FIND("产业链)",{folded})),IF({labelled},LEFT({folded},{at}-1),{ABSTAIN}),{folded})'
        return self.node(f'IF(ISNA({self.tree.value(column(key))}),"",{known})', "文字")

    def _first(self, key: str) -> str:
        """The first row with a row's key."""
        same = f"EXACT({self.area(key)},{key})*({self.last + 1}-ROW({self.area(key)}))"
        return self.node(f'IF({key}="",0,{self.last + 1}-SUMPRODUCT(MAX({same})))', "最早的一行")

    def _alike(self, keys: str, key: str) -> str:
        return f"SUMPRODUCT(--EXACT({self.area(keys)},{key}))"

    def _any_unclear(self, key: str) -> str:
        return f"ISNUMBER(MATCH(0,{self.area(key)},0))"

    # sentences

    def _at(self, key: str, code: str = "3") -> str:
        return quoted(self.calculation.blamed(key, code))

    def _button(self, key: str, about: str) -> str:
        return quoted(f"{self.calculation.blamed(key, '2')}{about}：{BUTTON}")

    def _sentence(self, formula: str, id: str, suggestion: str) -> Sentence:
        return Sentence(formula, id, self.formulas.context.clause(id), suggestion, apart=id in _OF_TABLE)
