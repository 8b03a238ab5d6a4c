import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.ontology.contexts import contexts
from standoff.readers.events.contexts import contexts_of, read_contexts
from standoff.readers.parsing import Parse

CASES = Path(__file__).parents[1] / "cases" / "contexts.toml"
PAGE = Path(__file__).parents[2] / "docs" / "ontology.md"
BLOCKS = tomllib.loads(CASES.read_text(encoding="utf-8"))["block"]
SOUND = [case for b in BLOCKS if b["group"] != "known-failure" for case in b["cases"]]
FAILING = [case for b in BLOCKS if b["group"] == "known-failure" for case in b["cases"]]

ParseOf = Callable[[str], Parse]


def of_text(parse: Parse) -> str:
    return ", ".join(contexts_of(parse, 0, len(parse.tokens)))


@pytest.mark.parametrize("case", SOUND, ids=lambda case: case[0])
def test_case(parse_of: ParseOf, case: list[str]) -> None:
    text, *expected = case
    assert [found for found in [of_text(parse_of(text))] if found] == expected


@pytest.mark.parametrize("case", FAILING, ids=lambda case: case[0])
@pytest.mark.xfail(strict=True)
def test_known_failure(parse_of: ParseOf, case: list[str]) -> None:
    text, *expected = case
    assert [found for found in [of_text(parse_of(text))] if found] == expected


def test_every_context_has_a_case() -> None:
    shown = {name for case in SOUND for names in case[1:] for name in names.split(", ")}
    assert shown == set(contexts())
    assert len(SOUND) >= 60
    assert sum(len(case) == 1 for case in SOUND) >= 20


def test_the_page_says_what_the_table_says() -> None:
    page = PAGE.read_text("utf-8")
    for context in contexts().values():
        assert f"| {context.name} | {context.meaning} |" in page


def test_only_the_tokens_asked_for_count(parse_of: ParseOf) -> None:
    parse = parse_of("Soldiers left. The ambassador stayed.")
    first, second = parse.sentences
    assert contexts_of(parse, first.start, first.end) == ("military",)
    assert contexts_of(parse, second.start, second.end) == ("diplomatic",)
    assert contexts_of(parse, 2, 2) == ()


def test_a_phrase_does_not_run_over_the_end(parse_of: ParseOf) -> None:
    parse = parse_of("They sent the air force.")
    assert contexts_of(parse, 0, len(parse.tokens)) == ("military",)
    assert contexts_of(parse, 0, parse.lowers.index("force")) == ()


def test_a_story_is_about_what_recurs(parse_of: ParseOf) -> None:
    parse = parse_of(
        "Soldiers crossed the river. The ambassador protested. Nobody spoke of the soldiers. They had come by night."
    )
    found = read_contexts(parse)
    assert found.sentences == (("military",), ("diplomatic",), ("military",), ())
    assert found.document == ("military",)


def test_a_single_sentence_is_its_story(parse_of: ParseOf) -> None:
    assert read_contexts(parse_of("Soldiers crossed the river.")).document == ("military",)
    assert read_contexts(parse_of("")).document == ()


def test_what_falls_twice_in_a_long_story_is_in_passing(parse_of: ParseOf) -> None:
    filler = "Nobody spoke. " * 28
    assert read_contexts(parse_of(f"Soldiers left. {filler} Soldiers came.")).document == ()


WORDS = st.sampled_from(
    "nuclear|weapons|the|talks|air|force|of|-|no|human|rights|Court|’s|women|\n|.|trafficking|".split("|")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS | st.text(max_size=4), max_size=16))
def test_any_text_has_contexts_in_the_order_of_the_table(parse_of: ParseOf, words: list[str]) -> None:
    parse = parse_of(" ".join(words))
    found = read_contexts(parse)
    order = list(contexts())
    for names in (*found.sentences, found.document):
        assert list(names) == sorted(set(names), key=order.index)
