"""`standoff documents`: the articles, with the number of rows in each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from standoff.cli.options import Format, filters_of, question
from standoff.cli.output import OUTLET, Column, plain, print_answer
from standoff.export.csv import DOCUMENT
from standoff.record.queries import documents
from standoff.record.store import Case


def _count(head: str, kind: str) -> Column:
    return Column(head, lambda entry, _: str(entry.counts[kind]), right=True)


COLUMNS = (
    Column("Id", lambda entry, _: entry.origin.id),
    Column("When", lambda entry, _: entry.origin.published.value if entry.origin.published else "-"),
    OUTLET,
    _count("Statements", "attributions"),
    _count("Signals", "signals"),
    _count("Events", "events"),
    Column("Title", lambda entry, _: plain(entry.origin.title or entry.origin.uri, 120)),
)


@click.command("documents")
@question("actor", "since", "until", "outlet")
def command(case_path: Path, form: Format, **options: Any) -> None:
    """Print the articles by the day they were published; --actor keeps those that mention it or who speaks for it."""
    with Case(case_path) as case:
        print_answer(case, documents(case, filters_of(form, options)), form, COLUMNS, DOCUMENT)
