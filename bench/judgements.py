"""Rows of events that people judged: the file that holds them, and which printed row is which judged one.

Each line of bench/gold/events_judged.jsonl is an object. `set` and `line` say where the article is (a line of
data/SET/docs.jsonl, from 0), and `sha256` has the first sixteen digits of the digest of its text. `trigger` (offsets
into the text), `event_type`, `actors` and `recipients` (names of actors) and `modality` say which row was judged;
`modality` may be left out, and is then not compared. `right` is true or false; `wrong` says what is wrong with a row
that is not right, and is null otherwise. None of the text is in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from standoff.ontology.plover import event_types

GOLD = Path(__file__).with_name("gold") / "events_judged.jsonl"

CAUSES = ("no event", "type", "actor", "recipient", "modality")
"""What can be wrong with a row: nothing happened, or one part of what did is not as the sentence tells it."""

SENTENCE = "sentence"
"""What stands beside a row for the one who judges it, and is not kept."""


class Article(NamedTuple):
    """Where an article is, and the first sixteen digits of the SHA-256 of its text."""

    gold_set: str
    line: int
    sha256: str


@dataclass(frozen=True)
class Told:
    """What makes a row of an event the row it is; `modality` None where that was not noted."""

    article: Article
    trigger: tuple[int, int]
    event_type: str
    actors: frozenset[str]
    recipients: frozenset[str]
    modality: frozenset[str] | None = None


@dataclass(frozen=True)
class Judgement:
    """A row that somebody judged: `wrong` is one of `CAUSES`, None where the row is right."""

    told: Told
    wrong: str | None


def is_same(one: Told, other: Told) -> bool:
    """Whether two are the same row: of one text, with triggers that overlap, and alike in everything else."""
    return (
        one.article.sha256 == other.article.sha256
        and max(one.trigger[0], other.trigger[0]) < min(one.trigger[1], other.trigger[1])
        and (one.event_type, one.actors, one.recipients) == (other.event_type, other.actors, other.recipients)
        and (one.modality is None or other.modality is None or one.modality == other.modality)
    )


def judgement_of(told: Told, judgements: Iterable[Judgement]) -> Judgement | None:
    """The first of the judgements that is of this row; None where nobody judged it."""
    return next((judgement for judgement in judgements if is_same(judgement.told, told)), None)


def printed(record: Mapping[str, Any], article: Article) -> Iterator[tuple[Told, float, str]]:
    """The events of a record, each with its confidence and the words of its sentence."""
    names = {actor["id"]: actor["name"] for actor in record["actors"]}
    for row in record["events"]:
        told = Told(
            article,
            (row["trigger"]["start"], row["trigger"]["end"]),
            row["event_type"],
            frozenset(names[actor] for actor in row["actors"]),
            frozenset(names[actor] for actor in row["recipients"]),
            frozenset(row["modality"]),
        )
        yield told, row["confidence"], row["sentence"]["exact"]


def load(path: Path = GOLD) -> list[Judgement]:
    """The judgements in a file; none where there is no file.

    Raises SystemExit naming the line where one is not complete, or contradicts itself or another.
    """
    lines = path.read_text("utf-8").split("\n") if path.exists() else []
    found: list[Judgement] = []
    for number, line in enumerate(lines, 1):
        if line:
            try:
                found.append(_judgement(json.loads(line), found))
            except (KeyError, TypeError, ValueError) as error:
                raise SystemExit(f"{path}, line {number}: {type(error).__name__}: {error}") from error
    return found


def _judgement(row: dict[str, Any], before: Sequence[Judgement]) -> Judgement:
    if SENTENCE in row:
        raise ValueError("offsets only: no sentence is kept (--add FILE leaves it out)")
    right, wrong = row["right"], row["wrong"]
    if not isinstance(right, bool) or right != (wrong is None) or wrong not in (None, *CAUSES):
        raise ValueError(f"right {right!r}, wrong {wrong!r}; `wrong` is null of a right row, else {', '.join(CAUSES)}")
    if row["event_type"] not in event_types():
        raise ValueError(f"no type {row['event_type']!r}; the types are {', '.join(event_types())}")
    start, end = row["trigger"]
    told = Told(
        Article(row["set"], row["line"], row["sha256"]),
        (start, end),
        row["event_type"],
        frozenset(row["actors"]),
        frozenset(row["recipients"]),
        frozenset(row["modality"]) if "modality" in row else None,
    )
    other = judgement_of(told, before)
    if other is not None and other.wrong != wrong:
        raise ValueError(f"the same row was judged {other.wrong or 'right'!r} and {wrong or 'right'!r}")
    return Judgement(told, wrong)


def to_judge(told: Told, sentence: str) -> str:
    """A line for somebody to fill in `right` and `wrong`."""
    row = {
        "set": told.article.gold_set,
        "line": told.article.line,
        "sha256": told.article.sha256,
        "trigger": list(told.trigger),
        "event_type": told.event_type,
        "actors": sorted(told.actors),
        "recipients": sorted(told.recipients),
        "modality": sorted(told.modality or ()),
        "right": None,
        "wrong": None,
        SENTENCE: sentence,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def add(filled_in: Path, path: Path = GOLD) -> int:
    """Append the rows of a file that was filled in, without their sentences; how many they are.

    Rows still open stay behind. Raises SystemExit, and leaves the file as it was, where the whole would not load.
    """
    rows = [json.loads(line) for line in filled_in.read_text("utf-8").split("\n") if line]
    kept = [{key: row[key] for key in row if key != SENTENCE} for row in rows if row["right"] is not None]
    before = path.read_text("utf-8") if path.exists() else ""
    whole = path.with_suffix(".new")
    whole.write_text(before + "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept), encoding="utf-8")
    try:
        load(whole)
        whole.replace(path)
    finally:
        whole.unlink(missing_ok=True)
    return len(kept)
