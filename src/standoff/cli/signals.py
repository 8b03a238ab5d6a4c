"""`standoff signals`: threats, promises, demands, offers, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from standoff.cli.options import Format, filters_of, question
from standoff.cli.output import ID, OUTLET, WHEN, WORDS, Column, print_answer, who
from standoff.export.csv import row_columns
from standoff.record.entries import Entry
from standoff.record.queries import ask
from standoff.record.store import Case


def sender(entry: Entry, names: Mapping[str, str]) -> str:
    """On whose behalf, and who said it where that is someone else."""
    row: Any = entry.row
    if row.sender and row.voice and row.sender != row.voice:
        return f"{who(row.sender, names)} ({who(row.voice, names)})"
    return who(row.sender or row.voice, names)


COLUMNS = (
    ID,
    WHEN,
    Column("Act", lambda entry, _: entry.row.act),
    Column("From", sender, 16),
    Column("To", lambda entry, names: who(entry.row.recipient, names), 12),
    OUTLET,
    WORDS,
)


@click.command("signals")
@question("actor", "to", "act", "track", "since", "until", "outlet")
def command(case_path: Path, form: Format, **options: Any) -> None:
    """Print who signalled what to whom, by the day it was said."""
    with Case(case_path) as case:
        answer = ask(case, "signals", filters_of(form, options))
        print_answer(case, answer, form, COLUMNS, row_columns(["signals"]))
