"""The words that name an event: the lexicon in `data/triggers.toml`, and which entry fits a word of a parse.

What an entry says of type and mode is all that is decided here; who acts on whom, and how the clause stands, is read
by `standoff.readers.clauses` and put together by `standoff.readers.events.events`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from spacy.tokens import Token

from standoff.errors import ConfigurationError
from standoff.ontology.plover import event_types
from standoff.readers.clauses import children, is_passive, patients, subjects

SIGILS = "+@&%^"
WEIGHTS = {"@": 3, "&": 3, "%": 3, "+": 2, "^": 2}
"""How specific a condition makes a pattern: what is acted on says more than a particle. The highest sum wins."""

PREPOSITIONS = frozenset({"of", "on", "with", "against", "for", "into", "between"})
PARTITIVES = frozenset(
    "number hundred hundreds thousand thousands million millions billion dozen dozens score scores series round set "
    "package batch wave lot piece sort kind type part couple pair group total amount bulk majority worth percent half "
    "rest tonne ton dollar euro pound plan".split()
)
"""Nouns that only count or portion what comes after "of" or "in": "thousands of troops", "a round of talks"."""

ADJECTIVAL = frozenset({"ADJ", "VERB"})
COMPLEMENTS = ("xcomp", "ccomp")


@dataclass(frozen=True, slots=True)
class Act:
    """What an entry means: type and mode, the prepositions that lead to a recipient, and how to read it.

    `content`: what is asked, promised, refused or threatened is part of the act. `mutual`: of several actors without a
    recipient the first acts with the others. `needs_recipient`: no event without one, whatever the type says.
    """

    event_type: str
    mode: str | None
    to: tuple[str, ...]
    content: bool
    mutual: bool
    needs_recipient: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of the lexicon: conditions by sigil, each a set of words of which one must be there."""

    text: str
    conditions: tuple[tuple[str, frozenset[str]], ...]
    weight: int
    act: Act


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names an event, the entry it fits, and the words the entry used up besides.

    `themes` are the used objects that are moved, given or held, and never a recipient ("deployed *troops*").
    """

    token: Token
    pattern: str
    act: Act
    used: tuple[Token, ...]
    themes: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The patterns, by the lemma they begin with (verbs) or end in (nouns); the most specific first."""

    verbs: Mapping[str, tuple[Pattern, ...]]
    nouns: Mapping[str, tuple[Pattern, ...]]

    def __contains__(self, lemma: str) -> bool:
        return lemma in self.verbs or lemma in self.nouns


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon; ConfigurationError names the entry that cannot be read.

    >>> lexicon().verbs["invade"][0].act.event_type
    'ASSAULT'
    """
    table = tomllib.loads((files("standoff") / "data" / "triggers.toml").read_text("utf-8"))
    sets = {name: frozenset(words.split("|")) for name, words in table["sets"].items()}
    verbs: dict[str, list[Pattern]] = {}
    nouns: dict[str, list[Pattern]] = {}
    for row in table["act"]:
        act = Act(
            row["type"],
            row.get("mode"),
            tuple(row.get("to", ())),
            row.get("content", False),
            row.get("mutual", False),
            row.get("needs_recipient", False),
        )
        kind = event_types().get(act.event_type)
        if kind is None or (act.mode is not None and act.mode not in kind.modes):
            raise ConfigurationError(f"triggers.toml: no event type {act.event_type} with mode {act.mode}")
        for text in _entries(row.get("verbs", "")):
            first, *rest = text.split()
            pattern = _pattern(text, rest, sets, act)
            for lemma in first.split("|"):
                verbs.setdefault(lemma, []).append(pattern)
        for text in _entries(row.get("nouns", "")):
            words = text.split()
            last = words.pop() if words[-1] in PREPOSITIONS else None
            head = words.pop()
            rest = [f"+{word}" for word in (*words, *([last] if last else ()))]
            nouns.setdefault(head, []).append(_pattern(text, rest, sets, act))
    return Lexicon(*({lemma: _sorted(found) for lemma, found in group.items()} for group in (verbs, nouns)))


def _entries(text: str) -> list[str]:
    return [entry.strip() for entry in text.split(";") if entry.strip()]


def _sorted(patterns: Sequence[Pattern]) -> tuple[Pattern, ...]:
    return tuple(sorted(patterns, key=lambda pattern: -pattern.weight))


def _pattern(text: str, rest: Sequence[str], sets: Mapping[str, frozenset[str]], act: Act) -> Pattern:
    conditions = []
    for part in rest:
        if part[0] not in SIGILS or len(part) == 1:
            raise ConfigurationError(f"triggers.toml: {text!r}: {part!r} begins with none of {' '.join(SIGILS)}")
        words: frozenset[str] = frozenset()
        for word in part[1:].split("|"):
            words |= sets.get(word, frozenset({word})) if part[0] in "@&%" else {word}
        conditions.append((part[0], words))
    return Pattern(text, tuple(conditions), sum(WEIGHTS[sigil] for sigil, _ in conditions), act)


def find_trigger(token: Token) -> Trigger | None:
    """The entry that a word fits best, as a verb, an adjective with a complement, or a noun; None when it fits none.

    Participles that only modify a noun ("banned weapons") name no event.
    """
    lemma = token.lemma_.lower()
    if lemma not in lexicon():
        return None
    if token.pos_ in ADJECTIVAL:
        if token.pos_ == "ADJ" and not any(children(token, *COMPLEMENTS, "prep")):
            return None
        if token.dep_ in {"amod", "compound", "nmod"}:
            return None
        return _fit(token, lexicon().verbs.get(lemma, ()))
    if token.pos_ in {"NOUN", "PROPN"} and token.dep_ not in {"compound", "nmod"}:
        return _fit(token, lexicon().nouns.get(lemma, ()))
    return None


def _fit(token: Token, patterns: Sequence[Pattern]) -> Trigger | None:
    around = _Around(token)
    for pattern in patterns:
        used: list[Token] = []
        themes: list[Token] = []
        for sigil, words in pattern.conditions:
            found = _meets(around, sigil, words)
            if found is None:
                break
            used.append(found)
            if sigil == "@":
                themes.append(found)
        else:
            return Trigger(token, pattern.text, pattern.act, tuple(used), tuple(themes))
    return None


@dataclass(frozen=True)
class _Around:
    """What the conditions of patterns look at around a token, each found when it is first asked for."""

    token: Token

    @cached_property
    def near(self) -> tuple[Token, ...]:
        """The words that can go with the token."""
        return tuple(_near(self.token))

    @cached_property
    def objects(self) -> tuple[Token, ...]:
        """The nouns that say what it is done to."""
        return tuple(noun for head in patients(self.token) for noun in _named_nouns(head))

    @cached_property
    def bearers(self) -> tuple[Token, ...]:
        """The nouns that say who does it, or in a passive what it is done to."""
        heads = subjects(self.token) or (patients(self.token) if is_passive(self.token) else ())
        return tuple(noun for head in heads for noun in _named_nouns(head))


def _meets(around: _Around, sigil: str, words: frozenset[str]) -> Token | None:
    """The word that meets a condition of a pattern."""
    if sigil == "+":
        return next((t for t in around.near if t.lower_ in words or t.lemma_.lower() in words), None)
    if sigil == "^":
        token = around.token
        return _infinitive(token) if "to" in words else next(children(token, *COMPLEMENTS), None)
    return next((noun for noun in (around.bearers if sigil == "%" else around.objects) if _is_among(noun, words)), None)


def _is_among(noun: Token, words: frozenset[str]) -> bool:
    lemma = noun.lemma_.lower()
    if lemma in words or "*" in words or (noun.ent_type_ and noun.ent_type_ in words):
        return True
    return any(f"{c.lower_}_{lemma}" in words for c in children(noun, "compound", "amod"))


def _infinitive(token: Token) -> Token | None:
    found = next(children(token, "xcomp"), None)
    if found is not None:
        return found
    clauses = (c for c in children(token, "ccomp", "advcl") if c.tag_ == "VB")
    return next((c for c in clauses if any(child.lower_ == "to" for child in children(c, "aux"))), None)


def _near(token: Token) -> Iterator[Token]:
    """The words that can go with a trigger: its own dependants, and theirs where those are no clauses."""
    for child in token.children:
        if child.dep_ in {"nsubj", "nsubjpass", "aux", "ccomp", "advcl", "relcl", "punct"}:
            continue
        if child.dep_ == "prep" and any(c.ent_type_ in {"DATE", "TIME"} for c in children(child, "pobj")):
            continue  # "called Sarn on Friday" is not "called on"
        yield child
        if child.dep_ in {"xcomp", "acl", "conj", "pcomp"}:
            continue
        for grandchild in child.children:
            if grandchild.dep_ in {"pobj", "amod", "compound", "prep", "advmod", "attr", "acomp", "det"}:
                yield grandchild


def _named_nouns(head: Token) -> Iterator[Token]:
    """The nouns that say what an object is: its head, what it is a part or a number of, and conjuncts of both."""
    yield head
    yield from head.conjuncts
    for prep in children(head, "prep"):
        if prep.lower_ in {"of", "in"} and (head.lemma_.lower() in PARTITIVES or head.pos_ in {"NUM", "SYM"}):
            for pobj in children(prep, "pobj"):
                yield pobj
                yield from pobj.conjuncts
    yield from children(head, "nummod", "quantmod")
