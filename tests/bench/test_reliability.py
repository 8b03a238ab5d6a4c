"""The confidence of rows against the truth: who is right, the bins, the two scores, and the diagram."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import diagram
import polnear
import pytest
import reliability
from hypothesis import given
from hypothesis import strategies as st
from reliability import Judged
from toy_gold import BRIDGE, CLOSED, HARBOUR, LATE, OPENS, SUNK, record

rows = st.lists(st.builds(Judged, st.floats(min_value=0, max_value=1), st.booleans()), min_size=1, max_size=60)


def claims(confidence: float, right: int, wrong: int) -> list[Judged]:
    return [Judged(confidence, True)] * right + [Judged(confidence, False)] * wrong


def test_a_row_is_right_once_for_one_gold_attribution(gold: polnear.Gold) -> None:
    found = record(HARBOUR, [LATE, LATE, ("The harbour master", "said", "ship")], 0.25)
    assert reliability.judged({"harbour": found}, gold) == [(0.25, True), (0.25, False), (0.25, False)]


def test_a_row_is_wrong_where_a_role_is_wrong_or_missing(gold: polnear.Gold) -> None:
    source, cue, content = SUNK
    for wrong in (("The harbour master", cue, content), (source, "said", content), (source, cue, "the ferry was late")):
        assert reliability.judged({"harbour": record(HARBOUR, [wrong], 0.75)}, gold) == [(0.75, False)]
    lone = record(HARBOUR, [SUNK])
    lone["attributions"][0]["source"] = None
    assert reliability.judged({"harbour": lone}, gold) == [(0.5, False)]


def test_documents_without_gold_are_not_judged(gold: polnear.Gold) -> None:
    assert reliability.judged({"elsewhere": record(HARBOUR, [LATE])}, gold) == []


def test_as_many_are_right_as_the_scorer_counts(gold: polnear.Gold) -> None:
    records = {
        "harbour": record(HARBOUR, [SUNK, LATE, ("Ana Petrov", "said", "the ferry was late")]),
        "bridge": record(BRIDGE, [OPENS, ("the mayor", "said", "Drivers"), CLOSED]),
    }
    for document, found in records.items():
        (counts,) = gold.counts(document, gold.annotators[document][0], [polnear.marks(found)])
        right = [row.right for row in reliability.judged({document: found}, gold)]
        assert (sum(right), len(right)) == (counts["attr.overlap"].hits, counts["attr.overlap"].predicted)


def test_what_is_calibrated_has_no_error() -> None:
    found = reliability.reliability("toys", claims(0.5, 5, 5) + claims(0.75, 3, 1) + claims(1.0, 2, 0))
    assert found.ece == 0.0
    assert found.rows == 16
    assert found.right == 10 / 16
    assert found.brier == pytest.approx((10 * 0.25 + 3 * 0.0625 + 0.5625) / 16)


def test_what_claims_too_much_is_found_out() -> None:
    found = reliability.reliability("toys", claims(1.0, 1, 3))
    assert (found.ece, found.brier) == (0.75, 0.75)
    assert reliability.reliability("toys", []).ece == 0.0


@given(rows)
def test_every_row_is_in_one_bin(judged: list[Judged]) -> None:
    for bins in (reliability.equal_width(judged), reliability.equal_count(judged)):
        assert 1 <= len(bins) <= reliability.BINS
        assert sum(part.rows for part in bins) == len(judged)
        assert sum(part.rows * part.right for part in bins) == pytest.approx(sum(row.right for row in judged))
        assert bins == sorted(bins)
        assert 0 <= reliability.expected_error(bins) <= 1


@given(rows)
def test_rows_of_one_confidence_stay_together(judged: list[Judged]) -> None:
    bins = reliability.equal_count(judged)
    for row in judged:
        assert sum(part.low <= row.confidence <= part.high for part in bins) == 1


def test_bins_of_equal_count_are_equal_where_they_can_be() -> None:
    bins = reliability.equal_count([Judged(index / 50, False) for index in range(50)])
    assert [part.rows for part in bins] == [5] * reliability.BINS


def test_the_diagram_is_sound_and_says_what_it_shows() -> None:
    found = reliability.reliability("toys & <models>", claims(0.5, 5, 5) + claims(1.0, 10, 30))
    drawn = reliability.draw(found)
    assert drawn == reliability.draw(found)
    tree = ET.fromstring(drawn)  # noqa: S314  what was drawn here
    circles = list(tree.iter("{http://www.w3.org/2000/svg}circle"))
    assert [circle[0].text for circle in circles] == [
        "10 rows: confidence 0.50, right 0.50",
        "40 rows: confidence 1.00, right 0.25",
    ]
    areas = [float(circle.attrib["r"]) ** 2 for circle in circles]
    assert areas == [pytest.approx(diagram.LARGEST**2 / 4), diagram.LARGEST**2]
    words = [text.text for text in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert "Confidence of toys & <models>: claimed and true" in words
    assert f"ECE {found.ece:.3f}, Brier {found.brier:.3f}, 50 rows" in words


def test_every_kind_is_judged_on_a_set_of_the_bench() -> None:
    for kind in reliability.KINDS:
        assert reliability.sets.by_name(kind.gold_set)
        assert reliability.image(kind.name).name == f"reliability-{kind.name}.svg"
