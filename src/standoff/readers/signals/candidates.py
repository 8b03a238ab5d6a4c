"""Which words of a sentence could be a speech act, and what the cue tables make of each: all that the head is asked.

A candidate is a verb, or a noun or adjective of the cue tables, that somebody says or of which an actor is the subject.
Where the tables know it, its parties and its extent are theirs; elsewhere the clause decides. What is supposed, asked
or denied is a candidate too: whether an act is done there counts in `decision`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from standoff.readers.signals.clauses import Clause
from standoff.readers.signals.conditions import Condition, holding
from standoff.readers.signals.cues import NOUNS, STATES, VERBS
from standoff.readers.signals.findings import Found, extent
from standoff.readers.signals.parties import Voice
from standoff.readers.signals.rules import CueReading
from standoff.readers.standing import Standing, standing

SUBORDINATE = frozenset({"aux", "auxpass"})


@dataclass(frozen=True)
class Candidate:
    """A word that could be an act: its clause from `start` to `end` (token indexes, both included).

    `found` is what the cue tables read there; `kind` is whose side the subject is on, `actors` whom it names.
    """

    token: Token
    start: int
    end: int
    voice: Voice
    kind: str
    actors: tuple[str, ...]
    clause: Clause
    stands: Standing
    condition: Condition | None
    found: Found | None
    asked: bool
    denied: bool


def iter_candidates(reading: CueReading, sentence: TokenSpan) -> Iterator[Candidate]:
    """The candidates of a sentence, in the order of the text."""
    scene, parse = reading.scene, reading.parse
    asked = parse.text[sentence.start_char : sentence.end_char].rstrip(" \"')\u201d\u2019").endswith("?")
    for i in range(sentence.start, sentence.end):
        if parse.pos[i] not in {"VERB", "AUX", "NOUN", "ADJ", "PROPN"} or parse.deps[i] in SUBORDINATE:
            continue
        token = parse.tokens[i]
        if reading.in_protasis(token):
            continue
        found = reading.at(token)
        if found is None and not _could_be(token, reading):
            continue
        voice = scene.nested(token, scene.voice(token))
        clause = Clause(token)
        kind, actors = scene.subject_kind(clause.subject, voice)
        if found is None and voice.own and scene.reports and kind not in {"self", "other", "you"}:
            continue
        start, end = (found.start, found.end) if found is not None else scene.clip(token, *extent(token))
        condition = found.condition if found is not None and found.condition else holding(reading.conditions, token)
        yield Candidate(
            token, start, end, voice, kind, actors, clause, standing(token), condition, found, asked, i in scene.denied
        )


def _could_be(token: Token, reading: CueReading) -> bool:
    """Whether a word that the tables read nothing at may still be an act: a verb with a clause, or a word they have."""
    parse = reading.parse
    if parse.pos[token.i] in {"VERB", "AUX"}:
        if token.i in reading.scene.cued and parse.lemmas[token.i] not in VERBS:
            return False  # "said": what is said is asked about
        return parse.deps[token.i] not in {"xcomp", "amod", "compound"} or parse.lemmas[token.i] in VERBS
    return parse.lemmas[token.i] in NOUNS or parse.lowers[token.i] in STATES
