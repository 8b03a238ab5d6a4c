"""Named entities of a document, from the encoder: what takes the place of spaCy's own, slower entity recogniser.

A matrix over the encoder's vectors (`data/models/names.npz`) labels each piece with one of OntoNotes' eighteen types,
as begun (B) or gone on with (I). It was taught by spaCy's small English model, whose labels it shares; what a name
is in the world, and whether one document means the same by it throughout, is for `actors` and `places` to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from spacy.tokens import Doc
from spacy.util import filter_spans

from standoff.readers.encoding import Encoding, Floats


@dataclass(frozen=True)
class EntityHead:
    """The weights: `labels` as "O", "B-GPE", "I-GPE" ...; `weights` has the shape (width, labels), `bias` (labels,)."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats

    def read(self, encoding: Encoding) -> Iterator[tuple[int, int, str]]:
        """The entities as (start, end, type), in code points, in the order of the text."""
        pieces = encoding.pieces
        if not len(pieces):
            return
        chosen = (encoding.vectors @ self.weights + self.bias).argmax(axis=1)
        begins = np.zeros(len(pieces), dtype=bool)
        begins[pieces.segments[:-1]] = True
        start, end, kind = 0, 0, ""
        for at, number in enumerate(chosen.tolist()):
            place, _, found = self.labels[number].partition("-")
            if pieces.inside[at]:
                end = int(pieces.ends[at]) if kind else end
            elif kind and place == "I" and found == kind and not begins[at]:
                end = int(pieces.ends[at])
            else:
                if kind:
                    yield start, end, kind
                start, end, kind = int(pieces.starts[at]), int(pieces.ends[at]), found
        if kind:
            yield start, end, kind


@cache
def load_entities() -> EntityHead:
    """The head that ships with the package."""
    with (files("standoff") / "data" / "models" / "names.npz").open("rb") as file:
        arrays = np.load(file)
        return EntityHead(tuple(arrays["labels"].tolist()), arrays["weights"], arrays["bias"])


def set_entities(doc: Doc, head: EntityHead, encoding: Encoding) -> None:
    """Give the parse the entities that the head finds; of two that share a token the longer stays."""
    spans = (doc.char_span(start, end, kind, alignment_mode="expand") for start, end, kind in head.read(encoding))
    doc.set_ents(filter_spans([span for span in spans if span is not None]))
