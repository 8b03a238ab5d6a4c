import tomllib
from pathlib import Path
from typing import Any

import pytest

from standoff.document import Document, Zone
from standoff.readers.actors import NameIndex, read_actors
from standoff.readers.attributions import read_attributions
from standoff.readers.events import read_events
from standoff.readers.parsing import Models, iter_parses
from standoff.readers.times import read_times

FILE = Path(__file__).parents[1] / "cases" / "modality.toml"
CASES = [
    pytest.param(case, id=case["text"][:60], marks=[pytest.mark.xfail] if block["group"] == "known-failure" else [])
    for block in tomllib.loads(FILE.read_text("utf-8"))["block"]
    for case in block["cases"]
]


@pytest.mark.parametrize("case", CASES)
def test_cases(case: dict[str, Any], models: Models, index: NameIndex) -> None:
    text = case["text"]
    document = Document(text, "case", published=case.get("published"), zones=(Zone(0, len(text), "body"),))
    parse = next(iter_parses(models, [document]))
    times, cast = read_times(parse), read_actors(parse, index)
    events = read_events(parse, cast, read_attributions(parse, cast, times), times, (), ())
    event = next(event for event in events if event.trigger.exact.split()[0] == case["trigger"])
    assert {way: span.exact for way, span in event.cues.items()} == case["cues"]
    assert all(text[span.start : span.end] == span.exact for span in event.cues.values())
    ways = ("historical", "future", "hypothetical", "negation")
    assert ", ".join(event.modality) == case.get("modality", ", ".join(way for way in ways if way in case["cues"]))
    if "when" in case:
        assert event.when is not None
        assert event.when.value == case["when"]
