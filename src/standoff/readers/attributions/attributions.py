"""Who said what: quotations and reported speech, each with its source, cue, content and speaker.

Cues (from the parse) and quotations (from the marks) are joined: a content that enters a quotation takes all of it,
with the sentences that belong to it; a quotation without a cue of its own goes to the cue that opens it ("said:"), to
the one beside it, or on with the speech before it. One that nobody claims is kept with an unknown speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from standoff.annotation import Attribution, AttributionKind, Timex, When, Why, row_id
from standoff.document import Span
from standoff.readers.actors import Cast
from standoff.readers.attributions.cues import FIRST_PERSON, PAPERS, PERSONAL, VENUES, WEAK, Cue, find_cues, phrase
from standoff.readers.attributions.quotes import Quote, read_quotes
from standoff.readers.attributions.speakers import name_speakers
from standoff.readers.clauses import RELATIVE_PRONOUNS, is_passive, subjects
from standoff.readers.parsing import Parse

READER = "attributions 1"

BESIDE, SIGNED, NEW_CUE, UNCLAIMED, HEADLINE = 0.85, 0.8, 0.65, 0.5, 0.75
MIN_SENTENCE_WORDS = 4  # a shorter quotation without a cue is a word in scare quotes
SIGNATURE = re.compile(
    r"[\s\u00a0]*(?P<sign>[\u2013\u2014\u2015-]+)[\s\u00a0]*(?P<name>[^\W\d_][^\n\"\u201c]{2,60}?)[\s.]*$"
)
NAME_COLON = re.compile(r"\s*(?P<name>[A-Z][\w.'\u2019-]*(?: [\w.'\u2019-]+){0,5})(?P<sign>:)\s*")
NEAR_TOKENS = 14  # how far from a quotation its cue may stand in the same paragraph

QUOTE_MARKS = frozenset("\"\u201c\u201d\u201e\u201f\u00ab\u00bb'\u2018\u2019\u2039\u203a")
NESTED_RULES = frozenset({"clause", "infinitive", "according-to", "made-clear", "noun", "preposition-with"})
"""Frames that can stand inside a quotation: who is quoted tells what a third party said."""


@dataclass
class _Draft:
    """An attribution in the making: content as token indexes and as quotations."""

    cue: Cue | None
    tokens: set[int]
    quotes: list[Quote] = field(default_factory=list)
    rule: str = ""
    confidence: float = 0.5
    speaker: tuple[str, ...] | None = None
    source: Span | None = None
    sign: Span | None = None


def read_attributions(parse: Parse, cast: Cast, times: Sequence[Timex]) -> tuple[Attribution, ...]:
    """The attributions of a document in the order of the text (by their first character)."""
    quotes = _closed(parse, read_quotes(parse.document))
    owner = _quote_of_token(parse, quotes)
    drafts = _from_cues(parse, cast, quotes, owner)
    drafts = _claim_quotes(parse, cast, quotes, drafts, owner)
    drafts += _headlines(parse, cast, drafts)
    drafts = [d for d in drafts if d.quotes or d.tokens]
    rows = _without_echoes(r for d in drafts if (r := _row(parse, cast, times, d)) is not None)
    return tuple(
        sorted(rows, key=lambda r: (min(s.start for s in (r.source, r.cue, *r.content) if s), r.content[0].start, r.id))
    )


def _closed(parse: Parse, quotes: Sequence[Quote]) -> list[Quote]:
    """Quotations, the never-closed ones cut before a cue that ends them: '"They left at night, Aske said.'."""
    cut = []
    for quote in quotes:
        kept = quote
        if not quote.closed and not quote.runs_on:
            tokens = parse.tokens_in(quote.span)
            for sentence in dict.fromkeys(t.sent for t in tokens):
                for cue in find_cues(sentence):
                    said = [t for t in cue.content if not t.is_space]
                    named = (
                        cue.source is not None and cue.source.lower_ not in FIRST_PERSON and cue.source.i > said[-1].i
                        if said
                        else False
                    )
                    if named and said[-1].i < cue.verb.i and sentence.end >= tokens.end - 1:
                        end = said[-1].idx + len(said[-1])
                        if end - quote.span.start < 2:
                            continue
                        kept = replace(quote, span=parse.document.span(quote.span.start, end))
        cut.append(kept)
    return cut


def _quote_of_token(parse: Parse, quotes: Sequence[Quote]) -> dict[int, int]:
    """The number of the quotation that each token stands in, marks included."""
    return {t.i: n for n, quote in enumerate(quotes) for t in parse.tokens_in(quote.span)}


def _from_cues(parse: Parse, cast: Cast, quotes: Sequence[Quote], owner: dict[int, int]) -> list[_Draft]:
    drafts = []
    for sentence in parse.sentences:
        for cue in find_cues(sentence):
            inside = owner.get(cue.verb.i)
            if not _can_speak(cue, cast):
                continue
            if inside is not None:
                if cue.rule not in NESTED_RULES or cue.source is None or cue.verb.lemma_.lower() in WEAK:
                    continue
                if cue.source.lower_ in FIRST_PERSON:
                    continue
                tokens = {t.i for t in cue.content if owner.get(t.i) == inside}
            else:
                tokens = {t.i for t in cue.content}
                if cue.source is not None:
                    tokens -= {t.i for t in phrase(cue.source)}
                tokens -= {t.i for t in cue.tokens}
            draft = _Draft(cue, tokens, rule=cue.rule, confidence=cue.confidence)
            if inside is None:
                _enter_quotes(parse, quotes, owner, draft)
            drafts.append(draft)
    return drafts


def _can_speak(cue: Cue, cast: Cast) -> bool:
    """Whether the source of a cue is a party; for a plain verb of saying also any noun for people or papers will do."""
    if cue.source is None or cue.rule in ("according-to", "in-words"):
        return True
    if cue.source.pos_ == "PRON":
        return cue.source.lower_ in PERSONAL
    if cast.named_by(cue.source):
        return True
    lemma = cue.verb.lemma_.lower()
    if lemma in WEAK or cue.rule not in (
        "clause",
        "bare",
        "open",
        "tail",
        "parenthesis",
        "infinitive",
        "made-clear",
        "stated",
    ):
        return cue.source.pos_ == "PROPN"
    return cue.rule != "infinitive" or cue.source.pos_ == "PROPN" or cue.source.lemma_.lower() in PAPERS


def _enter_quotes(parse: Parse, quotes: Sequence[Quote], owner: dict[int, int], draft: _Draft) -> None:
    """Let a content take in whole every quotation it shares a token with, and every sentence-long one it touches."""
    for n in sorted({owner[i] for i in draft.tokens if i in owner}):
        draft.quotes.append(quotes[n])
        draft.tokens -= {i for i in draft.tokens if owner.get(i) == n}
    long = [q for q in draft.quotes if q.is_sentence]
    if long and draft.cue is not None and draft.tokens:
        # The parse sometimes hangs half a neighbouring clause on the verb: beside a full quotation only words that
        # join it without a break belong to the content.
        kept = {i for i in draft.tokens if any(_joins(parse, i, q) for q in long)}
        if len(kept) < len(draft.tokens) and all(
            parse.tokens[i].is_punct or parse.tokens[i].is_space for i in draft.tokens - kept
        ):
            draft.tokens = kept


def _joins(parse: Parse, index: int, quote: Quote) -> bool:
    token = parse.tokens[index]
    return token.idx >= quote.span.start - 80 and not (token.is_punct or token.is_space)


def _claim_quotes(
    parse: Parse, cast: Cast, quotes: Sequence[Quote], drafts: list[_Draft], owner: dict[int, int]
) -> list[_Draft]:
    """Give every quotation without a cue to one; make a draft of its own for what remains and is a sentence."""
    held: dict[int, _Draft] = {}
    numbers = {id(q): n for n, q in enumerate(quotes)}
    for draft in drafts:
        for quote in draft.quotes:
            held.setdefault(numbers[id(quote)], draft)
    waiting = [d for d in drafts if not d.tokens and not d.quotes and d.cue is not None and d.cue.verb.i not in owner]
    made: list[_Draft] = []
    for n, quote in enumerate(quotes):
        if n in held:
            continue
        claimant = _runs_on(quotes, n, held) or _beside(parse, quote, waiting) or _goes_on(parse, quote, drafts, owner)
        if claimant is not None:
            if not claimant.tokens and not claimant.quotes:
                claimant.rule, claimant.confidence = "quote-beside-cue", BESIDE
            claimant.quotes.append(quote)
            held[n] = claimant
        elif quote.words >= MIN_SENTENCE_WORDS and not _within(drafts, parse, quote):
            own = _own_draft(parse, cast, quote, owner)
            if own is not None:
                held[n] = own
                made.append(own)
    return drafts + made


def _own_draft(parse: Parse, cast: Cast, quote: Quote, owner: dict[int, int]) -> _Draft | None:
    """A draft for a quotation that no cue claims: to the name that signs it, by a verb beside it, or to nobody."""
    if (signed := _signed(parse, quote)) is not None:
        source, sign = signed
        speakers = cast.mentioned_in(source)
        if speakers or sign.exact != ":":
            return _Draft(None, set(), [quote], "quote-signed", SIGNED, speakers, source, sign)
    if (cue := _new_cue(parse, quote, owner)) is not None:
        return _Draft(cue, set(), [quote], cue.rule, NEW_CUE)
    return _Draft(None, set(), [quote], "quote-unclaimed", UNCLAIMED) if quote.is_sentence else None


def _within(drafts: Iterable[_Draft], parse: Parse, quote: Quote) -> bool:
    inside = {t.i for t in parse.tokens_in(quote.span)}
    return any(inside <= d.tokens for d in drafts)


def _runs_on(quotes: Sequence[Quote], n: int, held: dict[int, _Draft]) -> _Draft | None:
    return held.get(n - 1) if n > 0 and quotes[n - 1].runs_on else None


def _beside(parse: Parse, quote: Quote, waiting: Sequence[_Draft]) -> _Draft | None:
    """The cue without content that stands just before the quotation ("said:"), or just after it (", said Velm")."""
    tokens = parse.tokens_in(quote.span)
    text = parse.document.text
    for draft in waiting:
        if draft.tokens or draft.quotes or draft.cue is None:
            continue
        verb = draft.cue.verb
        if verb.i < tokens.start:
            between = text[verb.idx + len(verb) : quote.span.start]
            opens = between.rstrip().endswith((":", ","))
            same_line = "\n" not in between
            if tokens.start - verb.i <= NEAR_TOKENS and (opens or (same_line and verb.sent == tokens[0].sent)):
                return draft
        elif verb.i >= tokens.end:
            between = text[quote.span.end : verb.idx]
            if verb.i - tokens.end < NEAR_TOKENS and "\n" not in between and not any(c in between for c in ".!?;:"):
                return draft
    return None


def _goes_on(parse: Parse, quote: Quote, drafts: Sequence[_Draft], owner: dict[int, int]) -> _Draft | None:
    """The speech whose cue stands in the sentence just before, in the same paragraph: '"A," he said. "B."'."""
    tokens = parse.tokens_in(quote.span)
    if tokens.start == 0 or not quote.is_sentence:
        return None
    before = tokens.start - 1
    while before > 0 and parse.tokens[before].is_space:
        if "\n" in parse.tokens[before].text:
            return None
        before -= 1
    sentence = parse.tokens[before].sent
    spoken = [
        d
        for d in drafts
        if d.cue is not None and d.cue.verb.i not in owner and d.cue.verb.sent == sentence and (d.quotes or d.tokens)
    ]
    return spoken[-1] if spoken else None


def _new_cue(parse: Parse, quote: Quote, owner: dict[int, int]) -> Cue | None:
    """A verb beside the quotation that no list holds, with a subject outside it: '"...," Dorin fumed'."""
    tokens = parse.tokens_in(quote.span)
    doc = parse.tokens
    after = [t for t in doc[tokens.end : min(tokens.end + 9, tokens[-1].sent.end)] if not t.is_space]
    if quote.is_sentence and after and not (after[0].is_punct and after[0].text not in (",", "-", "\u2014")):
        for token in after:
            if token.is_punct and token is not after[0]:
                break
            if token.pos_ == "VERB" and (subject := _subject_outside(token, owner)) is not None:
                return Cue((token,), token, subject, (), None, "quote-beside-verb", NEW_CUE)
    lead = doc[tokens.start - 1] if tokens.start > 0 else None
    if lead is not None and lead.text in (",", ":"):
        for token in reversed(doc[max(lead.sent.start, lead.i - 10) : lead.i]):
            if token.pos_ == "VERB" and (subject := _subject_outside(token, owner)) is not None:
                return Cue((token,), token, subject, (), None, "quote-beside-verb", NEW_CUE)
    return None


def _subject_outside(verb: Token, owner: dict[int, int]) -> Token | None:
    if is_passive(verb):
        return None
    return next((h for h in subjects(verb) if h.i not in owner and h.pos_ in ("PROPN", "PRON", "NOUN")), None)


def _signed(parse: Parse, quote: Quote) -> tuple[Span, Span] | None:
    """The name that signs a quotation, and the sign: a dash before the name, or a colon after it, on the same line."""
    text = parse.document.text
    line_end = text.find("\n", quote.span.end)
    rest = text[quote.span.end : line_end if line_end >= 0 else len(text)]
    if match := SIGNATURE.match(rest):
        return _two(parse, quote.span.end, match)
    line_start = text.rfind("\n", 0, quote.span.start) + 1
    if match := NAME_COLON.fullmatch(text[line_start : quote.span.start]):
        return _two(parse, line_start, match)
    return None


def _two(parse: Parse, offset: int, match: re.Match[str]) -> tuple[Span, Span]:
    name, sign = (parse.document.span(offset + match.start(g), offset + match.end(g)) for g in ("name", "sign"))
    return name, sign


def _headlines(parse: Parse, cast: Cast, drafts: Sequence[_Draft]) -> list[_Draft]:
    """Headlines that end in a dash and a name, or begin with a name and a colon."""
    made = []
    heads = [z for z in parse.document.zones if z.zone == "headline"]
    for zone in heads:
        tokens = [t for t in parse.tokens_in(parse.document.span(zone.start, zone.end)) if not t.is_space]
        marks = [
            k for k, t in enumerate(tokens) if t.text in ("-", "\u2013", "\u2014", ":", "|") and 0 < k < len(tokens) - 1
        ]
        marks = [k for k in marks if tokens[k].text == ":" or parse.document.text[tokens[k].idx - 1].isspace()]
        if not marks:
            continue
        last, first = marks[-1], marks[0]
        tail, lead = tokens[last + 1 :], tokens[:first]
        if tokens[last].text != ":" and (speaker := _names_only(parse, cast, tail)):
            content, source = tokens[:last], tail
        elif tokens[first].text == ":" and (speaker := _names_only(parse, cast, lead)):
            content, source = tokens[first + 1 :], lead
        else:
            continue
        covered = {t.i for t in content}
        if any(covered & d.tokens or any(zone.start <= q.span.start < zone.end for q in d.quotes) for d in drafts):
            continue
        draft = _Draft(None, covered, [], "headline", HEADLINE, (speaker,), parse.span(source))
        made.append(draft)
    return made


def _names_only(parse: Parse, cast: Cast, tokens: Sequence[Token]) -> str | None:
    """The one actor that a few words name and do nothing else."""
    if not 0 < len(tokens) <= 6:
        return None
    actors = cast.mentioned_in(tokens)
    people = [a for a in actors if cast.actor(a).kind == "person"]
    named = sum(cast.at(t) is not None for t in tokens)
    if named < len(tokens) - 2 or any(t.pos_ == "ADP" for t in tokens):
        return None
    chosen = people or list(actors)
    return chosen[0] if len(chosen) == 1 else None


def _row(parse: Parse, cast: Cast, times: Sequence[Timex], draft: _Draft) -> Attribution | None:
    content = _content(parse, draft)
    if not content:
        return None
    cue, source, verb = draft.sign, draft.source, None
    if draft.cue is not None:
        verb = draft.cue.verb
        cue = parse.span(draft.cue.tokens)
        if draft.cue.source is not None and source is None:
            source = parse.span(phrase(draft.cue.source))
    speakers = draft.speaker if draft.speaker is not None else _speakers(parse, cast, draft.cue)
    saw = {"cue": cue.exact if cue else "", "source": source.exact if source else "", "frame": draft.rule}
    return Attribution(
        id=row_id(parse.document, "attribution", cue.start if cue else -1, *(f"{s.start}-{s.end}" for s in content)),
        confidence=draft.confidence if source or cue else min(draft.confidence, UNCLAIMED),
        reader=READER,
        why=Why(draft.rule, saw),
        source=source,
        cue=cue,
        content=content,
        kind=_kind(draft, content),
        speaker=speakers[0] if len(speakers) == 1 else None,
        candidates=speakers if len(speakers) > 1 else (),
        addressee=_addressee(cast, draft.cue),
        said_on=_said_on(parse, times, verb, {t.i for t in draft.cue.content} if draft.cue else set()),
        venue=_venue(parse, times, verb, draft.tokens),
    )


def _content(parse: Parse, draft: _Draft) -> tuple[Span, ...]:
    """The content as spans: quotations whole, other tokens in unbroken runs, neighbours joined, stray marks out."""
    doc, text = parse.tokens, parse.document.text
    pieces: list[tuple[int, int]] = [(q.span.start, q.span.end) for q in draft.quotes]
    run: list[Token] = []
    for index in [*sorted(draft.tokens), -1]:
        if run and (index == -1 or index != run[-1].i + 1 or "\n" in doc[index].text):
            while run and (run[0].is_space or run[0].text in ",.;:-\u2013\u2014"):
                run.pop(0)
            while run and (run[-1].is_space or run[-1].text in ",;:-\u2013\u2014."):
                run.pop()
            if any((t.is_alpha and t.lower_ not in RELATIVE_PRONOUNS) or t.is_digit for t in run):
                pieces.append((run[0].idx, run[-1].idx + len(run[-1])))
            run = []
        if index >= 0:
            run.append(doc[index])
    joined: list[list[int]] = []
    for start, end in sorted(pieces):
        if (joined and not text[joined[-1][1] : start].strip(" \u00a0,.;:")) or (joined and start < joined[-1][1]):
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return tuple(parse.document.span(s, e) for s, e in joined)


def _kind(draft: _Draft, content: Sequence[Span]) -> AttributionKind:
    if not draft.quotes:
        return "indirect"
    whole = not draft.tokens and all(s.exact[0] in QUOTE_MARKS for s in content)
    return "direct" if whole else "mixed"


def _speakers(parse: Parse, cast: Cast, cue: Cue | None) -> tuple[str, ...]:
    if cue is None or cue.source is None:
        return ()
    return name_speakers(parse, cast, parse.span(phrase(cue.source)))


def _addressee(cast: Cast, cue: Cue | None) -> str | None:
    if cue is None or cue.hearer is None:
        return None
    named = cast.named_by(cue.hearer)
    return named[0] if len(named) == 1 else None


def _said_on(parse: Parse, times: Sequence[Timex], verb: Token | None, content: set[int]) -> When | None:
    """The day that modifies the cue: "said on Friday"; not a day inside what was said."""
    if verb is None:
        return None
    for timex in times:
        if timex.value is None or timex.grain not in ("day", "hour", "minute"):
            continue
        if parse.document.published and timex.value[:10] > parse.document.published[:10]:
            continue  # nothing printed today was said tomorrow
        tokens = parse.tokens_in(timex.span)
        if not len(tokens) or tokens.root.sent != verb.sent:
            continue
        token = tokens.root
        for _ in range(6):
            if token.i in content:
                break
            if token == verb:
                return When(timex.value, timex.grain)
            if token.head == token:
                break
            token = token.head
    return None


def _venue(parse: Parse, times: Sequence[Timex], verb: Token | None, content: set[int]) -> str | None:
    """The occasion named beside the cue ("at a news conference in Velm"), in the text's own words."""
    if verb is None:
        return None
    for preposition in (
        c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("at", "in", "during", "after", "to")
    ):
        for place in (c for c in preposition.children if c.dep_ == "pobj"):
            if place.lemma_.lower() in VENUES and place.i not in content:
                run = [t for t in place.subtree if t.i <= place.i]
                for token in parse.tokens[place.i + 1 : place.i + 9]:
                    timed = any(t.span.start <= token.idx < t.span.end for t in times)
                    if timed or token.is_punct or token.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ"):
                        break
                    run.append(token)
                while run[-1].pos_ in ("ADP", "DET", "SPACE"):
                    run.pop()
                return parse.span(run).exact
    return None


def _without_echoes(rows: Iterable[Attribution]) -> list[Attribution]:
    """Leave out what only repeats another row: a weak cue inside the speech of the same speaker, the same row twice."""
    kept: list[Attribution] = []
    seen: set[str] = set()
    for row in rows:
        if row.id not in seen:
            seen.add(row.id)
            kept.append(row)
    return kept
