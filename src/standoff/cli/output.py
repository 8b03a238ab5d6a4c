"""Printing answers: as tables for people, as JSON and CSV for programs."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from standoff.cli.options import Format
from standoff.export.csv import write_csv
from standoff.export.jsonl import entry_to_json
from standoff.record.entries import Answer, words_of
from standoff.record.queries import short_ids
from standoff.record.store import Case

PLAIN_WIDTH = 100
"""Columns of what does not go to a terminal: the same wherever it is made."""

NOTHING_THERE = "Nothing in this case answers that."
"""What a question without an answer prints."""

WORDS_SHOWN = 160
"""Characters of the quoted words that a table shows; `standoff show` has them all."""

WORDS_WIDTH = 40
"""Columns that the quoted words get as long as others can fold between words: fewer, and a sentence is a ladder."""

NARROWEST, GAP = 10, 2
"""The least columns for the last column on the narrowest terminal, and the space between two."""

UNPRINTABLE = (
    dict.fromkeys((*range(32), *range(127, 160)), "�")
    | dict.fromkeys(map(ord, "\t\n\r\f\v\u2028\u2029"), " ")
    | dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xAD, 0x200B, 0xFEFF))
)
"""Controls (a text can hold a terminal's own commands) and what turns the direction of writing are not shown."""


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, what it says of an entry (given the actors' names), and how wide it may be."""

    head: str
    cell: Callable[[Any, Mapping[str, str]], str | Text | None]
    width: int | None = None
    right: bool = False


def plain(text: str | None, limit: int | None = None) -> str:
    r"""The text on one line without controls, cut at a word where it is longer than `limit` characters.

    >>> plain("Talks\n\x1b[31m failed", 12)
    'Talks ...'
    """
    line = " ".join((text or "").translate(UNPRINTABLE).split())
    if limit is None or len(line) <= limit:
        return line
    return f"{line[: limit - 3].rsplit(' ', 1)[0]} ..."


def quoted(row: Any, limit: int | None = WORDS_SHOWN) -> str:
    """The words that a row stands on, as a table shows them."""
    return plain(words_of(row), limit)


def who(actors: str | Sequence[str] | None, names: Mapping[str, str]) -> str:
    """The names of actors: "Karsova, Tarland"; a dash where there are none.

    >>> who(("country:KRS",), {"country:KRS": "Karsova"}), who(None, {})
    ('Karsova', '-')
    """
    ids = [actors] if isinstance(actors, str) else actors or ()
    return plain(", ".join(names.get(actor, actor) for actor in ids)) or "-"


def row_id(entry: Any, _: Mapping[str, str]) -> str:
    """The id of a row; the table cuts it to what is unique in the case."""
    return str(entry.row.id)


def when(entry: Any, _: Mapping[str, str]) -> str:
    """When it happened or was said, at its own grain."""
    return entry.when.value if entry.when else "-"


def outlet(entry: Any, _: Mapping[str, str]) -> str:
    """Who printed it."""
    return plain(entry.origin.outlet) or "-"


ID, WHEN, OUTLET = Column("Id", row_id), Column("When", when), Column("Outlet", outlet, 16)
WORDS = Column("Words", lambda entry, _: quoted(entry.row))


class _Trimmed(io.StringIO):
    """Standard output without the spaces at the ends of lines, which a table is padded with."""

    def write(self, text: str) -> int:
        """Write the text."""
        return sys.stdout.write(re.sub(" +(?=\n)", "", text))

    def flush(self) -> None:
        """Hand on what was written."""
        sys.stdout.flush()


def console() -> Console:
    """Where people read: the terminal at its width and colours, else plain text of a stable width."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(file=_Trimmed(), width=PLAIN_WIDTH, color_system=None, force_terminal=False, highlight=False)


def print_answer(
    case: Case, answer: Answer[Any], form: Format, columns: Sequence[Column], csv_columns: Sequence[str]
) -> None:
    """Print what a question brought back; a table says how much it leaves out."""
    if form == "json":
        print_json([entry_to_json(entry) for entry in answer.entries])
    elif form == "csv":
        write_csv(answer.entries, csv_columns, sys.stdout)
    else:
        out = console()
        if answer.entries:
            out.print(_table(case, answer, columns, out.width))
        else:
            out.print(NOTHING_THERE)
        if answer.total > len(answer.entries):
            out.print(f"{answer.total - len(answer.entries)} more: --limit {answer.total}")


def print_json(value: object) -> None:
    """Print the value as JSON, characters as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _table(case: Case, answer: Answer[Any], columns: Sequence[Column], width: int) -> Table:
    rows = [[_text(column.cell(entry, answer.names)) for column in columns] for entry in answer.entries]
    short = short_ids(case, (row[0].plain for row in rows))
    for row in rows:
        row[0] = Text(short[row[0].plain])
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for column, columns_wide in zip(columns, _widths(columns, rows, width), strict=True):
        justify: Literal["right", "left"] = "right" if column.right else "left"
        table.add_column(column.head, width=columns_wide, justify=justify, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _text(cell: str | Text | None) -> Text:
    return cell if isinstance(cell, Text) else Text(plain(cell))


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Text]], width: int) -> list[int]:
    """How wide each column is: as it needs, but where the last would get too little, those that may fold give way."""
    needs = [
        min(max([len(column.head), *(cell.cell_len for cell in cells)]), column.width or width)
        for column, cells in zip(columns, zip(*rows, strict=True), strict=True)
    ]
    longest = [
        min(
            max(
                len(word) for cell in [column.head, *(cell.plain for cell in cells)] for word in (cell.split() or [""])
            ),
            need,
        )
        for column, cells, need in zip(columns, zip(*rows, strict=True), needs, strict=True)
    ]
    left = width - GAP * len(columns)
    while sum(needs[:-1]) + min(needs[-1], WORDS_WIDTH) > left:
        spare = [n for n in range(len(columns) - 1) if needs[n] > longest[n]]
        if not spare:
            break
        needs[max(spare, key=lambda n: needs[n])] -= 1
    return [*needs[:-1], max(NARROWEST, min(needs[-1], left - sum(needs[:-1])))]
