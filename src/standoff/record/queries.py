"""The questions a case answers, and the SQL that asks them.

Each function takes an open `Case` and gives an `Answer` (entries in order, the total before the limit, and the names of
the actors that the entries speak of), or raises ConfigurationError for a name, id or date that means nothing here; the
text says what is nearest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import Any, cast

from standoff.annotation import ROW_KINDS, Actor, AgendaItem, Attribution, Event, Row, Signal, When
from standoff.document import Document, Unreadable
from standoff.errors import ConfigurationError
from standoff.record.days import day_range
from standoff.record.entries import (
    ActorEntry,
    Answer,
    DocumentEntry,
    Entry,
    Filters,
    Found,
    Origin,
    Overview,
    actors_in,
    several,
)
from standoff.record.layout import DATED, TABLES
from standoff.record.names import fold, nearest
from standoff.record.store import Case

TEXTS_KEPT = 64
"""How many texts stay in memory while entries are read back; the rows asked for come from a few documents at a time."""

ORIGIN = "d.number AS document, d.id AS document_id, d.uri, d.outlet, d.title, d.published, d.published_grain"

HEXADECIMAL = frozenset("0123456789abcdef")

AFTER_ALL = "\U0010ffff"
"""Sorts after every character of an id."""

SIDES = {
    "attributions": (("r.speaker",), ("r.addressee",)),
    "signals": (("r.sender", "r.voice"), ("r.recipient",)),
}
"""The columns that `actor` and `to` ask of each kind; the parties of events and agenda items lie in their own."""

SPEAKS_FOR = """
WITH RECURSIVE side (id) AS (
    SELECT value FROM json_each(?)
    UNION
    SELECT role.holder FROM side JOIN role ON role.of = side.id
    WHERE role.holder LIKE 'person:%' OR role.holder LIKE 'group:%'
        OR (role.holder LIKE 'organisation:%' AND role.of LIKE 'country:%')
) SELECT id FROM side ORDER BY id
"""
"""An actor's side: persons and groups with an office in it, and the organisations of a state.

