import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standoff.readers.actors import Cast, NameIndex, read_actors
from standoff.readers.parsing import Parse

BLOCKS = tomllib.loads((Path(__file__).parents[1] / "cases" / "actors.toml").read_text(encoding="utf-8"))["block"]
CASES = [pytest.param(case, id=case["text"][:60]) for block in BLOCKS for case in block["cases"]]


def named(cast: Cast, actor_id: str) -> str:
    return cast.actor(actor_id).name


@pytest.mark.parametrize("case", CASES)
def test_cases(case: dict[str, Any], parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    cast = read_actors(parse_of(case["text"]), index)
    mentions = [f"{m.span.exact} = {named(cast, m.actor)}" for m in cast.mentions]
    assert set(case.get("mentions", [])) <= set(mentions)
    assert not {m.span.exact for m in cast.mentions} & set(case.get("absent", []))
    principals = {f"{actor.name} = {named(cast, cast.principal(actor.id))}" for actor in cast.actors}
    assert set(case.get("principals", [])) <= principals


def test_a_phrase_stands_for_its_actors(parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    parse = parse_of("Karsova and Tarland signed the treaty.")
    cast = read_actors(parse, index)
    assert cast.named_by(parse.tokens[0]) == ("country:KRS", "country:TRL")
    assert cast.named_by(parse.tokens[3]) == ()


def test_an_unknown_actor_is_an_error(parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    with pytest.raises(KeyError):
        read_actors(parse_of("Nothing happened."), index).actor("country:KRS")


def test_an_actor_is_noted_once_on_the_same_words(parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    cast = read_actors(parse_of("The Ministry of Foreign Affairs said the note was late."), index)
    ids = [m.id for m in cast.mentions]
    assert len(ids) == len(set(ids))
    assert [m.span.exact for m in cast.mentions] == ["Ministry of Foreign Affairs"]
