"""How far an act binds: what deed it is about, and how firmly the speaker commits to it.

The deed is the PLOVER type of the first event word in the act that does not name the act itself. The strength is read
off the modals and the words of weight: "could respond" is tentative, "will respond" firm, "will pay a high price"
grave. Reported speech moves "will" to "would", so "would" is firm unless the speaker only considers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from standoff.annotation import Strength
from standoff.readers.events.triggers import find_trigger
from standoff.readers.signals.cues import CLASSES

BINDING = frozenset({"threaten", "ultimatum", "warn", "promise", "assure", "offer", "intend"})
"""The acts that have a strength: they say what is to come."""


def strength(act: str, tokens: Iterable[Token]) -> Strength | None:
    """How firmly the act's words bind the speaker; None for an act that binds nobody."""
    if act not in BINDING:
        return None
    words = [(t.lower_, t.lemma_.lower()) for t in tokens]
    if any(lemma in CLASSES["weighty"] or word in CLASSES["weighty"] for word, lemma in words):
        return "grave"
    if any(word in CLASSES["tentative"] or lemma in CLASSES["tentative"] for word, lemma in words):
        return "tentative"
    return "firm"


def deed(tokens: Sequence[Token], trigger: Token, *, named: bool) -> str | None:
    """The PLOVER type of what is threatened, promised, asked, refused or claimed in the act's words; None if vague."""
    for token in tokens:
        if named and token == trigger:
            continue
        found = find_trigger(token)
        if found is not None and (not named or token.i > trigger.i):
            return found.act.event_type
    return None
