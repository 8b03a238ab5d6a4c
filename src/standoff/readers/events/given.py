"""The type of what one given party does to another: the typer alone, as published benchmarks of event types ask it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from standoff.document import Document, Zone
from standoff.errors import InputError
from standoff.ontology.plover import event_types
from standoff.readers.encoding import Encoder, Encoding, read_pieces
from standoff.readers.events.typer import Pair, labels, load_typer
from standoff.readers.heads import Run


@dataclass(frozen=True, slots=True)
class GivenPair:
    """The likeliest type and its quad, with its probability among the types, and the next one with its own."""

    event_type: str
    quad: str
    probability: float
    runner_up: str
    runner_up_probability: float


def event_type(sentence: str, actor: tuple[int, int], recipient: tuple[int, int]) -> GivenPair:
    """What `actor` does to `recipient` in `sentence`, in PLOVER's types, given that something is told of the two.

    The parties are offsets (start, end exclusive) into the sentence, in code points. Forms count as PLOVER has them: a
    promised visit is AGREE. Raises InputError for a span outside the sentence or without a word. Costs half a second
    for the first sentence, some milliseconds for each further one.

    >>> text = "Tarland accused Karsova of jamming its radar."
    >>> event_type(text, (0, 7), (16, 23)).event_type
    'ACCUSE'
    """
    document = Document(text=sentence, uri="sentence", zones=(Zone(0, len(sentence), "body"),) if sentence else ())
    encoding = _encoder().encode(read_pieces(document))
    read = encoding.alone(0, len(sentence)) if len(encoding.pieces) else None
    if read is None:
        raise InputError("a sentence without a word")
    pair = Pair(_run(read, actor, "actor"), _run(read, recipient, "recipient"))
    odds = load_typer().probabilities(read, [pair])[0, :-1]
    first, second = (-odds).argsort(kind="stable")[:2]
    names, total = labels(), float(odds.sum())
    found = names[first]
    return GivenPair(
        found, event_types()[found].quad, float(odds[first]) / total, names[second], float(odds[second]) / total
    )


@cache
def _encoder() -> Encoder:
    return Encoder()


def _run(read: Encoding, span: tuple[int, int], role: str) -> Run:
    first, last = read.pieces.run(*span)
    if not 0 <= span[0] < span[1] or first >= last:
        raise InputError(f"the {role} {span} is no part of the sentence")
    return first, last
