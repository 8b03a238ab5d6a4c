"""PolNeAR as training material: articles with their gold attributions, and the labels of the pieces they cover.

The corpus (Newell, Margolin and Ruths 2018, networkdynamics/PolNeAR) marks each attribution with brat: text-bound
spans, possibly broken, and an event that ties source, cue and content together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from standoff.document import Document, Zone
from standoff.readers.attributions.labels import LABELS, ROLES
from standoff.readers.encoding import Ints, Pieces

Fragments = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Gold:
    """One attribution as its annotator marked it: the fragments of each role, in code points."""

    source: Fragments
    cue: Fragments
    content: Fragments


def as_document(text: str, uri: str) -> Document:
    """A text whose every line is a paragraph of the story."""
    lines = re.finditer(r"[^\n]*\S[^\n]*", text)
    zones = [(m.start() + len(m[0]) - len(m[0].lstrip()), m.start() + len(m[0].rstrip())) for m in lines]
    return Document(text=text, uri=uri, zones=tuple(Zone(start, end, "body") for start, end in zones))


def read_brat(path: Path) -> list[Gold]:
    """The attributions of a brat file, those without a cue or a content left out."""
    spans: dict[str, Fragments] = {}
    events = []
    for line in path.read_text("utf-8").split("\n"):
        fields = line.rstrip("\r").split("\t")
        if fields[0].startswith("T") and len(fields) > 1:
            runs = fields[1].split(" ", 1)[1]
            spans[fields[0]] = tuple((int(r.split()[0]), int(r.split()[1])) for r in runs.split(";"))
        elif fields[0].startswith("E") and len(fields) > 1:
            events.append([part.split(":", 1) for part in fields[1].split()[1:]])
    found = []
    for event in events:
        role: dict[str, list[tuple[int, int]]] = {name: [] for name in ROLES}
        for name, target in event:
            key = re.sub(r"\d+$", "", name).lower()
            if key in role:
                role[key] += spans.get(target, ())
        if role["cue"] and role["content"]:
            found.append(Gold(*(tuple(sorted(role[name])) for name in ROLES)))
    return found


def iter_articles(folder: Path, *, several: bool | None = None) -> Iterator[tuple[Document, list[Gold]]]:
    """The articles of a split with the gold of their first annotator.

    `several` keeps only the articles that several people annotated (True) or that one did (False).
    """
    for path in sorted((folder / "text").glob("*.txt")):
        marks = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))
        if several is not None and (len(marks) > 1) != several:
            continue
        with path.open(encoding="utf-8", newline="") as file:
            yield as_document(file.read(), path.stem), read_brat(marks[0])


@dataclass(frozen=True)
class Targets:
    """What a head is to learn of one document: a label for each piece, and links between fragments.

    `labels` has the shape (n,), None where nobody marked any. `cues` are (piece of the cue's start, piece of its
    source's start or -1), `contents` (piece of the fragment's start, piece of its cue's start).
    """

    labels: Ints | None
    cues: tuple[tuple[int, int], ...]
    contents: tuple[tuple[int, int], ...]


def targets_of(pieces: Pieces, golds: Sequence[Gold]) -> Targets:
    """The targets that the gold gives the pieces; of two overlapping fragments the first keeps the pieces."""
    labels = np.zeros(len(pieces), dtype=np.int64)
    paragraph = np.searchsorted(pieces.segments, np.arange(len(pieces)), side="right")
    placed: dict[tuple[int, int, str], list[int]] = {}

    def place(fragments: Fragments, role: str) -> list[int]:
        """The pieces at which the fragments begin, once for each paragraph they enter."""
        return [at for start, end in _joined(fragments) for at in place_one(start, end, role)]

    def place_one(start: int, end: int, role: str) -> list[int]:
        if (start, end, role) in placed:
            return placed[start, end, role]
        first = int(np.searchsorted(pieces.ends, start, side="right"))
        last = int(np.searchsorted(pieces.starts, end, side="left"))
        begun: list[int] = []
        if not labels[first:last].any():
            for at in range(first, last):
                if at == first or paragraph[at] != paragraph[at - 1]:
                    begun.append(at)
                labels[at] = LABELS.index(f"{'B' if at in begun[-1:] else 'I'}-{role}")
        placed[start, end, role] = begun
        return begun

    cues, contents = [], []
    for gold in golds:
        cue, source, content = place(gold.cue, "cue"), place(gold.source, "source"), place(gold.content, "content")
        if cue:
            cues.append((cue[0], source[0] if source else -1))
            contents += [(at, cue[0]) for at in content]
    return Targets(labels, tuple(cues), tuple(contents))


def _joined(fragments: Fragments) -> Fragments:
    """Fragments with one space between them as one: brat breaks a span at some line ends."""
    joined: list[tuple[int, int]] = []
    for start, end in fragments:
        if joined and start - joined[-1][1] <= 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
