"""Every form: which columns it has in which order, and by which of them a table is known to be one."""

from dataclasses import dataclass

from jineng.validators.columns import COLUMNS, column
from jineng.validators.expressions import Expr
from jineng.validators.values import fold


@dataclass(frozen=True)
class Form:
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
        found: dict[str, str] = {}
        for key in self.keys:
            found.setdefault(fold(COLUMNS[key].header), key)
        for key in self.keys:
            for alias in COLUMNS[key].aliases:
                found.setdefault(fold(alias), key)
        return found


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

FORMS: dict[str, Form] = {
    form.key: form
    for form in (RESULTS, CERTIFICATE, EXPERT, PLAN, BONUS, ALLOWANCE, TARGETS, EXPERTS_HELD,
                 CERTIFICATES_HELD, OCCUPATIONS, SETTINGS_SHEET, HOLIDAYS, LEFT_OUT)
}
# fmt: on
