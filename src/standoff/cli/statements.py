"""`standoff statements`: who said what, to whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from standoff.cli.options import Format, filters_of, question
from standoff.cli.output import ID, OUTLET, WHEN, WORDS, Column, plain, print_answer, who
from standoff.export.csv import row_columns
from standoff.record.queries import ask
from standoff.record.store import Case

COLUMNS = (
    ID,
    WHEN,
    Column(
        "Speaker",
        lambda entry, names: (
            who(entry.row.speaker, names)
            if entry.row.speaker or entry.row.source is None
            else plain(f"({entry.row.source.exact})", 40)
        ),
        18,
    ),
    Column("To", lambda entry, names: who(entry.row.addressee, names), 12),
    OUTLET,
    WORDS,
)
"""A source that is no known actor stands in brackets, as it is printed."""


@click.command("statements")
@question("actor", "to", "since", "until", "outlet")
def command(case_path: Path, form: Format, **options: Any) -> None:
    """Print what was said, by whom and to whom, by the day it was said."""
    with Case(case_path) as case:
        answer = ask(case, "attributions", filters_of(form, options))
        print_answer(case, answer, form, COLUMNS, row_columns(["attributions"]))
