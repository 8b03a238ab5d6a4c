"""The gold of signals: what it holds, how it is loaded, and the check that it keeps its own rules.

    python bench/signal_gold.py        check all three files, and print how many signals of each act they hold

- bench/gold/signals.jsonl: items written for the project, about invented states, with their text. An object a line:
  `id`, `part` (tuning or test), `hard` (what makes it hard, of `HARD`), `text`, `actors` (id, name, kind) and `signals`
  in the contract's own form: `act`, `sender`, `voice`, `recipient` (ids of `actors`), `span`, `condition`,
  `condition_kind`, `deadline` (here the span of its words), `deed`, `strength`, `track`.
- bench/gold/signals_news.jsonl: the signals of 30 articles of war_news_2022_24; `set`, `line` and `sha256` (sixteen
  digits) say which text. Spans are offsets alone and parties are names: none of the text is in the file.
- bench/gold/signals_unscon.jsonl: those of speeches of UNSCon, likewise; `speech` is the file that they come from, its
  text the units joined by a space, as the set's scorer reads it.

docs/signals-gold.md describes how they came about.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from standoff.annotation import ConditionKind, Strength
from standoff.ontology.acts import ACTS
from standoff.ontology.plover import event_types

FOLDER = Path(__file__).with_name("gold")
ITEMS = FOLDER / "signals.jsonl"
WORLD = FOLDER / "signals_world.toml"
NEWS = FOLDER / "signals_news.jsonl"
UNSCON = FOLDER / "signals_unscon.jsonl"

PARTS = ("tuning", "test")

HARD = (
    "conditional", "noun-phrase-condition", "cross-sentence", "negation", "reported-denial", "hidden-demand",
    "hypothetical", "history", "question", "third-party-harm", "mixed-acts", "passive", "nominal", "misleading-verb",
    "no-cue", "headline", "own-voice", "spokesman", "opposition", "speech",
)  # fmt: skip
"""What can make an item hard; docs/signals-gold.md says what each means."""

Offsets = tuple[int, int]
SPANS = ("span", "condition", "deadline")


@dataclass(frozen=True)
class GoldSignal:
    """A signal that people marked; parties are names, spans are offsets into the item's text."""

    act: str
    sender: str | None
    voice: str | None
    recipient: str | None
    span: Offsets
    condition: Offsets | None
    condition_kind: str | None
    deadline: Offsets | None
    deed: str | None
    strength: str | None


@dataclass(frozen=True)
class Item:
    """A text of the gold with its signals."""

    name: str
    part: str
    hard: tuple[str, ...]
    text: str
    signals: tuple[GoldSignal, ...]


def items(part: str | None = None) -> list[Item]:
    """The written items, of one part or of both."""
    return [_item(row) for row in _rows(ITEMS) if part in (None, row["part"])]


def _item(row: dict[str, Any]) -> Item:
    names = {actor["id"]: actor["name"] for actor in row["actors"]}
    found = []
    for signal in row["signals"]:
        fields: dict[str, Any] = {key: signal[key] for key in ("act", "condition_kind", "deed", "strength")}
        fields |= {key: _offsets(signal[key]) for key in SPANS}
        fields |= {key: names.get(signal[key]) for key in ("sender", "voice", "recipient")}
        found.append(GoldSignal(**fields))
    return Item(row["id"], row["part"], tuple(row["hard"]), row["text"], tuple(found))


def _offsets(span: dict[str, Any] | None) -> Offsets | None:
    return None if span is None else (span["start"], span["end"])


def signals_of(row: dict[str, Any]) -> tuple[GoldSignal, ...]:
    """The signals of a line of the files that hold offsets alone."""
    found = []
    for signal in row["signals"]:
        spans = {key: tuple(signal[key]) if signal[key] else None for key in SPANS}
        found.append(GoldSignal(**{**signal, **spans}))
    return tuple(found)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of one of the files that hold offsets alone; none where it is not there."""
    return _rows(path)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        yield from (json.loads(line) for line in path.read_text("utf-8").split("\n") if line)


def problems() -> list[str]:
    """What is wrong with the written items: a span that is not its words, a label that is none, an id met twice."""
    found: list[str] = []
    seen: set[str] = set()
    texts: set[str] = set()
    for row in _rows(ITEMS):
        at = row["id"]
        if at in seen or row["text"] in texts:
            found.append(f"{at}: stands twice")
        seen.add(at)
        texts.add(row["text"])
        if row["part"] not in PARTS or not set(row["hard"]) <= set(HARD):
            found.append(f"{at}: unknown part or tag")
        ids = {actor["id"] for actor in row["actors"]}
        for signal in row["signals"]:
            found += [f"{at}: {why}" for why in _wrong(signal, row["text"], ids)]
    return found


def _wrong(signal: dict[str, Any], text: str, ids: set[str]) -> Iterator[str]:
    for key in SPANS:
        span = signal[key]
        if span is not None and text[span["start"] : span["end"]] != span["exact"]:
            yield f"{key} is not {span['exact']!r}"
    for key in ("sender", "voice", "recipient"):
        if signal[key] is not None and signal[key] not in ids:
            yield f"{key} {signal[key]!r} is no actor of the item"
    if signal["act"] not in ACTS:
        yield f"no act {signal['act']!r}"
    if (signal["condition"] is None) != (signal["condition_kind"] is None):
        yield "a condition without a kind, or a kind without a condition"
    if signal["condition_kind"] not in (None, *get_args(ConditionKind)):
        yield f"no kind of condition {signal['condition_kind']!r}"
    if signal["strength"] not in (None, *get_args(Strength)):
        yield f"no strength {signal['strength']!r}"
    if signal["deed"] not in (None, *event_types()):
        yield f"no PLOVER type {signal['deed']!r}"


def main() -> int:
    """Check the gold and print what it holds."""
    found = problems()
    for problem in found:
        print(f"FAILED {problem}")
    for part in PARTS:
        own = items(part)
        acts = Counter(signal.act for item in own for signal in item.signals)
        hard, empty = sum(bool(i.hard) for i in own), sum(not i.signals for i in own)
        print(f"{part}: {len(own)} items, {hard} hard, {empty} without a signal; {sum(acts.values())} signals:")
        print("  " + ", ".join(f"{act} {acts[act]}" for act in ACTS))
    for path in (NEWS, UNSCON):
        acts = Counter(signal["act"] for row in _rows(path) for signal in row["signals"])
        print(f"{path.name}: {sum(1 for _ in _rows(path))} texts, {sum(acts.values())} signals:")
        print("  " + ", ".join(f"{act} {acts[act]}" for act in ACTS))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
