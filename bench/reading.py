"""A gold set's texts, read by `standoff read DIR --jsonl`: what is measured is what a user gets."""

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
    """The file of records that was printed, the number of texts that were read and the seconds it took."""

    records: Path
    units: int
    seconds: float

    def by_document(self, data: Path) -> dict[str, Row]:
        """The records by the name of their document in the gold; a document that was not read is not there."""
        found: dict[str, Row] = scorers.load(data, "score").records(self.records)
        return found


def read(data: Path, name: str, gold: Path, folder: Path, jobs: int) -> Reading:
    """The set `name`, whose gold lies at `gold`, read; texts and records are written to `folder`."""
    texts, records = folder / "texts", folder / "records.jsonl"
    python(data / "bench" / "score.py", "texts", name, gold, texts)
    started = time.perf_counter()
    command = [Path(sys.executable).with_name("standoff"), "read", texts, "--jsonl", "--jobs", jobs, "--quiet"]
    with records.open("wb") as out:
        subprocess.run([str(part) for part in command], stdout=out, check=True)
    return Reading(records, sum(1 for _ in texts.iterdir()), time.perf_counter() - started)


def python(*arguments: object) -> str:
    """What a Python program prints."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
