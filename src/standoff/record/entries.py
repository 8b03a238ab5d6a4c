"""What is asked of a case and what comes back: filters, and entries that carry their document's origin with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from standoff.annotation import (
    Actor,
    AgendaItem,
    Attribution,
    Event,
    Mention,
    Place,
    Quantity,
    Row,
    Signal,
    Timex,
    When,
)
from standoff.document import Span, Unreadable, ZoneName

E = TypeVar("E")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which entries a question wants; each filter left empty lets everything through.

    `actor` and `to` are a name, alias, id or three-letter code, in any case, one or several; a state, organisation or
    group stands for those who speak for it too. `since` and `until` are ISO 8601 at any grain, both included. `limit`
    is the most entries that come back, None for all.

    >>> Filters(actor="Karsova", since="2031-05").limit is None
    True
    """

    actor: str | tuple[str, ...] = ()
    to: str | tuple[str, ...] = ()
    act: str | tuple[str, ...] = ()
    type: str | tuple[str, ...] = ()
    track: str | None = None
    since: str | None = None
    until: str | None = None
    outlet: str | tuple[str, ...] = ()
    limit: int | None = None


def several(given: str | tuple[str, ...]) -> tuple[str, ...]:
    """One or several as several.

    >>> several("threaten"), several(())
    (('threaten',), ())
    """
    return (given,) if isinstance(given, str) else given


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text came from: a document without its text."""

    id: str
    uri: str
    outlet: str | None
    title: str | None
    published: When | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the record in its document: `kind` is its key in the contract ("signals").

    `when` is when it happened or was said, or the date of the article where that is not known (`dated_by` says which).
    """

    kind: str
    row: Row
    origin: Origin
    when: When | None
    dated_by: str | None


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document: every address it came under, its language and the number of rows of each kind."""

    origin: Origin
    carriers: tuple[str, ...]
    outlets: tuple[str, ...]
    language: str | None
    notes: tuple[str, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """An actor over the whole case: the name most documents give, offices, and how often it is met in each place."""

    id: str
    name: str
    kind: str
    codes: Mapping[str, str]
    roles: tuple[tuple[str, str | None], ...]
    documents: int
    mentions: int
    statements: int
    events: int
    signals: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that holds the words searched for: its best passage, and where in it they stand."""

    origin: Origin
    passage: Span
    matches: tuple[Span, ...]
    zone: ZoneName | None


@dataclass(frozen=True, slots=True)
class Found:
    """What an id names: `kind` is "document", "actor" or a kind of row; the document's number and the row's place."""

    kind: str
    id: str
    number: int
    position: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What a case holds: `counts` of documents, addresses and rows; outlets, most frequent first; ISO dates."""

    counts: Mapping[str, int]
    outlets: tuple[str, ...]
    first: str | None
    last: str | None
    undated: int
    unreadable: tuple[Unreadable, ...]


@dataclass(frozen=True, slots=True)
class Answer(Generic[E]):
    """The entries that a question brought back, how many there are in all, and the names of the actors in them."""

    entries: tuple[E, ...]
    total: int
    names: Mapping[str, str] = field(default_factory=dict)


def spans_of(row: Row) -> tuple[tuple[str, Span], ...]:
    """The spans of a row with the names of their fields, the row's own first."""
    if isinstance(row, Attribution):
        contents = tuple(("content", span) for span in row.content)
        found: tuple[tuple[str, Span | None], ...] = (*contents, ("source", row.source), ("cue", row.cue))
    elif isinstance(row, Event):
        cues = tuple((f"cue of {modality}", span) for modality, span in row.cues.items())
        found = (("sentence", row.sentence), ("trigger", row.trigger), *cues)
    elif isinstance(row, Signal):
        found = (("span", row.span), ("condition", row.condition))
    elif isinstance(row, AgendaItem):
        found = (("what", row.what),)
    elif isinstance(row, Quantity):
        found = (("span", row.span), ("of", row.of))
    elif isinstance(row, Mention | Timex | Place):
        found = (("span", row.span),)
    else:
        found = ()
    return tuple((name, span) for name, span in found if span is not None)


def words_of(row: Row) -> str:
    """The words of the text that a row stands on: what was said, the sentence of an event, the span of the rest."""
    spans = spans_of(row)
    return " ... ".join(span.exact for name, span in spans if name == spans[0][0])


def actors_in(row: Row) -> Iterator[str]:
    """The ids of the actors that a row speaks of."""
    if isinstance(row, Attribution):
        found: Iterable[str | None] = (row.speaker, row.addressee, *row.candidates)
    elif isinstance(row, Event):
        found = (*row.actors, *row.recipients)
    elif isinstance(row, Signal):
        found = (row.sender, row.voice, row.recipient)
    elif isinstance(row, AgendaItem):
        found = row.actors
    elif isinstance(row, Mention):
        found = (row.actor,)
    elif isinstance(row, Actor):
        found = (row.id, *(role.of for role in row.roles))
    else:
        found = ()
    yield from (actor for actor in found if actor is not None)
