"""Measure the speed of a whole read on one core, as a ratio to spaCy's own full English pipeline on the same texts.

    python bench/speed.py [--data DIR] [--runs 5]

Both run in one process, in turn, on one core and one thread, five times each after one unmeasured warm-up; the ratio
is the median of the five ratios, so that a slow minute of the machine weighs on both alike. A whole read is files in,
records out: decoding, zones, parse and every reader. Tokens are spaCy's, over whole texts, for both.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import machine
import reports
import scorers
import sets

from standoff.document import Document
from standoff.ingest import iter_documents
from standoff.readers.parsing import BATCH_SIZE, load_package
from standoff.readers.pipeline import Reader

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""What the numeric libraries read when they are loaded: so the measuring is done in a process of its own."""

TEXTS = 12
RUNS = 5


@dataclass(frozen=True)
class Speed:
    """Tokens a second of both (medians), and the median of the ratios."""

    standoff: float
    spacy: float
    ratio: float
    ratios: list[float]
    texts: int
    tokens: int
    runs: int


def texts(data: Path) -> list[str]:
    """The texts to read: `TEXTS` articles of PolNeAR where there is a `data` folder, else the sample's dispatches."""
    folder = data / "data" / "polnear" / "dev" / "text"
    if folder.is_dir():
        files = sets.spread(sorted(folder.glob("*.txt")), TEXTS)
    else:
        files = sorted((machine.ROOT / "sample" / "dispatches").glob("*.txt"))
    return [file.read_text(encoding="utf-8") for file in files]


def measure(texts: Sequence[str], runs: int = RUNS) -> Speed:
    """The speed of both on `texts`, from interleaved runs on one core."""
    nlp = load_package()
    reader = Reader()
    with tempfile.TemporaryDirectory() as scratch:
        for number, text in enumerate(texts):
            (Path(scratch) / f"{number:04}.txt").write_text(text, encoding="utf-8")

        def parse_all() -> int:
            return sum(len(doc) for doc in nlp.pipe(texts, batch_size=BATCH_SIZE))

        def read_all() -> int:
            documents = (item for item in iter_documents([scratch]) if isinstance(item, Document))
            return len(list(reader.read(documents)))

        tokens = parse_all()
        read_all()
        pairs = [(tokens / _seconds(parse_all), tokens / _seconds(read_all)) for _ in range(runs)]
    ratios = [ours / theirs for theirs, ours in pairs]
    return Speed(
        standoff=statistics.median(ours for _, ours in pairs),
        spacy=statistics.median(theirs for theirs, _ in pairs),
        ratio=statistics.median(ratios),
        ratios=ratios,
        texts=len(texts),
        tokens=tokens,
        runs=runs,
    )


def _seconds(action: Callable[[], int]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def run(data: Path, runs: int = RUNS) -> tuple[Speed, dict[str, str]]:
    """The speed, measured in a process of its own, and its environment; kept in bench/results/speed.json."""
    command = [sys.executable, __file__, "--here", "--data", str(data), "--runs", str(runs)]
    subprocess.run(command, env={**os.environ, **ONE_THREAD}, check=True)
    content, environment = reports.loaded("speed")
    return Speed(**content), environment


def load() -> tuple[Speed, dict[str, str]] | None:
    """The speed that was measured last, and the environment it was measured in; None where none was."""
    kept = reports.load("speed")
    return (Speed(**kept[0]), kept[1]) if kept else None


def main() -> None:
    """Run the command line above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=scorers.SHARED)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument(
        "--here", action="store_true", help="measure in this process and keep the result; print nothing"
    )
    options = parser.parse_args()
    if options.here:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        reports.keep("speed", vars(measure(texts(options.data), options.runs)), machine.environment())
        return
    found, environment = run(options.data, options.runs)
    print(f"{found.texts} texts, {found.tokens:,} tokens, {found.runs} interleaved runs on one core")
    print(f"spaCy    {found.spacy:9,.0f} tokens/s")
    print(f"Standoff {found.standoff:9,.0f} tokens/s")
    print(f"ratio    {found.ratio:9.2f}  ({', '.join(f'{r:.2f}' for r in found.ratios)})")
    print(machine.line(environment))


if __name__ == "__main__":
    main()
