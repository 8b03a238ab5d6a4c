"""Which candidates of a sentence are events: the typer's word, weighed with what the lexicon and the clause say.

For each candidate and type a few features are added up, and a softmax over the types and "none" gives its probability.
The weights (`data/decision.toml`) were fitted on annotated news that the typer had not seen. Then each trigger tells
its most probable event, if that is probable enough; a deed told by a verb and its noun is told once, and what somebody
asks, promises, refuses or threatens to do is no event of its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

import numpy as np

from standoff.ontology.plover import event_types
from standoff.readers.actors import Cast
from standoff.readers.encoding import Encoding, Floats
from standoff.readers.events.candidates import Candidate, pairs_of, same_phrase
from standoff.readers.events.parties import Parties
from standoff.readers.events.patterns import Reading, Scene
from standoff.readers.events.triggers import Trigger
from standoff.readers.events.typer import labels
from standoff.readers.heads import Head, softmax

LEAST = 0.25
"""An event less probable than this is no row. Chosen by eye on sentences that the typer had not seen: below it, recall
still rises, and a third and more of what is added is wrong."""

LEAST_ODDS = 1e-9
"""The typer's word counts as no less probable than this: a logarithm needs a floor."""

SHARED = (
    "clause_actor",
    "clause_recipient",
    "other_actor",
    "other_recipient",
    "recipient_left_out",
    "recipient_missing",
    "pattern",
    "pattern_without_recipient",
    "moved",
    "unlisted",
)
"""What counts for or against any event, whatever its type; see `features`."""


@dataclass(frozen=True)
class Weights:
    """What each feature counts.

    The typer's log probability of a type, and of none, the lexicon's type for the trigger, the type its pattern has
    after PLOVER's rule for forms, the shared ones, and a bias for each type.
    """

    typer: float
    lexicon_type: float
    pattern_type: float
    shared: Mapping[str, float]
    bias: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its probability; `reading` is its trigger's, where there is one, `runner_up` the next type."""

    trigger: Trigger
    event_type: str
    parties: Parties
    reading: Reading | None
    probability: float
    runner_up: str


@cache
def load_weights() -> Weights:
    """The shipped weights."""
    table = tomllib.loads((files("standoff") / "data" / "decision.toml").read_text("utf-8"))
    return Weights(**table)


def features(
    candidates: Sequence[Candidate], readings: Mapping[int, Reading], cast: Cast
) -> tuple[Floats, Floats, Floats]:
    """What is known of candidates besides the typer's word, each 0 or 1, n candidates by the types of the ontology.

    The type that the lexicon gives the trigger (n, 16); the type of its pattern's reading (n, 16); for any type
    (n, 16, 10), in the order of `SHARED`: the clause names this actor, this recipient; it names others as actors, as
    recipients; it names a recipient and the candidate none; the type needs a
    recipient and there is none (a body that meets needs none); the pattern gives a reading, one that has no
    recipient; the recipient is what is moved or given; the lexicon does not have the
    trigger.
    """
    types = tuple(event_types())
    of_lexicon = np.zeros((len(candidates), len(types)), np.float32)
    of_pattern = np.zeros_like(of_lexicon)
    shared = np.zeros((len(candidates), len(types), len(SHARED)), np.float32)
    needs = np.array([kind.recipient_required for kind in event_types().values()], np.float32)
    consult = types.index("CONSULT")
    for n, candidate in enumerate(candidates):
        act, clause, recipient = candidate.trigger.act.event_type, candidate.clause, candidate.recipient
        reading = readings.get(candidate.trigger.token.i)
        if act:
            of_lexicon[n, types.index(act)] = 1
        if reading is not None:
            of_pattern[n, types.index(reading.event_type)] = 1
        named = recipient is not None and recipient.actor in clause.recipients
        shared[n, :, :5] = (
            candidate.actor.actor in clause.actors,
            named,
            bool(clause.actors) and candidate.actor.actor not in clause.actors,
            recipient is not None and bool(clause.recipients) and not named,
            recipient is None and bool(clause.recipients),
        )
        if recipient is None:
            shared[n, :, 5] = needs
            if cast.actor(candidate.actor.actor).kind in {"organisation", "group"}:
                shared[n, consult, 5] = 0
        shared[n, :, 6] = reading is not None
        shared[n, :, 7] = recipient is None and reading is not None and not reading.parties.recipients
        shared[n, :, 8] = recipient is not None and any(
            recipient.first <= t.i < recipient.end for t in candidate.trigger.themes
        )
        shared[n, :, 9] = not act
    return of_lexicon, of_pattern, shared


