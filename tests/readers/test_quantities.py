import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.annotation import Quantity
from standoff.document import Document, Zone
from standoff.readers.parsing import Models, Parse, iter_parses
from standoff.readers.quantities import read_quantities
from standoff.readers.times import read_times

CASES = Path(__file__).parents[1] / "cases" / "quantities.toml"
BLOCKS = tomllib.loads(CASES.read_text(encoding="utf-8"))["block"]
SOUND = [case for b in BLOCKS if b["group"] != "known-failure" for case in b["cases"]]
FAILING = [case for b in BLOCKS if b["group"] == "known-failure" for case in b["cases"]]


def parse(models: Models, text: str) -> Parse:
    zones = (Zone(0, len(text), "body"),) if text.strip() else ()
    return next(iter_parses(models, [Document(text=text, uri="case", published="2031-03-04", zones=zones)]))


def shown(row: Quantity) -> str:
    fields = (row.span.exact, f"{row.value:.10g}", row.qualifier or "", row.unit or "", row.of.exact if row.of else "")
    return "|".join(f.strip() for f in fields)


def plain(expected: str) -> str:
    return "|".join(field.strip() for field in expected.split("|"))


@pytest.mark.parametrize("case", SOUND, ids=lambda case: case[0])
def test_case(models: Models, case: list[str]) -> None:
    text, *expected = case
    read = parse(models, text)
    assert [shown(row) for row in read_quantities(read, read_times(read))] == [plain(e) for e in expected]


@pytest.mark.parametrize("case", FAILING, ids=lambda case: case[0])
@pytest.mark.xfail(strict=True)
def test_known_failure(models: Models, case: list[str]) -> None:
    text, *expected = case
    read = parse(models, text)
    assert [shown(row) for row in read_quantities(read, read_times(read))] == [plain(e) for e in expected]


WORDS = st.sampled_from(
    "more|than|150,000|troops|$|1.5bn|%|percent|two|dozen|half|a|million|of|20|-|to|30|fold|,|.|\n|\u00a0|5|in|2014|"
    "March|one|soldier|\u20ac|\u0665|\u00bd|m|km|or|at least|between|and".split("|")
)


@settings(max_examples=120, deadline=None)
@given(st.lists(WORDS | st.text(max_size=5), max_size=14), st.sampled_from(["", " "]))
def test_rows_point_at_their_words_and_keep_off_times(models: Models, words: list[str], between: str) -> None:
    text = between.join(words)
    read = parse(models, text)
    found = read_times(read)
    rows = read_quantities(read, found)
    times = [row.span for row in found]
    assert all(text[r.span.start : r.span.end] == r.span.exact for r in rows)
    assert all(text[r.of.start : r.of.end] == r.of.exact for r in rows if r.of)
    assert len({r.id for r in rows}) == len(rows)
    assert not any(r.span.contains(t) for r in rows for t in times)
