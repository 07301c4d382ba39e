"""One module a programme; here, which checks belong to which form."""

from jineng.validators.programmes.certificate import CERTIFICATE_FACTS, CERTIFICATE_REQUIREMENTS, certificate_foot
from jineng.validators.programmes.experts import EXPERT_DERIVED, EXPERT_FACTS, EXPERT_REQUIREMENTS, OnlyOnce
from jineng.validators.programmes.indicators import TARGET_FACTS, TargetRows
from jineng.validators.programmes.lists import (
    AwardShare,
    Deadlines,
    Letter,
    Numbering,
    PlanTotals,
    PrizeFamilies,
    SamePerson,
)
from jineng.validators.programmes.measures import ALLOWANCE_REQUIREMENTS, BONUS_FACTS, BONUS_REQUIREMENTS, HighestOnly
from jineng.validators.programmes.plan import PLAN_FACTS, PLAN_REQUIREMENTS
from jineng.validators.programmes.promotion import RESULTS_DERIVED, RESULTS_FACTS, RESULTS_REQUIREMENTS
from jineng.validators.rules import Checks

CHECKS: dict[str, Checks] = {
    c.form: c
    for c in (
        Checks(
            "results",
            RESULTS_REQUIREMENTS,
            RESULTS_FACTS,
            RESULTS_DERIVED,
            (SamePerson, AwardShare, PrizeFamilies, Deadlines, Letter),
        ),
        Checks(
            "certificate",
            CERTIFICATE_REQUIREMENTS,
            CERTIFICATE_FACTS,
            whole=(SamePerson, Numbering),
            foot=certificate_foot,
        ),
        Checks("expert", EXPERT_REQUIREMENTS, EXPERT_FACTS, EXPERT_DERIVED, (SamePerson, OnlyOnce)),
        Checks("plan", PLAN_REQUIREMENTS, PLAN_FACTS, whole=(PlanTotals,)),
        Checks("bonus", BONUS_REQUIREMENTS, BONUS_FACTS, whole=(HighestOnly,)),
        Checks("allowance", ALLOWANCE_REQUIREMENTS, {}),
        Checks("targets", (), TARGET_FACTS, whole=(TargetRows,)),
        Checks("left_out", (), {}),  # our own list of those left out: nothing in it is to be checked
    )
}