A state that is a member of an alliance does not speak for the alliance.
"""


def find_actors(case: Case, given: str | tuple[str, ...]) -> list[str]:
    """The ids of the actors meant by names, aliases, ids or codes, with those who speak for them; sorted."""
    found: set[str] = set()
    for name in several(given):
        rows = case.select("SELECT DISTINCT actor FROM alias WHERE name = ?", (fold(name),))
        if not rows:
            known = (row[0] for row in case.select("SELECT DISTINCT name FROM alias"))
            raise ConfigurationError(f"no actor {name!r} in this case{_hint(nearest(fold(name), known))}")
        found.update(row[0] for row in rows)
    return [row[0] for row in case.select(SPEAKS_FOR, (json.dumps(sorted(found)),))]


def speaks_for(case: Case) -> dict[str, str]:
    """Whom each actor with an office speaks for in the end: a minister for his state, a state's army for the state.

    Where documents give an actor offices in several, the one that most of them give counts.
    """
    rows = case.select(
        "SELECT holder, of FROM role WHERE of IS NOT NULL AND (holder LIKE 'person:%' OR holder LIKE 'group:%'"
        " OR (holder LIKE 'organisation:%' AND of LIKE 'country:%'))"
        " GROUP BY holder, of ORDER BY holder, count(DISTINCT document) DESC, of"
    )
    above: dict[str, str] = {}
    for row in rows:
        above.setdefault(row["holder"], row["of"])
    homes: dict[str, str] = {}
    for holder in above:
        seen = {holder}
        at = holder
        while (up := above.get(at)) is not None and up not in seen:
            seen.add(up)
            at = up
        homes[holder] = at
    return homes


def find_outlets(case: Case, given: str | tuple[str, ...]) -> list[str]:
    """The outlets meant, as the documents write them."""
    rows = case.select("SELECT DISTINCT outlet FROM carrier WHERE outlet IS NOT NULL ORDER BY outlet")
    known = [row[0] for row in rows]
    found: list[str] = []
    for name in several(given):
        meant = [outlet for outlet in known if fold(outlet) == fold(name)]
        if not meant:
            outlets = f"; there are: {', '.join(known[:8])}" if known else ": no document names one"
            raise ConfigurationError(f"no outlet {name!r} in this case{outlets}")
        found += meant
    return found


def ask(case: Case, kind: str, filters: Filters | None = None) -> Answer[Entry]:
    """The rows of a kind that pass the filters: by day, then as they came; those without a day come last."""
    order = "r.first_day IS NULL, r.first_day, r.last_day, " if kind in DATED else ""
    return _ask(case, kind, filters or Filters(), order)


def strongest(case: Case, weights: Mapping[str, float], filters: Filters | None = None) -> Answer[Entry]:
    """The signals by the weight of their act times their confidence, the strongest first."""
    weight = "coalesce((SELECT value FROM json_each(?) WHERE key = r.act), 0) * r.confidence DESC, "
    return _ask(case, "signals", filters or Filters(), weight, json.dumps(dict(weights)))


def _ask(case: Case, kind: str, filters: Filters, order: str, *order_values: object) -> Answer[Entry]:
    where, values = _conditions(case, kind, filters)
    said_on = "a.said_on_value, a.said_on_grain" if kind == "signals" else "NULL, NULL"
    joined = "LEFT JOIN attribution a ON a.document = r.document AND a.id = r.attribution" if kind == "signals" else ""
    tables = f"{TABLES[kind]} r JOIN document d ON d.number = r.document {joined} WHERE {where}"
    total = case.select(f"SELECT count(*) FROM {tables}", values)[0][0]
    keys = case.select(
        f"SELECT {ORIGIN}, r.position, {said_on} FROM {tables} ORDER BY {order} r.document, r.position LIMIT ?",
        (*values, *order_values, -1 if filters.limit is None else filters.limit),
    )
    entries = tuple(_entries(case, kind, keys))
    return Answer(entries, total, names(case, (entry.row for entry in entries)))


def _entries(case: Case, kind: str, keys: Sequence[Any]) -> Iterator[Entry]:
    document_of = lru_cache(TEXTS_KEPT)(case.document)
    for key in keys:
        document = document_of(key["document"])
        row = next(case.rows(kind, document, key["document"], key["position"]))
        said_on = When(key[-2], key[-1]) if key[-2] is not None else None
        yield _entry(kind, row, origin_of(key), said_on)


def _entry(kind: str, row: Row, origin: Origin, said_on: When | None = None) -> Entry:
    """The row with its origin, dated by its own time (`said_on` for a signal), else by the article."""
    if isinstance(row, Attribution):
        said_on = row.said_on
    elif isinstance(row, Event | AgendaItem):
        said_on = row.when
    if said_on is not None and (day_range(said_on.value) is not None or kind == "agenda"):
        return Entry(kind, row, origin, said_on, "text")
    if kind == "agenda" or origin.published is None:
        return Entry(kind, row, origin, None, None)
    return Entry(kind, row, origin, origin.published, "article")


def origin_of(key: Any) -> Origin:
    """Where a text came from, out of the columns in `ORIGIN`."""
    published = None if key["published"] is None else When(key["published"], key["published_grain"])
    return Origin(key["document_id"], key["uri"], key["outlet"], key["title"], published)


def _conditions(case: Case, kind: str, filters: Filters) -> tuple[str, list[object]]:
    """The WHERE of a question about rows, and its values."""
    parts: list[str] = []
    values: list[object] = []
    for given, side in ((filters.actor, 0), (filters.to, 1)):
        if several(given):
            meant = json.dumps(find_actors(case, given))
            inside = "IN (SELECT value FROM json_each(?))"
            if kind in SIDES:
                parts.append("(" + " OR ".join(f"{column} {inside}" for column in SIDES[kind][side]) + ")")
                values += [meant] * len(SIDES[kind][side])
            else:
                parts.append(
                    f"EXISTS (SELECT 1 FROM {TABLES[kind]}_party p WHERE p.document = r.document AND p.row = r.position"
                    f" AND p.side = ? AND p.actor {inside})"
                )
                values += [("actors", "recipients")[side], meant]
    for column, wanted in (("act", several(filters.act)), ("event_type", several(filters.type))):
        if wanted:
            parts.append(f"lower(r.{column}) IN (SELECT value FROM json_each(?))")
            values.append(json.dumps([name.lower() for name in wanted]))
    if filters.track is not None:
        parts.append("r.track = ?")
        values.append(filters.track)
    since, until = bounds(filters)
    if since:  # what has no date may still be ahead
        parts.append("(r.last_day >= ? OR r.last_day IS NULL)" if kind == "agenda" else "r.last_day >= ?")
        values.append(since)
    if until:
        parts.append("r.first_day <= ?")
        values.append(until)
    outlet, outlet_values = _outlet(case, filters)
    return " AND ".join([*parts, *outlet]) or "1", [*values, *outlet_values]


def _outlet(case: Case, filters: Filters) -> tuple[list[str], list[object]]:
    if not several(filters.outlet):
        return [], []
    carried = "SELECT 1 FROM carrier c WHERE c.document = d.number AND c.outlet IN (SELECT value FROM json_each(?))"
    return [f"EXISTS ({carried})"], [json.dumps(find_outlets(case, filters.outlet))]


def bounds(filters: Filters) -> tuple[str | None, str | None]:
    """The first and the last day that the filters let through; None where they leave it open."""
    since, until = days_of("since", filters.since), days_of("until", filters.until)
    return since and since[0], until and until[1]


def days_of(name: str, given: str | None) -> tuple[str, str] | None:
    """The days that the option with this name covers; None where it was not given."""
    days = day_range(given)
    if given is not None and days is None:
        raise ConfigurationError(f"{name}: {given!r} is no ISO 8601 date; write 2031, 2031-03 or 2031-03-04")
    return days


def names(case: Case, rows: Iterable[Row]) -> dict[str, str]:
    """The names of the actors that the rows speak of, by id: for each the one that most documents give."""
    return names_of(case, {actor for row in rows for actor in actors_in(row)})


def names_of(case: Case, wanted: Iterable[str]) -> dict[str, str]:
    """The names of these actors by id: for each the one that most documents give."""
    rows = case.select(
        "SELECT id, name, count(*) AS documents FROM actor JOIN appearance ON appearance.actor = actor.number"
        " WHERE id IN (SELECT value FROM json_each(?)) GROUP BY id, name ORDER BY id, documents, name DESC",
        (json.dumps(sorted(wanted)),),
    )
    return {row["id"]: row["name"] for row in rows}


def actors(case: Case, filters: Filters | None = None) -> Answer[ActorEntry]:
    """The actors of the case, the most often mentioned first; `actor` gives one and those who speak for it.

    `since`, `until` and `outlet` choose the documents that are looked at, by the day they were published.
    """
    filters = filters or Filters()
    where, values = document_conditions(case, filters)
    meant = find_actors(case, filters.actor) if several(filters.actor) else None
    chosen = f"SELECT d.number FROM document d WHERE {where}"
    counts = f"""
        WITH chosen (document) AS ({chosen}),
        met (id, documents) AS (
            SELECT actor.id, count(DISTINCT document) FROM chosen JOIN appearance USING (document)
            JOIN actor ON actor.number = appearance.actor
            WHERE ? IS NULL OR actor.id IN (SELECT value FROM json_each(?)) GROUP BY actor.id),
        mentions (id, n) AS (SELECT actor, count(*) FROM chosen JOIN mention USING (document) GROUP BY actor),
        statements (id, n) AS (SELECT speaker, count(*) FROM chosen JOIN attribution USING (document) GROUP BY speaker),
        events (id, n) AS (
            SELECT actor, count(DISTINCT document || ' ' || row) FROM chosen JOIN event_party USING (document)
            GROUP BY actor),
        signals (id, n) AS (SELECT sender, count(*) FROM chosen JOIN signal USING (document) GROUP BY sender)
        SELECT met.id, documents, coalesce(mentions.n, 0) AS mentions, coalesce(statements.n, 0) AS statements,
            coalesce(events.n, 0) AS events, coalesce(signals.n, 0) AS signals
        FROM met LEFT JOIN mentions USING (id) LEFT JOIN statements USING (id) LEFT JOIN events USING (id)
            LEFT JOIN signals USING (id)
        ORDER BY mentions DESC, documents DESC, met.id
    """
    listed = None if meant is None else json.dumps(meant)
    rows = case.select(counts, (*values, listed, listed))
    shown = rows if filters.limit is None else rows[: filters.limit]
    entries = tuple(_actor_entry(case, row) for row in shown)
    ids = {row["id"] for row in shown} | {of for entry in entries for _, of in entry.roles if of}
    return Answer(entries, len(rows), names_of(case, ids))


def _actor_entry(case: Case, counted: Any) -> ActorEntry:
    described = case.select(
        "SELECT name, kind, codes FROM actor JOIN appearance ON appearance.actor = actor.number WHERE id = ?"
        " GROUP BY actor.number ORDER BY count(*) DESC, length(codes) DESC, name LIMIT 1",
        (counted["id"],),
    )[0]
    roles = case.select(
        "SELECT title, of FROM role WHERE holder = ? GROUP BY title, of ORDER BY count(*) DESC, title",
        (counted["id"],),
    )
    return ActorEntry(
        **{key: counted[key] for key in ("id", "documents", "mentions", "statements", "events", "signals")},
        name=described["name"],
        kind=described["kind"],
        codes=json.loads(described["codes"]),
        roles=tuple((role["title"], role["of"]) for role in roles),
    )


def documents(case: Case, filters: Filters | None = None) -> Answer[DocumentEntry]:
    """The documents by the day they were published, those without a date last; `actor` keeps those that mention it."""
    filters = filters or Filters()
    where, values = document_conditions(case, filters, mentioning=True)
    found = case.select(
        f"SELECT {ORIGIN}, d.language, d.notes FROM document d WHERE {where}"
        " ORDER BY d.first_day IS NULL, d.first_day, d.last_day, d.number",
        values,
    )
    shown = found if filters.limit is None else found[: filters.limit]
    return Answer(tuple(_document_entry(case, row) for row in shown), len(found))


def _document_entry(case: Case, row: Any) -> DocumentEntry:
    tables = {"actors": "appearance", **TABLES}
    counts = " UNION ALL ".join(f"SELECT count(*) FROM {tables[kind]} WHERE document = ?" for kind in ROW_KINDS)
    counted = [count for (count,) in case.select(counts, (row["document"],) * len(ROW_KINDS))]
    carriers = case.select("SELECT uri, outlet FROM carrier WHERE document = ?", (row["document"],))
    addresses = sorted(carriers, key=lambda carrier: (carrier["uri"] != row["uri"], carrier["uri"]))
    outlets = dict.fromkeys(carrier["outlet"] for carrier in addresses if carrier["outlet"])
    return DocumentEntry(
        origin_of(row),
        tuple(carrier["uri"] for carrier in addresses),
        tuple(outlets),
        row["language"],
        tuple(json.loads(row["notes"])),
        dict(zip(ROW_KINDS, counted, strict=True)),
    )


def document_conditions(case: Case, filters: Filters, *, mentioning: bool = False) -> tuple[str, list[object]]:
    """The WHERE of a question about documents `d`, and its values; `mentioning`: those with the actors asked for."""
    since, until = bounds(filters)
    parts, values = _outlet(case, filters)
    if since:
        parts.append("d.last_day >= ?")
        values.append(since)
    if until:
        parts.append("d.first_day <= ?")
        values.append(until)
    if mentioning and several(filters.actor):
        parts.append("d.number IN (SELECT document FROM alias WHERE actor IN (SELECT value FROM json_each(?)))")
        values.append(json.dumps(find_actors(case, filters.actor)))
    return " AND ".join(parts) or "1", values


def find(case: Case, prefix: str) -> Found:
    """The row, document or actor that an id, or the unique beginning of one, names.

    Raises ConfigurationError with the nearest ids when nothing or more than one thing begins so.
    """
    hits = _beginning(case, prefix)
    meant = [hit for hit in hits if hit.id == prefix] or hits
    if not meant:
        kept = prefix[:-1]
        while kept and not (hits := _beginning(case, kept)):
            kept = kept[:-1]
        raise ConfigurationError(f"no id begins with {prefix!r} in this case{_hint([hit.id for hit in hits[:3]])}")
    if len({hit.id for hit in meant}) > 1:
        ids = ", ".join(hit.id for hit in meant[:4])
        raise ConfigurationError(f"more than one id begins with {prefix!r}: {ids}{' ...' if len(meant) > 4 else ''}")
    return meant[0]


def entry(case: Case, found: Found) -> tuple[Entry, Document]:
    """The row that was found, with its document."""
    document = case.document(found.number)
    row = next(case.rows(found.kind, document, found.number, found.position))
    said_on = None
    if isinstance(row, Signal):
        statements = cast("Iterator[Attribution]", case.rows("attributions", document, found.number))
        said_on = next((said.said_on for said in statements if said.id == row.attribution), None)
    origin = origin_of(case.select(f"SELECT {ORIGIN} FROM document d WHERE d.number = ?", (found.number,))[0])
    return _entry(found.kind, row, origin, said_on), document


def appearances(case: Case, actor: str, limit: int = 5) -> list[tuple[Actor, Document]]:
    """The actor as the first documents that have it describe it."""
    rows = case.select(
        "SELECT DISTINCT document FROM appearance JOIN actor ON actor.number = appearance.actor WHERE actor.id = ?"
        " ORDER BY document LIMIT ?",
        (actor, limit),
    )
    records = [case.record(row[0]) for row in rows]
    return [(each, record.document) for record in records for each in record.actors if each.id == actor]


def run_of(case: Case, number: int) -> tuple[str, str]:
    """When the run that read a document began, and the version of Standoff that ran."""
    row = case.select(
        "SELECT started, version FROM run WHERE number = (SELECT run FROM document WHERE number = ?)", (number,)
    )
    return row[0][0], row[0][1]


def _beginning(case: Case, prefix: str) -> list[Found]:
    """The first few things whose id begins so, sorted by id."""
    queries = [f"SELECT '{kind}', id, document, position FROM {table}" for kind, table in TABLES.items()]
    queries.append("SELECT 'document', id, number, 0 FROM document")
    queries.append("SELECT DISTINCT 'actor', id, 0, 0 FROM actor JOIN appearance ON appearance.actor = actor.number")
    found: list[Found] = []
    for query in queries:
        rows = case.select(f"{query} WHERE id >= ? AND id < ? ORDER BY id LIMIT 5", (prefix, prefix + AFTER_ALL))
        found += [Found(*row) for row in rows]
    return sorted(found, key=lambda hit: hit.id)


def short_ids(case: Case, ids: Iterable[str], digits: int = 6) -> dict[str, str]:
    """Each id cut to the fewest digits, at least `digits`, that only it begins with here; actors' stay whole."""
    short: dict[str, str] = {}
    for row_id in ids:
        kind, dash, code = row_id.rpartition("-")
        if len(code) <= digits or not set(code) <= HEXADECIMAL or ":" in kind:
            short[row_id] = row_id
            continue
        cuts = (f"{kind}{dash}{code[:n]}" for n in range(digits, len(code)))
        ambiguous = takewhile(lambda cut: len({hit.id for hit in _beginning(case, cut)}) > 1, cuts)
        at = digits + sum(1 for _ in ambiguous)
        short[row_id] = f"{kind}{dash}{code[:at]}"
    return short


