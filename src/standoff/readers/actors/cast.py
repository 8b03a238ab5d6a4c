"""The cast of a document: its actors, where they are named, and what a word or a noun phrase stands for.

Five passes over the parse, each leaving alone what an earlier one has named: the tables' actors and persons
(`names`, `persons`), unnamed parties and institutions (`groups`), then offices and pronouns (`coreference`), and last
what is a party only by where it stands (`parties`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from standoff.annotation import Actor, Mention, Why, row_id
from standoff.document import Span
from standoff.readers.actors.casting import Casting, Found, NameIndex
from standoff.readers.actors.coreference import resolve_bodies, resolve_offices, resolve_possessed
from standoff.readers.actors.groups import find_groups
from standoff.readers.actors.names import find_entities, find_organisations
from standoff.readers.actors.parties import find_parties
from standoff.readers.actors.persons import find_persons
from standoff.readers.actors.pronouns import resolve_pronouns
from standoff.readers.actors.words import words
from standoff.readers.parsing import Parse

READER = "actors 1"

PERSON_NOUNS = words("parties", "people")
"""Nouns that name people of a state who do not act for it: "a Karsovan businessman" is not Karsova."""

PARTITIVES = words("parties", "partitives")


@dataclass(frozen=True)
class Cast:
    """The actors of one document, where they are named, and what a word or a noun phrase stands for.

    `candidates`: those who remain possible for a head token whose actor is open ("he" after two men).
    """

    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    by_head: Mapping[int, tuple[str, ...]]
    by_token: Mapping[int, str]
    principals: Mapping[str, str]
    candidates: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    _named: dict[int, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def _by_id(self) -> dict[str, Actor]:
        return {actor.id: actor for actor in self.actors}

    def actor(self, actor_id: str) -> Actor:
        """The actor with this id; KeyError when the document has none."""
        return self._by_id[actor_id]

    def at(self, token: Token) -> str | None:
        """The id of the actor whose smallest mention holds `token` (resolved pronouns included)."""
        return self.by_token.get(token.i)

    def named_by(self, head: Token) -> tuple[str, ...]:
        """The actors that the noun phrase headed by `head` stands for, conjuncts included, in the order of the text.

        "Russia and Belarus" gives two; "Russian troops" the group (whose role points at Russia); a resolved "he" the
        person; "Russian missiles" the state; a phrase that names no actor gives ().
        """
        found = self._named.get(head.i)
        if found is None:
            found = tuple(dict.fromkeys(a for h in _with_conjuncts(head) for a in self._phrase(h)))
            self._named[head.i] = found
        return found

    def _phrase(self, head: Token) -> Iterator[str]:
        if head.i in self.by_head:
            yield from self.by_head[head.i]
            return
        for child in head.children:
            close = child.dep_ == "appos" and child.left_edge.i == head.i + 1  # "her lawyer Ada Lind"
            if close and any(a.startswith("person:") for a in self.by_head.get(child.i, ())):
                yield from self.by_head[child.i]
                return
        if head.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "PRON") or head.lemma_.lower() in PERSON_NOUNS:
            return
        for child in head.children:
            if child.dep_ in ("amod", "compound", "poss", "nmod") and child.i in self.by_head:
                yield from self.by_head[child.i]
                return
        if head.pos_ in ("NUM", "PRON") or head.lemma_ in PARTITIVES:
            for child in head.children:
                if child.dep_ == "prep" and child.lower_ == "of":
                    for inner in child.children:
                        if inner.dep_ == "pobj":
                            yield from self._phrase(inner)

    def mentioned_in(self, tokens: TokenSpan | Sequence[Token] | Span) -> tuple[str, ...]:
        """The actors mentioned anywhere in the tokens or span, each once, in the order of the text."""
        if isinstance(tokens, Span):
            return tuple(dict.fromkeys(m.actor for m in self.mentions if tokens.contains(m.span)))
        return tuple(dict.fromkeys(a for t in tokens if (a := self.by_token.get(t.i))))

    def principal(self, actor_id: str) -> str:
        """On whose behalf the actor speaks and acts: the state of a minister or of "Russian troops"; else itself."""
        return self.principals.get(actor_id, actor_id)


def _with_conjuncts(head: Token) -> Iterable[Token]:
    yield head
    yield from (t for t in head.conjuncts if t.i > head.i)


def read_actors(parse: Parse, index: NameIndex) -> Cast:
    """The cast of a parsed document; actors in the order of their first mention, mentions in the order of the text."""
    casting = Casting(parse, index)
    find_entities(casting)
    find_persons(casting)
    resolve_bodies(casting)
    find_groups(casting)
    find_organisations(casting)
    resolve_bodies(casting)
    waiting = resolve_offices(casting)
    resolve_pronouns(casting)
    resolve_possessed(casting, waiting)
    find_parties(casting)
    return _cast(casting)


def _cast(casting: Casting) -> Cast:
    surest = sorted(casting.found, key=lambda f: f.confidence)
    each = {
        (f.start, f.end, f.actor): f for f in surest
    }  # an actor is noted once on the same words, by the surest rule
    founds = sorted(each.values(), key=lambda f: (f.start, -f.end, f.actor))
    mentions = tuple(_mention(casting, f) for f in founds)
    by_token: dict[int, str] = {}
    by_head: dict[int, tuple[str, ...]] = {}
    extents: dict[int, tuple[int, int]] = {}
    for found in sorted(founds, key=lambda f: f.start - f.end):  # the longest first, so that the smallest stays
        for i in range(found.start, found.end):
            by_token[i] = found.actor
    for found in sorted(founds, key=lambda f: f.end - f.start):
        head, extent = _head(casting, found), (found.start, found.end)
        if extents.setdefault(head, extent) == extent:  # the shortest names count; several on the same words all do
            by_head[head] = (*by_head.get(head, ()), found.actor)
    order = list(dict.fromkeys(f.actor for f in founds))
    principals = {a: p for a in order if (p := _principal(casting, a)) != a}
    owners = [r.of for a in order for r in casting.drafts[a].roles if r.of and r.of in casting.knowledge.entities]
    for owner in owners:
        if owner not in order:
            casting.draft_entity(casting.knowledge.entities[owner])
            order.append(owner)
    actors = []
    for actor_id in order:
        draft = casting.drafts[actor_id]
        actors.append(
            Actor(
                id=actor_id,
                confidence=draft.confidence,
                reader=READER,
                why=Why(draft.rule, {"name": draft.name}),
                name=draft.name,
                kind=draft.kind,
                codes=dict(sorted(draft.codes.items())),
                roles=tuple(draft.roles),
            )
        )
    listed = {actor.id for actor in actors}
    candidates = {i: kept for i, ids in casting.open.items() if len(kept := tuple(a for a in ids if a in listed)) > 1}
    return Cast(tuple(actors), mentions, by_head, by_token, principals, candidates)


def _head(casting: Casting, found: Found) -> int:
    return found.start if found.end - found.start == 1 else casting.doc[found.start : found.end].root.i


def _mention(casting: Casting, found: Found) -> Mention:
    span = casting.parse.span(casting.doc[found.start : found.end])
    return Mention(
        id=row_id(casting.parse.document, "mention", span.start, span.end, found.actor),
        confidence=found.confidence,
        reader=READER,
        why=Why(found.rule, {"words": span.exact}),
        actor=found.actor,
        span=span,
    )


def _principal(casting: Casting, actor_id: str) -> str:
    """Whom an actor stands for: the owner of its first office that speaks for its owner, step by step upwards."""
    seen = {actor_id}
    at = actor_id
    while True:
        draft = casting.drafts.get(at)
        owner = next((r.of for r in draft.roles if r.of), None) if draft and draft.speaks_for else None
        if owner is None or owner in seen:
            return at
        seen.add(owner)
        at = owner
