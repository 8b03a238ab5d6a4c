"""Which speech act a clause is, if any: a trained head on the encoder, told what the cue tables and the parse know.

The head (`standoff.readers.heads`) is asked about three runs of the sentence's pieces: the clause, the verb of saying
that brings it in, and the word that would be the act; it is told the facts of `FACTS` besides. Its labels are the acts
of the codebook and, last, none.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from standoff.ontology.acts import ACTS
from standoff.readers.encoding import Encoding, Floats
from standoff.readers.heads import Head, Runs, load_head
from standoff.readers.parsing import Parse
from standoff.readers.signals.candidates import Candidate
from standoff.readers.signals.parties import Scene

NONE = "none"
LABELS: tuple[str, ...] = (*ACTS, NONE)

KINDS = ("self", "you", "other", "thing", "none")
MODALS = (
    frozenset({"will", "shall"}),
    frozenset({"would"}),
    frozenset({"must", "have", "need"}),
    frozenset({"should"}),
    frozenset({"can", "could", "may", "might"}),
)
"""Modals that say much the same of who is to do what."""

FACTS: tuple[str, ...] = (
    *(f"cue {act}" for act in ACTS),
    "cue",
    *(f"subject {kind}" for kind in KINDS),
    "outlet's voice",
    "question",
    "denied",
    "negation",
    "future",
    "hypothetical",
    "past",
    "condition",
    "speaker known",
    "statement",
    "nobody quoted",
    "verb",
    "noun",
    "cue of saying",
    *(f"modal {'/'.join(sorted(words))}" for words in MODALS),
)
"""What the head is told of a candidate, each 0 or 1: the act that the cue tables read there, whose side its subject is
on, who speaks and in what kind of text, how the clause stands, and its modals."""


def facts_of(candidate: Candidate, scene: Scene) -> Floats:
    """The facts of a candidate, in the order of `FACTS`."""
    found, stands, voice, token = candidate.found, candidate.stands, candidate.voice, candidate.token
    return np.array(
        [
            *(found is not None and found.act == act for act in ACTS),
            found is not None,
            *(candidate.kind == kind for kind in KINDS),
            voice.own,
            candidate.asked,
            candidate.denied,
            stands.negation is not None,
            stands.future is not None,
            stands.hypothetical is not None,
            stands.past is not None,
            candidate.condition is not None,
            voice.speaker is not None,
            scene.is_statement,
            not scene.reports,
            token.pos_ in {"VERB", "AUX"},
            token.pos_ in {"NOUN", "PROPN"},
            token.i in scene.cued,
            *(bool(candidate.clause.modals & words) for words in MODALS),
        ],
        np.float32,
    )


def runs_of(candidate: Candidate, parse: Parse, encoding: Encoding) -> Runs | None:
    """A candidate as runs of its sentence's pieces; None where the sentence was cut before it."""
    pieces, starts, ends = encoding.pieces, parse.starts, parse.ends
    clause = pieces.run(starts[candidate.start], ends[candidate.end])
    word = pieces.run(starts[candidate.token.i], ends[candidate.token.i])
    if clause[0] >= clause[1] or word[0] >= word[1]:
        return None
    said = candidate.voice.attribution
    cue = pieces.run(said.cue.start, said.cue.end) if said is not None and said.cue is not None else (0, 0)
    return clause, cue if cue[0] < cue[1] else None, word


def probabilities(candidates: Sequence[Candidate], scene: Scene, start: int, end: int) -> dict[int, Floats]:
    """By the index of a candidate how probable each label is; none for what the encoder did not see."""
    encoding = scene.parse.encoding.alone(start, end) if candidates else None
    if encoding is None:
        return {}
    runs = {n: found for n, c in enumerate(candidates) if (found := runs_of(c, scene.parse, encoding)) is not None}
    if not runs:
        return {}
    facts = np.stack([facts_of(candidates[n], scene) for n in runs])
    return dict(zip(runs, load_acts().probabilities(encoding, list(runs.values()), facts), strict=True))


@cache
def load_acts() -> Head:
    """The head that ships with the package."""
    return load_head("signals")
