"""Who a row is about: name, sex, ID number, unit. The same requirements serve every form (信息表 2–5 列, X-01…X-04)."""

from jineng.validators.columns import id_number, name, sex, unit
from jineng.validators.expressions import call, cell, filled, known
from jineng.validators.rules import Requirement, requirement

_ID = cell(id_number)
_CARD = call("card", _ID)
_SEX = cell(sex)

NAME = requirement(
    "P-T-02", filled(name), "姓名为空", suggestion="填写与身份证一致的姓名",
)  # fmt: skip
NAME_DOUBT = requirement(
    "P-T-02", ~known(call("name_doubt", cell(name))), "姓名“{name}”{doubt}", when=filled(name), severity="warning",
    suggestion="与身份证核对", say={"doubt": call("name_doubt", cell(name))},
)  # fmt: skip
SEX = requirement(
    "P-T-03", call("fold", _SEX).equals("男") | call("fold", _SEX).equals("女"), "性别“{sex}”应为男或女",
    when=filled(sex), suggestion="填写男或女",
)  # fmt: skip
SEX_FILLED = requirement("P-T-03", filled(sex), "性别为空", suggestion="填写男或女")
SEX_AGREES = requirement(
    "X-04", call("fold", _SEX).equals(call("sex_of", _CARD)), "性别“{sex}”与身份证号第17位（{by_id}）不符",
    when=known(call("sex_of", _CARD)) & (call("fold", _SEX).equals("男") | call("fold", _SEX).equals("女")),
    at="sex", suggestion="核对身份证，改正性别或号码", say={"by_id": call("sex_of", _CARD)},
)  # fmt: skip
UNIT = requirement(
    "P-T-04", filled(unit), "工作单位为空", suggestion="填写工作单位；学生填学校，无单位的写“自由职业”",
)  # fmt: skip
NO_EMPLOYER = requirement(
    "P-T-04", ~call("fold", cell(unit)).equals("自由职业"), "工作单位写“自由职业”", when=filled(unit), at="unit",
    severity="warning", suggestion="确认没有工作单位；有的填单位全称",
)  # fmt: skip
ID_FILLED = requirement("P-T-05", filled(id_number), "身份证号为空", suggestion="填写18位身份证号")
ID_AS_NUMBER = requirement(
    "X-01", ~call("is_number_cell", _ID), "身份证号{fault}", at="id_number",
    suggestion="把这一列设为文本格式，照身份证重新填写整个号码", say={"fault": call("fault_of", _CARD)},
)  # fmt: skip
ID_RIGHT = requirement(
    "P-T-05", ~known(call("fault_of", _CARD)), "身份证号“{id_number}”{fault}",
    when=~call("is_number_cell", _ID), at="id_number", suggestion="照身份证重新填写",
    say={"fault": call("fault_of", _CARD)},
)  # fmt: skip
ID_DOUBT = requirement(
    "P-T-05", ~known(call("doubt_of", _CARD)), "证件号码“{id_number}”{doubt}", at="id_number", severity="warning",
    suggestion="核对证件原件", say={"doubt": call("doubt_of", _CARD)},
)  # fmt: skip

#: For every person in a list.
ANYONE: tuple[Requirement, ...] = (NAME_DOUBT, SEX, SEX_AGREES, ID_AS_NUMBER, ID_RIGHT, ID_DOUBT)
#: Besides, for a person who is to get a certificate.
CANDIDATE: tuple[Requirement, ...] = (NAME, SEX_FILLED, UNIT, NO_EMPLOYER, ID_FILLED)
