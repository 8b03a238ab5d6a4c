"""Train the encoder's tower for events and its head, the typer, again.

    python -m tools.training.events --data ../shared/data --teacher MPNET_FOLDER --work /tmp/training

Learned from: sentences written for the project, news annotated with its events, PLV's training half, and what a bigger
model (the teacher, fine-tuned on the same) thinks of candidates in sentences that nobody annotated. The base is
all-MiniLM-L6-v2; its table of words is not changed, so that both towers share it. Each stage leaves its result in the
work folder and is not done again. `--fold K` leaves a fifth of PLV and of the annotated news out, prints how well
the typer does there, and writes what it said of PLV's pairs to plv-fold-K.jsonl. Without `--teacher` there are no
soft labels.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from standoff.readers.encoding import Floats
from standoff.readers.events.typer import NONE, Pair, labels
from standoff.readers.pipeline import Reader
from tools.training.head import HeadNet
from tools.training.material import NAMES
from tools.training.model import MASK, Tagger
from tools.training.polnear import iter_articles
from tools.training.stages import MPNET_SHIFT, STUDENT, kept
from tools.training.texts import iter_texts
from tools.training.told import Told, held_out, iter_plv, iter_typed, read_annotated, read_pairs, read_unlabelled

FOLDS = 5
WRONG = 3
"""Candidates that are no events, for each sentence in each pass."""

ASKED = 4
"""Softly labelled candidates, for each sentence in each pass."""

NEWS = frozenset({"war_news_2022_24", "newswcl50", "giveme5w1h"})
"""Sets of articles whose sentences are labelled by the teacher, besides some of PolNeAR's training half."""

SMOOTH = 0.07
MASKED = 0.08


class Net(nn.Module):
    """A base with the typer's head; the labels are those of `typer.labels`."""

    def __init__(self, base: Path, shift: int = 0) -> None:
        super().__init__()
        self.tagger = Tagger(base, len(NAMES), shift)
        self.scores = HeadNet(self.tagger.base.config.hidden_size, len(labels()))


def batch_of(
    told: Sequence[Told], pairs: Sequence[Sequence[Pair]], mask: float, generator: np.random.Generator
) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Ids, types and attention (b, n), where pieces stand (b, n), and candidates as rows (c,) and runs (c, 3, n)."""
    inputs = [t.pieces.input_of(0, 1) for t in told]
    longest = max(len(ids) for ids, _, _ in inputs)
    ids, types, attention = (np.zeros((len(told), longest), dtype=np.int64) for _ in range(3))
    inside = np.zeros((len(told), longest), dtype=bool)
    rows, runs = [], []
    for b, ((own, kinds, positions), chosen) in enumerate(zip(inputs, pairs, strict=True)):
        ids[b, : len(own)], types[b, : len(own)], attention[b, : len(own)] = own, kinds, 1
        inside[b, positions] = True
        ids[b, positions[generator.random(len(positions)) < mask]] = MASK
        for pair in chosen:
            marks = np.zeros((3, longest), dtype=np.float32)
            for k, run in enumerate((pair.actor, pair.recipient, pair.trigger)):
                if run is not None:
                    marks[k, positions[run[0] : run[1]]] = 1
            rows.append(b)
            runs.append(marks)
    tensors = (torch.from_numpy(a) for a in (ids, types, attention, inside))
    return *tensors, torch.tensor(rows), torch.from_numpy(np.stack(runs))


def drawn(told: Told, generator: np.random.Generator) -> list[tuple[Pair, Floats, bool]]:
    """What one pass learns of a sentence: pairs with their targets, and whether these are a teacher's."""
    if told.soft is not None:
        chosen = generator.permutation(len(told.asked))[:ASKED]
        return [(told.asked[n], told.soft[n], True) for n in chosen]
    found = [(pair, goal, False) for pair, goal in told.gold]
    if len(found) > ASKED:
        found = [found[n] for n in generator.permutation(len(found))[:ASKED]]
    none = np.eye(len(labels()), dtype=np.float32)[-1]
    wrong = generator.permutation(len(told.wrong))[: WRONG if len(told.wrong) > 1 else int(generator.random() < 0.25)]
    found += [(told.wrong[n], none, False) for n in wrong]
    free = [Pair(p.actor, p.recipient) for p, _, _ in found if p.trigger is not None and p.recipient is not None]
    types = {tuple(goal) for _, goal, _ in found if goal[-1] == 0}
    if free and len(types) == 1 and generator.random() < 0.5:  # a sentence with one kind of event tells it by any word
        goal = next(goal for _, goal, _ in found if goal[-1] == 0)
        found += [(Pair(p.actor, p.recipient), goal, False) for p, g, _ in found[:1] if g[-1] == 0 and p.recipient]
    return found


