"""Whether a noun stands where only a party stands: who does what a party does, or has it done to.

The verbs, nouns and prepositions are a table (`data/party_words.toml`). What the noun names is not looked at here:
`parties` asks for the nouns that nothing else has named.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from spacy.tokens import Token

from standoff.readers.actors.words import words

_TABLE: dict[str, Any] = tomllib.loads((files("standoff") / "data" / "party_words.toml").read_text("utf-8"))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _under(table: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    return {preposition: _words(words) for preposition, words in table.items()}


SAYING = words("pronouns", "saying")
DOING = _words(_TABLE["doing"]) | SAYING
DOING_NOUNS, DONE_TO, COUNTS = _words(_TABLE["doing_nouns"]), _words(_TABLE["done_to"]), _words(_TABLE["counts"])
DONE_TO_UNDER = _under(_TABLE["done_to_under"])
DONE_TO_PLACES, PARTS = _words(_TABLE["places"]["done_to"]), _words(_TABLE["places"]["parts"])
TARGETS = _words(_TABLE["places"]["targets"])
PHRASAL = frozenset(_TABLE["places"]["phrasal"])
DONE_TO_PLACES_UNDER = _under(_TABLE["places"]["done_to_under"])
ANY = "*"

CLIMB = 4
"""How many conjuncts, counts and parts may stand over a noun: "hundreds of |miners| and |dockers|"."""


def does(noun: Token) -> bool:
    """Whether the noun is the doer: subject of an act that only a party does, or agent of a passive."""
    noun = _whole(noun, COUNTS)
    if noun.dep_ == "poss":
        return noun.head.lemma_.lower() in DOING_NOUNS
    if noun.dep_ == "nsubj":
        verb = noun.head
        clauses = (verb, *(c for c in verb.children if c.dep_ == "xcomp"))  # "began to |withdraw|"
        return any(v.pos_ in ("VERB", "AUX") and v.lemma_.lower() in DOING for v in clauses)
    return noun.dep_ == "pobj" and noun.head.dep_ == "agent" and noun.head.head.lemma_.lower() in DOING


def says(noun: Token) -> bool:
    """Whether the noun is subject of a verb of speech."""
    noun = _whole(noun, COUNTS)
    return noun.dep_ == "nsubj" and noun.head.lemma_.lower() in SAYING


def is_done_to(noun: Token) -> bool:
    """Whether the noun is whom it is done to: object of an act on a party, or under its preposition."""
    noun = _whole(noun, COUNTS)
    if noun.dep_ == "nsubj" and noun.head.dep_ in ("ccomp", "xcomp") and noun.head.tag_ == "VB":
        return noun.head.head.lemma_.lower() in DONE_TO  # "pressed the |company| to pay"
    return _is_object(noun, DONE_TO) or _is_under(noun, DONE_TO_UNDER)


def is_place_done_to(name: Token) -> bool:
    """Whether it is done to a place as to a party: "shelled |Velm|", "a curfew on |Velm|"; not "talks in |Velm|"."""
    name = _whole(name, COUNTS | PARTS, TARGETS)
    if name.dep_ in ("compound", "nmod") and name.head.lemma_.lower() in PARTS and name.head.i > name.i:
        if any(c.lower_ == "of" for c in name.head.children):
            return False  # "the |Velm| town of Kellin"
        name = _whole(name.head, COUNTS | PARTS, TARGETS)  # "the |Velm| region"
    if _is_object(name, DONE_TO_PLACES) or _is_under(name, DONE_TO_PLACES_UNDER):
        return True
    particles = (c.lower_ for c in name.head.children if c.dep_ == "prt")
    return name.dep_ == "dobj" and any(f"{name.head.lemma_} {particle}" in PHRASAL for particle in particles)


def _whole(noun: Token, of: frozenset[str], inside: frozenset[str] = frozenset()) -> Token:
    """The noun at whose place it stands: the first conjunct, "hundreds" in "hundreds of |miners|".

    `of`: lemmas that count or part what stands under their "of"; `inside`: those whose "in" does not matter.
    """
    for _ in range(CLIMB):
        above = noun.head
        if noun.dep_ == "appos" and noun.left_edge.i == above.i + 1:
            noun = above  # "the newspaper |Opin|"
        elif noun.dep_ == "conj" and above.pos_ in ("NOUN", "PROPN"):
            noun = above
        elif noun.dep_ == "pobj" and above.head.lemma_.lower() in {"of": of, "in": inside}.get(above.lower_, ()):
            noun = above.head
        else:
            break
    return noun


def _is_object(noun: Token, verbs: frozenset[str]) -> bool:
    return noun.dep_ in ("dobj", "dative", "nsubjpass") and noun.head.lemma_.lower() in verbs


def _is_under(noun: Token, table: Mapping[str, frozenset[str]]) -> bool:
    """Whether the noun stands under a preposition of the table, and that under one of its words."""
    if noun.dep_ != "pobj" or (words := table.get(noun.head.lower_)) is None:
        return False
    return ANY in words or any(t.lemma_.lower() in words for t in governors(noun.head))


def governors(preposition: Token) -> Iterator[Token]:
    """What governs a preposition, what stands under its "of", and a verb's objects: "suspended |aid| |to|"."""
    over = preposition.head
    yield over
    yield from (p for c in over.children if c.lower_ == "of" and c.i < preposition.i for p in c.children)
    if over.pos_ in ("VERB", "AUX"):
        yield from (c for c in over.children if c.dep_ in ("dobj", "nsubjpass") and c.i < preposition.i)
