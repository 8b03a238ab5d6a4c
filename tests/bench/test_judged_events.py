"""Rows of events that people judged: the file, which row is which, the figures, and what is still to be judged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import intervals
import judged_events
import judgements
import pytest
import reading
from judged_events import Outcome, Row
from judgements import Article, Judgement, Told

from tools.training.told import held_out

TEXT = "Tarland shelled Velm. Karsova accused Tarland of murder, and Merania may send troops."
SHA = hashlib.sha256(TEXT.encode()).hexdigest()[:16]
ARTICLE = Article("toys", 1, SHA)
NAMES = {"a1": "Tarland", "a2": "Velm", "a3": "Karsova", "a4": "Merania"}
Event = tuple[str, str, Sequence[str], Sequence[str], Sequence[str], float]
"""Trigger, type, ids of actors and of recipients, modality and confidence."""

SHELLED: Event = ("shelled", "ASSAULT", ["a1"], ["a2"], [], 0.9)
ACCUSED: Event = ("accused", "ACCUSE", ["a3"], ["a1"], [], 0.7)
SENDS: Event = ("send", "MOBILIZE", ["a4"], [], ["hypothetical"], 0.3)


def record(events: Sequence[Event], text: str = TEXT) -> dict[str, Any]:
    """What `standoff read` would print, as far as the bench looks at it."""
    rows = [
        {
            "trigger": {"start": text.index(word), "end": text.index(word) + len(word), "exact": word},
            "sentence": {"start": 0, "end": len(text), "exact": text},
            "event_type": kind,
            "actors": actors,
            "recipients": recipients,
            "modality": modality,
            "confidence": confidence,
        }
        for word, kind, actors, recipients, modality, confidence in events
    ]
    return {
        "document": {"text": text, "sha256": hashlib.sha256(text.encode()).hexdigest()},
        "actors": [{"id": id_, "name": name} for id_, name in NAMES.items()],
        "events": rows,
    }


def told(event: Event) -> Told:
    ((found, _, _),) = judgements.printed(record([event]), ARTICLE)
    return found


def line(event: Event, wrong: str | None = None, **other: Any) -> dict[str, Any]:
    row = json.loads(judgements.to_judge(told(event), ""))
    del row["sentence"]
    return {**row, "right": wrong is None, "wrong": wrong, **other}


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_row_is_what_its_text_trigger_type_and_parties_are() -> None:
    one = told(SHELLED)
    start, end = one.trigger
    assert (one.actors, one.recipients, TEXT[start:end]) == ({"Tarland"}, {"Velm"}, "shelled")
    assert judgements.is_same(one, replace(one, trigger=(end - 1, end + 5), article=Article("toys", 7, SHA)))
    for other in (
        replace(one, trigger=(end, end + 5)),
        replace(one, event_type="COERCE"),
        replace(one, actors=one.actors | {"Merania"}),
        replace(one, recipients=frozenset()),
        replace(one, actors=one.recipients, recipients=one.actors),
        replace(one, modality=frozenset({"negation"})),
        replace(one, article=Article("toys", 1, "0" * 16)),
    ):
        assert not judgements.is_same(one, other)


def test_modality_that_was_not_noted_is_not_compared() -> None:
    assert judgements.is_same(replace(told(SENDS), modality=None), told(SENDS))


def test_the_file_is_read(tmp_path: Path) -> None:
    old = line(ACCUSED, "actor")
    del old["modality"]
    path = write(tmp_path / "gold.jsonl", line(SHELLED), old)
    assert judgements.load(path) == [
        Judgement(told(SHELLED), None),
        Judgement(replace(told(ACCUSED), modality=None), "actor"),
    ]
    assert judgements.load(tmp_path / "nothing.jsonl") == []


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (line(SHELLED, right=None), "right None"),
        (line(SHELLED, right=False), "right False, wrong None"),
        (line(SHELLED, "type", right=True), "right True, wrong 'type'"),
        (line(SHELLED, "spelling"), "no event, type, actor"),
        (line(SHELLED, event_type="SHELL"), "no type 'SHELL'"),
        (line(SHELLED, sentence=TEXT), "offsets only"),
        (line(SHELLED, trigger=[3]), "ValueError"),
        (line(ACCUSED, "type"), "'right' and 'type'"),
        ({"set": "toys"}, "KeyError"),
    ],
)
def test_a_broken_line_is_named(broken: dict[str, Any], why: str, tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", line(ACCUSED), broken)
    with pytest.raises(SystemExit, match=f"line 2: .*{why}"):
        judgements.load(path)


def test_rows_are_looked_up_and_the_others_are_to_be_judged() -> None:
    gone = told(("murder", "ASSAULT", ["a1"], [], [], 0.5))
    judged = [Judgement(told(SHELLED), None), Judgement(told(ACCUSED), "type"), Judgement(gone, "no event")]
    found, unjudged = judged_events.compare({ARTICLE: record([SHELLED, ACCUSED, SENDS])}, judged)
    assert found.rows == [Row("ASSAULT", 0.9, None), Row("ACCUSE", 0.7, "type")]
    assert (found.unjudged, found.gone_right, found.gone_wrong) == (1, 0, 1)
    assert unjudged == [(told(SENDS), TEXT)]


def test_an_article_that_was_not_read_has_lost_its_rows() -> None:
    found, _ = judged_events.compare({ARTICLE: None}, [Judgement(told(SHELLED), None)])
    assert (found.articles, found.unread, found.rows, found.gone_right) == (1, 1, [], 1)
    assert "1 more could not be read" in judged_events.report(found)


def test_the_report_says_what_was_counted_by_hand() -> None:
    rows = [Row("ASSAULT", 0.9, None)] * 3 + [Row("ASSAULT", 0.9, "actor"), Row("AID", 0.5, "no event")]
    found = Outcome("d1", 2, 0, rows, 7, 1, 4)
    content = json.loads(json.dumps(vars(found)))
    assert Outcome(**{**content, "rows": [Row(*row) for row in content["rows"]]}) == found
    shown = judged_events.report(found)
    assert f"Precision {intervals.wilson(3, 5)}" in shown
    assert "3 of 5 judged rows of 2 articles are right; the bar is 0.85." in shown
    assert "7 printed rows nobody judged. Of the judged rows 1 right and 4 wrong ones are printed no more" in shown
    assert f"| ASSAULT | 4 | 3 | {intervals.wilson(3, 4)} |\n| AID | 1 | 0 |" in shown
    assert "| no event | 1 | 0.200 |\n| actor | 1 | 0.200 |" in shown
    assert "calibration error 0.220" in shown
    assert "| 0.80 to 1.00 | 4 | 0.900 | 0.750 |" in shown
    assert "of 0 judged rows" in judged_events.report(Outcome("d1", 2, 0, [], 7, 0, 0))


def test_the_interval_is_wilsons() -> None:
    value, low, high = intervals.wilson(81, 263)
    assert (value, low, high) == (81 / 263, pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4))
    assert intervals.wilson(5, 5).high == 1.0
    assert intervals.wilson(0, 0) == (0.0, 0.0, 1.0)


def test_what_was_filled_in_becomes_gold_without_its_sentence(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", line(SHELLED))
    open_rows = [json.loads(judgements.to_judge(told(event), TEXT)) for event in (ACCUSED, SENDS)]
    assert open_rows[0]["sentence"] == TEXT
    filled_in = write(tmp_path / "filled.jsonl", {**open_rows[0], "right": False, "wrong": "recipient"}, open_rows[1])
    assert judgements.add(filled_in, gold) == 1
    assert judgements.load(gold) == [Judgement(told(SHELLED), None), Judgement(told(ACCUSED), "recipient")]
    assert "murder" not in gold.read_text("utf-8")


def test_gold_is_left_alone_where_the_new_rows_are_broken(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", line(SHELLED))
    with pytest.raises(SystemExit):
        judgements.add(write(tmp_path / "filled.jsonl", line(SHELLED, "type")), gold)
    assert judgements.load(gold) == [Judgement(told(SHELLED), None)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["filled.jsonl", "gold.jsonl"]


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    (folder / "data" / "toys").mkdir(parents=True)
    write(
        folder / "data" / "toys" / "docs.jsonl",
        {"text": "Velm.\r\nSarn.", "date": "20310303"},
        {"text": TEXT},
        {"text": TEXT},
    )
    return folder


def test_articles_are_found_by_set_and_line(shared: Path) -> None:
    found = judged_events.texts(shared, [("toys", 2), ("toys", 1), ("toys", 0)])
    assert {(article.line, *dated) for article, dated in found.items()} == {
        (0, "Velm.\r\nSarn.", "20310303"),
        (1, TEXT, ""),
    }
    assert ARTICLE in found
    for number in (3, 4, -1):
        with pytest.raises(SystemExit, match=f"no line {number}"):
            judged_events.texts(shared, [("toys", number)])


def test_a_text_that_changed_is_not_measured(shared: Path) -> None:
    other = replace(told(SHELLED), article=Article("toys", 0, SHA))
    articles = judged_events.texts(shared, [("toys", 0)])
    with pytest.raises(SystemExit, match="not the text that was judged: toys/0"):
        judged_events.measure(shared, articles, [Judgement(other, None)], jobs=1)


def test_records_are_joined_to_articles_by_their_text(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_texts(folder: Path, jobs: int) -> reading.Reading:
        given = {path.read_bytes().decode() for path in (folder / "texts").iterdir()}
        assert given == {TEXT, "Velm.\r\nSarn."}
        write(folder / "records.jsonl", {"document": None, "unreadable": {}}, record([SHELLED]))
        return reading.Reading(folder / "records.jsonl", 2, 0.0)

    monkeypatch.setattr(reading, "read_texts", read_texts)
    found = judged_events.read(judged_events.texts(shared, [("toys", 0), ("toys", 1)]), jobs=1)
    assert {article.line: one and len(one["events"]) for article, one in found.items()} == {0: None, 1: 1}


def test_lists_of_articles_have_remarks(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("# kept apart\ntoys/12\n\nother/3  # long\n", encoding="utf-8")
    assert judged_events.listed(tmp_path / "list.txt") == [("toys", 12), ("other", 3)]


def test_nothing_is_trained_on_what_is_judged() -> None:
    judged = {f"{one.told.article.gold_set}/{one.told.article.line}" for one in judgements.load()}
    assert judged <= held_out()
