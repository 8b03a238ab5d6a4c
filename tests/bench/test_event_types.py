"""The type of a given pair: which pairs are typed, what the figures are made of, and the matrix."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import event_types
import matrix
import pytest
import scorers
from event_types import Typed

import standoff
from standoff.errors import InputError
from standoff.readers.events.given import GivenPair

SVG = "{http://www.w3.org/2000/svg}"
HEAD = "sentence\tsource\ttarget\tevent_type\tquad\n"
ROWS = [
    ("Tarland accused  Karsova of piracy.", "Tarland", "Karsova", "ACCUSE", "3"),
    ("The Northern\u00a0Compact left Velm.", "The Northern Compact", "Velm", "YIELD", "2"),
    ("Merania fed Sarn.", "Merania", "Sarn", "AID", "1"),
    ("Merania fed Sarn.", "Merania", "the city of Sarn", "AID", "2"),
]
SAID = {"Tarland accused  Karsova of piracy.": "ACCUSE", "Merania fed Sarn.": "CONCEDE"}
TYPED = [Typed("AID", "AID")] * 3 + [Typed("AID", "ACCUSE")] + [Typed("ACCUSE", "ACCUSE")] + [Typed("YIELD", "AID")] * 2


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.tsv"
    path.write_text(HEAD + "".join("\t".join(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


def test_a_pair_that_is_not_in_its_sentence_is_counted_and_left_out(pairs: Path) -> None:
    found = event_types.measure(pairs, "toys", lambda pair: SAID.get(pair.sentence, "RETREAT"))
    assert found.counts == {"ACCUSE": {"ACCUSE": 1}, "YIELD": {"YIELD": 1}, "AID": {"YIELD": 1}}
    assert (found.left_out, found.other_quads) == (1, 1)
    shown = event_types.report(found)
    assert "3 pairs: toys.\n1 more do not stand in their sentences" in shown
    assert "the file has another for 1." in shown


def test_parties_are_given_as_they_stand_in_the_sentence(pairs: Path) -> None:
    first, second, *_ = filter(None, event_types.iter_pairs(pairs))
    assert (first.actor, first.recipient) == ((0, 7), (17, 24))
    assert second.sentence[slice(*second.actor)] == "The Northern\u00a0Compact"


def test_parties_are_found_as_the_scorer_finds_them(data: Path) -> None:
    find = scorers.load(data, "score").find
    for words in ("Velm", "the  Compact", "Compact (north)", "V.lm", " ", "\n", "Sarn"):
        for sentence in ("Velm and the Compact\n(north)", "the\tCompact. Velm, Velm", ""):
            assert event_types.place_of(words, sentence) == find(sentence, words)


def test_what_is_said_is_what_a_user_gets(pairs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def event_type(*arguments: object) -> GivenPair:
        asked.append(arguments)
        if len(asked) == 3:
            raise InputError("no part of the sentence")
        return GivenPair("RETREAT", "material cooperation", 0.5, "AID", 0.25)

    monkeypatch.setattr(standoff, "event_type", event_type, raising=False)
    found = event_types.measure(pairs, "toys")
    assert asked[0] == (ROWS[0][0], (0, 7), (17, 24))
    assert found.counts == {"ACCUSE": {"YIELD": 1}, "YIELD": {"YIELD": 1}, "AID": {event_types.NOTHING: 1}}


def test_figures_are_right_on_pairs_counted_by_hand() -> None:
    found = event_types.scores(TYPED)
    assert found["AID"] == (4, 5, 3)
    assert (found["AID"].precision, found["AID"].recall) == (3 / 5, 3 / 4)
    assert (found["YIELD"].precision, found["YIELD"].recall, found["YIELD"].f1) == (None, 0.0, 0.0)
    assert event_types.macro_f1(TYPED) == pytest.approx((2 * 3 / 9 + 2 * 1 / 3 + 0) / 3)
    assert event_types.accuracy(TYPED) == 4 / 7


def test_classes_are_those_that_are_true_of_a_pair() -> None:
    pairs = [Typed("AID", "AID"), Typed("AID", event_types.NOTHING)]
    assert list(event_types.scores(pairs)) == ["AID"]
    assert event_types.macro_f1(pairs) == pytest.approx(2 / 3)


def test_a_wrong_type_can_have_the_right_quad() -> None:
    quads = event_types.as_quads(TYPED)
    assert event_types.accuracy(quads) == 6 / 7
    assert event_types.macro_f1(quads) == pytest.approx((2 * 5 / 11 + 2 / 3) / 2)
    assert event_types.as_quads([Typed("YIELD", event_types.NOTHING)]) == [("2", "0")]


def test_predictions_of_all_folds_are_scored_together(tmp_path: Path) -> None:
    paths = [tmp_path / f"plv-fold-{fold}.jsonl" for fold in range(2)]
    for path, rows in zip(paths, (TYPED[:3], [*TYPED[3:6], Typed("YIELD", "RETREAT")]), strict=True):
        path.write_text("".join(json.dumps(row._asdict()) + "\n" for row in rows), encoding="utf-8")
    found = event_types.read_predictions(paths)
    assert found.counts == event_types.counted([*TYPED[:6], Typed("YIELD", "YIELD")])
    assert "2 parts, each left out when" in event_types.report(found)
    assert "word for word" not in event_types.report(found)


def test_pairs_that_were_trained_on_are_named(pairs: Path, tmp_path: Path) -> None:
    copy, other = tmp_path / "copy.tsv", tmp_path / "other.tsv"
    copy.write_bytes(pairs.read_bytes())
    other.write_text(HEAD, encoding="utf-8")
    assert "no measure of its quality" in event_types._source(copy, pairs)
    assert "no measure" not in event_types._source(other, pairs)


def test_without_a_pair_there_is_no_figure(tmp_path: Path) -> None:
    (tmp_path / "none.tsv").write_text(HEAD, encoding="utf-8")
    with pytest.raises(SystemExit, match="no pair"):
        event_types.report(event_types.measure(tmp_path / "none.tsv", "toys"))


def test_what_is_kept_comes_back_and_is_shown() -> None:
    found = event_types.Outcome("toys", "d1", 0, 0, event_types.counted(TYPED))
    again = event_types.Outcome(**json.loads(json.dumps(vars(found))))
    assert again == found
    shown = event_types.report(again)
    assert shown == event_types.report(found)
    assert "| types, share right | 0.571 (" in shown
    assert shown.index("| YIELD | 2 | 0 | - | 0.000 | 0.000 |") < shown.index("| AID | 4 | 5 | 0.600 | 0.750 | 0.667 |")


def test_the_matrix_has_its_counts_where_truth_and_said_cross() -> None:
    found = event_types.Outcome("toys", "d1", 0, 0, event_types.counted(TYPED))
    drawn = event_types.draw(found)
    assert drawn == event_types.draw(found)
    tree = ET.fromstring(drawn)  # noqa: S314  what was drawn here
    names = ["YIELD", "AID", "ACCUSE"]
    cells = {}
    for text in tree.iter(f"{SVG}text"):
        if text.get("class") == "count":
            column, row = (
                (int(text.attrib[a]) - at) // matrix.CELL for a, at in (("x", matrix.LEFT), ("y", matrix.TOP))
            )
            cells[names[row], names[column]] = int(text.text or "")
    assert cells == {("YIELD", "AID"): 2, ("AID", "AID"): 3, ("AID", "ACCUSE"): 1, ("ACCUSE", "ACCUSE"): 1}
    deep = [
        (rect.get("class"), rect.get("fill-opacity")) for rect in tree.iter(f"{SVG}rect") if rect.get("fill-opacity")
    ]
    assert deep == [("wrong", "0.500"), ("right", "0.433"), ("wrong", "0.250"), ("right", "0.500")]
    assert "7 pairs, macro-F1 0.444, 0.571 right" in drawn
    assert "prefers-color-scheme: dark" in drawn


def test_names_in_the_matrix_are_escaped() -> None:
    tree = ET.fromstring(matrix.confusion("a & b", "<n>", ["x<y"], {"x<y": {"x<y": 2}}))  # noqa: S314  drawn here
    assert [title.text for title in tree.iter(f"{SVG}title")] == ["a & b", "2 of 2 x<y: said x<y"]
