"""What an actor does to a recipient by some word of a sentence, in PLOVER's types: a trained head on the encoder.

A sentence is read alone by the encoder's tower for events (`Encoding.of_part`). A *candidate* is an actor, perhaps a
recipient and perhaps a trigger, each a run of the sentence's pieces; the head gives how probable each of the sixteen
types is, and that nothing happened between them. Which candidates there are, and which of them become rows, is for
`candidates` and `decision` to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from standoff.ontology.plover import event_types
from standoff.readers.encoding import Encoding, Floats

NONE = "none"
"""The label of a candidate that is no event."""

Run = tuple[int, int]
"""First piece and end (exclusive) within the sentence."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A candidate as runs of pieces; `recipient` None where nobody is named, `trigger` None where it is not known."""

    actor: Run
    recipient: Run | None = None
    trigger: Run | None = None


def labels() -> tuple[str, ...]:
    """The types in the order of the ontology's table, and `NONE` last."""
    return (*event_types(), NONE)


@dataclass(frozen=True)
class Typer:
    """The weights, with w the width of a vector, h heads of width d and m hidden units.

    `absent` (2, w) stands for a recipient or trigger that is not given; `queries` (3w, h*d) and `keys` (w, h*d) say
    where in the sentence to look; `hidden` ((3+h)w, m) and `out` (m, 17) give the scores of `labels()`. Each has its
    bias.
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

    def probabilities(self, encoding: Encoding, pairs: Sequence[Pair]) -> Floats:
        """The probability of each label for each candidate of a sentence's encoding: shape (pairs, 17)."""
        vectors = encoding.vectors
        sums = np.concatenate([np.zeros((1, vectors.shape[1]), np.float32), np.cumsum(vectors, axis=0)])

        def mean(runs: Sequence[Run | None], missing: int) -> Floats:
            first, last = np.array([run or (0, 1) for run in runs]).T
            found: Floats = (sums[last] - sums[first]) / (last - first)[:, None]
            found[[run is None for run in runs]] = self.absent[missing]
            return found

        parts = np.concatenate(
            [
                mean([pair.actor for pair in pairs], 0),
                mean([pair.recipient for pair in pairs], 0),
                mean([pair.trigger for pair in pairs], 1),
            ],
            axis=1,
        )
        width = self.keys.shape[1] // self.heads
        asked = (parts @ self.queries + self.queries_bias).reshape(len(pairs), self.heads, width)
        offered = (vectors @ self.keys + self.keys_bias).reshape(len(vectors), self.heads, width)
        scores = np.einsum("phd,nhd->phn", asked, offered) / np.float32(np.sqrt(width))
        seen = (softmax(scores) @ vectors).reshape(len(pairs), -1)
        inner = np.concatenate([parts, seen], axis=1) @ self.hidden + self.hidden_bias
        return softmax(_gelu(inner) @ self.out + self.out_bias)


def softmax(scores: Floats) -> Floats:
    """Scores as probabilities, row by row."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    found: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return found


def _gelu(x: Floats) -> Floats:
    """The Gaussian error linear unit, by its usual tanh form."""
    found: Floats = 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x**3)))
    return found


@cache
def load_typer() -> Typer:
    """The head that ships with the package."""
    with (files("standoff") / "data" / "models" / "events.npz").open("rb") as file:
        arrays = dict(np.load(file))
    heads = int(arrays.pop("heads"))
    return Typer(heads=heads, **{name: array.astype(np.float32) for name, array in arrays.items()})
