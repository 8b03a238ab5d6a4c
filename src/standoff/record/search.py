"""Search: the documents that hold given words, each with its best passage and the places of the words in the text."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Sequence
from itertools import islice

from standoff.document import STORY_ZONES, Document, Span
from standoff.errors import ConfigurationError
from standoff.record.entries import Answer, Filters, Hit, Origin
from standoff.record.queries import ORIGIN, document_conditions, origin_of
from standoff.record.store import Case

PASSAGE = 240
"""The longest passage that a search shows, in characters: three lines of a terminal."""

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""How schema.sql cuts texts into words."""


def search(case: Case, wanted: Sequence[str], filters: Filters | None = None) -> Answer[Hit]:
    """The documents that hold all the words, the best first, each with its best passage.

    Words match in any form ("threaten" finds "threatened"); several in one string are a phrase; `nego*` is a beginning.
    """
    filters = filters or Filters()
    query = " ".join(map(_phrase, wanted))
    if not any(c.isalnum() for c in query):
        raise ConfigurationError("search needs a word with a letter or a figure in it")
    where, values = document_conditions(case, filters, mentioning=True)
    tables = f"words JOIN document d ON d.number = words.rowid WHERE words MATCH ? AND {where}"
    found = case.select(f"SELECT {ORIGIN} FROM {tables} ORDER BY words.rank, d.number", (query, *values))
    shown = found if filters.limit is None else found[: filters.limit]
    with contextlib.closing(sqlite3.connect(":memory:")) as scratch:
        scratch.execute(f"CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = '{TOKENIZER}')")
        return Answer(
            tuple(_hit(scratch, query, case.document(row["document"]), origin_of(row)) for row in shown), len(found)
        )


def _phrase(words: str) -> str:
    body, star = (words[:-1], "*") if words.endswith("*") else (words, "")
    quoted = body.replace('"', '""').replace("\0", " ")
    return f'"{quoted}"{star}'


def _hit(scratch: sqlite3.Connection, query: str, document: Document, origin: Origin) -> Hit:
    matches = _matches(scratch, query, document)
    in_story = [span for span in matches if document.zone_at(span.start) in STORY_ZONES]
    first = (in_story or matches)[0]
    passage = document.span(*_passage(document.text, first))
    inside = tuple(span for span in matches if passage.contains(span))
    return Hit(origin, passage, inside, document.zone_at(first.start))


def _matches(scratch: sqlite3.Connection, query: str, document: Document) -> list[Span]:
    """Where the words stand in the text: SQLite marks them in a copy, with characters that the text has not."""
    text = document.text.replace("\0", " ")  # SQLite's own functions end a text there
    opening, closing = islice((mark for mark in map(chr, range(0xE000, 0xF8FF)) if mark not in text), 2)
    scratch.execute("DELETE FROM words")
    scratch.execute("INSERT INTO words (text) VALUES (?)", (text,))
    marked = scratch.execute(
        "SELECT highlight(words, 0, ?, ?) FROM words WHERE words MATCH ?", (opening, closing, query)
    ).fetchone()[0]
    found: list[Span] = []
    start = at = 0
    for part in re.split(f"([{opening}{closing}])", marked):
        if part == opening:
            start = at
        elif part == closing:
            found.append(document.span(start, at))
        else:
            at += len(part)
    return found


def _passage(text: str, match: Span) -> tuple[int, int]:
    """The line that holds the match, or as many whole words of it around the match as `PASSAGE` allows."""
    start = max(text.rfind("\n", 0, match.start) + 1, match.start - PASSAGE // 3)
    end = text.find("\n", match.end)
    end = min(len(text) if end < 0 else end, start + PASSAGE)
    end = max(end, match.end)
    if start and text[start - 1] != "\n":
        start = min(match.start, text.find(" ", start) + 1 or start)
    if end < len(text) and text[end] != "\n":
        end = max(match.end, text.rfind(" ", start, end))
    return start, end
