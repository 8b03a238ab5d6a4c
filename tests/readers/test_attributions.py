import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standoff.readers.actors import NameIndex, read_actors
from standoff.readers.attributions import read_attributions
from standoff.readers.parsing import Parse
from standoff.readers.times import read_times

BLOCKS = tomllib.loads((Path(__file__).parents[1] / "cases" / "attributions.toml").read_text(encoding="utf-8"))["block"]
CASES = [
    pytest.param(
        case, id=case["text"][:60] or "empty", marks=[pytest.mark.xfail] if block["group"] == "known-failure" else []
    )
    for block in BLOCKS
    for case in block["cases"]
]


@pytest.mark.parametrize("case", CASES)
def test_cases(
    case: dict[str, Any], parse_of: Callable[[str], Parse], statements_of: Callable[[Parse], list[list[str]]]
) -> None:
    assert statements_of(parse_of(case["text"])) == case["rows"]


def test_two_possible_holders_are_kept_as_nobody(parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    parse = parse_of("Karsova and Tarland said the talks would go on.")
    (row,) = read_attributions(parse, read_actors(parse, index), ())
    assert row.speaker is None
    assert row.candidates == ("country:KRS", "country:TRL")


def test_day_place_and_hearer_of_a_statement(parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    parse = parse_of(
        "Marta Lindqvar told Karsova at a news conference in Sarn on 3 March 2031 that the line would hold."
    )
    (row,) = read_attributions(parse, read_actors(parse, index), read_times(parse))
    assert row.said_on is not None
    assert row.said_on.value == "2031-03-03"
    assert row.venue == "a news conference in Sarn"
    assert row.addressee == "country:KRS"


def test_each_row_says_why(parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    parse = parse_of('"We will not leave," Marta Lindqvar said.')
    (row,) = read_attributions(parse, read_actors(parse, index), ())
    assert row.why.rule == "tagged"
    assert row.why.saw["cue"] == "said"
    assert 0 < float(row.why.saw["cue odds"]) <= 1
