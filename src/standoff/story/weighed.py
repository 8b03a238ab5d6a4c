"""Signals and events as the ledger weighs them: on whose side, to whom, on which day, and about what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import cast

from standoff.annotation import Event, Signal
from standoff.document import Span
from standoff.record.days import day_range
from standoff.record.entries import Entry
from standoff.record.names import fold
from standoff.record.sides import Named, named_in_signals, principals, printed_names
from standoff.record.store import Case
from standoff.story.content import content, name_stems

NEGATED = re.compile(r"\b(?:not|never|no|refuses?|fails?|without)\b|n['’]t\b", re.IGNORECASE)
"""Words that turn a condition round: "if Tarland does not withdraw"."""


@dataclass(frozen=True)
class Weighed:
    """A signal or event. `sides`: who does or says it, `to`: to whom; `named`: what parties its words name besides.

    `first`, `last`: the days it covers, None where no day is known; `words`: its content words by their stems, for a
    signal without those of its condition.
    """

    entry: Entry
    sides: frozenset[str]
    to: frozenset[str]
    named: frozenset[str]
    first: str | None
    last: str | None
    words: dict[str, str]

    @property
    def start(self) -> int:
        """Where it begins in its text."""
        row = self.entry.row
        return row.trigger.start if isinstance(row, Event) else self.around.start

    @property
    def around(self) -> Span:
        """The sentence of an event, the span of a signal."""
        row = self.entry.row
        return row.sentence if isinstance(row, Event) else cast("Signal", row).span


@dataclass(frozen=True)
class Said(Weighed):
    """A signal, with the parties and the words of its condition; `is_refusal`: its other words hold a negation."""

    asked: frozenset[str] = frozenset()
    condition: dict[str, str] = field(default_factory=dict)
    is_refusal: bool = False

    @property
    def row(self) -> Signal:
        """The signal."""
        return cast("Signal", self.entry.row)

    @cached_property
    def side(self) -> str:
        """On whose behalf it is said."""
        return next(iter(self.sides))

    @cached_property
    def printed(self) -> str:
        """Its words in a form for comparison."""
        return fold(self.row.span.exact)

    @cached_property
    def recipient(self) -> str | None:
        """The side it is said to."""
        return next(iter(self.to), None)

    @cached_property
    def parties(self) -> frozenset[str]:
        """Whom it may concern: the recipient, else whom its words name; unnamed groups ("the troops") are too many."""
        return self.to or frozenset(side for side in self.named - self.sides if not side.startswith("group:"))

    @cached_property
    def is_negated(self) -> bool:
        """Whether its condition says what is not done: "unless", "until", "if not"."""
        row = self.row
        if row.condition is None:
            return False
        return row.condition_kind in ("unless", "until") or NEGATED.search(row.condition.exact) is not None


@dataclass(frozen=True)
class Done(Weighed):
    """An event."""

    @property
    def row(self) -> Event:
        """The event."""
        return cast("Event", self.entry.row)


def is_fact(event: Entry) -> bool:
    """Whether an event is told as what has happened of late: no plan, supposition, denial or history."""
    return not cast("Event", event.row).modality


def days_between(earlier: str | None, later: str | None) -> int | None:
    """Days from one ISO day to another; None where one is not known.

    >>> days_between("2031-03-04", "2031-03-11"), days_between(None, "2031-03-11")
    (7, None)
    """
    if earlier is None or later is None:
        return None
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


class Scales:
    """Weighs the rows of a case: knows who acts for whom there, what each is called, and whom each signal names."""

    def __init__(self, case: Case) -> None:
        self._principals = principals(case)
        self._named = named_in_signals(case)
        self._stems: dict[str, set[str]] = {}
        for actor, names in printed_names(case).items():
            self._stems.setdefault(self.side(actor), set()).update(name_stems(names))

    def side(self, actor: str) -> str:
        """The state or organisation that an actor acts for, or the actor itself."""
        return self._principals.get(actor, actor)

    def said(self, entry: Entry) -> Said:
        """A signal, weighed."""
        row = cast("Signal", entry.row)
        sides = self._sides([row.sender or row.voice])
        to = self._sides([row.recipient])
        named = self._named.get((entry.origin.id, row.id), Named((), ()))
        names, asked = self._names(sides | to), self._sides(named.condition)
        outside = row.span.exact
        if row.condition is not None and row.span.overlaps(row.condition):
            start, end = row.condition.start - row.span.start, row.condition.end - row.span.start
            outside = f"{outside[: max(start, 0)]} {outside[max(end, 0) :]}"
        first, last = _days(entry)
        return Said(
            entry,
            sides,
            to,
            self._sides(named.outside),
            first,
            last,
            content(outside, names),
            asked,
            content(row.condition.exact, names | self._names(asked)) if row.condition else {},
            NEGATED.search(outside) is not None,
        )

    def done(self, entry: Entry) -> Done:
        """An event, weighed."""
        row = cast("Event", entry.row)
        sides, to = self._sides(row.actors), self._sides(row.recipients)
        first, last = _days(entry)
        return Done(entry, sides, to, frozenset(), first, last, content(row.sentence.exact, self._names(sides | to)))

    def _sides(self, actors: Iterable[str | None]) -> frozenset[str]:
        return frozenset(self.side(actor) for actor in actors if actor is not None)

    def _names(self, sides: Iterable[str]) -> set[str]:
        return set().union(*(self._stems.get(side, ()) for side in sides))


def _days(entry: Entry) -> tuple[str, str] | tuple[None, None]:
    return (entry.when and day_range(entry.when.value)) or (None, None)
