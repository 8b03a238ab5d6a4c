"""The attribution head: which pieces are source, cue and content, and which of them belong together.

Over the encoder's vectors lies a linear-chain CRF (one label a piece, segments apart), and two learned links: each
cue picks its source, or none, among the source fragments of its window, and each content fragment picks its cue. The
weights are a few small matrices (`data/models/attributions.npz`); everything here is plain numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

from standoff.readers.attributions.labels import LABELS, ROLES, Role
from standoff.readers.encoding import Encoding, Floats, Ints, Pieces

IMPOSSIBLE = -1e4
O = LABELS.index("O")  # noqa: E741  (the label's own name)
BEGINS: Mapping[Role, int] = {role: LABELS.index(f"B-{role}") for role in ROLES}
GOES_ON: Mapping[Role, int] = {role: LABELS.index(f"I-{role}") for role in ROLES}


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of pieces with one role: `first` to `last` (end exclusive); `probability` that all of it has that role."""

    role: Role
    first: int
    last: int
    probability: float


@dataclass(frozen=True, slots=True)
class Tagged:
    """An attribution as the head sees it. `source_odds` and `content_odds`: probabilities of the links chosen."""

    cue: Fragment
    source: Fragment | None
    content: tuple[Fragment, ...]
    source_odds: float
    content_odds: float


@dataclass(frozen=True)
class Head:
    """The weights. Shapes: `labels` (width, 7), `bias` (7,), `transitions` (7, 7) from row to column, `initial` (7,);
    `queries` and `keys` (2, width, d) for the links cue to source and content to cue; `nobody` (d,) is the key of "no
    source"; `distance` (2, 2) weighs log(1 + pieces) after and before the asker.
    """  # noqa: D205

    labels: Floats
    bias: Floats
    transitions: Floats
    initial: Floats
    queries: Floats
    keys: Floats
    nobody: Floats
    distance: Floats

    def read(self, encoding: Encoding, lean: float = 0.0) -> tuple[Tagged, ...]:
        """The attributions of a document, in the order of their cues.

        `lean` is added to the score of beginning a fragment: above 0 finds more and is wrong more often.
        """
        pieces = encoding.pieces
        if not len(pieces):
            return ()
        emissions = encoding.vectors @ self.labels + self.bias
        emissions[:, list(BEGINS.values())] += lean
        lattice = Lattice(emissions, pieces.segments, self.transitions, self.initial)
        labels = whole_words(lattice.best(), pieces)
        fragments = fragments_of(labels, lattice.marginals(), pieces.segments)
        found: list[Tagged] = []
        for first, last in encoding.windows:
            inside = [f for f in fragments if first <= f.first < last]
            found += self._link(encoding.vectors, inside)
        return tuple(found)

    def _link(self, vectors: Floats, fragments: Sequence[Fragment]) -> list[Tagged]:
        """The fragments of one window, tied together; a cue that no content picks is left out."""
        sources, cues, contents = ([f for f in fragments if f.role == role] for role in ROLES)
        if not cues or not contents:
            return []
        picked = self._odds(1, vectors, contents, cues)
        spoken = self._odds(0, vectors, cues, sources)
        found = []
        for n, cue in enumerate(cues):
            mine = [k for k in range(len(contents)) if picked[k].argmax() == n]
            if not mine:
                continue
            source = int(spoken[n].argmax())
            found.append(
                Tagged(
                    cue,
                    sources[source] if source < len(sources) else None,
                    tuple(contents[k] for k in mine),
                    float(spoken[n, source]),
                    float(min(picked[k, n] for k in mine)),
                )
            )
        return found

    def _odds(self, link: int, vectors: Floats, askers: Sequence[Fragment], asked: Sequence[Fragment]) -> Floats:
        """Probabilities, shape (askers, asked), with one more column for nobody where the link is to a source."""
        at, to = (np.array([f.first for f in group], dtype=np.int64) for group in (askers, asked))
        queries = vectors[at] @ self.queries[link]
        scores = queries @ (vectors[to] @ self.keys[link]).T
        gap = to[None, :] - at[:, None]
        scores += self.distance[link, 0] * np.log1p(np.maximum(gap, 0))
        scores += self.distance[link, 1] * np.log1p(np.maximum(-gap, 0))
        if link == 0:
            scores = np.concatenate([scores, (queries @ self.nobody)[:, None]], axis=1)
        return _softmax(scores)


