"""What somebody says inside what somebody says: a second pass of the head over the contents of the first.

PolNeAR marks one layer only: of "Velm said that Karsova had threatened sanctions" the annotator took the outer or the
inner attribution. Read alone, without the words that give it to Velm, the content is an ordinary sentence, and the
same head finds the threat in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from standoff.document import Document, Span
from standoff.readers.attributions.head import Fragment, Head, Tagged
from standoff.readers.attributions.statements import TAGGED_INSIDE, Statement, statements_of
from standoff.readers.encoding import Encoding, Pieces

LEAST_PIECES = 6
"""A shorter content has no room for a source, a cue and a content of its own."""

CUE_ODDS = 0.8
"""Below it the second pass keeps nothing. PolNeAR marks one layer, so that every row found here counts as wrong there:
chosen so that on its development half the whole stays above .80, and on our own nested cases."""

COMPLEMENTISERS = frozenset({"that", "if", "whether"})
"""Left out at the beginning of a content, so that it reads as a sentence."""

FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})
MARKS = "\"'\u201c\u201d\u2018\u2019\u00ab\u00bb\u201e"


def read_inner(
    document: Document, encoding: Encoding, head: Head, outer: Sequence[Statement]
) -> list[tuple[Statement, Statement]]:
    """The statements told inside the contents of `outer`, as pairs of the outer and the inner one.

    A source is needed, and "we" or "I" is no new one.
    """
    pieces = encoding.pieces
    runs = {run: s for s in outer for span in s.content if (run := _run(pieces, span)) is not None}
    if not runs:
        return []
    order = sorted(runs)
    inner = encoding.of_part(order)
    part = inner.pieces
    tagged = [t for t in head.read(inner) if _stands_alone(part, t)]
    around = [runs[order[int(np.searchsorted(part.segments, t.cue.first, side="right")) - 1]] for t in tagged]
    found = []
    for statement, outside in zip(statements_of(document, part, tagged, TAGGED_INSIDE), around, strict=True):
        if statement.source is None or statement.source.exact.lower() in FIRST_PERSON:
            continue
        if not any(_same(statement, one) for one in outer):
            found.append((outside, statement))
    return found


def _run(pieces: Pieces, span: Span) -> tuple[int, int] | None:
    """The pieces of a content, outer quotation marks left out; None where it is too short."""
    first = int(np.searchsorted(pieces.starts, span.start))
    last = int(np.searchsorted(pieces.starts, span.end))
    cut = int(np.searchsorted(pieces.segments, first, side="right"))
    last = min(last, int(pieces.segments[cut])) if cut < len(pieces.segments) else last
    if last - first < LEAST_PIECES:
        return None
    first += span.exact[0] in MARKS
    first += span.exact.split(maxsplit=1)[0].lower() in COMPLEMENTISERS
    last -= span.exact[-1] in MARKS
    return first, last


def _stands_alone(part: Pieces, tagged: Tagged) -> bool:
    """Whether all of it lies in one content, and the cue is sure enough."""
    places = {int(np.searchsorted(part.segments, f.first, side="right")) for f in _fragments(tagged)}
    return len(places) == 1 and tagged.cue.probability >= CUE_ODDS


def _fragments(tagged: Tagged) -> Iterator[Fragment]:
    yield tagged.cue
    yield from tagged.content
    if tagged.source is not None:
        yield tagged.source


def _same(one: Statement, other: Statement) -> bool:
    return one.cue is not None and other.cue is not None and one.cue.overlaps(other.cue)