def overview(case: Case) -> Overview:
    """What the case holds: how many documents, addresses and rows of each kind, by which outlets, from when to when."""
    tables = {"documents": "document", "addresses": "carrier", **TABLES}
    counts = {name: case.select(f"SELECT count(*) FROM {table}")[0][0] for name, table in tables.items()}
    actors = "SELECT count(DISTINCT id) FROM actor JOIN appearance ON appearance.actor = actor.number"
    outlets = "SELECT outlet FROM carrier WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY count(*) DESC, outlet"
    dated = "SELECT published FROM document WHERE first_day IS NOT NULL ORDER BY"
    first = case.select(f"{dated} first_day, last_day LIMIT 1")
    last = case.select(f"{dated} last_day DESC, first_day DESC LIMIT 1")
    return Overview(
        counts={**counts, "actors": case.select(actors)[0][0]},
        outlets=tuple(row[0] for row in case.select(outlets)),
        first=first[0][0] if first else None,
        last=last[0][0] if last else None,
        undated=case.select("SELECT count(*) FROM document WHERE first_day IS NULL")[0][0],
        unreadable=tuple(Unreadable(*row) for row in case.select("SELECT uri, reason FROM unreadable ORDER BY uri")),
    )


def _hint(near: Sequence[str]) -> str:
    return f"; nearest: {', '.join(near)}" if near else ""
