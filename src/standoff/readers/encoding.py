r"""A document's story as word pieces with vectors: one pass of a small trained encoder, shared by every trained head.

The story is cut into *segments* (a paragraph, or part of a very long one), and neighbouring segments are packed into
windows, so that a sentence is read with its context and no paragraph is broken in two. A piece keeps its offsets into
`document.text`; besides its word the encoder sees how it is written (case) and whether it stands inside quotation
marks, which `quotes` decides. A head is a small matrix over the vectors, kept beside the reader that uses it.

The encoder is a table of words and two towers of layers, ONNX graphs that ship with the package (`data/models`; its
card says how they were trained), and runs on one thread of a CPU. The same text gives the same vectors on the same
machine; between kinds of processor they may differ in the last digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from standoff.document import STORY_ZONES, Document
from standoff.readers.quotes import read_quotes
from standoff.readers.views import view

WINDOW = 256
"""Pieces a window, the special ones included: what the encoder was trained with."""

SEGMENT = WINDOW - 2
CLS, SEP = 101, 102
"""The special pieces of BERT's vocabulary that begin a window and end a segment."""

LOWER, TITLE, UPPER, OTHER = range(4)
QUOTED = 4
"""Token types: how a piece is written, plus `QUOTED` where it stands inside quotation marks."""

Tower = Literal["statements", "events"]
"""The encoder's two stacks of layers over one table of words: who said what, and who did what to whom."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Pieces:
    """The word pieces of a story, in the order of the text; all arrays have the shape (n,).

    `starts` and `ends` are code points of `document.text`. `segments` holds the index of the first piece of each
    segment and, last, n. `inside` is True for a piece that goes on with a word.
    """

    ids: Ints
    types: Ints
    starts: Ints
    ends: Ints
    inside: NDArray[np.bool_]
    segments: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def run(self, start: int, end: int) -> tuple[int, int]:
        """The pieces that share a character with the offsets from `start` to `end`: the first, and the end."""
        first = np.searchsorted(self.ends, start, side="right")
        return int(first), int(np.searchsorted(self.starts, end, side="left"))

    def windows(self) -> Iterator[tuple[int, int]]:
        """Runs of whole segments, as indexes of segments (end exclusive), that fit a window; in order."""
        first, room = 0, WINDOW - 1
        for n, (start, end) in enumerate(pairwise(self.segments)):
            needed = int(end - start) + 1
            if needed > room and n > first:
                yield first, n
                first, room = n, WINDOW - 1
            room -= needed
        if len(self.segments) - 1 > first:
            yield first, len(self.segments) - 1

    def part(self, runs: Sequence[tuple[int, int]]) -> Pieces:
        """The pieces of some runs (first, end exclusive; each within a segment), every run a segment of its own.

        Whether they stand inside quotation marks is left out: a part is read as if nobody had said it.
        """
        at = np.concatenate([np.arange(first, last) for first, last in runs])
        ends = np.cumsum([0, *(last - first for first, last in runs)])
        types = self.types[at] % QUOTED
        return Pieces(self.ids[at], types, self.starts[at], self.ends[at], self.inside[at], ends)

    def input_of(self, first: int, last: int) -> tuple[Ints, Ints, Ints]:
        """What the encoder is given for the segments from `first` to `last`: ids, types, and each piece's position."""
        begin, end = int(self.segments[first]), int(self.segments[last])
        lengths = np.diff(self.segments[first : last + 1])
        positions = np.arange(end - begin) + 1 + np.repeat(np.arange(last - first), lengths)
        ids = np.full(end - begin + last - first + 1, SEP, dtype=np.int64)
        types = np.zeros_like(ids)
        ids[0] = CLS
        ids[positions] = self.ids[begin:end]
        types[positions] = self.types[begin:end]
        return ids, types, positions


@dataclass(frozen=True)
class Encoding:
    """Pieces with their vectors, shape (n, width); `windows` are the runs of pieces that were read together."""

    pieces: Pieces
    vectors: Floats
    windows: tuple[tuple[int, int], ...]
    encode: Callable[[Pieces, Tower], Encoding] = field(repr=False, compare=False)
    read_alone: dict[tuple[int, int], Encoding] = field(default_factory=dict, repr=False, compare=False)

    def of_part(self, runs: Sequence[tuple[int, int]], tower: Tower = "statements") -> Encoding:
        """Some runs of the pieces (see `Pieces.part`), each a segment of its own: a second pass of the encoder."""
        return self.encode(self.pieces.part(runs), tower)

    def alone(self, start: int, end: int) -> Encoding | None:
        """The sentence between two offsets, read by itself by the tower for events, once; None without pieces."""
        first, last = self.pieces.run(start, end)
        last = min(last, first + SEGMENT)
        if first >= last:
            return None
        if (first, last) not in self.read_alone:
            self.read_alone[first, last] = self.of_part([(first, last)], tower="events")
        return self.read_alone[first, last]


