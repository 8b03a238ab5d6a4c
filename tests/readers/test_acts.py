"""The head for acts is asked about every candidate alone, and the parties of an act stand where they are named."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from standoff.annotation import Signal
from standoff.readers.actors import Cast, NameIndex, read_actors
from standoff.readers.attributions import read_attributions
from standoff.readers.parsing import Parse
from standoff.readers.signals import read_signals
from standoff.readers.signals.acts import FACTS, LABELS, load_acts, probabilities
from standoff.readers.signals.candidates import Candidate, iter_candidates
from standoff.readers.signals.decision import confidence
from standoff.readers.signals.parties import Scene
from standoff.readers.signals.rules import CueReading
from standoff.readers.times import read_times

Reads = Callable[[str], Parse]


def candidates_of(parse: Parse, index: NameIndex) -> tuple[CueReading, list[Candidate]]:
    times, cast = read_times(parse), read_actors(parse, index)
    reading = CueReading(Scene(parse, cast, read_attributions(parse, cast, times)))
    return reading, [c for sentence in parse.sentences for c in iter_candidates(reading, sentence)]


def signals_of(parse: Parse, index: NameIndex) -> tuple[Cast, tuple[Signal, ...]]:
    times, cast = read_times(parse), read_actors(parse, index)
    return cast, read_signals(parse, cast, read_attributions(parse, cast, times), times)


def test_a_protasis_holds_no_candidate(parse_of: Reads, index: NameIndex) -> None:
    text = '"If Tarland closes the river, we will strike back," Karsovan President Ana Velik said.'
    _, found = candidates_of(parse_of(text), index)
    assert [c.token.text for c in found] == ["strike"]
    assert found[0].condition is not None
    assert found[0].condition.span.exact == "If Tarland closes the river"


def test_other_candidates_change_nothing(parse_of: Reads, index: NameIndex) -> None:
    parse = parse_of("Karsova accused Tarland of jamming its radios, and threatened it with sanctions.")
    reading, found = candidates_of(parse, index)
    assert len(found) >= 2
    sentence = next(iter(parse.sentences))
    together = probabilities(found, reading.scene, sentence.start_char, sentence.end_char)
    for n, candidate in enumerate(found):
        alone = probabilities([candidate], reading.scene, sentence.start_char, sentence.end_char)
        assert np.allclose(together[n], alone[0], atol=1e-5)
        assert together[n].sum() == pytest.approx(1, abs=1e-4)


def test_the_head_has_a_weight_for_every_fact_and_label() -> None:
    head = load_acts()
    assert head.facts is not None
    assert head.direct is not None
    assert head.facts.shape[0] == len(FACTS)
    assert head.direct.shape == (len(FACTS), len(LABELS))


def test_confidence_rises_with_the_odds_and_with_a_cue() -> None:
    odds = [0.0, 0.4, 0.8, 1.0]
    assert sorted(confidence(o, cued=True) for o in odds) == [confidence(o, cued=True) for o in odds]
    assert all(confidence(o, cued=True) > confidence(o, cued=False) for o in odds)


@pytest.mark.parametrize(
    ("text", "sender", "recipient"),
    [
        # the side that names the speaker
        ('"We will strike back at Tarland," said Colonel Ruta Mazur of the Karsovan army.', "Karsova", "Tarland"),
        # the one side of whose doing an office-holder without a state speaks
        (
            "Karsova will never accept the demands of Tarland, Foreign Minister Ana Velik said.",
            "Karsova",
            "Tarland",
        ),
        # "they" are those of the sentence before
        (
            'Tarland has closed the crossing. "They will pay a high price," Karsovan President Ana Velik said.',
            "Karsova",
            "Tarland",
        ),
        # whom it protects is not whom it threatens
        ("Any attack on Merania will be answered, Karsovan President Ana Velik said.", "Karsova", None),
    ],
)
def test_sides(text: str, sender: str, recipient: str | None, parse_of: Reads, index: NameIndex) -> None:
    cast, rows = signals_of(parse_of(text), index)
    assert rows
    row = rows[0]
    assert (row.sender and cast.actor(row.sender).name, row.recipient and cast.actor(row.recipient).name) == (
        sender,
        recipient,
    )


@pytest.mark.parametrize(
    ("text", "kind", "condition"),
    [
        ('"Pull back, or we will open fire," Karsovan President Ana Velik told Tarland.', "unless", "Pull back"),
        (
            '"Stop the flights and we will stop the searches," Karsovan President Ana Velik told Tarland.',
            "if",
            "Stop the flights",
        ),
        (
            '"We will strike back should Tarland load the silos," Karsovan President Ana Velik said.',
            "if",
            "should Tarland load the silos",
        ),
        (
            '"Whoever shoots at our medics will be hunted down," Karsovan President Ana Velik said.',
            "noun-phrase",
            "Whoever shoots at our medics",
        ),
    ],
)
def test_conditions(text: str, kind: str, condition: str, parse_of: Reads, index: NameIndex) -> None:
    _, rows = signals_of(parse_of(text), index)
    assert [(row.condition_kind, row.condition and row.condition.exact) for row in rows] == [(kind, condition)]


@pytest.mark.parametrize(
    ("text", "strength", "deed"),
    [
        ("Karsova warned that Tarland could attack Merania.", "tentative", "ASSAULT"),
        ('"We will attack Tarland," Karsovan President Ana Velik said.', "firm", "ASSAULT"),
        ('"Tarland will pay a high price," Karsovan President Ana Velik said.', "grave", None),
        ("Karsova accused Tarland of attacking its convoy.", None, "ASSAULT"),
    ],
)
def test_binding(text: str, strength: str | None, deed: str | None, parse_of: Reads, index: NameIndex) -> None:
    _, rows = signals_of(parse_of(text), index)
    assert [(row.strength, row.deed) for row in rows] == [(strength, deed)]
