"""One training run: a base model, the examples, a time limit; out comes the model with averaged weights."""

from __future__ import annotations

import copy
import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch

from standoff.readers.attributions.head import Fragment, Tagged
from standoff.readers.encoding import Encoding, Pieces
from tools.training.material import Example, batches, windows_of
from tools.training.model import Tagger, batch_of, losses

WEIGHTS = {"crf": 10.0, "soft": 10.0, "source": 0.3, "content": 0.3, "names": 2.0}
"""What each loss counts; the links' and the CRF's as in the first experiment, the others by their size."""


def train(
    model: Tagger,
    examples: Sequence[Example],
    *,
    epochs: float,
    rate: float,
    head_rate: float,
    batch: int = 2048,
    mask: float = 0.05,
    average: float = 0.998,
    seed: int = 0,
    soft_share: float = 0.6,
    after_epoch: Callable[[Tagger, int], None] | None = None,
    minutes: float = 1e9,
) -> Tagger:
    """Train `model` and return a copy with the exponential average of its weights.

    The rate rises over 4% of the run and falls to 0; the run ends after `epochs` or `minutes`, what comes first.
    """
    generator = np.random.default_rng(seed)
    torch.manual_seed(seed)
    base = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith("base.")]
    heads = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith("base.")]
    optimiser = torch.optim.AdamW(
        [{"params": base, "lr": rate, "top": rate}, {"params": heads, "lr": head_rate, "top": head_rate}],
        weight_decay=0.01,
    )
    averaged = copy.deepcopy(model)
    total = sum(len(e.pieces) for e in examples) * epochs
    seen, step, began, told = 0, 0, time.monotonic(), 0.0
    means: dict[str, float] = {}
    epoch = 0
    while seen < total and time.monotonic() - began < minutes * 60:
        windows = [w for e in examples for w in windows_of(e, int(generator.integers(64, 256)))]
        for group in batches(windows, batch, generator):
            done = max(seen / total, (time.monotonic() - began) / (minutes * 60))
            if done >= 1:
                break
            scale = min(done / 0.04, (1 - done) / 0.96)
            for part in optimiser.param_groups:
                part["lr"] = part["top"] * max(scale, 1e-3)
            ids, types, attention = batch_of(group, mask, generator)
            model.train()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                vectors = model.vectors(ids, types, None if bool(attention.all()) else attention)
            found = losses(model, group, model.drop(vectors.float()))
            weights = dict(WEIGHTS)
            if "soft" in found and "crf" in found:
                weights["crf"], weights["soft"] = 10 * (1 - soft_share), 10 * soft_share
            loss = sum(weights[k] * v for k, v in found.items())
            loss.backward()
            torch.nn.utils.clip_grad_norm_(base + heads, 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            step += 1
            seen += sum(len(w.positions) for w in group)
            decay = min(average, step / (step + 10))
            with torch.no_grad():
                for mine, theirs in zip(averaged.parameters(), model.parameters(), strict=True):
                    if theirs.requires_grad:
                        mine.lerp_(theirs, 1 - decay)
            for k, v in found.items():
                means[k] = 0.98 * means.get(k, float(v)) + 0.02 * float(v)
            if time.monotonic() - told > 30:
                told = time.monotonic()
                parts = " ".join(f"{k} {v:.4f}" for k, v in means.items())
                print(f"{done:6.1%} {seen / (told - began):6.0f} pieces/s  {parts}", file=sys.stderr, flush=True)
        epoch += 1
        if after_epoch is not None:
            after_epoch(averaged, epoch)
    return averaged


@torch.no_grad()
def encode(model: Tagger, pieces: Pieces) -> Encoding:
    """What the encoder would give for the pieces, from the torch model."""
    model.eval()
    vectors, runs = [], []
    for first, last in pieces.windows():
        ids, types, positions = (torch.from_numpy(a) for a in pieces.input_of(first, last))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bool(model.shift)):
            found = model.vectors(ids[None], types[None], None)
        vectors.append(found[0, positions].float().numpy())
        runs.append((int(pieces.segments[first]), int(pieces.segments[last])))
    width = model.base.config.hidden_size
    joined = np.concatenate(vectors) if vectors else np.zeros((0, width), np.float32)
    return Encoding(pieces, joined, tuple(runs), partial(encode, model))


def write_predictions(path: Path, read: Sequence[tuple[str, Pieces, Sequence[Tagged]]]) -> None:
    """The attributions as the PolNeAR scorer reads them: JSON lines of spans."""
    with path.open("w", encoding="utf-8") as file:
        for name, pieces, tagged in read:
            for one in tagged:
                row = {
                    "doc": name,
                    "source": [_bounds(pieces, one.source)] if one.source else [],
                    "cue": [_bounds(pieces, one.cue)],
                    "content": [_bounds(pieces, fragment) for fragment in one.content],
                }
                file.write(json.dumps(row) + "\n")


def _bounds(pieces: Pieces, fragment: Fragment) -> tuple[int, int]:
    return int(pieces.starts[fragment.first]), int(pieces.ends[fragment.last - 1])
