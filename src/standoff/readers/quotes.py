r"""Quotations in a text, found from the marks alone, whatever state the marks are in.

The scanner goes paragraph by paragraph (zone by zone) through the story. It pairs marks by their shape and by what
stands beside them, so that one odd mark costs at most one paragraph:

- a quotation that is not closed and whose next paragraph opens with a mark runs on there (the custom for long quotes);
- any other one that is never closed ends with its paragraph and says so (`closed` is False);
- a closing mark without an opening one, at the end of a sentence, closes a quotation that began with the paragraph;
- single marks count only in paragraphs without double ones, and only around three words or more, or a sentence.

What stands inside a quotation in other marks is not listed: it is part of the quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from standoff.document import STORY_ZONES, Document, Span

OPENING = {"\u201c": '\u201d"', "\u201e": '\u201c\u201d"', "\u00ab": "\u00bb", "\u201f": '\u201d"', "\u2039": "\u203a"}
CLOSING = frozenset("\u201d\u00bb\u203a")
STRAIGHT = '"'
MIN_SINGLE_WORDS = 3
_SENTENCE_END = frozenset(".,!?\u2026")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its marks: `span` as in the text; `runs_on` when the next one goes on with the same speech."""

    span: Span
    closed: bool = True
    runs_on: bool = False
    opened: bool = True

    @property
    def words(self) -> int:
        """How many words it holds."""
        return len(re.findall(r"\w+(?:['\u2019]\w+)?", self.span.exact))

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence or a clause does, with a mark of punctuation inside."""
        inner = self.span.exact.strip("\"\u201c\u201d\u201e\u00ab\u00bb'\u2018\u2019 \u00a0")
        return bool(inner) and inner[-1] in _SENTENCE_END


def read_quotes(document: Document) -> tuple[Quote, ...]:
    """The quotations of the story, outermost only, in the order of the text.

    >>> from standoff.document import Zone
    >>> text = 'Velm said "no" and "perhaps later.'
    >>> [q.span.exact for q in read_quotes(Document(text=text, uri="a", zones=(Zone(0, len(text), "body"),)))]
    ['"no"', '"perhaps later.']
    """
    paragraphs = [z for z in document.zones if z.zone in STORY_ZONES and z.zone != "dateline"]
    quotes: list[Quote] = []
    for i, zone in enumerate(paragraphs):
        following = paragraphs[i + 1] if i + 1 < len(paragraphs) else None
        reopens = (
            following is not None
            and following.zone == zone.zone
            and _is_opening(document.text, following.start, following.start)
        )
        quotes += [
            replace(quote, runs_on=True) if reopens and not quote.closed else quote
            for quote in _paragraph(document, zone.start, zone.end)
        ]
    return tuple(quotes)


def _is_opening(text: str, at: int, start: int) -> bool:
    """Whether the character at `at` opens a quotation in a paragraph that begins at `start`."""
    char = text[at]
    if char in OPENING:
        return True
    if char != STRAIGHT or at + 1 >= len(text) or text[at + 1].isspace():
        return False
    return at == start or text[at - 1].isspace() or text[at - 1] in "([{-\u2013\u2014\u2018'/"


def _paragraph(document: Document, start: int, end: int) -> Iterator[Quote]:
    text = document.text
    opened: int | None = None
    closers = ""
    found = False
    at = start
    while at < end:
        char = text[at]
        if opened is None:
            if _is_opening(text, at, start):
                opened, closers = at, OPENING.get(char, STRAIGHT + "\u201d")
            elif (char in CLOSING or char == STRAIGHT) and not found and at > start and text[at - 1] in _SENTENCE_END:
                yield Quote(document.span(start, at + 1), opened=False)
                found = True
        elif char in closers and not (char == STRAIGHT and _is_opening(text, at, start) and not _ends_word(text, at)):
            yield Quote(document.span(opened, at + 1))
            opened, found = None, True
        elif char in OPENING and OPENING[char] == closers and char != "\u201c":
            opened = at
        at += 1
    if opened is not None and opened + 1 < end:
        yield Quote(document.span(opened, end), closed=False)
        found = True
    if not found:
        yield from _single(document, start, end)


def _ends_word(text: str, at: int) -> bool:
    return at > 0 and not text[at - 1].isspace()


_SINGLE = re.compile(r"(?<![\w\u2019'])[\u2018'](?=\w)(?P<inner>[^\u2018\n]{3,}?)(?<=[\w.,!?\u2026])[\u2019'](?!\w)")


def _single(document: Document, start: int, end: int) -> Iterator[Quote]:
    """Quotations in single marks, where a paragraph has no double ones."""
    at = start
    while match := _SINGLE.search(document.text, at, end):
        quote = Quote(document.span(match.start(), match.end()))
        if quote.is_sentence or quote.words >= MIN_SINGLE_WORDS:
            yield quote
            at = match.end()
        else:
            at = match.start() + 1