@cache
def load_tokenizer() -> Tokenizer:
    """The tokenizer of the encoder: BERT's word pieces, lower case, with offsets in code points."""
    tokenizer = Tokenizer.from_str((files("standoff") / "data" / "models" / "tokenizer.json").read_text("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def read_pieces(document: Document) -> Pieces:
    """The pieces of a document's story, datelines left out.

    >>> from standoff.document import Zone
    >>> read_pieces(Document(text="Velm said no.", uri="a", zones=(Zone(0, 13, "body"),))).starts.tolist()
    [0, 2, 5, 10, 12]
    """
    text = view(document)
    paragraphs = [(z.start, z.end) for z in document.zones if z.zone in STORY_ZONES and z.zone != "dateline"]
    quoted = np.zeros(len(text) + 1, dtype=bool)
    for quote in read_quotes(document):
        if quote.closed or quote.runs_on:  # where another one ends is for the words to say
            quoted[quote.span.start : quote.span.end] = True
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    segments = [0]
    tokenizer = load_tokenizer()
    for start, end in paragraphs:
        found = tokenizer.encode(text[start:end], add_special_tokens=False)  # a batch would start threads
        if not found.ids:
            continue
        ids += found.ids
        starts += [start + s for s, _ in found.offsets]
        ends += [start + e for _, e in found.offsets]
        segments += _cut(segments[-1], len(ids), starts, text)
    begins = np.array(starts, dtype=np.int64)
    finishes = np.array(ends, dtype=np.int64)
    types = np.array([_case(text[s:e]) for s, e in zip(starts, ends, strict=True)], dtype=np.int64)
    inside = np.zeros(len(ids), dtype=bool)
    if len(ids):
        types += QUOTED * quoted[begins]
        inside[1:] = (begins[1:] == finishes[:-1]) & np.array(
            [text[s].isalnum() and text[s - 1].isalnum() for s in starts[1:]], dtype=bool
        )
    return Pieces(np.array(ids, dtype=np.int64), types, begins, finishes, inside, np.array(segments, dtype=np.int64))


def _cut(begin: int, end: int, starts: Sequence[int], text: str) -> list[int]:
    """Where the segments of a paragraph end: at its end, and before that at sentence ends, so that each fits."""
    cuts = []
    while end - begin > SEGMENT:
        stops = [i + 1 for i in range(begin + SEGMENT // 2, begin + SEGMENT) if text[starts[i]] in ".!?;"]
        begin = stops[-1] if stops else begin + SEGMENT
        cuts.append(begin)
    return [*cuts, end]


def _case(word: str) -> int:
    if word.islower():
        return LOWER
    if word[0].isupper():
        return UPPER if len(word) > 1 and word.isupper() else TITLE
    return OTHER


class Encoder:
    """The trained encoder: a quarter of a second to load, about 100 MB to keep; one thread, no state."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        models = files("standoff") / "data" / "models"
        self._towers = {
            tower: onnxruntime.InferenceSession(
                (models / f"{tower}.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
            )
            for tower in get_args(Tower)
        }
        with (models / "words.npz").open("rb") as file:
            words = np.load(file)
            self._table, self._zero, self._scale = words["table"], words["zero"], words["scale"]

    def encode(self, pieces: Pieces, tower: Tower = "statements") -> Encoding:
        """The vectors of the pieces from one tower, read window by window; none for a document without a story."""
        vectors, runs = [], []
        for first, last in pieces.windows():
            ids, types, positions = pieces.input_of(first, last)
            words = (self._table[ids].astype(np.float32) - np.float32(self._zero)) * np.float32(self._scale)
            (found,) = self._towers[tower].run([tower], {"words": words[None], "types": types[None]})
            vectors.append(found[0][positions])
            runs.append((int(pieces.segments[first]), int(pieces.segments[last])))
        width = self._table.shape[1]
        joined = np.concatenate(vectors) if vectors else np.zeros((0, width), np.float32)
        return Encoding(pieces, joined, tuple(runs), self.encode)
