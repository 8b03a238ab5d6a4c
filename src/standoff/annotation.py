"""The rows of the record: one frozen dataclass per kind, and `Record`, a document with all its rows.

Every row has an `id` (the same text gives the same id), a `confidence` from 0 to 1, the `reader` that made it with its
version ("signals 1"), and `why`: the rule that fired and what it saw. Unknown is `None`, never an invented value.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from standoff.document import Document, Grain, Span

ActorKind = Literal["country", "organisation", "person", "group"]
AttributionKind = Literal["direct", "indirect", "mixed"]
Modality = Literal["historical", "future", "hypothetical", "negation"]
MODALITIES: tuple[Modality, ...] = get_args(Modality)
ConditionKind = Literal["if", "unless", "until", "when", "in-exchange", "noun-phrase"]
Strength = Literal["tentative", "firm", "grave"]
Track = Literal["deterrence", "dialogue"]
Qualifier = Literal[">", "<", "~", ">=", "<="]


def row_id(document: Document, kind: str, *key: object) -> str:
    """A stable id for a row: its kind and twelve hexadecimal digits over the document's text and the row's `key`.

    The key is what makes the row itself (offsets, type): the same text gives the same id in any run and any shard.

    >>> row_id(Document(text="Velm said no.", uri="a.txt"), "event", 5, 9)
    'event-3097f78d3754'
    """
    digest = hashlib.sha256("|".join([document.sha256, kind, *map(str, key)]).encode()).hexdigest()
    return f"{kind}-{digest[:12]}"


@dataclass(frozen=True, slots=True)
class Why:
    """The rule that made a row, by name, and what it saw: pairs of a name and the words or value seen."""

    rule: str
    saw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class When:
    """A time at its own grain: `value` is ISO 8601 (`2021-02`, `2020-12-01`, `2021-W48`, `2014`; a range has `/`)."""

    value: str
    grain: Grain


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row has."""

    id: str
    confidence: float
    reader: str
    why: Why


@dataclass(frozen=True, slots=True)
class Role:
    """An office or membership the text (or an overlay) gives an actor: `of` is an actor id, `span` where it says so."""

    title: str
    of: str | None
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor(Row):
    """A state, organisation, person or group. `id` is made of kind and name, so that documents agree on it."""

    name: str
    kind: ActorKind
    codes: Mapping[str, str]
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Row):
    """A place where an actor is named; `actor` is its id."""

    actor: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution(Row):
    """Who said (thought, promised ...) what. `speaker`, `addressee`: actor ids; `candidates`: who else it could be."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: AttributionKind
    speaker: str | None
    candidates: tuple[str, ...] = ()
    addressee: str | None
    said_on: When | None
    venue: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Row):
    """Who did what to whom, in PLOVER's types. `attribution` is None in the outlet's own voice.

    `cues`: the words that say how the clause stands; one that made the event another type is here and not in `modality`
    ("refused to" in a REJECT). `quantity`: the id of the figure that the event carries. `evidence`: the trigger of each
    telling of the event in the document, the row's own first. `contexts`: PLOVER's, where known.
    """

    event_type: str
    mode: str | None
    quad: str
    intensity: float
    track: Track | None
    trigger: Span
    sentence: Span
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    modality: tuple[Modality, ...]
    cues: Mapping[Modality, Span]
    when: When | None
    where: str | None
    quantity: str | None
    attribution: str | None
    evidence: tuple[Span, ...]
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal(Row):
    """A threat, promise, demand, offer, refusal ...: `sender` is on whose behalf, `voice` who said it (actor ids).

    `deed` is the PLOVER type of what is threatened, promised, demanded, refused or claimed; `strength` how firmly the
    sender binds himself, and None for acts that bind nobody (docs/acts.md says which).
    """

    act: str
    sender: str | None
    voice: str | None
    recipient: str | None
    span: Span
    condition: Span | None
    condition_kind: ConditionKind | None
    deadline: When | None
    deed: str | None
    strength: Strength | None
    track: Track | None
    attribution: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex(Row):
    """A time expression. `anchor` is the ISO date it was resolved against; `value` None where it cannot be resolved."""

    span: Span
    value: str | None
    grain: Grain | None
    anchor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Row):
    """A toponym; `country` is ISO 3166 alpha-3, `geonames` a GeoNames id. Coordinates in degrees, WGS 84."""

    span: Span
    name: str
    latitude: float | None
    longitude: float | None
    country: str | None
    geonames: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Row):
    """A figure and what it counts: "more than 150,000 troops" is 150000, unit "troops", qualifier ">"."""

    span: Span
    value: float
    qualifier: Qualifier | None
    unit: str | None
    of: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem(Row):
    """Something that was still ahead when the article was printed."""

    what: Span
    when: When | None
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A document with all its rows; each tuple is in the order of the text."""

    document: Document
    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    signals: tuple[Signal, ...] = ()
    times: tuple[Timex, ...] = ()
    places: tuple[Place, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()


ROW_KINDS: Mapping[str, type[Row]] = {
    "actors": Actor,
    "mentions": Mention,
    "attributions": Attribution,
    "events": Event,
    "signals": Signal,
    "times": Timex,
    "places": Place,
    "quantities": Quantity,
    "agenda": AgendaItem,
}
"""The kinds of row, in the order of the contract: the name of the field in `Record` and of the key in JSON."""
