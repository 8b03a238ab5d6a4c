"""Reads time expressions: where a text names a time, and its ISO 8601 value at its own grain.

`timex_grammar` finds the words and `timex_resolution` says what they mean; here the parse has its say (is "March" a
month, does "Friday" look back or ahead), ranges are put together, and rows are made. Durations ("for two weeks", "a
20-year treaty") are not times. Relative times count from the date of publication, and have no value without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from spacy.tokens import Span as TokenSpan

from standoff.annotation import Timex, When, Why, row_id
from standoff.readers.parsing import Parse
from standoff.readers.tense import Direction, direction_at
from standoff.readers.times.arithmetic import Anchor, Reading, anchor_of
from standoff.readers.times.grammar import Expression, iter_expressions
from standoff.readers.times.resolution import IMPOSSIBLE, Setting, resolve

READER = "times 1"

ABSOLUTE = 0.97
COUNTED = 0.92
DIRECTED = 0.87
UNDIRECTED = 0.6
REFERRED = 0.6
UNRESOLVED = 0.5
"""How often a value was right on development text: written out in full; counted from the date of publication; chosen by
the tense of the verb; chosen without one; counted from another time in the text; left open."""

TENSED = frozenset({"date", "month", "weekday", "the-season", "holiday"})
REFERRING = frozenset({"anaphor", "clock", "clock-zone"})
REFERENCE_REACH = 3
"""Sentences that "the next day" may look back for the day it counts from."""

_JOINS = re.compile(r" ?[-–—] ?| (?:to|until|till|through|and) ")
_AGE_LINE = re.compile(r"^[\W\d]*(?:an? |\w+ )?\w+ ago\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Read:
    expression: Expression
    reading: Reading
    direction: Direction | None
    anchor: str | None


def read_times(parse: Parse) -> tuple[Timex, ...]:
    """The time expressions of the story, in the order of the text; they never overlap.

    `value` is None for what cannot be resolved: a relative time without a date of publication, or "recent weeks". A day
    that does not exist (31 February) gives no row. `anchor` is None for a time that needs none.
    """
    return tuple(_row(parse, found) for found in _joined(parse, list(_read(parse))))


def _read(parse: Parse) -> Iterator[_Read]:
    anchor = anchor_of(parse.document.published)
    text = parse.text
    expressions = list(iter_expressions(text))
    day_first = _writes_day_first(expressions)
    reference: tuple[int, When] | None = None
    order = {sentence.start: number for number, sentence in enumerate(parse.tokens.sents)}
    for expression in _years_shared(text, expressions):
        tokens = parse.tokens_in(parse.document.span(expression.start, expression.end))
        if not len(tokens) or not _is_time(text, expression, tokens):
            continue
        sentence = order[tokens[0].sent.start]
        direction = _direction(parse, text, tokens)
        if (expression.rule, direction) in (("in", "past"), ("in", None), ("within", "past")):
            continue  # "the most in two years", "within two weeks the army was gone": durations
        known = reference[1] if reference and sentence - reference[0] < REFERENCE_REACH else None
        reading = resolve(expression, Setting(anchor, direction, known, day_first))
        if reading is IMPOSSIBLE:
            continue
        if reading.when and "/" not in reading.when.value and expression.rule not in REFERRING:
            reference = (sentence, reading.when)
        yield _Read(expression, reading, direction, _anchor_used(expression, reading, anchor, known))


def _anchor_used(expression: Expression, reading: Reading, anchor: Anchor | None, known: When | None) -> str | None:
    if not reading.anchored or reading.value is None:
        return None
    refers = expression.rule in REFERRING or expression.parts.get("way", "").lower() in ("earlier", "later")
    if (refers or expression.parts.get("which", "").startswith("the ")) and known:
        return known.value
    return anchor.iso if anchor else None


def _writes_day_first(expressions: list[Expression]) -> bool:
    """Whether the document's own slashed dates show the day first (31/10/2022); without a sign the month is first."""
    return any(e.rule == "numeric-date" and int(e.parts["first"]) > 12 for e in expressions)


