"""Sentences with the events they tell, for the typer and the decision to learn from.

Four sources, each a list of `Told`: sentences written for the project with one marked pair
(`gold/typed_pairs.jsonl`), PLV's training half, sentences of news annotated with all their events
(`gold/events_news.jsonl`: offsets only, the texts are found beside the data), and sentences that nobody annotated,
for a bigger model to label. What is learned is what the reader will ask: its own candidates, made by its own code.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy as np

from standoff.document import Document
from standoff.ingest.options import IngestOptions
from standoff.ingest.text import read_text
from standoff.readers import actors, attributions, times
from standoff.readers.encoding import Floats, Pieces, read_pieces
from standoff.readers.events.candidates import Candidate, deed_words, iter_candidates, pairs_of, same_phrase
from standoff.readers.events.events import iter_scenes
from standoff.readers.events.patterns import Reading, Scene, read_patterns
from standoff.readers.events.typer import NONE, Pair, labels
from standoff.readers.heads import Run
from standoff.readers.parsing import iter_parses
from standoff.readers.pipeline import Reader
from tools.training.polnear import as_document

HERE = Path(__file__).parent / "gold"
Offsets = tuple[int, int]

EITHER = ("CONCEDE", "RETREAT")
"""PLV keeps the older single type YIELD for both."""

MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
"""Types in which who is the actor and who the recipient says little: the other way round is not wrong."""


@dataclass(frozen=True)
class Gold:
    """An annotated event: offsets into the text of its document."""

    event_type: str
    trigger: Offsets
    actors: tuple[Offsets, ...]
    recipients: tuple[Offsets, ...]


@dataclass
class Told:
    """A sentence to learn from: its pieces, read alone, and candidates with what is known of them.

    `gold` pairs have a target over the labels (two types at 1 where either will do); `wrong` pairs are no events;
    `soft` has a bigger model's probabilities for each of `asked`.
    """

    name: str
    pieces: Pieces
    gold: list[tuple[Pair, Floats]] = field(default_factory=list)
    wrong: list[Pair] = field(default_factory=list)
    asked: list[Pair] = field(default_factory=list)
    soft: Floats | None = None


def held_out() -> frozenset[str]:
    """The articles that nothing is trained on, as "set/line": rows of events are judged in them."""
    lines = (HERE / "held_out.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def target(event_type: str) -> Floats:
    """1 for the label, or for each of the types that PLV's YIELD may be."""
    names = EITHER if event_type == "YIELD" else (event_type,)
    return np.array([float(label in names) for label in labels()], np.float32)


