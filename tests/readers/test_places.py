"""Toponyms: found by the longest name, resolved to one place, kept out of persons' names."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Span as TokenSpan

from standoff.annotation import Actor, ActorKind, Mention, Place, Why
from standoff.document import Document, Zone
from standoff.readers.actors import Cast
from standoff.readers.encoding import Encoding, read_pieces
from standoff.readers.knowledge import Knowledge, load_knowledge
from standoff.readers.parsing import Parse
from standoff.readers.places import read_places
from standoff.readers.views import view

NLP = spacy.blank("en")

NO_PIECES = read_pieces(Document(text="", uri="t.txt", zones=()))
NOTHING_READ: Encoding = Encoding(NO_PIECES, np.zeros((0, 0), np.float32), (), lambda pieces: NOTHING_READ)
"""Places look at no vectors: only at the parse, its entities and the actors."""

OVERLAY = """
[[actor]]
name = "Karsova"
kind = "country"
adjectives = ["Karsovan"]
codes = { iso3 = "KRS" }
latitude = 51.2
longitude = 21.4

[[place]]
name = "Velm"
latitude = 51.3
longitude = 21.5
country = "KRS"
kind = "city"

[[place]]
name = "Ilmen Corridor"
latitude = 51.0
longitude = 22.0
kind = "region"

