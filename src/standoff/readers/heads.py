"""The head that a tower of the encoder carries: what a word of a sentence tells, seen with two other runs of pieces.

A sentence is read alone (`Encoding.alone`). The head is asked about three runs of its pieces, of which the second and
the third may not be there, and about facts that the pieces do not show; it looks where in the sentence the answer
may stand, and gives a probability for each of its labels. Which runs and labels there are is for those who use it:
`events.typer` (an actor, a recipient, a word) and `signals.acts` (a clause, the verb that brings it in, a word).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from standoff.readers.encoding import Encoding, Floats

Run = tuple[int, int]
"""First piece and end (exclusive) within the sentence."""

Runs = tuple[Run, Run | None, Run | None]
"""What a head is asked about."""


@dataclass(frozen=True)
class Head:
    """The weights, with w the width of a vector, h heads of width d, m hidden units, f facts and n labels.

    `absent` (2, w) stands for a second or third run that is not there; `queries` (3w, h*d) and `keys` (w, h*d) say
    where in the sentence to look; `hidden` ((3+h)w, m) and `out` (m, n) give the scores of the labels; each has its
    bias. What is known besides counts in the hidden units, `facts` (f, m), and in the scores, `direct` (f, n); both are
    None for a head that is told nothing else.
    """

    absent: Floats
    queries: Floats
    queries_bias: Floats
    keys: Floats
    keys_bias: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats
    heads: int
    facts: Floats | None = None
    direct: Floats | None = None

    def probabilities(self, encoding: Encoding, asked_of: Sequence[Runs], facts: Floats | None = None) -> Floats:
        """The probability of each label for each of some runs of a sentence's encoding: shape (runs, n).

        `facts` has the shape (runs, f) where the head takes any. Runs that are the same are made to numbers once.
        """
        vectors = encoding.vectors
        width, hidden = vectors.shape[1], self.hidden.shape[1]
        asked, inner = self._of_runs(vectors, asked_of)
        shape = (-1, self.heads, self.keys.shape[1] // self.heads)
        offered = (vectors @ self.keys + self.keys_bias).reshape(shape)
        scores = asked.reshape(shape).transpose(1, 0, 2) @ offered.transpose(1, 2, 0)  # heads, runs, pieces
        weights = softmax(np.asarray(scores / np.sqrt(shape[2]), np.float32))
        seen = self.hidden[3 * width :].reshape(self.heads, width, hidden)
        inner = inner + self.hidden_bias + (weights @ (vectors @ seen)).sum(axis=0)
        found = self.out_bias
        if self.facts is not None and self.direct is not None and facts is not None:
            inner = inner + facts @ self.facts
            found = found + facts @ self.direct
        return softmax(_gelu(inner) @ self.out + found)

    def _of_runs(self, vectors: Floats, asked_of: Sequence[Runs]) -> tuple[Floats, Floats]:
        """What the three runs add to the queries (runs, h*d) and to the hidden units (runs, m)."""
        width = vectors.shape[1]
        sums = np.concatenate([np.zeros((1, width), np.float32), np.cumsum(vectors, axis=0)])
        both = np.concatenate([self.queries, self.hidden[: 3 * width]], axis=1)
        found = np.concatenate([self.queries_bias, np.zeros(self.hidden.shape[1], np.float32)])[None]
        for place, absent in enumerate((0, 0, 1)):
            runs = [three[place] for three in asked_of]
            order = {run: n for n, run in enumerate(dict.fromkeys(runs))}
            means = np.stack(
                [
                    self.absent[absent] if run is None else (sums[run[1]] - sums[run[0]]) / (run[1] - run[0])
                    for run in order
                ]
            )
            found = found + (means @ both[:width])[[order[run] for run in runs]]
            both = both[width:]
        return found[:, : self.queries.shape[1]], found[:, self.queries.shape[1] :]


def softmax(scores: Floats) -> Floats:
    """Scores as probabilities, row by row."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    found: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return found


def _gelu(x: Floats) -> Floats:
    """The Gaussian error linear unit, by its usual tanh form."""
    found: Floats = 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)))
    return found


def load_head(name: str) -> Head:
    """The head `name` that ships with the package."""
    with (files("standoff") / "data" / "models" / f"{name}.npz").open("rb") as file:
        arrays = dict(np.load(file))
    heads = int(arrays.pop("heads"))
    return Head(heads=heads, **{key: array.astype(np.float32) for key, array in arrays.items()})