def _is_time(text: str, expression: Expression, tokens: TokenSpan) -> bool:
    """Whether the parse lets the words be a time: "May" the person is none, nor is a line that is only "1 year ago"."""
    if expression.rule == "month" and len(tokens) == 1 and tokens[0].ent_type_ in ("PERSON", "ORG", "WORK_OF_ART"):
        return False
    if expression.rule == "month" and expression.parts["month"] == "March" and tokens[-1].tag_ == "VB":
        return False
    if expression.rule == "year" and len(tokens) == 1 and tokens[0].ent_type_ in ("MONEY", "PERCENT"):
        return False
    if expression.rule == "day" and tokens[0].text in ("Today", "Tomorrow"):
        first = tokens[0].is_sent_start or tokens[0].nbor(-1).is_punct
        return bool(first and not text.startswith("'s ", expression.end))
    if expression.rule == "ago":
        line = text[text.rfind("\n", 0, expression.start) + 1 :].split("\n", 1)[0]
        return not _AGE_LINE.match(line.strip())
    return True


def _direction(parse: Parse, text: str, tokens: TokenSpan) -> Direction | None:
    if parse.document.zone_at(tokens[0].idx) == "dateline" or text.endswith("pre-", 0, tokens[0].idx):
        return "past"
    return direction_at(tokens.root)


def _years_shared(text: str, expressions: list[Expression]) -> Iterator[Expression]:
    """Give the first half of a range the year that only its second half names: "from March until June 2031"."""
    for expression, following in zip_longest(expressions, expressions[1:]):
        shared = (
            following is not None
            and expression.rule == following.rule
            and expression.rule in ("date", "month")
            and not {"year", "rel_year", "which"} & expression.parts.keys()
            and "year" in following.parts
            and _JOINS.fullmatch(text[expression.end : following.start])
        )
        if shared and following is not None:
            yield replace(expression, parts={**expression.parts, "year": following.parts["year"]})
        else:
            yield expression


def _joined(parse: Parse, found: list[_Read]) -> Iterator[_Read]:
    """Put the two halves of a range together: "from Monday to Wednesday", "between 2014 and 2016"."""
    text, at = parse.text, 0
    while at < len(found):
        first = found[at]
        second = found[at + 1] if at + 1 < len(found) else None
        if second and _are_joined(text, first, second):
            first = _begun_before(first, second)
        if second and _is_range(text, first, second):
            start, last = first.reading, second.reading
            reading = Reading(f"{start.value}/{last.value}", start.grain, start.anchored or last.anchored)
            expression = Expression(first.expression.start, second.expression.end, "range", {})
            yield _Read(expression, reading, first.direction, first.anchor or second.anchor)
            at += 2
        else:
            yield first
            at += 1


def _is_range(text: str, first: _Read, second: _Read) -> bool:
    a, b = first.reading, second.reading
    if a.value is None or b.value is None or a.grain != b.grain or "/" in a.value + b.value or not a.value < b.value:
        return False
    return _are_joined(text, first, second)


def _are_joined(text: str, first: _Read, second: _Read) -> bool:
    gap, before = (
        text[first.expression.end : second.expression.start],
        text[max(0, first.expression.start - 10) : first.expression.start].lower(),
    )
    if not _JOINS.fullmatch(gap):
        return False
    word = gap.strip()
    if word == "and":
        return before.endswith("between ")
    return word in ("-", "–", "—", "through") or before.endswith("from ")


def _begun_before(first: _Read, second: _Read) -> _Read:
    """The first weekday of a range moved before the second: of "from Friday to Sunday", said on a Saturday."""
    a, b = first.reading, second.reading
    weekdays = first.expression.rule == second.expression.rule == "weekday" and a.grain == b.grain == "day"
    if not weekdays or a.value is None or b.value is None or a.value < b.value:
        return first
    earlier = date.fromisoformat(a.value) - timedelta(days=7)
    return replace(first, reading=replace(a, value=earlier.isoformat()))


def _row(parse: Parse, found: _Read) -> Timex:
    expression, reading = found.expression, found.reading
    span = parse.document.span(expression.start, expression.end)
    saw = {name: words.strip() for name, words in expression.parts.items()}
    if found.direction and expression.rule in TENSED | {"range"}:
        saw["looks"] = found.direction
    return Timex(
        id=row_id(parse.document, "timex", span.start, span.end),
        confidence=_confidence(found),
        reader=READER,
        why=Why(rule=expression.rule, saw=saw),
        span=span,
        value=reading.value,
        grain=reading.grain,
        anchor=found.anchor,
    )


def _confidence(found: _Read) -> float:
    rule, parts = found.expression.rule, found.expression.parts
    if found.reading.value is None:
        return UNRESOLVED
    if not found.reading.anchored:
        return ABSOLUTE
    if rule in REFERRING or parts.get("way", "").lower() in ("earlier", "later"):
        return REFERRED
    if rule in TENSED and not {"which", "which_week", "rel_year"} & parts.keys():
        return DIRECTED if found.direction else UNDIRECTED
    return COUNTED
