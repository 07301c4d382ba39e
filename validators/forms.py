"""Every form: which columns it has in which order, and by which of them a table is known to be one."""

from functools import cache
from typing import NamedTuple

from jineng.validators.columns import COLUMNS, column
from jineng.validators.expressions import Expr
from jineng.validators.values import fold


class Form(NamedTuple):
    """A kind of table, or a form of labels and boxes.

    columns   in the official order; these are the headers looked for
    needs     groups of columns: a header row of this form has at least one of each group
    required  columns whose absence is an error; the others may be left out
    labels    whether it is a form of labels, one a sheet, instead of a table
    strip     of such a form, the labels that stand side by side above their values
    inside    (column, form): a table inside such a form; the column holds the names in it, or how many rows it has
    """

    key: str
    title: str
    columns: tuple[Expr, ...]
    needs: tuple[tuple[Expr, ...], ...]
    required: tuple[Expr, ...] = ()
    labels: bool = False
    strip: tuple[str, ...] = ()
    inside: tuple[tuple[str, str], ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(c.key for c in self.columns)

    def headers(self) -> dict[str, str]:
        """Folded header → column key, every accepted spelling."""
        keys = self.keys
        found: dict[str, str] = {}
        for key in keys:
            found.setdefault(spellings(key)[0], key)
        for key in keys:
            for alias in spellings(key):
                found.setdefault(alias, key)
        return found


@cache  # many forms have a column in common
def spellings(key: str) -> tuple[str, ...]:
    """The header of a column and the other spellings accepted, folded."""
    return tuple(map(fold, (COLUMNS[key].header, *COLUMNS[key].aliases)))


# fmt: off
def _columns(keys: str) -> tuple[Expr, ...]:
    return tuple(column(COLUMNS[key].key) for key in keys.split())


def _needs(*groups: str) -> tuple[tuple[Expr, ...], ...]:
    return tuple(map(_columns, groups))


RESULTS = Form(
    "results", "竞赛成绩表",
    _columns("serial name sex id_number identity unit contest occupation group final_date theory practical total place_won"
             " award prior_occupation prior_level prior_certificate phone remark"),
    needs=_needs("name", "theory practical"),
    required=_columns("name sex id_number unit contest occupation final_date theory practical award prior_level"),
)
CERTIFICATE = Form(
    "certificate", "证书信息表",
    _columns("serial name sex unit id_number contest contest_time occupation promoted_level award certificate_number"
             " assessor issuer issue_date remark"),
    needs=_needs("name", "promoted_level assessor"),
    required=_columns("serial name sex unit id_number contest contest_time occupation promoted_level award"
                      " certificate_number assessor issuer issue_date"),
)
EXPERT = Form(
    "expert", "技术能手情况表",
    _columns("serial contest_class contest occupation group final_date contestants place_won name sex id_number identity"
             " unit prior_level theory practical total held_before phone remark"),
    needs=_needs("name", "held_before"),
    required=_columns("contest occupation place_won name id_number identity"),
)
PLAN = Form(
    "plan", "竞赛计划表", _columns("contest_class serial contest organisers items enquiry_phone planned_final"),
    needs=_needs("contest", "organisers", "items"), required=_columns("contest organisers items planned_final"),
)
BONUS = Form(
    "bonus", "奖励发放表", _columns("serial name id_number contest contest_level item place_won payer paid remark"),
    needs=_needs("name", "paid", "contest_level contest"), required=_columns("name id_number contest_level item place_won paid"),
)
ALLOWANCE = Form(
    "allowance", "津贴发放表", _columns("serial name id_number unit allowance_month monthly_allowance remark"),
    needs=_needs("name", "monthly_allowance"), required=_columns("name id_number monthly_allowance"),
)
TARGETS = Form(
    "targets", "指标完成表", _columns("target_id indicator target_value actual target_unit remark"),
    needs=_needs("target_id", "actual"), required=_columns("target_id actual"),
)
EVALUATION = Form(
    "evaluation", "绩效评估等次汇总表",
    _columns("serial studio leader host district approved_year evaluated_year self_score expert_score grade result_date"
             " rectify_day re_score re_date state reward remark"),
    needs=_needs("studio", "expert_score grade re_score"), required=_columns("studio leader host approved_year expert_score grade"),
)
CHIEF = Form(
    "chief", "首席技师汇总表",
    _columns("serial recommender name sex birth_month age_stated id_number political education work_since unit employer post"
             " frontline occupation skill_level certificate_number verified industry honour_tier honour_count honours"
             " achievements chief_before new_achievement_date secret unobjected phone remark"),
    needs=_needs("name", "frontline chief_before"),
    required=_columns("recommender name sex id_number unit post frontline occupation skill_level"),
)
CHIEF_FORM = Form(
    "chief_form", "首席技师申报表",
    _columns("cover_name cover_unit cover_office name unit sex birth_month photo work_since political education occupation skill_level phone"
             " post id_number unit_address career_heading career contributions own_skills inventions teaching benefits"
             " skill_awards honours story unit_profile pledge unit_opinion bureau_opinion group_opinion remark"),
    needs=_needs("name", "story unit_profile own_skills"),
    required=_columns("name unit sex birth_month work_since political education occupation skill_level phone post id_number career"
                      " own_skills inventions teaching benefits skill_awards honours story unit_profile pledge"),
    labels=True, inside=(("career", "career"),),
)
CAREER = Form(
    "career", "学习和工作经历", _columns("period career_place witness"), needs=_needs("period", "career_place witness"),
    required=_columns("period career_place witness"),
)
CHIEFS_HELD = Form(
    "chiefs_held", "首席技师名册", _columns("name id_number chief_year award_document"),
    needs=_needs("name", "chief_year"), required=_columns("name id_number"),
)
STUDIO = Form(
    "studio", "工作室申报表",
    _columns("cover_host trade cover_leader cover_level leader_phone applicant_unit employer manager host_address contact_person"
             " phone workstation email count_special count_senior_technician count_technician count_senior count_others"
             " count_total bank business leader_name sex nation birth_month work_since political id_number unit_post frontline"
             " leader_kind post_kind certificate_trade leader_level certified_on deeds studio venue area district members"
             " strengths plan_words host_opinion bureau_opinion"),
    needs=_needs("studio", "venue strengths plan_words", "leader_name applicant_unit"),
    required=_columns("applicant_unit employer manager host_address contact_person phone workstation email count_total bank"
                      " business leader_name sex nation birth_month work_since political id_number unit_post frontline"
                      " certificate_trade leader_level certified_on studio venue area members strengths plan_words"),
    labels=True, inside=(("members", "team"),),
    strip=("count_special", "count_senior_technician", "count_technician", "count_senior", "count_others", "count_total"),
)
TEAM = Form(
    "team", "工作室团队成员", _columns("name occupation held_level pro_title merits"),
    needs=_needs("name", "merits"), required=_columns("name occupation held_level merits"),
)
SCORE_ITEMS = Form(
    "score_items", "绩效评估项目表",
    _columns("serial item_title item_content item_max done self_score evidence expert_score"
             f" {' '.join(f'expert_{n}' for n in range(1, 10))} remark"),
    needs=_needs("item_max", "done self_score expert_score"), required=_columns("item_title item_max done self_score"),
)
SCORE_SHEET = Form(
    "score_sheet", "绩效评估表", _columns("studio leader host district approved_year evaluated_year scored_items expert_score grade"),
    needs=_needs("studio", "evaluated_year"), required=_columns("studio leader host approved_year evaluated_year scored_items"),
    labels=True, inside=(("scored_items", "score_items"),),
)
EXPERTS_HELD = Form(
    "experts_held", "技术能手名册", _columns("name id_number award_year award_document"),
    needs=_needs("name", "award_year award_document"), required=_columns("name id_number"),
)
CERTIFICATES_HELD = Form(
    "certificates_held", "已有证书", _columns("name id_number occupation held_level certificate_number issue_date"),
    needs=_needs("id_number", "held_level", "certificate_number"), required=_columns("id_number occupation held_level"),
)
OCCUPATIONS = Form(
    "occupations", "职业目录", _columns("occupation occupation_code max_level other_names on_file"),
    needs=_needs("occupation", "max_level on_file occupation_code"), required=_columns("occupation"),
)
SETTINGS_SHEET = Form("settings", "设置", _columns("setting_title setting_value"), needs=_needs("setting_title", "setting_value"))
HOLIDAYS = Form("holidays", "节假日表", _columns("holiday arrangement"), needs=_needs("holiday", "arrangement"))
LEFT_OUT = Form(
    "left_out", "未列入人员名单", _columns("contest name id_number occupation why_left_out"), needs=_needs("why_left_out")
)
SUGGESTED_ORDER = Form(
    "suggested_order", "首席技师建议排序", _columns("suggested_place recommender name unit"), needs=_needs("suggested_place", "name"),
)
CHECKLIST = Form(
    "checklist", "材料清单", _columns("clause_quoted to_confirm"), needs=_needs("clause_quoted to_confirm"),
)

FORMS: dict[str, Form] = {
    form.key: form
    for form in (RESULTS, CERTIFICATE, EXPERT, PLAN, BONUS, ALLOWANCE, TARGETS, EVALUATION, STUDIO, TEAM, SCORE_ITEMS,
                 SCORE_SHEET, CHIEF, CHIEF_FORM, CAREER, EXPERTS_HELD,
                 CHIEFS_HELD, CERTIFICATES_HELD, OCCUPATIONS, SETTINGS_SHEET, HOLIDAYS, LEFT_OUT, SUGGESTED_ORDER, CHECKLIST)
}
# fmt: on
