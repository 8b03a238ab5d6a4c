"""What a bigger model thinks of each piece: its marginals, for a smaller one to learn from.

Structural distillation (Wang, Jiang, Bach, Wang, Huang and Tu 2020, "Structure-Level Knowledge Distillation"): the
student's CRF learns the teacher's distribution over label sequences, which the probabilities of each label and of
each move determine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from standoff.readers.attributions.head import Head, Lattice
from standoff.readers.encoding import Encoding
from tools.training.material import Example
from tools.training.model import Tagger
from tools.training.polnear import Targets
from tools.training.train import encode


def taught(examples: Sequence[Example], teachers: Sequence[Tagger]) -> list[Example]:
    """The examples with the mean of the teachers' marginals, and with links where nobody annotated any."""
    heads = [teacher.head() for teacher in teachers]
    found = []
    for example in examples:
        readings = [encode(teacher, example.pieces) for teacher in teachers]
        parts = [marginals(head, reading) for head, reading in zip(heads, readings, strict=True)]
        soft = np.mean([unary for unary, _ in parts], axis=0).astype(np.float16)
        moves = np.mean([pair for _, pair in parts], axis=0).astype(np.float16)
        targets = example.targets or _links(heads[0], readings[0])
        found.append(replace(example, soft=soft, soft_moves=moves, targets=targets))
    return found


def marginals(head: Head, encoding: Encoding) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of each piece's label, shape (n, 7), and of the move into it, shape (n, 7, 7)."""
    emissions = encoding.vectors @ head.labels + head.bias
    lattice = Lattice(emissions, encoding.pieces.segments, head.transitions, head.initial)
    ahead, behind = lattice.passes()
    total = np.logaddexp.reduce(ahead + behind, axis=2)
    unary = np.exp(ahead + behind - total[:, :, None])
    moves = np.zeros((*unary.shape, unary.shape[-1]), dtype=np.float32)
    for t in range(1, len(ahead)):
        joint = ahead[t - 1][:, :, None] + head.transitions[None] + (lattice.scores[t] + behind[t])[:, None, :]
        moves[t] = np.exp(joint - total[t][:, None, None])
    inside = lattice.inside.T
    return unary.transpose(1, 0, 2)[inside], moves.transpose(1, 0, 2, 3)[inside]


def _links(head: Head, encoding: Encoding) -> Targets:
    """The links that the teacher draws, without labels of its own: those are learned from its marginals."""
    tagged = head.read(encoding)
    cues = tuple((t.cue.first, t.source.first if t.source else -1) for t in tagged)
    contents = tuple((f.first, t.cue.first) for t in tagged for f in t.content)
    return Targets(None, cues, contents)
