"""What every event table says of an event, in one place: its parties with their codes, its day, its place, its dyads.

The formats (`plover`, `polecat`, `icews`, `gdelt`, `cameo`) choose columns and spelling; what the values *are* is
decided here. Each is a module with `COLUMNS`, `HEADED` (whether the first line names them), `iter_rows(record)` and
`line(row)`, and `SAYS_WHETHER`: whether a row can say that an event is only planned, denied or supposed. Where it
cannot, such events are left out (`has_happened`), so that no table tells them as facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import NamedTuple

from standoff.annotation import Actor, Event, Place, Record
from standoff.document import Document
from standoff.ontology.cameo import CameoCode, appeal_beside, nearest_code
from standoff.record.days import day_range
from standoff.record.standing import has_happened, is_ahead, is_mutual

WORLDWIDE = frozenset({"IGO", "NGO", "IMG", "ISM", "MNC"})
"""PLOVER's codes for those who belong to no state: they stand where a state's code would."""


@dataclass(frozen=True, slots=True)
class Party:
    """An actor as event tables name it, None for what is not known.

    `state` is the state it belongs to (ISO 3166 alpha-3), `beyond` one of `WORLDWIDE` where it belongs to none,
    `sector` PLOVER's code, None for a whole state. `cameo` is the code that CAMEO coders write for the organisation
    that it is, or acts for (IGOUNO). `printed` is the longest name that the sentence has for it.
    """

    actor: Actor
    printed: str
    state: str | None
    beyond: str | None
    sector: str | None
    cameo: str | None = None

    @property
    def code(self) -> str | None:
        """The three letters that stand for a state in PLOVER: the state's, or what it is beyond states."""
        return self.state or self.beyond

    @property
    def title(self) -> str | None:
        """The first office that the document gives it."""
        return self.actor.roles[0].title if self.actor.roles else None


@dataclass(frozen=True, slots=True)
class Coding:
    """An event of a record with its parties and its place."""

    record: Record
    event: Event
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    place: Place | None

    @property
    def document(self) -> Document:
        """The document that tells it."""
        return self.record.document

    @property
    def quad(self) -> str:
        """PLOVER's number of its quad: 1 and 2 cooperation, 3 and 4 conflict, in words and in deed."""
        return QUAD_NUMBERS[self.event.quad]

    @property
    def days(self) -> tuple[str, str] | None:
        """The first and the last day on which it can have happened, ISO 8601; None where nothing says.

        What was promised or threatened happened when it was said: its day is that of the article and not the day it
        is for. So is that of an event whose day the text does not tell, unless it is told as history.
        """
        when = None if self.is_ahead else self.event.when
        if when is not None:
            return day_range(when.value)
        return None if "historical" in self.event.modality else day_range(self.document.published)

    @property
    def day(self) -> str | None:
        """The one day on which it happened; the article's where the text says only a week, month or year around it."""
        if self.days is None or self.days[0] == self.days[1]:
            return self.days and self.days[0]
        first, last = self.days
        published = day_range(self.document.published)
        return published[0] if published and published[0] == published[1] and first <= published[0] <= last else None

    @property
    def is_ahead(self) -> bool:
        """Whether its type already says that it is still ahead: a planned visit that is AGREE, a refusal of help."""
        return is_ahead(self.event)

    @property
    def has_happened(self) -> bool:
        """Whether the text tells it as a fact, now or as history: neither denied, nor supposed, nor still ahead."""
        return has_happened(self.event)

    @property
    def is_mutual(self) -> bool:
        """Whether the text names the sides together and says of none that it was the one who did it.

        "Velm and Sarn met", "clashes between Velm and Sarn"; not "Velm met with Sarn", nor talks that a third held.
        """
        return is_mutual(self.event)

    @property
    def cameo(self) -> CameoCode:
        """The CAMEO code nearest to its type and mode; what is asked for in an appeal is none of the demands.

        PLOVER has one type for both. Which it is, the innermost signal of the two that holds the trigger says.
        """
        nearest = nearest_code(self.event.event_type, self.event.mode)
        if self.event.event_type != "REQUEST":
            return nearest
        asked = [s for s in self.record.signals if s.act in ASKING and s.span.contains(self.event.trigger)]
        inner = min(asked, key=lambda signal: signal.span.end - signal.span.start, default=None)
        return appeal_beside(nearest) if inner is not None and inner.act == "appeal" else nearest

    def iter_dyads(self) -> Iterator[tuple[int, Party | None, Party | None]]:
        """Each actor with each recipient, numbered from 0; None where there is nobody.

        Of a mutual event, each side with each other, both ways (where there are too many sides to number, one way).
        """
        pairs: list[tuple[Party | None, Party | None]]
        pairs = [(actor, recipient) for actor in self.actors or (None,) for recipient in self.recipients or (None,)]
        if self.is_mutual:
            both = list(permutations((*self.actors, *self.recipients), 2))
            pairs = [*both] if len(both) <= DYADS else pairs
        yield from ((number, *pair) for number, pair in enumerate(pairs))

    def number(self, dyad: int) -> int:
        """A whole number for formats that want one for each row: the digits of the event's id, then the dyad.

        `f"event-{number // 32:012x}"` is the id again. It has 53 bits: programs that keep numbers as floating point (R,
        JavaScript, spreadsheets) read it whole.
        """
        return int(self.event.id.rpartition("-")[2], 16) * DYADS + dyad


