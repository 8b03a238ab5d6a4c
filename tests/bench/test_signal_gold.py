"""The gold of signals keeps its rules, and the figures count what the words say."""

from __future__ import annotations

import json

import pytest
import signal_gold
import signals
from signal_gold import GoldSignal
from signals import Printed, compare, figures, same_party

TEXT = "If Velm fires, we will strike. Sarn offered talks."


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def marked(act: str, words: str, condition: str | None = None) -> GoldSignal:
    where = at(condition) if condition else None
    kind = "if" if condition else None
    return GoldSignal(act, "Tarland", None, "Karsova", at(words), where, kind, None, None, "firm")


def printed(act: str, words: str, condition: str | None = None, recipient: str | None = "Karsova") -> Printed:
    where = at(condition) if condition else None
    return Printed(act, "Tarland", None, recipient, at(words), where, None, None, "firm", 0.5)


def test_the_gold_keeps_its_rules() -> None:
    assert signal_gold.problems() == []
    assert sum(len(item.signals) for item in signal_gold.items("test")) > 80
    names = [item.name for item in signal_gold.items()]
    assert {i.name for i in signal_gold.items("tuning")} | {i.name for i in signal_gold.items("test")} == set(names)


def test_what_is_wrong_is_told(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    row = json.loads(signal_gold.ITEMS.read_text("utf-8").split("\n", 1)[0])
    row["part"] = "train"
    row["signals"] = [
        {
            **dict.fromkeys(("voice", "recipient", "condition", "deadline", "deed", "track")),
            "act": "shout",
            "sender": "country:XXX",
            "span": {"start": 0, "end": 3, "exact": "not this"},
            "condition_kind": "if",
            "strength": "weak",
        }
    ]
    path = tmp_path / "signals.jsonl"  # type: ignore[operator]
    path.write_text(json.dumps(row) + "\n" + json.dumps(row) + "\n", "utf-8")
    monkeypatch.setattr(signal_gold, "ITEMS", path)
    told = " ".join(signal_gold.problems())
    for wrong in ("stands twice", "unknown part", "span is not", "no actor", "no act", "without a kind", "no strength"):
        assert wrong in told


def test_each_marked_signal_has_one_row_at_most() -> None:
    found = compare(
        TEXT,
        [marked("threaten", "we will strike", "If Velm fires"), marked("offer", "Sarn offered talks")],
        [
            printed("threaten", "If Velm fires, we will strike", "If Velm fires", recipient=None),
            printed("threaten", "strike"),
            printed("promise", "Sarn offered talks"),
        ],
    )
    assert found.pairs == [(0, 0)]
    said = figures([found])
    assert (said["right"], said["precision"], said["recall"]) == (1, pytest.approx(1 / 3, abs=1e-4), 0.5)
    assert (said["sender"], said["recipient"], said["conditions"]) == (1.0, 0.0, 1.0)
    assert said["acts"]["offer"][0] == 0.0
    assert said["judged"] == [(0.5, True), (0.5, False), (0.5, False)]


def test_parties_are_the_same_by_whole_words() -> None:
    assert same_party("Lea Sand", "sand")
    assert same_party(None, None)
    assert not same_party("Karsova", None)
    assert not same_party("Sandmark", "Sand")


def test_the_report_names_every_act(capsys: pytest.CaptureFixture[str]) -> None:
    found = figures([compare(TEXT, [marked("offer", "Sarn offered talks")], [printed("offer", "Sarn offered talks")])])
    text = signals.report({"written": found})
    assert "| offer | 1.000 | 1.000 | 1.000 | 1 |" in text
    signals.show([compare(TEXT, [marked("offer", "Sarn offered talks")], [])], "act")
    assert "missed offer: Sarn offered talks" in capsys.readouterr().out
