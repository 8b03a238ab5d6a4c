"""The summary of a case as text: what `standoff read` ends with."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.annotation import Signal
from standoff.cli.options import DEFAULT_CASE
from standoff.cli.output import console, plain, quoted, who
from standoff.record.entries import Entry
from standoff.record.queries import short_ids
from standoff.record.store import Case
from standoff.story.summary import Summary

REASONS_SHOWN = 10

OUTLETS_SHOWN = 6

COUNTED = (
    ("attributions", "statements"),
    ("signals", "signals"),
    ("events", "events"),
    ("agenda", "agenda items"),
    ("actors", "actors"),
    ("mentions", "mentions"),
    ("times", "times"),
    ("places", "places"),
    ("quantities", "quantities"),
)


def print_summary(summary: Summary, path: Path, fresh: int, known: int, case: Case) -> None:
    """Print what the case holds, its strongest signals, what is ahead, what could not be read, and what to ask."""
    out = console()
    width = min(out.width, 100)
    out.width = width
    short = short_ids(case, [entry.row.id for entry in (*summary.signals, *summary.ahead)])
    _print_whole(out, summary, path, fresh, known)
    if summary.signals:
        _head(out, "Strongest signals")
        for entry in summary.signals:
            _print_signal(out, entry, summary, short)
    if summary.ahead:
        _head(out, "Ahead")
        for entry in summary.ahead:
            _print_ahead(out, entry, summary, short)
    if summary.overview.unreadable:
        _head(out, f"Could not be read: {len(summary.overview.unreadable)}")
        for unreadable in summary.overview.unreadable[:REASONS_SHOWN]:
            out.print(Padding(Text(f"{plain(unreadable.uri)}: {plain(unreadable.reason)}"), (0, 0, 0, 2)))
        if len(summary.overview.unreadable) > REASONS_SHOWN:
            out.print(f"  and {len(summary.overview.unreadable) - REASONS_SHOWN} more")
    if summary.overview.counts["documents"]:
        _head(out, "Ask further")
        for command in _commands(summary, path, short):
            out.print(f"  {command}", soft_wrap=True)


def _print_whole(out: Console, summary: Summary, path: Path, fresh: int, known: int) -> None:
    whole = summary.overview
    counts = whole.counts
    dates = f", {_from_to(whole.first, whole.last)}" if whole.first else ""
    undated = f" ({whole.undated} without a date)" if whole.undated and whole.first else ""
    out.print(Text(f"{path}: {_number(counts['documents'], 'document')}{dates}{undated}", "bold"))
    done = f"{fresh} read now" + (f", {known} there already" if known else "")
    copies = counts["addresses"] - counts["documents"]
    out.print(
        f"  {done}" + (f"; {_number(copies, 'further copy', 'further copies')} of the same texts" if copies else "")
    )
    if whole.outlets:
        more = len(whole.outlets) - OUTLETS_SHOWN
        named = ", ".join(plain(outlet) for outlet in whole.outlets[:OUTLETS_SHOWN])
        out.print(Padding(Text(f"by {named}{f' and {more} more' if more > 0 else ''}"), (0, 0, 0, 2)))
    out.print()
    said = [f"{counts[kind]} {name if counts[kind] != 1 else _one(name)}" for kind, name in COUNTED]
    out.print(Padding(Text(", ".join(said)), (0, 0, 0, 2)))


def _print_signal(out: Console, entry: Entry, summary: Summary, short: dict[str, str]) -> None:
    row = entry.row
    if not isinstance(row, Signal):
        return
    sides = who(row.sender or row.voice, summary.names) + (
        f" > {who(row.recipient, summary.names)}" if row.recipient else ""
    )
    line = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for column in ({"width": 10}, {"width": 10}, {"ratio": 1}, {"justify": "right", "no_wrap": True}):
        line.add_column(**column)
    line.add_row(entry.when.value if entry.when else "-", Text(row.act, "bold"), sides, Text(short[row.id], "dim"))
    out.print(Padding(line, (0, 0, 0, 2)))
    out.print(Padding(Text(f"“{quoted(row, 400)}”"), (0, 0, 0, 14)))
    if row.condition is not None:
        out.print(Padding(Text(f"condition: {plain(row.condition.exact, 200)}", "italic"), (0, 0, 0, 14)))


def _print_ahead(out: Console, entry: Entry, summary: Summary, short: dict[str, str]) -> None:
    line = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for column in ({"width": 10}, {"ratio": 1}, {"justify": "right", "no_wrap": True}):
        line.add_column(**column)
    line.add_row(
        entry.when.value if entry.when else "-", f"“{quoted(entry.row, 300)}”", Text(short[entry.row.id], "dim")
    )
    out.print(Padding(line, (0, 0, 0, 2)))


def _commands(summary: Summary, path: Path, short: dict[str, str]) -> list[str]:
    case = "" if path == DEFAULT_CASE else f" --case {path}"
    asked = [f"standoff timeline{f' --since {summary.overview.last}' if summary.overview.last else ''}{case}"]
    if summary.signals:
        first = summary.signals[0].row
        asked.append(f"standoff signals --act {first.act}{case}")  # type: ignore[attr-defined]
        asked.append(f"standoff show {short[first.id]}{case}")
    asked.append(f"standoff actors{case}")
    return asked


def _head(out: Console, words: str) -> None:
    out.print()
    out.print(Text(words, "bold"))


def _from_to(first: str | None, last: str | None) -> str:
    return f"{first} to {last}" if first != last else f"{first}"


def _number(count: int, one: str, many: str | None = None) -> str:
    """The count and the word for it.

    >>> _number(1, "document"), _number(2, "document")
    ('1 document', '2 documents')
    """
    return f"{count} {one if count == 1 else many or one + 's'}"


def _one(many: str) -> str:
    return {"quantities": "quantity"}.get(many, many.removesuffix("s"))
