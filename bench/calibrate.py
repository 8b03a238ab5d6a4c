"""Fit the confidence of attributions on the development half of PolNeAR, and write src/standoff/data/calibration.toml.

    python bench/calibrate.py [--data DIR] [--jobs 2]

For each rule of the trained head a logistic regression over the log odds of its parts (`why` of each row holds them),
with a light ridge; for each other rule the share of right rows, drawn towards the share of all rows as if five of
those had been seen. What is told inside a content takes the weights of the head: the gold has one layer, and cannot
judge it. Prints the calibration error by ten-fold cross-fitting over documents, which is what to expect on
text that was not fitted on; `bench/reliability.py` measures afterwards what a user gets.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import machine
import numpy as np
import reading
import sets
from numpy.typing import NDArray
from polnear import Gold, marks
from reliability import Judged, equal_width, expected_error

from standoff.readers.attributions.calibration import LEAST, MOST, log_odds

TABLE = machine.ROOT / "src" / "standoff" / "data" / "calibration.toml"
ODDS = ("cue odds", "content odds", "source odds", "link odds")
HEAD, NESTED = "tagged", "tagged-inside"
RULES = ("headline", "quote-signed", "quote-unclaimed")
RIDGE = 1.0
FOLDS = 10
PRIOR_ROWS = 5
TOP = """\
# How sure a row is. Written by `python bench/calibrate.py` from the development half of PolNeAR; not by hand.
# `weights`: bias, then what multiplies the log odds of cue, content, source and link. `rules`: shares of right rows.
"""

Floats = NDArray[np.float64]


class Row(NamedTuple):
    """A row to fit on: its document, its rule, the log odds of its parts (none for a rule), and whether it is right."""

    document: str
    rule: str
    odds: tuple[float, ...]
    right: bool


def rows_of(records: dict[str, dict[str, Any]], gold: Gold) -> list[Row]:
    """The attributions of the records, judged."""
    found = []
    for document, record in records.items():
        if document not in gold.documents:
            continue
        right = gold.matched(document, marks(record))
        for index, row in enumerate(record["attributions"]):
            rule, saw = row["why"]["rule"], row["why"]["saw"]
            if rule == NESTED:
                continue
            odds = tuple(log_odds(float(saw[name])) for name in ODDS) if rule == HEAD else ()
            found.append(Row(document, rule, odds, index in right))
    return found


def fitted(features: Floats, right: Floats) -> Floats:
    """Bias and weights of a logistic regression, by Newton's method.

    >>> fitted(np.array([[-1.0], [1.0], [-1.0], [1.0]]), np.array([0.0, 1.0, 0.0, 1.0]))[1].round(1)
    np.float64(1.0)
    """
    x = np.column_stack([np.ones(len(features)), features])
    weights = np.zeros(x.shape[1])
    ridge = np.diag([0.0, *[RIDGE] * (x.shape[1] - 1)])
    for _ in range(50):
        odds = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (right - odds) - ridge @ weights
        weights += np.linalg.solve((x.T * (odds * (1 - odds))) @ x + ridge + 1e-9 * np.eye(x.shape[1]), slope)
    return weights


def fit(rows: Sequence[Row]) -> dict[str, list[float]]:
    """For each rule its weights, or its share alone."""
    by_rule: dict[str, list[Row]] = defaultdict(list, {rule: [] for rule in RULES})
    for row in rows:
        by_rule[row.rule].append(row)
    share = sum(row.right for row in rows) / len(rows)
    table = {}
    for rule, found in sorted(by_rule.items()):
        right = np.array([row.right for row in found], dtype=float)
        if rule == HEAD:
            table[rule] = fitted(np.array([row.odds for row in found]), right).round(4).tolist()
        else:
            table[rule] = [round(float((right.sum() + PRIOR_ROWS * share) / (len(right) + PRIOR_ROWS)), 3)]
    table[NESTED] = table[HEAD]
    return table


def confidence(row: Row, table: dict[str, list[float]]) -> float:
    """What the table says of the row."""
    bias, *weights = table[row.rule]
    if not weights:
        return bias
    score = bias + float(np.dot(weights, row.odds))
    return float(min(max(1 / (1 + np.exp(-score)), LEAST), MOST))


def cross_fitted(rows: Sequence[Row]) -> list[Judged]:
    """Every row judged by a table that was fitted without its document."""
    documents = sorted({row.document for row in rows})
    fold = {name: n % FOLDS for n, name in enumerate(documents)}
    whole = fit(rows)
    found = []
    for n in range(FOLDS):
        table = whole | fit([row for row in rows if fold[row.document] != n])
        found += [Judged(confidence(row, table), row.right) for row in rows if fold[row.document] == n]
    return found


def written(table: dict[str, list[float]]) -> str:
    """The table as TOML."""
    heads = "".join(f"{rule} = {weights}\n" for rule, weights in table.items() if len(weights) > 1)
    rules = "".join(f"{rule} = {weights[0]}\n" for rule, weights in table.items() if len(weights) == 1)
    return f"{TOP}\n[attributions.weights]\n{heads}\n[attributions.rules]\n{rules}"


def main() -> None:
    """Run the command line above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=machine.ROOT.parent / "shared")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    folder = options.data / "data" / sets.by_name("polnear").gold
    with tempfile.TemporaryDirectory() as scratch:
        read = reading.read(options.data, "polnear", folder, Path(scratch), options.jobs)
        rows = rows_of(read.by_document(options.data), Gold(folder, options.data))
    table = fit(rows)
    for rule, weights in table.items():
        mine = [row for row in rows if row.rule == rule]
        print(f"{rule:16} {sum(r.right for r in mine):5} of {len(mine):5} rows right: {weights}")
    error = expected_error(equal_width(cross_fitted(rows)))
    print(f"expected calibration error, cross-fitted over {FOLDS} folds of documents: {error:.3f}")
    TABLE.write_text(written(table), encoding="utf-8")


if __name__ == "__main__":
    main()
