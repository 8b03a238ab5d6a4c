"""Train the head that says which speech act a clause is.

    python -m tools.training.acts --data ../shared/data [--folds 4]

Learned from: the tuning part of the written gold (bench/gold/signals.jsonl), the cases of the cue tables
(tests/cases/signals.toml), articles of news annotated for it (tools/training/gold/signals_news.jsonl: offsets only),
and UNSCon's development half twice: with the acts annotated in it (bench/gold/signals_unscon.jsonl), and with its own
labels, by which a unit is an accusation or a disapproval, or is neither. The towers are not changed: the head learns on
the vectors they give when a document is read. `--folds K` leaves out a K-th of the documents at a time and prints how
well the head does there.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tomllib
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from standoff.ontology.acts import ACTS
from standoff.readers import actors, attributions, times
from standoff.readers.encoding import Floats
from standoff.readers.heads import Runs
from standoff.readers.parsing import iter_parses
from standoff.readers.pipeline import Reader
from standoff.readers.signals.acts import FACTS, LABELS, NONE, facts_of, runs_of
from standoff.readers.signals.candidates import Candidate, iter_candidates
from standoff.readers.signals.parties import Scene
from standoff.readers.signals.rules import CueReading
from tools.training.head import HeadNet
from tools.training.polnear import as_document

ROOT = Path(__file__).parents[2]
ITEMS, WORLD = ROOT / "bench" / "gold" / "signals.jsonl", ROOT / "bench" / "gold" / "signals_world.toml"
CASES, SAMPLE = ROOT / "tests" / "cases" / "signals.toml", ROOT / "sample" / "actors.toml"
UNSCON = ROOT / "bench" / "gold" / "signals_unscon.jsonl"
NEWS = Path(__file__).parent / "gold" / "signals_news.jsonl"

BLAME = ("accuse", "disapprove")
NEGATIVE, OTHER = "negative", "other"
"""UNSCon's own labels: one of `BLAME`, or none of them."""

EPOCHS, RATE, SIZE, SMOOTH, DROP, DECAY = 10, 1e-3, 16, 0.05, 0.4, 0.01
BY_UNIT, AN_ACT, CUED = 0.4, 2.0, 3.0
"""What the act that the cue tables read counts before anything is learned."""

Offsets = tuple[int, int]


@dataclass(frozen=True)
class Text:
    """A text to learn from; `within` are the sentences that were annotated, None for all."""

    name: str
    text: str
    signals: list[tuple[str, Offsets]]
    within: list[Offsets] | None = None


@dataclass
class Sentence:
    """A sentence as the head is asked about it: candidates with their label, None where the annotation is silent."""

    name: str
    vectors: Floats
    runs: list[Runs]
    facts: list[Floats]
    spans: list[Offsets]
    labels: list[str | None]
    gold: list[tuple[str, Offsets]]


def iter_items() -> Iterator[Text]:
    """The written items of the tuning part."""
    for row in _lines(ITEMS):
        if row["part"] == "tuning":
            yield Text(f"items/{row['id']}", row["text"], [_plain(s) for s in row["signals"]])


def _plain(signal: dict[str, Any]) -> tuple[str, Offsets]:
    return signal["act"], (signal["span"]["start"], signal["span"]["end"])


def iter_cases() -> Iterator[Text]:
    """The cases that the cue tables are tested with."""
    blocks = tomllib.loads(CASES.read_text("utf-8"))["block"]
    for n, case in enumerate(case for block in blocks if block["group"] != "known-failure" for case in block["cases"]):
        text = case["text"]
        found = [(want["act"], text.index(want["span"]), len(want["span"])) for want in case["signals"]]
        yield Text(f"cases/{n}", text, [(act, (at, at + length)) for act, at, length in found])


def iter_news(data: Path) -> Iterator[Text]:
    """The annotated articles."""
    for row in _lines(NEWS):
        lines = (data / row["set"] / "docs.jsonl").read_text("utf-8").split("\n")
        signals = [(s["act"], (s["span"][0], s["span"][1])) for s in row["signals"]]
        within = [(first, last) for first, last in row["sentences"]]
        yield Text(f"news/{row['line']}", json.loads(lines[row["line"]])["text"], signals, within)


def iter_unscon(data: Path) -> Iterator[Text]:
    """The speeches, first as annotated, then with the set's own labels."""
    speeches: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (data / "unscon" / "units.csv").open(newline="", encoding="utf-8") as file:
        for unit in csv.DictReader(file):
            speeches[unit["file_id"]].append(unit)
    texts = {name: " ".join(u["EDU_text"].strip() for u in units) for name, units in speeches.items()}
    for row in _lines(UNSCON):
        signals = [(s["act"], (s["span"][0], s["span"][1])) for s in row["signals"]]
        yield Text(f"unscon/{row['speech']}", texts[row["speech"]], signals)
    for name, units in speeches.items():
        at, found = 0, []
        for unit in units:
            end = at + len(unit["EDU_text"].strip())
            found.append((NEGATIVE if "NegEval" in (unit["A0"] or "") else OTHER, (at, end)))
            at = end + 1
        yield Text(f"unscon/{name}", texts[name], found)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    yield from (json.loads(line) for line in path.read_text("utf-8").split("\n") if line)


