"""When, where and to whom something was said: the day, the occasion and the addressee that stand beside a cue.

Works from spans, whoever found them: a cue may be a verb, a noun, "according to" or a mark. What is no content in the
cue's sentence is its frame (see `frames`); a phrase of the frame belongs to the cue where no verb, relative or
conjunction of another clause stands between. Spans of a content never count: what was said has days of its own.
The words are in `data/circumstances.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from standoff.annotation import Timex, When
from standoff.document import Span
from standoff.readers.actors import Cast
from standoff.readers.attributions.frames import (
    ANY_OCCASION,
    LATER,
    NOMINAL,
    OCCASIONS,
    Frame,
    belongs,
    first,
    frame_of,
    is_hyphen,
    words_of,
)
from standoff.readers.clauses import children
from standoff.readers.parsing import Parse

TOLD = words_of("occasions", "told")
PHASES = words_of("occasions", "phases")
HEARERS = words_of("hearers", "object")
ASKED_OF = words_of("hearers", "of")
NOT_TO = words_of("hearers", "not_to")
MESSAGES = words_of("hearers", "messages")
EXCHANGES = words_of("hearers", "exchanges")
PEOPLE = words_of("hearers", "people")
PUBLIC = words_of("hearers", "public")
PAPERS = words_of("occasions", "papers")
"""Nouns that name a newspaper when they are written large."""

ATTENDING = frozenset({"address", "attend", "open", "host", "chair"})
"""Verbs whose object is the occasion: "Addressing a rally, ..."."""

DAYS = ("day", "hour", "minute", "second")
COARSE = ("week", "month")
"""Grains that tell when something was said, only where no day does."""

NEVER_SAID = frozenset(
    {"before", "ahead", "since", "until", "till", "despite", "amid", "for", "by", "between", "through"}
)
"""Prepositions whose time, or whose noun's time, is not that of the words."""

TOPICS = frozenset({"about", "of", "regarding", "concerning", "over", "against"})
EXTENDING = frozenset({"with", "in", "at", "to", "of", "for", "between", "on", "by", "from", "alongside", "near"})
LINKED_BY_AND = frozenset({"with", "between", "of", "to", "for", "in"})
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})

NP_WORDS = 12
"""How many words a noun phrase of an occasion may have before it is no phrase any more."""


def said_on(parse: Parse, times: Sequence[Timex], cue: Span, content: Sequence[Span]) -> When | None:
    """The time at which the words were said: a day or finer, else a week or month, that modifies the cue.

    None where the text does not say, or only says when something else was; never a time after publication.

    >>> from standoff.document import Document, Zone
    >>> from standoff.readers.parsing import iter_parses, load_models
    >>> from standoff.readers.times import read_times
    >>> text = "Velm said on 3 March 2031 that the road would open on Friday."
    >>> document = Document(text=text, uri="a", zones=(Zone(0, len(text), "body"),), published="2031-03-05")
    >>> parse = next(iter_parses(load_models(), [document]))
    >>> said_on(parse, read_times(parse), document.span(5, 9), [document.span(26, 60)])
    When(value='2031-03-03', grain='day')
    >>> said_on(parse, (), document.span(5, 9), [document.span(26, 60)]) is None
    True
    """
    frame = frame_of(parse, cue, content)
    if frame is None or any(t.lower_ in ("will", "'ll", "shall") for t in frame.cue_tokens):
        return None
    return first(lambda f: _time(parse, times, f), frame)


def _time(parse: Parse, times: Sequence[Timex], frame: Frame) -> When | None:
    found = []
    for timex in times:
        when = _looking_back(timex, parse.document.published, frame)
        if when is None or when.grain not in DAYS + COARSE or _is_later(when, parse.document.published):
            continue
        tokens = [t for t in parse.tokens_in(timex.span) if not t.is_space]
        if not tokens or not all(frame.holds(t) for t in tokens) or not _dates_cue(frame, tokens):
            continue
        distance = min(abs(tokens[0].i - frame.end), abs(tokens[-1].i - frame.start))
        found.append((when.grain in COARSE, distance, tokens[0].i, when))
    return min(found, key=lambda item: item[:3])[3] if found else None


