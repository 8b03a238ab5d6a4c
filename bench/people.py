"""Compare Standoff with people: on the documents of PolNeAR that several people marked, who agrees with whom.

    python bench/people.py [--data DIR] [--jobs 2]    measure, print the table, keep it in bench/results/people.json
    python bench/people.py --docs                     write the last one into docs/accuracy.md, measuring nothing

Eighteen documents of the development halves have five or six annotators each: 16 lie in train and 2 in dev. Those 16
are to be kept out of all training (`held_out` names them), or the comparison says nothing. Every annotator is taken in
turn as the gold; the other people and Standoff are then scored against the same gold by the same scorer. Counts are
added up over documents for each two, and the mean is over all ordered pairs of people, or over all annotators.

What comes out is a comparison on eighteen articles of one corpus, some of which its annotators had talked over. This
never says that Standoff reads "at human level": it prints both figures, and the interval of their difference.

Beside it stands the interval of the main figure of `bench/run.py`, over all documents of dev and their first annotator.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import machine
import reading
import reports
import scorers
import sets
from intervals import DRAWS, Interval, bootstrap, spanned
from polnear import Counts, Gold, Marks, marks, total

COMMAND = "python bench/people.py --docs"
NAME = "people"
STANDOFF = "standoff"
MAIN = "attr.overlap"

FIGURES = (
    ("attribution, overlap F1", MAIN),
    ("attribution, exact F1", "attr.exact"),
    ("cue, overlap F1", "cue.overlap"),
    ("source, exact F1", "cofenet.source.exact"),
    ("cue, exact F1", "cofenet.cue.exact"),
    ("content, exact F1", "cofenet.content.exact"),
    ("direct speech, recall", "recall.direct"),
    ("mixed speech, recall", "recall.mixed"),
    ("indirect speech, recall", "recall.indirect"),
)
"""What a figure is called, and what the scorer calls it."""

Agreement = dict[tuple[str, str], dict[str, dict[str, Counts]]]
"""The counts of a reader against an annotator, by document and the scorer's name of the figure."""


@dataclass(frozen=True)
class Comparison:
    """Two people beside Standoff and a person.

    `figures`: name, people, Standoff, each the mean with its range over the pairs; `gap`: Standoff less people in the
    main figure, with its 95% interval; `dev`: the main figure on dev, with its 95% interval.
    """

    digest: str
    documents: int
    annotators: int
    pairs: int
    figures: list[tuple[str, Interval, Interval]]
    gap: Interval
    dev_documents: int
    dev: Interval


def held_out(data: Path) -> list[str]:
    """The documents of PolNeAR's train that several people marked: no reader is to be trained on them."""
    return Gold(data / "data" / "polnear" / "train", data).shared


def agreement(gold: Gold, records: Mapping[str, dict[str, Any]]) -> Agreement:
    """Every annotator and Standoff against every other annotator, on the documents that several people marked."""
    found: Agreement = {}
    for document in gold.shared:
        people = {annotator: gold.marked(document, annotator) for annotator in gold.annotators[document]}
        readings = {**people, STANDOFF: _rows(records, document)}
        for annotator in people:
            others = {name: rows for name, rows in readings.items() if name != annotator}
            counts = gold.counts(document, annotator, list(others.values()))
            for reader, figures in zip(others, counts, strict=True):
                found.setdefault((reader, annotator), {})[document] = figures
    return found


def values(agreement: Agreement, figure: str, documents: Sequence[str]) -> tuple[list[float], list[float]]:
    """A figure over the documents for each pair of people, and for Standoff against each; pairs without any left out.

    A document counts as often as it is named.
    """
    people: list[float] = []
    standoff: list[float] = []
    for (reader, _), by_document in agreement.items():
        counts = total(by_document[document][figure] for document in documents if document in by_document)
        value = counts.recall if figure.startswith("recall.") else counts.f1
        if value is not None:
            (standoff if reader == STANDOFF else people).append(value)
    return people, standoff


def gap(agreement: Agreement, documents: Sequence[str]) -> float:
    """How far Standoff's mean agreement with people lies above (or, negative, below) theirs with each other."""
    people, standoff = values(agreement, MAIN, documents)
    return spanned(standoff).value - spanned(people).value


