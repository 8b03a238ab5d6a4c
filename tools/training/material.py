"""Documents to training windows: pieces, targets, and, where a teacher has read them, its marginals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from standoff.readers.encoding import WINDOW, Ints, Pieces
from tools.training.model import Window
from tools.training.polnear import Targets

ENTITIES = tuple(
    "CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT QUANTITY TIME "
    "WORK_OF_ART".split()
)
"""The entity types of OntoNotes, as spaCy's English models name them."""

NAMES = ("O", *(f"{place}-{kind}" for kind in ENTITIES for place in "BI"))


@dataclass
class Example:
    """A document to learn from. `soft` (n, 7) and `soft_moves` (n, 7, 7): a teacher's marginals, in half precision."""

    pieces: Pieces
    targets: Targets | None
    names: Ints | None = None
    soft: np.ndarray | None = None
    soft_moves: np.ndarray | None = None


def names_of(pieces: Pieces, entities: Iterable[tuple[int, int, str]]) -> Ints:
    """The label of each piece (an index into NAMES) for entities given as (start, end, type) in code points."""
    labels = np.zeros(len(pieces), dtype=np.int64)
    for start, end, kind in entities:
        first = int(np.searchsorted(pieces.ends, start, side="right"))
        last = int(np.searchsorted(pieces.starts, end, side="left"))
        if first < last:
            labels[first:last] = NAMES.index(f"I-{kind}")
            labels[first] = NAMES.index(f"B-{kind}")
    return labels


def windows_of(example: Example, room: int = WINDOW - 1) -> Iterator[Window]:
    """The document's windows; the first one has only `room` pieces, so that each epoch can cut elsewhere."""
    pieces = example.pieces
    first, left = 0, room
    for n, (start, end) in enumerate(pairwise(pieces.segments.tolist())):
        needed = end - start + 1
        if needed > left and n > first:
            yield _window(example, first, n)
            first, left = n, WINDOW - 1
        left -= needed
    if len(pieces.segments) - 1 > first:
        yield _window(example, first, len(pieces.segments) - 1)


def _window(example: Example, first: int, last: int) -> Window:
    pieces, targets = example.pieces, example.targets
    begin, end = int(pieces.segments[first]), int(pieces.segments[last])
    ids, types, positions = pieces.input_of(first, last)
    bounds = (pieces.segments[first : last + 1] - begin).tolist()
    inside = range(begin, end)
    cues: tuple[tuple[int, int], ...] = ()
    contents: tuple[tuple[int, int], ...] = ()
    if targets is not None:
        cues = tuple((c - begin, s - begin if s in inside else -1) for c, s in targets.cues if c in inside)
        contents = tuple((k - begin, c - begin) for k, c in targets.contents if k in inside and c in inside)
    return Window(
        ids=ids,
        types=types,
        positions=positions,
        segments=tuple(pairwise(bounds)),
        labels=targets.labels[begin:end] if targets is not None and targets.labels is not None else None,
        cues=cues,
        contents=contents,
        names=example.names[begin:end] if example.names is not None else None,
        soft=example.soft[begin:end] if example.soft is not None else None,
        soft_moves=example.soft_moves[begin:end] if example.soft_moves is not None else None,
    )


def batches(windows: Sequence[Window], pieces: int, generator: np.random.Generator) -> Iterator[list[Window]]:
    """The windows in a random order, neighbours of like length together, in batches of about `pieces` pieces."""
    order = generator.permutation(len(windows))
    pools = [order[k : k + 256] for k in range(0, len(order), 256)]
    grouped: list[list[Window]] = []
    for pool in pools:
        batch: list[Window] = []
        for at in sorted(pool, key=lambda k: len(windows[k].ids)):
            longest = max(len(windows[at].ids), *(len(w.ids) for w in batch), 0)
            if batch and longest * (len(batch) + 1) > pieces:
                grouped.append(batch)
                batch = []
            batch.append(windows[at])
        if batch:
            grouped.append(batch)
    for k in generator.permutation(len(grouped)):
        yield grouped[k]
