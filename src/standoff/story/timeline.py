"""The timeline: events and signals in one line, by the day they happened."""

from __future__ import annotations

from dataclasses import replace

from standoff.record.days import day_range
from standoff.record.entries import Answer, Entry, Filters, several, spans_of
from standoff.record.queries import ask
from standoff.record.store import Case


def timeline(case: Case, filters: Filters | None = None) -> Answer[Entry]:
    """Events and signals by the day they happened or were said, else by the date of the article; undated ones last.

    A month stays a month: it stands after the first of its days. A filter for acts leaves out events, one for
    types leaves out signals; both together keep both.
    """
    filters = filters or Filters()
    acts, types = several(filters.act), several(filters.type)
    kinds = [kind for kind, wanted in (("events", types or not acts), ("signals", acts or not types)) if wanted]
    entries: list[Entry] = []
    names: dict[str, str] = {}
    total = 0
    for kind in kinds:
        own = replace(filters, act=()) if kind == "events" else replace(filters, type=())
        answer = ask(case, kind, own)
        entries += answer.entries
        names |= answer.names
        total += answer.total
    return Answer(tuple(sorted(entries, key=_order)[: filters.limit]), total, names)


def _order(entry: Entry) -> tuple[bool, str, str, str, int]:
    days = day_range(entry.when.value) if entry.when else None
    start = spans_of(entry.row)[0][1].start
    return days is None, *(days or ("", "")), entry.origin.uri, start
