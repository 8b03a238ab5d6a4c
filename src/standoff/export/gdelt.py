"""Events in the sixty-one columns of GDELT 2.0, without a header as GDELT's own files are: a line for each dyad.

What GDELT makes of a day's news as a whole (tone, counts of mentions over outlets) a single reading does not have.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from standoff.annotation import Place, Record
from standoff.export.cameo import actor_code, sector_code
from standoff.export.codings import Coding, Party, country_names, iter_facts
from standoff.export.tsv import line
from standoff.record.days import day_range

ACTOR = (
    *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code"),
    *("Type1Code", "Type2Code", "Type3Code"),
)
GEO = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{side}{name}" for side in (1, 2) for name in ACTOR),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{what}Geo_{name}" for what in ("Actor1", "Actor2", "Action") for name in GEO),
    *("DATEADDED", "SOURCEURL"),
)
HEADED = False
SAYS_WHETHER = False

QUADS = ((5, 1), (9, 2), (14, 3), (20, 4))
"""The last root code of each of GDELT's four classes; not PLOVER's quads: protest (14) is verbal there."""

COUNTRY = 1
"""GDELT's type of a place that is a whole state; whether another is a town or a region is not known here."""

__all__ = ["COLUMNS", "HEADED", "SAYS_WHETHER", "iter_rows", "line"]


def iter_rows(record: Record) -> Iterator[tuple[object, ...]]:
    """The events of a record that it tells as facts, a row for each dyad."""
    names = country_names(record)
    for coding in iter_facts(record):
        for number, actor, recipient in coding.iter_dyads():
            yield (
                coding.number(number),
                *_dates(coding),
                *_actor(actor),
                *_actor(recipient),
                *(int(_is_root(coding)), *_codes(coding), 1, 1, 1, None),
                *((None,) * 2 * len(GEO)),
                *_place(coding.place, names),
                *(_added(coding), coding.document.uri),
            )


def _dates(coding: Coding) -> tuple[object, ...]:
    """Day, month, year and the year with its fraction, as far as each is known."""
    first, last = coding.days or ("", "")
    year = first[:4] if first[:4] == last[:4] else ""
    month = first[:7].replace("-", "") if first[:7] == last[:7] else ""
    if coding.day is None:
        return None, month, year, None
    day = date.fromisoformat(coding.day)
    # GDELT's own formula, in which a month has thirty days.
    return f"{day:%Y%m%d}", f"{day:%Y%m}", f"{day:%Y}", f"{day.year + (day.month * 30 + day.day) / 365:.4f}"


def _actor(party: Party | None) -> tuple[str, ...]:
    if party is None:
        return ("",) * len(ACTOR)
    kind = sector_code(party) or party.beyond or ""
    return actor_code(party), party.actor.name.upper(), party.state or "", "", "", "", "", kind, "", ""


def _codes(coding: Coding) -> tuple[object, ...]:
    code = coding.cameo
    quad = next(quad for root, quad in QUADS if int(code.root) <= root)
    return code.code, code.base, code.root, quad, code.scale


def _is_root(coding: Coding) -> bool:
    """Whether the headline or the first paragraph tells it."""
    zones, start = coding.document.zones, coding.event.sentence.start
    lead = next((zone for zone in zones if zone.zone == "body"), None)
    top = [zone for zone in zones if zone.zone in {"headline", "standfirst", "dateline"}]
    return any(zone.start <= start < zone.end for zone in (*top, *([lead] if lead else [])))


def _place(place: Place | None, names: dict[str, str]) -> tuple[object, ...]:
    if place is None:
        return (None,) * len(GEO)
    kind = COUNTRY if place.country and names.get(place.country) == place.name else None
    return kind, place.name, None, None, None, place.latitude, place.longitude, None


def _added(coding: Coding) -> str | None:
    """The day of the article at midnight: in GDELT, an event is added within minutes of it."""
    published = day_range(coding.document.published)
    return None if published is None or published[0] != published[1] else f"{published[0].replace('-', '')}000000"
