"""The lines of a plain text, as the zoning looks at them: their offsets and the few measures that the rules share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

LINE = re.compile(r"[^\n\r\u2028\u2029\x85]+")
BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029\x85]")
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
LETTER = re.compile(r"[^\W\d_]")
TERMINAL = re.compile(r"[.!?…।。][\"'”’»)\]\s\u200b]*$")
FULL_STOP = re.compile(r"(?<!\.)\.[\"'”’»)\]\s]*$")
BULLET = re.compile(r"^(?:[•‣◦▪●■*>–—-]+\s+|•)")

LONG_LINE_WORDS = 25
"""A line of this many words is prose whatever it ends with: headlines and captions are shorter."""

SENTENCE_WORDS = 3
LEADING_WORDS = 8
"""A line of this many words that ends with a colon leads to a list or a quotation."""

SHORTEST_WRAP = 40
"""A line that was wrapped by its maker has at least this many characters."""

MOSTLY = 0.5
"""Share of the breaks inside paragraphs that must fall inside sentences before a text counts as hard-wrapped."""


@dataclass(frozen=True)
class Line:
    """A line without the white space at its ends: `text == document[start:end]`; `gap`: a blank line precedes it."""

    start: int
    end: int
    text: str
    gap: bool

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, without punctuation."""
        return tuple(WORD.findall(self.text))

    @cached_property
    def core(self) -> str:
        """The line without a bullet before it and with plain spaces, for matching."""
        return " ".join(BULLET.sub("", self.text, count=1).split())

    @cached_property
    def key(self) -> str:
        """What two lines share that say the same: their words, in lower case."""
        return " ".join(self.words).casefold()

    @cached_property
    def ended(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(TERMINAL.search(self.text[-12:]))

    @cached_property
    def prose(self) -> bool:
        """Whether it reads as running text: an ended sentence, one that leads to a list, or a long line."""
        count = len(self.words)
        return (
            count >= LONG_LINE_WORDS
            or (self.ended and count >= SENTENCE_WORDS)
            or (self.text.endswith(":") and count >= LEADING_WORDS)
        )

    @cached_property
    def bulleted(self) -> bool:
        """Whether a bullet or a dash stands before it."""
        return bool(BULLET.match(self.text))


def split_lines(text: str) -> list[Line]:
    r"""The lines of `text` that are not blank, in order; lines of hard-wrapped paragraphs are put together.

    >>> [line.text for line in split_lines("Talks fail\r\n\r\n Velm said no. ")]
    ['Talks fail', 'Velm said no.']
    """
    lines: list[Line] = []
    breaks, at = 0, 0
    for found in LINE.finditer(text):
        breaks += len(BREAK.findall(text, at, found.start()))
        at = found.end()
        piece = found.group()
        stripped = piece.strip()
        if stripped:
            start = found.start() + piece.index(stripped[0])
            lines.append(Line(start, start + len(stripped), stripped, gap=breaks > 1))
            breaks = 0
    return _unwrap(text, lines)


def _unwrap(text: str, lines: list[Line]) -> list[Line]:
    inner = [(a, b) for a, b in pairwise(lines) if not b.gap]
    cut = [(a, b) for a, b in inner if _continues(a, b)]
    if not cut or len(cut) < MOSTLY * len(inner):
        return lines
    joined = [lines[0]]
    for line in lines[1:]:
        last = joined[-1]
        if line.gap or line.bulleted or last.end - last.start < SHORTEST_WRAP:
            joined.append(line)
        else:
            joined[-1] = Line(last.start, line.end, text[last.start : line.end], last.gap)
    return joined


def _continues(line: Line, following: Line) -> bool:
    """Whether `following` goes on with the sentence that `line` began."""
    return len(line.text) >= SHORTEST_WRAP and not line.ended and following.text[0].islower()
