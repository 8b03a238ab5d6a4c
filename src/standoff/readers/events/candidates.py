"""Which words of a sentence could tell an event, and who could be its parties: all that the typer is asked about.

A candidate is a trigger of the lexicon (an obliging "must" too) or another verb whose clause names both sides, one of
the actors that the sentence names, and another one or nobody. A pattern's own parties are candidates like all others:
that the clause names them counts in `decision`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from standoff.readers.clauses import children
from standoff.readers.encoding import Pieces
from standoff.readers.events.parties import Parties
from standoff.readers.events.patterns import Scene
from standoff.readers.events.triggers import Act, Trigger
from standoff.readers.events.typer import Pair
from standoff.readers.heads import Run

MOST_TRIGGERS, MOST_PARTIES = 16, 10
"""As many of a sentence are looked at, in the order of the text: a longer sentence is a list or a table."""

UNLISTED = Act("", None, ("to", "with", "against", "on", "for"), False, False, False)
"""What a verb that the lexicon does not have is taken for when its parties are read."""

FIRST_PERSON = frozenset({"i", "we", "us", "me", "our", "my"})


@dataclass(frozen=True, slots=True)
class Party:
    """Where a sentence names an actor: its id, its first token and the end (exclusive)."""

    actor: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trigger, an actor and a recipient or nobody, with the parties that the trigger's clause names."""

    trigger: Trigger
    actor: Party
    recipient: Party | None
    clause: Parties


def iter_candidates(scene: Scene) -> Iterator[Candidate]:
    """The candidates of a sentence, by trigger, in the order of the text; none where it names nobody."""
    parties = read_sentence_parties(scene)
    if not parties:
        return
    for trigger, clause in iter_deeds(scene):
        free = [party for party in parties if not party.first <= trigger.token.i < party.end]
        for actor in free:
            yield Candidate(trigger, actor, None, clause)
            for recipient in free:
                if scene.cast.principal(recipient.actor) != scene.cast.principal(actor.actor):
                    yield Candidate(trigger, actor, recipient, clause)


def iter_deeds(scene: Scene) -> Iterator[tuple[Trigger, Parties]]:
    """The triggers of a sentence with the parties of their clauses, and other verbs whose clause names both sides."""
    for trigger in list(scene.triggers.values())[:MOST_TRIGGERS]:
        yield trigger, scene.parties(trigger)
    for token in scene.tokens:
        if token.pos_ == "VERB" and token.i not in scene.triggers and any(children(token, "nsubj", "nsubjpass")):
            verb = Trigger(token, "", UNLISTED, ())
            clause = scene.parties(verb)
            if clause.actors and clause.recipients:
                yield verb, clause


def read_sentence_parties(scene: Scene) -> list[Party]:
    """Where the sentence names actors, once for each place: of "Tarlandish troops" the troops, not Tarland again."""
    parse, cast, sentence = scene.parse, scene.cast, scene.tokens
    found: list[Party] = []
    for actor, first, end in scene.mentions:
        if found and end <= found[-1].end and cast.principal(actor) == cast.principal(found[-1].actor):
            continue
        found.append(Party(actor, first, end))
    for token in sentence:
        if parse.lowers[token.i] in FIRST_PERSON and (speaker := scene.speaker(token)) is not None:
            own = speaker if parse.lowers[token.i] in {"i", "me", "my"} else cast.principal(speaker)
            found.append(Party(own, token.i, token.i + 1))
    return sorted(found, key=lambda party: (party.first, -party.end))[:MOST_PARTIES]


def pairs_of(scene: Scene, candidate: Candidate, pieces: Pieces) -> list[Pair]:
    """A candidate as runs of its sentence's pieces, once for each word that names the deed; none beyond their end.

    Of "imposed sanctions" the verb and the noun that its pattern used up both do.
    """
    starts, ends = scene.parse.starts, scene.parse.ends

    def run(first: int, end: int) -> Run:
        return pieces.run(starts[first], ends[end - 1])

    actor = run(candidate.actor.first, candidate.actor.end)
    recipient = run(candidate.recipient.first, candidate.recipient.end) if candidate.recipient is not None else None
    words = [run(token.i, token.i + 1) for token in deed_words(candidate.trigger)]
    if actor[0] >= actor[1] or (recipient is not None and recipient[0] >= recipient[1]):
        return []
    return [Pair(actor, recipient, word) for word in words if word[0] < word[1]]


def deed_words(trigger: Trigger) -> list[Token]:
    """The words that name a deed: the trigger, and the nouns that its pattern used up."""
    return [trigger.token, *(t for t in trigger.used if t.pos_ == "NOUN")]


def same_phrase(one: Token, other: Token) -> bool:
    """Whether two triggers tell one deed: a verb and the noun it carries, a verb and its infinitive."""
    return any(low.head.i == high.i and low.dep_ != "conj" for low, high in ((one, other), (other, one)))