def iter_typed() -> Iterator[tuple[str, str, str, str]]:
    """The sentences written for the project: text, actor, recipient and type."""
    for line in (HERE / "typed_pairs.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row["sentence"], row["actor"], row["recipient"], row["event_type"]


def iter_plv(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """PLV's sentences in the same form; those whose pair does not stand in the sentence word for word are left out."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["source"] in row["sentence"] and row["target"] in row["sentence"]:
                yield row["sentence"], row["source"], row["target"], row["event_type"]


def read_pairs(rows: Iterable[tuple[str, str, str, str]], reader: Reader, kind: str) -> list[Told]:
    """Sentences with one marked pair: as marked, as the reader names it, and with the trigger a pattern gives it."""
    given = list(rows)
    documents = [as_document(text, f"{kind}/{n}") for n, (text, *_) in enumerate(given)]
    found = []
    for parse, (text, actor, recipient, event_type) in zip(iter_parses(reader.models, documents), given, strict=True):
        pieces = read_pieces(parse.document)
        spans = [(at := text.index(words), at + len(words)) for words in (actor, recipient)]
        a, r = (_run(pieces, span) for span in spans)
        told = Told(parse.document.uri, pieces, [(Pair(a, r), target(event_type))])
        if event_type not in MUTUAL:
            told.wrong.append(Pair(r, a))
        types = EITHER if event_type == "YIELD" else (event_type,)
        for scene in iter_scenes(parse, actors.read_actors(parse, reader.index), ()):
            readings = read_patterns(scene)
            for candidate in iter_candidates(scene):
                if candidate.recipient is None or not (
                    _overlaps(scene, candidate.actor.first, candidate.actor.end, spans[:1])
                    and _overlaps(scene, candidate.recipient.first, candidate.recipient.end, spans[1:])
                ):
                    continue
                own = pairs_of(scene, candidate, pieces)
                told.gold += [(Pair(pair.actor, pair.recipient), target(event_type)) for pair in own[:1]]
                reading = readings.get(candidate.trigger.token.i)
                if (
                    reading is not None
                    and reading.event_type in types
                    and candidate.actor.actor in reading.parties.actors
                ):
                    told.gold += [(pair, target(event_type)) for pair in own]
        found.append(told)
    return found


@dataclass(frozen=True)
class Annotated:
    """An annotated sentence as the reader sees it: candidates with their label, None where the annotation is silent."""

    name: str
    scene: Scene
    readings: dict[int, Reading]
    candidates: list[Candidate]
    labels: list[str | None]
    told: Told


def read_annotated(data: Path, reader: Reader) -> list[Annotated]:
    """The annotated sentences of news whose texts lie under `data`; a text that changed raises ValueError."""
    by_text: dict[tuple[str, int], list[dict[str, object]]] = defaultdict(list)
    for line in (HERE / "events_news.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        by_text[row["set"], row["line"]].append(row)
    documents, rows = [], []
    for (name, number), sentences in sorted(by_text.items()):
        text = _text(data / name / "docs.jsonl", number)
        if sha256(text.encode()).hexdigest()[:16] != sentences[0]["sha256"]:
            raise ValueError(f"{name}, line {number}: not the text that was annotated")
        documents.append(read_text(text, f"{name}/{number}", IngestOptions()))
        rows.append(sentences)
    found = []
    for parse, sentences in zip(iter_parses(reader.models, documents), rows, strict=True):
        cast = actors.read_actors(parse, reader.index)
        said = attributions.read_attributions(parse, cast, times.read_times(parse))
        wanted = {int(str(row["start"])): row for row in sentences}
        for scene in iter_scenes(parse, cast, said):
            row = wanted.get(parse.span(scene.tokens).start)
            if row is not None:
                found.append(_annotated(scene, row))
    return found


def _annotated(scene: Scene, row: dict[str, object]) -> Annotated:
    parse = scene.parse
    name = f"news/{parse.document.uri}/{row['start']}"
    span = parse.span(scene.tokens)
    golds = [
        Gold(g["event_type"], tuple(g["trigger"]), _spans(g["actors"]), _spans(g["recipients"]))
        for g in row["events"]  # type: ignore[attr-defined]
    ]
    pieces = sentence_pieces(parse.encoding.pieces, span.start, span.end)
    candidates = [c for c in iter_candidates(scene) if pairs_of(scene, c, pieces)]
    marks = [_label(scene, candidate, golds) for candidate in candidates]
    told = Told(name, pieces)
    for gold in golds:
        for actor in gold.actors:
            for recipient in gold.recipients or (None,):
                pair = Pair(
                    _run(pieces, actor), _run(pieces, recipient) if recipient else None, _run(pieces, gold.trigger)
                )
                told.gold.append((pair, target(gold.event_type)))
    told.gold += [
        (pair, target(mark))
        for c, mark in zip(candidates, marks, strict=True)
        if mark is not None and mark != NONE
        for pair in pairs_of(scene, c, pieces)
    ]
    told.wrong += [pairs_of(scene, c, pieces)[0] for c, mark in zip(candidates, marks, strict=True) if mark == NONE]
    return Annotated(name, scene, read_patterns(scene), candidates, marks, told)


def _label(scene: Scene, candidate: Candidate, golds: Sequence[Gold]) -> str | None:
    """The type of the annotated event that a candidate is; `NONE`; or None where it is neither right nor wrong.

    Neither is a candidate whose trigger is tied to the annotated one (the verb that carries a noun), whose mutual
    parties are turned round, or that leaves out a recipient.
    """
    open_to = False
    for gold in golds:
        words = deed_words(candidate.trigger)
        names_it = any(_overlaps(scene, t.i, t.i + 1, [gold.trigger]) for t in words)
        if not _overlaps(scene, candidate.actor.first, candidate.actor.end, gold.actors):
            turned = gold.event_type in MUTUAL and _overlaps(
                scene, candidate.actor.first, candidate.actor.end, gold.recipients
            )
            open_to |= turned and names_it
            continue
        if candidate.recipient is None:
            same = not gold.recipients
        else:
            same = _overlaps(scene, candidate.recipient.first, candidate.recipient.end, gold.recipients)
        if names_it:
            if same:
                return gold.event_type
            open_to |= candidate.recipient is None or not gold.recipients
        else:
            tied = [t for t in scene.tokens if _overlaps(scene, t.i, t.i + 1, [gold.trigger])]
            open_to |= same and any(same_phrase(candidate.trigger.token, other) for other in tied)
    return None if open_to else NONE


def read_unlabelled(documents: Iterable[Document], reader: Reader, most: int, seed: int) -> list[Told]:
    """Candidates of sentences that nobody annotated, at most `most` sentences, for a bigger model to label."""
    generator = np.random.default_rng(seed)
    found = []
    for parse in iter_parses(reader.models, documents):
        for scene in iter_scenes(parse, actors.read_actors(parse, reader.index), ()):
            candidates = list(iter_candidates(scene))
            span = parse.span(scene.tokens)
            pieces = sentence_pieces(parse.encoding.pieces, span.start, span.end)
            if not candidates or not len(pieces):
                continue
            near = [c for c in candidates if c.actor.actor in c.clause.actors]
            chosen = [group[n] for group in (near, candidates) if group for n in generator.integers(len(group), size=3)]
            told = Told(f"{parse.document.uri}/{span.start}", pieces)
            told.asked += dict.fromkeys(pair for c in chosen for pair in pairs_of(scene, c, pieces)[:1])
            told.asked += dict.fromkeys(Pair(p.actor, p.recipient) for p in told.asked if p.recipient is not None)
            found.append(told)
    order = generator.permutation(len(found))[:most]
    return [found[n] for n in order]


def sentence_pieces(pieces: Pieces, start: int, end: int) -> Pieces:
    """The pieces of a sentence as the reader gives them to the typer."""
    return pieces.part([pieces.run(start, end)])


def _run(pieces: Pieces, span: Offsets) -> Run:
    first, last = pieces.run(*span)
    return (first, last) if first < last else (min(first, len(pieces) - 1), min(first, len(pieces) - 1) + 1)


def _spans(rows: Iterable[Sequence[int]]) -> tuple[Offsets, ...]:
    return tuple((start, end) for start, end in rows)


def _overlaps(scene: Scene, first: int, end: int, spans: Iterable[Offsets]) -> bool:
    start, stop = scene.parse.starts[first], scene.parse.ends[end - 1]
    return any(max(start, a) < min(stop, b) for a, b in spans)


def _text(path: Path, number: int) -> str:
    with path.open(encoding="utf-8") as file:
        for n, line in enumerate(file):
            if n == number:
                found: str = json.loads(line)["text"]
                return found
    raise ValueError(f"{path}: no line {number}")
