"""What an actor does to a recipient by some word of a sentence, in PLOVER's types: a trained head on the encoder.

A *candidate* is an actor, perhaps a recipient and perhaps a trigger, each a run of the sentence's pieces; the head
(`standoff.readers.heads`) gives how probable each of the sixteen types is, and that nothing happened between them.
Which candidates there are, and which of them become rows, is for `candidates` and `decision` to say.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from standoff.ontology.plover import event_types
from standoff.readers.heads import Head, Run, load_head

NONE = "none"
"""The label of a candidate that is no event."""


class Pair(NamedTuple):
    """A candidate as runs of pieces; `recipient` None where nobody is named, `trigger` None where it is not known."""

    actor: Run
    recipient: Run | None = None
    trigger: Run | None = None


def labels() -> tuple[str, ...]:
    """The types in the order of the ontology's table, and `NONE` last."""
    return (*event_types(), NONE)


@cache
def load_typer() -> Head:
    """The head that ships with the package."""
    return load_head("events")
