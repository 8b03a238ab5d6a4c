import re
from pathlib import Path

import pytest

from standoff.ontology.cameo import cameo_codes
from standoff.ontology.plover import QUADS, EventType, event_types
from standoff.readers.events.triggers import lexicon

PAGE = Path(__file__).parents[2] / "docs" / "ontology.md"


def test_there_are_sixteen_types_in_four_quads() -> None:
    types = event_types()
    assert len(types) == 16
    assert {kind.quad for kind in types.values()} == set(QUADS)


def test_the_four_inconsistencies_are_settled() -> None:
    types = event_types()
    assert types["SANCTION"].quad == "material conflict"
    assert types["ACCUSE"].intensity == -3
    assert "FIGHT" not in types
    assert {cameo_codes()[code].event_type for code in ("18", "19", "20")} == {"ASSAULT"}
    assert (types["REQUEST"].quad, types["REQUEST"].intensity) == ("verbal conflict", 0)


@pytest.mark.parametrize("kind", event_types().values(), ids=lambda kind: kind.name)
def test_a_type_agrees_with_itself(kind: EventType) -> None:
    sign = 1 if kind.quad.endswith("cooperation") else -1
    assert kind.intensity * sign >= 0
    assert kind.track in {"deterrence", "dialogue", None}
    for other in (kind.ahead, kind.refused, *(mode.ahead for mode in kind.modes.values())):
        assert other is None or other in event_types()
    for name, asked in (("REQUEST", kind.asked), ("THREATEN", kind.threatened), ("REJECT", kind.declined)):
        assert asked is None or asked in event_types()[name].modes
    assert kind.meaning.endswith(".")
    assert kind.example != kind.near_miss


def test_every_type_has_triggers() -> None:
    words = lexicon()
    found = {p.act.event_type for group in (words.verbs, words.nouns) for ps in group.values() for p in ps}
    assert found == set(event_types())


@pytest.mark.parametrize("kind", event_types().values(), ids=lambda kind: kind.name)
def test_the_page_says_what_the_table_says(kind: EventType) -> None:
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in PAGE.read_text("utf-8").splitlines()
        if re.match(rf"\| {kind.name} \|", line)
    ]
    assert [kind.name, kind.quad, f"{kind.intensity:g}", kind.track or "", kind.meaning] in rows
    assert [kind.name, kind.example, f"{kind.near_miss} ({kind.near_miss_is})"] in rows
