"""Zones of plain text: the cases, and what holds for any text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.document import ZONE_NAMES
from standoff.ingest.cues import load_cues
from standoff.ingest.zones import zone_text

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "zones.toml").read_text(encoding="utf-8")
)["case"]


def page(case: dict[str, Any]) -> tuple[str, list[list[str]]]:
    if "text" in case:
        return case["text"], case["zones"]
    text, zones = "", []
    for line in case["lines"]:
        for number in range(0, len(line), 2):
            zone, piece = line[number], line[number + 1]
            text += " " if number and not piece.startswith("&") else ""
            text += piece.removeprefix("&")
            zones.append([zone, piece.removeprefix("&").strip()])
        text += "\n"
    return text, zones


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict[str, Any]) -> None:
    text, zones = page(case)
    assert [[zone.zone, text[zone.start : zone.end]] for zone in zone_text(text)] == zones, case["why"]


PIECES = st.sampled_from(
    [
        "Karsova said no.",
        "VELM, 4 March (KNA) -",
        "Related articles",
        "Editor's choice",
        "© KNA / Jan HoltThe minister spoke in Velm today.",
        "Photo: ",
        "(Photo by Jan Holt/AFP)",
        "4 March 2031",
        "1 year ago",
        "• ",
        "“We wait",
        "Talks resume in Sarn",
        "Talks resume in Sarn",
        "Загадка",
        "لا",
        "\r\n",
        "\n",
        "\n\n",
        "\u00a0",
        "\u00ad",
        "\u2028",
        "\x85",
        "\x1c",
        "\u200b",
        "- ",
        "Read more",
        " - Lakes Wire, 1920, 10.01.2031",
        "a" * 400,
        "\0",
        "👩‍🚀",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=30).map("".join))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(TEXTS, st.booleans())
def test_zones_hold_every_character_once(text: str, extracted: bool) -> None:
    zones = zone_text(text, extracted=extracted)
    held = [False] * len(text)
    at = 0
    for zone in zones:
        assert zone.zone in ZONE_NAMES
        assert zone.rule
        assert at <= zone.start < zone.end <= len(text)
        assert text[zone.start : zone.end].strip() == text[zone.start : zone.end]
        at = zone.end
        for i in range(zone.start, zone.end):
            held[i] = True
    assert [c for c, is_held in zip(text, held, strict=True) if not is_held and not c.isspace()] == []


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_characters="\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
        max_size=120,
    )
)
def test_one_line_is_the_story(line: str) -> None:
    assert {zone.zone for zone in zone_text(line)} <= {"body", "dateline"}


@pytest.mark.parametrize(
    "text", ["ab\n" * 20_000, "A.A." * 70 + "\n", "more from " + "a" * 280, "A/" * 400_000, "A, " * 100_000 + "-"]
)
def test_long_texts_take_little_time(text: str) -> None:
    zones = zone_text(text * 2)
    assert zones[0].start == 0


def test_each_cue_says_a_zone() -> None:
    assert {cue.zone for cue in load_cues().lines} <= set(ZONE_NAMES)
