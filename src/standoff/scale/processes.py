"""Reading with the cores of one machine: chunks of documents go to worker processes, records come back in order.

Documents are cut into the same chunks whatever the number of processes, so that neither a row nor the order depends on
it. A worker loads its model once. It ends when the process that started it ends, however that comes about.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from standoff.annotation import Record
from standoff.document import Document, Unreadable
from standoff.errors import StandoffError

if TYPE_CHECKING:
    from standoff.readers.pipeline import Reader

CHUNK = 16
"""Documents a chunk: as many as the parser takes at a time, and few enough that the last chunks end together."""

SMALL = 24
"""Fewer documents than this are read at once in this process: a worker takes seconds to start and to load its model."""

AHEAD = 2
"""Chunks that wait for each process, so that none is idle while memory stays bounded."""


@dataclass(frozen=True)
class ReaderOptions:
    """What makes a reader: overlay files that teach it actors, and the model it parses with (None: the default)."""

    overlays: tuple[Path, ...] = ()
    model: str | None = None

    def make(self) -> Reader:
        """A reader with these options; costs the import of spaCy."""
        from standoff.readers.pipeline import Reader  # noqa: PLC0415  (questions about a case must not load the parser)

        return Reader(self.overlays, self.model)


def iter_records(
    items: Iterable[Document | Unreadable], options: ReaderOptions | None = None, jobs: int = 1
) -> Generator[Record | Unreadable, None, None]:
    """The record of each document, lazily and in order; what is unreadable stays where it stood.

    `jobs` is the number of processes to read with; closing the generator ends them. Raises what making a reader
    raises, before the first record.
    """
    options = options or ReaderOptions()
    items = iter(items)
    first = list(islice(items, SMALL)) if jobs > 1 else []
    if jobs == 1 or len(first) < SMALL:
        reader = options.make()
        for chunk in _chunks(chain(first, items)):
            yield from _read(reader, chunk)
    else:
        yield from _spread(chain(first, items), options, jobs)


def _chunks(items: Iterable[Document | Unreadable]) -> Iterator[list[Document | Unreadable]]:
    items = iter(items)
    while chunk := list(islice(items, CHUNK)):
        yield chunk


def _read(reader: Reader, chunk: list[Document | Unreadable]) -> Iterator[Record | Unreadable]:
    records = reader.read([item for item in chunk if isinstance(item, Document)])
    for item in chunk:
        yield item if isinstance(item, Unreadable) else next(records)


def _spread(items: Iterable[Document | Unreadable], options: ReaderOptions, jobs: int) -> Iterator[Record | Unreadable]:
    pool = ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_start, initargs=(options,)
    )
    waiting: deque[Future[list[Record | Unreadable]]] = deque()
    try:
        for chunk in _chunks(items):
            waiting.append(pool.submit(_read_chunk, chunk))
            if len(waiting) > jobs * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_reader: list[Reader | StandoffError] = []
"""The reader of a worker process, made once; or why there is none, for the process that asked."""


def _start(options: ReaderOptions) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked; it ends its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _reader.append(options.make())
        gc.freeze()  # the tables and the model stay: looking through them for rubbish costs 2 % of a read
    except StandoffError as error:
        _reader.append(error)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read_chunk(chunk: list[Document | Unreadable]) -> list[Record | Unreadable]:
    reader = _reader[0]
    if isinstance(reader, StandoffError):
        raise reader
    return list(_read(reader, chunk))
