"""Whether an entry of a table or overlay is what it must be, and what to say where it is not.

The keys of each kind of entry and what each must hold are tables here; an error names the file, the line of the
entry's heading, its number, the key, what was expected and what was found. What entries mean is for
`standoff.readers.knowledge.tables`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from standoff.annotation import ActorKind
from standoff.errors import ConfigurationError

PlaceKind = Literal["state", "city", "region", "water", "base", "other"]

SECTORS = (
    *("AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "IGO", "IMG", "JRN", "JUD", "LAB", "LEG", "MED"),
    *("MIL", "NGO", "OPP", "PRM", "PTY", "REB", "REF", "REL", "SOC", "SPY", "UAF", "UNK"),
)
"""PLOVER's sectors of actors."""

KEYS: Mapping[str, Mapping[str, str]] = {
    "actor": {
        "name": "text",
        "kind": "actor kind",
        "id": "text",
        "aliases": "texts",
        "adjectives": "texts",
        "people": "texts",
        "capital": "text",
        "seats": "texts",
        "codes": "table of texts",
        "latitude": "latitude",
        "longitude": "longitude",
        "members": "texts",
        "roles": "roles",
    },
    "place": {
        "name": "text",
        "aliases": "texts",
        "latitude": "latitude",
        "longitude": "longitude",
        "country": "text",
        "kind": "place kind",
        "geonames": "whole number",
        "population": "whole number",
    },
    "title": {
        "forms": "texts",
        "plural": "texts",
        "sector": "sector",
        "speaks_for": "truth",
        "head": "truth",
    },
    "group": {"nouns": "texts", "only_as_party": "texts", "sector": "sector", "speaks_for": "truth"},
    "role": {"title": "text", "of": "text", "since": "date", "until": "date"},
}
"""The keys of each kind of entry and what each must hold."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "actor": ("name", "kind"),
    "place": ("name",),
    "title": ("forms", "sector"),
    "group": ("nouns", "sector"),
    "role": ("title", "of"),
}

CHOICES: Mapping[str, tuple[str, ...]] = {
    "actor kind": get_args(ActorKind),
    "place kind": get_args(PlaceKind),
    "sector": SECTORS,
}

EXPECTED: Mapping[str, str] = {
    "text": "a text",
    "texts": 'a list of texts, such as ["Karsova"]',
    "table of texts": 'a table of texts, such as { iso3 = "KRS" }',
    "roles": "entries, each under [[actor.roles]]",
    "latitude": "degrees from -90 to 90",
    "longitude": "degrees from -180 to 180",
    "whole number": "a whole number",
    "truth": "true or false",
    "date": 'a date in quotes: "2030", "2030-01" or "2030-01-31"',
    **{kind: f"one of {', '.join(names)}" for kind, names in CHOICES.items()},
}
"""What an error says of each of them."""

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True)
class EntryAt:
    """Where an entry of a table stands, for the errors found in it."""

    file: str
    text: str
    table: str
    number: int

    def check(self, entry: object, kind: str = "", at: str = "") -> dict[str, Any]:
        """The entry's fields, as the dataclasses want them; ConfigurationError for the first that is wrong."""
        kind = kind or self.table
        if not isinstance(entry, dict):
            raise self.error(at or kind, "expected a table of keys", entry)
        keys = KEYS[kind]
        for key in entry:
            if key not in keys:
                raise ConfigurationError(f'{self.place}: unknown key "{at}{key}": expected {one_of(keys)}')
        for key in REQUIRED[kind]:
            if key not in entry:
                raise ConfigurationError(f'{self.place}: key "{at}{key}" is missing: expected {EXPECTED[keys[key]]}')
        fields = {key: self.value(f"{at}{key}", keys[key], value) for key, value in entry.items()}
        if kind == "actor" and not fields.get("id", f"{fields['kind']}:-").startswith(f"{fields['kind']}:"):
            raise self.error("id", f'expected "{fields["kind"]}:" and a name or code', fields["id"])
        return fields

    def value(self, key: str, expected: str, value: object) -> Any:
        """The value as the dataclasses want it; ConfigurationError where it is not `expected`."""
        match expected, value:
            case "roles", list():
                return tuple(self.check(role, "role", f"roles {n}: ") for n, role in enumerate(value, start=1))
            case "text", str() if value.strip():
                return value
            case "texts", list() if all(isinstance(v, str) and v.strip() for v in value):
                return tuple(value)
            case "table of texts", dict() if all(isinstance(v, str) for v in value.values()):
                return dict(value)
            case ("truth", bool()):
                return value
            case (("latitude" | "longitude" | "whole number"), bool()):
                pass
            case "whole number", int() if value >= 0:
                return value
            case ("latitude", int() | float()) if -90 <= value <= 90:
                return float(value)
            case ("longitude", int() | float()) if -180 <= value <= 180:
                return float(value)
            case "date", str() if DATE.fullmatch(value):
                return value
            case _ if expected in CHOICES and value in CHOICES[expected]:
                return value
        raise self.error(key, f"expected {EXPECTED[expected]}", value)

    def error(self, key: str, expected: str, value: object) -> ConfigurationError:
        """The error for a key that holds something else than was expected."""
        return ConfigurationError(f'{self.place}: key "{key}": {expected}; found {_shown(value)}')

    @property
    def place(self) -> str:
        """The file, the line of the entry's heading where it has one, and the number of the entry."""
        headings = [
            number
            for number, line in enumerate(self.text.splitlines(), start=1)
            if re.match(rf"\s*\[\[\s*{self.table}\s*\]\]", line)
        ]
        line = f", line {headings[self.number - 1]}" if len(headings) >= self.number else ""
        return f"{self.file}{line}, {self.table} {self.number}"


def one_of(names: Sequence[str] | Mapping[str, str]) -> str:
    """The names as the end of a sentence: "one of a, b"."""
    return "one of " + ", ".join(names)


def _shown(value: object) -> str:
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
