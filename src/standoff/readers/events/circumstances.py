"""When and where an event is told to be, and what figure it carries: what hangs on its own clause in the tree.

A time, place or figure elsewhere in the sentence belongs to another clause, and is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from standoff.annotation import Place, Quantity, Timex, When
from standoff.readers.clauses import carrier, chain, children, governed, is_light, patients, subjects
from standoff.readers.parsing import Parse
from standoff.readers.tense import direction_at

PLACED = frozenset({"in", "at", "near", "on", "off", "along", "around", "outside", "inside", "across"})
R = TypeVar("R", Timex, Place, Quantity)
DATED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")

ATTRIBUTIVE = frozenset({"nummod", "compound", "amod", "nmod", "poss"})
"""Links by which a time is a part of a noun's name: "the 2014 annexation"."""

TEMPORAL = frozenset({"in", "during", "after", "since", "before", "following", "amid"})
"""Prepositions by which something else that is dated gives an event its time."""

MOVERS = frozenset({"MOBILIZE", "RETREAT", "PROTEST"})
"""Types whose figure may count those who do it: "2,000 troops massed", "10,000 people marched"."""


@dataclass(frozen=True)
class Story:
    """A document with what circumstances are read from: its times, places and figures."""

    parse: Parse
    times: Sequence[Timex]
    places: Sequence[Place]
    quantities: Sequence[Quantity]

    def time_of(self, trigger: Token) -> Timex | None:
        """The time expression that hangs on the clause of an event: the nearest to its trigger with a value, else any.

        That of "In 2014, when Tarland invaded" is its own too.
        """
        clause = clause_of(trigger)
        found = []
        for timex in self._in_sentence(self.times, trigger):
            tokens = self.parse.tokens_in(timex.span)
            own = _hangs_on(tokens.root, clause) and not _is_of_other(tokens.root, trigger, clause)
            if own or _is_when(trigger, tokens):
                away = min(abs(tokens.root.i - i) for i in clause)
                found.append((self.when_of(timex) is None, away, timex.span.start, timex))
        return min(found, key=lambda item: item[:3])[3] if found else None

    def when_of(self, timex: Timex | None) -> When | None:
        """What a time expression says of a day or a longer time, where it could be resolved."""
        if timex is None or timex.value is None or timex.grain is None or not DATED.match(timex.value):
            return None
        return When(timex.value, timex.grain)

    def where_of(self, trigger: Token) -> str | None:
        """The place that hangs on the clause under "in", "near" and the like: its row's id."""
        clause = clause_of(trigger)
        for place in self._in_sentence(self.places, trigger):
            root = self.parse.tokens_in(place.span).root
            if root.head.lower_ in PLACED and _hangs_on(root, clause):
                return place.id
        return None

    def quantity_of(self, trigger: Token, themes: Sequence[Token], event_type: str) -> str | None:
        """The figure that counts what is moved, given or hit, or measures the act: its row's id.

        "Karsova deployed 2,000 troops", "a withdrawal of 2,000 troops", "cut exports by 20 per cent".
        """
        carried = tuple(dict.fromkeys(_carried(trigger, themes, event_type)))
        for head in carried:
            for quantity in self._in_sentence(self.quantities, trigger):
                tokens = self.parse.tokens_in(quantity.span)
                if head in tokens or (tokens.root.head == head and tokens.root.dep_ in {"nummod", "compound", "amod"}):
                    return quantity.id
        return None

    @cached_property
    def printed(self) -> str | None:
        """The day it was printed; where that is unknown the latest that is told as past: it is no earlier than that.

        A bare year that is told as past is over.
        """
        if self.parse.document.published is not None:
            return self.parse.document.published
        past = [
            timex.value.rpartition("/")[2]
            for timex in self.times
            if timex.value is not None
            and DATED.match(timex.value)
            and direction_at(self.parse.tokens_in(timex.span)[-1]) == "past"
        ]
        return max((f"{int(value) + 1}" if len(value) == len("2031") else value for value in past), default=None)

    def times_beside(self, token: Token) -> Iterator[Timex]:
        """The time expressions of a token's sentence."""
        return self._in_sentence(self.times, token)

    def _in_sentence(self, rows: Sequence[R], token: Token) -> Iterator[R]:
        sentence = self.parse.span(token.sent)
        return (row for row in rows if sentence.overlaps(row.span) and len(self.parse.tokens_in(row.span)))


def clause_of(token: Token) -> frozenset[int]:
    """The heads that times and places of the event hang on: the trigger, the verb that carries it, its objects."""
    heads = [token]
    if token.dep_ == "aux":
        heads.append(token.head)
    verb = carrier(token) if token.pos_ in {"NOUN", "PROPN"} else None
    if verb is not None:
        heads.append(verb)
    if token.pos_ == "VERB":
        heads += patients(token)
    return frozenset(t.i for t in heads)


def _is_of_other(time: Token, trigger: Token, clause: frozenset[int]) -> bool:
    """Whether a time is a noun's that is not the deed: "condemned the 2014 annexation", but "held the 2014 talks"."""
    if time.dep_ not in ATTRIBUTIVE or time.head.i == trigger.i:
        return False
    if time.head.dep_ == "pobj" and time.head.head.lower_ in TEMPORAL:
        return False  # "seized it in the 2014 war"
    return time.head.i not in clause or (trigger.pos_ == "VERB" and not is_light(trigger))


def _is_when(trigger: Token, time: TokenSpan) -> bool:
    """Whether the trigger heads a clause that says what happened at a time: "2014, when Tarland invaded"."""
    when = next((child for child in children(trigger, "advmod", "mark") if child.lower_ == "when"), None)
    if when is None or when.i == trigger.sent.start:
        return False
    before = when.nbor(-1)
    return (before.nbor(-1) if before.text == "," and before.i > trigger.sent.start else before) in time


def _carried(trigger: Token, themes: Sequence[Token], event_type: str) -> Iterator[Token]:
    """The heads of the noun phrases whose figure an event carries, the likeliest first."""
    yield from themes
    verb = trigger if trigger.pos_ == "VERB" else carrier(trigger)
    if verb is not None:
        for head in patients(verb):
            yield from (head, *head.conjuncts)
            yield from governed(head, "of", "in", "worth", "on", "against")
    if trigger.pos_ != "VERB":
        yield trigger
        yield from governed(trigger, "of", "worth")
    yield from governed(trigger, "by")
    if event_type in MOVERS and verb is not None:
        yield from subjects(verb)


def _hangs_on(token: Token, clause: frozenset[int]) -> bool:
    """Whether a phrase belongs to a clause: the first verb or member of the clause above it is the clause's."""
    for over in chain(token):
        if over.i in clause:
            return True
        if over != token and over.pos_ in {"VERB", "AUX"}:
            return False
    return False
