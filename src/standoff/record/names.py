"""The names an actor can be asked for by, made plain so that a question need not be typed as the outlet printed it."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

from standoff.annotation import Record

PRONOUNS = frozenset(
    {"i", "me", "my", "we", "us", "our", "you", "your", "he", "him", "his", "himself", "she", "her", "hers", "herself"}
    | {"it", "its", "itself", "they", "them", "their", "themselves", "who", "whom", "whose", "this", "that", "these"}
    | {"those", "both", "all", "others", "another", "one"}
)
"""Words that stand for an actor in one place only: nobody can be asked for by them."""

_PLAIN_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-"})
_HIDDEN_CODES = frozenset({"iso2"})
"""Two letters are words too ("us", "it", "no"): a state is asked for by its name or its three letters."""


def fold(name: str) -> str:
    """The name in a form for comparison: case, accents, curly marks, a leading "the" and runs of spaces made plain.

    >>> fold("The  Élysée"), fold("KARSOVA’s")
    ('elysee', "karsova's")
    """
    decomposed = unicodedata.normalize("NFKD", name.translate(_PLAIN_MARKS))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    words = plain.split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def aliases(record: Record) -> list[tuple[str, str]]:
    """Pairs of a folded name and an actor id, sorted: ids, names, codes, and the words that name the actor in the text.

    Words count when they hold a capital letter and are no pronoun: "the Compact" is a name, "he" and "troops" are not.
    """
    pairs = set[tuple[str, str]]()
    for actor in record.actors:
        codes = (code for key, code in actor.codes.items() if key not in _HIDDEN_CODES)
        pairs |= {(fold(name), actor.id) for name in (actor.id, actor.name, *codes)}
    for mention in record.mentions:
        name = fold(mention.span.exact)
        if name not in PRONOUNS and any(c.isupper() for c in mention.span.exact):
            pairs.add((name, mention.actor))
    return sorted(pair for pair in pairs if pair[0])


def nearest(wanted: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Up to `count` of the known names that look most like the wanted one, best first.

    >>> nearest("karsva", ["tarland", "karsova", "merania"])
    ['karsova']
    """
    return difflib.get_close_matches(wanted, sorted(known), n=count, cutoff=0.6)
