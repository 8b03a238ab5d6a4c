"""Documents and the spans that point into them.

A `Document` is an immutable text with what is known about where it came from; a `Span` is a place in that text. Both
are what everything else in Standoff points at. Offsets are 0-based, end exclusive, in Unicode code points of
`Document.text`, which is the decoded input as it came: text is labelled by zones and never edited.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

ZoneName = Literal[
    "headline",
    "standfirst",
    "byline",
    "date",
    "dateline",
    "body",
    "subhead",
    "caption",
    "credit",
    "teaser",
    "chrome",
]
ZONE_NAMES: tuple[ZoneName, ...] = get_args(ZoneName)

STORY_ZONES: frozenset[ZoneName] = frozenset({"headline", "standfirst", "dateline", "body"})
"""The zones that are the story's own: no row is ever read from another one."""

Grain = Literal["year", "season", "quarter", "month", "week", "day", "hour", "minute", "second"]
PublishedFrom = Literal["text", "metadata", "filename", "user"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a document's text: `document.text[start:end] == exact`, always.

    >>> Span(0, 5, "Talks").end
    5
    """

    start: int
    end: int
    exact: str

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character.

        >>> Span(0, 5, "Talks").overlaps(Span(5, 6, " "))
        False
        """
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies inside this span, ends included.

        >>> Span(0, 5, "Talks").contains(Span(1, 5, "alks"))
        True
        """
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Zone:
    """A stretch of a document and what it is: `start` inclusive, `end` exclusive, in code points.

    Zones are sorted, never overlap, hold no white space at their ends, and together hold every character that is not
    white space. `rule` names the cue that decided, for whoever asks why.
    """

    start: int
    end: int
    zone: ZoneName
    rule: str = "given"


@dataclass(frozen=True)
class Document:
    r"""One text as it came, with its zones and what is known of its origin. `None` means unknown.

    `uri` is the path or address as it was given. `published` is ISO 8601 at the grain `published_grain` (`2021-12`
    is a month); `published_from` says where the date was found. `notes` are remarks on the reading of the file ("read
    as windows-1252"); `raw_sha256` names the bytes that `text` was extracted from, where it was extracted (HTML).

    >>> document = Document(text="Talks fail\n\nVelm said no.", uri="a.txt")
    >>> document.span(0, 5)
    Span(start=0, end=5, exact='Talks')
    >>> document.id
    'doc-0b3c35b9237b81ba'
    """

    text: str
    uri: str
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    published_grain: Grain | None = None
    published_from: PublishedFrom | None = None
    byline: str | None = None
    dateline: str | None = None
    language: str | None = None
    zones: tuple[Zone, ...] = ()
    notes: tuple[str, ...] = ()
    raw_sha256: str | None = None
    raw: bytes | None = field(default=None, repr=False, compare=False)

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of `text` in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def id(self) -> str:
        """`doc-` and sixteen digits of `sha256`: two documents with the same text are one document."""
        return f"doc-{self.sha256[:16]}"

    def span(self, start: int, end: int) -> Span:
        """The span from `start` to `end` (code points, end exclusive).

        Raises ValueError when the two do not lie in the text in that order with something between them.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no span {start}:{end} in a text of {len(self.text)} characters ({self.uri})")
        return Span(start, end, self.text[start:end])

    def zone_at(self, offset: int) -> ZoneName | None:
        """The zone that holds the character at `offset`; None between zones."""
        for zone in self.zones:
            if zone.start <= offset < zone.end:
                return zone.zone
        return None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that was given and could not be read: kept and counted, with the reason in words."""

    uri: str
    reason: str
