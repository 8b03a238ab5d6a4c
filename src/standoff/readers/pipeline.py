"""The order of the readers, named once: a document in, its record out.

    times -> quantities -> actors -> places -> attributions -> events -> signals -> agenda

Each reader takes the parse and the rows it leans on, and can run alone. `Reader` holds what is costly to load.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from standoff.annotation import Record
from standoff.document import Document
from standoff.readers import actors, agenda, attributions, events, places, quantities, signals, times
from standoff.readers.knowledge import load_knowledge
from standoff.readers.parsing import Parse, iter_parses, load_models

READERS: Mapping[str, str] = {
    "actors": actors.READER,
    "mentions": actors.READER,
    "attributions": attributions.READER,
    "events": events.READER,
    "signals": signals.READER,
    "times": times.READER,
    "places": places.READER,
    "quantities": quantities.READER,
    "agenda": agenda.READER,
}
"""The reader and version that makes each kind of row."""


class Reader:
    """Reads documents into records. Costs a second to make and a few hundred megabytes to keep: make one for many.

    `overlays` are paths of TOML files that teach it actors and places; `model` names a spaCy package to use instead of
    the small English one. Raises ConfigurationError for a broken overlay, MissingExtraError without a model.
    """

    def __init__(self, overlays: Sequence[Path] = (), model: str | None = None) -> None:
        self.index = actors.NameIndex(load_knowledge(overlays))
        self.models = load_models(model)

    def read(self, documents: Iterable[Document]) -> Iterator[Record]:
        """The records of the documents, in their order, lazily; each depends on its own document alone."""
        for parse in iter_parses(self.models, documents):
            yield self.read_parse(parse)

    def read_parse(self, parse: Parse) -> Record:
        """The record of one parsed document."""
        knowledge = self.index.knowledge
        timexes = times.read_times(parse)
        figures = quantities.read_quantities(parse, timexes)
        cast = actors.read_actors(parse, self.index)
        toponyms = places.read_places(parse, knowledge, cast)
        said = attributions.read_attributions(parse, cast, timexes)
        return Record(
            document=parse.document,
            actors=cast.actors,
            mentions=cast.mentions,
            attributions=said,
            events=events.read_events(parse, cast, said, timexes, toponyms, figures),
            signals=signals.read_signals(parse, cast, said, timexes),
            times=timexes,
            places=toponyms,
            quantities=figures,
            agenda=agenda.read_agenda(parse, cast, timexes),
        )
