"""CAMEO and PLOVER, both ways: what a CAMEO code is in PLOVER, and the code nearest to a PLOVER type and mode.

The tables are `cameo.tsv` and `plover_to_cameo.tsv` beside this file. The first way says all that PLOVER can say of a
code; the second is an approximation. Where our table differs from that of PLOVER's manual is told in
`docs/ontology.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from standoff.errors import ConfigurationError
from standoff.ontology.plover import event_types

CODES, NEAREST = "cameo.tsv", "plover_to_cameo.tsv"


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A code of CAMEO with the PLOVER type, mode and contexts it stands for; `event_type` is None for mere comments.

    `scale` is Goldstein's, -10 to 10, as GDELT gives it; None for the codes GDELT does not use.
    """

    code: str
    event_type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    scale: float | None
    name: str

    @property
    def root(self) -> str:
        """The two digits that say what kind of event it is.

        >>> cameo_codes()["1823"].root
        '18'
        """
        return self.code[:2]

    @property
    def base(self) -> str:
        """The code without its fourth digit; a root is its own base.

        >>> cameo_codes()["1823"].base, cameo_codes()["18"].base
        ('182', '18')
        """
        return self.code[:3]


@cache
def cameo_codes() -> Mapping[str, CameoCode]:
    """The codes of CAMEO, in the order of the codebook: roots of two digits, codes of three and four.

    Raises ConfigurationError when the table names a type or mode that PLOVER does not have.

    >>> cameo_codes()["0841"].event_type, cameo_codes()["0841"].mode
    ('RETREAT', 'release')
    >>> cameo_codes()["011"].event_type is None
    True
    """
    found = {}
    for code, event_type, mode, contexts, scale, name in _rows(CODES):
        _check(CODES, code, event_type or None, mode or None)
        number = float(scale) if scale else None
        found[code] = CameoCode(code, event_type or None, mode or None, tuple(contexts.split()), number, name)
    return MappingProxyType(found)


def nearest_code(event_type: str, mode: str | None = None) -> CameoCode:
    """The code of CAMEO that comes nearest to an event of this PLOVER type and mode.

    >>> nearest_code("ASSAULT", "heavy-weapons").code, nearest_code("ASSAULT").code
    ('194', '190')
    """
    return cameo_codes()[_nearest()[event_type, mode]]


def appeal_beside(demand: CameoCode) -> CameoCode:
    """The appeal (root 02) that asks for what a demand (root 10) asks for: CAMEO divides both alike.

    >>> appeal_beside(nearest_code("REQUEST", "assist")).name
    'appeal for material cooperation'
    """
    return cameo_codes()["02" + demand.code[2:]]


@cache
def _nearest() -> Mapping[tuple[str, str | None], str]:
    found: dict[tuple[str, str | None], str] = {}
    for event_type, mode, code in _rows(NEAREST):
        _check(NEAREST, code, event_type, mode or None)
        found[event_type, mode or None] = code
    return MappingProxyType(found)


def _rows(table: str) -> Iterator[list[str]]:
    text = (files("standoff.ontology") / table).read_text("utf-8")
    return (line.split("\t") for line in text.splitlines() if not line.startswith("#"))


def _check(table: str, code: str, event_type: str | None, mode: str | None) -> None:
    types = event_types()
    if event_type is not None and event_type not in types:
        raise ConfigurationError(f"{table}: {code} has the type {event_type}; expected one of {', '.join(types)}")
    if mode is not None and (event_type is None or mode not in types[event_type].modes):
        raise ConfigurationError(f"{table}: {code} has the mode {mode}, which {event_type} has not")
