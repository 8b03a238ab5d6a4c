"""What a question brought back as CSV: a line per entry, a column per value.

A span is three columns (`cue_start`, `cue_end`, `cue`), a time two (`when`, `when_grain`), and the cues of an event are
a span for each modality (`negation_start`, `negation_end`, `negation`). Where there are several, ids and words of a
list are joined by ";", offsets too, and the spans of a statement by " | ". The columns are the same for any entries of
a kind, and the first line names them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from types import UnionType
from typing import Any, TextIO, get_args, get_origin, get_type_hints

from standoff.annotation import MODALITIES, ROW_KINDS, When, Why
from standoff.document import Span
from standoff.export.jsonl import entry_to_json, row_keys
from standoff.record.entries import ActorEntry, DocumentEntry, Entry, Hit

ORIGIN = ("document", "uri", "outlet", "title", "published", "published_grain")
COUNTS = ("documents", "mentions", "statements", "events", "signals")

ACTOR = ("id", "name", "kind", "codes", "roles", *COUNTS)
DOCUMENT = (*ORIGIN, "language", "carriers", "outlets", "notes", *ROW_KINDS)
HIT = (*ORIGIN, "zone", "passage_start", "passage_end", "passage", "matches_start", "matches_end", "matches")


def row_columns(kinds: Iterable[str]) -> tuple[str, ...]:
    """The columns of entries of these kinds ("events"): those that several kinds share come once.

    >>> row_columns(["times"])
    ... # doctest: +NORMALIZE_WHITESPACE
    ('kind_of_row', 'id', 'dated', 'dated_grain', 'dated_by', 'document', 'uri', 'outlet', 'title', 'published',
     'published_grain', 'span_start', 'span_end', 'span', 'value', 'grain', 'anchor', 'confidence', 'reader', 'rule',
     'saw')
    """
    found = ["kind_of_row", "id", "dated", "dated_grain", "dated_by", *ORIGIN]
    for kind in kinds:
        row = ROW_KINDS[kind]
        hints = get_type_hints(row)
        for name in row_keys(row):
            found += _columns(name, hints[name])
    last = ["confidence", "reader", "rule", "saw"]
    return tuple(dict.fromkeys([*(name for name in found if name not in last), *last]))


def write_csv(
    entries: Sequence[Entry] | Sequence[DocumentEntry] | Sequence[ActorEntry] | Sequence[Hit],
    names: Sequence[str],
    stream: TextIO,
) -> None:
    """Write the entries to the stream under these columns; a value that is unknown is an empty cell."""
    writer = csv.DictWriter(stream, names, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(flatten(entry) for entry in entries)


def flatten(entry: Entry | DocumentEntry | ActorEntry | Hit) -> dict[str, Any]:
    """The entry as one level of names and values."""
    flat: dict[str, Any] = {}
    for name, value in entry_to_json(entry).items():
        if name == "why":
            flat |= {"rule": value["rule"], "saw": _pairs(value["saw"])}
        elif name == "dated":
            flat |= {f"dated{end}": value and value[key] for end, key in _DATED.items()}
        elif name == "counts":
            flat |= value
        elif name == "cues":
            for modality, span in value.items():
                flat |= _span(modality, span)
        elif name == "roles":
            flat[name] = LIST.join(
                f"{role['title']} of {role['of']}" if role["of"] else role["title"] for role in value
            )
        elif isinstance(value, Mapping) and "exact" in value:
            flat |= _span(name, value)
        elif isinstance(value, Mapping) and "grain" in value:
            flat |= {name: value["value"], f"{name}_grain": value["grain"]}
        elif isinstance(value, Mapping):
            flat[name] = _pairs(value)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            flat |= {f"{name}_{end}": LIST.join(str(span[end]) for span in value) for end in ("start", "end")}
            flat[name] = SPANS.join(span["exact"] for span in value)
        else:
            flat[name] = LIST.join(value) if isinstance(value, list) else value
    return flat


LIST, SPANS = ";", " | "
_DATED = {"": "value", "_grain": "grain", "_by": "by"}


def _columns(name: str, hint: Any) -> tuple[str, ...]:
    parts = get_args(hint) if isinstance(hint, UnionType) or get_origin(hint) is tuple else (hint,)
    if Span in parts:
        return f"{name}_start", f"{name}_end", name
    if When in parts:
        return name, f"{name}_grain"
    if Span in get_args(hint):
        return tuple(column for modality in MODALITIES for column in _columns(modality, Span))
    return ("rule", "saw") if Why in parts else (name,)


def _span(name: str, span: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{name}_start": span["start"], f"{name}_end": span["end"], name: span["exact"]}


def _pairs(value: Mapping[str, str]) -> str:
    return LIST.join(f"{key}={each}" for key, each in value.items())
