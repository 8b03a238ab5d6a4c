"""`standoff explain`: why a row is there."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import cast

import click
from rich.table import Table
from rich.text import Text

from standoff.annotation import Row
from standoff.cli.options import Format, case_option, row_format_option
from standoff.cli.output import console, plain, print_json, quoted
from standoff.cli.show import where
from standoff.document import Document
from standoff.export.jsonl import EVERY_ROW, row_to_json
from standoff.record.queries import appearances, entry, find, run_of
from standoff.record.store import Case


@click.command("explain")
@click.argument("row_id", metavar="ID")
@case_option
@row_format_option
def command(row_id: str, case_path: Path, form: Format) -> None:
    """Print which reader made the row with this ID, by which rule, what it saw, and how sure it is.

    Of an actor, the first documents that name it; of a document, the cue that decided each of its zones.
    """
    with Case(case_path) as case:
        found = find(case, row_id)
        if found.kind == "document":
            _explain_zones(case.document(found.number), form)
            return
        if found.kind == "actor":
            made = [(cast("Row", row), plain(document.uri)) for row, document in appearances(case, found.id)]
            run = None
        else:
            shown, _ = entry(case, found)
            made, run = [(shown.row, where(shown))], run_of(case, found.number)
        if form == "json":
            told = [{key: value for key, value in row_to_json(row).items() if key in EVERY_ROW} for row, _ in made]
            print_json(told if found.kind == "actor" else told[0])
            return
        for row, place in made:
            _explain(row, place, run)


def _explain_zones(document: Document, form: Format) -> None:
    if form == "json":
        print_json([asdict(zone) for zone in document.zones])
        return
    table = Table("Zone", "Rule", "Words", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for zone in document.zones:
        table.add_row(zone.zone, zone.rule, Text(plain(document.text[zone.start : zone.end], 60)))
    console().print(table)


def _explain(row: Row, place: str, run: tuple[str, str] | None) -> None:
    out = console()
    out.print(Text(row.id, "bold"))
    out.print(Text(place))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("reader", row.reader)
    table.add_row("rule", row.why.rule)
    name = "saw"
    for what, words in row.why.saw.items():
        table.add_row(name, Text(f"{what}: {plain(words)}"))
        name = ""
    table.add_row("confidence", f"{row.confidence:.2f}")
    if words := quoted(row, None):
        table.add_row("words", Text(words))
    if run is not None:
        table.add_row("read", f"{run[0]} by Standoff {run[1]}")
    out.print(table)
