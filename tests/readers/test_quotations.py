"""Quotations in every dress: the cases of tests/cases/quotations.toml, whether they are well formed, and the run."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.annotation import AttributionKind
from standoff.document import Document, Zone
from standoff.readers.actors import NameIndex, read_actors
from standoff.readers.attributions import read_attributions
from standoff.readers.parsing import Models, Parse, iter_parses
from standoff.readers.times import read_times

BLOCKS = tomllib.loads((Path(__file__).parents[1] / "cases" / "quotations.toml").read_text(encoding="utf-8"))["block"]
CASES = [
    pytest.param(
        case,
        id=f"{case['part']}-{block['group']}-{case['text'][:40]!a}",
        marks=[pytest.mark.xfail] if case.get("fails") else [],
    )
    for block in BLOCKS
    for case in block["cases"]
]
MARKS = "\"'“”„«»‘’`"
ENOUGH = 6  # cases of each kind


def parse_of(models: Models, case: dict[str, Any]) -> Parse:
    """The parse of a case: each line a paragraph of the body, the first one a headline where the case says so."""
    zones, at = [], 0
    for number, line in enumerate(case["text"].split("\n")):
        if line.strip():
            headline = number == 0 and case.get("headline", False)
            zones.append(Zone(at, at + len(line), "headline" if headline else "body"))
        at += len(line) + 1
    return next(iter_parses(models, [Document(text=case["text"], uri="case", zones=tuple(zones))]))


@pytest.mark.parametrize("case", CASES)
def test_cases(case: dict[str, Any], models: Models, statements_of: Callable[[Parse], list[list[str]]]) -> None:
    assert statements_of(parse_of(models, case)) == case["rows"]


@pytest.mark.parametrize(
    "case", [case for block in BLOCKS for case in block["cases"]], ids=lambda case: ascii(case["text"][:40])
)
def test_a_case_is_well_formed(case: dict[str, Any]) -> None:
    text = case["text"]
    for speaker, cue, content, kind in case["rows"]:
        assert kind in get_args(AttributionKind)
        assert not speaker or speaker.split()[-1][:-2] in text or speaker == "Karsova"
        assert re.search(rf"\b{re.escape(cue)}\b", text) if cue.strip(":-–—") else cue in text
        at = 0
        for part in content.split(" / "):
            assert part == part.strip()
            assert part in text[at:], part
            at = text.index(part, at) + len(part)
        parts = content.split(" / ")
        marked = [part[0] in MARKS or part[-1] in MARKS for part in parts]
        if kind == "direct":
            assert all(marked) or not set(text) & set('"“”„«»'), "words as spoken stand in marks, or the text has none"
        else:
            assert (kind == "mixed") == any(set(part) & set('"“”„«»') or " '" in part for part in parts)


def test_there_are_enough_of_each_kind_and_half_are_set_aside() -> None:
    assert {block["group"]: len(block["cases"]) for block in BLOCKS if len(block["cases"]) < ENOUGH} == {}
    cases = [case for block in BLOCKS for case in block["cases"]]
    assert [case["part"] for case in cases] == ["tuning" if n % 2 == 0 else "test" for n in range(len(cases))]
    assert len({case["text"] for case in cases}) == len(cases)


SIGNS = "\"'“”„‟«»‘’‹›`´″ʺ-–—―:.,!?…()[]\n\n\u00a0\u2028"
WORDS = (" said ", "Karsova", " Vareny ", "\n— ", "Q: ", ', he said. "', "according to ", " We ")


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from([*SIGNS, *WORDS]) | st.text(max_size=4), max_size=30).map("".join))
def test_any_text_gives_rows_or_none(models: Models, index: NameIndex, text: str) -> None:
    parse = parse_of(models, {"text": text})
    rows = read_attributions(parse, read_actors(parse, index), read_times(parse))
    assert len({row.id for row in rows}) == len(rows)
    for row in rows:
        assert row.content
        assert 0 <= row.confidence <= 1
        assert all(text[s.start : s.end] == s.exact for s in (row.source, row.cue, *row.content) if s)