def read(texts: Iterable[Text], reader: Reader) -> Iterator[Sentence]:
    """The sentences of the texts that have candidates or signals."""
    given = list(texts)
    documents = [as_document(text.text, text.name) for text in given]
    for parse, text in zip(iter_parses(reader.models, documents), given, strict=True):
        timexes, cast = times.read_times(parse), actors.read_actors(parse, reader.index)
        scene = Scene(parse, cast, attributions.read_attributions(parse, cast, timexes))
        reading = CueReading(scene)
        for sentence in parse.sentences:
            start, end = sentence.start_char, sentence.end_char
            if text.within is not None and not any(_shared((start, end), other) > 0 for other in text.within):
                continue
            gold = [(act, span) for act, span in text.signals if start <= span[0] < end]
            candidates = list(iter_candidates(reading, sentence))
            encoding = parse.encoding.alone(start, end) if candidates else None
            kept = [(c, r) for c in candidates if encoding is not None and (r := runs_of(c, parse, encoding))]
            if not kept and not gold:
                continue
            spans = [(parse.starts[c.start], parse.ends[c.end]) for c, _ in kept]
            words = [parse.starts[c.token.i] for c, _ in kept]
            yield Sentence(
                text.name,
                encoding.vectors if encoding is not None else np.zeros((0, 0), np.float32),
                [runs for _, runs in kept],
                [facts_of(c, scene) for c, _ in kept],
                spans,
                align([c for c, _ in kept], spans, words, gold),
                gold,
            )


def align(
    candidates: Sequence[Candidate],
    spans: Sequence[Offsets],
    words: Sequence[int],
    gold: Sequence[tuple[str, Offsets]],
) -> list[str | None]:
    """The label of each candidate: the act that it tells best, none, or None where it lies inside another's telling."""
    if gold and gold[0][0] in {NEGATIVE, OTHER}:
        return [_by_unit(span, word, gold) for span, word in zip(spans, words, strict=True)]
    labels: list[str | None] = [NONE] * len(candidates)
    for act, marked in gold:
        fits = [
            (_union(span, marked) + 0.15 * (marked[0] <= word < marked[1]) + 0.1 * (c.found is not None), -n)
            for n, (c, span, word) in enumerate(zip(candidates, spans, words, strict=True))
            if labels[n] in {NONE, None} and _shared(span, marked) > 0
        ]
        for n, span in enumerate(spans):
            if labels[n] == NONE and 2 * _shared(span, marked) > span[1] - span[0]:
                labels[n] = None
        if fits and max(fits)[0] > 0.3:
            labels[-max(fits)[1]] = act
    return labels


def _by_unit(span: Offsets, word: int, gold: Sequence[tuple[str, Offsets]]) -> str | None:
    negative = [unit for label, unit in gold if label == NEGATIVE]
    if any(first <= word < last for first, last in negative):
        return NEGATIVE
    return None if any(_shared(span, unit) > 0 for unit in negative) else OTHER


def _shared(one: Offsets, other: Offsets) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def _union(one: Offsets, other: Offsets) -> float:
    return _shared(one, other) / (max(one[1], other[1]) - min(one[0], other[0]))


def allowed(label: str) -> list[float]:
    """1 for each label that a candidate may have."""
    if label == NEGATIVE:
        return [float(name in BLAME) for name in LABELS]
    if label == OTHER:
        return [float(name not in BLAME) for name in LABELS]
    return [float(name == label) for name in LABELS]


def weight(label: str) -> float:
    """How much a label counts: an act is rarer than none, and UNSCon's own labels say less."""
    return BY_UNIT if label in {NEGATIVE, OTHER} else 1.0 if label == NONE else AN_ACT


def batch_of(sentences: Sequence[Sentence], chosen: Sequence[Sequence[int]]) -> tuple[Tensor, ...]:
    """Vectors (b, n, w), where pieces stand (b, n), and candidates: rows (c,), runs (c, 3, n) and facts (c, f)."""
    longest = max(len(s.vectors) for s in sentences)
    vectors = np.zeros((len(sentences), longest, sentences[0].vectors.shape[1]), np.float32)
    inside = np.zeros((len(sentences), longest), dtype=bool)
    rows, runs, facts = [], [], []
    for b, (sentence, numbers) in enumerate(zip(sentences, chosen, strict=True)):
        vectors[b, : len(sentence.vectors)], inside[b, : len(sentence.vectors)] = sentence.vectors, True
        for n in numbers:
            marks = np.zeros((3, longest), dtype=np.float32)
            for k, run in enumerate(sentence.runs[n]):
                if run is not None:
                    marks[k, run[0] : run[1]] = 1
            rows.append(b)
            runs.append(marks)
            facts.append(sentence.facts[n])
    arrays = (vectors, inside, np.array(rows), np.stack(runs), np.stack(facts))
    return tuple(torch.from_numpy(array) for array in arrays)


