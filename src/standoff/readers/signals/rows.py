"""Findings made into rows: the span without stray marks, the condition, the deadline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast as typed

from spacy.tokens import Token

from standoff.annotation import Signal, Timex, Track, When, Why, row_id
from standoff.document import Span
from standoff.ontology.acts import ACTS
from standoff.readers.parsing import Parse
from standoff.readers.signals.binding import deed, strength
from standoff.readers.signals.conditions import Condition
from standoff.readers.signals.findings import DEADLINE_WORDS, Found

READER = "signals 3"


def signal_row(parse: Parse, found: Found, times: Sequence[Timex]) -> Signal:
    """The row of a finding, with its span trimmed and its deadline looked up."""
    span = _span(parse, found)
    condition = found.condition
    saw = {"trigger": found.trigger.text}
    if condition is not None:
        saw["condition"] = condition.span.exact
    if found.runner_up:
        saw["runner-up"] = found.runner_up
    tokens = [t for t in parse.tokens_in(span) if not _within(t, condition)]
    return Signal(
        id=row_id(parse.document, "signal", span.start, span.end, found.act),
        confidence=round(found.confidence, 3),
        reader=READER,
        why=Why(found.rule, saw),
        act=found.act,
        sender=found.sender,
        voice=found.voice,
        recipient=found.recipient,
        span=span,
        condition=condition.span if condition else None,
        condition_kind=condition.kind if condition else None,
        deadline=_deadline(parse, span, condition, times),
        deed=deed(tokens, found.trigger, named=found.named),
        strength=strength(found.act, tokens),
        track=typed("Track | None", ACTS[found.act].track),
        attribution=found.attribution.id if found.attribution else None,
    )


def _within(token: Token, condition: Condition | None) -> bool:
    return condition is not None and condition.span.start <= token.idx < condition.span.end


def _span(parse: Parse, found: Found) -> Span:
    doc = parse.tokens
    start, end = found.start, found.end
    while start < end and (doc[start].is_space or doc[start].is_punct):
        start += 1
    while end > start and (doc[end].is_space or doc[end].is_punct):
        end -= 1
    odd = sum(t.text == '"' for t in doc[start : end + 1]) % 2
    if odd and end + 1 < len(doc) and doc[end + 1].text == '"':
        end += 1  # a quotation opened inside is closed inside
    return parse.span(doc[start : end + 1])


def _deadline(parse: Parse, span: Span, condition: Condition | None, times: Sequence[Timex]) -> When | None:
    """The time by which something is to be done: in the act or its condition, behind "by" and the like."""
    for time in times:
        inside = span.overlaps(time.span) or (condition is not None and condition.span.overlaps(time.span))
        if not inside or time.value is None or time.grain is None:
            continue
        tokens = parse.tokens_in(time.span)
        before = parse.tokens[max(0, tokens[0].i - 3) : tokens[0].i]
        words = {t.lower_ for t in before} | {tokens[0].lower_}
        if words & DEADLINE_WORDS:
            return When(time.value, time.grain)
    return None
