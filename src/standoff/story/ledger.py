"""The ledger: who bound himself to what, on which condition and by when, and what came later that bears on it.

It is a list of claims beside later claims. A machine does not say whether a promise was kept: links say "borne out by"
and "contradicted by", with the reason and both spans, and whoever reads them decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from standoff.annotation import Event, Signal, When
from standoff.errors import ConfigurationError
from standoff.record.days import day_range
from standoff.record.entries import Answer, Entry, Filters, actors_in, several
from standoff.record.queries import ask, bounds, days_of, find_actors, names_of, overview
from standoff.record.sides import known_actors
from standoff.record.store import Case
from standoff.story.bearings import DONE, Link, bearing_on
from standoff.story.commitments import FAMILIES, STRENGTHS, Commitment, gather
from standoff.story.later import Later
from standoff.story.summary import STRENGTH
from standoff.story.weighed import Said, Scales, is_fact

COMMITTING = tuple(FAMILIES)
"""The acts that commit whoever does them, or ask another to commit."""

BINDING: Mapping[str | None, float] = {"grave": 1.2, "firm": 1.0, None: 1.0, "tentative": 0.6}
"""How much the strength of a signal adds to the weight of its act, by judgement."""

State = Literal["open", "withdrawn", "expired", "settled"]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A commitment: who made it to whom, the signals that tell it (the earliest first), and what bears on it.

    `tellings` are those of the day on which it was made; those of later days are among the links. `condition` is the
    signal that holds the condition, None where no telling has one. `state` is as of the day `as_of`: *withdrawn* by the
    sender, *expired* (the day of the deadline is over), *settled* (accepted, and borne out), else *open*.
    """

    sender: str
    recipient: str | None
    tellings: tuple[Entry, ...]
    condition: Entry | None
    deadline: When | None
    strength: str | None
    state: State
    as_of: str | None
    links: tuple[Link, ...]

    @property
    def first(self) -> Entry:
        """The earliest telling."""
        return self.tellings[0]

    @property
    def signal(self) -> Signal:
        """The signal of the earliest telling."""
        return cast("Signal", self.first.row)

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who printed it when it was made, each once."""
        return tuple(dict.fromkeys(each.origin.outlet for each in self.tellings if each.origin.outlet))


def ledger(
    case: Case, filters: Filters | None = None, *, as_of: str | None = None, everything: bool = False
) -> Answer[LedgerEntry]:
    """The open commitments, the strongest first, each with what came later and bears on it; `everything`: all of them.

    `actor` and `to` are sender and recipient, `act` one of `COMMITTING`; `since` and `until` are the days on which a
    commitment was first told. `as_of` is the day on which the ledger is looked at: what came after it is left out, and
    deadlines before it are over; the last day on which a document of the case was published when not given.
    """
    filters = filters or Filters()
    unknown = [act for act in several(filters.act) if act.lower() not in COMMITTING]
    if unknown:
        raise ConfigurationError(f"no commitment is made by the act {unknown[0]!r}; there are: {', '.join(COMMITTING)}")
    given = days_of("as_of", as_of)
    last = day_range(overview(case).last)
    day = given[1] if given else last and last[1]
    until = given[1] if given else None
    scales = Scales(case)
    senders = Filters(actor=filters.actor)
    made = [scales.said(entry) for entry in _until(until, ask(case, "signals", senders).entries)]
    commitments = gather(each for each in made if each.row.act in COMMITTING and each.row.sender is not None)
    asked = [*_asked_for(case, filters, commitments)]
    if not asked:
        return Answer((), 0)
    bearing = Filters(actor=_sides_of(case, asked)) if several(filters.actor) else Filters()
    later = Later(
        (scales.said(entry) for entry in _until(until, ask(case, "signals", bearing).entries)),
        (scales.done(entry) for entry in _until(until, ask(case, "events", bearing).entries) if is_fact(entry)),
        commitments,
    )
    entries = [(_weight(each), _entry(each, bearing_on(each, later), day)) for each in asked]
    listed = [pair for pair in entries if everything or pair[1].state == "open"]
    listed.sort(key=lambda pair: -pair[0])
    shown = tuple(entry for _, entry in listed[: filters.limit])
    return Answer(shown, len(listed), names_of(case, set(_actors(shown))))


def _sides_of(case: Case, commitments: Iterable[Commitment]) -> tuple[str, ...]:
    """Whose deeds and words can bear on the commitments: senders, those whom they concern, those of conditions."""
    sides: set[str] = set()
    for commitment in commitments:
        sides |= {commitment.first.side} | commitment.parties
        sides = sides.union(*(each.asked for each in commitment.tellings))
    return tuple(known_actors(case, sides))


def _until(day: str | None, entries: Iterable[Entry]) -> Iterable[Entry]:
    """The entries up to a day, and those without one."""
    for entry in entries:
        days = day_range(entry.when.value) if entry.when else None
        if day is None or days is None or days[0] <= day:
            yield entry


def _asked_for(case: Case, filters: Filters, commitments: list[Commitment]) -> Iterable[Commitment]:
    senders = set(find_actors(case, filters.actor)) if several(filters.actor) else None
    recipients = set(find_actors(case, filters.to)) if several(filters.to) else None
    acts = {act.lower() for act in several(filters.act)}
    since, until = bounds(filters)
    for commitment in commitments:
        first = commitment.first
        voices = {first.side, *(each.row.voice for each in commitment.tellings)}
        if (
            (senders is None or voices & senders)
            and (recipients is None or commitment.recipient in recipients)
            and (not acts or acts & {each.row.act for each in commitment.tellings})
            and (since is None or (first.last is not None and first.last >= since))
            and (until is None or (first.first is not None and first.first <= until))
        ):
            yield commitment


def _entry(commitment: Commitment, links: tuple[Link, ...], day: str | None) -> LedgerEntry:
    rows = [each.row for each in commitment.all]
    done = [each for link in links if link.kind in DONE for each in (link.entry, *link.also)]
    tellings = [commitment.first, *(each for each in commitment.tellings[1:] if not _recalls(each, done))]
    deadline = next((row.deadline for row in rows if row.deadline is not None), None)
    strengths = [each.row.strength for each in commitment.tellings if each.row.strength]
    return LedgerEntry(
        commitment.first.side,
        commitment.recipient,
        tuple(each.entry for each in tellings),
        next((each.entry for each in commitment.tellings if each.row.condition is not None), None),
        deadline,
        max(strengths, key=lambda strength: STRENGTHS[strength], default=None),
        _state(links, deadline, day),
        day,
        links,
    )


def _recalls(telling: Said, done: Iterable[Entry]) -> bool:
    """Whether a telling stands in a sentence that tells what was done: "paid on Wednesday, as it had promised"."""
    return any(
        entry.origin.id == telling.entry.origin.id and cast("Event", entry.row).sentence.overlaps(telling.row.span)
        for entry in done
    )


def _state(links: tuple[Link, ...], deadline: When | None, day: str | None) -> State:
    kinds = {link.kind for link in links}
    if "withdrawn" in kinds:
        return "withdrawn"
    due = day_range(deadline.value) if deadline else None
    if due is not None and day is not None and due[1] < day:
        return "expired"
    accepted = any(link.kind == "answered" and _says_yes(link.entry) for link in links)
    return "settled" if accepted and "borne out by" in kinds else "open"


def _says_yes(entry: Entry) -> bool:
    row = entry.row
    return row.event_type == "AGREE" if isinstance(row, Event) else cast("Signal", row).act == "accept"


def _weight(commitment: Commitment) -> float:
    return max(
        STRENGTH[each.row.act] * BINDING[each.row.strength] * each.row.confidence for each in commitment.tellings
    )


def _actors(entries: Iterable[LedgerEntry]) -> Iterable[str]:
    for entry in entries:
        yield entry.sender
        if entry.recipient:
            yield entry.recipient
        for each in (*entry.tellings, *(link.entry for link in entry.links)):
            yield from actors_in(each.row)
