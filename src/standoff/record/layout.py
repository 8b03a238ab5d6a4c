"""Which columns hold which field of a row: the mapping between the dataclasses and the tables of schema.sql.

A span is a pair of columns (`cue_start`, `cue_end`; `start`, `end` for the span of the row itself), a time is
`X_value` and `X_grain`, the cues of an event are a span for each modality, a mapping or a list of words is JSON. What a
row has several of and what is asked for (the parties of an event, the spans of a statement) lies in a table of its own:
`PARTIES` and `SPANS`. SQL is not written here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from types import UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from standoff.annotation import MODALITIES, ROW_KINDS, Modality, Row, When, Why
from standoff.document import Span

TABLES: Mapping[str, str] = {
    "mentions": "mention",
    "attributions": "attribution",
    "events": "event",
    "signals": "signal",
    "times": "timex",
    "places": "place",
    "quantities": "quantity",
    "agenda": "agenda",
}
"""The kinds of row that lie in one table each. Actors do not: many documents share one."""

PARTIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "events": ("event_party", ("actors", "recipients")),
    "agenda": ("agenda_party", ("actors",)),
}
"""The kinds whose rows have several actors: the table that holds these, and the fields."""

SPANS: Mapping[str, tuple[str, str]] = {
    "attributions": ("attribution_content", "content"),
    "events": ("event_evidence", "evidence"),
}
"""The kinds whose rows have a field of several spans: the table that holds these, and the field."""

DATED = frozenset({"attributions", "events", "signals", "agenda"})
"""The kinds whose tables have `first_day` and `last_day`."""

Value = str | int | float | None


class Field(NamedTuple):
    """A field of a row and the columns it is written to and read from; `read` gets the values and what cuts spans."""

    name: str
    columns: tuple[str, ...]
    write: Callable[[Any], tuple[Value, ...]]
    read: Callable[[Sequence[Any], Callable[[int, int], Span]], Any]


def dump(value: object) -> str:
    """The value as compact JSON, as it is stored.

    >>> dump({"rule": "if-then"})
    '{"rule":"if-then"}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def linked_fields(kind: str) -> tuple[str, ...]:
    """The fields of a kind of row that lie in a table of their own.

    >>> linked_fields("events"), linked_fields("times")
    (('actors', 'recipients', 'evidence'), ())
    """
    parties = PARTIES[kind][1] if kind in PARTIES else ()
    return (*parties, *((SPANS[kind][1],) if kind in SPANS else ()))


@cache
def row_fields(kind: str) -> tuple[Field, ...]:
    """The fields of a kind of row that its own table holds, in the order of the dataclass.

    >>> [column for field in row_fields("mentions") for column in field.columns]
    ['id', 'confidence', 'reader', 'why', 'actor', 'start', 'end']
    """
    row = ROW_KINDS[kind]
    linked = linked_fields(kind)
    hints = get_type_hints(row)
    return tuple(_field(f.name, hints[f.name]) for f in fields(row) if f.name not in linked)


def _field(name: str, hint: Any) -> Field:
    kind = next((part for part in get_args(hint) if part is not type(None)), hint) if _is_optional(hint) else hint
    if kind is Span:
        columns = ("start", "end") if name == "span" else (f"{name}_start", f"{name}_end")
        return Field(
            name,
            columns,
            lambda span: (None, None) if span is None else (span.start, span.end),
            lambda values, cut: None if values[0] is None else cut(values[0], values[1]),
        )
    if kind is When:
        return Field(
            name,
            (f"{name}_value", f"{name}_grain"),
            lambda when: (None, None) if when is None else (when.value, when.grain),
            lambda values, _: None if values[0] is None else When(values[0], values[1]),
        )
    if kind is Why:
        return Field(name, (name,), lambda why: (dump_why(why),), lambda values, _: load_why(values[0]))
    if get_origin(kind) is Mapping:
        return Field(name, tuple(c for m in MODALITIES for c in _cue_columns(m)), _write_cues, _read_cues)
    if get_origin(kind) is tuple:
        return Field(name, (name,), lambda words: (dump(list(words)),), lambda values, _: tuple(json.loads(values[0])))
    return Field(name, (name,), lambda value: (value,), lambda values, _: values[0])


def _cue_columns(modality: Modality) -> tuple[str, str]:
    return f"{modality}_start", f"{modality}_end"


def _write_cues(cues: Mapping[Modality, Span]) -> tuple[Value, ...]:
    found = [cues.get(modality) for modality in MODALITIES]
    return tuple(edge for span in found for edge in ((None, None) if span is None else (span.start, span.end)))


def _read_cues(values: Sequence[Any], cut: Callable[[int, int], Span]) -> dict[Modality, Span]:
    edges = zip(MODALITIES, values[::2], values[1::2], strict=True)
    return {modality: cut(start, end) for modality, start, end in edges if start is not None}


def _is_optional(hint: Any) -> bool:
    return isinstance(hint, UnionType) and type(None) in get_args(hint)


def dump_why(why: Why) -> str:
    """The JSON of a `Why`.

    >>> dump_why(Why("short-name", {"name": "Velm"}))
    '{"rule":"short-name","saw":{"name":"Velm"}}'
    """
    return dump({"rule": why.rule, "saw": dict(why.saw)})


def load_why(text: str) -> Why:
    """The `Why` that was stored as this JSON."""
    stored = json.loads(text)
    return Why(stored["rule"], stored["saw"])


def write_row(kind: str, row: Row) -> tuple[tuple[str, ...], tuple[Value, ...]]:
    """The columns of the row's own table, and what goes into them."""
    columns: list[str] = []
    values: list[Value] = []
    for field in row_fields(kind):
        columns += field.columns
        values += field.write(getattr(row, field.name))
    return tuple(columns), tuple(values)


def read_row(kind: str, stored: Mapping[str, Any], links: Mapping[str, Any], cut: Callable[[int, int], Span]) -> Row:
    """The row that was stored: `links` has the fields that lie in a table of their own, `cut` makes spans."""
    given = {f.name: f.read([stored[column] for column in f.columns], cut) for f in row_fields(kind)}
    return ROW_KINDS[kind](**given, **links)