def over_documents(gold: Gold, records: Mapping[str, dict[str, Any]], documents: Sequence[str]) -> Interval:
    """The main figure of the records against each document's first annotator, with its 95% interval."""
    counts = [
        gold.counts(document, gold.annotators[document][0], [_rows(records, document)])[0][MAIN]
        for document in documents
    ]
    return bootstrap(counts, lambda drawn: total(drawn).f1 or 0.0)


def _rows(records: Mapping[str, dict[str, Any]], document: str) -> list[Marks]:
    """The attributions of a document; none where it could not be read, which is then a miss like any other."""
    return marks(records[document]) if document in records else []


def compare(gold: Gold, records: Mapping[str, dict[str, Any]], dev: Sequence[str], digest: str = "") -> Comparison:
    """The comparison on the documents of `gold` that several people marked, and the main figure on those of `dev`."""
    shared = gold.shared
    if not shared:
        raise SystemExit(f"no document under {gold.folder} was marked by more than one person")
    found = agreement(gold, records)
    figures = []
    for name, key in FIGURES:
        people, standoff = values(found, key, shared)
        if people and standoff:
            figures.append((name, spanned(people), spanned(standoff)))
    return Comparison(
        digest=digest,
        documents=len(shared),
        annotators=len({annotator for _, annotator in found}),
        pairs=sum(reader != STANDOFF for reader, _ in found),
        figures=figures,
        gap=bootstrap(shared, lambda drawn: gap(found, drawn)),
        dev_documents=len(dev),
        dev=over_documents(gold, records, dev),
    )


def measure(data: Path, jobs: int) -> Comparison:
    """The comparison on the development halves: all of dev, and those of train that several people marked."""
    halves = data / "data" / "polnear"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        dev = list(Gold(halves / "dev", data).annotators)
        gold = Gold(folder / "gold", data)
        sets.copy_polnear(halves / "train", held_out(data), gold.folder)
        sets.copy_polnear(halves / "dev", dev, gold.folder)
        read = reading.read(data, "polnear", gold.folder, folder, jobs)
        print(f"{read.units} articles in {read.seconds:.0f} s", file=sys.stderr)
        return compare(gold, read.by_document(data), dev, sets.digest(gold.folder, *scorers.files(data)))


def report(found: Comparison) -> str:
    """The comparison as a Markdown table, and in words what stands behind it."""
    head = ("figure", "two people", "Standoff and a person")
    table = reports.markdown(head, [(name, str(people), str(ours)) for name, people, ours in found.figures], right=2)
    return (
        f"{table}\n"
        f"{found.documents} articles, {found.annotators} annotators. The mean and, in brackets, the range: "
        f"over {found.pairs} ordered pairs\nof people, and over {found.annotators} annotators.\n\n"
        f"Standoff less people, attribution overlap F1: {found.gap.value:+.3f}, 95% interval "
        f"{found.gap.low:+.3f} to {found.gap.high:+.3f} ({DRAWS:,} draws of documents).\n\n"
        f"Attribution overlap F1 on all {found.dev_documents} articles of dev, first annotator: {found.dev.value:.3f}, "
        f"95% interval {found.dev.low:.3f} to {found.dev.high:.3f}.\n"
    )


def main() -> None:
    """Run the command line above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=scorers.SHARED, help="folder of gold and scorers")
    parser.add_argument("--jobs", type=int, default=2, help="processes that read (default 2)")
    parser.add_argument("--docs", action="store_true", help="write the last comparison into docs/accuracy.md")
    options = parser.parse_args()
    if options.docs:
        content, environment = reports.loaded(NAME)
        reports.write_table(COMMAND, f"{report(_restored(content))}\nMeasured on: {machine.line(environment)}.\n")
    elif why := scorers.absent(options.data):
        print(why)
    else:
        found = measure(options.data, options.jobs)
        environment = machine.environment()
        reports.keep(NAME, vars(found), environment)
        print(f"{report(found)}\n{machine.line(environment)}")


def _restored(content: dict[str, Any]) -> Comparison:
    """A comparison from the JSON that was kept of it."""
    figures = [(name, Interval(*people), Interval(*ours)) for name, people, ours in content["figures"]]
    again = {"figures": figures, "gap": Interval(*content["gap"]), "dev": Interval(*content["dev"])}
    return Comparison(**{**content, **again})


if __name__ == "__main__":
    main()
