import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standoff.annotation import Event
from standoff.document import Document, Zone
from standoff.ontology.plover import event_types
from standoff.readers.actors import Cast, NameIndex, read_actors
from standoff.readers.attributions import read_attributions
from standoff.readers.events import read_events
from standoff.readers.parsing import Parse, iter_parses
from standoff.readers.places import read_places
from standoff.readers.quantities import read_quantities
from standoff.readers.times import read_times

FILES = Path(__file__).parents[1] / "cases"
BLOCKS = tomllib.loads((FILES / "events.toml").read_text(encoding="utf-8"))["block"]
CARRIED = tomllib.loads((FILES / "carried.toml").read_text(encoding="utf-8"))["cases"]
CASES = [
    pytest.param(
        case, id=case["text"][:60] or "empty", marks=[pytest.mark.xfail] if block["group"] == "known-failure" else []
    )
    for block in BLOCKS
    for case in block["cases"]
]


def events_of(parse: Parse, index: NameIndex) -> tuple[Cast, tuple[Event, ...]]:
    times = read_times(parse)
    cast = read_actors(parse, index)
    return cast, read_events(parse, cast, read_attributions(parse, cast, times), times, (), ())


def row_of(event: Event, cast: Cast) -> list[str]:
    def names(ids: tuple[str, ...]) -> str:
        return ", ".join(cast.actor(own).name for own in ids)

    kind = f"{event.event_type} {event.mode or ''}".strip()
    return [kind, event.trigger.exact, names(event.actors), names(event.recipients), ", ".join(event.modality)]


@pytest.mark.parametrize("case", CASES)
def test_cases(case: dict[str, Any], parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    cast, events = events_of(parse_of(case["text"]), index)
    assert [row_of(event, cast) for event in events] == case["rows"]
    if "attributed" in case:
        assert (events[0].attribution is not None) == case["attributed"]


def test_a_dated_event_has_its_time_and_is_historical_when_long_past(models: Any, index: NameIndex) -> None:
    text = "Tarland invaded Karsova in 2014. Merania backed Karsova on 3 March 2031."
    document = Document(text=text, uri="case", published="2031-03-04", zones=(Zone(0, len(text), "body"),))
    _, (old, new) = events_of(next(iter_parses(models, [document])), index)
    assert (old.when and old.when.value, old.modality) == ("2014", ("historical",))
    assert (new.when and new.when.value, new.modality) == ("2031-03-03", ())


def test_an_event_has_the_place_of_its_own_clause(parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    parse = parse_of("Tarland attacked Karsova in the Ilmen Corridor. Merania backed Karsova.")
    times = read_times(parse)
    cast = read_actors(parse, index)
    places = read_places(parse, index.knowledge, cast)
    attacked, backed = read_events(parse, cast, read_attributions(parse, cast, times), times, places, ())
    assert attacked.where == next(place.id for place in places if place.name == "Ilmen Corridor")
    assert backed.where is None


def test_every_row_is_anchored_and_takes_its_scores_from_the_ontology(
    parse_of: Callable[[str], Parse], index: NameIndex
) -> None:
    text = "“We urge Tarland to withdraw,” Karsova said.\nTarland rejected the demand and massed troops near Velm."
    parse = parse_of(text)
    _, events = events_of(parse, index)
    assert events
    for event in events:
        kind = event_types()[event.event_type]
        assert (event.quad, event.intensity, event.track) == (
            kind.quad,
            kind.intensity_of(event.mode),
            kind.track_of(event.mode),
        )
        for span in (event.trigger, event.sentence):
            assert text[span.start : span.end] == span.exact
        assert event.sentence.contains(event.trigger)
        assert 0 < event.confidence < 1
        assert event.why.saw["pattern"]
    assert len({event.trigger for event in events}) == len({event.id for event in events}) == len(events)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["text"][:60], marks=[pytest.mark.xfail] if case.get("fails") else [])
        for case in CARRIED
    ],
)
def test_an_event_has_the_figure_that_it_carries(
    case: dict[str, Any], parse_of: Callable[[str], Parse], index: NameIndex
) -> None:
    parse = parse_of(case["text"])
    times, cast = read_times(parse), read_actors(parse, index)
    figures = read_quantities(parse, times)
    events = read_events(parse, cast, read_attributions(parse, cast, times), times, (), figures)
    carried = next(event for event in events if event.trigger.exact == case["trigger"]).quantity
    assert next((row.span.exact for row in figures if row.id == carried), "") == case["figure"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="“”'\" \n\u00a0.,ab", max_size=30), st.text(max_size=30))
def test_no_text_breaks_the_reader(models: Any, index: NameIndex, before: str, after: str) -> None:
    text = f"{before}Karsova told Tarland to withdraw{after} and attacked"
    document = Document(text=text, uri="case", zones=(Zone(0, len(text), "body"),))
    _, events = events_of(next(iter_parses(models, [document])), index)
    assert all(text[e.trigger.start : e.trigger.end] == e.trigger.exact for e in events)