def train(sentences: Sequence[Sentence], epochs: int = EPOCHS, rate: float = RATE, seed: int = 0) -> HeadNet:
    """A head that has learned from the labels of the sentences; the rate rises over 6% of the run and falls to 0."""
    learned = [(s, [n for n, label in enumerate(s.labels) if label is not None]) for s in sentences]
    learned = [(s, numbers) for s, numbers in learned if numbers]
    generator = np.random.default_rng(seed)
    torch.manual_seed(seed)
    net = HeadNet(learned[0][0].vectors.shape[1], len(LABELS), len(FACTS), DROP)
    if net.direct is not None:  # it begins with what the cue tables say
        with torch.no_grad():
            net.direct.weight.zero_()
            net.direct.weight[: len(ACTS), : len(ACTS)] = CUED * torch.eye(len(ACTS))
            net.out.bias[-1] += CUED / 2
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=DECAY)
    total, step = epochs * (len(learned) // SIZE + 1), 0
    for _ in range(epochs):
        order = generator.permutation(len(learned))
        net.train()
        for at in range(0, len(order), SIZE):
            scale = min(step / total / 0.06, (1 - step / total) / 0.94)
            step += 1
            for part in optimiser.param_groups:
                part["lr"] = rate * max(scale, 1e-3)
            group = [learned[n] for n in order[at : at + SIZE]]
            vectors, inside, rows, runs, facts = batch_of([s for s, _ in group], [numbers for _, numbers in group])
            right = torch.tensor([allowed(s.labels[n] or NONE) for s, numbers in group for n in numbers])
            log = net(vectors, inside, rows, runs, facts).log_softmax(-1)
            either = -torch.logsumexp(log.masked_fill(right == 0, -1e9), -1)
            weights = torch.tensor([weight(s.labels[n] or NONE) for s, numbers in group for n in numbers])
            loss = (weights * ((1 - SMOOTH) * either - SMOOTH * log.mean(-1))).sum() / weights.sum()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
    return net


@torch.no_grad()
def said(net: HeadNet, sentences: Sequence[Sentence]) -> list[Floats]:
    """What a head says of the candidates of each sentence: shape (candidates, labels)."""
    net.eval()
    found = []
    for sentence in sentences:
        if not sentence.runs:
            found.append(np.zeros((0, len(LABELS)), np.float32))
            continue
        vectors, inside, rows, runs, facts = batch_of([sentence], [range(len(sentence.runs))])
        found.append(net(vectors, inside, rows, runs, facts).softmax(-1).numpy())
    return found


def report(sentences: Sequence[Sentence], found: Sequence[Floats]) -> None:
    """Print how often the likeliest label is right, over candidates with one: acts by F1, blame for UNSCon's labels."""
    right, told, marked = Counter[str](), Counter[str](), Counter[str]()
    for sentence, odds in zip(sentences, found, strict=True):
        for label, row in zip(sentence.labels, odds, strict=True):
            if label is None:
                continue
            best = LABELS[int(row.argmax())]
            if label in {NEGATIVE, OTHER}:
                best = NEGATIVE if best in BLAME else OTHER
            right[label] += best == label
            told[best] += 1
            marked[label] += 1
    names = [name for name in (*ACTS, NEGATIVE) if marked[name]]
    scores = {name: 2 * right[name] / (told[name] + marked[name]) for name in names}
    for name, score in scores.items():
        print(f"{name}: F1 {score:.3f} of {marked[name]} candidates", file=sys.stderr)
    print(f"macro-F1 over {len(names)} labels {np.mean(list(scores.values())):.3f}", file=sys.stderr)


def main() -> None:
    """Run the command line above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--folds", type=int, help="print how well it does on what it has not seen, and write nothing")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    sentences = list(read([*iter_items(), *iter_cases()], Reader([WORLD, SAMPLE])))
    sentences += read([*iter_news(options.data), *iter_unscon(options.data)], Reader())
    if options.folds:
        found: dict[int, Floats] = {}
        for fold in range(options.folds):
            left_out = [n for n, s in enumerate(sentences) if zlib.crc32(s.name.encode()) % options.folds == fold]
            net = train([s for n, s in enumerate(sentences) if n not in set(left_out)])
            found |= dict(zip(left_out, said(net, [sentences[n] for n in left_out]), strict=True))
        report(sentences, [found[n] for n in range(len(sentences))])
        return
    head = train(sentences).head()
    fields = [name for name in head.__dataclass_fields__ if name != "heads"]
    path = Path(str(files("standoff"))) / "data" / "models" / "signals.npz"
    np.savez(
        path,
        allow_pickle=False,
        heads=np.array(head.heads),
        **{name: np.asarray(getattr(head, name), np.float16) for name in fields},
    )
    print(f"wrote {path}", file=sys.stderr)


if __name__ == "__main__":
    main()
