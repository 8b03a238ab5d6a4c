"""A gold set's texts through `standoff read` or `standoff code`: what is measured is what a user gets."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import scorers

Row = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """The file of records (or rows) that was printed, the number of texts that were read and the seconds it took."""

    records: Path
    units: int
    seconds: float

    def by_document(self, data: Path) -> dict[str, Row]:
        """The records by the name of their document in the gold; a document that was not read is not there."""
        found: dict[str, Row] = scorers.load(data, "score").records(self.records)
        return found


def read(data: Path, name: str, gold: Path, folder: Path, jobs: int) -> Reading:
    """The set `name`, whose gold lies at `gold`, read; texts and records are written to `folder`."""
    python(data / "bench" / "score.py", "texts", name, gold, folder / "texts")
    return read_texts(folder, jobs)


def read_texts(folder: Path, jobs: int, *actors: Path) -> Reading:
    """The texts in `folder / "texts"` as records, with these overlays; they are written to `folder`."""
    texts = folder / "texts"
    taught = [part for overlay in actors for part in ("--actors", overlay)]
    return _standoff(texts, folder / "records.jsonl", "read", texts, "--jsonl", "--jobs", jobs, *taught)


def code(form: str, folder: Path, jobs: int) -> Reading:
    """The texts in `folder / "texts"` as the rows of an event table of this format; they are written to `folder`."""
    texts = folder / "texts"
    return _standoff(texts, folder / f"rows.{form}", "code", texts, "--format", form, "--jobs", jobs)


def _standoff(texts: Path, out: Path, *arguments: object) -> Reading:
    """What the command line with these arguments prints of the texts, in the file `out`."""
    started = time.perf_counter()
    command = [Path(sys.executable).with_name("standoff"), *arguments, "--quiet"]
    with out.open("wb") as stream:
        subprocess.run([str(part) for part in command], stdout=stream, check=True)
    return Reading(out, sum(1 for _ in texts.iterdir()), time.perf_counter() - started)


def python(*arguments: object) -> str:
    """What a Python program prints."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