@cache
def load_head() -> Head:
    """The head that ships with the package."""
    with (files("standoff") / "data" / "models" / "attributions.npz").open("rb") as file:
        arrays = np.load(file)
        return Head(**{field.name: arrays[field.name] for field in fields(Head)})


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = raised / raised.sum(axis=1, keepdims=True)
    return found


class Lattice:
    """The CRF over all segments of a document at once: arrays (longest segment, segments, labels), padded."""

    def __init__(self, emissions: Floats, segments: Ints, transitions: Floats, initial: Floats) -> None:
        self.lengths = np.diff(segments)
        self.transitions = transitions
        rows = np.arange(self.lengths.max())[:, None] + segments[:-1][None, :]
        self.inside = np.arange(self.lengths.max())[:, None] < self.lengths[None, :]
        self.scores = emissions[np.minimum(rows, len(emissions) - 1)]
        self.scores[0] += initial

    def best(self) -> Ints:
        """The most probable label of each piece, as one sequence a segment; shape (n,)."""
        steps, count, width = self.scores.shape
        back = np.zeros((steps, count, width), dtype=np.int64)
        score = self.scores[0]
        for t in range(1, steps):
            reach = score[:, :, None] + self.transitions[None]
            back[t] = reach.argmax(axis=1)
            score = np.where(self.inside[t][:, None], reach.max(axis=1) + self.scores[t], score)
        labels = np.zeros((steps, count), dtype=np.int64)
        at = score.argmax(axis=1)
        for t in range(steps - 1, -1, -1):
            labels[t] = at
            at = np.where(self.inside[t], back[t][np.arange(count), at], at) if t else at
        return labels.T[self.inside.T]

    def marginals(self) -> Floats:
        """The probability of each label for each piece; shape (n, labels)."""
        ahead, behind = self.passes()
        return _softmax((ahead + behind).transpose(1, 0, 2)[self.inside.T])

    def passes(self) -> tuple[Floats, Floats]:
        """The forward and the backward scores, in logarithms; the forward ones hold the piece's own score."""
        ahead = np.zeros_like(self.scores)
        behind = np.zeros_like(self.scores)
        ahead[0] = self.scores[0]
        for t in range(1, len(self.scores)):
            ahead[t] = _log_sum(ahead[t - 1][:, :, None] + self.transitions[None], 1) + self.scores[t]
        for t in range(len(self.scores) - 1, 0, -1):
            before = _log_sum(self.transitions[None] + (self.scores[t] + behind[t])[:, None, :], 2)
            behind[t - 1] = np.where(self.inside[t][:, None], before, behind[t])
        return ahead, behind


def _log_sum(scores: Floats, axis: int) -> Floats:
    top = scores.max(axis=axis)
    found: Floats = np.log(np.exp(scores - np.expand_dims(top, axis)).sum(axis=axis)) + top
    return found


def whole_words(labels: Ints, pieces: Pieces) -> Ints:
    """The labels with those of a word's later pieces made to agree with its first."""
    agreed = labels.copy()
    for at in np.flatnonzero(pieces.inside):
        before = agreed[at - 1]
        agreed[at] = before + 1 if before != O and LABELS[before].startswith("B") else before
    return agreed


def fragments_of(labels: Ints, odds: Floats, segments: Ints) -> list[Fragment]:
    """The runs of one role, in the order of the text."""
    found = []
    for start, end in pairwise(segments.tolist()):
        at = start
        while at < end:
            if labels[at] == O:
                at += 1
                continue
            role = next(r for r in ROLES if labels[at] in (BEGINS[r], GOES_ON[r]))
            last = at + 1
            while last < end and labels[last] == GOES_ON[role]:
                last += 1
            certain = odds[at:last, [BEGINS[role], GOES_ON[role]]].sum(axis=1).min()
            found.append(Fragment(role, at, last, float(certain)))
            at = last
    return found