def loss_of(scores: Tensor, goals: Tensor, soft: Tensor) -> Tensor:
    """Cross entropy with a teacher's probabilities, or with any of the types that are right, smoothed."""
    log = scores.log_softmax(-1)
    learned = -(goals * log).sum(-1)
    either = -torch.logsumexp(log.masked_fill(goals == 0, -1e9), -1)
    return torch.where(soft, learned, (1 - SMOOTH) * either - SMOOTH * log.mean(-1)).mean()


def train(model: Net, told: Sequence[Told], *, epochs: int, rate: float, head_rate: float, seed: int = 0) -> None:
    """Train `model` in place; the rate rises over 6% of the run and falls to 0."""
    generator = np.random.default_rng(seed)
    torch.manual_seed(seed)
    base = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith("tagger.base")]
    head = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith("tagger.")]
    head += [p for n, p in model.named_parameters() if n.startswith("tagger.types")]
    optimiser = torch.optim.AdamW(
        [{"params": base, "lr": rate, "top": rate}, {"params": head, "lr": head_rate, "top": head_rate}],
        weight_decay=0.01,
    )
    size, step, began, mean = 24, 0, time.monotonic(), 0.0
    total = epochs * (len(told) // size + 1)
    for epoch in range(epochs):
        order = generator.permutation(len(told))
        pools = [
            sorted(order[k : k + 10 * size], key=lambda n: len(told[n].pieces)) for k in range(0, len(order), 10 * size)
        ]
        groups = [pool[k : k + size] for pool in pools for k in range(0, len(pool), size)]
        model.train()
        for g in generator.permutation(len(groups)):
            scale = min(step / total / 0.06, (1 - step / total) / 0.94)
            step += 1
            for part in optimiser.param_groups:
                part["lr"] = part["top"] * max(scale, 1e-3)
            chosen = [(told[n], drawn(told[n], generator)) for n in groups[g]]
            chosen = [(t, rows) for t, rows in chosen if rows]
            if not chosen:
                continue
            pairs = [[pair for pair, _, _ in rows] for _, rows in chosen]
            ids, types, attention, inside, rows, runs = batch_of([t for t, _ in chosen], pairs, MASKED, generator)
            goals = torch.from_numpy(np.stack([goal for _, found in chosen for _, goal, _ in found]))
            soft = torch.tensor([is_soft for _, found in chosen for _, _, is_soft in found])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                vectors = model.tagger.vectors(ids, types, attention)
            loss = loss_of(model.scores(vectors.float(), inside, rows, runs), goals, soft)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(base + head, 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            mean = 0.98 * mean + 0.02 * float(loss.detach()) if step > 1 else float(loss.detach())
        print(f"pass {epoch + 1}: {time.monotonic() - began:.0f} s, loss {mean:.3f}", file=sys.stderr, flush=True)


@torch.no_grad()
def probabilities(model: Net, told: Sequence[Told], pairs: Sequence[Sequence[Pair]]) -> list[Floats]:
    """The probabilities, shape (pairs, 17), for the pairs of each sentence."""
    model.eval()
    found: list[Floats] = [np.zeros((0, len(labels())), np.float32)] * len(told)
    order = sorted((n for n in range(len(told)) if pairs[n]), key=lambda n: len(told[n].pieces))
    for k in range(0, len(order), 32):
        group = order[k : k + 32]
        inputs = batch_of([told[n] for n in group], [pairs[n] for n in group], 0, np.random.default_rng(0))
        ids, types, attention, inside, rows, runs = inputs
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = model.tagger.vectors(ids, types, attention)
        scored = model.scores(vectors.float(), inside, rows, runs).softmax(-1).numpy()
        at = 0
        for n in group:
            found[n] = scored[at : at + len(pairs[n])]
            at += len(pairs[n])
    return found


def in_fold(told: Told, number: int, fold: int) -> bool:
    """Whether a sentence is left out with a fold; those written for the project and those without gold never are."""
    return told.name.startswith(("plv/", "news/")) and number % FOLDS == fold


def report(model: Net, told: Sequence[Told], rows: Path | None = None) -> None:
    """Print how well the model types the pairs of PLV that it has not seen.

    To the file `rows` goes the truth of each pair and what the model said, for `bench/event_types.py`.
    """
    plv = [t for t in told if t.name.startswith("plv/")]
    kinds = labels()
    truth = [_as_plv(kinds[int(t.gold[0][1].argmax())]) for t in plv]
    said = []
    for scored in probabilities(model, plv, [[t.gold[0][0]] for t in plv]):
        sums: dict[str, float] = {}
        for kind, p in zip(kinds, scored[0], strict=True):
            if kind != NONE:
                sums[_as_plv(kind)] = sums.get(_as_plv(kind), 0) + float(p)
        said.append(max(sums, key=lambda kind: sums[kind]))
    if rows is not None:
        pairs = ({"truth": right, "said": found} for right, found in zip(truth, said, strict=True))
        rows.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), encoding="utf-8")
    print(
        f"PLV: {len(plv)} pairs, macro F1 {macro_f1(truth, said):.3f}, "
        f"right {np.mean([a == b for a, b in zip(truth, said, strict=True)]):.3f}",
        file=sys.stderr,
        flush=True,
    )


def macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    """The mean over the classes of the truth of their F1."""
    scores = []
    for kind in sorted(set(truth)):
        right = sum(t == s == kind for t, s in zip(truth, said, strict=True))
        scores.append(2 * right / (truth.count(kind) + list(said).count(kind)))
    return float(np.mean(scores))


def _as_plv(kind: str) -> str:
    return "YIELD" if kind in {"CONCEDE", "RETREAT"} else kind


def main() -> None:
    """Run the command line above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, required=True, help="where the stages leave their results")
    parser.add_argument("--teacher", type=Path, help="a folder with a pretrained MPNet")
    parser.add_argument("--teacher-epochs", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--fold", type=int, help="0 to 4: leave this fifth out, and print figures on it")
    parser.add_argument("--unlabelled", type=int, default=6000, help="sentences for the teacher to label")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--name", default="events", help="of the student's file in the work folder")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)

    def material() -> tuple[list[Told], list[Told]]:
        reader = Reader()
        known = read_pairs(iter_typed(), reader, "typed")
        known += read_pairs(iter_plv(options.data / "plv" / "train.tsv"), reader, "plv")
        known += [one.told for one in read_annotated(options.data, reader)]
        articles = [document for document, _ in iter_articles(options.data / "polnear" / "train", several=False)][:160]
        barred = held_out()
        texts = [d for d in iter_texts(options.data) if d.uri.partition("/")[0] in NEWS and d.uri not in barred]
        return known, read_unlabelled([*texts, *articles], reader, options.unlabelled, 0)

    known, unlabelled = kept(options.work / "told.pkl", material)
    held = [t for n, t in enumerate(known) if options.fold is not None and in_fold(t, n, options.fold)]
    names = {t.name for t in held}
    learned = [t for t in known if t.name not in names]
    if options.teacher is not None:

        def teach() -> list[Floats]:
            model = Net(options.teacher, MPNET_SHIFT)
            train(model, learned, epochs=options.teacher_epochs, rate=5e-5, head_rate=1e-3)
            report(model, held)
            return probabilities(model, unlabelled, [t.asked for t in unlabelled])

        for told, soft in zip(unlabelled, kept(options.work / f"soft-{options.fold}.pkl", teach), strict=True):
            told.soft = soft
        learned += unlabelled
    student = Net(STUDENT)
    train(student, learned, epochs=options.epochs, rate=2e-4, head_rate=1e-3)
    if held:
        report(student, held, options.work / f"plv-fold-{options.fold}.jsonl")
    torch.save(student.state_dict(), options.work / f"{options.name}.pt")


if __name__ == "__main__":
    main()
