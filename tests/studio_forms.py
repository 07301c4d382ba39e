"""A made-up 工作室申报表, laid out as the notice prints it, for the tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from jineng.validators.identity import check_digit
from jineng.workbooks.studio_documents import Application, lay_studio_form

TEAM = (
    ("陈甲", "车工", "技师", "数控加工"),
    ("陈乙", "铣工", "高级工", "夹具设计"),
    ("陈丙", "钳工", "工程师", "装配调试"),
)


def number(birth: str, order: str = "123") -> str:
    """A sound ID number of nobody: area code 371099 was never assigned."""
    return f"371099{birth}{order}" + check_digit(f"371099{birth}{order}")


#: An application with nothing to find, by column key.
SOUND: dict[str, str] = {
    "cover_host": "某机械有限公司", "trade": "装备制造", "cover_leader": "", "cover_level": "高级技师", "leader_phone": "13900000000",
    "applicant_unit": "某机械有限公司", "employer": "有限责任公司", "manager": "李四", "host_address": "环翠区某路1号",
    "contact_person": "王五", "phone": "0631-5190000", "workstation": "否", "email": "gzs@example.com", "count_special": "0",
    "count_senior_technician": "2", "count_technician": "5", "count_senior": "10", "count_others": "20", "count_total": "37",
    "bank": "某银行威海分行 1614020100001234567", "business": "经营良好", "leader_name": "张三", "sex": "男", "nation": "汉族",
    "birth_month": "1980年5月", "work_since": "2000年7月", "political": "中共党员", "id_number": number("19800507"),
    "unit_post": "某机械有限公司 数控车工", "frontline": "是", "certificate_trade": "车工", "leader_level": "高级技师（一级）",
    "certified_on": "2015年6月", "deeds": "1.工艺改进\n2.实用新型专利2项", "studio": "威海市张三技能大师工作室", "venue": "数控车间班组",
    "area": "120㎡", "strengths": "设备齐全", "plan_words": "带徒10人", "district": "环翠区",
}  # fmt: skip


def workbook(path: Path, *forms: dict[str, Any], team: Sequence[Sequence[str]] = TEAM, **settings: Any) -> Path:
    """A workbook with applications, each a sheet; values by column key over those of SOUND."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for n, values in enumerate(forms or ({},), 1):
        lay_studio_form(book.create_sheet(f"申报{n}"), Application("威海市", {**SOUND, **values}, team))
    if settings:
        page = book.create_sheet("设置")
        for line in (["设置项", "值"], *settings.items()):
            page.append(line)
    book.save(path)
    return path
