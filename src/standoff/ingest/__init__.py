"""Files -> documents: plain text, web pages and JSON lines, with their zones and what is known of their origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from standoff.document import Document, Unreadable
from standoff.ingest.files import iter_paths, read_file
from standoff.ingest.options import IngestOptions
from standoff.ingest.zones import zone_text

__all__ = ["IngestOptions", "iter_documents", "zone_text"]


def iter_documents(paths: Iterable[str], options: IngestOptions | None = None) -> Iterator[Document | Unreadable]:
    """Documents and `Unreadable`s behind `paths`, lazily, in the order given (inside folders by name).

    A path is a file, a folder, a pattern such as `*.txt`, or `-` for `options.stdin`. What cannot be read is a row with
    the reason; nothing is raised for it. MissingExtraError is raised when a page needs a package that is missing.

    >>> list(iter_documents(["no-such-file.txt"]))
    [Unreadable(uri='no-such-file.txt', reason='no such file or folder')]
    """
    chosen = options or IngestOptions()
    for path in iter_paths(paths):
        if isinstance(path, Unreadable):
            yield path
        else:
            yield from read_file(path, chosen)
