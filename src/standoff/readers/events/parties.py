"""The parties of an event: which actors did it, and to or with whom, for a trigger with its act.

`readers.clauses` gives the heads, the cast says whom they stand for. What is left open here is whether two parties are
enough for an event: `events` decides.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from standoff.readers.actors import Cast
from standoff.readers.clauses import (
    between,
    carrier,
    carriers,
    chain,
    children,
    governed,
    is_passive,
    is_verbal,
    obliques,
    owners,
    patients,
    subjects,
)
from standoff.readers.events.triggers import Trigger, find_trigger

RECIPIENT_PREPOSITIONS = (
    "against",
    "to",
    "with",
    "on",
    "for",
    "from",
    "at",
    "of",
    "over",
    "toward",
    "towards",
    "into",
    "upon",
)
"""Where a recipient may stand, after the prepositions that the lexicon names for the act, the likeliest first."""

PLACE_PREPOSITIONS = ("in", "near", "along", "around", "outside", "across", "inside")
"""Where the place of an act stands: a recipient only where nothing better is named."""

INSIDE_DEPS = frozenset(
    {"poss", "amod", "compound", "nmod", "prep", "pobj", "conj", "appos", "acl", "dobj", "xcomp", "agent", "pcomp"}
)
"""Links by which a noun phrase names an actor inside: "the government's decision", "a bridge in Velm"."""

MEANS = frozenset({"in", "by", "from", "during", "under", "after"})
"""Prepositions before the deed by which a passive came about: "was killed in a Tarlandish strike"."""


DIRECT = frozenset({"object", "dative", "between", "under-with", "under-to", "under-between", "verb-with", "content"})
"""Rules that find a counterpart; found by any other, two actors are one another's ("Velm and Sarn met in Ostmar")."""

OWN_OF = frozenset({"MOBILIZE", "CONSULT", "RETREAT"})
"""Types whose nouns name who acts after "of": "the withdrawal of Tarlandish troops"."""

STATE_ACTS = frozenset({"arrest", "expel", "deport", "release", "convict"})
"""What only a state's own authorities do: "was arrested in Velm" has the state for its actor."""

BY_MEANS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "AID"})
"""Types that are done by means, so that what is somebody's can stand for them: "Tarlandish missiles hit the port"."""

THINGS = frozenset(
    "victory defeat aid war economy weapon missile gain success failure advance presence loss fuel gas oil".split()
)
"""What belongs to a party and cannot speak or sign for it."""

LEVELS = 5
NEAR = 4
"""How deep in an object, and in a phrase under a preposition, an actor may be named and still be a party to the act."""

THIRD_PERSON = frozenset({"it", "they", "he", "she"})


