"""What the words of a header mean: which column of which form.

A header may be one cell or several above each other: “成绩” over “理论” and “实操”, “晋升” over “职业技能等级”. What all
of them say together counts most, then the lowest alone, then the uppermost.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from jineng.validators.columns import COLUMNS
from jineng.validators.forms import FORMS, Form
from jineng.validators.values import fold

#: The asterisk of required columns, a colon, a unit in brackets, a weight.
_TRIMMINGS = re.compile(r"^[*★☆]+|[*★☆:]+$|\([^()]*\)$|[占×*]?\d+(?:\.\d+)?%$")
_NUMBER = re.compile(r"[\d.,:/%+\-xX年月日]+")

#: Groups of columns about the certificate a contestant already has: nothing below them is the contest's own.
_HELD_GROUP = r"(原(?!始)|现有|现持|已有|已持|所持|持有|持证)|(?![拟申晋颁发新]).*(证书|职业资格)"
_HELD = {"occupation": "prior_occupation", "held_level": "prior_level", "certificate_number": "prior_certificate"}
_FORMS_WITH_HELD = tuple(f.key for f in FORMS.values() if "prior_level" in f.keys)
#: Groups about another round than the final.
_OTHER_ROUND = r".*(预赛|初赛|复赛|半决赛|选拔赛|海选)"


class Match(NamedTuple):
    """A form seen in a header: column key → position, and the headers that name a column a second time."""

    form: Form
    columns: Mapping[str, int]
    repeated: Sequence[str]


def _spellings() -> dict[str, dict[str, str]]:
    """Folded header → form → column key."""
    found: dict[str, dict[str, str]] = {}
    for form in (f for f in FORMS.values() if not f.labels):
        for spelling, key in form.headers().items():
            found.setdefault(spelling, {})[form.key] = key
    return found


_SPELLINGS = _spellings()
_FIRST_LETTERS = frozenset("*★☆ \u3000\n\t").union(*({s[0], s[0].lower()} for s in _SPELLINGS))


def matches(labels: Sequence[tuple[str, ...]]) -> Iterator[Match]:
    """What each form can make of a header, given for every position the texts above each other."""
    columns: dict[str, dict[str, tuple[int, int]]] = {}
    repeated: dict[str, list[str]] = {}
    for rank in range(3):
        for position, texts in enumerate(labels):
            for form, key in _meanings(texts)[rank].items() if texts else ():
                known = columns.setdefault(form, {}).setdefault(key, (rank, position))
                if known[0] == rank < 2 and known[1] != position:
                    repeated.setdefault(form, []).append(COLUMNS[key].header)
    for form, found in columns.items():
        places = sorted((position, key) for key, (_, position) in found.items())
        yield Match(FORMS[form], {key: position for position, key in places}, repeated.get(form, ()))


def is_wording(cells: Sequence[Any]) -> bool:
    """Whether a row holds words only, as headers do and data rows do not: no number, no date."""
    filled = [cell for cell in cells if cell is not None and cell != ""]
    return set(map(type, filled)) == {str} and not any(_NUMBER.fullmatch(fold(cell)) for cell in filled)


def names_columns(cells: Sequence[Any]) -> bool:
    """Whether at least two cells of a row are headers of any form: a quick look before the thorough one."""
    seen = 0
    for cell in cells:
        if type(cell) is str and cell[:1] in _FIRST_LETTERS and len(cell) < 40 and _known(fold(cell)):
            seen += 1
            if seen == 2:
                return True
    return False


@lru_cache(maxsize=2048)
def _meanings(texts: tuple[str, ...]) -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    """Form → column key, as all texts together say, else as the lowest says, else as the uppermost says."""
    whole = _known("".join(texts))
    if len(texts) == 1:
        return whole, {}, {}
    group, last = "".join(texts[:-1]), texts[-1]
    if re.match(_OTHER_ROUND, group):
        return whole, {}, {}
    lower = {**_known(last), **_known("".join(texts[1:]))}
    if re.match(_HELD_GROUP, group):
        held = _HELD.get(lower.get("certificates_held", ""))
        for form in _FORMS_WITH_HELD:
            key = lower.pop(form, "")
            if key.startswith("prior_") or held in FORMS[form].keys:
                lower[form] = key if key.startswith("prior_") else str(held)
    upper = {form: key for form, key in _known(texts[0]).items() if form not in lower}
    return whole, {form: key for form, key in lower.items() if form not in whole}, upper


def _known(label: str) -> Mapping[str, str]:
    return _SPELLINGS.get(label) or _SPELLINGS.get(trimmed(label)) or {}


def trimmed(label: str) -> str:
    """A folded label without what only adorns it."""
    return _TRIMMINGS.sub("", _TRIMMINGS.sub("", label))
