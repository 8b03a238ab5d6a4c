"""`standoff explain`: why a row is there."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from standoff.annotation import Row
from standoff.cli.options import Format, case_option
from standoff.cli.output import console, plain, print_json, quoted
from standoff.cli.show import where
from standoff.export.jsonl import row_to_json
from standoff.record.queries import appearances, entry, find, run_of
from standoff.record.store import Case


@click.command("explain")
@click.argument("row_id", metavar="ID")
@case_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(row_id: str, case_path: Path, form: Format) -> None:
    """Print which reader made the row with this ID, by which rule, what it saw, and how sure it is.

    Of an actor, the first documents that name it; of a document, the cue that decided each of its zones.
    """
    with Case(case_path) as case:
        found = find(case, row_id)
        if found.kind == "document":
            zones = [(zone, case.document(found.number)) for zone in case.document(found.number).zones]
            if form == "json":
                keys = ("start", "end", "zone", "rule")
                print_json([{key: getattr(zone, key) for key in keys} for zone, _ in zones])
                return
            table = Table("Zone", "Rule", "Words", box=None, pad_edge=False, padding=(0, 2, 0, 0))
            for zone, document in zones:
                table.add_row(zone.zone, zone.rule, Text(plain(document.text[zone.start : zone.end], 60)))
            console().print(table)
        elif found.kind == "actor":
            for row, document in appearances(case, found.id):
                _explain(row, plain(document.uri), form)
        else:
            shown, _ = entry(case, found)
            _explain(shown.row, where(shown), form, run_of(case, found.number))


def _explain(row: Row, place: str, form: Format, run: tuple[str, str] | None = None) -> None:
    if form == "json":
        print_json(
            {key: value for key, value in row_to_json(row).items() if key in {"id", "confidence", "reader", "why"}}
        )
        return
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
