"""What formulas say across the rows of a table: one person once, one ID number one name, one studio once a year."""

from collections.abc import Sequence

from jineng.validators.expressions import column
from jineng.validators.native.cells import blank, fold, plain_folded
from jineng.validators.native.contests import occupation_key
from jineng.validators.native.findings import BUTTON, Sentence
from jineng.validators.native.formulas import quoted
from jineng.workbooks.self_checking.calculation import Calculation


def duplicates(calculation: Calculation) -> Sequence[Sentence]:
    """P-T-05, C-027, S-025, S-F-11 and X-03, as far as they are about one table; the “校验” button compares tables as well."""
    table = _Table(calculation)
    match calculation.form:
        case "results" | "certificate" | "expert":
            return [table.same_entry(), table.other_name()]
        case "chief":
            return [table.same_person(), table.other_name_later()]
        case "evaluation":
            return [table.same_year()]
        case "team":
            return [table.same_name()]
    return []


class _Table:
    def __init__(self, calculation: Calculation) -> None:
        self.tree, self.formulas = calculation.tree, calculation.formulas
        self.context = calculation.made.context
        self.first, self.last = calculation.rows.start, calculation.rows.stop - 1
        self.area, self.at = calculation.area, calculation.blamed

    def first_row(self, key: str) -> str:
        """The first row with a row's key, 0 for an empty key."""
        return self.formulas.node(f'IF({key}="",0,MATCH({key},{self.area(key)},0)+{self.first - 1})', "最早的一行")

    def person(self) -> str:
        number = self.tree.value(column("id_number"))
        return self.formulas.node(f'IF(ISERROR({number}),"",{number})', "身份证号，对的")

    def name(self) -> str:
        raw = self.tree.cells["name"]
        name = fold(self.formulas, raw)
        none = f'OR({blank(raw)},EXACT({name},"#N/A"))'
        return self.formulas.node(f'IF(ISERROR({name}),"",IF({none},"",{name}))', "姓名，折叠")

    def same_entry(self) -> Sentence:
        """One person once in one item (P-T-05)."""
        who, contest = self.person(), self.tree.value(column("contest"))
        trade = occupation_key(self.formulas, self.tree.cells["occupation"])
        entry = f'IF(ISERROR({contest}),"",{contest})&"|"&IF(ISERROR({trade}),"?"&ROW(),{trade})'
        first = self.first_row(self.formulas.node(f'IF({who}="","",{who}&"|"&{entry})', "同一人、同一职业"))
        said = f'{quoted(self.at("id_number") + "与第")}&{first}&"行是同一人、同一职业（工种），重复"'
        unclear = f'IF(ISERROR({trade}),COUNTIF({self.area(who)},{who}&"*")>1,FALSE)'
        button = quoted(f"{self.at('id_number', '2')}是否重复：{BUTTON}")
        formula = f'IF({who}="","",IF({unclear},{button},IF({first}<ROW(),{said},"")))'
        return Sentence(formula, "P-T-05", self.context.clause("P-T-05"), "保留一行，删除多余的")

    def other_name(self) -> Sentence:
        """One ID number, one name (X-03): the first row with a name and all that differ from it."""
        who, name = self.person(), self.name()
        numbered = self.formulas.node(f'IF({name}="","",{who})', "有姓名的身份证号")
        first = self.first_row(numbered)
        others = f'COUNTIFS({self.area(numbered)},{who}&"*",{self.area(name)},"<>"&{name})>0'
        differs = f"NOT(EXACT({name},INDEX({self.area(name)},{first}-{self.first - 1})))"
        differing = f"IF({first}=ROW(),{others},{differs})"
        row = f'IF({first}=ROW(),"别的","第"&{first})'
        said = f'{quoted(self.at("id_number") + "与")}&{row}&"行身份证号相同而姓名不同"'
        return Sentence(
            f'IF({first}=0,"",IF({differing},{said},""))', "X-03", self.context.clause("X-03"), "照身份证改正"
        )

    def same_person(self) -> Sentence:
        """One person once (C-027)."""
        first = self.first_row(self.person())
        said = f'{quoted(self.at("id_number") + "与第")}&{first}&"行是同一人，重复"'
        formula = f'IF({first}=0,"",IF({first}<ROW(),{said},""))'
        return Sentence(formula, "C-027", self.context.clause("C-027"), "保留一行，删除多余的")

    def other_name_later(self) -> Sentence:
        """One ID number, one name (X-03): the rows that differ from the first."""
        first, name = self.first_row(self.person()), self.name()
        called = self.formulas.node(f'IF({first}=0,"",INDEX({self.area(name)},{first}-{self.first - 1}))', "最早的姓名")
        said = f'{quoted(self.at("id_number") + "与第")}&{first}&"行身份证号相同而姓名不同"'
        formula = f'IF(OR({called}="",{name}=""),"",IF(EXACT({called},{name}),"",{said}))'
        return Sentence(formula, "X-03", self.context.clause("X-03"), "照身份证改正")

    def same_year(self) -> Sentence:
        """A studio is assessed once a year (S-025)."""
        studio, year = fold(self.formulas, self.tree.cells["studio"]), self.tree.value(column("evaluated_year"))
        named = self.tree.value(column("studio"))
        key = f'IF(ISERROR({named}),"",{studio}&"|"&IF(ISERROR({year}),"",{year}))'
        first = self.first_row(self.formulas.node(key, "工作室和年度"))
        said = f'{quoted(self.at("studio") + "与第")}&{first}&"行是同一工作室、同一评估年度，重复"'
        button = quoted(f"{self.at('studio', '2')}是否重复：{BUTTON}")
        formula = f'IF(ISERROR({first}),{button},IF({first}=0,"",IF({first}<ROW(),{said},"")))'
        return Sentence(formula, "S-025", self.context.clause("S-025"), "保留一行")

    def same_name(self) -> Sentence:
        """Every member once (S-F-11); whether a name with characters that no formula knows is another's, the button tells."""
        raw = self.tree.cells["name"]
        known, written = fold(self.formulas, raw), plain_folded(self.formulas, raw)
        none = f'OR({blank(raw)},EXACT({raw},"#N/A"))'
        name = self.formulas.node(f'IF({none},"",{written})', "姓名，折叠")
        same = f"EXACT({self.area(name)},{name})*({self.last + 1}-ROW({self.area(name)}))"
        first = self.formulas.node(f'IF({name}="",0,{self.last + 1}-SUMPRODUCT(MAX({same})))', "同名的最早一行")
        said = f'{quoted(self.at("name") + "与第")}&{first}&"行同名"'
        button = quoted(f"{self.at('name', '2')}是否重名：{BUTTON}")
        formula = f'IF({first}=0,"",IF({first}<ROW(),{said},IF(ISERROR({known}),{button},"")))'
        return Sentence(formula, "S-F-11", self.context.clause("S-F-11"), "同一人只列一次；确为两人的请注明")
