"""The record as JSON, one object per document: the contract. And back.

A span is {"start", "end", "exact"}, unknown is null. Each row ends with its `id` (an actor begins with it),
`confidence`, `reader` and `why`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from standoff.annotation import ROW_KINDS, Actor, Record, Row
from standoff.document import Document, Span, Unreadable
from standoff.errors import InputError
from standoff.record.entries import ActorEntry, DocumentEntry, Entry, Hit, Origin

DOCUMENT = (
    *("id", "sha256", "uri", "outlet", "title", "published", "published_grain", "published_from", "byline"),
    *("dateline", "language", "text", "zones", "notes", "raw_sha256"),
)
"""The keys of a document, in order."""

EVERY_ROW = ("id", "confidence", "reader", "why")


def to_json(record: Record) -> dict[str, Any]:
    """The record as the contract has it, ready for `json.dumps`.

    >>> list(to_json(Record(Document(text="Velm said no.", uri="a.txt"))))[:3]
    ['document', 'actors', 'mentions']
    """
    document = {name: _encode(getattr(record.document, name)) for name in DOCUMENT}
    return {"document": document, **{kind: [row_to_json(row) for row in getattr(record, kind)] for kind in ROW_KINDS}}


def row_to_json(row: Row) -> dict[str, Any]:
    """One row as the contract has it."""
    return {name: _encode(getattr(row, name)) for name in row_keys(type(row))}


def row_keys(row: type[Row]) -> tuple[str, ...]:
    """The keys of a kind of row, in order.

    >>> from standoff.annotation import Mention
    >>> row_keys(Mention), row_keys(Actor)[:3]
    (('actor', 'span', 'id', 'confidence', 'reader', 'why'), ('id', 'name', 'kind'))
    """
    own = [field.name for field in fields(row) if field.name not in EVERY_ROW]
    return ("id", *own, *EVERY_ROW[1:]) if row is Actor else (*own, *EVERY_ROW)


def from_json(given: Mapping[str, Any]) -> Record:
    """The record that `to_json` wrote; the bytes a text was extracted from do not come back.

    Raises InputError when a key is missing, or when a span does not hold the words it says it holds.
    """
    try:
        own = {field.name for field in fields(Document)}
        document = _decode(Document, {key: value for key, value in given["document"].items() if key in own})
        kinds = {kind: tuple(_decode(row, each) for each in given[kind]) for kind, row in ROW_KINDS.items()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"not a record of Standoff's: {type(error).__name__}: {error}") from error
    record = Record(document, **cast("Any", kinds))
    for rows in kinds.values():
        for row in rows:
            _check(row, document)
    return record


def unreadable_to_json(unreadable: Unreadable) -> dict[str, Any]:
    """What stands in the place of a document that could not be read."""
    return {"document": None, "unreadable": {"uri": unreadable.uri, "reason": unreadable.reason}}


def line(value: Mapping[str, Any]) -> str:
    """The value as one line of JSON, in characters as they are.

    >>> line({"exact": "“No”"})
    '{"exact": "“No”"}'
    """
    return json.dumps(value, ensure_ascii=False)


def entry_to_json(entry: Entry | DocumentEntry | ActorEntry | Hit) -> dict[str, Any]:
    """What a question brought back: the row as the contract has it, then where it comes from.

    `when` and `dated_by` of a row of a case are in `dated`; its document is told by id, address, outlet and date.
    """
    if isinstance(entry, Entry):
        dated = {"dated": None if entry.when is None else {**_encode(entry.when), "by": entry.dated_by}}
        return {"kind_of_row": entry.kind, **row_to_json(entry.row), **dated, **_origin(entry.origin)}
    if isinstance(entry, ActorEntry):
        roles = [{"title": title, "of": of} for title, of in entry.roles]
        return {**{field.name: _encode(getattr(entry, field.name)) for field in fields(entry)}, "roles": roles}
    own = {field.name: _encode(getattr(entry, field.name)) for field in fields(entry) if field.name != "origin"}
    return {**_origin(entry.origin), **own}


def _origin(origin: Origin) -> dict[str, Any]:
    published = origin.published
    return {
        "document": origin.id,
        "uri": origin.uri,
        "outlet": origin.outlet,
        "title": origin.title,
        "published": published and published.value,
        "published_grain": published and published.grain,
    }


def _encode(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_encode(each) for each in value]
    return {key: _encode(each) for key, each in value.items()} if isinstance(value, Mapping) else value


def _decode(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(hint, UnionType):
        return _decode(next(part for part in get_args(hint) if part is not type(None)), value)
    if is_dataclass(hint):
        hints = _hints(cast("type", hint))
        return cast("Any", hint)(**{name: _decode(hints[name], each) for name, each in value.items()})
    if get_origin(hint) is tuple:
        return tuple(_decode(get_args(hint)[0], each) for each in value)
    if get_origin(hint) is Mapping:
        return {key: _decode(get_args(hint)[1], each) for key, each in value.items()}
    return float(value) if hint is float else value


@cache
def _hints(row: type) -> dict[str, Any]:
    return get_type_hints(row)


def _check(value: Any, document: Document) -> None:
    """Raise InputError when a span anywhere in the value is not the words of the text at its place."""
    if isinstance(value, Span):
        if document.text[value.start : value.end] != value.exact:
            raise InputError(f"{document.uri}: {value.start}:{value.end} is not {value.exact!r}")
    elif is_dataclass(value):
        for field in fields(value):
            _check(getattr(value, field.name), document)
    elif isinstance(value, tuple | Mapping):
        for each in value.values() if isinstance(value, Mapping) else value:
            _check(each, document)
