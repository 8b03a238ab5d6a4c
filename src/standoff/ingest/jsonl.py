"""JSON lines -> documents: one record a line, with its text in one field and what is known of it in others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from standoff.document import Document, Unreadable
from standoff.errors import InputError
from standoff.ingest.metadata import Given
from standoff.ingest.options import IngestOptions
from standoff.ingest.text import SURROGATE, decode, read_text

TEXT_FIELDS = (
    "text",
    "body",
    "content",
    "article_body",
    "articleBody",
    "maintext",
    "main_text",
    "full_text",
    "article",
)
TITLE_FIELDS = ("title", "headline")
DATE_FIELDS = (
    "published",
    "date",
    "published_at",
    "date_publish",
    "datePublished",
    "publication_date",
    "pubDate",
    "timestamp",
)
OUTLET_FIELDS = ("outlet", "publisher", "sitename", "site_name", "source_name")
BYLINE_FIELDS = ("byline", "author")
ADDRESS_FIELDS = ("url", "link", "uri", "source_url")
ID_FIELDS = ("id", "_id", "doc_id", "url", "uri", "link")
SHOWN_FIELDS = 8


def read_lines(
    lines: Iterator[tuple[int, bytes | None]], uri: str, options: IngestOptions
) -> Iterator[Document | Unreadable]:
    """The documents of numbered lines, in order; a line that cannot be read becomes an `Unreadable` with its number.

    A line is None when it was too long to be kept.
    """
    for number, line in lines:
        if line is not None and not line.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        name = f"{uri}#line{number}"
        try:
            if line is None:
                raise InputError(f"too long: more than {options.max_characters:,} characters; split it")
            record, notes = _record(line)
            name = _name(record, uri, number)
            text = _text(record, options)
            yield read_text(text, name, options, given=_given(record), notes=notes)
        except InputError as error:
            yield Unreadable(name, f"line {number}: {error}")


def has_text_field(line: bytes, text_field: str | None = None) -> bool:
    """Whether a line is a JSON object with a text in a field that holds texts.

    >>> has_text_field(b'{"text": "Velm said no."}'), has_text_field(b"Velm said no.")
    (True, False)
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return False
    fields = (text_field,) if text_field else TEXT_FIELDS
    return isinstance(record, dict) and any(isinstance(record.get(field), str) for field in fields)


def _record(line: bytes) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    text, notes = decode(line)
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"broken JSON: {error.msg} at character {error.pos}") from error
    except (ValueError, RecursionError) as error:
        raise InputError("broken JSON: it is nested too deep or holds a number too long") from error
    if not isinstance(record, dict):
        raise InputError("no JSON object: each line is one object with a text in it")
    return record, notes


def _text(record: Mapping[str, Any], options: IngestOptions) -> str:
    fields = (options.text_field,) if options.text_field else TEXT_FIELDS
    for field in fields:
        value = record.get(field)
        if isinstance(value, str) and value.strip():
            return value
    seen = [name[:40].encode("utf-8", "replace").decode() for name in list(record)[:SHOWN_FIELDS]]
    shown = ", ".join(seen) + (", ..." if len(record) > SHOWN_FIELDS else "") if seen else "none"
    wanted = options.text_field or "text, body, content ..."
    raise InputError(f"no text in a field named {wanted}; fields seen: {shown}; name the one to read with text_field")


def _name(record: Mapping[str, Any], uri: str, number: int) -> str:
    for field in ID_FIELDS:
        value = record.get(field)
        if (
            isinstance(value, str | int)
            and not isinstance(value, bool)
            and str(value).strip()
            and not SURROGATE.search(str(value))
        ):
            return f"{uri}#{str(value).strip()}"
    return f"{uri}#line{number}"


def _given(record: Mapping[str, Any]) -> Given:
    return Given(
        title=_first(record, TITLE_FIELDS),
        published=_first(record, DATE_FIELDS),
        outlet=_first(record, OUTLET_FIELDS),
        byline=_first(record, BYLINE_FIELDS),
        language=_first(record, ("language", "lang")),
        address=_first(record, ADDRESS_FIELDS),
    )


def _first(record: Mapping[str, Any], fields: tuple[str, ...]) -> str | None:
    """The first of the fields that holds words or a number, as text on one line."""
    for field in fields:
        value = record.get(field)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value.strip() and not SURROGATE.search(value):
            return " ".join(value.split())
    return None
