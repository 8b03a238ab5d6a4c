"""Who said what: quotations and reported speech, each with its source, cue, content and speaker.

The trained head reads what is attributed, to whom and by which words; a second pass over the contents finds who says
something inside them. Quotation marks are left to rules: a content takes a quotation it shares whole, and a quotation
that the head gives to nobody is tied to the speech it goes on with, to the name that signs it, or is kept with an
unknown speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from standoff.annotation import Attribution, AttributionKind, Timex, Why, row_id
from standoff.document import Document, Span
from standoff.readers.actors import Cast
from standoff.readers.attributions.circumstances import addressee, said_on, venue
from standoff.readers.attributions.head import load_head
from standoff.readers.attributions.inner import read_inner
from standoff.readers.attributions.speakers import name_speakers
from standoff.readers.attributions.statements import TAGGED, Statement, statements_of
from standoff.readers.attributions.unclaimed import claim_quotes, read_headlines
from standoff.readers.clauses import is_passive
from standoff.readers.parsing import Parse
from standoff.readers.quotes import Quote, read_quotes

READER = "attributions 2"

TOLD = frozenset({"tell", "inform", "notify", "remind", "assure", "brief"})
"""Verbs whose passive has the hearer as its subject."""

LEAN = 0.2
"""How far the head leans towards finding: chosen on the development half of PolNeAR; F1 is flat to 0.6."""


def read_attributions(parse: Parse, cast: Cast, times: Sequence[Timex]) -> tuple[Attribution, ...]:
    """The attributions of a document in the order of the text (by their first character)."""
    document, encoding = parse.document, parse.encoding
    quotes, head = read_quotes(document), load_head()

    def named(statement: Statement) -> Statement:
        if _is_told(parse, statement):
            statement = replace(statement, source=None)
        statement = replace(statement, content=_of_one_kind(document, statement))
        return statement.with_speakers(_speakers(parse, cast, quotes, statement))

    outer = [named(s) for s in statements_of(document, encoding.pieces, head.read(encoding, LEAN), TAGGED)]
    told = [(outside, named(inside)) for outside, inside in read_inner(document, encoding, head, outer)]
    statements = [statement.with_quotes(document, quotes) for statement in outer]
    statements = claim_quotes(parse, cast, quotes, statements)
    statements += read_headlines(parse, cast, statements)
    statements += [inside for outside, inside in told if _is_third_party(outside, inside)]
    rows = {row.id: row for s in statements if (row := _row(parse, cast, times, quotes, s)) is not None}
    return tuple(
        sorted(
            rows.values(),
            key=lambda r: (min(s.start for s in (r.source, r.cue, *r.content) if s), r.content[0].start, r.id),
        )
    )


def _speakers(parse: Parse, cast: Cast, quotes: Sequence[Quote], statement: Statement) -> tuple[str, ...]:
    source = statement.source
    if source is None:
        return ()
    return name_speakers(parse, cast, source, quoted=any(quote.span.contains(source) for quote in quotes))


def _of_one_kind(document: Document, statement: Statement) -> tuple[Span, ...]:
    """The content without what stands in the body where the cue stands in a headline, and the other way round."""
    if statement.cue is None:
        return statement.content
    head = document.zone_at(statement.cue.start) == "headline"
    return tuple(s for s in statement.content if (document.zone_at(s.start) == "headline") == head)


def _is_told(parse: Parse, statement: Statement) -> bool:
    """Whether the source is the one who hears: "|Tarland| was told that no ship would come"."""
    if statement.source is None or statement.cue is None or statement.source.start > statement.cue.start:
        return False
    return any(t.lemma_ in TOLD and is_passive(t) for t in parse.tokens_in(statement.cue))


def _is_third_party(outside: Statement, inside: Statement) -> bool:
    """Whether what is told inside is a known actor's, and not again the words of whoever tells it."""
    return bool(inside.speakers) and not set(inside.speakers) & set(outside.speakers)


def _row(
    parse: Parse, cast: Cast, times: Sequence[Timex], quotes: Sequence[Quote], statement: Statement
) -> Attribution | None:
    source, cue, content, speakers = statement.source, statement.cue, statement.content, statement.speakers
    if not content:
        return None
    saw = {"cue": cue.exact if cue else "", "source": source.exact if source else "", **statement.saw}
    return Attribution(
        id=row_id(parse.document, "attribution", cue.start if cue else -1, *(f"{s.start}-{s.end}" for s in content)),
        confidence=statement.confidence,
        reader=READER,
        why=Why(statement.rule, saw),
        source=source,
        cue=cue,
        content=content,
        kind=kind_of(content, quotes),
        speaker=speakers[0] if len(speakers) == 1 else None,
        candidates=speakers if len(speakers) > 1 else (),
        addressee=addressee(parse, cast, cue, source, content) if cue else None,
        said_on=said_on(parse, times, cue, content) if cue else None,
        venue=venue(parse, times, cue, source, content) if cue else None,
    )


def kind_of(content: Sequence[Span], quotes: Sequence[Quote]) -> AttributionKind:
    """Direct where all of the content stands in quotation marks, mixed where some of it does, else indirect."""
    shared = [q.span for q in quotes if any(q.span.overlaps(span) for span in content)]
    if not shared:
        return "indirect"
    return "direct" if all(_is_covered(span, shared) for span in content) else "mixed"


def _is_covered(span: Span, quotes: Sequence[Span]) -> bool:
    """Whether nothing of the span but spaces and punctuation lies outside the quotations."""
    at, outside = span.start, []
    for quote in sorted(quotes):
        if quote.end > at and quote.start < span.end:
            outside.append(span.exact[max(at - span.start, 0) : max(quote.start - span.start, 0)])
            at = max(at, quote.end)
    outside.append(span.exact[at - span.start :] if at < span.end else "")
    return not any(c.isalnum() for part in outside for c in part)
