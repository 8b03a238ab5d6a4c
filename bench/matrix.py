"""The confusion matrix as SVG: what is true in the rows, what was said in the columns, and how often in the cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from diagram import Styles, head

CELL, LEFT, TOP, ROOM = 34, 136, 168, 24
"""Side of a cell, the room for the names left of the cells and above them, and that on the other sides, in pixels."""

DEEPEST = 0.5
"""Opacity of the ink of a cell that has its whole row: the count must be read on it."""

CELLS_LIGHT: Styles = {
    ".frame": "fill: none; stroke: #d0d7de;",
    ".right": "fill: #0969da;",
    ".wrong": "fill: #bc4c00;",
    ".count": "font-size: 12px; text-anchor: middle;",
}
CELLS_DARK: Styles = {
    ".frame": "fill: none; stroke: #3d444d;",
    ".right": "fill: #58a6ff;",
    ".wrong": "fill: #f0883e;",
}

Confusion = Mapping[str, Mapping[str, int]]
"""How often each name was said of what is in truth another, by the truth and then by what was said."""


def confusion(title: str, note: str, names: Sequence[str], counts: Confusion) -> str:
    """The matrix over these names, in their order; the ink of a cell goes by the square root of its share of the row.

    With the share itself a confusion of one in twenty would not be seen.

    >>> drawn = confusion("Types", "3 pairs", ["AID", "AGREE"], {"AID": {"AID": 1, "AGREE": 2}})
    >>> '<title>2 of 3 AID: said AGREE</title>' in drawn
    True
    """
    side = CELL * len(names)
    described = f"{note}. In the rows what is true, in the columns what was said. {_told(counts)}"
    size = (LEFT + max(side, 10 * CELL) + ROOM, TOP + side + ROOM)
    lines = head(title, note, described, size, (CELLS_LIGHT, CELLS_DARK))
    lines += [
        f'  <text class="title" x="{LEFT - 10}" y="{TOP - 10}" text-anchor="end">true \N{DOWNWARDS ARROW}</text>',
        f'  <text class="title" x="{LEFT}" y="{TOP - 94}">said \N{RIGHTWARDS ARROW}</text>',
    ]
    for index, name in enumerate(names):
        middle = index * CELL + CELL // 2
        lines += [
            f'  <text x="{LEFT - 10}" y="{TOP + middle + 4}" text-anchor="end">{escape(name)}</text>',
            f'  <text transform="translate({LEFT + middle + 4} {TOP - 10}) rotate(-90)">{escape(name)}</text>',
        ]
    for row, truth in enumerate(names):
        said = counts.get(truth, {})
        for column, name in enumerate(names):
            lines += _cell(column, row, said.get(name, 0), sum(said.values()), (truth, name))
    return "\n".join([*lines, "</svg>"]) + "\n"


def _cell(column: int, row: int, count: int, total: int, names: tuple[str, str]) -> list[str]:
    x, y = LEFT + column * CELL, TOP + row * CELL
    box = f'x="{x}" y="{y}" width="{CELL}" height="{CELL}"'
    frame = f'  <rect class="frame" {box}/>'
    if not count:
        return [frame]
    truth, said = map(escape, names)
    kind = "right" if truth == said else "wrong"
    told = f"<title>{count} of {total} {truth}: said {said}</title>"
    return [
        f'  <rect class="{kind}" {box} fill-opacity="{DEEPEST * (count / total) ** 0.5:.3f}"/>',
        frame,
        f'  <text class="count" x="{x + CELL // 2}" y="{y + CELL // 2 + 4}">{count}{told}</text>',
    ]


def _told(counts: Confusion) -> str:
    shares = (f"{truth} {said.get(truth, 0)} of {sum(said.values())}" for truth, said in counts.items())
    return f"Right: {', '.join(shares)}"
