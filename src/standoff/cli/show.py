"""`standoff show`: a row in its paragraph, a document, or an actor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.annotation import When
from standoff.cli.actors import offices
from standoff.cli.options import Format, case_option, row_format_option
from standoff.cli.output import console, plain, print_json, who
from standoff.document import Document, Span
from standoff.export.jsonl import entry_to_json, row_to_json, to_json
from standoff.record.entries import Entry, Filters, Found, actors_in, spans_of
from standoff.record.queries import actors, entry, find, names
from standoff.record.store import Case

OPENING, CLOSING = "⟦", "⟧"
"""Marks around a row's own words where there are no colours."""


@click.command("show")
@click.argument("row_id", metavar="ID")
@case_option
@row_format_option
def command(row_id: str, case_path: Path, form: Format) -> None:
    """Print the row with this ID in its paragraph, its words marked; or a document, or an actor.

    An id may be cut short as long as only one begins so.
    """
    with Case(case_path) as case:
        found = find(case, row_id)
        if found.kind == "document":
            _show_document(case, found, form)
        elif found.kind == "actor":
            _show_actor(case, found, form)
        else:
            _show_row(case, found, form)


def _show_row(case: Case, found: Found, form: Format) -> None:
    shown, document = entry(case, found)
    around = paragraph(document, [span for _, span in spans_of(shown.row)])
    if form == "json":
        print_json({**entry_to_json(shown), "paragraph": entry_spans(around)})
        return
    out = console()
    out.print(Text(shown.row.id, "bold"))
    out.print(Text(where(shown)))
    out.print()
    out.print(Padding(marked(document, around, shown, styled=out.is_terminal), (0, 2)))
    out.print()
    out.print(_facts(shown, names(case, [shown.row])))


def entry_spans(span: Span) -> dict[str, object]:
    """The span as the contract has it."""
    return {"start": span.start, "end": span.end, "exact": span.exact}


def where(shown: Entry) -> str:
    """Outlet, date, address and document of an entry, on one line."""
    origin = shown.origin
    published = origin.published.value if origin.published else "no date"
    return plain(f"{origin.outlet or 'no outlet'}, {published}, {origin.uri} ({origin.id})")


def paragraph(document: Document, spans: list[Span]) -> Span:
    """The lines of the text that hold the spans."""
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    start = document.text.rfind("\n", 0, first) + 1
    end = document.text.find("\n", last)
    return document.span(start, len(document.text) if end < 0 else end)


def marked(document: Document, around: Span, shown: Entry, *, styled: bool) -> Text:
    """The paragraph with the row's own words marked, by style where there are styles, else by brackets."""
    spans = spans_of(shown.row)
    own = [span for name, span in spans if name == spans[0][0]]
    edges = sorted({around.start, around.end, *(edge for _, span in spans for edge in (span.start, span.end))})
    text = Text()
    for start, end in pairwise(edges):
        piece = document.text[start:end]
        inside = any(span.start <= start and end <= span.end for span in own)
        beside = any(span.start <= start and end <= span.end for _, span in spans if span not in own)
        opens = any(span.start == start for span in own) and not styled
        closes = any(span.end == end for span in own) and not styled
        body = "".join(plain(c) or " " for c in piece)
        style = " ".join(name for name, on in (("bold", inside), ("underline", beside)) if on and styled)
        text.append(f"{OPENING if opens else ''}{body}{CLOSING if closes else ''}", style)
    return text


def _facts(shown: Entry, known: Mapping[str, str]) -> Table:
    """The fields of a row, one a line: spans with their offsets and words, actors by name."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    people = set(actors_in(shown.row))
    for name in row_to_json(shown.row):
        if name not in {"id", "why"}:
            for value in _said(getattr(shown.row, name), people, known):
                table.add_row(name, Text(value))
                name = ""  # noqa: PLW2901  (the name stands once, before the first of several values)
    return table


def _said(value: object, people: set[str], known: Mapping[str, str]) -> Iterator[str]:
    if value is None or value in ((), {}):
        yield "-"
    elif isinstance(value, Span):
        yield f"{value.start}:{value.end}  {plain(value.exact)}"
    elif isinstance(value, When):
        yield f"{value.value} ({value.grain})"
    elif isinstance(value, tuple):
        for each in value:
            yield from _said(each, people, known)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from (f"{name}: {said}" for said in _said(each, people, known))
    elif isinstance(value, str) and value in people:
        yield f"{who(value, known)} ({value})"
    else:
        yield plain(str(value))


def _show_document(case: Case, found: Found, form: Format) -> None:
    record = case.record(found.number)
    document = record.document
    if form == "json":
        print_json(to_json(record))
        return
    out = console()
    out.print(Text(document.id, "bold"))
    table = Table.grid(padding=(0, 2, 0, 0))
    for name in ("title", "outlet", "published", "byline", "dateline", "language", "uri", "notes"):
        value = getattr(document, name)
        table.add_row(name, Text(plain("; ".join(value) if name == "notes" else value) or "-"))
    out.print(table)
    out.print()
    _print_zones(out, document)


def _print_zones(out: Console, document: Document) -> None:
    for zone in document.zones:
        out.print(Text(f"{zone.start}:{zone.end} {zone.zone}", "dim"))
        out.print(Padding(Text(plain(document.text[zone.start : zone.end])), (0, 2)))


def _show_actor(case: Case, found: Found, form: Format) -> None:
    answer = actors(case, Filters(actor=found.id))
    shown = next(each for each in answer.entries if each.id == found.id)
    if form == "json":
        print_json(entry_to_json(shown))
        return
    out = console()
    out.print(Text(shown.id, "bold"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row("name", Text(plain(shown.name)))
    table.add_row("kind", shown.kind)
    table.add_row("codes", Text(", ".join(f"{key} {code}" for key, code in shown.codes.items()) or "-"))
    table.add_row("offices", Text(offices(shown, answer.names) or "-"))
    for name in ("documents", "mentions", "statements", "events", "signals"):
        table.add_row(name, str(getattr(shown, name)))
    people = [each.name for each in answer.entries if each.id != found.id]
    table.add_row("spoken for by", Text(plain(", ".join(people)) or "-"))
    out.print(table)
