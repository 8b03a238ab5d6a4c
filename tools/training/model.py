"""The model in torch: a pretrained base, a CRF over labels, two links, and a second layer of labels for names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoModel

from standoff.readers.attributions.head import BEGINS, GOES_ON, IMPOSSIBLE, Head
from standoff.readers.attributions.labels import LABELS
from standoff.readers.encoding import CLS, SEP, Floats, Ints

TYPES = 8
LINK_WIDTH = 64
MASK = 103


@dataclass(frozen=True)
class Window:
    """One training example. `segments` are (first, last) in `positions`; links are between indexes of `positions`.

    `labels` is None where nobody annotated; `soft` (n, 7) and `soft_moves` (n, 7, 7) are a teacher's marginals of
    each piece's label and of the move into it. `names` (n,) are labels of named entities, -1 unknown.
    """

    ids: Ints
    types: Ints
    positions: Ints
    segments: tuple[tuple[int, int], ...]
    labels: Ints | None
    cues: tuple[tuple[int, int], ...]
    contents: tuple[tuple[int, int], ...]
    names: Ints | None = None
    soft: np.ndarray | None = None
    soft_moves: np.ndarray | None = None


def impossible() -> tuple[Tensor, Tensor]:
    """Moves that cannot be, shape (7, 7), and first labels that cannot be, shape (7,), at IMPOSSIBLE; else 0."""
    moves = torch.zeros(len(LABELS), len(LABELS))
    initial = torch.zeros(len(LABELS))
    for role, on in GOES_ON.items():
        initial[on] = IMPOSSIBLE
        for before in range(len(LABELS)):
            if before not in (BEGINS[role], on):
                moves[before, on] = IMPOSSIBLE
    return moves, initial


class Tagger(nn.Module):
    """A base model with the attribution head and the head for names on its last layer."""

    def __init__(self, base: Path, names: int, shift: int = 0) -> None:
        super().__init__()
        self.base = AutoModel.from_pretrained(
            base,
            add_pooling_layer=False,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            local_files_only=True,
        )
        self.shift = shift
        width = self.base.config.hidden_size
        words = self.base.embeddings.word_embeddings
        words.weight.requires_grad_(False)
        if shift:
            self.types = nn.Embedding(TYPES, width)
            nn.init.zeros_(self.types.weight)
        else:
            old = self.base.embeddings.token_type_embeddings.weight.data[0]
            self.base.embeddings.token_type_embeddings = nn.Embedding.from_pretrained(
                old.repeat(TYPES, 1), freeze=False
            )
            self.base.config.type_vocab_size = TYPES
        self.drop = nn.Dropout(0.1)
        self.labels = nn.Linear(width, len(LABELS))
        self.names = nn.Linear(width, names)
        moves, initial = impossible()
        self.register_buffer("barred_moves", moves)
        self.register_buffer("barred_initial", initial)
        self.moves = nn.Parameter(torch.zeros_like(moves))
        self.initial = nn.Parameter(torch.zeros_like(initial))
        self.queries = nn.Parameter(torch.randn(2, width, LINK_WIDTH) * width**-0.5)
        self.keys = nn.Parameter(torch.randn(2, width, LINK_WIDTH) * width**-0.5)
        self.nobody = nn.Parameter(torch.zeros(LINK_WIDTH))
        self.distance = nn.Parameter(torch.full((2, 2), -0.5))

    def vectors(self, ids: Tensor, types: Tensor, attention: Tensor | None) -> Tensor:
        """The last layer, shape (batch, pieces, width), for ids of BERT's vocabulary."""
        if not self.shift:
            return self.base(input_ids=ids, token_type_ids=types, attention_mask=attention).last_hidden_state
        special = torch.where(ids == CLS, 0, torch.where(ids == SEP, 2, torch.where(ids == MASK, 30526, 1)))
        shifted = torch.where((ids == CLS) | (ids == SEP) | (ids == 0) | (ids == MASK), special, ids + self.shift)
        embedded = self.base.embeddings.word_embeddings(shifted) + self.types(types)
        return self.base(inputs_embeds=embedded, attention_mask=attention).last_hidden_state

    def chain(self) -> tuple[Tensor, Tensor]:
        """Transitions and first-label scores, the impossible ones barred."""
        return self.moves + self.barred_moves, self.initial + self.barred_initial

    def head(self) -> Head:
        """The attribution head's weights, as the reader uses them."""
        moves, initial = self.chain()
        return Head(
            labels=_array(self.labels.weight.T),
            bias=_array(self.labels.bias),
            transitions=_array(moves),
            initial=_array(initial),
            queries=_array(self.queries * LINK_WIDTH**-0.5),
            keys=_array(self.keys),
            nobody=_array(self.nobody),
            distance=_array(self.distance),
        )


def _array(weights: Tensor) -> Floats:
    found: Floats = weights.detach().float().numpy().astype(np.float32)
    return found