def weigh(typed: Floats, known: tuple[Floats, Floats, Floats], weights: Weights) -> Floats:
    """How probable each type is for each candidate, and last none: shape (n, 17), as the typer's own word `typed`."""
    of_lexicon, of_pattern, shared = known
    log_odds: Floats = np.log(np.maximum(typed, np.float32(LEAST_ODDS)))
    scores: Floats = np.float32(weights.typer) * log_odds
    scores[:, :-1] += weights.lexicon_type * of_lexicon + weights.pattern_type * of_pattern
    scores[:, :-1] += shared @ np.array([weights.shared[name] for name in SHARED], np.float32)
    scores[:, :-1] += np.array([weights.bias[name] for name in event_types()], np.float32)
    return softmax(scores)


def surest(typed: Floats, words: Sequence[int]) -> Floats:
    """Of the typer's rows for each of a candidate's words, `words` of them, the one that is least likely no event."""
    ends = np.cumsum(words)
    return np.stack([typed[end - n + typed[end - n : end, -1].argmin()] for n, end in zip(words, ends, strict=True)])


def decide(
    scene: Scene,
    candidates: Sequence[Candidate],
    readings: Mapping[int, Reading],
    encoding: Encoding,
    typer: Head,
    least: float = LEAST,
) -> list[Told]:
    """The events of a sentence, in the order of their triggers; `encoding` is the sentence read by itself."""
    pairs = [pairs_of(scene, candidate, encoding.pieces) for candidate in candidates]
    candidates = [c for c, own in zip(candidates, pairs, strict=True) if own]
    if not candidates:
        return []
    typed = surest(
        typer.probabilities(encoding, [pair for own in pairs for pair in own]), [len(own) for own in pairs if own]
    )
    found = weigh(typed, features(candidates, readings, scene.cast), load_weights())
    best: list[Told] = []
    numbered = list(enumerate(candidates))
    for _, group in groupby(numbered, key=lambda item: item[1].trigger.token.i):
        rows = [n for n, _ in group]
        told = _likeliest(rows, candidates, found, readings)
        if told.probability >= least:
            best.append(told)
    return _told_once(best)


def _likeliest(
    rows: Sequence[int], candidates: Sequence[Candidate], found: Floats, readings: Mapping[int, Reading]
) -> Told:
    """The most probable event of one trigger, with all the parties that its clause joins to those of the candidate."""
    types = labels()
    at, kind = divmod(int(found[rows, :-1].argmax()), len(types) - 1)
    row = rows[at]
    candidate = candidates[row]
    clause, actor, recipient = candidate.clause, candidate.actor.actor, candidate.recipient
    actors = clause.actors if actor in clause.actors else (actor,)
    recipients: tuple[str, ...] = ()
    rule = ""
    if recipient is not None:
        named = recipient.actor in clause.recipients
        recipients = clause.recipients if named else (recipient.actor,)
        rule = clause.found_by if named else "beside"
        actors = tuple(a for a in actors if a not in recipients) or (actor,)
    rest = found[row].copy()
    rest[kind] = 0
    return Told(
        candidate.trigger,
        types[kind],
        Parties(actors, recipients, rule),
        readings.get(candidate.trigger.token.i),
        float(found[row, kind]),
        types[int(rest.argmax())],
    )


def _told_once(told: Sequence[Told]) -> list[Told]:
    """The events without those that a surer one tells already: by its verb or noun, or as what is asked or promised."""
    kept: list[Told] = []
    for one in sorted(told, key=lambda t: (-t.probability, t.trigger.token.i)):
        if not any(_is_same(one, other) or _is_content(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda t: t.trigger.token.i)


def _is_same(one: Told, other: Told) -> bool:
    return one.event_type == other.event_type and same_phrase(one.trigger.token, other.trigger.token)


def _is_content(one: Told, other: Told) -> bool:
    return other.reading is not None and one.trigger.token.i in other.reading.content
