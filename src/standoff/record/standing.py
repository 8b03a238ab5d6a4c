"""How an event of the record stands: between whom it is mutual, and what of it has happened.

The tables of events (`standoff.export.codings`) and the questions of `story` decide by the same words.
"""

from __future__ import annotations

from standoff.annotation import Event

TOGETHER = frozenset({"mutual", "between"})
"""The rules of `events` that find the sides of an event in one phrase: "Velm and Sarn", "between Velm and Sarn"."""


def is_mutual(event: Event) -> bool:
    """Whether the text names the sides together and says of none that it was the one who did it.

    "Velm and Sarn met", "clashes between Velm and Sarn"; not "Velm met with Sarn", nor talks that a third held.
    """
    return event.mode != "third-party" and event.why.saw.get("recipient") in TOGETHER


def is_ahead(event: Event) -> bool:
    """Whether its type already says that it is still ahead: a planned visit that is AGREE, a refusal of help."""
    return bool(event.why.saw.get("form"))


def has_happened(event: Event) -> bool:
    """Whether the text tells it as a fact, now or as history: neither denied, nor supposed, nor still ahead."""
    said = set(event.modality) - {"historical"}
    return not said - {"future"} if is_ahead(event) else not said
