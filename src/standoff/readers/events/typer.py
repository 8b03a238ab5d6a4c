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
        """The probability of each label for each candidate of a sentence's encoding: shape (pairs, 17).

        Candidates share their few runs, so that what the products make of a run is made once.
        """
        vectors = encoding.vectors
        width, hidden = vectors.shape[1], self.hidden.shape[1]
        asked, inner = self._of_runs(vectors, pairs)
        shape = (-1, self.heads, self.keys.shape[1] // self.heads)
        offered = (vectors @ self.keys + self.keys_bias).reshape(shape)
        scores = asked.reshape(shape).transpose(1, 0, 2) @ offered.transpose(1, 2, 0)  # heads, pairs, pieces
        weights = softmax(np.asarray(scores / np.sqrt(shape[2]), np.float32))
        seen = self.hidden[3 * width :].reshape(self.heads, width, hidden)
        inner = inner + self.hidden_bias + (weights @ (vectors @ seen)).sum(axis=0)
        return softmax(_gelu(inner) @ self.out + self.out_bias)

    def _of_runs(self, vectors: Floats, pairs: Sequence[Pair]) -> tuple[Floats, Floats]:
        """What actors, recipients and triggers add to the queries (pairs, h*d) and the hidden units (pairs, m)."""
        width = vectors.shape[1]
        sums = np.concatenate([np.zeros((1, width), np.float32), np.cumsum(vectors, axis=0)])
        both = np.concatenate([self.queries, self.hidden[: 3 * width]], axis=1)
        found = np.concatenate([self.queries_bias, np.zeros(self.hidden.shape[1], np.float32)])[None]
        for role, absent in (("actor", 0), ("recipient", 0), ("trigger", 1)):
            runs = [getattr(pair, role) for pair in pairs]
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


@cache
def load_typer() -> Typer:
    """The head that ships with the package."""
    with (files("standoff") / "data" / "models" / "events.npz").open("rb") as file:
        arrays = dict(np.load(file))
    heads = int(arrays.pop("heads"))
    return Typer(heads=heads, **{name: array.astype(np.float32) for name, array in arrays.items()})