def venue(parse: Parse, times: Sequence[Timex], cue: Span, source: Span | None, content: Sequence[Span]) -> str | None:
    """The occasion or form in which it was said, in the text's own words, without the preposition.

    A town by itself is none, nor is an occasion that was still ahead or belongs to another clause.

    >>> from standoff.document import Document, Zone
    >>> from standoff.readers.parsing import iter_parses, load_models
    >>> text = "Velm said in a statement that the road would open."
    >>> document = Document(text=text, uri="a", zones=(Zone(0, len(text), "body"),))
    >>> parse = next(iter_parses(load_models(), [document]))
    >>> cue, source, content = document.span(5, 9), document.span(0, 4), [document.span(25, 49)]
    >>> venue(parse, (), cue, source, content)
    'a statement'
    >>> venue(parse, (), cue, source, [document.span(10, 49)]) is None
    True
    """
    frame = frame_of(parse, cue, content)
    if frame is None:
        return None
    return first(lambda f: _occasion(_Phrases(parse, f, source, times)), frame)


def _occasion(phrases: _Phrases) -> str | None:
    parse, frame = phrases.parse, phrases.frame
    found: list[tuple[bool, int, int, Span]] = []
    for token in frame.tokens:
        nouns = OCCASIONS.get(token.lower_)
        if token.lemma_ in ATTENDING and token.tag_ == "VBG":
            nouns = TOLD
        if nouns is None or token.i in frame.cue or phrases.in_source(token):
            continue
        end = phrases.occasion(token.i + 1, nouns)
        if end is None or not belongs(frame, token.i, end):
            continue
        distance = min(abs(token.i - frame.end), abs(end - frame.start))
        found.append((token.lower_ in LATER, distance, token.i, parse.span(parse.tokens[token.i + 1 : end])))
    told = _after_cue(frame)
    if frame.lemmas & HEARERS and told is not None and (end := phrases.occasion(told, TOLD)) is not None:
        found.append((False, 0, told, parse.span(parse.tokens[told:end])))
    return min(found, key=lambda item: item[:3])[3].exact if found else None


def addressee(parse: Parse, cast: Cast, cue: Span, source: Span | None, content: Sequence[Span]) -> str | None:
    """The id of the one actor who was spoken to: "told Velm", "in a letter to Velm", "Velm was told".

    None where nobody is named, where several are, and for whom is only spoken of ("accused Velm").

    >>> from standoff.document import Document, Zone
    >>> from standoff.readers.actors import NameIndex, read_actors
    >>> from standoff.readers.knowledge import load_knowledge
    >>> from standoff.readers.parsing import iter_parses, load_models
    >>> text = "Sweden told Norway that the road would open."
    >>> document = Document(text=text, uri="a", zones=(Zone(0, len(text), "body"),))
    >>> parse = next(iter_parses(load_models(), [document]))
    >>> cast = read_actors(parse, NameIndex(load_knowledge()))
    >>> addressee(parse, cast, document.span(7, 11), document.span(0, 6), [document.span(19, 43)])
    'country:NOR'
    >>> addressee(parse, cast, document.span(7, 11), document.span(0, 6), [document.span(12, 43)]) is None
    True
    """
    frame = frame_of(parse, cue, content)
    if frame is None:
        return None
    return first(lambda f: _hearer(cast, _Phrases(parse, f, source, ())), frame)


def _hearer(cast: Cast, phrases: _Phrases) -> str | None:
    parse, frame, source = phrases.parse, phrases.frame, phrases.source
    speakers = frozenset(_parties(cast, parse.tokens_in(source), frozenset())) if source is not None else frozenset()
    for start in _hearers(parse, frame, phrases):
        pronoun = parse.tokens[start].tag_ == "PRP" and frame.holds(parse.tokens[start])
        end = start + 1 if pronoun else phrases.noun_phrase(start)
        if end is None:
            continue
        named = _parties(cast, parse.tokens[start:end], speakers)
        named += _also(parse, cast, phrases, end) if named else ()
        if named:
            return named[0] if len(set(named)) == 1 and named[0] not in speakers else None
    return None


