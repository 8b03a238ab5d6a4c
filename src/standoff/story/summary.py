"""The summary of a case: what an analyst wants to know before the first question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from standoff.record.entries import Entry, Filters, Overview, words_of
from standoff.record.names import fold
from standoff.record.queries import ask, overview, strongest
from standoff.record.store import Case

STRENGTH: Mapping[str, float] = {
    "ultimatum": 1.0,
    "threaten": 0.9,
    "reject": 0.75,
    "promise": 0.7,
    "demand": 0.65,
    "offer": 0.6,
    "accept": 0.6,
    "warn": 0.5,
    "accuse": 0.4,
    "assure": 0.35,
    "deny": 0.35,
    "appeal": 0.3,
    "intend": 0.3,
    "disapprove": 0.2,
    "praise": 0.1,
}
"""How much an act moves a crisis, by judgement: what commits or binds first, what only expresses last."""

SHOWN = 8
"""Signals and agenda items in a summary: both fit one screen."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A case in short: `ahead` are agenda items from the last publication on, undated ones last.

    `names` are the names of the actors in both, by id.
    """

    overview: Overview
    signals: tuple[Entry, ...]
    ahead: tuple[Entry, ...]
    names: Mapping[str, str]


def summarise(case: Case, shown: int = SHOWN) -> Summary:
    """The case in short: what it holds, its strongest signals (the same words once), and what is still ahead."""
    whole = overview(case)
    signals = strongest(case, STRENGTH, Filters(limit=shown * 4))
    ahead = ask(case, "agenda", Filters(since=whole.last, limit=shown * 4))
    return Summary(
        whole,
        _once(signals.entries)[:shown],
        _once(ahead.entries)[:shown],
        {**signals.names, **ahead.names},
    )


def _once(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries without those whose words an earlier one has: outlets print the same sentence."""
    return tuple({fold(words_of(entry.row)): entry for entry in reversed(entries)}.values())[::-1]
