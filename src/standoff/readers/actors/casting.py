"""The workbench on which a document's cast is put together: who has been found so far, and on which tokens.

`Casting` only keeps the books (no two names on one token, one draft per actor). What counts as a name is decided by
`names` and `persons`, `groups` (unnamed parties, institutions) and `coreference` (titles, pronouns).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.resources import files
from typing import Literal

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from standoff.annotation import ActorKind, Role
from standoff.readers.knowledge import Entity, Knowledge, Office, Title, actor_id
from standoff.readers.parsing import Parse
from standoff.readers.phrases import Match, Phrases, lowered

NOT_YET_IN_OFFICE = ("-elect", "-designate")
"""Ends of an office that somebody is about to hold: nobody speaks for a state as its "president-elect"."""


@dataclass(frozen=True, slots=True)
class PartyNoun:
    """A noun for an unnamed party (`group`) or an institution (`organisation`), with its PLOVER sector."""

    kind: Literal["group", "organisation"]
    sector: str
    speaks_for: bool


@dataclass(frozen=True)
class NameIndex:
    """Everything the tables can name, ready to be looked up in a text; made once for many documents."""

    knowledge: Knowledge

    @cached_property
    def entities(self) -> Phrases[tuple[str, str]]:
        """Names of the tables' actors, filed under (actor id, how it is named: name, adjective, capital ...)."""
        return Phrases(self._entities())

    @cached_property
    def titles(self) -> Phrases[tuple[str, Title]]:
        """Offices in lower case, filed under (the form without hyphens, the office)."""
        forms = [(form.lower(), title) for title in self.knowledge.titles for form in title.forms]
        ahead = [
            (form + end, replace(t, speaks_for=False, head=False)) for form, t in forms for end in NOT_YET_IN_OFFICE
        ]
        return Phrases((form, (form.replace("-", " "), title)) for form, title in [*forms, *ahead])

    @cached_property
    def nouns(self) -> Phrases[PartyNoun]:
        """Nouns for parties and institutions in lower case; plurals of offices are parties too."""
        return Phrases(self._nouns())

    @cached_property
    def lone_nouns(self) -> Mapping[str, PartyNoun]:
        """Nouns in lower case that name a party only where one stands, those of `nouns` and offices among them."""
        found: dict[str, PartyNoun] = {}
        for noun, party in self._nouns():
            found.setdefault(noun, party)
        for group in self.knowledge.groups:
            for noun in group.only_as_party:
                found.setdefault(noun.lower(), PartyNoun("group", group.sector, group.speaks_for))
        for title in self.knowledge.titles:
            for form in title.forms:
                found.setdefault(form.lower(), PartyNoun("group", title.sector, title.speaks_for))
        return found

    def _entities(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for entity in self.knowledge.entities.values():
            capital = (entity.capital,) if entity.capital else ()
            for how, names in (
                ("name", entity.names),
                ("adjective", entity.adjectives),
                ("people", entity.people),
                ("capital", capital),
                ("seat", entity.seats),
            ):
                for name in names:
                    yield name, (entity.id, how)
                    if entity.kind != "person" and len(name) > 3 and not name.isupper():
                        yield name.upper(), (entity.id, how)  # headlines in capitals

    def _nouns(self) -> Iterator[tuple[str, PartyNoun]]:
        for group in self.knowledge.groups:
            for noun in group.nouns:
                yield noun.lower(), PartyNoun("group", group.sector, group.speaks_for)
        for title in self.knowledge.titles:
            for plural in title.plural:
                yield plural.lower(), PartyNoun("group", title.sector, title.speaks_for)
        table = tomllib.loads((files("standoff") / "data" / "institutions.toml").read_text("utf-8"))
        for entry in table["institution"]:
            for noun in entry["nouns"]:
                yield noun, PartyNoun("organisation", entry["sector"], entry["speaks_for"])


@dataclass(frozen=True, slots=True)
class Found:
    """A mention in the making: tokens `start` to `end` (exclusive) name `actor`, by `rule`."""

    start: int
    end: int
    actor: str
    rule: str
    confidence: float


@dataclass(slots=True)
class Draft:
    """An actor in the making; `sector` is PLOVER's."""

    id: str
    name: str
    kind: ActorKind
    codes: dict[str, str]
    confidence: float
    rule: str
    roles: list[Role] = field(default_factory=list)
    speaks_for: bool = True

    def add_role(self, new: Role) -> None:
        """Add the role unless the actor has one with the same title and owner; a known owner beats None."""
        for i, role in enumerate(self.roles):
            if role.title == new.title and (role.of == new.of or new.of is None):
                return
            if role.title == new.title and role.of is None:
                self.roles[i] = new
                return
        self.roles.append(new)


class Casting:
    """Names found so far in one parse. Tokens are indexed by `token.i`."""

    def __init__(self, parse: Parse, index: NameIndex) -> None:
        self.parse = parse
        self.index = index
        self.knowledge = index.knowledge
        self.doc = parse.tokens
        self.text = parse.text
        self.lower = lowered(self.text)
        self.drafts: dict[str, Draft] = {}
        self.found: list[Found] = []
        self.open: dict[int, tuple[str, ...]] = {}
        self._taken: dict[int, Found] = {}

    @cached_property
    def offices(self) -> dict[int, Match[tuple[str, Title]]]:
        """The longest office that begins at each token where one does."""
        found = ((i, self.index.titles.longest_at(self.lower, at)) for i, at in enumerate(self.parse.starts))
        return {i: match for i, match in found if match}

    def taken(self, start: int, end: int) -> bool:
        """Whether a name already lies on one of the tokens."""
        return start in self._taken or (end - start > 1 and any(i in self._taken for i in range(start + 1, end)))

    def at(self, index: int) -> Found | None:
        """The name on this token, if any."""
        return self._taken.get(index)

    def add(self, start: int, end: int, actor: str, rule: str, confidence: float, *, covers: bool = True) -> None:
        """Note that tokens `start` to `end` name `actor`; with `covers` off, names may still lie inside."""
        found = Found(start, end, actor, rule, confidence)
        self.found.append(found)
        if covers:
            for i in range(start, end):
                self._taken[i] = found

    def drop(self, found: Found) -> None:
        """Take a name back."""
        self.found.remove(found)
        for i in range(found.start, found.end):
            if self._taken.get(i) is found:
                del self._taken[i]

    def leave_open(self, head: Token, actors: Iterable[str]) -> None:
        """Note that the words headed by `head` name one of several actors, and that the text does not say which."""
        self.open[head.i] = tuple(dict.fromkeys(actors))

    def salient(self, ids: Sequence[str], at: Token) -> list[str]:
        """Those of `ids` that the nearest sentence up to `at` mentions; all of them where none has been mentioned."""
        before = [f for f in self.found if f.actor in ids and f.end <= at.i]
        if not before:
            return list(ids)
        nearest = max(self.doc[f.start].sent.start for f in before)
        return list(dict.fromkeys(f.actor for f in before if self.doc[f.start].sent.start == nearest))

    def draft_entity(self, entity: Entity) -> Draft:
        """The draft of an actor from the tables."""
        if entity.id not in self.drafts:
            draft = Draft(entity.id, entity.name, entity.kind, dict(entity.codes), 0.98, "table")
            draft.roles = [Role(office.title, office.of, None) for office in entity.roles if self.in_office(office)]
            self.drafts[entity.id] = draft
        return self.drafts[entity.id]

    def draft(self, name: str, kind: ActorKind, rule: str, confidence: float, sector: str | None = None) -> Draft:
        """The draft of an actor that the text itself introduces."""
        new = actor_id(kind, name)
        if new not in self.drafts:
            codes = {"plover": sector} if sector else {}
            self.drafts[new] = Draft(new, name, kind, codes, confidence, rule)
        return self.drafts[new]

    def in_office(self, office: Office) -> bool:
        """Whether an office of the tables is held on the day of the document; today's where it has no date."""
        published = self.parse.document.published
        if published is None:
            return office.until is None
        began = office.since is None or office.since <= published
        return began and (office.until is None or published[: len(office.until)] <= office.until)

    def token_at(self, offset: int) -> Token | None:
        """The token that begins at this offset."""
        char = self.doc.char_span(offset, offset + 1, alignment_mode="expand")
        return char[0] if char is not None and len(char) and char[0].idx == offset else None

    def tokens_until(self, start: int, end_offset: int) -> TokenSpan:
        """The tokens from index `start` that begin before `end_offset`."""
        end = start
        while end < len(self.doc) and self.doc[end].idx < end_offset:
            end += 1
        return self.doc[start:end]
