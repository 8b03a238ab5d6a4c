"""Measure whether `confidence` is a probability: of the rows that claim 0.8, are eight in ten right.

    python bench/reliability.py [--data DIR] [--jobs 2]   measure, print the tables, keep them in bench/results
    python bench/reliability.py --docs                    write the last ones into docs/accuracy.md, with the diagram

A row is right where the set's own scorer would count it: `KINDS` says for each kind of row on which set, and how. The
expected calibration error (ECE) is the mean distance between what the rows of a bin claim and what share of them is
right, weighed by the rows, over ten bins of equal width; the Brier score is the mean square distance of a row's
confidence from 1 where it is right and 0 where it is not. Low is good in both. Gold that no row was found for has no
confidence, and no part here: that is what recall is for.

What fits a calibration on other documents imports `judged` from here, so that both mean the same by right.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import diagram
import machine
import reading
import reports
import scorers
import sets
from polnear import Gold, marks

COMMAND = "python bench/reliability.py --docs"
BINS = 10


class Judged(NamedTuple):
    """What a row claims, and whether it is right."""

    confidence: float
    right: bool


class Bin(NamedTuple):
    """Some rows together: the bounds of their confidence, how many, its mean, and the share that is right."""

    low: float
    high: float
    rows: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Kind:
    """A kind of row: the set it is judged on, what it takes to be right, and what judges records.

    `judge` takes the records by document, the folder of the set's gold, and the folder of gold and scorers.
    """

    name: str
    gold_set: str
    rule: str
    judge: Callable[[Mapping[str, dict[str, Any]], Path, Path], list[Judged]]


@dataclass(frozen=True)
class Reliability:
    """How well the confidence of one kind of row holds: over all rows, and bin by bin in two ways."""

    kind: str
    digest: str
    documents: int
    rows: int
    right: float
    ece: float
    brier: float
    equal_width: list[Bin]
    equal_count: list[Bin]


def judged(records: Mapping[str, dict[str, Any]], gold: Gold) -> list[Judged]:
    """Every attribution of the records, with whether it is right: paired by the scorer's `attr.overlap`.

    That is one to one, with cue, source and content overlapping an attribution of the document's first annotator.
    Records of documents that are not in the gold are left out, and so is what is told inside another attribution: the
    gold has one layer, and cannot judge it. The order is that of the records and their rows.
    """
    found: list[Judged] = []
    for document, record in records.items():
        if document in gold.documents:
            right = gold.matched(document, marks(record))
            rows = enumerate(record["attributions"])
            found += [Judged(row["confidence"], index in right) for index, row in rows if not _is_nested(row)]
    return found


def _is_nested(row: Mapping[str, Any]) -> bool:
    return bool(row.get("why", {}).get("rule") == "tagged-inside")


KINDS = (
    Kind(
        "attributions",
        "polnear",
        "cue, source and content overlap one gold attribution, one to one",
        lambda records, gold, data: judged(records, Gold(gold, data)),
    ),
)
"""The kinds of rows whose confidence is measured."""


def _bin(rows: Sequence[Judged], low: float, high: float) -> Bin:
    count = len(rows)
    return Bin(low, high, count, sum(row.confidence for row in rows) / count, sum(row.right for row in rows) / count)


def equal_width(rows: Sequence[Judged], bins: int = BINS) -> list[Bin]:
    """The rows by tenths of confidence, 1.0 in the last; tenths without rows are not there.

    >>> equal_width([Judged(0.5, True), Judged(0.5, False), Judged(1.0, True)])[0]
    Bin(low=0.5, high=0.6, rows=2, confidence=0.5, right=0.5)
    """
    found = []
    for index in range(bins):
        inside = [row for row in rows if min(int(row.confidence * bins), bins - 1) == index]
        if inside:
            found.append(_bin(inside, index / bins, (index + 1) / bins))
    return found


def equal_count(rows: Sequence[Judged], bins: int = BINS) -> list[Bin]:
    """The rows in order of confidence, in parts as equal as can be; fewer parts where many rows claim the same.

    Rows of one confidence stay together: nothing but chance could part them.
    """
    parts: dict[int, list[Judged]] = {}
    before = 0
    for _, same in groupby(sorted(rows, key=lambda row: row.confidence), key=lambda row: row.confidence):
        together = list(same)
        parts.setdefault(int((before + len(together) / 2) * bins / len(rows)), []).extend(together)
        before += len(together)
    return [_bin(part, part[0].confidence, part[-1].confidence) for part in parts.values()]


def expected_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error of the bins; 0 where there are none."""
    rows = sum(part.rows for part in bins)
    return sum(part.rows * abs(part.confidence - part.right) for part in bins) / rows if rows else 0.0


