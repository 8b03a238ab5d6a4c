"""`standoff search`: the articles that hold given words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from standoff.cli.options import Format, filters_of, question
from standoff.cli.output import OUTLET, UNPRINTABLE, Column, plain, print_answer
from standoff.export.csv import HIT
from standoff.record.entries import Hit
from standoff.record.search import search
from standoff.record.store import Case


def passage(hit: Hit, _: Mapping[str, str]) -> Text:
    """The passage with the words found in bold."""
    shown = Text()
    at = hit.passage.start
    for match in hit.matches:
        shown.append(_piece(hit, at, match.start)).append(plain(match.exact), "bold")
        at = match.end
    return shown.append(_piece(hit, at, hit.passage.end))


def _piece(hit: Hit, start: int, end: int) -> str:
    """A piece of the passage, with the spaces at its ends kept as one."""
    piece = hit.passage.exact[start - hit.passage.start : end - hit.passage.start].translate(UNPRINTABLE)
    before, after = (" " if edge.isspace() else "" for edge in (piece[:1], piece[-1:]))
    return f"{before}{plain(piece)}{after}" if piece.strip() else before


COLUMNS = (
    Column("Id", lambda hit, _: hit.origin.id),
    Column("When", lambda hit, _: hit.origin.published.value if hit.origin.published else "-"),
    OUTLET,
    Column("Where", lambda hit, _: f"{hit.zone or '-'} {hit.matches[0].start}", 9),
    Column("Words", passage),
)


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@question("actor", "since", "until", "outlet")
def command(words: tuple[str, ...], case_path: Path, form: Format, **options: Any) -> None:
    """Print the articles that hold all WORDS, the best first, each with its best passage.

    Words match in any form ("threaten" finds "threatened"). Several words in quotes are a phrase, "nego*" a beginning.
    """
    with Case(case_path) as case:
        print_answer(case, search(case, words, filters_of(form, options)), form, COLUMNS, HIT)
