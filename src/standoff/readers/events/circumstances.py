"""When and where an event is told to be: the time and the place that hang on its own clause in the sentence's tree.

A time or place elsewhere in the sentence belongs to another clause, and is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from standoff.annotation import Place, Timex, When
from standoff.document import Span
from standoff.readers.clauses import carrier, chain, patients
from standoff.readers.parsing import Parse

HISTORICAL_MONTHS = 12
"""An event dated this many months before the article was printed, or more, is historical (background)."""

PLACED = frozenset({"in", "at", "near", "on", "off", "along", "around", "outside", "inside", "across"})
DATED = re.compile(r"(\d{4})(?:-(\d{2}))?")


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


def when_of(parse: Parse, clause: frozenset[int], sentence: Span, times: Sequence[Timex]) -> When | None:
    """The time that hangs on the clause of an event: the nearest to its trigger, as the sentence words it."""
    found = []
    for timex in times:
        if (
            timex.value is None
            or timex.grain is None
            or not DATED.match(timex.value)
            or not sentence.overlaps(timex.span)
        ):
            continue
        tokens = parse.tokens_in(timex.span)
        if tokens and _hangs_on(tokens.root, clause):
            found.append(
                (min(abs(tokens.root.i - i) for i in clause), timex.span.start, When(timex.value, timex.grain))
            )
    return min(found, key=lambda item: item[:2])[2] if found else None


def where_of(parse: Parse, clause: frozenset[int], sentence: Span, places: Sequence[Place]) -> str | None:
    """The place that hangs on the clause under "in", "near" and the like: its row's id."""
    for place in places:
        if not sentence.overlaps(place.span):
            continue
        tokens = parse.tokens_in(place.span)
        if tokens and tokens.root.head.lower_ in PLACED and _hangs_on(tokens.root, clause):
            return place.id
    return None


def _hangs_on(token: Token, clause: frozenset[int]) -> bool:
    """Whether a phrase belongs to a clause: the first verb or member of the clause above it is the clause's."""
    for over in chain(token):
        if over.i in clause:
            return True
        if over != token and over.pos_ in {"VERB", "AUX"}:
            return False
    return False


def is_historical(when: When, published: str | None) -> bool:
    """Whether a time lies `HISTORICAL_MONTHS` or more before publication, where both are known; a year counts whole."""
    at = DATED.match(when.value.rpartition("/")[2])
    printed = DATED.match(published or "")
    if at is None or printed is None:
        return False
    latest = int(at[1]) * 12 + int(at[2] or 12)
    return int(printed[1]) * 12 + int(printed[2] or 1) - latest >= HISTORICAL_MONTHS
