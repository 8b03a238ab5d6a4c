"""Quotations that the head gives to nobody, and headlines that name their speaker by a colon or a dash.

A quotation without a statement goes on with the speech before it (across paragraphs, or after "..., he said."), or is
signed ('Name: "..."', '"..." - Name'), or is kept as a statement of its own with an unknown speaker. One or two words
in marks, within a sentence, are no statement but a word the outlet keeps at a distance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from standoff.document import Span
from standoff.readers.actors import Cast
from standoff.readers.attributions.calibration import SHARES
from standoff.readers.attributions.statements import Statement
from standoff.readers.parsing import Parse
from standoff.readers.quotes import Quote

SIGNED, UNCLAIMED, HEADLINE = "quote-signed", "quote-unclaimed", "headline"
MIN_SENTENCE_WORDS = 4  # a shorter quotation without a cue is a word in scare quotes
LONGEST_NAME = 6  # words
SIGNATURE = re.compile(
    r"[\s\u00a0]*(?P<sign>[\u2013\u2014\u2015-]+)[\s\u00a0]*(?P<name>[^\W\d_][^\n\"\u201c]{2,60}?)[\s.]*$"
)
NAME_COLON = re.compile(r"\s*(?P<name>[A-Z][\w.'\u2019-]*(?: [\w.'\u2019-]+){0,5})(?P<sign>:)\s*")
DASHES = ("-", "\u2013", "\u2014", "|")


def claim_quotes(parse: Parse, cast: Cast, quotes: Sequence[Quote], statements: Sequence[Statement]) -> list[Statement]:
    """The statements with the quotations they go on with, and one more for each quotation that is nobody's."""
    found = list(statements)
    holder: dict[int, int] = {}
    for n, quote in enumerate(quotes):
        signed = _signed_by(parse, cast, quote)
        if signed is not None and not any(_on_line(parse, s, quote) for s in found if s.holds(quote.span)):
            found = [s.without(parse.document, quote.span) for s in found]  # the name at its line says more
            holder[n] = len(found)
            found.append(signed)
            continue
        held = next((k for k, s in enumerate(found) if s.holds(quote.span) and not _beside(s, quote.span)), None)
        if held is None and not any(_beside(s, quote.span) for s in found):
            held = holder.get(n - 1) if n and quotes[n - 1].runs_on else _goes_on(parse, quote, found)
            if held is not None:
                found[held] = found[held].also_says(parse.document, quote.span)
            elif quote.words >= MIN_SENTENCE_WORDS and quote.is_sentence:
                held = len(found)
                found.append(Statement(None, None, (quote.span,), UNCLAIMED, SHARES[UNCLAIMED]))
        if held is not None:
            holder[n] = held
    return found


def _beside(statement: Statement, quote: Span) -> bool:
    """Whether the words that attribute, rather than what is attributed, stand in the quotation."""
    return any(s is not None and s.overlaps(quote) for s in (statement.source, statement.cue))


def _goes_on(parse: Parse, quote: Quote, statements: Sequence[Statement]) -> int | None:
    """The speech whose cue stands in the sentence just before, in the same paragraph: '"A," he said. "B."'."""
    if not quote.is_sentence:
        return None
    text = parse.document.text
    line = text.rfind("\n", 0, quote.span.start) + 1
    before = text[line : quote.span.start].rstrip(" \u00a0")
    if not before or before[-1] not in ".!?":
        return None
    sentence = parse.sentence_of(parse.document.span(line + len(before) - 1, line + len(before)))
    start = max(sentence.start_char, line)
    spoken = [
        k
        for k, s in enumerate(statements)
        if s.cue is not None
        and start <= s.cue.start < quote.span.start
        and any(part.end > line and part.start < quote.span.start for part in s.content)
    ]
    return spoken[-1] if spoken else None