@dataclass(frozen=True, slots=True)
class Parties:
    """Actors and recipients, each once, and by which rule the recipients were found ("" where there are none)."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    found_by: str


def read_parties(trigger: Trigger, cast: Cast, speaker: str | None, themes: Container[int] = ()) -> Parties:
    """The parties of a trigger; `speaker` is whom "I" and "we" stand for (the speaker of the words it stands in).

    `themes` are the indexes of tokens that are what is moved, given or held, so that they are no recipient.
    """
    token = trigger.token
    if is_verbal(token) or token.pos_ == "ADJ":
        actors = _doers(trigger, cast, speaker)
        recipients, rule = _recipients_of_verb(trigger, cast, actors, themes)
    else:
        actors, recipients, rule = _parties_of_noun(trigger, cast, speaker)
    if trigger.act.mutual and rule not in DIRECT:
        sides = actors if len(actors) > 1 else _sides(token, cast)
        if len(sides) > 1:
            return Parties(sides[:1], sides[1:], "mutual")
    return Parties(actors, recipients, rule)


def _sides(token: Token, cast: Cast) -> tuple[str, ...]:
    """The sides that one noun holds together: "Karsovan and Tarlandish negotiators met"."""
    verb = token if is_verbal(token) else carrier(token)
    for head in subjects(verb) if verb is not None else ():
        owned = [t for c in children(head, "amod", "compound", "nmod", "poss") for t in (c, *c.conjuncts)]
        sides = tuple(dict.fromkeys(a for t in owned if (a := cast.at(t)) is not None))
        if len(sides) > 1 and any(any(children(t, "cc")) for t in owned):
            return sides
    return ()


def _doers(trigger: Trigger, cast: Cast, speaker: str | None) -> tuple[str, ...]:
    verb = trigger.token
    over = verb.head if verb.pos_ == "ADJ" and verb.dep_ in {"acomp", "oprd", "attr"} else verb
    heads = subjects(over)
    if trigger.act.event_type in BY_MEANS:
        found = named(heads, cast, speaker) or named((owner for head in heads for owner in owners(head)), cast)
    else:
        heads = tuple(head for head in heads if _is_party(head, cast))
        found = named(heads, cast, speaker) or named((owner for head in heads for owner in owners(head)), cast)
    if found:
        return found
    if is_passive(verb) and trigger.act.event_type == "MOBILIZE" and not any(children(verb, "agent")):
        found = tuple(a for head in patients(verb) for a in inside(head, cast, NEAR))  # "Tarlandish guns are massed"
        if found:
            return found[:1]
    if is_passive(verb):
        deeds = (head for preposition, head in obliques(verb) if preposition in MEANS)
        found = named((owner for deed in deeds for owner in owners(deed)), cast)
        if not found and trigger.act.mode in STATE_ACTS and named(patients(verb), cast):
            found = tuple(a for a in named(governed(verb, "in", "from"), cast) if cast.actor(a).kind == "country")
        return found
    for head in heads:
        clause = next((t for t in chain(over) if t.dep_ in {"ccomp", "acl"}), None)
        if (
            head.lower_ in THIRD_PERSON and clause is not None
        ):  # "Velm said it would ...", "Velm's claim that it would ..."
            sayers = owners(clause.head) if clause.head.pos_ == "NOUN" else subjects(clause.head)
            return named(sayers, cast, speaker)
        members = named(governed(head, "for", "of", "from", "in"), cast)
        if members and head.pos_ in {"NOUN", "PROPN"}:  # "a spokesman for the president", "an airport in Tarland"
            return members
        if head.dep_ == "dobj":  # "passed a resolution condemning ..."
            return named(subjects(head.head), cast, speaker)
    return ()


def _is_party(head: Token, cast: Cast) -> bool:
    """Whether a head can stand for those whose it is: "Tarland's bank", but not "Tarland's victory" or "aid"."""
    if cast.at(head) is not None:
        return True
    return all(t.lemma_.lower() not in THINGS and find_trigger(t) is None for t in (head, *governed(head, "of")))


def named(heads: Iterable[Token], cast: Cast, speaker: str | None = None) -> tuple[str, ...]:
    """The actors of noun phrases, by their heads, each once; "I" is `speaker`, "we" those he speaks for."""
    found: dict[str, None] = {}
    for head in heads:
        actors = cast.named_by(head)
        if not actors and speaker is not None and head.lower_ in {"i", "we"}:
            actors = (speaker if head.lower_ == "i" else cast.principal(speaker),)
        found.update(dict.fromkeys(actors))
    return tuple(found)


def _recipients_of_verb(
    trigger: Trigger, cast: Cast, actors: Sequence[str], themes: Container[int]
) -> tuple[tuple[str, ...], str]:
    verb = trigger.token
    objects = patients(verb)
    direct = tuple(head for head in objects if head.i not in themes)
    if trigger.act.needs_recipient:  # "fought Tarlandish influence" hits nobody
        objects = direct = tuple(head for head in direct if cast.at(head) is not None)
    slots = [("object", direct), *_prepositions(verb, objects, trigger.act.to)]
    if trigger.act.to[:1] == ("with",):  # "discussed Sarn with Velm"
        slots.sort(key=lambda slot: slot[0] != "under-with")
    for rule, heads in (
        *slots,
        ("with-subject", tuple(with_subject(verb))),
    ):
        found = _others(named(heads, cast), actors)
        if found:
            return _with_owner(found, verb, objects, trigger, cast, actors), rule
    for head in objects:
        found = _foreign(inside(head, cast), actors, cast)
        if found:
            return found, "inside-object"
    if trigger.act.content:
        for clause in children(verb, "xcomp", "ccomp", "advcl"):
            if clause.dep_ == "advcl" and clause.tag_ != "VB":
                continue
            found = content_parties(clause, cast, themes, frozenset(map(cast.principal, actors)))
            if found:
                return found, "content"
    for rule, heads in _prepositions(verb, objects, RECIPIENT_PREPOSITIONS + PLACE_PREPOSITIONS):
        if rule == "under-for" and trigger.act.event_type == "ASSAULT":
            continue  # "fought for Tarland"
        found = _others(named(heads, cast), actors)
        if not found:
            found = _foreign((a for head in heads for a in inside(head, cast, NEAR)), actors, cast)
        if found:
            return found, rule
    if trigger.act.event_type == "AID":  # "is sending supplies to help Velm"
        for clause in children(verb, "advcl", "xcomp"):
            helps = clause.tag_ == "VB" and clause.lemma_.lower() in {"help", "support", "assist", "relieve"}
            found = _foreign(named(patients(clause), cast), actors, cast) if helps else ()
            if found:
                return found, "purpose"
    return (), ""


def _with_owner(
    found: tuple[str, ...],
    verb: Token,
    objects: Sequence[Token],
    trigger: Trigger,
    cast: Cast,
    actors: Sequence[str],
) -> tuple[str, ...]:
    """The recipients, and where they are unnamed people, whose they are: "expelled diplomats from Velm"."""
    if any(cast.actor(a).kind != "group" or cast.principal(a) != a for a in found):
        return found
    for _, heads in _prepositions(verb, objects, (*trigger.act.to, "from", "of", "in")):
        more = tuple(a for a in _foreign(named(heads, cast), actors, cast) if a not in found)
        if more:
            return found + more
    return found


def content_parties(
    clause: Token, cast: Cast, themes: Container[int] = (), own: Container[str] = ()
) -> tuple[str, ...]:
    """Whom a promised, asked or refused deed is about: its subject, its object, whom its prepositions lead to.

    `own`: principals that are no party to it, being those of the actors.
    """

    def others(found: Iterable[str]) -> tuple[str, ...]:
        return tuple(a for a in found if cast.principal(a) not in own)

    objects = patients(clause)
    groups = [tuple(head for head in objects if head.i not in themes)]
    groups += [heads for _, heads in _prepositions(clause, objects, RECIPIENT_PREPOSITIONS + PLACE_PREPOSITIONS)]
    if any(children(clause, "nsubj", "nsubjpass")):
        groups.insert(0, subjects(clause))
    for heads in groups:
        found = others(named(heads, cast))
        if found:
            return found
    for heads in (objects, *groups):
        for head in heads:
            found = others(inside(head, cast))
            if found:
                return found
    for deeper in children(clause, "xcomp", "ccomp"):
        found = content_parties(deeper, cast, themes, own)
        if found:
            return found
    return ()


def _prepositions(
    verb: Token, objects: Sequence[Token], prepositions: Sequence[str]
) -> Iterator[tuple[str, tuple[Token, ...]]]:
    """The heads under each preposition of the verb and of its objects ("impose sanctions on"), in the order given."""
    reach = (*obliques(verb), *(found for head in objects for found in _deep(head, 3)))
    for preposition in prepositions:
        heads = tuple(head for word, head in reach if word == preposition)
        if heads:
            yield f"under-{preposition}", heads


def _deep(noun: Token, depth: int) -> Iterator[tuple[str, Token]]:
    """The prepositions of a noun, its participle and its inner nouns ("$5 million in aid to"), with heads."""
    yield from obliques(noun)
    for clause in children(noun, "acl"):
        yield from obliques(clause)
    if depth:
        for inner in governed(noun, "of", "in"):
            yield from _deep(inner, depth - 1)


def with_subject(verb: Token) -> Iterator[Token]:
    """Who does it together with the subject: "Velm, along with Sarn, signed"."""
    for preposition, head in obliques(verb):
        if preposition in {"with", "alongside"}:
            yield head


def _parties_of_noun(trigger: Trigger, cast: Cast, speaker: str | None) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    noun = trigger.token
    sides = named(between(noun), cast)
    verb = carrier(noun)
    actors = named(carriers(noun), cast, speaker) or named(owners(noun), cast, speaker)
    if (
        not actors and trigger.act.event_type in OWN_OF
    ):  # "the massing of Tarlandish troops", "a meeting of the Council"
        actors = named(governed(noun, "of"), cast, speaker)
    if len(sides) == 1 and not actors:
        actors = sides  # "talks between the ministers"
    if len(sides) > 1:
        if trigger.act.mode == "third-party" and _others(actors, sides):
            return actors, sides, "between"
        return sides[:1], sides[1:], "between"
    if verb is not None and is_passive(verb) and not actors:
        actors = named(governed(verb, "by"), cast, speaker)
    own = frozenset(map(cast.principal, actors))
    for clause in children(noun, "acl", "ccomp") if trigger.act.content else ():
        found = content_parties(clause, cast, (), own)
        if found:
            return actors, found, "content"
    for rule, heads in _recipient_slots(trigger, verb):
        found = _others(named(heads, cast), actors)
        if not found:
            found = _foreign((a for head in heads for a in inside(head, cast, NEAR)), actors, cast)
        if found:
            return actors, found, rule
    if verb is not None:
        owned = _others(named(owners(noun), cast), actors)
        if owned:
            return actors, owned, "owner"
    return actors, (), ""


def _recipient_slots(trigger: Trigger, verb: Token | None) -> Iterator[tuple[str, tuple[Token, ...]]]:
    """Where the recipient of a noun can stand, the likeliest first; `verb` carries the noun."""
    noun = trigger.token
    if verb is not None:
        yield "dative", tuple(c for c in patients(verb) if c.dep_ == "dative")
    yield from ((f"under-{p}", governed(noun, p)) for p in (*trigger.act.to, *RECIPIENT_PREPOSITIONS))
    if verb is not None:
        yield from ((f"verb-{p}", governed(verb, p)) for p in (*trigger.act.to, "against", "to", "with", "on", "from"))
    yield from ((f"under-{p}", governed(noun, p)) for p in PLACE_PREPOSITIONS)


def _others(found: Iterable[str], actors: Sequence[str]) -> tuple[str, ...]:
    return tuple(a for a in dict.fromkeys(found) if a not in actors)


def _foreign(found: Iterable[str], actors: Sequence[str], cast: Cast) -> tuple[str, ...]:
    """The actors of `found` that stand for nobody that acts: not the minister's own state."""
    own = {cast.principal(a) for a in actors}
    return tuple(a for a in _others(found, actors) if cast.principal(a) not in own)


def inside(head: Token, cast: Cast, levels: int = LEVELS) -> tuple[str, ...]:
    """The actors that a noun phrase mentions without standing for them, those nearest its head first, each once."""
    level = [c for c in head.children if c.dep_ in INSIDE_DEPS]
    for _ in range(levels):
        found = tuple(dict.fromkeys(a for token in level for a in cast.named_by(token)))
        if found:
            return found
        level = [c for token in level for c in token.children if c.dep_ in INSIDE_DEPS]
        if not level:
            break
    return ()
