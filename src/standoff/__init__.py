"""Standoff reads the news of an international crisis and gives back the record.

    import standoff

    for record in standoff.read("articles/"):            # a Record per document; what is unreadable comes as Unreadable
        print(record)
    with standoff.open_case("crisis.standoff") as case:   # what `standoff read` stored
        print(standoff.ask(case, "signals", standoff.Filters(act="threaten")).total)

Importing the package loads no parser and no table: that happens with the first document that is read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from standoff.annotation import Record
from standoff.document import Document, Span, Unreadable
from standoff.errors import (
    CaseError,
    ConfigurationError,
    InputError,
    MissingExtraError,
    NewerSchemaError,
    StandoffError,
)

__version__ = "0.1.0"

if TYPE_CHECKING:
    from standoff.export.jsonl import from_json, to_json
    from standoff.readers.events.given import event_type
    from standoff.record.entries import Answer, Filters
    from standoff.record.queries import actors, ask, documents
    from standoff.record.search import search
    from standoff.record.store import Case
    from standoff.story.happenings import happenings
    from standoff.story.ledger import ledger
    from standoff.story.summary import summarise
    from standoff.story.timeline import timeline
    from standoff.story.track import track

_ELSEWHERE = {
    "Answer": "standoff.record.entries",
    "Case": "standoff.record.store",
    "Filters": "standoff.record.entries",
    "actors": "standoff.record.queries",
    "ask": "standoff.record.queries",
    "documents": "standoff.record.queries",
    "event_type": "standoff.readers.events.given",
    "from_json": "standoff.export.jsonl",
    "happenings": "standoff.story.happenings",
    "ledger": "standoff.story.ledger",
    "search": "standoff.record.search",
    "summarise": "standoff.story.summary",
    "timeline": "standoff.story.timeline",
    "to_json": "standoff.export.jsonl",
    "track": "standoff.story.track",
}
"""Public names whose modules are loaded when they are first used."""

__all__ = [
    "Answer",
    "Case",
    "CaseError",
    "ConfigurationError",
    "Document",
    "Filters",
    "InputError",
    "MissingExtraError",
    "NewerSchemaError",
    "Record",
    "Span",
    "StandoffError",
    "Unreadable",
    "__version__",
    "actors",
    "ask",
    "documents",
    "event_type",
    "from_json",
    "happenings",
    "ledger",
    "open_case",
    "read",
    "search",
    "summarise",
    "timeline",
    "to_json",
    "track",
]


def __getattr__(name: str) -> object:
    if name in _ELSEWHERE:
        return getattr(import_module(_ELSEWHERE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def read(
    source: str | os.PathLike[str] | Document | Iterable[str | os.PathLike[str] | Document],
    *,
    actors: Iterable[str | os.PathLike[str]] = (),
    published: str | None = None,
    outlet: str | None = None,
    text_field: str | None = None,
    jobs: int = 1,
) -> Iterator[Record | Unreadable]:
    """The record of each document in files, folders, globs or `Document`s, lazily, in the order given.

    `actors` are overlay files that teach Standoff actors and places; `published` (ISO 8601) and `outlet` override what
    the documents say; `text_field` names the field of JSON lines that holds the text; `jobs` is the number of
    processes (with more than one, a script needs `if __name__ == "__main__":`). What cannot be read comes as
    `Unreadable` in its place. Raises ConfigurationError for a broken overlay.
    """
    from standoff.ingest import IngestOptions, iter_documents  # noqa: PLC0415  (importing standoff stays quick)
    from standoff.scale.processes import ReaderOptions, iter_records  # noqa: PLC0415

    options = IngestOptions(published=published, outlet=outlet, text_field=text_field)
    sources = [source] if isinstance(source, str | os.PathLike | Document) else source
    items = (
        item
        for each in sources
        for item in ([each] if isinstance(each, Document) else iter_documents([os.fspath(each)], options))
    )
    return iter_records(items, ReaderOptions(tuple(Path(path) for path in actors)), jobs)


def open_case(path: str | os.PathLike[str], *, create: bool = False) -> Case:
    """The case at `path`, open; with `create`, a new one where there is none.

    Raises CaseError when it is not there or not a case, NewerSchemaError when a newer Standoff wrote it.
    """
    from standoff.record.store import Case  # noqa: PLC0415  (importing standoff stays quick)

    return Case(path, create=create)
