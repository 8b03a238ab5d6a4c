"""`standoff agenda`: what was still ahead when the articles were printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from standoff.cli.options import Format, filters_of, question
from standoff.cli.output import ID, OUTLET, WHEN, WORDS, Column, print_answer, who
from standoff.export.csv import row_columns
from standoff.record.queries import ask
from standoff.record.store import Case

COLUMNS = (ID, WHEN, Column("Who", lambda entry, names: who(entry.row.actors, names), 22), OUTLET, WORDS)


@click.command("agenda")
@question("actor", "since", "until", "outlet")
def command(case_path: Path, form: Format, **options: Any) -> None:
    """Print what was still ahead, by the day it is due; what has no date comes last, and passes --since."""
    with Case(case_path) as case:
        answer = ask(case, "agenda", filters_of(form, options))
        print_answer(case, answer, form, COLUMNS, row_columns(["agenda"]))
