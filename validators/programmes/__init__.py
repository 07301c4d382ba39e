"""One module a programme; here, which checks belong to which form."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from jineng.validators.rules import Checks

#: Rules over whole tables, workbooks and registers, in a few words; requirements speak for themselves.
WHOLE_TABLE_RULES = {
    "P-003": "年度计划的竞赛项数", "P-005": "一类、二类竞赛的项数", "P-009": "获奖人数一般不超过参赛人数的60%",
    "P-011": "应晋未晋：符合晋升条件而未列入信息表", "P-012": "申领联系不超过10个工作日", "P-013": "应申领未申领的竞赛",
    "P-024": "每个赛项每个名次限报1人", "P-036": "材料报送不超过15天", "P-A2-01": "账号申请不超过5个工作日",
    "P-L-07": "申请书联系电话", "P-L-08": "申请日期不早于决赛", "P-T-01": "序号连续", "P-T-19": "信息表表尾",
    "C-014": "候选人名单不超过拟选拔的名额", "C-027": "汇总表一人一行，与申报表一致", "C-028": "每人一份申报表",
    "M-18e": "同一项目只按最高成绩奖励", "X-03": "一个身份证号一个姓名", "X-05": "表格结构：缺列、重复的列、读不出的登记",
    "X-07": "公式错误值、没有计算的公式", "X-11": "“设置”表的写法",
}  # fmt: skip


def _results() -> Checks:
    from jineng.validators.programmes import lists
    from jineng.validators.programmes.promotion import RESULTS_DERIVED, RESULTS_FACTS, RESULTS_REQUIREMENTS

    alike = (lists.AwardShare, lists.PrizeFamilies, lists.Deadlines, lists.Letter)
    return Checks("results", RESULTS_REQUIREMENTS, RESULTS_FACTS, RESULTS_DERIVED, (lists.SamePerson,), alike)


def _certificate() -> Checks:
    from jineng.validators.programmes import certificate, lists

    return Checks("certificate", certificate.CERTIFICATE_REQUIREMENTS, certificate.CERTIFICATE_FACTS,
                  whole=(lists.SamePerson, lists.Numbering), foot=certificate.certificate_foot)  # fmt: skip


def _expert() -> Checks:
    from jineng.validators.programmes.experts import EXPERT_DERIVED, EXPERT_FACTS, EXPERT_REQUIREMENTS, OnlyOnce
    from jineng.validators.programmes.lists import SamePerson

    return Checks("expert", EXPERT_REQUIREMENTS, EXPERT_FACTS, EXPERT_DERIVED, (SamePerson, OnlyOnce))


def _plan() -> Checks:
    from jineng.validators.programmes.lists import PlanTotals
    from jineng.validators.programmes.plan import PLAN_FACTS, PLAN_REQUIREMENTS

    return Checks("plan", PLAN_REQUIREMENTS, PLAN_FACTS, whole=(PlanTotals,))


def _bonus() -> Checks:
    from jineng.validators.programmes.measures import BONUS_FACTS, BONUS_REQUIREMENTS, HighestOnly

    return Checks("bonus", BONUS_REQUIREMENTS, BONUS_FACTS, whole=(HighestOnly,))


def _allowance() -> Checks:
    from jineng.validators.programmes.measures import ALLOWANCE_REQUIREMENTS

    return Checks("allowance", ALLOWANCE_REQUIREMENTS, {})


def _targets() -> Checks:
    from jineng.validators.programmes.indicators import TARGET_FACTS, TargetRows

    return Checks("targets", (), TARGET_FACTS, whole=(TargetRows,))


def _evaluation() -> Checks:
    from jineng.validators.programmes import evaluations as e

    return Checks("evaluation", e.EVALUATION_REQUIREMENTS, e.EVALUATION_FACTS, whole=(e.OncePerYear, e.Places),
                  foot=e.line_in_scale)  # fmt: skip


def _chief() -> Checks:
    from jineng.validators.programmes.chiefs import CHIEF_DERIVED, CHIEF_FACTS, CHIEF_REQUIREMENTS, Nominees

    return Checks("chief", CHIEF_REQUIREMENTS, CHIEF_FACTS, CHIEF_DERIVED, (Nominees,))


def _chief_form() -> Checks:
    from jineng.validators.programmes.chief_forms import CHIEF_FORM_REQUIREMENTS
    from jineng.validators.programmes.chiefs import CHIEF_DERIVED, CHIEF_FACTS

    return Checks("chief_form", CHIEF_FORM_REQUIREMENTS, CHIEF_FACTS, CHIEF_DERIVED)


def _career() -> Checks:
    from jineng.validators.programmes.chief_forms import CAREER_REQUIREMENTS

    return Checks("career", CAREER_REQUIREMENTS, {})


def _score_sheet() -> Checks:
    from jineng.validators.programmes.score_sheets import SHEET_FACTS, SHEET_REQUIREMENTS

    return Checks("score_sheet", SHEET_REQUIREMENTS, SHEET_FACTS)


def _score_items() -> Checks:
    from jineng.validators.programmes.score_sheets import ITEM_FACTS, ITEM_REQUIREMENTS, Sums

    return Checks("score_items", ITEM_REQUIREMENTS, ITEM_FACTS, totals=(Sums,))


def _studio() -> Checks:
    from jineng.validators.programmes.studio_forms import STUDIO_DERIVED, STUDIO_FACTS, STUDIO_REQUIREMENTS

    return Checks("studio", STUDIO_REQUIREMENTS, STUDIO_FACTS, STUDIO_DERIVED)


def _team() -> Checks:
    from jineng.validators.programmes.studio_forms import TEAM_FACTS, TEAM_REQUIREMENTS, Members

    return Checks("team", TEAM_REQUIREMENTS, TEAM_FACTS, whole=(Members,))


class _ByForm(Mapping[str, Checks]):
    """Form → its checks. A programme is imported when the first table of its form is met, so that a check starts at once."""

    _makers: Mapping[str, Callable[[], Checks]] = {
        "results": _results, "certificate": _certificate, "expert": _expert, "plan": _plan, "bonus": _bonus,
        "allowance": _allowance, "targets": _targets, "evaluation": _evaluation, "chief": _chief, "chief_form": _chief_form,
        "career": _career, "score_sheet": _score_sheet, "score_items": _score_items, "studio": _studio, "team": _team,
        "left_out": lambda: Checks("left_out", (), {}),  # our own list of those left out: nothing in it is to be checked
        "suggested_order": lambda: Checks("suggested_order", (), {}),  # nor in what we suggest
        "checklist": lambda: Checks("checklist", (), {}),  # nor in 材料清单
    }  # fmt: skip

    def __getitem__(self, form: str) -> Checks:
        return _made(self._makers[form])

    def __contains__(self, form: object) -> bool:
        return form in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


@cache
def _made(maker: Callable[[], Checks]) -> Checks:
    return maker()


CHECKS = _ByForm()
