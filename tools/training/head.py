"""The head of `standoff.readers.heads` in torch, to be trained."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from standoff.readers.encoding import Floats
from standoff.readers.heads import Head

HEADS, WIDTH, HIDDEN = 4, 48, 192


class HeadNet(nn.Module):
    """A head over vectors of width `w` with as many labels; `facts` are how many it is told besides."""

    def __init__(self, w: int, labels: int, facts: int = 0, drop: float = 0.2) -> None:
        super().__init__()
        self.absent = nn.Parameter(torch.zeros(2, w))
        self.queries, self.keys = nn.Linear(3 * w, HEADS * WIDTH), nn.Linear(w, HEADS * WIDTH)
        self.hidden, self.out = nn.Linear((3 + HEADS) * w, HIDDEN), nn.Linear(HIDDEN, labels)
        self.facts = nn.Linear(facts, HIDDEN, bias=False) if facts else None
        self.direct = nn.Linear(facts, labels, bias=False) if facts else None
        self.drop = nn.Dropout(drop)

    def forward(
        self, vectors: Tensor, inside: Tensor, rows: Tensor, runs: Tensor, facts: Tensor | None = None
    ) -> Tensor:
        """Scores of candidates, shape (c, labels); `runs` (c, 3, n) marks the pieces of the three runs of each.

        `vectors` (b, n, w) of sentences, `inside` (b, n) where they have pieces, `rows` (c,) the sentence of each.
        """
        own = vectors[rows]
        counts = runs.sum(-1, keepdim=True)
        parts = (runs @ own) / counts.clamp(min=1)
        given = (counts > 0).float()
        fill = torch.stack([self.absent[0], self.absent[0], self.absent[1]])
        parts = (parts * given + (1 - given) * fill).flatten(1)
        asked = self.queries(parts).view(len(own), HEADS, 1, WIDTH)
        offered = self.keys(vectors).view(*vectors.shape[:2], HEADS, WIDTH).transpose(1, 2)[rows]
        weights = (asked * offered).sum(-1) * WIDTH**-0.5
        weights = weights.masked_fill(~inside[rows][:, None], -1e9).softmax(-1)
        seen = (weights @ own).flatten(1)
        inner = self.hidden(self.drop(torch.cat([parts, seen], -1)))
        if self.facts is not None and facts is not None:
            inner = inner + self.facts(facts)
        found: Tensor = self.out(self.drop(nn.functional.gelu(inner, approximate="tanh")))
        return found if self.direct is None or facts is None else found + self.direct(facts)

    def head(self) -> Head:
        """The weights, as the reader uses them."""

        def array(weights: Tensor) -> Floats:
            found: Floats = weights.detach().float().numpy().astype(np.float32)
            return found

        linear = {"queries": self.queries, "keys": self.keys, "hidden": self.hidden, "out": self.out}
        parts = {name: array(layer.weight.T) for name, layer in linear.items()}
        parts |= {f"{name}_bias": array(layer.bias) for name, layer in linear.items()}
        parts |= {
            name: array(layer.weight.T)
            for name, layer in (("facts", self.facts), ("direct", self.direct))
            if layer is not None
        }
        return Head(absent=array(self.absent), heads=HEADS, **parts)
