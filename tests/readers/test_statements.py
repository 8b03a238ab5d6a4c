"""When, where and to whom something was said: the cases of tests/cases/statements.toml."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from standoff.document import Document, Span
from standoff.readers.actors import NameIndex, read_actors
from standoff.readers.attributions.circumstances import addressee, said_on, venue
from standoff.readers.parsing import Parse
from standoff.readers.times import read_times

BLOCKS = tomllib.loads((Path(__file__).parents[1] / "cases" / "statements.toml").read_text(encoding="utf-8"))["block"]
CASES = [
    pytest.param(
        case,
        id=f"{case['part']}-{case['text'][:60]}",
        marks=[pytest.mark.xfail] if block["group"] == "known-failure" else [],
    )
    for block in BLOCKS
    for case in block["cases"]
]


def spans_of(document: Document, case: dict[str, Any]) -> tuple[Span | None, Span, list[Span]]:
    """Source, cue and content of a case: the first place outside what was found before it (content, source, cue)."""
    taken: list[Span] = []

    def find(words: str) -> Span:
        at = document.text.find(words)
        while at >= 0:
            span = document.span(at, at + len(words))
            if not any(span.overlaps(t) for t in taken):
                taken.append(span)
                return span
            at = document.text.find(words, at + 1)
        raise AssertionError(f"{words!r} does not stand in {document.text!r}")

    content = [find(part) for part in case["content"].split(" / ")]
    source = find(case["source"]) if case["source"] else None
    return source, find(case["cue"]), content


@pytest.mark.parametrize("case", CASES)
def test_cases(case: dict[str, Any], parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    parsed = parse_of(case["text"])
    parse = replace(parsed, document=replace(parsed.document, published=case["published"], published_grain="day"))
    times, cast = read_times(parse), read_actors(parse, index)
    source, cue, content = spans_of(parse.document, case)
    when = said_on(parse, times, cue, content)
    heard = addressee(parse, cast, cue, source, content)
    assert {
        "said_on": when.value if when else "",
        "venue": venue(parse, times, cue, source, content) or "",
        "addressee": cast.actor(heard).name if heard else "",
    } == {key: case[key] for key in ("said_on", "venue", "addressee")}
