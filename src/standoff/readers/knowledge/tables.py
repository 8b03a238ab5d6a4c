"""What Standoff knows before it reads: actors, offices, nouns for unnamed parties, and a gazetteer.

The shipped tables (`standoff/data`) and the overlays that a user writes have one TOML shape, described in
`docs/overlays.md`; the cities alone are a TSV file, for speed. An overlay adds to the tables or overrides what has the
same id or name. This module decides what a table may hold and how overlays merge; what a name in a text stands for is
decided by the readers.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from standoff.annotation import ActorKind
from standoff.errors import ConfigurationError
from standoff.readers.knowledge.entries import EntryAt, PlaceKind, one_of
from standoff.readers.phrases import Phrases

TABLES = ("states", "organisations", "regions", "titles", "groups")
"""The shipped TOML tables, in the order in which they are read."""

CITIES = "places.tsv"

LARGE_CITY = 200_000
"""From this population on a city's name is also looked for in capitals: smaller ones are too often acronyms."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office that an entity holds: `of` is an actor id, or the name as given where no such actor is known.

    `since` and `until` are ISO dates at any grain, `None` where unknown.
    """

    title: str
    of: str
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An actor that is known before reading. `adjectives` qualify a noun, `people` name its people or its side.

    `capital` and `seats` can stand for the government. `codes`: iso2, iso3, plover, wikidata. Degrees are WGS 84.
    """

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capital: str | None = None
    seats: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    latitude: float | None = None
    longitude: float | None = None
    members: tuple[str, ...] = ()
    roles: tuple[Office, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """An office: lower-case `forms` and their `plural`, its PLOVER sector.

    `speaks_for`: its holder speaks for the state or organisation named with it. `head`: it is the top office, which
    "the chief" or "the leader" of that body can mean.
    """

    forms: tuple[str, ...]
    plural: tuple[str, ...] = ()
    sector: str
    speaks_for: bool = True
    head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNoun:
    """Lower-case nouns for an unnamed party and its PLOVER sector; `speaks_for`: it acts for the state named too.

    Those `only_as_party` are read only where a party stands, as who acts or whom it is done to.
    """

    nouns: tuple[str, ...]
    sector: str
    only_as_party: tuple[str, ...] = ()
    speaks_for: bool = False


class Toponym(NamedTuple):
    """A place of the gazetteer; `country` is ISO 3166 alpha-3, `geonames` a GeoNames id, degrees are WGS 84.

    `given` marks a place that an overlay gave: what its writer meant is not up for guessing. A named tuple, because
    there are thousands and a frozen dataclass takes three times as long to make.
    """

    name: str
    aliases: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    kind: PlaceKind = "other"
    geonames: int | None = None
    population: int = 0
    given: bool = False


@dataclass(frozen=True)
class Knowledge:
    """The tables, merged: `entities` by id; `titles` and `groups`, first match counts; `toponyms` by name or alias."""

    entities: Mapping[str, Entity]
    titles: tuple[Title, ...] = ()
    groups: tuple[GroupNoun, ...] = ()
    toponyms: Mapping[str, tuple[Toponym, ...]] = field(default_factory=dict)

    def entity(self, entity_id: str) -> Entity | None:
        """The entity with this id; None when it is not known."""
        return self.entities.get(entity_id)

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """Names and aliases, as written, to ids. A name counts before an alias, an overlay before the tables."""
        return _first_of([*((e.name, e) for e in self._latest), *((a, e) for e in self._latest for a in e.aliases)])

    @cached_property
    def by_adjective(self) -> Mapping[str, str]:
        """Adjectives ("Karsovan") to ids."""
        return _first_of([(a, e) for e in self._latest for a in e.adjectives])

    @cached_property
    def by_people(self) -> Mapping[str, str]:
        """Names of peoples ("Karsovans") to ids."""
        return _first_of([(p, e) for e in self._latest for p in e.people])

    @cached_property
    def by_seat(self) -> Mapping[str, str]:
        """Capitals and seats of power to ids; a seat counts before a capital of the same name."""
        seats = [(s, e) for e in self._latest for s in e.seats]
        return _first_of(seats + [(e.capital, e) for e in self._latest if e.capital])

    @cached_property
    def title_of(self) -> Mapping[str, Title]:
        """Forms and plurals of offices, in lower case, to their `Title`."""
        forms: dict[str, Title] = {}
        for title in self.titles:
            for form in (*title.forms, *title.plural):
                forms.setdefault(form.lower(), title)
        return forms

    @cached_property
    def group_of(self) -> Mapping[str, GroupNoun]:
        """Nouns for unnamed parties, in lower case, to their `GroupNoun`."""
        nouns: dict[str, GroupNoun] = {}
        for group in self.groups:
            for noun in group.nouns:
                nouns.setdefault(noun.lower(), group)
        return nouns

    @cached_property
    def places(self) -> Phrases[Toponym]:
        """Every name of a place, ready to be looked up in a text: the gazetteer's, and the names of states.

        Large places are also filed in capitals, as datelines and headlines print them.
        """
        states = [e for e in self.entities.values() if e.kind == "country"]
        filed = [(name, _state_toponym(e)) for e in states for name in e.names]
        filed += [(name, t) for name, toponyms in self.toponyms.items() for t in toponyms]
        capitals = [(n.upper(), t) for n, t in filed if len(n) > 3 and (t.kind != "city" or t.population >= LARGE_CITY)]
        return Phrases([*filed, *capitals])

    @property
    def _latest(self) -> list[Entity]:
        return list(self.entities.values())[::-1]


def _state_toponym(entity: Entity) -> Toponym:
    country = entity.codes.get("iso3")
    return Toponym(entity.name, entity.aliases, entity.latitude, entity.longitude, country, "state")


def _first_of(pairs: Sequence[tuple[str, Entity]]) -> dict[str, str]:
    ids: dict[str, str] = {}
    for name, entity in pairs:
        ids.setdefault(name, entity.id)
    return ids


def slug(name: str) -> str:
    """The name in lower case with hyphens, without accents where its script has plain letters: made for ids.

    >>> slug("Élodie d'Arc"), slug("Вельм")
    ('elodie-d-arc', 'вельм')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or re.sub(r"\W+", "-", name.casefold()).strip("-") or "unnamed"


def actor_id(kind: ActorKind, name: str, iso3: str | None = None) -> str:
    """The id of an actor: its kind with its ISO 3166 alpha-3 code, or with the slug of its name.

    >>> actor_id("person", "Ada Lorn"), actor_id("country", "Karsova", "KRS")
    ('person:ada-lorn', 'country:KRS')
    """
    return f"{kind}:{iso3 or slug(name)}"


def load_knowledge(overlays: Sequence[Path] = ()) -> Knowledge:
    """The shipped tables with the overlays laid over them, in their order.

    Raises ConfigurationError, which names the file, the line or entry and the key, for the first thing that is wrong;
    nothing of a broken overlay is used.
    """
    shipped = _shipped()
    if not overlays:
        return shipped
    tables = _Tables.over(shipped)
    for path in overlays:
        try:
            text = Path(path).read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise ConfigurationError(f"{path}: overlay cannot be read: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            raise ConfigurationError(f"{path}: overlay is not UTF-8 (byte {error.start}): save it as UTF-8") from error
        tables.add(str(path), text, given=True)
    return tables.knowledge()


@cache
def _shipped() -> Knowledge:
    folder = files("standoff") / "data"
    tables = _Tables()
    for name in TABLES:
        tables.add(f"{name}.toml", (folder / f"{name}.toml").read_text(encoding="utf-8"))
    for line in (folder / CITIES).read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            tables.put_place(_city(line))
    return tables.knowledge()


def _city(line: str) -> Toponym:
    name, aliases, latitude, longitude, country, geonames, population = line.split("\t")
    others = tuple(aliases.split("|")) if aliases else ()
    return Toponym(name, others, float(latitude), float(longitude), country, "city", int(geonames), int(population))


class _Tables:
    """Tables while they are being filled."""

    def __init__(self) -> None:
        self.entities: dict[str, Entity] = {}
        self.titles: list[Title] = []
        self.groups: list[GroupNoun] = []
        self.toponyms: dict[str, tuple[Toponym, ...]] = {}
        self.ids: dict[tuple[str, str], str] = {}

    @classmethod
    def over(cls, knowledge: Knowledge) -> _Tables:
        """Tables that hold what `knowledge` holds and can be added to without changing it."""
        tables = cls()
        for entity in knowledge.entities.values():
            tables.put(entity)
        tables.titles = list(knowledge.titles)
        tables.groups = list(knowledge.groups)
        tables.toponyms = dict(knowledge.toponyms)
        return tables

    def put(self, entity: Entity) -> None:
        self.entities.pop(entity.id, None)
        self.entities[entity.id] = entity
        for name in entity.names:
            self.ids.setdefault((entity.kind, name), entity.id)

    def put_place(self, toponym: Toponym) -> None:
        for name in (toponym.name, *toponym.aliases):
            self.toponyms[name] = (*self.toponyms.get(name, ()), toponym)

    def add(self, file: str, text: str, *, given: bool = False) -> None:
        """Add the entries of one TOML text; those of an overlay (`given`) count before what is there."""
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigurationError(f"{file}: not TOML: {error}") from error
        known = ("actor", "place", "title", "group")
        checked: dict[str, list[dict[str, Any]]] = {table: [] for table in known}
        for table, entries in data.items():
            if table not in known:
                raise ConfigurationError(f'{file}: unknown table "{table}": expected {one_of(known)}')
            if not isinstance(entries, list):
                raise ConfigurationError(f'{file}: "{table}" must be a list of entries, each under [[{table}]]')
            for number, entry in enumerate(entries, start=1):
                checked[table].append(EntryAt(file, text, table, number).check(entry))
        for fields in checked["actor"]:
            self.add_actor(fields)
        for fields in checked["place"]:
            self.add_place(fields, given=given)
        titles = [Title(**fields) for fields in checked["title"]]
        groups = [GroupNoun(**fields) for fields in checked["group"]]
        self.titles[:] = [*titles, *self.titles] if given else [*self.titles, *titles]
        self.groups[:] = [*groups, *self.groups] if given else [*self.groups, *groups]

    def add_actor(self, fields: dict[str, Any]) -> None:
        kind, name = fields["kind"], fields["name"]
        if "roles" in fields:
            fields = {**fields, "roles": tuple(Office(**role) for role in fields["roles"])}
        codes = fields.get("codes", {})
        new_id = actor_id(kind, name, codes.get("iso3") if kind == "country" else None)
        entity_id = fields.get("id") or self.ids.get((kind, name)) or new_id
        old = self.entities.get(entity_id)
        if old is None:
            self.put(Entity(**{**fields, "id": entity_id}))
        else:
            kept_name = old.name if name in old.aliases else name
            self.put(replace(old, **{**fields, "id": entity_id, "name": kept_name, "codes": {**old.codes, **codes}}))

    def add_place(self, fields: dict[str, Any], *, given: bool) -> None:
        toponym = Toponym(**fields, given=given)
        if not given:
            self.put_place(toponym)
            return
        country = fields.get("country")
        for old in self.toponyms.get(toponym.name, ()):
            if old.name == toponym.name and country in (None, old.country):
                toponym = old._replace(**fields, given=True)
                break
        for name in (toponym.name, *toponym.aliases):
            self.toponyms[name] = (toponym,)

    def knowledge(self) -> Knowledge:
        """What the tables hold, with the offices pointing at actor ids where their bodies are known."""
        ids = {name: entity_id for (_, name), entity_id in reversed(self.ids.items())}

        def resolved(office: Office) -> Office:
            return office if office.of in self.entities else replace(office, of=ids.get(office.of, office.of))

        entities = {
            key: replace(entity, roles=tuple(map(resolved, entity.roles))) if entity.roles else entity
            for key, entity in self.entities.items()
        }
        return Knowledge(entities, tuple(self.titles), tuple(self.groups), dict(self.toponyms))