def _on_line(parse: Parse, statement: Statement, quote: Quote) -> bool:
    """Whether the cue stands on the line of the quotation."""
    cue, text = statement.cue, parse.document.text
    if cue is None:
        return False
    between = text[min(cue.start, quote.span.start) : max(cue.end, quote.span.end)]
    return "\n" not in between.replace(quote.span.exact, "", 1)


def _signed_by(parse: Parse, cast: Cast, quote: Quote) -> Statement | None:
    """The statement of the name that signs a quotation of some length; None where none does."""
    signed = _signed(parse, quote) if quote.words >= MIN_SENTENCE_WORDS or quote.is_sentence else None
    if signed is None:
        return None
    source, sign = signed
    speakers = cast.mentioned_in(source)
    apart = "\n" in parse.document.text[min(sign.start, quote.span.end) : max(sign.start, quote.span.end)]
    if not speakers and (sign.exact == ":" or apart):
        return None  # "The order reads:" is no name, and the next line may be another's
    return Statement(source, sign, (quote.span,), SIGNED, SHARES[SIGNED], speakers)


def _signed(parse: Parse, quote: Quote) -> tuple[Span, Span] | None:
    """The name that signs a quotation, and the sign: a dash before it (or on the next line), a colon after."""
    text = parse.document.text
    after = len(text) - len(text[quote.span.end :].lstrip())
    line_end = text.find("\n", after)
    if match := SIGNATURE.match(text[quote.span.end : line_end if line_end >= 0 else len(text)]):
        return _two(parse, quote.span.end, match)
    line_start = text.rfind("\n", 0, quote.span.start) + 1
    if match := NAME_COLON.fullmatch(text[line_start : quote.span.start]):
        return _two(parse, line_start, match)
    return None


def _two(parse: Parse, offset: int, match: re.Match[str]) -> tuple[Span, Span]:
    name, sign = (parse.document.span(offset + match.start(g), offset + match.end(g)) for g in ("name", "sign"))
    return name, sign


def read_headlines(parse: Parse, cast: Cast, statements: Sequence[Statement]) -> list[Statement]:
    """Headlines that end in a dash and a name, or begin with a name and a colon, and that no statement enters."""
    made = []
    for zone in parse.document.zones:
        span = parse.document.span(zone.start, zone.end)
        if zone.zone != "headline" or any(s.holds(span) for s in statements):
            continue
        tokens = [t for t in parse.tokens_in(span) if not t.is_space]
        marks = [t.i for t in tokens[1:-1] if t.text == ":" or (t.text in DASHES and _is_spaced(parse, t))]
        if not marks:
            continue
        doc, start, end = parse.tokens, tokens[0].i, tokens[-1].i + 1
        first, last = marks[0], marks[-1]
        if doc[last].text != ":" and (speaker := _names_only(cast, doc[last + 1 : end])):
            content, source, sign = doc[start:last], doc[last + 1 : end], doc[last]
        elif doc[first].text == ":" and (speaker := _names_only(cast, doc[start:first])):
            content, source, sign = doc[first + 1 : end], doc[start:first], doc[first]
        else:
            continue
        made.append(
            Statement(
                parse.span(source), parse.span(sign), (parse.span(content),), HEADLINE, SHARES[HEADLINE], (speaker,)
            )
        )
    return made


def _is_spaced(parse: Parse, token: Token) -> bool:
    return parse.document.text[token.idx - 1].isspace()


def _names_only(cast: Cast, tokens: TokenSpan) -> str | None:
    """The one actor that a few words name and do nothing else."""
    if not 0 < len(tokens) <= LONGEST_NAME:
        return None
    actors = cast.mentioned_in(tokens)
    people = [a for a in actors if cast.actor(a).kind == "person"]
    named = sum(cast.at(t) is not None for t in tokens)
    if named < len(tokens) - 2 or any(t.pos_ == "ADP" for t in tokens):
        return None
    chosen = people or list(actors)
    return chosen[0] if len(chosen) == 1 else None
