"""The head's arithmetic against counting every label sequence, and what it makes of labels that are certain."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from standoff.document import Document, Zone
from standoff.readers.attributions.head import IMPOSSIBLE, Head, Lattice, load_head
from standoff.readers.attributions.labels import LABELS
from standoff.readers.encoding import Encoding, Pieces, read_pieces

N = len(LABELS)


def lattice(lengths: list[int], seed: int) -> tuple[Lattice, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    segments = np.cumsum([0, *lengths])
    emissions = random.normal(size=(segments[-1], N)).astype(np.float32)
    moves = random.normal(size=(N, N)).astype(np.float32)
    moves[0, 2] = IMPOSSIBLE
    initial = random.normal(size=N).astype(np.float32)
    return Lattice(emissions, segments, moves, initial), emissions, segments, moves, initial


@pytest.mark.parametrize("lengths", [[3], [1, 4, 2], [4, 1]])
def test_best_and_marginals_agree_with_counting_every_sequence(lengths: list[int]) -> None:
    chain, emissions, segments, moves, initial = lattice(lengths, seed=sum(lengths))
    best, odds = [], []
    for start, end in pairwise(segments):
        sequences = list(product(range(N), repeat=end - start))
        scores = np.array(
            [
                initial[y[0]]
                + sum(emissions[start + t, y[t]] for t in range(len(y)))
                + sum(moves[a, b] for a, b in pairwise(y))
                for y in sequences
            ]
        )
        weights = np.exp(scores - scores.max())
        weights /= weights.sum()
        best += sequences[int(scores.argmax())]
        odds += [[weights[[y[t] == label for y in sequences]].sum() for label in range(N)] for t in range(end - start)]
    assert chain.best().tolist() == best
    assert np.allclose(chain.marginals(), odds, atol=1e-4)


def certain(text: str, labels: dict[str, str], links: dict[str, str]) -> tuple[Head, Encoding]:
    """A head and an encoding that leave no doubt: words with their role, askers with the word they pick."""
    zones = (Zone(0, len(text), "body"),)
    pieces = read_pieces(Document(text=text, uri="a", zones=zones))
    words = [text[s:e] for s, e in zip(pieces.starts, pieces.ends, strict=True)]
    width = N + 2 * len(words)
    vectors = np.zeros((len(words), width), dtype=np.float32)
    for at, word in enumerate(words):
        vectors[at, LABELS.index(labels.get(word, "O"))] = 1
        vectors[at, N + at] = 1
        if word in links:
            vectors[at, N + len(words) + words.index(links[word])] = 1
    asks, is_asked = np.zeros((2, width, len(words)), np.float32), np.zeros((2, width, len(words)), np.float32)
    asks[:, N + len(words) :] = 20 * np.eye(len(words))
    is_asked[:, N : N + len(words)] = np.eye(len(words))
    head = Head(
        labels=np.eye(width, N, dtype=np.float32) * 20,
        bias=np.zeros(N, np.float32),
        transitions=np.zeros((N, N), np.float32),
        initial=np.zeros(N, np.float32),
        queries=asks,
        keys=is_asked,
        nobody=np.full(len(words), 0.1, np.float32),
        distance=np.zeros((2, 2), np.float32),
    )

    def again(_: Pieces) -> Encoding:
        raise AssertionError("no second pass here")

    return head, Encoding(pieces, vectors, ((0, len(words)),), again)


def test_certain_labels_and_links_come_back_whole() -> None:
    text = "he said no and she denied it"
    begins = {"source": ("he", "she"), "cue": ("said", "denied"), "content": ("no", "it")}
    roles = {word: f"B-{role}" for role, words in begins.items() for word in words}
    head, encoding = certain(text, roles, {"said": "he", "denied": "she", "no": "said", "it": "denied"})
    found = head.read(encoding)
    spans = [
        tuple(
            text[encoding.pieces.starts[f.first] : encoding.pieces.ends[f.last - 1]]
            for f in (t.source, t.cue, *t.content)
            if f
        )
        for t in found
    ]
    assert spans == [("he", "said", "no"), ("she", "denied", "it")]
    assert all(t.cue.probability > 0.99 and t.source_odds > 0.99 for t in found)


def test_a_cue_that_picks_nobody_has_no_source_and_one_without_content_is_left_out() -> None:
    head, encoding = certain(
        "it was said that he lied", {"said": "B-cue", "lied": "B-cue", "that": "B-content"}, {"that": "said"}
    )
    (only,) = head.read(encoding)
    assert only.source is None
    assert [f.role for f in only.content] == ["content"]


def test_the_head_that_ships_fits_the_labels() -> None:
    head = load_head()
    assert head.labels.shape[1] == head.bias.shape[0] == N
    assert np.all(
        head.transitions[LABELS.index("O"), [LABELS.index(f"I-{r}") for r in ("source", "cue", "content")]] < -1000
    )
