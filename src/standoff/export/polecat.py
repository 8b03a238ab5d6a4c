"""Events in the forty columns of POLECAT, the data set that is coded in PLOVER: one line for each event, with lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from standoff import __version__
from standoff.annotation import Record
from standoff.export.codings import Coding, Party, contexts_told, iter_facts
from standoff.export.tsv import line

COLUMNS = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *("Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title"),
    *("Actor Name Raw", "Wikipedia Actor ID"),
    *("Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors"),
    *("Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID"),
    *("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID"),
    *("Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations"),
    *("Story Locations", "Language", "Version"),
)
HEADED = True
SAYS_WHETHER = False

LIST = "; "
NOBODY = "None"
"""What POLECAT's files have where a party, or a value of it, is not known; its readers look for this word."""

__all__ = ["COLUMNS", "HEADED", "SAYS_WHETHER", "iter_rows", "line"]


def iter_rows(record: Record) -> Iterator[tuple[object, ...]]:
    """The events of a record that it tells as facts."""
    people = _names(actor.name for actor in record.actors if actor.kind == "person")
    organisations = _names(actor.name for actor in record.actors if actor.kind == "organisation")
    places = _names(place.name for place in record.places)
    return (_row(coding, people, organisations, places) for coding in iter_facts(record))


def _row(coding: Coding, *story: str) -> tuple[object, ...]:
    event, document, place = coding.event, coding.document, coding.place
    return (
        *(event.id, coding.day, event.event_type, event.mode, event.intensity, event.quad.upper()),
        LIST.join(contexts_told(event)),
        *_side(coding.actors),
        *_side(coding.recipients),
        *((place.name, None, None, None, place.country) if place else (None,) * 5),
        *((place.latitude, place.longitude, place.geonames, place.span.exact) if place else (None,) * 4),
        *(None, document.outlet, document.published),
        *(*story, document.language, f"standoff {__version__}"),
    )


def _side(parties: tuple[Party, ...]) -> tuple[str, ...]:
    """Name, country, COW, first sector, sectors, title, name as printed and Wikipedia id of those on one side."""
    sectors = [party.sector for party in parties]
    columns: tuple[list[str | None], ...] = (
        [*(party.actor.name for party in parties)],
        [party.code for party in parties],
        [],
        sectors[:1],
        sectors,
        [party.title for party in parties],
        [*(party.printed for party in parties)],
        [],
    )
    return tuple(_list(column) for column in columns)


def _list(values: Iterable[str | None]) -> str:
    """The values that are known: each party keeps its place as long as one of them has the value."""
    told = [value or NOBODY for value in values]
    return LIST.join(told) if set(told) - {NOBODY} else NOBODY


def _names(names: Iterable[str]) -> str:
    return LIST.join(dict.fromkeys(names))
