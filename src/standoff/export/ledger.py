"""The ledger as JSON, an object for each commitment, and as CSV, a line for each of its links.

A commitment carries its tellings and links as entries of the case have them, with ids and spans; a line of CSV carries
what is needed to find both rows again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from standoff.annotation import Signal
from standoff.export.jsonl import entry_to_json
from standoff.record.entries import Entry, spans_of
from standoff.story.ledger import LedgerEntry

OF_COMMITMENT = (
    *("id", "act", "sender", "voice", "recipient", "dated", "outlets", "document", "uri", "start", "end", "words"),
    *("condition", "condition_kind", "deadline", "deed", "strength", "state", "as_of", "tellings"),
)
OF_LINK = (
    *("link", "link_id", "link_kind_of_row", "link_type", "link_dated", "link_outlet", "link_document", "link_uri"),
    *("link_start", "link_end", "link_words", "days", "reason", "also"),
)
COLUMNS = (*OF_COMMITMENT, *OF_LINK)
"""The columns of the CSV; those of the link are empty where a commitment has none."""


def commitment_to_json(entry: LedgerEntry) -> dict[str, Any]:
    """A commitment with its tellings, the earliest first, and its links, by day; unknown is null."""
    told = entry_to_json(entry.condition) if entry.condition is not None else None
    return {
        "id": entry.signal.id,
        "act": entry.signal.act,
        "sender": entry.sender,
        "recipient": entry.recipient,
        "dated": entry_to_json(entry.first)["dated"],
        "span": entry_to_json(entry.first)["span"],
        "condition": told and {**told["condition"], "kind": told["condition_kind"], "of": told["id"]},
        "deadline": entry.deadline and {"value": entry.deadline.value, "grain": entry.deadline.grain},
        "strength": entry.strength,
        "state": entry.state,
        "as_of": entry.as_of,
        "tellings": [entry_to_json(telling) for telling in entry.tellings],
        "links": [
            {
                "kind": link.kind,
                "reason": link.reason,
                "days": link.days,
                "row": entry_to_json(link.entry),
                "also": [entry_to_json(each) for each in link.also],
            }
            for link in entry.links
        ],
    }


def write_ledger_csv(entries: Sequence[LedgerEntry], stream: TextIO) -> None:
    """Write a line for each link of each commitment, one for a commitment without any."""
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        writer.writerows(_lines(entry))


def _lines(entry: LedgerEntry) -> Iterator[dict[str, Any]]:
    signal, condition = entry.signal, entry.condition and entry.condition.row
    own = {
        **_place(entry.first, ""),
        "act": signal.act,
        "sender": entry.sender,
        "voice": signal.voice,
        "recipient": entry.recipient,
        "outlets": ";".join(entry.outlets),
        "deadline": entry.deadline and entry.deadline.value,
        "deed": signal.deed,
        "strength": entry.strength,
        "state": entry.state,
        "as_of": entry.as_of,
        "tellings": ";".join(each.row.id for each in entry.tellings),
    }
    del own["outlet"]
    if isinstance(condition, Signal) and condition.condition is not None:
        own |= {"condition": condition.condition.exact, "condition_kind": condition.condition_kind}
    if not entry.links:
        yield own
    for link in entry.links:
        row: Any = link.entry.row
        yield {
            **own,
            **_place(link.entry, "link_"),
            "link": link.kind,
            "link_kind_of_row": link.entry.kind,
            "link_type": row.act if isinstance(row, Signal) else row.event_type,
            "days": link.days,
            "reason": link.reason,
            "also": ";".join(each.row.id for each in link.also),
        }


def _place(entry: Entry, prefix: str) -> dict[str, Any]:
    """Which row it is, of which day and document, and where in its text."""
    _, span = spans_of(entry.row)[0]
    found = {
        "id": entry.row.id,
        "dated": entry.when and entry.when.value,
        "outlet": entry.origin.outlet,
        "document": entry.origin.id,
        "uri": entry.origin.uri,
        "start": span.start,
        "end": span.end,
        "words": span.exact,
    }
    return {f"{prefix}{name}": value for name, value in found.items()}
