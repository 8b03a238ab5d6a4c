"""`standoff code`: articles, or a case, as a table of events in a format of the field."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, TextIO, cast

import click

from standoff.annotation import Record
from standoff.cli.options import NOTHING_READ, reading
from standoff.cli.read import Reading
from standoff.document import Document, Unreadable
from standoff.errors import ConfigurationError, StandoffError
from standoff.export.codings import iter_codings
from standoff.record.store import Case
from standoff.scale.processes import ReaderOptions

FORMATS = ("plover", "polecat", "icews", "gdelt", "cameo")
"""Each is the module of that name in `export`."""


@click.command("code")
@click.argument("paths", metavar="[PATH...]", nargs=-1)
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="The format of the table.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to this file [default: print].")
@click.option(
    "--case",
    "case_path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Code what this case holds; read nothing.",
)
@reading
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    form: str,
    out: Path | None,
    case_path: Path | None,
    jobs: int | None,
    overlays: tuple[Path, ...],
    published: str | None,
    outlet: str | None,
    text_field: str | None,
    quiet: bool,
) -> None:
    """Write the events of articles, or of a case, as a table in a format of the field.

    A PATH is what it is for `standoff read`; no case is touched. plover is JSON, an object on each line; the others are
    tab-separated. What could not be read, and what a format has no way to say, is counted on standard error.
    """
    if bool(paths) is (case_path is not None):
        raise click.UsageError("give either articles to read or --case FILE", ctx)
    if case_path is not None and (jobs or overlays or published or outlet or text_field):
        raise click.UsageError("a case has been read already: the options for reading do not go with --case", ctx)
    coder = Coder(cast("Format", import_module(f"standoff.export.{form}")))
    if case_path is not None:
        with Case(case_path) as case, _opened(out) as stream:
            coder.write(case.records(), stream)
    else:
        run = Reading(paths, ReaderOptions(overlays), jobs or os.cpu_count() or 1, quiet=quiet)
        items = _documents(paths, published, outlet, text_field)
        try:
            with _opened(out) as stream:
                coder.write(run.iter_results(items), stream)
        except BrokenProcessPool as error:
            raise StandoffError("a reading process ended by itself (out of memory? try fewer --jobs)") from error
    if not quiet:
        coder.report()
    if not coder.readable and case_path is None:
        ctx.exit(NOTHING_READ)


class Format(Protocol):
    """What the modules of formats have in common (see `standoff.export.codings`)."""

    COLUMNS: tuple[str, ...]
    HEADED: bool
    SAYS_WHETHER: bool

    def iter_rows(self, record: Record) -> Iterator[Any]:
        """The events of a record as rows."""

    def line(self, row: Any) -> str:
        """A row as one line."""


class Coder:
    """Writes records as rows of one format, and counts what does not get into the table."""

    def __init__(self, form: Format) -> None:
        self.form = form
        self.readable = 0
        self.unreadable: list[Unreadable] = []
        self.left_out = 0

    def write(self, results: Iterable[Record | Unreadable], stream: TextIO) -> None:
        """Write the header, where the format has one, and the rows of each record as soon as it is there."""
        if self.form.HEADED:
            stream.write(self.form.line(self.form.COLUMNS) + "\n")
        for result in results:
            if isinstance(result, Unreadable):
                self.unreadable.append(result)
                continue
            self.readable += 1
            for row in self.form.iter_rows(result):
                stream.write(self.form.line(row) + "\n")
            if not self.form.SAYS_WHETHER:
                self.left_out += sum(not coding.has_happened for coding in iter_codings(result))
            stream.flush()

    def report(self) -> None:
        """Say on standard error what is not in the table, and why."""
        for unreadable in self.unreadable:
            click.echo(f"standoff: could not read {unreadable.uri}: {unreadable.reason}", err=True)
        if self.unreadable:
            click.echo(f"standoff: {len(self.unreadable)} could not be read, {self.readable} could", err=True)
        if self.left_out:
            events = "event" if self.left_out == 1 else "events"
            why = "planned, supposed or denied, which this format cannot say (--format plover can)"
            click.echo(f"standoff: left out {self.left_out} {events}: {why}", err=True)


def _documents(
    paths: tuple[str, ...], published: str | None, outlet: str | None, text_field: str | None
) -> Iterator[Document | Unreadable]:
    from standoff.ingest import IngestOptions, iter_documents  # noqa: PLC0415  (help must not load what reads HTML)

    options = IngestOptions(published=published, outlet=outlet, text_field=text_field, stdin=sys.stdin.buffer)
    return iter_documents(paths, options)


def _opened(out: Path | None) -> AbstractContextManager[TextIO]:
    """The file to write, in UTF-8 with plain line ends, or standard output."""
    if out is None:
        return nullcontext(sys.stdout)
    try:
        return out.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfigurationError(f"cannot write {out}: {error.strerror or error}") from error