[[place]]
name = "Ilmen"
latitude = 51.1
longitude = 22.1
country = "KRS"
kind = "region"
"""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    path = tmp_path_factory.mktemp("overlay") / "karsova.toml"
    path.write_text(OVERLAY, encoding="utf-8")
    return load_knowledge([path])


def read(
    knowledge: Knowledge,
    text: str,
    actors: tuple[tuple[ActorKind, str, str], ...] = (),
    labels: tuple[tuple[str, str], ...] = (),
) -> tuple[Place, ...]:
    """The places of a text in which `actors` (kind, name, words) were found and the parser gave `labels` to words."""
    document = Document(text=text, uri="t.txt", zones=(Zone(0, len(text), "body"),) if text else ())
    doc = NLP(view(document))
    ents = [doc.char_span(text.index(words), text.index(words) + len(words), label=label) for words, label in labels]
    doc.ents = [e for e in ents if isinstance(e, TokenSpan)]
    parse = Parse(document, doc, NOTHING_READ)
    people, mentions, by_token = [], [], {}
    for kind, name, words in actors:
        actor = f"{kind}:{name}"
        why = Why("test")
        people.append(Actor(id=actor, confidence=1, reader="test", why=why, name=name, kind=kind, codes={}, roles=()))
        span = document.span(text.index(words), text.index(words) + len(words))
        mentions.append(Mention(id=actor, confidence=1, reader="test", why=why, actor=actor, span=span))
        by_token.update(dict.fromkeys((t.i for t in parse.tokens_in(span)), actor))
    return read_places(parse, knowledge, Cast(tuple(people), tuple(mentions), {}, by_token, {}))


def names(rows: tuple[Place, ...]) -> list[tuple[str, str, str | None]]:
    return [(row.span.exact, row.name, row.country) for row in rows]


def test_places_of_overlay_and_tables(knowledge: Knowledge) -> None:
    rows = read(knowledge, "Karsova moved its fleet from Velm to the Black Sea, and on to Kiev.")
    assert names(rows) == [
        ("Karsova", "Karsova", "KRS"),
        ("Velm", "Velm", "KRS"),
        ("Black Sea", "Black Sea", None),
        ("Kiev", "Kyiv", "UKR"),
    ]
    assert (rows[1].latitude, rows[1].longitude, rows[1].geonames) == (51.3, 21.5, None)
    assert rows[3].geonames == 703448
    assert all(row.why.rule == "only-one" for row in rows)


def test_the_longest_name_counts(knowledge: Knowledge) -> None:
    assert names(read(knowledge, "Troops left the Ilmen Corridor for Ilmen.")) == [
        ("Ilmen Corridor", "Ilmen Corridor", None),
        ("Ilmen", "Ilmen", "KRS"),
    ]


def test_adjectives_and_other_cases_name_no_place(knowledge: Knowledge) -> None:
    assert read(knowledge, "Karsovan troops ate turkey off fine china, and a velm.") == ()


def test_large_places_in_capitals(knowledge: Knowledge) -> None:
    assert names(read(knowledge, "LONDON - KARSOVA SAYS NO")) == [
        ("LONDON", "London", "GBR"),
        ("KARSOVA", "Karsova", "KRS"),
    ]


def test_a_person_is_no_place(knowledge: Knowledge) -> None:
    text = "Mira Jordan spoke in Jordan. Jordan then left."
    rows = read(knowledge, text, actors=(("person", "Mira Jordan", "Mira Jordan"),))
    assert [row.span.start for row in rows] == [21, 29]
    rows = read(knowledge, "Then Lincoln left.", actors=(("person", "Ada Lincoln", "Lincoln"),))
    assert rows == ()


def test_what_was_taken_for_a_person_of_that_very_name_is_a_place(knowledge: Knowledge) -> None:
    for name in ("Karsova", "Velm"):
        rows = read(knowledge, f"Then {name} left.", actors=(("person", name, name),))
        assert names(rows) == [(name, name, "KRS")]


def test_inside_the_name_of_an_organisation(knowledge: Knowledge) -> None:
    rows = read(knowledge, "the Bank of Velm said", actors=(("organisation", "Bank of Velm", "Bank of Velm"),))
    assert [(row.why.rule, row.confidence) for row in rows] == [("inside-name", 0.5)]


@pytest.mark.parametrize(
    ("text", "country", "rule"),
    [
        ("A storm hit Birmingham.", "GBR", "largest"),
        ("A storm hit Birmingham, Alabama.", "USA", "beside"),
        ("A storm hit Birmingham after it left Florida and Texas.", "USA", "states-named"),
        ("Georgia held elections.", "GEO", "largest"),
        ("Georgia held elections, as did Alabama and Florida in the United States.", "USA", "states-named"),
        ("Georgia held elections, said Tbilisi and the United States.", "GEO", "states-named"),
    ],
)
def test_a_name_that_places_share(knowledge: Knowledge, text: str, country: str, rule: str) -> None:
    row = read(knowledge, text)[0]
    assert (row.country, row.why.rule) == (country, rule)


def test_hyphens(knowledge: Knowledge) -> None:
    assert names(read(knowledge, "Karsova-Georgia talks, Velm-based and Velm-Oststadt.")) == [
        ("Karsova", "Karsova", "KRS"),
        ("Georgia", "Georgia", "GEO"),
        ("Velm", "Velm", "KRS"),
    ]


def test_the_word_for_the_kind_of_place_belongs_to_the_name(knowledge: Knowledge) -> None:
    rows = read(knowledge, "They met in Velm Province, near Velm Valley Bank and in Karsova Province.")
    assert [row.span.exact for row in rows] == ["Velm Province", "Velm", "Karsova"]
    assert rows[0].name == "Velm Province"


def test_what_only_the_parser_takes_for_a_place(knowledge: Knowledge) -> None:
    text = "Shells fell on the Ostwald Bridge and in Murnau. Belkin fell. The Grand Hall fell, said Rusk of Western Oz."
    labels = (
        ("the Ostwald Bridge", "FAC"),
        ("Murnau", "GPE"),
        ("Belkin", "GPE"),
        ("The Grand Hall", "FAC"),
        ("Rusk", "GPE"),
        ("Western", "LOC"),
    )
    rows = read(knowledge, text, actors=(("person", "Rusk", "Rusk"),), labels=labels)
    assert [(row.span.exact, row.latitude, row.country, row.why.rule) for row in rows] == [
        ("Ostwald Bridge", None, None, "parser"),
        ("Murnau", None, None, "parser"),
    ]


@settings(deadline=None)  # the first one loads the tables
@given(st.text() | st.text("KarsovVelmIn, -'’\u00a0.é\u0301İß🙂\n\r\x00"))
def test_any_text(text: str) -> None:
    rows = read(load_knowledge(), text)
    assert all(text[row.span.start : row.span.end] == row.span.exact for row in rows)
    assert [row.span.start for row in rows] == sorted(row.span.start for row in rows)
    assert not any(a.span.overlaps(b.span) for a, b in pairwise(rows))
