"""Standoff against people: who is compared with whom, and what the figures and their intervals are made of."""

from __future__ import annotations

import json
from pathlib import Path

import intervals
import people
import polnear
import pytest
from polnear import Counts
from toy_gold import BRIDGE, CLOSED, HARBOUR, LATE, OPENS, SUNK, record

ALL_FOUND = {"harbour": record(HARBOUR, [LATE, SUNK]), "bridge": record(BRIDGE, [CLOSED, OPENS])}


def against(**counts: Counts) -> dict[str, dict[str, Counts]]:
    return {document: {people.MAIN: value} for document, value in counts.items()}


HANDMADE: people.Agreement = {
    ("aa", "bb"): against(one=Counts(4, 4, 4), two=Counts(0, 4, 4)),
    ("bb", "aa"): against(one=Counts(4, 4, 4), two=Counts(0, 4, 4)),
    ("standoff", "aa"): against(one=Counts(2, 4, 4), two=Counts(0, 4, 4)),
    ("standoff", "bb"): against(one=Counts(2, 4, 4)),
}


def test_an_annotator_agrees_with_himself(gold: polnear.Gold) -> None:
    for document, annotators in gold.annotators.items():
        for annotator in annotators:
            (counts,) = gold.counts(document, annotator, [gold.marked(document, annotator)])
            shares = [value.recall if name.startswith("recall.") else value.f1 for name, value in counts.items()]
            assert {share for share in shares if share is not None} == {1.0}


def test_two_annotators_agree_on_what_both_marked(gold: polnear.Gold) -> None:
    (counts,) = gold.counts("harbour", "aa", [gold.marked("harbour", "bb")])
    assert counts["attr.overlap"] == counts["cofenet.content.exact"] == Counts(1, 1, 2)
    assert counts["recall.indirect"] == Counts(1, 0, 2)
    assert counts["recall.direct"].recall is None


def test_a_record_is_read_as_an_annotator_is(gold: polnear.Gold) -> None:
    (counts,) = gold.counts("bridge", "aa", [polnear.marks(record(BRIDGE, [CLOSED, OPENS]))])
    assert counts["attr.exact"] == Counts(2, 2, 2)
    assert counts["recall.direct"] == Counts(1, 0, 1)


def test_missing_source_and_cue_are_no_spans() -> None:
    row = {"source": None, "cue": None, "content": [{"start": 3, "end": 9, "exact": "harbou"}]}
    assert polnear.marks({"attributions": [row]}) == [{"source": [], "cue": [], "content": [(3, 9)]}]


def test_everyone_is_compared_with_everyone_else(gold: polnear.Gold) -> None:
    found = people.agreement(gold, ALL_FOUND)
    assert set(found) == {("aa", "bb"), ("bb", "aa"), ("standoff", "aa"), ("standoff", "bb")}
    assert all(set(documents) == {"bridge", "harbour"} for documents in found.values())
    human, standoff = people.values(found, people.MAIN, gold.shared)
    assert human == [pytest.approx(6 / 7), pytest.approx(6 / 7)]
    assert sorted(standoff) == [pytest.approx(6 / 7), 1.0]


def test_a_document_that_was_not_read_is_missed(gold: polnear.Gold) -> None:
    comparison = people.compare(gold, {"bridge": ALL_FOUND["bridge"]}, list(gold.annotators))
    assert (comparison.documents, comparison.annotators, comparison.pairs) == (2, 2, 2)
    assert comparison.dev_documents == 3
    assert comparison.dev.value == pytest.approx(2 * 2 / (2 + 5))


def test_what_several_people_marked_is_held_out(folder: Path, data: Path) -> None:
    assert polnear.Gold(folder, data).shared == ["bridge", "harbour"]
    assert len(people.held_out(data)) == 16 or not (data / "data" / "polnear").exists()


def test_counts_are_added_up_before_shares_are_taken() -> None:
    human, standoff = people.values(HANDMADE, people.MAIN, ["one", "two"])
    assert human == [0.5, 0.5]
    assert standoff == [0.25, 0.5]


def test_a_document_counts_as_often_as_it_was_drawn() -> None:
    human, standoff = people.values(HANDMADE, people.MAIN, ["one", "one", "two"])
    assert human == [pytest.approx(2 / 3)] * 2
    assert standoff == [pytest.approx(1 / 3), 0.5]


def test_the_gap_is_below_zero_where_people_agree_better() -> None:
    assert people.gap(HANDMADE, ["one"]) == -0.5
    same = {(reader, annotator): by for (reader, annotator), by in HANDMADE.items() if reader != "standoff"}
    same |= {("standoff", annotator): by for (_, annotator), by in same.items()}
    assert people.gap(same, ["one", "two"]) == 0.0


def test_an_interval_is_the_same_each_time_and_holds_its_figure() -> None:
    documents = [0.1, 0.3, 0.35, 0.5, 0.7, 0.9]
    first = intervals.bootstrap(documents, lambda drawn: sum(drawn) / len(drawn))
    assert first == intervals.bootstrap(documents, lambda drawn: sum(drawn) / len(drawn))
    assert min(documents) < first.low < first.value < first.high < max(documents)


def test_what_is_kept_comes_back_and_is_shown() -> None:
    some = intervals.Interval(0.5, 0.25, 0.75)
    found = people.Comparison(
        "d1", 18, 6, 30, [("cue, exact F1", some, some)], intervals.Interval(-0.1, -0.2, 0.1), 84, some
    )
    assert people._restored(json.loads(json.dumps(vars(found)))) == found
    shown = people.report(found)
    assert "| cue, exact F1 | 0.500 (0.250 to 0.750) | 0.500 (0.250 to 0.750) |" in shown
    assert "-0.100, 95% interval -0.200 to +0.100" in shown
    assert "human level" not in shown
