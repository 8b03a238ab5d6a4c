"""The texts a student reads with its teacher, besides PolNeAR: news and speeches that nobody annotated for this."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from standoff.document import Document
from tools.training.polnear import as_document

LEAST_LETTERS = 40


def iter_texts(data: Path) -> Iterator[Document]:
    """The texts of the development sets under `data` that are there, in a fixed order, labels left aside.

    `*/docs.jsonl` (a field `text`), the sentences of plv and cameo_ner, and the speeches of unscon.
    """
    for path in sorted(data.glob("*/docs.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").split("\n")):
            if line:
                yield from _long_enough(json.loads(line).get("text") or "", f"{path.parent.name}/{number}")
    for number, row in enumerate(_rows(data / "plv" / "train.tsv", "\t")):
        yield from _long_enough(row["sentence"], f"plv/{number}")
    bio = data / "cameo_ner" / "train.bio"
    for number, block in enumerate(bio.read_text("utf-8").split("\n\n") if bio.is_file() else []):
        words = " ".join(line.split()[0] for line in block.split("\n") if line.strip())
        yield from _long_enough(words, f"cameo_ner/{number}")
    speeches: dict[str, list[str]] = {}
    for row in _rows(data / "unscon" / "units.csv", ","):
        speeches.setdefault(row["file_id"], []).append(row["EDU_text"].strip())
    for name, units in speeches.items():
        yield from _long_enough(" ".join(units), f"unscon/{name}")


def _rows(path: Path, delimiter: str) -> Iterator[dict[str, str]]:
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file, delimiter=delimiter)


def _long_enough(text: str, uri: str) -> Iterator[Document]:
    if len(text) >= LEAST_LETTERS:
        yield as_document(text, uri)
