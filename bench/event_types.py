"""Measure the type of a given pair: what does this actor do to that recipient, by `standoff.event_type`.

    python bench/event_types.py [--data DIR] [--pairs FILE.tsv]   type every pair and print the figures
    python bench/event_types.py --predictions FILE...             score what cross-validation left; nothing is typed
    python bench/event_types.py --docs                            write the last figures into docs/accuracy.md

The first two keep what they counted in bench/results/event_types.json. A file of pairs is laid out as that of PLV: tab
separated, with the columns sentence, source, target, event_type and quad. The shipped typer was trained on the pairs
that are measured when no others are given, so that those figures say only that it has learned them.

What `python -m tools.training.events --fold K` leaves in its work folder as plv-fold-K.jsonl was said by a model that
had not seen the pairs: all five files together are the cross-validated figure. There the chances of CONCEDE and RETREAT
are added up before the likeliest type is taken; elsewhere the answer is taken as a user gets it.

PLV has the older single type YIELD for CONCEDE and RETREAT, and counts it as material cooperation. The quad of a pair
is that of its type.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import machine
import matrix
import reports
import scorers
import sets
from intervals import Interval, bootstrap

import standoff
from standoff.errors import InputError
from standoff.ontology.plover import QUADS, event_types

COMMAND = "python bench/event_types.py --docs"
NAME = "event_types"
IMAGE = reports.ACCURACY.parent / "images" / "event-types.svg"

YIELD = "YIELD"
PARTS_OF_YIELD = frozenset({"CONCEDE", "RETREAT"})
NOTHING = "none"
"""What is said of a pair that the reader refuses."""

Offsets = tuple[int, int]


class Pair(NamedTuple):
    """A pair to type: where actor and recipient stand in the sentence, the true type, and the quad in the file."""

    sentence: str
    actor: Offsets
    recipient: Offsets
    event_type: str
    quad: int


class Typed(NamedTuple):
    """The true type of a pair and the one that was said, both as PLV names them."""

    truth: str
    said: str


class Score(NamedTuple):
    """How often a class is true, how often it was said, and how often both."""

    true: int
    said: int
    right: int

    @property
    def precision(self) -> float | None:
        """The share of what was said that is right; None where the class was never said."""
        return self.right / self.said if self.said else None

    @property
    def recall(self) -> float:
        """The share of what is true that was said."""
        return self.right / self.true

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.true + self.said)


@dataclass(frozen=True)
class Outcome:
    """What was said of pairs: `source` says in words of which, and by what; `counts` by the truth and what was said.

    `left_out`: pairs that do not stand in their sentences word for word; `other_quads`: pairs to which their file gives
    another quad than their type has.
    """

    source: str
    digest: str
    left_out: int
    other_quads: int
    counts: dict[str, dict[str, int]]

    @property
    def pairs(self) -> list[Typed]:
        """Every pair, in an order that depends on the counts alone."""
        return [
            Typed(truth, said)
            for truth, row in sorted(self.counts.items())
            for said, count in sorted(row.items())
            for _ in range(count)
        ]


def as_plv(name: str) -> str:
    """A type as PLV names it.

    >>> as_plv("RETREAT"), as_plv("AID")
    ('YIELD', 'AID')
    """
    return YIELD if name in PARTS_OF_YIELD else name


def quad_of(name: str) -> int:
    """The number of a type's quad, 1 to 4; 0 for what is no type.

    >>> quad_of("SANCTION"), quad_of("YIELD"), quad_of("none")
    (4, 2, 0)
    """
    if name == YIELD:
        return QUADS.index("material cooperation") + 1
    return QUADS.index(event_types()[name].quad) + 1 if name in event_types() else 0


def place_of(words: str, sentence: str) -> Offsets | None:
    """Where the words stand first in the sentence, whatever the white space between them; None where they do not.

    >>> place_of("the Compact", "Sarn left the  Compact."), place_of("Velm", "Sarn left.")
    ((10, 22), None)
    """
    found = re.search(r"\s+".join(map(re.escape, words.split())), sentence) if words.strip() else None
    return found.span() if found else None


def iter_pairs(path: Path) -> Iterator[Pair | None]:
    """The pairs of a file laid out as that of PLV; None for one that does not stand in its sentence word for word."""
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            sentence = row["sentence"]
            actor, recipient = place_of(row["source"], sentence), place_of(row["target"], sentence)
            if actor is None or recipient is None:
                yield None
            else:
                yield Pair(sentence, actor, recipient, row["event_type"], int(row["quad"]))


def said_of(pair: Pair) -> str:
    """The type that a user gets for the pair."""
    try:
        return standoff.event_type(pair.sentence, pair.actor, pair.recipient).event_type
    except InputError:
        return NOTHING


def counted(pairs: Iterable[Typed]) -> dict[str, dict[str, int]]:
    """How often each type was said of each true type."""
    counts: dict[str, dict[str, int]] = {}
    for pair in pairs:
        row = counts.setdefault(pair.truth, {})
        row[pair.said] = row.get(pair.said, 0) + 1
    return counts


def measure(path: Path, source: str, said: Callable[[Pair], str] = said_of) -> Outcome:
    """What `said` says of the pairs in a file."""
    found = list(iter_pairs(path))
    pairs = [pair for pair in found if pair is not None]
    typed = [Typed(as_plv(pair.event_type), as_plv(said(pair))) for pair in pairs]
    others = sum(pair.quad != quad_of(true.truth) for pair, true in zip(pairs, typed, strict=True))
    return Outcome(source, sets.digest(path), len(found) - len(pairs), others, counted(typed))


def read_predictions(paths: Sequence[Path]) -> Outcome:
    """What cross-validation left in these files, together."""
    lines = (line for path in paths for line in path.read_text("utf-8").split("\n") if line)
    typed = [Typed(as_plv(row["truth"]), as_plv(row["said"])) for row in map(json.loads, lines)]
    files = "one part that was" if len(paths) == 1 else f"{len(paths)} parts, each"
    source = f"{files} left out when the model that types it was trained"
    return Outcome(source, sets.digest(*paths), 0, 0, counted(typed))


def scores(pairs: Sequence[Typed]) -> dict[str, Score]:
    """The score of every class that is true of a pair, by its name."""
    true, said = Counter(pair.truth for pair in pairs), Counter(pair.said for pair in pairs)
    right = Counter(pair.truth for pair in pairs if pair.truth == pair.said)
    return {name: Score(true[name], said[name], right[name]) for name in sorted(true)}


def macro_f1(pairs: Sequence[Typed]) -> float:
    """The mean of the F1 of the classes that are true of a pair.

    >>> macro_f1([Typed("AID", "AID"), Typed("AID", "AGREE"), Typed("AGREE", "AGREE")])
    0.6666666666666666
    """
    found = scores(pairs)
    return sum(score.f1 for score in found.values()) / len(found)


def accuracy(pairs: Sequence[Typed]) -> float:
    """The share of the pairs of which the truth was said."""
    return sum(pair.truth == pair.said for pair in pairs) / len(pairs)


def as_quads(pairs: Iterable[Typed]) -> list[Typed]:
    """The pairs with the quads of their types instead of the types."""
    return [Typed(str(quad_of(pair.truth)), str(quad_of(pair.said))) for pair in pairs]


def ordered(names: Iterable[str]) -> list[str]:
    """Types in the order of the ontology, and then what is no type."""
    given = set(names)
    known = dict.fromkeys(map(as_plv, event_types()))
    return [name for name in known if name in given] + sorted(given - set(known))


def report(found: Outcome) -> str:
    """The figures in Markdown, over all types and by type."""
    pairs = found.pairs
    if not pairs:
        raise SystemExit(f"no pair was typed; {found.left_out} do not stand in their sentences word for word")
    quads = as_quads(pairs)
    figures: Mapping[str, Interval] = {
        f"types, macro-F1 over {len(scores(pairs))}": bootstrap(pairs, macro_f1),
        "types, share right": bootstrap(pairs, accuracy),
        f"quads, macro-F1 over {len(scores(quads))}": bootstrap(quads, macro_f1),
    }
    over = reports.markdown(("figure", "value, 95% interval"), [(name, str(value)) for name, value in figures.items()])
    by_type = scores(pairs)
    rows = [(name, *_row(by_type[name])) for name in ordered(by_type)]
    return (
        f"{len(pairs):,} pairs: {found.source}.{_remarks(found)}\n\n"
        f"{over}\n{reports.markdown(('type', 'pairs', 'said', 'precision', 'recall', 'F1'), rows, right=5)}"
    )


def _remarks(found: Outcome) -> str:
    remarks = ""
    if found.left_out:
        remarks += f"\n{found.left_out:,} more do not stand in their sentences word for word, and are left out."
    if found.other_quads:
        remarks += f"\nThe quad of a pair is that of its type; the file has another for {found.other_quads:,}."
    return remarks


def _row(score: Score) -> tuple[str, ...]:
    precision = "-" if score.precision is None else f"{score.precision:.3f}"
    return f"{score.true:,}", f"{score.said:,}", precision, f"{score.recall:.3f}", f"{score.f1:.3f}"


def draw(found: Outcome) -> str:
    """The confusion matrix, as SVG."""
    pairs = found.pairs
    names = ordered(name for pair in pairs for name in pair)
    note = f"{len(pairs):,} pairs, macro-F1 {macro_f1(pairs):.3f}, {accuracy(pairs):.3f} right"
    return matrix.confusion("The type of a given pair", note, names, found.counts)


def write_docs() -> None:
    """Write the last figures into docs/accuracy.md, and the matrix beside it."""
    content, environment = reports.loaded(NAME)
    found = Outcome(**content)
    IMAGE.parent.mkdir(exist_ok=True)
    IMAGE.write_text(draw(found), encoding="utf-8")
    shown = f"![Confusion matrix of the types]({IMAGE.relative_to(reports.ACCURACY.parent).as_posix()})"
    reports.write_table(COMMAND, f"{report(found)}\n{shown}\n\nMeasured on: {machine.line(environment)}.\n")


def main() -> None:
    """Run the command line above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=scorers.SHARED, help="folder of gold and scorers")
    parser.add_argument("--pairs", type=Path, help="pairs laid out as PLV's, instead of PLV's own")
    parser.add_argument("--predictions", type=Path, nargs="+", help="what cross-validation left, to be scored")
    parser.add_argument("--docs", action="store_true", help="write the last figures into docs/accuracy.md")
    options = parser.parse_args()
    plv = options.data / "data" / sets.by_name("plv").gold
    pairs: Path = options.pairs or plv
    if options.docs:
        write_docs()
    elif options.predictions is None and not pairs.exists():
        print(f"nothing measured: there is no {pairs} (--data DIR or --pairs FILE says where)")
    else:
        found = read_predictions(options.predictions) if options.predictions else measure(pairs, _source(pairs, plv))
        environment = machine.environment()
        reports.keep(NAME, vars(found), environment)
        print(f"{report(found)}\n{machine.line(environment)}")


def _source(pairs: Path, plv: Path) -> str:
    """What is said of the pairs of a file: whether the typer has seen them."""
    if plv.exists() and pairs.read_bytes() == plv.read_bytes():
        return "the very ones that the shipped typer was trained on, which is no measure of its quality"
    return f"those of {pairs.name}"


if __name__ == "__main__":
    main()