DYADS = 32
"""Dyads of an event that have numbers of their own; more than thirty-one would be a list and not a deed."""

ASKING = frozenset({"demand", "appeal"})

QUAD_NUMBERS: Mapping[str, str] = {
    "verbal cooperation": "1",
    "material cooperation": "2",
    "verbal conflict": "3",
    "material conflict": "4",
}


def iter_codings(record: Record) -> Iterator[Coding]:
    """The events of a record, in the order of the text."""
    actors = {actor.id: actor for actor in record.actors}
    places = {place.id: place for place in record.places}
    for event in record.events:
        yield Coding(
            record,
            event,
            tuple(_party(record, event, actors, one) for one in event.actors if one in actors),
            tuple(_party(record, event, actors, one) for one in event.recipients if one in actors),
            places.get(event.where) if event.where else None,
        )


def iter_facts(record: Record) -> Iterator[Coding]:
    """The events that the text tells as facts: those for formats that cannot say anything else."""
    return (coding for coding in iter_codings(record) if coding.has_happened)


def contexts_told(event: Event) -> tuple[str, ...]:
    """The PLOVER contexts of the event; none as yet, since rows have no such column."""
    return ()


def country_names(record: Record) -> dict[str, str]:
    """The names of the states in a record by their codes.

    >>> country_names(Record(Document(text="", uri="a.txt")))
    {}
    """
    return {a.codes["iso3"]: a.name for a in record.actors if a.kind == "country" and "iso3" in a.codes}


class _Home(NamedTuple):
    """The state that somebody belongs to or what it is beyond states, and CAMEO's code of the organisation it is of."""

    state: str | None = None
    beyond: str | None = None
    cameo: str | None = None


def _party(record: Record, event: Event, actors: Mapping[str, Actor], own: str) -> Party:
    actor = actors[own]
    printed = [m.span.exact for m in record.mentions if m.actor == own and event.sentence.contains(m.span)]
    home = _home(actor, actors, frozenset())
    code = actor.codes.get("plover")
    sector = None if code in home[:2] else code
    return Party(actor, max(printed, key=len, default=actor.name), home.state, home.beyond, sector, home.cameo)


def _home(actor: Actor, actors: Mapping[str, Actor], seen: frozenset[str]) -> _Home:
    """Where it belongs by its own codes or by whom it has an office of; else what it is beyond states."""
    cameo = actor.codes.get("cameo")
    if "iso3" in actor.codes:
        return _Home(actor.codes["iso3"], None, cameo)
    if cameo:
        return _Home(None, cameo[:3], cameo) if cameo[:3] in WORLDWIDE else _Home(cameo[:3], None, cameo)
    for role in actor.roles:
        if role.of is not None and role.of in actors and role.of not in seen:
            found = _home(actors[role.of], actors, seen | {actor.id})
            if any(found):
                return found
    code = actor.codes.get("plover")
    return _Home(None, code if code in WORLDWIDE else None)
