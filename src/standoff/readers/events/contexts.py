"""What a sentence and a story are about: PLOVER's contexts, by the words that show them (`ontology/contexts.toml`).

A sentence has every context that one of its phrases shows. A story has those that recur in it: a context is usually a
label of the whole document, and a word that falls once is not what a story is about. Nothing is said about which event
of a sentence a context belongs to: PLOVER warns of reading too much into that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from standoff.ontology.contexts import contexts
from standoff.readers.parsing import Parse

RECURS = 2
"""Sentences that must show a context for it to be the story's (all of them, where a story has fewer)."""

SHARE = 0.1
"""The part of a story's sentences that must show it: two words in a long report are in passing. By eye on own cases."""


@dataclass(frozen=True, slots=True)
class Contexts:
    """The contexts of each sentence of a parse, in order, and those of the whole `document`."""

    sentences: tuple[tuple[str, ...], ...]
    document: tuple[str, ...]


@dataclass(slots=True)
class _Step:
    """A place in the tree of phrases: what may come next, and the contexts of a phrase that ends here."""

    after: dict[str, _Step] = field(default_factory=dict)
    shows: set[str] = field(default_factory=set)


def read_contexts(parse: Parse) -> Contexts:
    """The contexts of each of `parse.sentences` and of the story."""
    sentences = tuple(contexts_of(parse, sentence.start, sentence.end) for sentence in parse.sentences)
    needed = min(len(sentences), max(RECURS, SHARE * len(sentences)))
    document = tuple(name for name in contexts() if 0 < needed <= sum(name in found for found in sentences))
    return Contexts(sentences, document)


def contexts_of(parse: Parse, start_token: int, end_token: int) -> tuple[str, ...]:
    """The contexts that the tokens from `start_token` up to `end_token` show, in the order of the table."""
    tree = _tree().after
    found: set[str] = set()
    for at in range(start_token, end_token):
        steps = [tree[form] for form in _forms(parse, at) if form in tree]
        while steps:
            for step in steps:
                found |= step.shows
            at += 1  # noqa: PLW2901  (the phrase goes on; the next one begins at the next token all the same)
            if at == end_token:
                break
            steps = [step.after[form] for form in _forms(parse, at) for step in steps if form in step.after]
    return tuple(name for name in contexts() if name in found)


def _forms(parse: Parse, at: int) -> Iterator[str]:
    """What a phrase can call a token: its word, its lemma, either with its tag; a name's plural by its singular too."""
    lower, lemma, tag = parse.lowers[at], parse.lemmas[at], parse.pos[at]
    yield lower
    yield f"{lower}/{tag}"
    if tag == "PROPN" and lemma == lower:
        lemma = lower.removesuffix("s")
    if lemma != lower:
        yield lemma
        yield f"{lemma}/{tag}"


@cache
def _tree() -> _Step:
    root = _Step()
    for context in contexts().values():
        for phrase in context.phrases:
            step = root
            for word in phrase:
                step = step.after.setdefault(word, _Step())
            step.shows.add(context.name)
    return root
