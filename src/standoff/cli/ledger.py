"""`standoff ledger`: who is bound to what, and what came later that bears on it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.annotation import Event, Signal
from standoff.cli.options import Format, OneOf, filters_of, question
from standoff.cli.output import NOTHING_THERE, console, plain, print_json, quoted, who
from standoff.export.ledger import commitment_to_json, write_ledger_csv
from standoff.record.entries import Answer
from standoff.record.queries import short_ids
from standoff.record.store import Case
from standoff.story.bearings import Link
from standoff.story.ledger import COMMITTING, LedgerEntry, ledger

WIDEST = 110
"""Columns of the ledger on a wide terminal: words are read in lines of a book's length."""

LINK_WIDTH = 17
"""Columns for the kind of a link: the longest of them."""


@click.command("ledger")
@question("from", "to", "since", "until")
@click.option(
    "--act",
    multiple=True,
    type=OneOf("act that commits", lambda: COMMITTING),
    metavar="ACT",
    help="threaten, ultimatum, demand, promise, assure, offer, intend.",
)
@click.option("--as-of", "as_of", metavar="DATE", help="The day on which to look [default: the last publication]")
@click.option("--all", "everything", is_flag=True, help="Also what was withdrawn, has expired or is settled.")
def command(case_path: Path, form: Format, *, as_of: str | None, everything: bool, **options: Any) -> None:
    """Print open commitments, the strongest first: threats, promises, demands, offers, plans.

    Under each stands what came later and bears on it: whether it was repeated, changed, answered, borne out. The dates
    are those on which a commitment was first told.
    """
    with Case(case_path) as case:
        answer = ledger(case, filters_of(form, options), as_of=as_of, everything=everything)
        if form == "json":
            print_json([commitment_to_json(entry) for entry in answer.entries])
        elif form == "csv":
            write_ledger_csv(answer.entries, sys.stdout)
        else:
            _print(case, answer)


def _print(case: Case, answer: Answer[LedgerEntry]) -> None:
    out = console()
    out.width = min(out.width, WIDEST)
    ids = [row.id for entry in answer.entries for row in (entry.signal, *(link.entry.row for link in entry.links))]
    short = short_ids(case, ids)
    for number, entry in enumerate(answer.entries):
        if number:
            out.print()
        _print_commitment(out, entry, answer.names, short)
        for link in entry.links:
            _print_link(out, link, answer.names, short)
    if not answer.entries:
        out.print(NOTHING_THERE)
    if answer.total > len(answer.entries):
        out.print(f"\n{answer.total - len(answer.entries)} more: --limit {answer.total}")


def _print_commitment(out: Console, entry: LedgerEntry, names: Mapping[str, str], short: Mapping[str, str]) -> None:
    signal = entry.signal
    voice = f" ({who(signal.voice, names)})" if signal.voice and signal.voice != entry.sender else ""
    to = f" > {who(entry.recipient, names)}" if entry.recipient else ""
    head = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for column in (
        {"width": 10, "overflow": "fold"},
        {"width": 10},
        {"ratio": 1},
        {"justify": "right", "no_wrap": True},
    ):
        head.add_column(**column)
    when = entry.first.when.value if entry.first.when else "-"
    sides = f"{who(entry.sender, names)}{voice}{to}"
    head.add_row(when, Text(signal.act, "bold"), Text(sides), Text(short[signal.id], "dim"))
    out.print(head)
    out.print(Padding(Text(f"“{quoted(signal, 400)}”"), (0, 0, 0, 12)))
    facts = [("told by", _told_by(entry)), ("condition", _condition(entry))]
    facts.append(("deadline", entry.deadline.value if entry.deadline else ""))
    facts.append(("strength", entry.strength or ""))
    facts.append(("state", f"{entry.state} as of {entry.as_of}" if entry.state != "open" else ""))
    for name, value in facts:
        if value:
            out.print(Padding(Text(f"{name}: {value}", "italic"), (0, 0, 0, 12)))


def _told_by(entry: LedgerEntry) -> str:
    outlets = ", ".join(plain(outlet) for outlet in entry.outlets)
    many = len(entry.tellings)
    return f"{outlets or 'no outlet'}{f', in {many} places' if many > 1 else ''}"


def _condition(entry: LedgerEntry) -> str:
    row = entry.condition and entry.condition.row
    if not isinstance(row, Signal) or row.condition is None:
        return ""
    bare = any(isinstance(each.row, Signal) and each.row.condition is None for each in entry.tellings)
    return f"{plain(row.condition.exact, 200)}{' (not in every telling)' if bare else ''}"


def _print_link(out: Console, link: Link, names: Mapping[str, str], short: Mapping[str, str]) -> None:
    row = link.entry.row
    what = row.event_type if isinstance(row, Event) else row.act if isinstance(row, Signal) else ""
    line = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for column in (
        {"width": LINK_WIDTH},
        {"width": 10, "overflow": "fold"},
        {"ratio": 1},
        {"justify": "right", "no_wrap": True},
    ):
        line.add_column(**column)
    when = link.entry.when.value if link.entry.when else "-"
    days = f"{link.days} day{'' if link.days == 1 else 's'} later" if link.days else "the same day"
    outlet = plain(link.entry.origin.outlet) or "no outlet"
    also = f" and {len(link.also)} more" if link.also else ""
    line.add_row(Text(link.kind, "bold"), when, Text(f"{what}, {outlet}{also}, {days}"), Text(short[row.id], "dim"))
    out.print(Padding(line, (0, 0, 0, 4)))
    out.print(Padding(Text(f"“{quoted(row, 240)}”"), (0, 0, 0, 23)))
    out.print(Padding(Text(f"because: {plain(link.reason)}", "dim"), (0, 0, 0, 23)))