# ---- when ------------------------------------------------------------------------------------------------------------


def _looking_back(timex: Timex, published: str | None, frame: Frame) -> When | None:
    """The time of a timex as the day of a past utterance: a bare weekday that was read ahead is the one before it."""
    if timex.value is None or timex.grain is None:
        return None
    when = When(timex.value, timex.grain)
    bare = timex.why.rule == "weekday" and not {"which", "which_week"} & timex.why.saw.keys()
    told = any(t.tag_ in ("VBD", "VBG", "VBN") for t in frame.cue_tokens)
    if not (bare and told and _is_later(when, published)) or "/" in when.value:
        return when
    earlier = date.fromisoformat(when.value[:10]) - timedelta(days=7)
    return When(earlier.isoformat() + when.value[10:], when.grain)


def _is_later(when: When, published: str | None) -> bool:
    """Whether a time begins after the day of publication: nothing printed today was said tomorrow."""
    if not published:
        return False
    value = when.value.split("/")[0]
    if "-W" in value:
        try:
            value = date.fromisocalendar(int(value[:4]), int(value[6:8]), 1).isoformat()
        except ValueError:
            return False
    size = min(len(value), len(published), 10)
    return value[:size] > published[:size]


def _dates_cue(frame: Frame, tokens: Sequence[Token]) -> bool:
    """Whether a time expression says when the cue's words fell."""
    doc, start, end = tokens[0].doc, tokens[0].i, tokens[-1].i + 1
    following = doc[end] if end < len(doc) else None
    lead = start - 1
    while lead >= 0 and doc[lead].pos_ in ("DET", "ADV", "ADJ") and doc[lead].lower_ not in NEVER_SAID | LATER:
        lead -= 1
    before = doc[lead] if lead >= 0 else None
    if following is not None and _is_attributive(frame, tokens, following):
        head = _head_after(doc, end)
        if head is not None and head.i in frame.cue:
            return True
        good = head is not None and head.lemma_.lower() in ANY_OCCASION
        if not good or before is None or before.lower_ not in ("at", "in", "during", "on"):
            return False
        return belongs(frame, before.i, end)
    if before is not None and frame.holds(before):
        word = before.lower_
        if word in NEVER_SAID | LATER | TOPICS | {"from", "to", "than"} and not _is_part_of_day(doc, before):
            return False
    if not belongs(frame, start, end):
        return False
    own = next(s for s in frame.segments if any(t.i == start for t in s))
    near = [t for t in own if t.i < start and (t.i >= frame.end or start < frame.start or own[-1].i < frame.start)]
    if frame.end <= start:
        near = [t for t in own if frame.end <= t.i < start]
    return _is_free_of_topics(near)


def _is_free_of_topics(words: Sequence[Token]) -> bool:
    """Whether no noun before a time takes it for itself: "about the march |on Sunday|"."""
    occasion = False
    for n, token in enumerate(words):
        word = token.lower_
        if token.pos_ in NOMINAL and token.lemma_.lower() in ANY_OCCASION:
            occasion = True
        if word in TOPICS and not occasion and not _is_part_of_day(token.doc, token):
            later = [t for t in words[n + 1 :] if t.pos_ in NOMINAL]
            if later and token.i and not _is_uttering(words[:n]):
                return False
        if word in {"before", "ahead", "since", "until", "till", "despite", "amid"}:
            return False
        if word in LATER and not any(t.lemma_.lower() in OCCASIONS["after"] for t in words[n + 1 :]):
            return False
    return True


def _is_uttering(words: Sequence[Token]) -> bool:
    return any(t.lemma_.lower() in ("ask", "question", "interview") for t in words)


def _is_part_of_day(doc: Doc, preposition: Token) -> bool:
    """Whether "of" or "to" only joins a part of a day to its day: "on the evening of 3 March"."""
    return preposition.i > 0 and doc[preposition.i - 1].lower_ in ("morning", "afternoon", "evening", "night", "hours")


