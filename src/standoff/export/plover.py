"""Events in PLOVER's own JSON: one object for each event, with the field names of the PLOVER manual.

Unknown is null. The manual lets a data set add fields of its own: `confidence` and `attribution` are ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standoff import __version__
from standoff.annotation import Record
from standoff.export.codings import Coding, Party, contexts_told, iter_codings
from standoff.export.jsonl import line

COLUMNS = (
    *("id", "date", "enddate", "source", "recipient", "event", "mode", "context", "quad_code", "event_scale"),
    *("event_text", "event_loc", "text_info", "cite_info", "coder", "confidence", "attribution"),
)
HEADED = False
SAYS_WHETHER = True

__all__ = ["COLUMNS", "HEADED", "SAYS_WHETHER", "iter_rows", "line"]


def iter_rows(record: Record) -> Iterator[dict[str, Any]]:
    """The events of a record as PLOVER objects."""
    return (_row(coding) for coding in iter_codings(record))


def _row(coding: Coding) -> dict[str, Any]:
    event, document = coding.event, coding.document
    first, last = coding.days or (None, None)
    values = (
        *(event.id, first, last),
        *([_actor(party) for party in parties] for parties in (coding.actors, coding.recipients)),
        *([event.event_type], [event.mode] if event.mode else [], [*contexts_told(event), *event.modality]),
        *(int(coding.quad), event.intensity, [event.trigger.exact], _place(coding)),
        {"start": event.sentence.start, "end": event.sentence.end},
        {
            "citation": document.id,
            "url": document.uri,
            "title": document.title,
            "language": document.language,
            "publication": document.outlet,
            "coder": f"standoff {__version__}",
            "codebook": "plover",
        },
        *(event.reader, event.confidence, event.attribution),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _actor(party: Party) -> dict[str, str | None]:
    return {
        "code": party.code,
        "sector": party.sector,
        "actor_text": party.printed,
        "identifier_id": party.actor.codes.get("wikidata"),
        "identifier_text": party.actor.name,
        "office": party.title,
    }


def _place(coding: Coding) -> dict[str, Any] | None:
    place = coding.place
    if place is None:
        return None
    return {
        "geonameid": place.geonames,
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "cc3": place.country,
    }
