"""Where a ledger looks for what came later: rows by side, act or type, party and content word, and by day.

Nothing is compared with everything: each commitment looks at what one side did or said in a stretch of days.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from standoff.story.commitments import Commitment
from standoff.story.weighed import Done, Said, Weighed

LOOKED_AT = 50
"""How many rows of one index entry are looked at: the earliest after the commitment."""

AFTER_ALL = "9999-99-99"
"""Sorts after every day: what has none comes last."""

R = TypeVar("R", bound=Weighed)


def _after(rows: Sequence[R], day: str, days: int) -> Sequence[R]:
    """The rows, in the order of their days, from a day on, for so many days."""
    end = (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    return rows[bisect_left(rows, day, key=_day) : bisect_right(rows, end, key=_day)]


def _day(row: Weighed) -> str:
    return row.first or AFTER_ALL


def _found(
    index: Mapping[tuple[str, str, str], Sequence[R]],
    first: Said,
    side: str,
    names: Iterable[str],
    what: Sequence[str],
    days: int,
) -> Iterator[R]:
    """The rows of the index under these keys, each once, after a signal."""
    seen: set[int] = set()
    for name in sorted(names):
        for each in what:
            for row in _after(index.get((side, name, each), ()), str(first.last), days)[:LOOKED_AT]:
                if id(row) not in seen and is_later(row, first):
                    seen.add(id(row))
                    yield row


class Later:
    """The rows of a case by side, day and content, for the commitments of a ledger."""

    def __init__(self, signals: Iterable[Said], events: Iterable[Done], commitments: Iterable[Commitment]) -> None:
        self._signals: dict[tuple[str, str, str], list[Said]] = {}
        self._events: dict[tuple[str, str, str], list[Done]] = {}
        self._made: dict[tuple[str, str, str | None], list[Said]] = {}
        self._in_text: dict[str, list[Said]] = {}
        for signal in sorted(signals, key=place):
            self._in_text.setdefault(signal.entry.origin.id, []).append(signal)
            for side in signal.sides:
                for what in (*signal.to, *signal.words, signal.entry.origin.id):
                    self._signals.setdefault((side, signal.row.act, what), []).append(signal)
        for event in sorted(events, key=place):
            for side in event.sides:
                for what in (*event.to, *event.words):
                    self._events.setdefault((side, event.row.event_type, what), []).append(event)
        for commitment in commitments:
            for party in commitment.parties:
                for act in (None, commitment.act):
                    self._made.setdefault((commitment.first.side, party, act), []).append(commitment.first)

    def events(self, first: Said, side: str, types: Iterable[str], what: Iterable[str], days: int) -> Iterator[Done]:
        """The events of a side, of these types, that touch these sides or hold these words, after a signal."""
        return _found(self._events, first, side, types, tuple(what), days)

    def signals(self, first: Said, side: str, acts: Iterable[str], what: Iterable[str], days: int) -> Iterator[Said]:
        """The signals of a side, with these acts, to these sides, with these words or in these documents, likewise."""
        return _found(self._signals, first, side, acts, tuple(what), days)

    def is_signal(self, event: Done) -> bool:
        """Whether a signal stands in the sentence of an event: then the signal says what was answered, and to whom."""
        return any(same_words(event, signal) for signal in self._in_text.get(event.entry.origin.id, ()))

    def is_latest(self, commitment: Commitment, row: Weighed, act: str | None) -> bool:
        """Whether the sender made no other commitment (of this act) to who answers between this one and the row."""
        first = commitment.first
        for party in row.sides & commitment.parties:
            made = self._made[first.side, party, act]
            at = bisect_right(made, str(row.first), key=_day)
            latest = made[at - 1]
            if latest.first != first.first or (latest is not first and place(latest) > place(first)):
                return False
        return True


def is_later(row: Weighed, first: Said) -> bool:
    """Whether a row is later than a commitment: on a later day, or on the same where the text itself shows it.

    An event of the same day counts where its own text dates it; a signal where it comes from another text, or stands
    further down in the same.
    """
    if row.first is None or first.last is None or row.first < first.last:
        return False
    if row.first > first.last:
        return True
    if isinstance(row, Done):
        return row.entry.dated_by == "text"
    return row.entry.origin.id != first.entry.origin.id or row.start > first.start


def same_words(one: Weighed, other: Weighed) -> bool:
    """Whether two rows of one text stand on the same words."""
    if one.entry.origin.id != other.entry.origin.id:
        return False
    return one.around.overlaps(other.around)


def place(row: Weighed) -> tuple[str, str, int]:
    """The order of rows: by day, those without one last, then as they are printed."""
    return _day(row), row.entry.origin.uri, row.start
