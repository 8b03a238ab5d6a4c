"""What came after a commitment and bears on it: by the table `data/bearings.toml` and the rules of docs/ledger.md.

Nothing here says that a commitment was kept or not: a row bears it out or contradicts it, and people decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from standoff.annotation import Event
from standoff.ontology.plover import event_types
from standoff.record.entries import Entry
from standoff.story.commitments import ALIKE, THREATS, Commitment, changes, shares
from standoff.story.content import stem
from standoff.story.deeds import acts_named_by, deeds
from standoff.story.later import Later, place, same_words
from standoff.story.weighed import Done, Said, Weighed, days_between

LinkKind = Literal[
    "repeated",
    "strengthened",
    "softened",
    "withdrawn",
    "answered",
    "borne out by",
    "contradicted by",
    "condition met",
    "condition not met",
]

DONE: tuple[LinkKind, ...] = ("borne out by", "contradicted by")
"""The kinds of links whose row is an event of the sender."""

ANSWER_DAYS, EVENT_DAYS, CONDITION_DAYS, NEXT_DAYS = 30, 365, 90, 3
"""For how many days after a commitment count an answer, a deed of the sender, the condition, and an unnamed answer."""

LINKS = 4
"""How many links of one kind later rows other than tellings give: those that share most, then the earliest."""

ENOUGH = 2
"""How many content words a row has to share with a commitment where nothing else ties the two."""

ANSWERS = frozenset({"accept", "reject", "threaten", "ultimatum", "disapprove"})
NEXT = frozenset({"accept", "reject"})
ANSWERING = frozenset({"AGREE", "REJECT"})
TAKING_BACK = frozenset({"RETREAT", "CONCEDE"})
AGAINST = {True: frozenset({"deny", "assure"}), False: frozenset({"reject"})}
"""The acts by which a side takes back a threat (True) and a promise or an offer (False)."""


@dataclass(frozen=True, slots=True)
class Link:
    """A later row that bears on a commitment: how, why in plain words, and how many days after it came.

    `also` are other rows that tell the same: the event by another outlet, the same words on the same day.
    """

    kind: LinkKind
    entry: Entry
    reason: str
    days: int | None
    also: tuple[Entry, ...] = ()


class _Match(NamedTuple):
    kind: LinkKind
    row: Weighed
    score: float
    reasons: tuple[str, ...]


def bearing_on(commitment: Commitment, later: Later) -> tuple[Link, ...]:
    """The links of a commitment, by the day of the later row."""
    matches: list[_Match] = []
    if commitment.first.last is not None:
        for matched in (
            _deeds_done(commitment, later),
            _taken_back(commitment, later),
            _answers(commitment, later),
            _condition(commitment, later),
        ):
            matches += (each for each in matched if not any(same_words(each.row, one) for one in commitment.made))
    best = _best(matches, commitment.first)
    again = _again(commitment, [link for link in best if link.kind in DONE])
    return tuple(sorted([*again, *best], key=_order))


def _deeds_done(commitment: Commitment, later: Later) -> Iterator[_Match]:
    """What the sender did, and what the recipient did that it was told to do."""
    wanted = deeds(commitment.act, commitment.deed, is_refusal=commitment.is_refusal)
    side, parties, words = commitment.first.side, commitment.parties, commitment.fullest.words
    kinds: tuple[tuple[LinkKind, frozenset[str]], ...] = (
        ("borne out by", wanted.bears_out),
        ("contradicted by", wanted.contradicts),
    )
    for kind, types in kinds:
        for event in later.events(commitment.first, side, types, (*sorted(parties), *words), EVENT_DAYS):
            if score := _fit(event, commitment, kind):
                yield _Match(kind, event, score, (f"{event.row.event_type} by the sender", *_ties(event, commitment)))
    for party in sorted(parties - {side}):
        for event in later.events(commitment.first, party, wanted.complies, words, EVENT_DAYS):
            shared = len(words.keys() & event.words.keys())
            if shared >= min(ENOUGH, len(words)):
                reason = f"{event.row.event_type} by the recipient, what was asked"
                yield _Match("answered", event, shared, (reason, shares(words, event.words)))


def _taken_back(commitment: Commitment, later: Later) -> Iterator[_Match]:
    """Where the sender himself takes it back: undoes it, denies it, says the reverse."""
    first, words, deed = commitment.first, commitment.fullest.words, commitment.deed
    enough = max(1, min(ENOUGH, len(words)))
    is_threat = commitment.act in THREATS
    if is_threat:
        for event in later.events(first, first.side, TAKING_BACK - {deed}, words, EVENT_DAYS):
            shared = len(words.keys() & event.words.keys())
            if shared >= enough and (not event.to or event.to & commitment.parties):
                reasons = (f"{event.row.event_type} by the sender", shares(words, event.words))
                yield _Match("withdrawn", event, shared, reasons)
    for signal in later.signals(first, first.side, AGAINST[is_threat], words, EVENT_DAYS):
        shared = len(words.keys() & signal.words.keys())
        same_deed = deed is not None and deed == signal.row.deed
        to_other = signal.recipient and commitment.recipient and signal.recipient != commitment.recipient
        if to_other or commitment.act == "demand" or not shared:
            continue
        if signal.row.act == "deny" and signal.row.deed == "THREATEN":
            same_deed = True
        if same_deed or (signal.row.act == "assure" and shared >= enough):
            reasons = (f"{signal.row.act} by the sender", shares(words, signal.words))
            both = f"about {signal.row.deed}" if same_deed else ""
            yield _Match("withdrawn", signal, shared + same_deed, (*reasons, both))


def _answers(commitment: Commitment, later: Later) -> Iterator[_Match]:
    """What those whom it concerns said to it."""
    first = commitment.first
    for party in sorted(commitment.parties - {first.side}):
        what = (first.side, *commitment.fullest.words)
        texts = (each.entry.origin.id for each in commitment.tellings)
        for signal in later.signals(first, party, ANSWERS, (*what, *texts), ANSWER_DAYS):
            if found := _answer(commitment, later, signal, signal.row.act):
                yield found
        for event in later.events(first, party, ANSWERING, what, ANSWER_DAYS):
            found = None if later.is_signal(event) else _answer(commitment, later, event, event.row.event_type)
            if found:
                yield found


def _answer(commitment: Commitment, later: Later, row: Weighed, what: str) -> _Match | None:
    words, side = commitment.fullest.words, commitment.first.side
    if row.to and side not in row.to:
        return None
    to_sender = side in row.to
    shared = len(words.keys() & row.words.keys())
    named = acts_named_by(frozenset(row.around.exact.casefold().split()))
    reasons = [f"{what} by the {'recipient' if commitment.recipient else 'party it names'}"]
    if to_sender:
        reasons.append("to the sender")
    if shared >= ENOUGH or (shared and to_sender):
        return _Match("answered", row, shared + to_sender, (*reasons, shares(words, row.words)))
    same_story = row.entry.origin.id in {each.entry.origin.id for each in commitment.tellings}
    if commitment.act in named and (to_sender or same_story) and later.is_latest(commitment, row, commitment.act):
        return _Match("answered", row, 1, (*reasons, f"names the {named[commitment.act]}"))
    days = days_between(commitment.first.first, row.first)
    is_next = to_sender and not named and what in NEXT and days is not None and days <= NEXT_DAYS
    if is_next and later.is_latest(commitment, row, None):
        return _Match("answered", row, 0.5, (*reasons, "the latest commitment before it"))
    return None


def _condition(commitment: Commitment, later: Later) -> Iterator[_Match]:
    """What the party that a condition names has done of it."""
    told = next((each for each in commitment.tellings if each.condition), None)
    if told is None:
        return
    is_threat = commitment.act in THREATS
    quads = ("verbal cooperation", "material cooperation") if told.is_negated == is_threat else ("material conflict",)
    kind: LinkKind = "condition met"
    if told.is_negated and told.row.condition_kind not in ("unless", "until"):
        kind = "condition not met"
    many = len(told.condition)
    days = CONDITION_DAYS if many > 1 else ANSWER_DAYS
    for party in sorted(told.asked):
        for event in later.events(commitment.first, party, event_types(), told.condition, days):
            shared = len(told.condition.keys() & event.words.keys())
            is_named = stem(event.row.trigger.exact.casefold().split()[0]) in told.condition
            shared += is_named and len(event.to & (told.asked - {party}))
            if (is_named or event.row.quad in quads) and shared >= max(min(ENOUGH, many), many * ALIKE):
                reason = f"{event.row.event_type} by a party that the condition names"
                yield _Match(kind, event, shared + is_named, (reason, shares(told.condition, event.words)))


def _fit(event: Done, commitment: Commitment, kind: LinkKind) -> float:
    """How well an event of a type that bears on a commitment fits it; 0 where too little ties the two.

    The recipient of the commitment ties it to a deed towards the same; a party that its words only name does where the
    deed is the very one, or a word is shared. A deed towards somebody else has to share more, and contradicts nothing.
    """
    words = commitment.fullest.words
    shared = len(words.keys() & event.words.keys())
    touches = bool(event.to & commitment.parties)
    is_same_deed = event.row.event_type == commitment.deed and commitment.act not in THREATS
    if commitment.is_refusal and shared < min(ENOUGH, len(words)):
        return 0
    if touches and commitment.recipient is not None:
        is_tied = commitment.deed is not None or commitment.act in THREATS or kind == "contradicted by" or shared
        return 2 + shared if is_tied else 0
    if kind == "contradicted by":
        return shared if shared >= ENOUGH and (touches or not event.to) else 0
    if touches:
        return 2 + shared if shared or is_same_deed else 0
    if event.to and commitment.parties:
        return shared if shared > ENOUGH else 0
    return shared if shared >= max(1, min(ENOUGH, len(words))) else 0


def _ties(event: Done, commitment: Commitment) -> tuple[str, ...]:
    touches = event.to & commitment.parties
    return ("to the same party" if touches else "", shares(commitment.fullest.words, event.words))


def _best(matches: Iterable[_Match], first: Said) -> list[Link]:
    """The best matches of each kind as links; rows that tell the same are one link, a row is in one link of a kind."""
    found: dict[tuple[object, ...], list[_Match]] = {}
    for match in matches:
        row = match.row.entry.row
        what = row.event_type if isinstance(row, Event) else getattr(row, "act", "")
        found.setdefault((match.kind, what, tuple(sorted(match.row.sides)), match.row.first), []).append(match)
    links: dict[LinkKind, list[tuple[float, Link]]] = {}
    for same in found.values():
        same.sort(key=lambda match: (-match.score, place(match.row)))
        best = same[0]
        link = Link(
            best.kind,
            best.row.entry,
            "; ".join(part for part in [*best.reasons, _claimed(best.row)] if part),
            days_between(first.first, best.row.first),
            tuple({id(match.row): match.row.entry for match in same[1:] if match.row is not best.row}.values()),
        )
        links.setdefault(best.kind, []).append((best.score, link))
    return [
        link
        for each in links.values()
        for _, link in sorted(each, key=lambda pair: (-pair[0], pair[1].days or 0))[:LINKS]
    ]


def _claimed(row: Weighed) -> str:
    return "told in a statement" if isinstance(row, Done) and row.row.attribution is not None else ""


def _again(commitment: Commitment, done: Sequence[Link]) -> Iterator[Link]:
    """The later tellings as links, those of a day together; not those in a sentence that tells that it was done."""
    sentences = [(each.origin.id, each.row.sentence) for link in done for each in (link.entry, *link.also)]  # type: ignore[attr-defined]
    found: dict[tuple[object, ...], Link] = {}
    for kind, signal, reason in changes(commitment):
        entry = signal.entry
        if any(entry.origin.id == document and signal.row.span.overlaps(words) for document, words in sentences):
            continue
        link = Link(kind, entry, reason, days_between(commitment.first.first, signal.first))
        known = found.setdefault((kind, signal.first), link)
        if known is not link:
            found[kind, signal.first] = replace(known, also=(*known.also, entry))
    yield from found.values()


def _order(link: Link) -> tuple[int, str, str]:
    return link.days if link.days is not None else 0, link.kind, link.entry.row.id
