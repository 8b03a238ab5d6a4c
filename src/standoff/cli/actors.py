"""`standoff actors`: the parties, and who speaks for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from standoff.cli.options import Format, filters_of, question
from standoff.cli.output import Column, print_answer
from standoff.export.csv import ACTOR, COUNTS
from standoff.record.entries import ActorEntry
from standoff.record.queries import actors
from standoff.record.store import Case


def offices(entry: ActorEntry, names: Mapping[str, str]) -> str:
    """The offices an actor holds, most often printed first; without its bare title where the whole is known."""
    whole = {title for title, of in entry.roles if of}
    held = (f"{title} of {names.get(of, of)}" if of else title for title, of in entry.roles if of or title not in whole)
    return "; ".join(held)


def _count(name: str) -> Column:
    head = {"documents": "Docs", "statements": "Said"}.get(name, name.capitalize())
    return Column(head, lambda entry, _: str(getattr(entry, name)), right=True)


COLUMNS = (
    Column("Id", lambda entry, _: entry.id),
    Column("Name", lambda entry, _: entry.name, 22),
    *map(_count, COUNTS),
    Column("Office", offices),
)


@click.command("actors")
@question("actor", "since", "until", "outlet")
def command(case_path: Path, form: Format, **options: Any) -> None:
    """Print the actors, the most often mentioned first; --actor gives one and those who speak for it."""
    with Case(case_path) as case:
        print_answer(case, actors(case, filters_of(form, options)), form, COLUMNS, ACTOR)
