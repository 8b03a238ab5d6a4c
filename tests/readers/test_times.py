import re
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.document import Document, Zone
from standoff.readers.parsing import Models, Parse, iter_parses
from standoff.readers.phrases import FIGURES
from standoff.readers.times import read_times
from standoff.readers.times.grammar import OPENINGS, RULES

CASES = Path(__file__).parents[1] / "cases" / "times.toml"
FLOOR = 0.95
"""Share of the expressions of the cases (known failures left in) read with exactly their words and value."""


def load_cases() -> list[tuple[str, str, str, list[str]]]:
    blocks = tomllib.loads(CASES.read_text(encoding="utf-8"))["block"]
    return [(b["group"], b["published"], text, expected) for b in blocks for text, *expected in b["cases"]]


def parse(models: Models, text: str, published: str | None = "2031-03-04") -> Parse:
    zones = (Zone(0, len(text), "body"),) if text.strip() else ()
    return next(iter_parses(models, [Document(text=text, uri="case", published=published or None, zones=zones)]))


def read(models: Models, text: str, published: str) -> list[str]:
    return [f"{row.span.exact} = {row.value or '?'}" for row in read_times(parse(models, text, published))]


def test_cases(models: Models) -> None:
    right, expected_in_all, spurious, misses = 0, 0, 0, []
    for group, published, text, expected in load_cases():
        got = read(models, text, published)
        hits = sum((Counter(map(str.lower, expected)) & Counter(map(str.lower, got))).values())
        right, expected_in_all, spurious = right + hits, expected_in_all + len(expected), spurious + len(got) - hits
        if group == "known-failure":
            assert hits < max(len(expected), 1) or got != expected, f"no longer a known failure: {text}"
        elif (got and not expected) or hits < len(expected) or len(got) > len(expected):
            misses.append(f"{text}\n    expected {expected}\n    got      {got}")
    accuracy = right / expected_in_all
    print(f"times: {right}/{expected_in_all} = {accuracy:.3f} of expressions right, {spurious} rows beside them")  # noqa: T201
    assert not misses, "\n".join(misses)
    assert accuracy >= FLOOR


def test_every_expression_begins_with_an_opening_of_its_rule() -> None:
    for *_, text, _expected in load_cases():
        for rule, pattern in RULES:
            for match in pattern.finditer(text):
                first = re.match(r"[a-z]+|\d", match[0].lower())
                assert first is not None
                assert (FIGURES if first[0].isdigit() else first[0]) in OPENINGS[rule], (rule, match[0])


def test_enough_cases_of_every_group() -> None:
    groups = Counter(group for group, *_ in load_cases())
    assert sum(groups.values()) >= 220
    assert set(groups) == {"in-the-wild", "synthetic", "negative", "known-failure"}


def test_no_time_outside_the_story(models: Models) -> None:
    text = "Envoys met on Friday.\nRead more: Monday"
    document = Document(
        text=text, uri="case", published="2031-03-04", zones=(Zone(0, 21, "body"), Zone(22, len(text), "chrome"))
    )
    rows = read_times(next(iter_parses(models, [document])))
    assert [row.span.exact for row in rows] == ["Friday"]


def test_a_range_across_two_lines_is_two_times(models: Models) -> None:
    assert len(read(models, "It began on Monday\nTuesday was calm", "2031-03-04")) == 2


WORDS = st.sampled_from(
    "on|in|March|May|31|February|2014|-|\u2013|to|and|Friday|(|)|,|last|next|week|ago|two|99|00:00|9999|the|1/1/2031|\n|"
    "\u00a0|\u2019s|within|hours|0|29|Feb.|Q1|winter|\U0001f600|e\u0301|\u202e|24:61|p.m.|at|2031-W60|year".split("|")
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(WORDS | st.text(max_size=6), max_size=14),
    st.sampled_from(["2031-03-04", "0001-01-01", "9999-12-31", "2031", "x", None]),
)
def test_rows_point_at_their_words_in_any_text(models: Models, words: list[str], published: str | None) -> None:
    text = " ".join(words)
    rows = read_times(parse(models, text, published))
    assert all(text[r.span.start : r.span.end] == r.span.exact for r in rows)
    assert all(a.span.end <= b.span.start for a, b in pairwise(rows))
    assert rows == read_times(parse(models, text, published))
