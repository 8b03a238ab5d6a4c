"""Events in the twenty columns of ICEWS, which is coded in CAMEO: one line for each actor with each recipient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from standoff.annotation import Record
from standoff.export.codings import Coding, Party, country_names, iter_facts
from standoff.export.tsv import line

COLUMNS = (
    *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code"),
    *("Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher"),
    *("City", "District", "Province", "Country", "Latitude", "Longitude"),
)
HEADED = True
SAYS_WHETHER = False

SECTORS: Mapping[str, str] = {
    "AGR": "Agricultural",
    "BUS": "Business",
    "COP": "Police",
    "CRM": "Criminals / Gangs",
    "CVL": "General Population / Civilian / Social",
    "EDU": "Education",
    "ELI": "Elite",
    "GOV": "Government",
    "IGO": "International Government Organization",
    "IMG": "International Militarized Group",
    "ISM": "International Social Movement",
    "JRN": "News",
    "JUD": "Judicial",
    "LAB": "Labor",
    "LEG": "Legislative / Parliamentary",
    "MED": "Medical / Health",
    "MIL": "Military",
    "MNC": "Multinational Corporation",
    "NGO": "Nongovernmental Organization",
    "OPP": "Opposition",
    "PRM": "Paramilitary",
    "PTY": "Parties",
    "REB": "Rebel",
    "REF": "Refugees / Displaced",
    "REL": "Religious",
    "SOC": "Civil Society",
    "SPY": "Intelligence",
    "UAF": "Unidentified Forces",
}
"""PLOVER's sectors in words, ICEWS's own where it has the sector (its tree of them is finer)."""

__all__ = ["COLUMNS", "HEADED", "SAYS_WHETHER", "iter_rows", "line"]


def iter_rows(record: Record) -> Iterator[tuple[object, ...]]:
    """The events of a record that it tells as facts, a row for each dyad."""
    names = country_names(record)
    for coding in iter_facts(record):
        for number, actor, recipient in coding.iter_dyads():
            yield _row(coding, number, _side(actor, names), _side(recipient, names), names)


def _row(
    coding: Coding,
    number: int,
    source: tuple[str | None, ...],
    target: tuple[str | None, ...],
    names: Mapping[str, str],
) -> tuple[object, ...]:
    code = coding.cameo
    document, place = coding.document, coding.place
    country = place.country if place else None
    return (
        *(coding.number(number), coding.day, *source, code.name.capitalize(), code.code, code.scale, *target),
        *(document.id, None, document.outlet, None, None, None),
        names.get(country, country) if country else None,
        *((place.latitude, place.longitude) if place else (None, None)),
    )


def _side(party: Party | None, names: Mapping[str, str]) -> tuple[str | None, str | None, str | None]:
    """Name, sectors and country; those who belong to no state have a sector and no country."""
    if party is None:
        return None, None, None
    sector = SECTORS.get(party.sector or party.beyond or "")
    return party.actor.name, sector, names.get(party.state, party.state) if party.state else None
