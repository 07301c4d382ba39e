"""颁发职业技能等级证书申请书（Word），格式与通知附件2一致。"""

import re
from datetime import date
from pathlib import Path

from jineng.workbooks.documents import Applicant, written_day
from jineng.workbooks.filled import TEMPLATES, fill, one_line

_LEAD_IN = re.compile('^[“”"]?技能兴威[“”"]?')


def write_application(
    path: Path,
    *,
    final: date,
    contest: str,
    first_winner: str,
    winners: int,
    applicant: Applicant,
    template: Path | None = None,
) -> None:
    """生成“颁发职业技能等级证书申请书”，单位、联系人、电话、日期没有的留出空白供手填。

    附件2。`contest` is the name in the catalogue, `final` the day of the final, `winners` counts all, the first too.

    `template` is a Word file with these blanks in it, each of them typed in one go and in one font:
    {{ 年 }} {{ 月 }} {{ 竞赛名称 }} {{ 选手姓名 }} {{ 等 }} {{ 人数 }}
    {{ 联系人 }} {{ 联系电话 }} {{ 申请单位 }} {{ 日期 }}.
    {{ 等 }} is empty for a single winner. A name that is none of these raises ValueError.
    """
    if winners < 1:
        raise ValueError("申请书至少要有一名获奖选手：现在是 0 人，请先核对信息表。")
    # “威海市“技能兴威”职业技能竞赛——” stands in the letter, and every name in the catalogue begins with “技能兴威”:
    # it is said once, before the dash (P-L-05).
    values = {
        "年": str(final.year),
        "月": str(final.month),
        "竞赛名称": _LEAD_IN.sub("", contest.strip()),
        "选手姓名": first_winner,
        "人数": str(winners),
        "联系人": applicant.contact,
        "联系电话": applicant.phone,
        "申请单位": applicant.name,
    }
    values = {name: one_line(text) for name, text in values.items()}
    values["等"] = "等" if winners > 1 else ""
    values["日期"] = written_day(applicant.day)
    fill(path, template or TEMPLATES / "application.docx", values, "申请书")