def _is_attributive(frame: Frame, tokens: Sequence[Token], following: Token) -> bool:
    """Whether a time stands before a noun as its owner or modifier: "Monday's talks", "a Tuesday briefing"."""
    if following.text in POSSESSIVE:
        return True
    if following.pos_ not in (*NOMINAL, "ADJ") or not (frame.holds(following) or following.i in frame.cue):
        return False
    before = tokens[0].nbor(-1) if tokens[0].i else None
    return before is not None and (before.pos_ == "DET" or before.text in POSSESSIVE or before.dep_ == "poss")


def _head_after(doc: Doc, at: int) -> Token | None:
    """The last noun of the run of modifiers and nouns that begins at `at`."""
    head = None
    for i in range(at, min(at + 6, len(doc))):
        if doc[i].pos_ in NOMINAL:
            head = doc[i]
        elif doc[i].pos_ != "ADJ" and doc[i].text not in POSSESSIVE:
            break
    return head


# ---- where -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Phrases:
    """Noun phrases of a frame, read from the words: they end at times, the source, the cue and any content."""

    parse: Parse
    frame: Frame
    source: Span | None
    times: Sequence[Timex]

    def in_source(self, token: Token) -> bool:
        return self.source is not None and self.source.start <= token.idx < self.source.end

    def occasion(self, start: int, nouns: frozenset[str]) -> int | None:
        """The end of the occasion that begins at `start`, if its noun is one of these."""
        end = self.noun_phrase(start)
        if end is None:
            return None
        doc = self.parse.tokens
        head = doc[end - 1]
        if head.lemma_.lower() in PHASES and end < len(doc) and doc[end].lower_ == "of":
            inner = self.noun_phrase(end + 1)
            if inner is None or doc[inner - 1].lemma_.lower() not in ANY_OCCASION:
                return None
            return self._extended(inner)
        if head.lemma_.lower() not in nouns and head.lower_ not in nouns:
            return None
        if head.lower_ in PAPERS and head.text.istitle():
            return None  # "in the Sarn Post"
        return self._extended(end)

    def noun_phrase(self, start: int) -> int | None:
        """The end of the noun phrase that begins at `start`: just after its last noun; None if there is no noun."""
        doc, end = self.parse.tokens, None
        for i in range(start, min(start + NP_WORDS, len(doc))):
            token = doc[i]
            if not self._is_free(token) or (end is not None and self._is_time(token)):
                break
            if token.pos_ in NOMINAL or (token.pos_ in ("PRON", "ADJ") and token.ent_type_ and token.text.istitle()):
                end = i + 1
            elif not _continues(token, begun=end is not None):
                break
        if end is None or self._is_time(doc[end - 1]):
            return None
        return end

    def _extended(self, end: int) -> int:
        """The end with the phrases that belong to the occasion: "a news conference |in Sarn|", "talks |with ...|"."""
        doc, linked = self.parse.tokens, ""
        while end < len(doc) and self._is_free(doc[end]):
            word, step = doc[end].lower_, 1
            if word == "held" and end + 1 < len(doc):
                word, step = doc[end + 1].lower_, 2
            further = self.noun_phrase(end + step)
            if word in EXTENDING and further is not None and not self._is_time(doc[end + step]):
                end, linked = further, word
            elif word == "and" and linked in LINKED_BY_AND and further is not None and self.ends_here(further):
                end = further
            else:
                break
        return end

    def ends_here(self, end: int) -> bool:
        """Whether no verb follows: "talks with Velm and Ostmar", but not "and Ostmar said"."""
        doc = self.parse.tokens
        return end >= len(doc) or doc[end].pos_ not in ("VERB", "AUX")

    def _is_free(self, token: Token) -> bool:
        return self.frame.holds(token) and token.i not in self.frame.cue and not self.in_source(token)

    def _is_time(self, token: Token) -> bool:
        return any(t.span.start <= token.idx < t.span.end for t in self.times)


def _continues(token: Token, *, begun: bool) -> bool:
    """Whether a word that is no noun can stand in a noun phrase, before its first noun or (`begun`) between two."""
    if token.text in POSSESSIVE or is_hyphen(token) or token.tag_ in ("PRP$", "POS"):
        return True
    if token.pos_ in ("DET", "PART", "ADV") or token.tag_ in ("VBN", "VBG"):
        return not begun
    return token.pos_ in ("ADJ", "NUM")


