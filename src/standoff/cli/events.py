"""`standoff events`: who did what to whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from standoff.cli.options import Format, filters_of, question
from standoff.cli.output import ID, OUTLET, WHEN, WORDS, Column, print_answer, who
from standoff.cli.timeline import what
from standoff.export.csv import row_columns
from standoff.record.queries import ask
from standoff.record.store import Case

COLUMNS = (
    ID,
    WHEN,
    Column("Type", what, 14),
    Column("Actor", lambda entry, names: who(entry.row.actors, names), 14),
    Column("Recipient", lambda entry, names: who(entry.row.recipients, names), 14),
    OUTLET,
    WORDS,
)


@click.command("events")
@question("actor", "to", "type", "track", "since", "until", "outlet")
def command(case_path: Path, form: Format, **options: Any) -> None:
    """Print who did what to whom, in PLOVER's types, by the day it happened."""
    with Case(case_path) as case:
        answer = ask(case, "events", filters_of(form, options))
        print_answer(case, answer, form, COLUMNS, row_columns(["events"]))
