"""Diagrams for the pages of docs, as SVG written by hand: no library, the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

SIZE, LEFT, TOP, BELOW = 360, 64, 64, 64
"""Side of the square that is drawn in, and the room around it, in pixels."""
WIDTH, HEIGHT = LEFT + SIZE + 32, TOP + SIZE + BELOW
LARGEST = 16.0
"""Radius of the largest dot; the others have areas in proportion to their counts, and none less than `SMALLEST`."""
SMALLEST = 2.5

LIGHT = {
    "text": "font: 13px system-ui, sans-serif; fill: #1f2328;",
    ".title": "font-size: 15px; font-weight: 600;",
    ".paper": "fill: #ffffff;",
}
DARK = {"text": "fill: #e6edf3;", ".paper": "fill: #0d1117;"}
"""What all diagrams wear. There is a ground of its own, so that they read on a light page and on a dark one whatever
the reader's system says."""

Styles = Mapping[str, str]

DOTS_LIGHT: Styles = {
    ".grid": "stroke: #d0d7de;",
    ".diagonal": "stroke: #1f2328; stroke-dasharray: 5 4;",
    ".dot": "fill: #0969da; fill-opacity: 0.75; stroke: #ffffff;",
}
DOTS_DARK: Styles = {
    ".grid": "stroke: #3d444d;",
    ".diagonal": "stroke: #e6edf3;",
    ".dot": "fill: #58a6ff; stroke: #0d1117;",
}


class Dot(NamedTuple):
    """Rows together: what they claim, what share is right, and how many they are."""

    claimed: float
    right: float
    rows: int


def head(title: str, note: str, described: str, size: tuple[int, int], styles: tuple[Styles, Styles]) -> list[str]:
    """The first lines of a diagram: its size, its words for those who do not see it, its paper, title and note.

    `styles`: what its own classes wear on a light page, and what of that is otherwise on a dark one.
    """
    width, height = size
    light, dark = ({**common, **own} for common, own in zip((LIGHT, DARK), styles, strict=True))
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}">',
        f"  <title>{escape(title)}</title>",
        f"  <desc>{escape(described)}</desc>",
        "  <style>",
        *(f"    {name} {{ {rule} }}" for name, rule in light.items()),
        "    @media (prefers-color-scheme: dark) {",
        *(f"      {name} {{ {rule} }}" for name, rule in dark.items()),
        "    }",
        "  </style>",
        f'  <rect class="paper" width="{width}" height="{height}"/>',
        f'  <text class="title" x="{LEFT}" y="28">{escape(title)}</text>',
        f'  <text x="{LEFT}" y="48">{escape(note)}</text>',
    ]


def reliability(title: str, note: str, dots: Sequence[Dot]) -> str:
    """A reliability diagram: claimed across, right upwards, and the diagonal where the two are one.

    >>> drawn = reliability("Rows", "ECE 0.000", [Dot(0.5, 0.5, 10)])
    >>> '<circle class="dot" cx="244.0" cy="244.0" r="16.0">' in drawn
    True
    """
    bottom, right, middle = TOP + SIZE, LEFT + SIZE, SIZE // 2
    lines = head(title, note, _described(note, dots), (WIDTH, HEIGHT), (DOTS_LIGHT, DOTS_DARK))
    for tenth in range(0, 11, 2):
        x, y = LEFT + SIZE * tenth / 10, bottom - SIZE * tenth / 10
        lines += [
            f'  <line class="grid" x1="{x:.0f}" y1="{TOP}" x2="{x:.0f}" y2="{bottom}"/>',
            f'  <line class="grid" x1="{LEFT}" y1="{y:.0f}" x2="{right}" y2="{y:.0f}"/>',
            f'  <text x="{x:.0f}" y="{bottom + 20}" text-anchor="middle">{tenth / 10:.1f}</text>',
            f'  <text x="{LEFT - 10}" y="{y + 4:.0f}" text-anchor="end">{tenth / 10:.1f}</text>',
        ]
    lines += [
        f'  <line class="diagonal" x1="{LEFT}" y1="{bottom}" x2="{right}" y2="{TOP}"/>',
        f'  <text x="{LEFT + middle}" y="{bottom + 44}" text-anchor="middle">confidence, mean of a bin</text>',
        f'  <text transform="translate(20 {TOP + middle}) rotate(-90)" text-anchor="middle">share that is right</text>',
    ]
    most = max((dot.rows for dot in dots), default=1)
    for dot in dots:
        radius = max(SMALLEST, LARGEST * (dot.rows / most) ** 0.5)
        x, y = LEFT + SIZE * dot.claimed, bottom - SIZE * dot.right
        lines.append(
            f'  <circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"><title>{_told(dot)}</title></circle>'
        )
    return "\n".join([*lines, "</svg>"]) + "\n"


def _told(dot: Dot) -> str:
    return f"{dot.rows:,} rows: confidence {dot.claimed:.2f}, right {dot.right:.2f}"


def _described(note: str, dots: Sequence[Dot]) -> str:
    return ". ".join([note, *map(_told, dots)])
