import tomllib
from pathlib import Path
from typing import Any

import pytest

from standoff.annotation import Event
from standoff.document import Document, Zone
from standoff.readers.actors import NameIndex, read_actors
from standoff.readers.attributions import read_attributions
from standoff.readers.events import read_events
from standoff.readers.parsing import Models, iter_parses
from standoff.readers.places import read_places
from standoff.readers.quantities import read_quantities
from standoff.readers.times import read_times

FILE = Path(__file__).parents[1] / "cases" / "retellings.toml"
CASES = [
    pytest.param(
        block["type"],
        case,
        id=case["text"][:80].replace("\n", " "),
        marks=[pytest.mark.xfail] if block["group"] == "known-failure" else [],
    )
    for block in tomllib.loads(FILE.read_text("utf-8"))["block"]
    for case in block["cases"]
]


def events_of(text: str, models: Models, index: NameIndex, published: str | None = None) -> tuple[Event, ...]:
    """The events of a text whose paragraph before a blank line is its headline."""
    headline, _, body = text.rpartition("\n\n")
    at = len(text) - len(body)
    zones = (Zone(0, len(headline), "headline"),) if headline else ()
    document = Document(text, "case", published=published, zones=(*zones, Zone(at, len(text), "body")))
    parse = next(iter_parses(models, [document]))
    times, cast = read_times(parse), read_actors(parse, index)
    places = read_places(parse, index.knowledge, cast)
    said = read_attributions(parse, cast, times)
    return read_events(parse, cast, said, times, places, read_quantities(parse, times))


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_cases(kind: str, case: dict[str, Any], models: Models, index: NameIndex) -> None:
    events = [e for e in events_of(case["text"], models, index, case.get("published")) if e.event_type == kind]
    assert [" + ".join(span.exact for span in event.evidence) for event in events] == case["tellings"]
    for event in events:
        assert event.evidence[0] == event.trigger
        assert list(event.evidence[1:]) == sorted(event.evidence[1:])
        assert event.why.saw.get("tellings", "1") == str(len(event.evidence))
        assert all(case["text"][span.start : span.end] == span.exact for span in event.evidence)


def test_the_fullest_telling_is_the_row(models: Models, index: NameIndex) -> None:
    text = "Merania condemned Tarland's invasion of Karsova. Tarland invaded Karsova on 3 March 2031."
    invaded = next(e for e in events_of(text, models, index) if e.event_type == "ASSAULT")
    assert (invaded.trigger.exact, invaded.when and invaded.when.value) == ("invaded", "2031-03-03")
    assert [span.exact for span in invaded.evidence] == ["invaded", "invasion"]
