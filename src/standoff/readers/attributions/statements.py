"""Statements in the making: what the head or a rule has found, as spans, before the speaker has a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from standoff.document import Document, Span
from standoff.readers.attributions.calibration import confidence_of, odds_of
from standoff.readers.attributions.head import Fragment, Tagged
from standoff.readers.encoding import Pieces
from standoff.readers.quotes import Quote

MOST = 0.5
"""A quotation of which a content holds at least this share belongs to it whole."""

TAGGED, TAGGED_INSIDE = "tagged", "tagged-inside"
"""The rules of the trained head: its pass over the text, and its pass over contents."""


@dataclass(frozen=True)
class Statement:
    """Source, cue and content as spans; `speakers`: whom the source can mean; `saw`: what `explain` shows."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    rule: str
    confidence: float
    speakers: tuple[str, ...] = ()
    saw: Mapping[str, str] = field(default_factory=dict)

    def holds(self, span: Span) -> bool:
        """Whether the content shares a character with `span`."""
        return any(part.overlaps(span) for part in self.content)

    def with_quotes(self, document: Document, quotes: Sequence[Quote]) -> Statement:
        """The statement with every quotation whole of which its content holds the most."""
        content = self.content
        for quote in quotes:
            shared = sum(max(0, min(s.end, quote.span.end) - max(s.start, quote.span.start)) for s in content)
            outside = [s for s in (self.source, self.cue) if s is not None and s.overlaps(quote.span)]
            if not outside and shared >= MOST * (quote.span.end - quote.span.start):
                content = united(document, (*content, quote.span))
        return replace(self, content=content) if content != self.content else self

    def without(self, document: Document, span: Span) -> Statement:
        """The statement with `span` cut out of its content, which may leave it none."""
        if not self.holds(span):
            return self
        kept = []
        for part in self.content:
            for start, end in ((part.start, min(part.end, span.start)), (max(part.start, span.end), part.end)):
                if any(c.isalnum() for c in document.text[start:end]):
                    kept.append(document.span(start, end))
        return replace(self, content=tuple(kept))

    def with_speakers(self, speakers: tuple[str, ...]) -> Statement:
        """The statement with the actors its source can mean."""
        return replace(self, speakers=speakers)

    def also_says(self, document: Document, span: Span) -> Statement:
        """The statement with one more piece of content."""
        return replace(self, content=united(document, (*self.content, span)))


def united(document: Document, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap or have nothing but spaces of one line between them made one.

    >>> united(Document(text="No. No, never.", uri="a"), [Span(4, 6, "No"), Span(0, 3, "No."), Span(8, 14, "never.")])
    (Span(start=0, end=6, exact='No. No'), Span(start=8, end=14, exact='never.'))
    """
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not document.text[joined[-1].end : span.start].strip(" \u00a0"):
            joined[-1] = document.span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def statements_of(document: Document, pieces: Pieces, tagged: Sequence[Tagged], rule: str) -> list[Statement]:
    """What the head has found, as statements; `rule` names the pass that found it."""

    def span(fragment: Fragment) -> Span:
        return document.span(int(pieces.starts[fragment.first]), int(pieces.ends[fragment.last - 1]))

    return [
        Statement(
            source=span(one.source) if one.source is not None else None,
            cue=span(one.cue),
            content=united(document, [span(fragment) for fragment in one.content]),
            rule=rule,
            confidence=confidence_of(one, rule),
            saw={name: f"{odds:.3f}" for name, odds in odds_of(one).items()},
        )
        for one in tagged
    ]
