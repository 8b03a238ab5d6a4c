"""The labels a model learns from lose nothing of the annotation: read back, they are the annotation again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from standoff.readers.attributions.head import fragments_of
from standoff.readers.attributions.labels import LABELS
from standoff.readers.encoding import read_pieces
from tools.training.polnear import Gold, as_document, iter_articles, read_brat, targets_of

TEXT = """Karsova said the talks were over, adding that Tarland had lied.

"We stay," said Marta Lindqvar. "We always did."

According to the ministry, nobody was hurt."""

ANNOTATED = [
    ("Karsova", "said", ["the talks were over"]),
    ("Karsova", "adding", ["that Tarland had lied"]),
    ("Marta Lindqvar", "said", ['"We stay,"', '"We always did."']),
    ("the ministry", "According to", ["nobody was hurt"]),
]


def brat() -> str:
    """The annotation as brat writes it: text-bound spans, and an event for each attribution."""
    spans: list[str] = []
    events: list[str] = []

    def mark(role: str, words: list[str], after: int) -> str:
        places = [(at := TEXT.index(word, after), at + len(word)) for word in words]
        runs = ";".join(f"{start} {end}" for start, end in places)
        spans.append(f"T{len(spans) + 1}\t{role} {runs}\t{' '.join(words)}")
        return f"{role}:T{len(spans)}"

    after = 0
    for number, (source, cue, content) in enumerate(ANNOTATED, 1):
        after = TEXT.index("According") if number == 4 else TEXT.index('"We stay') if number == 3 else 0
        parts = [mark("Content", content, after), mark("Cue", [cue], after), mark("Source", [source], after)]
        spans.append(f"T{len(spans) + 1}\tAttribution 0 1\tx")
        events.append(f"E{number}\tAttribution:T{len(spans)} {' '.join(parts)}")
    return "\n".join([*spans, *events]) + "\n"


@pytest.fixture
def golds(tmp_path: Path) -> list[Gold]:
    path = tmp_path / "article_ab12.ann"
    path.write_text(brat(), encoding="utf-8")
    return read_brat(path)


def words(gold: Gold) -> tuple[str, str, list[str]]:
    source, cue, content = (
        [TEXT[start:end] for start, end in fragments] for fragments in (gold.source, gold.cue, gold.content)
    )
    return source[0], cue[0], content


def test_brat_is_read_whole(golds: list[Gold]) -> None:
    assert [words(gold) for gold in golds] == [(source, cue, content) for source, cue, content in ANNOTATED]


def test_labels_and_links_lose_nothing(golds: list[Gold]) -> None:
    pieces = read_pieces(as_document(TEXT, "article"))
    targets = targets_of(pieces, golds)
    assert targets.labels is not None
    certain = np.ones((len(pieces), len(LABELS)), dtype=np.float32)
    by_start = {f.first: f for f in fragments_of(targets.labels, certain, pieces.segments)}

    def exact(first: int) -> str:
        return TEXT[pieces.starts[first] : pieces.ends[by_start[first].last - 1]]

    read = [
        (exact(source), exact(cue), [exact(content) for content, to in targets.contents if to == cue])
        for cue, source in targets.cues
    ]
    assert read == [(source, cue, content) for source, cue, content in ANNOTATED]


def test_an_attribution_without_content_teaches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a_ab12.ann"
    path.write_text("T1\tCue 8 12\tsaid\nT2\tAttribution 8 12\tsaid\nE1\tAttribution:T2 Cue:T1\n", encoding="utf-8")
    assert read_brat(path) == []


def test_articles_of_several_annotators_can_be_kept_apart(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    for name, annotators in (("one", ["ab12"]), ("two", ["ab12", "cd34"])):
        (tmp_path / "text" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
        for annotator in annotators:
            (tmp_path / "attributions" / f"{name}_{annotator}.ann").write_text(brat(), encoding="utf-8")
    assert [document.uri for document, _ in iter_articles(tmp_path, several=True)] == ["two"]
    assert [document.uri for document, _ in iter_articles(tmp_path, several=False)] == ["one"]
    assert len(list(iter_articles(tmp_path))) == 2
