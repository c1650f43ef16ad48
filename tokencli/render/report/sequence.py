"""A sequence diagram as SVG that stands in a page: a line of life for each party, an arrow for each message."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokencli.render.report.conversation import Arrow

_WIDTH = 900
_TOP, _STEP, _BOTTOM = 34, 40, 14  # units of the drawing
_HEAD = 6
_LETTER = 6.6  # the width of a letter of 13 units, on average


def sequence_svg(arrows: Sequence[Arrow]) -> str:
    """The diagram.

    Args:
        arrows: The messages in their order.
    """
    names = list(dict.fromkeys(name for arrow in arrows for name in (arrow.source, arrow.target)))
    gap = _WIDTH / max(1, len(names))
    places = {name: gap * (number + 0.5) for number, name in enumerate(names)}
    height = _TOP + _STEP * len(arrows) + _BOTTOM
    told = escape("; ".join(f"{arrow.source} to {arrow.target}: {arrow.text}" for arrow in arrows), quote=True)
    parts = [f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{told}">']
    for name, x in places.items():
        parts.append(f'<text x="{x:.0f}" y="16" text-anchor="middle" font-weight="600">{_fitting(name, gap)}</text>')
        parts.append(f'<line class="life" x1="{x:.0f}" y1="24" x2="{x:.0f}" y2="{height - 4}"/>')
    for number, arrow in enumerate(arrows):
        parts += _arrow(arrow, places, _TOP + _STEP * (number + 1) - 8)
    return "\n".join((*parts, "</svg>"))


def _arrow(arrow: Arrow, places: dict[str, float], y: int) -> Iterator[str]:
    start, end = places[arrow.source], places[arrow.target]
    kind = ("no" if arrow.failed else "yes") if arrow.answer else "sent"
    dashes = ' stroke-dasharray="5 4"' if arrow.answer else ""
    back = _HEAD if end < start else -_HEAD
    middle = (start + end) / 2
    words = _fitting(arrow.text, abs(end - start) or _WIDTH)
    yield f'<line class="{kind}" x1="{start:.0f}" y1="{y}" x2="{end:.0f}" y2="{y}"{dashes}/>'
    yield f'<path class="{kind}" d="M{end:.0f} {y} l{back} -4 v8 z"/>'
    yield f'<text class="{kind}" x="{middle:.0f}" y="{y - 7}" text-anchor="middle">{words}</text>'


def _fitting(text: str, width: float) -> str:
    """As much of a text as fits."""
    letters = int(width / _LETTER)
    return escape(text if len(text) <= letters else text[: letters - 1] + "…")
