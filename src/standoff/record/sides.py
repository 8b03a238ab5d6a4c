"""On whose side an actor is over a whole case, and which parties a signal names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from standoff.record.store import Case

OFFICES = """
SELECT holder, of, count(*) AS times FROM role
WHERE of IS NOT NULL AND (
    ((holder LIKE 'person:%' OR holder LIKE 'group:%') AND (of LIKE 'country:%' OR of LIKE 'organisation:%'))
    OR (holder LIKE 'organisation:%' AND of LIKE 'country:%'))
GROUP BY holder, of ORDER BY holder, times DESC, of
"""
"""Who holds an office in what, the side that most documents give first; the same offices as in `find_actors`."""

PARTIES = """
SELECT d.id AS document, s.id AS signal, m.actor,
    coalesce(s.condition_start <= m.start AND m."end" <= s.condition_end, 0) AS in_condition
FROM signal s JOIN document d ON d.number = s.document
JOIN mention m ON m.document = s.document AND (
    (s.start <= m.start AND m."end" <= s."end") OR (s.condition_start <= m.start AND m."end" <= s.condition_end))
ORDER BY s.document, s.position, m.start, m.actor
"""

NAMES = """
SELECT DISTINCT actor, name FROM alias
WHERE actor LIKE 'country:%' OR actor LIKE 'organisation:%' OR actor LIKE 'person:%'
"""


class Named(NamedTuple):
    """The actors that a signal names in its words outside the condition, and in the condition, as ids."""

    outside: tuple[str, ...]
    condition: tuple[str, ...]


def principals(case: Case) -> dict[str, str]:
    """For each actor with an office the state or organisation that it acts for: a minister's state, troops' state.

    Over the whole case: a minister who is introduced with his state in one article has it in all. A ministry leads on
    to its state. An actor that is not in the answer acts for itself.
    """
    first: dict[str, str] = {}
    for row in case.select(OFFICES):
        first.setdefault(row["holder"], row["of"])
    return {actor: _end(first, actor) for actor in first}


def _end(offices: Mapping[str, str], actor: str) -> str:
    seen = {actor}
    while (over := offices.get(actor)) is not None and over not in seen:
        actor = over
        seen.add(actor)
    return actor


def named_in_signals(case: Case) -> dict[tuple[str, str], Named]:
    """The actors that the words of each signal name, by the ids of its document and its own."""
    found: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for row in case.select(PARTIES):
        sides = found.setdefault((row["document"], row["signal"]), ({}, {}))
        sides[row["in_condition"]][row["actor"]] = None
    return {key: Named(tuple(outside), tuple(condition)) for key, (outside, condition) in found.items()}


def known_actors(case: Case, ids: Iterable[str]) -> list[str]:
    """Those of the ids that documents of the case name, sorted."""
    listed = json.dumps(sorted(ids))
    named = "SELECT DISTINCT actor FROM alias WHERE actor IN (SELECT value FROM json_each(?)) ORDER BY actor"
    return [row[0] for row in case.select(named, (listed,))]


def printed_names(case: Case) -> dict[str, set[str]]:
    """The names by which articles call each state, organisation and person, folded."""
    found: dict[str, set[str]] = {}
    for row in case.select(NAMES):
        found.setdefault(row["actor"], set()).add(row["name"])
    return found
