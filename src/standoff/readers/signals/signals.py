"""Signals: what a party says to move another, from threats to thanks, as the codebook (`ontology/acts.toml`) has them.

Each sentence is read for words that could be an act (`candidates`), with what the cue tables make of them (`rules`); a
trained head says which act each is (`acts`), and `decision` which become rows. One clause makes one act; a verb that
names an act and the speech it brings in are one row, whose span is the speech.
"""

from __future__ import annotations

from collections.abc import Sequence

from standoff.annotation import Attribution, Signal, Timex
from standoff.readers.actors import Cast
from standoff.readers.parsing import Parse
from standoff.readers.signals.acts import probabilities
from standoff.readers.signals.candidates import iter_candidates
from standoff.readers.signals.decision import decide
from standoff.readers.signals.parties import Scene
from standoff.readers.signals.rows import signal_row
from standoff.readers.signals.rules import CueReading


def read_signals(
    parse: Parse, cast: Cast, attributions: Sequence[Attribution], times: Sequence[Timex]
) -> tuple[Signal, ...]:
    """The signals of a document, in the order of the text."""
    reading = CueReading(Scene(parse, cast, attributions))
    rows: dict[str, Signal] = {}
    for sentence in parse.sentences:
        candidates = list(iter_candidates(reading, sentence))
        said = probabilities(candidates, reading.scene, sentence.start_char, sentence.end_char)
        for one in reading.settle(decide(reading, candidates, said)):
            row = signal_row(parse, one, times)
            rows.setdefault(row.id, row)
    return tuple(sorted(rows.values(), key=lambda r: (r.span.start, r.span.end, r.act)))
