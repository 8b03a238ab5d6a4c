"""Fit what the typer's word, the lexicon and the clause count when it is decided what is an event.

    python -m tools.training.decide --data ../shared/data --work /tmp/training --net events-0 --fold 0

Reads the annotated news that the net `events-0.pt` (trained with `--fold 0`) has not seen, and writes
`src/standoff/data/decision.toml`: a multinomial logistic regression with few weights, held small.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from standoff.ontology.plover import event_types
from standoff.readers.encoding import Floats
from standoff.readers.events.candidates import pairs_of
from standoff.readers.events.decision import LEAST_ODDS, SHARED, Weights, features, surest
from standoff.readers.events.typer import labels
from standoff.readers.pipeline import Reader
from tools.training.events import Net, in_fold, probabilities
from tools.training.stages import STUDENT
from tools.training.told import Annotated, read_annotated

HEADER = """# What decides if a candidate is an event, and of which type: fitted by `python -m tools.training.decide`.
# Read by readers/events/decision.py, which says what each feature is. Licence: Apache-2.0.
"""
PENALTY = 1.0
STEPS = 300


def fit(sentences: Sequence[Annotated], log_odds: Sequence[Floats]) -> Weights:
    """The weights under which the annotated labels of the candidates are most likely."""
    names = labels()
    parts, goals = [], []
    for one, scored in zip(sentences, log_odds, strict=True):
        rows = [n for n, label in enumerate(one.labels) if label is not None]
        if not rows:
            continue
        known = features([one.candidates[n] for n in rows], one.readings, one.scene.cast)
        parts.append((scored[rows], *known))
        goals += [names.index(str(one.labels[n])) for n in rows]
    scored, of_lexicon, of_pattern, shared = (
        torch.from_numpy(np.concatenate(group)) for group in zip(*parts, strict=True)
    )
    truth = torch.tensor(goals)
    typer, lexical = torch.ones(1, requires_grad=True), torch.zeros(2, requires_grad=True)
    common = torch.zeros(len(SHARED), requires_grad=True)
    bias = torch.zeros(len(names) - 1, requires_grad=True)
    optimiser = torch.optim.LBFGS([typer, lexical, common, bias], max_iter=STEPS, line_search_fn="strong_wolfe")

    def scores() -> Tensor:
        told = lexical[0] * of_lexicon + lexical[1] * of_pattern + shared @ common + bias
        return typer * scored + torch.nn.functional.pad(told, (0, 1))

    def closure() -> Tensor:
        optimiser.zero_grad()
        held = (typer - 1).square().sum() + lexical.square().sum() + common.square().sum() + bias.square().sum()
        loss = torch.nn.functional.cross_entropy(scores(), truth, reduction="sum") + PENALTY * held
        loss.backward()
        return loss

    optimiser.step(closure)
    with torch.no_grad():
        found = torch.nn.functional.cross_entropy(scores(), truth)
    print(
        f"{len(truth)} candidates, {int((truth < len(names) - 1).sum())} of them events; loss {found:.4f}",
        file=sys.stderr,
    )
    return Weights(
        typer=round(typer.item(), 3),
        lexicon_type=round(float(lexical[0]), 3),
        pattern_type=round(float(lexical[1]), 3),
        shared={name: round(float(w), 3) for name, w in zip(SHARED, common, strict=True)},
        bias={name: round(float(w), 3) for name, w in zip(event_types(), bias, strict=True)},
    )


def write(weights: Weights, path: Path) -> None:
    """The weights as the file that the reader loads."""
    lines = [f"{name} = {getattr(weights, name)}" for name in ("typer", "lexicon_type", "pattern_type")]
    for table in ("shared", "bias"):
        lines += ["", f"[{table}]", *(f"{name} = {value}" for name, value in getattr(weights, table).items())]
    path.write_text(HEADER + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


def log_odds_of(model: Net, sentences: Sequence[Annotated]) -> list[Floats]:
    """The typer's log probabilities for the candidates of each sentence."""
    told = [one.told for one in sentences]
    pairs = [[pairs_of(one.scene, c, one.told.pieces) for c in one.candidates] for one in sentences]
    found = probabilities(model, told, [[pair for own in groups for pair in own] for groups in pairs])
    return [
        np.log(np.maximum(surest(typed, [len(own) for own in groups]), LEAST_ODDS)) if groups else typed
        for typed, groups in zip(found, pairs, strict=True)
    ]


def main() -> None:
    """Run the command line above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--net", default="events-0")
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("src/standoff/data/decision.toml"))
    options = parser.parse_args()
    known, _ = pickle.loads((options.work / "told.pkl").read_bytes())  # noqa: S301
    held = {told.name for n, told in enumerate(known) if in_fold(told, n, options.fold)}
    model = Net(STUDENT)
    model.load_state_dict(torch.load(options.work / f"{options.net}.pt"))
    sentences = [one for one in read_annotated(options.data, Reader()) if one.name in held]
    write(fit(sentences, log_odds_of(model, sentences)), options.out)


if __name__ == "__main__":
    main()
