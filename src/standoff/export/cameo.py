"""Events as CAMEO coders have always written them: day, source, target, code and sentence, a line for each dyad.

The code of a party is that of its state, or of what it is beyond states, and that of its sector: TRLGOV, KRSMIL, IGO.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from standoff.annotation import Record
from standoff.export.codings import Party, iter_facts
from standoff.export.tsv import line
from standoff.ontology.cameo import nearest_code

COLUMNS = ("date", "source", "target", "code", "sentence_id")
HEADED = False
SAYS_WHETHER = False

NOBODY = "---"
"""What PETRARCH writes where there is no party, or for the state of a party where that is not known ("---GOV")."""

SECTORS: Mapping[str, str] = {"JRN": "MED", "MED": "HLH"}
"""The sectors that CAMEO spells otherwise: its MED are the media."""

UNKNOWN_SECTOR = "UNK"

__all__ = ["COLUMNS", "HEADED", "SAYS_WHETHER", "iter_rows", "line"]


def iter_rows(record: Record) -> Iterator[tuple[object, ...]]:
    """The events of a record that it tells as facts, a row for each dyad."""
    for coding in iter_facts(record):
        code = nearest_code(coding.event.event_type, coding.event.mode).code
        day = coding.day.replace("-", "") if coding.day else None
        sentence = f"{coding.document.id}_{coding.event.sentence.start}-{coding.event.sentence.end}"
        for _, actor, recipient in coding.iter_dyads():
            yield day, _actor_code(actor), _actor_code(recipient), code, sentence


def _actor_code(party: Party | None) -> str:
    return NOBODY if party is None else f"{party.code or NOBODY}{sector_code(party)}"


def sector_code(party: Party) -> str:
    """The party's sector in CAMEO's spelling, empty where it is a whole state or not known."""
    sector = party.sector or UNKNOWN_SECTOR
    return "" if sector == UNKNOWN_SECTOR else SECTORS.get(sector, sector)