def _after_cue(frame: Frame) -> int | None:
    """Where the object of the cue would begin: after the cue and its adverbs."""
    for token in frame.tokens:
        if token.i >= frame.end:
            if token.pos_ == "ADV":
                continue
            return token.i
    return None


# ---- to whom ---------------------------------------------------------------------------------------------------------


def _hearers(parse: Parse, frame: Frame, phrases: _Phrases) -> Iterator[int]:
    """Where the noun phrases of possible hearers begin, the likeliest first."""
    verb = next((t for t in reversed(frame.cue_tokens) if t.pos_ in ("VERB", "AUX")), None)
    tells = bool(frame.lemmas & HEARERS)
    if tells and verb is not None and verb.tag_ == "VBN" and any(t.dep_ == "auxpass" for t in verb.children):
        for subject in children(verb, "nsubjpass"):
            if frame.holds(subject):
                yield _phrase_start(subject)
        return
    start = _after_cue(frame)
    if tells and start is not None:
        yield start + 1 if parse.tokens[start].lower_ in ("on", "upon") and "call" in frame.lemmas else start
    for token in frame.tokens:
        if token.i in frame.cue or phrases.in_source(token) or token.i + 1 >= len(parse.tokens):
            continue
        last = parse.tokens[token.i - 1] if token.i else None
        beside = last is not None and last.i in frame.cue
        noun = last.lemma_.lower() if last is not None and last.pos_ in NOMINAL else ""
        if token.lower_ == "to":
            own = (beside or token.head.i in frame.cue) and not frame.lemmas & NOT_TO and token.pos_ != "PART"
            sent = noun in MESSAGES and belongs(frame, token.i - 1, token.i + 1)
            if own or sent:
                yield token.i + 1
        elif (token.lower_ in ("of", "from") and beside and frame.lemmas & ASKED_OF) or (
            token.lower_ == "with" and noun in EXCHANGES and _is_during(parse, token.i - 1)
        ):
            yield token.i + 1


def _is_during(parse: Parse, noun: int) -> bool:
    """Whether something was said in an exchange, not after or before it: "in a phone call"."""
    preposition = next((t for t in reversed(parse.tokens[max(0, noun - 4) : noun]) if t.pos_ == "ADP"), None)
    return preposition is not None and preposition.lower_ in ("in", "during", "on", "over", "by")


def _phrase_start(head: Token) -> int:
    return min((c.left_edge.i for c in head.lefts), default=head.i)


def _parties(cast: Cast, phrase: TokenSpan, speakers: frozenset[str]) -> tuple[str, ...]:
    """The actors that a noun phrase stands for as a hearer: its head's own, not those that only modify the head.

    Nobody writes to himself: an office that was resolved to the speaker counts as its state's.
    """
    words = [t for t in phrase if t.pos_ in (*NOMINAL, "ADJ", "PRON")]
    if not words:
        return ()
    head = words[-1]
    if head.lemma_.lower() in PUBLIC | ANY_OCCASION:
        return ()
    if head.i in cast.by_head and not (speakers & set(cast.by_head[head.i]) and head.pos_ == "NOUN"):
        return cast.by_head[head.i]
    if head.lemma_.lower() in PEOPLE:  # "his Karsovan counterpart" is Karsova's, not the speaker himself
        owners = [c for c in children(head, "amod", "compound", "nmod", "poss") if c.pos_ != "PRON"]
        return next((cast.by_head[c.i] for c in owners if c.i in cast.by_head), ())
    last = cast.at(head)
    return (last,) if last is not None else ()


def _also(parse: Parse, cast: Cast, phrases: _Phrases, end: int) -> tuple[str, ...]:
    """The actors joined to a hearer: "Velm |and Ostmar|"."""
    doc = parse.tokens
    if end < len(doc) and doc[end].lower_ in ("and", "or", ",", "&"):
        further = phrases.noun_phrase(end + 1)
        if further is not None and (doc[end].text != "," or further - end < 3) and phrases.ends_here(further):
            return _parties(cast, doc[end + 1 : further], frozenset())
    return ()
