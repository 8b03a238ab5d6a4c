"""Pieces and vectors: offsets that hold in any text, windows that lose nothing, a part read by itself."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.document import Document, Zone
from standoff.readers.encoding import QUOTED, SEGMENT, WINDOW, Encoder, Pieces, read_pieces

ODD = "Velm said “no” — «never»; it's \"quoted, and İstanbul’s \x00 é 😀 ﬁ \u200b\r\t [SEP] 3,000"


def document(text: str) -> Document:
    zones, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            zones.append(Zone(at + len(line) - len(line.lstrip()), at + len(line.rstrip()), "body"))
        at += len(line) + 1
    return Document(text=text, uri="case", zones=tuple(zones))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@given(st.lists(st.text(alphabet=ODD + "ab\n ", max_size=60), max_size=8).map("".join))
@settings(max_examples=150, deadline=None)
def test_pieces_lie_in_the_text_in_order(text: str) -> None:
    pieces = read_pieces(document(text))
    assert all(0 <= s < e <= len(text) for s, e in zip(pieces.starts, pieces.ends, strict=True))
    assert np.all(np.diff(pieces.starts) >= 0)
    assert pieces.segments[0] == 0
    assert pieces.segments[-1] == len(pieces)
    assert set(pieces.types.tolist()) <= set(range(2 * QUOTED))


def test_windows_hold_every_piece_once_and_fit() -> None:
    text = "\n".join(
        f"Paragraph {n}: " + "Karsova said that the talks would go on, and left. " * (n % 40) for n in range(60)
    )
    pieces = read_pieces(document(text))
    windows = list(pieces.windows())
    assert windows[0][0] == 0
    assert windows[-1][1] == len(pieces.segments) - 1
    assert all(a[1] == b[0] for a, b in pairwise(windows))
    assert np.diff(pieces.segments).max() <= SEGMENT
    for first, last in windows:
        ids, types, positions = pieces.input_of(first, last)
        assert len(ids) == len(types) <= WINDOW
        assert np.array_equal(ids[positions], pieces.ids[pieces.segments[first] : pieces.segments[last]])


def test_long_paragraphs_are_cut_at_the_ends_of_sentences() -> None:
    text = "The line will hold. " * 120
    pieces = read_pieces(document(text.strip()))
    ends = [text[int(pieces.starts[at - 1])] for at in pieces.segments[1:]]
    assert len(ends) > 2
    assert set(ends) == {"."}


def test_quotation_and_case_are_seen() -> None:
    text = 'VELM said: "We stay."'
    pieces = read_pieces(document(text))
    quoted = {text[s:e] for s, e, t in zip(pieces.starts, pieces.ends, pieces.types, strict=True) if t >= QUOTED}
    assert quoted == {'"', "We", "stay", "."}


def test_a_document_without_a_story_has_no_vectors(encoder: Encoder) -> None:
    encoding = encoder.encode(read_pieces(Document(text="Read more", uri="a", zones=(Zone(0, 9, "chrome"),))))
    assert len(encoding.pieces) == 0
    assert encoding.vectors.shape[0] == 0
    assert encoding.windows == ()


def test_the_same_text_gives_the_same_vectors_whatever_stands_in_other_documents(encoder: Encoder) -> None:
    one = read_pieces(document("Karsova said no.\nTarland was silent."))
    first = encoder.encode(one).vectors
    encoder.encode(read_pieces(document("Another text altogether.")))
    assert np.array_equal(first, encoder.encode(one).vectors)


def test_a_part_is_read_as_a_text_of_its_own(encoder: Encoder) -> None:
    text = 'Velm said: "Karsova has left."'
    whole = encoder.encode(read_pieces(document(text)))
    first = int(np.searchsorted(whole.pieces.starts, text.index("Karsova")))
    part = whole.of_part([(first, len(whole.pieces) - 1)])
    alone = encoder.encode(read_pieces(document("Karsova has left.")))
    assert np.array_equal(part.vectors, alone.vectors)
    assert text[int(part.pieces.starts[0]) : int(part.pieces.ends[-1])] == "Karsova has left."


def test_pieces_of_no_runs_are_none() -> None:
    empty = np.zeros(0, dtype=np.int64)
    pieces = Pieces(empty, empty, empty, empty, empty.astype(bool), np.zeros(1, dtype=np.int64))
    assert list(pieces.windows()) == []
