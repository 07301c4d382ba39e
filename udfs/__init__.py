"""The worksheet functions of the add-in, one line each: `UDF_MODULES = "jineng.udfs"`.

Arguments, help and answers come from `jineng.validators.functions`; called from Python they give the same answers.
"""

from jineng.udfs._excel import excel
from jineng.validators.functions import FUNCTIONS

ELIGIBLE_SENIOR = excel(FUNCTIONS["ELIGIBLE_SENIOR"])
ELIGIBLE_TECHNICIAN = excel(FUNCTIONS["ELIGIBLE_TECHNICIAN"])
PROMOTED_LEVEL = excel(FUNCTIONS["PROMOTED_LEVEL"])
PROMOTION_REASON = excel(FUNCTIONS["PROMOTION_REASON"])
AWARD_LIMIT = excel(FUNCTIONS["AWARD_LIMIT"])
ID_CHECK = excel(FUNCTIONS["ID_CHECK"])
ID_BIRTH = excel(FUNCTIONS["ID_BIRTH"])
ID_SEX = excel(FUNCTIONS["ID_SEX"])
AGE_AT = excel(FUNCTIONS["AGE_AT"])
SKILL_LEVEL = excel(FUNCTIONS["SKILL_LEVEL"])
WORKDAYS_AFTER = excel(FUNCTIONS["WORKDAYS_AFTER"])
DEADLINE = excel(FUNCTIONS["DEADLINE"])
CONTEST_CLASS = excel(FUNCTIONS["CONTEST_CLASS"])
CONTEST_LEAD = excel(FUNCTIONS["CONTEST_LEAD"])
CONTEST_HAS = excel(FUNCTIONS["CONTEST_HAS"])
CERT_BODY = excel(FUNCTIONS["CERT_BODY"])
CERT_ISSUER = excel(FUNCTIONS["CERT_ISSUER"])

__all__ = list(FUNCTIONS)