def brier(rows: Sequence[Judged]) -> float:
    """The mean square distance between confidence and truth; 0 where there are no rows."""
    return sum((row.confidence - row.right) ** 2 for row in rows) / len(rows) if rows else 0.0


def reliability(kind: str, rows: Sequence[Judged], documents: int = 0, digest: str = "") -> Reliability:
    """The figures and the bins of judged rows."""
    wide = equal_width(rows)
    share = sum(row.right for row in rows) / len(rows) if rows else 0.0
    return Reliability(
        kind, digest, documents, len(rows), share, expected_error(wide), brier(rows), wide, equal_count(rows)
    )


def measure(kind: Kind, data: Path, jobs: int) -> Reliability:
    """The reliability of one kind of row on the development half of its set."""
    gold = data / "data" / sets.by_name(kind.gold_set).gold
    with tempfile.TemporaryDirectory() as scratch:
        read = reading.read(data, kind.gold_set, gold, Path(scratch), jobs)
        rows = kind.judge(read.by_document(data), gold, data)
    print(f"{kind.name}: {read.units} documents in {read.seconds:.0f} s", file=sys.stderr)
    return reliability(kind.name, rows, read.units, sets.digest(gold, *scorers.files(data)))


def image(kind: str) -> Path:
    """Where the diagram of a kind of row lies."""
    return reports.ACCURACY.parent / "images" / f"reliability-{kind}.svg"


def draw(found: Reliability) -> str:
    """The reliability diagram of one kind of row, as SVG."""
    return diagram.reliability(
        title=f"Confidence of {found.kind}: claimed and true",
        note=f"ECE {found.ece:.3f}, Brier {found.brier:.3f}, {found.rows:,} rows",
        dots=[diagram.Dot(part.confidence, part.right, part.rows) for part in found.equal_width],
    )


def report(found: Reliability, rule: str) -> str:
    """The figures and both tables of bins in Markdown."""
    constant = found.right * (1 - found.right)
    return (
        f"{found.rows:,} {found.kind} of {found.documents} documents, {found.right:.3f} of them right ({rule}).\n"
        f"Expected calibration error {found.ece:.3f}; Brier score {found.brier:.3f}, where always saying "
        f"{found.right:.2f} would have {constant:.3f}.\n\n"
        f"Ten bins of equal width:\n\n{binned(found.equal_width)}\n"
        f"Bins of equal count, rows of one confidence together:\n\n{binned(found.equal_count)}"
    )


def binned(bins: Sequence[Bin]) -> str:
    """The bins as a Markdown table."""
    rows = [
        (f"{part.low:.2f} to {part.high:.2f}", f"{part.rows:,}", f"{part.confidence:.3f}", f"{part.right:.3f}")
        for part in bins
    ]
    return reports.markdown(("confidence", "rows", "mean confidence", "right"), rows, right=3)


def write_docs() -> None:
    """Write the last figures of every kind into docs/accuracy.md, and their diagrams beside it."""
    parts, lines = [], set()
    for kind in KINDS:
        content, environment = reports.loaded(f"reliability-{kind.name}")
        again = {key: [Bin(*part) for part in content[key]] for key in ("equal_width", "equal_count")}
        found = Reliability(**{**content, **again})
        path = image(kind.name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(draw(found), encoding="utf-8")
        shown = f"![Reliability diagram of {kind.name}]({path.relative_to(reports.ACCURACY.parent).as_posix()})"
        parts.append(f"{report(found, kind.rule)}\n{shown}\n")
        lines.add(machine.line(environment))
    reports.write_table(COMMAND, "\n".join([*parts, f"Measured on: {'; and '.join(sorted(lines))}.\n"]))


def main() -> None:
    """Run the command line above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=scorers.SHARED, help="folder of gold and scorers")
    parser.add_argument("--jobs", type=int, default=2, help="processes that read (default 2)")
    parser.add_argument("--docs", action="store_true", help="write the last figures into docs/accuracy.md")
    options = parser.parse_args()
    if options.docs:
        write_docs()
    elif why := scorers.absent(options.data):
        print(why)
    else:
        environment = machine.environment()
        for kind in KINDS:
            found = measure(kind, options.data, options.jobs)
            reports.keep(f"reliability-{kind.name}", vars(found), environment)
            print(report(found, kind.rule))
        print(machine.line(environment))


if __name__ == "__main__":
    main()
