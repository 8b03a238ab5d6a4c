"""PolNeAR's gold, its several annotators, and what its scorer says of one reading of one document.

The scorer lies beside the gold (`bench/polnear_score.py` under `--data`): every count here is its own. It matches
attributions one to one inside a document, so that counts of documents can be added up.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import scorers

Marks = dict[str, list[tuple[int, int]]]
"""One attribution as the scorer reads it: `source`, `cue` and `content`, each a list of starts and ends."""

MATCHED = (
    "attr.overlap",
    "attr.exact",
    "cue.overlap",
    "cofenet.source.exact",
    "cofenet.cue.exact",
    "cofenet.content.exact",
)
"""The scorer's figures whose hits are whole numbers, the same seen from either side."""
TYPES = ("direct", "mixed", "indirect")


class Counts(NamedTuple):
    """What was found and is in the gold, what was found, and what is in the gold."""

    hits: int
    predicted: int
    gold: int

    @property
    def f1(self) -> float | None:
        """F1; None where there is neither a row nor gold.

        >>> Counts(3, 4, 8).f1, Counts(0, 0, 0).f1
        (0.5, None)
        """
        return 2 * self.hits / (self.predicted + self.gold) if self.predicted + self.gold else None

    @property
    def recall(self) -> float | None:
        """The share of the gold that was found; None where there is no gold."""
        return self.hits / self.gold if self.gold else None


def total(counts: Iterable[Counts]) -> Counts:
    """The counts added up.

    >>> total([Counts(1, 2, 3), Counts(1, 1, 1)])
    Counts(hits=2, predicted=3, gold=4)
    """
    hits, predicted, gold = map(sum, zip(*counts, strict=True)) if (counts := list(counts)) else (0, 0, 0)
    return Counts(hits, predicted, gold)


def marks(record: dict[str, Any]) -> list[Marks]:
    """The attributions of a record, in the order of its rows."""
    return [
        {role: [(span["start"], span["end"]) for span in _spans(row[role])] for role in ("source", "cue", "content")}
        for row in record["attributions"]
    ]


def _spans(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else [value] if value else []


@dataclass(frozen=True)
class Gold:
    """One folder of gold, `text` and `attributions` in it, and the scorer under `data` that reads it."""

    folder: Path
    data: Path

    @cached_property
    def scorer(self) -> ModuleType:
        """The scorer's module."""
        return scorers.load(self.data, "polnear_score")

    @cached_property
    def annotators(self) -> dict[str, list[str]]:
        """Who marked each document, in order: the scorer's choice, where it is given none, is the first."""
        found: dict[str, list[str]] = defaultdict(list)
        for file in sorted((self.folder / "attributions").glob("*.ann")):
            name = re.fullmatch(r"(.+)_([0-9a-f]+)", file.stem)
            if name and (self.folder / "text" / f"{name[1]}.txt").exists():
                found[name[1]].append(name[2])
        return dict(sorted(found.items()))

    @property
    def shared(self) -> list[str]:
        """The documents that more than one person marked."""
        return [document for document, people in self.annotators.items() if len(people) > 1]

    @cached_property
    def documents(self) -> dict[str, tuple[str, list[Marks]]]:
        """Text and first annotation of every document, by its name."""
        found: dict[str, tuple[str, list[Marks]]] = self.scorer.load_gold(self.folder)
        return found

    def marked(self, document: str, annotator: str) -> list[Marks]:
        """What one annotator marked in a document."""
        found: list[Marks] = self.scorer.read_ann(self._annotation(document, annotator))
        return found

    def counts(self, document: str, annotator: str, readings: Sequence[Sequence[Marks]]) -> list[dict[str, Counts]]:
        """The counts of each of several readings of a document against one annotator, by the scorer's name of a figure.

        Beside `MATCHED` there is `recall.TYPE` for each type of speech, which has no count of what was predicted.
        """
        with tempfile.TemporaryDirectory() as scratch:
            folder, rows = Path(scratch), Path(scratch) / "rows.jsonl"
            for part in ("text", "attributions"):
                (folder / part).mkdir()
            shutil.copy(self.folder / "text" / f"{document}.txt", folder / "text")
            shutil.copy(self._annotation(document, annotator), folder / "attributions")
            found = []
            for reading in readings:
                lines = (json.dumps({"doc": document, **row}) + "\n" for row in reading)
                rows.write_text("".join(lines), encoding="utf-8")
                found.append(_counts(self.scorer.score(folder, rows)))
            return found

    def matched(self, document: str, rows: Sequence[Marks]) -> set[int]:
        """Which of the rows the scorer's `attr.overlap` pairs with an attribution of the first annotator, by position.

        The scorer keeps its pairs to itself: this says again which two may be paired, and leaves matching to it.
        """
        score = self.scorer
        text, gold = self.documents[document]
        starts, ends = score.tokenise(text)
        tokens = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        predicted = [score.make(row, starts, ends, tokens, text) for row in rows]
        wanted = [score.make(row, starts, ends, tokens, text) for row in gold]

        def overlap(row: Any, other: Any) -> float:
            source = row.source & other.source or not (row.source or other.source)
            return float(score.iou(row.content, other.content)) if source and row.cue & other.cue else 0.0

        return {index for index, _ in score.one_to_one(predicted, wanted, overlap)}

    def _annotation(self, document: str, annotator: str) -> Path:
        return self.folder / "attributions" / f"{document}_{annotator}.ann"


def _counts(score: dict[str, Any]) -> dict[str, Counts]:
    """The scorer's shares as the counts they were made of."""
    found = {}
    for name in MATCHED:
        share = score[name]
        found[name] = Counts(round(share["p"] * share["pred"]), share["pred"], share["gold"])
    for kind in TYPES:
        share = score["types"][kind]
        found[f"recall.{kind}"] = Counts(round((share["recall"] or 0.0) * share["gold"]), 0, share["gold"])
    return found
