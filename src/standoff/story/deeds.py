"""Which types of events bear out, contradict or comply with a commitment about a deed: `data/bearings.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from standoff.ontology.plover import event_types


class Deeds(NamedTuple):
    """Types of events: of the sender, that bear a commitment out or contradict it; of the recipient, that comply."""

    bears_out: frozenset[str]
    contradicts: frozenset[str]
    complies: frozenset[str]


@cache
def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = tomllib.loads((files("standoff") / "data" / "bearings.toml").read_text("utf-8"))
    return found


@cache
def deeds(act: str, deed: str | None, *, is_refusal: bool = False) -> Deeds:
    """What the table says of an act of commitment about a deed; by quads where it has no row.

    A refusal to do the deed ("will not attack") is contradicted by the deed. A deed of verbal conflict counts as none.

    >>> sorted(deeds("promise", "RETREAT").contradicts), sorted(deeds("intend", "SANCTION").bears_out)
    (['ASSAULT', 'COERCE', 'MOBILIZE'], ['SANCTION'])
    >>> deeds("assure", "ASSAULT", is_refusal=True).contradicts
    frozenset({'ASSAULT'})
    """
    nothing: frozenset[str] = frozenset()
    if deed is not None and event_types()[deed].quad == "verbal conflict":
        deed = None
    if is_refusal:
        return Deeds(nothing, frozenset({deed}) if deed else nothing, nothing)
    rows = _table()["deeds"].get(act, {})
    row = rows.get(deed or "VAGUE", rows.get("ANY") if deed else {})
    if row is not None:
        lists = (row.get(key, ()) for key in Deeds._fields)
        return Deeds(*(frozenset(str(deed) if name == "DEED" else name for name in names) for names in lists))
    types = event_types()
    quad = types[str(deed)].quad
    opposite = {"material cooperation": "material conflict", "material conflict": "material cooperation"}.get(quad)
    against = frozenset(name for name, each in types.items() if each.quad == opposite)
    return Deeds(frozenset({str(deed)}), against, nothing)


def acts_named_by(words: frozenset[str]) -> Mapping[str, str]:
    """The acts of commitment that a noun among the words names, each with the noun.

    >>> acts_named_by(frozenset({"rejected", "the", "offer"}))
    {'offer': 'offer'}
    """
    nouns = ((act, sorted(words.intersection(names))) for act, names in _table()["named"].items())
    return {act: found[0] for act, found in nouns if found}
