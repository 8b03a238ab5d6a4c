"""`standoff read`: articles into a case, or their records as JSON lines."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from standoff.annotation import Record
from standoff.cli.options import NOTHING_READ, case_option, reading
from standoff.cli.summary import print_summary
from standoff.document import Document, Unreadable
from standoff.errors import ConfigurationError, StandoffError
from standoff.export.jsonl import line, to_json, unreadable_to_json
from standoff.record.store import Case
from standoff.scale.processes import ReaderOptions, iter_records
from standoff.story.summary import summarise

PATIENCE_S = 2.0
"""A bar that comes and goes within this time would only flicker."""


BAR = (
    SpinnerColumn(),
    TextColumn("reading"),
    BarColumn(),
    MofNCompleteColumn(),
    TimeRemainingColumn(elapsed_when_finished=True),
)


@click.command("read")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@case_option
@click.option("--jsonl", is_flag=True, help="Print the record of each document as a line of JSON; touch no case.")
@reading
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    case_path: Path,
    jsonl: bool,
    jobs: int | None,
    overlays: tuple[Path, ...],
    published: str | None,
    outlet: str | None,
    text_field: str | None,
    quiet: bool,
) -> None:
    """Read articles and keep the record in a case; print a summary of the case.

    A PATH is a file (plain text, HTML, JSON lines), a folder, a pattern such as "*.txt", or - for standard input. What
    the case has already is not read again: a run that was stopped goes on where it was.

    Exit codes: 0 fine, 1 nothing could be read, 2 wrong use, configuration or case, 130 stopped by Ctrl-C.
    """
    from standoff.ingest import IngestOptions, iter_documents  # noqa: PLC0415  (help must not load what reads HTML)

    options = IngestOptions(published=published, outlet=outlet, text_field=text_field, stdin=sys.stdin.buffer)
    run = Reading(paths, ReaderOptions(overlays), jobs or os.cpu_count() or 1, quiet=quiet)
    items = iter_documents(paths, options)
    try:
        if jsonl:
            run.print(items)
        else:
            run.store(items, case_path)
    except BrokenProcessPool as error:
        kept = "" if jsonl else f"; what was read is kept in {case_path}, run again to go on"
        raise StandoffError(f"a reading process ended by itself (out of memory? try fewer --jobs){kept}") from error
    if not run.readable:
        ctx.exit(NOTHING_READ)


class Reading:
    """One run: documents in, records to standard output or into a case, with a progress bar where one helps."""

    def __init__(self, paths: tuple[str, ...], options: ReaderOptions, jobs: int, *, quiet: bool) -> None:
        self.paths = paths
        self.options = options
        self.jobs = jobs
        self.quiet = quiet
        self.readable = 0
        self.unreadable = 0

    def print(self, items: Iterable[Document | Unreadable]) -> None:
        """Print the record of each document as a line of JSON, as soon as it is read."""
        for result in self.iter_results(items):
            said = unreadable_to_json(result) if isinstance(result, Unreadable) else to_json(result)
            sys.stdout.write(line(said) + "\n")
            sys.stdout.flush()

    def store(self, items: Iterable[Document | Unreadable], path: Path) -> None:
        """Keep what is new in the case at `path`, and print the summary of the case."""
        readers = readers_of(self.options)
        with Case(path, create=True) as case:
            case.start_run(readers)
            fresh = 0
            try:
                for result in self.iter_results(self._unknown(items, case)):
                    if isinstance(result, Unreadable):
                        case.add_unreadable(result)
                    else:
                        fresh += case.add(result)
            except KeyboardInterrupt as stop:
                raise KeyboardInterrupt(f"; {fresh} documents are kept in {path}, run again to go on") from stop
            case.finish_run()
            if not self.quiet:
                print_summary(summarise(case), path, fresh, self.readable - fresh, case)

    def _unknown(self, items: Iterable[Document | Unreadable], case: Case) -> Iterator[Document | Unreadable]:
        """What must be read: not what the case has, and not the case itself where it lies among the articles."""
        for item in items:
            if isinstance(item, Document) and case.has(item):
                case.note(item)
                self.readable += 1
            elif isinstance(item, Document) or not is_part_of(case.path, item.uri):
                yield item

    def iter_results(self, items: Iterable[Document | Unreadable]) -> Iterator[Record | Unreadable]:
        """The record of each document, in order, with what cannot be read in its place; both are counted."""
        began = time.monotonic()
        with (
            closing(iter_records(items, self.options, self.jobs)) as results,
            Progress(*BAR, console=Console(stderr=True), transient=True, refresh_per_second=4, disable=True) as bar,
        ):
            task = bar.add_task("reading", total=None)
            for result in results:
                self.readable += isinstance(result, Record)
                self.unreadable += isinstance(result, Unreadable)
                if bar.disable and not self.quiet and sys.stderr.isatty() and time.monotonic() - began > PATIENCE_S:
                    bar.update(task, total=self._expected())
                    bar.disable = False
                    bar.start()
                done = self.readable + self.unreadable
                more = bar.tasks[0].total is not None and done > bar.tasks[0].total
                bar.update(task, completed=done, total=done if more else None)
                yield result

    def _expected(self) -> int | None:
        """How many documents to expect: one a file (JSON lines have more, which shows); None where nobody knows."""
        from standoff.ingest.files import iter_paths  # noqa: PLC0415  (help must not load what reads HTML)

        return None if "-" in self.paths else sum(1 for _ in iter_paths(self.paths))


def readers_of(options: ReaderOptions) -> dict[str, str]:
    """Everything that decides what the rows of a document are: a case reads a text again when it changes.

    Raises ConfigurationError when an overlay cannot be opened.
    """
    from standoff.readers.pipeline import READERS  # noqa: PLC0415  (help must not load the parser)

    digest = hashlib.sha256()
    for overlay in options.overlays:
        try:
            digest.update(overlay.read_bytes() + b"\0")
        except OSError as error:
            raise ConfigurationError(f"{overlay}: {error.strerror or error}") from error
    taught = {"overlays": digest.hexdigest()[:16]} if options.overlays else {}
    return {**READERS, **taught, **({"model": options.model} if options.model else {})}


def is_part_of(case: Path, uri: str) -> bool:
    """Whether the address is the case file, or one of the two that SQLite keeps beside it."""
    return Path(uri).resolve() in {Path(f"{case}{end}").resolve() for end in ("", "-wal", "-shm")}
