"""The typer answers for each pair alone, whatever else it is asked; what it learned from is whole and kept apart."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import standoff
from standoff.document import Document, Zone
from standoff.ontology.plover import event_types
from standoff.readers.encoding import Encoder, read_pieces
from standoff.readers.events.typer import Pair, load_typer
from tools.training.told import held_out, iter_typed

TEXT = "Tarland accused Karsova of jamming its radar, and Merania sent Karsova generators."
GOLD = Path(__file__).parents[2] / "tools" / "training" / "gold"


def at(words: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def test_the_type_is_that_of_the_pair() -> None:
    accused = standoff.event_type(TEXT, at("Tarland"), at("Karsova"))
    helped = standoff.event_type(TEXT, at("Merania"), at("Karsova", 1))
    assert (accused.event_type, accused.quad) == ("ACCUSE", "verbal conflict")
    assert helped.event_type == "AID"
    assert accused.probability > accused.runner_up_probability


@pytest.mark.parametrize(
    ("sentence", "actor", "recipient"),
    [
        ("", (0, 1), (1, 2)),
        (TEXT, (0, 0), (16, 23)),
        (TEXT, (-3, 7), (16, 23)),
        (TEXT, (0, 7), (len(TEXT) + 5, len(TEXT) + 9)),
    ],
)
def test_a_span_outside_the_sentence_is_an_error(
    sentence: str, actor: tuple[int, int], recipient: tuple[int, int]
) -> None:
    with pytest.raises(standoff.InputError):
        standoff.event_type(sentence, actor, recipient)


def test_other_pairs_change_nothing() -> None:
    document = Document(text=TEXT, uri="a", zones=(Zone(0, len(TEXT), "body"),))
    read = Encoder().encode(read_pieces(document)).alone(0, len(TEXT))
    assert read is not None
    last = len(read.pieces)
    pairs = [
        Pair((0, 2), (3, 5), (2, 3)),
        Pair((3, 5)),
        Pair((0, 2), (last - 3, last - 2)),
        Pair((3, 5), (0, 2), (2, 3)),
    ]
    together = load_typer().probabilities(read, pairs)
    alone = np.concatenate([load_typer().probabilities(read, [pair]) for pair in pairs])
    assert np.allclose(together, alone, atol=1e-5)
    assert np.allclose(together.sum(axis=1), 1, atol=1e-5)


def test_the_sentences_of_our_own_hold_their_pairs() -> None:
    rows = list(iter_typed())
    assert {kind for *_, kind in rows} == set(event_types())
    assert all(text.count(actor) == text.count(recipient) == 1 for text, actor, recipient, _ in rows)


def test_what_is_annotated_lies_in_its_sentences_and_in_no_article_that_is_judged() -> None:
    rows = [json.loads(line) for line in (GOLD / "events_news.jsonl").read_text("utf-8").splitlines()]
    assert not {f"{row['set']}/{row['line']}" for row in rows} & held_out()
    for row in rows:
        for event in row["events"]:
            assert event["event_type"] in event_types()
            assert event["actors"]
            spans = [event["trigger"], *event["actors"], *event["recipients"]]
            assert all(row["start"] <= start < end <= row["end"] for start, end in spans)
