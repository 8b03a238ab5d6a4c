"""The text of a document as its models see it: the story alone, in plain characters, at the same offsets.

Characters outside the story's own zones are blanked, odd spaces and quotation marks are made plain. The view has
exactly the length of the text, so that an offset into it is an offset into `document.text`.
"""

from __future__ import annotations

import re

from standoff.document import STORY_ZONES, Document

PLAIN = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u200a": " ",
        "\u2003": " ",
        "\u2002": " ",
        "\t": " ",
        "\r": " ",
        "\x0b": " ",
        "\x0c": " ",
        "\u2028": "\n",
        "\u2029": "\n",
        "\u0085": "\n",
        "\u2018": "'",
        "\u2019": "'",
        "\u201b": "'",
        "\u02bc": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u201f": '"',
        "\u00ab": '"',
        "\u00bb": '"',
        "\u2033": '"',
        "\u2011": "-",
        "\u2010": "-",
    }
)
"""One character for one character, so that offsets never move."""

_ODD = re.compile(f"[{''.join(map(chr, PLAIN))}]")


def view(document: Document) -> str:
    r"""The text as the parser sees it: as long as `document.text`, with only the story's own zones left in it.

    >>> from standoff.document import Zone
    >>> view(Document(text="Talks\u00a0fail\nRead more", uri="a", zones=(Zone(0, 10, "body"), Zone(11, 20, "chrome"))))
    'Talks fail\n         '
    """
    text = _ODD.sub(lambda match: match[0].translate(PLAIN), document.text)
    parts, at = [], 0
    for zone in document.zones:
        if zone.zone in STORY_ZONES:
            parts += [_blank(text[at : zone.start]), text[zone.start : zone.end]]
            at = zone.end
    return "".join([*parts, _blank(text[at:])])


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
