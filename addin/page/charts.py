"""Bar charts as SVG, drawn here: no script, no colour without a word beside it."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from markupsafe import Markup

_WIDTH, _LABEL, _VALUE, _ROW = 940, 330, 150, 26
_BAR = _WIDTH - _LABEL - _VALUE


class Bar(NamedTuple):
    """share: how long the bar is, 1 for full; words: what stands behind it; kind: a class of the style sheet."""

    label: str
    share: float | None
    words: str
    kind: str = "plain"


def bars(title: str, rows: Sequence[Bar], mark: float | None = None) -> Markup:
    """Horizontal bars, one a row; mark: where a line is drawn through all, such as the target. Read aloud, it says every row."""
    most = max([1.0, *(row.share for row in rows if row.share is not None)])
    height = _ROW * len(rows) + 8
    told = f"{title}：{'；'.join(f'{row.label} {row.words}' for row in rows)}"
    parts = [f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(told)}">']
    for number, row in enumerate(rows):
        top = number * _ROW + 4
        label = row.label if len(row.label) <= 24 else f"{row.label[:23]}…"
        parts.append(f'<text class="label" x="{_LABEL - 10}" y="{top + 16}" text-anchor="end">{escape(label)}</text>')
        parts.append(f'<rect class="track" x="{_LABEL}" y="{top + 3}" width="{_BAR}" height="{_ROW - 9}"/>')
        if row.share is not None:
            width = max(round(_BAR * row.share / most, 1), 1.0)
            parts.append(
                f'<rect class="bar {row.kind}" x="{_LABEL}" y="{top + 3}" width="{width}" height="{_ROW - 9}"/>'
            )
        parts.append(f'<text class="value" x="{_LABEL + _BAR + 8}" y="{top + 16}">{escape(row.words)}</text>')
    if mark is not None:
        at = round(_LABEL + _BAR * mark / most, 1)
        parts.append(f'<line class="mark" x1="{at}" y1="0" x2="{at}" y2="{height}"/>')
    return Markup("".join([*parts, "</svg>"]))
