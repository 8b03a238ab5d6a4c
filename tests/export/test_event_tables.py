"""The event tables: what their columns are filled with, by hand-made records, and what holds for the sample crisis."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from standoff.annotation import Actor, Record, Role, When, Why
from standoff.cli.code import FORMATS
from standoff.export import cameo, gdelt, icews, plover, polecat
from standoff.export.codings import country_names, iter_codings, iter_facts
from standoff.ontology.cameo import cameo_codes

PAGE = Path(__file__).parents[2] / "docs" / "export-events.md"
TABLES = (polecat, icews, gdelt, cameo)


def as_dicts(form, record):
    rows = [form.line(row).split("\t") for row in form.iter_rows(record)]
    assert {len(row) for row in rows} <= {len(form.COLUMNS)}
    return [dict(zip(form.COLUMNS, row, strict=True)) for row in rows]


def changed(record: Record, **event) -> Record:
    return replace(record, events=(replace(record.events[0], **event),))


@pytest.fixture
def moved(sample_records) -> Record:
    """Karsova, MOBILIZE troops, towards Tarland and Merania (who is no actor row of the record), told as a fact."""
    record = sample_records[0]
    merania = replace(record.actors[0], id="country:MRN", name="Merania", codes={"iso3": "MRN", "plover": "MRN"})
    return replace(changed(record, modality=(), where=record.places[0].id), actors=(*record.actors, merania))


def test_the_tables_have_as_many_columns_as_the_field_has():
    assert [len(form.COLUMNS) for form in TABLES] == [40, 20, 61, 5]
    assert gdelt.COLUMNS[5] == "Actor1Code"
    assert gdelt.COLUMNS[25:31] == (
        *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    )
    assert [form.HEADED for form in TABLES] == [True, True, False, False]


def test_plover(moved):
    (row,) = plover.iter_rows(moved)
    assert tuple(row) == plover.COLUMNS
    assert json.loads(plover.line(row)) == row
    assert (row["id"], row["date"], row["enddate"]) == (moved.events[0].id, "2031-05-05", "2031-05-05")
    assert (row["event"], row["mode"], row["context"], row["quad_code"]) == (["MOBILIZE"], ["troops"], [], 4)
    assert [actor["code"] for actor in row["recipient"]] == ["TRL", "MRN"]
    assert row["source"][0] == {
        "code": "KRS",
        "sector": None,
        "actor_text": "Karsova",
        "identifier_id": None,
        "identifier_text": "Karsova",
        "office": None,
    }
    assert row["event_loc"] == {"geonameid": 7, "name": "Sarn", "latitude": 50.5, "longitude": 20.25, "cc3": "MRN"}
    assert moved.document.text[row["text_info"]["start"] : row["text_info"]["end"]] == moved.events[0].sentence.exact
    assert row["cite_info"]["publication"] == "The Velm Courier"


def test_plover_says_how_an_event_stands(moved):
    (row,) = plover.iter_rows(changed(moved, modality=("future", "negation")))
    assert row["context"] == ["future", "negation"]
    (row,) = plover.iter_rows(changed(moved, when=When("2031-04", "month")))
    assert (row["date"], row["enddate"]) == ("2031-04-01", "2031-04-30")
    (row,) = plover.iter_rows(changed(moved, modality=("historical",)))
    assert (row["date"], row["enddate"]) == (None, None)


def test_polecat_is_a_line_for_an_event_with_lists(moved):
    (row,) = as_dicts(polecat, moved)
    assert row["Event ID"] == moved.events[0].id
    assert (row["Event Date"], row["Event Type"], row["Event Mode"]) == ("2031-05-05", "MOBILIZE", "troops")
    assert (row["Quad Code"], row["Contexts"]) == ("MATERIAL CONFLICT", "")
    assert (row["Actor Name"], row["Actor Country"], row["Actor COW"]) == ("Karsova", "KRS", "None")
    assert (row["Recipient Name"], row["Recipient Country"]) == ("Tarland; Merania", "TRL; MRN")
    assert (row["Placename"], row["Country"], row["GeoNames ID"], row["Raw Placename"]) == ("Sarn", "MRN", "7", "Sarn")
    assert (row["Source"], row["Publication Date"]) == ("The Velm Courier", "2031-05-05")
    assert row["Story People"] == "Ana Petrov"
    (row,) = as_dicts(polecat, changed(moved, recipients=()))
    assert {value for name, value in row.items() if "Recipient" in name} == {"None"}


def test_polecat_keeps_the_places_in_a_list(moved):
    (row,) = as_dicts(polecat, changed(moved, recipients=("person:ana-petrov", "country:TRL")))
    assert (row["Recipient Name"], row["Recipient Title"]) == ("Ana Petrov; Tarland", "foreign minister; None")


def test_icews_is_a_line_for_a_dyad(moved):
    rows = as_dicts(icews, moved)
    assert [(row["Source Name"], row["Target Name"]) for row in rows] == [
        ("Karsova", "Tarland"),
        ("Karsova", "Merania"),
    ]
    row = rows[0]
    assert (row["CAMEO Code"], row["Event Text"], row["Intensity"]) == ("154", "Mobilise armed forces", "-7.2")
    assert (row["Source Country"], row["Target Country"], row["Country"]) == ("Karsova", "Tarland", "Merania")
    assert (row["Story ID"], row["Sentence Number"], row["Publisher"]) == (moved.document.id, "", "The Velm Courier")
    assert len({row["Event ID"] for row in rows}) == 2


def test_a_number_is_the_id_again(moved):
    for row in as_dicts(icews, moved):
        number = int(row["Event ID"])
        assert f"event-{number // 32:012x}" == moved.events[0].id
        assert int(float(number)) == number


def test_gdelt(moved):
    row, other = as_dicts(gdelt, moved)
    assert (row["SQLDATE"], row["MonthYear"], row["Year"], row["FractionDate"]) == (
        *("20310505", "203105", "2031", "2031.4247"),
    )
    assert (row["Actor1Code"], row["Actor1Name"], row["Actor1CountryCode"], row["Actor1Type1Code"]) == (
        *("KRS", "KARSOVA", "KRS", ""),
    )
    assert (row["Actor2Code"], other["Actor2Code"]) == ("TRL", "MRN")
    assert (row["EventCode"], row["EventBaseCode"], row["EventRootCode"]) == ("154", "154", "15")
    assert (row["IsRootEvent"], row["QuadClass"], row["GoldsteinScale"], row["AvgTone"]) == ("1", "4", "-7.2", "")
    assert (row["ActionGeo_Fullname"], row["ActionGeo_Type"], row["ActionGeo_Lat"]) == ("Sarn", "", "50.5")
    assert (row["DATEADDED"], row["SOURCEURL"]) == ("20310505000000", "wires/a.txt")
    assert {row[name] for name in gdelt.COLUMNS if name.startswith(("Actor1Geo", "Actor2Geo"))} == {""}


def test_gdelt_knows_a_state_for_a_place(moved):
    place = replace(moved.places[0], name="Merania")
    row, _ = as_dicts(gdelt, replace(moved, places=(place,)))
    assert (row["ActionGeo_Type"], row["ActionGeo_Fullname"]) == ("1", "Merania")


@pytest.mark.parametrize(
    ("root", "quad"), [("AGREE", "1"), ("RETREAT", "2"), ("ACCUSE", "3"), ("PROTEST", "3"), ("ASSAULT", "4")]
)
def test_gdelt_has_classes_of_its_own(moved, root, quad):
    assert as_dicts(gdelt, changed(moved, event_type=root, mode=None))[0]["QuadClass"] == quad


def test_an_investigation_is_material_cooperation_in_gdelt(moved):
    row = as_dicts(gdelt, changed(moved, event_type="ACCUSE", mode="investigate"))[0]
    assert (row["EventCode"], row["QuadClass"]) == ("090", "2")


def test_cameo(moved):
    start, end = moved.events[0].sentence.start, moved.events[0].sentence.end
    assert [cameo.line(row) for row in cameo.iter_rows(moved)] == [
        f"20310505\tKRS\tTRL\t154\t{moved.document.id}_{start}-{end}",
        f"20310505\tKRS\tMRN\t154\t{moved.document.id}_{start}-{end}",
    ]


@pytest.mark.parametrize(
    ("codes", "roles", "code", "in_gdelt"),
    [
        ({"iso3": "TRL", "plover": "TRL"}, (), "TRL", "TRL"),
        ({"iso3": "TRL", "plover": "MIL"}, (), "TRLMIL", "TRLMIL"),
        ({"plover": "GOV"}, (Role("minister", "country:TRL", None),), "TRLGOV", "TRLGOV"),
        ({"plover": "GOV"}, (), "---GOV", "GOV"),
        ({"plover": "IGO"}, (), "IGO", "IGO"),
        ({"plover": "IGO"}, (Role("chief", "organisation:lost", None),), "IGO", "IGO"),
        ({"plover": "NGO", "iso3": "TRL"}, (), "TRLNGO", "TRLNGO"),
        ({"plover": "JRN"}, (Role("reporter", "country:TRL", None),), "TRLMED", "TRLMED"),
        ({"plover": "MED", "iso3": "TRL"}, (), "TRLHLH", "TRLHLH"),
        ({"plover": "UNK", "iso3": "TRL"}, (), "TRL", "TRL"),
        ({}, (Role("aide", "person:someone", None),), "---", ""),
    ],
)
def test_codes_of_parties(moved, codes, roles, code, in_gdelt):
    someone = Actor(
        id="person:someone",
        confidence=1.0,
        reader="actors 1",
        why=Why("by-hand"),
        name="Someone",
        kind="person",
        codes=codes,
        roles=roles,
    )
    record = replace(changed(moved, actors=("person:someone",)), actors=(*moved.actors, someone))
    assert next(iter(cameo.iter_rows(record)))[1] == code
    assert as_dicts(gdelt, record)[0]["Actor1Code"] == in_gdelt


@pytest.mark.parametrize(
    ("codes", "roles", "code", "state"),
    [
        ({"plover": "IGO", "cameo": "IGOUNO"}, (), "IGOUNO", ""),
        ({"plover": "REB", "cameo": "TRLREB"}, (), "TRLREB", "TRL"),
        ({"plover": "REB", "cameo": "IMGMUSISI"}, (), "IMGMUSISI", ""),
        ({"plover": "MIL"}, (Role("troops", "organisation:compact", None),), "IGOCPTMIL", ""),
        ({"plover": "GOV", "iso3": "TRL"}, (Role("envoy", "organisation:compact", None),), "TRLGOV", "TRL"),
        ({"plover": "REB"}, (Role("fighters", "organisation:front", None),), "KRSREBFRT", "KRS"),
        ({"plover": "GOV"}, (Role("leader", "organisation:front", None),), "KRSREBFRTGOV", "KRS"),
    ],
)
def test_an_organisation_has_the_code_that_cameo_has_for_it(moved, codes, roles, code, state):
    known = {"organisation:compact": "IGOCPT", "organisation:front": "KRSREBFRT"}
    owners = tuple(replace(moved.actors[0], id=own, codes={"cameo": cameo}, roles=()) for own, cameo in known.items())
    someone = replace(moved.actors[0], id="organisation:someone", kind="organisation", codes=codes, roles=roles)
    record = replace(changed(moved, actors=(someone.id,)), actors=(*moved.actors, *owners, someone))
    assert next(iter(cameo.iter_rows(record)))[1] == code
    row = as_dicts(gdelt, record)[0]
    assert (row["Actor1Code"], row["Actor1CountryCode"]) == (code, state)


@pytest.mark.parametrize(
    ("found_by", "mode", "dyads"),
    [
        ("mutual", None, ["KRS-TRL", "KRS-MRN", "TRL-KRS", "TRL-MRN", "MRN-KRS", "MRN-TRL"]),
        ("between", None, ["KRS-TRL", "KRS-MRN", "TRL-KRS", "TRL-MRN", "MRN-KRS", "MRN-TRL"]),
        ("under-with", None, ["KRS-TRL", "KRS-MRN"]),
        ("between", "third-party", ["KRS-TRL", "KRS-MRN"]),
    ],
)
def test_a_mutual_event_goes_both_ways_in_tables_of_dyads(moved, found_by, mode, dyads):
    record = changed(moved, event_type="CONSULT", mode=mode, why=Why("trigger", {"recipient": found_by}))
    assert [f"{row[1]}-{row[2]}" for row in cameo.iter_rows(record)] == dyads
    assert [f"{row['Actor1Code']}-{row['Actor2Code']}" for row in as_dicts(gdelt, record)] == dyads
    assert len({row["Event ID"] for row in as_dicts(icews, record)}) == len(dyads)
    assert len(list(polecat.iter_rows(record))) == 1


def test_a_mutual_event_of_too_many_sides_goes_one_way(moved):
    sides = [replace(moved.actors[0], id=f"country:X{n:02}", codes={"iso3": f"X{n:02}"}) for n in range(7)]
    record = changed(
        moved, actors=(sides[0].id,), recipients=tuple(s.id for s in sides[1:]), why=Why("", {"recipient": "mutual"})
    )
    assert len(list(cameo.iter_rows(replace(record, actors=(*moved.actors, *sides))))) == 6


@pytest.mark.parametrize(
    ("acts", "mode", "code"),
    [
        ((), "assist", "101"),
        ((("demand", 0, 0),), "assist", "101"),
        ((("appeal", 0, 0),), "assist", "021"),
        ((("appeal", 0, 0),), None, "020"),
        ((("appeal", 0, 0), ("demand", 1, 1)), "meet", "106"),
        ((("demand", 0, 0), ("appeal", 1, 1)), "meet", "026"),
        ((("threaten", 1, 1), ("appeal", 0, 0)), "yield", "025"),
    ],
)
def test_an_appeal_is_no_demand_in_cameo(moved, acts, mode, code):
    event = moved.events[0]
    span, signals = event.sentence, []
    for act, left, right in acts:
        inner = replace(span, start=span.start + left, end=span.end - right)
        signals.append(replace(moved.signals[0], act=act, span=inner))
    assert span.start + 1 <= event.trigger.start
    assert event.trigger.end <= span.end - 1
    record = replace(changed(moved, event_type="REQUEST", mode=mode), signals=tuple(signals))
    assert {row[3] for row in cameo.iter_rows(record)} == {code}
    assert {row["CAMEO Code"] for row in as_dicts(icews, record)} == {code}
    assert as_dicts(gdelt, record)[0]["QuadClass"] == ("1" if code.startswith("02") else "3")


def test_nobody_is_left_open(moved):
    record = changed(moved, recipients=())
    assert [row[1:3] for row in cameo.iter_rows(record)] == [("KRS", "---")]
    assert as_dicts(gdelt, record)[0]["Actor2Code"] == ""
    assert as_dicts(icews, record)[0]["Target Name"] == ""


@pytest.mark.parametrize(
    ("modality", "form", "told"),
    [
        ((), "", True),
        (("historical",), "", True),
        (("future",), "", False),
        (("hypothetical",), "", False),
        (("negation",), "", False),
        (("historical", "negation"), "", False),
        (("future",), "CONSULT", True),
        (("future", "negation"), "CONSULT", False),
        (("future", "hypothetical"), "CONSULT", False),
    ],
)
def test_only_facts_get_into_a_table_that_says_no_more(moved, modality, form, told):
    record = changed(moved, modality=modality, why=Why("trigger", {"form": form}))
    assert [bool(list(form.iter_rows(record))) for form in TABLES] == [told] * 4
    assert len(list(plover.iter_rows(record))) == 1


@pytest.mark.parametrize(
    ("when", "form", "modality", "day"),
    [
        (None, "", (), "2031-05-05"),
        (None, "", ("historical",), None),
        (When("2031-05-03", "day"), "", (), "2031-05-03"),
        (When("2031-05-03T10:00", "hour"), "", (), "2031-05-03"),
        (When("2031-05", "month"), "", (), "2031-05-05"),
        (When("2031-04", "month"), "", (), None),
        (When("2024", "year"), "", ("historical",), None),
        (When("2031-05-09", "day"), "CONSULT", ("future",), "2031-05-05"),
    ],
)
def test_the_day_of_an_event(moved, when, form, modality, day):
    record = changed(moved, when=when, modality=modality, why=Why("trigger", {"form": form}))
    (coding,) = iter_codings(record)
    assert coding.day == day
    assert as_dicts(polecat, record)[0]["Event Date"] == (day or "")
    assert as_dicts(gdelt, record)[0]["SQLDATE"] == (day or "").replace("-", "")


def test_a_month_is_a_month_in_gdelt(moved):
    row = as_dicts(gdelt, changed(moved, when=When("2031-04", "month")))[0]
    assert (row["SQLDATE"], row["MonthYear"], row["Year"], row["FractionDate"]) == ("", "203104", "2031", "")


def test_an_article_without_a_date_leaves_the_day_open(moved):
    record = replace(moved, document=replace(moved.document, published=None, published_grain=None))
    row = as_dicts(gdelt, record)[0]
    assert (row["SQLDATE"], row["Year"], row["DATEADDED"]) == ("", "", "")


def test_what_would_break_a_line_is_a_space(moved):
    tarland = replace(moved.actors[1], name="Tar\tland\r\n\x00“II”")
    place = replace(moved.places[0], name="Sarn\u2028on the lake")
    record = replace(moved, actors=(moved.actors[0], tarland, *moved.actors[2:]), places=(place,))
    assert as_dicts(icews, record)[0]["Target Name"] == "Tar land “II”"
    for form in TABLES:
        for row in form.iter_rows(record):
            assert len(form.line(row).splitlines()) == 1


@pytest.mark.parametrize("name", FORMATS)
def test_the_sample_crisis(crisis, name):
    form = import_module(f"standoff.export.{name}")
    lines = [form.line(row) for record in crisis for row in form.iter_rows(record)]
    assert lines == [form.line(row) for record in crisis for row in form.iter_rows(record)]
    facts = [coding for record in crisis for coding in iter_facts(record)]
    if name == "plover":
        assert len(lines) == sum(len(record.events) for record in crisis)
    elif name == "polecat":
        assert len(lines) == len(facts)
    else:
        assert len(lines) == sum(len(list(coding.iter_dyads())) for coding in facts) > len(facts)
    if form is not plover:
        read = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        assert {len(row) for row in read} == {len(form.COLUMNS)}
        assert len({tuple(row) for row in read}) == len(read) or name == "cameo"


def test_the_sample_in_cameo(crisis):
    told = [(record, row) for record in crisis for row in cameo.iter_rows(record)]
    assert {row[3] for _, row in told} <= set(cameo_codes())
    assert ("20310312", "IGO", "KRS", "163") in {row[:4] for _, row in told}
    for record, row in told:
        document, _, place = str(row[4]).partition("_")
        start, end = map(int, place.split("-"))
        assert document == record.document.id
        assert record.document.text[start:end] in {event.sentence.exact for event in record.events}


def test_names_of_states(moved):
    assert country_names(moved) == {"KRS": "Karsova", "TRL": "Tarland", "MRN": "Merania"}


@pytest.mark.parametrize("form", [plover, *TABLES], ids=lambda form: form.__name__.rpartition(".")[2])
def test_the_page_describes_every_column(form):
    page = PAGE.read_text("utf-8")
    name = form.__name__.rpartition(".")[2]
    section = re.split(r"^## ", page, flags=re.MULTILINE)
    own = next(part for part in section if part.startswith(f"`{name}`"))
    named = {column for cell in re.findall(r"`([^`]+)`", own) for column in expand(cell)}
    assert [column for column in form.COLUMNS if column not in named] == []


def expand(cell: str) -> list[str]:
    """`Actor{1,2}Code` on the page stands for both."""
    found = re.search(r"\{([^}]*)\}", cell)
    if found is None:
        return [cell]
    return [name for each in found[1].split(",") for name in expand(cell.replace(found[0], each, 1))]
