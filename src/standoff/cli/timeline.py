"""`standoff timeline`: events and signals by the day they happened."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from standoff.annotation import Event
from standoff.cli.options import Format, filters_of, question
from standoff.cli.output import ID, OUTLET, WHEN, WORDS, Column, print_answer, who
from standoff.export.csv import row_columns
from standoff.record.entries import Entry
from standoff.record.store import Case
from standoff.story.timeline import timeline


def what(entry: Entry, _: Mapping[str, str]) -> str:
    """The type of an event (with what it is not: "not", "ahead"), the act of a signal."""
    if not isinstance(entry.row, Event):
        return str(getattr(entry.row, "act", ""))
    said = {"negation": "not", "future": "ahead", "hypothetical": "if", "historical": "past"}
    return " ".join([entry.row.event_type, *(f"({said[modality]})" for modality in entry.row.modality)])


def parties(entry: Entry, names: Mapping[str, str]) -> str:
    """From whom to whom."""
    row: Any = entry.row
    sides = (row.actors, row.recipients) if isinstance(row, Event) else (row.sender or row.voice, row.recipient)
    return " > ".join(who(side, names) for side in sides if side) or "-"


COLUMNS = (ID, WHEN, Column("What", what, 14), Column("Who", parties, 22), OUTLET, WORDS)


@click.command("timeline")
@question("actor", "to", "act", "type", "track", "since", "until", "outlet")
def command(case_path: Path, form: Format, **options: Any) -> None:
    """Print events and signals by the day they happened, else by the date of the article.

    A month stays a month. --act alone leaves out events, --type alone leaves out signals.
    """
    with Case(case_path) as case:
        answer = timeline(case, filters_of(form, options))
        print_answer(case, answer, form, COLUMNS, row_columns(["events", "signals"]))
