import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.annotation import AgendaItem
from standoff.document import Document, Zone
from standoff.readers.actors import NameIndex, read_actors
from standoff.readers.agenda import read_agenda
from standoff.readers.knowledge import load_knowledge
from standoff.readers.parsing import Models, Parse, iter_parses
from standoff.readers.times import read_times

CASES = Path(__file__).parents[1] / "cases" / "agenda.toml"
BLOCKS = tomllib.loads(CASES.read_text(encoding="utf-8"))["block"]
SOUND = [case for b in BLOCKS if b["group"] != "known-failure" for case in b["cases"]]
FAILING = [case for b in BLOCKS if b["group"] == "known-failure" for case in b["cases"]]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex(load_knowledge())


def parse(models: Models, text: str, published: str | None = "2031-03-04") -> Parse:
    zones = (Zone(0, len(text), "body"),) if text.strip() else ()
    return next(iter_parses(models, [Document(text=text, uri="case", published=published, zones=zones)]))


def read(index: NameIndex, parsed: Parse) -> tuple[AgendaItem, ...]:
    return read_agenda(parsed, read_actors(parsed, index), read_times(parsed))


def shown(row: AgendaItem) -> str:
    return f"{row.what.exact} = {row.when.value if row.when else '?'}"


@pytest.mark.parametrize("case", SOUND, ids=lambda case: case[0])
def test_case(models: Models, index: NameIndex, case: list[str]) -> None:
    text, *expected = case
    assert [shown(row) for row in read(index, parse(models, text))] == expected


@pytest.mark.parametrize("case", FAILING, ids=lambda case: case[0])
@pytest.mark.xfail(strict=True)
def test_known_failure(models: Models, index: NameIndex, case: list[str]) -> None:
    text, *expected = case
    assert [shown(row) for row in read(index, parse(models, text))] == expected


def test_those_who_take_part_are_named(models: Models, index: NameIndex) -> None:
    rows = read(index, parse(models, "France will hold talks with Germany next week, Poland said."))
    assert [row.actors for row in rows] == [("country:FRA", "country:DEU")]


def test_without_a_date_only_the_words_put_a_time_ahead(models: Models, index: NameIndex) -> None:
    rows = read(index, parse(models, "Leaders will meet next week. The council met on Friday.", None))
    assert [(row.what.exact, row.when) for row in rows] == [("Leaders will meet next week", None)]


WORDS = st.sampled_from(
    'will|meet|on|Friday|the|talks|next|week|is|set|to|vote|ahead|of|summit|not|if|would|have|,|.|\n|and|said|which|"|-|'
    "he|NATO|expires|in|2031|due|\u2019s|that".split("|")
)


@settings(max_examples=120, deadline=None)
@given(st.lists(WORDS | st.text(max_size=4), max_size=16))
def test_rows_point_at_their_words_and_never_overlap(models: Models, index: NameIndex, words: list[str]) -> None:
    text = " ".join(words)
    rows = read(index, parse(models, text))
    assert all(text[r.what.start : r.what.end] == r.what.exact for r in rows)
    assert all(a.what.end <= b.what.start for a, b in pairwise(rows))
