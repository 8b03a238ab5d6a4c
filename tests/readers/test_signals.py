import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standoff.annotation import Signal
from standoff.ontology.acts import ACTS, codebook_page
from standoff.readers.actors import Cast, NameIndex, read_actors
from standoff.readers.attributions import read_attributions
from standoff.readers.parsing import Parse
from standoff.readers.signals import read_signals
from standoff.readers.signals.cues import CLAUSES
from standoff.readers.times import read_times

BLOCKS = tomllib.loads((Path(__file__).parents[1] / "cases" / "signals.toml").read_text(encoding="utf-8"))["block"]
KNOWN = "known-failure"
CASES = [
    pytest.param(case, block["group"], id=case["text"], marks=[pytest.mark.xfail] if block["group"] == KNOWN else [])
    for block in BLOCKS
    for case in block["cases"]
]
DOCS = Path(__file__).parents[2] / "docs"


def signals_of(parse: Parse, index: NameIndex) -> tuple[Cast, tuple[Signal, ...]]:
    times, cast = read_times(parse), read_actors(parse, index)
    return cast, read_signals(parse, cast, read_attributions(parse, cast, times), times)


@pytest.mark.parametrize(("case", "group"), CASES)
def test_cases(case: dict[str, Any], group: str, parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    cast, rows = signals_of(parse_of(case["text"]), index)
    if group == KNOWN:
        assert [row.act for row in rows] == [want["act"] for want in case["signals"]]
        return

    def name(actor: str | None) -> str | None:
        return cast.actor(actor).name if actor else None

    seen = [
        {
            "act": row.act,
            "sender": name(row.sender),
            "voice": name(row.voice),
            "recipient": name(row.recipient),
            "span": row.span.exact,
            "condition": row.condition.exact if row.condition else None,
            "kind": row.condition_kind,
            "deadline": row.deadline.value if row.deadline else None,
        }
        for row in rows
    ]
    absent = dict.fromkeys(("recipient", "condition", "kind", "deadline"))
    assert seen == [absent | {"voice": want["sender"]} | want for want in case["signals"]]


def test_every_act_has_cases() -> None:
    acts = {want["act"] for block in BLOCKS for case in block["cases"] for want in case["signals"]}
    assert acts == set(ACTS)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_near_misses_of_the_codebook_are_missed(act: Any, parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    _, rows = signals_of(parse_of(act.near_miss), index)
    assert act.name not in [row.act for row in rows]


def test_examples_of_the_codebook_are_found(parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    found = {name: [row.act for row in signals_of(parse_of(act.example), index)[1]] for name, act in ACTS.items()}
    assert [name for name, acts in found.items() if acts != [name]] == []


def test_tracks_and_reasons(parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    text = "Karsova threatened Tarland with sanctions. Merania offered to host talks."
    parse = parse_of(text)
    _, rows = signals_of(parse, index)
    assert [row.track for row in rows] == ["deterrence", "dialogue"]
    assert [row.why.saw["trigger"] for row in rows] == ["threatened", "offered"]
    assert all(text[row.span.start : row.span.end] == row.span.exact for row in rows)
    assert all(0 < row.confidence <= 1 for row in rows)
    assert signals_of(parse, index)[1] == rows


def test_one_row_where_cue_and_content_tell_the_same(parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    parse = parse_of('Karsovan President Ana Velik demanded: "Tarland must leave our land."')
    _, rows = signals_of(parse, index)
    assert [(row.act, row.span.exact) for row in rows] == [("demand", "Tarland must leave our land")]
    assert rows[0].attribution is not None


def test_a_speech_is_read_as_what_somebody_says(parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    parse = parse_of(
        "We have come a long way. Tarland has violated our sovereignty. We condemn it. We call on Tarland to leave."
    )
    _, rows = signals_of(parse, index)
    assert [(row.act, row.sender) for row in rows] == [("accuse", None), ("disapprove", None), ("appeal", None)]
    _, report = signals_of(parse_of("Tarland has annexed the islands. The council met on Monday."), index)
    assert report == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        '"',
        "\u201cIf\u201d",
        "if if if",
        "\u202ethreatened\u202c",
        "We. Will. Respond.",
        "or else",
        "\U0001f6a8 will pay",
        "if",
    ],
)
def test_odd_texts_raise_nothing(text: str, parse_of: Callable[[str], Parse], index: NameIndex) -> None:
    signals_of(parse_of(text), index)


def test_the_page_is_the_table() -> None:
    assert (DOCS / "acts.md").read_text(encoding="utf-8") == codebook_page()


def test_clause_rules_are_named_once() -> None:
    names = [rule.rule for rule in CLAUSES]
    assert len(names) == len(set(names))