def batch_of(windows: Sequence[Window], mask: float, generator: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Padded ids, types and attention mask; a share `mask` of the pieces is hidden."""
    longest = max(len(w.ids) for w in windows)
    ids = np.zeros((len(windows), longest), dtype=np.int64)
    types, attention = np.zeros_like(ids), np.zeros_like(ids)
    for row, window in enumerate(windows):
        n = len(window.ids)
        ids[row, :n], types[row, :n], attention[row, :n] = window.ids, window.types, 1
        hidden = window.positions[generator.random(len(window.positions)) < mask]
        ids[row, hidden] = MASK
    return torch.from_numpy(ids), torch.from_numpy(types), torch.from_numpy(attention)


def losses(model: Tagger, windows: Sequence[Window], vectors: Tensor) -> dict[str, Tensor]:
    """The losses of a batch: `crf` and `soft` a piece, `source` and `content` a link, `names` a piece."""
    own = [vectors[row, torch.from_numpy(w.positions)] for row, w in enumerate(windows)]
    found: dict[str, Tensor] = {}
    emissions = [model.labels(v) for v in own]
    moves, initial = model.chain()
    parts = [(row, a, b) for row, w in enumerate(windows) for a, b in w.segments]
    longest = max(b - a for _, a, b in parts)
    scores = torch.stack(
        [nn.functional.pad(emissions[row][a:b], (0, 0, 0, longest - (b - a))) for row, a, b in parts], 1
    )
    lengths = torch.tensor([b - a for _, a, b in parts])
    total = log_partition(scores, lengths, moves, initial)
    gold, soft, gold_pieces, soft_pieces = [], [], 0, 0
    for n, (row, a, b) in enumerate(parts):
        window = windows[row]
        if window.labels is not None:
            y = torch.from_numpy(window.labels[a:b])
            path = emissions[row][torch.arange(a, b), y].sum() + initial[y[0]] + moves[y[:-1], y[1:]].sum()
            gold.append(total[n] - path)
            gold_pieces += b - a
        if window.soft is not None and window.soft_moves is not None:
            unary = torch.from_numpy(window.soft[a:b].astype(np.float32))
            moved = (
                torch.from_numpy(window.soft_moves[a + 1 : b].astype(np.float32).sum(0)) if b - a > 1 else 0.0 * moves
            )
            path = (emissions[row][a:b] * unary).sum() + (initial * unary[0]).sum() + (moves * moved).sum()
            soft.append(total[n] - path)
            soft_pieces += b - a
    if gold:
        found["crf"] = torch.stack(gold).sum() / gold_pieces
    if soft:
        found["soft"] = torch.stack(soft).sum() / soft_pieces
    for link, key in enumerate(("source", "content")):
        picks = [p for w, v in zip(windows, own, strict=True) for p in _picks(model, link, w, v)]
        if picks:
            found[key] = torch.stack(picks).mean()
    known = [(v, w.names) for v, w in zip(own, windows, strict=True) if w.names is not None]
    if known:
        logits = model.names(torch.cat([v for v, _ in known]))
        target = torch.from_numpy(np.concatenate([n for _, n in known]))
        found["names"] = nn.functional.cross_entropy(logits, target, ignore_index=-1)
    return found


def _picks(model: Tagger, link: int, window: Window, vectors: Tensor) -> list[Tensor]:
    """The cross entropies of one kind of link in a window, given the gold fragments."""
    pairs = window.cues if link == 0 else window.contents
    asked = sorted({to for _, to in pairs if to >= 0})
    if not pairs or (link == 1 and len(asked) < 2):
        return []
    at, to = torch.tensor([a for a, _ in pairs]), torch.tensor(asked, dtype=torch.long)
    queries = vectors[at] @ model.queries[link] * LINK_WIDTH**-0.5
    scores = queries @ (vectors[to] @ model.keys[link]).T
    gap = to[None, :] - at[:, None]
    scores = scores + model.distance[link, 0] * torch.log1p(gap.clamp(min=0).float())
    scores = scores + model.distance[link, 1] * torch.log1p((-gap).clamp(min=0).float())
    if link == 0:
        scores = torch.cat([scores, (queries @ model.nobody)[:, None]], 1)
    target = torch.tensor([asked.index(t) if t >= 0 else len(asked) for _, t in pairs])
    return list(nn.functional.cross_entropy(scores, target, reduction="none"))


def log_partition(scores: Tensor, lengths: Tensor, moves: Tensor, initial: Tensor) -> Tensor:
    """The log of the summed exponents over all label sequences, for each segment; scores (steps, segments, labels)."""
    ahead = scores[0] + initial
    inside = torch.arange(len(scores))[:, None] < lengths[None, :]
    top = float(moves.detach()[moves.detach() > IMPOSSIBLE / 2].max())
    raised = torch.exp(moves - top)  # impossible moves become exactly 0
    for t in range(1, len(scores)):
        peak = ahead.max(1, keepdim=True).values.detach()
        reach = torch.log((torch.exp(ahead - peak) @ raised).clamp(min=1e-30)) + peak + top
        ahead = torch.where(inside[t][:, None], reach + scores[t], ahead)
    return torch.logsumexp(ahead, 1)
