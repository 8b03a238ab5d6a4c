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
    """A place in the tree of phrases: what may come next, and what a phrase that ends here shows or hides."""

    after: dict[str, _Step] = field(default_factory=dict)
    shows: set[str] = field(default_factory=set)
    hides: set[str] = field(default_factory=set)


def read_contexts(parse: Parse) -> Contexts:
    """The contexts of each of `parse.sentences` and of the story."""
    sentences = tuple(contexts_of(parse, sentence.start, sentence.end) for sentence in parse.sentences)
    needed = min(len(sentences), max(RECURS, SHARE * len(sentences)))
    document = tuple(name for name in contexts() if 0 < needed <= sum(name in found for found in sentences))
    return Contexts(sentences, document)


def contexts_of(parse: Parse, start_token: int, end_token: int) -> tuple[str, ...]:
    """The contexts that the tokens from `start_token` up to `end_token` show, in the order of the table."""
    shown: list[tuple[str, int, int]] = []
    hidden: list[tuple[str, int, int]] = []
    for start in range(start_token, end_token):
        steps, end = [_tree()], start
        while steps and end < end_token:
            steps = [step.after[form] for form in _forms(parse, end) for step in steps if form in step.after]
            end += 1
            shown += [(name, start, end) for step in steps for name in step.shows]
            hidden += [(name, start, end) for step in steps for name in step.hides]
    found = {
        name
        for name, start, end in shown
        if not any(name == other and first <= start and end <= last for other, first, last in hidden)
    }
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
            _last(root, phrase).shows.add(context.name)
        for phrase in context.hides:
            _last(root, phrase).hides.add(context.name)
    return root


def _last(step: _Step, phrase: tuple[str, ...]) -> _Step:
    """The place where the phrase ends in the tree that begins with `step`, made where it is not there."""
    for word in phrase:
        step = step.after.setdefault(word, _Step())
    return step
