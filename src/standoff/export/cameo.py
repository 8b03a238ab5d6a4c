"""Events as CAMEO coders have always written them: day, source, target, code and sentence, a line for each dyad.

The code of a party is that of its state, or of what it is beyond states, and that of its sector: TRLGOV, KRSMIL, IGO.
An organisation that CAMEO has a code for has that code: IGOUNO, and IGOUNOMIL for its troops.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from standoff.annotation import Record
from standoff.export.codings import Party, iter_facts
from standoff.export.tsv import line

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
        day = coding.day.replace("-", "") if coding.day else None
        sentence = f"{coding.document.id}_{coding.event.sentence.start}-{coding.event.sentence.end}"
        for _, actor, recipient in coding.iter_dyads():
            yield day, _named(actor), _named(recipient), coding.cameo.code, sentence


def _named(party: Party | None) -> str:
    if party is None:
        return NOBODY
    return f"{NOBODY if party.code is None else ''}{actor_code(party)}"


def actor_code(party: Party) -> str:
    """The party's code in CAMEO's spelling; the sector alone where no state is known, empty where nothing is."""
    code, sector = party.cameo or party.code or "", sector_code(party)
    return code if "cameo" in party.actor.codes or sector in _parts(code) else code + sector


def _parts(code: str) -> Iterator[str]:
    """The groups of three letters that a code of CAMEO is made of."""
    yield from (code[at : at + 3] for at in range(0, len(code), 3))


def sector_code(party: Party) -> str:
    """The party's sector in CAMEO's spelling, empty where it is a whole state or not known."""
    sector = party.sector or UNKNOWN_SECTOR
    return "" if sector == UNKNOWN_SECTOR else SECTORS.get(sector, sector)
