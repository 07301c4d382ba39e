"""各项申报、发放示例里的人员：姓“虚”，没有一个是真人；同一人在几个示例里是同一个号码。"""

from datetime import date

from jineng.addin.sample_rows import id_of

#: Name → sex and day of birth.
PEOPLE = {
    "虚海涛": ("男", date(1978, 3, 12)), "虚淑芬": ("女", date(1983, 11, 5)), "虚德胜": ("男", date(1966, 5, 20)),
    "虚立新": ("男", date(1985, 7, 31)), "虚振华": ("男", date(1980, 1, 18)), "虚玉洁": ("女", date(1987, 9, 2)),
    "虚建军": ("男", date(1996, 2, 27)), "虚明远": ("男", date(2003, 6, 8)), "虚丽华": ("女", date(2004, 4, 16)),
    "虚志强": ("男", date(1988, 12, 1)), "虚文博": ("男", date(1992, 10, 23)), "虚海燕": ("女", date(1990, 8, 14)),
    "虚晓东": ("男", date(1995, 5, 6)), "虚雪梅": ("女", date(1989, 3, 30)), "虚国栋": ("男", date(1991, 11, 11)),
    "虚佳慧": ("女", date(1998, 1, 9)), "虚文静": ("女", date(1979, 6, 25)), "虚永刚": ("男", date(1976, 4, 3)),
}  # fmt: skip


def id_number(name: str) -> str:
    """此人的身份证号，校验码正确。"""
    sex, birth = PEOPLE[name]
    return id_of(birth, sex, _number(name))


def phone(name: str) -> str:
    """此人的联系电话。"""
    return f"13900008{_number(name):03d}"


def _number(name: str) -> int:
    return list(PEOPLE).index(name) + 201
